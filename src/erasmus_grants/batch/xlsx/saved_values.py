r"""Whether each formula of a workbook was saved with its value, as a spreadsheet does, and not every program.

Examples:
    >>> from io import BytesIO
    >>> sheet = "<worksheet xmlns='main'><c><f>1+1</f>{}</c></worksheet>"
    >>> [lacks_value(BytesIO(sheet.format(value).encode())) for value in ("<v>2</v>", "<v/>")]
    [False, True]
"""

import re
from pathlib import Path
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile

_FORMULA = re.compile(rb"<(?:[^\s<>/:]+:)?f[\s/>]").search
_BLOCK = 1024 * 1024
_LONGEST_TAG = 4096


def lacks_values(path: Path) -> bool:
    """Return whether something in an XLSX file may be a formula that was saved without its value."""
    with ZipFile(path) as parts:
        return any(_part_lacks_value(parts, name) for name in parts.namelist())


def _part_lacks_value(parts: ZipFile, name: str) -> bool:
    with parts.open(name) as part:
        if not _may_have_formulas(part):
            return False
    with parts.open(name) as part:
        return lacks_value(part)


def _may_have_formulas(part: IO[bytes]) -> bool:
    """Return whether a closer look is worth while: most parts have nothing that looks like a formula."""
    rest = b""
    while block := part.read(_BLOCK):
        text = rest + block
        rest = text[max(text.rfind(b"<"), 0) :]
        if b"\0" in block or _FORMULA(text) or len(rest) > _BLOCK + _LONGEST_TAG:  # zeros: another encoding
            return True
    return False


def lacks_value(part: IO[bytes]) -> bool:
    """Return whether a part of a workbook is a sheet in which a formula may have no value; no other part has cells."""
    sheet = _Sheet()
    try:
        while not sheet.is_known and (block := part.read(_BLOCK)):
            sheet.parser.Parse(block)
    except ExpatError:  # whoever reads it will say so, if anybody does
        pass
    return sheet.lacks_value


class _Sheet:
    """Hears what a parser reads of a part.

    Attributes:
        parser: The parser.
        is_known: Whether the rest of the part cannot change the answer.
        lacks_value: Whether there was a formula that may have no value.
    """

    def __init__(self) -> None:
        self.parser = ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._root
        self.is_known = False
        self.lacks_value = False
        self._cell = self._formula = self._value = ""
        self._type: str | None = None
        self._is_formula = False
        self._text: str | None = None

    def _doctype(self, *_: object) -> None:
        """A spreadsheet writes none, and it may have what a value is made of."""
        self._end_with(lacks_value=True)

    def _root(self, name: str, _attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if local != "worksheet":
            self._end_with(lacks_value=False)
            return
        self._cell, self._formula, self._value = (f"{namespace} {one}".strip() for one in "cfv")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._cell:
            self._type, self._is_formula, self._text = attributes.get("t"), False, None
        elif name == self._formula:
            self._is_formula = True
        elif name == self._value and self._text is None:
            self._text = ""
            self.parser.CharacterDataHandler = self._more_text

    def _more_text(self, text: str) -> None:
        self._text = f"{self._text}{text}"

    def _end(self, name: str) -> None:
        if name == self._value:
            self.parser.CharacterDataHandler = None
        elif name == self._cell and self._is_formula and not self._has_value():
            self._end_with(lacks_value=True)

    def _has_value(self) -> bool:
        """Return whether openpyxl finds a value in the cell; text may be computed and empty."""
        return self._type == "str" or (self._type != "inlineStr" and bool((self._text or "").strip()))

    def _end_with(self, *, lacks_value: bool) -> None:
        self.is_known, self.lacks_value = True, lacks_value
        self.parser.StartElementHandler = self.parser.EndElementHandler = self.parser.CharacterDataHandler = None
