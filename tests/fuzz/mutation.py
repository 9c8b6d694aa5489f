"""Changes of valid inputs: of their bytes, and of what they hold, so that some of them stay nearly valid."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from random import Random

import tomli_w

LARGEST_BYTES = 40_000
"""What has grown beyond is cut off; the largest file that is read is tested by hand (`tests/contract`) [bytes]."""

Place = tuple[dict[str, object] | list[object], str | int]

NUMBERS = (0, -1, 1, 2, 7, 30, 31, 360, 366, 9999, 10**13, 10**20, 10**301, -(10**20), 2**63, 2**64)
VALUES: tuple[object, ...] = (
    *NUMBERS,
    *map(str, NUMBERS),
    *(0.1, -0.0, 499.6, 1e308, 5e-324, float("nan"), float("inf")),
    *("NaN", "-0", "0.005", "1e3", "1E+400", "٣", "½", "0x10", "1_000", "+1", " 1", "1.", ".5", "00.10"),
    *(None, True, False, [], {}, "", " ", "\x00", "\ud800", "\u202e", "é" * 300, "x" * 5000),
    *("2024-02-29", "2023-02-29", "0001-01-01", "9999-12-31", "2024-W01-1", "2024-02-29T00:00:00", "20240229"),
)
TOKENS = (
    *(b"{", b"}", b"[", b"]", b'"', b'"""', b"'''", b",", b":", b"=", b"\n", b"\r\n", b"#", b".", b"\\", b"\\u"),
    *(b"\\ud800", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"[[", b"]]", b"NaN", b"Infinity", b"null"),
    *(b"true", b"1e999", b"-", b"0" * 400, b"[" * 40, b"{" * 40, b"a." * 40, b"1979-05-27T07:32:00Z", b"07:32:00"),
)
_WORD = re.compile(rb"[A-Za-z][A-Za-z0-9_-]{1,30}")


