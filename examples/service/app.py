# ruff: noqa: INP001 - a script
"""A small web service: `pip install 'fastapi[standard]'`, then `fastapi run examples/service/app.py`."""

import json
from contextlib import suppress
from functools import cache
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from erasmus_grants import (
    Attendance,
    ErasmusGrantsError,
    GrantBreakdown,
    GrantCalculator,
    GrantTamperedError,
    Mobility,
    RulebookMismatchError,
    Settlement,
    UndeterminedGrantError,
    UnknownRulebookError,
    __version__,
    get_rulebook,
    known_rulebooks,
)


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object of JSON, unless it has a name twice: FastAPI would take the last value without a word."""
    names = [name for name, _ in pairs]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        sentence = f"{twice[0]!r} stands twice in one object"
        raise RequestValidationError([{"type": "name_twice", "loc": ("body",), "msg": sentence}])
    return dict(pairs)


async def each_name_once(request: Request) -> None:
    """Refuse a body in which an object has a name twice; what is no JSON is left to FastAPI."""
    with suppress(ValueError):
        json.loads(await request.body(), object_pairs_hook=once)


app = FastAPI(title="Erasmus+ grants", version=__version__, dependencies=[Depends(each_name_once)])


class Problem(BaseModel):
    """What is wrong with a request, as RFC 9457 has it."""

    type: str = Field(description="the kind of problem; it is never renamed")
    title: str
    status: int
    detail: str = Field(description="what is wrong, in a sentence")
    errors: dict[str, str] = Field(description="the fields of the request that are wrong, each with a sentence")


PROBLEMS: dict[type[ErasmusGrantsError], tuple[int, str, str]] = {
    UnknownRulebookError: (404, "/problems/unknown-rulebook", "There is no such rulebook"),
    RulebookMismatchError: (409, "/problems/other-rulebook", "The grant is of another rulebook"),
    GrantTamperedError: (409, "/problems/changed-grant", "The grant does not follow from its mobility"),
    UndeterminedGrantError: (409, "/problems/undetermined-grant", "The grant has no total yet"),
}
"""The errors of the library that a request can raise.  Any other is a fault of this service, and answered with 500."""

OF_FASTAPI = {"json_invalid": "this is not JSON", "missing": "this is missing"}
"""What FastAPI finds before the library does."""


def answer(status: int, kind: str, title: str, detail: str, errors: dict[str, str]) -> JSONResponse:
    """Return the response that tells a problem."""
    problem = Problem(type=kind, title=title, status=status, detail=detail, errors=errors)
    return JSONResponse(problem.model_dump(), status, media_type="application/problem+json")


@app.exception_handler(RequestValidationError)
def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
    """Say of each field what is wrong with it, in the words of the library."""
    errors: dict[str, str] = {}
    for item in error.errors():
        field = "" if item["type"] == "json_invalid" else ".".join(map(str, item["loc"][1:]))
        errors[field or "body"] = OF_FASTAPI.get(item["type"]) or item["msg"]
    detail = "; ".join(f"{field}: {sentence}" for field, sentence in errors.items())
    return answer(422, "/problems/malformed", "The request is malformed", detail, errors)


@app.exception_handler(ErasmusGrantsError)
def refused(request: Request, error: ErasmusGrantsError) -> JSONResponse:
    """Say what the library cannot do, and which field of the request it is about."""
    field = "rulebook" if request.scope["endpoint"] is grant else "grant"  # which names the rulebook itself
    return answer(*PROBLEMS[type(error)], str(error), {field: str(error)})


@app.exception_handler(HTTPException)
def not_served(_: Request, error: HTTPException) -> JSONResponse:
    """Say what FastAPI itself refuses, such as a path that is not here."""
    response = answer(error.status_code, "about:blank", HTTPStatus(error.status_code).phrase, str(error.detail), {})
    response.headers.update(error.headers or {})
    return response


def told(status: int, description: str) -> dict[int | str, dict[str, Any]]:
    """Return how the description of the service, in OpenAPI, tells that a path may answer with a problem."""
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {status: {"description": description, "content": content}}


MALFORMED = told(422, "The request is malformed")
UNKNOWN = told(404, "There is no such rulebook")
REFUSED = told(409, "The grant cannot be settled")


@cache
def calculator_of(rulebook: str) -> GrantCalculator:
    """Return the calculator of a rulebook that comes with the library: by its id, so that no request names a file."""
    return GrantCalculator(get_rulebook(rulebook))


@app.get("/rulebooks")
def rulebooks() -> tuple[str, ...]:
    """Return the ids of the rulebooks."""
    return known_rulebooks()


@app.post("/grants", responses=UNKNOWN | MALFORMED)
def grant(mobility: Mobility, rulebook: Annotated[str, Query(examples=["eu-ka131-2024"])]) -> GrantBreakdown:
    """Return the grant of a mobility; not eligible and undetermined are answers too."""
    return calculator_of(rulebook).calculate(mobility)


@app.post("/settlements", responses=UNKNOWN | REFUSED | MALFORMED)
def settlement(grant: GrantBreakdown, attendance: Attendance) -> Settlement:
    """Return what is due after the stay, by the rulebook that computed the grant."""
    return calculator_of(grant.rulebook_id).settle(grant, attendance)
