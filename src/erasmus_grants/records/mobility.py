"""What goes in: one mobility as it is planned, and as it was attended.

Examples:
    >>> mobility = Mobility(
    ...     activity="STA", direction="outgoing", receiving_country="SN",
    ...     start_date="2022-03-07", end_date="2022-03-11", distance_km=4070, teaching_hours=8,
    ... )
    >>> mobility.role.value, mobility.stay.net_days
    ('staff', 5)
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, Self

from pydantic import Field, WithJsonSchema, model_validator

from erasmus_grants.basics.algebra import (
    AnyWord,
    Comparable,
    Condition,
    Quantity,
    Text,
    Whole,
    Word,
    is_stated,
    is_word,
    not_,
)
from erasmus_grants.basics.countries import Country
from erasmus_grants.basics.decimals import AnyNumber, Hours, Kilometres, Months
from erasmus_grants.basics.field_types import Choice, Members
from erasmus_grants.basics.model import InputModel
from erasmus_grants.basics.money import AnyAmount, Money
from erasmus_grants.basics.periods import AnyStay, CalendarDay, IsoDate, Stay, calendar_days, stay
from erasmus_grants.basics.problems import invalid
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

LONGEST_NAME = 200
"""A name or id has at most so many characters."""

MOST_DAYS = 10_000
"""No stay is interrupted for longer [days]."""

MOST_TRAVEL_DAYS = 60
"""Nobody asks for more [days]."""

Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
"""A name or id of the caller's, carried through as it is."""

Days = Annotated[int, Field(ge=0, le=MOST_DAYS)]
"""A number of days [days]."""

TravelDays = Annotated[int, Field(ge=0, le=MOST_TRAVEL_DAYS)]
"""A number of travel days [days]."""


def _usual_role(data: Mapping[str, object]) -> ParticipantRole:
    """Return the role that goes with an activity; a wrong activity is not in the data, and is an error of its own."""
    of_staff = data.get("activity") in {ActivityType.STA, ActivityType.STT}
    return ParticipantRole.STAFF if of_staff else ParticipantRole.STUDENT


def _implied_by_programme(data: Mapping[str, object]) -> bool:
    return data.get("blended_intensive_programme") is True


_READ_ACTIVITIES = WithJsonSchema({"type": "string", "enum": ["SMS", "SMT", "SMP", "STA", "STT"]}, mode="validation")


