"""A form asks for nothing in vain, and leaves out nothing: the laws of `GrantCalculator.questions`."""

from datetime import date
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from erasmus_grants import (
    GrantBreakdown,
    GrantCalculator,
    GrantStatus,
    Mobility,
    Rulebook,
)
from erasmus_grants.records.fields import FIELDS, FORMS, REQUIRED, Kind
from erasmus_grants.testing import any_mobilities, mobilities, rulebooks, toy_mobility, toy_rulebook
from tests.frames.rows import drawn_row
from tests.rulebooks_of_every_kind import OF_EVERY_KIND


def said(grant: GrantBreakdown) -> dict[str, Any]:
    """Return everything that a grant says but the mobility that was asked about."""
    return {name: getattr(grant, name) for name in GrantBreakdown.model_fields if name != "mobility"}


VALUES: dict[Kind, st.SearchStrategy[object]] = {
    Kind.WORD: st.sampled_from(("FR", "SN", "DE", "PL", "CH", "AD", "RE", "UA", "JP", "MT", "AQ")),  # countries
    Kind.TEXT: st.sampled_from(("Nowhere", "UCAD", "TOY-U", "Okayama University")),
    Kind.CONDITION: st.booleans(),
    Kind.WHOLE_NUMBER: st.sampled_from((0, 1, 2, 3, 6, 7, 30)),
    Kind.NUMBER: st.sampled_from([Decimal(text) for text in ("0", "4", "8", "9.99", "11.5", "99.5", "500", "1200")]),
    Kind.DAY: st.dates(date(2018, 1, 1), date(2027, 1, 1)),
}


def other_values(field: str) -> st.SearchStrategy[object]:
    """Return values of a field, with those that rules compare."""
    form = FORMS[field]
    if form.kind is Kind.WORD and form.words is not None:
        return st.sampled_from([word.value for word in form.words])
    return VALUES[form.kind]


@cache
def calculator_of(rulebook: str) -> GrantCalculator:
    return GrantCalculator(rulebook)


def near(rulebook: str, seed: int) -> Mobility:
    """Return a mobility near to what a rulebook grants, with numbers at which its rules change."""
    random = Random(seed)  # noqa: S311 - drawn from a seed
    row = drawn_row(random, rulebook)
    mobility = Mobility.model_validate({name: value for name, value in row.items() if value is not None})
    months = random.choice(("0", "11.9", "13")) if mobility.activity.is_for_students else "0"
    return mobility.model_copy(update={"months_used": Decimal(months)})


def of_shipped(rulebook: str) -> st.SearchStrategy[Mobility]:
    return st.one_of(st.integers(0, 10_000).map(lambda seed: near(rulebook, seed)), any_mobilities())


OF_INVENTED = st.one_of(mobilities(toy_rulebook()), any_mobilities())


def nothing_not_asked_for_matters(data: st.DataObject, calculator: GrantCalculator, mobility: Mobility) -> None:
    grant = calculator.calculate(mobility)
    fields = mobility.model_dump()
    known = {name: fields[name] for name in data.draw(st.sets(st.sampled_from(FIELDS))) if fields[name] is not None}
    found = calculator.questions(known)
    assert not found.is_refused or grant.status is GrantStatus.NOT_ELIGIBLE
    for name in found.not_asked:
        try:
            # a programme implies its virtual part, which is known here whether or not the programme is
            other = mobility.model_copy(update=known | {name: data.draw(other_values(name))})
        except ValidationError:  # no mobility can be like that
            continue
        assert said(calculator.calculate(other)) == said(grant), name


def asking_ends_with_the_same_grant(data: st.DataObject, calculator: GrantCalculator, mobility: Mobility) -> None:
    fields = mobility.model_dump()
    known: dict[str, object] = {}
    told = set[str]()
    while open_ones := [one.name for one in calculator.questions(known).asked if one.name not in told]:
        name = open_ones[0] if data.draw(st.booleans()) else data.draw(st.sampled_from(open_ones))
        told.add(name)
        if fields[name] is not None:
            known[name] = fields[name]
    assert set(REQUIRED) <= known.keys()
    assert said(calculator.calculate(Mobility.model_validate(known))) == said(calculator.calculate(mobility))


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook", OF_EVERY_KIND)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_a_field_that_is_not_asked_for_changes_nothing_whatever_it_is(rulebook: str, data: st.DataObject) -> None:
    nothing_not_asked_for_matters(data, calculator_of(rulebook), data.draw(of_shipped(rulebook)))


