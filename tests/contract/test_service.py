"""Does the web service of `examples/service` answer what `docs/how-to/integrate.md` says?"""

import json
import re
import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from erasmus_grants import GrantCalculator, Mobility, known_rulebooks, read_grant

ROOT = Path(__file__).parents[2]
CALCULATOR = GrantCalculator("usmb-icm-2023")
DAKAR: dict[str, object] = {
    "activity": "STA",
    "direction": "outgoing",
    "receiving_country": "SN",
    "partner": "UCAD",
    "start_date": "2022-03-07",
    "end_date": "2022-03-11",
    "distance_km": 4070,
    "teaching_hours": 8,
}
SCRIPT = ROOT / "examples" / "service" / "app.py"
PAGE = (ROOT / "docs" / "how-to" / "integrate.md").read_text("utf-8")
STAY = {"start_date": "2022-03-07", "end_date": "2022-03-10"}


@pytest.fixture(scope="module")
def client() -> Any:
    pytest.importorskip("fastapi")
    pytest.importorskip("httpx2")
    from fastapi.testclient import TestClient

    return TestClient(runpy.run_path(str(SCRIPT))["app"])


def stored(**changes: object) -> dict[str, object]:
    """Return the data of a stored grant."""
    return json.loads(CALCULATOR.calculate(Mobility.model_validate(DAKAR | changes)).model_dump_json())


def is_problem(response: Any, client: Any, path: str, **expected: object) -> None:
    """Assert that a response is a problem, as the service's own description says it is."""
    told = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert told == expected | {"detail": told["detail"], "status": response.status_code}
    responses = client.get("/openapi.json").json()["paths"][path]["post"]["responses"]
    (media,) = responses[str(response.status_code)]["content"].items()
    assert media[0] == "application/problem+json"
    Draft202012Validator(media[1]["schema"]).validate(told)


def test_a_grant_has_the_bytes_that_the_library_writes(client: Any) -> None:
    response = client.post("/grants?rulebook=usmb-icm-2023", json=DAKAR)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    grant = read_grant(response.content)
    assert response.text == grant.model_dump_json()
    assert grant == CALCULATOR.calculate(Mobility.model_validate(DAKAR))
    assert response.json()["total_eur"] == "2080.00"  # 820 + 7 x 180


@pytest.mark.parametrize(
    ("changes", "status", "total"),
    [({"end_date": "2022-03-08"}, "not_eligible", "0.00"), ({"distance_km": None}, "undetermined", None)],
)
def test_not_eligible_and_undetermined_are_answers(
    client: Any, changes: Mapping[str, object], status: str, total: str | None
) -> None:
    response = client.post("/grants?rulebook=usmb-icm-2023", json=DAKAR | changes)
    assert response.status_code == 200
    assert (response.json()["status"], response.json()["total_eur"]) == (status, total)


def test_a_stored_grant_is_settled(client: Any) -> None:
    response = client.post("/settlements", json={"grant": stored(), "attendance": STAY})
    assert response.status_code == 200
    # 820 + 6 x 180 = 1900; 0.75 x 1260 + 820 = 1765 was paid
    assert (response.json()["entitled_eur"], response.json()["balance_eur"]) == ("1900.00", "135.00")


def test_the_rulebooks_are_listed(client: Any) -> None:
    assert client.get("/rulebooks").json() == list(known_rulebooks())


def test_each_wrong_field_of_a_mobility_has_a_sentence(client: Any) -> None:
    response = client.post("/grants", json=DAKAR | {"teaching_hours": -1, "receiving_contry": "SN"})
    assert response.status_code == 422
    errors = {
        "rulebook": "this is missing",
        "teaching_hours": "this is 0 or more",
        "receiving_contry": "there is no field of this name; did you mean 'receiving_country'?",
    }
    is_problem(response, client, "/grants", type="/problems/malformed", title="The request is malformed", errors=errors)
    assert "teaching_hours: this is 0 or more; receiving_contry: there is" in response.json()["detail"]


def test_a_field_of_a_settlement_is_named_with_its_model(client: Any) -> None:
    response = client.post(
        "/settlements",
        json={"grant": stored() | {"total_eur": "1.00"}, "attendance": STAY | {"end_date": "2022-03-01"}},
    )
    errors = response.json()["errors"]
    assert response.status_code == 422
    assert errors["grant.total_eur"] == "the total is the sum of the lines"
    assert set(errors) == {"grant.total_eur", "attendance.end_date"}


