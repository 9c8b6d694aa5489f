"""What a reader of one language sees: every sentence, phrase, name and label, and how a sentence is said.

A sentence names the values that it shows in braces.  After a colon it may ask for the form in which one is said:

* `{why:phrase}`: a code of `Phrase` by its words; any other text, such as one of a rulebook, as it stands.
* `{allowed:words}`: each word of a closed list in it, and each phrase, by its name.
* `{unit:of length}`: the name of a unit, for as many as the value `length` says.
* `{days:day|days}`: a number and what it counts, for one and for any other number.
* `{top_up:line}`: the name of a kind of line.
* `{groups:or}`: country groups as alternatives, their ids with blanks in place of hyphens.
* `{groups:groups}`: country groups one after the other, in the same way.
* `{periods:periods}`: each period, first and last day with a slash between, as one says it.
* `{nearest:quoted}`: text in quotation marks.

Examples:
    >>> from erasmus_grants.basics.english import ENGLISH
    >>> ENGLISH.say("{length} {unit:of length}", [("length", "2"), ("unit", "calendar_months")])
    '2 calendar months'
    >>> ENGLISH.say("It needs {expected:phrase}.", [("expected", "ANOTHER_COUNTRY"), ("home", "FR")])
    'It needs another country than FR.'
    >>> ENGLISH.say("less {days:day|days}", [("days", "1")])
    'less 1 day'
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from string import Formatter
from typing import Final, NamedTuple

from erasmus_grants.basics.errors import check_kind
from erasmus_grants.basics.labels import Labels
from erasmus_grants.basics.vocabulary import (
    ActivityType,
    Answerer,
    AnswerKind,
    Confidence,
    Decided,
    DifferenceCause,
    Direction,
    Document,
    DocumentStage,
    FindingCode,
    GrantStatus,
    HostKind,
    LengthUnit,
    LineBasis,
    LineKind,
    ParticipantRole,
    PaymentKind,
    PaymentTrigger,
    Phrase,
    Purpose,
    ReasonCode,
    Severity,
    Signatory,
    StudyCycle,
    Term,
    TravelMode,
)

NAMED_WORDS: Final[tuple[str, ...]] = (
    *(
        word.value
        for words in (ParticipantRole, Direction, TravelMode, Purpose, HostKind, Term, StudyCycle)
        for word in words
    ),
    *(word.value for words in (PaymentKind, PaymentTrigger, Document, DocumentStage, Signatory) for word in words),
    *(word.value for words in (GrantStatus, Severity, Confidence) for word in words),
    *(word.value for words in (Answerer, AnswerKind, Decided) for word in words),
    *("activities", "directions", "roles", "terms", "blended_intensive_programme", "fewer_opportunities"),
    *("sending_groups", "receiving_groups"),
    *("sending_country", "receiving_country", "residence_country", "minimum", "maximum"),
)
"""The words that a language names: those of closed lists that a reader sees, of fields and of bounds."""

_PHRASES: Final[Mapping[str, Phrase]] = {phrase.value: phrase for phrase in Phrase}
_LINES: Final[Mapping[str, LineKind]] = {kind.value: kind for kind in LineKind}
_UNITS: Final[Mapping[str, LengthUnit]] = {unit.value: unit for unit in LengthUnit}

_WORD: Final = re.compile(r"[A-Za-z_]+")
_PERIOD: Final = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")
_LEFT_OUT: Final = "?"


class Language(NamedTuple):
    """Everything of the library that a reader sees, in one language.

    Attributes:
        findings: The sentence of each finding.
        reasons: The words of each reason of a line.
        phrases: The pieces of sentences that rules choose.
        lines: What each kind of line is called.
        bases: What each quantity counts.
        units: What the length of a stay is measured in.
        units_of_one: The same for a length of one.
        names: Words of closed lists, as they are written in prose.
        countries: The names of countries, by code.
        labels: What reports call their tables, columns and rows.
        activities: What each activity is, for people who do not know its code.
        questions: What is asked of each field of a mobility, of one that an activity has words of its own for, as
            `combined_SMS`, and of each table of a rulebook that has empty cells.
        causes: What makes the amounts of somebody else others than ours.
    """

    findings: Mapping[FindingCode, str]
    reasons: Mapping[ReasonCode, str]
    phrases: Mapping[Phrase, str]
    lines: Mapping[LineKind, str]
    bases: Mapping[LineBasis, str]
    units: Mapping[LengthUnit, str]
    units_of_one: Mapping[LengthUnit, str]
    names: Mapping[str, str]
    countries: Mapping[str, str]
    labels: Labels
    activities: Mapping[ActivityType, str]
    questions: Mapping[str, str]
    causes: Mapping[DifferenceCause, str]

    def say(self, sentence: str, details: Iterable[tuple[str, str]]) -> str:
        """Return a sentence with its values, each in the form that it asks for.

        Args:
            sentence: One of the sentences of this language.
            details: The values by name; one that a stranger's JSON left out is a question mark.
        """
        values, pieces = _Values(details), _pieces(sentence)
        return self._said(pieces, values) if pieces else sentence.format_map(values)

    def words(self, members: Iterable[str]) -> str:
        """Return words of closed lists as they are written in prose.

        Examples:
            >>> from erasmus_grants.basics.english import ENGLISH
            >>> ENGLISH.words(["cv", "learning_agreement"])
            'CV, learning agreement'
        """
        names = self.names
        return ", ".join([names.get(member) or str(member).replace("_", " ") for member in members])

    def _said(self, pieces: "tuple[_Piece, ...]", values: Mapping[str, str]) -> str:
        said: list[str] = []
        for text, name, form in pieces:
            said.append(text)
            if name:
                said.append(self._value(name, form, values) if form else values[name])
        return "".join(said)

    def _value(self, name: str, form: str, values: Mapping[str, str]) -> str:
        """Return a value in the form that a sentence asks for; what is in no table stands as it is."""
        said = value = values[name]
        match form:
            case "phrase":
                said = self._phrase(value, name, values)
            case "words":
                said = _WORD.sub(lambda word: self._word(word[0], name, values), value)
            case "line":
                said = self.lines[_LINES[value]] if value in _LINES else value
            case "or":
                said = self.labels.alternatives.join(_group_names(value).split(", "))
            case "groups":
                said = _group_names(value)
            case "periods":
                said = _PERIOD.sub(lambda days: self.labels.period.format(start=days[1], end=days[2]), value)
            case "quoted":
                said = repr(value)
            case _ if "|" in form:
                said = f"{value} {_counted(value, form)}"
            case _:
                said = self._unit(value, values[form.removeprefix("of ")])
        return said

    def _phrase(self, value: str, name: str, values: Mapping[str, str]) -> str:
        """Return a phrase with the other values: not the one that it stands for, so that none names itself for ever."""
        if value not in _PHRASES:
            return value
        return self.say(
            self.phrases[_PHRASES[value]], [(other, text) for other, text in values.items() if other != name]
        )

    def _word(self, word: str, name: str, values: Mapping[str, str]) -> str:
        return self.names[word] if word in self.names else self._phrase(word, name, values)

    def _unit(self, unit: str, number: str) -> str:
        names = self.units_of_one if number == "1" else self.units
        return names[_UNITS[unit]] if unit in _UNITS else unit


def _group_names(ids: str) -> str:
    """Return the ids of country groups as one reads them: a hyphen joins what are words of their own."""
    return ids.replace("-", " ")


def _counted(number: str, form: str) -> str:
    one, many = form.split("|")
    return one if number == "1" else many


class _Values(dict[str, str]):
    """The values of a sentence."""

    def __missing__(self, name: str) -> str:
        return _LEFT_OUT


class _Piece(NamedTuple):
    """Text of a sentence, and the value that stands after it, if any does."""

    text: str
    name: str
    form: str


@lru_cache(maxsize=4096)
def _pieces(sentence: str) -> tuple[_Piece, ...]:
    """Return the pieces of a sentence; none if it asks for no form, which Python itself can fill in."""
    pieces = tuple(_Piece(text, name or "", form or "") for text, name, form, _ in Formatter().parse(sentence))
    return pieces if any(piece.form for piece in pieces) else ()


def check_language(given: object) -> None:
    """Refuse what is no language, such as the code of one; not all callers are typed.

    Raises:
        TypeError: It is none.
    """
    check_kind(given, Language, "a language is a Language, as ENGLISH, not {}")
