"""A workbook of the caller, to which sheets are added while every part that it has stays as it is, or a new one.

A file of XLSX is an archive of parts.  Those of sheets, charts, pictures and whatever else there is are copied; only
the lists of sheets and of styles get more entries, and another sheet is seen first.

Examples:
    >>> from erasmus_grants.batch.xlsx.sheet_looks import Look
    >>> file = BytesIO()
    >>> with opened(None, "grants.xlsx") as workbook:
    ...     sheet = workbook.add_sheet("grants", SheetLayout())
    ...     sheet.append([("status", Look.OUR_HEADING)])
    ...     workbook.save(file, first_seen=sheet)
    >>> with ZipFile(file) as parts:
    ...     print(*parts.namelist())
    [Content_Types].xml _rels/.rels xl/workbook.xml xl/_rels/workbook.xml.rels xl/styles.xml xl/worksheets/sheet1.xml
"""

import posixpath
import re
import shutil
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, Final
from xml.dom.minidom import Document, Element
from xml.parsers.expat import ExpatError
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch.days import DAY_ZERO, DAY_ZERO_OF_1904
from erasmus_grants.batch.xlsx.relations import OFFICE, part_of_workbook, relations_of, target_of, type_of
from erasmus_grants.batch.xlsx.sheet_looks import EMPTY_STYLES, add_looks
from erasmus_grants.batch.xlsx.sheet_parts import MAIN, SheetLayout, SheetPart, Styles
from erasmus_grants.batch.xlsx.xml_parts import added, child_of, children, numbers_in, parsed, root_of, written

_CONTENT_TYPES: Final = "[Content_Types].xml"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_NEW: Final[Mapping[str, str]] = {
    _CONTENT_TYPES: f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>',
}
_ORDER: Final = (
    *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups"),
    *("externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr"),
    *("smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst"),
)
_SEEN_FIRST: Final = re.compile(rb"(<[^<>]*\stabSelected\s*=\s*[\"'])(?:1|true)([\"'])")
_VIEWS: Final = 65_536


