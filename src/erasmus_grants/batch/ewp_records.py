r"""Records of Erasmus Without Paper, which are XML: outgoing and incoming mobilities, and reports to the module.

Each record is a row, and each element a column, named by the elements around it: `sending-hei.hei-id`.  What a column
means is known from the schema of the record, and from nothing else.  Who somebody is does not reach a row.

Examples:
    >>> from tempfile import TemporaryDirectory
    >>> spec = "https://github.com/erasmus-without-paper/ewp-specs-api-imobilities/blob/stable-v2/endpoints"
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "records.xml"
    ...     count = path.write_text(
    ...         f'<imobilities-get-response xmlns="{spec}/get-response.xsd"><student-mobility>'
    ...         "<omobility-id>m-1</omobility-id><actual-arrival-date>2024-09-02</actual-arrival-date>"
    ...         "</student-mobility></imobilities-get-response>"
    ...     )
    ...     with reading(path, "records.xml") as source:
    ...         print(source.names, [chunk.rows for chunk in source.chunks(9)])
    ('omobility-id', 'actual-arrival-date') [[['m-1', '2024-09-02']]]
"""

import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple
from xml.etree.ElementTree import ParseError, XMLParser

from erasmus_grants.basics.errors import InputFileError, quoted
from erasmus_grants.batch.layout import USUAL, Layout, Options
from erasmus_grants.batch.tables import MOST_COLUMNS, Chunk, distinct, in_chunks
from erasmus_grants.batch.words import Meaning, RecordKind, record_words
from erasmus_grants.records.fields import KINDS, Kind

STATUS = "mobility-status"
"""What the column is called in which `status` stands; a result has a column `status` of its own."""

_STATUS = "status"
_BLOCK = 64 * 1024
_RECORD = 2
_DEEPEST = 16
_LONGEST_RECORD = 1024 * 1024
_END_OF_NAMESPACE = 70
_BETWEEN = "; "
_ZONE = re.compile(r"(?<=^\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})$")  # a day of XML may have one


class _Record(NamedTuple):
    """A record.

    Attributes:
        cells: What stands in its elements, by the column.
        follows: The fields that follow from that.
        kind: What kind of record it is.
        is_mobility: Whether it was neither cancelled nor rejected.
    """

    cells: dict[str, str]
    follows: dict[str, str]
    kind: RecordKind
    is_mobility: bool


class RecordSource:
    """A file of records that is open for reading; it was read through once, to know its columns."""

    def __init__(
        self, path: Path, name: str, names: tuple[str, ...], constants: Mapping[str, str], layout: Layout
    ) -> None:
        self.names = names
        self.size = path.stat().st_size
        self.layout = layout
        self._path = path
        self._name = name
        self._constants = constants

    def chunks(self, rows: int) -> Iterator[Chunk]:
        """Yield so many rows at a time."""
        with self._path.open("rb") as file:
            mobilities = (one for one in _records(file, self._name) if one.is_mobility)
            cells = ({**one.cells, **one.follows, **self._constants} for one in mobilities)
            for chunk in in_chunks(([row.get(name) for name in self.names] for row in cells), rows):
                yield Chunk(chunk, file.tell())


@contextmanager
def reading(path: Path, name: str, options: Options = USUAL) -> Generator[RecordSource, None, None]:
    """Open a file of records.

    Args:
        path: The file.
        name: What it is called.
        options: What the caller says of it: a field that is set, or that a column holds, follows from no record.

    Raises:
        InputFileError: It is not XML, or has no records that are known, or none that is a mobility.
    """
    elements: dict[str, None] = {}
    following: dict[str, None] = {}
    count = left_out = 0
    constants: Mapping[str, str] = {}
    read: Mapping[str, Meaning] = {}
    with path.open("rb") as file:
        for record in _records(file, name):
            constants, read = record.kind.constants, record.kind.read
            count += 1
            left_out += not record.is_mobility
            elements |= dict.fromkeys(record.cells)
            following |= dict.fromkeys(record.follows)
            if len(elements) > MOST_COLUMNS:
                break  # it is refused below
    if left_out == count:
        gone = f" but {left_out} that were cancelled or rejected" if left_out else ""
        raise InputFileError(name, (f"it has no mobility{gone}",))
    said = {*options.set_fields, *(field for column, field in options.columns.items() if field != column)}
    added = [field for field in (*constants, *following) if field not in said]
    names = dict.fromkeys((*(column for column in read if column in elements), *added, *elements))
    known = {**read, **{field: Meaning(field) for field in added}}
    kept = {field: value for field, value in constants.items() if field in added}
    yield RecordSource(path, name, distinct(list(names), name), kept, Layout(known=known, left_out=left_out))