class Mobility(InputModel):
    """One mobility of one participant, without anything personal."""

    activity: Annotated[Choice[ActivityType], _READ_ACTIVITIES] = Field(description="activity type; SMP is read as SMT")
    combined: bool = Field(default=False, description="SMS with a traineeship in it, or STA with training")
    direction: Choice[Direction] = Field(description="seen from the institution of the rulebook")
    role: Choice[ParticipantRole] = Field(
        default_factory=_usual_role, description="participant; student for SMS and SMT, staff for STA and STT"
    )
    teaching_contract: bool = Field(default=False, description="a doctoral candidate's teaching contract")
    study_cycle: Choice[StudyCycle] | None = Field(
        default=None, description="of a student or graduate; a doctoral candidate is in the third"
    )
    one_cycle_programme: bool = Field(
        default=False, description="a student's degree of the second cycle in one go, as in medicine"
    )
    sending_country: Country | None = Field(default=None, description="country of the sending organisation")
    receiving_country: Country | None = Field(default=None, description="country of the receiving organisation")
    residence_country: Country | None = Field(
        default=None, description="where the participant lives: accommodation during studies, or residence of staff"
    )
    partner: Name | None = Field(default=None, description="partner organisation, by a name or code of the agreement")
    start_date: IsoDate = Field(description="first day at the receiving organisation, travel excluded")
    end_date: IsoDate = Field(description="last day at the receiving organisation, travel excluded")
    interruption_days: Days = Field(default=0, description="days inside the period that do not count [days]")
    academic_term: bool = Field(default=False, description="the stay covers a whole academic term")
    blended_intensive_programme: bool = Field(default=False, description="implies a virtual component")
    virtual_component: bool = Field(
        default_factory=_implied_by_programme, description="hybrid mobility, with a virtual part"
    )
    distance_km: Kilometres | None = Field(
        default=None, description="one-way distance by the Commission's distance calculator [km]"
    )
    travel_mode: Choice[TravelMode] = Field(default=TravelMode.STANDARD, description="main means of transport")
    travel_days: TravelDays | None = Field(
        default=None, description="travel days asked for; null means what the rulebook funds [days]"
    )
    fewer_opportunities: bool = Field(default=False, description="yes or no, never the reason")
    teaching_hours: Hours | None = Field(default=None, description="hours of teaching over the whole stay [h]")
    purpose: Choice[Purpose] | None = Field(default=None, description="what is done there")
    receiving_organisation: Choice[HostKind] | None = Field(default=None, description="kind of host")
    months_used: Months = Field(
        default=Decimal(0), description="funded months already used in this study cycle [months of 30 days]"
    )
    zero_grant: bool = Field(default=False, description="takes part without any money of the programme")
    zero_grant_days: Days = Field(default=0, description="days of the stay that are not funded, the last ones [days]")
    reference: Name | None = Field(default=None, description="the caller's own id")

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            activity: ActivityType | Literal["SMS", "SMT", "SMP", "STA", "STT"],
            combined: bool = False,
            direction: Direction | Literal["incoming", "outgoing"],
            role: ParticipantRole
            | Literal["student", "doctoral_candidate", "recent_graduate", "staff", "invited_staff"] = ...,
            teaching_contract: bool = False,
            study_cycle: StudyCycle | Literal["short", "first", "second", "third"] | None = None,
            one_cycle_programme: bool = False,
            sending_country: str | None = None,
            receiving_country: str | None = None,
            residence_country: str | None = None,
            partner: str | None = None,
            start_date: date | str,
            end_date: date | str,
            interruption_days: int = 0,
            academic_term: bool = False,
            blended_intensive_programme: bool = False,
            virtual_component: bool = ...,
            distance_km: AnyNumber | None = None,
            travel_mode: TravelMode | Literal["standard", "green"] = TravelMode.STANDARD,
            travel_days: int | None = None,
            fewer_opportunities: bool = False,
            teaching_hours: AnyNumber | None = None,
            purpose: Purpose
            | Literal["teaching", "observation", "internship", "structured_course", "language_training", "conference"]
            | None = None,
            receiving_organisation: HostKind | Literal["higher_education", "eu_body", "other"] | None = None,
            months_used: AnyNumber = ...,
            zero_grant: bool = False,
            zero_grant_days: int = 0,
            reference: str | None = None,
        ) -> None: ...

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problems = tuple(_problems(self))
        if problems:
            raise invalid(Mobility, *problems)
        return self

    @property
    def stay(self) -> Stay:
        """The stay with its days counted."""
        return stay(self.start_date, self.end_date, self.interruption_days)

    @property
    def paid_stay(self) -> Stay:
        """The part of the stay that is funded, which comes first: it ends before the days without a grant."""
        return stay(self.start_date, self.end_date - timedelta(days=self.zero_grant_days), self.interruption_days)

    @property
    def net_days(self) -> int:
        """Calendar days of the stay, both ends counted, less interruptions [days, 1 or more]."""
        return calendar_days(self.start_date, self.end_date) - self.interruption_days


class MobilityColumns:
    """The mobilities of a frame: each field as a column, or as a value that all rows share."""

    activity: Word
    combined: Condition
    direction: Word
    role: Word
    teaching_contract: Condition
    study_cycle: Word
    one_cycle_programme: Condition
    sending_country: Text
    receiving_country: Text
    residence_country: Text
    partner: Text
    start_date: CalendarDay
    end_date: CalendarDay
    interruption_days: Whole
    academic_term: Condition
    blended_intensive_programme: Condition
    virtual_component: Condition
    distance_km: Quantity[Comparable]
    travel_mode: Word
    travel_days: Quantity[Whole]
    fewer_opportunities: Condition
    teaching_hours: Quantity[Comparable]
    purpose: Word
    receiving_organisation: Word
    months_used: Comparable
    zero_grant: Condition
    zero_grant_days: Whole
    reference: Text
    stay: AnyStay
    paid_stay: AnyStay

    def __init__(self, fields: Mapping[str, object]) -> None:
        """Prepare mobilities.

        Args:
            fields: The fields by name, the `stay`, and the `paid_stay`.
        """
        self.__dict__.update(fields)


