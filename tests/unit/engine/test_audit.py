"""What makes the amounts of somebody else others than ours."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from erasmus_grants.basics.problems import error_sentences
from erasmus_grants.engine.audit import StatedAmounts, amounts_of, explain_difference
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.records.mobility import Mobility

GERMAN = GrantCalculator("na-de-ka131-2024")
SEMESTER: dict[str, object] = {
    "activity": "SMS",
    "direction": "outgoing",
    "sending_country": "DE",
    "receiving_country": "ES",
    "start_date": "2024-09-15",
    "end_date": "2025-01-31",
    "distance_km": 1870,
}
"""136 days to group 2, 540 a month: 136 x 540 / 30 = 2448; long stays have no travel support in this country and call."""

TEACHING: dict[str, object] = {
    "activity": "STA",
    "direction": "outgoing",
    "sending_country": "DE",
    "receiving_country": "FR",
    "start_date": "2024-10-07",
    "end_date": "2024-10-11",
    "distance_km": 900,
    "teaching_hours": 8,
}
"""Five days and two of travel at 180, and 309 for 900 km: 1260 + 309 = 1569."""


NOT_KNOWN = (
    "our grant is not yet known: The distance is not stated, and travel support depends on it; "
    "take it from the Commission's distance calculator, one way."
)


def causes(mobility: dict[str, object], **theirs: str) -> list[str]:
    grant = GERMAN.calculate(Mobility.model_validate(mobility))
    stated = StatedAmounts(**{f"{name}_eur": Decimal(amount) for name, amount in theirs.items()})
    return [cause.in_language() for cause in explain_difference(grant, stated).causes]


def test_amounts_that_agree_need_no_cause() -> None:
    grant = GERMAN.calculate(Mobility.model_validate(SEMESTER))
    assert str(grant.total_eur) == "2448.00"
    found = explain_difference(grant, StatedAmounts(total_eur=Decimal(2448), individual_support_eur=Decimal(2448)))
    assert (found.agrees, found.causes) == (True, ())
    assert found.to_text().startswith("Their amounts are ours")


@pytest.mark.parametrize(
    ("mobility", "theirs", "cause"),
    [
        # 2448 + 2 x 540 / 30 = 2448 + 36
        (SEMESTER, {"individual_support": "2484.00", "total": "2484.00"}, "travel days paid: 2; due: 0"),
        # 4 and 5 whole months at 540; 139 calendar days, 15 September to 31 January
        (SEMESTER, {"total": "2160.00"}, "days paid by the month: 120; due: 136"),
        (SEMESTER, {"total": "2700.00"}, "days paid by the month: 150; due: 136"),
        (SEMESTER, {"total": "2502.00"}, "travel days paid: 3; due: 0"),
        # 136 x 600 / 30, the rate towards group 1
        (SEMESTER, {"total": "2720.00"}, "the rate is that towards group-1; due: 540.00"),
        # 136 x 250 / 30 = 1133.333...
        (SEMESTER, {"total": "3581.33"}, "fewer opportunities: true; in the list: false"),
        # 136 x 150 / 30
        (SEMESTER, {"total": "3128.00", "top_ups": "680.00"}, "activity: SMT; in the list: SMS"),
        # the rates of call 2021 were 450, 390 and 330: 136 x 390 / 30
        (SEMESTER, {"total": "1768.00"}, "the figures of na-de-ka131-2021; the rulebook is na-de-ka131-2024"),
        (SEMESTER, {"total": "0.00"}, "nothing is paid; due: 2448.00"),
        (SEMESTER, {"total": "1234.56"}, "unexplained, total: 1234.56; due: 2448.00"),
        (TEACHING, {"total": "1209.00", "travel_support": "309.00"}, "travel days paid: 0; due: 2"),
        # 211 from 100 km, 395 from 2000 km; 417 green from 500 km
        (
            TEACHING,
            {"total": "1471.00", "travel_support": "211.00"},
            "the distance band: 100 to less than 500 km; the distance is 900 km",
        ),
        (
            TEACHING,
            {"travel_support": "395.00"},
            "the distance band: 2000 to less than 3000 km; the distance is 900 km",
        ),
        (TEACHING, {"total": "1677.00", "travel_support": "417.00"}, "travel mode: green; in the list: standard"),
        (TEACHING, {"total": "1260.00", "individual_support": "1260.00"}, "travel support is left out; due: 309.00"),
        (
            TEACHING | {"teaching_hours": 2},
            {"total": "1569.00"},
            "it is paid, and is not eligible: 2 hours of teaching are planned; 8 are required for 5 days.",
        ),
        (
            TEACHING | {"distance_km": None},
            {"total": "1569.00"},
            NOT_KNOWN,
        ),
        (TEACHING | {"distance_km": None}, {"travel_support": "99.00"}, NOT_KNOWN),
        # 1260, and for the journey at most 1735
        (TEACHING | {"distance_km": None}, {"total": "1259.00"}, "the total: 1259.00; due: 1260.00 to 2995.00"),
        # it may be refused, so nothing may be right, and more than 1569 cannot be
        (
            TEACHING | {"teaching_hours": None},
            {"total": "0.00"},
            "our grant is not yet known: The hours of teaching are not stated; 8 are required for 5 days.",
        ),
        (TEACHING | {"teaching_hours": None}, {"total": "1570.00"}, "the total: 1570.00; due: 0.00 to 1569.00"),
    ],
)
def test_one_thing_that_was_done_otherwise_is_found(
    mobility: dict[str, object], theirs: dict[str, str], cause: str
) -> None:
    assert causes(mobility, **theirs)[0] == cause


def test_an_interruption_and_a_swapped_date_are_found() -> None:
    # ten days less: 126 x 540 / 30 = 2268
    interrupted = SEMESTER | {"interruption_days": 10}
    assert "interruption days: 0; in the list: 10" in causes(interrupted, total="2448.00")
    # from 9 October to 31 January: 22 + 30 + 30 + 30 = 112 days; from 10 September 21 + 4 x 30 = 141: 141 x 18
    swapped = SEMESTER | {"start_date": "2024-10-09"}
    assert "start date: 2024-09-10; in the list: 2024-10-09" in causes(swapped, total="2538.00")


def test_a_cause_of_each_part_is_found_where_one_does_not_do() -> None:
    both = causes(TEACHING, total="1471.00", travel_support="211.00", individual_support="900.00")
    assert both == [
        "the distance band: 100 to less than 500 km; the distance is 900 km",
        "travel days paid: 0; due: 2",
    ]


def test_two_parts_are_told_apart_by_the_total_alone_where_their_sum_fits() -> None:
    # 417 - 309 more for green travel, and 360 less without days of travel
    assert len(causes(TEACHING, total="1317.00")) == 2


def test_a_part_that_nothing_explains_is_told_beside_one_that_is_explained() -> None:
    told = causes(TEACHING, travel_support="211.00", individual_support="1259.99")
    assert told == [
        "the distance band: 100 to less than 500 km; the distance is 900 km",
        "unexplained, individual support: 1259.99; due: 1260.00",
    ]


def test_the_amounts_of_a_grant_are_those_that_are_known() -> None:
    grant = GERMAN.calculate(Mobility.model_validate(TEACHING | {"distance_km": None}))
    assert amounts_of(grant) == {"individual_support_eur": 126000, "top_ups_eur": 0}


def test_the_report_shows_both_amounts() -> None:
    grant = GERMAN.calculate(Mobility.model_validate(TEACHING))
    found = explain_difference(grant, StatedAmounts(total_eur=Decimal(1209), travel_support_eur=Decimal(309)))
    assert found.difference_cents == -36000
    text = found.to_text()
    assert text.startswith("Their amounts differ from ours")
    assert "travel days paid: 0; due: 2" in text
    assert "1209.00" in text
    assert "1569.00" in text
    parts = explain_difference(grant, StatedAmounts(travel_support_eur=Decimal(0)))
    assert parts.difference_cents == -30900  # of travel support alone, which is 309.00


@pytest.mark.parametrize("given", [{}, {"total_eur": None}, dict.fromkeys(StatedAmounts.model_fields)])
def test_amounts_of_which_none_is_stated_are_refused(given: dict[str, None]) -> None:
    sentence = "total_eur: state an amount: total_eur, travel_support_eur, individual_support_eur, top_ups_eur"
    for make in (lambda: StatedAmounts(**given), lambda: StatedAmounts.model_validate(given)):
        with pytest.raises(ValidationError) as refused:
            make()
        assert error_sentences(refused.value, StatedAmounts) == (sentence,)


def test_what_is_not_stated_leaves_the_difference_open() -> None:
    grant = GERMAN.calculate(Mobility.model_validate(TEACHING | {"distance_km": None}))
    theirs = StatedAmounts(travel_support_eur=Decimal(309), individual_support_eur=Decimal(1260))
    assert explain_difference(grant, theirs).difference_cents is None  # travel support is open
    assert explain_difference(grant, StatedAmounts(individual_support_eur=Decimal(1300))).difference_cents == 4000


@pytest.mark.parametrize(
    ("theirs", "told", "cents"),
    [
        # 1260 for five days and two of travel is certain; a journey of unknown length has at most 1735
        ({"individual_support": "1300.00"}, ["the individual support: 1300.00; due: 1260.00"], 4000),
        (
            {"individual_support": "1200.00", "total": "1509.00"},
            ["the individual support: 1200.00; due: 1260.00"],
            -6000,
        ),
        ({"travel_support": "1735.01"}, ["the travel support: 1735.01; due: 0.00 to 1735.00"], 1),
        (
            {"travel_support": "2000.00", "individual_support": "1259.99", "total": "3259.99"},
            [
                "the total: 3259.99; due: 1260.00 to 2995.00",
                "the travel support: 2000.00; due: 0.00 to 1735.00",
                "the individual support: 1259.99; due: 1260.00",
            ],
            26499,  # in all, 3259.99 and 2995.00
        ),
        ({"individual_support": "1260.00", "travel_support": "309.00"}, [NOT_KNOWN], None),
        ({"top_ups": "250.00"}, ["the top ups: 250.00; due: 0.00"], 25000),
    ],
)
def test_a_part_of_an_open_grant_is_held_to_what_it_can_be(
    theirs: dict[str, str], told: list[str], cents: int | None
) -> None:
    open_grant = TEACHING | {"distance_km": None}
    assert causes(open_grant, **theirs) == told
    stated = StatedAmounts(**{f"{name}_eur": Decimal(amount) for name, amount in theirs.items()})
    found = explain_difference(GERMAN.calculate(Mobility.model_validate(open_grant)), stated)
    assert found.difference_cents == cents


def test_travel_days_at_a_monthly_rate_are_rounded_once() -> None:
    """Bulgaria is paid with 490 a month: 150 days are 2450.00, and 50.00 for the green journey.

    Two travel days are 490 x 2 / 30 = 32.67, and four are 490 x 4 / 30 = 65.33, and not twice 32.67.
    """
    calculator = GrantCalculator("na-de-ka131-2023")
    semester = SEMESTER | {
        "receiving_country": "BG",
        "start_date": "2023-09-01",
        "end_date": "2024-01-31",
        "study_cycle": "first",
        "travel_mode": "green",
        "travel_days": 2,
    }
    grant = calculator.calculate(Mobility.model_validate(semester))
    assert str(grant.total_eur) == "2532.67"
    right, by_a_cent = (
        explain_difference(grant, StatedAmounts(total_eur=Decimal(total))).causes for total in ("2565.33", "2565.34")
    )
    assert right[0].in_language() == "travel days paid: 4; due: 2"
    # 152 days are 490 x 152 / 30 = 2482.67, and with 32.67 and 50.00 they come to the other amount
    assert [cause.what.value for cause in by_a_cent] == ["last_day"]


def test_no_part_is_due_for_certain_of_a_mobility_that_may_be_refused() -> None:
    """Nobody says how long it is taught, and less than eight hours a week are refused: 1260.00, or nothing."""
    untold = TEACHING | {"teaching_hours": None}
    ((nothing,), (more,)) = (causes(untold, individual_support=one) for one in ("0.00", "1260.01"))
    assert nothing.startswith("our grant is not yet known: ")
    assert more == "the individual support: 1260.01; due: 0.00 to 1260.00"


def test_the_parts_of_a_mobility_that_may_be_refused_do_not_agree() -> None:
    """1260.00 and 309.00 if it is eligible, and else nothing; top-ups are 0.00 either way."""
    grant = GERMAN.calculate(Mobility.model_validate(TEACHING | {"teaching_hours": None}))
    assert (grant.eligible, amounts_of(grant)) == (None, {"top_ups_eur": 0})
    for individual, travel in (("1260.00", "309.00"), ("0.00", "0.00")):
        parts = StatedAmounts(
            individual_support_eur=Decimal(individual), travel_support_eur=Decimal(travel), top_ups_eur=Decimal(0)
        )
        found = explain_difference(grant, parts)
        assert (found.agrees, found.difference_cents) == (False, None)
        assert [cause.what for cause in found.causes] == ["not_known"]
    (amounts, _) = found.report().tables
    assert [row[2] for row in amounts.rows] == ["0.00 to 309.00", "0.00 to 1260.00", "0.00"]


def test_the_report_shows_between_what_an_amount_that_is_not_known_lies() -> None:
    grant = GERMAN.calculate(Mobility.model_validate(TEACHING | {"distance_km": None}))
    theirs = StatedAmounts(total_eur=Decimal(9999), travel_support_eur=Decimal(9), individual_support_eur=Decimal(1260))
    (amounts, _) = explain_difference(grant, theirs).report().tables
    # nothing below 10 km, at most 1735 from 8000 km on; five days and two of travel at 180
    assert [row[1:] for row in amounts.rows] == [
        ("9999.00", "1260.00 to 2995.00"),
        ("9.00", "0.00 to 1735.00"),
        ("1260.00", "1260.00"),
    ]


@pytest.mark.parametrize(
    ("mobility", "theirs", "told"),
    [
        # 1260 for five days and two of travel, 309 for the journey; top-ups are 0 here
        (TEACHING, {"travel_support": "0.00"}, ["travel support is left out; due: 309.00"]),
        (TEACHING, {"individual_support": "0.00"}, ["individual support is left out; due: 1260.00"]),
        (TEACHING, {"total": "309.00"}, ["individual support is left out; due: 1260.00"]),
        (TEACHING, {"travel_support": "0.00", "individual_support": "0.00"}, ["nothing is paid; due: 1569.00"]),
        (TEACHING, {"travel_support": "0.00", "total": "0.00"}, ["nothing is paid; due: 1569.00"]),
        # travel support is 0 for a long stay, so individual support is all that is due
        (SEMESTER, {"individual_support": "0.00"}, ["nothing is paid; due: 2448.00"]),
    ],
)
def test_nothing_is_paid_only_if_that_is_said_of_all_that_is_due(
    mobility: dict[str, object], theirs: dict[str, str], told: list[str]
) -> None:
    assert causes(mobility, **theirs) == told


@pytest.mark.parametrize("sending", ["AT", None])
def test_the_home_of_a_rulebook_says_whose_other_calls_are_tried(sending: str | None) -> None:
    mobility = Mobility.model_validate(
        {
            "activity": "SMS",
            "direction": "outgoing",
            "sending_country": sending,
            "receiving_country": "FI",
            "start_date": "2021-10-02",
            "end_date": "2022-02-02",
        }
    )
    grant = GrantCalculator("na-at-ka131-2021").calculate(mobility)
    assert str(grant.total_eur) == "1936.00"  # four months and a day: 121 x 480 / 30
    found = explain_difference(grant, StatedAmounts(total_eur=Decimal("2097.33")))  # 121 x 520 / 30, as in call 2023
    assert [cause.in_language() for cause in found.causes] == [
        "the figures of na-at-ka131-2023; the rulebook is na-at-ka131-2021"
    ]


def test_other_calls_of_each_action_of_a_rulebook_are_tried() -> None:
    """The rulebook is of KA107 and KA171."""
    mobility = Mobility.model_validate(
        {
            "activity": "STA",
            "direction": "incoming",
            "sending_country": "SN",
            "receiving_country": "FR",
            "start_date": "2024-03-04",
            "end_date": "2024-03-08",
            "distance_km": 4200,
            "teaching_hours": 8,
        }
    )
    grant = GrantCalculator("usmb-icm-2023").calculate(mobility)
    assert str(grant.total_eur) == "1940.00"  # five days and two of travel at 160, and 820: 7 x 160 + 820
    # in call 2024 France has 190 a day, and 4200 km have 1188: 7 x 190 + 1188
    found = explain_difference(grant, StatedAmounts(total_eur=Decimal(2518), travel_support_eur=Decimal(1188)))
    assert "eu-ka171-2024" in [cause.theirs for cause in found.causes]


def test_without_a_payer_other_calls_of_the_programme_alone_are_tried() -> None:
    mobility = Mobility.model_validate(
        {
            "activity": "SMS",
            "direction": "outgoing",
            "receiving_country": "SN",
            "start_date": "2024-10-07",
            "end_date": "2025-01-06",
            "distance_km": 4000,
        }
    )
    grant = GrantCalculator("eu-ka131-2024").calculate(mobility)
    assert str(grant.total_eur) == "3288.00"  # three months at 700, and 1188 for 4000 km, which was 820 to call 2023
    found = explain_difference(grant, StatedAmounts(total_eur=Decimal(2920), travel_support_eur=Decimal(820)))
    assert [cause.theirs for cause in found.causes] == ["eu-ka131-2021", "eu-ka131-2022", "eu-ka131-2023"]


def test_a_zero_grant_has_no_line_that_could_be_otherwise() -> None:
    assert causes(SEMESTER | {"zero_grant": True}, total="2448.00") == ["unexplained, total: 2448.00; due: 0.00"]


def test_without_a_distance_no_other_band_is_tried() -> None:
    assert causes(SEMESTER | {"distance_km": None}, total="2484.00")[0] == "travel days paid: 2; due: 0"


@pytest.mark.parametrize(("start", "end"), [("0001-01-01", "0001-01-05"), ("9999-12-27", "9999-12-31")])
def test_other_days_are_tried_up_to_the_ends_of_the_calendar(start: str, end: str) -> None:
    told = causes(TEACHING | {"start_date": start, "end_date": end}, total="1209.00")  # 1569 less two days at 180
    assert told[0] == "travel days paid: 0; due: 2"
