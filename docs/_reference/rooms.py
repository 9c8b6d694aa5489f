"""The page of the rooms of the library: what is in each, and which other rooms it uses, read from the imports."""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from _reference.markdown import code, codes, page, table

ROOT: Final = Path(__file__).parents[2]
SOURCE: Final = ROOT / "src" / "erasmus_grants"
PACKAGE: Final = "erasmus_grants"


def rooms_page() -> str:
    """Return the rooms from top to bottom, drawn and in a table."""
    uses = _uses()
    rooms = _rooms(uses)
    return page(
        "Rooms",
        (
            "A room is a folder of `src/erasmus_grants`, or a module beside the folders.\n"
            "An arrow says that a room imports names from another; arrows that follow from others are left out.\n"
            "All arrows run down: the order is the contract of layers in `pyproject.toml`, which the tests hold."
        ),
        drawing(),
        table(
            ("room", "modules", "uses"),
            ((code(room), _modules(room), codes(one for one in rooms if one in uses[room])) for room in rooms),
        ),
        (
            "Besides, these modules only re-export names of the rooms, under the paths that they had in version 0.1: "
            f"{codes(sorted(_doors()))}."
        ),
    )


def _layers() -> tuple[str, ...]:
    """Return the rooms in the order of the contract, without the doors."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return tuple(layer for layer in layers if "|" not in layer)


def _doors() -> frozenset[str]:
    top = {path.stem for path in SOURCE.glob("*.py")} - {"__init__"}
    return frozenset(top - set(_layers()))


def _modules(room: str) -> str:
    """Return the names of the modules of a room, and those of its own rooms after them."""
    folder = SOURCE / room
    if not folder.is_dir():
        return room
    paths = [path.relative_to(folder).with_suffix("") for path in folder.rglob("*.py") if path.stem != "__init__"]
    names = [path.as_posix() for path in sorted(paths, key=lambda path: (len(path.parts), path))]
    return ", ".join(names)


def _uses() -> Mapping[str, frozenset[str]]:
    """Return for each room the other rooms whose names it imports."""
    uses: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        if room == "__init__" or room in _doors():
            continue
        used = uses.setdefault(room, set())
        used |= {other for other in _imported(path) if other != room}
    return {room: frozenset(used) for room, used in uses.items()}


def _imported(path: Path) -> Iterator[str]:
    """Yield the room of every import of a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == PACKAGE:
            _, *inner = node.module.split(".")
            yield from inner[:1] or (alias.name for alias in node.names if (SOURCE / alias.name).is_dir())


def _rooms(uses: Mapping[str, frozenset[str]]) -> list[str]:
    """Return the rooms from top to bottom."""
    return [room for room in _layers() if room in uses]


def drawing() -> str:
    """Return the arrows as a flowchart of Mermaid, without those that follow from others."""
    uses = _uses()
    rooms = _rooms(uses)
    arrows = [
        f"    {room} --> {other}"
        for room in rooms
        for other in rooms
        if other in uses[room] and not any(other in _below(between, uses) for between in uses[room] - {other})
    ]
    return "\n".join(["```mermaid", "flowchart TD", *arrows, "```"])


def _below(room: str, uses: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return all rooms that a room uses, directly or by way of others."""
    direct = uses.get(room, frozenset())
    return direct.union(*(_below(other, uses) for other in direct))
