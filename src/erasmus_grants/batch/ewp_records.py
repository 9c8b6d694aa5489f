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

from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple
from xml.etree.ElementTree import ParseError, XMLParser

from erasmus_grants.basics.errors import InputFileError, quoted
from erasmus_grants.batch.layout import USUAL, Layout, Options
from erasmus_grants.batch.left_out import LeftOut
from erasmus_grants.batch.tables import MOST_COLUMNS, Chunk, distinct, in_chunks
from erasmus_grants.batch.words import Meaning, RecordKind, record_words

STATUS = "mobility-status"
"""What the column is called in which `status` stands; a result has a column `status` of its own."""

_STATUS = "status"
_BLOCK = 64 * 1024
_OTHER = "other"
_RECORD = 2
_DEEPEST = 16
_LONGEST_RECORD = 1024 * 1024
_END_OF_NAMESPACE = 70
_BETWEEN = "; "
_MOST_OTHER_KINDS = 20


class _Record(NamedTuple):
    """A record.

    Attributes:
        cells: What stands in its elements, by the column.
        follows: The fields that follow from that.
        kind: What kind of record it is.
        left_out: Why it is left out; empty: it is a mobility.
    """

    cells: dict[str, str]
    follows: dict[str, str]
    kind: RecordKind
    left_out: str


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
            mobilities = (one for one in _records(file, self._name) if not one.left_out)
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
    rows = 0
    gone: Counter[str] = Counter()
    constants: Mapping[str, str] = {}
    read: Mapping[str, Meaning] = {}
    with path.open("rb") as file:
        for record in _records(file, name):
            constants, read = record.kind.constants, record.kind.read
            if record.left_out:
                gone[record.left_out] += 1
                continue
            rows += 1
            elements |= dict.fromkeys(record.cells)
            following |= dict.fromkeys(record.follows)
            if len(elements) > MOST_COLUMNS:
                break  # it is refused below
    left_out = tuple(LeftOut(sentence=why, records=count) for why, count in gone.most_common())
    if not rows:
        raise InputFileError(name, (_nothing(left_out),))
    said = {*options.set_fields, *(field for column, field in options.columns.items() if field != column)}
    added = [field for field in (*constants, *following) if field not in said]
    names = dict.fromkeys((*(column for column in read if column in elements), *added, *elements))
    known = {**read, **{field: Meaning(field) for field in added}}
    kept = {field: value for field, value in constants.items() if field in added}
    yield RecordSource(path, name, distinct(list(names), name), kept, Layout(known=known, left_out=left_out))


def _nothing(left_out: Sequence[LeftOut]) -> str:
    """Return why a file has no rows."""
    reasons = "; ".join(f"{one.records}, because {one.sentence}" for one in left_out)
    return "it has no mobility" + (f"; left out: {reasons}" if reasons else "")


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
        self._left_out = ""
        self._other_kinds: set[str] = set()
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
            self._left_out = self._unknown(self._named(namespace, local), self._kind.record)
            self._cells = {}
            self._length = 0
        elif self._left_out:
            return
        elif self._depth > _DEEPEST:
            raise self._refused(f"its elements are nested more than {_DEEPEST} deep")
        else:
            self._inside.append(self._named(namespace, local))
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
        is_read = column in self._kind.read or column in self._words.follows
        if is_read or column.partition(".")[0] not in self._words.people:
            self._cells.setdefault(STATUS if column == _STATUS else column, []).append(text)

    def _named(self, namespace: str, local: str) -> str:
        """Return what an element is called; one of another namespace is none of ours."""
        assert self._kind is not None  # noqa: S101 - elements of records come after it
        return local if namespace == self._kind.namespace else f"other:{local}"

    def _unknown(self, name: str, known: str) -> str:
        """Return why a record is not read; empty: it is."""
        if name == known:
            return ""
        if name not in self._other_kinds and len(self._other_kinds) == _MOST_OTHER_KINDS:
            return f"it is of yet another kind, and only {quoted(known)} is read"
        self._other_kinds.add(name)
        return f"it is {quoted(name)}, and only {quoted(known)} is read"

    def _record(self, kind: RecordKind) -> _Record:
        cells = {column: _BETWEEN.join(filter(None, texts)) for column, texts in self._cells.items()}
        follows = dict[str, str]()
        for column, by_text in self._words.follows.items():
            follows |= by_text.get(cells.get(column, ""), by_text.get(_OTHER, {}))
        status = cells.get(STATUS, "")
        is_over = status in self._words.no_mobility
        return _Record(cells, follows, kind, f"its status is {quoted(status)}" if is_over else self._left_out)

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
