"""What a language must have, and that nothing a reader sees stands anywhere else: shown with a language of toys."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import TypeVar

import polars as pl
import pytest
from matplotlib.text import Text

from erasmus_grants import (
    Attendance,
    GrantBreakdown,
    GrantCalculator,
    GrantStatus,
    Mobility,
    PaymentSplit,
    Rulebook,
    compare,
    get_rulebook,
    known_rulebooks,
)
from erasmus_grants.basics.countries import COUNTRIES
from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.labels import Labels
from erasmus_grants.basics.language import NAMED_WORDS, Language
from erasmus_grants.basics.version import __version__
from erasmus_grants.basics.vocabulary import (
    ActivityType,
    DifferenceCause,
    FindingCode,
    LengthUnit,
    LineBasis,
    LineKind,
    Phrase,
    ReasonCode,
)
from erasmus_grants.batch.summary import Tally
from erasmus_grants.frames import calculate_frame
from erasmus_grants.frames.trace import FIELD_BITS
from erasmus_grants.plots import plot_comparison, plot_grant_by_distance, plot_grant_by_length, plot_list
from erasmus_grants.records.findings import Finding, Reason, why
from erasmus_grants.records.settlement import Settlement
from erasmus_grants.records.tables import findings_report
from erasmus_grants.report.rendering import as_text
from erasmus_grants.testing import toy_calculator, toy_mobility, toy_rulebook, toy_source

LANGUAGES = [ENGLISH]
"""Every language of the library: a new one is added here."""

HOLD_WORDS = {
    *("direction", "given", "allowed", "listed", "confidence", "field", "bound", "unnamed", "covered", "term"),
    *("purpose", "host"),
}
"""Values that are words of closed lists, where a sentence has a choice between the word and its name."""


# --- a language of toys ------------------------------------------------------------------------------------------------


AnyWord = TypeVar("AnyWord", bound=StrEnum)


def placeholders(sentence: str) -> list[tuple[str, str]]:
    """Return the values that a sentence names, each with its form."""
    return [(name, form or "") for _, name, form, _ in Formatter().parse(sentence) if name is not None]


def in_toys(name: str, sentence: str) -> str:
    """Return a sentence of toys: a name, and the values of the English sentence, whose numbers count nothing."""
    asked_for = [(value, "" if "|" in form else form) for value, form in placeholders(sentence)]
    told = [(value, "words" if value in HOLD_WORDS else form) for value, form in asked_for]
    return " ".join([name, *(f"{{{value}:{form}}}" if form else f"{{{value}}}" for value, form in told)])


def table_in_toys(table: Mapping[AnyWord, str]) -> dict[AnyWord, str]:
    return {code: in_toys(f"‹{code.value.upper()}›", sentence) for code, sentence in table.items()}


def label_in_toys(name: str, label: str) -> str:
    return " ".join([name, *(f"{{{value}}}" for value, _ in placeholders(label))])


def numbered(words: Mapping[str, str], mark: str) -> dict[str, str]:
    return {word: f"{mark}{place}" for place, word in enumerate(words)}


TOYS = Language(
    findings=table_in_toys(ENGLISH.findings),
    reasons=table_in_toys(ENGLISH.reasons),
    phrases=table_in_toys(ENGLISH.phrases),
    lines=table_in_toys(ENGLISH.lines),
    bases=table_in_toys(ENGLISH.bases),
    units={unit: f"‹{unit.value.upper()}S›" for unit in LengthUnit},
    units_of_one=table_in_toys(ENGLISH.units_of_one),
    names=numbered(ENGLISH.names, "%"),
    countries=numbered(ENGLISH.countries, "@"),
    labels=Labels(*(label_in_toys(f"#{place}", label) for place, label in enumerate(ENGLISH.labels))),
    activities={activity: f"‹{activity}›" for activity in ENGLISH.activities},
    questions=numbered(ENGLISH.questions, "?"),
    causes=table_in_toys(ENGLISH.causes),
)


def english_words(text: str) -> set[str]:
    """Return the words of a text in small letters, without the version and the beginnings of fingerprints."""
    return set(re.findall(r"[a-z]{2,}", re.sub(r"\b[0-9a-f]{12}\b", "", text.replace(__version__, ""))))


def texts(data: object) -> Iterator[str]:
    """Yield every text in the JSON of a model."""
    match data:
        case str():
            yield data
        case Mapping():
            for name, value in data.items():
                if name not in {"message", "mobility", "attendance"}:
                    yield from texts(value)
        case list():
            for value in data:
                yield from texts(value)
        case _:
            pass


def printed(*models: Rulebook | GrantBreakdown) -> set[str]:
    """Return the words that a rulebook prints: its data, which no language says otherwise."""
    free = (text for model in models for text in texts(model.model_dump(mode="json")) if text not in NAMED_WORDS)
    return english_words(" ".join(free))


# --- what a language must have -----------------------------------------------------------------------------------------


def sentences(language: Language) -> Iterator[tuple[str, str]]:
    """Yield every sentence of a language that names values, by its code."""
    for table in (language.findings, language.reasons, language.phrases):
        yield from ((code.value, sentence) for code, sentence in table.items())
    yield from language.labels._asdict().items()
    yield from ((f"cause {cause}", sentence) for cause, sentence in language.causes.items())


def asked(sentence: str) -> set[tuple[str, str]]:
    """Return the values of a sentence and the forms it must ask for.

    Whether a word has its name, and what a number counts, is a language's own choice.  Words are said with the phrases
    among them, so a language may ask for words where English asks for a phrase.
    """
    own_choice = {(name, form) for name in HOLD_WORDS for form in ("words", "phrase")}
    return {(name, "" if "|" in form or (name, form) in own_choice else form) for name, form in placeholders(sentence)}


@pytest.mark.parametrize("language", [*LANGUAGES, TOYS])
def test_a_language_has_a_word_for_everything(language: Language) -> None:
    assert set(language.findings) == set(FindingCode)
    assert set(language.reasons) == set(ReasonCode)
    assert set(language.phrases) == set(Phrase)
    assert set(language.lines) == set(LineKind)
    assert set(language.bases) == set(LineBasis)
    assert set(language.units) == set(language.units_of_one) == set(LengthUnit)
    assert set(language.names) == set(NAMED_WORDS)
    assert set(language.countries) == set(COUNTRIES)
    assert set(language.activities) == set(ActivityType)
    assert set(language.questions) == set(ENGLISH.questions)
    assert set(language.causes) == set(DifferenceCause)
    for table in language:
        assert all(table if isinstance(table, tuple) else table.values())


@pytest.mark.parametrize("language", [*LANGUAGES, TOYS])
def test_a_language_names_the_same_values_as_english(language: Language) -> None:
    english = dict(sentences(ENGLISH))
    for code, sentence in sentences(language):
        assert asked(sentence) == asked(english[code]), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_names_values_in_forms_that_there_are(language: Language) -> None:
    for code, sentence in sentences(language):
        names = {name for name, _ in placeholders(sentence)}
        for name, form in placeholders(sentence):
            assert name.isidentifier(), code
            forms = {"", "phrase", "words", "line", "or", "groups", "periods", "quoted"} | {
                f"of {each}" for each in names
            }
            assert form in forms or (form.count("|") == 1 and all(form.split("|"))), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_shows_the_id_of_a_country_group(language: Language) -> None:
    of_groups = [
        (code, form) for code, said in sentences(language) for name, form in placeholders(said) if "groups" in name
    ]
    assert of_groups
    assert [code for code, form in of_groups if form not in {"or", "groups"}] == []


# --- how a sentence is said --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "unit", "name"),
    [
        (1, "calendar_days", "calendar day"),
        (2, "calendar_days", "calendar days"),
        (0, "calendar_days", "calendar days"),
        (1, "calendar_months", "calendar month"),
        (12, "calendar_months", "calendar months"),
        (1, "days_360", "day of thirty-day months"),
        (60, "days_360", "days of thirty-day months"),
        (3, "calendar days", "calendar days"),  # as earlier versions wrote it
    ],
)
def test_one_is_not_many(number: int, unit: str, name: str) -> None:
    assert ENGLISH.say("{unit:of length}", [("length", str(number)), ("unit", unit)]) == name


@pytest.mark.parametrize(
    ("sentence", "details", "said"),
    [
        ("{why:phrase}", {"why": "NO_AMOUNT_FOR_STAY", "days": "4"}, "none is printed for a stay of 4 days."),
        ("{why:phrase}", {"why": "ask the office."}, "ask the office."),
        ("{why:phrase}", {"why": "NO_AMOUNT_FOR_STAY"}, "none is printed for a stay of ? days."),
        ("{why:phrase}", {}, "?"),
        ("{why}", {"why": "A_DAY"}, "A_DAY"),  # where a sentence has text, a code is text
        ("{top_up:line}", {"top_up": "top_up_traineeship"}, "top-up for traineeships"),
        ("{top_up:line}", {"top_up": "top-up for traineeships"}, "top-up for traineeships"),
        ("{groups:or}", {"groups": "a, b, c"}, "a or b or c"),
        ("{groups:or}", {"groups": "a"}, "a"),
        ("{groups:or}", {"groups": "region-13, third-countries"}, "region 13 or third countries"),
        ("{groups:groups}", {"groups": "region-13, third-countries"}, "region 13, third countries"),
        ("{groups:groups}", {}, "?"),
        ("{words:words}", {"words": "SMS/STA outgoing, cv; other_thing"}, "SMS/STA outgoing, CV; other_thing"),
        ("{days:periods}", {"days": "2030: 2030-01-01/2030-12-31"}, "2030: 2030-01-01 to 2030-12-31"),
        ("{days:periods}", {"days": "2030: 2030-01-01 to 2030-12-31"}, "2030: 2030-01-01 to 2030-12-31"),
        ("less {days:day|days}", {"days": "1"}, "less 1 day"),
        ("less {days:day|days}", {"days": "2"}, "less 2 days"),
        ("less {days:day|days}", {"days": "0"}, "less 0 days"),
        ("less {days:day|days}", {}, "less ? days"),
        ("{near:quoted}", {"near": "Côte d'Or"}, '"Côte d\'Or"'),
        ("{why:phrase} {{{a}}}", {"why": "{a}", "a": "{why}"}, "{a} {{why}}"),
    ],
)
def test_a_value_is_said_in_the_form_that_a_sentence_asks_for(
    sentence: str, details: dict[str, str], said: str
) -> None:
    assert ENGLISH.say(sentence, details.items()) == said


def test_a_phrase_that_names_itself_is_said_once() -> None:
    details = {"why": "NO_RATE_FOR_KIND", "sending_side": "NO_RATE_FOR_KIND", "receiving_side": "", "unnamed": "x"}
    assert ENGLISH.say("{why:phrase}", details.items()) == "the rulebook has none for xthe rulebook has none for x?.."


# --- findings and reasons in another language --------------------------------------------------------------------------


def test_a_finding_is_said_in_another_language_from_its_code_and_values() -> None:
    code, source = FindingCode.COUNTRY_DISAGREES, toy_source()
    values = {"field": "receiving_country", "given": "FR", "direction": "outgoing"}
    finding = Finding.of(code, source, **values, expected=Phrase.ANOTHER_COUNTRY, home="FR")
    assert finding.in_language(ENGLISH) == finding.message
    place = TOYS.names
    assert finding.in_language(TOYS) == (
        f"‹COUNTRY_DISAGREES› {place['receiving_country']} FR {place['outgoing']} ‹ANOTHER_COUNTRY› FR"
    )


def test_a_finding_that_was_stored_with_prose_is_said_with_it() -> None:
    stored = {
        "code": "STAY_BELOW_MINIMUM",
        "severity": "warning",
        "message": "What an earlier version said.",
        "details": {"length": "2", "unit": "calendar days", "minimum": "3", "consequence": "Nothing is due."},
        "source": toy_source(),
    }
    finding = Finding.model_validate(stored)
    assert finding.in_language(ENGLISH) == "What an earlier version said."
    assert finding.in_language(TOYS) == "‹STAY_BELOW_MINIMUM› 2 calendar days 3 ? Nothing is due."


def test_a_reason_is_said_in_another_language() -> None:
    reason = Reason.of(ReasonCode.STAY_IN_TOP_UP_TIER, tier=Phrase.TIER_FROM_TO, from_day=5, to_day=14, days=7)
    assert why([reason]) == "once, for a stay of 5 to 14 days (7)"
    assert why([reason, reason], TOYS) == "; ".join(["‹STAY_IN_TOP_UP_TIER› ‹TIER_FROM_TO› 5 14 7"] * 2)
    stored = Reason.model_validate({"code": "STAY_IN_TOP_UP_TIER", "details": {"tier": "5 to 14", "days": "7"}})
    assert why([stored], TOYS) == "‹STAY_IN_TOP_UP_TIER› 5 to 14 7"


# --- no word of English but what is printed ----------------------------------------------------------------------------

TOLD = {
    "combined": True,
    "sending_country": "FR",
    "receiving_country": "SN",
    "partner": "TOY-U",
    "interruption_days": 1,
    "travel_mode": "green",
    "reference": "M-1",
}
STUDENT = {"activity": "SMS", "start_date": "2030-01-01", "end_date": "2030-05-31", "fewer_opportunities": True}
REFUSED = {"teaching_hours": 6, "purpose": "conference", "distance_km": None, "role": "invited_staff"}
ATTENDED = [
    Attendance(),
    Attendance(force_majeure=True),
    Attendance(start_date="2030-03-04", end_date="2030-03-04", interruption_days=0),
    Attendance(start_date="2030-03-04", end_date="2030-03-07", paid_eur="760.00"),
]


@pytest.mark.parametrize("changes", [{}, TOLD, STUDENT, {"activity": "SMS", "blended_intensive_programme": True}])
def test_a_grant_is_told_in_another_language(changes: dict[str, object]) -> None:
    calculator = toy_calculator()
    grant = calculator.calculate(toy_mobility(**changes))
    assert grant.status is GrantStatus.GRANTED
    for text in (grant.to_text(TOYS), grant.to_markdown(TOYS)):
        assert english_words(text) <= printed(grant)
    assert grant.total_eur == calculator.calculate(grant.mobility).total_eur
    assert str(grant.total_eur) in grant.to_text(TOYS)


def test_a_refused_mobility_is_told_in_another_language() -> None:
    refused = toy_calculator().calculate(toy_mobility(**REFUSED))
    assert refused.status is GrantStatus.NOT_ELIGIBLE
    text = refused.to_text(TOYS)
    assert english_words(text) <= printed(refused)
    assert all(f"‹{finding.code}›" in text for finding in refused.findings)
    assert english_words(as_text(findings_report(refused.findings, TOYS))) <= printed(refused)
    assert english_words(as_text(findings_report((), TOYS))) == set()


@pytest.mark.parametrize("unknown", [{"distance_km": None}, {"teaching_hours": None}])
def test_an_undetermined_grant_is_told_in_another_language(unknown: dict[str, object]) -> None:
    grant = toy_calculator().calculate(toy_mobility(**unknown))
    assert grant.status is GrantStatus.UNDETERMINED
    for text in (grant.to_text(TOYS), grant.to_markdown(TOYS), as_text(findings_report(grant.findings, TOYS))):
        assert english_words(text) <= printed(grant)
    assert all(f"‹{finding.code}›" in grant.to_text(TOYS) for finding in grant.findings)


@pytest.mark.parametrize("ends", [(None, None), (None, 60), (60, None), (60, 80)])
def test_an_amount_that_is_open_is_told_in_another_language(ends: tuple[int | None, int | None]) -> None:
    least, most = ends
    bounds = {"minimum_eur": least, "maximum_eur": most, "source": toy_source()}
    ranges = () if ends == (None, None) else (bounds,)
    book = toy_rulebook().model_copy(update={"monthly_rates": (), "monthly_rate_ranges": ranges})
    grant = GrantCalculator(book).calculate(toy_mobility(**STUDENT))
    assert grant.open_lines
    assert english_words(grant.to_text(TOYS)) <= printed(grant)
    assert english_words(compare(grant.mobility, book).to_text(TOYS)) <= printed(grant)


@pytest.mark.parametrize("attendance", ATTENDED)
def test_a_settlement_is_told_in_another_language(attendance: Attendance) -> None:
    calculator = toy_calculator()
    grant = calculator.calculate(toy_mobility(reference="M-1"))
    settlement = calculator.settle(grant, attendance)
    for text in (settlement.to_text(TOYS), settlement.to_markdown(TOYS)):
        assert english_words(text) <= printed(toy_rulebook())


def test_a_comparison_is_told_in_another_language() -> None:
    comparison = compare(toy_mobility(), toy_rulebook(), what_if={"G": {"travel_mode": "green"}, "N": REFUSED})
    for text in (comparison.to_text(TOYS), comparison.to_markdown(TOYS)):
        assert english_words(text) <= printed(toy_rulebook())


def test_pictures_are_told_in_another_language() -> None:
    comparison = compare(toy_mobility(), toy_rulebook(), what_if={"G": {"travel_mode": "green"}, "N": REFUSED})
    stays = pl.DataFrame(
        {
            "activity": ["STA"],
            "direction": ["outgoing"],
            "start_date": [date(2030, 3, 4)],
            "end_date": [date(2030, 3, 8)],
            "receiving_country": [None],
        }
    )
    pictures = (
        plot_grant_by_length(toy_mobility(**TOLD), toy_rulebook(), language=TOYS),
        plot_grant_by_distance(toy_mobility(**TOLD), toy_rulebook(), language=TOYS),
        plot_comparison(comparison, language=TOYS),
        plot_list(calculate_frame(stays, toy_rulebook()), toy_rulebook(), language=TOYS),
    )
    for picture in pictures:
        for text in picture.findobj(Text):
            assert english_words(text.get_text()) <= printed(toy_rulebook()), text.get_text()


def test_columns_of_numbers_are_told_by_the_column_and_not_by_its_title() -> None:
    grant = toy_calculator().calculate(toy_mobility())
    for ours, theirs in zip(grant.report().tables, grant.report(TOYS).tables, strict=True):
        assert [column.numeric for column in ours.columns] == [column.numeric for column in theirs.columns]
    assert "---:" in grant.to_markdown(TOYS)


def test_a_rulebook_is_told_in_another_language_as_its_file_spells_it() -> None:
    text = toy_rulebook().to_text(TOYS)
    assert "#" in text
    assert "travel support" in text.casefold()
    theirs = toy_rulebook().model_copy(update={"id": "theirs", "teaching_hours": ()})
    difference = toy_rulebook().diff(theirs)
    english = {"differences", "table", "entry", "field", "they", "same"}
    assert not english & english_words(difference.to_text(TOYS).casefold())
    assert not english & english_words(theirs.diff(theirs).to_text(TOYS).casefold())


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_a_summary_of_a_list_is_told_in_another_language(rows: int) -> None:
    tally = Tally()
    status = ["granted", "unreadable", "undetermined"][:rows]
    trace = [0, -(1 << FIELD_BITS["role"]), 0]
    tally.add(status, trace[:rows], ["toy", None, "toy"][:rows])
    amounts: dict[str, list[int | None]] = {
        "total_eur": [900_00, None, None],
        "pre_financing_eur": [None] * 3,
        "balance_eur": [None] * 3,
        "minimum_total_eur": [900_00, None, 100_00],
        "maximum_total_eur": [900_00, None, None],
    }
    tally.add_amounts(status, {name: cents[:rows] for name, cents in amounts.items()})
    summary = tally.summary([toy_rulebook()])
    assert english_words(summary.to_text(TOYS)) <= {"toy", "role"}
    assert summary.to_text().startswith("1 granted")
    assert ("at least 1000.00" in summary.to_text()) is (rows == 3)


def mobilities() -> Iterator[Mobility]:
    for activity in ("SMS", "SMT", "STA", "STT"):
        for direction in ("incoming", "outgoing"):
            for end_date in ("2030-03-04", "2030-03-20", "2031-06-30"):
                for changes in (
                    {},
                    TOLD | {"interruption_days": 0},
                    REFUSED,
                    {"sending_country": "US", "receiving_country": "US"},
                    STUDENT,
                ):
                    given: dict[str, object] = {"direction": direction, "end_date": end_date, **changes}
                    given["activity"] = activity
                    if activity not in {"STA", "STT"}:
                        given["teaching_hours"] = None
                    if activity not in {"SMS", "STA"}:
                        given["combined"] = False
                    yield toy_mobility(**given)


@pytest.mark.newest_only
@pytest.mark.parametrize("name", known_rulebooks()[::3])
def test_no_finding_of_any_rulebook_holds_english(name: str) -> None:
    book = get_rulebook(name)
    calculator, words = GrantCalculator(book), printed(book)
    for mobility in mobilities():
        grant = calculator.calculate(mobility)
        known = grant.status is not GrantStatus.UNDETERMINED
        settled = [calculator.settle(grant, attendance) for attendance in ATTENDED if known]
        for finding in {*grant.findings, *(finding for one in settled for finding in one.findings)}:
            assert english_words(finding.in_language(TOYS)) <= words, finding
        for line in {*grant.all_lines, *(line for one in settled for line in one.lines)}:
            assert english_words(why(line.reasons, TOYS)) <= words, line


@pytest.mark.parametrize("result", ["grant", "settlement"])
def test_a_report_is_in_english_unless_another_language_is_asked_for(result: str) -> None:
    calculator = toy_calculator()
    grant = calculator.calculate(toy_mobility())
    told: GrantBreakdown | Settlement = grant if result == "grant" else calculator.settle(grant, Attendance())
    assert told.to_text() == told.to_text(ENGLISH) != told.to_text(TOYS)
    assert told.report() == told.report(ENGLISH)
    assert told.report().title in told._repr_html_()


def test_payments_are_told_in_another_language() -> None:
    split = PaymentSplit.model_validate(
        {
            "instalments": ({"kind": "balance", "trigger": "on_arrival", "travel_share": 1, "individual_share": 1},),
            "source": toy_source(),
        }
    )
    grant = GrantCalculator(toy_rulebook(), payment_split=split).calculate(toy_mobility())
    assert english_words(grant.to_text(TOYS)) <= printed(toy_rulebook())
