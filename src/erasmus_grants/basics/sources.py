"""Where a figure is printed.

Examples:
    >>> Source(
    ...     id="U13", document="Erasmus+", publisher="Université Savoie Mont Blanc", locator="Kilometric scale",
    ...     url="https://example.org/erasmus", read_on="2026-11-22", confidence="HIGH",
    ... ).cite()
    'Université Savoie Mont Blanc, "Erasmus+", Kilometric scale, https://example.org/erasmus (read 2026-11-22)'
"""

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.field_types import Choice
from erasmus_grants.basics.language import Language, check_language
from erasmus_grants.basics.model import PlainModel
from erasmus_grants.basics.periods import IsoDate
from erasmus_grants.basics.vocabulary import Confidence

_LONGEST_TEXT = 4096
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):").match


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "this is not left blank")
    return text


def _web_or_file(address: str) -> str:
    """Return an address, if a reader can safely follow it: a browser drops what does not print, and so do we here."""
    if address.startswith(("https://", "http://")):
        return address
    scheme = _SCHEME("".join(filter(str.isprintable, address)).replace(" ", ""))
    if scheme is not None and scheme[1].casefold() not in {"http", "https"}:
        sentence = "this is an address of the web (http:// or https://), or the name of a file"
        raise PydanticCustomError("address", sentence)
    return address


Words = Annotated[
    str,
    Field(min_length=1, max_length=_LONGEST_TEXT, json_schema_extra={"pattern": r"\S"}),
    AfterValidator(_not_blank),
]
"""Text that is not blank."""

Address = Annotated[Words, AfterValidator(_web_or_file)]
"""An address of the web, or the name of a file."""

REMARK: Final = "erasmus_grants: a remark"
"""Marks a field that is told to people and not computed with, such as a title or a note."""

SENTENCE: Final = "erasmus_grants: a sentence"
"""Marks a field that decides by being there, as `not_published`, whatever its sentence says."""

Key = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$")]
"""A short name without spaces."""


class Source(PlainModel):
    """The printed place that a figure or a rule was read from."""

    id: Key = Field(description="short name, unique in its rulebook")
    document: Words = Field(description="title of the page or paper")
    publisher: Words = Field(description="who published it")
    locator: Words = Field(description="where in the document")
    url: Address = Field(description="web address (http or https), or the name of a file that the office keeps")
    read_on: IsoDate = Field(description="the day on which it was read")
    confidence: Choice[Confidence] = Field(description="how sure the source makes us")
    note: str = Field(default="", max_length=_LONGEST_TEXT, description="how it was interpreted, and what else to know")

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str,  # noqa: A002
            document: str,
            publisher: str,
            locator: str,
            url: str,
            read_on: date | str,
            confidence: Confidence | Literal["HIGH", "MED"],
            note: str = "",
        ) -> None: ...

    def at(self, id: str, locator: str, *, note: str = "", confidence: Confidence | None = None) -> Self:  # noqa: A002
        """Return another place in the same document.

        Args:
            id: Short name of the place.
            locator: Where in the document.
            note: How it was interpreted.
            confidence: How sure it makes us, if not as the document.
        """
        changes = {"id": id, "locator": locator, "note": note, "confidence": confidence or self.confidence}
        return self.model_copy(update=changes)

    def cite(self, language: Language = ENGLISH) -> str:
        """Return the source in one sentence.

        Args:
            language: The tables of the language; the titles are as they are printed.
        """
        check_language(language)
        return language.labels.cited.format(
            publisher=self.publisher,
            document=self.document,
            locator=self.locator,
            url=self.url,
            read_on=self.read_on.isoformat(),
        )
