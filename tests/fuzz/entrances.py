"""The entrances of the library: what a stranger can hand it, and which answers are documented.

Each entrance takes bytes and returns how it answered, in a word; whatever it raises is a bug.
"""

import io
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from pydantic import ValidationError

from erasmus_grants import (
    Attendance,
    GrantBreakdown,
    GrantCalculator,
    GrantStatus,
    GrantTamperedError,
    Mobility,
    Rulebook,
    RulebookFileError,
    RulebookMismatchError,
    UndeterminedGrantError,
    load_rulebook,
)
from erasmus_grants.basics.errors import FrameError, InputFileError
from erasmus_grants.basics.problems import error_sentences
from erasmus_grants.batch import calculate_file
from erasmus_grants.cli import run
from erasmus_grants.places import distance_between
from erasmus_grants.rulebook.export import file_data, toml_text
from erasmus_grants.rulebook.parsing import UnreadableError, parsed
from erasmus_grants.rulebook.short_forms import FormError, shelf_of, spelled_out
from erasmus_grants.rulebook.tables import LIST_TABLES
from erasmus_grants.rulebook.toml_lines import lines_of
from erasmus_grants.testing import toy_calculator, toy_mobility, toy_rulebook

ROOT = Path(__file__).parents[2]
EXIT_CODES = frozenset({0, 1, 2, 3, 4})


class Entrance(NamedTuple):
    """One way into the library.

    Attributes:
        seeds: Valid inputs, to be changed.
        answer: Hands bytes to the library and returns its answer in a word.
    """

    seeds: Callable[[], tuple[bytes, ...]]
    answer: Callable[[bytes], str]


def _refused(problems: Sequence[str]) -> str:
    """Return how a refusal is counted; each has a sentence."""
    assert problems
    assert all(problems)
    return "refused"


# --- a mobility ------------------------------------------------------------------------------------------------------

_MOBILITIES: tuple[Mapping[str, object], ...] = (
    {
        "activity": "STA",
        "direction": "outgoing",
        "start_date": "2030-03-04",
        "end_date": "2030-03-08",
        "distance_km": 742,
        "teaching_hours": 8,
        "travel_mode": "green",
        "travel_days": 2,
        "reference": "ref-1",
    },
    {
        "activity": "SMS",
        "combined": True,
        "direction": "outgoing",
        "role": "doctoral_candidate",
        "sending_country": "FR",
        "receiving_country": "SN",
        "residence_country": "FR",
        "study_cycle": "third",
        "partner": "Toy University",
        "start_date": "2030-09-01",
        "end_date": "2031-01-31",
        "interruption_days": 3,
        "academic_term": True,
        "distance_km": "4070.5",
        "fewer_opportunities": True,
        "months_used": "2.5",
    },
    {
        "activity": "SMT",
        "direction": "incoming",
        "one_cycle_programme": True,
        "start_date": "2030-05-01",
        "end_date": "2030-05-10",
        "blended_intensive_programme": True,
        "virtual_component": True,
        "purpose": "internship",
        "receiving_organisation": "other",
        "distance_km": 99.99,
    },
    {
        "activity": "STT",
        "direction": "incoming",
        "role": "invited_staff",
        "teaching_contract": False,
        "sending_country": "PL",
        "receiving_country": "FR",
        "start_date": "2024-02-26",
        "end_date": "2024-03-01",
        "distance_km": 499.6,
        "purpose": "structured_course",
        "zero_grant_days": 1,
    },
    {
        "activity": "STT",
        "direction": "outgoing",
        "start_date": "2030-03-04",
        "end_date": "2030-03-08",
        "zero_grant": True,
    },
)


@cache
def _calculators() -> tuple[GrantCalculator, ...]:
    return (toy_calculator(), *map(GrantCalculator, ("usmb-icm-2023", "eu-ka131-2024", "na-pl-ka131-2024")))


def _answer_mobility(data: bytes) -> str:
    try:
        mobility = Mobility.model_validate_json(data)
    except ValidationError as error:
        return _refused(error_sentences(error, Mobility))
    assert Mobility.model_validate_json(mobility.model_dump_json()) == mobility
    grants = [calculator.calculate(mobility) for calculator in _calculators()]
    answers = {grant.status for grant in grants}
    return next(status.value for status in GrantStatus if status in answers)


# --- an attendance ---------------------------------------------------------------------------------------------------

_ATTENDANCES: tuple[Mapping[str, object], ...] = (
    {"start_date": "2030-03-04", "end_date": "2030-03-07"},
    {
        "start_date": "2030-03-04",
        "end_date": "2030-03-08",
        "interruption_days": 1,
        "documents": ["certificate_of_attendance", "participant_report"],
        "force_majeure": True,
        "paid_eur": "760.00",
        "travel_cost_eur": "180.50",
    },
    {"documents": [], "paid_eur": 0},
)


