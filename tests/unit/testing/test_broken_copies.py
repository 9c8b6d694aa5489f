"""A copy of any shipped file with one mistyped line is caught, in words that an international officer can act on."""

import re
from pathlib import Path

import pytest
from hypothesis import settings

from erasmus_grants import RulebookFileError, get_rulebook, known_rulebooks, load_rulebook
from erasmus_grants.testing import LAWS, BrokenLawError, obeys
from erasmus_grants.testing.verification import Verification, verify
from tests.rulebooks_of_every_kind import OF_EVERY_KIND
from tests.unit.testing.broken_copies import (
    BREAKS,
    FORM,
    LAW,
    TYPO,
    BrokenCopy,
    broken_copies,
    broken_copy,
    shipped_text,
    write_copy,
)

pytestmark = pytest.mark.newest_only

LAW_OF_DISTANCE = next(law for law in LAWS if law.name == "travel_support_never_falls_with_distance")
OF_AGENCIES, OF_PROGRAMME = (
    {rulebook_id for rulebook_id in OF_EVERY_KIND if rulebook_id.startswith(prefix)} for prefix in ("na-", "eu-")
)
OF_UNIVERSITIES = set(OF_EVERY_KIND) - OF_AGENCIES - OF_PROGRAMME


def is_first(rulebook_id: str) -> bool:
    """Return whether no rulebook of the call before is of the same kind; those of universities are of no kind."""
    kind, year = rulebook_id[:-4], int(rulebook_id[-4:])
    return rulebook_id in OF_UNIVERSITIES or f"{kind}{year - 1}" not in known_rulebooks()


REGROUPED = (
    r"country_groups: [A-Z][a-z]+ \([A-Z]{2}\) is in [a-z0-9-]+ here, and in [a-z0-9-]+ in eu-ka\d+-\d{4}; "
    r"look it up in the guide of call \d{4}"
)
ROW = r"(?:, row \d+)?"
RATES = "(?:daily_rates|monthly_rates|short_stay_rates)"
FIXED = (
    rf"travel_support{ROW} \(line \d+\): standard travel from \d+ km is \d+\.00 in eu-ka131-2024 "
    r"\(EU-TRAVEL-OF-STUDENTS-2024\), which fixes it, and \d+\.00 here; "
    r"if that is meant, say why: departs_from_programme = .+"
)

# What an officer reads, for each mistake: where it is, what is wrong, and what to do.
SENTENCES = {
    "gap": rf"travel_support{ROW}, bands \(line \d+\): there is a gap between bands: one is to less than (\d+) km, "
    r"the next starts at (\d+) km; let below_km of each band be from_km of the next",
    "cheaper": r"travel_support, entry for .+: from \d+ km on \d+\.00 EUR are paid, and from \d+ km on, which is farther, "
    rf"\d+\.00 EUR \(standard travel\); look both up in source [A-Z0-9-]+|{FIXED}",
    "share": rf"(?:daily_rates{ROW}, tier [12], share|payment_splits, instalment 2, individual_share|"
    r"payment_bounds, maximum_pre_financing_share) \(line \d+\): "
    r"it is more than 1, which is the whole; 70 % are written as 0\.7",
    "restart": rf"(?:daily_rates|short_stay_rates){ROW}, tiers \(line \d+\): one tier ends with day 14, and the next starts "
    r"with day 16: there is a gap or an overlap; let from_day of each tier be the day after to_day of the one before",
    "duplicate": rf"(?:{RATES}|durations), row \d+ \(line \d+\): two entries apply to the same mobility: .+; "
    r"narrow the scope of one; if an entry stands twice, delete one",
    "no-source": rf"(?:travel_support|{RATES}){ROW}(?:, not_published)?, source \(line \d+\): it is missing; name the page that prints this "
    r"entry, as the id of one of the sources",
    "unknown-source": rf"(?:travel_support|{RATES}){ROW}, source \(line \d+\): there is no source '[A-Z0-9-]+' among the "
    r"sources; did you mean '[A-Z0-9-]+'\?",
    "field": rf"(?:travel_support|{RATES}){ROW}(?:, band [12])?, [a-z_]+ \(line \d+\): "
    r"(?:there is no field of this name; did you mean '[a-z_]+'\?|this is missing)",
    "swapped": f"{REGROUPED}; {REGROUPED}",
}


def ids(copies: list[BrokenCopy]) -> list[str]:
    return [f"{copy.rulebook_id}-{copy.name}" for copy in copies]


