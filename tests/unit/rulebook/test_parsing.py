import codecs
import io
import json
import sys
from pathlib import Path

import pytest

from erasmus_grants.rulebook.parsing import LARGEST_FILE_BYTES, Data, UnreadableError, is_json, parsed, read_text


def read_data(name: str) -> dict[str, Data]:
    text = read_text(name)
    return parsed(text, json_text=is_json(name, text))


def problems_of(text: str, *, json_text: bool) -> tuple[str, ...]:
    with pytest.raises(UnreadableError) as caught:
        parsed(text, json_text=json_text)
    return caught.value.problems


def problems_of_file(file: Path | str) -> tuple[str, ...]:
    with pytest.raises(UnreadableError) as caught:
        read_data(str(file))
    return caught.value.problems


# --- what is read -----------------------------------------------------------------------------------------------------


def test_toml_and_json_say_the_same_in_their_own_way() -> None:
    toml = 'title = "É"\nstart = 2022-03-07\n[[bands]]\nfrom_km = 10\nshare = 0.7\nopen = true\n'
    as_json = '{"title": "É", "start": "2022-03-07", "bands": [{"from_km": 10, "share": 0.7, "open": true}]}'
    assert parsed(toml, json_text=False) == parsed(as_json, json_text=True) == json.loads(as_json)


def test_dates_and_times_of_toml_become_text_that_keeps_them_apart() -> None:
    toml = "day = 2022-03-07\nmoment = 2022-03-07T00:00:00\nzoned = 2022-03-07 08:00:00Z\nhour = 08:00:00"
    assert parsed(toml, json_text=False) == {
        "day": "2022-03-07",
        "moment": "2022-03-07T00:00:00",
        "zoned": "2022-03-07T08:00:00+00:00",
        "hour": "08:00:00",
    }


def test_null_of_json_stays_null() -> None:
    assert parsed('{"partner": null}', json_text=True) == {"partner": None}


def test_numbers_that_are_not_finite_are_left_to_the_field_that_holds_them() -> None:
    read = parsed('{"a": NaN, "b": -Infinity, "c": 1e400}', json_text=True)
    assert str(read) == "{'a': nan, 'b': -inf, 'c': inf}"
    assert str(parsed("a = nan\nb = -inf\nc = 1e400", json_text=False)) == str(read)


