import re

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
    assert html.count("<tr>") == html.count("</tr>") == 5
    assert ">individual support</td>" in html
    assert re.search(r"text-align: right\">1800\.00</td>", html)


def test_html_takes_the_colours_of_its_page_and_runs_nothing() -> None:
    html = as_html(hostile_report())
    assert set(re.findall(r"<([a-z0-9]+)", html)) == {
        *("div", "h4", "table", "caption", "thead", "tbody", "tr", "th", "td", "p")
    }
    assert not re.search(r"(?<![-\w])color: (?!inherit)", html)
    assert "background: transparent" in html


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
