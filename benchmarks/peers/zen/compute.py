"""ZEN: a decision model of two tables and a list of expressions, in `staff_grant.json`.

The engine takes one mobility at a time, a list of requests, or one request with many mobilities in it.
"""

import copy
import json
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import reference
import zen
from reference import Amounts, Row

_MODEL: Final = Path(__file__).with_name("staff_grant.json")
_LOOPED: Final = ("bands", "rates", "amounts")


def _over_many(model: dict[str, Any]) -> dict[str, Any]:
    """Return the model for a request with a list of mobilities in it."""
    looped = copy.deepcopy(model)
    for node in looped["nodes"]:
        if node["id"] in _LOOPED:
            node["content"] |= {"executionMode": "loop", "inputField": "rows", "outputPath": "rows"}
    return looped


def _contexts(rows: Iterable[Row]) -> list[dict[str, object]]:
    return [
        {
            "direction": row.direction,
            "start_date": row.start_date.isoformat(),
            "end_date": row.end_date.isoformat(),
            "distance_km": row.distance_km,
        }
        for row in rows
    ]


def _amounts(results: Iterable[dict[str, float]]) -> Iterable[tuple[int, ...]]:
    return (Amounts._make(round(result[name]) for name in reference.AMOUNTS) for result in results)


def _ways(engine: zen.ZenEngine, contexts: Sequence[dict[str, object]]) -> dict[str, Callable[[], list[Any]]]:
    requests = [{"key": "one", "context": context} for context in contexts]
    return {
        "one at a time": lambda: [engine.evaluate("one", context)["result"] for context in contexts],
        "evaluate_batch": lambda: [answer["data"]["result"] for answer in engine.evaluate_batch(requests)],
        "loop in one request": lambda: engine.evaluate("many", {"rows": contexts})["result"]["rows"],
    }


def main() -> None:
    """Measure the three ways."""
    rows, rounds = reference.arguments()
    contexts = _contexts(rows)
    model = json.loads(_MODEL.read_text(encoding="utf-8"))
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"one": model, "many": _over_many(model)}}})
    single = reference.latency_us(lambda number: engine.evaluate("one", contexts[number]), len(contexts))
    figures = []
    for way, work in _ways(engine, contexts).items():
        timing = reference.measure(work, rounds)
        amounts = _amounts(timing.result)
        latency = single if way == "one at a time" else None
        money = "decimal inside, whole cents at the boundary"
        figures.append(reference.figure(f"zen-engine, {way}", rows, timing, amounts, money=money, latency=latency))
    reference.report(version("zen-engine"), figures)


if __name__ == "__main__":
    main()
