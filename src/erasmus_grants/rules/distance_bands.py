"""Travel support by distance band.

One distance, measured one way, picks one band, and the amount of the band pays for both ways.  Bands are half-open:
what is printed as 100-499 km is read as from 100 to less than 500.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education, funding rules, "Travel support":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> bands = toy_rulebook().travel_support[0]
    >>> travel_support(Decimal(742), mode=TravelMode.STANDARD, bands=bands).lines[0].amount_eur
    Decimal('200.00')
"""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Discriminator, Field, Tag, model_validator

from erasmus_grants.basics.algebra import Comparable, Condition, Quantity, case, number
from erasmus_grants.basics.model import Many, Model, invalid, is_mapping
from erasmus_grants.basics.money import ZERO_EUR, Rate
from erasmus_grants.basics.scope import Entry, NotPublished, published_or_not
from erasmus_grants.basics.sources import SENTENCE, Source, Words
from erasmus_grants.basics.vocabulary import FindingCode, LineBasis, LineKind, Phrase, ReasonCode, TravelMode
from erasmus_grants.records.findings import Finding, Reason
from erasmus_grants.records.lines import GrantLine, OpenLine, RuleResult, grant_line, no_rate, open_line, unknown_line


class DistanceBand(Model):
    """The amounts from one distance to less than another."""

    from_km: int = Field(ge=0, description="where the band starts [km]")
    below_km: int | None = Field(default=None, ge=1, description="where the next one starts; omitted: open [km]")
    standard_eur: Rate | None = Field(default=None, description="standard travel, there and back [EUR]")
    green_eur: Rate | None = Field(default=None, description="green travel; omitted: not published [EUR]")
    not_published: Annotated[Words | None, SENTENCE] = Field(
        default=None, description="in place of amounts: why there is no figure"
    )
    source: Source | None = Field(default=None, description="where it is printed, if not with the table")

    @model_validator(mode="after")
    def _has_amounts_or_says_why_not(self) -> Self:
        if (self.standard_eur is None) is (self.not_published is None):
            sentence = "a band has either an amount of standard travel, or says in not_published why there is none"
            raise invalid(DistanceBand, ("standard_eur", sentence, None))
        if self.standard_eur is None and self.green_eur is not None:
            raise invalid(DistanceBand, ("green_eur", "a band without amounts has none of green travel", None))
        return self


class DistanceBands(Entry):
    """The travel support of a participant, by distance."""

    bands: Many[DistanceBand] = Field(min_length=1, description="ascending, without gap, the last one open")
    at_actual_cost: bool = Field(default=False, description="whether the actual cost is paid, up to the amount")
    not_decided: Annotated[Words | None, SENTENCE] = Field(
        default=None, description="who decides whether these amounts are paid; omitted: they are"
    )
    may_be_declined: bool = Field(
        default=False, description="whether a rulebook that is based on this one may say not_paid in its place"
    )

    @model_validator(mode="after")
    def _follow_each_other(self) -> Self:
        for band, following in pairwise(self.bands):
            if band.below_km != following.from_km:
                gap = "a gap" if (band.below_km or 0) < following.from_km else "an overlap"
                end = "open" if band.below_km is None else f"to less than {band.below_km} km"
                sentence = f"there is {gap} between bands: one is {end}, the next starts at {following.from_km} km"
                raise invalid(DistanceBands, ("bands", sentence, following.from_km))
        for band in self.bands:
            if band.below_km is not None and band.below_km <= band.from_km:
                sentence = f"the band that starts at {band.from_km} km ends at {band.below_km} km"
                raise invalid(DistanceBands, ("bands", sentence, band.below_km))
        if self.bands[-1].below_km is not None:
            sentence = f"the last band is open at the top, and this one ends at {self.bands[-1].below_km} km"
            raise invalid(DistanceBands, ("bands", sentence, self.bands[-1].below_km))
        return self

    @property
    def figures(self) -> Mapping[str, Decimal]:
        """The amounts of each band; none is fixed while it is not decided whether it is paid."""
        if self.not_decided is not None:
            return {}
        return {
            f"{mode} travel {_kilometres(band)}": amount
            for band in self.bands
            for mode, amount in (("standard", band.standard_eur), ("green", band.green_eur))
            if amount is not None
        }

    @property
    def gives_way(self) -> bool:
        """Whether it is not decided that these amounts are paid: a decision answers it."""
        return self.not_decided is not None


def _kilometres(band: DistanceBand) -> str:
    """Return from where to where a band goes; one that ends elsewhere is another band."""
    end = "" if band.below_km is None else f" to less than {band.below_km}"
    return f"from {band.from_km}{end} km"


class NotPaid(Entry):
    """No travel support is paid for these mobilities, and somebody has decided so."""

    not_paid: Annotated[Words, SENTENCE] = Field(description="who decided it, in a sentence")


