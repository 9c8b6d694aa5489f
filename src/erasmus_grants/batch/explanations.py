"""What is said of each row of a list besides its columns: its cells as they were read, sentences, and lines.

Examples:
    >>> from erasmus_grants.batch.recognition import recognised
    >>> from erasmus_grants.rulebooks import get_rulebook
    >>> names = ["activity", "direction", "start_date", "end_date", "distance_km", "teaching_hours"]
    >>> books, rows = [get_rulebook("usmb-icm-2023")], [["STA", "outgoing", "7.3.2022", "11.3.2022", "4 070", "2"]]
    >>> grants = Grants(recognised(names, {}), books)
    >>> (told,) = Explanations(grants, books).of(rows, grants.of(rows), Detail.SENTENCES)
    >>> told.cells[2:]
    [datetime.date(2022, 3, 7), datetime.date(2022, 3, 11), 4070.0, 2.0]
    >>> told.sentences
    (('TEACHING_HOURS_TOO_FEW', '2 hours of teaching are planned; 8 are required for 5 days.'),)
"""

from collections.abc import Iterable, Iterator, Sequence

from erasmus_grants.basics.vocabulary import FindingCode
from erasmus_grants.batch.calculators import Calculators
from erasmus_grants.batch.cities import NOTHING_TOLD, RowDistance, told
from erasmus_grants.batch.grants import Computed, Grants
from erasmus_grants.batch.tables import Detail, Explained
from erasmus_grants.frames.trace import FINDING_BITS, codes_in
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.rulebook.model import Rulebook


class Explanations:
    """Explains rows whose grants were computed, by computing the grant of each anew with all that it says."""

    def __init__(self, grants: Grants, rulebooks: Iterable[Rulebook]) -> None:
        """Prepare to explain.

        Args:
            grants: What computed the rows.
            rulebooks: The rulebooks that the caller named; none where each row names one.
        """
        self._grants = grants
        self._calculators = Calculators(rulebooks)

    def of(self, rows: Sequence[Sequence[object]], computed: Computed, detail: Detail) -> Iterator[Explained]:
        """Yield what is said of each row.

        Args:
            rows: The rows.
            computed: What was computed of them.
            detail: How much is said; what is not asked for is empty, and costs nothing.
        """
        parts = zip(rows, _shown(rows, computed), computed.trace, computed.rulebooks, strict=True)
        for number, (row, cells, trace, name) in enumerate(parts):
            one = Explained(self._grants.reference(row), cells)
            if trace < 0:
                yield one._replace(sentences=self._unreadable(row) if detail >= Detail.SENTENCES else ())
            elif detail is Detail.LINES or (detail is Detail.SENTENCES and codes_in(trace)):
                grant = self._calculators.of(str(name)).calculate(computed.mobility(number))
                lines = grant.to_records() if detail is Detail.LINES and grant.all_lines else ()
                yield one._replace(sentences=_sentences(grant), lines=lines)
            else:
                yield one

    def distances(self, computed: Computed) -> Iterator[RowDistance]:
        """Yield what is told of the distance of each row.

        Args:
            computed: What was computed of the rows.
        """
        parts = zip(computed.journeys, computed.trace, computed.rulebooks, strict=True)
        for number, (journey, trace, name) in enumerate(parts):
            if journey is None or trace < 0:
                yield NOTHING_TOLD
            else:
                bands = self._calculators.of(str(name)).travel_bands(computed.mobility(number))
                yield told(journey, bands, is_needed=FindingCode.DISTANCE_MISSING in codes_in(trace))

    def _unreadable(self, row: Sequence[object]) -> tuple[tuple[str, str], ...]:
        problems = self._grants.unreadable(row)
        return tuple((FindingCode.INVALID_INPUT.value, f"{field}: {sentence}") for field, _, sentence in problems)


def _shown(rows: Sequence[Sequence[object]], computed: Computed) -> Iterator[list[object]]:
    """Yield the cells of each row, with days and numbers as they were read."""
    for number, row in enumerate(rows):
        cells = list(row)
        for place, values in computed.shown.items():
            if (value := values[number]) is not None:
                cells[place] = value
        yield cells


def _sentences(grant: GrantBreakdown) -> tuple[tuple[str, str], ...]:
    """Return code and sentence of each finding, in the order in which the codes stand in a column."""
    in_order = sorted(grant.findings, key=lambda finding: FINDING_BITS[finding.code])
    return tuple((finding.code.value, finding.message) for finding in in_order)
