"""Every bad input gets a clear answer, at the level of the library: which field, what is allowed, what was meant."""

import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

import erasmus_grants
from erasmus_grants import (
    Attendance,
    FindingCode,
    GrantBreakdown,
    GrantCalculator,
    GrantStatus,
    Mobility,
    PaymentSplit,
    Rulebook,
    RulebookFileError,
    Source,
    StatedAmounts,
    UnknownRulebookError,
    compare,
    get_rulebook,
    known_rulebooks,
    load_rulebook,
)
from erasmus_grants.basics.countries import country_name
from erasmus_grants.basics.errors import UnknownCountryError
from erasmus_grants.basics.problems import _FORMS, error_sentences
from erasmus_grants.rules.payment_split import Instalment
from erasmus_grants.scope import Scope
from erasmus_grants.testing import toy_calculator, toy_mobility, toy_rulebook, toy_source

STAY = {
    "activity": "STA",
    "direction": "outgoing",
    "start_date": "2030-03-04",
    "end_date": "2030-03-08",
    "distance_km": 742,
    "teaching_hours": 8,
}
NOT_A_NUMBER = "a number is finite and written plainly, like 4070 or '499.7'"
NOT_A_KIND_OF_NUMBER = "a number is an int, a float, a Decimal or plain decimal text, not"
A_DATE = "a date is a date or text of the form YYYY-MM-DD, not"
HOSTILE = "<script>alert(1)</script> | *x* \x1b[2J\x07\u202e\n# [a](b)"


