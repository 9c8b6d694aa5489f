"""What is true of every grant, whatever the mobility and whatever sound rulebook."""

import pickle
import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from erasmus_grants import (
    Attendance,
    GrantBreakdown,
    GrantCalculator,
    GrantStatus,
    Mobility,
    Rulebook,
    RulebookMismatchError,
    UndeterminedGrantError,
    get_rulebook,
    known_rulebooks,
)
from erasmus_grants.basics.vocabulary import Rounding
from erasmus_grants.engine.applicable_entries import EntryIndex
from erasmus_grants.testing import any_mobilities, distances
from tests.strategies import fundable_mobilities, rulebooks

OURS = {rulebook_id: GrantCalculator(rulebook_id) for rulebook_id in known_rulebooks()}


@dataclass(frozen=True)
class Case:
    """A grant with what it was made of."""

    rulebook: Rulebook
    mobility: Mobility
    grant: GrantBreakdown


def cases(which: st.SearchStrategy[Mobility]) -> st.SearchStrategy[Case]:
    """Return grants of any mobility, by an invented rulebook or one of ours."""
    ours = st.sampled_from(known_rulebooks()).map(get_rulebook)

    def case(rulebook: Rulebook, mobility: Mobility) -> Case:
        return Case(rulebook, mobility, GrantCalculator(rulebook).calculate(mobility))

    return st.builds(case, st.one_of(rulebooks(), ours), which)


ANY = cases(st.one_of(fundable_mobilities(), any_mobilities()))
ELIGIBLE = st.builds(
    lambda rulebook, mobility: (GrantCalculator(rulebook), mobility), rulebooks(), fundable_mobilities()
)


@given(ANY)
def test_the_total_is_the_sum_of_the_lines_or_not_known(case: Case) -> None:
    grant = case.grant
    certain = sum((line.amount_eur for line in grant.lines), Decimal(0))
    assert grant.total_eur == (None if grant.status is GrantStatus.UNDETERMINED else certain)
    ends = [end for line in grant.open_lines for end in (line.minimum_eur, line.maximum_eur)]
    amounts = [grant.total_eur, grant.minimum_total_eur, grant.maximum_total_eur, *ends]
    amounts += [line.amount_eur for line in grant.lines]
    assert all(amount.as_tuple().exponent == -2 and amount >= 0 for amount in amounts if amount is not None)


@given(ANY)
def test_the_bounds_are_in_order_and_hold_what_is_certain(case: Case) -> None:
    grant = case.grant
    certain = sum((line.amount_eur for line in grant.lines), Decimal(0))
    least, most = grant.minimum_total_eur, grant.maximum_total_eur
    if not grant.open_lines:  # nothing but the eligibility is open
        assert most == certain
        assert least == (Decimal(0) if grant.eligible is None else certain)
    if grant.status is not GrantStatus.UNDETERMINED:
        assert least == most == grant.total_eur
    if least is not None and most is not None:
        assert least <= most
    assert most is None or most >= certain
    if least is not None:
        assert least == 0 if grant.eligible is None else least >= certain


@given(ANY)
def test_every_line_is_quantity_times_rate_rounded_once_as_it_says(case: Case) -> None:
    for line in case.grant.lines:
        exact = Fraction(line.quantity) * Fraction(line.rate_eur) / line.rate_days
        off, amount = Fraction(line.amount_eur) - exact, Fraction(line.amount_eur)
        match line.rounding:
            case Rounding.HALF_UP_TO_CENT:
                assert -Fraction(1, 200) < off <= Fraction(1, 200)
            case Rounding.HALF_UP_TO_EURO:
                assert -Fraction(1, 2) < off <= Fraction(1, 2)
                assert amount.denominator == 1
            case Rounding.DOWN_TO_EURO:
                assert -1 < off <= 0
                assert amount.denominator == 1


@given(ANY)
def test_payments_are_the_total_or_there_are_none_and_that_is_said(case: Case) -> None:
    grant = case.grant
    unsaid = "PAYMENT_SPLIT_NOT_PUBLISHED" not in {finding.code for finding in grant.findings}
    paid = grant.status is GrantStatus.GRANTED and not grant.mobility.zero_grant
    assert bool(grant.payments) is (paid and unsaid)
    if grant.payments:
        assert sum((payment.amount_eur for payment in grant.payments), Decimal(0)) == grant.total_eur
        assert all(payment.amount_eur >= 0 for payment in grant.payments)


@given(ANY)
def test_every_mobility_has_one_of_three_answers_and_it_follows_from_the_findings(case: Case) -> None:
    grant = case.grant
    refused = any(finding.is_refusing for finding in grant.findings)
    unknown = {finding.code.value for finding in grant.findings if finding.is_unknown}
    if refused:
        assert (grant.status, grant.eligible) == (GrantStatus.NOT_ELIGIBLE, False)
        assert (grant.all_lines, grant.payments, grant.documents, str(grant.total_eur)) == ((), (), (), "0.00")
    elif unknown:
        may_be_refused = not unknown.isdisjoint({"COUNTRY_MISSING", "TEACHING_HOURS_MISSING"})
        assert (grant.status, grant.eligible) == (GrantStatus.UNDETERMINED, None if may_be_refused else True)
        assert bool(grant.all_lines) is not grant.mobility.zero_grant
        assert grant.open_lines or may_be_refused
        assert (grant.payments, grant.total_eur) == ((), None)
    else:
        assert (grant.status, grant.eligible, grant.open_lines) == (GrantStatus.GRANTED, True, ())
        assert bool(grant.lines) is not grant.mobility.zero_grant


