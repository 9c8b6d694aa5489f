"""Where a source may point: a reader follows its address."""

import pytest
from pydantic import ValidationError

from erasmus_grants import Source
from erasmus_grants.testing import toy_source


def source(url: str) -> Source:
    return Source.model_validate(toy_source().model_dump() | {"url": url})


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/rates",
        "http://example.org",
        "HTTPS://example.org",
        "rates.pdf",
        "C:\\rates.pdf",
        "p. 12",
        "?",
    ],
)
def test_an_address_of_the_web_and_the_name_of_a_file_are_taken(url: str) -> None:
    assert source(url).url == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "  javascript:alert(1)",
        "java\nscript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "java\u200bscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox",
        "file:///etc/passwd",
        "mailto:somebody@example.org",
        "ftp://example.org/rates.pdf",
    ],
)
def test_any_other_scheme_is_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="this is an address of the web"):
        source(url)
