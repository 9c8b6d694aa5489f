"""The page of findings and reasons."""

from collections.abc import Mapping
from typing import Final

from _reference.markdown import code, one_sentence_a_line, page, table
from _reference.words import OF_LISTS, OF_SETTLEMENT, WHAT_TO_DO
from erasmus_grants.basics.english import FINDINGS, REASONS
from erasmus_grants.basics.vocabulary import FindingCode, ReasonCode, Severity

_SEVERITIES: Final[Mapping[Severity, str]] = {
    Severity.BLOCKING: "The mobility is not eligible: the grant has no lines, no payments and a total of 0.00, "
    "and all findings are listed.",
    Severity.WARNING: "The grant is computed, but somebody should check the finding.",
    Severity.INFO: "The grant is computed; the finding is for information.",
}


def findings_page() -> str:
    """Return the page of findings and reasons."""
    parts = [
        (
            "A finding is the result of a rule: a code, and the values that the rule compared.\n"
            "A code is never renamed, but new ones may be added: treat an unknown code by its severity.\n"
            "The names in braces are those of `finding.details`, and `finding.message` is the sentence with the values."
        ),
        table(
            ("code", "severity", "given by"),
            (
                (f"[`{item}`](#{item.lower()})", FINDINGS[item][0], _given_by(item))
                for severity in Severity
                for item in FindingCode
                if FINDINGS[item][0] is severity
            ),
        ),
    ]
    for severity in Severity:
        parts.append(f"## {severity.capitalize()}\n\n{_SEVERITIES[severity]}")
        parts += [_finding(item) for item in FindingCode if FINDINGS[item][0] is severity]
    parts += [
        "## Reasons of lines",
        ("The reasons of a line: `line.reasons` has the codes and the compared values, and tables show these words."),
        table(("code", "words"), ((code(item), code(REASONS[item])) for item in ReasonCode)),
    ]
    return page("Findings", *parts)


def _given_by(item: FindingCode) -> str:
    if item in OF_LISTS:
        return "`calculate_frame`"
    return "`settle`" if item in OF_SETTLEMENT else "`calculate`, `check`"


def _finding(item: FindingCode) -> str:
    return f"### {item}\n\n> {FINDINGS[item][1]}\n\n{one_sentence_a_line(WHAT_TO_DO[item])}"
