"""The command for whole files: arguments, exit codes, and what is printed."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from erasmus_grants.__main__ import main
from erasmus_grants.batch.summary import BatchSummary
from erasmus_grants.testing import toy_rulebook
from tests.unit.batch.files import DAKAR, FORMATS, numbered, read, write

BAD_INPUT, NOT_ELIGIBLE, NOT_KNOWN, WARNED, DIFFERS = 2, 3, 4, 5, 6
TOO_FEW = {**DAKAR, "teaching_hours": 2}
UNREADABLE = {**DAKAR, "teaching_hours": "many"}
NO_DISTANCE = {**DAKAR, "distance_km": None}
NO_HOURS = {**DAKAR, "teaching_hours": None}


@dataclass(frozen=True)
class Answer:
    """What the command wrote, and how it ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Answer]


@pytest.fixture
def batch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Return the command, which runs in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: str) -> Answer:
        monkeypatch.setattr(sys, "argv", ["erasmus-grants", "batch", *arguments])
        try:
            code: object = main()
        except SystemExit as end:
            code = end.code or 0
        assert isinstance(code, int)
        written = capsys.readouterr()
        assert "Traceback" not in written.err
        return Answer(code, written.out, written.err)

    return run


def end_of_audit(source: str, monkeypatch: pytest.MonkeyPatch) -> object:
    """Return the exit code of an audit of a list."""
    monkeypatch.setattr(sys, "argv", ["erasmus-grants", "audit", source, "-r", "usmb-icm-2023"])
    try:
        return main()
    except SystemExit as raised:
        return raised.code or 0


def words(text: str) -> str:
    return " ".join(text.replace("─", " ").split())


@pytest.mark.parametrize("target", FORMATS)
def test_a_list_is_computed_and_summed_up(batch: Command, target: str) -> None:
    write(Path("list.csv"), numbered([DAKAR, DAKAR]))
    answer = batch("list.csv", f"out.{target}", "--rulebook", "usmb-icm-2023")
    assert (answer.code, answer.err) == (0, f"out.{target}: it was written, with a row for each of the 2\n")
    assert answer.out.startswith("2 granted: 4160.00 EUR\n")
    # twice 820 + 7 x 180; before twice 820 + 75 % of 1260
    assert "total 4160.00 pre-financing 3530.00 balance 630.00" in words(answer.out)
    assert "Rulebook usmb-icm-2023 (" in answer.out
    assert len(read(Path(f"out.{target}"))) == 2


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        ([DAKAR], 0, ""),
        ([DAKAR, TOO_FEW], NOT_ELIGIBLE, ""),
        ([NO_DISTANCE, DAKAR], NOT_KNOWN, ""),
        ([DAKAR, NO_HOURS], NOT_KNOWN, ""),
        ([NO_DISTANCE, TOO_FEW, NO_HOURS], NOT_ELIGIBLE, ""),
        ([NO_DISTANCE, UNREADABLE], BAD_INPUT, "list.jsonl: 1 row cannot be read\n"),
        ([DAKAR, TOO_FEW, NO_DISTANCE, UNREADABLE], BAD_INPUT, "list.jsonl: 1 row cannot be read\n"),
        ([DAKAR, UNREADABLE], BAD_INPUT, "list.jsonl: 1 row cannot be read\n"),
        ([UNREADABLE, TOO_FEW, UNREADABLE], BAD_INPUT, "list.jsonl: 2 rows cannot be read\n"),
    ],
)
def test_the_exit_code_says_the_worst(batch: Command, rows: list[dict[str, object]], code: int, said: str) -> None:
    write(Path("list.jsonl"), numbered(rows))
    answer = batch("list.jsonl", "out.jsonl", "-r", "usmb-icm-2023")
    first, *others = answer.err.splitlines(keepends=True)
    assert first == f"out.jsonl: it was written, with a row for each of the {len(rows)}\n"
    next_line = "next: erasmus-grants missing list.jsonl -r usmb-icm-2023\n"
    waits = any(one in (NO_DISTANCE, NO_HOURS) for one in rows)
    assert (answer.code, "".join(others)) == (code, f"{next_line if waits else ''}{said}")
    answers = {
        id(DAKAR): ("granted", True),
        id(TOO_FEW): ("not_eligible", False),
        id(NO_DISTANCE): ("undetermined", True),
        id(NO_HOURS): ("undetermined", None),
        id(UNREADABLE): ("unreadable", None),
    }
    written = [(one["status"], one["eligible"]) for one in read(Path("out.jsonl"))]
    assert written == [answers[id(one)] for one in rows]


