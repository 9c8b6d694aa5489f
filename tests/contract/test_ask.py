"""`erasmus-grants ask`: at a terminal, as a person sees it, and line by line."""

import json
import os
import pty
import select
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.contract.test_cli import Command, words
from tests.contract.test_cli import erasmus_grants as erasmus_grants  # noqa: PLC0414 - a fixture

TRAINING = (
    *("--rulebook", "eu-ka103-2018", "--activity", "STT", "--set", "direction=outgoing", "--from", "PL", "--to", "FR"),
    *("--start", "2019-05-06", "--end", "2019-05-10"),
)
SECONDS = 30


def at_a_terminal(arguments: Sequence[str], answers: Sequence[str], folder: Path) -> tuple[str, int]:
    """Return what a terminal shows of `ask`, and the exit code; each answer is typed when the prompt is there."""
    process, terminal = pty.fork()
    if process == 0:  # pragma: no cover - the other process
        os.chdir(folder)
        os.environ |= {"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1"}
        os.execv(sys.executable, [sys.executable, "-m", "erasmus_grants", "ask", *arguments])  # noqa: S606 - ours
    shown, left = b"", iter(answers)
    for piece in _pieces(terminal):
        shown += piece
        if shown.endswith(b"> "):
            os.write(terminal, f"{next(left, '')}\n".encode())
    _, status = os.waitpid(process, 0)
    os.close(terminal)
    return shown.decode().replace("\r\n", "\n"), os.waitstatus_to_exitcode(status)


def _pieces(terminal: int) -> Iterator[bytes]:
    while select.select([terminal], [], [], SECONDS)[0]:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux says so that the other side is closed
            return
        if not piece:
            return
        yield piece


def test_a_person_answers_and_sees_the_bounds_come_closer(tmp_path: Path) -> None:
    # who, residence, interruption, programme: as usual; 1500 km; travel days: as the rules pay; no fewer opportunities,
    # no zero grant; save
    shown, code = at_a_terminal(TRAINING, ["", "", "", "", "1500", "", "2", "", "", "training.toml"], tmp_path)
    # 7 days at 70 to 160, and 0 to 1500 for the journey; with 1500 km it is 275
    closer = ["So far: not yet known, 490.00 to 2620.00 EUR", "So far: not yet known, 765.00 to 1395.00 EUR"]
    assert [line.strip() for line in shown.splitlines() if "So far" in line] == closer
    assert "Not yet known: 765.00 to 1395.00 EUR" in shown
    assert "What is the daily rate of staff?" in shown
    assert code == 4
    saved = tomllib.loads((tmp_path / "training.toml").read_text("utf-8"))
    assert saved["rulebook"] == "eu-ka103-2018"
    assert saved["mobility"]["distance_km"] == 1500
    assert "interruption_days" not in saved["mobility"]


def test_what_is_saved_is_computed_alike(erasmus_grants: Command) -> None:
    asked = erasmus_grants("ask", *TRAINING, stdin="\n\n\n\n1500\n\n2\n\n\ntraining.toml\n")
    assert asked.code == 4
    assert erasmus_grants("quote", "training.toml").out.startswith("Not yet known: 765.00 to 1395.00 EUR")


@pytest.mark.parametrize(
    ("months", "saved"),
    [
        ("2.333333333333333333", '"2.333333333333333333"'),  # as a float of TOML 2.3333333333333335
        ("2.5", "2.5"),
        ("2", "2.0"),
        ("2.125", '"2.1250"'),  # 2.125 may be 2125
    ],
)
def test_a_number_that_is_saved_is_read_back_to_its_last_digit(
    erasmus_grants: Command, months: str, saved: str
) -> None:
    stated = ("--set", f'months_used="{months}"')
    erasmus_grants("ask", *TRAINING, *stated, stdin="\n\n\n\n1500\n\n2\n\n\ntraining.toml\n")
    assert f"months_used = {saved}\n" in Path("training.toml").read_text("utf-8")
    grant = json.loads(erasmus_grants("quote", "training.toml", "-f", "json").out)
    assert grant["mobility"]["months_used"] == months


