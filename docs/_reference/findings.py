"""The page of findings and reasons."""

import re
from collections.abc import Mapping
from typing import Final

from _reference.markdown import code, one_sentence_a_line, page, table
from _reference.words import OF_BOTH, OF_LISTS, OF_SETTLEMENT, WHAT_TO_DO
from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.vocabulary import FindingCode, Phrase, ReasonCode, Severity
from erasmus_grants.records.findings import SEVERITIES

_SEVERITIES: Final[Mapping[Severity, str]] = {
    Severity.REFUSING: "The mobility is not eligible: the grant has no lines, no payments and a total of 0.00, "
    "and all findings are listed.",
    Severity.UNKNOWN: "Something is not known yet, and nothing refuses the mobility for it. "
    "The grant has the lines that are certain, no total but its bounds, and the open questions. "
    "If another finding refuses the mobility, it is not eligible whatever the answer would be.",
    Severity.WARNING: "The grant is computed, but somebody should check the finding.",
    Severity.INFO: "The grant is computed; the finding is for information.",
}


def findings_page() -> str:
    """Return the page of findings and reasons."""
    parts = [
        (
            "A finding is the result of a rule: a code, and the values that the rule compared.\n"
            "A code is never renamed, but new ones may be added: treat an unknown code by its severity.\n"
            "The names in braces are those of `finding.details`; `finding.message` is the sentence with the values.\n"
            "Where a sentence has one of several phrases, the value is the code of the [phrase](#phrases)."
        ),
        table(
            ("code", "severity", "given by"),
            (
                (f"[`{item}`](#{item.lower()})", SEVERITIES[item], _given_by(item))
                for severity in Severity
                for item in FindingCode
                if SEVERITIES[item] is severity
            ),
        ),
    ]
    for severity in Severity:
        parts.append(f"## {severity.capitalize()}\n\n{_SEVERITIES[severity]}")
        parts += [_finding(item) for item in FindingCode if SEVERITIES[item] is severity]
    parts += [
        "## Reasons of lines",
        (
            "Why a line says what it says: `line.reasons` holds the codes and the compared values, "
            "and tables show these words."
        ),
        table(("code", "words"), ((code(item), code(_shown(ENGLISH.reasons[item]))) for item in ReasonCode)),
        "## Phrases",
        (
            "Pieces of those sentences that a rule chooses: a value of `details` is one of these codes, "
            "or, in the place of a phrase, a sentence of the rulebook.\n"
            "The names in braces stand in the same `details`."
        ),
        table(("code", "words"), ((code(item), code(_shown(ENGLISH.phrases[item]))) for item in Phrase)),
    ]
    return page("Findings", *parts)


def _shown(sentence: str) -> str:
    """Return a sentence with the names of its values, without the forms in which they are said."""
    of_many = re.sub(r"(\{\w+):[^}|]*\|([^}]*)\}", r"\1} \2", sentence)
    return re.sub(r"(\{\w+):[^}]*\}", r"\1}", of_many)


def _given_by(item: FindingCode) -> str:
    if item in OF_LISTS:
        return "`calculate_frame`"
    if item in OF_BOTH:
        return "`calculate`, `check`, `settle`"
    return "`settle`" if item in OF_SETTLEMENT else "`calculate`, `check`"


def _finding(item: FindingCode) -> str:
    return f"### {item}\n\n> {_shown(ENGLISH.findings[item])}\n\n{one_sentence_a_line(WHAT_TO_DO[item])}"
