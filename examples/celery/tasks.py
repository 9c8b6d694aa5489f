# ruff: noqa: INP001 - a script
"""Tasks for a job queue: `pip install celery`, and `celery --workdir examples/celery -A tasks worker` with a broker."""

from functools import cache

from celery import Celery
from pydantic import ValidationError

from erasmus_grants import GrantCalculator, Mobility, UnknownRulebookError, get_rulebook

app = Celery("grants")
app.conf.update(task_serializer="json", result_serializer="json", accept_content=["json"])


@cache
def calculator_of(rulebook: str) -> GrantCalculator:
    """Return the calculator of a rulebook, which each worker prepares once."""
    return GrantCalculator(get_rulebook(rulebook))


def calculated(mobility: str, rulebook: str) -> str:
    """Return the JSON of the grant of a mobility, which is JSON too.

    Raises:
        ValueError: The mobility cannot be read, or there is no such rulebook.  Its sentence is all that passes a queue
            of JSON: of pydantic's own error, nothing but the name would arrive.
    """
    try:
        return calculator_of(rulebook).calculate(Mobility.model_validate_json(mobility)).model_dump_json()
    except ValidationError as error:
        wrong = (f"{'.'.join(map(str, item['loc'])) or 'mobility'}: {item['msg']}" for item in error.errors())
        raise ValueError("; ".join(wrong)) from None
    except UnknownRulebookError as error:
        raise ValueError(str(error)) from None


@app.task
def grant(mobility: str, rulebook: str) -> str:
    """Return the grant of a mobility; not eligible and undetermined are answers, and no failures."""
    return calculated(mobility, rulebook)


@app.task
def grants(mobilities: str, rulebook: str) -> str:
    """Return the grants of mobilities, both as JSON lines; a line that cannot be read fails them all, by its number."""
    lines: list[str] = []
    for number, mobility in enumerate(mobilities.rstrip("\n").split("\n"), start=1):
        try:
            lines.append(calculated(mobility, rulebook))
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None
    return "".join(f"{line}\n" for line in lines)
