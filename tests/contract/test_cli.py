"""The command line, as a person types it: commands, formats, exit codes, and every bad input once."""

import inspect
import io
import json
import os
import re
import runpy
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from erasmus_grants import (
    Attendance,
    GrantBreakdown,
    GrantCalculator,
    Mobility,
    Rulebook,
    __version__,
    compare,
    known_rulebooks,
    load_rulebook,
)
from erasmus_grants.__main__ import main
from erasmus_grants.cli.examples import EXAMPLES
from erasmus_grants.rulebook.export import blank_text, file_data, toml_text
from erasmus_grants.rulebooks import rulebook_text
from erasmus_grants.rulebooks.new_policy import PolicyError
from erasmus_grants.testing import toy_calculator, toy_mobility, toy_rulebook, toy_source
from tests.contract.schema_files import SCHEMAS

DAKAR = """\
rulebook = "usmb-icm-2023"

[mobility]
activity = "STA"
direction = "outgoing"
receiving_country = "SN"
start_date = 2022-03-07
end_date = 2022-03-11
distance_km = 4070
teaching_hours = 8
"""
BARE = DAKAR.partition("[mobility]\n")[2]
TOO_SHORT = DAKAR.replace("2022-03-11", "2022-03-08")
FOUR_DAYS = 'start_date = 2022-03-07\nend_date = 2022-03-10\ndocuments = ["participant_report"]\n'
BAD_INPUT, NOT_ELIGIBLE, UNDETERMINED = 2, 3, 4
NO_DISTANCE = DAKAR.replace("distance_km = 4070\n", "")


@dataclass(frozen=True)
class Answer:
    """What a command wrote, and how it ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Answer]


def written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    text = stream.buffer.getvalue().decode()
    assert "Traceback" not in text
    return text


@pytest.fixture
def erasmus_grants(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Return the command, which runs in this process and in an empty folder, before a terminal of 80 columns."""
    monkeypatch.chdir(tmp_path)
    for name in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str, stdin: str | bytes = b"", encoding: str = "utf-8") -> Answer:
        content = stdin.encode() if isinstance(stdin, str) else stdin
        read, out, err = (io.TextIOWrapper(io.BytesIO(data), encoding) for data in (content, b"", b""))
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["erasmus-grants", *arguments])
            for name, stream in {"stdin": read, "stdout": out, "stderr": err}.items():
                patch.setattr(sys, name, stream)
            try:
                code: object = main()
            except SystemExit as end:
                code = end.code or 0
        assert isinstance(code, int)
        return Answer(code, *map(written, (out, err)))

    return run


def in_another_process(*command: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command, input=stdin, capture_output=True, check=False, timeout=60, env={**os.environ, **environment}
    )


def the_last_of_each(*options: str) -> tuple[str, ...]:
    """Return options and their values, of each option its last value, and of --set each one."""
    pairs = zip(options[::2], options[1::2], strict=True)
    last = {(option, value if option == "--set" else ""): (option, value) for option, value in pairs}
    return tuple(word for pair in last.values() for word in pair)


def words(text: str) -> str:
    """Return the text of a table without its lines and folds."""
    return " ".join(text.replace("─", " ").split())


# --- quote ------------------------------------------------------------------------------------------------------------


def test_quote_prints_the_itemised_grant(erasmus_grants: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("dakar.toml").write_text(DAKAR)
    monkeypatch.setenv("COLUMNS", "200")
    answer = erasmus_grants("quote", "dakar.toml")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Grant of 2080.00 EUR\n")
    rows = list(map(words, answer.out.splitlines()))
    # 4070 km is in the band from 4000; five days on site and two of travel at 180; 820 + 900 + 360
    for row in (
        "travel support 1 participant 820.00 820.00 4000 <= 4070 km < 8000; the amount covers the return journey U13",
        "individual support 5 days on site 180.00 900.00 5 days on site at the full rate U14",
        "individual support 2 travel days 180.00 360.00 2 funded travel days at the full rate U14",
        "total 2080.00",
        # all of 820 and 75 % of 1260 before departure, the rest after the report
        "pre-financing 1765.00 before departure",
        "balance 315.00 after report certificate of attendance, participant report",
    ):
        assert row in rows


def test_a_bare_mobility_is_quoted_by_the_rulebook_of_the_option(erasmus_grants: Command) -> None:
    Path("dakar.toml").write_text(BARE)
    assert erasmus_grants("quote", "dakar.toml", "--rulebook", "usmb-icm-2023").out.startswith("Grant of 2080.00 EUR")


def test_a_bare_mobility_may_name_its_rulebook_beside_its_fields(erasmus_grants: Command) -> None:
    Path("dakar.toml").write_text(f'rulebook = "usmb-icm-2023"\n{BARE}')
    assert erasmus_grants("quote", "dakar.toml").out.startswith("Grant of 2080.00 EUR")


def test_the_rulebook_of_the_option_wins(erasmus_grants: Command) -> None:
    Path("dakar.toml").write_text(DAKAR.replace("usmb-icm-2023", "no-such-rulebook"))
    answer = erasmus_grants("quote", "dakar.toml", "-r", "usmb-icm-2023", "--format", "json")
    assert json.loads(answer.out)["rulebook_id"] == "usmb-icm-2023"


@pytest.mark.parametrize("name", ["toy.json", "./toy", "toy"])
def test_a_rulebook_may_be_a_file(erasmus_grants: Command, name: str) -> None:
    Path(name).write_text(toy_rulebook().model_dump_json())
    Path("stay.toml").write_text(DAKAR.replace("2022-", "2030-").replace("usmb-icm-2023", name))
    answer = erasmus_grants("quote", "stay.toml")
    # 4070 km pays 500 in the toy rulebook; 5 x 100 on site and 2 x 100 for travel
    assert (answer.code, answer.out.splitlines()[0]) == (0, "Grant of 1200.00 EUR")


@pytest.mark.parametrize("text", [DAKAR, BARE, json.dumps({"mobility": {"activity": "STA"}})])
def test_standard_input_is_read_as_a_file(erasmus_grants: Command, text: str) -> None:
    answer = erasmus_grants("quote", "-", "--rulebook", "usmb-icm-2023", stdin=text)
    Path("same").write_text(text)
    same = erasmus_grants("quote", "same", "--rulebook", "usmb-icm-2023")
    assert (answer.code, answer.out) == (same.code, same.out)
    assert answer.err == same.err.replace("same: ", "standard input: ")


def test_json_is_exactly_the_breakdown(erasmus_grants: Command) -> None:
    Path("dakar.toml").write_text(DAKAR)
    mobility = Mobility(
        activity="STA",
        direction="outgoing",
        receiving_country="SN",
        start_date="2022-03-07",
        end_date="2022-03-11",
        distance_km=4070,
        teaching_hours=8,
    )
    grant = GrantCalculator("usmb-icm-2023").calculate(mobility)
    answer = erasmus_grants("quote", "dakar.toml", "--format", "json")
    assert answer == Answer(0, grant.model_dump_json(indent=2) + "\n", "")
    assert GrantBreakdown.model_validate_json(answer.out) == grant


def test_markdown_is_that_of_the_breakdown(erasmus_grants: Command) -> None:
    Path("dakar.toml").write_text(DAKAR)
    grant = GrantBreakdown.model_validate_json(erasmus_grants("quote", "dakar.toml", "-f", "json").out)
    assert erasmus_grants("quote", "dakar.toml", "-f", "markdown") == Answer(0, grant.to_markdown(), "")


@pytest.mark.parametrize("output", ["table", "json", "markdown"])
def test_a_mobility_that_is_not_eligible_prints_the_findings_and_ends_with_three(
    erasmus_grants: Command, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    Path("short.toml").write_text(TOO_SHORT)
    answer = erasmus_grants("quote", "short.toml", "--format", output)
    assert (answer.code, answer.err) == (NOT_ELIGIBLE, "")
    assert "DURATION_TOO_SHORT" in answer.out.replace("\\", "")
    assert "2 calendar days; at least 5 calendar days are required" in words(answer.out)


# --- check ------------------------------------------------------------------------------------------------------------


def test_check_says_that_nothing_was_found(erasmus_grants: Command) -> None:
    Path("dakar.toml").write_text(DAKAR)
    assert erasmus_grants("check", "dakar.toml") == Answer(0, "Eligible\n\nNothing was found.\n", "")
    assert erasmus_grants("check", "dakar.toml", "--format", "json") == Answer(0, "[]\n", "")


def test_check_prints_findings_and_ends_with_three_if_one_refuses(erasmus_grants: Command) -> None:
    Path("short.toml").write_text(TOO_SHORT.replace("teaching_hours = 8\n", ""))
    answer = erasmus_grants("check", "short.toml")
    assert (answer.code, answer.err) == (NOT_ELIGIBLE, "")
    assert answer.out.startswith("Not eligible\n")
    assert "DURATION_TOO_SHORT" in answer.out
    assert "TEACHING_HOURS_MISSING" in answer.out
    assert "Lines" not in answer.out
    as_json = erasmus_grants("check", "short.toml", "--format", "json")
    assert as_json.code == NOT_ELIGIBLE
    assert {finding["code"] for finding in json.loads(as_json.out)} == {"DURATION_TOO_SHORT", "TEACHING_HOURS_MISSING"}


@pytest.mark.parametrize(
    ("left_out", "title", "code"),
    [
        ("distance_km = 4070\n", "Eligible; the amount is not yet known", "DISTANCE_MISSING"),
        ("teaching_hours = 8\n", "Not yet known whether it is eligible", "TEACHING_HOURS_MISSING"),
    ],
)
def test_check_ends_with_four_if_something_is_unknown(
    erasmus_grants: Command, left_out: str, title: str, code: str
) -> None:
    answer = erasmus_grants("check", "-", stdin=DAKAR.replace(left_out, ""))
    assert (answer.code, answer.err) == (UNDETERMINED, "")
    assert answer.out.startswith(f"{title}\n")
    assert code in answer.out
    as_json = erasmus_grants("check", "-", "--format", "json", stdin=DAKAR.replace(left_out, ""))
    assert as_json.code == UNDETERMINED
    assert [(one["code"], one["severity"]) for one in json.loads(as_json.out)] == [(code, "unknown")]


def test_check_ends_with_zero_if_nothing_refuses_and_all_is_known(erasmus_grants: Command) -> None:
    Path("near.toml").write_text(DAKAR.replace("4070", "499.7"))
    answer = erasmus_grants("check", "near.toml", "--format", "markdown")
    assert answer.code == 0
    assert "## Eligible" in answer.out
    assert "DISTANCE_BETWEEN_PRINTED_BOUNDS" in answer.out.replace("\\", "")


# --- settle -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def agreed(erasmus_grants: Command) -> Path:
    """Return the file of the grant for Dakar."""
    file = Path("grant.json")
    file.write_text(erasmus_grants("quote", "-", "--format", "json", stdin=DAKAR).out)
    return file


def test_settle_prints_what_is_due_and_what_is_to_be_paid(erasmus_grants: Command, agreed: Path) -> None:
    Path("attended.toml").write_text(FOUR_DAYS)
    answer = erasmus_grants("settle", str(agreed), "attended.toml")
    assert (answer.code, answer.err) == (0, "")
    # 820 + 4 x 180 + 2 x 180 = 1900; 1900 - 1765 = 135
    assert answer.out.startswith("Settlement: 1900.00 EUR due, of 2080.00 EUR agreed\n")
    assert "balance to pay 135.00" in words(answer.out)
    assert "to pay back 0.00" in words(answer.out)
    assert "missing papers certificate of attendance" in words(answer.out)


def test_grant_and_attendance_may_come_from_standard_input(erasmus_grants: Command, agreed: Path) -> None:
    Path("attended.toml").write_text(f"[attendance]\n{FOUR_DAYS}")
    by_grant = erasmus_grants("settle", "-", "attended.toml", "-f", "json", stdin=agreed.read_bytes())
    by_attendance = erasmus_grants("settle", str(agreed), "-", "-f", "json", stdin=FOUR_DAYS)
    assert by_grant == by_attendance
    grant = GrantBreakdown.model_validate_json(agreed.read_text())
    attendance = Attendance(start_date="2022-03-07", end_date="2022-03-10", documents=["participant_report"])
    settlement = GrantCalculator("usmb-icm-2023").settle(grant, attendance)
    assert by_grant == Answer(0, settlement.model_dump_json(indent=2) + "\n", "")


def test_what_powershell_writes_is_read(erasmus_grants: Command, agreed: Path) -> None:
    Path("grant16.json").write_text(agreed.read_text("utf-8"), encoding="utf-16", newline="\r\n")
    Path("attended16.toml").write_text(FOUR_DAYS, encoding="utf-16", newline="\r\n")
    Path("attended.toml").write_text(FOUR_DAYS, encoding="utf-8")
    settled = erasmus_grants("settle", "grant16.json", "attended16.toml")
    assert settled.code == 0
    assert settled == erasmus_grants("settle", "grant.json", "attended.toml")
    begun = erasmus_grants("new-policy", "--home", "ES", "--call", "2024").out
    Path("ours.toml").write_text(begun, encoding="utf-16", newline="\r\n")
    assert "individual_share (line 51): a number is" in erasmus_grants("rulebook", "ours.toml").err


def test_both_from_standard_input_are_refused(erasmus_grants: Command, agreed: Path) -> None:
    answer = erasmus_grants("settle", "-", "-", stdin=agreed.read_bytes())
    assert answer == Answer(BAD_INPUT, "", "standard input: it cannot be both the grant and the attendance\n")


def test_a_grant_is_settled_by_the_rulebook_that_computed_it_alone(erasmus_grants: Command, agreed: Path) -> None:
    answer = erasmus_grants("settle", str(agreed), "-", "-r", "usmb-icm-2018", stdin=FOUR_DAYS)
    assert (answer.code, answer.out) == (BAD_INPUT, "")
    assert answer.err.startswith("the grant was computed by rulebook usmb-icm-2023 (")
    assert erasmus_grants("settle", str(agreed), "-", "-r", "usmb-icm-2023", stdin=FOUR_DAYS).code == 0


def test_a_grant_whose_figures_were_touched_is_refused(erasmus_grants: Command, agreed: Path) -> None:
    agreed.write_text(agreed.read_text().replace('"total_eur": "2080.00"', '"total_eur": "2090.00"'))
    answer = erasmus_grants("settle", str(agreed), "-", stdin=FOUR_DAYS)
    assert answer == Answer(BAD_INPUT, "", "grant.json: total_eur: the total is the sum of the lines\n")


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        ("9", "a later version stored it, with schema 9; this reads 1 and 2"),
        ("first", "schema_version: this is '2'"),
    ],
)
def test_a_grant_of_another_schema_is_refused_in_a_sentence(
    erasmus_grants: Command, agreed: Path, version: str, sentence: str
) -> None:
    agreed.write_text(agreed.read_text().replace('"schema_version": "2"', f'"schema_version": "{version}"'))
    answer = erasmus_grants("settle", str(agreed), "-", stdin=FOUR_DAYS)
    assert answer == Answer(BAD_INPUT, "", f"grant.json: {sentence}\n")


