"""The page of frames: what goes in, what is added, and how a trace is read."""

from collections.abc import Mapping
from typing import Final

from _reference.markdown import code, codes, page, table
from erasmus_grants.basics.vocabulary import FindingCode
from erasmus_grants.frames.amount_units import AMOUNTS, PAYMENTS
from erasmus_grants.frames.fields import FIELDS, KINDS, REQUIRED, Kind
from erasmus_grants.frames.trace import BAND_BIT, FIELD_BITS, FINDING_BITS, MOST_BANDS, MOST_RATES, RATE_BIT
from erasmus_grants.records.mobility import Mobility

_KINDS: Final[Mapping[Kind, str]] = {
    Kind.WORD: "text, or categories",
    Kind.TEXT: "text, or categories",
    Kind.CONDITION: "true or false",
    Kind.WHOLE_NUMBER: "whole numbers, or floats that are whole",
    Kind.NUMBER: "numbers of any type, computed as 64-bit floats",
    Kind.DAY: "dates, or times at midnight without a zone",
}

_ADDED: Final[Mapping[str, str]] = {
    "eligible": "whether no finding is blocking, and the row can be read",
    "funded_days": "days on site that individual support pays for, travel days apart [days]; 0 if not eligible",
    "travel_support_eur": "travel support [EUR]",
    "individual_support_eur": "individual support, travel days included [EUR]",
    "top_ups_eur": "all top-ups [EUR]",
    "total_eur": "the sum of the three [EUR]",
    "pre_financing_eur": "what is paid before the report [EUR]",
    "balance_eur": "what is paid after it [EUR]",
    "trace": "what was found, and which band and rate paid, in one number",
    "finding_codes": "the codes of all findings, with commas; `INVALID_INPUT(...)` names the wrong fields",
    "travel_band": "the band in which the distance lies",
    "rate_ids": "the rate and the top-ups that are paid, by their place in the rulebook",
    "source_ids": "the ids of the sources that the lines cite, in the order of the rulebook",
}

_BACK_ENDS: Final = (
    ("polars, eager", "decimal, 38 digits", "steps are optimised together; the fastest"),
    ("polars, lazy", "decimal, 38 digits", "nothing is collected"),
    ("pandas", "decimal of Arrow, of Python where pyarrow is not installed", "cents that may be null are `Int64`"),
    ("pandas with Arrow types", "decimal of Arrow", ""),
    ("pyarrow", "decimal, 18 digits", ""),
    ("DuckDB", "decimal, 18 digits", "a relation; nothing is collected; rows in no order of their own"),
    ("Ibis", "decimal, 18 digits", "an expression; nothing is collected"),
    ("Dask", "decimal of Arrow", "nothing is collected; takes seconds to plan"),
    ("PySpark", "decimal, 18 digits", "nothing is collected; takes seconds to plan; needs Java 17"),
)


def frames_page() -> str:
    """Return the page of frames."""
    return page(
        "Frames",
        "`erasmus_grants.frames` computes whole lists (extra `frames`).\n"
        "`calculate_frame(frame, rulebook)` takes and returns the caller's own kind of frame.",
        "## Columns that are read",
        'A column of the same name as a field of `Mobility` holds it; `columns={"Km": "distance_km"}` renames.\n'
        "A column that is missing, and a null, mean the field's default.\n"
        f"Only {codes(REQUIRED)} have none.\n"
        "A column `rulebook` names the rulebook of each row.\n"
        "Other columns stay as they are.",
        table(
            ("column", "holds", "meaning"),
            ((code(name), _KINDS[KINDS[name]], Mobility.model_fields[name].description or "") for name in FIELDS),
        ),
        "In a frame in memory, a column of Python objects and dates as text of the form YYYY-MM-DD are read too, "
        "value by value.\n"
        "A float is taken as it prints, as in `Mobility`; one between 0 and 0.0001 cannot be read.",
        "## Columns that are added",
        table(("column", "holds"), ((code(name), what) for name, what in _ADDED.items())),
        f'Amounts are exact: decimals with two places, or whole cents with `money="cents"`.\n'
        f"{codes(PAYMENTS)} are null where a grant is paid and no split between payments is published; "
        f"the other {len(AMOUNTS) - len(PAYMENTS)} never are.\n"
        '`trace` is left out with `explain="none"`; the four last columns are added with `explain="text"`.',
        "## Rows that cannot be read",
        'Such a row stays, is not eligible, and its trace is negative; `errors="raise"` raises `InvalidRowsError` '
        "with all of them instead.\n"
        "A frame that cannot be meant as a whole is a `FrameError` with every problem.",
        "## How a trace is read",
        "A trace that is not negative holds a bit for each finding, the number of the travel band "
        f"{_bits(BAND_BIT, MOST_BANDS)}, and the number of the rate {_bits(RATE_BIT, MOST_RATES)}.\n"
        "Bands are counted from 1 through all tables of travel support of the rulebook, rates through its daily, "
        "monthly and short-stay rates; 0 is none, and a row that is not eligible has none.\n"
        "A bit never changes its meaning; new findings take free ones.",
        table(
            ("bit", "finding"),
            ((str(bit), _linked(item)) for item, bit in FINDING_BITS.items()),
        ),
        "A negative trace, without its sign, holds a bit for each wrong field.",
        table(("bit", "field"), ((str(bit), code(field)) for field, bit in FIELD_BITS.items())),
        "`erasmus_grants.frames.trace` has `codes_in`, `wrong_fields`, `band_in` and `rate_in`.",
        "## Kinds of frame",
        table(("kind", "amounts are", "worth knowing"), _BACK_ENDS),
    )


def _linked(item: FindingCode) -> str:
    return f"[`{item}`](findings.md#{item.lower()})"


def _bits(bit: int, most: int) -> str:
    return f"in bits {bit} to {bit + most.bit_length() - 1} (at most {most})"
