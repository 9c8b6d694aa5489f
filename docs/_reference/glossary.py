"""The glossary: every closed list and its members, and the terms of the guide."""

import ast
import inspect
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from _reference.markdown import code, first_sentence, page, table
from _reference.words import MEANINGS, TERMS
from erasmus_grants.basics import vocabulary
from erasmus_grants.basics.countries import COUNTRY_NAMES, REGIONS

ENUMS: Final[tuple[type[StrEnum], ...]] = (
    vocabulary.ActivityType,
    vocabulary.Direction,
    vocabulary.ParticipantRole,
    vocabulary.StudyCycle,
    vocabulary.Term,
    vocabulary.Purpose,
    vocabulary.HostKind,
    vocabulary.TravelMode,
    vocabulary.LineKind,
    vocabulary.TopUpKind,
    vocabulary.RulebookOf,
    vocabulary.LineBasis,
    vocabulary.DifferenceCause,
    vocabulary.PaymentKind,
    vocabulary.PaymentTrigger,
    vocabulary.Document,
    vocabulary.DocumentStage,
    vocabulary.Signatory,
    vocabulary.Funding,
    vocabulary.LivingCosts,
    vocabulary.LengthUnit,
    vocabulary.BelowMinimum,
    vocabulary.Rounding,
    vocabulary.DayCounting,
    vocabulary.RulebookStatus,
    vocabulary.Confidence,
    vocabulary.GrantStatus,
    vocabulary.Severity,
    vocabulary.Answerer,
    vocabulary.AnswerKind,
    vocabulary.Decided,
    vocabulary.TypicalStay,
    vocabulary.CellState,
)
"""The closed lists of the glossary; findings, reasons and phrases have a page of their own."""


def vocabulary_page() -> str:
    """Return the glossary."""
    told = member_docstrings(Path(inspect.getfile(vocabulary)).read_text(encoding="utf-8"))
    parts = [
        (
            "The values below are those of the JSON; none is ever renamed.\n"
            "Findings and reasons are on [another page](findings.md)."
        ),
        "## Terms of the guide and of the pages",
        table(("term", "in code", "meaning"), sorted(TERMS, key=lambda row: row[0].casefold())),
    ]
    for enum in ENUMS:
        rows = ((code(member.value), _meaning(enum, member, told)) for member in enum)
        parts.append(f"## {enum.__name__}\n\n{first_sentence(enum)}\n\n{table(('value', 'meaning'), rows)}")
    return page("Vocabulary", *parts, _countries())


def _countries() -> str:
    """Return how countries are written."""
    rows = ((code(region), COUNTRY_NAMES[region], COUNTRY_NAMES[whole]) for region, whole in REGIONS.items())
    return (
        "## Countries\n\n"
        "A country is written by its code of ISO 3166-1 in two letters, as `SN`, and Kosovo as `XK`.\n"
        "Three outermost regions of the European Union have no code there, and are paid otherwise than their country "
        f"([how](../explanation/official-rulebooks.md#groups-and-flows)).\n"
        "They are written by their codes of ISO 3166-2:\n\n"
        f"{table(('code', 'region', 'of'), rows)}"
    )


def _meaning(enum: type[StrEnum], member: StrEnum, told: Mapping[str, str]) -> str:
    meaning = told.get(f"{enum.__name__}.{member.name}") or MEANINGS[f"{enum.__name__}.{member.value}"]
    return meaning[0].upper() + meaning[1:].rstrip(".")


def member_docstrings(source: str) -> Mapping[str, str]:
    """Return the text under each member of each class of a module, by `Class.MEMBER`."""
    found: dict[str, str] = {}
    for node in ast.parse(source).body:
        if not isinstance(node, ast.ClassDef):
            continue
        for statement, following in zip(node.body, node.body[1:], strict=False):
            match statement, following:
                case (
                    ast.Assign(targets=[ast.Name(id=name)]),
                    ast.Expr(value=ast.Constant(value=str(text))),
                ):
                    found[f"{node.name}.{name}"] = inspect.cleandoc(text).replace("\n", " ")
                case _:
                    pass
    return found
