"""Every rulebook against a second, naive implementation, on more than a hundred thousand cases in each run.

The fields of cases are the products of all edges; they are thinned to cases that are a fixed step apart, as
`domain.Field.numbers` says.  `python -m tests.exhaustive.whole_domain RULEBOOK` asks for many more.
"""

import ast
from collections.abc import Callable
from contextlib import suppress
from enum import EnumType
from pathlib import Path

import pytest
from pydantic import ValidationError

import tests.reference
from erasmus_grants import GrantCalculator, Mobility, Rulebook, get_rulebook, known_rulebooks
from erasmus_grants.basics import vocabulary
from erasmus_grants.basics.model import Model
from tests.exhaustive.domain import OWN_RATES, Compared, Field, compare, mobility_of, with_own_rates
from tests.reference.answers import answer
from tests.reference.cases import Case

ALL = tuple(known_rulebooks())
RANGES = tuple(rulebook for rulebook in ALL if rulebook.startswith(tuple(OWN_RATES)))
"""Those whose programme prints ranges, so that most of what they say shows only with the rates of an institution."""

ANY, FITTING, OWN = 800, 2300, 1500
"""About how many cases of each field are compared."""

PAY_NOTHING = tuple(rulebook for rulebook in ALL if rulebook.startswith("eu-ka103"))


def assert_agrees(compared: Compared, cases: int) -> None:
    assert compared.difference == ""
    assert compared.cases == cases


def test_a_hundred_thousand_cases_are_compared_in_each_run() -> None:
    fields = [(Field(name, fitting=fitting), most) for name in ALL for fitting, most in ((False, ANY), (True, FITTING))]
    fields += [(Field(name, fitting=True), OWN) for name in RANGES]
    assert sum(len(field.numbers(most)) for field, most in fields) >= 100_000


@pytest.mark.parametrize("rulebook", ALL)
def test_what_is_refused_and_paid_is_what_the_reference_says(rulebook: str) -> None:
    field = Field(rulebook, fitting=False)
    assert_agrees(compare(GrantCalculator(rulebook), rulebook, field.cases(ANY)), len(field.numbers(ANY)))


@pytest.mark.parametrize("rulebook", ALL)
def test_every_line_is_the_one_of_the_reference(rulebook: str) -> None:
    field = Field(rulebook, fitting=True)
    compared = compare(GrantCalculator(rulebook), rulebook, field.cases(FITTING))
    assert_agrees(compared, len(field.numbers(FITTING)))
    assert (compared.with_lines >= 50) is (rulebook not in PAY_NOTHING)


@pytest.mark.parametrize("rulebook", RANGES)
def test_every_line_is_the_one_of_the_reference_with_own_rates(rulebook: str) -> None:
    book, own = with_own_rates(rulebook)
    field = Field(rulebook, fitting=True)
    compared = compare(GrantCalculator(book), rulebook, field.cases(OWN), own)
    assert_agrees(compared, len(field.numbers(OWN)))
    assert compared.with_lines >= 100


# --- how a field is thinned --------------------------------------------------------------------------------------------


def test_a_thinned_field_turns_every_list() -> None:
    field = Field("lille-ka171-2022", fitting=True)
    cases = list(field.cases(FITTING))
    for name, values in (("half_km", len(field.half_km)), ("travel_days", 9), ("green", 2), ("academic_term", 2)):
        assert len({str(dict(case)[name]) for case in cases}) == values, name
    assert len({(case["half_km"], case["green"]) for case in cases}) == 2 * len(field.half_km)


def test_a_field_that_is_not_thinned_has_every_case_once() -> None:
    field = Field("usmb-bip-2024", fitting=True)
    assert list(field.numbers(field.size)) == list(range(field.size))
    few = [str(field.case(number)) for number in range(0, field.size, 1009)]
    assert len(set(few)) == len(few)


# --- the reference stands alone ----------------------------------------------------------------------------------------


def test_the_reference_imports_nothing_of_the_library_and_no_arithmetic() -> None:
    modules = sorted(Path(str(tests.reference.__file__)).parent.glob("*.py"))
    assert len(modules) == 11
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert all(name == "typing" or name.startswith("tests.reference") for name in names), path.name
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path.name


def test_the_reference_knows_no_other_rulebook() -> None:
    case = next(Field("lille-ka171-2022", fitting=True).cases(1))
    years = range(2010, 2100)
    every = {f"{name[:-4]}{year}" for name in (*ALL, "na-fr-ka131-2024") for year in years} - set(ALL)
    for unknown in sorted(every):
        with pytest.raises(LookupError):
            answer(unknown, case)


