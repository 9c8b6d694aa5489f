import pytest

from erasmus_grants.basics.problems import Place
from erasmus_grants.rulebook.toml_lines import Scalar, lines_of, scalars_of

TEXT = '''\
# rates of a call
id = "x"

[[rates]]  # the first one
eur = 300
scope = { activities = "STA", groups = [
  "a",
  "b"
] }

[[rates]]
[rates.tiers]
rows = [
  { day = 1 },

  { day = 15, last = 30 },
]
[home]
note = """
two
lines"""
country.code = "FR"
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("id",), 2),
        (("rates",), 4),
        (("rates", 0), 4),
        (("rates", 0, "eur"), 5),
        (("rates", 0, "scope"), 6),
        (("rates", 0, "scope", "activities"), 6),
        (("rates", 0, "scope", "groups"), 6),
        (("rates", 0, "scope", "groups", 0), 7),
        (("rates", 0, "scope", "groups", 1), 8),
        (("rates", 1), 11),
        (("rates", 1, "tiers"), 12),
        (("rates", 1, "tiers", "rows"), 13),
        (("rates", 1, "tiers", "rows", 0), 14),
        (("rates", 1, "tiers", "rows", 1), 16),
        (("rates", 1, "tiers", "rows", 1, "last"), 16),
        (("home",), 18),
        (("home", "note"), 19),
        (("home", "country"), 22),
        (("home", "country", "code"), 22),
    ],
)
def test_a_value_stands_in_the_line_of_its_name_or_in_a_list_in_its_own(place: Place, line: int) -> None:
    assert lines_of(TEXT)[place] == line


def test_nothing_else_has_a_line() -> None:
    lines = lines_of(TEXT)
    assert len(lines) == 21
    assert ("rates", 2) not in lines
    assert () not in lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", {}),
        ("\n\n# nothing\n", {}),
        ("[a.b]\n[a]\n", {("a", "b"): 1, ("a",): 2}),  # where the table itself is named
        ("[a.b]\nc = 1\n", {("a",): 1, ("a", "b"): 1, ("a", "b", "c"): 2}),
        ("[[a]]\n[[a.b]]\n[[a.b]]\n[[a]]\n[[a.b]]\n", {
            ("a",): 1, ("a", 0): 1, ("a", 0, "b"): 2, ("a", 0, "b", 0): 2, ("a", 0, "b", 1): 3,
            ("a", 1): 4, ("a", 1, "b"): 5, ("a", 1, "b", 0): 5,
        }),
        ('"a.b" = 1\n"c\\"d" = 2\n\'e\\f\' = 3\n"\\u00e9" = 4\n', {("a.b",): 1, ('c"d',): 2, ("e\\f",): 3, ("é",): 4}),
        ("a = []\n", {("a",): 1}),
        ("a = [[], [\n1]]\n", {("a",): 1, ("a", 0): 1, ("a", 1): 1, ("a", 1, 0): 2}),
        ("a = {}\r\nb = 1\r\n", {("a",): 1, ("b",): 2}),
    ],
)  # fmt: skip
def test_lines_of_every_form_of_a_table(text: str, lines: dict[Place, int]) -> None:
    assert lines_of(text) == lines


@pytest.mark.parametrize(
    ("text", "scalars"),
    [
        ("a = 1", [(("a",), "1")]),
        ("a=-1.5e+3 # b = 2", [(("a",), "-1.5e+3")]),
        ("a = 1979-05-27 07:32:00.5Z\n", [(("a",), "1979-05-27 07:32:00.5Z")]),
        ("a = [ 1, 'x' , true ]\n", [(("a", 0), "1"), (("a", 1), "'x'"), (("a", 2), "true")]),
        ("a = {b = 2030-01-31, c.d = 4}", [(("a", "b"), "2030-01-31"), (("a", "c", "d"), "4")]),
        ('a = """x""""\nb = "y"', [(("a",), '"""x""""'), (("b",), '"y"')]),
        ("a = '''\n[b]\nc = 1\n'''\nd = ''", [(("a",), "'''\n[b]\nc = 1\n'''"), (("d",), "''")]),
        ('a = "\\\\" # "\nb = "\\"=1"', [(("a",), '"\\\\"'), (("b",), '"\\"=1"')]),
        ("[a]\n[[b]]\nc = [[], {}]\n", []),
    ],
)
def test_a_scalar_is_found_with_all_its_letters(text: str, scalars: list[tuple[Place, str]]) -> None:
    assert [(scalar.place, text[scalar.start : scalar.end]) for scalar in scalars_of(text)] == scalars
    assert all(isinstance(scalar, Scalar) for scalar in scalars_of(text))
