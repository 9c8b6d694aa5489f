"""Ranges of rates: the programme prints bounds, and the institution or its National Agency sets the rate.

A rulebook that holds a range and no rate leaves the amount open between its ends.  A rulebook that holds both has its
rates inside the range.

Source:
    Beneficiary Module, applicable rates: an institution enters its own within the range of its National Agency:
    https://wikis.ec.europa.eu/pages/viewpage.action?pageId=180000453

Examples:
    >>> from erasmus_grants.testing import toy_source
    >>> range_in_words(RateRange(minimum_eur=80, maximum_eur="180.00", source=toy_source()))
    '80.00 to 180.00 EUR'
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, Self, TypeAlias

from pydantic import Field, model_validator

from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.field_types import Choice, Many
from erasmus_grants.basics.money import Rate
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.reduced_rates import RoundingNotPublished, check_rounding, roundings_of
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.tiers import DayTier, check_tiers, days_in, whole_stay
from erasmus_grants.basics.vocabulary import (
    FindingCode,
    LineBasis,
    LineKind,
    LivingCosts,
    Phrase,
    ReasonCode,
    Rounding,
    Term,
)
from erasmus_grants.records.findings import Finding, Reason
from erasmus_grants.records.lines import OpenLine, RateDays, open_line, unknown_line
from erasmus_grants.records.mobility import PaidDays

_UNIT_OF_RATE: Final[Mapping[Term, Phrase]] = {
    Term.STAFF: Phrase.A_DAY,
    Term.LONG_TERM_PHYSICAL: Phrase.A_MONTH,
    Term.SHORT_TERM_PHYSICAL: Phrase.A_DAY,
}
"""What the rate of each kind of stay is paid for."""

_KIND: Final = LineKind.INDIVIDUAL_SUPPORT
_Ends: TypeAlias = tuple[Decimal | None, Decimal | None]
"""The lowest and the highest rate [EUR]; None: it is not printed."""


class RateRange(Entry):
    """The bounds within which a rate is set; a bound that is not known is omitted."""

    minimum_eur: Rate | None = Field(default=None, description="lowest rate; omitted: not published [EUR]")
    maximum_eur: Rate | None = Field(default=None, description="highest rate; omitted: not published [EUR]")
    living_costs: Choice[LivingCosts] | None = Field(
        default=None, description="towards which countries, seen from the sending one; omitted: it makes no difference"
    )
    least_difference_eur: Rate | None = Field(
        default=None,
        description="how far the rate is at least from that towards similar living costs; omitted: not printed [EUR]",
    )

    @model_validator(mode="after")
    def _has_bounds_in_order(self) -> Self:
        least, most = self.minimum_eur, self.maximum_eur
        if least is None and most is None:
            raise invalid(RateRange, ("maximum_eur", "a range has at least one bound", None))
        if least is not None and most is not None and least > most:
            sentence = f"the highest rate is not below the lowest, {least} EUR"
            raise invalid(RateRange, ("maximum_eur", sentence, str(most)))
        if self.least_difference_eur is not None and self.living_costs in {None, LivingCosts.SIMILAR}:
            sentence = "a difference is that of a range towards higher or lower living costs from the similar ones"
            raise invalid(RateRange, ("least_difference_eur", sentence, str(self.least_difference_eur)))
        return self


class DailyRateRange(RateRange):
    """The bounds of a daily rate, and the shares of it that later days have."""

    tiers: Many[DayTier] = Field(
        default=(), description="shares by day of the stay, from day 1, without gap; omitted: not printed"
    )
    reduced_rate_rounding: Choice[Rounding] | None = Field(
        default=None, description="how reduced rates are rounded; omitted: to the cent"
    )
    rounding_not_published: RoundingNotPublished = None

    @model_validator(mode="after")
    def _tiers_are_sound(self) -> Self:
        if self.tiers:
            check_tiers(DailyRateRange, self.tiers)
        check_rounding(DailyRateRange, self.reduced_rate_rounding, self.rounding_not_published)
        return self


def lines_within(
    days: PaidDays, *, term: Term, bounds: RateRange | None, travel_days: int, source: Source
) -> tuple[OpenLine, ...]:
    """Return the individual support of a stay whose rate is not known, between the ends of its range.

    Args:
        days: The days that are paid.
        term: What kind of stay it is, which says what the rate is paid for.
        bounds: The range of the rulebook that applies; None: there is none.
        travel_days: Funded travel days [days].
        source: Where it is printed that there is no rate, if there is no range.

    Returns:
        A line for each tier of a daily range that the stay reaches, one for the days of a monthly range, and one for
        the travel days.  An end that is not printed is null, and so is the lowest one of days whose share is not.

    Source:
        Programme Guide, Part B, funding rules, "Individual support"; the entry used is in `line.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_source
        >>> mobility = toy_mobility(activity="SMS", end_date="2030-06-03")  # three months
        >>> bounds = RateRange(minimum_eur=200, maximum_eur=400, source=toy_source())
        >>> days = PaidDays.of(mobility, mobility.stay)
        >>> (line,) = lines_within(
        ...     days, term=Term.LONG_TERM_PHYSICAL, bounds=bounds, travel_days=0, source=toy_source()
        ... )
        >>> line.quantity, str(line.minimum_eur), str(line.maximum_eur)
        (90, '600.00', '1200.00')
    """
    if bounds is None:
        monthly = term is Term.LONG_TERM_PHYSICAL
        basis = LineBasis.DAYS_OF_MONTH_RATE if monthly else LineBasis.DAYS_ON_SITE
        quantity = days.net_days_360 if monthly else days.days_on_site
        line = unknown_line(_KIND, basis, source, quantity=quantity, rate_days=30 if monthly else 1)
        return (line,)
    if isinstance(bounds, DailyRateRange):
        return (*_daily(days.days_on_site, bounds), *_travel(travel_days, bounds, 1))
    on_site = _line(LineBasis.DAYS_OF_MONTH_RATE, days.net_days_360, _ends(bounds), 30, bounds.source)
    return (on_site, *_travel(travel_days, bounds, 30))


def rates_of_tier(bounds: DailyRateRange, tier: DayTier) -> tuple[Decimal | None, Decimal | None]:
    """Return the lowest and the highest rate of a day of a tier [EUR]; None: it is not printed.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> later = DayTier(from_day=15, to_day=60, share="0.7")
        >>> bounds = DailyRateRange(maximum_eur=180, source=toy_source())
        >>> rates_of_tier(bounds, later)
        (None, Decimal('126.00'))
    """
    roundings = roundings_of(bounds.reduced_rate_rounding, bounds.rounding_not_published)
    least, most = (None if end is None else tier.ends_eur(end, roundings) for end in _ends(bounds))
    return None if least is None else least[0], None if most is None else most[1]


def tiers_of(bounds: DailyRateRange) -> tuple[DayTier, ...]:
    """Return the tiers of a daily range; where none are printed, that of the full rate for all days.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> [str(tier.share) for tier in tiers_of(DailyRateRange(maximum_eur=180, source=toy_source()))]
        ['1']
    """
    return bounds.tiers or whole_stay()


def _daily(days: int, bounds: DailyRateRange) -> Iterator[OpenLine]:
    for tier in tiers_of(bounds):
        quantity = days_in(tier, days)
        if quantity:
            basis = LineBasis.DAYS_ON_SITE if tier.share == 1 else LineBasis.DAYS_ON_SITE_REDUCED
            least, most = rates_of_tier(bounds, tier)
            rates = (least if bounds.tiers else None, most)
            yield _line(basis, quantity, rates, 1, tier.source or bounds.source)


def _travel(days: int, bounds: RateRange, rate_days: RateDays) -> Iterator[OpenLine]:
    if days:
        yield _line(LineBasis.TRAVEL_DAYS, days, _ends(bounds), rate_days, bounds.source)


def _line(basis: LineBasis, quantity: int, rates_eur: _Ends, rate_days: RateDays, source: Source) -> OpenLine:
    reasons = (Reason.of(ReasonCode.RATE_WITHIN_RANGE),)
    return open_line(
        _KIND, basis, quantity=quantity, rates_eur=rates_eur, rate_days=rate_days, reasons=reasons, source=source
    )


def _ends(bounds: RateRange) -> _Ends:
    return bounds.minimum_eur, bounds.maximum_eur


def is_far_enough(rate_eur: Decimal, bounds: RateRange, *, similar_eur: Decimal) -> bool:
    """Return whether a rate is as far from that towards similar living costs as a range wants.

    Args:
        rate_eur: The rate towards higher or lower living costs [EUR].
        bounds: The range that applies to it.
        similar_eur: The rate towards similar living costs, from the same country [EUR].

    Source:
        Programme Guide, Part B, funding rules, "Individual support"; the entry of the rulebook.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> higher = RateRange(minimum_eur=348, living_costs="higher", least_difference_eur=50, source=toy_source())
        >>> is_far_enough(Decimal(400), higher, similar_eur=Decimal(350))
        True
        >>> is_far_enough(Decimal(399), higher, similar_eur=Decimal(350))
        False
    """
    least = bounds.least_difference_eur
    if least is None:
        return True
    dearer, cheaper = (rate_eur, similar_eur) if bounds.living_costs is LivingCosts.HIGHER else (similar_eur, rate_eur)
    return dearer >= EXACT.add(cheaper, least)


def percentages(rate_eur: Decimal, bounds: RateRange) -> tuple[Decimal, Decimal] | None:
    """Return from which to which part of a range a rate in whole euros may be; None: a bound is not known.

    Source:
        Programme Guide, Part B, funding rules, "Individual support" of staff; the entry of the rulebook.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> bounds = RateRange(minimum_eur=80, maximum_eur=180, source=toy_source())
        >>> [str(part) for part in percentages(Decimal(130), bounds)]
        ['0.495', '0.505']
    """
    least, most = bounds.minimum_eur, bounds.maximum_eur
    if least is None or most is None or least == most:
        return None
    above, width, half = EXACT.subtract(rate_eur, least), EXACT.subtract(most, least), Decimal("0.5")
    return EXACT.divide(EXACT.subtract(above, half), width), EXACT.divide(EXACT.add(above, half), width)


def is_within(rate_eur: Decimal, bounds: RateRange) -> bool:
    """Return whether a rate is inside a range, as far as its bounds are known.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> bounds = RateRange(maximum_eur=180, source=toy_source())
        >>> is_within(Decimal("180.00"), bounds), is_within(Decimal("180.01"), bounds)
        (True, False)
    """
    least, most = bounds.minimum_eur, bounds.maximum_eur
    return (least is None or least <= rate_eur) and (most is None or rate_eur <= most)


def range_in_words(bounds: RateRange) -> str:
    """Return a range as it is written in an English sentence, without what it is paid for.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> range_in_words(RateRange(maximum_eur=180, source=toy_source()))
        'at most 180.00 EUR (the lowest is not published)'
    """
    return ENGLISH.say(ENGLISH.phrases[_range_phrase(bounds)], _printed(bounds).items())


def range_finding(bounds: RateRange, *, term: Term) -> Finding:
    """Return the finding that there is a range, and no rate within it.

    Args:
        bounds: The entry of the rulebook that applies.
        term: What kind of stay it is, which says what the rate is paid for.

    Source:
        Programme Guide, Part B, funding rules, "Individual support"; the entry used is in `finding.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> finding = range_finding(RateRange(minimum_eur=80, maximum_eur=180, source=toy_source()), term=Term.STAFF)
        >>> dict(finding.details)["range"], dict(finding.details)["maximum_eur"]
        ('RANGE_FROM_TO', '180.00')
    """
    code, unit = FindingCode.RATE_NOT_PUBLISHED, _UNIT_OF_RATE[term]
    return Finding.of(
        code, bounds.source, why=Phrase.RANGE_ALONE, range=_range_phrase(bounds), unit=unit, **_printed(bounds)
    )


def _range_phrase(bounds: RateRange) -> Phrase:
    if bounds.minimum_eur is None:
        return Phrase.RANGE_UP_TO
    return Phrase.RANGE_FROM if bounds.maximum_eur is None else Phrase.RANGE_FROM_TO


def _printed(bounds: RateRange) -> dict[str, str]:
    """Return the bounds that are known, by name."""
    both = {"minimum_eur": bounds.minimum_eur, "maximum_eur": bounds.maximum_eur}
    return {name: str(amount) for name, amount in both.items() if amount is not None}