class Workbook:
    """A workbook to which sheets are added."""

    def __init__(self, parts: ZipFile, name: str, stack: ExitStack) -> None:
        """Look into the parts of a workbook.

        Args:
            parts: The parts.
            name: What the new file is called.
            stack: What closes the files in which rows wait.
        """
        self._parts = parts
        self._name = name
        self._stack = stack
        self._items = {item.filename: item for item in parts.infolist()}
        self._changed: dict[str, Document] = {}
        self._sheets: dict[str, SheetPart] = {}
        self._path = part_of_workbook(parts)
        self._book = root_of(self._part(self._path))
        self._relations = root_of(self._part(relations_of(self._path)))
        self._types = root_of(self._part(_CONTENT_TYPES))
        self._list = child_of(self._book, "sheets", _ORDER)
        self._theirs = len(children(self._list))
        self._namespace = self._book.namespaceURI or MAIN
        self._forget_order_of_formulas()
        self.styles = Styles(add_looks(self._part_of_styles()), self._day_zero())

    def add_sheet(self, wanted: str, layout: SheetLayout) -> SheetPart:
        """Return a new sheet, behind those that are there.

        Args:
            wanted: What it is called, with a number behind it if another sheet is called so.
            layout: How it is laid out.
        """
        taken = {sheet.getAttribute("name").casefold() for sheet in children(self._list)}
        free = (title for number in range(1, len(taken) + 2) if (title := _numbered(wanted, number)) not in taken)
        title = next(free)
        waiting = self._stack.enter_context(TemporaryFile())  # noqa: SIM115 - it is one
        sheet = SheetPart(waiting, self._name, title, layout, self.styles)
        path = self._free_path("worksheets/sheet{}.xml")
        self._sheets[path] = sheet
        number = max([0, *numbers_in(children(self._list), "sheetId")]) + 1
        entry = added(self._list, "sheet", name=title, sheetId=str(number))
        relation = self._relate(path, f"{OFFICE}/worksheet", f"{_SPREADSHEET}.worksheet+xml")
        entry.setAttributeNS(OFFICE, f"{self._prefix_of_relations()}:id", relation)
        return sheet

    def leave_out(self, sheet: SheetPart) -> None:
        """Take a sheet away that was added."""
        path = next(path for path, one in self._sheets.items() if one is sheet)
        del self._sheets[path]
        entry = next(one for one in children(self._list) if one.getAttribute("name") == sheet.title)
        self._list.removeChild(entry)
        for root, attribute, target in (
            (self._relations, "Id", entry.getAttributeNS(OFFICE, "id")),
            (self._types, "PartName", f"/{path}"),
        ):
            root.removeChild(next(one for one in children(root) if one.getAttribute(attribute) == target))

    def save(self, file: BinaryIO, *, first_seen: SheetPart) -> None:
        """Write the workbook.

        Args:
            file: The new file.
            first_seen: The sheet that is seen when it is opened.
        """
        self._see_first(first_seen)
        self._name_areas()
        theirs = self._parts_of_sheets()
        with ZipFile(file, "w", ZIP_DEFLATED) as new:
            for path, item in self._items.items():
                if path not in self._changed:
                    self._copy(item, new, unselect=path in theirs)
                else:
                    new.writestr(_info(path), written(self._changed[path]))
            for path in [path for path in self._changed if path not in self._items]:
                new.writestr(_info(path), written(self._changed[path]))
            for path, sheet in self._sheets.items():
                with new.open(_info(path, sheet.size), "w") as part:
                    sheet.write_to(part, self._namespace, selected=sheet is first_seen)

    # --- looking ------------------------------------------------------------------------------------------------------

    def _part(self, path: str) -> Document:
        """Return a part, which is written as it then is."""
        self._changed[path] = parsed(self._parts.read(path))
        return self._changed[path]

    def _part_of_styles(self) -> Document:
        for one in children(self._relations):
            if type_of(one) == "styles":
                return self._part(target_of(one, self._path))
        path = self._free_path("styles{}.xml")
        self._relate(path, f"{OFFICE}/styles", f"{_SPREADSHEET}.styles+xml")
        self._changed[path] = parsed(EMPTY_STYLES.encode())
        return self._changed[path]

    def _parts_of_sheets(self) -> set[str]:
        """Return the parts of sheets that were there before."""
        targets = (target_of(one, self._path) for one in children(self._relations) if type_of(one).endswith("sheet"))
        return {target for target in targets if target in self._items}

    def _forget_order_of_formulas(self) -> None:
        """Leave out the part that says in which order formulas are computed: spreadsheets find it anew with ours."""
        for relation in [one for one in children(self._relations) if type_of(one) == "calcChain"]:
            path = target_of(relation, self._path)
            self._relations.removeChild(relation)
            for one in [one for one in children(self._types) if one.getAttribute("PartName") == f"/{path}"]:
                self._types.removeChild(one)
            self._items.pop(path, None)

    def _day_zero(self) -> date:
        properties = children(self._book, "workbookPr")
        of_1904 = any(one.getAttribute("date1904") in {"1", "true"} for one in properties)
        return DAY_ZERO_OF_1904 if of_1904 else DAY_ZERO

    # --- adding -------------------------------------------------------------------------------------------------------

    def _free_path(self, form: str) -> str:
        """Return a path for a part that no other has, beside the workbook."""
        folder = posixpath.dirname(self._path)
        taken = {path.casefold() for path in (*self._items, *self._changed, *self._sheets)}
        paths = (posixpath.join(folder, form.format(number or "")) for number in range("sheet" in form, len(taken) + 2))
        return next(path for path in paths if path.casefold() not in taken)

    def _relate(self, path: str, kind: str, content_type: str) -> str:
        """Say of a new part what it is, and return the id by which the workbook names it."""
        taken = {one.getAttribute("Id") for one in children(self._relations)}
        relation = next(name for number in range(1, len(taken) + 2) if (name := f"rId{number}") not in taken)
        added(self._relations, "Relationship", Id=relation, Type=kind, Target=f"/{path}")
        added(self._types, "Override", PartName=f"/{path}", ContentType=content_type)
        return relation

    def _prefix_of_relations(self) -> str:
        """Return the prefix that the workbook has for ids of relations."""
        for name, uri in self._book.attributes.items():
            if uri == OFFICE and name.startswith("xmlns:"):
                return name.removeprefix("xmlns:")
        self._book.setAttribute("xmlns:r", OFFICE)
        return "r"

    def _see_first(self, sheet: SheetPart) -> None:
        place = [one.getAttribute("name") for one in children(self._list)].index(sheet.title)
        views = child_of(self._book, "bookViews", _ORDER)
        for view in children(views)[:1] or [added(views, "workbookView")]:
            view.setAttribute("activeTab", str(place))

    def _name_areas(self) -> None:
        """Name what filters and printers look up: the rows that a filter hides, and the heading of each page."""
        for place, sheet in enumerate(self._sheets.values(), self._theirs):
            if not sheet.has_heading:
                continue
            names, title = child_of(self._book, "definedNames", _ORDER), f"'{sheet.title}'"
            hidden = {"localSheetId": str(place), "hidden": "1"}
            for name, area, more in (
                ("_xlnm._FilterDatabase", f"{title}!{sheet.filtered_area()}", hidden),
                ("_xlnm.Print_Titles", sheet.repeated_area(title), {"localSheetId": str(place)}),
            ):
                entry = added(names, "definedName", name=name, **more)
                entry.appendChild(_document_of(entry).createTextNode(area))

    def _copy(self, item: ZipInfo, new: ZipFile, *, unselect: bool) -> None:
        """Copy a part; of a sheet it says that another one is seen first."""
        with self._parts.open(item) as part, new.open(_info(item.filename, item.file_size), "w") as copy:
            if unselect:
                copy.write(_SEEN_FIRST.sub(rb"\g<1>0\g<2>", part.read(_VIEWS)))
            shutil.copyfileobj(part, copy)


@contextmanager
def opened(theirs: Path | None, name: str) -> Generator[Workbook, None, None]:
    """Open a workbook to which sheets are added.

    Args:
        theirs: The workbook of the caller, which stays as it is; None: a new one, without a sheet.
        name: What the new file is called.

    Raises:
        InputFileError: The workbook is not made as they are.
    """
    with ExitStack() as stack:
        try:
            parts = stack.enter_context(ZipFile(_new() if theirs is None else theirs))
            workbook = Workbook(parts, name, stack)
        except (KeyError, StopIteration, BadZipFile, ExpatError) as error:
            reason = error.args[0] if error.args else "it has no workbook"
            sentence = f"no sheets can be added to it: {reason}; save it anew, or as CSV"
            raise InputFileError(str(theirs), (sentence,)) from None
        yield workbook


def _new() -> BytesIO:
    file = BytesIO()
    with ZipFile(file, "w") as parts:
        for path, content in _NEW.items():
            parts.writestr(_info(path), content)
    return file


def _info(path: str, size: int = 0) -> ZipInfo:
    info = ZipInfo(path)  # without the time, so that the same rows give the same bytes
    info.compress_type = ZIP_DEFLATED
    info.file_size = size
    return info


def _numbered(title: str, number: int) -> str:
    return title if number == 1 else f"{title} {number}"


def _document_of(element: Element) -> Document:
    document = element.ownerDocument
    assert document is not None  # noqa: S101 - every element of a part has one
    return document
