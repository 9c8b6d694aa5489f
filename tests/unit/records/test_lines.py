from decimal import Decimal

import pytest
from pydantic import ValidationError

from erasmus_grants import GrantLine, LineBasis, LineKind, OpenLine
from erasmus_grants.basics.scope import NotPublished
from erasmus_grants.basics.vocabulary import ReasonCode, Rounding
from erasmus_grants.records.findings import Reason
from erasmus_grants.records.lines import RuleResult, bounds_of, grant_line, no_rate, open_line, unknown_line
from erasmus_grants.testing import toy_source

FIELDS: dict[str, object] = {
    "kind": "individual_support",
    "basis": "days_of_month_rate",
    "quantity": 143,
    "rate_eur": "850.00",
    "rate_days": 30,
    "amount_eur": "4051.67",  # 143 * 850 / 30 = 4051.666...
    "reasons": (),
    "source": toy_source(),
}


def test_a_line_whose_amount_follows_is_sound() -> None:
    assert GrantLine.model_validate(FIELDS).amount_eur == Decimal("4051.67")


@pytest.mark.parametrize(
    "changes",
    [
        {"amount_eur": "4051.66"},
        {"amount_eur": "4051.68"},
        {"quantity": 144},
        {"rate_eur": "850.01"},
        {"rate_days": 1},
    ],
)
def test_an_amount_that_does_not_follow_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="quantity x rate / rate_days"):
        GrantLine.model_validate(FIELDS | changes)


@pytest.mark.parametrize(
    "changes", [{"quantity": -1}, {"quantity": True}, {"rate_days": 7}, {"rate_eur": 850.0}, {"source": None}]
)
def test_a_line_out_of_its_range_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        GrantLine.model_validate(FIELDS | changes)


def test_a_line_is_made_with_the_amount_that_follows() -> None:
    reason = Reason.of(ReasonCode.FULL_RATE_DAYS, days=5)
    line = grant_line(
        LineKind.INDIVIDUAL_SUPPORT,
        LineBasis.DAYS_ON_SITE,
        quantity=5,
        rate_eur=Decimal("180.00"),
        reasons=(reason,),
        source=toy_source(),
    )
    assert (line.rate_days, line.amount_eur, line.reasons) == (1, Decimal("900.00"), (reason,))


def test_an_outcome_is_empty_unless_told_otherwise() -> None:
    assert RuleResult() == ((), (), ())


def test_where_no_rate_is_published_the_line_is_open_and_the_reason_is_said() -> None:
    nothing = NotPublished(not_published="ask the office.", source=toy_source())
    outcome = no_rate(nothing, LineKind.INDIVIDUAL_SUPPORT, LineBasis.DAYS_OF_MONTH_RATE, quantity=143, rate_days=30)
    assert outcome.lines == ()
    assert [(found.code.value, found.is_unknown, found.message) for found in outcome.findings] == [
        ("RATE_NOT_PUBLISHED", True, "No rate is published for this mobility: ask the office.")
    ]
    (line,) = outcome.open_lines
    assert (line.kind, line.basis, line.quantity, line.rate_days) == (
        *(LineKind.INDIVIDUAL_SUPPORT, LineBasis.DAYS_OF_MONTH_RATE),
        *(143, 30),
    )
    assert (line.minimum_rate_eur, line.maximum_rate_eur, line.minimum_eur, line.maximum_eur) == (None,) * 4
    assert [reason.code for reason in line.reasons] == ["RATE_NOT_KNOWN"]
    (once,) = no_rate(nothing, LineKind.TRAVEL_SUPPORT, LineBasis.PARTICIPANT).open_lines
    assert (once.quantity, once.rate_days) == (1, 1)


@pytest.mark.parametrize(
    ("rounding", "amount_eur"),
    [("half_up_to_cent", "4051.67"), ("half_up_to_euro", "4052.00"), ("down_to_euro", "4051.00")],
)
def test_an_amount_follows_by_the_rounding_of_its_line(rounding: str, amount_eur: str) -> None:
    line = GrantLine.model_validate(FIELDS | {"rounding": rounding, "amount_eur": amount_eur})
    assert (line.rounding, str(line.amount_eur)) == (rounding, amount_eur)
    for other in {"4051.67", "4052.00", "4051.00"} - {amount_eur}:
        with pytest.raises(ValidationError, match=f"rate_days, here {amount_eur}"):
            line.model_copy(update={"amount_eur": other})