def is_cycle_of_another_role(cycle: AnyWord, role: AnyWord) -> Condition:
    """Return whether a study cycle does not go with the participant: the third is that of doctoral candidates.

    Args:
        cycle: The study cycle.
        role: The participant.

    Examples:
        >>> is_cycle_of_another_role(StudyCycle.THIRD, ParticipantRole.STUDENT)
        True
        >>> is_cycle_of_another_role(StudyCycle.THIRD, ParticipantRole.RECENT_GRADUATE)
        False
    """
    third = is_word(cycle, StudyCycle.THIRD)
    not_doctoral = is_stated(cycle) & not_(third) & is_word(role, ParticipantRole.DOCTORAL_CANDIDATE)
    return third & is_word(role, ParticipantRole.STUDENT) | not_doctoral


def lacks_virtual_part(blended: Condition, without: Condition, activity: AnyWord) -> Condition:
    """Return whether a participant of a blended intensive programme has to take part in its virtual part, and does not.

    Args:
        blended: Whether there is such a programme.
        without: Whether it is stated that there is no virtual part.
        activity: The activity; who teaches may leave the virtual part out.

    Source:
        Programme Guide 2026, p. 57: of teaching in such a programme, "the virtual component is optional".

    Examples:
        >>> lacks_virtual_part(True, True, ActivityType.STT), lacks_virtual_part(True, True, ActivityType.STA)
        (True, False)
    """
    return blended & without & not_(is_word(activity, ActivityType.STA))


class Traits(NamedTuple):
    """What a mobility is, apart from its days, numbers and names: what the rules of activities and countries may read.

    The calculator remembers what they say under it, so what such a rule reads besides has to be added here.

    Examples:
        >>> mobility = Mobility(activity="STT", direction="outgoing", start_date="2030-03-04", end_date="2030-03-31")
        >>> Traits.of(mobility).role.value
        'staff'
    """

    activity: ActivityType
    combined: bool
    direction: Direction
    role: ParticipantRole
    teaching_contract: bool
    study_cycle: StudyCycle | None
    one_cycle_programme: bool
    sending_country: str | None
    receiving_country: str | None
    residence_country: str | None
    blended_intensive_programme: bool
    fewer_opportunities: bool
    purpose: Purpose | None
    receiving_organisation: HostKind | None
    zero_grant: bool

    @classmethod
    def of(cls, mobility: Mobility) -> "Traits":
        """Return the traits of a mobility."""
        return cls(
            mobility.activity,
            mobility.combined,
            mobility.direction,
            mobility.role,
            mobility.teaching_contract,
            mobility.study_cycle,
            mobility.one_cycle_programme,
            mobility.sending_country,
            mobility.receiving_country,
            mobility.residence_country,
            mobility.blended_intensive_programme,
            mobility.fewer_opportunities,
            mobility.purpose,
            mobility.receiving_organisation,
            mobility.zero_grant,
        )


class PaidDays(NamedTuple):
    """All that the rules for the days of a stay may read: whatever is alike in this is paid alike.

    The calculator remembers outcomes under it, so what a rule reads besides has to be added here.

    Attributes:
        days_on_site: Days on site that are funded, as the rate counts them, less interruptions [days].
        net_days: Calendar days of the whole stay, less interruptions [days].
        net_days_360: Days of thirty-day months that are funded, less interruptions [days].
        travel_days: Travel days asked for [days]; None asks for what is usual.
        travel_mode: The main means of transport.
        activity: The activity type.
        combined: Whether there is a traineeship in studies, or training in teaching.
        fewer_opportunities: Whether the participant has fewer opportunities.

    Examples:
        >>> mobility = Mobility(activity="STT", direction="outgoing", start_date="2030-03-04", end_date="2030-03-31")
        >>> PaidDays.of(mobility, mobility.stay)[:3]
        (28, 28, 27)
    """

    days_on_site: int
    net_days: int
    net_days_360: int
    travel_days: int | None
    travel_mode: TravelMode
    activity: ActivityType
    combined: bool
    fewer_opportunities: bool

    @classmethod
    def of(
        cls, mobility: Mobility, stay: Stay, days_on_site: int | None = None, *, paid: Stay | None = None
    ) -> "PaidDays":
        """Return what the rules may read of a mobility and of the stay that is paid.

        Args:
            mobility: The mobility.
            stay: The stay that is paid: as planned, or as attended.
            days_on_site: Days on site, where they are not the calendar days [days].
            paid: The part of the stay that is funded; None: all of it.
        """
        funded = stay if paid is None else paid
        return cls(
            funded.net_days if days_on_site is None else days_on_site,
            stay.net_days,
            funded.net_days_360,
            mobility.travel_days,
            mobility.travel_mode,
            mobility.activity,
            mobility.combined,
            mobility.fewer_opportunities,
        )