def test_what_is_not_a_grant_is_told_so_in_one_line(erasmus_grants: Command) -> None:
    Path("mobility.toml").write_text(DAKAR)
    answer = erasmus_grants("settle", "mobility.toml", "-", stdin=FOUR_DAYS)
    assert answer == Answer(BAD_INPUT, "", "mobility.toml: it is not a grant; `quote --format json` writes one\n")


def test_a_grant_of_a_rulebook_in_a_file_asks_for_that_file(erasmus_grants: Command) -> None:
    Path("grant.json").write_text(toy_calculator().calculate(toy_mobility()).model_dump_json())
    answer = erasmus_grants("settle", "grant.json", "-", stdin=FOUR_DAYS)
    sentence = "its rulebook 'toy' does not come with the library: name its file with --rulebook"
    assert answer == Answer(BAD_INPUT, "", f"grant.json: {sentence}\n")


def test_a_grant_that_is_not_eligible_is_settled_at_nothing_and_ends_with_three(erasmus_grants: Command) -> None:
    Path("grant.json").write_text(erasmus_grants("quote", "-", "-f", "json", stdin=TOO_SHORT).out)
    answer = erasmus_grants("settle", "grant.json", "-", stdin=FOUR_DAYS)
    assert answer.code == NOT_ELIGIBLE
    assert answer.out.startswith("Settlement: 0.00 EUR due, of 0.00 EUR agreed\n")


def test_a_grant_of_which_something_is_unknown_is_not_settled(erasmus_grants: Command) -> None:
    Path("grant.json").write_text(erasmus_grants("quote", "-", "-f", "json", stdin=NO_DISTANCE).out)
    answer = erasmus_grants("settle", "grant.json", "-", stdin=FOUR_DAYS)
    assert (answer.code, answer.out) == (4, erasmus_grants("quote", "-", stdin=NO_DISTANCE).out)
    assert answer.out.startswith("Not yet known: ")
    as_json = erasmus_grants("settle", "grant.json", "-", "-f", "json", stdin=FOUR_DAYS)
    assert (as_json.code, as_json.out) == (4, Path("grant.json").read_text())
    assert words(answer.err).startswith("not yet known: How many kilometres is it, one way")


# --- rulebooks and schemas --------------------------------------------------------------------------------------------


def test_rulebooks_lists_every_rulebook(erasmus_grants: Command) -> None:
    answer = erasmus_grants("rulebooks")
    assert answer.code == 0
    for name in known_rulebooks():
        assert name in answer.out
    assert "KA107" in answer.out
    assert "provisional" in answer.out


def test_coverage_tells_what_is_known_of_each_country_and_call(erasmus_grants: Command) -> None:
    answer = erasmus_grants("coverage")
    assert answer.code == 0
    assert answer.out.startswith("KA131: ")
    germany = next(line for line in answer.out.splitlines() if line.startswith("DE "))
    assert germany.split()[1:9] == ["A"] * 8  # calls 2021 and 2022, of which the agency prints all rates


@pytest.mark.newest_only
@pytest.mark.parametrize("name", known_rulebooks())
def test_rulebook_shows_its_tables_and_every_source(erasmus_grants: Command, name: str) -> None:
    answer = erasmus_grants("rulebook", name)
    assert answer.code == 0
    # a page prints the rates of Slovakia with Regions 13 and 14 apart, at other shares of their ranges
    assert answer.err == "" or (name == "na-sk-ka131-2023" and "same percentage" in answer.err)
    assert GrantCalculator(name).fingerprint in words(answer.out).replace(" ", "")
    shown = {line.split(" ")[0] for line in answer.out.partition("\nSources\n")[2].splitlines()}
    assert {source.id for source in GrantCalculator(name).rulebook.sources} <= shown