# --- it bites ----------------------------------------------------------------------------------------------------------


def changed(book: Rulebook, table: str, change: Callable[[Model], dict[str, object]]) -> Rulebook:
    """Return a rulebook with something changed in every entry of a table that can be changed so."""
    entries: list[Model] = []
    for entry in getattr(book, table):
        update = change(entry)
        entries.append(entry.model_copy(update=update) if update.keys() <= set(dict(entry)) else entry)
    assert tuple(entries) != getattr(book, table)
    return book.model_copy(update={table: tuple(entries)})


def plus_one(name: str) -> Callable[[Model], dict[str, object]]:
    """Return the change that adds one to a field."""

    def change(entry: Model) -> dict[str, object]:
        value = dict(entry).get(name)
        return {name: value + 1} if value is not None else {"no such field": None}

    return change


def last_band_dearer(entry: Model) -> dict[str, object]:
    bands = dict(entry)["bands"]
    return {"bands": (*bands[:-1], bands[-1].model_copy(update={"standard_eur": bands[-1].standard_eur + 1}))}


def green_band_dearer(entry: Model) -> dict[str, object]:
    bands = dict(entry).get("bands")
    if bands is None:
        return {"no such field": None}
    return {"bands": (bands[0].model_copy(update={"green_eur": bands[0].green_eur + 1}), *bands[1:])}


def edge_later(entry: Model) -> dict[str, object]:
    bands = dict(entry).get("bands")
    if bands is None:
        return {"no such field": None}
    first, second = bands[0], bands[1]
    moved = first.model_copy(update={"below_km": 101}), second.model_copy(update={"from_km": 101})
    return {"bands": (*moved, *bands[2:])}


def later_tier_dearer(name: str) -> Callable[[Model], dict[str, object]]:
    def change(entry: Model) -> dict[str, object]:
        tiers = dict(entry).get("tiers", ())
        if not tiers or name not in dict(tiers[-1]):
            return {"no such field": None}
        value = dict(tiers[-1])[name]
        step = value / 10 if name == "share" else 1
        return {"tiers": (*tiers[:-1], tiers[-1].model_copy(update={name: value + step}))}

    return change


def bound_longer(name: str) -> Callable[[Model], dict[str, object]]:
    def change(entry: Model) -> dict[str, object]:
        length = dict(entry)[name]
        if name == "maximum" and "short_term_physical" in (dict(entry)["scope"].terms or ()):
            return {"no such field": None}  # short_term says too how long a short stay is, and has to agree
        return {name: length.model_copy(update={"value": length.value + 1})}

    return change


def agreement_longer(entry: Model) -> dict[str, object]:
    return {"end_date": dict(entry)["end_date"].replace(year=2030)}


def less_before(entry: Model) -> dict[str, object]:
    if len(dict(entry)["instalments"]) == 1:
        return {"no such field": None}
    first, last = dict(entry)["instalments"]
    shares = first.individual_share - last.individual_share / 25, last.individual_share + last.individual_share / 25
    return {
        "instalments": (
            first.model_copy(update={"individual_share": shares[0]}),
            last.model_copy(update={"individual_share": shares[1]}),
        )
    }


CHANGES = {
    "a month a euro dearer": ("usmb-icm-2023", "monthly_rates", plus_one("rate_eur_per_month")),
    "a day more is funded": ("usmb-icm-2023", "daily_rates", plus_one("funded_days_cap")),
    "an agreement ends later": ("usmb-icm-2018", "agreements", agreement_longer),
    "1 % less before departure": ("usmb-icm-2018", "payment_splits", less_before),
    "the last band a euro dearer": ("lille-ka171-2022", "travel_support", last_band_dearer),
    "a band from 101 km on": ("eu-ka107-2018", "travel_support", edge_later),
    "the least of a green band a euro dearer": ("eu-ka171-2024", "travel_support", green_band_dearer),
    "77 % from day 15 on": ("eu-ka171-2022", "daily_rates", later_tier_dearer("share")),
    "day 15 of a short stay a euro dearer": (
        "usmb-bip-2024",
        "short_stay_rates",
        later_tier_dearer("rate_eur_per_day"),
    ),
    "a top-up a euro dearer": ("eu-ka131-2021", "top_ups", later_tier_dearer("amount_eur")),
    "a monthly top-up a euro dearer": ("na-de-ka131-2022", "top_ups", plus_one("rate_eur_per_month")),
    "a day of the agency a euro dearer": ("na-pl-ka131-2024", "monthly_rates", plus_one("rate_eur_per_month")),
    "a shortest stay a day longer": ("na-de-ka131-2021", "durations", bound_longer("minimum")),
    "a longest stay a day longer": ("na-de-ka131-2021", "durations", bound_longer("maximum")),
    "nine hours a week": ("lille-ka171-2022", "teaching_hours", plus_one("hours_per_week")),
    "five hours a week if combined": ("usmb-icm-2018", "teaching_hours", plus_one("hours_per_week_combined")),
    "thirteen months of a study cycle": ("lille-ka171-2022", "cycle_limits", plus_one("maximum_months")),
    "a travel day more": ("usmb-icm-2018", "travel_days", plus_one("funded_travel_days")),
    "a green travel day more": ("na-de-ka131-2021", "travel_days", plus_one("green_travel_days")),
}


