"""Every shipped rulebook obeys every law, and for every law there is a rulebook or an engine that breaks it."""

import unittest
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from datetime import timedelta
from decimal import Decimal
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import ClassVar, NamedTuple, TypeVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument, Unsatisfiable

from erasmus_grants import (
    Attendance,
    Finding,
    GrantBreakdown,
    GrantCalculator,
    GrantLine,
    GrantStatus,
    Mobility,
    Rulebook,
    Settlement,
    Source,
    get_rulebook,
    known_rulebooks,
)
from erasmus_grants.basics.money import total_eur
from erasmus_grants.basics.travel_table import NotPaid
from erasmus_grants.records.findings import answer_of
from erasmus_grants.rulebook.doubts import doubts_of
from erasmus_grants.rulebook.model import fingerprint
from erasmus_grants.rules.distance_bands import travel_support
from erasmus_grants.rules.payment_split import payments
from erasmus_grants.testing import LAWS, BrokenLawError, Law, RulebookLaws, _exploring, obeys, toy_rulebook, toy_source
from erasmus_grants.testing.laws import law as law_module
from erasmus_grants.testing.laws import of_answers, of_days, of_sums
from tests.rulebooks_of_every_kind import OF_THE_KIT

BY_NAME = {law.name: law for law in LAWS}
CENT = Decimal("0.01")
Case = TypeVar("Case")
FUNDS_NOTHING = [name for name in known_rulebooks() if name.startswith("eu-ka103-")]  # ranges alone, and no rate
NO_AMOUNT_FOR_FEWER_OPPORTUNITIES = [name for name in known_rulebooks() if name.startswith("eu-ka107-")]


UNSHRUNK = settings(max_examples=300, database=None, phases=[Phase.generate])


def drawn(examples: int) -> settings:
    return settings(max_examples=examples, database=None)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_the_toy_rulebook_obeys(law: Law) -> None:
    obeys(toy_rulebook(), law, drawn(25), seed=1)


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook_id", [name for name in OF_THE_KIT if name not in FUNDS_NOTHING])
def test_a_shipped_rulebook_obeys_every_law(rulebook_id: str) -> None:
    book = get_rulebook(rulebook_id)
    for law in LAWS:
        if law.name != "fewer_opportunities_never_pay_less" or rulebook_id not in NO_AMOUNT_FOR_FEWER_OPPORTUNITIES:
            obeys(book, law, drawn(3), seed=2021)


OF_ANY_ANSWER = {  # what is refused, or not known yet, can obey these laws too
    "total_is_the_sum_of_its_lines",
    "ineligible_pays_nothing_and_says_why",
    "what_is_not_stated_stays_within_the_bounds",
    "equal_inputs_are_equal_bytes",
    "json_and_pickle_come_back_the_same",
    "toml_comes_back_the_same",
    "every_source_is_listed",
    "check_and_calculate_agree",
}


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook_id", FUNDS_NOTHING)
def test_a_rulebook_that_leaves_every_rate_open_obeys_the_laws_of_what_is_refused_and_unknown(rulebook_id: str) -> None:
    book = get_rulebook(rulebook_id)
    for law in LAWS:
        if law.name in OF_ANY_ANSWER:
            obeys(book, law, drawn(5), seed=1)
        else:
            with pytest.raises(InvalidArgument, match=f"no such mobility was found that rulebook {rulebook_id} funds"):
                obeys(book, law, drawn(1), seed=1)


@pytest.mark.newest_only
def test_where_no_amount_is_published_for_fewer_opportunities_nothing_is_compared() -> None:
    book = get_rulebook(NO_AMOUNT_FOR_FEWER_OPPORTUNITIES[0])
    with pytest.raises(
        InvalidArgument, match=r"no case that was drawn of rulebook eu-ka107-.* has anything to compare"
    ):
        obeys(book, BY_NAME["fewer_opportunities_never_pay_less"], drawn(1), seed=1)


def test_an_entry_that_pays_no_travel_has_no_bands_that_could_fall() -> None:
    book = get_rulebook("na-de-ka131-2024")
    assert any(isinstance(entry, NotPaid) for entry in book.travel_support)
    obeys(book, BY_NAME["travel_support_never_falls_with_distance"], drawn(2), seed=1)


def test_names_and_sentences_are_of_one_law_each() -> None:
    assert len(LAWS) == 23
    assert len({law.name for law in LAWS}) == len({law.sentence for law in LAWS}) == 23
    assert all(law.sentence.endswith(".") for law in LAWS)


# --- rulebooks that can be built, and break a law ---------------------------------------------------------------------

TOY = toy_rulebook()


class Broken(NamedTuple):
    """A rulebook that breaks a law, and what is said of it."""

    law: str
    book: Rulebook
    says: str


