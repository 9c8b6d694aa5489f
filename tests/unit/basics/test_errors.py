import pickle

import pytest

from erasmus_grants import (
    ErasmusGrantsError,
    FindingCode,
    IneligibleMobilityError,
    RulebookFileError,
    RulebookMismatchError,
    RulebookNotFoundError,
    UndeterminedGrantError,
    UnknownCountryError,
    UnknownRulebookError,
)
from erasmus_grants.basics.errors import InputFileError, did_you_mean, quoted
from erasmus_grants.basics.vocabulary import Decided
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.questions import field_question
from erasmus_grants.testing import toy_source

FINDINGS = (
    Finding.of(FindingCode.CONFERENCE_NOT_ELIGIBLE, toy_source()),
    Finding.of(FindingCode.TRAVEL_DAYS_CAPPED, toy_source(), asked=6, funded=2),
    Finding.of(FindingCode.DISTANCE_MISSING, toy_source()),
)

DISTANCE = field_question("distance_km", [Decided.TRAVEL_SUPPORT])

ERRORS = (
    UnknownRulebookError("usmb", known=("a", "b")),
    UnknownCountryError("EL", "GR"),
    InputFileError("stay.toml", ("it is empty",)),
    RulebookFileError("book.toml", ("it is empty", "it is late")),
    RulebookMismatchError(("theirs", "0" * 64), ("ours", "f" * 64)),
    IneligibleMobilityError(FINDINGS),
    UndeterminedGrantError((DISTANCE,), FINDINGS[1:]),
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_every_error_survives_pickling_with_its_attributes(error: ErasmusGrantsError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (UnknownRulebookError, LookupError),
        (UnknownCountryError, LookupError),
        (RulebookFileError, ValueError),
        (RulebookMismatchError, ValueError),
        (IneligibleMobilityError, ValueError),
        (UndeterminedGrantError, ValueError),
    ],
)
def test_every_error_is_ours_and_also_the_builtin_that_people_catch(
    error: type[Exception], builtin: type[Exception]
) -> None:
    assert issubclass(error, ErasmusGrantsError)
    assert issubclass(error, builtin)


def test_an_unknown_rulebook_says_what_is_known_and_what_is_near() -> None:
    known = ("lille-ka171-2022", "usmb-icm-2023")
    assert str(UnknownRulebookError("usmb-icm-2032", known=known)) == (
        "no rulebook is called 'usmb-icm-2032'; did you mean 'usmb-icm-2023'? known: lille-ka171-2022, usmb-icm-2023"
    )
    assert str(UnknownRulebookError("zzz", known=known)) == (
        "no rulebook is called 'zzz'; known: lille-ka171-2022, usmb-icm-2023"
    )


def test_a_file_error_has_one_line_for_each_problem() -> None:
    assert str(RulebookFileError("book.toml", ("it is empty", "it is late"))) == (
        "book.toml: it is empty\nbook.toml: it is late"
    )


def test_a_mismatch_names_both_rulebooks_with_their_fingerprints() -> None:
    assert str(RulebookMismatchError(("theirs", "0" * 64), ("ours", "f" * 64))) == (
        "the grant was computed by rulebook theirs (000000000000), and not by ours (ffffffffffff): "
        "it is settled and verified by the very rulebook that computed it, payment split included"
    )


def test_an_ineligible_mobility_says_every_refusing_reason_and_no_other() -> None:
    purpose = Finding.of(FindingCode.PURPOSE_NOT_ELIGIBLE, toy_source(), given="internship")
    assert str(IneligibleMobilityError((*FINDINGS, purpose))) == (
        "not eligible: Taking part in a conference is not eligible. The purpose 'internship' is not eligible."
    )


def test_an_undetermined_grant_says_everything_that_is_unknown_and_no_more() -> None:
    country = Finding.of(FindingCode.COUNTRY_MISSING, toy_source(), field="receiving_country")
    asked = field_question("receiving_country", [Decided.ELIGIBILITY])
    assert str(UndeterminedGrantError((asked, DISTANCE), (*FINDINGS[1:], country))) == (
        "not yet known: To which country does the participant go? "
        "How many kilometres is it, one way, by the Commission's distance calculator?"
    )
    # a grant that version 0.1 stored has findings, and no questions
    assert str(UndeterminedGrantError((), (*FINDINGS[1:], country))) == (
        "not yet known: The distance is not stated, and travel support depends on it; "
        "take it from the Commission's distance calculator, one way. "
        "receiving_country is not stated, and a rate depends on it."
    )