def test_a_file_that_is_there_is_left_as_it_is(erasmus_grants: Command) -> None:
    Path("ours.toml").write_text("kept", encoding="utf-8")
    asked = erasmus_grants("ask", *TRAINING, stdin="\n\n\n\n\n\n\n\n\nours.toml\n\n")
    assert "ours.toml: it cannot be written" in asked.err
    assert Path("ours.toml").read_text("utf-8") == "kept"


def test_a_wrong_answer_is_one_sentence_and_the_question_again(erasmus_grants: Command) -> None:
    asked = erasmus_grants("ask", *TRAINING, stdin="\n\nmany\n0\n\n-5\nfar\n1500\n\nperhaps\n2\n\n\n\n")
    said = words(asked.err)
    assert "> this is a whole number" in said
    assert said.count("How many kilometres is it") == 3
    assert "this is 0 or more" in said
    assert said.count("Does the participant have fewer opportunities?") == 2
    assert "> this is yes or no" in said
    assert asked.out.startswith("Not yet known: 765.00 to 1395.00 EUR")


@pytest.mark.parametrize("activity", ["2", "smt", "Traineeship"])
def test_a_choice_is_meant_by_its_number_its_word_or_what_it_is(erasmus_grants: Command, activity: str) -> None:
    asked = erasmus_grants("ask", stdin=f"2024\n2\nbe\n{activity}\n2024-09-15\n2025-02-10\n\n\nde\n")
    assert "activity  SMT outgoing, student" in asked.out.splitlines()


def test_a_name_of_a_country_is_told_as_it_was_typed(erasmus_grants: Command) -> None:
    asked = erasmus_grants("ask", stdin="2024\n2\nSpanien\nes\n1\n2024-09-15\n2025-02-10\n\n\nde\n")
    assert "'Spanien' is not a country code" in words(asked.err)


def test_a_number_that_may_be_two_is_asked_again(erasmus_grants: Command) -> None:
    asked = erasmus_grants("ask", *TRAINING, stdin="\n\n0\n\n4.070\n4070\n\n2\n\n\n\n")
    assert "'4.070' is 4070 or 4.07; write it in one of these ways" in words(asked.err)
    assert words(asked.err).count("How many kilometres is it") == 2


def test_a_call_asks_for_the_paying_country_and_says_which_rulebook_it_found(erasmus_grants: Command) -> None:
    asked = erasmus_grants("ask", stdin="soon\n2024\n2\nbe\n1\n2024-09-15\n2025-02-10\n\n\nde\n")
    assert asked.err.count("Which call is the grant agreement of?") == 2
    assert "'soon' is no year, as 2024" in asked.err
    assert "note: rulebook eu-ka131-2024, of the programme" in asked.err
    assert "Belgium" in asked.out
    assert "Germany" in asked.out
    assert asked.code == 4


@pytest.mark.parametrize("call", ["24", "2027", "9999", "0"])
def test_a_call_without_a_rulebook_is_asked_again_at_once(erasmus_grants: Command, call: str) -> None:
    asked = erasmus_grants("ask", stdin=f"{call}\n2024\n2\nBE\n1\n2024-09-15\n2025-02-10\n\n\nDE\n")
    assert f"no rulebook is of KA131, call {call}; there is eu-ka131-2021, " in words(asked.err)
    assert asked.err.count("Which call is the grant agreement of?") == 2
    assert "note: rulebook eu-ka131-2024, of the programme" in asked.err


@pytest.mark.parametrize("answer", ["1", "KA103", "ka103", "KA131\n3\n0\n\nKA103"])
def test_a_call_without_the_usual_action_is_asked_for_its_own(erasmus_grants: Command, answer: str) -> None:
    asked = erasmus_grants("ask", *TRAINING[2:], stdin=f"2018\n{answer}\n")
    assert asked.err.count("Which action is it of?\n  1  KA103\n  2  KA107\n") == 1 + answer.count("\n")
    assert "note: rulebook eu-ka103-2018, of the programme" in asked.err
    assert asked.out.startswith("Not yet known: 490.00 to 2620.00 EUR")


