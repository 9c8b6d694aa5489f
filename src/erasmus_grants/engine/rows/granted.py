"""Which rows are granted an amount, refused, or not yet known under one rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from erasmus_grants.basics.algebra import Condition, Whole, any_of, case, not_, once
from erasmus_grants.basics.vocabulary import FindingCode, Severity
from erasmus_grants.engine.rows.amounts import Amounts
from erasmus_grants.engine.rows.payments import payments
from erasmus_grants.engine.rows.rule_rows import RulebookOverRows
from erasmus_grants.records.findings import ELIGIBILITY_OPEN, SEVERITIES
from erasmus_grants.rulebook.model import Rulebook


class Granted(NamedTuple):
    """What one rulebook grants.

    Attributes:
        granted: The rows that are granted an amount.
        not_eligible: Those that are refused.
        undetermined: Those of which something is not known.
        eligibility_open: Those of them that may yet be refused.
        where: All rows that it computes.
        amounts: What rows are granted; 0 in others.
        pre_financing: What is paid before the report, in cents.
        unpublished: Where no split between payments is published.
        found: For each code of a finding where it was found.
        book: The rulebook.
    """

    granted: Condition
    not_eligible: Condition
    undetermined: Condition
    eligibility_open: Condition
    where: Condition
    amounts: Amounts
    pre_financing: Whole
    unpublished: Condition
    found: Mapping[FindingCode, Condition]
    book: Rulebook


def granted_by(rows: RulebookOverRows, sums: Amounts, readable_here: Condition, where: Condition) -> Granted:
    """Return what a rulebook grants.

    Args:
        rows: The rulebook over the rows, with everything that was found.
        sums: What the rows would be granted.
        readable_here: Which rows it computes and can read.
        where: Which rows it computes.
    """

    def found(severity: Severity) -> Condition:
        return any_of(there for code, there in rows.found.items() if SEVERITIES[code] is severity)

    refused, unknown = once(found(Severity.REFUSING), "refused"), found(Severity.UNKNOWN)
    if rows.mobilities.zero_grant is not False:
        printed = any_of(rows.covers(rule.scope) for rule in rows.rulebook.zero_grants)
        rows.note(FindingCode.ZERO_GRANT, readable_here & not_(refused) & printed & rows.mobilities.zero_grant)
    granted = once(readable_here & not_(refused) & not_(unknown), "granted")
    travel = once(case([(granted, sums.travel_support)], 0), "travel_support")
    support = once(case([(granted, sums.individual_support)], 0), "individual_support")
    top_ups = once(case([(granted, sums.top_ups)], 0), "top_ups")
    paid = payments(rows, granted, travel, support + top_ups)
    return Granted(
        granted=granted,
        not_eligible=readable_here & refused,
        undetermined=once(readable_here & not_(refused) & unknown, "undetermined"),
        eligibility_open=any_of(rows.found.get(code, False) for code in ELIGIBILITY_OPEN),
        where=where,
        amounts=sums._replace(travel_support=travel, individual_support=support, top_ups=top_ups),
        pre_financing=paid.pre_financing,
        unpublished=paid.unpublished,
        found=rows.found,
        book=rows.rulebook,
    )
