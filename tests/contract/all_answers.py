"""What the library answers, of everything that it does with numbers: `python -m tests.contract.all_answers [rough]`.

With `rough`, the decimal context is one of a caller in which nearly every operator of decimals goes wrong.
"""

import decimal
import sys
from collections.abc import Iterator
from decimal import ROUND_UP, Context, Decimal, FloatOperation, Inexact, InvalidOperation, Rounded
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
OWN_RATES = """
id = "own-2023"
title = "Our rates"
based_on = "eu-ka131-2023"
institution = "Our university"

[home]
country = "AT"
source = "OURS"

[[sources]]
id = "OURS"
document = "Rates"
publisher = "Our university"
locator = "p. 1"
url = "https://example.org/rates"
read_on = 2026-11-22
confidence = "HIGH"

[monthly_rates]
scope = {{ sending_groups = "group-2" }}
source = "OURS"
rows = [
  {{ scope = {{ receiving_groups = "group-1 group-1-territories region-14" }}, rate_eur_per_month = {higher} }},
  {{ scope = {{ receiving_groups = "group-2 group-2-territories region-13" }}, rate_eur_per_month = {similar} }},
  {{ scope = {{ receiving_groups = "group-3" }}, rate_eur_per_month = 450 }},
]
"""
LIST = """reference;activity;direction;sending_country;receiving_country;start_date;end_date;distance_km;months_used;paid
a;SMS;outgoing;DE;ES;2023-09-01;2024-01-31;1500,5;3,3333;2237,35
b;STA;outgoing;DE;ES;2023-09-01;2023-09-20;1999,99;;1999,99
c;SMS;outgoing;DE;IT;2023-09-01;2024-02-10;99,99;11,25;3333,33
"""


def rulebooks() -> Iterator[object]:
    from erasmus_grants import get_rulebook, known_rulebooks
    from erasmus_grants.rulebook.doubts import doubts_of
    from erasmus_grants.rulebook.model import fingerprint

    for name in known_rulebooks():
        book = get_rulebook(name)
        yield name, fingerprint(book), list(doubts_of(book))


def own_rates(folder: Path) -> Iterator[object]:
    """Yield which own rates are refused: the page wants 50 EUR between those towards higher and similar living costs."""
    from erasmus_grants import RulebookFileError, load_rulebook
    from erasmus_grants.rulebook.model import fingerprint

    for higher, similar in ((555, 505), (550, 504)):
        path = folder / f"{higher}.toml"
        path.write_text(OWN_RATES.format(higher=higher, similar=similar), "utf-8")
        try:
            yield fingerprint(load_rulebook(path))
        except RulebookFileError as error:
            yield str(error).replace(str(folder), "")


def grants() -> Iterator[object]:
    from erasmus_grants import (
        Attendance,
        GrantCalculator,
        Mobility,
        StatedAmounts,
        compare,
        explain_difference,
        get_rulebook,
        read_grant,
        verify_grant,
    )

    stay = {"direction": "outgoing", "distance_km": "1999.99", "sending_country": "DE", "receiving_country": "ES"}
    student = {"activity": "SMS", "start_date": "2023-09-01", "end_date": "2024-02-10", "months_used": "3.3333"}
    teacher = {"activity": "STA", "start_date": "2023-09-01", "end_date": "2023-09-20", "teaching_hours": "31.75"}
    for name in ("na-de-ka131-2023", "eu-ka131-2023", "usmb-icm-2023"):
        book = get_rulebook(name)
        calculator = GrantCalculator(book)
        for fields in (student, student | {"zero_grant_days": 31, "travel_mode": "green"}, teacher):
            mobility = Mobility.model_validate(stay | fields)
            grant = calculator.calculate(mobility)
            yield grant.to_text(), verify_grant(grant), read_grant(grant.model_dump_json()) == grant
            yield calculator.travel_bands(mobility), calculator.questions(stay | {"activity": mobility.activity})
            yield compare(mobility, ["eu-ka131-2022", "eu-ka131-2024"]).to_text()
            if grant.total_eur is None:
                continue
            yield explain_difference(grant, StatedAmounts(total_eur=Decimal("1237.35")), book).to_text()
            home = {"start_date": "2023-09-01", "end_date": "2023-09-17", "paid_eur": "1234.56"}
            for attended in (home, {"force_majeure": True, "travel_cost_eur": "123.45"}):
                yield calculator.settle(grant, Attendance.model_validate(attended)).to_text()


def lists(folder: Path) -> Iterator[object]:
    import pandas as pd
    import polars as pl

    from erasmus_grants.batch import audit_file, calculate_file, missing_figures
    from erasmus_grants.frames import calculate_frame, explain_row, summarise
    from erasmus_grants.plots import plot_list

    source, target = folder / "list.csv", folder / "grants.csv"
    source.write_text(LIST, "utf-8")
    for name in (target, folder / "grants.xlsx"):
        yield calculate_file(source, name, "na-de-ka131-2023").to_text().replace(str(folder), "")
    yield target.read_text("utf-8")
    yield audit_file(source, "na-de-ka131-2023", columns={"paid": "total_eur"}).to_text().replace(str(folder), "")
    yield missing_figures(source, "na-de-ka131-2023").to_text().replace(str(folder), "")
    rows = {
        "activity": ["SMS", "STA"],
        "direction": ["outgoing"] * 2,
        "sending_country": ["DE"] * 2,
        "receiving_country": ["ES", "IT"],
        "start_date": ["2023-09-01"] * 2,
        "end_date": ["2024-01-31", "2023-09-20"],
        "distance_km": [Decimal("1500.5"), Decimal("99.99")],
        "months_used": [Decimal("3.3333"), Decimal("0.5")],
    }
    for frame in (pd.DataFrame(rows), pl.DataFrame(rows)):
        computed = calculate_frame(frame, "na-de-ka131-2023")
        yield computed.to_dict("records") if isinstance(computed, pd.DataFrame) else computed.rows()
        yield summarise(computed, "na-de-ka131-2023")
        yield explain_row({name: cells[0] for name, cells in rows.items()}, "na-de-ka131-2023").to_text()
    yield [
        text.get_text()
        for text in plot_list(computed, "na-de-ka131-2023").findobj(lambda drawn: hasattr(drawn, "get_text"))
    ]


def rules_for_others() -> Iterator[object]:
    from erasmus_grants import get_rulebook
    from erasmus_grants.places import distance_between
    from erasmus_grants.rulebooks.new_policy import base_of, policy_toml
    from erasmus_grants.testing import verify

    yield get_rulebook("eu-ka131-2023").diff(get_rulebook("eu-ka131-2024")).to_text()
    yield policy_toml(base_of("AT", call=2024, action="KA131"), "AT", "own-2024")
    for book in ("na-de-ka131-2023", "usmb-icm-2023"):
        yield verify(book, examples=15).to_text()
    bands = get_rulebook("eu-ka131-2023").travel_support[0]
    yield distance_between("45.5646, 5.9178", "14.6937, -17.4441", bands=bands)


def rough() -> Context:
    """Return a context of two digits, which raises where a number has more, and in which a float is no decimal."""
    return Context(prec=2, rounding=ROUND_UP, traps=[Rounded, Inexact, FloatOperation, InvalidOperation])


if __name__ == "__main__":
    if sys.argv[1:] == ["rough"]:
        decimal.setcontext(rough())
    with TemporaryDirectory() as made:
        parts = (rulebooks(), own_rates(Path(made)), grants(), lists(Path(made)), rules_for_others())
        for answers in parts:
            for answer in answers:
                sys.stdout.write(f"{answer}\n")
