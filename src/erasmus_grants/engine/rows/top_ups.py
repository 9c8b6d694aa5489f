"""The top-ups of the mobilities of a frame, in whole cents."""

from __future__ import annotations

from typing import assert_never

from erasmus_grants.basics.algebra import Condition, Whole, any_of, case, not_, once
from erasmus_grants.basics.money import rounded_part, to_cents
from erasmus_grants.basics.periods import DAYS_OF_MONTH
from erasmus_grants.basics.tiers import capped, ends_in
from erasmus_grants.basics.vocabulary import FindingCode, TopUpKind
from erasmus_grants.engine.rows.parts import Cited
from erasmus_grants.engine.rows.rule_rows import RulebookOverRows
from erasmus_grants.rules.top_ups import MonthlyTopUp, OnceTopUp, TopUpNotPublished, is_due, unpaid_code


def top_ups_of(rows: RulebookOverRows) -> tuple[Whole, list[tuple[str, Condition]], Condition, list[Cited]]:
    """Return the top-ups of the rows, and note what stands against them."""
    total: Whole = 0
    paid: list[tuple[str, Condition]] = []
    cited: list[Cited] = []
    stay, paid_stay, top_ups = rows.mobilities.stay, rows.mobilities.paid_stay, rows.rulebook.top_ups
    lacking = {kind: _lacks_top_up(rows, kind) for kind in dict.fromkeys(entry.kind for entry in top_ups)}
    unknown = any_of(lacking.values())
    for place, entry in enumerate(top_ups):
        alike = [other for other in top_ups if other.kind is entry.kind]
        where = rows.applies(entry, alike) & rows.funded & is_due(entry.kind, rows.mobilities)
        where = where & not_(lacking[entry.kind])
        if where is False:
            continue
        where = once(where, "top_up")
        match entry:
            case OnceTopUp():
                tiers = [(where & ends_in(tier, stay.net_days), tier) for tier in entry.tiers]
                total = total + case([(reached, to_cents(tier.amount_eur)) for reached, tier in tiers], 0)
                reached = any_of(reached for reached, _ in tiers)
                rows.note(unpaid_code(entry.kind), where & not_(reached))
                cited += [Cited((tier.source or entry.source).id, reached) for reached, tier in tiers]
            case MonthlyTopUp():
                days = capped(paid_stay.net_days_360, entry.funded_days_cap)
                cents = rounded_part(days * to_cents(entry.rate_eur_per_month), DAYS_OF_MONTH, entry.rounding)
                total = total + case([(where, cents)], 0)
                reached = where
                cited.append(Cited(entry.source.id, where))
            case TopUpNotPublished():
                rows.note(FindingCode.RATE_NOT_PUBLISHED if entry.blocking else unpaid_code(entry.kind), where)
                unknown = unknown | where if entry.blocking else unknown
                continue
            case _:  # pragma: no cover
                assert_never(entry)
        paid.append((f"top_ups[{place}]", reached))
    return total, paid, unknown, cited


def _lacks_top_up(rows: RulebookOverRows, kind: TopUpKind) -> Condition:
    """Return where a country that is not stated decides what a top-up comes to."""
    entries = [entry for entry in rows.rulebook.top_ups if entry.kind is kind]
    return once(rows.funded & is_due(kind, rows.mobilities) & rows.lacks_country(entries), "lacks_top_up")