@given(ANY)
def test_everything_says_where_it_is_printed(case: Case) -> None:
    grant = case.grant
    known = set(case.rulebook.sources)
    for item in (*grant.all_lines, *grant.findings, *grant.payments, *grant.documents):
        assert item.source in known
    assert all(line.reasons for line in grant.all_lines)
    assert all(finding.message for finding in grant.findings)


@given(ANY)
def test_check_agrees_with_calculate_however_strict(case: Case) -> None:
    assert GrantCalculator(case.rulebook, strict=True).check(case.mobility) == case.grant.findings


@given(ANY)
def test_a_grant_comes_back_the_same_from_json_and_from_a_queue(case: Case) -> None:
    again = GrantBreakdown.model_validate_json(case.grant.model_dump_json())
    assert again == case.grant
    assert hash(again) == hash(case.grant)
    assert again.model_dump_json() == case.grant.model_dump_json()
    assert pickle.loads(pickle.dumps(case.grant)) == case.grant  # noqa: S301


def parts(value: object) -> object:
    """Return a value with the type of each of its parts, the fields of each model in their order."""
    if isinstance(value, BaseModel):
        assert list(vars(value)) == list(type(value).model_fields)
        return type(value), [parts(one) for one in vars(value).values()]
    if isinstance(value, tuple):
        return [parts(one) for one in value]
    return type(value), value


@given(ANY)
def test_what_is_built_unchecked_is_what_a_check_makes_of_it(case: Case) -> None:
    checked = GrantBreakdown.model_validate(case.grant.model_dump())
    assert parts(checked) == parts(case.grant)


@given(any_mobilities())
def test_a_mobility_comes_back_the_same_from_json_and_from_a_queue(mobility: Mobility) -> None:
    again = Mobility.model_validate_json(mobility.model_dump_json())
    assert again == mobility
    assert again.model_dump_json() == mobility.model_dump_json()
    assert pickle.loads(pickle.dumps(mobility)) == mobility  # noqa: S301
    assert mobility.model_copy() == mobility


@given(rulebooks())
def test_a_rulebook_comes_back_the_same_from_json_and_from_a_queue(rulebook: Rulebook) -> None:
    again = Rulebook.model_validate_json(rulebook.model_dump_json())
    assert again == rulebook
    assert GrantCalculator(again).fingerprint == GrantCalculator(rulebook).fingerprint
    assert pickle.loads(pickle.dumps(rulebook)) == rulebook  # noqa: S301


@given(ANY)
def test_equal_inputs_are_equal_bytes(case: Case) -> None:
    same_book = Rulebook.model_validate_json(case.rulebook.model_dump_json())
    same_mobility = Mobility.model_validate_json(case.mobility.model_dump_json())
    assert GrantCalculator(same_book).calculate(same_mobility).model_dump_json() == case.grant.model_dump_json()


@given(any_mobilities(), st.randoms(use_true_random=False))
def test_the_order_in_which_fields_are_given_changes_nothing(mobility: Mobility, chance: random.Random) -> None:
    fields = list(mobility.model_dump(mode="json").items())
    chance.shuffle(fields)
    again = Mobility.model_validate(dict(fields))
    assert again == mobility
    assert again.model_dump_json() == mobility.model_dump_json()


@given(ANY, st.none() | st.text("<>&\"'|*\\ \x1b\n", min_size=1, max_size=30))
def test_the_callers_own_reference_is_carried_through_and_changes_nothing(case: Case, reference: str | None) -> None:
    renamed = case.mobility.model_copy(update={"reference": reference})
    grant = GrantCalculator(case.rulebook).calculate(renamed)
    assert grant.mobility.reference == reference
    assert grant.model_dump(exclude={"mobility"}) == case.grant.model_dump(exclude={"mobility"})


@given(rulebooks(), fundable_mobilities(), st.booleans(), st.booleans())
def test_what_a_rulebook_does_not_ask_about_changes_nothing(
    rulebook: Rulebook, mobility: Mobility, contract: bool, term: bool
) -> None:
    calculator = GrantCalculator(rulebook)
    changed = mobility.model_copy(update={"teaching_contract": contract, "academic_term": term})
    plain, other = calculator.calculate(mobility), calculator.calculate(changed)
    assert other.model_dump(exclude={"mobility"}) == plain.model_dump(exclude={"mobility"})


@given(rulebooks(), st.lists(st.one_of(fundable_mobilities(), any_mobilities()), max_size=6), st.randoms())
def test_a_grant_does_not_depend_on_what_was_calculated_before(
    rulebook: Rulebook, many: list[Mobility], chance: random.Random
) -> None:
    alone = {mobility: GrantCalculator(rulebook).calculate(mobility) for mobility in many}
    shared = GrantCalculator(rulebook)
    for mobility in [*many, *chance.sample(many, len(many))]:
        assert shared.calculate(mobility) == alone[mobility]
    assert list(shared.calculate_many(many)) == [alone[mobility] for mobility in many]