@pytest.mark.parametrize(
    "text",
    [
        'a = """\n' + "see p. 3.4.5 ... [[[[ " * 400 + '\n"""',
        "a = '''\n" + "see p. 3.4.5 ... [[[[ " * 400 + "\n'''",
        'a = "' + "see p. 3.4.5 ... [[[[ " * 400 + '"',
        "a = '" + "see p. 3.4.5 ... [[[[ " * 400 + "'",
        'a = """say \\"""' + "." * 60 + '"""""',
        "# " + "-." * 3000 + "\na = 1",
    ],
    ids=["lines", "literal lines", "line", "literal line", "quotes at its end", "comment"],
)
def test_dots_and_brackets_in_text_and_comments_of_toml_do_not_count(text: str) -> None:
    assert list(parsed(text, json_text=False)) == ["a"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.toml", b"a = 1"),
        ("a.json", b'{"a": 1}'),
        ("a.TOML", b"a = 1"),
        ("a.JSON", b' {"a": 1}'),
        ("toml", b"a = 1"),
        ("json", b'\n{"a": 1}'),
        ("with-byte-order-mark.toml", b"\xef\xbb\xbfa = 1"),
        ("with-byte-order-mark.json", b'\xef\xbb\xbf{"a": 1}'),
        ("of-windows.toml", b"a = 1\r\n"),
        ("of-powershell.toml", "a = 1\r\n".encode("utf-16")),
        ("of-powershell.json", codecs.BOM_UTF16_LE + '{"a": 1}\r\n'.encode("utf-16-le")),
        ("big-endian", codecs.BOM_UTF16_BE + '{"a": 1}'.encode("utf-16-be")),
    ],
)
def test_a_file_is_read_by_its_suffix_or_else_by_its_first_letter(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert read_data(str(file)) == {"a": 1}


@pytest.mark.parametrize(
    ("name", "content", "language"),
    [
        ("a.json", b"a = 1", "JSON"),
        ("a.JSON", b"a = 1", "JSON"),
        ("a.toml", b'{"a": 1}', "TOML"),
        ("a.TOML", b'{"a": 1}', "TOML"),
        ("a.txt", b"{a = 1}", "JSON"),
        ("a.txt", b"a == 1", "TOML"),
    ],
)
def test_a_file_is_refused_in_the_language_that_it_is_meant_to_be(
    tmp_path: Path, name: str, content: bytes, language: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    (problem,) = problems_of_file(file)
    assert problem.startswith(f"it is not {language}: ")


@pytest.mark.parametrize("content", [b'{"mobility": {"a": 1}}', b"[mobility]\na = 1"], ids=["JSON", "TOML"])
def test_standard_input_is_read_in_either_language(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert read_data("-") == {"mobility": {"a": 1}}
    assert not sys.stdin.closed


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf"], ids=["empty", "blank", "byte order mark"])
@pytest.mark.parametrize("name", ["a.toml", "a.json", "a"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert problems_of_file(file) == ("it is empty",)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("absent.toml", "No such file or directory"),
        (".", "Is a directory"),
        ("x" * 5000, "File name too long"),
        ("a\0b", "embedded null byte"),
    ],
    ids=["absent", "directory", "long name", "null byte"],
)
def test_a_file_that_cannot_be_opened_is_refused_with_the_reason(tmp_path: Path, name: str, reason: str) -> None:
    assert problems_of_file(f"{tmp_path}/{name}") == (f"it cannot be read: {reason}",)


def test_standard_input_that_was_closed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert problems_of_file("-") == ("it cannot be read: there is no standard input",)


def test_a_file_of_exactly_the_largest_size_is_read_and_one_more_byte_is_not(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(b'a = "'.ljust(LARGEST_FILE_BYTES - 1, b"x") + b'"')
    assert len(str(read_data(str(file))["a"])) == LARGEST_FILE_BYTES - len('a = ""')
    file.write_bytes(file.read_bytes() + b"\n")
    assert problems_of_file(file) == ("it is larger than 1048576 bytes",)


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)),
        codecs.BOM_UTF16_LE + b"a = 1",
        codecs.BOM_UTF16_LE + b"\x00\xd8",
        'a = "é"'.encode("latin-1"),
        b'{"a": "\xed\xa0\x80"}',
    ],
    ids=["binary", "half of UTF-16", "surrogate of UTF-16", "Latin-1", "encoded surrogate"],
)
def test_what_is_not_utf_8_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a"
    file.write_bytes(content)
    assert problems_of_file(file) == ("it is not UTF-8 text; an editor can save it as UTF-8",)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("a = 1\n".encode("utf-16-le"), 1),
        ('{"a": 1}'.encode("utf-16-be"), 1),
        ("a = 1\n".encode("utf-32"), 1),
        (b"PK\x03\x04\n\n\0", 3),
        (b'a = "x"\nb = "\0"\n', 2),
        (b'{"a": 1,\n\n"b": "\0"}', 3),
        (codecs.BOM_UTF16_LE + 'a = 1\nb = "\0"'.encode("utf-16-le"), 2),
    ],
    ids=["UTF-16", "big-endian", "UTF-32", "binary", "TOML", "JSON", "with its mark"],
)
@pytest.mark.parametrize("name", ["a", "a.toml", "a.json"])
def test_a_nul_character_is_of_another_encoding(tmp_path: Path, name: str, content: bytes, line: int) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    sentence = f"it is not UTF-8 text, since line {line} has a NUL character; an editor can save it as UTF-8"
    assert problems_of_file(file) == (sentence,)


