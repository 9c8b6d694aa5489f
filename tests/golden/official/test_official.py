"""Do the official rulebooks agree with the pages that print the programme's figures?

Each row of the CSV files was computed by hand from the pages that its column `evidence` names; its column `arithmetic`
says how.  Most rows of KA103 and KA131 are undetermined, since the programme prints ranges: their columns `minimum` and
`maximum` bound the total, and `said` holds words that one of the findings must contain.  `settlements.csv` holds what is due after some of these stays.
"""

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from erasmus_grants import Attendance, GrantBreakdown, GrantCalculator, Mobility
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks
from tests.golden.test_golden import (
    ANSWER,
    Row,
    adds_up,
    amounts_of,
    answer_in,
    answer_of,
    calculator,
    case,
    line_text,
    split,
)

HERE = Path(__file__).parent
OFFICIAL = tuple(rulebook for rulebook in known_rulebooks() if rulebook.startswith(("eu-", "na-")))
FEWEST_ROWS = 12

TEXT_FIELDS = (
    *("activity", "direction", "role", "sending_country", "receiving_country", "start_date", "end_date"),
    *("distance_km", "travel_mode", "teaching_hours", "purpose", "receiving_organisation", "months_used"),
)
INT_FIELDS = ("interruption_days", "travel_days")
BOOL_FIELDS = (
    *("combined", "academic_term", "fewer_opportunities", "virtual_component"),
    "blended_intensive_programme",
)
LATER_TEXT_FIELDS = ("study_cycle", "residence_country")
LATER_INT_FIELDS = ("zero_grant_days",)
LATER_BOOL_FIELDS = ("one_cycle_programme", "zero_grant")
LATER_FIELDS = {*LATER_TEXT_FIELDS, *LATER_INT_FIELDS, *LATER_BOOL_FIELDS}
"""What the files have that were written when a mobility had these fields."""

RESULTS = (*ANSWER, "lines", "findings", "said", "evidence", "arithmetic")
COLUMNS = {"case", "rulebook", *TEXT_FIELDS, *INT_FIELDS, *BOOL_FIELDS, *RESULTS}
TRUTH = {"true": True, "false": False}

PUBLIC_PAGE = re.compile(r"https?://[^\s;,]+\.[^\s;,]+")