def test_rulebook_shows_figures_scopes_and_where_they_are_printed(
    erasmus_grants: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    shown = words(erasmus_grants("rulebook", "usmb-icm-2023").out)
    assert "bands: from km 4000, below km 8000, standard eur 820.00" in shown
    assert "activities STA, STT, directions outgoing rate eur per day: 180.00" in shown
    assert "minimum: 5 calendar_days; maximum: 2 calendar_months" in shown
    assert "security condition yes" in shown


def test_rulebook_shows_a_file_and_writes_json_that_is_one(erasmus_grants: Command) -> None:
    written = erasmus_grants("rulebook", "usmb-bip-2024", "--format", "json")
    Path("same.json").write_text(written.out, encoding="utf-8")
    assert erasmus_grants("rulebook", "same.json").out == erasmus_grants("rulebook", "usmb-bip-2024").out
    assert erasmus_grants("rulebook", "same.json", "--format", "json") == written


@pytest.mark.parametrize("name", [*SCHEMAS])
def test_schema_prints_a_sound_json_schema(erasmus_grants: Command, name: str) -> None:
    answer = erasmus_grants("schema", name)
    schema = json.loads(answer.out)
    assert answer.code == 0
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    version = "2" if name in {"grant", "settlement"} else "1"
    assert "$id" not in schema  # a URN is no place to which a reference of the schema can be looked up
    assert schema["$comment"] == f"erasmus-grants schema {name}, version {version}"
    Draft202012Validator.check_schema(schema)


def test_what_the_commands_write_fits_their_schemas(erasmus_grants: Command, agreed: Path) -> None:
    grant = json.loads(agreed.read_text())
    settlement = json.loads(erasmus_grants("settle", str(agreed), "-", "-f", "json", stdin=FOUR_DAYS).out)
    rulebook = json.loads(erasmus_grants("rulebook", "lille-ka171-2022", "-f", "json").out)
    for name, data in {"grant": grant, "settlement": settlement, "rulebook": rulebook}.items():
        Draft202012Validator(json.loads(erasmus_grants("schema", name).out)).validate(data)


def test_a_whole_rulebook_without_its_base_is_shown_with_a_warning(erasmus_grants: Command) -> None:
    toy, policy = toy_rulebook(), toy_source().at("POLICY", "page 3")
    ours = toy.adapt(id="ours", title="Ours", source=policy, travel_days=[])
    Path("ours.json").write_text(ours.model_dump_json())
    told = "warning: based_on: toy is not at hand, so nothing was compared with it; put its file beside this one, as"
    for command in (("rulebook",), ("verify", "--examples", "1")):
        answer = erasmus_grants(*command, "ours.json")
        assert (answer.code, answer.err) == (0, f"{told} toy.toml or toy.json\n")
    Path("toy.json").write_text(toy.model_dump_json())
    assert erasmus_grants("rulebook", "ours.json").err == ""


# --- diff -------------------------------------------------------------------------------------------------------------


def dearer_toy(rate_eur: int = 310) -> Rulebook:
    """Return the toy rulebook with another monthly rate."""
    rates = [toy_rulebook().monthly_rates[0].model_copy(update={"rate_eur_per_month": rate_eur})]
    return toy_rulebook().adapt(
        id="dearer",
        title="Dearer",
        source=toy_source(),
        monthly_rates=rates,
        departs_from_programme="why",
    )


@pytest.fixture
def toys() -> tuple[str, str]:
    """Return the files of the toy rulebook and of a dearer one."""
    Path("toy.json").write_text(toy_rulebook().model_dump_json())
    Path("dearer.json").write_text(dearer_toy().model_dump_json())
    return "toy.json", "dearer.json"


def test_diff_shows_what_differs_and_ends_with_zero(erasmus_grants: Command, toys: tuple[str, str]) -> None:
    answer = erasmus_grants("diff", *toys)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("toy and dearer\n")
    rows = list(map(words, answer.out.splitlines()))
    assert "table entry field toy dearer" in rows
    assert "monthly rates all mobilities rate_eur_per_month 300.00 310.00" in rows


def test_diff_writes_json_and_markdown_of_the_differences(erasmus_grants: Command, toys: tuple[str, str]) -> None:
    found = toy_rulebook().diff(dearer_toy())
    assert erasmus_grants("diff", *toys, "-f", "json") == Answer(0, found.model_dump_json(indent=2) + "\n", "")
    assert erasmus_grants("diff", *toys, "--format", "markdown") == Answer(0, found.to_markdown(), "")


def test_diff_names_the_files_of_two_versions_of_one_rulebook(erasmus_grants: Command) -> None:
    for name, days in (("old.json", 5), ("new.json", 7)):
        rule = toy_rulebook().settlement.model_copy(update={"tolerance_days": days})
        version = toy_rulebook().model_copy(update={"settlement": rule})
        Path(name).write_text(version.model_dump_json(), encoding="utf-8")
    answer = erasmus_grants("diff", "old.json", "new.json")
    assert answer.out.startswith("old.json and new.json\n")
    assert "table entry field old.json new.json" in list(map(words, answer.out.splitlines()))
    markdown = erasmus_grants("diff", "old.json", "new.json", "-f", "markdown").out
    assert "old.json and new.json" in markdown
    data = json.loads(erasmus_grants("diff", "old.json", "new.json", "-f", "json").out)
    assert (data["ours"], data["theirs"]) == ("toy", "toy")  # ids, as the field says


def test_diff_takes_ids_and_files(erasmus_grants: Command) -> None:
    Path("icm.json").write_text(erasmus_grants("rulebook", "usmb-icm-2023", "-f", "json").out, encoding="utf-8")
    same = erasmus_grants("diff", "usmb-icm-2023", "./icm.json")
    assert same == Answer(0, "usmb-icm-2023 and ./icm.json\n\nThey say the same.\n", "")
    other = erasmus_grants("diff", "usmb-icm-2018", "icm.json", "-f", "json")
    # the older page prints 60 days for training, the newer one two months
    assert {
        "table": "durations",
        "entry": "activities STT",
        "field": "maximum",
        "ours": "60 calendar_days",
        "theirs": "2 calendar_months",
    } in json.loads(other.out)["changes"]


# --- compare ----------------------------------------------------------------------------------------------------------


def test_compare_prints_grants_side_by_side(erasmus_grants: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("toy.json").write_text(toy_rulebook().model_dump_json())
    monkeypatch.setenv("COLUMNS", "200")
    answer = erasmus_grants("compare", "-", "-r", "usmb-icm-2023", "-r", "toy.json", stdin=DAKAR)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Grants side by side\n")
    rows = list(map(words, answer.out.splitlines()))
    # 820 + 7 x 180; the toy agreement does not reach back to 2022, so there is no toy grant
    assert "usmb-icm-2023 granted 820.00 1260.00 0.00 2080.00 0.00" in rows
    assert "toy not eligible 0.00 0.00 0.00 0.00 -2080.00" in rows


@pytest.mark.parametrize("what_if", ["distance_km=100", "distance_km = 100 ", 'distance_km="100"'])
def test_compare_asks_what_if(erasmus_grants: Command, what_if: str) -> None:
    arguments = ["compare", "-", "-r", "usmb-icm-2023", "--what-if", what_if, "-f", "json"]
    answer = erasmus_grants(*arguments, stdin=DAKAR)
    cases = {case["name"]: case["grant"]["total_eur"] for case in json.loads(answer.out)["cases"]}
    # 100 km is in the first band, of 180: 180 + 1260
    assert cases == {"usmb-icm-2023": "2080.00", f"usmb-icm-2023, {what_if}": "1440.00"}


@pytest.mark.parametrize(
    ("what_if", "field", "expected"),
    [
        ("travel_mode=green", "travel_mode", "green"),
        (" travel_mode = green ", "travel_mode", "green"),
        ("fewer_opportunities=true", "fewer_opportunities", True),
        ("teaching_hours=null", "teaching_hours", None),
        ("end_date=2022-03-10", "end_date", "2022-03-10"),
        ("receiving_country=NO", "receiving_country", "NO"),
        ("reference=a=b", "reference", "a=b"),
        ('reference="7"', "reference", "7"),
        ("reference=12345", "reference", "12345"),
        ("reference = 1.50", "reference", "1.50"),
        ("reference=true", "reference", "true"),
        ("reference=null", "reference", None),
        ("interruption_days=1", "interruption_days", 1),
    ],
)
def test_a_value_is_read_as_json_and_otherwise_as_text(
    erasmus_grants: Command, what_if: str, field: str, expected: object
) -> None:
    answer = erasmus_grants("compare", "-", "-r", "usmb-icm-2023", "--what-if", what_if, "-f", "json", stdin=DAKAR)
    assert answer.err == ""
    _, case = json.loads(answer.out)["cases"]
    assert case["grant"]["mobility"].get(field) == expected


def test_compare_writes_json_and_markdown_of_the_comparison(erasmus_grants: Command) -> None:
    mobility = GrantBreakdown.model_validate_json(erasmus_grants("quote", "-", "-f", "json", stdin=DAKAR).out).mobility
    what_if = {"distance_km=100": {"distance_km": 100}, "travel_mode=green": {"travel_mode": "green"}}
    expected = compare(mobility, ["usmb-icm-2023", "usmb-icm-2018"], what_if=what_if)
    arguments = ["compare", "-", "-r", "usmb-icm-2023", "--rulebook", "usmb-icm-2018"]
    arguments += ["--what-if", "distance_km=100", "--what-if", "travel_mode=green"]
    as_json = erasmus_grants(*arguments, "-f", "json", stdin=DAKAR)
    assert as_json == Answer(0, expected.model_dump_json(indent=2) + "\n", "")
    assert erasmus_grants(*arguments, "-f", "markdown", stdin=DAKAR) == Answer(0, expected.to_markdown(), "")


def test_compare_takes_a_bare_mobility_and_asks_no_rulebook_of_the_file(erasmus_grants: Command) -> None:
    bare = erasmus_grants("compare", "-", "-r", "usmb-icm-2018", stdin=BARE)
    assert bare.code == 0
    assert erasmus_grants("compare", "-", "-r", "usmb-icm-2018", stdin=DAKAR) == bare


@pytest.mark.parametrize("output", ["table", "json", "markdown"])
def test_compare_ends_with_three_where_every_case_is_refused(erasmus_grants: Command, output: str) -> None:
    arguments = ["compare", "-", "-r", "usmb-icm-2023", "-f", output]
    refused = erasmus_grants(*arguments, stdin=TOO_SHORT)
    assert (refused.code, refused.err) == (NOT_ELIGIBLE, "")
    assert "DURATION_TOO_SHORT" in refused.out.replace("\\", "")
    # five days are enough
    one_of_two = erasmus_grants(*arguments, "--what-if", "end_date=2022-03-11", stdin=TOO_SHORT)
    assert (one_of_two.code, one_of_two.err) == (0, "")


@pytest.mark.parametrize("output", ["table", "json", "markdown"])
def test_compare_ends_with_four_where_no_case_is_granted_and_one_is_not_known(
    erasmus_grants: Command, output: str
) -> None:
    arguments = ["compare", "-", "-r", "usmb-icm-2023", "-f", output]
    open_ = erasmus_grants(*arguments, stdin=NO_DISTANCE)
    assert (open_.code, open_.err) == (UNDETERMINED, "")
    assert "DISTANCE_MISSING" in open_.out.replace("\\", "")
    assert erasmus_grants(*arguments, "--what-if", "end_date=2022-03-08", stdin=NO_DISTANCE).code == UNDETERMINED
    assert erasmus_grants(*arguments, "--what-if", "distance_km=4070", stdin=NO_DISTANCE).code == 0


def test_compare_shows_the_bounds_of_what_is_not_known(
    erasmus_grants: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    arguments = ["compare", "-", "-r", "usmb-icm-2023", "--what-if", "distance_km=4070"]
    rows = list(map(words, erasmus_grants(*arguments, stdin=NO_DISTANCE).out.splitlines()))
    # 7 x 180; nothing is paid below 100 km, and 1500 EUR from 8000 km on
    assert "usmb-icm-2023 not yet known 0.00 to 1500.00 1260.00 0.00 1260.00 to 2760.00" in rows
    assert "usmb-icm-2023, distance_km=4070 granted 820.00 1260.00 0.00 2080.00" in rows


def test_a_comparison_fits_eighty_columns(erasmus_grants: Command) -> None:
    arguments = ["compare", "-", "-r", "usmb-icm-2023", "-r", "usmb-icm-2018", "--what-if", "travel_mode=green"]
    answer = erasmus_grants(*arguments, stdin=DAKAR)
    assert max(map(len, answer.out.splitlines())) <= 80
    assert "2080.00" in answer.out


def test_the_name_of_a_case_never_acts(erasmus_grants: Command) -> None:
    what_if = f"reference={HOSTILE}"
    arguments = ["compare", "-", "-r", "usmb-icm-2023", "--what-if", what_if]
    table = erasmus_grants(*arguments, stdin=DAKAR)
    markdown = erasmus_grants(*arguments, "-f", "markdown", stdin=DAKAR)
    assert (table.code, markdown.code) == (0, 0)
    assert not {"\x1b", "\x07", "\u202e"} & set(table.out + markdown.out)
    assert "<script>" not in markdown.out


# --- new-rulebook -----------------------------------------------------------------------------------------------------


def test_new_rulebook_prints_a_file_that_does_not_load_and_says_what_to_read(
    erasmus_grants: Command, toys: tuple[str, str]
) -> None:
    answer = erasmus_grants("new-rulebook", "my-university-2031", "--like", toys[0])
    assert answer == Answer(
        0, blank_text(toml_text(file_data(toy_rulebook())), like="toy", rulebook_id="my-university-2031"), ""
    )
    Path("toy").write_text(toy_rulebook().model_dump_json(), encoding="utf-8")
    assert erasmus_grants("new-rulebook", "my-university-2031", "--like", "toy") == answer
    missing = "new.toml: title (line 9): this is text, and not empty"
    Path("new.toml").write_text(answer.out, encoding="utf-8")
    unread = erasmus_grants("rulebook", "new.toml")
    assert (unread.code, unread.out) == (BAD_INPUT, "")
    assert missing in unread.err.splitlines()
    Path("new.toml").write_text(answer.out.replace('title = ""', 'title = "Ours"'), encoding="utf-8")
    titled = erasmus_grants("rulebook", "new.toml")
    assert (titled.code, titled.out) == (BAD_INPUT, "")
    assert missing not in titled.err.splitlines()
    assert "new.toml: call_years, entry 1 (line 13): this is a whole number" in titled.err.splitlines()


@pytest.mark.newest_only
@pytest.mark.parametrize("name", known_rulebooks())
def test_new_rulebook_is_like_any_rulebook(erasmus_grants: Command, name: str) -> None:
    answer = erasmus_grants("new-rulebook", "new", "--like", name)
    assert (answer.code, answer.err) == (0, "")
    assert tomllib.loads(answer.out)["id"] == "new"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_new_rulebook_is_utf_8_whatever_the_terminal_reads(erasmus_grants: Command, encoding: str) -> None:
    said = "# Université Savoie Mont Blanc"
    Path("like.toml").write_text(f"{toml_text(file_data(toy_rulebook()))}\n{said}\n", encoding="utf-8")
    answer = erasmus_grants("new-rulebook", "new", "--like", "like.toml", encoding=encoding)
    assert said in answer.out.splitlines()


# --- new-policy -------------------------------------------------------------------------------------------------------


def filled(text: str) -> str:
    """Return what `new-policy` wrote as an office fills it in, within what stands behind each figure."""
    lines: list[str] = []
    for line in text.splitlines():
        allowed = re.search(r"# (?:at most |at least )?([0-9.]+)", line)
        share = "0.8" if "pre_financing" in line else "0.2"
        whole = line.replace('_share = "?"', f'_share = "{share}"').replace('read_on = "?"', "read_on = 2025-01-31")
        whole = whole.replace('rounding = "?"', 'rounding = "half_up_to_euro"')
        whole = re.sub(r'(document|publisher|locator|url|not_paid) = ""', r'\1 = "The board decided it."', whole)
        lines.append(whole.replace('"?"', f'"{allowed[1]}"' if allowed else "100"))
    return "\n".join(lines)


@pytest.mark.parametrize("home", ["ES", "DE", "PL", "RO"])
@pytest.mark.parametrize("call", ["2022", "2024", "2025"])
def test_new_policy_prints_a_file_that_loads_once_it_is_filled_in(
    erasmus_grants: Command, home: str, call: str
) -> None:
    answer = erasmus_grants("new-policy", "--home", home, "--call", call)
    assert (answer.code, answer.err) == (0, "")
    Path("ours.toml").write_text(answer.out, encoding="utf-8")
    unfilled = erasmus_grants("rulebook", "ours.toml")
    assert (unfilled.code, unfilled.out) == (BAD_INPUT, "")
    assert "ours.toml: sources, entry 1, document (line " in unfilled.err
    Path("ours.toml").write_text(filled(answer.out), encoding="utf-8")
    ours = json.loads(erasmus_grants("rulebook", "ours.toml", "--format", "json").out)
    assert (ours["id"], ours["home"]["country"], ours["call_years"]) == (f"my-university-{call}", home, [int(call)])


def test_every_stay_of_a_country_has_its_rate_in_what_new_policy_begins(erasmus_grants: Command) -> None:
    text = erasmus_grants("new-policy", "--home", "ES", "--call", "2024").out
    Path("ours.toml").write_text(filled(text), encoding="utf-8")
    year = 'direction = "outgoing"\nsending_country = "ES"\ndistance_km = 700\nstart_date = 2024-09-02\n'
    kinds = ('activity = "SMS"\nend_date = 2025-01-31\n', 'activity = "STT"\nend_date = 2024-09-06\n')
    for country in ("DK", "PT", "PL", "MC", "CH", "SN"):
        for kind in kinds:
            mobility = f'{kind}{year}receiving_country = "{country}"\n'
            official = erasmus_grants("check", "-", "-r", "eu-ka131-2024", stdin=mobility)
            assert (country == "SN") or official.code == UNDETERMINED
            answer = erasmus_grants("check", "-", "-r", "ours.toml", "-f", "json", stdin=mobility)
            assert answer.code == 0
            assert "NOT_PUBLISHED" not in answer.out


def test_a_range_names_the_command_that_begins_a_rulebook(erasmus_grants: Command) -> None:
    stay = 'activity = "STT"\ndirection = "outgoing"\nsending_country = "ES"\nreceiving_country = "DK"\n'
    week = "start_date = 2024-09-02\nend_date = 2024-09-06\ndistance_km = 2000\n"
    answer = erasmus_grants("check", "-", "-r", "eu-ka131-2024", stdin=stay + week)
    begins = "write it into a rulebook of your own, which `erasmus-grants new-policy` begins."
    assert begins in words(answer.out)


def test_new_policy_takes_an_action_and_a_base(erasmus_grants: Command) -> None:
    answer = erasmus_grants("new-policy", "--home", "DE", "--call", "2023", "--action", "ka171")
    assert tomllib.loads(answer.out)["based_on"] == "eu-ka171-2023"
    agency = erasmus_grants("new-policy", "--home", "DE", "--call", "2023")
    assert tomllib.loads(agency.out)["based_on"] == "na-de-ka131-2023"
    programme = erasmus_grants("new-policy", "--home", "DE", "--call", "2023", "--based-on", "eu-ka131-2023")
    assert tomllib.loads(programme.out)["based_on"] == "eu-ka131-2023"


AGENCY = """\
id = "our-agency-2024"
title = "Our agency"
based_on = "eu-ka131-2024"

[[sources]]
id = "AGENCY"
document = "Rates of the agency"
publisher = "Our agency"
locator = "page 1"
url = "rates.pdf"
read_on = 2024-03-01
confidence = "HIGH"
"""


@pytest.mark.parametrize("folder", ["", "agencies"])
def test_new_policy_takes_a_file_as_its_base_and_stands_beside_it(erasmus_grants: Command, folder: str) -> None:
    Path("agencies").mkdir()
    base = Path(folder, "agency.toml")
    base.write_text(AGENCY, encoding="utf-8")
    answer = erasmus_grants("new-policy", "--home", "ES", "--call", "2024", "--based-on", str(base))
    assert tomllib.loads(answer.out)["based_on"] == "agency.toml"
    assert "This file holds what our-agency-2024 leaves to you" in answer.out
    ours = base.with_name("ours.toml")
    ours.write_text(filled(answer.out), encoding="utf-8")
    book = load_rulebook(ours)
    assert book.based_on is not None
    assert book.based_on.id == "our-agency-2024"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_new_policy_is_utf_8_whatever_the_terminal_reads(erasmus_grants: Command, encoding: str) -> None:
    answer = erasmus_grants("new-policy", "--home", "TR", "--call", "2024", encoding=encoding)
    assert "KA131 from Türkiye, call 2024" in answer.out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ["--home", "EL", "--call", "2024"],
            "'EL' is not a country code of ISO 3166-1 (two capital letters, as in 'SN')",
        ),
        (
            ["--home", "SN", "--call", "2024"],
            "Senegal takes no part in eu-ka131-2024: no participant is sent from there",
        ),
        (["--home", "ES", "--call", "2030"], "no rulebook is of KA131, call 2030; there is eu-ka131-2021, "),
        (
            ["--home", "ES", "--call", "2024", "--action", "\x1b"],
            "--action: call 2024 has KA131 and KA171, and not \\x1b: type ",
        ),
        (
            ["--home", "FR", "--call", "2018"],
            "--action: call 2018 has KA103 and KA107, and not KA131: type --action KA103 ",
        ),
        (
            ["--home", "ES", "--call", "2024", "--based-on", "eu-ka131-2023"],
            "eu-ka131-2023 is of 2023, and not of call",
        ),
        (["--home", "ES", "--call", "2024", "--based-on", "nobody"], "no rulebook is called 'nobody'"),
    ],
    ids=lambda part: " ".join(part)[:40].replace("\x1b", "escape"),
)
def test_new_policy_refuses_in_one_sentence(erasmus_grants: Command, options: list[str], sentence: str) -> None:
    answer = erasmus_grants("new-policy", *options)
    assert (answer.code, answer.out) == (BAD_INPUT, "")
    assert answer.err.startswith(sentence)
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize("options", [[], ["--home", "ES"], ["--call", "2024"], ["--home", "ES", "--call", "x"]])
def test_new_policy_says_which_option_is_missing(erasmus_grants: Command, options: list[str]) -> None:
    answer = erasmus_grants("new-policy", *options)
    assert (answer.code, answer.out) == (BAD_INPUT, "")
    assert "--home" in answer.err or "--call" in answer.err


