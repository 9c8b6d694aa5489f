"""No edit of a stored grant changes what is paid: it is refused, or pays what its mobility is granted."""

import json
import pathlib
import pickle
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from pydantic import ValidationError

from erasmus_grants import (
    Attendance,
    ErasmusGrantsError,
    GrantBreakdown,
    GrantCalculator,
    GrantTamperedError,
    Mobility,
    RulebookMismatchError,
    UnknownRulebookError,
    read_grant,
    verify_grant,
)
from tests.strategies import fundable_mobilities, rulebooks
from tests.unit.batch.files import DAKAR as ROW

Path = tuple[str | int, ...]

DAKAR = Mobility.model_validate(ROW)
"""820 + 5 x 180 + 2 x 180 = 2080.00 by usmb-icm-2023; before 820 + 75 % of 1260 = 1765.00, after 315.00."""


@cache
def calculator() -> GrantCalculator:
    return GrantCalculator("usmb-icm-2023")


def stored(mobility: Mobility = DAKAR) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(calculator().calculate(mobility).model_dump_json())
    return data


def whole(grant: GrantBreakdown) -> Attendance:
    stated = grant.mobility.model_dump(include={"start_date", "end_date", "interruption_days"})
    return Attendance.model_validate(stated | {"travel_cost_eur": "99999.99"})


def leaves(node: object, path: Path = ()) -> Iterator[Path]:
    """Yield where each value of a JSON stands, lists and objects among them."""
    if path:
        yield path
    if isinstance(node, dict):
        for name, item in node.items():
            yield from leaves(item, (*path, name))
    elif isinstance(node, list):
        for place, item in enumerate(node):
            yield from leaves(item, (*path, place))


def found(node: Any, path: Path) -> Any:
    for step in path:
        node = node[step]
    return node


def near(value: object) -> st.SearchStrategy[object]:
    """Return values that somebody could write in place of one."""
    others: list[st.SearchStrategy[object]] = [st.none(), st.integers(-1, 9999), st.booleans(), st.just([])]
    if isinstance(value, str):
        amounts = st.decimals(0, 9999, places=2).map(str)
        days = st.dates(date(2013, 1, 1), date(2031, 1, 1)).map(date.isoformat)
        others += [
            amounts,
            days,
            st.sampled_from(["", "STT", "incoming", "FR", "green", "granted", "balance", "0" * 64]),
        ]
    if isinstance(value, bool):
        others = [st.just(not value)]
    elif isinstance(value, int):
        others.append(st.integers(max(0, value - 3), value + 3))
    elif isinstance(value, list) and value:
        others += [st.just(value[1:]), st.just([*value, value[0]]), st.just(value[::-1])]
    return st.one_of(others)


@given(st.data())
def test_an_edit_or_two_of_a_stored_grant_is_refused_or_pays_what_its_mobility_is_granted(data: DataObject) -> None:
    by = GrantCalculator(data.draw(rulebooks()))
    honest = by.calculate(data.draw(fundable_mobilities()))
    edited = json.loads(honest.model_dump_json())
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(list(leaves(edited))))
        found(edited, path[:-1])[path[-1]] = data.draw(near(found(edited, path)))
    try:
        grant = GrantBreakdown.model_validate(edited)
        settlement = by.settle(grant, whole(grant))
    except (ValidationError, ErasmusGrantsError):
        return
    assert settlement == by.settle(by.calculate(grant.mobility), whole(grant))
    if grant.mobility == honest.mobility:
        assert settlement == by.settle(honest, whole(honest))


def test_a_line_that_is_edited_with_its_total_and_payments_is_refused() -> None:
    data = stored()
    (travel,) = (line for line in data["lines"] if line["kind"] == "travel_support")
    travel |= {"rate_eur": "8200.00", "amount_eur": "8200.00"}
    for total in ("total_eur", "minimum_total_eur", "maximum_total_eur"):
        data[total] = "9460.00"
    data["payments"][0]["amount_eur"] = "9145.00"
    grant = GrantBreakdown.model_validate(data)
    with pytest.raises(GrantTamperedError, match=r"lines has 'travel_support: .* 8200.00.*820.00") as caught:
        calculator().settle(grant, whole(grant))
    assert caught.value.part == "lines"
    copied = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - of our own making
    assert (str(copied), copied.part, copied.versions) == (str(caught.value), "lines", caught.value.versions)
    with pytest.raises(GrantTamperedError):
        verify_grant(grant)