@pytest.mark.parametrize(
    ("text", "json_text", "problem"),
    [
        ("a = ", False, "it is not TOML: Invalid value at end of document"),
        ('a = "x', False, "it is not TOML: Unterminated string at end of document"),
        ("a = 1\na = 2", False, "it is not TOML: 'a' stands twice, in line 1 and in line 2"),
        ("a = 1\r\nb = 3\r\na = 2\r\nc = [\r\n", False, "it is not TOML: 'a' stands twice, in line 1 and in line 3"),
        ("a = [1]\na = [\n2]", False, "it is not TOML: 'a' stands twice, in line 1 and in line 2"),
        ("[a]\nb = 1\n[c]\n[a]\nd = 2", False, "it is not TOML: 'a' stands twice, in line 1 and in line 4"),
        ("[a]\nb = 1\nc = 2\nb = 3", False, "it is not TOML: 'b' stands twice in 'a', in line 2 and in line 4"),
        (
            "[[a]]\nb = 1\n[[a]]\nb = 1\nb = 2",
            False,
            "it is not TOML: 'b' stands twice in 'a', in line 4 and in line 5",
        ),
        ("[a]\nr = [\n{b = 1},\n{b = 1, b = 2}]", False, "it is not TOML: 'b' stands twice in 'a', in line 4"),
        ("[a]\nb = 1\n[a.b]\nc = 1", False, "it is not TOML: 'b' stands twice in 'a', in line 2 and in line 3"),
        ("[[a]]\nb = 1\n[a]", False, "it is not TOML: 'a' stands twice, in line 1 and in line 3"),
        (
            "a.b = 1\n[a] [=",
            False,
            "it is not TOML: Cannot declare ('a',) twice at line 2, column 3",
        ),  # it is not written twice
        ("a;b\n1;2", False, "it is not TOML: Expected '=' after a key in a key/value pair at line 1, column 2"),
        ("a = 2022-02-30", False, "it is not TOML: Invalid date or datetime at line 1, column 5"),
        ("[1, 2]", False, "it is not a table with names and values"),  # JSON by itself, whatever the file is called
        ('"a"', False, "it is not a table with names and values"),
        ('{"a": 1}', False, "it is not TOML: Invalid statement at line 1, column 1"),
        ('{"a": 1', True, "it is not JSON: Expecting ',' delimiter at line 1, column 8"),
        ('{"a": "\x1b[31m"}', True, "it is not JSON: Invalid control character at line 1, column 8"),
        ('{"a": 1}\n{"a": 2}', True, "it is not JSON: Extra data at line 2, column 1"),
        ('{"a": 1, "b": 2, "a": 3}', True, "'a' stands twice in one object"),
        ('{"x": {"a": 1, "a": 1}}', True, "'a' stands twice in one object"),
    ],
)
def test_what_is_not_toml_or_json_is_refused_with_the_place(text: str, json_text: bool, problem: str) -> None:
    assert problems_of(text, json_text=json_text) == (problem,)


@pytest.mark.parametrize(
    ("line", "how"),
    [
        ("start_date = 14/10/2024", "; a day is written as start_date = 2026-09-15"),
        ("start_date = 14.10.2024 # Monday", "; a day is written as start_date = 2026-09-15"),
        ("start_date = 2024/10/14", "; a day is written as start_date = 2026-09-15"),
        ("start_date = 2024-02-30", ""),
        ("distance_km = 499,7", "; decimals have a point, as distance_km = 499.7"),
        ("distance_km = 4.070,5", "; decimals have a point, as distance_km = 499.7"),
        ("green = Yes", "; yes and no are written as true and false"),
        ("green = True", "; yes and no are written as true and false"),
        ("partner = null", "; a field without a value is left out"),
        ("km = -499,7", "; decimals have a point, as km = 499.7"),
        ("below_km = 010", "; a number does not begin with 0"),
        ("share = -07 # of the rate", "; a number does not begin with 0"),
        ("rows = [{ below_km = 010, standard_eur = 20 }]", "; a number does not begin with 0"),
        ("day = 2024-01-00", ""),
        ("= STA", ""),
        ('"' + "k" * 100 + '" = STA', ""),
        ("activity = STA", '; text stands in quotes: activity = "STA"'),
        ("host = Université Savoie", '; text stands in quotes: host = "Université Savoie"'),
        (
            "host = \u201cUniversité Savoie\u201d # ours",
            '; the quotes of text are straight: host = "Université Savoie"',
        ),
        ("activity = \u201eSTA\u201c", '; the quotes of text are straight: activity = "STA"'),
        ("activity = \u00abSTA\u00bb", '; the quotes of text are straight: activity = "STA"'),
        ("activity = \u2018STA\u2019", '; the quotes of text are straight: activity = "STA"'),
        ("activity = \u201cSTA", ""),
        ("activity: STA", "; between a field and its value stands =, and no colon"),
        ('  "activity" : "STA",', "; between a field and its value stands =, and no colon"),
        ("[a]: x", ""),
        ("host = ?", ""),
        ("host", ""),
        ("host = " + "k" * 100, ""),
    ],
)
def test_a_value_that_toml_writes_otherwise_is_told_with_its_form(line: str, how: str) -> None:
    (problem,) = problems_of(f"a = 1\n{line}\nb = 2", json_text=False)
    assert problem.startswith("it is not TOML: ")
    assert problem.partition(" at line 2, column ")[2].lstrip("0123456789") == how


