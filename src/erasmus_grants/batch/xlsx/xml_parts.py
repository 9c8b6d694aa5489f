"""Parts of a workbook that are XML: looked into, and added to, so that everything else in them stays as it is.

Examples:
    >>> part = parsed(b'<x:sheets xmlns:x="urn:x"><x:sheet id="7"/></x:sheets>')
    >>> sheet = added(root_of(part), "sheet", id="8")
    >>> numbers_in(children(root_of(part)), "id")
    [7, 8]
    >>> print(written(part).decode().partition("?>")[2])
    <x:sheets xmlns:x="urn:x"><x:sheet id="7"/><x:sheet id="8"/></x:sheets>
"""

from collections.abc import Iterable, Sequence
from xml.dom.minidom import Document, Element, parseString


def parsed(content: bytes) -> Document:
    """Return a part, with its prefixes and whatever else it says.

    Raises:
        ExpatError: It is not XML.
    """
    return parseString(content)  # noqa: S318 - expat itself bounds what entities may become


def written(part: Document) -> bytes:
    """Return a part as it stands in the file."""
    return part.toxml(encoding="UTF-8", standalone=True)


def root_of(part: Document) -> Element:
    """Return the element that holds all others."""
    root = part.documentElement
    assert root is not None  # noqa: S101 - XML without it is not parsed
    return root


def children(parent: Element, name: str = "") -> list[Element]:
    """Return the elements that stand in another; of one name if it is given."""
    inside = (node for node in parent.childNodes if isinstance(node, Element))
    return [node for node in inside if not name or node.localName == name]


def added(parent: Element, element_name: str, before: Element | None = None, /, **attributes: str) -> Element:
    """Add an element to another, at its end or before another one, and return it.

    Args:
        parent: Where it goes, whose prefix and namespace it takes.
        element_name: What it is called.
        before: What it stands before; None: it is the last.
        attributes: What it says.
    """
    document = parent.ownerDocument
    assert document is not None  # noqa: S101 - every element of a part has one
    element = document.createElementNS(
        parent.namespaceURI, f"{parent.prefix}:{element_name}" if parent.prefix else element_name
    )
    for attribute, value in attributes.items():
        element.setAttribute(attribute, value)
    parent.insertBefore(element, before)
    return element


def copied(element: Element) -> Element:
    """Return an element as another one, with all that stands in it."""
    copy = element.cloneNode(deep=True)
    assert isinstance(copy, Element)  # noqa: S101 - what else would it be
    return copy


def child_of(parent: Element, name: str, order: Sequence[str]) -> Element:
    """Return the element of a name in another; it is added in its place if there is none.

    Args:
        parent: Where it is.
        name: What it is called.
        order: In which order the elements stand there.
    """
    for there in children(parent, name):
        return there
    later = order[order.index(name) + 1 :]
    return added(parent, name, next((one for one in children(parent) if one.localName in later), None))


def numbers_in(elements: Iterable[Element], attribute: str) -> list[int]:
    """Return the whole numbers that elements have in an attribute."""
    return [int(text) for one in elements if (text := one.getAttribute(attribute)).isdecimal()]


def count_anew(parent: Element) -> None:
    """Write down how many elements stand in another; one without any is taken away."""
    inside, around = len(children(parent)), parent.parentNode
    assert around is not None  # noqa: S101 - a list is not the root
    if inside:
        parent.setAttribute("count", str(inside))
    else:
        around.removeChild(parent)