def test_a_line_that_nobody_computed_is_refused() -> None:
    data = stored()
    extra = {"kind": "top_up_fewer_opportunities", "basis": "participant", "quantity": 1, "rate_days": 1}
    data["lines"].append(data["lines"][0] | extra | {"rate_eur": "100.00", "amount_eur": "100.00"})
    for total in ("total_eur", "minimum_total_eur", "maximum_total_eur"):
        data[total] = "2180.00"
    data["payments"][1]["amount_eur"] = "415.00"
    with pytest.raises(GrantTamperedError, match="and 'nothing' is computed"):
        verify_grant(GrantBreakdown.model_validate(data))


def test_a_line_that_is_taken_away_is_refused() -> None:
    data = stored()
    data["lines"].pop(0)
    for total in ("total_eur", "minimum_total_eur", "maximum_total_eur"):
        data[total] = "1260.00"
    data["payments"][0]["amount_eur"] = "945.00"
    with pytest.raises(GrantTamperedError) as caught:
        verify_grant(GrantBreakdown.model_validate(data))
    assert caught.value.part == "lines"


def test_payments_that_are_moved_to_the_balance_are_refused() -> None:
    data = stored()
    data["payments"][0]["amount_eur"], data["payments"][1]["amount_eur"] = "0.00", "2080.00"
    with pytest.raises(GrantTamperedError, match=r"payments has 'pre_financing: 0.00.*1765.00"):
        verify_grant(GrantBreakdown.model_validate(data))


@pytest.mark.parametrize(
    "changes", [{"travel_days": 0}, {"distance_km": "150"}, {"activity": "STT", "direction": "incoming"}]
)
def test_another_mobility_with_the_lines_of_this_one_is_refused(changes: dict[str, object]) -> None:
    data = stored()
    data["mobility"] |= changes | ({"teaching_hours": None} if "activity" in changes else {})
    with pytest.raises((GrantTamperedError, RulebookMismatchError)):
        verify_grant(GrantBreakdown.model_validate(data))


def test_a_refused_mobility_with_the_lines_of_another_is_refused() -> None:
    data = stored()
    data["mobility"]["teaching_hours"] = 2
    with pytest.raises(GrantTamperedError, match="status has 'granted', and 'not_eligible' is computed"):
        verify_grant(GrantBreakdown.model_validate(data))


def test_a_refusal_for_another_reason_is_refused() -> None:
    data = stored(DAKAR.model_copy(update={"teaching_hours": Decimal(2)}))
    short = DAKAR.model_copy(update={"end_date": DAKAR.start_date + timedelta(days=1)})
    data["mobility"] = json.loads(short.model_dump_json())
    with pytest.raises(GrantTamperedError, match="findings has 'TEACHING_HOURS_TOO_FEW', and 'nothing' is computed"):
        verify_grant(GrantBreakdown.model_validate(data))


@pytest.mark.parametrize("distance_km", [4070, 5])
def test_a_settlement_says_nothing_that_somebody_wrote_into_the_grant(distance_km: int) -> None:
    mobility = DAKAR.model_copy(update={"distance_km": Decimal(distance_km)})
    honest = calculator().calculate(mobility)
    data = stored(mobility)
    for line in data["lines"]:
        line["source"] |= {"url": "https://example.org/forged", "publisher": "Nobody"}
        line["reasons"] = line["reasons"][::-1]
    for finding in data["findings"]:
        finding["source"] |= {"document": "Forged"}
    data["documents"] = []
    grant = GrantBreakdown.model_validate(data)
    assert grant != honest
    assert calculator().settle(grant, whole(grant)) == calculator().settle(honest, whole(honest))