def test_lines_that_end_in_cr_alone_are_named() -> None:
    sentence = "its lines end in CR alone; an editor can save it with the line ends of Unix or Windows"
    assert problems_of("a = 1\rb = 2\r", json_text=False) == (sentence,)


def test_a_message_of_the_parser_stays_short() -> None:
    key = "k" * 100_000
    (problem,) = problems_of(f'"{key}".a = 1\n["{key}"]', json_text=False)
    assert problem.startswith("it is not TOML: Cannot declare ('kkk")
    assert problem.endswith("k at line 2, column 100004")
    assert len(problem) < 300
    (problem,) = problems_of(f'["{key}"]\n["{key}"]', json_text=False)
    assert problem.endswith("... stands twice, in line 1 and in line 2")
    assert len(problem) < 300


@pytest.mark.parametrize("text", ["[1, 2]", '"x"', "null", "3"])
def test_json_that_is_not_an_object_is_refused(text: str) -> None:
    assert problems_of(text, json_text=True) == ("it is not a table with names and values",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (".".join(["a"] * 20_000) + " = 1", "line 1 is longer than 4096 characters outside of text"),
        ("a = 1\n" + ".".join(["b"] * 34) + " = 1", "line 2 has more than 32 dots or open brackets outside of text"),
        ("a = " + "[" * 33 + "]" * 33, "line 1 has more than 32 dots or open brackets outside of text"),
        ("a = " + "{a = " * 33 + "1" + "}" * 33, "line 1 has more than 32 dots or open brackets outside of text"),
        ("a = '''\n\n''' # text\nb = " + "[" * 33, "line 4 has more than 32 dots or open brackets outside of text"),
        ("a = [\n" + "[\n" * 32 + "]\n" * 33, "it is nested more than 32 levels deep"),
        ("a = " + "[\n" * 5000 + "]\n" * 5000, "it is nested more than 32 levels deep"),
        ("[" + ".".join(["a"] * 30) + "]\n" + ".".join(["b"] * 30) + " = 1", "it is nested more than 32 levels deep"),
    ],
    ids=["40 KB key", "33 dots", "brackets", "braces", "after text", "33 levels", "5,000 levels", "header and key"],
)
def test_toml_that_is_nested_too_deeply_is_refused(text: str, problem: str) -> None:
    assert problems_of(text, json_text=False) == (problem,)


@pytest.mark.parametrize(
    "text",
    [
        "a = ['\"', " + "[" * 500 + "]" * 500 + ", '\"']",
        "a = '\"' # \"\n" + ".".join(["b"] * 500) + " = '\"'",
        "a = '''\"''' \n" + ".".join(["b"] * 500) + " = '\"'",
        'a = """x""""\n' + ".".join(["b"] * 500) + ' = "x"',
        'a = "\\"" \n' + ".".join(["b"] * 500) + ' = "x"',
        "a = '\\' \n" + ".".join(["b"] * 500) + " = 'x'",
        ".".join(['"b"'] * 500) + " = 'x'",
    ],
    ids=["single quotes", "comment", "literal lines", "four quotes", "escape", "no escape", "quoted keys"],
)
def test_no_quote_hides_dots_and_brackets_from_the_guard(text: str) -> None:
    (problem,) = problems_of(text, json_text=False)
    assert problem.endswith("has more than 32 dots or open brackets outside of text")


@pytest.mark.parametrize("text", ["[" * 100_000 + "]" * 100_000, '{"a":' * 100_000, '{"a":' * 33 + "1" + "}" * 33])
def test_json_that_is_nested_too_deeply_is_refused(text: str) -> None:
    assert problems_of(text, json_text=True) == ("it is nested more than 32 levels deep",)


def test_thirty_two_levels_are_read() -> None:
    assert list(parsed('{"a":' * 32 + "1" + "}" * 32, json_text=True)) == ["a"]