def test_a_line_is_made_with_the_rounding_that_it_names() -> None:
    line = grant_line(
        LineKind.INDIVIDUAL_SUPPORT,
        LineBasis.DAYS_OF_MONTH_RATE,
        quantity=143,
        rate_eur=Decimal("850.00"),
        rate_days=30,
        rounding=Rounding.DOWN_TO_EURO,
        reasons=(),
        source=toy_source(),
    )
    assert (line.rounding, str(line.amount_eur)) == (Rounding.DOWN_TO_EURO, "4051.00")
    assert GrantLine.model_validate(FIELDS).rounding is Rounding.HALF_UP_TO_CENT


# --- lines that are not known -----------------------------------------------------------------------------------------

OPEN: dict[str, object] = {
    "kind": "individual_support",
    "basis": "days_of_month_rate",
    "quantity": 143,
    "minimum_rate_eur": "260.00",
    "maximum_rate_eur": "850.00",
    "rate_days": 30,
    "minimum_eur": "1239.33",  # 143 * 260 / 30 = 1239.333...
    "maximum_eur": "4051.67",  # 143 * 850 / 30 = 4051.666...
    "reasons": (),
    "source": toy_source(),
}
NO_LOWEST = {"minimum_rate_eur": None, "minimum_eur": None}
NO_HIGHEST = {"maximum_rate_eur": None, "maximum_eur": None}


@pytest.mark.parametrize("changes", [{}, NO_LOWEST, NO_HIGHEST, NO_LOWEST | NO_HIGHEST])
def test_an_open_line_whose_ends_follow_is_sound(changes: dict[str, object]) -> None:
    line = OpenLine.model_validate(OPEN | changes)
    assert OpenLine.model_validate_json(line.model_dump_json()) == line
    assert (line.minimum_eur is None, line.maximum_eur is None) == (
        "minimum_eur" in changes,
        "maximum_eur" in changes,
    )


def test_both_ends_may_be_one() -> None:
    same = {"minimum_rate_eur": "850.00", "minimum_eur": "4051.67"}
    line = OpenLine.model_validate(OPEN | same)
    assert line.minimum_eur == line.maximum_eur == Decimal("4051.67")


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({"minimum_eur": "1239.34"}, "minimum_eur"),
        ({"minimum_eur": "1239.32"}, "minimum_eur"),
        ({"minimum_eur": None}, "minimum_eur"),
        ({"minimum_rate_eur": None}, "minimum_eur"),
        ({"minimum_rate_eur": "260.01"}, "minimum_eur"),  # 143 * 260.01 / 30 = 1239.381
        ({"maximum_eur": "4051.66"}, "maximum_eur"),
        ({"maximum_eur": "4051.68"}, "maximum_eur"),
        ({"maximum_eur": None}, "maximum_eur"),
        ({"maximum_rate_eur": None}, "maximum_eur"),
        ({"maximum_rate_eur": "850.01"}, "maximum_eur"),
        ({"rounding": "down_to_euro"}, "minimum_eur"),
        ({"quantity": 142}, "minimum_eur"),
        ({"rate_days": 1}, "minimum_eur"),
    ],
)
def test_an_end_that_does_not_follow_from_its_rate_is_refused(changes: dict[str, object], end: str) -> None:
    with pytest.raises(ValidationError, match="an end of a line is quantity x rate / rate_days") as caught:
        OpenLine.model_validate(OPEN | changes)
    assert [item["loc"] for item in caught.value.errors()] == [(end,)]


def test_a_lowest_rate_above_the_highest_is_refused() -> None:
    turned = {"minimum_rate_eur": "850.01", "minimum_eur": "4051.71"}  # 143 * 850.01 / 30 = 4051.714...
    with pytest.raises(ValidationError, match=r"the highest rate is not below the lowest, 850\.01") as caught:
        OpenLine.model_validate(OPEN | turned)
    assert [item["loc"] for item in caught.value.errors()] == [("maximum_rate_eur",)]


def test_the_ends_of_an_open_line_are_rounded_as_it_says() -> None:
    down = {"rounding": "down_to_euro", "minimum_eur": "1239.00", "maximum_eur": "4051.00"}
    assert OpenLine.model_validate(OPEN | down).rounding is Rounding.DOWN_TO_EURO


