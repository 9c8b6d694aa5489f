"""What is true of the bounds of every grant of which something is not known, whatever is then found out."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from hypothesis import event, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from erasmus_grants import GrantBreakdown, GrantCalculator, GrantStatus, Mobility, Rulebook
from erasmus_grants.basics.scope import Entry
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.testing import distances, rulebooks, toy_source
from tests.strategies import fundable_mobilities

NEAR, FAR, ELSEWHERE = ("IT", "CH"), ("SN", "JP"), ("BR",)
GROUPS = tuple(
    {"id": name, "countries": countries, "source": toy_source()} for name, countries in (("near", NEAR), ("far", FAR))
)
BY_COUNTRY = (
    *("activities", "durations", "cycle_limits", "teaching_hours", "travel_support", "travel_days"),
    *("daily_rates", "monthly_rates", "short_stay_rates", "top_ups", "payment_splits"),
)
"""Tables of which another rulebook may have the entries for some countries."""

NOT_STATED = ("distance_km", "teaching_hours", "sending_country", "receiving_country")
"""What a mobility may leave open, and be asked for."""


def scoped(entries: Sequence[Entry], side: str, group: str) -> list[Entry]:
    """Return entries for the countries of a group alone."""
    return [
        entry.model_copy(update={"scope": entry.scope.model_copy(update={f"{side}_groups": (group,)})})
        for entry in entries
    ]


@st.composite
def by_country(draw: DrawFn) -> Rulebook:
    """Return invented rulebooks some of whose tables have other entries for other countries, and none for the rest."""
    ours, theirs = draw(rulebooks()), draw(rulebooks())
    changed: dict[str, object] = {"home": None, "country_groups": GROUPS}
    for name in sorted(draw(st.sets(st.sampled_from(BY_COUNTRY)))):
        side = draw(st.sampled_from(["sending", "receiving"]))
        entries = scoped(getattr(ours, name), side, "near")
        if draw(st.booleans()):
            entries += scoped(getattr(theirs, name), side, "far")
        changed[name] = tuple(entries)
    return ours.model_copy(update=changed)


@st.composite
def answers(draw: DrawFn, mobility: Mobility) -> dict[str, object]:
    """Return what may be answered to whatever a mobility left open."""
    country = st.sampled_from([*NEAR, *FAR, *ELSEWHERE])
    hours = st.none() if mobility.activity.is_for_students else st.sampled_from([0, 8, 100])
    return {
        "distance_km": draw(distances()),
        "teaching_hours": draw(hours),
        "sending_country": draw(country),
        "receiving_country": draw(country),
    }


def holds(wider: GrantBreakdown, nearer: GrantBreakdown) -> bool:
    """Return whether the bounds of a grant hold those of another one."""
    least, most = wider.minimum_total_eur, wider.maximum_total_eur
    above = least is None or (nearer.minimum_total_eur is not None and nearer.minimum_total_eur >= least)
    below = most is None or (nearer.maximum_total_eur is not None and nearer.maximum_total_eur <= most)
    return above and below


@given(rulebooks() | by_country(), fundable_mobilities(), st.permutations(NOT_STATED), st.data())
def test_each_answer_brings_the_bounds_closer_and_none_lies_outside_of_them(
    rulebook: Rulebook, mobility: Mobility, order: list[str], data: st.DataObject
) -> None:
    calculator, given_then = GrantCalculator(rulebook), data.draw(answers(mobility))
    if given_then["sending_country"] == given_then["receiving_country"]:  # who stays at home is refused, asked or not
        given_then["receiving_country"] = next(one for one in NEAR if one != given_then["sending_country"])
    if rulebook.home is not None:  # a country that disagrees with the home of a rulebook is refused, asked for or not
        given_then |= {"sending_country": None, "receiving_country": None}
    bare = mobility.model_copy(update=dict.fromkeys(NOT_STATED))
    grants = [
        calculator.calculate(bare.model_copy(update={field: given_then[field] for field in order[:number]}))
        for number in range(len(order) + 1)
    ]
    for wider, nearer in pairwise(grants):
        assert holds(wider, nearer)
        if wider.eligible is not None:
            assert nearer.eligible is wider.eligible, "what is refused stays so, and what is eligible does"
        if nearer.eligible is not False:
            assert [line for line in wider.lines if line not in nearer.lines] == [], "what is certain stays so"
    last = grants[-1]
    event(f"{grants[0].status.value}, then {last.status.value}")
    assert all(holds(wider, last) for wider in grants)
    assert all(finding.code == "RATE_NOT_PUBLISHED" for finding in last.findings if finding.is_unknown)


@given(rulebooks() | by_country(), fundable_mobilities(), st.sets(st.sampled_from(NOT_STATED)))
def test_with_nothing_open_the_bounds_are_the_total(rulebook: Rulebook, mobility: Mobility, left_out: set[str]) -> None:
    grant = GrantCalculator(rulebook).calculate(mobility.model_copy(update=dict.fromkeys(left_out)))
    known = grant.status is not GrantStatus.UNDETERMINED
    assert (grant.total_eur is not None) is known
    if known:
        assert grant.open_lines == ()
        assert grant.minimum_total_eur == grant.maximum_total_eur == grant.total_eur
    elif grant.eligible:
        assert grant.open_lines, "the amount alone is open"


# --- ranges ------------------------------------------------------------------------------------------------------------


def with_rate(rulebook: Rulebook, rate_eur: Decimal) -> Rulebook:
    """Return a rulebook that pays a rate for every day and month, in cents: no cap, and weekends too."""
    (daily,), (monthly,) = rulebook.daily_rates, rulebook.monthly_rates
    assert isinstance(daily, DailyRate)
    assert isinstance(monthly, MonthlyRate)
    uncapped = {"funded_days_cap": None}
    counted = {"counting": "calendar_days", "reduced_rate_rounding": "half_up_to_cent"}
    day = daily.model_copy(update={"rate_eur_per_day": rate_eur, **uncapped, **counted})
    month = monthly.model_copy(update={"rate_eur_per_month": rate_eur, **uncapped, "rounding": "half_up_to_cent"})
    return rulebook.model_copy(update={"daily_rates": (day,), "monthly_rates": (month,)})


def with_range(rulebook: Rulebook, least: Decimal | None, most: Decimal | None, *, tiers: bool) -> Rulebook:
    """Return a rulebook that prints a range in place of its rates, with the shares of its later days or without."""
    (daily,) = rulebook.daily_rates
    assert isinstance(daily, DailyRate)
    ends = {"minimum_eur": least, "maximum_eur": most, "source": toy_source()}
    shares = {"tiers": daily.tiers} if tiers else {}
    ranges = {"daily_rate_ranges": (ends | shares,), "monthly_rate_ranges": (ends,)}
    return rulebook.model_copy(update={"daily_rates": (), "monthly_rates": (), **ranges})


CENTS = st.integers(0, 200_00)


@given(
    rulebooks(),
    fundable_mobilities().filter(lambda mobility: not mobility.blended_intensive_programme),  # those have no range
    st.tuples(CENTS, CENTS, CENTS).map(sorted),
    st.sampled_from([(True, True), (True, False), (False, True)]),
    st.tuples(st.booleans(), st.booleans()),
)
def test_a_range_holds_the_grant_of_every_rate_inside_it(
    rulebook: Rulebook, mobility: Mobility, cents: list[int], ends: tuple[bool, bool], known: tuple[bool, bool]
) -> None:
    tiers, measured = known
    decided = [table.model_copy(update={"not_decided": None}) for table in rulebook.travel_support]
    rulebook = rulebook.model_copy(update={"travel_support": tuple(decided)})
    least, rate, most = (Decimal(one) / 100 for one in cents)
    printed = with_range(rulebook, least if ends[0] else None, most if ends[1] else None, tiers=tiers)
    asked = mobility if measured else mobility.model_copy(update={"distance_km": None})
    open_ = GrantCalculator(printed).calculate(asked)
    assert (open_.status, open_.eligible) == (GrantStatus.UNDETERMINED, True)
    of_rates = [GrantCalculator(with_rate(rulebook, one)).calculate(mobility) for one in (least, rate, most)]
    assert all(grant.status is GrantStatus.GRANTED for grant in of_rates)
    low, inside, high = of_rates
    for grant in of_rates[0 if ends[0] else 1 : 3 if ends[1] else 2]:
        assert holds(open_, grant)
    assert holds(open_, inside)
    if measured and tiers:  # each end is what its rate gives, and no wider
        assert not ends[0] or open_.minimum_total_eur == low.total_eur
        assert not ends[1] or open_.maximum_total_eur == high.total_eur
    assert ends[1] or open_.maximum_total_eur is None