def with_tiers(*tiers: Mapping[str, object]) -> Rulebook:
    return TOY.model_copy(update={"daily_rates": (TOY.daily_rates[0].model_copy(update={"tiers": tiers}),)})


def with_short_tiers(*tiers: Mapping[str, object]) -> Rulebook:
    return TOY.model_copy(update={"short_stay_rates": (TOY.short_stay_rates[0].model_copy(update={"tiers": tiers}),)})


@pytest.mark.newest_only
def test_a_top_up_of_green_travel_may_be_paid_by_the_month() -> None:
    green = {"kind": "top_up_green_travel", "rate_eur_per_month": 30, "source": TOY.sources[0]}
    others = [top_up for top_up in TOY.top_ups if top_up.kind.value != "top_up_green_travel"]
    book = TOY.model_copy(update={"top_ups": (*others, green)})
    for law in LAWS:
        obeys(book, law, drawn(25), seed=3)


def with_lines_in_whole_euros(rate_eur: str, top_up_eur: str, *, rate_in: str, top_up_in: str) -> Rulebook:
    """Return the toy rulebook with a rate and two top-ups by the month, each rounded on its own."""
    by_month = {"scope": {"terms": ["long_term_physical"]}, "rate_eur_per_month": top_up_eur, "rounding": top_up_in}
    kinds = ("top_up_fewer_opportunities", "top_up_traineeship")
    rate = {"rate_eur_per_month": rate_eur, "rounding": rate_in, "source": toy_source()}
    return TOY.model_copy(
        update={
            "monthly_rates": [rate],
            "top_ups": [{**by_month, "kind": kind, "source": toy_source()} for kind in kinds],
        }
    )


def stay_of(days_360: int) -> Mobility:
    """Return a traineeship from 1 January, with fewer opportunities, so many days of thirty-day months long."""
    months, more = divmod(days_360 - 1, 30)
    fields = {"activity": "SMT", "direction": "outgoing", "fewer_opportunities": True, "distance_km": 742}
    start, end = "2030-01-01", f"2030-{1 + months:02}-{1 + more:02}"
    return Mobility.model_validate({**fields, "start_date": start, "end_date": end})


def test_each_line_that_is_rounded_to_euros_may_add_a_euro_for_a_day() -> None:
    """Day 81 pays 813 (812.70) and twice 89 (89.991), day 82 823 (822.73) and twice 91 (91.102): 14 EUR more.

    A day is worth 10.033... and twice 1.111, which is 12.255..., and each of three lines may add almost a euro.
    """
    book = with_lines_in_whole_euros("301.00", "33.33", rate_in="half_up_to_euro", top_up_in="down_to_euro")
    subject = law_module.Subject.of(book)
    paid = [of_days._by_days(subject.grant(stay_of(days))) for days in (81, 82)]
    assert paid == [813 + 89 + 89, 823 + 91 + 91]
    assert not has_nothing_to_compare(of_days._one_more_day, stay_of(81), book)
    assert of_days._most_for_a_day(subject.grant(stay_of(81)), 1) == Decimal("15.25")


def test_a_line_that_is_rounded_to_cents_adds_no_euro() -> None:
    """A day is worth 10.033... and twice 1.111, a line in euros adds one, and two in cents two cents each: 13.29."""
    book = with_lines_in_whole_euros("301.00", "33.33", rate_in="half_up_to_euro", top_up_in="half_up_to_cent")
    assert of_days._most_for_a_day(law_module.Subject.of(book).grant(stay_of(81)), 1) == Decimal("13.29")


def test_what_a_day_pays_too_much_is_told_in_cents(monkeypatch: pytest.MonkeyPatch) -> None:
    grants(monkeypatch, lambda grant: scaled(grant, Decimal(10)) if grant.mobility.stay.net_days_360 > 81 else grant)
    book = with_lines_in_whole_euros("301.00", "33.33", rate_in="half_up_to_euro", top_up_in="down_to_euro")
    with pytest.raises(BrokenLawError, match=r" EUR more, and no day before it pays more than 15\.25 EUR"):
        has_nothing_to_compare(of_days._one_more_day, stay_of(81), book)


def with_bands(*bands: Mapping[str, object]) -> Rulebook:
    return TOY.model_copy(update={"travel_support": (TOY.travel_support[0].model_copy(update={"bands": bands}),)})


