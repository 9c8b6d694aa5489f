from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import Field

from erasmus_grants.basics.model import Model
from erasmus_grants.basics.sources import REMARK, SENTENCE, Source, Words
from erasmus_grants.basics.vocabulary import Rounding
from erasmus_grants.rulebook.fingerprints import computed, fingerprint_of, former_fingerprint
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.testing import toy_rulebook, toy_source

TOY = toy_rulebook()
OTHER = toy_source().at("OTHER", "page 2")
NOTHING = {"not_published": "ask the office.", "source": toy_source()}


def toy_with(**changes: Any) -> Rulebook:
    return TOY.model_copy(update=changes)


def rate(**changes: object) -> object:
    return TOY.monthly_rates[0].model_copy(update=changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Another title"},
        {"institution": "Another institution"},
        {"status": "verified"},
        {"notes": ()},
        {"based_on": {"id": "base", "fingerprint": "0" * 64}},
        {"sources": (toy_source(), OTHER)},
        {"sources": (OTHER, toy_source())},
        {"sources": (*TOY.sources, OTHER), "monthly_rates": (rate(source=OTHER),)},
        {"sources": (*TOY.sources, OTHER), "monthly_rates": (rate(funded_days_cap=None, cap_source=None, source=OTHER),)},
        {"monthly_rates": (rate(rate_eur_per_month="300.00"),)},
        {"monthly_rates": (rate(rounding="half_up_to_cent"),)},  # what it is by default
        {"call_years": [2030]},
    ],
)  # fmt: skip
def test_what_is_told_and_not_computed_with_makes_no_other_fingerprint(changes: dict[str, Any]) -> None:
    assert fingerprint_of(toy_with(**changes)) == fingerprint_of(TOY)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "toys"},
        {"action": "KA131"},
        {"call_years": ()},
        {"home": None},
        {"short_term": None},
        {"departs_from_programme": "the board decided it."},
        {"monthly_rates": (rate(rate_eur_per_month="300.01"),)},
        {"monthly_rates": (rate(rounding="down_to_euro"),)},
        {"monthly_rates": (rate(funded_days_cap=90),)},
        {"monthly_rates": (rate(scope={"directions": "outgoing"}),)},
        {"monthly_rates": ()},
        {"monthly_rates": (NOTHING,)},
        {"travel_support": ({"not_paid": "the board decided it.", "source": toy_source()},)},
        {"partners": (), "agreements": ()},
        {"top_ups": TOY.top_ups[::-1]},
    ],
)
def test_what_is_computed_with_makes_another_fingerprint(changes: dict[str, Any]) -> None:
    assert fingerprint_of(toy_with(**changes)) != fingerprint_of(TOY)


def test_a_sentence_counts_by_being_there() -> None:
    ask, wait = (toy_with(monthly_rates=(NOTHING | {"not_published": why},)) for why in ("ask.", "wait."))
    assert fingerprint_of(ask) == fingerprint_of(wait)
    one, other = (toy_with(departs_from_programme=why) for why in ("the board decided it.", "it is law."))
    assert fingerprint_of(one) == fingerprint_of(other)
    assert computed(ask.monthly_rates[0]) == {"not_published": True}
    unpaid = toy_with(travel_support=({"not_paid": "so it is.", "source": toy_source()},))
    not_published = toy_with(travel_support=(NOTHING,))
    assert fingerprint_of(unpaid) != fingerprint_of(not_published)


class Row(Model):
    """A row of an invented table."""

    name: str = "usual"
    eur: Decimal | None = None
    on: date | None = None
    rounding: Rounding | None = None
    flag: bool = False
    source: Source | None = None
    note: Annotated[str, REMARK] = ""
    why: Annotated[Words | None, SENTENCE] = None
    rows: tuple["Row", ...] = ()
    words: frozenset[str] = Field(default_factory=frozenset)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {}),
        ({"name": "usual", "flag": False}, {}),
        ({"name": "", "flag": True}, {"name": "", "flag": True}),
        ({"eur": Decimal("1E+2")}, {"eur": "100"}),
        ({"eur": Decimal("0.70")}, {"eur": "0.70"}),
        ({"on": date(2030, 1, 31)}, {"on": "2030-01-31"}),
        ({"rounding": Rounding.DOWN_TO_EURO}, {"rounding": "down_to_euro"}),
        ({"source": toy_source(), "note": "told"}, {}),
        ({"why": "so."}, {"why": True}),
        ({"rows": (Row(), Row(name="x", rows=(Row(),)))}, {"rows": [{}, {"name": "x", "rows": [{}]}]}),
        ({"words": frozenset({"x"})}, {"words": ["x"]}),
    ],
)
def test_what_is_computed_with_is_what_is_stated_without_sources(
    fields: dict[str, Any], expected: dict[str, object]
) -> None:
    assert computed(Row(**fields)) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(None, None), (1.5, None), (5, 5), ("x", "x"), ([toy_source(), 1], [1])]
)
def test_what_json_does_not_carry_is_nothing(value: object, expected: object) -> None:
    assert computed(value) == expected


def test_the_former_fingerprint_covered_titles_and_sources_too() -> None:
    assert former_fingerprint(toy_with(title="Another title")) != former_fingerprint(TOY)
    assert former_fingerprint(toy_with(sources=(toy_source(), OTHER))) != former_fingerprint(TOY)
    assert former_fingerprint(Rulebook.model_validate_json(TOY.model_dump_json())) == former_fingerprint(TOY)
    assert former_fingerprint(TOY) != fingerprint_of(TOY)
    assert len(former_fingerprint(TOY)) == len(fingerprint_of(TOY)) == 64
