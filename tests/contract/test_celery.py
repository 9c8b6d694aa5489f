"""Does the task of `examples/celery` answer with grants that can be stored and read back?"""

import json
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from erasmus_grants import GrantCalculator, Mobility, read_grant

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "examples" / "celery" / "tasks.py"
RULEBOOK = "usmb-icm-2023"
MOBILITY = """{
    "activity": "STA", "direction": "outgoing", "receiving_country": "SN", "partner": "UCAD",
    "start_date": "2022-03-07", "end_date": "2022-03-11", "distance_km": 4070, "teaching_hours": 8
}"""


@pytest.fixture
def tasks() -> Iterator[dict[str, Any]]:
    pytest.importorskip("celery")
    tasks = runpy.run_path(str(SCRIPT))
    # Eager tasks are run at once; their arguments are still serialised, as for a broker.
    tasks["app"].conf.update(task_always_eager=True, task_store_eager_result=False)
    yield tasks
    tasks["app"].close()


def test_a_task_returns_the_json_of_a_grant(tasks: dict[str, Any]) -> None:
    result = tasks["grant"].delay(MOBILITY, RULEBOOK).get()
    assert read_grant(result) == GrantCalculator(RULEBOOK).calculate(Mobility.model_validate_json(MOBILITY))
    assert json.loads(result)["total_eur"] == "2080.00"  # 820 + 7 x 180
    assert tasks["grant"].delay(MOBILITY, RULEBOOK).get() == result


def test_what_goes_in_and_comes_out_passes_the_serialiser_of_json(tasks: dict[str, Any]) -> None:
    from kombu.serialization import dumps, loads, prepare_accept_content

    settings = tasks["app"].conf
    assert (settings.task_serializer, settings.result_serializer, settings.accept_content) == ("json", "json", ["json"])
    sent = tasks["grant"].delay(MOBILITY, RULEBOOK).get()
    kind, encoding, body = dumps(sent, serializer=settings.result_serializer)
    assert kind == "application/json"
    assert loads(body, kind, encoding, accept=prepare_accept_content(settings.accept_content)) == sent


def test_many_grants_are_lines_of_json_in_the_order_of_the_mobilities(tasks: dict[str, Any]) -> None:
    one = json.loads(MOBILITY)
    sent = [one, one | {"end_date": "2022-03-08"}, one | {"distance_km": None}]
    result = tasks["grants"].delay("\n".join(map(json.dumps, sent)), RULEBOOK).get()
    grants = list(map(read_grant, result.splitlines()))
    assert [grant.status.value for grant in grants] == ["granted", "not_eligible", "undetermined"]
    assert [grant.mobility for grant in grants] == list(map(Mobility.model_validate, sent))


@pytest.mark.parametrize(
    ("task", "mobility", "rulebook", "sentence"),
    [
        (
            *("grant", '{"activity": "STA", "direction": "outgoing", "start_date": "2022-03-07"}', RULEBOOK),
            "end_date: this is missing",
        ),
        ("grant", "{", RULEBOOK, "mobility: "),
        (
            *("grant", MOBILITY.replace("{", '{"distance_km": 400,', 1), RULEBOOK),
            "mobility: 'distance_km' stands twice in one object",
        ),
        ("grant", MOBILITY, "usmb-icm-2032", "no rulebook is called 'usmb-icm-2032'; did you mean 'usmb-icm-2023'?"),
        ("grants", f"{json.dumps(json.loads(MOBILITY))}\n[]\n", RULEBOOK, "line 2: mobility: "),
    ],
)
def test_a_task_that_cannot_succeed_fails_with_a_sentence_that_passes_json(
    tasks: dict[str, Any], *, task: str, mobility: str, rulebook: str, sentence: str
) -> None:
    result = tasks[task].delay(mobility, rulebook)
    assert result.failed()
    assert type(result.result) is ValueError
    assert str(result.result).startswith(sentence)
    assert json.loads(json.dumps(result.result.args)) == [str(result.result)]


def test_a_line_ends_where_json_lines_end(tasks: dict[str, Any]) -> None:
    """U+2028 may stand in JSON as it is, and is no end of a line."""
    sent = json.dumps(json.loads(MOBILITY) | {"partner": "UCAD\u2028Dakar"}, ensure_ascii=False)
    result = tasks["grants"].delay(sent, RULEBOOK).get()
    assert read_grant(result).mobility.partner == "UCAD\u2028Dakar"


def test_the_page_shows_the_task_as_it_is() -> None:
    page = (ROOT / "docs" / "how-to" / "integrate.md").read_text("utf-8")
    (code,) = re.findall(r"^```py\n(@app\.task.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert code in SCRIPT.read_text("utf-8")
