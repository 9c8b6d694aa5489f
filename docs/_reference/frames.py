"""The page of frames: input columns, added columns, and how to read a trace."""

from collections.abc import Mapping
from typing import Final

from _reference.markdown import code, codes, page, table
from erasmus_grants.basics.vocabulary import FindingCode
from erasmus_grants.frames.outputs import MEANINGS
from erasmus_grants.frames.trace import BAND_BIT, FIELD_BITS, FINDING_BITS, MOST_BANDS, MOST_RATES, RATE_BIT
from erasmus_grants.records.fields import FIELDS, KINDS, REQUIRED, Kind
from erasmus_grants.records.mobility import Mobility

_KINDS: Final[Mapping[Kind, str]] = {
    Kind.WORD: "text, or categories of text",
    Kind.TEXT: "text, or categories of text",
    Kind.CONDITION: "true or false",
    Kind.WHOLE_NUMBER: "whole numbers, or floats and decimals that are whole",
    Kind.NUMBER: "numbers of any type, computed as 64-bit floats",
    Kind.DAY: "dates, or times at midnight without a zone",
}

_BACK_ENDS: Final = (
    ("polars, eager", "decimal, 38 digits", "all steps are optimised together; the fastest"),
    ("polars, lazy", "decimal, 38 digits", "nothing is collected"),
    (
        "pandas",
        "decimal of Arrow, of Python where pyarrow is not installed",
        "types that know nulls: `boolean`, and `Int64` for days and cents",
    ),
    ("pandas with Arrow types", "decimal of Arrow", ""),
    ("pyarrow", "decimal, 18 digits", "a `RecordBatch` comes back as one"),
    ("DuckDB", "decimal, 18 digits", "a relation; nothing is collected; the order of rows is not fixed"),
    ("Ibis", "decimal, 18 digits", "an expression; nothing is collected"),
    ("Dask", "decimal of Arrow", "parts are frames of pandas; nothing is collected"),
    ("PySpark", "decimal, 18 digits", "parts are tables of pyarrow; nothing is collected; needs Java 17"),
)


_PAYMENTS = ("pre_financing_eur", "balance_eur")


def frames_page() -> str:
    """Return the page of frames."""
    return page(
        "Frames",
        "`erasmus_grants.frames` computes whole lists (extra `frames`).\n"
        "`calculate_frame(frame, rulebook)` takes and returns the caller's own kind of frame.",
        "## Columns that are read",
        "A column with the name of a field of `Mobility` has its values; "
        '`columns={"Km": "distance_km"}` assigns other names.\n'
        "A missing column, and a null, mean the default of the field.\n"
        f"Only {codes(REQUIRED)} have no default.\n"
        "A column `rulebook` names the rulebook of each row.\n"
        "It is no field and has no default: a row with a null there cannot be read, even if one rulebook is given.\n"
        "Other columns are returned unchanged.\n"
        "But a column whose name is almost that of a field that has no column, as `partners` or `References`, is "
        "refused with a `FrameError`, because a misspelt field would otherwise be ignored without a message: "
        "rename it.",
        table(
            ("column", "holds", "meaning"),
            ((code(name), _KINDS[KINDS[name]], Mobility.model_fields[name].description or "") for name in FIELDS),
        ),
        "In a frame in memory, and in one of Dask or PySpark, "
        "columns of Python objects, and dates as text of the form YYYY-MM-DD, are read too, "
        "value by value.\n"
        "A float is read as it is printed, as in `Mobility`, and one of 32 bits too: 11.2, and not the "
        "11.199999809265137 that it is in 64 bits.\n"
        "A decimal is the nearest float, in every kind of frame.\n"
        "A number between 0 and 0.0001 cannot be read.\n"
        "NaN is a null in a frame of pandas; in the others it is a number that cannot be read.\n"
        "`explain_row` reads a row of pandas (a `Series`, or a named tuple) and any other row in the same ways.\n"
        "But most libraries give the values of a 32-bit column as Python floats of 64 bits; then `explain_row` reads "
        "what these print, and a column of 64 bits, cast from text, has no such difference.\n"
        "A `reference` may also be a number, or anything else, though a `Mobility` takes text alone: nothing is "
        "computed with it, and `explain_row` writes it as text of at most 200 characters.",
        "## Columns that are added",
        table(("column", "holds"), ((code(name), what) for name, what in MEANINGS.items())),
        f'Amounts are exact: decimals with two places, or whole cents with `money="cents"`.\n'
        f"{codes(_PAYMENTS)} are null if a grant is paid and no split between payments is published.\n"
        "Days and amounts, but the two bounds, are null in a row that is `undetermined`; "
        "all of them are null in one that is `unreadable`, and 0 in one that is `not_eligible`.\n"
        '`trace` is left out with `explain="none"`; the last four columns are added only with `explain="text"`.\n'
        "Between the items of `finding_codes`, `rate_ids` and `source_ids` there are a comma and a space.\n"
        "They are also between the fields in `INVALID_INPUT(distance_km, teaching_hours)`, which is then all that "
        "`finding_codes` has; `wrong_fields` lists them from the trace.\n"
        "`summarise` adds such a frame up ([a budget](../how-to/calculate-a-list-in-a-notebook.md#a-budget)).",
        "## Rows that cannot be read",
        "Such a row is kept, has the status `unreadable` and a negative trace; "
        'with `errors="raise"`, all such rows are '
        "raised as an `InvalidRowsError`.\n"
        "Its `rows` has the wrong fields of each row by its number, counted from 0; an index of pandas is not "
        "looked at.\n"
        "A frame that is not in memory cannot be asked for that.\n"
        "If the frame as a whole cannot be used, a `FrameError` lists its problems: "
        "a field in the index of a frame of pandas is one, since an index is not read; a reference may be there.\n"
        "Both errors are imported from `erasmus_grants.errors`.",
        "## How a trace is read",
        "A trace that is not negative has a bit for each finding, the number of the travel band "
        f"{_bits(BAND_BIT, MOST_BANDS)}, and the number of the rate {_bits(RATE_BIT, MOST_RATES)}.\n"
        "Bands are counted from 1 over all tables of travel support of the rulebook, and rates over its daily, "
        "monthly and short-stay rates; 0 means none, and a row that is not granted has none.\n"
        "A bit never changes its meaning; new findings get free bits.",
        table(
            ("bit", "finding"),
            ((str(bit), _linked(item)) for item, bit in FINDING_BITS.items()),
        ),
        "A negative trace, without its sign, has a bit for each wrong field.",
        table(("bit", "field"), ((str(bit), code(field)) for field, bit in FIELD_BITS.items())),
        "`erasmus_grants.frames.trace` has `codes_in`, `wrong_fields`, `band_in` and `rate_in`.",
        "## Kinds of frame",
        table(("kind", "type of the amounts", "notes"), _BACK_ENDS),
    )


def _linked(item: FindingCode) -> str:
    return f"[`{item}`](findings.md#{item.lower()})"


def _bits(bit: int, most: int) -> str:
    return f"in bits {bit} to {bit + most.bit_length() - 1} (at most {most})"