def only_problem(model: type[BaseModel], data: object) -> str:
    """Return the one sentence that says what is wrong."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    (problem,) = error_sentences(caught.value, model)
    assert problem.split(":")[0] in str(caught.value)
    return problem


# --- mobilities -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"end_date": "2030-03-03"}, "end_date: the last day is not before the first day, 2030-03-04"),
        ({"end_date": date(2029, 3, 8)}, "end_date: the last day is not before the first day, 2030-03-04"),
        ({"start_date": datetime(2030, 3, 4)}, f"start_date: {A_DATE} datetime"),  # noqa: DTZ001
        ({"start_date": "2030-03-04T00:00:00"}, f"start_date: {A_DATE} '2030-03-04T00:00:00'"),
        ({"start_date": "04/03/2030"}, f"start_date: {A_DATE} '04/03/2030'"),
        ({"start_date": 20300304}, f"start_date: {A_DATE} int"),
        ({"end_date": 1899158400.0}, f"end_date: {A_DATE} float"),
        ({"end_date": "2030-02-30"}, "end_date: there is no day 2030-02-30 in the calendar"),
        ({"distance_km": float("nan")}, f"distance_km: {NOT_A_NUMBER}"),
        ({"distance_km": float("inf")}, f"distance_km: {NOT_A_NUMBER}"),
        ({"distance_km": Decimal("NaN")}, f"distance_km: {NOT_A_NUMBER}"),
        ({"distance_km": "-Infinity"}, f"distance_km: {NOT_A_NUMBER}"),
        ({"distance_km": 10**5000}, f"distance_km: {NOT_A_NUMBER}"),
        ({"distance_km": True}, f"distance_km: {NOT_A_KIND_OF_NUMBER} bool"),
        ({"teaching_hours": True}, f"teaching_hours: {NOT_A_KIND_OF_NUMBER} bool"),
        ({"months_used": False}, f"months_used: {NOT_A_KIND_OF_NUMBER} bool"),
        ({"months_used": [1]}, f"months_used: {NOT_A_KIND_OF_NUMBER} list"),
        (
            {"interruption_days": 5},
            "interruption_days: interruptions leave at least one day of a stay; calendar days of this one: 5",
        ),
        (
            {"interruption_days": 400},
            "interruption_days: interruptions leave at least one day of a stay; calendar days of this one: 5",
        ),
        (
            {"activity": "SMS"},
            "teaching_hours: students (SMS, SMT) have no teaching hours",
        ),
        (
            {"activity": "SMT", "teaching_hours": 0},
            "teaching_hours: students (SMS, SMT) have no teaching hours",
        ),
        (
            {"activity": "STX"},
            "activity: this is 'SMS', 'SMT', 'STA' or 'STT'; did you mean 'STT'?",
        ),
        (
            {"receiving_country": "Senegal"},
            "receiving_country: 'Senegal' is not a country code of ISO 3166-1 (two capital letters, as in 'SN'); did you mean 'SN'?",
        ),
        (
            {"sending_country": "UK"},
            "sending_country: 'UK' is not a country code of ISO 3166-1 (two capital letters, as in 'SN'); did you mean 'GB'?",
        ),
        (
            {"receiving_contry": "SN"},
            "receiving_contry: there is no field of this name; did you mean 'receiving_country'?",
        ),
        ({"direction": "out"}, "direction: this is 'incoming' or 'outgoing'"),
        (
            {"purpose": "teach"},
            "purpose: this is 'teaching', 'observation', 'internship', 'structured_course', 'language_training' or 'conference'; did you mean 'teaching'?",
        ),
    ],
)
def test_a_malformed_mobility_names_the_field_and_what_is_allowed(changes: dict[str, object], expected: str) -> None:
    assert only_problem(Mobility, STAY | changes).startswith(expected)


@pytest.mark.parametrize(
    ("field", "value", "bound"),
    [
        ("distance_km", -1, "0"),
        ("distance_km", "-0.1", "0"),
        ("distance_km", 20040.5, "20040"),
        ("teaching_hours", -8, "0"),
        ("months_used", Decimal("-0.5"), "0"),
        ("interruption_days", -1, "0"),
        ("travel_days", -2, "0"),
    ],
)
def test_a_number_out_of_bounds_names_the_field_and_the_bound(field: str, value: object, bound: str) -> None:
    problem = only_problem(Mobility, STAY | {field: value})
    assert problem.startswith(f"{field}: ")
    assert bound in problem.removeprefix(field)


@pytest.mark.parametrize("field", ["interruption_days", "travel_days"])
@pytest.mark.parametrize("value", [True, 1.5, "1", float("nan")])
def test_a_number_of_days_is_a_whole_number_and_nothing_else(field: str, value: object) -> None:
    assert only_problem(Mobility, STAY | {field: value}).startswith(f"{field}: ")


@pytest.mark.parametrize("field", ["combined", "fewer_opportunities", "academic_term"])
@pytest.mark.parametrize("value", [1, 0, "yes", "true", None])
def test_yes_and_no_are_booleans_and_nothing_else(field: str, value: object) -> None:
    assert only_problem(Mobility, STAY | {field: value}).startswith(f"{field}: ")


@pytest.mark.parametrize("field", ["activity", "direction", "start_date", "end_date"])
def test_a_mobility_without_a_required_field_says_which(field: str) -> None:
    rest = {name: value for name, value in STAY.items() if name != field}
    assert only_problem(Mobility, rest) == f"{field}: this is missing"


def test_every_problem_is_said_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        Mobility.model_validate(STAY | {"activity": "XXX", "distance_km": True, "end_date": 3, "hours": 8})
    fields = [problem.split(":")[0] for problem in error_sentences(caught.value, Mobility)]
    assert sorted(fields) == ["activity", "distance_km", "end_date", "hours"]


def test_a_mobility_without_distance_is_an_answer_and_not_an_error() -> None:
    grant = toy_calculator().calculate(toy_mobility(distance_km=None))
    assert [finding.code for finding in grant.findings] == [FindingCode.DISTANCE_MISSING]
    assert (grant.status, grant.eligible, grant.total_eur) == (GrantStatus.UNDETERMINED, True, None)
    # nothing below 10 km to 500 EUR from 1000 km on, and 7 x 100
    assert (str(grant.minimum_total_eur), str(grant.maximum_total_eur)) == ("700.00", "1200.00")


@pytest.mark.parametrize("data", [None, 3, "STA", [], ["STA"], b"STA"])
def test_what_is_not_a_table_is_not_a_mobility(data: object) -> None:
    with pytest.raises(ValidationError):
        Mobility.model_validate(data)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        '{"activity": "STA"',
        "[" * 100_000,
        '{"activity":' * 100_000,
        '{"x":' + "[" * 5000 + "]" * 5000 + "}",
    ],
    ids=["empty", "nonsense", "truncated", "brackets", "objects", "closed brackets"],
)
@pytest.mark.parametrize("model", [Mobility, Attendance, GrantBreakdown])
def test_text_that_is_no_json_or_nested_too_deeply_is_refused(model: type[BaseModel], text: str) -> None:
    with pytest.raises(ValidationError):
        model.model_validate_json(text)


# --- names that nobody knows ------------------------------------------------------------------------------------------


def test_an_unknown_rulebook_is_answered_with_the_nearest_and_all_known_ones() -> None:
    with pytest.raises(UnknownRulebookError) as caught:
        GrantCalculator("usmb-icm-2032")
    assert str(caught.value) == (
        "no rulebook is called 'usmb-icm-2032'; did you mean 'usmb-icm-2023'? "
        f"known: {len(known_rulebooks())}, which known_rulebooks() and the command rulebooks list"
    )


def test_no_rulebook_stands_in_for_another_call_year() -> None:
    with pytest.raises(UnknownRulebookError) as caught:
        get_rulebook("lille-ka171-2023")
    assert (caught.value.given, caught.value.known) == ("lille-ka171-2023", known_rulebooks())


def test_compare_knows_no_other_rulebook_than_the_calculator() -> None:
    with pytest.raises(UnknownRulebookError) as caught:
        compare(toy_mobility(), ["usmb-icm-2023", "usmb-icm-2032"])
    with pytest.raises(UnknownRulebookError) as alone:
        GrantCalculator("usmb-icm-2032")
    assert str(caught.value) == str(alone.value)


def test_an_unknown_country_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(UnknownCountryError, match=r"'EL' is not a country code .* did you mean 'GR'\?"):
        country_name("EL")


# --- attendances ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            {"start_date": "2030-03-08", "end_date": "2030-03-04"},
            "end_date: the last day is not before the first day, 2030-03-08",
        ),
        (
            {"start_date": "2030-03-04"},
            "end_date: both dates are given, or neither (no stay took place)",
        ),
        (
            {"start_date": "2030-03-04", "end_date": "2030-03-08", "interruption_days": 6},
            "interruption_days: no interruption is longer than the stay; calendar days of this one: 5",
        ),
        (
            {"interruption_days": 1},
            "interruption_days: no stay took place, so nothing interrupted it",
        ),
        (
            {"start_date": datetime(2030, 3, 4), "end_date": "2030-03-08"},  # noqa: DTZ001
            f"start_date: {A_DATE} datetime",
        ),
        ({"start_date": "2030-03-04", "end_date": 20300308}, f"end_date: {A_DATE} int"),
        ({"force_majeur": True}, "force_majeur: there is no field of this name; did you mean 'force_majeure'?"),
    ],
)
def test_a_malformed_attendance_names_the_field_and_what_is_allowed(data: dict[str, object], expected: str) -> None:
    assert only_problem(Attendance, data).startswith(expected)


def test_an_unknown_paper_is_answered_with_the_nearest_one() -> None:
    problem = only_problem(Attendance, {"documents": ["cv", "certificat_of_attendance"]})
    assert problem.startswith("documents.1: ")
    assert problem.endswith("did you mean 'certificate_of_attendance'?")
    problem = only_problem(Attendance, {"documents": ["certificate"]})
    assert problem.endswith("did you mean 'certificate_of_attendance'?")


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (1765.0, "money is written as text like '180.00', as a Decimal or as a whole number, never as float"),
        (float("nan"), "money is written as text like '180.00', as a Decimal or as a whole number, never as float"),
        (True, "money is written as text like '180.00', as a Decimal or as a whole number, never as bool"),
        ("-1", "an amount of money is not negative"),
        ("0.005", "an amount of money has no fraction of a cent"),
        (Decimal("NaN"), "money is plain decimal text like '180.00'"),
        ("1e3", "money is plain decimal text like '180.00'"),
        ("1 765,00", "money is plain decimal text like '180.00'"),
        (10**5000, "money is plain decimal text like '180.00'"),
    ],
    ids=["float", "float NaN", "bool", "negative", "fraction", "NaN", "exponent", "comma", "endless"],
)
def test_money_never_accepts_a_float_or_anything_vague(amount: object, expected: str) -> None:
    assert only_problem(Attendance, {"paid_eur": amount}).startswith(f"paid_eur: {expected}")


def test_money_never_accepts_a_float_of_json() -> None:
    with pytest.raises(ValidationError, match="never as float"):
        Attendance.model_validate_json('{"paid_eur": 1765.0}')


# --- rulebook files ---------------------------------------------------------------------------------------------------

Table = dict[str, object]


def toy_data() -> Table:
    data: Table = json.loads(toy_rulebook().model_dump_json(exclude_defaults=True))
    return data


def row(data: object, *path: str | int) -> Table:
    """Return the table that stands at a path below some data."""
    for step in path:
        assert isinstance(data, dict | list)
        data = data[step]  # type: ignore[index]
    assert isinstance(data, dict)
    return data


def problems_of(file: Path) -> tuple[str, ...]:
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(file)
    assert caught.value.name == str(file)
    assert str(caught.value) == "\n".join(f"{file}: {problem}" for problem in caught.value.problems)
    return caught.value.problems


def test_the_toy_rulebook_itself_is_sound_as_a_file(tmp_path: Path) -> None:
    file = tmp_path / "toy.json"
    file.write_text(json.dumps(toy_data()))
    assert load_rulebook(file) == toy_rulebook()


def change(*path: str | int, to: object) -> Callable[[Table], None]:
    def changed(data: Table) -> None:
        row(data, *path[:-1])[str(path[-1])] = to

    return changed


def remove(*path: str | int) -> Callable[[Table], None]:
    def changed(data: Table) -> None:
        del row(data, *path[:-1])[str(path[-1])]

    return changed


def repeat(table: str) -> Callable[[Table], None]:
    def changed(data: Table) -> None:
        rows = data[table]
        assert isinstance(rows, list)
        rows.append(rows[0])

    return changed


BANDS = ("travel_support", 0, "bands")


@pytest.mark.parametrize(
    ("wrong", "place", "sentence"),
    [
        (
            change("monthly_rate", to=[]),
            "monthly_rate",
            "there is no field of this name; did you mean 'monthly_rates'?",
        ),
        (
            change(*BANDS, 0, "form_km", to=3),
            "travel_support, entry 1, band 1, form_km",
            "there is no field of this name; did you mean 'from_km'?",
        ),
        (
            change(*BANDS, 1, "from_km", to=150),
            "travel_support, entry 1",
            "there is a gap between bands: one is to less than 100 km, the next starts at 150 km",
        ),
        (
            change(*BANDS, 1, "from_km", to=50),
            "travel_support, entry 1",
            "there is an overlap between bands: one is to less than 100 km, the next starts at 50 km",
        ),
        (
            change(*BANDS, 2, "below_km", to=5000),
            "travel_support, entry 1",
            "the last band is open at the top, and this one ends at 5000 km",
        ),
        (change("daily_rates", 0, "tiers", 1, "share", to="1.1"), "daily_rates, entry 1", "1"),
        (change("payment_splits", 0, "instalments", 0, "individual_share", to=2), "payment_splits, entry 1", "1"),
        (
            change("payment_splits", 0, "instalments", 0, "individual_share", to="0.7"),
            "payment_splits, entry 1",
            "the individual_share of all instalments adds up to 1, here to 0.9",  # 0.7 + 0.2
        ),
        (
            change(*BANDS, 0, "standard_eur", to="20.005"),
            "travel_support, entry 1, band 1, standard_eur",
            "an amount of money has no fraction of a cent",
        ),
        (
            change(*BANDS, 0, "standard_eur", to=20.5),
            "travel_support, entry 1, band 1, standard_eur",
            "never as float",
        ),
        (
            change(*BANDS, 0, "standard_eur", to="-20.00"),
            "travel_support, entry 1, band 1, standard_eur",
            "an amount of money is not negative",
        ),
        (
            change("daily_rates", 0, "tiers", 1, "share", to="0.33333"),
            "daily_rates, entry 1",
            "0.33333 of 100.00 EUR is 33.333, not whole cents",  # 100 x 0.33333
        ),
        (
            repeat("monthly_rates"),
            "monthly_rates",
            "two entries apply to the same mobility",
        ),
        (remove("monthly_rates", 0, "source"), "monthly_rates, entry 1", "this is missing"),
        (
            change("monthly_rates", 0, "source", to="TOI"),
            "monthly_rates, entry 1, source",
            "there is no source 'TOI' among the sources; did you mean 'TOY'?",
        ),
        (remove("sources"), "sources", "this is missing"),
        (remove("settlement"), "settlement", "this is missing"),
        (change("agreements", 0, "start_date", to=20300101), "agreements, entry 1, start_date", f"{A_DATE} int"),
        (change("call_years", to=[True]), "call_years, entry 1", ""),
        (
            change("monthly_rates", 0, "scope", to={"receiving_groups": ["1"]}),
            "monthly_rates",
            "there is no country group '1'",
        ),
    ],
    ids=[
        "unknown key",
        "unknown key below",
        "gap",
        "overlap",
        "closed at the top",
        "share above 1",
        "share of a payment above 1",
        "payments that are not all",
        "fraction of a cent",
        "float",
        "negative",
        "share that is not whole cents",
        "two rates for the same mobility",
        "missing source",
        "unknown source",
        "no sources",
        "no settlement",
        "number for a date",
        "bool for a year",
        "unknown group",
    ],
)
def test_an_unsound_rulebook_file_says_where_and_what(
    tmp_path: Path, wrong: Callable[[Table], None], place: str, sentence: str
) -> None:
    data = toy_data()
    wrong(data)
    file = tmp_path / "toy.json"
    file.write_text(json.dumps(data))
    (problem,) = problems_of(file)
    assert problem.startswith(place)
    assert sentence in problem.removeprefix(place)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", b"These are the rates of our university.", "it is not TOML: Expected '='"),
        ("a.toml", b'id = "x"\n[[sources]]\nid = "TO', "it is not TOML: Unterminated string at end of document"),
        ("a.json", b'{"id": "x", "sources": [{"id"', "it is not JSON: Expecting ':' delimiter at line 1, column 30"),
        ("a.json", b"[]", "it is not a table with names and values"),
        ("a.toml", b"", "it is empty"),
        ("a.json", b" \n", "it is empty"),
        ("a.bin", bytes(range(256)), "it is not UTF-8 text"),
        ("a.toml", b".".join([b"a"] * 20_000) + b" = 1", "line 1 is longer than 4096 characters outside of text"),
        ("a.toml", b"a = " + b"[" * 5000 + b"]" * 5000, "line 1 is longer than 4096 characters outside of text"),
        ("a.toml", b"a = " + b"[\n" * 5000 + b"]\n" * 5000, "it is nested more than 32 levels deep"),
        ("a.json", b"[" * 100_000 + b"]" * 100_000, "it is nested more than 32 levels deep"),
        ("a.json", b'{"a":' * 100_000, "it is nested more than 32 levels deep"),
        ("a.json", b'{"id": "a", "id": "b"}', "'id' stands twice in one object"),
        ("a.toml", b'id = "a"\nid = "b"', "it is not TOML: 'id' stands twice, in line 1 and in line 2"),
        ("a.json", rb'{"id": "\ud800"}', r"id: '\ud800' is not Unicode text"),
        ("a.json", b'{"id": ' + b"9" * 5000 + b"}", "a whole number has at most 300 digits"),
        ("a.toml", b"id = 0x" + b"f" * 4000, "id: a whole number has at most 300 digits"),
    ],
    ids=[
        "neither TOML nor JSON",
        "truncated TOML",
        "truncated JSON",
        "no table",
        "empty TOML",
        "empty JSON",
        "binary",
        "40 KB dotted key",
        "5,000 arrays on a line",
        "5,000 arrays on lines",
        "100,000 brackets",
        "100,000 objects",
        "name twice in JSON",
        "name twice in TOML",
        "half a character",
        "endless number",
        "endless hexadecimal number",
    ],
)
def test_an_unreadable_rulebook_file_says_why(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    started = time.monotonic()
    (problem,) = problems_of(file)
    assert problem.startswith(expected)
    assert time.monotonic() - started < 2


def test_a_rulebook_file_that_does_not_exist_says_so(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "absent.toml") == ("it cannot be read: No such file or directory",)


def test_a_directory_is_not_a_rulebook_file(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == ("it cannot be read: Is a directory",)


def test_a_rulebook_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(file: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", file, mode)

    monkeypatch.setattr(Path, "open", refused)
    assert problems_of(tmp_path / "secret.toml") == ("it cannot be read: Permission denied",)


@pytest.fixture
def junk(tmp_path: Path) -> Iterator[Path]:
    """Yield a file of 50 MB, which takes no room on the disk."""
    file = tmp_path / "junk.toml"
    with file.open("wb") as opened:
        opened.write(b"junk")
        opened.truncate(50 * 1024 * 1024)
    yield file
    file.unlink()


def test_fifty_megabytes_of_junk_are_refused_at_once(junk: Path) -> None:
    started = time.monotonic()
    assert problems_of(junk) == ("it is larger than 1048576 bytes",)
    assert time.monotonic() - started < 2


def test_money_of_a_rulebook_in_toml_is_text_or_a_whole_number(tmp_path: Path) -> None:
    rulebook = """
        id = "small"
        title = "Small"
        institution = "Small university"
        action = "KA131"
        call_years = [2030]
        status = "provisional"
        settlement = { below_minimum = "forfeit", source = "PAGE" }
        [[sources]]
        id = "PAGE"
        document = "Page"
        publisher = "Small university"
        locator = "all of it"
        url = "https://example.org/page"
        read_on = 2030-01-01
        confidence = "HIGH"
        [[activities]]
        roles = ["student"]
        source = "PAGE"
        [[monthly_rates]]
        rate_eur_per_month = 700.50
        source = "PAGE"
    """
    file = tmp_path / "small.toml"
    file.write_text(rulebook)
    (problem,) = problems_of(file)
    assert problem.startswith("monthly_rates, entry 1")
    assert problem.endswith("never as float")
    file.write_text(rulebook.replace("700.50", '"700.50"'))
    assert str(load_rulebook(file).monthly_rates[0].rate_eur_per_month) == "700.50"  # type: ignore[union-attr]


# --- text that would act ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["reference", "partner"])
@pytest.mark.parametrize("eligible", [True, False])
def test_hostile_text_is_carried_but_never_acts(field: str, eligible: bool) -> None:
    mobility = toy_mobility(**{field: HOSTILE}, end_date="2030-03-08" if eligible else "2030-03-04")
    grant = toy_calculator().calculate(mobility)
    assert getattr(grant.mobility, field) == HOSTILE
    assert getattr(GrantBreakdown.model_validate_json(grant.model_dump_json()).mobility, field) == HOSTILE
    for text in (grant.to_text(), grant.to_markdown(), grant._repr_html_()):
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
        assert "\\u001b[2J" in text.replace("\\[", "[").replace("\\\\", "\\")
    for markup in (grant.to_markdown(), grant._repr_html_()):
        assert "<script>" not in markup
        assert "&lt;script&gt;" in markup
    assert "*x*" not in grant.to_markdown().replace("\\*", "")
    assert "\n# " not in grant.to_markdown()
    assert "](b)" not in grant.to_markdown().replace("\\]", "")


def test_hostile_text_does_not_act_in_a_settlement_either() -> None:
    grant = toy_calculator().calculate(toy_mobility(reference=HOSTILE))
    settlement = toy_calculator().settle(grant, Attendance(start_date="2030-03-04", end_date="2030-03-08"))
    assert settlement.reference == HOSTILE
    assert "\x1b" not in settlement.to_text() + settlement.to_markdown() + settlement._repr_html_()
    assert "<script>" not in settlement.to_markdown() + settlement._repr_html_()


@pytest.mark.parametrize("field", ["reference", "partner"])
@pytest.mark.parametrize("text", ["", "x" * 201])
def test_text_of_the_caller_is_neither_empty_nor_endless(field: str, text: str) -> None:
    assert only_problem(Mobility, STAY | {field: text}).startswith(f"{field}: ")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"id": "My University"}, "id: this is lower-case words and numbers with hyphens between them"),
        (
            {"sources": [{"id": "page 1"}]},
            "sources.0.id: this is a short name of letters, digits and any of _ . : -",
        ),
        ({"based_on": {"id": "toy", "fingerprint": "none"}}, "based_on.fingerprint: this is a fingerprint: 64 digits"),
    ],
)
def test_a_name_of_a_wrong_form_is_told_the_form_in_words(changes: dict[str, object], problem: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Rulebook.model_validate(toy_rulebook().model_dump(mode="json") | changes)
    assert any(sentence.startswith(problem) for sentence in error_sentences(caught.value, Rulebook))


def test_every_form_that_a_field_may_need_has_its_words() -> None:
    source = Path(erasmus_grants.__file__).parent
    patterns = {
        found for file in source.rglob("*.py") for found in re.findall(r'pattern=r"([^"]+)"', file.read_text("utf-8"))
    }
    assert patterns == set(_FORMS)


# --- whatever people write, or hand back, is told in plain words -------------------------------------------------------

SOON = {"kind": "pre_financing", "trigger": "on_arrival", "travel_share": 1, "individual_share": "0.8"}
LATER = {"kind": "balance", "trigger": "after_report", "travel_share": 0, "individual_share": "0.2"}
PAGE = toy_source().model_dump()


def problems(model: type[BaseModel], data: object) -> dict[tuple[int | str, ...], str]:
    """Return what `ValidationError` itself says, by place."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    return {item["loc"]: item["msg"] for item in caught.value.errors()}