def read(path: Path) -> tuple[Row, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


FILES = {path.stem: read(path) for path in sorted(HERE.glob("*.csv")) if path.stem != "settlements"}
ROWS = tuple(row for rows in FILES.values() for row in rows)
SETTLEMENTS = read(HERE / "settlements.csv")

TRAVEL_2014 = ((100, 180), (500, 275), (2000, 360), (3000, 530), (4000, 820), (8000, 1100))
TRAVEL_2017 = ((100, 180), (500, 275), (2000, 360), (3000, 530), (4000, 820))
TRAVEL_2018 = ((10, 20), (100, 180), (500, 275), (2000, 360), (3000, 530), (4000, 820), (8000, 1500))
KA103_TRAVEL = (
    *((year, km, eur) for year in (2014, 2015, 2016) for km, eur in TRAVEL_2014),
    *((2017, km, eur) for km, eur in TRAVEL_2017),
    *((year, km, eur) for year in (2018, 2019, 2020) for km, eur in TRAVEL_2018),
)
"""Call year, first kilometre of a band, and its travel support [EUR].

Calls 2014 to 2016: https://docest.com/doc/425664/key-action-1-learning-mobility; call 2017:
http://www.uni-koblenz-landau.de/de/international/wissenschaftler/erasmus/foerderung; calls 2018 to 2020:
https://uniba.sk/medzinarodne-vztahy/erasmusplus/pracovnici-stt/vseobecne-podmienky/
"""


def mobility_of(row: Row) -> Mobility:
    data: dict[str, object] = {"reference": row["case"]}
    data |= {field: row[field] for field in (*TEXT_FIELDS, *LATER_TEXT_FIELDS) if row.get(field)}
    data |= {field: int(row[field]) for field in (*INT_FIELDS, *LATER_INT_FIELDS) if row.get(field)}
    data |= {field: TRUTH[row[field]] for field in (*BOOL_FIELDS, *LATER_BOOL_FIELDS) if row.get(field)}
    return Mobility.model_validate(data)


def rows_of(rulebook: str) -> list[Row]:
    return [row for row in ROWS if row["rulebook"] == rulebook]


def grant_of(row: Row) -> GrantBreakdown:
    return calculator(row["rulebook"]).calculate(mobility_of(row))


@pytest.mark.parametrize("row", ROWS, ids=case)
def test_the_grant_is_the_one_computed_by_hand(row: Row) -> None:
    grant = grant_of(row)
    assert {
        "findings": sorted(finding.code.value for finding in grant.findings),
        **answer_of(grant),
        "lines": [line_text(line, line.quantity, line.amount_eur) for line in grant.lines],
    } == {
        "findings": sorted(split(row["findings"])),
        **answer_in(row),
        "lines": split(row["lines"], " + "),
    }
    assert row["said"] in "\n".join(finding.message for finding in grant.findings)


@pytest.mark.parametrize(("year", "km", "travel_eur"), KA103_TRAVEL)
def test_a_rate_of_an_institution_completes_a_grant_of_ka103(year: int, km: int, travel_eur: int) -> None:
    """90 EUR lies within every range, so 5 days and 2 travel days come to 7 x 90 = 630 EUR."""
    book = get_rulebook(f"eu-ka103-{year}")
    policy = book.sources[0].at("POLICY", "daily rate of the institution")
    tiers = [{"from_day": 1, "to_day": 14, "share": "1"}, {"from_day": 15, "to_day": 60, "share": "0.7"}]
    rate = {"rate_eur_per_day": "90.00", "tiers": tiers, "source": policy}
    ours = book.adapt(id="ours", title="Ours", source=policy, daily_rates=[rate])
    mobility = Mobility(
        activity="STT",
        direction="outgoing",
        sending_country="PL",
        receiving_country="FR",
        start_date="2019-05-06",
        end_date="2019-05-10",
        distance_km=km,
    )
    grant = GrantCalculator(ours).calculate(mobility)
    assert [str(line.amount_eur) for line in grant.lines] == [f"{travel_eur}.00", "450.00", "180.00"]
    assert grant.total_eur == travel_eur + 630


@pytest.mark.parametrize("row", SETTLEMENTS, ids=case)
def test_the_settlement_is_the_one_computed_by_hand(row: Row) -> None:
    agreed = next(other for other in ROWS if other["case"] == row["agreed_case"])
    assert agreed["rulebook"] == row["rulebook"]
    attendance: dict[str, object] = {"documents": split(row["documents"]), "paid_eur": row["paid"] or None}
    attendance |= {field: row[field] for field in ("start_date", "end_date") if row[field]}
    attendance |= {"interruption_days": int(row["interruption_days"] or 0)}
    attendance |= {"force_majeure": TRUTH[row["force_majeure"] or "false"]}
    settled = calculator(row["rulebook"]).settle(grant_of(agreed), Attendance.model_validate(attendance))
    names = ("agreed", "entitled", "reduction", "balance", "recovery", "payable_now")
    assert {
        "findings": sorted(finding.code.value for finding in settled.findings),
        "lines": [line_text(line, line.entitled_quantity, line.entitled_eur) for line in settled.lines],
        "paid_before": str(settled.paid_eur),
        "missing": [paper.value for paper in settled.missing_documents],
        **{name: str(getattr(settled, f"{name}_eur")) for name in names},
    } == {
        "findings": sorted(split(row["findings"])),
        "lines": split(row["lines"], " + "),
        "paid_before": row["paid_before"],
        "missing": split(row["missing_documents"]),
        **{name: row[name] for name in names},
    }


@pytest.mark.parametrize("row", SETTLEMENTS, ids=case)
def test_a_settlement_row_adds_up_by_itself(row: Row) -> None:
    entitled, paid = sum(amounts_of(row["lines"], settled=True), Decimal("0.00")), Decimal(row["paid_before"])
    assert str(entitled) == row["entitled"]
    assert Decimal(row["agreed"]) - entitled == Decimal(row["reduction"])
    assert Decimal(row["balance"]) - Decimal(row["recovery"]) == entitled - paid
    assert "0.00" in {row["balance"], row["recovery"]}
    assert row["payable_now"] == ("0.00" if row["missing_documents"] else row["balance"])
    assert PUBLIC_PAGE.search(row["evidence"])


@pytest.mark.parametrize("rulebook", OFFICIAL)
def test_lines_and_findings_cite_a_source_of_the_rulebook(rulebook: str) -> None:
    sources = set(calculator(rulebook).rulebook.sources)
    for row in rows_of(rulebook):
        grant = grant_of(row)
        cited = [*(line.source for line in grant.lines), *(finding.source for finding in grant.findings)]
        assert set(cited) <= sources, row["case"]


@pytest.mark.parametrize("rulebook", OFFICIAL)
def test_a_row_adds_up_by_itself(rulebook: str) -> None:
    for row in rows_of(rulebook):
        assert adds_up(row), row["case"]


@pytest.mark.parametrize("rulebook", OFFICIAL)
def test_a_row_names_a_public_page_and_says_how_it_was_computed(rulebook: str) -> None:
    for row in rows_of(rulebook):
        assert PUBLIC_PAGE.search(row["evidence"]), row["case"]
        assert len(row["arithmetic"].split()) >= 4, row["case"]
        written = re.findall(r"[0-9]+(?:\.[0-9]+)?", row["arithmetic"])
        figures = {figure.removesuffix(".00") for figure in written}
        if row["lines"] or row["status"] == "undetermined":
            said = {row[name].removesuffix(".00") for name in ("total", "minimum", "maximum")} - {"", "0"}
            assert said <= figures, row["case"]


@pytest.mark.parametrize("name", FILES)
def test_a_file_holds_the_rows_of_its_rulebook(name: str) -> None:
    assert {row["rulebook"] for row in FILES[name]} == {name}
    assert {column for row in FILES[name] for column in row} in (COLUMNS, COLUMNS | LATER_FIELDS)


@pytest.mark.parametrize("rulebook", OFFICIAL)
def test_each_official_rulebook_has_at_least_twelve_rows(rulebook: str) -> None:
    assert len(FILES.get(rulebook, ())) >= FEWEST_ROWS


def test_case_ids_are_unique() -> None:
    cases = Counter(row["case"] for row in (*ROWS, *SETTLEMENTS))
    assert [case for case, times in cases.items() if times > 1] == []
