"""Which part of a workbook leads to which: from the archive to the list of sheets, and from there to each sheet.

Examples:
    >>> from erasmus_grants.batch.xlsx.xml_parts import added, parsed
    >>> relations = root_of(parsed(b'<Relationships xmlns="urn:x"/>'))
    >>> one = added(relations, "Relationship", Id="rId1", Type="urn:x/worksheet", Target="sheets/1.xml")
    >>> type_of(one), target_of(one, "xl/workbook.xml"), relations_of("xl/workbook.xml")
    ('worksheet', 'xl/sheets/1.xml', 'xl/_rels/workbook.xml.rels')
"""

import posixpath
from collections.abc import Mapping
from typing import Final
from xml.dom.minidom import Element
from zipfile import ZipFile

from erasmus_grants.batch.xlsx.xml_parts import children, parsed, root_of

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
"""The names of ids and types of relations."""


def part_of_workbook(parts: ZipFile) -> str:
    """Return the part that lists the sheets.

    Raises:
        KeyError: The archive has no relations.
        StopIteration: None of them is that of a workbook.
        ExpatError: They are not XML.
    """
    relations = root_of(parsed(parts.read("_rels/.rels")))
    return next(target_of(one, "") for one in children(relations) if type_of(one) == "officeDocument")


def parts_of_sheets(parts: ZipFile) -> Mapping[str, str]:
    """Return the part of each sheet by its title, for sheets that have one.

    Raises:
        KeyError: A part that lists the sheets is not there.
        StopIteration: It is no workbook.
        ExpatError: A part is not XML.
    """
    path = part_of_workbook(parts)
    relations = children(root_of(parsed(parts.read(relations_of(path)))))
    targets = {one.getAttribute("Id"): target_of(one, path) for one in relations}
    lists = children(root_of(parsed(parts.read(path))), "sheets")
    sheets = (sheet for one in lists for sheet in children(one))
    found = {sheet.getAttribute("name"): targets.get(_relation_of(sheet), "") for sheet in sheets}
    there = set(parts.namelist())
    return {title: part for title, part in found.items() if part in there}


def _relation_of(sheet: Element) -> str:
    """Return the id of the relation to a sheet, whatever prefix and namespace it has."""
    return next((value for name, value in sheet.attributes.items() if name.endswith(":id")), "")


def relations_of(path: str) -> str:
    """Return the part that has the relations of a part."""
    folder, name = posixpath.split(path)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def type_of(relation: Element) -> str:
    """Return what a relation leads to, in a word."""
    return relation.getAttribute("Type").rpartition("/")[2]


def target_of(relation: Element, path: str) -> str:
    """Return the part that a relation of a part leads to."""
    target = relation.getAttribute("Target")
    whole = posixpath.join("/", posixpath.dirname(path), target)
    return posixpath.normpath(whole).lstrip("/")
