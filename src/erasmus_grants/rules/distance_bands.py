"""Travel support by distance band.

One distance, measured one way, picks one band of a `travel_table`, and the amount of the band pays for both ways.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education, funding rules, "Travel support":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> bands = toy_rulebook().travel_support[0]
    >>> travel_support(Decimal(742), mode=TravelMode.STANDARD, bands=bands).lines[0].amount_eur
    Decimal('200.00')
"""

from decimal import Decimal

from erasmus_grants.basics.algebra import Comparable, Condition, Quantity, case, number
from erasmus_grants.basics.money import ZERO_EUR
from erasmus_grants.basics.scope import NotPublished
from erasmus_grants.basics.travel_table import DistanceBand, DistanceBands, NotPaid
from erasmus_grants.basics.vocabulary import FindingCode, LineBasis, LineKind, Phrase, ReasonCode, TravelMode
from erasmus_grants.records.findings import Finding, Reason
from erasmus_grants.records.lines import GrantLine, OpenLine, RuleResult, grant_line, no_rate, open_line, unknown_line


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