def test_new_policy_has_help(erasmus_grants: Command) -> None:
    answer = erasmus_grants("new-policy", "--help")
    assert answer.code == 0
    assert "what the official rulebook leaves to an institution" in words(answer.out)
    assert [option for option in ("--home", "--call", "--action", "--based-on") if option not in answer.out] == []


# --- what the three refuse --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["diff", "usmb-icm-2023", "usmb-icm-2032"], "no rulebook is called 'usmb-icm-2032'; did you mean 'usmb-icm"),
        (["diff", "nobody", "usmb-icm-2023"], "no rulebook is called 'nobody'"),
        (["diff", "usmb-icm-2023", "absent.toml"], "absent.toml: it cannot be read: No such file or directory"),
        (["diff", "usmb-icm-2023", "-"], "no rulebook is called '-'"),
        (["diff", "usmb-icm-2023"], "Missing argument 'ID_OR_FILE'"),
        (["compare", "-", "-r", "nobody"], "no rulebook is called 'nobody'"),
        (["compare", "-", "-r", "usmb-icm-2023", "-r", "nobody"], "no rulebook is called 'nobody'"),
        (["compare", "-"], "Missing option '--rulebook'"),
        (["compare", "absent.toml", "-r", "usmb-icm-2023"], "absent.toml: it cannot be read"),
        (["new-rulebook", "new", "--like", "nobody"], "no rulebook is called 'nobody'"),
        (["new-rulebook", "new", "--like", "absent.toml"], "absent.toml: it cannot be read"),
        (["new-rulebook", "new"], "Missing option '--like'"),
        (["new-rulebook", "--like", "usmb-icm-2023"], "Missing argument 'ID'"),
    ],
    ids=lambda part: " ".join(part)[:40],
)
def test_a_wrong_name_or_a_missing_one_is_refused_in_words(
    erasmus_grants: Command, arguments: list[str], sentence: str
) -> None:
    answer = erasmus_grants(*arguments, stdin=DAKAR)
    assert (answer.code, answer.out) == (BAD_INPUT, "")
    assert sentence in answer.err


@pytest.mark.parametrize(
    ("what_if", "sentence"),
    [
        ("green", "'green' is not of the form FIELD=VALUE, as travel_mode=green"),
        ("", "'' is not of the form FIELD=VALUE, as travel_mode=green"),
        ("=green", "'=green' is not of the form FIELD=VALUE, as travel_mode=green"),
        (" = ", "' = ' is not of the form FIELD=VALUE, as travel_mode=green"),
        ("travel_mod=green", "travel_mod: there is no field of this name; did you mean 'travel_mode'?"),
        ("rulebook=usmb-icm-2018", "rulebook: there is no field of this name"),
        ("travel_mode=blue", "travel_mode: this is 'standard' or 'green'"),
        ("travel_mode=", "travel_mode: this is 'standard' or 'green'"),
        ("fewer_opportunities=perhaps", "fewer_opportunities: this is true or false"),
        ("reference=[7]", "reference: this is text"),
        ("activity=SMS", "teaching_hours: students (SMS, SMT) have no teaching hours"),
        ("end_date=2022-03-06", "end_date: the last day is not before the first day, 2022-03-07"),
        ("distance_km=NaN", "distance_km: a number is finite and written plainly"),
        ("distance_km=[4070]", "distance_km: a number is an int, a float, a Decimal or plain decimal text, not list"),
        ("distance_km=" + "9" * 5000, "distance_km: a number is finite and written plainly"),
        ("reference=" + "[" * 100_000, "reference: this is text of at most 200 characters"),
        ("\x1b[31m=1", "'\\x1b[31m': there is no field of this name"),
    ],
    ids=lambda text: text[:30].replace("\x1b", "escape"),
)
def test_a_wrong_what_if_is_refused_in_words(erasmus_grants: Command, what_if: str, sentence: str) -> None:
    answer = erasmus_grants("compare", "-", "-r", "usmb-icm-2023", "--what-if", what_if, stdin=DAKAR)
    assert (answer.code, answer.out) == (BAD_INPUT, "")
    assert answer.err.startswith(f"--what-if: {sentence}")
    assert answer.err.count("\n") == 1
    assert len(answer.err) < 300
    assert "\x1b" not in answer.err


@pytest.mark.parametrize("text", ["", "nonsense", BARE.replace("STA", "STX"), '{"mobility": 3}'])
def test_a_bad_mobility_is_refused_by_compare_as_by_quote(erasmus_grants: Command, text: str) -> None:
    answer = erasmus_grants("compare", "-", "-r", "usmb-icm-2023", stdin=text)
    assert (answer.code, answer.out) == (BAD_INPUT, "")
    assert answer == erasmus_grants("quote", "-", "-r", "usmb-icm-2023", stdin=text)


@pytest.mark.parametrize("name", ["", "My-University", "my university", "my_university", "-new", "a" * 81, "é", "\x1b"])
def test_a_wrong_id_of_a_new_rulebook_is_refused_in_words(erasmus_grants: Command, name: str) -> None:
    answer = erasmus_grants("new-rulebook", "--like", "usmb-icm-2023", "--", name)
    shown = name.replace("\x1b", "\\u001b") or "''"
    sentence = "the id of a rulebook is lower-case words and numbers with hyphens, as my-university-2026"
    assert answer == Answer(BAD_INPUT, "", f"{shown}: {sentence}\n")


# --- how it is printed ------------------------------------------------------------------------------------------------


