"""The rule set for OpenFisca-core, and for PolicyEngine-core, which has the same interface.

Both keep numbers as float32 or int32 and nothing else.  The rule set is written once and computed twice: in cents as
int32, which is exact, and in euros as float32, which is how legislation is usually written for them.
"""

# ruff: noqa: ANN401 - the two engines are loaded by name, so nothing here has a type that could be written

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import Any, Final

import numpy as np
import reference
from reference import Amounts, Row

_PERIOD: Final = "2024"
_IN_FORCE: Final = "2023-01-01"
_VARIABLES: Final = ("travel_support", "individual_support", "total", "pre_financing", "balance")


@dataclass(frozen=True)
class Unit:
    """How money is written."""

    name: str
    value_type: type
    cents: int
    """Cents in one of it."""


CENTS: Final = Unit("int32 cents (exact)", int, 1)
EUROS: Final = Unit("float32 euros", float, 100)


@dataclass(frozen=True)
class Inputs:
    """The columns as the engine keeps them."""

    direction: Any
    start_date: np.ndarray
    end_date: np.ndarray
    distance_km: np.ndarray


def _parameters(api: Any, unit: Unit) -> Any:
    def since(value: float) -> dict[str, object]:
        return {"values": {_IN_FORCE: {"value": value}}}

    def money(cents: int) -> dict[str, object]:
        return since(unit.value_type(cents / unit.cents))

    bands = [{"threshold": since(from_km), "amount": money(cents)} for from_km, cents in reference.BANDS]
    tree = {
        "travel_support": {"brackets": bands, "metadata": {"type": "single_amount"}},
        "daily_rate": {direction: money(cents) for direction, cents in reference.DAILY_RATES.items()},
        "percent": {direction: since(percent) for direction, percent in reference.PRE_FINANCED_PERCENT.items()},
        "most_days_on_site": since(reference.MOST_DAYS_ON_SITE),
        "travel_days": since(reference.TRAVEL_DAYS),
    }
    return api.ParameterNode("", data=tree)


def _variables(api: Any, person: Any, directions: Any, unit: Unit) -> list[type]:
    def by_direction(figures: Any, persons: Any, period: Any) -> np.ndarray:
        # `figures[direction]` says the same, and one of the two engines then walks over the rows in Python
        outgoing = persons("direction", period) == directions.outgoing
        return api.where(outgoing, figures.outgoing, figures.incoming)

    class direction(api.Variable):  # noqa: N801 - the class is called as its variable
        entity = person
        definition_period = api.ETERNITY
        value_type = api.Enum
        possible_values = directions
        default_value = directions.outgoing
        label = "Direction of the mobility"

    class start_date(api.Variable):  # noqa: N801
        entity = person
        definition_period = api.ETERNITY
        value_type = api.date
        label = "First day of the stay"

    class end_date(api.Variable):  # noqa: N801
        entity = person
        definition_period = api.ETERNITY
        value_type = api.date
        label = "Last day of the stay"

    class distance_km(api.Variable):  # noqa: N801
        entity = person
        definition_period = api.ETERNITY
        value_type = float
        label = "One-way distance [km]"

    class travel_support(api.Variable):  # noqa: N801
        value_type = unit.value_type
        entity = person
        definition_period = api.YEAR
        label = "Travel support"

        def formula(persons: Any, period: Any, parameters: Any) -> Any:  # noqa: N805 - as formulas are written
            return parameters(period).travel_support.calc(persons("distance_km", period))

    class individual_support(api.Variable):  # noqa: N801
        value_type = unit.value_type
        entity = person
        definition_period = api.YEAR
        label = "Individual support"

        def formula(persons: Any, period: Any, parameters: Any) -> Any:  # noqa: N805
            rules = parameters(period)
            stay = persons("end_date", period) - persons("start_date", period)
            days = stay.astype(np.int32) + 1
            funded = api.min_(days, rules.most_days_on_site) + rules.travel_days
            return funded * by_direction(rules.daily_rate, persons, period)

    class total(api.Variable):  # noqa: N801
        value_type = unit.value_type
        entity = person
        definition_period = api.YEAR
        label = "Grant"

        def formula(persons: Any, period: Any) -> Any:  # noqa: N805
            return persons("travel_support", period) + persons("individual_support", period)

    class pre_financing(api.Variable):  # noqa: N801
        value_type = unit.value_type
        entity = person
        definition_period = api.YEAR
        label = "Paid before the balance, rounded half up to the cent"

        def formula(persons: Any, period: Any, parameters: Any) -> Any:  # noqa: N805
            percent = by_direction(parameters(period).percent, persons, period)
            hundredths = 100 * persons("travel_support", period) + percent * persons("individual_support", period)
            if unit is CENTS:
                return (hundredths + 50) // 100
            return np.floor(hundredths + 0.5) / 100

    class balance(api.Variable):  # noqa: N801
        value_type = unit.value_type
        entity = person
        definition_period = api.YEAR
        label = "What remains"

        def formula(persons: Any, period: Any) -> Any:  # noqa: N805
            return persons("total", period) - persons("pre_financing", period)

    inputs: list[type] = [direction, start_date, end_date, distance_km]
    return [*inputs, travel_support, individual_support, total, pre_financing, balance]


def _system(package: str, unit: Unit) -> tuple[Any, Any]:
    """Return a tax-benefit system and its enumeration of directions."""
    api = import_module(f"{package}.model_api")
    person = import_module(f"{package}.entities").build_entity(
        key="participant", plural="participants", label="A participant", is_person=True
    )
    directions = api.Enum("Direction", {name: name for name in reference.DAILY_RATES})
    system = import_module(f"{package}.taxbenefitsystems").TaxBenefitSystem([person])
    system.parameters = _parameters(api, unit)
    for variable in _variables(api, person, directions, unit):
        system.add_variable(variable)
    return system, directions


def _inputs(rows: Sequence[Row], directions: Any) -> Inputs:
    return Inputs(
        direction=directions.encode(np.array([row.direction for row in rows])),
        start_date=np.array([row.start_date for row in rows], dtype="datetime64[D]"),
        end_date=np.array([row.end_date for row in rows], dtype="datetime64[D]"),
        distance_km=np.array([row.distance_km for row in rows], dtype=np.float32),
    )


def _work(package: str, system: Any, inputs: Inputs) -> Callable[[], list[np.ndarray]]:
    """Return what is timed: a new simulation, because one remembers what it computed."""
    builder = import_module(f"{package}.simulations").SimulationBuilder

    def compute() -> list[np.ndarray]:
        simulation = builder().build_default_simulation(system, len(inputs.distance_km))
        for name, column in vars(inputs).items():
            simulation.set_input(name, "ETERNITY", column)
        return [simulation.calculate(name, _PERIOD) for name in _VARIABLES]

    return compute


def _amounts(columns: Iterable[np.ndarray], unit: Unit) -> Iterable[tuple[int, ...]]:
    cents = [np.rint(np.asarray(column, dtype=np.float64) * unit.cents).astype(np.int64) for column in columns]
    return map(Amounts._make, zip(*(column.tolist() for column in cents), strict=True))


def main(package: str, distribution: str) -> None:
    """Measure one of the two engines."""
    rows, rounds = reference.arguments()
    figures = []
    for unit in (CENTS, EUROS):
        system, directions = _system(package, unit)
        timing = reference.measure(_work(package, system, _inputs(rows, directions)), rounds)
        amounts = _amounts(timing.result, unit)
        name = f"{distribution}, {unit.name.split()[1]}"
        figures.append(reference.figure(name, rows, timing, amounts, money=unit.name))
    reference.report(version(distribution), figures)
