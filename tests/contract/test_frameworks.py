"""Do web frameworks and job queues, which have JSON of their own, get along with the models?"""

import inspect
import json
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import pytest
from pydantic import BaseModel, Field, TypeAdapter

import erasmus_grants
from erasmus_grants import (
    Attendance,
    GrantCalculator,
    Mobility,
    StatedAmounts,
    batch,
    compare,
    explain_difference,
    get_rulebook,
)
from erasmus_grants.basics.model import Model
from erasmus_grants.testing import toy_calculator, toy_mobility, toy_rulebook, verify
from tests.unit.batch.files import DAKAR, write

PUBLIC = sorted(
    {
        item
        for package in (erasmus_grants, batch)
        for item in (getattr(package, name) for name in package.__all__)
        if inspect.isclass(item) and issubclass(item, BaseModel)
    },
    key=lambda model: model.__name__,
)
"""Every model that has a public name."""


# --- what is stored by an encoder of theirs -----------------------------------------------------------------------------


@cache
def records() -> tuple[BaseModel, ...]:
    """Return what people store: something of every kind that comes out, and of every kind that goes in."""
    calculator, usmb = toy_calculator(), GrantCalculator("usmb-icm-2023")
    dakar = usmb.calculate(Mobility.model_validate(DAKAR))
    near = toy_mobility(distance_km="0.0000001", months_used="0.00000000000000000001")
    grant = calculator.calculate(toy_mobility(reference="a-1", fewer_opportunities=True))
    refused = calculator.calculate(toy_mobility(end_date="2030-03-04", teaching_hours=None))
    waits = calculator.calculate(toy_mobility(distance_km=None, teaching_hours=None))
    no_figure = GrantCalculator("eu-ka131-2024").calculate(
        toy_mobility(activity="SMS", role="student", teaching_hours=None, sending_country="FR", receiving_country="DE")
    )
    attendance = Attendance(start_date="2030-03-04", end_date="2030-03-07", documents=["participant_report"])
    lists = (DAKAR, DAKAR | {"teaching_hours": 2}, DAKAR | {"distance_km": None}, DAKAR | {"teaching_hours": "many"})
    nowhere = DAKAR | {"distance_km": None, "from_city": "Chambéry, FR", "to_city": "Xqzzy"}
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.csv", Path(folder) / "out.csv"
        write(source, lists)
        summary = batch.calculate_file(str(source), str(target), "usmb-icm-2023")
        missing = batch.missing_figures(str(source), "eu-ka107-2018")
        write(source, [DAKAR | {"total_eur": "1900.00", "note": "x"}])  # a day less than 2080.00
        audit = batch.audit_file(str(source), "usmb-icm-2023")
        columns = batch.columns_of_file(str(source), set_fields={"sending_country": "FR"})
        others = ({"to_city": "Dakar"}, {"teaching_hours": "many"}, {"Status": "cancelled"})
        write(source, [nowhere | {"Status": None}, *(nowhere | {"Status": None} | one for one in others)])
        cities = batch.calculate_file(str(source), str(target), "usmb-icm-2023")
        listed = tuple(batch.read_mobilities(source))
    return (
        *(near, attendance, toy_rulebook(), get_rulebook("na-pl-ka131-2024")),
        *(grant, refused, waits, dakar, no_figure, calculator.calculate(near)),
        *(calculator.settle(grant, attendance), calculator.settle(refused, attendance)),
        compare(grant.mobility, [toy_rulebook(), "eu-ka131-2024"]),
        *(calculator.questions({}), *waits.questions, *no_figure.questions),
        *(summary, missing, audit, columns, cities, *listed),
        summary.model_copy(update={"left_out": (batch.LeftOut(sentence="its status is 'cancelled'", records=2),)}),
        explain_difference(dakar, StatedAmounts(total_eur="1900.00"), get_rulebook("usmb-icm-2023")),
        toy_rulebook().diff(get_rulebook("usmb-bip-2024")),
        verify(get_rulebook("usmb-bip-2024"), examples=1),
    )