def test_tables_fit_eighty_columns_and_narrower_terminals_lose_nothing(
    erasmus_grants: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("dakar.toml").write_text(DAKAR)
    answer = erasmus_grants("quote", "dakar.toml")
    assert max(map(len, answer.out.splitlines())) <= 80
    assert answer.out == "\n".join(line.rstrip() for line in answer.out.splitlines()) + "\n"
    monkeypatch.setenv("COLUMNS", "20")
    assert erasmus_grants("quote", "dakar.toml") == answer


@pytest.mark.parametrize("columns", [80, 100, 140, 300])
def test_no_word_and_no_figure_is_cut_off_at_any_width(
    erasmus_grants: Command, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    Path("dakar.toml").write_text(DAKAR)
    grant = GrantBreakdown.model_validate_json(erasmus_grants("quote", "dakar.toml", "-f", "json").out)
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = erasmus_grants("quote", "dakar.toml").out
    tables = [table for table in grant.report().tables if table.title != "Sources"]  # their addresses may fold
    expected = {word for table in tables for row in table.rows for cell in row for word in cell.split()}
    assert expected <= set(shown.split())
    assert "…" not in shown


def test_a_terminal_has_bold_titles_and_a_pipe_has_no_escapes(
    erasmus_grants: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("dakar.toml").write_text(DAKAR)
    assert "\x1b" not in erasmus_grants("quote", "dakar.toml").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[1mGrant of 2080.00 EUR" in erasmus_grants("quote", "dakar.toml").out


HOSTILE = "<script>alert(1)</script> [bold red]x[/] :boom: \x1b[2J\x07\u202e"


@pytest.mark.parametrize("field", ["reference", "partner"])
def test_text_of_the_caller_never_acts(erasmus_grants: Command, field: str) -> None:
    Path("hostile.json").write_text(
        json.dumps(
            {
                "activity": "STA",
                "direction": "outgoing",
                "start_date": "2022-03-07",
                "end_date": "2022-03-11",
                "distance_km": 4070,
                "teaching_hours": 8,
                field: HOSTILE,
            }
        )
    )
    table, markdown, as_json = (
        erasmus_grants("quote", "hostile.json", "-r", "usmb-icm-2023", "-f", output).out
        for output in ("table", "markdown", "json")
    )
    assert "<script>alert(1)</script> [bold red]x[/] :boom: \\u001b[2J\\u0007\\u202e" in words(table)
    assert not {"\x1b", "\x07", "\u202e"} & set(table + markdown)
    assert "<script>" not in markdown
    assert "\x1b" not in as_json
    assert json.loads(as_json)["mobility"][field] == HOSTILE


def test_text_of_the_caller_does_not_act_in_complaints_either(erasmus_grants: Command) -> None:
    Path("\x1b[2J.toml").write_text('"\\u001b[31m" = 1\nactivity = "\\u001b[31m"')
    answer = erasmus_grants("quote", "\x1b[2J.toml")
    assert answer.code == BAD_INPUT
    assert "\x1b" not in answer.err
    assert answer.err.startswith("\\u001b[2J.toml: ")


@pytest.mark.newest_only
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_of_few_letters_is_no_trouble(erasmus_grants: Command, encoding: str) -> None:
    Path("dakar.toml").write_text(DAKAR + 'reference = "Příjezd 東京 🎓"\n', encoding="utf-8")
    as_json = erasmus_grants("quote", "dakar.toml", "-f", "json", encoding=encoding)
    assert json.loads(as_json.out)["mobility"]["reference"] == "Příjezd 東京 🎓"
    Path("é.toml").write_text("x = 1")
    for arguments in (["quote", "dakar.toml"], ["rulebook", "usmb-icm-2018"], ["quote", "é.toml"]):
        answer = in_another_process(
            sys.executable, "-m", "erasmus_grants", *arguments, PYTHONIOENCODING=encoding, PYTHONUTF8="0"
        )
        assert answer.returncode in {0, BAD_INPUT}
        assert b"Traceback" not in answer.stderr
    table = in_another_process(sys.executable, "-m", "erasmus_grants", "quote", "dakar.toml", PYTHONIOENCODING=encoding)
    assert b"P\\u0159" in table.stdout
    assert b"2080.00" in table.stdout


# --- bad input, each typed once ---------------------------------------------------------------------------------------


def toy_with(**changes: object) -> str:
    return json.dumps(json.loads(toy_rulebook().model_dump_json(exclude_defaults=True)) | changes)


TOY = json.loads(toy_rulebook().model_dump_json(exclude_defaults=True))
SOURCE = TOY["sources"][0]
BAND = {"from_km": 10, "below_km": 100, "standard_eur": "20.00"}
LAST_BAND = {"from_km": 100, "standard_eur": "200.00"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (BARE.replace("03-11", "03-06"), "end_date: the last day is not before the first day, 2022-03-07"),
        (
            BARE.replace("2022-03-07", "2022-03-07T00:00:00"),
            "start_date: a date is a date or text of the form YYYY-MM-DD, not '2022-03-07T00:00:00'",
        ),
        (
            BARE.replace("2022-03-07", "20220307"),
            "start_date: a date is a date or text of the form YYYY-MM-DD, not int",
        ),
        (BARE.replace("4070", "-1"), "distance_km: "),
        (BARE.replace("4070", "20041"), "distance_km: "),
        (BARE.replace("4070", "nan"), "distance_km: a number is finite"),
        (BARE.replace("4070", "inf"), "distance_km: a number is finite"),
        (
            '{"activity": "STT", "direction": "outgoing", "start_date": "2022-03-07", "end_date": "2022-03-11", "distance_km": NaN}',
            "distance_km: a number is finite",
        ),
        (BARE.replace("4070", "true"), "distance_km: a number is an int, a float, a Decimal or plain decimal text"),
        (BARE + "interruption_days = 5", "interruption_days: interruptions leave at least one day of a stay"),
        (BARE.replace("STA", "STX"), "activity: this is 'SMS', 'SMT', 'STA' or 'STT'; did you mean 'STT'?"),
        (BARE.replace('"SN"', '"Senegal"'), "did you mean 'SN'?"),
        (BARE.replace("distance", "distanse"), "there is no field of this name; did you mean 'distance_km'?"),
        (BARE.replace("STA", "SMS"), "teaching_hours: students (SMS, SMT) have no teaching hours"),
        (BARE.replace("= 8", "= -8"), "teaching_hours: "),
        (BARE.replace("4070", "4.070"), "distance_km: '4.070' is 4070 or 4.07; write it in one of these ways"),
        (DAKAR.replace("4070", '"4.075"'), "distance_km: '4.075' is 4075 or 4.0750; write it in one of these ways"),
        (BARE.replace("= 8", "= 8.000"), "teaching_hours: '8.000' is 8000 or 8; write it in one of these ways"),
        (BARE.replace("activity", "# activity"), "activity: this is missing"),
        ('reference = "x"\n' + DAKAR, "reference: this belongs into the table mobility, and stands outside of it\n"),
        (DAKAR.replace("[mobility]", "[mobilty]"), "mobilty: there is no field of this name; did you mean 'mobility'?"),
        ("", "it is empty"),
        ("not a mobility", "it is not TOML: Expected '=' after a key"),
        ('{"activity": "STA"', "it is not JSON: Expecting ',' delimiter at line 1, column 19"),
        (".".join(["a"] * 20_000) + " = 1", "line 1 is longer than 4096 characters outside of text"),
        ("a = " + "[\n" * 5000 + "]\n" * 5000, "it is nested more than 32 levels deep"),
        ("a = " + "[" * 5000 + "]" * 5000, "line 1 is longer than 4096 characters outside of text"),
        ('{"a":' + "[" * 100_000, "it is nested more than 32 levels deep"),
        ("x" * (2 << 20), "it is larger than 1048576 bytes"),
    ],
    ids=lambda text: text[:40] if len(text) < 200 else "long",
)
def test_a_bad_mobility_is_refused_in_words(erasmus_grants: Command, text: str, sentence: str) -> None:
    answer = erasmus_grants("quote", "-", "--rulebook", "usmb-icm-2023", stdin=text)
    assert (answer.code, answer.out) == (BAD_INPUT, "")
    assert sentence in answer.err
    assert all(line.startswith("standard input: ") for line in answer.err.splitlines())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("hello", "it is not TOML"),
        ('{"id": "toy"', "it is not JSON"),
        ("", "it is empty"),
        (toy_with(colour="red"), "colour: there is no field of this name"),
        (
            toy_with(travel_support=[{"bands": [BAND, LAST_BAND | {"from_km": 150}], "source": "TOY"}]),
            "travel_support, entry 1, bands: there is a gap between bands",
        ),
        (
            toy_with(travel_support=[{"bands": [BAND, LAST_BAND | {"from_km": 50}], "source": "TOY"}]),
            "travel_support, entry 1, bands: there is an overlap between bands",
        ),
        (
            toy_with(travel_support=[{"bands": [BAND | {"standard_eur": "0.005"}, LAST_BAND], "source": "TOY"}]),
            "travel_support, entry 1, band 1, standard_eur: an amount of money has no fraction of a cent",
        ),
        (
            toy_with(travel_support=[{"bands": [BAND | {"standard_eur": "1.500"}, LAST_BAND], "source": "TOY"}]),
            "travel_support, entry 1, band 1, standard_eur: '1.500' is 1500 or 1.5; write it in one of these ways",
        ),
        (
            toy_with(travel_support=[{"bands": [BAND | {"standard_eur": 20.0}, LAST_BAND], "source": "TOY"}]),
            "never as float",
        ),
        (
            toy_with(
                daily_rates=[
                    {"rate_eur_per_day": 100, "tiers": [{"from_day": 1, "share": 1.5}], "source": "TOY"},
                ]
            ),
            "daily_rates, entry 1, tier 1, share: ",
        ),
        (
            toy_with(monthly_rates=[{"rate_eur_per_month": 300, "source": "TOY"}] * 2),
            "monthly_rates, entry 2: two entries apply to the same mobility",
        ),
        (toy_with(monthly_rates=[{"rate_eur_per_month": 300}]), "source: this is missing"),
        (toy_with(monthly_rates=[{"rate_eur_per_month": 300, "source": "TOI"}]), "did you mean 'TOY'?"),
    ],
    ids=[
        "not TOML",
        "truncated",
        "empty",
        "unknown key",
        "gap",
        "overlap",
        "fraction of a cent",
        "two readings",
        "float",
        "share above 1",
        "two rates",
        "missing source",
        "unknown source",
    ],
)
def test_a_bad_rulebook_file_is_refused_in_words(erasmus_grants: Command, text: str, sentence: str) -> None:
    Path("toy.rulebook").write_text(text)
    for answer in (
        erasmus_grants("rulebook", "toy.rulebook"),
        erasmus_grants("quote", "-", "-r", "toy.rulebook", stdin=BARE),
    ):
        assert (answer.code, answer.out) == (BAD_INPUT, "")
        assert answer.err.startswith("toy.rulebook: ")
        assert sentence in answer.err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (FOUR_DAYS.replace("03-10", "03-06"), "end_date: the last day is not before the first day, 2022-03-07"),
        (FOUR_DAYS + "paid_eur = 1765.0", "paid_eur: money is written as text like '180.00'"),
        (
            "paid_eur = 5\n[attendance]\n" + FOUR_DAYS,
            "paid_eur: this belongs into the table attendance, and stands outs",
        ),
        (FOUR_DAYS + 'paid_eur = "3.990"', "paid_eur: '3.990' is 3990 or 3.99; write it in one of these ways"),
        (FOUR_DAYS + 'travel_cost_eur = "1.310"', "travel_cost_eur: '1.310' is 1310 or 1.31; write it in one of these"),
        (FOUR_DAYS + "interruption_days = 5", "interruption_days: no interruption is longer than the stay"),
        (FOUR_DAYS.replace("participant_", "partcipant_"), "did you mean 'participant_report'?"),
        ("{}", "attendance: this is missing"),
    ],
    ids=[
        "end before start",
        "float",
        "outside",
        "two readings",
        "two readings of a cost",
        "interruptions",
        "unknown paper",
        "nothing",
    ],
)
def test_a_bad_attendance_is_refused_in_words(erasmus_grants: Command, agreed: Path, text: str, sentence: str) -> None:
    answer = erasmus_grants("settle", str(agreed), "-", stdin=text)
    assert (answer.code, answer.out) == (BAD_INPUT, "")
    assert answer.err.startswith("standard input: ")
    assert sentence in answer.err


INSIDE = "this belongs at the top of the file, and stands inside of the table mobility"
OUTSIDE = "this belongs into the table mobility, and stands outside of it"
NONE = "there is no field of this name"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (DAKAR.replace('rulebook = "usmb-icm-2023"\n', "") + 'rulebook = "usmb-icm-2023"\n', [f"rulebook: {INSIDE}"]),
        (DAKAR + 'rulebook = "usmb-icm-2023"\n', [f"rulebook: {INSIDE}"]),
        (
            json.dumps({"mobility": {"rulebook": "usmb-icm-2023", "activity": "STA"}}),
            [f"rulebook: {INSIDE}", *(f"{name}: this is missing" for name in ("direction", "start_date", "end_date"))],
        ),
        (  # what is missing besides is told at once
            'reference = "x"\n' + DAKAR.replace("direction", "# direction"),
            [f"reference: {OUTSIDE}", "direction: this is missing"],
        ),
        ('reference = "x"\n' + DAKAR + 'rulebook = "x"', [f"reference: {OUTSIDE}", f"rulebook: {INSIDE}"]),
        ("call = 2023\n" + DAKAR, [f"call: {NONE}; `quote` takes it as --call"]),
        (DAKAR + 'action = "KA131"', [f"action: {NONE}; `quote` takes it as --action"]),
        (BARE + 'from_city = "Lyon"', [f"from_city: {NONE}; `quote` takes it as --from-city"]),
        ("[mobility]\n", [f"{name}: this is missing" for name in ("activity", "direction", "start_date", "end_date")]),
        ("mobility = 5\n", ["mobility: this is a table of fields"]),
        ('mobility = 5\nactivity = "STA"\n', ["mobility: this is a table of fields", f"activity: {NONE}"]),
        ("rulebook = 5\n" + BARE, ["rulebook: this is text"]),
        (
            BARE.replace("activity", "actvity"),
            ["activity: this is missing", f"actvity: {NONE}; did you mean 'activity'?"],
        ),
        (  # no field of a mobility, and no table either
            'actvity = "STA"\n',
            [
                *(f"{name}: this is missing" for name in ("activity", "direction", "start_date", "end_date")),
                f"actvity: {NONE}; did you mean 'activity'?",
            ],
        ),
        ('rulebook = "usmb-icm-2023"\n', ["mobility: this is missing"]),
        ("[mobilty]\nx = 1\n", ["mobility: this is missing", f"mobilty: {NONE}; did you mean 'mobility'?"]),
    ],
)
def test_what_stands_at_the_wrong_place_of_a_file_is_told_where_it_belongs(
    erasmus_grants: Command, text: str, problems: list[str]
) -> None:
    answer = erasmus_grants("quote", "-", stdin=text)
    assert answer == Answer(BAD_INPUT, "", "".join(f"standard input: {problem}\n" for problem in problems))


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (DAKAR + 'rulebook = "usmb-icm-2023"\n', [f"rulebook: {INSIDE}"]),
        ('reference = "x"\n[mobility]\nactivity = "STX"', [f"reference: {OUTSIDE}", "activity: this is 'SMS'"]),
        ('rulebok = "x"\n[mobilty]\n', [f"{name}: {NONE}; did you mean" for name in ("rulebok", "mobilty")]),
        ("rulebook = 5\nmobility = 5\n", ["rulebook: this is text", "mobility: this is a table of fields"]),
        ('actvity = "STA"\n', [f"actvity: {NONE}; did you mean 'activity'?"]),
    ],
)
def test_ask_tells_too_what_stands_at_the_wrong_place(erasmus_grants: Command, text: str, problems: list[str]) -> None:
    Path("stay.toml").write_text(text, encoding="utf-8")
    answer = erasmus_grants("ask", "stay.toml", stdin="")
    assert (answer.code, answer.out) == (BAD_INPUT, "")
    for line, problem in zip(answer.err.splitlines(), problems, strict=True):
        assert line.startswith(f"stay.toml: {problem}")


@pytest.mark.parametrize("field", ["rulebook", "call", "action", "from_city", "to_city"])
def test_what_is_an_option_and_no_field_is_told_so(erasmus_grants: Command, field: str) -> None:
    sentence = f"{field}: {NONE}; type --{field.replace('_', '-')} in place of it\n"
    set_so = erasmus_grants("quote", "-", "--set", f"{field}=x", stdin=DAKAR)
    assert set_so == Answer(BAD_INPUT, "", f"--set: {sentence}")


def test_a_file_of_another_kind_is_told_what_it_is(erasmus_grants: Command, agreed: Path) -> None:
    settlement = erasmus_grants("settle", str(agreed), "-", "-f", "json", stdin=FOUR_DAYS).out
    grant, attendance = agreed.read_text(encoding="utf-8"), f"[attendance]\n{FOUR_DAYS}"
    for command, text, sentence in (
        (("quote", "-"), grant, "it is a grant, and not a mobility; `settle` reads it, before the attendance"),
        (("ask", "-"), grant, "it is a grant, and not a mobility; `settle` reads it, before the attendance"),
        (("quote", "-"), attendance, "it is an attendance, and not a mobility; `settle` reads it, after the grant"),
        (("quote", "-"), settlement, "it is a settlement, and not a mobility; no command reads it"),
        (("quote", "-"), rulebook_text("usmb-icm-2023"), "it is a rulebook, and not a mobility; --rulebook names it"),
        (("settle", str(agreed), "-"), DAKAR, "it is a mobility, and not an attendance; `quote` reads it"),
        (("settle", str(agreed), "-"), grant, "it is a grant, and not an attendance; `settle` reads it, before the "),
        (("settle", "-", str(agreed)), settlement, "it is not a grant; `quote --format json` writes one"),
        (("settle", str(agreed), "-"), 'rulebook = "x"\n' + attendance, f"rulebook: {NONE}; `settle` takes it as --r"),
    ):
        answer = erasmus_grants(*command, stdin=text)
        assert (answer.code, answer.out) == (BAD_INPUT, "")
        assert answer.err.startswith(f"standard input: {sentence}")
        assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    ("command", "option"),
    [(("quote",), "--set"), (("ask",), "--set"), (("compare", "-r", "usmb-icm-2023"), "--what-if")],
)
def test_each_value_of_an_option_that_is_wrong_is_told(
    erasmus_grants: Command, command: tuple[str, ...], option: str
) -> None:
    Path("stay.toml").write_text(DAKAR, encoding="utf-8")
    given = [
        word for text in ("green", "distance_km=1.500", "call=2023", "travel_mode=green") for word in (option, text)
    ]
    answer = erasmus_grants(*command, "stay.toml", *given)
    assert answer == Answer(
        BAD_INPUT,
        "",
        f"{option}: 'green' is not of the form FIELD=VALUE, as travel_mode=green\n"
        f"{option}: distance_km: '1.500' is 1500 or 1.5; write it in one of these ways\n"
        f"{option}: call: {NONE}; type --call in place of it\n",
    )