@pytest.mark.parametrize(
    ("text", "json_text"),
    [
        ("a = [\n" + "1,\n" * 30_000 + "]", False),
        ("[[a]]\n" * 30_000, False),
        ('{"a": [' + "1," * 30_000 + "1]}", True),
        ('{"a": 1, ' + ", ".join(f'"k{number}": 1' for number in range(30_000)) + "}", True),
    ],
    ids=["TOML", "TOML tables", "JSON", "JSON names"],
)
def test_more_values_than_a_rulebook_can_need_are_refused(text: str, json_text: bool) -> None:
    assert problems_of(text, json_text=json_text) == ("it holds more than 20000 values",)


@pytest.mark.parametrize(
    ("text", "json_text", "problem"),
    [
        ('{"a": ' + "9" * 5000 + "}", True, "a whole number has at most 300 digits"),
        ('{"a": [1, ' + "9" * 400 + "]}", True, "a.1: a whole number has at most 300 digits"),
        ("a = " + "9" * 4000, False, "a: a whole number has at most 300 digits"),
        ("a = 0x" + "f" * 4000, False, "a: a whole number has at most 300 digits"),
    ],
    ids=["JSON, 5,000 digits", "JSON, 400 digits", "TOML", "TOML, hexadecimal"],
)
def test_endless_numbers_are_refused(text: str, json_text: bool, problem: str) -> None:
    assert problems_of(text, json_text=json_text) == (problem,)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (r'{"a": ["x\ud800"]}', r"a.0: 'x\ud800' is not Unicode text"),
        (r'{"b": {"\udfff": 1}}', r"b: '\udfff' is not Unicode text"),
        (r'{"\udfff": 1}', r"'\udfff' is not Unicode text"),
    ],
    ids=["value", "name", "first name"],
)
def test_half_a_character_is_refused(text: str, problem: str) -> None:
    assert problems_of(text, json_text=True) == (problem,)


def test_a_whole_pair_of_halves_is_a_character() -> None:
    assert parsed(r'{"a": "\ud83c\udf93"}', json_text=True) == {"a": "🎓"}


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_brackets_in_text_of_several_lines_are_no_nesting(quotes: str) -> None:
    brackets = "[\n" * 500
    assert parsed(f'a = {quotes}x"{brackets}{quotes}\n', json_text=False) == {"a": f'x"{brackets}'}


@pytest.mark.parametrize(
    ("line", "more"),
    [
        (" " * 4096, " "),
        ("a = [" + "1.5, " * 32 + "1]", ".0"),
        ("a = [" + "[], " * 31 + "1]", "[]"),
        ("a = [" + "{}, " * 31 + "1]", "{}"),
    ],
)
def test_a_line_may_be_as_long_and_as_nested_as_is_said_and_no_more(line: str, more: str) -> None:
    """Letters, dots and brackets of one line are counted, and not those of the text that ends in it."""
    text = 'note = """\n.[{.[{"""\n'
    assert "note" in parsed(text + line, json_text=False)
    longer = line.removesuffix("1]") + (f"1{more}]" if line.endswith("1]") and more == ".0" else more)
    (problem,) = problems_of(text + longer, json_text=False)
    assert problem.startswith("line 3 ")


def test_text_of_several_lines_adds_no_letters_to_the_line_in_which_it_ends() -> None:
    assert parsed('note = """\n"""' + " " * 4096, json_text=False) == {"note": ""}


def test_the_place_of_a_mistake_is_the_last_one_that_its_message_names() -> None:
    (problem,) = problems_of('"a (at b)".c = 1\n["a (at b)"]', json_text=False)
    assert problem == "it is not TOML: Cannot declare ('a (at b)',) twice at line 2, column 12"


def test_a_number_of_a_thousand_bits_is_read_and_one_of_a_bit_more_is_not() -> None:
    most = 2**1000 - 1
    assert parsed(f'{{"a": {most}}}', json_text=True) == {"a": most}
    assert problems_of(f'{{"a": {most + 1}}}', json_text=True) == ("a: a whole number has at most 300 digits",)


def test_an_error_says_all_its_problems() -> None:
    assert str(UnreadableError("it is empty", "it is late")) == "it is empty; it is late"
