"""What is said of each row besides its amounts: the trace, and the same in words.

Examples:
    >>> _joined([(True, "DISTANCE_MISSING"), (False, "COUNTRY_MISSING"), (True, "ROLE_NOT_ELIGIBLE")])
    'DISTANCE_MISSING, ROLE_NOT_ELIGIBLE'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from erasmus_grants.basics.algebra import Column, Condition, Whole, any_of, as_expr, case, is_one_of, not_
from erasmus_grants.basics.errors import FrameError
from erasmus_grants.basics.travel_table import DistanceBand
from erasmus_grants.basics.untyped import Frame
from erasmus_grants.basics.vocabulary import FindingCode, GrantStatus
from erasmus_grants.engine.rows.granted import Granted
from erasmus_grants.engine.rows.travel_support import bands_of
from erasmus_grants.frames.amount_units import UNKNOWN
from erasmus_grants.frames.trace import (
    BAND_BIT,
    FIELD_BITS,
    FINDING_BITS,
    MOST_BANDS,
    MOST_RATES,
    RATE_BIT,
)
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.tables import RATE_TABLES

TEXTS = ("finding_codes", "travel_band", "rate_ids", "source_ids")
"""The columns of `explain="text"`."""

MEANINGS: Final[Mapping[str, str]] = {
    "status": "`granted`, `not_eligible` or `undetermined`; `unreadable` if the row cannot be read",
    "eligible": "whether no finding refuses the row; null where that is not known, or the row cannot be read",
    "funded_days": "paid days on site, without travel days [days]; 0 if not eligible",
    "travel_support_eur": "travel support [EUR]",
    "individual_support_eur": "individual support, including travel days [EUR]",
    "top_ups_eur": "all top-ups [EUR]",
    "total_eur": "the sum of the three [EUR]",
    "minimum_total_eur": "the lowest total that any answer gives; null where no printed figure bounds it [EUR]",
    "maximum_total_eur": "the highest total that any answer gives; null where no printed figure bounds it [EUR]",
    "pre_financing_eur": "the payments before the report [EUR]",
    "balance_eur": "the payment after the report [EUR]",
    "trace": "the findings, the travel band and the rate, in one number",
    "finding_codes": "the codes of all findings, separated by commas; `INVALID_INPUT(...)` names the wrong fields",
    "travel_band": "the band in which the distance lies",
    "rate_ids": "the rate and the top-ups that are paid, by their place in the rulebook",
    "source_ids": "the ids of the sources of the lines, in the order of the rulebook",
}
"""What each column that is added holds."""

UNREADABLE: Final = "unreadable"
"""The status of a row that cannot be read, which is none of the three answers."""


def status_of(grants: Sequence[Granted]) -> Column | str:
    """Return the answer of each row, in a word."""
    cases = [
        (any_of(grant.granted for grant in grants), GrantStatus.GRANTED.value),
        (any_of(grant.undetermined for grant in grants), GrantStatus.UNDETERMINED.value),
        (any_of(grant.not_eligible for grant in grants), GrantStatus.NOT_ELIGIBLE.value),
    ]
    return case(cases, UNREADABLE)


def eligible_of(grants: Sequence[Granted]) -> Whole:
    """Return 1 for a row that no rule refuses, 0 for one that is refused, and `UNKNOWN` where neither is certain."""
    eligible = any_of(grant.granted | grant.undetermined & not_(grant.eligibility_open) for grant in grants)
    return case([(eligible, 1), (any_of(grant.not_eligible for grant in grants), 0)], UNKNOWN)


def bounds_of(grants: Sequence[Granted], total: Whole, answered: Condition) -> tuple[Whole, Whole]:
    """Return between what the total of each row lies, in cents; `UNKNOWN` where nothing bounds it.

    Args:
        grants: What each rulebook grants.
        total: The total of a row that is granted, and 0 of one that is refused.
        answered: Which rows are granted or refused.
    """
    least: list[tuple[Condition, Whole]] = [(answered, total)]
    most: list[tuple[Condition, Whole]] = [(answered, total)]
    for grant in grants:
        here, sums = grant.undetermined, grant.amounts
        least.append((here & grant.eligibility_open & not_(sums.no_lowest), 0))
        least.append((here & not_(sums.no_lowest), sums.lowest))
        most.append((here & not_(sums.no_highest), sums.highest))
    return case(least, UNKNOWN), case(most, UNKNOWN)


def trace_of(grants: Sequence[Granted], wrong: Mapping[str, Condition], is_readable: Condition) -> Frame:
    """Return the trace of each row.

    Args:
        grants: What each rulebook grants.
        wrong: For each field where it cannot be read.
        is_readable: Which rows can be read.

    Raises:
        FrameError: A rulebook has more bands or rates than a trace can number.
    """
    traces: list[tuple[Condition, Whole]] = []
    for grant in grants:
        bits: Whole = 0
        for code, where in grant.found.items():
            bits += case([(where, 1 << FINDING_BITS[code])], 0)
        bands, rates = _numbers(grant.book)
        if bands > MOST_BANDS or rates > MOST_RATES:
            raise FrameError(f"{grant.book.id} has {bands} travel bands and {rates} rates, too many for a trace")
        paid = grant.amounts.band * (1 << BAND_BIT) + grant.amounts.rate * (1 << RATE_BIT)
        traces.append((grant.where & is_readable, bits + case([(grant.granted, paid)], 0)))
    unreadable: Whole = 0
    for field, where in wrong.items():
        unreadable += case([(where, -1 << FIELD_BITS[field])], 0)
    return case(traces, unreadable)


def _numbers(book: Rulebook) -> tuple[int, int]:
    """Return how many bands and rates a rulebook has."""
    rates = sum(len(getattr(book, table)) for table in RATE_TABLES.values())
    return len(bands_of(book.travel_support)), rates


def texts_of(grants: Sequence[Granted], wrong: Mapping[str, Condition], is_readable: Condition) -> dict[str, Frame]:
    """Return what a trace says, in words: the columns of `explain="text"`.

    Args:
        grants: What each rulebook grants.
        wrong: For each field where it cannot be read.
        is_readable: Which rows can be read.
    """
    fields = _named(_joined([(where, field) for field, where in wrong.items()]))
    found: list[tuple[Condition, Column | str]] = []
    bands: list[tuple[Condition, Column | str]] = []
    rates: list[tuple[Condition, Column | str]] = []
    sources: list[tuple[Condition, Column | str]] = []
    for grant in grants:
        readable_here = grant.where & is_readable
        codes = [(grant.found[code], code.value) for code in FINDING_BITS if code in grant.found]
        found.append((readable_here, _joined(codes)))
        texts = [_band_in_words(band) for band in bands_of(grant.book.travel_support)]
        number = grant.amounts.band
        by_number = [(is_one_of(number, (place,)), text) for place, text in enumerate(texts, 1)]
        bands.append((grant.granted, case(by_number, "")))
        rates.append((grant.granted, _joined(_rate_rows(grant))))
        sources.append((grant.granted, _joined(_cited(grant))))
    return dict(zip(TEXTS, (case(found, fields), *(case(cases, "") for cases in (bands, rates, sources))), strict=True))


def _named(fields: Column | str) -> Column | str:
    """Return the finding of a row whose fields cannot be read."""
    if isinstance(fields, str):
        return f"{FindingCode.INVALID_INPUT}({fields})"
    dialect = fields.steps.dialect
    before, after = dialect.lit(f"{FindingCode.INVALID_INPUT}("), dialect.lit(")")
    return fields.with_expr(dialect.concat_str(before, fields.expr, after))


def _band_in_words(band: DistanceBand) -> str:
    return f"{band.from_km} <= km" + ("" if band.below_km is None else f" < {band.below_km}")


def _rate_rows(grant: Granted) -> list[tuple[Condition, str]]:
    """Return where each rate and top-up is paid, by its place in the rulebook."""
    rows: list[tuple[Condition, str]] = []
    book, number = grant.book, 0
    for table in RATE_TABLES.values():
        for place, _ in enumerate(getattr(book, table)):
            number += 1
            rows.append((is_one_of(grant.amounts.rate, (number,)), f"{table}[{place}]"))
    return [*rows, *((paid, place) for place, paid in grant.amounts.top_up_rows)]


def _cited(grant: Granted) -> list[tuple[Condition, str]]:
    """Return where each source is cited by a line, in the order of the rulebook's sources."""
    places: dict[str, Condition] = {}
    for source_id, where in grant.amounts.cited:
        places[source_id] = places.get(source_id, False) | where
    return [(places[source.id], source.id) for source in grant.book.sources if source.id in places]


def _joined(cases: Iterable[tuple[Condition, str]]) -> Column | str:
    """Return the texts whose conditions hold, with commas between them."""
    parts = [(case([(where, f", {text}")], ""), where) for where, text in cases]
    columns = [where for _, where in parts if isinstance(where, Column)]
    if not columns:
        return "".join(str(part) for part, _ in parts)[2:]
    dialect = columns[0].steps.dialect
    text = dialect.concat_str(*(as_expr(part, dialect) for part, _ in parts if not _is_empty(part))).str.slice(2)
    return Column(text, columns[0].steps, max(where.depth for where in columns))


def _is_empty(part: object) -> bool:
    return isinstance(part, str) and not part