def test_each_case_of_a_comparison_that_is_wrong_is_told(erasmus_grants: Command) -> None:
    Path("stay.toml").write_text(DAKAR, encoding="utf-8")
    cases = ("--what-if", "foo=1", "--what-if", "travel_mode=green", "--what-if", "end_date=2022-03-01")
    answer = erasmus_grants("compare", "stay.toml", "-r", "usmb-icm-2023", *cases)
    end = "end_date: the last day is not before the first day, 2022-03-07"
    assert answer == Answer(BAD_INPUT, "", f"--what-if: foo: {NONE}\n--what-if: {end}\n")


@pytest.mark.parametrize("command", [("quote",), ("settle", ""), ("settle", "grant.json"), ("rulebook",)])
def test_a_file_without_a_name_is_told_as_one(erasmus_grants: Command, agreed: Path, command: tuple[str, ...]) -> None:
    del agreed
    answer = erasmus_grants(*command, "")
    assert (answer.code, answer.out) == (BAD_INPUT, "")
    assert answer.err.startswith(("'': it cannot be read: ", "no rulebook is called ''; "))


def test_a_mobility_without_distance_is_answered_and_not_refused(erasmus_grants: Command) -> None:
    answer = erasmus_grants("quote", "-", stdin=NO_DISTANCE)
    assert (answer.code, answer.err) == (UNDETERMINED, "")
    assert "DISTANCE_MISSING" in answer.out
    # 7 x 180; nothing is paid below 100 km, and 1500 EUR from 8000 km on
    assert answer.out.startswith("Not yet known: 1260.00 to 2760.00 EUR\n")
    as_json = json.loads(erasmus_grants("quote", "-", "-f", "json", stdin=NO_DISTANCE).out)
    assert (as_json["status"], as_json["eligible"], as_json["total_eur"]) == ("undetermined", True, None)
    assert (as_json["minimum_total_eur"], as_json["maximum_total_eur"]) == ("1260.00", "2760.00")
    assert (as_json["schema_version"], as_json["payments"]) == ("2", [])


@pytest.mark.parametrize("distance_km", ["4.0750", '"4.0750"'])
def test_a_fourth_decimal_says_that_a_point_is_before_decimals(erasmus_grants: Command, distance_km: str) -> None:
    grant = erasmus_grants("quote", "-", "-f", "json", stdin=DAKAR.replace("4070", distance_km)).out
    assert json.loads(grant)["mobility"]["distance_km"] == "4.075"


@pytest.mark.parametrize("distance_km", ['"4.075"', "4.075"])
def test_what_the_library_writes_as_json_is_read_as_it_was_written(erasmus_grants: Command, distance_km: str) -> None:
    grant = json.loads(erasmus_grants("quote", "-", "-f", "json", stdin=DAKAR).out)
    text = json.dumps({"mobility": grant["mobility"]}).replace('"4070"', distance_km)
    again = erasmus_grants("quote", "-", "-r", "usmb-icm-2023", "-f", "json", stdin=text)
    assert json.loads(again.out)["mobility"]["distance_km"] == "4.075"


def test_every_problem_has_a_line_of_its_own(erasmus_grants: Command) -> None:
    text = BARE.replace("STA", "XXX").replace("4070", "true").replace("2022-03-11", "3")
    answer = erasmus_grants("quote", "-", "-r", "usmb-icm-2023", stdin=text)
    fields = [line.split(": ")[1] for line in answer.err.splitlines()]
    assert sorted(fields) == ["activity", "distance_km", "end_date"]


KNOWN = f"known: {len(known_rulebooks())}, which known_rulebooks() and the command rulebooks list"


def test_a_file_without_rulebook_says_how_to_name_one_and_which_there_are(erasmus_grants: Command) -> None:
    answer = erasmus_grants("quote", "-", stdin=BARE)
    assert answer == Answer(
        BAD_INPUT,
        "",
        "standard input: no rulebook is named; name one with --rulebook ID_OR_FILE, or the call with --call YEAR, "
        'or write rulebook = "ID_OR_FILE" into the file; '
        f"{KNOWN}\n",
    )


@pytest.mark.parametrize("name", ["usmb-icm-2032", "", "x" * 5000, "a\0b"])
def test_an_unknown_rulebook_is_answered_with_the_known_ones(erasmus_grants: Command, name: str) -> None:
    Path("dakar.json").write_text(json.dumps({"rulebook": name, "mobility": {}}).replace("{}", "{}"))
    answer = erasmus_grants("rulebook", name)
    assert (answer.code, answer.out) == (BAD_INPUT, "")
    assert answer.err.startswith("no rulebook is called ")
    assert answer.err.endswith(f"{KNOWN}\n")
    assert len(answer.err) < 300


def test_an_unknown_rulebook_is_answered_with_the_nearest_one(erasmus_grants: Command) -> None:
    answer = erasmus_grants("quote", "-", stdin=DAKAR.replace("usmb-icm-2023", "usmb-icm-2032"))
    assert answer.err.startswith("no rulebook is called 'usmb-icm-2032'; did you mean 'usmb-icm-2023'?")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("absent.toml", "No such file or directory"),
        ("absent/rulebook", "No such file or directory"),
        (".", "Is a directory"),
        ("y" * 5000 + ".json", "File name too long"),
    ],
    ids=["file", "folder", "directory", "long"],
)
def test_a_file_that_cannot_be_read_says_why(erasmus_grants: Command, name: str, reason: str) -> None:
    for arguments in (["quote", name], ["check", name], ["settle", name, "-"], ["rulebook", name]):
        answer = erasmus_grants(*arguments)
        assert answer == Answer(BAD_INPUT, "", f"{name}: it cannot be read: {reason}\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Usage: "),
        (["quot"], "No such command 'quot'"),
        (["compare", "-r", "x"], "Missing argument 'FILE'"),
        (["quote", "-", "--format", "xml"], "'xml' is not one of"),
        (["quote", "-", "--rulebok", "x"], "No such option"),
        (["schema", "mobilities"], "'mobilities' is not one of"),
    ],
)
def test_a_command_that_nobody_knows_is_refused_with_help(
    erasmus_grants: Command, arguments: list[str], sentence: str
) -> None:
    answer = erasmus_grants(*arguments)
    assert answer.code == BAD_INPUT
    assert sentence in answer.err + answer.out


# --- the command itself -----------------------------------------------------------------------------------------------


def test_version_and_help(erasmus_grants: Command) -> None:
    assert erasmus_grants("--version") == Answer(0, f"erasmus-grants {__version__}\n", "")
    assert erasmus_grants("--version", "--version") == erasmus_grants("--version")  # by the program of typer
    answer = erasmus_grants("--help")
    assert answer.code == 0
    for command in ("quote", "check", "settle", "rulebooks", "rulebook", "diff", "compare", "new-rulebook", "schema"):
        assert f"\n  {command} " in answer.out


def test_python_dash_m_is_the_same_command(erasmus_grants: Command) -> None:
    Path("short.toml").write_text(TOO_SHORT)
    by_module = in_another_process(sys.executable, "-m", "erasmus_grants", "quote", "short.toml", PYTHONUTF8="1")
    assert (by_module.returncode, by_module.stderr) == (NOT_ELIGIBLE, b"")
    assert by_module.stdout.decode() == erasmus_grants("quote", "short.toml").out


def test_the_module_is_a_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["erasmus-grants", "--version"])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(inspect.getsourcefile(main)), run_name="__main__")
    assert (end.value.code, capsys.readouterr().out) == (0, f"erasmus-grants {__version__}\n")


def test_closed_standard_streams_are_no_trouble(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "short.toml"
    file.write_text(TOO_SHORT)
    monkeypatch.setattr(sys, "argv", ["erasmus-grants", "quote", str(file)])
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == NOT_ELIGIBLE


def test_the_script_is_the_same_command(erasmus_grants: Command) -> None:
    script = Path(sys.executable).with_name("erasmus-grants")
    if not script.exists():
        pytest.skip("the library is not installed as a command")
    Path("dakar.toml").write_text(DAKAR)
    by_script = in_another_process(str(script), "quote", "dakar.toml", PYTHONUTF8="1")
    assert by_script.returncode == 0
    assert by_script.stdout.decode() == erasmus_grants("quote", "dakar.toml").out


INSTALL = "in the folder of the project, .venv/bin/pip install '.[cli]'"


@pytest.mark.parametrize("missing", ["typer", "rich", "tomli_w"])
def test_without_the_extra_the_command_says_which_to_install(missing: str) -> None:
    program = f"""
import sys
sys.modules[{missing!r}] = None
from erasmus_grants.__main__ import main
sys.exit(main())
"""
    answer = in_another_process(sys.executable, "-c", program)
    assert (answer.returncode, answer.stdout) == (BAD_INPUT, b"")
    assert answer.stderr.decode() == f"the command line needs {missing}: {INSTALL}\n"


def test_without_the_extra_the_same_is_said_in_this_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "erasmus_grants.cli", None)
    assert main() == BAD_INPUT
    assert capsys.readouterr().err.endswith(f": {INSTALL}\n")


def test_importing_the_library_loads_neither_typer_nor_rich() -> None:
    program = (
        "import erasmus_grants, sys; print({'typer', 'rich', 'click'} & {name.split('.')[0] for name in sys.modules})"
    )
    assert in_another_process(sys.executable, "-c", program).stdout.strip() == b"set()"


def test_a_reader_that_has_enough_gets_no_traceback() -> None:
    command = [sys.executable, "-m", "erasmus_grants", "rulebook", "usmb-icm-2023"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 128 + 13  # SIGPIPE


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["rulebooks"], ["quote", "absent.toml"]])
@pytest.mark.parametrize("both", [True, False])
def test_what_nobody_reads_ends_as_in_any_shell(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], *, both: bool
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    monkeypatch.setattr(sys, "argv", ["erasmus-grants", *arguments])
    with os.fdopen(writer, "w", encoding="utf-8") as nobody:
        monkeypatch.setattr(sys, "stdout", None if "absent.toml" in arguments else nobody)
        monkeypatch.setattr(sys, "stderr", nobody if both or "absent.toml" in arguments else None)
        assert main() == 128 + 13  # SIGPIPE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to write to")
@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["rulebooks"], ["quote", "absent.toml"]])
def test_a_full_disk_is_told_in_words_or_not_at_all(arguments: list[str]) -> None:
    program = [sys.executable, "-m", "erasmus_grants", *arguments]
    with Path("/dev/full").open("wb") as full:
        told = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
        untold = subprocess.run(program, stdout=full, stderr=full, check=False, timeout=60)
    assert (told.returncode, untold.returncode) == (BAD_INPUT, BAD_INPUT)
    assert told.stderr.count(b"\n") == 1
    assert b"No s" in told.stderr  # No space left on device; of the file, No such file or directory


def test_a_version_that_nobody_can_see_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["erasmus-grants", "--version"])
    monkeypatch.setattr(sys, "stdout", None)
    assert main() == 0


def test_a_full_disk_is_told_of_the_version(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            assert text
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "argv", ["erasmus-grants", "--version"])
    monkeypatch.setattr(sys, "stdout", Full())
    assert main() == BAD_INPUT
    assert capsys.readouterr().err == "the answer cannot be written: No space left on device\n"


