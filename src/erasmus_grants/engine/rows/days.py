"""Days on site and travel days of the mobilities of a frame, and entries for which one formula does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from erasmus_grants.basics.algebra import Condition, Whole, case, if_else, lower_of, not_, once
from erasmus_grants.basics.tiers import Tier, days_in
from erasmus_grants.basics.vocabulary import FindingCode
from erasmus_grants.engine.rows.rule_rows import RulebookOverRows
from erasmus_grants.rules.travel_days import travel_days_limit, usual_travel_days

AnyEntry = TypeVar("AnyEntry")
AnyShape = TypeVar("AnyShape")


def lacks_travel_days(rows: RulebookOverRows) -> Condition:
    """Return where a country that is not stated decides how many travel days are funded."""
    table, asked = rows.rulebook.travel_days, rows.mobilities.travel_days
    usual = rows.lacks_country(entry for entry in table if entry.funded_travel_days)
    lacking = if_else(asked.stated, (asked.value >= 1) & rows.lacks_country(table), usual)
    return once(rows.funded & lacking, "lacks_travel_days")


def of_one_shape(
    entries: Iterable[tuple[AnyEntry, Condition]], shape: Callable[[AnyEntry], AnyShape]
) -> list[list[tuple[AnyEntry, Condition]]]:
    """Return entries in groups for which one formula does: they differ in figures only."""
    groups: dict[AnyShape, list[tuple[AnyEntry, Condition]]] = {}
    for entry, where in entries:
        groups.setdefault(shape(entry), []).append((entry, where))
    return list(groups.values())


def funded_travel_days(rows: RulebookOverRows, rated: Condition) -> Whole:
    """Return the funded travel days, and note where fewer are than were asked for."""
    asked, mode, rules = rows.mobilities.travel_days, rows.mobilities.travel_mode, rows.rulebook.travel_days
    usual = case([(rows.covers(rule.scope), usual_travel_days(mode, rule)) for rule in rules], 0)
    if asked.stated is False:
        return once(usual, "travel_days")
    limits = [(rows.covers(rule.scope), travel_days_limit(mode, rule)) for rule in rules]
    limit = once(case(limits, 0), "most_travel_days")
    known = rated & not_(lacks_travel_days(rows))
    rows.note(FindingCode.TRAVEL_DAYS_CAPPED, known & asked.stated & not_(limit >= asked.value))
    return once(case([(asked.stated, lower_of(asked.value, limit))], usual), "travel_days")


def days_in_tiers(tiers: Iterable[Tier], days: Whole) -> list[Whole]:
    """Return how many days of a stay lie in each tier."""
    return [once(days_in(tier, days), "days_in_tier") for tier in tiers]
