"""The words of lists in the languages of the programme: what columns and values are called there.

Names are compared without regard to capitals, accents, blanks and punctuation.  A value with a question mark is in
doubt, and means nothing; a heading may ask.

Examples:
    >>> folded("Pays d'accueil (code)"), folded("Türkiye"), folded("Łódź")
    ('paysdaccueilcode', 'turkiye', 'lodz')
    >>> field_called("Start Date"), field_called("País de destino"), field_called("Remarque")
    ('start_date', 'receiving_country', None)
    >>> word_meant("activity", "HE-STA"), word_meant("activity", "STX"), is_yes("VRAI"), is_yes("nein"), is_yes("ja?")
    ('STA', None, True, False, None)
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import chain
from string import ascii_letters, digits
from types import MappingProxyType
from typing import NamedTuple
from unicodedata import combining, name, normalize

from erasmus_grants.basics.untyped import Cell
from erasmus_grants.records.fields import FIELDS, FORMS

_FILE = "words.toml"
_AROUND_A_TOTAL = " :.="
_AROUND_A_HINT = " *;:?"
_IN_EUROS = re.compile(r"(?:in|en)?(?:euros?|eur)$").sub
"""What stands behind the name of an amount, folded: the currency."""
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_SIGMA = "\u03a3 "
_DOUBT = "QUESTION MARK"  # as the names of ?, \u00bf, \uff1f and others in Unicode have it
_LETTERS_WITHOUT_PARTS = str.maketrans({"\u0131": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe"})


class Flag(NamedTuple):
    """A column of yes and no, where yes is a word of a field.

    Attributes:
        field: The field.
        word: What yes means; no means nothing.
    """

    field: str
    word: str


class Meaning(NamedTuple):
    """What a column holds whose format says so itself.

    Attributes:
        field: The field.
        word: The word of the field that yes means; None: the field is what stands there.
    """

    field: str
    word: str | None = None


class RecordKind(NamedTuple):
    """A kind of records of Erasmus Without Paper.

    Attributes:
        called: What the specification is called, with its version.
        namespace: The namespace of its elements.
        root: The element that holds all records.
        record: The element that is a record.
        constants: The fields that follow from the kind of record, with their values.
        read: What the elements of a record mean that are read, the earlier one first.
    """

    called: str
    namespace: str
    root: str
    record: str
    constants: Mapping[str, str]
    read: Mapping[str, Meaning]


class RecordWords(NamedTuple):
    """What is known of records of Erasmus Without Paper.

    Attributes:
        kinds: The kinds of records.
        people: Elements about a person, of which only what is read is taken.
        left_out: Elements that are never taken.
        no_mobility: What stands in the status of a record that is no mobility.
        follows: For each element, and what stands in it, the fields that follow, with their values.
    """

    kinds: tuple[RecordKind, ...]
    people: frozenset[str]
    left_out: frozenset[str]
    no_mobility: frozenset[str]
    follows: Mapping[str, Mapping[str, Mapping[str, str]]]


class _Words(NamedTuple):
    """What the file says, by folded names.

    Attributes:
        fields: The field that each heading names.
        flags: The field and the word that each heading of yes and no names.
        ambiguous: The fields that each heading could name.
        values: For each field the word that each spelling means.
        conditions: Whether each word is a yes.
    """

    fields: Mapping[str, str]
    flags: Mapping[str, Flag]
    ambiguous: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, str]]
    conditions: Mapping[str, bool]


def folded(text: str) -> str:
    """Return letters and digits of a text, without capitals and accents."""
    parts = normalize("NFKD", text.casefold().translate(_LETTERS_WITHOUT_PARTS))
    return "".join(letter for letter in parts if letter.isalnum() and not combining(letter))


def compared(value: str) -> str:
    """Return what a value is compared by: its letters and digits, or its signs if it has no others.

    A value with a question mark is in doubt, and is compared as an empty text, which means nothing.

    Examples:
        >>> compared("Türkiye"), compared(" ✓ "), compared("Türkiye?")
        ('turkiye', '✓', '')
    """
    return "" if is_in_doubt(value) else folded(value) or value.strip()


def is_in_doubt(value: str) -> bool:
    """Return whether a value has a question mark, of whatever script."""
    return any(_DOUBT in name(letter, "") for letter in value)


def field_called(heading: str) -> str | None:
    """Return the field that a heading names in some language; None if it names none, or is not known.

    Examples:
        >>> field_called("Fewer opportunities (Y/N)"), field_called("Remarks")
        ('fewer_opportunities', None)
    """
    return _words().fields.get(folded(_without_hint(heading)))


def flag_called(heading: str) -> Flag | None:
    """Return the field and the word that a heading of yes and no names; None if it names none, or is not known.

    Examples:
        >>> flag_called("Green travel"), flag_called("Green travel (yes/no)") == flag_called("Green travel")
        (Flag(field='travel_mode', word='green'), True)
    """
    return _words().flags.get(folded(_without_hint(heading)))


def _without_hint(heading: str) -> str:
    """Return a heading without what it says in brackets, at its end, of how its cells are filled."""
    before, bracket, hint = heading.strip().removesuffix(")").rpartition("(")
    return before if bracket and hint.strip() and is_how_to_fill(hint) else heading


def fields_perhaps_called(heading: str) -> tuple[str, ...]:
    """Return the fields that a heading could name; none if it is not known to have several meanings.

    Examples:
        >>> fields_perhaps_called("Pays")
        ('sending_country', 'receiving_country', 'residence_country')
    """
    return _words().ambiguous.get(folded(heading), ())


def word_meant(field: str, text: str) -> str | None:
    """Return the word of a field that a text means in some language; None if it is not known.

    Args:
        field: The field, whose values are words of a closed list.
        text: What stands in a cell.
    """
    return _words().values.get(field, MappingProxyType({})).get(compared(text))


class Meanings(NamedTuple):
    """What a value of several meanings may mean.

    Attributes:
        words: The words of its field.
        yes: The field that is yes as well; empty: none.
    """

    words: tuple[str, ...]
    yes: str


def meanings_of(field: str, text: str) -> Meanings | None:
    """Return what a value may mean that is known to have several meanings; None for any other.

    Args:
        field: The field, whose values are words of a closed list.
        text: What stands in a cell.

    Examples:
        >>> meanings_of("activity", "HE-BIP"), meanings_of("activity", "HE-SMS")
        (Meanings(words=('SMS', 'STA', 'STT'), yes='blended_intensive_programme'), None)
    """
    return _several().get((field, compared(text)))


@cache
def _several() -> Mapping[tuple[str, str], Meanings]:
    also = {folded(value): field for field, value in _pairs(_data()["ambiguous_values_say"])}
    return {
        (field, folded(value)): Meanings(tuple(words), also.get(folded(value), ""))
        for field, values in _data()["ambiguous_values"].items()
        for value, words in values.items()
    }


def is_yes(text: str) -> bool | None:
    """Return whether a text says yes or no in some language; None if it says neither."""
    return _words().conditions.get(compared(text))


def says_nothing(text: str) -> bool:
    """Return whether a text stands where nothing is to be said: a dash, or *not applicable* in some language.

    Examples:
        >>> says_nothing("-"), says_nothing("n/a"), says_nothing("NA")  # the last is the code of Namibia
        (True, True, False)
    """
    if text[:1] in _first_of_something():  # as most texts are
        return False
    bare = _without_blanks(text)
    return not bare.strip(_DASHES) or bare in _nothing()


def all_say_something(texts: Iterable[str]) -> bool:
    """Return whether the first letters of some texts show that each says something; if not, each is to be asked.

    Examples:
        >>> all_say_something(["DE", "2022-03-07"]), all_say_something(["DE", ""]), all_say_something(["not here"])
        (True, False, False)
    """
    return {text[:1] for text in texts} <= _first_of_something()


@cache
def _first_of_something() -> frozenset[str]:
    """Return the letters and digits with which no text begins that says nothing."""
    first = {one[0] for one in _nothing()}
    return frozenset(one for one in ascii_letters + digits if one.casefold() not in first)


@cache
def _nothing() -> frozenset[str]:
    return frozenset(map(_without_blanks, _data()["nothing"]))


def _without_blanks(text: str) -> str:
    return "".join(text.casefold().split())


def names_status(heading: str) -> bool:
    """Return whether a heading names how far a mobility is, in some language.

    Examples:
        >>> names_status("Mobility status"), names_status("Statusgruppe")
        (True, False)
    """
    return folded(heading) in _called_off()["headings"]


def is_called_off(text: str) -> bool:
    """Return whether a status says in some language that a mobility does not take place.

    Examples:
        >>> is_called_off("CANCELLED"), is_called_off("annulé"), is_called_off("not cancelled")
        (True, True, False)
    """
    return compared(text) in _called_off()["says"]


@cache
def _called_off() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(map(folded, names)) for name, names in _data()["called_off"].items()}


def means_total(text: str) -> bool:
    """Return whether a text is what the row below a list is called that adds up its rows.

    Examples:
        >>> means_total("Summe:"), means_total("TOTAL"), means_total("Totals Ltd")
        (True, True, False)
    """
    return compared(" ".join(text.split()).strip(_AROUND_A_TOTAL).removeprefix(_SIGMA)) in _totals()


@cache
def _totals() -> frozenset[str]:
    return frozenset(map(compared, _data()["totals"]))


def is_how_to_fill(text: str) -> bool:
    """Return whether a text says how the cells below it are filled: in a word, or with yes and no to choose from.

    Examples:
        >>> is_how_to_fill("* Pflichtfeld"), is_how_to_fill("ja/nein"), is_how_to_fill("ja"), is_how_to_fill("*")
        (True, True, False, True)
    """
    bare = text.strip(_AROUND_A_HINT)
    first, _, second = bare.replace("|", "/").partition("/")
    return not bare or compared(bare) in _hints() or {is_yes(first), is_yes(second)} == {True, False}


@cache
def _hints() -> frozenset[str]:
    return frozenset(map(compared, _data()["how_to_fill"]))


def amount_called(heading: str) -> str | None:
    """Return the amount that a heading names in some language, as `total_eur`; None if it names none.

    Examples:
        >>> amount_called("Total grant"), amount_called("individual_support_eur"), amount_called("Distance")
        ('total_eur', 'individual_support_eur', None)
        >>> amount_called("Grant amount (EUR)"), amount_called("Toplam hibe, in Euro")
        ('total_eur', 'total_eur')
    """
    named, called = folded(heading), _amounts()
    return called.get(named) or called.get(_IN_EUROS("", named))


@cache
def _amounts() -> Mapping[str, str]:
    named = _data()["amounts"]
    return {folded(heading): amount for amount, heading in chain(((one, one) for one in named), _pairs(named))}


@cache
def record_words() -> RecordWords:
    """Return what is known of records of Erasmus Without Paper.

    Examples:
        >>> [kind.called for kind in record_words().kinds if "direction" not in kind.constants]
        ['imobilities 1', 'imobilities 2']
        >>> record_words().kinds[-1].read["green-travel"]
        Meaning(field='travel_mode', word='green')
    """
    data = _data()["records"]
    kinds = (
        RecordKind(
            one["called"],
            one["namespace"],
            one["root"],
            one["record"],
            one["all"],
            dict(_meanings(data["read"][one["read"]])),
        )
        for one in data["kinds"]
    )
    people, left_out, no_mobility = (frozenset[str](data[name]) for name in ("people", "left_out", "no_mobility"))
    return RecordWords(tuple(kinds), people, left_out, no_mobility, data["follows"])


def _meanings(elements: Mapping[str, str]) -> Iterator[tuple[str, Meaning]]:
    for element, meaning in elements.items():
        field, _, word = meaning.partition("=")
        yield element, Meaning(field, word or None)


def further_countries() -> Mapping[str, str]:
    """Return codes and names of countries that are in use, and are not in the list of names that others keep."""
    return {name: code for code, name in _pairs(_data()["countries"])}


@cache
def homonyms() -> frozenset[str]:
    """Return the names, folded, that mean one country in one language and another in another.

    Examples:
        >>> sorted(homonyms())
        ['kongo']
    """
    return frozenset(map(folded, _data()["homonyms"]))


@cache
def _data() -> Cell:
    return tomllib.loads(files("erasmus_grants.batch").joinpath(_FILE).read_text("utf-8"))


@cache
def _words() -> _Words:
    data = _data()
    values = data["values"]
    ambiguous = {folded(heading): tuple(fields) for heading, fields in data["ambiguous"].items()}
    own = ((field, field) for field in FIELDS if folded(field) not in ambiguous)
    headings = chain(own, data["headings_of_module"].items(), _spellings(data["headings"]))
    return _Words(
        fields={folded(heading): field for heading, field in headings},
        flags={folded(one): Flag(field, word) for field, words in data["flags"].items() for word, one in _pairs(words)},
        ambiguous=ambiguous,
        values={
            field: dict(_of_field(field, values.get(field, {})))
            for field, form in FORMS.items()
            if form.words is not None
        },
        conditions={compared(word): answer == "yes" for answer, word in _pairs(values["yes_no"])},
    )


def _of_field(field: str, spellings: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Yield each spelling of each word of a field, its own among them."""
    yield from ((folded(word), word) for word in FORMS[field].words or ())
    yield from ((folded(spelling), word) for word, spelling in _pairs(spellings))


def _spellings(table: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    yield from ((spelling, name) for name, spelling in _pairs(table))


def _pairs(table: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    yield from ((name, spelling) for name, spellings in table.items() for spelling in spellings)