def test_an_interrupt_gets_no_traceback(erasmus_grants: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(name: str) -> None:
        raise KeyboardInterrupt(name)

    monkeypatch.setattr("erasmus_grants.cli.reading.read_text", interrupted)
    answer = erasmus_grants("quote", "-")
    assert answer.code not in {0, BAD_INPUT, NOT_ELIGIBLE}
    assert answer.out == ""


def test_an_answer_that_cannot_be_written_is_said_in_words(
    erasmus_grants: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(text: bytes) -> None:
        assert text
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("erasmus_grants.cli.schema_command.write_json", full)
    answer = erasmus_grants("schema", "mobility")
    assert answer == Answer(BAD_INPUT, "", "the answer cannot be written: No space left on device\n")


# --- a mobility that options state ------------------------------------------------------------------------------------

FROM_GERMANY = ("--from", "DE", "--to", "ES", "--activity", "SMS", "--start", "2023-09-15", "--end", "2024-02-10")


def test_a_mobility_is_stated_by_options_and_the_call_finds_the_rulebook_of_the_agency(erasmus_grants: Command) -> None:
    answer = erasmus_grants("quote", "--call", "2023", *FROM_GERMANY, "--km", "1870", "-f", "json")
    grant = json.loads(answer.out)
    # 15 September to 10 February: 16 + 4 x 30 + 10 days of thirty-day months, at 540 EUR of the German agency
    assert (answer.code, grant["total_eur"]) == (0, "2628.00")
    assert grant["rulebook_id"] == "na-de-ka131-2023"
    assert answer.err == "note: rulebook na-de-ka131-2023, of the agency of Germany\n"


@pytest.mark.parametrize(
    ("options", "note"),
    [
        (["--from", "BE"], "of the programme; the library has none of the agency of Belgium for this call"),
        ([], "of the programme; state --from, or --to of who comes in, to look for the rates of your agency"),
        # the institution that pays for who comes is the receiving one
        (["--set", "direction=incoming", "--to", "DE"], "of the agency of Germany"),
        (["--from", "ES-CN"], "of the agency of Spain"),
    ],
)
def test_the_note_says_which_rulebook_and_why(erasmus_grants: Command, options: list[str], note: str) -> None:
    stay = ("--activity", "STA", "--start", "2023-09-15", "--end", "2023-09-20")
    answer = erasmus_grants("check", "--call", "2023", *stay, *options)
    kind = {"of the agency of Germany": "na-de", "of the agency of Spain": "na-es"}.get(note, "eu")
    assert answer.err == f"note: rulebook {kind}-ka131-2023, {note}\n"


UKRAINIANS = ("--from", "UA", "--to", "PL", "--activity", "STA", "--start", "2025-03-03", "--end", "2025-03-07")


@pytest.mark.parametrize(
    ("options", "direction"),
    [
        (("--call", "2024", "--action", "KA171", *UKRAINIANS), "incoming"),  # Poland alone is a programme country
        (("-r", "eu-ka171-2024", *UKRAINIANS), "incoming"),
        (("-r", "eu-ka171-2024", *UKRAINIANS, "--from", "PL", "--to", "UA"), "outgoing"),
        (("-r", "na-pl-ka131-2024", *UKRAINIANS, "--from", "DE"), "incoming"),  # the home of the rulebook is Poland
        (("-r", "na-pl-ka131-2024", *UKRAINIANS, "--from", "PL", "--to", "DE"), "outgoing"),
        (("-r", "eu-ka131-2024", *UKRAINIANS, "--from", "DE"), "outgoing"),  # nothing decides it
        (("-r", "na-pl-ka131-2024", *UKRAINIANS, "--set", "direction=outgoing"), "outgoing"),
    ],
)
def test_the_countries_decide_a_direction_that_no_option_states(
    erasmus_grants: Command, options: tuple[str, ...], direction: str
) -> None:
    answer = erasmus_grants(
        "quote", *the_last_of_each(*options), "--km", "700", "--set", "teaching_hours=8", "-f", "json"
    )
    grant = json.loads(answer.out)
    assert grant["mobility"]["direction"] == direction
    if grant["rulebook_id"] == "eu-ka171-2024" and direction == "incoming":
        assert grant["total_eur"] == "1345.00"  # 5 + 2 days at 148 to Poland, and 309 for 500 to 1999 km


def test_a_direction_that_a_file_does_not_state_is_missing(erasmus_grants: Command) -> None:
    answer = erasmus_grants("quote", "-", "-r", "na-pl-ka131-2024", stdin=BARE.replace("direction", "# direction"))
    assert (answer.code, answer.err) == (BAD_INPUT, "standard input: direction: this is missing\n")


@pytest.mark.parametrize(
    ("answer", "top_up_eur"), [("yes", "1250.00"), ("Y", "1250.00"), ("true", "1250.00"), ("no", None)]
)
def test_yes_and_no_are_taken_as_in_a_dialogue(erasmus_grants: Command, answer: str, top_up_eur: str | None) -> None:
    stay = ("--activity", "SMS", "--start", "2024-09-16", "--end", "2025-02-15", "--km", "520")
    options = ("--from", "PL", "--to", "DE", *stay, "--set", f"fewer_opportunities={answer}", "-f", "json")
    grant = json.loads(erasmus_grants("quote", "-r", "na-pl-ka131-2024", *options).out)
    # 150 days of thirty-day months at 250 EUR
    amounts = {line["kind"]: line["amount_eur"] for line in grant["lines"]}
    assert amounts.get("top_up_fewer_opportunities") == top_up_eur


@pytest.mark.parametrize("command", ["quote", "check", "ask"])
@pytest.mark.parametrize(
    ("further", "problems"),
    [
        (
            ("--km", "1870", "--set", "distance_km=100"),
            ["'distance_km=100' sets a field for the second time, after --km"],
        ),
        (
            ("--set", "distance_km=100", "--km", "100"),
            ["'distance_km=100' sets a field for the second time, after --km"],
        ),
        (("--set", " activity = STA"), ["' activity = STA' sets a field for the second time, after --activity"]),
        (
            ("--set", "travel_mode=green", "--set", "travel_mode=standard"),
            ["'travel_mode=standard' sets a field for the second time"],
        ),
        (("--set", "travel_mode=green") * 2, ["'travel_mode=green' sets a field for the second time"]),
        (
            ("--set", "green", "--set", "start_date=2024-09-01", "--set", "call=2024", "--set", "distance_km=1.500"),
            [
                "'green' is not of the form FIELD=VALUE, as travel_mode=green",
                "'start_date=2024-09-01' sets a field for the second time, after --start",
                f"call: {NONE}; type --call in place of it",
                "distance_km: '1.500' is 1500 or 1.5; write it in one of these ways",
            ],
        ),
    ],
)
def test_a_field_is_stated_once(
    erasmus_grants: Command, command: str, further: tuple[str, ...], problems: list[str]
) -> None:
    answer = erasmus_grants(command, "-r", "eu-ka131-2024", *FROM_GERMANY, *further)
    assert answer == Answer(BAD_INPUT, "", "".join(f"--set: {problem}\n" for problem in problems))


@pytest.mark.parametrize(
    ("command", "told"),
    [
        *((command, "combined=yes (yes, y, true; no, n, false)") for command in ("quote", "check", "ask", "compare")),
        *((command, "in the words of a cell, as yes, ja or 1") for command in ("batch", "audit", "missing")),
    ],
)
def test_each_command_says_which_words_it_takes_for_yes_and_no(
    erasmus_grants: Command, command: str, told: str
) -> None:
    assert told in " ".join(erasmus_grants(command, "--help").out.split())


@pytest.mark.parametrize("command", ["quote", "check", "ask"])
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--to", "SENEGAL"), ["--to: 'SENEGAL' is not a country code"]),
        (("--start", "2022-3-7"), ["--start: a date is a date or text of the form YYYY-MM-DD, not '2022-3-7'"]),
        (("--km", "far"), ["--km: a number is "]),
        (("--end", "2022-03-06"), ["--end: the last day is not before the first day, 2022-03-07"]),
        (("--set", "activity=sta"), ["--set: activity: this is 'SMS', "]),
        (("--set", "distance_km=far"), ["--set: distance_km: a number is "]),
        (
            ("--set", "travel_mode=Green", "--set", "chater=3", "--from", "Germany"),
            ["--from: 'Germany' is not", "--set: travel_mode: this is ", "--set: chater: there is no field"],
        ),
        # together they are wrong, and neither alone
        (
            ("--start", "2022-03-12"),
            ["stay.toml: with the options, end_date: the last day is not before the first day, 2022-03-12"],
        ),
    ],
)
def test_what_is_wrong_with_an_option_is_not_said_of_the_file(
    erasmus_grants: Command, command: str, options: tuple[str, ...], told: list[str]
) -> None:
    Path("stay.toml").write_text(DAKAR, encoding="utf-8")
    answer = erasmus_grants(command, "stay.toml", *options)
    lines = answer.err.splitlines()
    assert (answer.code, answer.out, len(lines)) == (BAD_INPUT, "", len(told))
    assert all(any(line.startswith(start) for line in lines) for start in told), lines


@pytest.mark.parametrize("command", ["quote", "check", "ask"])
def test_what_is_wrong_with_the_file_is_still_said_of_it(erasmus_grants: Command, command: str) -> None:
    Path("stay.toml").write_text(DAKAR.replace("teaching_hours", "hours"), encoding="utf-8")
    wrong = "hours: there is no field of this name; did you mean 'teaching_hours'?"
    without = "'SPAIN' is not a country code of ISO 3166-1 (two capital letters, as in 'SN'); did you mean 'ES'?"
    assert erasmus_grants(command, "stay.toml", "--to", "SPAIN") == Answer(
        BAD_INPUT, "", f"stay.toml: {wrong}\n--to: {without}\n"
    )
    stdin = Path("stay.toml").read_text(encoding="utf-8")
    assert erasmus_grants(command, "-", "--to", "SPAIN", stdin=stdin) == Answer(
        BAD_INPUT, "", f"standard input: {wrong}\n--to: {without}\n"
    )
    assert erasmus_grants(command, "stay.toml", "--to", "ES") == Answer(BAD_INPUT, "", f"stay.toml: {wrong}\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("quote", "stay.toml", "-r", "usmb-icm-2018", "-r", "lille-ka171-2022"), ["--rulebook: 'lille-ka171-2022'"]),
        (("check", "stay.toml", "--from", "DE", "--from=ES"), ["--from: 'ES'"]),
        (("ask", "stay.toml", "--start", "2022-03-07", "--start", "2022-03-07"), ["--start: '2022-03-07'"]),
        (
            ("quote", "stay.toml", "--km", "1", "--to", "DE", "--km", "2", "--to", "ES", "--km", "3"),
            ["--km: '3'", "--to: 'ES'"],
        ),
        (("quote", "stay.toml", "--call", "2023", "--call", "2024"), ["--call: '2024'"]),
        (("settle", "grant.json", "stay.toml", "-r", "a", "--rulebook", "b"), ["--rulebook: 'b'"]),
        (("batch", "list.csv", "out.csv", "--sheet", "a", "--sheet", "b"), ["--sheet: 'b'"]),
        (("audit", "list.csv", "--columns-from", "a", "--columns-from", "b"), ["--columns-from: 'b'"]),
        (("rulebooks", "--country", "ES", "--country", "FR"), ["--country: 'FR'"]),
        (("new-policy", "--home", "ES", "--call", "2024", "--home", "FR"), ["--home: 'FR'"]),
        (("verify", "usmb-icm-2023", "--seed", "1", "--seed", "2"), ["--seed: '2'"]),
    ],
)
def test_an_option_of_one_value_is_set_once(
    erasmus_grants: Command, arguments: tuple[str, ...], told: list[str]
) -> None:
    Path("stay.toml").write_text(DAKAR, encoding="utf-8")
    lines = [f"{start} sets this option once more, and it takes one value\n" for start in told]
    assert erasmus_grants(*arguments) == Answer(BAD_INPUT, "", "".join(lines))


def test_an_option_of_several_values_and_a_switch_are_set_again(erasmus_grants: Command) -> None:
    Path("stay.toml").write_text(DAKAR, encoding="utf-8")
    rulebooks = ("-r", "usmb-icm-2023", "-r", "usmb-icm-2018")
    assert erasmus_grants("compare", "stay.toml", *rulebooks, "--what-if", "travel_mode=green").code == 0
    assert erasmus_grants("quote", "stay.toml", "--from", "DE", "--from", "ES", "--help").out.startswith("Usage: ")
    switches = ("--explain-columns", "--explain-columns")
    assert erasmus_grants("batch", "no.csv", *switches).err.startswith("no.csv: ")


def test_a_word_that_begins_an_option_is_completed_after_two_of_one_value(
    erasmus_grants: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_ERASMUS_GRANTS_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "erasmus-grants quote --from DE --from ES --fr")
    monkeypatch.setenv("COMP_CWORD", "6")
    answer = erasmus_grants()
    assert (answer.code, "--from-city" in answer.out.split()) == (0, True)


def test_each_change_of_a_comparison_is_a_case_of_its_own(erasmus_grants: Command) -> None:
    Path("stay.toml").write_text(DAKAR, encoding="utf-8")
    cases = ("--what-if", "travel_mode=green", "--what-if", "travel_mode=standard")
    answer = erasmus_grants("compare", "stay.toml", "-r", "usmb-icm-2023", *cases, "-f", "json")
    assert (answer.code, len(json.loads(answer.out)["cases"])) == (0, 3)


def test_options_refine_a_file(erasmus_grants: Command) -> None:
    longer = erasmus_grants("quote", "-", "--end", "2022-03-13", "--set", "teaching_hours=8", "-f", "json", stdin=DAKAR)
    as_file = erasmus_grants("quote", "-", "-f", "json", stdin=DAKAR.replace("2022-03-11", "2022-03-13"))
    assert longer == as_file
    assert longer != erasmus_grants("quote", "-", "-f", "json", stdin=DAKAR)
    bare = erasmus_grants("quote", "-", "-r", "usmb-icm-2023", "--km", "99", "-f", "json", stdin=BARE)
    assert json.loads(bare.out)["mobility"]["distance_km"] == "99"


