"""Do web frameworks and job queues, which have JSON of their own, get along with the models?"""

import inspect
import warnings
from typing import Annotated

import pytest
from pydantic import BaseModel, Field, TypeAdapter

import erasmus_grants
from erasmus_grants import batch
from erasmus_grants.basics.model import Model

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