class Mutator:
    """Draws changed seeds; the same chance draws the same."""

    def __init__(self, seeds: Sequence[bytes], chance: Random) -> None:
        self.seeds = tuple(seeds)
        self.chance = chance
        self.words = sorted({word for seed in seeds for word in _WORD.findall(seed)})
        self.texts = [word.decode() for word in self.words]

    def draw(self) -> bytes:
        """Return a changed seed."""
        return self.changed(self.chance.choice(self.seeds))

    def changed(self, data: bytes) -> bytes:
        """Return data with a few changes."""
        if self.chance.random() < 0.7:
            data = self._changed_inside(data)
        if self.chance.random() < 0.4:
            for _ in range(self.chance.choice((1, 1, 2, 4))):
                data = self.chance.choice(_OF_BYTES)(self, data)
        return data[:LARGEST_BYTES]

    # --- what it holds ------------------------------------------------------------------------------------------------

    def _changed_inside(self, data: bytes) -> bytes:
        in_json = data.lstrip().startswith(b"{")
        try:
            held: object = json.loads(data) if in_json else tomllib.loads(data.decode())
        except (ValueError, RecursionError):
            return data
        if not isinstance(held, dict):
            return data
        for _ in range(self.chance.choice((1, 1, 1, 2, 3))):
            places = list(_places(held))
            if places:
                self.chance.choice(_OF_PLACES)(self, self.chance.choice(places), places)
        if not in_json and self.chance.random() < 0.9:
            try:
                return tomli_w.dumps(held).encode()
            except (TypeError, ValueError, RecursionError):
                pass
        try:
            return json.dumps(held, default=str).encode()
        except (ValueError, RecursionError):
            return data

    def _value(self) -> object:
        if self.chance.random() < 0.3:
            return self.chance.choice(self.texts)
        return _copy(self.chance.choice(VALUES))

    def _replace(self, place: Place, _: Sequence[Place]) -> None:
        _set(place, self._value())

    def _remove(self, place: Place, _: Sequence[Place]) -> None:
        holder, key = place
        del holder[key]  # type: ignore[arg-type]

    def _rename(self, place: Place, _: Sequence[Place]) -> None:
        holder, key = place
        if isinstance(holder, dict):
            holder[self.chance.choice(self.texts)] = holder.pop(str(key))

    def _add(self, place: Place, _: Sequence[Place]) -> None:
        holder, _key = place
        if isinstance(holder, dict):
            holder[self.chance.choice(self.texts)] = self._value()
        else:
            holder.insert(self.chance.randint(0, len(holder)), self._value())

    def _swap(self, place: Place, places: Sequence[Place]) -> None:
        holder, key = self.chance.choice(places)
        _set(place, _copy(_get((holder, key))))

    def _repeat(self, place: Place, _: Sequence[Place]) -> None:
        holder, key = place
        if isinstance(holder, list):
            holder += [_copy(holder[int(key)]) for _ in range(self.chance.choice((1, 1, 2, 30)))]

    def _nest(self, place: Place, _: Sequence[Place]) -> None:
        value = _get(place)
        for _ in range(self.chance.choice((1, 2, 31, 33, 300))):
            value = [value] if self.chance.random() < 0.7 else {"a": value}
        _set(place, value)

    def _nudge(self, place: Place, _: Sequence[Place]) -> None:
        value = _get(place)
        if isinstance(value, bool):
            _set(place, not value)
        elif isinstance(value, int | float):
            _set(place, value + self.chance.choice((-1, 1, 0.5, 10**6)))
        elif isinstance(value, str) and value:
            at = self.chance.randrange(len(value))
            _set(place, value[:at] + self.chance.choice("0159-. aZé") + value[at + self.chance.randint(0, 1) :])

    # --- its bytes ----------------------------------------------------------------------------------------------------

    def _flip(self, data: bytes) -> bytes:
        at = self.chance.randrange(len(data) + 1)
        return data[:at] + bytes([self.chance.randrange(256)]) + data[at + 1 :]

    def _insert(self, data: bytes) -> bytes:
        at = self.chance.randrange(len(data) + 1)
        token = self.chance.choice(TOKENS) if self.chance.random() < 0.7 else self.chance.choice(self.words)
        return data[:at] + token + data[at:]

    def _cut(self, data: bytes) -> bytes:
        start = self.chance.randrange(len(data) + 1)
        return data[:start] + data[start + self.chance.choice((1, 2, 10, 200)) :]

    def _truncate(self, data: bytes) -> bytes:
        return data[: self.chance.randrange(len(data) + 1)]

    def _again(self, data: bytes) -> bytes:
        start = self.chance.randrange(len(data) + 1)
        piece = data[start : start + self.chance.choice((1, 10, 100))]
        return data[:start] + piece * self.chance.choice((2, 3, 100)) + data[start:]

    def _splice(self, data: bytes) -> bytes:
        other = self.chance.choice(self.seeds)
        return data[: self.chance.randrange(len(data) + 1)] + other[self.chance.randrange(len(other) + 1) :]


_OF_PLACES: tuple[Callable[[Mutator, Place, Sequence[Place]], None], ...] = (
    *(Mutator._replace, Mutator._replace, Mutator._nudge, Mutator._nudge, Mutator._remove, Mutator._rename),
    *(Mutator._add, Mutator._swap, Mutator._repeat, Mutator._nest),
)
_OF_BYTES: tuple[Callable[[Mutator, bytes], bytes], ...] = (
    *(Mutator._flip, Mutator._insert, Mutator._cut, Mutator._truncate, Mutator._again, Mutator._splice),
)


def _places(held: dict[str, object] | list[object]) -> Iterator[Place]:
    """Yield every place of a table, the outer ones first."""
    below: list[dict[str, object] | list[object]] = [held]
    while below:
        holder = below.pop()
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            place = (holder, key)
            yield place
            value = _get(place)
            if isinstance(value, dict | list):
                below.append(value)


def _get(place: Place) -> object:
    holder, key = place
    return holder[key]  # type: ignore[index]


def _set(place: Place, value: object) -> None:
    holder, key = place
    if isinstance(holder, dict):
        holder[str(key)] = value
    elif int(key) < len(holder):
        holder[int(key)] = value


def _copy(value: object) -> object:
    if isinstance(value, dict):
        return {name: _copy(item) for name, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value