@pytest.mark.parametrize(
    ("arguments", "problems"),
    [
        (["quote"], ["the options: name a FILE with a mobility, or state one: --activity, --start, --end ..."]),
        (
            ["check", "--from", "DE", "--call", "2023"],
            ["the options: activity: ", "the options: start_date: ", "the options: end_date: "],
        ),
        (
            ["quote", *FROM_GERMANY],
            ["the options: no rulebook is named; name one with --rulebook ID_OR_FILE, or the call with --call YEAR; "],
        ),
        (
            ["quote", *FROM_GERMANY, "--call", "2030"],
            ["no rulebook is of KA131, call 2030; there is eu-ka131-2021, "],
        ),
        (
            ["quote", *FROM_GERMANY, "--call", "2018"],
            ["--action: call 2018 has KA103 and KA107, and not KA131: type --action KA103 or --action KA107"],
        ),
        (
            ["quote", *FROM_GERMANY, "--call", "2023", "-r", "eu-ka131-2023"],
            ["--call: a call finds its rulebook: leave out --rulebook, or --call"],
        ),
        (["quote", *FROM_GERMANY, "--set", "green"], ["--set: 'green' is not of the form FIELD=VALUE, as "]),
        (
            ["quote", *FROM_GERMANY, "-r", "eu-ka131-2023", "--set", "charter=1"],
            ["--set: charter: there is no field of this name"],
        ),
        (
            ["quote", *FROM_GERMANY, "-r", "eu-ka131-2023", "--set", "hours=8"],
            ["--set: hours: there is no field of this name; did you mean 'teaching_hours'?"],
        ),
        (
            ["quote", "--activity", "SMX", "--start", "15/09/2023", "--end", "2024-02-10", "-r", "eu-ka131-2023"],
            ["--activity: this is ", "--start: a date is a date or text of the form YYYY-MM-DD"],
        ),
    ],
)
def test_what_options_state_wrongly_is_told_in_a_line_each(
    erasmus_grants: Command, arguments: list[str], problems: list[str]
) -> None:
    answer = erasmus_grants(*arguments)
    assert (answer.code, answer.out) == (BAD_INPUT, "")
    for line, problem in zip(answer.err.splitlines(), problems, strict=True):
        assert line.startswith(problem)


@pytest.mark.parametrize(
    ("options", "how"),
    [
        (
            ["--call", "2018", "--action", "KA131"],
            "call 2018 has KA103 and KA107, and not KA131: type --action KA103 or --action KA107.",
        ),
        (["--call", "2021", "--action", "ka171"], "call 2021 has KA131, and not ka171: type --action KA131."),
        (["--call", "2030", "--action", "KA131"], "wait for it, or add it, as docs/how-to/add-a-call-year.md shows."),
        (["--call", "2030", "--action", "ka103"], "the calls of KA103 are 2014 to 2020."),
        (["--call", "2030", "--action", "KA999"], "the actions are KA103, KA107, KA131, KA171."),
        (["--call", "2013"], "the calls are 2014 to 2026."),
    ],
)
def test_a_list_without_official_rulebooks_says_what_to_ask_for(
    erasmus_grants: Command, options: list[str], how: str
) -> None:
    answer = erasmus_grants("rulebooks", *options)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("No official rulebook is of call ")
    assert answer.out.endswith(f": {how}\n")


def test_the_official_rulebooks_of_a_call_and_a_country_are_listed_the_best_first(erasmus_grants: Command) -> None:
    answer = erasmus_grants("rulebooks", "--call", "2023", "--action", "KA131", "--country", "DE")
    listed = [line.split()[0] for line in answer.out.splitlines() if line.startswith(("na-", "eu-", "usmb"))]
    assert (answer.code, listed) == (0, ["na-de-ka131-2023", "eu-ka131-2023"])
    nobody = erasmus_grants("rulebooks", "--call", "2030")
    assert (nobody.code, nobody.err) == (0, "")
    assert nobody.out.startswith("No official rulebook is of call 2030: wait for it, or add it, as docs/how-to/")
    none = erasmus_grants("rulebooks", "--action", "KA999", "--country", "FR")
    assert none.out.startswith("No official rulebook is of action KA999, France: the actions are KA103, KA107, ")
    wrong = erasmus_grants("rulebooks", "--country", "EL")
    assert (wrong.code, wrong.out) == (BAD_INPUT, "")
    assert wrong.err.startswith("'EL' is not a country code of ISO 3166-1")


# --- what to type next ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "policy"),
    [
        (("--call", "2024", "--from", "BE", "--to", "DE"), "--home BE --call 2024"),
        (("-r", "eu-ka103-2018", "--set", "direction=outgoing", "--from", "PL", "--to", "FR"), "--home PL --call 2018 --action KA103"),
        (("-r", "eu-ka107-2016", "--activity", "STT", "--end", "2024-09-20", "--set", "direction=incoming", "--to", "PL", "--from", "SN"), "--home PL --call 2016 --action KA107"),
    ],
)  # fmt: skip
def test_where_the_rulebook_has_no_figure_the_next_commands_are_printed_whole(
    erasmus_grants: Command, options: tuple[str, ...], policy: str
) -> None:
    stay = ("--activity", "SMS", "--start", "2024-09-15", "--end", "2025-02-10", "--km", "1870")
    quoted = erasmus_grants("quote", *the_last_of_each(*stay, *options))
    assert quoted.code == UNDETERMINED
    begin, again = (line.strip() for line in quoted.err.splitlines()[-2:])
    assert begin == f"erasmus-grants new-policy {policy} > ours.toml"
    Path("ours.toml").write_text(erasmus_grants(*shlex.split(begin)[1:-2]).out, encoding="utf-8")
    not_filled_in = erasmus_grants(*shlex.split(again)[1:])
    assert (not_filled_in.code, not_filled_in.out) == (BAD_INPUT, "")
    assert not_filled_in.err.startswith("ours.toml: ")


def test_the_next_command_states_the_same_mobility(erasmus_grants: Command) -> None:
    stay = ("--activity", "STT", "--start", "2024-09-15", "--end", "2024-09-20", "--from", "BE", "--to", "DE")
    further = ("--set", "fewer_opportunities=true", "--set", 'reference="7"', "--set", "partner=Our host", "--km", "99")
    quoted = erasmus_grants("quote", "--call", "2024", *stay, *further)
    again = shlex.split(quoted.err.splitlines()[-1])
    repeated = erasmus_grants(*again[1:2], "-r", "eu-ka131-2024", *again[4:])
    assert (repeated.code, repeated.out) == (UNDETERMINED, quoted.out)


SEMESTER = ("--activity", "SMS", "--start", "2024-09-15", "--end", "2025-02-10", "--km", "3000")


@pytest.mark.parametrize(
    ("call", "countries", "action"),
    [
        # KA131: the sending institution pays its own participants, and one of Senegal has no project of KA131
        (["--call", "2024"], ["--from", "SN", "--to", "ES", "--set", "direction=incoming"], "eu-ka171-2024"),
        (["--call", "2024"], ["--from", "SN", "--set", "direction=incoming"], "eu-ka171-2024"),
        (["--call", "2018", "--action", "KA103"], ["--from", "DE", "--to", "SN"], "eu-ka107-2018"),
    ],
)
def test_another_action_of_the_call_that_does_not_refuse_a_mobility_is_named(
    erasmus_grants: Command, call: list[str], countries: list[str], action: str
) -> None:
    refused = erasmus_grants("quote", *call, *countries, *SEMESTER)
    assert refused.code == NOT_ELIGIBLE
    note, line = refused.err.splitlines()[-2:]
    assert note.startswith("note: KA1")
    assert f" refuses it, but {action[3:8].upper()} of the same call does not; " in note
    assert line.startswith(f"  erasmus-grants quote -r {action} ")
    assert erasmus_grants(*shlex.split(line)[1:]).code in {0, UNDETERMINED}


@pytest.mark.parametrize("countries", [(), ("--to", "ES")])
def test_who_comes_in_from_an_unknown_country_is_not_sent_to_another_action(
    erasmus_grants: Command, countries: tuple[str, ...]
) -> None:
    # of a participant from France or Germany, KA171 is not the right one
    refused = erasmus_grants("quote", "--call", "2024", *countries, "--set", "direction=incoming", *SEMESTER)
    depends = "whether KA171 of the same call does depends on the sending country: state --from"
    assert (refused.code, refused.err.count("\n")) == (NOT_ELIGIBLE, 2)
    assert refused.err.endswith(f"\nnote: KA131 refuses it, and {depends}\n")


def test_who_is_asked_is_told_of_the_other_action_too(erasmus_grants: Command) -> None:
    dates = ("--start", "2024-09-15", "--end", "2025-02-10", "--set", "direction=incoming")
    incoming = ("ask", "--call", "2024", "--to", "ES", "--activity", "SMS", *dates)
    asked = erasmus_grants(*incoming, "--from", "SN", stdin="\n" * 30)
    assert asked.code == NOT_ELIGIBLE
    assert asked.err.splitlines()[-1].startswith("  erasmus-grants quote -r eu-ka171-2024 ")
    from_anywhere = erasmus_grants(*incoming, stdin="\n" * 30)
    assert from_anywhere.err.endswith(" depends on the sending country: state --from\n")


@pytest.mark.parametrize(
    "options",
    [
        (
            "--call",
            "2024",
            "--from",
            "DE",
            "--to",
            "ES",
            "--set",
            "direction=incoming",
            *SEMESTER,
        ),  # of KA131, in Germany
        ("--call", "2024", "--from", "DE", "--to", "ES", *SEMESTER, "--end", "2024-09-20"),  # too short for any action
    ],
)
def test_no_other_action_is_named_that_refuses_it_too(erasmus_grants: Command, options: tuple[str, ...]) -> None:
    refused = erasmus_grants("quote", *the_last_of_each(*options))
    assert refused.code == NOT_ELIGIBLE
    assert refused.err.count("\n") == 1
    assert refused.err.startswith("note: rulebook ")


def test_no_next_command_is_printed_that_does_not_help(erasmus_grants: Command) -> None:
    stay = ("--activity", "STT", "--start", "2024-09-15", "--end", "2024-09-20", "--km", "99")
    assert "new-policy" not in erasmus_grants("quote", "--call", "2024", *stay).err  # whose country is not stated
    assert erasmus_grants("quote", "-", stdin=NO_DISTANCE).err == ""  # of a university, and a field is open


@pytest.mark.parametrize(
    "options",
    [
        ("--from", "DE", "--to", "ES", "--set", "zero_grant_days=20"),
        ("--from", "DE", "--to", "RU"),
        ("-r", "eu-ka171-2022", "--from", "PL", "--to", "US", "--set", "fewer_opportunities=true"),
        ("-r", "eu-ka171-2024", "--from", "SN", "--to", "BR"),  # Senegal takes no part, so new-policy refuses it
    ],
)
def test_no_policy_is_begun_that_has_no_row_for_what_is_open(erasmus_grants: Command, options: tuple[str, ...]) -> None:
    rulebook = () if "-r" in options else ("--call", "2024")
    quoted = erasmus_grants("quote", *rulebook, *SEMESTER, *options)
    assert "Open questions" in quoted.out or quoted.code == NOT_ELIGIBLE
    assert "new-policy" not in quoted.err


def test_no_policy_is_begun_of_a_country_that_has_none(
    erasmus_grants: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> str:
        raise PolicyError("the country takes no part")

    monkeypatch.setattr("erasmus_grants.rulebooks.new_policy.policy_toml", refused)
    quoted = erasmus_grants("quote", "--call", "2024", *SEMESTER, "--from", "BE", "--to", "DE")
    assert quoted.code == UNDETERMINED
    assert "new-policy" not in quoted.err


def test_who_saved_the_answers_computes_the_file_next(erasmus_grants: Command) -> None:
    known = ("-r", "eu-ka131-2024", "--activity", "STT", "--set", "direction=outgoing", "--from", "ES", "--to", "DE")
    days = ("--start", "2024-09-15", "--end", "2024-09-20", "--km", "99")
    saved = erasmus_grants("ask", *known, *days, stdin="\n" * 10 + "stay.toml\n")
    assert saved.err.splitlines()[-1].strip() == "erasmus-grants quote stay.toml -r ours.toml"
    kept = erasmus_grants("ask", *known, *days, stdin="")
    assert kept.err.splitlines()[-1].strip().startswith("erasmus-grants quote -r ours.toml --from ES")


@pytest.mark.parametrize("command", EXAMPLES)
def test_the_help_of_each_command_shows_an_example(erasmus_grants: Command, command: str) -> None:
    answer = erasmus_grants(command, "--help")
    assert set(EXAMPLES[command].splitlines()) <= {line.strip() for line in answer.out.splitlines()}


def test_a_shell_can_complete_the_commands(erasmus_grants: Command) -> None:
    assert "--install-completion" in erasmus_grants("--help").out