@pytest.mark.parametrize(
    ("model", "data", "expected"),
    [
        (StatedAmounts, {"total": "1"}, {("total",): "there is no field of this name; did you mean 'total_eur'?"}),
        (
            Source,
            {"confidense": PAGE["confidence"]} | {name: PAGE[name] for name in PAGE.keys() - {"confidence"}},
            {
                ("confidence",): "this is missing",
                ("confidense",): "there is no field of this name; did you mean 'confidence'?",
            },
        ),
        (
            PaymentSplit,
            {"instalment": [SOON, LATER], "source": PAGE},
            {
                ("instalments",): "this is missing",
                ("instalment",): "there is no field of this name; did you mean 'instalments'?",
            },
        ),
        (
            PaymentSplit,  # one instalment was given, so nothing says that there is none
            {"instalments": [SOON | {"kind": "prefinancing"}], "source": PAGE},
            {("instalments", 0, "kind"): "this is 'pre_financing' or 'balance'; did you mean 'pre_financing'?"},
        ),
        (
            PaymentSplit,
            {"instalments": [SOON, LATER], "scope": {"activitys": "SMS"}, "source": PAGE | {"read_on": None}},
            {
                ("scope", "activitys"): "there is no field of this name; did you mean 'activities'?",
                ("source", "read_on"): f"{A_DATE} NoneType",
            },
        ),
        (PaymentSplit, {"instalments": [], "source": PAGE}, {("instalments",): "this has one entry or more"}),
        (Instalment, SOON | {"travel_share": "1.1"}, {("travel_share",): "this is 1 or less"}),
        (Scope, {"directons": "incoming"}, {("directons",): "there is no field of this name; did you mean 'directions'?"}),
        (Mobility, STAY | {"reference": "\ud800"}, {("reference",): "this is text, without broken characters"}),
    ],
)  # fmt: skip
def test_what_people_write_in_python_is_answered_as_a_mobility_is(
    model: type[BaseModel], data: object, expected: dict[tuple[int | str, ...], str]
) -> None:
    assert problems(model, data) == expected


