"""Parts of XML: what is not touched stays, down to its prefixes."""

from xml.dom.minidom import Element
from xml.parsers.expat import ExpatError

import pytest

from erasmus_grants.batch.xlsx.xml_parts import (
    added,
    child_of,
    children,
    copied,
    count_anew,
    numbers_in,
    parsed,
    root_of,
    written,
)

PART = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<workbook xmlns="urn:main" xmlns:mc="urn:mc" xmlns:x15="urn:x15" mc:Ignorable="x15"><!-- made by hand -->'
    '<mc:AlternateContent><mc:Choice Requires="x15"><x15:absPath url="C:\\lists\\"/></mc:Choice></mc:AlternateContent>'
    "<sheets/></workbook>"
)


def body(root: Element) -> str:
    return written(root.ownerDocument).decode().partition("?>")[2]  # type: ignore[arg-type]


def test_what_is_only_read_is_written_as_it_was() -> None:
    assert written(parsed(PART.encode())).decode() == PART


@pytest.mark.parametrize(
    ("there", "order", "expected"),
    [
        ("<r><a/><c/></r>", ("a", "b", "c"), "<r><a/><b/><c/></r>"),
        ("<r><z/><c/></r>", ("a", "b", "c"), "<r><z/><b/><c/></r>"),
        ("<r><a/></r>", ("a", "b", "c"), "<r><a/><b/></r>"),
        ("<r>text<b n='1'/></r>", ("a", "b", "c"), '<r>text<b n="1"/></r>'),
        ("<p:r xmlns:p='urn:p'/>", ("b",), '<p:r xmlns:p="urn:p"><p:b/></p:r>'),
    ],
)
def test_an_element_is_added_in_its_place_with_the_prefix_of_the_part(
    there: str, order: tuple[str, ...], expected: str
) -> None:
    root = root_of(parsed(there.encode()))
    one = child_of(root, "b", order)
    assert (one.localName, one.namespaceURI, body(root)) == ("b", root.namespaceURI, expected)


def test_elements_are_counted_and_a_list_of_none_is_taken_away() -> None:
    root = root_of(parsed(b"<r><a count='9'><x n='3'/><x n='none'/><y/></a><b/></r>"))
    full, empty = children(root)
    assert numbers_in(children(full, "x"), "n") == [3]
    count_anew(full)
    count_anew(empty)
    assert body(root) == '<r><a count="3"><x n="3"/><x n="none"/><y/></a></r>'


def test_a_copy_has_what_stands_in_it_and_is_another_one() -> None:
    root = root_of(parsed(b"<r><a><x n='3'/></a></r>"))
    copy = copied(children(root)[0])
    added(copy, "y")
    root.appendChild(copy)
    assert body(root) == '<r><a><x n="3"/></a><a><x n="3"/><y/></a></r>'


def test_what_is_not_xml_is_no_part() -> None:
    with pytest.raises(ExpatError):
        parsed(b"<r>")
