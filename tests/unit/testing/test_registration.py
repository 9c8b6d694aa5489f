"""What is imported when, and that Hypothesis can draw every public model without being told."""

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import _erasmus_grants_hypothesis as hook
import erasmus_grants
from erasmus_grants import testing
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.testing import registration, results, strategies

MODELS = (
    *("Mobility", "Attendance", "Rulebook", "PaymentSplit", "Source"),
    *("GrantBreakdown", "GrantLine", "Payment", "Finding", "Reason"),
    *("Settlement", "SettlementLine"),
)


def run(code: str) -> str:
    """Return what a new interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    "imports",
    [
        "import erasmus_grants\nfrom hypothesis import find, settings, strategies as st",
        "from hypothesis import find, settings, strategies as st\nimport erasmus_grants",
    ],
    ids=["the library first", "Hypothesis first"],
)
def test_every_public_model_can_be_drawn_with_either_import_order(imports: str) -> None:
    code = f"""{imports}
from hypothesis import HealthCheck, Phase
how = settings(database=None, deadline=None, max_examples=50, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
for name in {MODELS!r}:
    model = getattr(erasmus_grants, name, None) or getattr(__import__("erasmus_grants.basics.sources", fromlist=["x"]), name)
    drawn = find(st.from_type(model), lambda _one: True, settings=how)
    assert type(drawn) is model, name
print("drawn")
"""
    assert run(code) == "drawn"


@pytest.mark.parametrize("imports", ["erasmus_grants, hypothesis", "hypothesis, erasmus_grants"])
def test_importing_the_library_registers_nothing(monkeypatch: pytest.MonkeyPatch, imports: str) -> None:
    monkeypatch.setenv("HYPOTHESIS_NO_PLUGINS", "1")
    assert run(f"import sys, {imports}; print('erasmus_grants.testing' in sys.modules)") == "False"


def test_hypothesis_alone_imports_no_strategy_and_no_extra() -> None:
    code = "import sys, hypothesis; print(sorted(name for name in sys.modules if name.startswith('erasmus_grants.testing')))"
    assert run(code) == "['erasmus_grants.testing', 'erasmus_grants.testing.registration']"
    code = "import sys, hypothesis; print({'erasmus_grants', 'narwhals', 'typer', 'tomli_w'} & set(sys.modules))"
    assert run(code) == "{'erasmus_grants'}"


def test_the_toys_do_not_import_hypothesis() -> None:
    code = "import sys, erasmus_grants.testing as t; t.toy_calculator(); t.toy_mobility(); print('hypothesis' in sys.modules)"
    assert run(code) == "False"


@pytest.mark.parametrize("name", testing.__all__)
def test_every_name_can_be_imported(name: str) -> None:
    namespace: dict[str, object] = {}
    exec(f"from erasmus_grants.testing import {name}", namespace)  # noqa: S102 - as a user writes it
    assert namespace[name] is getattr(testing, name)


def test_the_names_are_listed_once_and_those_of_strategies_are_among_them() -> None:
    assert len(set(testing.__all__)) == len(testing.__all__) == 33
    assert len(strategies.__all__) == 21
    defined = {name: getattr(testing, name).__module__.rpartition(".")[2] for name in strategies.__all__}
    assert set(defined.values()) == {"_anything", "_mobilities", "_numbers", "_tables"}
    rest = set(testing.__all__) - set(strategies.__all__) - {"LAWS"}
    assert {getattr(testing, name).__module__.split(".")[2] for name in rest} == {"laws", "toys", "verification"}


@pytest.mark.parametrize("name", strategies.__all__)
def test_a_strategy_is_the_same_in_its_module(name: str) -> None:
    assert getattr(strategies, name) is getattr(testing, name)


def test_the_package_does_not_import_hypothesis_to_list_its_names() -> None:
    code = "import sys, erasmus_grants.testing as t; t.__all__; print('hypothesis' in sys.modules)"
    assert run(code) == "False"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"module 'erasmus_grants.testing' has no attribute 'mobility'"):
        _ = getattr(testing, "mobility")  # noqa: B009 - type checkers know that it is not there


def test_the_hook_registers(monkeypatch: pytest.MonkeyPatch) -> None:
    registered: list[bool] = []
    monkeypatch.setattr(registration, "register_strategies", lambda: registered.append(True))
    hook.register()
    assert registered == [True]


@pytest.mark.parametrize("name", MODELS)
def test_each_model_is_drawn_as_such(name: str) -> None:
    registration.register_strategies()
    model = getattr(erasmus_grants, name)
    drawn = []

    @settings(max_examples=5, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_type(model))
    def draw(one: object) -> None:
        drawn.append(type(one))

    draw()
    assert set(drawn) == {model}


def test_a_model_that_is_not_public_has_no_strategy() -> None:
    with pytest.raises(KeyError):
        results.strategy_of(type(Mobility))