def test_what_was_given_is_quoted_printably_and_not_endlessly() -> None:
    assert quoted("a\x1b[31mb\n") == r"'a\x1b[31mb\n'"
    assert quoted("Valparaíso") == "'Valparaíso'"
    assert quoted("4\u202f070\u202e") == r"'4\u202f070\u202e'", "what cannot be seen is spelled out"
    assert len(quoted("x" * 80)) == 82
    assert quoted("x" * 81).endswith("x'...")


def test_the_nearest_word_ignores_case_and_keeps_its_own() -> None:
    assert did_you_mean("TOKIO", ["Tokyo", "Kyoto"]) == "; did you mean 'Tokyo'?"
    assert did_you_mean("Dakar", ["Tokyo", "Kyoto"]) == ""
    assert did_you_mean("Dakar", []) == ""


@pytest.mark.parametrize("word", ["studia", "stage", "staff", "status"])
def test_a_code_is_not_suggested_for_a_word_that_only_has_its_letters(word: str) -> None:
    # "studia" are studies and a "stage" is a traineeship, and STA is teaching
    assert did_you_mean(word, ["SMS", "SMT", "STA", "STT"]) == ""


def test_a_code_is_suggested_for_one_with_a_wrong_letter_or_one_too_many() -> None:
    assert did_you_mean("SMP", ["SMS", "STA"]) == "; did you mean 'SMS'?"
    assert did_you_mean("stas", ["SMT", "STA"]) == "; did you mean 'STA'?"


def test_a_part_of_one_name_alone_is_near_to_it() -> None:
    fields = ["teaching_hours", "start_date", "end_date"]
    assert did_you_mean("HOURS", fields) == "; did you mean 'teaching_hours'?"
    assert did_you_mean("end", [*fields, "weekend", "bend"]) == "; did you mean 'bend'?"  # a letter too few
    assert did_you_mean("end", [*fields, "weekend"]) == "; did you mean 'end_date'?"  # which is begun so
    assert did_you_mean("date", ["first_day_date", "last_day_date"]) == ""  # either may be meant


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        (
            "eu-ka131-2026",
            "; there is eu-ka131-2024, eu-ka131-2025, and the figures of one call are not those of another; ",
        ),
        ("eu-ka31-2024", "; did you mean 'eu-ka131-2024'? "),
        ("na-fr-ka131-2024", "; known: "),  # no agency stands in for another
        ("na-pl-ka13-2024", "; did you mean 'na-pl-ka131-2024'? "),
        ("na-pl-ka13-2025", "; known: "),  # and no call for another
        ("na-2024", "; known: "),
        ("usmb-icm-2032", "; did you mean 'usmb-icm-2023'? "),
    ],
)
def test_no_call_of_the_programme_is_suggested_in_place_of_another(given: str, hint: str) -> None:
    known = ("eu-ka131-2024", "eu-ka131-2025", "na-pl-ka131-2024", "usmb-icm-2023")
    message = str(UnknownRulebookError(given, known=known))
    assert message.startswith(f"no rulebook is called '{given}'{hint}")
    assert message.endswith("known: eu-ka131-2024, eu-ka131-2025, na-pl-ka131-2024, usmb-icm-2023")


def test_many_rulebooks_are_counted_and_not_listed() -> None:
    known = tuple(f"home-{year}" for year in range(21))
    assert str(UnknownRulebookError("zzz", known=known)) == (
        "no rulebook is called 'zzz'; known: 21, which known_rulebooks() and the command rulebooks list"
    )
    assert str(UnknownRulebookError("zzz", known=known[:20])).endswith(", home-18, home-19")


def test_rows_that_cannot_be_read_travel_between_processes() -> None:
    import pickle

    from erasmus_grants.basics.errors import InvalidRowsError

    error = pickle.loads(pickle.dumps(InvalidRowsError({3: ("end_date",)})))  # noqa: S301 - our own
    assert (error.rows, str(error)) == ({3: ("end_date",)}, "1 row cannot be read: row 3: end_date")


def test_a_call_that_is_not_there_says_what_can_be_done() -> None:
    how = "another: wait for it, or add it, as docs/how-to/add-a-call-year.md shows"
    assert str(RulebookNotFoundError("KA131", 2030, near=("eu-ka131-2025",))).endswith(how)
    assert str(RulebookNotFoundError("KA131", 2013, near=("eu-ka131-2025",))).endswith("those of another")
    has = "there is eu-ka131-2024, since call 2024 has KA131: write action='KA131'"
    assert str(RulebookNotFoundError("KA999", 2024, near=("eu-ka131-2024",))).endswith(has)