@cache
def _agreed() -> GrantBreakdown:
    return toy_calculator().calculate(toy_mobility())


def _answer_attendance(data: bytes) -> str:
    try:
        attendance = Attendance.model_validate_json(data)
    except ValidationError as error:
        return _refused(error_sentences(error, Attendance))
    assert Attendance.model_validate_json(attendance.model_dump_json()) == attendance
    settlement = _calculators()[0].settle(_agreed(), attendance)
    assert settlement.entitled_eur <= settlement.agreed_eur
    return "settled"


# --- a grant that was written as JSON --------------------------------------------------------------------------------


def _grant_seeds() -> tuple[bytes, ...]:
    calculator = toy_calculator()
    mobilities = (
        toy_mobility(),
        toy_mobility(activity="SMS", end_date="2030-07-15", fewer_opportunities=True),
        toy_mobility(end_date="2030-03-04"),
        toy_mobility(distance_km=None),
    )
    return tuple(calculator.calculate(mobility).model_dump_json().encode() for mobility in mobilities)


def _answer_grant(data: bytes) -> str:
    try:
        grant = GrantBreakdown.model_validate_json(data)
    except ValidationError as error:
        return _refused(error_sentences(error, GrantBreakdown))
    assert GrantBreakdown.model_validate_json(grant.model_dump_json()) == grant
    assert grant.to_text()
    assert grant.to_markdown()
    assert grant._repr_html_()
    try:
        _calculators()[0].settle(grant, Attendance.model_validate(_ATTENDANCES[1]))
    except RulebookMismatchError:
        return "of another rulebook"
    except GrantTamperedError:
        return "changed"
    except UndeterminedGrantError:
        assert grant.status is GrantStatus.UNDETERMINED
        return "undetermined"
    return "settled"


# --- text that is to be TOML or JSON ---------------------------------------------------------------------------------


@cache
def _rulebook_seeds() -> tuple[bytes, ...]:
    toy = file_data(toy_rulebook())
    year = (ROOT / "docs/how-to/example-call-year.toml").read_bytes()
    return (
        toml_text(toy).encode(),
        json.dumps(toy, indent=2).encode(),
        toy_rulebook().model_dump_json(exclude_defaults=True).encode(),
        (ROOT / "docs/how-to/example-university.toml").read_bytes(),
        *((year,) if b"based_on" not in year else ()),
    )


_TEXTS = (
    b'id = "x"\nsource = "A"\n[[sources]]\nid = "A"\n[[rates]]\nrate_source = "A"\ndays = [1, 2.5, 2024-02-29]\n',
    b'{"id": "x", "sources": [{"id": "A"}], "rates": [{"source": "A", "days": [1, 2.5, null, true]}]}',
    b"""a.b.c = '''x'''\n"d e" = \"\"\"y\\u00e9\"\"\"\nt = 07:32:00\nz = 1979-05-27T07:32:00Z\ni = {x = 1}\nh = 0xff\n""",
)