def _records(file: BinaryIO, name: str) -> Iterator[_Record]:
    """Yield the records of a file, of which one block is in memory at a time.

    Raises:
        InputFileError: It is not XML, or has no records that are known.
    """
    found = _Found(name)
    parser = XMLParser(target=found)  # noqa: S314 - entities are refused with their DOCTYPE
    try:
        while block := file.read(_BLOCK):
            parser.feed(block)
            yield from found.taken()
        parser.close()
    except ParseError as error:
        what = str(error).partition(":")[0]
        raise InputFileError(name, (f"line {error.position[0]} is not XML that can be read: {what}",)) from None
    except InputFileError:
        raise
    except (LookupError, ValueError):
        raise InputFileError(name, ("it is encoded in a way in which XML is not read; save it as UTF-8",)) from None
    yield from found.taken()


class _Found:
    """What a parser finds in a file, whose methods it calls; records wait here until they are taken."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._words = record_words()
        self._kind: RecordKind | None = None
        self._records: list[_Record] = []
        self._depth = 0
        self._inside: list[str] = []
        self._not_taken_from = 0
        self._is_leaf = False
        self._text: list[str] = []
        self._length = 0
        self._cells: dict[str, list[str]] = {}

    def taken(self) -> list[_Record]:
        """Return the records that are complete, and keep none."""
        records, self._records = self._records, []
        return records

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Refuse a document type, which no such file has, and with it whatever it could define."""
        raise self._refused("it has a DOCTYPE, which no record of Erasmus Without Paper has; it is not read")

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        self._depth += 1
        namespace, _, local = tag.removeprefix("{").rpartition("}")
        if self._kind is None:
            self._kind = self._known(namespace, local)
        elif self._depth == _RECORD:
            if (namespace, local) != (self._kind.namespace, self._kind.record):
                expected = quoted(self._kind.record)
                raise self._refused(f"it has a record {quoted(local)}; in such a file each is {expected}")
            self._cells = {}
            self._length = 0
        elif self._depth > _DEEPEST:
            raise self._refused(f"its elements are nested more than {_DEEPEST} deep")
        else:
            self._inside.append(local if namespace == self._kind.namespace else f"other:{local}")
            if local in self._words.left_out and not self._not_taken_from:
                self._not_taken_from = self._depth
        self._text = []
        self._is_leaf = True

    def data(self, text: str) -> None:
        """Take some text of an element."""
        if self._inside and not self._not_taken_from:
            self._length += len(text)
            if self._length > _LONGEST_RECORD:
                raise self._refused(f"a record has more than {_LONGEST_RECORD} characters")
            self._text.append(text)

    def end(self, _tag: str) -> None:
        """End an element."""
        if self._inside:
            if self._is_leaf and not self._not_taken_from:
                self._take(".".join(self._inside), "".join(self._text).strip())
            if self._not_taken_from == self._depth:
                self._not_taken_from = 0
            self._inside.pop()
        elif self._depth == _RECORD and self._kind is not None:
            self._records.append(self._record(self._kind))
        self._depth -= 1
        self._is_leaf = False

    def close(self) -> None:
        """Do nothing at the end of the file."""

    def _take(self, column: str, text: str) -> None:
        """Take what stands in an element, unless it is about a person and not read."""
        assert self._kind is not None  # noqa: S101 - elements of records come after it
        meaning = self._kind.read.get(column)
        if meaning is not None and KINDS.get(meaning.field) is Kind.DAY:
            text = _ZONE.sub("", text)
        if meaning is not None or column.partition(".")[0] not in self._words.people:
            self._cells.setdefault(STATUS if column == _STATUS else column, []).append(text)

    def _record(self, kind: RecordKind) -> _Record:
        cells = {column: _BETWEEN.join(filter(None, texts)) for column, texts in self._cells.items()}
        follows = dict[str, str]()
        for column, by_text in self._words.follows.items():
            follows |= by_text.get(cells.get(column, ""), {})
        return _Record(cells, follows, kind, cells.get(STATUS, "") not in self._words.no_mobility)

    def _known(self, namespace: str, root: str) -> RecordKind:
        for kind in self._words.kinds:
            if (namespace, root) == (kind.namespace, kind.root):
                return kind
        end = namespace[-_END_OF_NAMESPACE:]  # where they differ
        of = f"in the namespace {quoted(end if end == namespace else f'...{end}')}" if end else "without a namespace"
        known = ", ".join(kind.called for kind in self._words.kinds)
        raise self._refused(f"it is {quoted(root)} {of}; records of Erasmus Without Paper are read: {known}")

    def _refused(self, sentence: str) -> InputFileError:
        return InputFileError(self._name, (sentence,))