@pytest.mark.parametrize(
    ("content", "errors"),
    [
        (b"[1]", {"body": "this is a table of fields"}),
        (b'{"a": ', {"body": "this is not JSON"}),
        (b'{"distance_km": 4070, "distance_km": 400}', {"body": "'distance_km' stands twice in one object"}),
    ],
)
def test_a_body_that_is_no_mobility(client: Any, content: bytes, errors: Mapping[str, str]) -> None:
    headers = {"content-type": "application/json"}
    response = client.post("/grants?rulebook=usmb-icm-2023", content=content, headers=headers)
    assert response.status_code == 422
    is_problem(response, client, "/grants", type="/problems/malformed", title="The request is malformed", errors=errors)


@pytest.mark.parametrize("name", ["usmb-icm-2032", "docs/how-to/example-university.toml"])
def test_an_unknown_rulebook_and_no_file_is_read(client: Any, name: str) -> None:
    response = client.post("/grants", params={"rulebook": name}, json=DAKAR)
    assert response.status_code == 404
    detail = response.json()["detail"]
    assert detail.startswith(f"no rulebook is called '{name}'")
    title, kind = "There is no such rulebook", "/problems/unknown-rulebook"
    is_problem(response, client, "/grants", type=kind, title=title, errors={"rulebook": detail})


@pytest.mark.parametrize(
    ("grant", "status", "kind", "title", "begins"),
    [
        (
            stored() | {"rulebook_id": "usmb-icm-2032"},
            *(404, "unknown-rulebook", "There is no such rulebook", "no rulebook is called 'usmb-icm-2032'"),
        ),
        (
            stored() | {"rulebook_id": "eu-ka171-2023"},
            *(409, "other-rulebook", "The grant is of another rulebook", "the grant was computed by rulebook eu-ka171"),
        ),
        (
            stored() | {"mobility": stored(distance_km=9000)["mobility"]},
            *(409, "changed-grant", "The grant does not follow from its mobility", "the grant does not follow from"),
        ),
        (
            stored(distance_km=None),
            409,
            "undetermined-grant",
            "The grant has no total yet",
            "not yet known: How many kilometres",
        ),
    ],
)
@pytest.mark.parametrize("query", ["", "?rulebook=usmb-icm-2023"])  # which the path does not take
def test_a_grant_that_cannot_be_settled(
    client: Any, *, query: str, grant: Mapping[str, object], status: int, kind: str, title: str, begins: str
) -> None:
    response = client.post(f"/settlements{query}", json={"grant": grant, "attendance": STAY})
    assert response.status_code == status
    detail = response.json()["detail"]
    assert detail.startswith(begins)
    is_problem(response, client, "/settlements", type=f"/problems/{kind}", title=title, errors={"grant": detail})


def test_what_fastapi_refuses_is_a_problem_too(client: Any) -> None:
    missing, wrong = client.get("/nothing"), client.get("/grants")
    assert missing.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "Not Found",
        "errors": {},
    }
    assert wrong.status_code == 405
    assert wrong.headers["allow"] == "POST"
    assert missing.headers["content-type"] == wrong.headers["content-type"] == "application/problem+json"


def test_the_description_of_the_service_names_the_models_of_the_library(client: Any) -> None:
    described = client.get("/openapi.json").json()
    grants, settlements = described["paths"]["/grants"]["post"], described["paths"]["/settlements"]["post"]
    models = [
        grants["requestBody"]["content"]["application/json"]["schema"]["$ref"],
        grants["responses"]["200"]["content"]["application/json"]["schema"]["$ref"],
        settlements["responses"]["200"]["content"]["application/json"]["schema"]["$ref"],
    ]
    assert [model.rpartition("/")[2].partition("-")[0] for model in models] == [
        "Mobility",
        "GrantBreakdown",
        "Settlement",
    ]
    assert set(grants["responses"]) == {"200", "404", "422"}
    assert set(settlements["responses"]) == {"200", "404", "409", "422"}
    Draft202012Validator({"$ref": models[1], "components": described["components"]}).validate(stored())


def test_the_page_shows_what_the_service_has_and_answers(client: Any) -> None:
    (code,) = re.findall(r"^```py\n(@app\.post.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert code in SCRIPT.read_text("utf-8")
    (problem,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    response = client.post("/grants?rulebook=usmb-icm-2023", json=DAKAR | {"teaching_hours": -1})
    assert json.loads(problem) == response.json()
    shown = {
        (int(status), kind) for status, kind in re.findall(r"^\| (\d{3}) \| `(/problems/\S+)`", PAGE, re.MULTILINE)
    }
    told = {problem[:2] for problem in runpy.run_path(str(SCRIPT))["PROBLEMS"].values()}
    assert shown == told | {(422, "/problems/malformed")}