def test_what_pays_nothing_may_differ() -> None:
    data = stored()
    data["lines"][0]["source"] |= {"locator": "page 12, table 3", "url": "https://example.org/moved"}
    data["lines"][1]["source"]["id"] = "U99"
    data["library_version"] = "0.0.9"
    verify_grant(GrantBreakdown.model_validate(data))


def test_a_later_version_is_named_where_the_amounts_are_others() -> None:
    data = stored()
    data["library_version"] = "0.0.9"
    data["mobility"]["distance_km"] = "150"
    with pytest.raises(GrantTamperedError, match=r"computed by version 0\.0\.9 of the library, and this is"):
        verify_grant(GrantBreakdown.model_validate(data))


def test_a_grant_that_is_not_known_yet_is_verified_too() -> None:
    grant = calculator().calculate(DAKAR.model_copy(update={"distance_km": None}))
    verify_grant(grant)
    assert grant.open_lines
    data = json.loads(grant.model_dump_json())
    data["open_lines"][0]["source"]["id"] = "U99"
    verify_grant(GrantBreakdown.model_validate(data))
    data["open_lines"][0] |= {"minimum_rate_eur": "5.00", "minimum_eur": "5.00"}
    data["minimum_total_eur"] = "1265.00"
    with pytest.raises(GrantTamperedError, match="open_lines has"):
        verify_grant(GrantBreakdown.model_validate(data))


def test_the_grant_of_another_rulebook_and_one_that_nobody_has_are_told() -> None:
    grant = calculator().calculate(DAKAR)
    with pytest.raises(RulebookMismatchError):
        verify_grant(grant, "usmb-icm-2018")
    verify_grant(read_grant(grant.model_dump_json()), calculator().rulebook)


@pytest.mark.parametrize("name", ["usmb-icm-2018", "nobody-knows-this", "USMB-ICM-2023"])
def test_a_grant_that_names_another_rulebook_than_its_fingerprint_is_refused(name: str) -> None:
    grant = GrantBreakdown.model_validate(stored() | {"rulebook_id": name})
    known = calculator().rulebook
    for way in (
        lambda: verify_grant(grant, known),
        lambda: calculator().verify(grant),
        lambda: calculator().settle(grant, whole(grant)),
    ):
        with pytest.raises(RulebookMismatchError, match=rf"by rulebook {name} \(.*, and not by usmb-icm-2023 \("):
            way()
    with pytest.raises((RulebookMismatchError, UnknownRulebookError)):
        verify_grant(grant)


def test_a_grant_that_names_another_base_is_refused() -> None:
    of_agency = GrantCalculator("na-de-ka131-2023")
    grant = of_agency.calculate(DAKAR)
    assert grant.rulebook_based_on == "eu-ka131-2023"
    verify_grant(grant.model_copy(update={"rulebook_based_on": None}))  # as version 0.1 stored it
    with pytest.raises(GrantTamperedError) as caught:
        verify_grant(grant.model_copy(update={"rulebook_based_on": "eu-ka131-2024"}))
    assert caught.value.part == "rulebook_based_on"
    assert (caught.value.stored, caught.value.computed) == ("eu-ka131-2024", "eu-ka131-2023")
    with pytest.raises(GrantTamperedError) as caught:
        verify_grant(GrantBreakdown.model_validate(stored() | {"rulebook_based_on": "eu-ka131-2024"}))
    assert (caught.value.part, caught.value.computed) == ("rulebook_based_on", "")


def test_a_stored_grant_chooses_no_file(tmp_path: pathlib.Path) -> None:
    ours = calculator().rulebook.model_copy(update={"id": "ours"})
    file = tmp_path / "ours.json"
    file.write_text(ours.model_dump_json(), encoding="utf-8")
    grant = GrantCalculator(str(file)).calculate(DAKAR)
    data = json.loads(grant.model_dump_json()) | {"rulebook_id": str(file)}
    with pytest.raises(UnknownRulebookError):
        verify_grant(GrantBreakdown.model_validate(data))
    verify_grant(grant, str(file))