def models_in(value: object) -> Iterator[type[BaseModel]]:
    """Yield the kind of each model in a value."""
    if isinstance(value, BaseModel):
        yield type(value)
        for _, item in value:
            yield from models_in(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from models_in(item)


def with_pairs(value: object, name: str = "") -> object:
    """Return data in which compared values are pairs, as version 0.1 left them to an encoder."""
    if isinstance(value, Mapping):
        pairs = {key: with_pairs(item, key) for key, item in value.items()}
        return list(pairs.items()) if name == "details" else pairs
    return [with_pairs(item) for item in value] if isinstance(value, list | tuple) else value


def of_unknown_as_text(model: BaseModel) -> str:
    """Return what `DjangoJSONEncoder` and orjson write too: decimals as text, days in ISO form, words by their text."""
    return json.dumps(model.model_dump(), default=str)


def sorted_by_name(model: BaseModel) -> str:
    """Return what Flask writes, and what JSONB of PostgreSQL comes near to: objects in an order of its own."""
    return json.dumps(model.model_dump(), default=str, sort_keys=True)


def of_version_0_1(model: BaseModel) -> str:
    return json.dumps(with_pairs(model.model_dump()), default=str)


def of_json_data(model: BaseModel) -> str:
    return json.dumps(model.model_dump(mode="json"), sort_keys=True)


@pytest.mark.parametrize("encode", [of_unknown_as_text, sorted_by_name, of_version_0_1, of_json_data])
def test_whatever_encoder_stores_a_record_it_is_read_back_the_same(encode: Callable[[BaseModel], str]) -> None:
    for record in records():
        stored = encode(record)
        for read in (type(record).model_validate(json.loads(stored)), type(record).model_validate_json(stored)):
            assert read == record
            assert read.model_dump_json() == record.model_dump_json()


def test_there_is_a_record_of_every_public_kind() -> None:
    assert set(PUBLIC) - set(models_in(records())) == set()


def test_what_is_dumped_for_python_has_the_same_shape_as_json() -> None:
    for record in records():
        assert json.loads(of_unknown_as_text(record)).keys() == json.loads(record.model_dump_json()).keys()
    grant = GrantCalculator("usmb-icm-2023").calculate(Mobility.model_validate(DAKAR))
    (reason,) = [line.reasons[0] for line in grant.lines if line.kind == "travel_support"]
    assert reason.model_dump()["details"] == {"below_km": "8000", "distance_km": "4070", "from_km": "4000"}


# --- a model as the body of a request ---------------------------------------------------------------------------------


@pytest.mark.parametrize("model", PUBLIC)
def test_an_adapter_of_a_model_is_built_when_it_is_made(model: type[BaseModel]) -> None:
    """FastAPI hides a warning of pydantic's while it makes an adapter; what is built later is not hidden."""
    with warnings.catch_warnings(action="ignore"):
        adapter = TypeAdapter(Annotated[model, Field(alias="body")])
    assert adapter.pydantic_complete
    assert adapter.json_schema()["title"] == model.__name__


def test_a_model_itself_is_built_when_the_first_one_is_made() -> None:
    class Late(Model):
        number: int

    class Later(Late):
        other: int

    assert (Late.__pydantic_complete__, Later.__pydantic_complete__) == (False, False)
    assert Later(number=1, other=2).number == 1
    assert (Late.__pydantic_complete__, Later.__pydantic_complete__) == (False, True)


@pytest.mark.parametrize("model", PUBLIC)
def test_fastapi_takes_and_returns_a_model_without_a_warning(model: type[BaseModel]) -> None:
    fastapi = pytest.importorskip("fastapi")
    app = fastapi.FastAPI()

    def same(body: object) -> object:
        return body

    same.__annotations__ = {"body": model, "return": model}
    app.post("/same")(same)
    body = app.openapi()["paths"]["/same"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["$ref"].startswith(f"#/components/schemas/{model.__name__}")
