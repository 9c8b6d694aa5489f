"""Does a stored grant follow from its mobility?

A grant is the only paper of what was agreed, and is settled from what it says.  It can be computed again at any time:
what it pays has to come out again, part by part.  A later version of the library may find more, say it in other words,
and cite another page, so these are not compared.

Examples:
    >>> from erasmus_grants.testing import toy_calculator, toy_mobility
    >>> near, far = (toy_calculator().calculate(toy_mobility(distance_km=km)) for km in (1500, 150))
    >>> first_difference(near, near), first_difference(far, near).part
    (None, 'lines')
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from typing import Final, NamedTuple

from erasmus_grants.basics.vocabulary import Severity
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.lines import GrantLine, OpenLine, Payment

_DECIDING: Final = frozenset({Severity.REFUSING, Severity.UNKNOWN})


class Difference(NamedTuple):
    """The first part of a stored grant that does not follow from its mobility.

    Attributes:
        part: The field of the grant.
        stored: What is stored; empty: nothing.
        computed: What follows; empty: nothing.
    """

    part: str
    stored: str
    computed: str


def first_difference(stored: GrantBreakdown, computed: GrantBreakdown) -> Difference | None:
    """Return the first part of a stored grant that is not as it is computed; None: it pays what it should.

    Args:
        stored: The grant as it was stored.
        computed: The grant of the same mobility, computed anew.
    """
    if stored.status != computed.status:
        return Difference("status", stored.status.value, computed.status.value)
    base = stored.rulebook_based_on  # which version 0.1 did not store
    if base not in {None, computed.rulebook_based_on}:
        return Difference("rulebook_based_on", str(base), computed.rulebook_based_on or "")
    found = {finding.code for finding in computed.findings}
    for finding in stored.findings:
        if finding.severity in _DECIDING and finding.code not in found:
            return Difference("findings", finding.code.value, "")
    if stored.is_of_first_version:
        return None
    for part, told in _PARTS.items():
        for ours, theirs in zip_longest(told(computed), told(stored), fillvalue=""):
            if ours != theirs:
                return Difference(part, stored=theirs, computed=ours)
    return None


def _lines(grant: GrantBreakdown) -> Iterator[str]:
    return map(_line, grant.lines)


def _line(line: GrantLine) -> str:
    rate = f"{line.rate_eur}{_per_days(line.rate_days)}"
    counted = f"{line.quantity} ({line.basis.value}) x {rate} = {line.amount_eur}"
    return f"{line.kind.value}: {counted}, {line.rounding.value}"


def _open_lines(grant: GrantBreakdown) -> Iterator[str]:
    return map(_open_line, grant.open_lines)


def _open_line(line: OpenLine) -> str:
    rates = f"{line.minimum_rate_eur} to {line.maximum_rate_eur}{_per_days(line.rate_days)}"
    return f"{line.kind.value}: {line.quantity} ({line.basis.value}) x {rates}"


def _per_days(days: int) -> str:
    return "" if days == 1 else f" / {days}"


def _payments(grant: GrantBreakdown) -> Iterator[str]:
    return map(_payment, grant.payments)


def _payment(payment: Payment) -> str:
    conditions = ", ".join(condition.value for condition in payment.conditions)
    return f"{payment.kind.value}: {payment.amount_eur} {payment.trigger.value} ({conditions})"


_PARTS: Final[Mapping[str, Callable[[GrantBreakdown], Iterator[str]]]] = {
    "lines": _lines,
    "open_lines": _open_lines,
    "payments": _payments,
}
"""What is compared, in the order in which one part follows from another."""
