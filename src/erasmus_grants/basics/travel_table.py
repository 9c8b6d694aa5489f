"""The amounts of travel support, by distance.

Bands are half-open: what is printed as 100-499 km is read as from 100 to less than 500.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education, funding rules, "Travel support":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> bands = toy_rulebook().travel_support[0]
    >>> [(band.from_km, band.below_km) for band in bands.bands][:2]
    [(10, 100), (100, 1000)]
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Discriminator, Field, Tag, model_validator

from erasmus_grants.basics.field_types import Many, is_mapping
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.money import Rate
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.scope import Entry, NotPublished, published_or_not
from erasmus_grants.basics.sources import SENTENCE, Source, Words


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
        for band in self.bands:
            if band.below_km is not None and band.below_km <= band.from_km:
                sentence = f"the band that starts at {band.from_km} km ends at {band.below_km} km"
                raise invalid(DistanceBands, ("bands", sentence, band.below_km))
        for band, following in pairwise(self.bands):
            if band.below_km != following.from_km:
                gap = "a gap" if (band.below_km or 0) < following.from_km else "an overlap"
                end = "open" if band.below_km is None else f"to less than {band.below_km} km"
                sentence = f"there is {gap} between bands: one is {end}, the next starts at {following.from_km} km"
                raise invalid(DistanceBands, ("bands", sentence, following.from_km))
        if self.bands[-1].below_km is not None:
            sentence = f"the last band is open at the top, and this one ends at {self.bands[-1].below_km} km"
            raise invalid(DistanceBands, ("bands", sentence, self.bands[-1].below_km))
        return self

    @property
    def figures(self) -> Mapping[str, Decimal]:
        """The amounts of each band, which are fixed even where it is not decided whether they are paid."""
        return {name: amount for band in self.bands for name, amount in _amounts(band)}

    @property
    def gives_way(self) -> bool:
        """Whether it is not decided that these amounts are paid: a decision answers it."""
        return self.not_decided is not None

    def filled_in_by(self, other: "DistanceBands") -> set[str]:
        """Return the names of the amounts of another table for distances of which none is published in this one.

        Examples:
            >>> from erasmus_grants.testing import toy_source
            >>> rows = [{"from_km": 10, "below_km": 100, "standard_eur": 20}, {"from_km": 100, "not_published": "ask."}]
            >>> ours, source = [rows[0], {"from_km": 100, "standard_eur": 300}], toy_source()
            >>> DistanceBands(bands=rows, source=source).filled_in_by(DistanceBands(bands=ours, source=source))
            {'standard travel from 100 km'}
        """
        return {name for band in other.bands if self._is_silent_of(band) for name, _ in _amounts(band)}

    def _is_silent_of(self, other: DistanceBand) -> bool:
        """Return whether no amount is published for any distance of a band."""
        common = [band for band in self.bands if _meet(band, other)]
        return other.from_km >= self.bands[0].from_km and all(band.standard_eur is None for band in common)


def _amounts(band: DistanceBand) -> Iterator[tuple[str, Decimal]]:
    """Yield the amounts of a band, each with a name."""
    for mode, amount in (("standard", band.standard_eur), ("green", band.green_eur)):
        if amount is not None:
            yield f"{mode} travel {_kilometres(band)}", amount


def _meet(one: DistanceBand, other: DistanceBand) -> bool:
    """Return whether some distance is in both of two bands."""
    ends_after = [
        first.below_km is None or first.below_km > then.from_km for first, then in ((one, other), (other, one))
    ]
    return all(ends_after)


def _kilometres(band: DistanceBand) -> str:
    """Return from where to where a band goes; one that ends elsewhere is another band."""
    end = "" if band.below_km is None else f" to less than {band.below_km}"
    return f"from {band.from_km}{end} km"


class NotPaid(Entry):
    """No travel support is paid for these mobilities, and somebody has decided so."""

    not_paid: Annotated[Words, SENTENCE] = Field(description="who decided it, in a sentence")

    @model_validator(mode="after")
    def _says_who(self) -> Self:
        if self.not_paid.strip() == "?":
            raise invalid(NotPaid, ("not_paid", "this is still to be filled in: who decided it, in a sentence", "?"))
        return self


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
