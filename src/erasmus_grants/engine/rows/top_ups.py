"""The top-ups of the mobilities of a frame, in whole cents."""

from __future__ import annotations

from typing import NamedTuple

from erasmus_grants.basics.algebra import Condition, Whole, any_of, case, not_, once
from erasmus_grants.basics.money import rounded_part, to_cents
from erasmus_grants.basics.periods import DAYS_OF_MONTH
from erasmus_grants.basics.tiers import capped, ends_in
from erasmus_grants.basics.vocabulary import FindingCode, TopUpKind
from erasmus_grants.engine.rows.parts import Cited
from erasmus_grants.engine.rows.rule_rows import RulebookOverRows
from erasmus_grants.rules.top_ups import MonthlyTopUp, OnceTopUp, TopUpNotPublished, is_due, unpaid_code


class TopUps(NamedTuple):
    """The top-ups of the rows.

    Attributes:
        cents: What is paid where all of it is known.
        entries: For each top-up, by its place in the rulebook, whether it is paid.
        unknown: Where some is not known.
        cited: What the lines cite.
    """

    cents: Whole
    entries: list[tuple[str, Condition]]
    unknown: Condition
    cited: list[Cited]


class _Paid(NamedTuple):
    """What one top-up pays, where, and what its lines cite."""

    cents: Whole
    where: Condition
    cited: list[Cited]


def top_ups_of(rows: RulebookOverRows) -> TopUps:
    """Return the top-ups of the rows, and note what stands against them.

    Args:
        rows: The rulebook over the rows.
    """
    top_ups = rows.rulebook.top_ups
    lacking = {kind: _lacks_top_up(rows, kind) for kind in dict.fromkeys(entry.kind for entry in top_ups)}
    unknown = any_of(lacking.values())
    paid: list[tuple[str, _Paid]] = []
    for place, entry in enumerate(top_ups):
        alike = [other for other in top_ups if other.kind is entry.kind]
        where = rows.applies(entry, alike) & rows.funded & is_due(entry.kind, rows.mobilities)
        where = where & not_(lacking[entry.kind])
        if where is False:
            continue
        where = once(where, "top_up")
        if isinstance(entry, TopUpNotPublished):
            rows.note(FindingCode.RATE_NOT_PUBLISHED if entry.blocking else unpaid_code(entry.kind), where)
            unknown = unknown | where if entry.blocking else unknown
            continue
        of_entry = _once(rows, entry, where) if isinstance(entry, OnceTopUp) else _monthly(rows, entry, where)
        paid.append((f"top_ups[{place}]", of_entry))
    return TopUps(
        cents=sum(one.cents for _, one in paid),
        entries=[(name, one.where) for name, one in paid],
        unknown=unknown,
        cited=[source for _, one in paid for source in one.cited],
    )


def _once(rows: RulebookOverRows, entry: OnceTopUp, where: Condition) -> _Paid:
    tiers = [(where & ends_in(tier, rows.mobilities.stay.net_days), tier) for tier in entry.tiers]
    reached = any_of(there for there, _ in tiers)
    rows.note(unpaid_code(entry.kind), where & not_(reached))
    cited = [Cited((tier.source or entry.source).id, there) for there, tier in tiers]
    return _Paid(case([(there, to_cents(tier.amount_eur)) for there, tier in tiers], 0), reached, cited)


def _monthly(rows: RulebookOverRows, entry: MonthlyTopUp, where: Condition) -> _Paid:
    days = capped(rows.mobilities.paid_stay.net_days_360, entry.funded_days_cap)
    cents = rounded_part(days * to_cents(entry.rate_eur_per_month), DAYS_OF_MONTH, entry.rounding)
    return _Paid(case([(where, cents)], 0), where, [Cited(entry.source.id, where)])


def _lacks_top_up(rows: RulebookOverRows, kind: TopUpKind) -> Condition:
    """Return where a country that is not stated decides what a top-up comes to."""
    entries = [entry for entry in rows.rulebook.top_ups if entry.kind is kind]
    return once(rows.funded & is_due(kind, rows.mobilities) & rows.lacks_country(entries), "lacks_top_up")