def test_an_action_that_no_call_has_is_asked_for(erasmus_grants: Command) -> None:
    asked = erasmus_grants("ask", "--action", "KA999", *TRAINING[2:], stdin="2018\n")
    assert (asked.code, asked.out) == (2, "")
    assert "Which action is it of?" in asked.err


@pytest.mark.parametrize(
    ("call", "sentence"), [("2018", "--action: call 2018 has KA103 and"), ("24", "no rulebook is")]
)
def test_a_call_that_is_stated_is_looked_up_before_anything_is_asked(
    erasmus_grants: Command, call: str, sentence: str
) -> None:
    asked = erasmus_grants("ask", "--call", call, stdin="2\nBE\n")
    assert (asked.code, asked.out) == (2, "")
    assert asked.err.startswith(sentence)


@pytest.mark.parametrize("answer", ["n", "No", "NO", ""])
def test_who_says_no_saves_nothing(erasmus_grants: Command, answer: str) -> None:
    asked = erasmus_grants("ask", *TRAINING, stdin=f"\n\n\n\n1500\n\n2\n\n\n{answer}\n")
    assert asked.code == 4
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("yes", "type the name of a file, as semester.toml"),
        ("Y", "type the name of a file, as semester.toml"),
        ("new.JSON", "it is written as TOML: let its name end in .toml"),
    ],
)
def test_what_is_no_name_of_a_toml_file_is_asked_again(erasmus_grants: Command, answer: str, sentence: str) -> None:
    asked = erasmus_grants("ask", *TRAINING, stdin=f"\n\n\n\n1500\n\n2\n\n\n{answer}\nstay.toml\n")
    assert sentence in asked.err
    assert asked.err.count("Save the mobility as TOML?") == 2
    assert "stay.toml: it was written\n" in asked.err
    assert [file.name for file in Path().iterdir()] == ["stay.toml"]


def test_a_form_asks_for_nothing_in_vain(erasmus_grants: Command) -> None:
    hosted = ("-r", "usmb-icm-2023", "--activity", "STA", "--set", "direction=incoming", "--to", "FR")
    said = erasmus_grants("ask", *hosted, stdin="\n" * 30).err
    assert "months were funded before" not in said
    assert "hours of teaching are planned" in said


def test_without_what_is_needed_nothing_is_computed_and_that_is_said(erasmus_grants: Command) -> None:
    asked = erasmus_grants("ask", "-r", "usmb-icm-2023", stdin="?\n?\n?\n?\n" + "\n" * 30)
    assert asked.code == 4
    assert asked.out.startswith("Not yet known: Which activity is it? Does the participant go out or come in? ")
    assert asked.out.count("\n") == 1


def test_the_end_of_the_answers_is_the_end_of_the_questions(erasmus_grants: Command) -> None:
    asked = erasmus_grants("ask", *TRAINING, stdin="")
    assert asked.code == 4
    assert asked.out.startswith("Not yet known: 490.00 to 2620.00 EUR")