def _variant(value: object) -> str:
    unpaid = "not_paid" in value if is_mapping(value) else isinstance(value, NotPaid)
    return "not_paid" if unpaid else published_or_not(value)


DistanceBandsEntry = Annotated[
    Annotated[DistanceBands, Tag("published")]
    | Annotated[NotPublished, Tag("not_published")]
    | Annotated[NotPaid, Tag("not_paid")],
    Discriminator(_variant),
]
"""Travel support by distance, or the statement that none is paid or published."""


def travel_support(
    distance_km: Decimal | None, *, mode: TravelMode, bands: DistanceBands | NotPublished | NotPaid
) -> RuleResult:
    """Return what one participant receives for the journey there and back.

    Args:
        distance_km: One-way distance between the places of origin and activity [km, 0 or more]; None: not stated.
        mode: The main means of transport.
        bands: The table of the rulebook that applies.

    Returns:
        A line in every case, at 0.00 below the first band, and what is worth knowing about it; without a distance or
        an amount, a line that is not known, and the finding that says so; nothing where none is paid.

    Source:
        Programme Guide, Part B, funding rules, "Travel support"; the table used is in `line.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> bands = toy_rulebook().travel_support[0]
        >>> travel_support(Decimal("99.99"), mode=TravelMode.GREEN, bands=bands).lines[0].amount_eur
        Decimal('30.00')
    """
    if isinstance(bands, NotPublished):
        return no_rate(bands, LineKind.TRAVEL_SUPPORT, LineBasis.PARTICIPANT)
    if isinstance(bands, NotPaid):
        return RuleResult((), (Finding.of(FindingCode.TRAVEL_SUPPORT_NOT_PAID, bands.source, why=bands.not_paid),))
    if bands.not_decided is not None:
        return _if_decided(distance_km, mode, bands, why=bands.not_decided)
    return _of_bands(distance_km, mode, bands)


def _of_bands(distance_km: Decimal | None, mode: TravelMode, bands: DistanceBands) -> RuleResult:
    """Return what a table of amounts pays for a journey."""
    if distance_km is None:
        return RuleResult(
            (), (Finding.of(FindingCode.DISTANCE_MISSING, bands.source),), (_of_any_distance(mode, bands),)
        )
    band = band_of(distance_km, bands)
    if band is None:
        return _below_first_band(distance_km, bands)
    if band.standard_eur is None:
        line = unknown_line(LineKind.TRAVEL_SUPPORT, LineBasis.PARTICIPANT, band.source or bands.source)
        return RuleResult((), (_no_amount(band, bands),), (line,))
    green = mode is TravelMode.GREEN
    paid = _line(distance_km, band, band.standard_eur, bands, green=green)
    return RuleResult((paid,), _findings(distance_km, band, bands, green=green))


def _if_decided(distance_km: Decimal | None, mode: TravelMode, bands: DistanceBands, *, why: str) -> RuleResult:
    """Return a line between nothing and what the table would pay, and the finding that says who decides it."""
    if distance_km is not None and band_of(distance_km, bands) is None:
        return _below_first_band(distance_km, bands)
    lines, findings, open_lines = _of_bands(distance_km, mode, bands)
    if lines:
        most_eur: Decimal | None = lines[0].amount_eur
        reasons = lines[0].reasons
    else:
        most_eur, reasons = open_lines[0].maximum_eur, open_lines[0].reasons
    line = open_line(
        LineKind.TRAVEL_SUPPORT,
        LineBasis.PARTICIPANT,
        quantity=1,
        rates_eur=(ZERO_EUR, most_eur),
        reasons=reasons,
        source=bands.source,
    )
    return RuleResult((), (Finding.of(FindingCode.RATE_NOT_PUBLISHED, bands.source, why=why), *findings), (line,))


def band_of(distance_km: Decimal, bands: DistanceBands) -> DistanceBand | None:
    """Return the band that contains a distance, or None below the first one.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> band_of(Decimal(100), toy_rulebook().travel_support[0]).from_km
        100
    """
    return case(((distance_km >= band.from_km, band) for band in reversed(bands.bands)), None)


def is_between_printed_bounds(distance_km: Quantity[Comparable] | Decimal, band: DistanceBand) -> Condition:
    """Return whether a distance in a band lies above the last kilometre that is printed for it, as 499.5 does.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> near = toy_rulebook().travel_support[0].bands[0]  # to less than 100 km
        >>> is_between_printed_bounds(Decimal("99.5"), near), is_between_printed_bounds(Decimal(99), near)
        (True, False)
    """
    return False if band.below_km is None else number(distance_km) > band.below_km - 1


