"""What the mobilities of a frame are granted if they are eligible, in whole cents."""

from __future__ import annotations

from typing import NamedTuple

from erasmus_grants.basics.algebra import Condition, Whole, any_of, case, not_, once
from erasmus_grants.engine.rows.days import lacks_travel_days
from erasmus_grants.engine.rows.individual_support import individual_support_of
from erasmus_grants.engine.rows.parts import Cited, Open
from erasmus_grants.engine.rows.rule_rows import RulebookOverRows
from erasmus_grants.engine.rows.top_ups import top_ups_of
from erasmus_grants.engine.rows.travel_support import travel_support_of


class Amounts(NamedTuple):
    """What the rows would be granted if they are eligible, and all of it is known.

    Attributes:
        travel_support: In cents.
        individual_support: In cents.
        top_ups: In cents.
        lowest: The lowest total, in cents, where something is not known; what has no printed lowest amount is nothing.
        highest: The highest total, in cents; what has no printed highest amount is nothing.
        no_lowest: Where no printed amount bounds the total from below.
        no_highest: Where no printed amount bounds it from above.
        open_travel: Travel support that is not known.
        open_support: Individual support that is not known.
        open_days: Where it is not known how many travel days are funded.
        funded_days: Days on site that individual support pays for [days].
        band: The number of the travel band, counted from 1 through all tables of the rulebook; 0: none.
        rate: The number of the rate, counted from 1 through the daily, monthly and short-stay rates; 0: none.
        top_up_rows: For each top-up whether it is paid.
        cited: What the lines cite.
    """

    travel_support: Whole
    individual_support: Whole
    top_ups: Whole
    lowest: Whole
    highest: Whole
    no_lowest: Condition
    no_highest: Condition
    open_travel: Open
    open_support: Open
    open_days: Condition
    funded_days: Whole
    band: Whole
    rate: Whole
    top_up_rows: tuple[tuple[str, Condition], ...]
    cited: tuple[Cited, ...]


def amounts(rows: RulebookOverRows) -> Amounts:
    """Return what the rows would be granted, and note what stands against it.

    Args:
        rows: The rulebook over the rows.
    """
    travel, support, top_ups = travel_support_of(rows), individual_support_of(rows), top_ups_of(rows)
    open_days = lacks_travel_days(rows)
    travel_cents = once(travel.cents, "travel")
    support_cents = once(support.cents, "individual")
    top_up_cents = once(top_ups.cents, "top_ups")
    parts = [
        (case([(rows.lacks_tables, 0)], travel_cents), travel.unknown),
        (support_cents, support.unknown),
        (top_up_cents, Open(where=False)),
    ]
    lowest = sum(case([(one.where, one.lowest)], known) for known, one in parts)
    endless = top_ups.unknown | open_days
    if any(one.where is not False for _, one in parts) or endless is not False:
        lowest = once(lowest, "lowest")
    unbounded = any_of(one.where & not_(one.has_lowest) for _, one in parts) | endless
    return Amounts(
        travel_support=travel_cents,
        individual_support=support_cents,
        top_ups=top_up_cents,
        lowest=lowest,
        highest=sum(case([(one.where, one.highest)], known) for known, one in parts),
        no_lowest=unbounded if unbounded is False else unbounded & not_(lowest >= 1),
        no_highest=any_of(one.where & not_(one.has_highest) for _, one in parts) | endless,
        open_travel=travel.unknown,
        open_support=support.unknown,
        open_days=open_days,
        funded_days=once(support.funded_days, "funded_days"),
        band=once(travel.band, "band"),
        rate=once(support.rate, "rate"),
        top_up_rows=tuple(top_ups.entries),
        cited=(*travel.cited, *support.cited, *top_ups.cited),
    )
