"""How much of KA131 the official rulebooks know."""

from decimal import Decimal

from erasmus_grants import GrantCalculator
from erasmus_grants.basics.vocabulary import CellState, TypicalStay
from erasmus_grants.engine.coverage import (
    CoverageCell,
    coverage,
    letters_by_country,
    share_with_an_amount,
    typical_mobilities,
)


def cell(known: CellState, stay: TypicalStay = TypicalStay.STUDIES) -> CoverageCell:
    return CoverageCell("ES", 2023, stay, known, "eu-ka131-2023")


def test_an_agency_that_prints_its_rates_has_amounts_and_the_programme_ranges() -> None:
    """Call 2022: the programme prints 200 to 600 a month and at most 180 a day; Germany 600, 540, 490 and 180, 160, 140."""
    assert [one.known.value for one in coverage(call_years=[2022], countries=["DE", "FR"])] == [
        *["amount"] * 4,
        *("range", "range", "amount", "range"),
    ]


def test_a_call_without_a_rulebook_is_unknown() -> None:
    assert {(one.known.value, one.rulebook_id) for one in coverage(call_years=[2030])} == {("unknown", "")}


def test_all_calls_and_countries_are_told_if_none_is_named() -> None:
    cells = coverage()
    assert len({one.country for one in cells}) == 33
    assert {one.call_year for one in cells} >= {2021, 2022, 2023, 2024, 2025}


def test_each_stay_goes_to_a_country_of_each_group_but_not_to_its_own() -> None:
    book = GrantCalculator("eu-ka131-2022").rulebook
    stays = list(typical_mobilities(book, "BG", 2022, TypicalStay.SHORT_TERM))
    assert [one.receiving_country for one in stays] == ["DK", "AT", "CZ"]  # the first of each group, and not Bulgaria
    assert [(one.net_days, one.virtual_component) for one in stays] == [(10, True)] * 3


def test_a_letter_stands_for_each_state_in_the_order_of_the_stays() -> None:
    states = (CellState.AMOUNT, CellState.PARTLY, CellState.RANGE, CellState.UNKNOWN)
    cells = [cell(known, stay) for known, stay in zip(states, TypicalStay, strict=True)]
    assert letters_by_country(cells) == {"ES": {2023: "A P R -"}}


def test_the_share_is_a_whole_number_rounded_down() -> None:
    assert share_with_an_amount([cell(CellState.AMOUNT), *[cell(CellState.RANGE)] * 2]) == Decimal(33)
    assert share_with_an_amount([]) == Decimal(0)