BROKEN_RULEBOOKS = (
    Broken(
        "travel_support_never_falls_with_distance",
        with_bands(
            {"from_km": 10, "below_km": 500, "standard_eur": "200.00"}, {"from_km": 500, "standard_eur": "150.00"}
        ),
        "travel_support, entry for all mobilities: from 10 km on 200.00 EUR are paid, and from 500 km on, "
        "which is farther, 150.00 EUR (standard travel); look both up in source TOY",
    ),
    Broken(
        "travel_support_never_falls_with_distance",  # green travel alone falls: to the standard amount, 240 EUR
        with_bands(
            {"from_km": 10, "below_km": 500, "standard_eur": "200.00", "green_eur": "250.00"},
            {"from_km": 500, "standard_eur": "240.00"},
        ),
        "travel_support, entry for all mobilities: from 10 km on 250.00 EUR are paid, and from 500 km on, "
        "which is farther, 240.00 EUR (green travel); look both up in source TOY",
    ),
    Broken(
        "one_more_day_never_pays_less",
        with_tiers({"from_day": 1, "to_day": 14, "share": "0.7"}, {"from_day": 15, "share": "1"}),
        "daily_rates, entry for all mobilities: from day 1 on 0.7 of the rate is paid, "
        "and from day 15 on 1 of the rate, which is more; look both up in source TOY",
    ),
    Broken(
        "one_more_day_never_pays_less",  # a range alone, by which no rate is paid
        TOY.model_copy(
            update={
                "daily_rate_ranges": [
                    {
                        "minimum_eur": 80,
                        "tiers": [{"from_day": 1, "to_day": 2, "share": "0.07"}, {"from_day": 3, "share": "0.7"}],
                        "source": TOY.sources[0],
                    }
                ]
            }
        ),
        "daily_rate_ranges, entry for all mobilities: from day 1 on 0.07 of the rate is paid, "
        "and from day 3 on 0.7 of the rate, which is more; look both up in source TOY",
    ),
    Broken(
        "one_more_day_never_pays_less",
        with_short_tiers(
            {"from_day": 1, "to_day": 14, "rate_eur_per_day": "56.00"},
            {"from_day": 15, "rate_eur_per_day": "79.00", "source": TOY.sources[0]},
        ),
        "short_stay_rates, entry for all mobilities: from day 1 on 56.00 EUR a day is paid, "
        "and from day 15 on 79.00 EUR a day, which is more; look both up in source TOY",
    ),
    Broken(
        "one_more_day_never_pays_less",
        TOY.model_copy(
            update={
                "top_ups": [
                    {
                        "kind": "top_up_fewer_opportunities",
                        "tiers": [
                            {"from_day": 1, "to_day": 14, "amount_eur": "150.00"},
                            {"from_day": 15, "amount_eur": "100.00"},
                        ],
                        "source": TOY.sources[0],
                    }
                ]
            }
        ),
        "top_ups, entry for all mobilities: from day 1 on 150.00 EUR is paid, "
        "and from day 15 on 100.00 EUR, which is less; look both up in source TOY",
    ),
)


def with_rates_of_fewer_opportunities(rate_eur: int) -> Rulebook:
    """Return the toy rulebook with another rate of a month for participants with fewer opportunities."""
    scopes = ({"fewer_opportunities": fewer} for fewer in (True, False))
    rows = [
        {"scope": scope, "rate_eur_per_month": eur, "source": toy_source()}
        for scope, eur in zip(scopes, (rate_eur, 300), strict=True)
    ]
    return TOY.model_copy(update={"monthly_rates": rows})


def test_a_digit_that_is_missing_in_the_rate_of_fewer_opportunities_breaks_a_law() -> None:
    law = BY_NAME["fewer_opportunities_never_pay_less"]
    with pytest.raises(BrokenLawError) as caught:
        obeys(with_rates_of_fewer_opportunities(30), law, drawn(100), seed=1)
    assert str(caught.value).startswith("monthly_rates, entry for fewer opportunities yes: SM")
    assert " EUR to participants with fewer opportunities, and " in str(caught.value)
    obeys(with_rates_of_fewer_opportunities(300), law, drawn(100), seed=1)


def with_short_top_up(*tiers: Mapping[str, object]) -> Rulebook:
    """Return the toy rulebook with one top-up of short stays."""
    entry = {"kind": "top_up_fewer_opportunities", "scope": {"terms": ["short_term_physical"]}, "tiers": tiers}
    return TOY.model_copy(update={"top_ups": [{**entry, "source": toy_source()}]})


SHORT_STAY = Mobility.model_validate(
    {
        "activity": "SMS",
        "direction": "outgoing",
        "virtual_component": True,
        "fewer_opportunities": True,
        "start_date": "2030-03-01",
        "end_date": "2030-03-14",
        "distance_km": 742,
    }
)


def test_that_a_top_up_ends_with_its_last_tier_is_a_doubt_and_breaks_no_law() -> None:
    """14 days pay 50 EUR more than 15, whichever case is drawn: the rulebook is sound, and somebody should look."""
    first = {"from_day": 5, "to_day": 14, "amount_eur": 50}
    book = with_short_top_up(first)
    longer = SHORT_STAY.model_copy(update={"end_date": SHORT_STAY.end_date + timedelta(days=1)})
    grants_of_both = map(law_module.Subject.of(book).grant, (SHORT_STAY, longer))
    once = [
        sum(line.amount_eur for line in grant.lines if line.kind == "top_up_fewer_opportunities")
        for grant in grants_of_both
    ]
    assert once == [50, 0]
    assert not has_nothing_to_compare(of_days._one_more_day, SHORT_STAY, book)
    assert any("the last tier ends with day 14" in sentence for _, sentence in doubts_of(book))


