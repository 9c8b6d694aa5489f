r"""Where in a TOML file its values stand: their lines, so that a message can name them, and their letters.

The parser of the standard library tells no places.  This reads the structure of text that it has parsed already, and
nothing else: which value of which table stands where.

Examples:
    >>> lines = lines_of('id = "x"\n\n[[rates]]\neur = 3\ntiers = [\n  { day = 1 },\n]\n')
    >>> lines["id",], lines["rates", 0], lines["rates", 0, "tiers", 0, "day"]
    (1, 3, 6)
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from erasmus_grants.basics.problems import Place

_TOKEN: Final = re.compile(
    r"""
      (?P<space> [ \t\r]+ | \#[^\n]* )
    | (?P<line> \n )
    | (?P<text> "{3} [^"\\]* (?: (?: \\. | "{1,2}(?!") ) [^"\\]* )* "{3,5}
              | '{3} [^']* (?: '{1,2}(?!') [^']* )* '{3,5}
              | " [^"\\\n]* (?: \\. [^"\\\n]* )* "
              | ' [^'\n]* ' )
    | (?P<mark> [\[\]{}=,.] )
    | (?P<word> [^\s\[\]{}=,."'\#]+ )
    """,
    re.DOTALL | re.VERBOSE,
)


class Scalar(NamedTuple):
    """A text, number, date or condition.

    Attributes:
        place: Names and numbers that lead to it.
        start: The number of its first letter in the file.
        end: The number of the letter after its last one.
    """

    place: Place
    start: int
    end: int


def scalars_of(text: str) -> list[Scalar]:
    """Return every value that is neither a table nor a list, in the order in which they stand.

    Args:
        text: TOML that a parser has read without an error.

    Examples:
        >>> text = 'rates = [{ eur = 300, on = 2030-01-31 }]'
        >>> [(scalar.place, text[scalar.start : scalar.end]) for scalar in scalars_of(text)]
        [(('rates', 0, 'eur'), '300'), (('rates', 0, 'on'), '2030-01-31')]
    """
    reader = _Reader(text)
    for _ in reader.places():
        pass
    return reader.scalars


def lines_of(text: str) -> dict[Place, int]:
    """Return the line of each table, row and value of TOML, by its place.

    The line of a table or list that nothing but its parts names is that of the first one.

    Args:
        text: TOML that a parser has read without an error.
    """
    named = dict(_Reader(text).places())
    above: dict[Place, int] = {}
    for place, line in named.items():
        for depth in range(1, len(place)):
            above.setdefault(place[:depth], line)
    return above | named


class Repeated(NamedTuple):
    """A key or a table that stands twice.

    Attributes:
        place: Names and numbers that lead to it.
        lines: The line of the first, and of the second.
    """

    place: Place
    lines: tuple[int, int]


def first_repeated(text: str) -> Repeated | None:
    r"""Return the first key or table that stands twice; None: each stands once.

    Args:
        text: TOML up to where a parser stopped at a name that it knew already.

    Examples:
        >>> first_repeated("[rates]\neur = 3\neur = 4")
        Repeated(place=('rates', 'eur'), lines=(2, 3))
    """
    first: dict[Place, int] = {}
    for place, line in _Reader(text).places():
        if place in first:
            return Repeated(place, (first[place], line))
        first[place] = line
    return None


class _Reader:
    """Reads tokens one after the other, and counts lines.

    Attributes:
        scalars: The scalars that were read so far.
    """

    def __init__(self, text: str) -> None:
        self.scalars: list[Scalar] = []
        self._tokens = _TOKEN.finditer(text)
        self._start = self._end = 0
        self._line = 1
        self._kind = ""
        self._token = ""
        self._next()

    def places(self) -> Iterator[tuple[Place, int]]:
        """Yield the place of each value, and its line."""
        table: Place = ()
        counts: dict[Place, int] = {}
        while self._kind:
            if self._kind == "line":
                self._next()
            elif self._token == "[":  # noqa: S105 - a bracket
                line = self._line
                self._next()
                several = self._token == "["  # noqa: S105 - a bracket
                if several:
                    self._next()
                table = self._header(counts, several=several)
                yield table, line
            else:
                yield from self._pair(table)

    def _header(self, counts: dict[Place, int], *, several: bool) -> Place:
        """Return the place of the table that a header opens, in the last one of each list of tables above it."""
        names = self._names()
        place: Place = ()
        for depth, name in enumerate(names, start=1):
            place = (*place, name)
            if several and depth == len(names):
                counts[place] = counts.get(place, -1) + 1
            if place in counts:
                place = (*place, counts[place])
        self._next()  # the closing bracket
        if several:
            self._next()
        return place

    def _pair(self, above: Place) -> Iterator[tuple[Place, int]]:
        """Yield a name, and whatever is in its value."""
        line = self._line
        place = (*above, *self._names())
        self._next()  # the equals sign
        yield place, line
        yield from self._value(place)

    def _value(self, place: Place) -> Iterator[tuple[Place, int]]:
        match self._token:
            case "[":
                yield from self._list(place)
            case "{":
                yield from self._inline_table(place)
            case _:
                start = end = self._start
                while self._kind in {"text", "word"} or self._token == ".":  # noqa: S105 - a number with a point
                    end = self._end
                    self._next()
                self.scalars.append(Scalar(place, start, end))

    def _list(self, place: Place) -> Iterator[tuple[Place, int]]:
        self._next_in_list()
        number = 0
        while self._kind and self._token != "]":  # noqa: S105 - a bracket
            yield (*place, number), self._line
            yield from self._value((*place, number))
            number += 1
            self._skip_lines()
            if self._token == ",":  # noqa: S105 - a comma
                self._next_in_list()
        self._next()

    def _inline_table(self, place: Place) -> Iterator[tuple[Place, int]]:
        self._next_in_list()
        while self._kind and self._token != "}":  # noqa: S105 - a brace
            yield from self._pair(place)
            self._skip_lines()
            if self._token == ",":  # noqa: S105 - a comma
                self._next_in_list()
        self._next()

    def _names(self) -> list[str]:
        """Return the names of a key, with points between them."""
        names = [self._name()]
        while self._token == ".":  # noqa: S105 - a point
            self._next()
            names.append(self._name())
        return names

    def _name(self) -> str:
        name = _unquoted(self._token) if self._kind == "text" else self._token
        self._next()
        return name

    def _next_in_list(self) -> None:
        self._next()
        self._skip_lines()

    def _skip_lines(self) -> None:
        while self._kind == "line":
            self._next()

    def _next(self) -> None:
        """Go to the next token that is neither space nor a comment; the end is one of no kind."""
        self._line += self._token.count("\n")
        self._kind = self._token = ""
        for found in self._tokens:
            if found.lastgroup != "space":
                self._kind, self._token = str(found.lastgroup), found[0]
                self._start, self._end = found.span()
                return


def _unquoted(name: str) -> str:
    """Return what a name in quotes says."""
    if "\\" not in name or name.startswith("'"):
        return name[1:-1]
    import tomllib  # noqa: PLC0415 - few names need it

    return str(tomllib.loads(f"name = {name}")["name"])