@pytest.mark.parametrize(
    ("rates_eur", "ends_eur"),
    [
        ((Decimal(260), Decimal(850)), ("1239.33", "4051.67")),
        ((None, Decimal(850)), (None, "4051.67")),
        ((Decimal(260), None), ("1239.33", None)),
        ((None, None), (None, None)),
    ],
)
def test_an_open_line_is_made_with_the_ends_that_follow(
    rates_eur: tuple[Decimal | None, Decimal | None], ends_eur: tuple[str | None, str | None]
) -> None:
    line = open_line(
        LineKind.INDIVIDUAL_SUPPORT,
        LineBasis.DAYS_OF_MONTH_RATE,
        quantity=143,
        rates_eur=rates_eur,
        rate_days=30,
        reasons=(),
        source=toy_source(),
    )
    assert (line.minimum_rate_eur, line.maximum_rate_eur) == rates_eur
    made = [None if end is None else str(end) for end in (line.minimum_eur, line.maximum_eur)]
    assert made == list(ends_eur)


# --- between what a total lies ----------------------------------------------------------------------------------------


def certain(eur: str) -> GrantLine:
    return grant_line(
        *(LineKind.INDIVIDUAL_SUPPORT, LineBasis.DAYS_ON_SITE),
        quantity=1,
        rate_eur=Decimal(eur),
        reasons=(),
        source=toy_source(),
    )


def between(least: str | None, most: str | None) -> OpenLine:
    rates = (None if least is None else Decimal(least), None if most is None else Decimal(most))
    where = (LineKind.TRAVEL_SUPPORT, LineBasis.PARTICIPANT)
    return open_line(*where, quantity=1, rates_eur=rates, reasons=(), source=toy_source())


UNBOUNDED = unknown_line(LineKind.TRAVEL_SUPPORT, LineBasis.PARTICIPANT, toy_source())


@pytest.mark.parametrize(
    ("lines", "open_lines", "eligible", "expected"),
    [
        ((), (), True, ("0.00", "0.00")),
        ((), (), False, ("0.00", "0.00")),
        ((certain("700.00"), certain("0.05")), (), True, ("700.05", "700.05")),
        # the ends of what is open are added to what is certain
        ((certain("700.00"),), (between("20.00", "500.00"),), True, ("720.00", "1200.00")),
        ((), (between("20.00", "500.00"), between("1.00", "2.00")), True, ("21.00", "502.00")),
        ((), (between("0.00", "500.00"),), True, ("0.00", "500.00")),
        # what has no lowest amount counts as nothing, if something else is known
        ((certain("700.00"),), (between(None, "500.00"),), True, ("700.00", "1200.00")),
        ((), (between(None, "500.00"), between("1.00", "2.00")), True, ("1.00", "502.00")),
        ((certain("0.01"),), (between(None, "500.00"),), True, ("0.01", "500.01")),
        # if nothing else is known, there is no lowest total
        ((), (between(None, "500.00"),), True, (None, "500.00")),
        ((certain("0.00"),), (between(None, "500.00"),), True, (None, "500.00")),
        ((), (between(None, "500.00"), between("0.00", "2.00")), True, (None, "502.00")),
        ((), (UNBOUNDED,), True, (None, None)),
        # one highest amount that is open leaves the highest total open
        ((certain("700.00"),), (between("20.00", None),), True, ("720.00", None)),
        ((certain("700.00"),), (between("20.00", "500.00"), between("1.00", None)), True, ("721.00", None)),
        ((certain("700.00"),), (UNBOUNDED, between("20.00", "500.00")), True, ("720.00", None)),
        # what may yet be refused has a lowest total of nothing, and the same highest one
        ((certain("700.00"),), (), None, ("0.00", "700.00")),
        ((certain("700.00"),), (between("20.00", "500.00"),), None, ("0.00", "1200.00")),
        ((certain("700.00"),), (UNBOUNDED,), None, ("0.00", None)),
        ((), (), None, ("0.00", "0.00")),
    ],
)
def test_the_bounds_of_a_total(
    lines: tuple[GrantLine, ...],
    open_lines: tuple[OpenLine, ...],
    eligible: bool | None,
    expected: tuple[str | None, str | None],
) -> None:
    bounds = bounds_of(lines, open_lines, eligible=eligible)
    assert tuple(None if end is None else str(end) for end in bounds) == expected
    assert bounds == (bounds.minimum_eur, bounds.maximum_eur)