@pytest.mark.parametrize("command", ["batch", "audit", "missing"])
def test_rows_that_repeat_an_earlier_one_are_told(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [DAKAR | {"reference": one, "Total grant": 2080} for one in ("A1", "A2", "A1", None, None)]
    write(Path("list.csv"), rows)
    target = ["out.csv"] if command == "batch" else []
    monkeypatch.setattr(sys, "argv", ["erasmus-grants", command, "list.csv", *target, "-r", "usmb-icm-2023"])
    with contextlib.suppress(SystemExit):
        assert not main(), "it is no error"
    said = "2 rows repeat an earlier one; each is computed:\n  line 4 repeats line 2: reference A1\n"
    assert f"{said}  line 6 repeats line 5: all cells\n" in capsys.readouterr().err


def test_so_many_repeating_rows_are_told_on_standard_error(batch: Command) -> None:
    write(Path("list.jsonl"), [DAKAR] * 22)
    told = batch("list.jsonl", "out.csv", "-r", "usmb-icm-2023").err.splitlines()
    assert told[:2] == ["21 rows repeat an earlier one; each is computed:", "  line 2 repeats line 1: reference dakar"]
    assert told[20:22] == ["  line 21 repeats line 1: reference dakar", "  and 1 more"]
    write(Path("list.parquet"), [DAKAR] * 2)
    told = batch("list.parquet", "out.csv", "-r", "usmb-icm-2023").err.splitlines()
    assert told[:2] == ["1 row repeats an earlier one; each is computed:", "  row 2 repeats row 1: reference dakar"]


def test_the_sheet_of_the_summary_tells_them_too(batch: Command) -> None:
    write(Path("list.csv"), [DAKAR, DAKAR])
    batch("list.csv", "out.xlsx", "-r", "usmb-icm-2023")
    rows = list(openpyxl.load_workbook("out.xlsx")["summary"].iter_rows(max_col=3, values_only=True))
    assert rows[rows.index(("Rows that repeat an earlier one", None, None)) + 2] == (3, 2, "reference dakar")


def test_a_column_that_is_not_read_is_told_where_all_others_have_names_of_fields(batch: Command) -> None:
    write(Path("list.csv"), [DAKAR | {"Bourse 0 ?": "oui"}])
    answer = batch("list.csv", "out.csv", "-r", "usmb-icm-2023")
    assert answer.err.startswith("kept, and not read (--columns says what a column holds): Bourse 0 ?\n")


def test_an_audit_of_a_sheet_of_grants_leaves_out_its_totals(
    batch: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # by na-de-ka131-2024 no split is published, so the last row says open: 136 days at 540 a month are 2448.00
    studies = {"activity": "SMS", "direction": "outgoing", "sending_country": "DE", "receiving_country": "ES"}
    days = {"start_date": "2024-09-15", "end_date": "2025-01-31"}
    write(Path("two.xlsx"), numbered([studies | days] * 2))
    assert batch("two.xlsx", "o_two.xlsx", "-r", "na-de-ka131-2024").code == 0
    last = list(openpyxl.load_workbook("o_two.xlsx", data_only=True)["grants"].iter_rows(values_only=True))[-1]
    assert (last[0], "open" in last, 4896 in last) == ("total", True, True)
    line = ["erasmus-grants", "audit", "o_two.xlsx", "-r", "na-de-ka131-2024", "--sheet", "grants"]
    monkeypatch.setattr(sys, "argv", line)
    with contextlib.suppress(SystemExit):
        assert not main()
    assert capsys.readouterr().out.startswith("0 of 2 rows differ from ours; 0 not yet known; 0 could not be compared")


def test_the_reasons_are_counted(batch: Command) -> None:
    write(Path("list.jsonl"), [DAKAR, TOO_FEW, TOO_FEW, UNREADABLE, NO_DISTANCE])
    answer = batch("list.jsonl", "out.csv", "-r", "usmb-icm-2023")
    said = words(answer.out)
    assert said.startswith("1 granted, 2 not eligible, 1 not yet known, 1 to correct: 2080.00 EUR")
    assert "rows 5 granted 1 not eligible 2 not yet known 1 unreadable 1" in said
    assert "Why rows have no grant code rows TEACHING_HOURS_TOO_FEW 2 DISTANCE_MISSING 1 What cannot be read" in said
    assert "field rows teaching_hours 1" in said
    # 2080, and without a distance 7 x 180 = 1260 at least, and 1500 more at most
    assert "with what is not yet known 3340.00 to 4840.00" in said


def test_warnings_are_counted_and_may_have_an_exit_code(batch: Command) -> None:
    slow = DAKAR | {"travel_days": 7}
    write(Path("list.jsonl"), [DAKAR, slow, slow])
    arguments = ("list.jsonl", "out.csv", "-r", "usmb-icm-2023")
    answer = batch(*arguments)
    assert answer.code == 0
    assert "Warnings: somebody should look at these rows code rows TRAVEL_DAYS_CAPPED 2 Amounts" in words(answer.out)
    assert batch(*arguments, "--strict").code == WARNED
    found = json.loads(batch(*arguments, "--format", "json").out)["findings"]
    assert found == [{"code": "TRAVEL_DAYS_CAPPED", "severity": "warning", "rows": 2}]
    write(Path("list.jsonl"), [DAKAR])
    assert batch(*arguments, "--strict").code == 0
    write(Path("list.jsonl"), [slow, NO_DISTANCE])
    assert batch(*arguments, "--strict").code == NOT_KNOWN, "what is worse has its own"


def test_a_list_of_which_all_is_known_has_no_bounds(batch: Command) -> None:
    write(Path("list.jsonl"), [DAKAR, TOO_FEW, UNREADABLE])
    said = words(batch("list.jsonl", "out.csv", "-r", "usmb-icm-2023").out)
    assert "rows 3 granted 1 not eligible 1 not yet known 0 unreadable 1" in said
    assert "with what is not yet known" not in said


def test_the_summary_in_json_is_the_model(batch: Command) -> None:
    write(Path("list.csv"), [DAKAR])
    answer = batch("list.csv", "out.csv", "-r", "usmb-icm-2023", "--format", "json")
    summary = BatchSummary.model_validate_json(answer.out)
    assert json.loads(answer.out)["total_eur"] == str(summary.total_eur) == "2080.00"
    assert batch("list.csv", "out.csv", "-r", "usmb-icm-2023", "-f", "markdown").out.startswith("## 1 granted: ")


def test_the_summary_says_what_no_split_is_published_for(batch: Command) -> None:
    # between programme countries no page prints how a grant of this call is split
    stay = {
        **DAKAR,
        "receiving_country": "SN",
        "rulebook": "eu-ka131-2024",
        "distance_km": 4220,
        "sending_country": "FR",
    }
    stay |= {"start_date": "2024-10-07", "end_date": "2024-10-11"}
    write(Path("list.jsonl"), [stay])
    answer = batch("list.jsonl", "out.jsonl", "--format", "json")
    summary = BatchSummary.model_validate_json(answer.out)
    # 1188 + 7 x 190
    assert (summary.without_split, str(summary.without_split_eur), str(summary.total_eur)) == (1, "2518.00", "2518.00")
    assert read(Path("out.jsonl"))[0]["balance_eur"] is None
    assert "no split published 2518.00" in words(batch("list.jsonl", "out.csv").out)
    assert read(Path("out.csv"))[0]["balance_eur"] == ""


def test_rulebooks_are_ids_or_files_and_columns_are_renamed(batch: Command) -> None:
    Path("toy.json").write_text(toy_rulebook().model_dump_json())
    renamed = {("=km" if name == "distance_km" else name): value for name, value in DAKAR.items()}
    write(Path("list.jsonl"), [{**renamed, "by": "toy"}, {**renamed, "by": "usmb-icm-2023"}])
    options = ("-r", "toy.json", "-r", "usmb-icm-2023", "--columns", "=km=distance_km", "--columns", "by=rulebook")
    answer = batch("list.jsonl", "out.jsonl", *options)
    assert read(Path("out.jsonl"))[1]["total_eur"] == "2080.00"
    assert "Rulebook toy (" in answer.out
    assert batch("list.jsonl", "out.jsonl", *options, "--explain", "none").code == answer.code
    assert list(read(Path("out.jsonl"))[0])[-1] == "balance_eur"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.csv", "out.csv"], "missing.csv: it cannot be read: No such file or directory"),
        (["list.csv", "list.csv"], "list.csv: it is the file that is read; write into another"),
        (["list.csv", "out.ods"], "out.ods: its name does not end in .csv, .parquet, .xlsx, .jsonl or .xml"),
        (["-", "out.csv"], "standard input: a whole list is read from a file and written into one, not through a pipe"),
        (["list.csv", "out.csv", "-r", "usmb-icm-2032"], "no rulebook is called 'usmb-icm-2032'"),
        (["list.csv", "out.csv", "--columns", "a"], "--columns: 'a' is not of the form OLD=FIELD"),
        (["list.csv", "out.csv", "--columns", "=role"], "--columns: '=role' is not of the form OLD=FIELD"),
        (
            ["list.csv", "out.csv", "--columns", "a=role", "--columns", "a=purpose"],
            "--columns: 'a=purpose' names a column for the second time",
        ),
        (["list.csv", "nowhere/out.csv"], "nowhere/out.csv: it cannot be written: No such file or directory"),
    ],
)
def test_bad_input_is_a_sentence(batch: Command, arguments: list[str], said: str) -> None:
    write(Path("list.csv"), [DAKAR])
    answer = batch(*arguments, *([] if "-r" in arguments else ["-r", "usmb-icm-2023"]))
    assert (answer.code, answer.out) == (BAD_INPUT, "")
    assert said in answer.err
    assert [path.name for path in Path().iterdir()] == ["list.csv"]


