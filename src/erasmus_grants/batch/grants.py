"""The grants of some rows of a file.

Examples:
    >>> from erasmus_grants.frames.columns import columns_of
    >>> from erasmus_grants.rulebooks import get_rulebook
    >>> columns = columns_of(["activity", "direction", "start_date", "end_date", "distance_km"], {})
    >>> rows = [["STA", "outgoing", "2022-03-07", "2022-03-11", "far"]]
    >>> computed = Grants(columns, [get_rulebook("usmb-icm-2023")], list(columns.names), ".").of(rows)
    >>> computed.eligible, computed.texts["finding_codes"]
    ([False], ['INVALID_INPUT(distance_km)'])
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from erasmus_grants.basics.money import from_cents
from erasmus_grants.batch.cells import Value, read_column
from erasmus_grants.batch.pyarrow_types import Array, array, frame_of
from erasmus_grants.batch.tables import Added
from erasmus_grants.frames.amount_units import AMOUNTS
from erasmus_grants.frames.calculation import Explain, calculated
from erasmus_grants.frames.columns import READ, RULEBOOK, WRONG, Columns
from erasmus_grants.frames.fields import KINDS, Kind
from erasmus_grants.frames.outputs import TEXTS
from erasmus_grants.rulebook.model import Rulebook

_ROW = "row"
_TYPES: Mapping[Kind, str] = {
    Kind.WORD: "string",
    Kind.TEXT: "string",
    Kind.CONDITION: "bool",
    Kind.WHOLE_NUMBER: "int64",
    Kind.NUMBER: "float64",
    Kind.DAY: "day",
}


def added_types(explain: Explain) -> dict[str, str]:
    """Return each column that is added, with its type.

    Args:
        explain: How much of the reasons, as for `calculate_frame`.

    Examples:
        >>> list(added_types("none"))[:3]
        ['eligible', 'funded_days', 'travel_support_eur']
    """
    types = {"eligible": "bool", "funded_days": "int64", **dict.fromkeys(AMOUNTS, "euros")}
    if explain != "none":
        types["trace"] = "int64"
    return types | (dict.fromkeys(TEXTS, "string") if explain == "text" else {})


class Computed(NamedTuple):
    """What was computed of some rows.

    Attributes:
        eligible: Which are.
        funded_days: What individual support pays for [days].
        amounts: Each amount [cents]; None where no split between payments is published.
        trace: The trace of each.
        texts: What it says in words.
        rulebooks: The id of the rulebook of each.
    """

    eligible: Sequence[bool]
    funded_days: Sequence[int]
    amounts: Mapping[str, Sequence[int | None]]
    trace: Sequence[int]
    texts: Mapping[str, Sequence[str]]
    rulebooks: Sequence[Value]

    def added(self, names: Sequence[str]) -> Added:
        """Return the columns of these names as they are written, with amounts in euros."""
        euros = {
            name: [None if one is None else from_cents(one) for one in cents] for name, cents in self.amounts.items()
        }
        columns = {"eligible": self.eligible, "funded_days": self.funded_days, "trace": self.trace}
        there: dict[str, Sequence[object]] = {**columns, **euros, **self.texts}
        return Added(tuple(names), tuple(there[name] for name in names))


class Grants:
    """Computes rows of cells, some thousand at a time."""

    def __init__(
        self, columns: Columns, rulebooks: Sequence[Rulebook], names: Sequence[str], decimal_mark: str
    ) -> None:
        """Prepare to compute.

        Args:
            columns: Which columns are fields.
            rulebooks: The rulebooks that the caller named; none where each row names one.
            names: The columns of a row, in their order.
            decimal_mark: What the file writes between a number and its decimals.
        """
        self._places = {field: names.index(name) for field, name in columns.names.items()}
        self._rulebooks = list(rulebooks)
        self._decimal_mark = decimal_mark

    def of(self, rows: Sequence[Sequence[object]]) -> Computed:
        """Return the grants of some rows.

        Raises:
            FrameError: There is no rulebook, or not for these columns.
        """
        columns: dict[str, Array] = {_ROW: array(range(len(rows)), "int64")}
        wrong: dict[str, str] = {}
        rulebooks: Sequence[Value] = [book.id for book in self._rulebooks[:1]] * len(rows)
        for field, place in self._places.items():
            kind = KINDS.get(field, Kind.WORD)
            read = read_column([row[place] for row in rows], kind, self._decimal_mark)
            columns[f"{READ}{field}"] = array(read.values, _TYPES[kind])
            if read.wrong is not None:
                wrong[field] = f"{WRONG}{field}"
                columns[f"{WRONG}{field}"] = array(read.wrong, "bool")
            if field == RULEBOOK:
                rulebooks = read.values
        here = Columns({field: f"{READ}{field}" for field in self._places}, wrong)
        done = calculated(frame_of(columns), here, self._rulebooks or None, money="cents", explain="text")
        return Computed(
            done["eligible"].to_list(),
            done["funded_days"].to_list(),
            {name: done[name].to_list() for name in AMOUNTS},
            done["trace"].to_list(),
            {name: done[name].to_list() for name in TEXTS},
            rulebooks,
        )