def _problems(mobility: Mobility) -> Iterable[tuple[str, str, object]]:
    """Yield field, sentence and value of everything that does not go together."""
    for_students = mobility.activity.is_for_students
    days = calendar_days(mobility.start_date, mobility.end_date)
    if days < 1:
        start = mobility.start_date.isoformat()
        yield "end_date", f"the last day is not before the first day, {start}", mobility.end_date.isoformat()
    elif mobility.interruption_days >= days:
        sentence = f"interruptions leave at least one day of a stay; calendar days of this one: {days}"
        yield "interruption_days", sentence, mobility.interruption_days
    elif mobility.zero_grant_days >= (net_days := days - mobility.interruption_days):
        sentence = f"days without a grant are fewer than the days of the stay, {net_days}"
        yield "zero_grant_days", sentence, mobility.zero_grant_days
    if mobility.zero_grant and mobility.zero_grant_days:
        sentence = "a zero grant for the whole stay has no days of its own without a grant"
        yield "zero_grant_days", sentence, mobility.zero_grant_days
    if mobility.combined and mobility.activity in {ActivityType.SMT, ActivityType.STT}:
        yield "combined", "only SMS (with a traineeship) and STA (with training) can be combined", True
    if for_students and mobility.teaching_hours is not None:
        yield "teaching_hours", "students (SMS, SMT) have no teaching hours", str(mobility.teaching_hours)
    if (cycle := mobility.study_cycle) is not None and is_cycle_of_another_role(cycle, mobility.role):
        if cycle is StudyCycle.THIRD:
            sentence = "a student of the third cycle has the role doctoral_candidate"
        else:
            sentence = "a doctoral_candidate is in the third cycle"
        yield "study_cycle", sentence, cycle.value
    if lacks_virtual_part(mobility.blended_intensive_programme, not mobility.virtual_component, mobility.activity):
        sentence = "a blended intensive programme always has a virtual component, which only STA may leave out"
        yield "virtual_component", sentence, False


class Attendance(InputModel):
    """What the certificate of attendance says, which papers came, and what was paid.

    Examples:
        >>> Attendance(start_date="2022-03-07", end_date="2022-03-10").stay.net_days
        4
    """

    start_date: IsoDate | None = Field(default=None, description="first day attended; null: no stay took place")
    end_date: IsoDate | None = Field(default=None, description="last day attended; null: no stay took place")
    interruption_days: Days = Field(default=0, description="days inside the period that do not count [days]")
    documents: Members[Document] = Field(default=(), description="papers received")
    force_majeure: bool = Field(default=False, description="accepted as such by the National Agency")
    paid_eur: Money | None = Field(
        default=None, description="what was paid so far; null: the pre-financing of the grant [EUR]"
    )
    travel_cost_eur: Money | None = Field(
        default=None, description="what the journey cost, for rulebooks that pay its actual cost [EUR]"
    )

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            start_date: date | str | None = None,
            end_date: date | str | None = None,
            interruption_days: int = 0,
            documents: Collection[Document | str] = (),
            force_majeure: bool = False,
            paid_eur: AnyAmount | None = None,
            travel_cost_eur: AnyAmount | None = None,
        ) -> None: ...

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        start, end, away = self.start_date, self.end_date, self.interruption_days
        if start is None or end is None:
            if start is not end:
                raise invalid(Attendance, ("end_date", "both dates are given, or neither (no stay took place)", end))
            if away:
                raise invalid(Attendance, ("interruption_days", "no stay took place, so nothing interrupted it", away))
        elif end < start:
            sentence = f"the last day is not before the first day, {start.isoformat()}"
            raise invalid(Attendance, ("end_date", sentence, end.isoformat()))
        elif away > (days := calendar_days(start, end)):
            sentence = f"no interruption is longer than the stay; calendar days of this one: {days}"
            raise invalid(Attendance, ("interruption_days", sentence, away))
        return self

    @property
    def stay(self) -> Stay:
        """The days attended; a stay that did not take place has none."""
        if self.start_date is None or self.end_date is None:
            return Stay(date.min, date.min, 0, 0, 0)
        return stay(self.start_date, self.end_date, self.interruption_days)