def ends(bands: DistanceBands, *, green: bool) -> tuple[Decimal | None, Decimal | None]:
    """Return the lowest and the highest travel support of any distance [EUR]; None twice: a band has no amount.

    Args:
        bands: The table of the rulebook that applies.
        green: Whether the main means of transport is a green one.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> [str(end) for end in ends(toy_rulebook().travel_support[0], green=False)]
        ['0.00', '500.00']
    """
    amounts = [amount_of(band, green=green) for band in bands.bands]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        return None, None
    perhaps_nothing = (ZERO_EUR,) if bands.bands[0].from_km or bands.not_decided is not None else ()
    return min((*known, *perhaps_nothing)), max(known)


def amount_of(band: DistanceBand, *, green: bool) -> Decimal | None:
    """Return the amount of a band [EUR]; without one for green travel the standard one is paid.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> str(amount_of(toy_rulebook().travel_support[0].bands[0], green=True))
        '30.00'
    """
    return band.green_eur if green and band.green_eur is not None else band.standard_eur


def _of_any_distance(mode: TravelMode, bands: DistanceBands) -> OpenLine:
    """Return the line of a journey whose distance is not stated."""
    least, most = ends(bands, green=mode is TravelMode.GREEN)
    reason = Reason.of(ReasonCode.RATE_NOT_KNOWN if most is None else ReasonCode.LOWEST_TO_HIGHEST_BAND)
    return open_line(
        LineKind.TRAVEL_SUPPORT,
        LineBasis.PARTICIPANT,
        quantity=1,
        rates_eur=(least, most),
        reasons=(reason,),
        source=bands.source,
    )


def _line(
    distance_km: Decimal, band: DistanceBand, standard_eur: Decimal, bands: DistanceBands, *, green: bool
) -> GrantLine:
    reasons: tuple[Reason, ...] = (_in_band(distance_km, band),)
    amount = standard_eur
    if green and band.green_eur is not None:
        amount = band.green_eur
        reasons += (Reason.of(ReasonCode.GREEN_AMOUNT),)
    if bands.at_actual_cost:
        reasons += (Reason.of(ReasonCode.UP_TO_ACTUAL_COST),)
    return grant_line(
        LineKind.TRAVEL_SUPPORT,
        LineBasis.PARTICIPANT,
        quantity=1,
        rate_eur=amount,
        reasons=reasons,
        source=band.source or bands.source,
    )


def _no_amount(band: DistanceBand, bands: DistanceBands) -> Finding:
    """Return the finding that a band has no figures."""
    code, source, printed = FindingCode.RATE_NOT_PUBLISHED, band.source or bands.source, str(band.not_published)
    start, below = band.from_km, band.below_km
    if below is None:
        return Finding.of(code, source, why=Phrase.NO_AMOUNT_IN_LAST_BAND, from_km=start, not_published=printed)
    return Finding.of(code, source, why=Phrase.NO_AMOUNT_IN_BAND, from_km=start, below_km=below, not_published=printed)


def _in_band(distance_km: Decimal, band: DistanceBand) -> Reason:
    if band.below_km is None:
        return Reason.of(ReasonCode.DISTANCE_IN_LAST_BAND, distance_km=distance_km, from_km=band.from_km)
    code, below = ReasonCode.DISTANCE_IN_BAND, band.below_km
    return Reason.of(code, distance_km=distance_km, from_km=band.from_km, below_km=below)


def _findings(distance_km: Decimal, band: DistanceBand, bands: DistanceBands, *, green: bool) -> tuple[Finding, ...]:
    findings: tuple[Finding, ...] = ()
    source = band.source or bands.source
    if green and band.green_eur is None:
        findings += (Finding.of(FindingCode.GREEN_AMOUNT_NOT_PUBLISHED, source, paid=Phrase.STANDARD_AMOUNT_PAID),)
    if band.below_km is not None and is_between_printed_bounds(distance_km, band):
        code, start, below = FindingCode.DISTANCE_BETWEEN_PRINTED_BOUNDS, band.from_km, band.below_km
        findings += (Finding.of(code, source, distance_km=distance_km, from_km=start, below_km=below),)
    return findings


def _below_first_band(distance_km: Decimal, bands: DistanceBands) -> RuleResult:
    start, source = bands.bands[0].from_km, bands.bands[0].source or bands.source
    line = grant_line(
        LineKind.TRAVEL_SUPPORT,
        LineBasis.PARTICIPANT,
        quantity=1,
        rate_eur=ZERO_EUR,
        reasons=(Reason.of(ReasonCode.DISTANCE_BELOW_FIRST_BAND, distance_km=distance_km, from_km=start),),
        source=source,
    )
    code = FindingCode.BELOW_FIRST_DISTANCE_BAND
    return RuleResult((line,), (Finding.of(code, source, distance_km=distance_km, from_km=start),))
