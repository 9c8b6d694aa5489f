"""Ranges of rates: the programme prints bounds, and the institution or its National Agency sets the rate.

A rulebook that holds a range and no rate pays nothing: it says the range.  A rulebook that holds both has its rates
inside the range.

Source:
    Beneficiary Module, applicable rates: an institution enters its own within the range of its National Agency:
    https://wikis.ec.europa.eu/pages/viewpage.action?pageId=180000453

Examples:
    >>> from erasmus_grants.testing import toy_source
    >>> range_in_words(RateRange(minimum_eur=80, maximum_eur="180.00", source=toy_source()))
    '80.00 to 180.00 EUR'
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Self

from pydantic import Field, model_validator

from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.model import Choice, invalid
from erasmus_grants.basics.money import Rate
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.vocabulary import FindingCode, LivingCosts, Phrase, Term
from erasmus_grants.records.findings import Finding

_UNIT_OF_RATE: Final[Mapping[Term, Phrase]] = {
    Term.STAFF: Phrase.A_DAY,
    Term.LONG_TERM_PHYSICAL: Phrase.A_MONTH,
    Term.SHORT_TERM_PHYSICAL: Phrase.A_DAY,
}
"""What the rate of each kind of stay is paid for."""


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
    return dearer >= cheaper + least


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
    half, width = Decimal("0.5"), most - least
    return EXACT.divide(rate_eur - half - least, width), EXACT.divide(rate_eur + half - least, width)


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
    """Return the blocking finding that there is a range, and no rate within it.

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