@pytest.mark.newest_only
@given(data=st.data(), rulebook=rulebooks())
@settings(max_examples=60, deadline=None)
def test_nor_under_an_invented_rulebook(data: st.DataObject, rulebook: Rulebook) -> None:
    nothing_not_asked_for_matters(data, GrantCalculator(rulebook), data.draw(OF_INVENTED))


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook", OF_EVERY_KIND)
@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_asking_one_after_the_other_ends_with_the_grant_of_all_at_once(rulebook: str, data: st.DataObject) -> None:
    asking_ends_with_the_same_grant(data, calculator_of(rulebook), data.draw(of_shipped(rulebook)))


@pytest.mark.newest_only
@given(data=st.data(), rulebook=rulebooks())
@settings(max_examples=40, deadline=None)
def test_so_it_does_under_an_invented_rulebook(data: st.DataObject, rulebook: Rulebook) -> None:
    asking_ends_with_the_same_grant(data, GrantCalculator(rulebook), data.draw(OF_INVENTED))


def test_a_refusal_is_certain_where_no_open_field_can_lift_it() -> None:
    short = {"activity": "SMS", "direction": "outgoing", "start_date": "2024-10-07", "end_date": "2024-10-18"}
    calculator = calculator_of("eu-ka131-2024")
    assert not calculator.questions(short).is_refused  # a doctoral candidate, or a virtual component
    assert calculator.questions({"activity": "STA", "direction": "outgoing", "role": "student"}).is_refused
    assert not calculator.questions({"activity": "STA", "direction": "outgoing"}).is_refused


def test_a_formula_that_reads_a_field_makes_a_form_ask_for_it() -> None:
    """Without the look at what is only said, the amount for green travel that is the same would not be asked for."""
    known = {"activity": "STT", "direction": "outgoing", "distance_km": 5000}
    asked = {one.name for one in calculator_of("eu-ka131-2024").questions(known).asked}
    assert "travel_mode" in asked  # 1188 by either means, and the line says which


def test_an_open_number_of_travel_days_makes_a_form_ask_for_them() -> None:
    """Of call 2023, the islands have travel days of their own: without the sending country nobody knows how many."""
    known = {"activity": "SMS", "direction": "outgoing", "receiving_country": "GB", "distance_km": 12}
    dates = {"start_date": "2023-05-20", "end_date": "2023-07-19", "blended_intensive_programme": False}
    asked = {one.name for one in calculator_of("eu-ka131-2023").questions(known | dates).asked}
    assert "travel_days" in asked


def test_what_a_line_counts_is_asked_for_even_if_it_is_paid_nothing() -> None:
    toy = toy_rulebook()
    free = toy.daily_rates[0].model_copy(update={"rate_eur_per_day": 0})
    book = toy.model_copy(update={"daily_rates": (free,), "durations": (), "agreements": (), "partners": ()})
    known = {"activity": "STT", "direction": "outgoing", "start_date": "2030-03-04", "distance_km": 10}
    asked = {one.name for one in GrantCalculator(book).questions(known).asked}
    assert {"end_date", "interruption_days"} <= asked


def test_where_nothing_is_published_no_country_decides_about_travel_days() -> None:
    toy, source = toy_rulebook(), toy_rulebook().sources[0]
    nobody = [rule.model_copy(update={"funding": "not_published", "why": "ask."}) for rule in toy.activities]
    near = {"id": "near", "countries": ("IT",), "source": source}
    days = {"funded_travel_days": 2, "scope": {"sending_groups": ("near",)}, "source": source}
    book = toy.model_copy(
        update={"home": None, "activities": nobody, "country_groups": (near,), "travel_days": (days,)}
    )
    calculator = GrantCalculator(book)
    open_lines = [
        calculator.calculate(toy_mobility(activity="STT", sending_country=country)).open_lines
        for country in (None, "IT", "JP")
    ]
    assert [[line.basis.value for line in lines] for lines in open_lines] == [["days_on_site"]] * 3
