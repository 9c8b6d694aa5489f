"""What a rulebook pays or allows otherwise than the rulebook that it is based on, which has to be explained.

Amounts that a base fixes are paid as they are, and its limits are kept or narrowed; anything else needs a reason.

Examples:
    >>> from erasmus_grants.rulebook.domain import domain_of
    >>> from erasmus_grants.testing import toy_rulebook
    >>> list(overlay_departures(toy_rulebook(), toy_rulebook(), domain_of(toy_rulebook())))
    []
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from erasmus_grants.basics.field_types import is_collection
from erasmus_grants.basics.scope import Entry, Scope, scope_in_words, tables_of
from erasmus_grants.basics.travel_table import DistanceBands, NotPaid
from erasmus_grants.rulebook.checks import Problem
from erasmus_grants.rulebook.departure_sentences import SAY_WHY, fixed_otherwise, or_nothing
from erasmus_grants.rulebook.domain import Domain
from erasmus_grants.rulebook.later_days import later_days
from erasmus_grants.rulebook.limits import wider, wider_settlement, wider_short_stays
from erasmus_grants.rulebook.tables import RulebookTables

_LIMITS: Final = (
    *("activities", "travel_days", "durations", "cycle_limits", "teaching_hours", "excluded_purposes"),
    *("abroad", "cycle_flows", "closed_flows"),
)
"""Tables of limits of the programme, within which whoever adapts a rulebook may be stricter."""

_ALLOWING: Final = ("activities", "flows")
"""Tables that say what is allowed: nothing else is."""

_MAY_BE_LOST: Final = ("activities", "travel_days")
"""Tables without an entry of which nothing is paid."""


def overlay_departures(base: RulebookTables, overlay: RulebookTables, domain: Domain) -> Iterator[Problem]:
    """Yield each figure that a base fixes, and that a rulebook based on it pays otherwise or no more.

    A daily or monthly rate within a range is not fixed: whoever adapts the rulebook sets it within the range.
    """
    for name in type(base).model_fields:
        ours = _entries(overlay, name)
        if ours == _entries(base, name):
            continue
        use = tables_of(type(base)).get(name)
        ranges = [bounds.scope for bounds in _entries(base, use.ranges)] if use is not None and use.ranges else []
        for entry in _entries(base, name):
            if _is_fixed(entry):
                yield from _departing(base.id, name, entry, ours, domain, ranges=ranges)
    yield from later_days(base, overlay, domain)
    yield from _loosened(base, overlay, domain)
    yield from _loosened_rules(base, overlay)
    yield from _opened(base, overlay, domain)


def _entries(rulebook: RulebookTables, name: str) -> list[Entry]:
    value: object = getattr(rulebook, name)
    return [entry for entry in value if isinstance(entry, Entry)] if is_collection(value) else []


def _named(entry: Entry, name: str) -> object:
    """Return a field of an entry that only some kinds of entries have; None: it has none."""
    return getattr(entry, name, None)


def _is_fixed(entry: Entry) -> bool:
    """Return whether an entry says what is paid: amounts, or that somebody decided that there are none."""
    return bool(entry.figures) or isinstance(entry, NotPaid)


def _departing(
    base_id: str, table: str, entry: Entry, ours: Sequence[Entry], domain: Domain, *, ranges: Sequence[Scope]
) -> Iterator[Problem]:
    """Yield what is paid otherwise than by an entry of a base, whose rate is free where a range bounds it."""
    kind = _named(entry, "kind")
    alike = [(place, one) for place, one in enumerate(ours) if _named(one, "kind") == kind and _answers(one, entry)]
    for place, one in alike:
        if one != entry and domain.overlap(one.scope, entry.scope):
            rate_is_free = domain.within([one.scope]).is_covered(entry.scope, ranges)
            changed = [] if _is_declined(entry, one) else _changed(entry, one, rate_is_free=rate_is_free)
            if changed:
                others = len(changed) - 1
                more = f" (and {others} more {'figure' if others == 1 else 'figures'})" if others else ""
                said, here = (or_nothing(each.figures.get(changed[0])) for each in (entry, one))
                sentence = fixed_otherwise(f"{changed[0]} is {said}", base_id, entry.source, f"{here} here{more}")
                yield (table, place), sentence, None
    if not domain.is_covered(entry.scope, [*ranges, *(one.scope for _, one in alike)]):
        lost = f"what {base_id} fixes for {scope_in_words(entry.scope)} ({entry.source.id})"
        is_paid = bool(entry.figures) and not entry.gives_way
        yield (table,), f"{lost} is {'not paid any more' if is_paid else 'open here'}; {SAY_WHY}", None


def _answers(one: Entry, entry: Entry) -> bool:
    """Return whether an entry says what is paid in place of one of a base, and does not only leave it open.

    Where a base does not decide whether its amounts are paid, whoever adapts it may leave that open too.
    """
    return not one.gives_way or (entry.gives_way and bool(one.figures))


def _is_declined(entry: Entry, one: Entry) -> bool:
    """Return whether nothing is paid in place of amounts of a base that may be declined."""
    return isinstance(one, NotPaid) and (entry.gives_way or bool(_named(entry, "may_be_declined")))


def _changed(entry: Entry, one: Entry, *, rate_is_free: bool) -> list[str]:
    """Return the names of the figures of a base that are others here, or if there are none, of those that it lacks.

    What a base says is not published may be filled in.
    """
    free = {*islice(entry.figures, 1)} if rate_is_free else set[str]()
    if isinstance(entry, DistanceBands) and isinstance(one, DistanceBands):
        free |= entry.filled_in_by(one)
    other = [name for name, figure in entry.figures.items() if one.figures.get(name) != figure and name not in free]
    return other or [name for name in one.figures if name not in entry.figures and name not in free]


def _loosened(base: RulebookTables, overlay: RulebookTables, domain: Domain) -> Iterator[Problem]:
    """Yield each limit of a base that a rulebook based on it widens, or has no more; it may narrow them."""
    for name in _LIMITS:
        ours, theirs = _entries(overlay, name), _entries(base, name)
        for entry in theirs if ours != theirs else ():
            purpose = _named(entry, "purpose")
            alike = [(place, one) for place, one in enumerate(ours) if _named(one, "purpose") == purpose]
            for place, one in alike:
                if domain.overlap(one.scope, entry.scope):
                    for fixed, here in islice(wider(entry, one), 1):
                        yield (name, place), fixed_otherwise(fixed, base.id, entry.source, f"{here} here"), None
            if name not in _MAY_BE_LOST and not domain.is_covered(entry.scope, [one.scope for _, one in alike]):
                lost = f"what {base.id} limits for {scope_in_words(entry.scope)} ({entry.source.id})"
                yield (name,), f"{lost} is not limited any more; {SAY_WHY}", None


def _loosened_rules(base: RulebookTables, overlay: RulebookTables) -> Iterator[Problem]:
    """Yield what the rule of short stays and that of settlements limit in a base, and less here."""
    rules = base.short_term, overlay.short_term
    if rules[0] is not None and rules[1] is not None:
        for fixed, here in islice(wider_short_stays(rules[0], rules[1]), 1):
            yield "short_term", fixed_otherwise(fixed, base.id, rules[0].source, f"{here} here"), None
    for fixed, here in islice(wider_settlement(base.settlement, overlay.settlement), 1):
        yield "settlement", fixed_otherwise(fixed, base.id, base.settlement.source, f"{here} here"), None


def _opened(base: RulebookTables, overlay: RulebookTables, domain: Domain) -> Iterator[Problem]:
    """Yield what a rulebook allows, and what it is based on does not; it may close what is open."""
    for name in _ALLOWING:
        ours, theirs = _entries(overlay, name), _entries(base, name)
        added = [(place, one) for place, one in enumerate(ours) if theirs and one not in theirs]
        for place, one in added:
            if not domain.is_covered(one.scope, [entry.scope for entry in theirs]):
                yield (name, place), f"{base.id} does not allow all of {scope_in_words(one.scope)}; {SAY_WHY}", None
    if base.short_term is None and overlay.short_term is not None and overlay.short_term.activities:
        yield "short_term", f"{base.id} has no short stays outside of blended intensive programmes; {SAY_WHY}", None
    if base.flows and not overlay.flows:
        said = f"{base.id} says between which countries mobilities go, and here they go between all"
        yield ("flows",), f"{said}; {SAY_WHY}", None
