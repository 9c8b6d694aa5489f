"""A copy of any shipped rulebook with one mistake in it is caught, in words that an international officer can act on."""

import re
from pathlib import Path

import pytest
from hypothesis import settings

from erasmus_grants import RulebookFileError, get_rulebook, known_rulebooks, load_rulebook
from erasmus_grants.testing import LAWS, BrokenLawError, obeys
from erasmus_grants.testing.verification import Verification, verify
from erasmus_grants.writing import file_data, toml_text
from tests.unit.testing.broken_copies import BREAKS, File, broken_copies

COPIES = list(broken_copies())
LAW_OF_DISTANCE = next(law for law in LAWS if law.name == "travel_support_never_falls_with_distance")

REGROUPED = (
    r"country_groups: [A-Z][a-z]+ \([A-Z]{2}\) is in [a-z0-9-]+ here, and in [a-z0-9-]+ in eu-ka\d+-\d{4}; "
    r"look it up in the guide of call \d{4}"
)

# What an officer reads, for each mistake: where it is, what is wrong, and what to do.
SENTENCES = {
    "gap": r"travel_support, entry 1, bands: there is a gap between bands: one is to less than (\d+) km, "
    r"the next starts at (\d+) km; let below_km of each band be from_km of the next",
    "cheaper": r"travel_support, entry for .+: from \d+ km on \d+\.00 EUR are paid, and from \d+ km on, which is farther, "
    r"\d+\.00 EUR \(standard travel\); look both up in source [A-Z0-9-]+",
    "share": r"(daily_rates, entry 1, tier [12], share|payment_bounds, entry 1, maximum_pre_financing_share): "
    r"it is more than 1, which is the whole; 70 % are written as 0\.7",
    "restart": r"(daily_rates|short_stay_rates), entry 1, tiers: one tier ends with day 14, and the next starts with "
    r"day 16: there is a gap or an overlap; let from_day of each tier be the day after to_day of the one before",
    "duplicate": r"(monthly_rates|daily_rates|short_stay_rates): two entries apply to the same mobility: .+; "
    r"narrow the scope of one; if an entry stands twice, delete one",
    "no-source": r"travel_support, entry 1, source: it is missing; name the page that prints this entry, as the id of one "
    r"of the sources",
    "swapped": f"{REGROUPED}; {REGROUPED}",
}


def written(file: File, folder: Path) -> str:
    path = folder / "broken.toml"
    path.write_text(toml_text(file), encoding="utf-8")
    return str(path)


def broken(verification: Verification) -> dict[str, str]:
    assert not verification.sound
    return {check.name: check.found for check in verification.checks if check.outcome == "broken"}


@pytest.mark.parametrize(
    ("rulebook_id", "name", "file"), COPIES, ids=[f"{rulebook_id}-{name}" for rulebook_id, name, _ in COPIES]
)
def test_a_broken_copy_is_caught_with_where_what_and_what_to_do(
    rulebook_id: str, name: str, file: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(file, tmp_path)
    assert file["id"] == rulebook_id
    if name in {"cheaper", "swapped"}:  # such a file can be built, and the check concerned is enough here
        book = load_rulebook(path)
        laws = [LAW_OF_DISTANCE] if name == "cheaper" else []
        monkeypatch.setattr("erasmus_grants.testing.verification.LAWS", laws)
        monkeypatch.setattr("erasmus_grants.testing.verification.open_questions", lambda _book: iter(()))
        checks = broken(verify(book, examples=1))
        check = "travel_support_never_falls_with_distance" if name == "cheaper" else "official_groups"
    else:
        checks = broken(verify(path))
        check = "can_be_built"
    assert set(checks) == {check}
    assert re.fullmatch(SENTENCES[name], checks[check]), checks[check]


@pytest.mark.parametrize("rulebook_id", known_rulebooks())
def test_the_same_copy_without_a_mistake_is_the_rulebook(rulebook_id: str, tmp_path: Path) -> None:
    book = get_rulebook(rulebook_id)
    assert load_rulebook(written(file_data(book), tmp_path)) == book


def test_every_rulebook_is_broken_in_every_way_for_which_it_has_a_table() -> None:
    made = {(rulebook_id, name) for rulebook_id, name, _ in COPIES}
    without = {(rulebook_id, name) for rulebook_id in known_rulebooks() for name in BREAKS} - made
    ka103 = [f"eu-ka103-{year}" for year in range(2014, 2021)]
    universities = ["lille-ka171-2022", "usmb-bip-2024", "usmb-icm-2018", "usmb-icm-2023"]
    assert without == {
        *((rulebook_id, "restart") for rulebook_id in ka103),  # no rates by day at all
        *((rulebook_id, "swapped") for rulebook_id in universities),  # no groups of countries
        ("usmb-icm-2023", "restart"),  # one tier a rate
        ("usmb-bip-2024", "share"),  # whole amounts by day, no split and no bounds
    }


@pytest.mark.parametrize("rulebook_id", ["eu-ka171-2023", "usmb-icm-2018"])
def test_a_cheaper_band_breaks_no_other_law(rulebook_id: str, tmp_path: Path) -> None:
    file = file_data(get_rulebook(rulebook_id))
    assert BREAKS["cheaper"](file)
    checks = broken(verify(written(file, tmp_path), examples=2))
    assert set(checks) == {"travel_support_never_falls_with_distance"}


def test_a_swapped_country_breaks_no_law_since_every_group_has_its_rate(tmp_path: Path) -> None:
    file = file_data(get_rulebook("eu-ka171-2023"))
    assert BREAKS["swapped"](file)
    assert set(broken(verify(written(file, tmp_path), examples=2))) == {"official_groups"}


def test_a_law_of_tables_is_told_where_no_mobility_is_funded(tmp_path: Path) -> None:
    file = file_data(get_rulebook("eu-ka103-2014"))
    assert BREAKS["cheaper"](file)
    book = load_rulebook(written(file, tmp_path))
    with pytest.raises(BrokenLawError, match="which is farther"):
        obeys(book, LAW_OF_DISTANCE, settings(max_examples=1, database=None))


def test_what_cannot_be_built_is_not_tried_further(tmp_path: Path) -> None:
    file = file_data(get_rulebook("usmb-bip-2024"))
    assert BREAKS["gap"](file)
    path = written(file, tmp_path)
    with pytest.raises(RulebookFileError):
        load_rulebook(path)
    verification = verify(path)
    assert [check.name for check in verification.checks] == ["can_be_built"]
    assert (verification.rulebook_id, verification.examples) == (path, 0)