@pytest.mark.parametrize(("rulebook", "table", "change"), CHANGES.values(), ids=CHANGES)
def test_a_changed_figure_is_found(rulebook: str, table: str, change: Callable[[Model], dict[str, object]]) -> None:
    calculator = GrantCalculator(changed(get_rulebook(rulebook), table, change))
    compared = compare(calculator, rulebook, Field(rulebook, fitting=True).cases(FITTING))
    assert "reference [" in compared.difference or "reference None" in compared.difference


def test_a_difference_shows_the_case_and_both_answers() -> None:
    book = changed(get_rulebook("usmb-icm-2023"), "monthly_rates", plus_one("rate_eur_per_month"))
    case: Case = {
        "activity": "SMS",
        "direction": "incoming",
        "role": "student",
        "combined": False,
        "teaching_contract": False,
        "sending": "JP",
        "receiving": "FR",
        "start": (2023, 9, 1),
        "end": (2023, 12, 31),
        "interruption": 0,
        "academic_term": False,
        "virtual": False,
        "bip": False,
        "half_km": 18_000,
        "green": False,
        "travel_days": None,
        "fewer_opportunities": False,
        "teaching_tenths": None,
        "months_used_hundredths": 0,
    }
    # 120 days x 850 / 30 = 3400.00, and 120 x 851 / 30 = 3404.00
    compared = compare(GrantCalculator(book), "usmb-icm-2023", [case])
    assert compared[:2] == (1, 1)
    told = compared.difference.splitlines()
    assert told[0].startswith("case {'activity': 'SMS'")
    assert "120, 85000, 30, 340000" in told[1]
    assert "120, 85100, 30, 340400" in told[2]
    assert compare(GrantCalculator("usmb-icm-2023"), "usmb-icm-2023", [case]).difference == ""


RENAMED = {
    "sending": "sending_country",
    "receiving": "receiving_country",
    "start": "start_date",
    "end": "end_date",
    "interruption": "interruption_days",
    "virtual": "virtual_component",
    "bip": "blended_intensive_programme",
    "half_km": "distance_km",
    "green": "travel_mode",
    "teaching_tenths": "teaching_hours",
    "months_used_hundredths": "months_used",
    "one_cycle": "one_cycle_programme",
    "residence": "residence_country",
    "host": "receiving_organisation",
}
NOT_ASKED = set(Mobility.model_fields) - {RENAMED.get(name, name) for name in Case.__annotations__}
WORDS = [word for words in vars(vocabulary).values() if isinstance(words, EnumType) for word in words]


def values_of(field: str) -> list[object]:
    """Return values that a field of a mobility takes: yes and no, a number, a day, every word, or one name."""
    one = Field("lille-ka171-2022", fitting=True).case(0)
    stated = mobility_of(one).model_dump(exclude={field})
    taken: list[object] = []
    for value in (False, True, 1, "2030-03-04", *WORDS, "a name"):
        with suppress(ValidationError):
            taken.append(getattr(Mobility.model_validate(stated | {field: value}), field))
    return [value for value in taken if type(value) is not str or value == "a name"]


@pytest.mark.parametrize("rulebook", ALL)
def test_what_the_reference_is_not_asked_may_refuse_a_grant_and_changes_no_amount(rulebook: str) -> None:
    """A field that changes an amount has to be a field of its cases."""
    assert set(RENAMED) < set(Case.__annotations__)
    assert "purpose" in NOT_ASKED
    calculator = GrantCalculator(rulebook)
    values = [(field, value) for field in sorted(NOT_ASKED) for value in values_of(field)]
    for case in Field(rulebook, fitting=True).cases(100):
        mobility = mobility_of(case)
        grant = calculator.calculate(mobility)
        for field, value in values if grant.all_lines else ():
            with suppress(ValidationError):  # it may not go with the rest
                other = calculator.calculate(mobility.model_copy(update={field: value}))
                assert other.eligible is False or other.all_lines == grant.all_lines, (field, value)