@given(ANY)
def test_every_form_of_a_grant_can_be_read_out(case: Case) -> None:
    text, markdown, html = case.grant.to_text(), case.grant.to_markdown(), case.grant._repr_html_()
    for rendered in (text, markdown, html):
        assert str(case.grant.total_eur) in rendered or case.grant.status is not GrantStatus.GRANTED
        if case.grant.status is GrantStatus.UNDETERMINED:
            ends = (case.grant.minimum_total_eur, case.grant.maximum_total_eur)
            assert all(str(end) in rendered for end in ends if end is not None)
        assert not {letter for letter in rendered if not letter.isprintable()} - {"\n"}
    assert "<script" not in html
    records = case.grant.to_records()
    assert len(records) == len(case.grant.all_lines or case.grant.findings)
    assert len({tuple(record) for record in records}) <= 1


def paid_by_days(grant: GrantBreakdown) -> Decimal:
    """Return what depends on the days of the stay, and not on the journey or a top-up that is paid once [EUR]."""
    return sum((line.amount_eur for line in grant.lines if line.basis != "participant"), Decimal(0))


@given(ELIGIBLE, st.integers(1, 40))
def test_a_longer_interruption_never_pays_more(drawn: tuple[GrantCalculator, Mobility], more: int) -> None:
    calculator, mobility = drawn
    assume(more < mobility.net_days)
    cut = mobility.model_copy(update={"interruption_days": mobility.interruption_days + more})
    plans = EntryIndex(calculator.rulebook)
    assume(plans.of(cut).term == plans.of(mobility).term)  # short and long stays have different rates
    assert paid_by_days(calculator.calculate(cut)) <= paid_by_days(calculator.calculate(mobility))


@given(ELIGIBLE)
def test_one_more_day_never_pays_less(drawn: tuple[GrantCalculator, Mobility]) -> None:
    calculator, mobility = drawn
    longer = calculator.calculate(mobility.model_copy(update={"end_date": mobility.end_date + timedelta(days=1)}))
    assume(longer.status is GrantStatus.GRANTED)
    assert paid_by_days(longer) >= paid_by_days(calculator.calculate(mobility))


def neighbours(one: Mobility, other: Mobility) -> Iterator[Mobility]:
    """Yield the mobilities that differ from one in a single field, which is the opposite, or as in another one."""
    for field in Mobility.model_fields:
        value = getattr(one, field)
        changed = not value if isinstance(value, bool) else getattr(other, field)
        with suppress(ValidationError):
            yield one.model_copy(update={field: changed})


@pytest.mark.newest_only
@given(
    st.one_of(rulebooks(), st.sampled_from(known_rulebooks()).map(get_rulebook)),
    fundable_mobilities(),
    st.one_of(fundable_mobilities(), any_mobilities()),
)
def test_a_grant_does_not_depend_on_whose_grant_was_calculated_before(
    rulebook: Rulebook, one: Mobility, other: Mobility
) -> None:
    alone = GrantCalculator(rulebook).calculate(one)
    for neighbour in neighbours(one, other):
        first, then = GrantCalculator(rulebook), GrantCalculator(rulebook)
        theirs = first.calculate(neighbour)
        assert (first.calculate(one), then.calculate(one), then.calculate(neighbour)) == (alone, alone, theirs)


@given(ELIGIBLE)
def test_what_should_be_granted_is(drawn: tuple[GrantCalculator, Mobility]) -> None:
    calculator, mobility = drawn
    assert calculator.calculate(mobility).status is GrantStatus.GRANTED


@given(ELIGIBLE, distances())
def test_a_longer_journey_never_pays_less(drawn: tuple[GrantCalculator, Mobility], other_km: Decimal) -> None:
    calculator, mobility = drawn
    assert mobility.distance_km is not None
    near, far = (
        calculator.calculate(mobility.model_copy(update={"distance_km": km})).total_eur
        for km in sorted([mobility.distance_km, other_km])
    )
    assert far >= near


@given(ELIGIBLE)
def test_fewer_travel_days_never_pay_more(drawn: tuple[GrantCalculator, Mobility]) -> None:
    calculator, mobility = drawn
    totals = [
        calculator.calculate(mobility.model_copy(update={"travel_days": days})).total_eur for days in (0, 1, 2, 5, 60)
    ]
    assert totals == sorted(totals)


@pytest.mark.newest_only
@given(st.one_of(fundable_mobilities(), any_mobilities()), st.permutations(sorted(OURS)))
def test_a_grant_of_one_rulebook_is_never_settled_by_another(mobility: Mobility, ids: list[str]) -> None:
    first, *others = ids
    grant = OURS[first].calculate(mobility)
    unknown = grant.status is GrantStatus.UNDETERMINED
    for other in others:
        with pytest.raises(UndeterminedGrantError if unknown else RulebookMismatchError):
            OURS[other].settle(grant, Attendance())