def test_a_grant_that_is_known_ends_with_0_and_a_refused_one_with_3(erasmus_grants: Command) -> None:
    dakar = (
        *("-r", "usmb-icm-2023", "--activity", "STA", "--set", "direction=outgoing", "--to", "SN", "--km", "4070"),
        *("--start", "2022-03-07", "--end", "2022-03-11"),
    )
    granted = erasmus_grants("ask", *dakar, "--set", "teaching_hours=8", stdin="\n" * 30)
    assert (granted.code, granted.out.splitlines()[0]) == (0, "Grant of 2080.00 EUR")
    refused = erasmus_grants("ask", *dakar, "--set", "teaching_hours=2", stdin="\n" * 30)
    assert (refused.code, refused.out.splitlines()[0]) == (3, "Not eligible: no grant")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("-r", "usmb-icm-2032"), "usmb-icm-2032"),
        (("--call", "2024", "-r", "usmb-icm-2023"), "leave out --rulebook, or --call"),
        (("--call", "1987", "--set", "direction=outgoing", "--from", "ES"), "1987"),
        (("-r", "usmb-icm-2023", "--km", "far"), "--km: a number is finite and written plainly"),
        (("-r", "usmb-icm-2023", "--km", "4.070"), "--km: '4.070' is 4070 or 4.07; write it in one of these ways"),
        (("-r", "usmb-icm-2023", "--set", "distance_km=4,070"), "--set: distance_km: '4,070' is 4070 or 4.07"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_once(
    erasmus_grants: Command, arguments: Sequence[str], sentence: str
) -> None:
    asked = erasmus_grants("ask", *arguments, stdin="\n" * 40)
    assert asked.code == 2
    assert sentence in asked.err


def test_without_a_call_and_without_an_answer_no_rulebook_is_named(erasmus_grants: Command) -> None:
    asked = erasmus_grants("ask", stdin="")
    assert (asked.code, asked.out) == (2, "")
    assert "no rulebook is named" in asked.err


def test_a_file_holds_what_is_known_as_a_table_or_without_one(erasmus_grants: Command) -> None:
    fields = 'activity = "STT"\ndirection = "outgoing"\nsending_country = "PL"\nreceiving_country = "FR"\n'
    days = "start_date = 2019-05-06\nend_date = 2019-05-10\n"
    Path("table.toml").write_text(f'rulebook = "eu-ka103-2018"\n[mobility]\n{fields}{days}', encoding="utf-8")
    Path("bare.toml").write_text(f'rulebook = "eu-ka103-2018"\n{fields}{days}', encoding="utf-8")
    answers = "\n\n\n\n1500\n\n2\n\n\n\n"
    tabled, bare = (erasmus_grants("ask", name, stdin=answers) for name in ("table.toml", "bare.toml"))
    assert tabled == bare
    assert bare.out.startswith("Not yet known: 765.00 to 1395.00 EUR")


def test_a_rulebook_that_is_no_text_is_refused(erasmus_grants: Command) -> None:
    Path("stay.toml").write_text('rulebook = 5\n[mobility]\nactivity = "STT"\n', encoding="utf-8")
    asked = erasmus_grants("ask", "stay.toml", stdin="")
    assert (asked.code, asked.err) == (2, "stay.toml: rulebook: this is text\n")


NUMBER = "7" * 5000


@pytest.mark.parametrize(
    ("arguments", "stdin", "sentence"),
    [
        (TRAINING, f"{NUMBER}\n\n\n\n\n\n\n\n", "Who is the participant?"),
        (TRAINING, f"\n\n{NUMBER}\n\n\n\n\n\n\n\n\n", "this is a whole number"),
        ((), f"{NUMBER}\n2023\n2\nPL\n", "Which call is the grant agreement of?"),
        (("--call", "2023"), "sideways\n2\nPL\n", "'incoming' or 'outgoing'"),
        (("--call", "2023"), "2\nXX\nPL\n", "'XX' is not a country code"),
        (("--call", "2023"), "2\nGermany\nDE\n", "did you mean 'DE'?"),
        (TRAINING, "\n\n\n\n\n\n\n\n\na\0b.toml\n\n", "it cannot be written"),
    ],
)
def test_a_wrong_answer_never_ends_the_questions(
    erasmus_grants: Command, arguments: Sequence[str], stdin: str, sentence: str
) -> None:
    asked = erasmus_grants("ask", *arguments, stdin=stdin)
    assert asked.code == 4
    assert sentence in words(asked.err)


@pytest.mark.parametrize("wrong", ["Spain", "out", "3"])
def test_the_first_questions_are_put_again_as_the_later_ones_are(erasmus_grants: Command, wrong: str) -> None:
    asked = erasmus_grants("ask", "--call", "2023", stdin=f"{wrong}\noutgoing\nRO\nSMS\n")
    assert asked.err.count("Does the participant go out or come in?") == 2
    assert "From which country" in asked.err
    assert "note: rulebook eu-ka131-2023" in asked.err


@pytest.mark.parametrize("arguments", [("--call", "2023"), ("-r", "eu-ka131-2023")])
def test_who_says_nothing_of_the_direction_goes_out(erasmus_grants: Command, arguments: Sequence[str]) -> None:
    dates = ("--start", "2023-09-15", "--end", "2024-02-10", "--set", "activity=SMS")
    asked = erasmus_grants("ask", *arguments, *dates, stdin="\nPL\n")
    assert "Enter: outgoing; ?: not known" in words(asked.err)
    assert "SMS outgoing" in asked.out


@pytest.mark.parametrize(
    "options", [("--call", "2024", "--action", "KA171"), ("-r", "eu-ka171-2024"), ("-r", "na-pl-ka131-2024")]
)
def test_the_direction_that_the_countries_decide_is_proposed(erasmus_grants: Command, options: Sequence[str]) -> None:
    guests = ("--from", "UA", "--to", "PL", "--activity", "STA", "--start", "2025-03-03", "--end", "2025-03-07")
    asked = erasmus_grants("ask", *options, *guests, stdin="\n")
    assert "Enter: incoming; ?: not known" in words(asked.err)
    assert "STA incoming" in asked.out


def test_what_was_left_open_is_not_asked_twice(erasmus_grants: Command) -> None:
    dates = ("--start", "2023-09-15", "--end", "2024-02-10", "--activity", "SMS")
    asked = erasmus_grants("ask", "--call", "2023", *dates, stdin="\n\n" + "\n" * 30)
    assert asked.err.count("From which country is the participant sent?") == 1
    assert asked.err.count("Does the participant go out or come in?") == 1


def test_who_asks_for_no_travel_days_has_those_that_the_rules_pay(erasmus_grants: Command) -> None:
    told = erasmus_grants("ask", *TRAINING, stdin="\n\n\n\n1500\n").err
    told = told.partition("How many travel days are asked for?")[2]
    assert told.split("> ")[0].strip().splitlines() == ["0 to 60", "  Enter: what the rules pay"]


def test_once_a_rule_refuses_nothing_is_asked_in_vain(erasmus_grants: Command) -> None:
    teaching = ("-r", "eu-ka131-2024", "--activity", "STA", "--set", "direction=outgoing", "--set", "role=student")
    asked = erasmus_grants("ask", *teaching, stdin="2024-10-07\n2024-10-11\n")
    assert asked.err.count("?\n") == 2  # the first and the last day
    assert "Whatever else is answered, it is not eligible:" in asked.err
    assert "student" in words(asked.err.partition("not eligible:")[2])
    assert (asked.code, asked.out.splitlines()[0]) == (3, "Not eligible: no grant")


def test_a_refusal_that_another_answer_may_lift_ends_no_questions(erasmus_grants: Command) -> None:
    short = ("-r", "eu-ka131-2024", "--activity", "SMS", "--start", "2024-10-07", "--end", "2024-10-18")
    asked = erasmus_grants("ask", *short, "--set", "direction=outgoing", "--from", "ES", "--to", "DE", stdin="\n" * 30)
    assert "So far: not eligible" in asked.err
    assert "Does it have a virtual component?" in asked.err


def test_an_activity_is_offered_with_what_it_is(erasmus_grants: Command) -> None:
    asked = erasmus_grants("ask", "-r", "eu-ka131-2024", stdin="STA\n")
    assert "1 SMS studies 2 SMT traineeship 3 STA teaching 4 STT training" in words(asked.err)


@pytest.mark.parametrize(
    ("activity", "question"),
    [("SMS", "Is there a traineeship in the studies?"), ("STA", "Is there training with the teaching?")],
)
def test_only_the_half_that_applies_is_asked(erasmus_grants: Command, activity: str, question: str) -> None:
    days = ("--start", "2022-09-15", "--end", "2022-12-20", "--set", "direction=outgoing", "--activity", activity)
    asked = erasmus_grants("ask", "-r", "eu-ka131-2022", *days, stdin="\n" * 30)
    assert question in asked.err
    assert "Is it combined" not in asked.err


def test_bytes_that_are_no_text_are_a_wrong_answer(erasmus_grants: Command) -> None:
    asked = erasmus_grants("ask", *TRAINING, stdin=b"\xff\n\n\n\n\n\n\n\n")
    assert asked.code == 4
    assert words(asked.err).count("Who is the participant?") == 2


def test_a_field_beside_the_table_is_told_where_it_belongs(erasmus_grants: Command) -> None:
    Path("stay.toml").write_text('reference = "x"\n[mobility]\nactivity = "STT"\n', encoding="utf-8")
    asked = erasmus_grants("ask", "stay.toml", "-r", "eu-ka103-2018", stdin="")
    sentence = "this belongs into the table mobility, and stands outside of it"
    assert (asked.code, asked.err) == (2, f"stay.toml: reference: {sentence}\n")


def test_a_field_that_is_none_is_refused_as_anywhere(erasmus_grants: Command) -> None:
    Path("stay.toml").write_text('foo = 1\n[mobility]\nactivity = "STT"\n', encoding="utf-8")
    asked = erasmus_grants("ask", "stay.toml", "-r", "eu-ka103-2018", stdin="")
    assert (asked.code, asked.err) == (2, "stay.toml: foo: there is no field of this name\n")


# --- what a list waits for ----------------------------------------------------------------------------------------------


TWO_TRAININGS = (
    "activity,direction,sending_country,receiving_country,start_date,end_date,distance_km\n"
    "STT,outgoing,PL,FR,2019-05-06,2019-05-10,1500\n"
    "STT,outgoing,PL,DE,2019-05-06,2019-05-10,\n"
)


def test_missing_counts_the_rows_that_each_empty_cell_would_free(erasmus_grants: Command) -> None:
    Path("list.csv").write_text(TWO_TRAININGS, encoding="utf-8")
    answer = erasmus_grants("missing", "list.csv", "-r", "eu-ka103-2018")
    said = words(answer.out)
    assert (answer.code, answer.err) == (0, "")
    assert said.startswith("With 1 figure, 1 row would be complete; fields that are not stated hold up 1 Cells")
    told = json.loads(erasmus_grants("missing", "list.csv", "-r", "eu-ka103-2018", "-f", "json").out)
    assert [(cell["question"]["table"], cell["rows"]) for cell in told["cells"]] == [("daily_rates", 2)]
    assert "distance_km 1" in said


@pytest.mark.parametrize("arguments", [("missing", "list.csv"), ("audit", "list.csv"), ("batch", "list.csv", "o.csv")])
def test_a_list_needs_the_extra_for_files(
    erasmus_grants: Command, monkeypatch: pytest.MonkeyPatch, arguments: Sequence[str]
) -> None:
    monkeypatch.setitem(sys.modules, "erasmus_grants.batch", None)
    answer = erasmus_grants(*arguments, "-r", "eu-ka103-2018")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("list.csv: lists need erasmus_grants.batch: in the folder of the project, ")
    assert answer.err.endswith(" .venv/bin/pip install '.[cli,files]'\n")


def test_missing_says_how_many_rows_it_could_not_read(erasmus_grants: Command) -> None:
    Path("list.csv").write_text(TWO_TRAININGS + "STX,outgoing,PL,DE,soon,,\n", encoding="utf-8")
    answer = erasmus_grants("missing", "list.csv", "-r", "eu-ka103-2018")
    assert (answer.code, answer.err) == (2, "list.csv: 1 row cannot be read\n")
    assert words(answer.out).startswith(
        "With 1 figure, 1 row would be complete; fields that are not stated hold up 1; 1 of 3 cannot be read"
    )


@pytest.mark.parametrize(
    ("name", "sentence"), [("no.csv", "it cannot be read: No such file or directory"), ("list.doc", "its name")]
)
def test_missing_reads_a_list_or_says_why_not(erasmus_grants: Command, name: str, sentence: str) -> None:
    answer = erasmus_grants("missing", name, "-r", "eu-ka103-2018")
    assert answer.code == 2
    assert answer.err.startswith(f"{name}: {sentence}")