def found(verification: Verification) -> list[tuple[str, str]]:
    return [(check.name, check.found) for check in verification.checks if check.outcome == "broken"]


def table_of(text: str, line: int) -> str:
    """Return the heading of the table in which a line is, counted from one."""
    return next(above for above in reversed(text.splitlines()[:line]) if above.startswith("["))


@pytest.fixture
def no_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `verify` look at tables alone: before a law is tried, it is found out what the rulebook funds, in seconds."""
    monkeypatch.setattr("erasmus_grants.testing.verification.LAWS", [])
    monkeypatch.setattr("erasmus_grants.testing.verification.open_questions", lambda _book: iter(()))
    checks = verify.__globals__["_TABLE_CHECKS"]
    monkeypatch.setattr(
        "erasmus_grants.testing.verification._TABLE_CHECKS", [one for one in checks if one[0] != "one_answer"]
    )


@pytest.fixture
def one_law(no_law: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    """Let `verify` try the law of distances besides, which is enough here."""
    monkeypatch.setattr("erasmus_grants.testing.verification.LAWS", [LAW_OF_DISTANCE])


FORM_COPIES, LAW_COPIES, TYPO_COPIES = broken_copies(FORM), broken_copies(LAW), broken_copies(TYPO)


@pytest.mark.parametrize("copy", FORM_COPIES, ids=ids(FORM_COPIES))
def test_a_file_that_cannot_be_built_says_where_what_and_what_to_do(copy: BrokenCopy, tmp_path: Path) -> None:
    problems = found(verify(copy.write(tmp_path)))
    assert {name for name, _ in problems} == {"can_be_built"}
    for _, sentence in problems:
        assert re.fullmatch(SENTENCES[copy.name], sentence), sentence
        line = re.search(r"\(line (\d+)\)", sentence)
        assert line is not None
        # the line itself, or the entry of its table that takes what is wrong from there
        assert table_of(copy.text, int(line[1])) == table_of(copy.text, copy.line)


CHEAPER, SWAPPED = ([copy for copy in LAW_COPIES if copy.name == name] for name in LAW)


@pytest.mark.usefixtures("one_law")
@pytest.mark.parametrize("copy", CHEAPER, ids=ids(CHEAPER))
def test_a_band_that_pays_less_breaks_a_law(copy: BrokenCopy, tmp_path: Path) -> None:
    told = found(verify(copy.write(tmp_path), examples=1))
    assert len(told) == (2 if copy.rulebook_id == "na-pl-ka131-2024" else 1)  # Poland pays short and long stays
    for name, sentence in told:
        # an agency may not pay other bands than the programme, which fixes them even where others decide on them
        assert name == ("can_be_built" if copy.rulebook_id in OF_AGENCIES else LAW_OF_DISTANCE.name)
        assert re.fullmatch(SENTENCES[copy.name], sentence), sentence


@pytest.mark.usefixtures("no_law")
@pytest.mark.parametrize("copy", SWAPPED, ids=ids(SWAPPED))
def test_a_swapped_country_breaks_a_check(copy: BrokenCopy, tmp_path: Path) -> None:
    ((name, sentence),) = found(verify(copy.write(tmp_path)))
    assert name == "official_groups"
    assert re.fullmatch(SENTENCES[copy.name], sentence), sentence


@pytest.mark.usefixtures("no_law")
@pytest.mark.parametrize("copy", TYPO_COPIES, ids=ids(TYPO_COPIES))
def test_a_mistyped_figure_is_refused_or_stands_among_those_that_moved(copy: BrokenCopy, tmp_path: Path) -> None:
    verification = verify(copy.write(tmp_path), examples=1)
    if any(name == "can_be_built" for name, _ in found(verification)):
        assert copy.rulebook_id in OF_AGENCIES  # it is outside of the range, or not what the programme fixes
        return
    now = [change.theirs or "" for change in verification.moved]
    seen = any(copy.figure in said.replace(";", "").split() for said in now)
    assert seen is not is_first(copy.rulebook_id)
    assert (verification.compared_with is None) is is_first(copy.rulebook_id)
    assert (copy.figure in verification.to_text()) or not seen


@pytest.mark.usefixtures("one_law")
@pytest.mark.parametrize(
    ("rulebook_id", "name", "row"),
    [
        ("eu-ka131-2024", "band", ("travel_support", "bands from_km 100: standard_eur", "180.00", "121.00")),
        ("eu-ka131-2024", "bound", ("monthly_rate_ranges", "", None, "maximum_eur 647.00")),
        ("eu-ka131-2024", "digit", ("top_ups", "rate_eur_per_month", "250.00", "25.00")),
        # the programme prints no lowest day of staff for call 2022
        ("na-is-ka131-2022", "digit", ("daily_rates", "rate_eur_per_day", "180.00", "18.00")),
    ],
)
def test_a_figure_within_its_bounds_leaves_a_rulebook_sound_and_is_seen(
    rulebook_id: str, name: str, row: tuple[str, str, str | None, str], tmp_path: Path
) -> None:
    copy = broken_copy(rulebook_id, name)
    assert copy is not None
    verification = verify(copy.write(tmp_path), examples=1)
    assert verification.sound
    moved = [(each.table, each.field, each.ours, each.theirs or "") for each in verification.moved]
    table, field, before, now = row
    assert [one for one in moved if one[:3] == (table, field, before) and now in one[3]]


@pytest.mark.parametrize("rulebook_id", OF_EVERY_KIND)
def test_the_same_copy_without_a_mistake_is_the_rulebook(rulebook_id: str, tmp_path: Path) -> None:
    copy, book = load_rulebook(write_copy(rulebook_id, shipped_text(rulebook_id), tmp_path)), get_rulebook(rulebook_id)
    assert copy.diff(book).changes == ()
    assert copy.model_copy(update={"id": book.id}) == book


def test_every_rulebook_is_broken_in_every_way_for_which_it_has_a_line() -> None:
    made = {(copy.rulebook_id, copy.name) for copy in (*FORM_COPIES, *LAW_COPIES, *TYPO_COPIES)}
    without = {(rulebook_id, name) for rulebook_id in OF_EVERY_KIND for name in BREAKS} - made
    lacking = {name: {rulebook_id for rulebook_id, one in without if one == name} for name in BREAKS}
    of_ka103, of_ka131 = (
        {rulebook_id for rulebook_id in OF_EVERY_KIND if rulebook_id.startswith(kind)}
        for kind in ("eu-ka103-", "eu-ka131-")
    )
    without_bands, without_daily_rates = (
        {rulebook_id for rulebook_id in OF_AGENCIES if heading not in shipped_text(rulebook_id)}
        for heading in ("bands = [", "[daily_rates]")
    )  # they take those of the programme
    assert lacking["gap"] == lacking["cheaper"] == lacking["band"] == without_bands
    assert lacking["swapped"] == OF_AGENCIES | OF_UNIVERSITIES  # they take its groups, or there are none
    assert lacking["no-source"] == lacking["unknown-source"] == lacking["field"] == set()
    assert lacking["share"] == without_daily_rates | {"usmb-bip-2024"}  # whole amounts by day, no split and no bounds
    assert lacking["duplicate"] == {"usmb-bip-2024"}  # one row in each table of rates
    assert lacking["restart"] == of_ka103 | without_daily_rates | {"usmb-icm-2023"}
    assert not of_ka131 & lacking["digit"]


@pytest.mark.parametrize("rulebook_id", ["eu-ka171-2023", "usmb-icm-2018"])
def test_a_cheaper_band_breaks_no_other_law(rulebook_id: str, tmp_path: Path) -> None:
    copy = broken_copy(rulebook_id, "cheaper")
    assert copy is not None
    assert [name for name, _ in found(verify(copy.write(tmp_path), examples=2))] == [LAW_OF_DISTANCE.name]


def test_a_swapped_country_breaks_no_law_since_every_group_has_its_rate(tmp_path: Path) -> None:
    copy = broken_copy("eu-ka171-2023", "swapped")
    assert copy is not None
    assert [name for name, _ in found(verify(copy.write(tmp_path), examples=2))] == ["official_groups"]


def test_a_law_of_tables_is_told_where_no_mobility_is_funded(tmp_path: Path) -> None:
    copy = broken_copy("eu-ka103-2014", "cheaper")
    assert copy is not None
    with pytest.raises(BrokenLawError, match="which is farther"):
        obeys(load_rulebook(copy.write(tmp_path)), LAW_OF_DISTANCE, settings(max_examples=1, database=None))


def test_what_cannot_be_built_is_not_tried_further(tmp_path: Path) -> None:
    copy = broken_copy("usmb-bip-2024", "gap")
    assert copy is not None
    path = copy.write(tmp_path)
    with pytest.raises(RulebookFileError):
        load_rulebook(path)
    verification = verify(path)
    assert [check.name for check in verification.checks] == ["can_be_built"]
    assert (verification.rulebook_id, verification.examples) == (path, 0)
    assert (verification.compared_with, verification.moved) == (None, ())
