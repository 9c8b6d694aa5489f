"""Strategies for any mobility, whatever a rulebook says of it, and for what may have been attended of a grant."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from erasmus_grants.basics.countries import COUNTRIES
from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.errors import check_kind
from erasmus_grants.basics.vocabulary import (
    ActivityType,
    Direction,
    Document,
    HostKind,
    ParticipantRole,
    Purpose,
    StudyCycle,
    TravelMode,
)
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.mobility import Attendance, Mobility, is_cycle_of_another_role
from erasmus_grants.testing._exploring import explored
from erasmus_grants.testing._mobilities import mobilities, printed
from erasmus_grants.testing._numbers import distances, money, stays
from erasmus_grants.testing.toys import toy_rulebook

_WHOLE, _PARTIAL = 8, 9  # of ten mobilities, one with a zero grant of each kind
TRUE_OR_FALSE = tuple(name for name, field in Mobility.model_fields.items() if field.annotation is bool)
"""The fields of a mobility that are true or false."""


@st.composite
def any_mobilities(draw: DrawFn) -> Mobility:
    """Return any well-formed mobility, whatever a rulebook would say of it.

    Examples:
        >>> from hypothesis import find
        >>> find(any_mobilities(), lambda mobility: mobility.combined).activity.value
        'SMS'
    """
    activity = draw(st.sampled_from(ActivityType))
    drawn, blended = draw(stays()), draw(st.booleans())
    away, unpaid = draw(st.integers(0, drawn.net_days - 1)), draw(st.integers(0, 9))
    combinable = activity in {ActivityType.SMS, ActivityType.STA}
    tenths = st.integers(0, 600).map(lambda number: EXACT.divide(number, 10))
    hours = st.none() if activity.is_for_students else st.none() | tenths
    country = st.none() | st.sampled_from(COUNTRIES)
    role = draw(st.sampled_from(ParticipantRole))
    cycles = [cycle for cycle in StudyCycle if not is_cycle_of_another_role(cycle, role)]
    fields = {name: draw(st.booleans()) for name in TRUE_OR_FALSE} | {
        "activity": activity,
        "combined": draw(st.booleans()) if combinable else False,
        "direction": draw(st.sampled_from(Direction)),
        "role": role,
        "study_cycle": draw(st.none() | st.sampled_from(cycles)),
        "sending_country": draw(country),
        "receiving_country": draw(country),
        "residence_country": draw(country),
        "partner": draw(st.none() | st.sampled_from(["Toy University", "UCAD", "Nowhere <b>&amp;"])),
        "start_date": drawn.start,
        "end_date": drawn.end,
        "interruption_days": away,
        "blended_intensive_programme": blended,
        "virtual_component": True if blended and activity is not ActivityType.STA else draw(st.booleans()),
        "distance_km": draw(st.none() | distances()),
        "travel_mode": draw(st.sampled_from(TravelMode)),
        "travel_days": draw(st.none() | st.integers(0, 10)),
        "teaching_hours": draw(hours),
        "purpose": draw(st.none() | st.sampled_from(Purpose)),
        "receiving_organisation": draw(st.none() | st.sampled_from(HostKind)),
        "months_used": draw(st.integers(0, 14)),
        "zero_grant": unpaid == _WHOLE,
        "zero_grant_days": draw(st.integers(0, drawn.net_days - away - 1)) if unpaid == _PARTIAL else 0,
        "reference": draw(st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)),
    }
    return Mobility.model_validate(fields)


def attendances(grant: GrantBreakdown) -> SearchStrategy[Attendance]:
    """Return what may have been attended of a grant: all of it, less, more, other days, or nothing.

    Args:
        grant: The grant as agreed, from `calculate`.

    Examples:
        >>> from erasmus_grants.testing import toy_calculator, toy_mobility
        >>> from hypothesis import find
        >>> agreed = toy_calculator().calculate(toy_mobility())
        >>> find(attendances(agreed), lambda attendance: attendance.stay.net_days > 5).stay.net_days
        6
    """
    check_kind(grant, GrantBreakdown, "attendances are of a grant that was calculated, a GrantBreakdown, not {}")
    return printed("attendances", f"a grant of {grant.rulebook_id}", _attended(grant.mobility))


@st.composite
def _attended(draw: DrawFn, agreed: Mobility) -> Attendance:
    fields: dict[str, object] = {
        "documents": tuple(draw(st.sets(st.sampled_from(Document)))),
        "force_majeure": draw(st.booleans()),
        "paid_eur": draw(st.none() | money(largest_eur=20_000)),
        "travel_cost_eur": draw(st.none() | money(largest_eur=3000)),
    }
    if draw(st.integers(0, 9)):
        near = [agreed.net_days + more for more in (-6, -5, -1, 0, 1) if agreed.net_days + more > 0]
        length = draw(st.one_of(st.sampled_from(near), st.integers(1, 2 * agreed.net_days)))
        start = agreed.start_date + timedelta(days=draw(st.integers(-5, 5)))
        fields |= {
            "start_date": start,
            "end_date": start + timedelta(days=length - 1),
            "interruption_days": draw(st.sampled_from([0, 0, 0, 1, length]) | st.integers(0, length)),
        }
    return Attendance.model_validate(fields)


def any_attendances() -> SearchStrategy[Attendance]:
    """Return any well-formed attendance."""
    toy = toy_rulebook()
    return mobilities(toy).map(explored(toy).calculator.calculate).flatmap(attendances)