def _answer_text(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    refused = 0
    for in_json in (True, False):
        try:
            held = parsed(text, json_text=in_json)
            json.dumps(held).encode()
        except UnreadableError as error:
            refused += _refused(error.problems) == "refused"
        else:
            with suppress(FormError):
                shelf_of(held)
            with suppress(FormError):
                spelled_out(held, lists=LIST_TABLES)
            if not in_json and not text.lstrip().startswith("{"):
                assert all(1 <= line <= text.count("\n") + 1 for line in lines_of(text).values())
    return "refused" if refused == 2 else "read"


# --- a rulebook in a file --------------------------------------------------------------------------------------------

_PLAIN_MOBILITIES = tuple(map(Mobility.model_validate, _MOBILITIES))


@cache
def _folder() -> Path:
    """Return a folder of this process's own."""
    return Path(tempfile.mkdtemp(prefix="entrances-"))


def clear() -> None:
    """Remove the files that were written."""
    shutil.rmtree(_folder(), ignore_errors=True)
    _folder.cache_clear()


def _suffix(data: bytes) -> str:
    """Return the ending that goes with the text, now and then the other one, or none."""
    in_json = data.lstrip().startswith(b"{")
    match crc32(data) % 16:
        case 0:
            return ""
        case 1:
            return ".toml" if in_json else ".json"
        case _:
            return ".json" if in_json else ".toml"


def _answer_rulebook(data: bytes) -> str:
    path = _folder() / f"rulebook{_suffix(data)}"
    path.write_bytes(data)
    try:
        rulebook = load_rulebook(path)
    except RulebookFileError as error:
        return _refused(error.problems)
    assert Rulebook.model_validate_json(rulebook.model_dump_json()) == rulebook
    calculator = GrantCalculator(rulebook)
    for mobility in _PLAIN_MOBILITIES:
        grant = calculator.calculate(mobility)
        if grant.status is not GrantStatus.UNDETERMINED:
            calculator.settle(grant, Attendance.model_validate(_ATTENDANCES[1]))
    return "loaded"


_SOURCE: Mapping[str, object] = {
    "id": "POLICY",
    "document": "Policy",
    "publisher": "Example University",
    "locator": "page 1",
    "url": "https://example.org/policy",
    "read_on": "2026-11-22",
    "confidence": "HIGH",
}
_OVERLAY: Mapping[str, object] = {
    "id": "ours",
    "title": "Ours (invented)",
    "sources": [_SOURCE],
    "travel_days": [{"scope": {"activities": "STA STT"}, "funded_travel_days": 1, "source": "POLICY"}],
    "settlement": {"below_minimum": "forfeit", "tolerance_days": 5, "source": "TOY"},
}


def _overlay_seeds() -> tuple[bytes, ...]:
    """Return overlays on rulebooks of the library, on a file beside them, and on themselves."""
    example = (ROOT / "docs/how-to/example-overlay.toml").read_bytes()
    bases = ("base.toml", "base.json", "./base.toml", "toy", "usmb-icm-2023", "rulebook.toml", "../base.toml", "")
    return (example, *(json.dumps({"based_on": base, **_OVERLAY}).encode() for base in bases))


def _answer_overlay(data: bytes) -> str:
    for name, text in (("base.toml", _rulebook_seeds()[0]), ("base.json", _rulebook_seeds()[1])):
        if not (_folder() / name).exists():
            (_folder() / name).write_bytes(text)
    return _answer_rulebook(data)


# --- the command line ------------------------------------------------------------------------------------------------

_FILES: Mapping[str, str] = {
    "mobility.json": json.dumps({"rulebook": "base.toml", "mobility": _MOBILITIES[0]}),
    "bare.toml": 'rulebook = "usmb-icm-2023"\nactivity = "STA"\ndirection = "outgoing"\npartner = "UCAD"\n'
    'receiving_country = "SN"\nstart_date = 2022-03-07\nend_date = 2022-03-11\ndistance_km = 4070\nteaching_hours = 8\n',
    "long.toml": 'activity = "STT"\ndirection = "outgoing"\nstart_date = 2030-01-01\nend_date = 2031-12-31\n',
    "attendance.toml": 'start_date = "2030-03-04"\nend_date = "2030-03-07"\npaid_eur = "760.00"\n',
}
_COMMANDS: tuple[tuple[Sequence[str], Sequence[str]], ...] = (
    (["quote", "mobility.json"], ["mobility.json"]),
    (["quote", "bare.toml", "--format", "json"], ["bare.toml"]),
    (["quote", "-", "--rulebook", "base.toml", "-f", "markdown"], []),
    (["check", "bare.toml", "--rulebook", "lille-ka171-2022"], ["bare.toml"]),
    (["settle", "grant.json", "attendance.toml", "--rulebook", "base.toml"], ["attendance.toml"]),
    (["settle", "-", "attendance.toml", "--rulebook", "base.toml", "--format", "json"], ["attendance.toml"]),
    (
        ["compare", "bare.toml", "-r", "base.toml", "-r", "usmb-icm-2023", "--what-if", "travel_mode=green"],
        ["bare.toml"],
    ),
    (["diff", "base.toml", "base.json"], []),
    (["rulebook", "base.toml"], []),
    (["new-rulebook", "my-university-2026", "--like", "base.toml"], []),
    (["new-policy", "--home", "ES", "--call", "2024"], []),
    (["schema", "mobility"], []),
    (["verify", "nowhere.toml", "--examples", "5"], []),
    (["check", "long.toml", "-r", "base.toml"], ["long.toml"]),
    (["--version"], []),
    (["--help"], []),
)


def _command_seeds() -> tuple[bytes, ...]:
    return tuple(
        json.dumps(
            {
                "arguments": list(arguments),
                "files": {name: _FILES[name] for name in names},
                "input": _FILES["mobility.json"] if arguments[0] == "quote" else _grant_seeds()[0].decode(),
            }
        ).encode()
        for arguments, names in _COMMANDS
    )


def _command_of(data: bytes) -> tuple[list[str], dict[str, str], str]:
    """Return arguments, files and standard input; bytes that are none of them are arguments, one a line."""
    try:
        held = json.loads(data)
    except (ValueError, RecursionError):
        held = None
    if not isinstance(held, dict):
        return data.decode("utf-8", "surrogateescape").split("\n"), {}, ""
    arguments, files, standard_input = (held.get(name) for name in ("arguments", "files", "input"))
    listed = arguments if isinstance(arguments, list) else [arguments]
    named = files if isinstance(files, dict) else {}
    return (
        [item if isinstance(item, str) else json.dumps(item) for item in listed],
        {name: str(text) for name, text in named.items() if re.fullmatch(r"[\w-]{1,40}\.(toml|json)", name)},
        str(standard_input),
    )


@contextmanager
def _command_line(arguments: Sequence[str], standard_input: bytes) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Put arguments and streams where a program finds them, and the folder with the files around it."""
    out, err = io.BytesIO(), io.BytesIO()
    kept = sys.argv, sys.stdin, sys.stdout, sys.stderr, Path.cwd()
    sys.argv = ["erasmus-grants", *arguments]
    sys.stdin = io.TextIOWrapper(io.BytesIO(standard_input), encoding="utf-8")
    sys.stdout, sys.stderr = (io.TextIOWrapper(stream, encoding="utf-8", write_through=True) for stream in (out, err))
    os.chdir(_folder())
    try:
        yield out, err
    finally:
        sys.argv, sys.stdin, sys.stdout, sys.stderr = kept[:4]
        os.chdir(kept[4])


def _answer_command(data: bytes) -> str:
    arguments, files, standard_input = _command_of(data)
    beside = {"base.toml": _rulebook_seeds()[0], "base.json": _rulebook_seeds()[1], "grant.json": _grant_seeds()[0]}
    beside |= {name: text.encode("utf-8", "surrogatepass") for name, text in files.items()}
    for name, content in beside.items():
        (_folder() / name).write_bytes(content)
    if "verify" in arguments:  # which draws cases by the thousand, on purpose: its file is tried as a rulebook's is
        arguments = [argument for argument in arguments if not argument.startswith("base.")]
    with _command_line(arguments, standard_input.encode("utf-8", "surrogatepass")) as (out, err):
        try:
            code: object = run()
        except SystemExit as done:
            code = done.code or 0
        said, complaints = out.getvalue(), err.getvalue()
    assert code in EXIT_CODES, f"exit code {code}"
    assert code == 0 or (complaints if code == 2 else said + complaints).strip(), f"exit code {code} without a word"
    assert b"Traceback" not in complaints
    for name in files:
        (_folder() / name).unlink(missing_ok=True)
    return f"exit {code}"


# --- a list ----------------------------------------------------------------------------------------------------------

_LISTS = (
    """activity;direction;receiving_country;start_date;end_date;distance_km;teaching_hours
STA;outgoing;SN;07/03/2022;11/03/2022;4070;8
STA;outgoing;Sénégal;28/03/2022;01/04/2022;1.250,5;16
""",
    """activity,Sortant/Entrant,Pays d'accueil,Date de début,Date de fin,Distance,Heures,Remarque
HE-STA,outgoing,EL,2022-03-07,2022-03-11,742,8,"a, b"
HE-STT,outgoing,Japan,44627,44631,"9,680",,=1+1
,,,,,,,
""",
    """activity\tdirection\tsending city\treceiving city\tstart_date\tend_date\tfewer_opportunities
STT\toutgoing\tChambéry\tRome\t7. 3. 2022\t11. 3. 2022\tVRAI
""",
)


def _list_seeds() -> tuple[bytes, ...]:
    distance_between("Chambéry", "Rome")  # which reads the gazetteer, so that no list has to wait for it
    return tuple(text.encode(encoding) for text in _LISTS for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"))


def _answer_list(data: bytes) -> str:
    source, target = _folder() / "list.csv", _folder() / "out.csv"
    source.write_bytes(data)
    target.unlink(missing_ok=True)
    try:
        summary = calculate_file(str(source), str(target), "usmb-icm-2023")
    except (InputFileError, FrameError) as error:
        assert not target.exists(), "half a result"
        return _refused([str(error)])
    assert source.read_bytes() == data
    assert target.exists()
    answers = (summary.granted, summary.not_eligible, summary.undetermined, summary.unreadable)
    assert sum(answers) == summary.rows
    return "granted" if summary.granted else "computed"


def _as_json(data: Sequence[Mapping[str, object]]) -> Callable[[], tuple[bytes, ...]]:
    return lambda: tuple(json.dumps(one).encode() for one in data)


ENTRANCES: Mapping[str, Entrance] = {
    "text": Entrance(lambda: (*_TEXTS, *_rulebook_seeds()[:2]), _answer_text),
    "mobility": Entrance(_as_json(_MOBILITIES), _answer_mobility),
    "attendance": Entrance(_as_json(_ATTENDANCES), _answer_attendance),
    "grant": Entrance(_grant_seeds, _answer_grant),
    "rulebook": Entrance(_rulebook_seeds, _answer_rulebook),
    "overlay": Entrance(_overlay_seeds, _answer_overlay),
    "command": Entrance(_command_seeds, _answer_command),
    "list": Entrance(_list_seeds, _answer_list),
}
"""Every entrance, by its name."""