def test_each_problem_of_the_columns_is_a_line(batch: Command) -> None:
    Path("list.csv").write_text("activity;direction\nSTA;outgoing\n")
    answer = batch("list.csv", "out.csv", "-r", "usmb-icm-2023")
    assert answer.err.splitlines() == [
        "list.csv: there is no column for start_date, end_date",
        "list.csv: the headings are those of line 1: 'activity', 'direction'; name another row with --heading-row, or columns with --columns",
    ]


def without(package: str, source: str, target: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Return what `batch` says where a package is not installed."""
    script = (
        f"import sys; sys.modules[{package!r}] = None; from erasmus_grants.__main__ import main; "
        f"sys.argv = ['erasmus-grants', 'batch', {source!r}, {target!r}, '-r', 'usmb-icm-2023']; sys.exit(main())"
    )
    return subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    ("package", "source", "target", "named"),
    [
        ("narwhals", "list.xlsx", "out.csv", "list.xlsx"),
        ("polars", "list.csv", "out.csv", "list.csv"),
        ("pyarrow", "list.parquet", "out.csv", "list.parquet"),
        ("pyarrow", "list.csv", "out.parquet", "out.parquet"),
        ("openpyxl", "list.xlsx", "out.csv", "list.xlsx"),
    ],
)
def test_without_the_extra_it_says_what_to_install(
    package: str, source: str, target: str, named: str, tmp_path: Path
) -> None:
    write(tmp_path / source, [DAKAR])
    done = without(package, source, target, tmp_path)
    assert done.returncode == BAD_INPUT
    assert done.stderr.startswith(f"{named}: lists need {package}")
    assert done.stderr.endswith(".venv/bin/pip install '.[cli,files]'\n")
    assert not (tmp_path / target).exists()


def test_a_result_in_a_format_that_cannot_be_written_here_says_what_to_install(
    batch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(Path("list.csv"), [DAKAR])
    monkeypatch.delattr("erasmus_grants.batch.parquet_files", raising=False)
    monkeypatch.setitem(sys.modules, "erasmus_grants.batch.parquet_files", None)
    answer = batch("list.csv", "out.parquet", "-r", "usmb-icm-2023")
    assert answer.err.startswith("out.parquet: lists need erasmus_grants.batch.parquet_files: ")
    assert not Path("out.parquet").exists()


@pytest.mark.parametrize(("package", "target"), [("pyarrow", "out.csv"), ("openpyxl", "out.jsonl")])
def test_a_list_of_text_needs_no_package_of_other_formats(package: str, target: str, tmp_path: Path) -> None:
    write(tmp_path / "list.csv", [DAKAR])
    done = without(package, "list.csv", target, tmp_path)
    assert (done.returncode, (tmp_path / target).exists()) == (0, True)
    assert done.stdout.startswith("1 granted: 2080.00 EUR")


def test_the_other_commands_do_not_wait_for_what_reads_lists() -> None:
    script = (
        "import sys, erasmus_grants.cli; "
        "print(sorted({'narwhals', 'polars', 'pyarrow', 'openpyxl', 'erasmus_grants.batch'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"


def test_without_what_reads_lists_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from typer.testing import CliRunner

    from erasmus_grants.basics.errors import InputFileError
    from erasmus_grants.cli import app

    monkeypatch.setitem(sys.modules, "erasmus_grants.batch", None)
    done = CliRunner().invoke(app, ["batch", "in.csv", "out.csv"])
    assert isinstance(done.exception, InputFileError)
    assert "pip install '.[cli,files]'" in str(done.exception)


# --- lists as offices have them ---------------------------------------------------------------------------------------

OFFICE = (
    "Mobilidades 2022\n"
    "Tipo de atividade;País de acolhimento;Data de início;Data de fim;Distância;Horas de ensino;Notas\n"
    "Docência;Senegal;07/03/2022;11/03/2022;4.070,0;8;\n"
)


def test_what_was_recognised_is_told_first(batch: Command) -> None:
    Path("list.csv").write_text(OFFICE, encoding="utf-8")
    answer = batch("list.csv", "out.csv", "-r", "usmb-icm-2023", "--set", "direction=outgoing")
    assert (answer.code, answer.out.splitlines()[0]) == (0, "1 granted: 2080.00 EUR")
    assert answer.err.startswith(
        "the list is read so, with its headings in line 2:\n  Tipo de atividade -> activity\n"
        "  País de acolhimento -> receiving_country\n"
    )


def test_an_encoding_is_told_by_the_name_that_people_know(batch: Command) -> None:
    Path("list.csv").write_text(OFFICE, encoding="utf-8")
    assert words(batch("list.csv", "--explain-columns").out).endswith("The file is encoded as UTF-8.")


def test_what_was_not_recognised_is_told_too(batch: Command) -> None:
    Path("list.csv").write_text(OFFICE, encoding="utf-8")
    told = "kept, and not read (--columns says what a column holds): Notas\n"
    assert told in batch("list.csv", "out.csv", "-r", "usmb-icm-2023", "--set", "direction=outgoing").err
    stated = batch("list.csv", "o.csv", "-r", "usmb-icm-2023", "--set", "direction=outgoing", "--columns", "Notas=")
    assert "not read" not in stated.err


def test_of_many_columns_that_are_not_read_the_first_are_told(batch: Command) -> None:
    many = [f"Nota {number}" for number in range(1, 24)]
    text = OFFICE.replace("Notas\n", ";".join(many) + "\n").replace(";8;\n", ";8;" + ";" * 22 + "\n")
    Path("list.csv").write_text(text, encoding="utf-8")
    err = batch("list.csv", "out.csv", "-r", "usmb-icm-2023", "--set", "direction=outgoing").err
    assert f"a column holds): {', '.join(many[:20])}, and 3 more\n" in err


def test_columns_are_explained_without_computing(batch: Command) -> None:
    Path("list.csv").write_bytes(OFFICE.encode("cp1252"))
    answer = batch("list.csv", "--explain-columns")
    assert (answer.code, answer.err) == (0, "")
    said = words(answer.out)
    assert said.startswith("How the list is read; its headings are line 2 column field how it is known")
    assert "Data de início start_date known" in said
    assert "Notas not read" in said
    assert said.endswith("The file is encoded as cp1252.")
    assert not Path("out.csv").exists()
    assert "read as cp1252" in batch("list.csv", "out.csv", "-r", "usmb-icm-2023", "--set", "direction=outgoing").err
    stated = batch("list.csv", "o.csv", "-r", "usmb-icm-2023", "--set", "direction=outgoing", "--encoding", "cp1252")
    assert (stated.code, "cp1252" in stated.err) == (0, False), "who names it need not be told"
    nothing = batch("list.csv")
    assert (nothing.code, nothing.err) == (
        BAD_INPUT,
        "OUT: name the file that is to be written, or ask with --explain-columns\n",
    )


def test_columns_are_saved_and_used_again(batch: Command) -> None:
    Path("list.csv").write_text(OFFICE.replace("Notas", "Pays"), encoding="utf-8")
    saved = batch("list.csv", "--explain-columns", "--save-columns", "c.toml", "--set", "direction=outgoing")
    assert (saved.code, saved.err) == (0, "c.toml: it was written, and says how the list is read\n")
    Path("list.csv").write_text(OFFICE.replace("Notas", "Pays"), encoding="utf-8")
    answer = batch("list.csv", "out.csv", "-r", "usmb-icm-2023", "--columns-from", "c.toml")
    assert (answer.code, answer.out.splitlines()[0]) == (0, "1 granted: 2080.00 EUR")
    again = batch("list.csv", "--save-columns", "c.toml", "--explain-columns")
    assert (again.code, again.err) == (BAD_INPUT, "c.toml: it cannot be written: File exists\n")
    Path("c.toml").write_text("[columns]\nBeginn = 5\n", encoding="utf-8")
    wrong = batch("list.csv", "--explain-columns", "--columns-from", "c.toml")
    assert (wrong.code, wrong.err) == (BAD_INPUT, "c.toml: columns.Beginn: this is text\n")


def test_a_column_of_yes_and_no_is_saved_with_the_word_that_yes_means(batch: Command) -> None:
    # from 4000 km on a journey is paid 820 EUR, and 7 days 180 EUR each; another column may not take its place unseen
    text = "activity;direction;partner;start_date;end_date;distance_km;teaching_hours;{}\nSTA;outgoing;UCAD;2022-03-07;2022-03-11;4070;8;yes\n"
    Path("list.csv").write_text(text.format("Green travel"), encoding="utf-8")
    batch("list.csv", "--explain-columns", "--save-columns", "c.toml")
    assert '"Green travel" = "travel_mode=green"' in Path("c.toml").read_text("utf-8").splitlines()
    answer = batch("list.csv", "out.csv", "-r", "usmb-icm-2023", "--columns-from", "c.toml")
    assert (answer.code, answer.out.splitlines()[0]) == (0, "1 granted: 2080.00 EUR")
    Path("list.csv").write_text(text.format("Eco travel"), encoding="utf-8")
    gone = batch("list.csv", "out2.csv", "-r", "usmb-icm-2023", "--columns-from", "c.toml")
    assert gone.code == BAD_INPUT
    assert "list.csv: there is no column 'Green travel'; did you mean 'Eco travel'?" in gone.err.splitlines()
    said = batch("list.csv", "out2.csv", "-r", "usmb-icm-2023", "--columns", "Eco travel=travel_mode=green")
    assert said.code == 0


def test_a_value_of_all_rows_is_checked_before_anything_is_written(batch: Command) -> None:
    Path("list.csv").write_text("Beginn;end_date;distance_km\n2022-03-07;2022-03-11;4070\n", encoding="utf-8")
    Path("out.csv").write_text("kept", encoding="utf-8")
    said = ("receiving_country=Spainien", "activity=Studum", "direction=raus", "interruption_days=-1", "rol=staff")
    wrong = batch("list.csv", "out.csv", "-r", "usmb-icm-2023", *(part for one in said for part in ("--set", one)))
    assert (wrong.code, Path("out.csv").read_text("utf-8")) == (BAD_INPUT, "kept")
    assert [line for line in wrong.err.splitlines() if line.startswith("--set")] == [
        "--set: receiving_country: 'Spainien' is neither the code nor a known name of a country; did you mean 'ES' (Spain)?",
        "--set: activity: this is 'SMS', 'SMT', 'STA' or 'STT'",
        "--set: direction: this is 'incoming' or 'outgoing'",
        "--set: interruption_days: this is 0 or more",
        "--set: there is no field 'rol'; did you mean 'role'?",
    ]


def test_each_option_that_is_wrong_is_told(batch: Command) -> None:
    Path("list.csv").write_text(OFFICE, encoding="utf-8")
    columns = ("--columns", "Km", "--columns", "=partner", "--columns", "Km=distance_km", "--columns", "Km=partner")
    wrong = batch("list.csv", "--explain-columns", *columns)
    assert (wrong.code, wrong.out) == (BAD_INPUT, "")
    assert wrong.err.splitlines() == [
        "--columns: 'Km' is not of the form OLD=FIELD",
        "--columns: '=partner' is not of the form OLD=FIELD",
        "--columns: 'Km=partner' names a column for the second time",
    ]
    fields = ("--set", "direction", "--set", " =x", "--set", "purpose=teaching", "--set", "purpose = teaching")
    wrong = batch("list.csv", "--explain-columns", *fields)
    assert wrong.err.splitlines() == [
        "--set: 'direction' is not of the form FIELD=VALUE",
        "--set: ' =x' is not of the form FIELD=VALUE",
        "--set: 'purpose = teaching' sets a field for the second time",
    ]


def test_a_wrong_file_of_columns_is_told_in_plain_words(batch: Command) -> None:
    Path("list.csv").write_text(OFFICE, encoding="utf-8")
    text = 'columns = 5\nheading_row = 0\nencodin = "cp1250"\n"a b" = 1\n[set]\nx = true\n'
    Path("c.toml").write_text(text, encoding="utf-8")
    wrong = batch("list.csv", "--explain-columns", "--columns-from", "c.toml")
    assert (wrong.code, wrong.out) == (BAD_INPUT, "")
    assert sorted(wrong.err.splitlines()) == [
        "c.toml: 'a b': there is no field of this name",
        "c.toml: columns: this is a table",
        "c.toml: encodin: there is no field of this name; did you mean 'encoding'?",
        "c.toml: heading_row: this is 1 or more",
        "c.toml: set.x: this is text",
    ]


def test_columns_that_may_be_several_fields_are_told(batch: Command) -> None:
    Path("list.csv").write_text(OFFICE.replace("Notas", "Pays"), encoding="utf-8")
    answer = batch("list.csv", "out.csv", "-r", "usmb-icm-2023", "--set", "direction=outgoing")
    assert (
        "  Pays: may be sending_country or residence_country\n" in answer.err
    )  # the receiving one is País de acolhimento


def test_long_headings_are_shortened_on_the_terminal(batch: Command) -> None:
    dots = "." * 3000  # which no name of a column is told apart by
    text = OFFICE.replace("Notas", f"Pays{dots}").replace("Tipo de atividade", f"Tipo de atividade{dots}")
    Path("list.csv").write_text(text, encoding="utf-8")
    answer = batch("list.csv", "out.csv", "-r", "usmb-icm-2023", "--set", "direction=outgoing")
    # 78 characters in all: 4 and 74, 17 and 61
    assert f"  Pays{'.' * 74}...: may be sending_country" in answer.err
    assert f"  Tipo de atividade{'.' * 61}... -> activity\n" in answer.err


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("direction", "--set: 'direction' is not of the form FIELD=VALUE\n"),
        ("=outgoing", "--set: '=outgoing' is not of the form FIELD=VALUE\n"),
        ("directon=outgoing", "--set: there is no field 'directon'; did you mean 'direction'?\n"),
        ("rulebok=usmb-icm-2023", "--set: there is no field 'rulebok'; did you mean 'rulebook'?\n"),
    ],
)
def test_a_field_that_cannot_be_set_is_one_sentence(batch: Command, text: str, problem: str) -> None:
    Path("list.csv").write_text(OFFICE, encoding="utf-8")
    answer = batch("list.csv", "out.csv", "-r", "usmb-icm-2023", "--set", text)
    assert (answer.code, answer.err.endswith(problem)) == (BAD_INPUT, True)


def test_a_field_is_set_once(batch: Command) -> None:
    Path("list.csv").write_text(OFFICE, encoding="utf-8")
    answer = batch("list.csv", "out.csv", "-r", "usmb-icm-2023", *("--set", "direction=outgoing") * 2)
    assert answer.err == "--set: 'direction=outgoing' sets a field for the second time\n"


PAID_RIGHT, PAID_LESS = DAKAR | {"Total grant": 2080}, DAKAR | {"Total grant": 1720}
NO_AMOUNT = DAKAR | {"Total grant": None}
PERHAPS, TOO_LITTLE = NO_DISTANCE | {"Total grant": 2080}, NO_DISTANCE | {"Total grant": 1259}
"""Seven days at 180 are 1260, and 4070 km 820: without the distance nobody knows about 2080, but 1259 is too little."""


@pytest.mark.parametrize(
    ("rows", "ends"),
    [
        ([PAID_RIGHT], (0, "0 of 1 rows differ from ours; 0 not yet known")),
        ([PAID_RIGHT, PAID_LESS], (DIFFERS, "1 of 2 rows differ from ours; 0 not yet known")),
        ([PERHAPS], (NOT_KNOWN, "0 of 1 rows differ from ours; 1 not yet known")),
        ([PERHAPS, PAID_RIGHT], (NOT_KNOWN, "0 of 2 rows differ from ours; 1 not yet known")),
        ([PERHAPS, PAID_LESS], (DIFFERS, "1 of 2 rows differ from ours; 1 not yet known")),
        ([TOO_LITTLE], (DIFFERS, "1 of 1 rows differ from ours; 0 not yet known")),
        ([PERHAPS, PAID_LESS, UNREADABLE], (BAD_INPUT, "1 of 3 rows differ from ours; 1 not yet known")),
        ([NO_AMOUNT, PAID_RIGHT], (0, "0 of 2 rows differ from ours; 0 not yet known; 1 could not be compared")),
        ([NO_AMOUNT, PERHAPS], (NOT_KNOWN, "0 of 2 rows differ from ours; 1 not yet known; 1 could not be compared")),
        ([NO_AMOUNT] * 2, (BAD_INPUT, "0 of 2 rows differ from ours; 0 not yet known; 2 could not be compared")),
    ],
)
def test_an_audit_ends_with_a_code_of_its_own(
    rows: list[dict[str, object]],
    ends: tuple[int, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    code, said = ends
    source = write(tmp_path / "list.jsonl", rows)
    end = end_of_audit(source, monkeypatch)
    out = words(capsys.readouterr().out)
    assert (end, out.startswith(said)) == (code, True)
    assert ("Rows that differ" in out) is not said.startswith("0")
    assert (" Not yet known " in out) is (PERHAPS in rows)


@pytest.mark.parametrize(
    ("rows", "ends"),
    [
        ([NO_AMOUNT], (BAD_INPUT, ": no row states an amount, and none is compared\n")),
        ([NO_AMOUNT, UNREADABLE | {"Total grant": None}], (BAD_INPUT, ": 1 row cannot be read\n")),
        ([], (0, "")),
    ],
)
def test_a_list_in_which_nothing_is_compared_does_not_agree(
    rows: list[dict[str, object]],
    ends: tuple[int, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    code, said = ends
    source = write(tmp_path / "list.csv", numbered(rows), list(NO_AMOUNT))
    end = end_of_audit(source, monkeypatch)
    written = capsys.readouterr()
    assert (end, written.err) == (code, f"{source}{said}" if said else "")
    assert written.out.startswith(f"0 of {len(rows)} rows differ from ours")


@pytest.mark.parametrize(("command", "not_read"), [("audit", "Remarks"), ("missing", "Total grant (EUR), Remarks")])
def test_the_other_commands_for_lists_tell_what_is_read_too(
    command: str, not_read: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    heading = "Activity type;Host country;Start date;End date;km;Hours;Total grant (EUR);Remarks\n"
    path = tmp_path / "list.csv"
    path.write_text(f"{heading}Teaching;Senegal;07/03/2022;11/03/2022;4070;8;2080;\n", encoding="utf-8")
    line = ["erasmus-grants", command, str(path), "-r", "usmb-icm-2023", "--set", "direction=outgoing"]
    monkeypatch.setattr(sys, "argv", line)
    with contextlib.suppress(SystemExit):
        main()
    told = capsys.readouterr().err
    assert told.startswith("the list is read so, with its headings in line 1:\n  Activity type -> activity\n")
    assert "  Hours: may be teaching_hours\n" in told
    assert f"kept, and not read (--columns says what a column holds): {not_read}\n" in told


def test_the_next_command_reads_the_list_as_this_one_did(batch: Command) -> None:
    Path("list.csv").write_text(OFFICE.replace("4.070,0", ""), encoding="utf-8")
    further = ("--set", "direction=outgoing", "--heading-row", "2")
    answer = batch("list.csv", "out.csv", "-r", "usmb-icm-2023", *further)
    assert answer.code == NOT_KNOWN
    line = "next: erasmus-grants missing list.csv -r usmb-icm-2023 --set direction=outgoing --heading-row 2"
    assert answer.err.splitlines()[-1] == line