def test_another_top_up_of_the_same_stay_has_to_be_paid_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine forgets both after 14 days; the tiers of one end there, and those of the other go on."""
    ended = with_short_top_up({"from_day": 5, "to_day": 14, "amount_eur": 50})
    goes_on = {"kind": "top_up_green_travel", "tiers": [{"from_day": 1, "amount_eur": 30}], "source": toy_source()}
    book = ended.model_copy(update={"top_ups": (*ended.top_ups, goes_on)})
    no_top_up_of_a_long_stay(monkeypatch)
    green = SHORT_STAY.model_copy(update={"travel_mode": "green"})
    with pytest.raises(BrokenLawError, match=r" EUR with its top-ups, and one more day "):
        has_nothing_to_compare(of_days._one_more_day, green, book)


@pytest.mark.parametrize("broken", BROKEN_RULEBOOKS, ids=lambda broken: broken.law)
def test_a_rulebook_that_can_be_built_breaks_the_law_with_any_case(broken: Broken) -> None:
    with pytest.raises(BrokenLawError) as caught:
        obeys(broken.book, BY_NAME[broken.law], drawn(1))
    assert str(caught.value) == broken.says


def test_an_entry_is_named_by_whom_it_is_for() -> None:
    bands = BROKEN_RULEBOOKS[0].book.travel_support[0].model_copy(update={"scope": {"activities": ("STA",)}})
    with pytest.raises(BrokenLawError, match=r"^travel_support, entry for activities STA: from 10 km on"):
        obeys(TOY.model_copy(update={"travel_support": (bands,)}), BY_NAME[BROKEN_RULEBOOKS[0].law], drawn(1))


# --- what the engine would have to do wrong ----------------------------------------------------------------------------

Grants = Callable[[GrantBreakdown], GrantBreakdown]
Settlements = Callable[[Settlement, GrantBreakdown, Attendance], Settlement]


def unchecked(grant: GrantBreakdown, **changes: object) -> GrantBreakdown:
    """Return a grant with changes that the grant itself would refuse."""
    return GrantBreakdown.model_construct(**{**dict(grant), **changes})


def grants(patch: pytest.MonkeyPatch, change: Grants) -> None:
    right = GrantCalculator.calculate
    patch.setattr(GrantCalculator, "calculate", lambda self, mobility: change(right(self, mobility)))


def settlements(patch: pytest.MonkeyPatch, change: Settlements) -> None:
    right = GrantCalculator.settle
    patch.setattr(
        GrantCalculator,
        "settle",
        lambda self, grant, attendance: change(right(self, grant, attendance), grant, attendance),
    )


def scaled(grant: GrantBreakdown, factor: Decimal) -> GrantBreakdown:
    """Return a grant whose lines are paid at a share."""
    lines = [
        GrantLine.model_construct(**{**dict(line), "amount_eur": (line.amount_eur * factor).quantize(CENT)})
        for line in grant.lines
    ]
    return unchecked(grant, lines=tuple(lines))


def a_cent_too_much(patch: pytest.MonkeyPatch) -> None:
    grants(patch, lambda grant: unchecked(grant, total_eur=grant.total_eur + CENT))


def no_last_payment(patch: pytest.MonkeyPatch) -> None:
    grants(patch, lambda grant: unchecked(grant, payments=grant.payments[:-1]))


def no_last_instalment(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(of_sums, "payments", lambda lines, *, split: payments(lines, split=split)[:-1])


def negative(patch: pytest.MonkeyPatch) -> None:
    grants(patch, lambda grant: scaled(grant, Decimal(-1)))


def nearer_is_dearer(patch: pytest.MonkeyPatch) -> None:
    def backwards(distance_km: Decimal, **rest: object) -> object:
        return travel_support(max(Decimal(0), 2000 - distance_km), **rest)  # type: ignore[arg-type]

    patch.setattr("erasmus_grants.engine.amounts.travel_support", backwards)


def a_long_stay_at_a_tenth(patch: pytest.MonkeyPatch) -> None:
    grants(patch, lambda grant: scaled(grant, Decimal("0.1")) if grant.mobility.net_days > 14 else grant)


def a_long_stay_tenfold(patch: pytest.MonkeyPatch) -> None:
    grants(patch, lambda grant: scaled(grant, Decimal(10)) if grant.mobility.net_days > 14 else grant)


def no_top_up_of_a_long_stay(patch: pytest.MonkeyPatch) -> None:
    def without(grant: GrantBreakdown) -> GrantBreakdown:
        lines = [line for line in grant.lines if line.basis != "participant" or grant.mobility.net_days <= 14]
        return unchecked(grant, lines=tuple(lines))

    grants(patch, without)


def a_tenth_with_fewer_opportunities(patch: pytest.MonkeyPatch) -> None:
    grants(patch, lambda grant: scaled(grant, Decimal("0.1")) if grant.mobility.fewer_opportunities else grant)


def a_fortune_for_an_interruption(patch: pytest.MonkeyPatch) -> None:
    grants(patch, lambda grant: scaled(grant, Decimal(20)) if grant.mobility.interruption_days else grant)


def a_day_twice(patch: pytest.MonkeyPatch) -> None:
    def twice(grant: GrantBreakdown) -> GrantBreakdown:
        lines = [GrantLine.model_construct(**{**dict(line), "quantity": line.quantity + 1}) for line in grant.lines]
        return unchecked(grant, lines=tuple(lines))

    grants(patch, twice)


def no_day(patch: pytest.MonkeyPatch) -> None:
    grants(patch, lambda grant: unchecked(grant, lines=()))


def dearer_from_2032(patch: pytest.MonkeyPatch) -> None:
    grants(patch, lambda grant: scaled(grant, Decimal(2)) if grant.mobility.start_date.year > 2031 else grant)


def silent_from_2032(patch: pytest.MonkeyPatch) -> None:
    def silent(grant: GrantBreakdown) -> GrantBreakdown:
        return unchecked(grant, findings=()) if grant.mobility.start_date.year > 2031 else grant

    grants(patch, silent)


def constructed(settlement: Settlement, **changes: object) -> Settlement:
    return Settlement.model_construct(**{**dict(settlement), **changes})


def less_for_longer(patch: pytest.MonkeyPatch) -> None:
    def less(settlement: Settlement, _grant: GrantBreakdown, attendance: Attendance) -> Settlement:
        return constructed(settlement, entitled_eur=Decimal(10_000 - attendance.stay.net_days))

    settlements(patch, less)


def more_than_agreed(patch: pytest.MonkeyPatch) -> None:
    settlements(patch, lambda settled, grant, _: constructed(settled, entitled_eur=grant.total_eur + CENT))


def by_the_day(patch: pytest.MonkeyPatch) -> None:
    def paid(settlement: Settlement, _grant: GrantBreakdown, attendance: Attendance) -> Settlement:
        return constructed(settlement, entitled_eur=Decimal(attendance.stay.net_days))

    settlements(patch, paid)


def another_each_time(patch: pytest.MonkeyPatch) -> None:
    numbers = count()
    settlements(patch, lambda settled, *_: constructed(settled, entitled_eur=Decimal(next(numbers))))


def paid_is_not_enough(patch: pytest.MonkeyPatch) -> None:
    settlements(patch, lambda settled, *_: constructed(settled, balance_eur=CENT))


def both_ways(patch: pytest.MonkeyPatch) -> None:
    settlements(patch, lambda settled, *_: constructed(settled, balance_eur=CENT, recovery_eur=CENT))


def no_reduction(patch: pytest.MonkeyPatch) -> None:
    settlements(patch, lambda settled, *_: constructed(settled, reduction_eur=settled.reduction_eur + CENT))


def paid_all_the_same(patch: pytest.MonkeyPatch) -> None:
    grants(patch, lambda grant: unchecked(grant, total_eur=CENT))


def ends_without_the_journey(patch: pytest.MonkeyPatch) -> None:
    def without(grant: GrantBreakdown) -> GrantBreakdown:
        lines = total_eur(line.amount_eur for line in grant.lines)
        return unchecked(grant, maximum_total_eur=lines) if grant.open_lines else grant

    grants(patch, without)


def at_least_what_may_be_refused(patch: pytest.MonkeyPatch) -> None:
    def sure(grant: GrantBreakdown) -> GrantBreakdown:
        return unchecked(grant, minimum_total_eur=Decimal(50_000)) if grant.eligible is None else grant

    grants(patch, sure)


def closer_without_a_distance(patch: pytest.MonkeyPatch) -> None:
    def closer(grant: GrantBreakdown) -> GrantBreakdown:
        alone = grant.mobility.distance_km is None and grant.mobility.teaching_hours is not None
        return unchecked(grant, maximum_total_eur=Decimal(0)) if alone else grant

    grants(patch, closer)


def a_bonus_for_a_reference(patch: pytest.MonkeyPatch) -> None:
    grants(patch, lambda grant: scaled(grant, Decimal(2)) if grant.mobility.reference == "another" else grant)


def another_version_each_time(patch: pytest.MonkeyPatch) -> None:
    numbers = count()
    grants(patch, lambda grant: unchecked(grant, library_version=str(next(numbers))))


def another_grant_from_json(patch: pytest.MonkeyPatch) -> None:
    def other(_text: str) -> None:
        return None

    patch.setattr(GrantBreakdown, "model_validate_json", other)


def another_grant_from_a_pickle(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(of_answers.pickle, "loads", lambda _data: None)


def another_rulebook_from_json(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Rulebook, "model_validate_json", lambda _text: None)


def another_title_in_toml(patch: pytest.MonkeyPatch) -> None:
    right = of_answers.file_data
    patch.setattr(of_answers, "file_data", lambda book: {**right(book), "title": "Another"})


def an_unlisted_source(patch: pytest.MonkeyPatch) -> None:
    other = Source.model_validate({**dict(toy_source()), "id": "ELSEWHERE"})

    def elsewhere(grant: GrantBreakdown) -> GrantBreakdown:
        lines = [GrantLine.model_construct(**{**dict(line), "source": other}) for line in grant.lines]
        return unchecked(grant, lines=tuple(lines))

    grants(patch, elsewhere)


def check_finds_nothing(patch: pytest.MonkeyPatch) -> None:
    right = GrantCalculator.check

    def found(self: GrantCalculator, mobility: Mobility) -> tuple[Finding, ...]:
        findings = right(self, mobility)
        granted = answer_of(findings).status is GrantStatus.GRANTED
        return (*findings, *findings, *findings) if granted else findings

    patch.setattr(GrantCalculator, "check", found)


class Bug(NamedTuple):
    """A bug of the engine, the law that it breaks, and how that is said."""

    law: str
    of: Callable[[pytest.MonkeyPatch], None]
    says: str


BUGS = (
    Bug("total_is_the_sum_of_its_lines", a_cent_too_much, "add up to"),
    Bug("payments_add_up_to_the_total", no_last_payment, "payment_splits, entry for all mobilities: "),
    Bug("payments_add_up_to_the_total", no_last_instalment, "a split that was drawn, "),
    Bug("no_amount_is_negative", negative, "has an amount of -"),
    Bug("travel_support_never_falls_with_distance", nearer_is_dearer, "travel_support, entry for all mobilities: "),
    Bug("one_more_day_never_pays_less", a_long_stay_at_a_tenth, "EUR, and one more day "),
    Bug("one_more_day_never_pays_less", a_long_stay_tenfold, "EUR more, and no day before it pays more than "),
    Bug("one_more_day_never_pays_less", no_top_up_of_a_long_stay, " EUR with its top-ups, and one more day "),
    Bug("every_day_is_paid_once", a_day_twice, "and no finding says that they are capped"),
    Bug("every_day_is_paid_once", no_day, "_rates, entry for all mobilities: 0 of "),
    Bug("a_longer_interruption_never_pays_more", a_fortune_for_an_interruption, "more days of interruption"),
    Bug("years_later_the_same", dearer_from_2032, "years later has other lines"),
    Bug("years_later_the_same", silent_from_2032, "years later has other findings"),
    Bug("fewer_opportunities_never_pay_less", a_tenth_with_fewer_opportunities, " EUR to participants with fewer "),
    Bug("shorter_attendance_never_raises_a_settlement", less_for_longer, "and one more day only"),
    Bug("a_settlement_is_never_more_than_was_agreed", more_than_agreed, "EUR agreed"),
    Bug("longer_attendance_never_changes_a_settlement", by_the_day, "days longer"),
    Bug("settling_twice_is_settling_once", another_each_time, "settled twice, it says two things"),
    Bug("settling_twice_is_settling_once", paid_is_not_enough, "something is still to be paid"),
    Bug("balance_and_recovery_are_never_both", both_ways, "to be paid and to be paid back"),
    Bug("agreed_is_entitled_and_reduction", no_reduction, "is not what is due and the reduction"),
    Bug("ineligible_pays_nothing_and_says_why", paid_all_the_same, "), and is paid or not told why"),
    Bug("what_is_not_stated_stays_within_the_bounds", ends_without_the_journey, "and without distance_km it has "),
    Bug("what_is_not_stated_stays_within_the_bounds", closer_without_a_distance, "and without distance_km it has "),
    Bug(
        "what_is_not_stated_stays_within_the_bounds",
        at_least_what_may_be_refused,
        "and without distance_km, teaching_hours it has 50000 to ",
    ),
    Bug("other_fields_change_no_line", a_bonus_for_a_reference, "reference changes a line that does not depend on it"),
    Bug("equal_inputs_are_equal_bytes", another_version_each_time, "equal inputs are not equal bytes"),
    Bug("json_and_pickle_come_back_the_same", another_grant_from_json, "grant does not come back the same from JSON"),
    Bug("json_and_pickle_come_back_the_same", another_grant_from_a_pickle, "come back the same from a pickle"),
    Bug("json_and_pickle_come_back_the_same", another_rulebook_from_json, "rulebook does not come back"),
    Bug("toml_comes_back_the_same", another_title_in_toml, "the rulebook does not come back the same from TOML"),
    Bug("every_source_is_listed", an_unlisted_source, "source ELSEWHERE is not among those of the rulebook"),
    Bug("check_and_calculate_agree", check_finds_nothing, "check() and calculate() disagree"),
)


@cache
def asked_while_sound() -> _exploring.Explored:
    """Return what is found out about the toy rulebook by an engine without a bug; it takes longer than any law."""
    asked = _exploring.Explored(TOY)
    assert asked.templates
    assert asked.violations
    return asked


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: f"{bug.law}-{bug.of.__name__}")
def test_a_bug_of_the_engine_breaks_the_law(bug: Bug, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = copy(asked_while_sound())
    asked.calculator = GrantCalculator(TOY)  # which keeps nothing yet, and is forgotten with what it keeps
    with monkeypatch.context() as patch:
        patch.setattr(_exploring, "_EXPLORED", {fingerprint(TOY): asked})
        bug.of(patch)
        with pytest.raises(BrokenLawError) as caught:
            obeys(TOY, BY_NAME[bug.law], UNSHRUNK, seed=1)
    assert bug.says in str(caught.value)


def test_every_law_can_be_broken() -> None:
    assert {bug.law for bug in BUGS} == set(BY_NAME)


# --- what is drawn ----------------------------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_and_another_draws_other_cases() -> None:
    def cases(seed: int) -> list[Mobility]:
        seen: list[Mobility] = []
        with pytest.MonkeyPatch.context() as patch:
            grants(patch, lambda grant: seen.append(grant.mobility) or grant)
            obeys(TOY, BY_NAME["no_amount_is_negative"], drawn(10), seed=seed)
        return seen

    assert cases(5) == cases(5)
    assert cases(5) != cases(6)


def test_without_a_number_the_profile_says_how_many_cases_are_drawn() -> None:
    seen: list[Mobility] = []
    with pytest.MonkeyPatch.context() as patch:
        grants(patch, lambda grant: seen.append(grant.mobility) or grant)
        obeys(TOY, BY_NAME["no_amount_is_negative"])
    assert settings().max_examples <= len(seen) <= settings().max_examples + 10


def has_nothing_to_compare(check: Callable[[law_module.Subject, Case], None], case: Case, book: Rulebook = TOY) -> bool:
    """Return whether a law of a rulebook passes over a case."""
    try:
        law_module.try_cases(st.just(case), partial(check, law_module.Subject.of(book)), drawn(1), None)
    except Unsatisfiable:
        return True
    return False


CUT = TOY.model_copy(
    update={
        "agreements": [{"id": "2030", "start_date": "2030-01-01", "end_date": "2030-12-31", "source": toy_source()}]
    }
)
NO_TRAVEL = TOY.model_copy(update={"travel_support": ()})
ONE_LENGTH = TOY.model_copy(
    update={"durations": [{"minimum": "5 calendar_days", "maximum": "5 calendar_days", "source": toy_source()}]}
)


@pytest.mark.parametrize(
    ("law", "book"),
    [
        ("years_later_the_same", CUT),
        pytest.param("travel_support_never_falls_with_distance", NO_TRAVEL, marks=pytest.mark.newest_only),
        pytest.param("one_more_day_never_pays_less", ONE_LENGTH, marks=pytest.mark.newest_only),
    ],
)
def test_a_law_that_compares_nothing_has_no_case(law: str, book: Rulebook) -> None:
    sentence = "no case that was drawn of rulebook toy has anything to compare"
    with pytest.raises(InvalidArgument, match=sentence):
        obeys(book, BY_NAME[law], drawn(20), seed=1)
    obeys(TOY, BY_NAME[law], drawn(20), seed=1)


def test_a_leap_day_has_no_like_three_years_later() -> None:
    leap = Mobility.model_validate(
        {"activity": "STT", "direction": "outgoing", "start_date": "2028-02-29", "end_date": "2028-03-03"}
    )
    assert has_nothing_to_compare(of_days._moved, (leap, 3))
    assert of_days._later(leap.start_date, 3) is None
    assert of_days._later(leap.start_date, 4) == leap.start_date + timedelta(days=4 * 365 + 1)


# --- as tests ---------------------------------------------------------------------------------------------------------


class TestOurRules(RulebookLaws):
    """What the maintainer of a rulebook writes."""

    rulebook: ClassVar[Rulebook] = get_rulebook("usmb-bip-2024")


EXAMPLE = "docs/how-to/example-university.toml"


@pytest.mark.parametrize("named", ["usmb-bip-2024", EXAMPLE, Path(EXAMPLE)])
def test_the_rulebook_of_a_class_and_of_obeys_may_be_an_id_or_a_file(named: str | Path) -> None:
    class Named(RulebookLaws):
        rulebook = named

    Named().test_toml_comes_back_the_same()
    obeys(named, BY_NAME["toml_comes_back_the_same"], drawn(1))


def test_a_class_that_sets_no_rulebook_says_so() -> None:
    class Unset(RulebookLaws):
        pass

    with pytest.raises(TypeError, match=r"^Unset sets no rulebook: write, for example, rulebook = 'ours\.toml'$"):
        Unset().test_no_amount_is_negative()


def test_what_is_no_rulebook_or_no_law_is_said() -> None:
    with pytest.raises(TypeError, match="a rulebook is a Rulebook, an id, or the name of a file, not an int"):
        obeys(5, LAWS[0])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match="a law is one of LAWS, or its name, not a NoneType"):
        obeys(TOY, None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match="how many cases are drawn is said by settings of Hypothesis, not an int"):
        obeys(TOY, LAWS[0], 5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_a_law_may_be_named() -> None:
    obeys(TOY, "toml_comes_back_the_same", drawn(1))
    with pytest.raises(BrokenLawError, match="which is farther"):
        obeys(BROKEN_RULEBOOKS[0].book, "travel_support_never_falls_with_distance", drawn(1))
    with pytest.raises(ValueError, match=r"^no law is called 'no_amount_is_positive'; did you mean 'no_amount_is_neg"):
        obeys(TOY, "no_amount_is_positive")


def names_of(laws: type[RulebookLaws]) -> Iterator[str]:
    return (name for name in dir(laws) if name.startswith("test_"))


def test_there_is_one_test_for_each_law_with_its_sentence() -> None:
    assert {name: getattr(RulebookLaws, name).__doc__ for name in names_of(RulebookLaws)} == {
        f"test_{law.name}": law.sentence for law in LAWS
    }


def test_the_tests_stand_in_the_order_of_the_laws_and_are_called_as_in_a_class() -> None:
    tests = {name: each for name, each in vars(RulebookLaws).items() if name.startswith("test_")}
    assert list(tests) == [f"test_{law.name}" for law in LAWS]
    assert [each.__qualname__ for each in tests.values()] == [f"RulebookLaws.test_{law.name}" for law in LAWS]
    assert [each.__name__ for each in tests.values()] == list(tests)


def test_a_method_of_a_subclass_takes_the_place_of_a_law_and_may_call_it() -> None:
    class Ours(RulebookLaws, unittest.TestCase):
        rulebook = BROKEN_RULEBOOKS[0].book

        @unittest.skip("our bands fall, as the council decided")
        def test_travel_support_never_falls_with_distance(self) -> None:
            raise AssertionError

        def test_toml_comes_back_the_same(self) -> None:
            super().test_toml_comes_back_the_same()
            self.skipTest("it does")

    assert unittest.TestLoader().getTestCaseNames(Ours) == sorted(f"test_{law.name}" for law in LAWS)
    result = unittest.TestResult()
    for name in ("test_travel_support_never_falls_with_distance", "test_toml_comes_back_the_same"):
        Ours(name).run(result)
    assert result.wasSuccessful()
    assert [why for _, why in result.skipped] == ["our bands fall, as the council decided", "it does"]


def test_a_class_that_breaks_a_law_fails_and_one_without_a_case_is_skipped_with_the_reason() -> None:
    class Cheaper(RulebookLaws):
        rulebook = BROKEN_RULEBOOKS[0].book

    class Nothing(RulebookLaws):
        rulebook = get_rulebook("eu-ka103-2018")

    with pytest.raises(BrokenLawError, match="which is farther"):
        Cheaper().test_travel_support_never_falls_with_distance()
    for name in names_of(Nothing):
        if name.removeprefix("test_") in OF_ANY_ANSWER:
            getattr(Nothing(), name)()
        else:
            with pytest.raises(unittest.SkipTest, match="rulebook eu-ka103-2018 "):
                getattr(Nothing(), name)()


def test_short_and_long_stays_are_not_compared_since_other_tables_pay_them() -> None:
    subject = law_module.Subject(GrantCalculator(TOY), law_module.EntryIndex(TOY))
    short = Mobility.model_validate(
        {
            "activity": "SMS",
            "direction": "outgoing",
            "role": "doctoral_candidate",
            "start_date": "2030-03-01",
            "end_date": "2030-03-30",
            "distance_km": 742,
        }
    )
    longer = short.model_copy(update={"end_date": short.end_date + timedelta(days=1)})
    assert subject.entries(short).term is not subject.entries(longer).term
    assert has_nothing_to_compare(of_days._one_more_day, short)
    assert has_nothing_to_compare(of_days._interruption, (longer, 1))
    shorter = short.model_copy(update={"end_date": short.end_date - timedelta(days=1)})
    assert not has_nothing_to_compare(of_days._one_more_day, shorter)
    assert not has_nothing_to_compare(of_days._interruption, (short, 1))
