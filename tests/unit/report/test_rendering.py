import re
from html.parser import HTMLParser

import pytest

from erasmus_grants.report.rendering import (
    Report,
    Table,
    as_html,
    as_markdown,
    as_text,
    number_columns,
    printable,
    text_columns,
)
from erasmus_grants.testing import toy_calculator, toy_mobility

LINES = (*text_columns("line"), *number_columns("EUR"))
REPORT = Report(
    title="Grant of 980.00 EUR",
    tables=(
        Table("About", text_columns("", ""), (("stay", "five days"), ("partner", "Toy-U"))),
        Table("Lines", LINES, (("travel support", "180.00"), ("individual support", "1800.00"))),
    ),
    notes=("Made of toys.",),
)
HOSTILE = "<script>alert('x')</script> & \"y\" | *b* _i_ `c` [l](u) # ~s~ \\ \x1b[31m\r\n\u202e"


def hostile_report() -> Report:
    return Report(HOSTILE, (Table("Lines", LINES, ((HOSTILE, HOSTILE),)),), (HOSTILE,))


def test_text_stands_in_columns_with_numbers_to_the_right() -> None:
    assert as_text(REPORT) == (
        "Grant of 980.00 EUR\n"
        "\n"
        "About\n"
        "stay     five days\n"
        "partner  Toy-U\n"
        "\n"
        "Lines\n"
        "line                    EUR\n"
        "travel support       180.00\n"
        "individual support  1800.00\n"
        "\n"
        "Made of toys."
    )


def test_markdown_has_tables_with_numbers_to_the_right() -> None:
    assert as_markdown(REPORT) == (
        "## Grant of 980.00 EUR\n"
        "\n"
        "### About\n"
        "\n"
        "|  |  |\n"
        "| --- | --- |\n"
        "| stay | five days |\n"
        "| partner | Toy-U |\n"
        "\n"
        "### Lines\n"
        "\n"
        "| line | EUR |\n"
        "| --- | ---: |\n"
        "| travel support | 180.00 |\n"
        "| individual support | 1800.00 |\n"
        "\n"
        "Made of toys.\n"
    )


def test_html_has_a_head_only_where_columns_have_names() -> None:
    html = as_html(REPORT)
    assert html.count("<table") == html.count("</table>") == 2
    assert html.count("<thead>") == 1
    assert html.count("<tr ") == html.count("</tr>") == 5
    assert ">individual support</td>" in html
    assert re.search(r"text-align:right[^\"]*\">1800\.00</td>", html)


def test_html_takes_the_colours_of_its_page_and_runs_nothing() -> None:
    html = as_html(hostile_report())
    assert set(re.findall(r"<([a-z0-9]+)", html)) == {
        *("div", "h4", "table", "caption", "thead", "tbody", "tr", "th", "td", "p")
    }
    assert set(declared(html, "color")) == {"inherit"}
    assert set(declared(html, "background")) == {"transparent"}


def declared(html: str, name: str) -> list[str]:
    """Return every value that some style gives to a property."""
    pairs = [pair.partition(":") for style in re.findall(r'style="([^"]*)"', html) for pair in style.split(";")]
    return [value for key, _, value in pairs if key == name]


class Boxes(HTMLParser):
    """What stands in a table, and the styles of everything around it."""

    def __init__(self) -> None:
        super().__init__()
        self.around: list[str] = []
        self.of_tables: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.of_tables.append(self.around[-1])
        self.around.append(dict(attrs).get("style") or "")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.around.pop()


def test_a_table_that_is_wider_than_a_phone_scrolls_in_a_box_of_its_own() -> None:
    boxes = Boxes()
    boxes.feed(as_html(REPORT))
    assert len(boxes.of_tables) == len(REPORT.tables)
    assert all("overflow-x:auto" in style and "max-width:100%" in style for style in boxes.of_tables)


def test_on_a_phone_a_number_stays_in_one_line_and_a_sentence_keeps_a_width() -> None:
    cells = ("total", "before departure", "The distance is not stated, and travel support depends on it.")
    html = as_html(
        Report("Grant", (Table("", (*text_columns("", "", ""), *number_columns("")), ((*cells, "9 to 10"),)),), ())
    )
    widths = [re.search(r"min-width:(\d+)em", style) for style in re.findall(r'<td style="([^"]*)"', html)]
    assert [width and int(width[1]) for width in widths] == [None, 7, 12, None]
    assert declared(html, "white-space") == ["nowrap"]


def test_a_title_or_a_note_without_blanks_is_broken() -> None:
    html = as_html(Report("x" * 100, (), ("f" * 64,)))
    assert [("overflow-wrap:anywhere" in style) for style in re.findall(r'<(?:h4|p) style="([^"]*)"', html)] == [
        True
    ] * 2


def test_the_html_of_a_grant_is_small() -> None:
    assert len(toy_calculator().calculate(toy_mobility())._repr_html_()) < 12_000


@pytest.mark.parametrize("render", [as_text, as_markdown, as_html])
def test_no_rendering_lets_a_control_character_through(render: type) -> None:
    rendered = str(render(hostile_report()))
    assert not {letter for letter in rendered if not letter.isprintable()} - {"\n"}
    assert "\\u001b" in rendered.replace("\\\\", "\\")
    assert "\\u202e" in rendered.replace("\\\\", "\\")


def test_html_escapes_every_letter_that_is_markup() -> None:
    html = as_html(hostile_report())
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;y&quot;" in html


def test_markdown_escapes_every_letter_that_is_markup() -> None:
    markdown = as_markdown(hostile_report())
    assert r"&lt;script&gt;alert('x')&lt;/script&gt; &amp; " in markdown
    assert r"\| \*b\* \_i\_ \`c\` \[l\](u) \# \~s\~ \\ " in markdown
    assert all(line.count(" | ") == 1 for line in markdown.splitlines() if line.startswith("| "))


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Université du Jouet", "Université du Jouet"), ("a\tb", "a\\u0009b"), ("\x7f", "\\u007f"), ("", "")],
)
def test_what_cannot_be_printed_is_shown_by_its_number(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize("render", [as_text, as_markdown, as_html])
def test_a_report_may_have_no_table(render: type) -> None:
    assert "Nothing" in str(render(Report("Nothing", (), ())))
