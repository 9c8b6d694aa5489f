"""What a picture shows of a grant: its lines by kind, its bounds, or that there is no amount.

Examples:
    >>> from erasmus_grants.testing import toy_calculator, toy_mobility
    >>> grant = toy_calculator().calculate(toy_mobility())
    >>> [str(amount) for amount in amounts_by_kind(grant)], bounds_of(grant)
    (['200.00', '700.00', '0.00'], None)
"""

from decimal import Decimal

from erasmus_grants.basics.labels import Labels
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.money import ZERO_EUR
from erasmus_grants.basics.vocabulary import GrantStatus, LineKind
from erasmus_grants.plots.pictures import INDIVIDUAL, NOT_ELIGIBLE, TOP_UPS, TRAVEL, UNBOUNDED, Fill
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.records.parts import amounts_by_part
from erasmus_grants.records.tables import range_told


def kinds_told(language: Language) -> tuple[tuple[str, Fill], ...]:
    """Return what the kinds of lines are called and how they look, in the order of `amounts_by_kind`."""
    lines = language.lines
    names = (lines[LineKind.TRAVEL_SUPPORT], lines[LineKind.INDIVIDUAL_SUPPORT], language.labels.top_ups)
    return tuple(zip(names, (TRAVEL, INDIVIDUAL, TOP_UPS), strict=True))


def amounts_by_kind(grant: GrantBreakdown) -> tuple[Decimal, ...]:
    """Return what the lines of a grant that is known come to: travel support, individual support, top-ups [EUR]."""
    return tuple(amounts_by_part(grant).values())


def is_granted(grant: GrantBreakdown) -> bool:
    """Return whether the total of a grant is certain."""
    return grant.status is GrantStatus.GRANTED


def bounds_of(grant: GrantBreakdown) -> tuple[Decimal, Decimal] | None:
    """Return between what a grant that is not yet known lies [EUR]; None: it has no highest total, or is known."""
    if grant.status is not GrantStatus.UNDETERMINED or grant.maximum_total_eur is None:
        return None
    return grant.minimum_total_eur or ZERO_EUR, grant.maximum_total_eur


def without_amount(grant: GrantBreakdown, labels: Labels) -> tuple[str, Fill] | None:
    """Return how it is shown that a grant has neither a total nor bounds, and what that is called; None: it has."""
    if grant.status is GrantStatus.NOT_ELIGIBLE:
        return labels.is_not_eligible, NOT_ELIGIBLE
    if grant.status is GrantStatus.UNDETERMINED and grant.maximum_total_eur is None:
        return labels.no_bounds, UNBOUNDED
    return None


def answer_told(grant: GrantBreakdown, language: Language) -> str:
    """Return the answer in a few words: the total, its bounds, or that there is none.

    Examples:
        >>> from erasmus_grants.basics.english import ENGLISH
        >>> from erasmus_grants.testing import toy_calculator, toy_mobility
        >>> answer_told(toy_calculator().calculate(toy_mobility()), ENGLISH)
        '900.00 EUR'
    """
    labels = language.labels
    if grant.status is GrantStatus.NOT_ELIGIBLE:
        return labels.is_not_eligible
    amount = range_told(grant.minimum_total_eur, grant.maximum_total_eur, labels)
    return f"{amount} {labels.eur}" if amount else labels.is_undetermined


def mobility_told(mobility: Mobility, language: Language) -> str:
    """Return in a few words which mobility it is.

    Examples:
        >>> from erasmus_grants.basics.english import ENGLISH
        >>> from erasmus_grants.testing import toy_mobility
        >>> mobility_told(toy_mobility(sending_country="FR", receiving_country="SN"), ENGLISH)
        'STA outgoing, France to Senegal'
        >>> mobility_told(toy_mobility(receiving_country="SN"), ENGLISH)
        'STA outgoing, Senegal'
        >>> mobility_told(toy_mobility(), ENGLISH)
        'STA outgoing'
    """
    kind = f"{mobility.activity} {language.words([mobility.direction])}"
    start, end = (
        language.countries.get(code or "", "") for code in (mobility.sending_country, mobility.receiving_country)
    )
    where = language.labels.period.format(start=start, end=end) if start and end else start or end
    return f"{kind}, {where}" if where else kind
