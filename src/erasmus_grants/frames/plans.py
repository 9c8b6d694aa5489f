"""How the grants of a frame are computed: the steps, which depend on what is known of its columns, and not on its rows.

To plan takes as long as to compute some thousand rows, so the plans of the frames before are kept.

Examples:
    >>> import polars
    >>> from erasmus_grants.frames.facts import facts_of
    >>> from erasmus_grants.testing import toy_rulebook
    >>> names = {"activity": "activity", "direction": "direction"}
    >>> frame = nw.from_native(polars.DataFrame({"activity": ["STA"], "direction": ["outgoing"]}))
    >>> book = toy_rulebook()
    >>> plan = plan_of([book], facts_of(frame, names), [None], ["total_eur"])
    >>> plan is plan_of([book], facts_of(frame, names), [None], ["total_eur"])
    True
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import narwhals.stable.v2 as nw

from erasmus_grants.basics.algebra import Condition, Steps, Whole, any_of, as_expr, case, not_, once
from erasmus_grants.basics.untyped import Expr, Frame
from erasmus_grants.engine.rows.amounts import amounts
from erasmus_grants.engine.rows.eligibility import note_findings
from erasmus_grants.engine.rows.granted import Granted, granted_by
from erasmus_grants.engine.rows.rule_rows import RulebookOverRows
from erasmus_grants.frames.amount_units import UNKNOWN
from erasmus_grants.frames.columns import RULEBOOK
from erasmus_grants.frames.facts import Facts
from erasmus_grants.frames.fields import Reader
from erasmus_grants.frames.outputs import TEXTS, bounds_of, eligible_of, status_of, texts_of, trace_of
from erasmus_grants.frames.partners import Spelled, partner_numbers
from erasmus_grants.rulebook.model import Rulebook

_MOST_PLANS = 64


class Plan(NamedTuple):
    """How the grants of frames that are alike are computed.

    Attributes:
        books: The rulebooks.
        steps: What is computed first.
        outputs: The columns that are added then, in cents.
    """

    books: Sequence[Rulebook]
    steps: Steps
    outputs: Mapping[str, Expr]


class _Key(NamedTuple):
    """All that a plan depends on; a rulebook by its identity, which no other one takes, since the plan holds it."""

    books: tuple[int, ...]
    facts: Facts
    spelled: tuple[Spelled | None, ...]
    added: tuple[str, ...]


_plans: dict[_Key, Plan] = {}


def plan_of(books: Sequence[Rulebook], facts: Facts, spelled: Sequence[Spelled | None], added: Collection[str]) -> Plan:
    """Return how the grants of a frame are computed.

    Args:
        books: The rulebooks that its rows may name.
        facts: What is known of its columns.
        spelled: How its rows spell the partners of each rulebook; None: that is not known.
        added: The columns that are added.

    Raises:
        FrameError: A rulebook has more bands or rates than a trace can number.
    """
    key = _Key(tuple(map(id, books)), facts, tuple(spelled), tuple(added))
    kept = _plans.get(key)
    if kept is None:
        kept = _planned(tuple(books), facts, spelled, added)
        if len(_plans) >= _MOST_PLANS:
            _plans.clear()
        _plans[key] = kept
    return kept


def _planned(
    books: Sequence[Rulebook], facts: Facts, spelled: Sequence[Spelled | None], added: Collection[str]
) -> Plan:
    polars = facts.backend.is_polars()  # whose own expressions are made faster
    steps = Steps(facts.backend.to_native_namespace() if polars else nw)
    values = _values(_rows(books, facts, spelled, steps, explained="trace" in added), added)
    return Plan(books, steps, {name: as_expr(values[name], steps.dialect) for name in added})


class _Rows(NamedTuple):
    """What is known of the rows of a frame before it becomes columns.

    Attributes:
        grants: What each rulebook grants.
        wrong: For each field, and the rulebook, where it cannot be read.
        is_readable: Where all can be.
    """

    grants: Sequence[Granted]
    wrong: Mapping[str, Condition]
    is_readable: Condition


def _rows(
    books: Sequence[Rulebook], facts: Facts, spelled: Sequence[Spelled | None], steps: Steps, *, explained: bool
) -> _Rows:
    """Return what the rows say, and what is granted to them."""
    reader = Reader(facts, steps)
    row = reader.mobilities()
    of_book = _rulebook_of_rows(books, facts, steps)
    wrong = reader.wrong | {RULEBOOK: not_(any_of(of_book))}
    is_readable = once(not_(any_of(wrong.values())), "readable")
    grants: list[Granted] = []
    for book, where, partners in zip(books, of_book, spelled, strict=True):
        rows = RulebookOverRows(book, row, explained=explained)
        note_findings(rows, partner_numbers(book, row.partner, partners))
        grants.append(granted_by(rows, amounts(rows), where & is_readable, where))
    return _Rows(grants, wrong, is_readable)


def _values(rows: _Rows, added: Collection[str]) -> dict[str, Frame]:
    """Return every column that may be added, with `UNKNOWN` for what is not known."""
    grants, wrong, is_readable = rows
    travel = _of_book(grants, lambda grant: grant.amounts.travel_support)
    support = _of_book(grants, lambda grant: grant.amounts.individual_support)
    top_ups = _of_book(grants, lambda grant: grant.amounts.top_ups)
    total = once(travel + support + top_ups, "total")
    unpublished = any_of(grant.unpublished for grant in grants)
    pre_financing = _of_book(grants, lambda grant: grant.pre_financing)
    answered = any_of(grant.granted | grant.not_eligible for grant in grants)
    unanswered = once(not_(answered), "unanswered")
    least, most = bounds_of(grants, total, answered)

    def if_known(value: Frame, unknown: Condition = unanswered) -> Frame:
        return case([(unknown, UNKNOWN)], value)

    values = {
        "status": status_of(grants),
        "eligible": eligible_of(grants),
        "funded_days": if_known(case([(grant.granted, grant.amounts.funded_days) for grant in grants], 0)),
        "travel_support_eur": if_known(travel),
        "individual_support_eur": if_known(support),
        "top_ups_eur": if_known(top_ups),
        "total_eur": if_known(total),
        "minimum_total_eur": least,
        "maximum_total_eur": most,
        "pre_financing_eur": if_known(pre_financing, unpublished | unanswered),
        "balance_eur": if_known(total - pre_financing, unpublished | unanswered),
    }
    if "trace" in added:
        values["trace"] = trace_of(grants, wrong, is_readable)
    if TEXTS[0] in added:
        values |= texts_of(grants, wrong, is_readable)
    return values


def _of_book(grants: Sequence[Granted], value: Callable[[Granted], Whole]) -> Frame:
    """Return a value by the rulebook of each row, 0 in rows that cannot be read."""
    if len(grants) == 1:
        return value(grants[0])
    return case([(grant.where, value(grant)) for grant in grants], 0)


def _rulebook_of_rows(books: Sequence[Rulebook], facts: Facts, steps: Steps) -> list[Condition]:
    """Return for each rulebook which rows are computed by it."""
    for field, name, _ in facts.columns:
        if field == RULEBOOK:
            column = steps.column(name)
            names = column.with_expr(column.expr.cast(steps.dialect.String).fill_null(""))
            return [once(names.equals(book.id), "rulebook") for book in books]
    return [True] * len(books)
