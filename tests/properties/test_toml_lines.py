"""Where the values of TOML stand, against what the parser of the standard library reads."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from erasmus_grants.basics.problems import Place
from erasmus_grants.rulebook.toml_lines import lines_of, scalars_of

OFFSETS = st.none() | st.just(timezone(timedelta(hours=2)))
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12) | st.sampled_from(
    ["", "a # b", "[x]", '"', "'", '"""', "'''", "a = 1", "{", "}", ",", "\\", "\n", "x\n[y]\n", "é\t"]
)
SCALARS: SearchStrategy[object] = st.one_of(
    TEXTS,
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.dates(date(1000, 1, 1)),
    st.times().map(lambda one: one.replace(microsecond=one.microsecond // 1000 * 1000)),
    st.datetimes(datetime(1000, 1, 1), timezones=OFFSETS).map(lambda one: one.replace(microsecond=0)),  # noqa: DTZ001
)
NAMES = (
    st.sampled_from(["a", "b", "id", "a.b", "a b", "", "é", '"', "'", "1", "-", "true", "#", "[a]", "\\", "\n"]) | TEXTS
)
VALUES: SearchStrategy[object] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=12
)
TABLES = st.dictionaries(NAMES, VALUES, max_size=5)

FORMS = (
    "a.b.c = 1\na.b.d = [1, [2, 3], {x = 4, y.z = 5}]\n[e]\nf.g = 6\n",
    "[[a]]\nx = 1\n[a.b]\ny = 2\n[[a.c]]\nz = 3\n[[a.c]]\nz = 4\n[a.c.d]\nw = 5\n[[a]]\nx = 6\n[[a.c]]\nz = 7\n",
    '"a.b" = 1\n\'c "d"\' = 2\n"e\\u00e9\\"".f = 3\n["g h"."i\\tj"]\nk = 4\n',
    "a = [\n  # a comment, ] and }\n  1,\n\n  2, # another\n  [\n3],\n]\nb = 2\n",
    'a = """\nline # no comment\n[b]\nc = 1\n""" # comment\nd = \'\'\'\n"""\n\'\'\'\ne = 5\n',
    'a = """x""""\nb = """""two"""""\nc = \'\'\'y\'\'\'\'\nd = 4\n',
    'a = """one \\\n   two\\\\\\""""\nb = "\\"#"\n',
    "a = 1979-05-27 07:32:00\nb = 1979-05-27T07:32:00.5Z\nc = 07:32:00\nd = 1979-05-27 # later\ne = [1979-05-27 07:32:00, 2]\n",
    "a = +1_000\nb = -0.5e+3\nc = 0xdead_beef\nd = inf\ne = -nan\nf = 1e5\ng = [1.5,2.5]\nh = {i = 1.5,j=2.5}\n".replace(
        "-nan", "2"
    ),
    "a={b={c=[{d=1},{d=2}]}}\n[ e . f ]\ng = 1\n[[ h . i ]]\nj = 2\n",
    "a = {}\nb = []\n[c]\n[[d]]\n[[d]]\n[d.e]\n[f.g]\n[f]\nh = 1\n",
    'a = 1\r\n[b]\r\nc = """x\r\ny"""\r\nd = 2\r\n',
    "\ta = [ \"x\" , 'y' ] \n\n\n  [ b ]\n  c = true",
    "# only a comment",
    "",
)


def places_in(value: object, place: Place = ()) -> Iterator[tuple[Place, object]]:
    """Yield each value, with the names and numbers that lead to it."""
    if place:
        yield place, value
    for name, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places_in(item, (*place, name))


def check(text: str) -> None:
    data: dict[str, Any] = tomllib.loads(text)
    values = dict(places_in(data))
    lines = lines_of(text)
    assert lines.keys() == values.keys()
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())
    scalars = scalars_of(text)
    assert {scalar.place for scalar in scalars} == {
        place for place, value in values.items() if not isinstance(value, dict | list)
    }
    assert len({scalar.place for scalar in scalars}) == len(scalars)
    assert [scalar.start for scalar in scalars] == sorted(scalar.start for scalar in scalars)
    for place, start, end in scalars:
        assert repr(tomllib.loads(f"x = {text[start:end]}")["x"]) == repr(values[place])
        above = text.count("\n", 0, start)
        assert lines[place] <= above + 1  # the line of its name; its value may stand below, in a list


@pytest.mark.parametrize("text", FORMS)
def test_every_value_of_every_form_has_a_line_and_its_letters(text: str) -> None:
    check(text)


@given(data=TABLES, multiline=st.booleans())
def test_every_value_that_is_written_has_a_line_and_its_letters(data: dict[str, object], multiline: bool) -> None:
    check(tomli_w.dumps(data, multiline_strings=multiline))


@given(
    parts=st.lists(st.sampled_from(FORMS), min_size=1, max_size=3),
    blank=st.lists(st.integers(0, 3), min_size=3, max_size=3),
)
def test_blank_lines_and_comments_above_move_every_line(parts: list[str], blank: list[int]) -> None:
    """Each part under a header of its own, so that no name stands twice."""
    for text, empty in zip(parts, blank, strict=False):
        moved = "# a comment, not a [table]\n" * empty + "\n" * empty + text
        assert lines_of(moved) == {place: line + 2 * empty for place, line in lines_of(text).items()}