def test_a_grant_of_another_schema_is_told_in_plain_words() -> None:
    grant = json.loads(toy_calculator().calculate(toy_mobility()).model_dump_json())
    assert problems(GrantBreakdown, grant | {"schema_version": "3"}) == {("schema_version",): "this is '2'"}
    lines = [grant["lines"][0], grant["lines"][1] | {"kind": "individal_support"}]
    (said,) = problems(GrantBreakdown, grant | {"lines": lines}).values()
    assert said.endswith("; did you mean 'individual_support'?")


WRONG = (None, True, 1, 1.5, "", "x", "\ud800", "x" * 5000, b"x", [], [1], {}, {"a": 1}, [{}], ["\ud800"], object())
"""What is wrong for most fields, each in another way."""

GRANT = toy_calculator().calculate(toy_mobility())
WRITTEN: list[BaseModel] = [
    toy_mobility(),
    Attendance(start_date="2030-03-04", end_date="2030-03-08"),
    StatedAmounts.model_validate({"total_eur": "1.00"}),
    toy_source(),
    toy_rulebook().payment_splits[0],
    Instalment.model_validate(SOON),
    Scope.model_validate({"activities": ["SMS"]}),
    GRANT,
    toy_calculator().settle(GRANT, Attendance(start_date="2030-03-04", end_date="2030-03-08")),
]


@pytest.mark.parametrize("sound", WRITTEN, ids=lambda sound: type(sound).__name__)
def test_no_sentence_of_pydantic_is_left_in_an_error(sound: BaseModel) -> None:
    fields = {name: getattr(sound, name) for name in type(sound).model_fields}
    said: list[str] = []
    for given in (*WRONG, *({**fields, name: wrong} for name in (*fields, "nothing") for wrong in WRONG)):
        try:
            type(sound).model_validate(given)
        except ValidationError as error:
            said += [item["msg"] for item in error.errors(include_url=False)]
    assert len(said) > len(WRONG)
    assert not [one for one in said if re.match(r"Input|String|Field|Extra|Tuple|List|Value|Decimal|Unable", one)]
