"""What somebody should look at in a rulebook that is sound: each doubt by itself, and none in what is as it should be."""

from collections.abc import Sequence

import pytest

from erasmus_grants import get_rulebook, known_rulebooks
from erasmus_grants.rulebook.doubts import doubt_told, doubts_of
from erasmus_grants.testing import toy_rulebook, toy_source

TOY = toy_rulebook()
PAGE = toy_source()
assert TOY.short_term is not None
FROM_A_DAY = {"short_term": TOY.short_term.model_copy(update={"minimum_days": 1})}
DEPARTS_FROM_ONE_PERCENTAGE = "na-sk-ka131-2023"


def doubts(**changes: object) -> list[tuple[object, str]]:
    return list(doubts_of(TOY.model_copy(update=changes)))


def split(*instalments: tuple[str, str, str]) -> list[dict[str, object]]:
    """Return a table of payments: kind, trigger, and the share of all of the grant."""
    rows = [
        {"kind": kind, "trigger": trigger, "travel_share": share, "individual_share": share}
        for kind, trigger, share in instalments
    ]
    return [{"instalments": rows, "source": PAGE}]


def bands(standard_eur: object, green_eur: object) -> list[dict[str, object]]:
    far = {"from_km": 500, "standard_eur": 300}
    return [
        {
            "bands": [{"from_km": 10, "below_km": 500, "standard_eur": standard_eur, "green_eur": green_eur}, far],
            "source": PAGE,
        }
    ]


def daily(rate_eur: int, *shares: tuple[int, object]) -> dict[str, object]:
    """Return a table of daily rates: each share with the day from which it is paid."""
    ends = [from_day - 1 for from_day, _ in shares[1:]]
    tiers = [
        {"from_day": from_day, "share": share, **({"to_day": end} if end else {})}
        for (from_day, share), end in zip(shares, (*ends, None), strict=True)
    ]
    return {"daily_rates": [{"rate_eur_per_day": rate_eur, "tiers": tiers, "source": PAGE}]}


def bounds(least: str, most: str, **scope: object) -> list[dict[str, object]]:
    return [
        {
            "scope": scope,
            "minimum_pre_financing_share": least,
            "maximum_pre_financing_share": most,
            "balance_within_days": 45,
            "source": PAGE,
        }
    ]


def agreement(start: str, end: str) -> list[dict[str, object]]:
    return [{"id": "A", "start_date": start, "end_date": end, "source": PAGE}]


THREE_YEARS = {"years_after_call": 3, "source": PAGE}
SOON, LATER = ("pre_financing", "on_arrival"), ("balance", "after_report")
PAID_BY_BOUNDS = split((*SOON, "0.3"), (*LATER, "0.7"))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"travel_support": bands(285, 211)},
            "from 10 km on green travel is paid 211.00 EUR, less than the 285.00 EUR of standard travel",
        ),
        (
            {
                "daily_rates": [
                    {"rate_eur_per_day": 100, "tiers": [{"from_day": 1, "share": "0.1"}], "source": PAGE},
                ]
            },
            "the first days are paid 0.1 of the rate, and not the whole",
        ),
        (
            daily(100, (1, 1), (15, 0)),
            "the share from day 15 is 0: nothing is paid; if that is meant, end the tiers there, and let funded_days_cap be 14",
        ),
        (daily(100, (1, 1), (15, 0), (31, "0.5")), "the share from day 15 to 30 is 0: nothing is paid"),
        (daily(0, (1, 1)), "the rate of a day is 0: nothing is paid"),
        ({"monthly_rates": [{"rate_eur_per_month": 0, "source": PAGE}]}, "the rate of a month is 0: nothing is paid"),
        (
            {
                "short_stay_rates": [
                    {
                        "tiers": [
                            {"from_day": 1, "to_day": 14, "rate_eur_per_day": 79},
                            {"from_day": 15, "rate_eur_per_day": 0},
                        ],
                        "source": PAGE,
                    }
                ]
            },
            "a day from day 15 is 0: nothing is paid",
        ),
        (
            {
                "top_ups": [
                    {
                        "kind": "top_up_fewer_opportunities",
                        "scope": {"terms": "short_term_physical"},
                        "tiers": [
                            {"from_day": 1, "to_day": 14, "amount_eur": 100},
                            {"from_day": 15, "amount_eur": 0},
                        ],
                        "source": PAGE,
                    }
                ]
            },
            "the amount from day 15 is 0: nothing is paid",
        ),
        (
            {"top_ups": [{"kind": "top_up_traineeship", "rate_eur_per_month": 0, "source": PAGE}]},
            "the rate of a month is 0: nothing is paid",
        ),
        (
            {"travel_support": bands(0, 0)},
            "from 10 km on nothing is paid; a decision to pay no journeys is not_paid",
        ),
        (
            {"travel_days": [{"funded_travel_days": 4, "most_travel_days": 2, "source": PAGE}]},
            "most_travel_days is 2, less than the 4 that nobody has to ask for",
        ),
        (
            {"travel_days": [{"funded_travel_days": 2, "green_travel_days": 1, "source": PAGE}]},
            "green travel has 1 travel days at most, fewer than standard travel",
        ),
        (
            {"travel_days": [{"funded_travel_days": 0, "most_travel_days": 6, "green_travel_days": 2, "source": PAGE}]},
            "green travel has 2 travel days at most, fewer than standard travel",
        ),
        (
            {"teaching_hours": [{"hours_per_week": 4, "hours_per_week_combined": 8, "source": PAGE}]},
            "8 hours of teaching with training are more than the 4 without",
        ),
        (
            {"payment_splits": split((*SOON, "0.7"), ("balance", "before_departure", "0.3"))},
            "instalment 2 is balance and paid before_departure; a balance is what is paid after the report",
        ),
        (
            {"payment_splits": split(("pre_financing", "after_report", "0.7"), (*LATER, "0.3"))},
            "instalment 1 is pre_financing and paid after_report; a balance is what is paid after the report",
        ),
        (
            {"payment_splits": split((*SOON, "0.7"), (*LATER, "0.2"), (*LATER, "0.1"))},
            "2 instalments are balance, which is the last one alone",
        ),
        (
            {"payment_splits": PAID_BY_BOUNDS, "payment_bounds": bounds("0.7", "1")},
            "0.3 of all but travel support is paid before the balance, and payment_bounds says 0.7 to 1 (TOY)",
        ),
        (
            {"payment_splits": split((*SOON, "1")), "payment_bounds": bounds("0.7", "0.9")},
            "1 of all but travel support is paid before the balance, and payment_bounds says 0.7 to 0.9 (TOY)",
        ),
    ],
)
def test_an_entry_that_is_seldom_meant_is_a_doubt_with_its_place(changes: dict[str, object], told: str) -> None:
    (table,) = [name for name in changes if name != "payment_bounds"]
    assert doubts(**changes) == [((table, 0), told)]


@pytest.mark.parametrize(
    "changes",
    [
        {"travel_support": bands(285, 285)},
        {"travel_support": bands(285, None)},
        {
            "travel_support": [
                {
                    "bands": [
                        {"from_km": 0, "below_km": 10, "standard_eur": 0, "green_eur": 0},
                        {"from_km": 10, "standard_eur": 20},
                    ],
                    "source": PAGE,
                }
            ]
        },
        {"travel_days": [{"funded_travel_days": 2, "most_travel_days": 2, "green_travel_days": 2, "source": PAGE}]},
        {"travel_days": [{"funded_travel_days": 2, "source": PAGE}]},
        {"teaching_hours": [{"hours_per_week": 8, "hours_per_week_combined": 8, "source": PAGE}]},
        {"payment_splits": split((*SOON, "0.7"), (*LATER, "0.3")), "payment_bounds": bounds("0.7", "0.7")},
        {"payment_splits": PAID_BY_BOUNDS},
        {
            "payment_splits": [{**PAID_BY_BOUNDS[0], "scope": {"activities": ["STA"]}}],
            "payment_bounds": bounds("0.7", "1", activities=["STT"]),
        },
        {"call_years": [], "id": "toy-2024", "title": "Toy, call 2024"},
        {"id": "toy-2030", "title": "Toy, call 2030", "call_years": [2030]},
        {"id": "toy-20301"},
        {"call_years": [2031], "agreements": ()},  # the page was read in 2030
        {"agreements": agreement("2030-01-01", "2033-12-31"), "agreement_years": THREE_YEARS},
        {"agreements": agreement("2030-01-01", "2043-12-31")},
    ],
)
def test_what_is_as_it_should_be_is_no_doubt(changes: dict[str, object]) -> None:
    assert doubts(**changes) == []


@pytest.mark.parametrize(
    ("changes", "place", "told"),
    [
        ({"id": "toy-2013"}, ("id",), "it names 2013, and call_years is 2030"),
        ({"title": "Toy, call 2013"}, ("title",), "it names 2013, and call_years is 2030"),
        ({"id": "toy-2013", "call_years": [2030, 2031]}, ("id",), "it names 2013, and call_years is 2030, 2031"),
        (
            {"call_years": [2032]},
            ("sources", 0),
            "TOY was read on 2030-01-01, more than a year before call 2032",
        ),
        (
            {"agreements": agreement("2013-06-01", "2031-07-31")},
            ("agreements", 0),
            "agreement A starts on 2013-06-01, before call 2030",
        ),
        (
            {"agreements": agreement("2030-06-01", "2034-01-01"), "agreement_years": THREE_YEARS},
            ("agreements", 0),
            "agreement A ends on 2034-01-01, more than 3 years after call 2030",
        ),
    ],
)
def test_a_year_that_is_not_of_the_call_is_a_doubt_with_its_place(
    changes: dict[str, object], place: Sequence[object], told: str
) -> None:
    kept = {"agreements": ()} if "call_years" in changes else {}  # those of the toy start in 2030
    assert doubts(**{**kept, **changes}) == [(place, told)]


LONGER = "the rate ends after 150 days, and top_up_traineeship (TOY) is paid for {days}; give both one funded_days_cap"


@pytest.mark.parametrize(
    ("cap", "scope", "days"),
    [
        (None, {}, "all days"),
        (180, {}, "180 days"),
        (150, {}, None),
        (90, {}, None),
        (None, {"activities": ["SMS"], "terms": ["short_term_physical"]}, None),  # nobody has both
    ],
)
def test_a_top_up_that_is_paid_for_more_days_than_the_rate_is_a_doubt(
    cap: int | None, scope: dict[str, object], days: str | None
) -> None:
    rate = {"rate_eur_per_month": 300, "funded_days_cap": 150, "source": PAGE}
    monthly = {"scope": {"terms": ["long_term_physical"]}, **rate}
    top_up = {"kind": "top_up_traineeship", "rate_eur_per_month": 150, "funded_days_cap": cap, "source": PAGE}
    found = doubts(monthly_rates=[monthly], top_ups=[{"scope": scope, **top_up}])
    assert found == ([] if days is None else [(("monthly_rates", 0), LONGER.format(days=days))])


def test_a_top_up_of_a_rate_without_a_cap_is_none() -> None:
    rate = {"rate_eur_per_month": 300, "source": PAGE}
    assert doubts(monthly_rates=[rate], top_ups=[{**rate, "kind": "top_up_traineeship"}]) == []


def daily(to_day: int | None, **fields: object) -> dict[str, object]:
    tiers = [{"from_day": 1, "to_day": to_day, "share": 1}]
    return {"daily_rates": [{"rate_eur_per_day": 100, "tiers": tiers, "source": PAGE, **fields}]}


def short(to_day: int, **scope: object) -> dict[str, object]:
    tiers = [{"from_day": 1, "to_day": to_day, "rate_eur_per_day": 20}]
    return {"short_stay_rates": [{"scope": scope, "tiers": tiers, "source": PAGE}]}


def once(from_day: int, to_day: int | None, term: str, kind: str = "fewer_opportunities") -> dict[str, object]:
    tiers = [{"from_day": from_day, "to_day": to_day, "amount_eur": 50}]
    return {"top_ups": [{"kind": f"top_up_{kind}", "scope": {"terms": [term]}, "tiers": tiers, "source": PAGE}]}


def durations(*limits: tuple[str, str], **scope: object) -> dict[str, object]:
    rows = [{"minimum": least, "maximum": most, "scope": scope, "source": PAGE} for least, most in limits]
    return {"durations": rows}


NOTHING_ELSE: dict[str, object] = {"daily_rates": (), "top_ups": ()}


CAP = "; if that is meant, let funded_days_cap be {}"
ENDS = "the last tier ends with day {}, and stays of {} days are allowed (TOY): {}"
LATER_DAYS, NO_TOP_UP = "their later days are paid nothing", "they have no top-up"
BEGINS = "the first tier begins with day {}, and stays of {} days are allowed (TOY): they have no top-up"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (daily(14), ENDS.format(14, 60, LATER_DAYS) + CAP.format(14)),
        (daily(59), ENDS.format(59, 60, LATER_DAYS) + CAP.format(59)),
        (daily(14, funded_days_cap=15), ENDS.format(14, 60, LATER_DAYS) + CAP.format(14)),
        (daily(43, counting="weekdays"), ENDS.format(43, 60, LATER_DAYS) + CAP.format(43)),  # 8 weeks and 4 days: 44
        (
            {
                "daily_rate_ranges": [
                    {"maximum_eur": 180, "tiers": daily(14)["daily_rates"][0]["tiers"], "source": PAGE}
                ]
            },  # type: ignore[index]
            ENDS.format(14, 60, LATER_DAYS),
        ),
        (short(14), ENDS.format(14, 30, LATER_DAYS)),
        (short(14, blended_intensive_programme=True), ENDS.format(14, 30, LATER_DAYS)),
        (once(5, 14, "short_term_physical"), ENDS.format(14, 30, NO_TOP_UP)),
        (once(5, 14, "short_term_physical", "green_travel"), ENDS.format(14, 30, NO_TOP_UP)),
        (once(20, 30, "short_term_physical"), BEGINS.format(20, 5)),
        (
            once(1, 100, "long_term_physical", "traineeship"),
            ENDS.format(100, 356, NO_TOP_UP),
        ),  # 360 days of such months
        (once(65, None, "long_term_physical"), BEGINS.format(65, 64)),  # 60 days of thirty-day months at most
        (once(3, 60, "staff", "green_travel"), BEGINS.format(3, 2)),
        (
            short(60) | durations(("5 calendar_days", "61 calendar_days")) | NOTHING_ELSE,
            ENDS.format(60, 61, LATER_DAYS),
        ),
    ],
)
def test_tiers_without_the_longest_or_the_shortest_stays_are_a_doubt(changes: dict[str, object], told: str) -> None:
    table = next(iter(changes))
    assert doubts(**changes) == [((table, 0), told)]


@pytest.mark.parametrize(
    "changes",
    [
        daily(60),
        daily(None),
        daily(14, funded_days_cap=14),
        daily(None, funded_days_cap=14),
        daily(44, counting="weekdays"),
        short(30),
        {"daily_rate_ranges": [{"maximum_eur": 180, "source": PAGE}]},
        once(5, 30, "short_term_physical"),
        once(1, None, "short_term_physical"),
        once(64, None, "long_term_physical"),
        once(2, 60, "staff", "green_travel"),
        NOTHING_ELSE
        | once(31, None, "long_term_physical", "traineeship")
        | durations(("5 calendar_days", "90 calendar_days"), blended_intensive_programme=False),
        {"short_stay_rates": short(14)["short_stay_rates"], "activities": TOY.activities[:1]},  # of staff alone
        NOTHING_ELSE
        | short(30, blended_intensive_programme=False)
        | durations(("5 calendar_days", "90 calendar_days")),
        short(14) | FROM_A_DAY | durations(("5 calendar_days", "90 calendar_days"), terms=["long_term_physical"]),
        daily(14) | FROM_A_DAY | durations(("5 calendar_days", "90 calendar_days"), terms=["long_term_physical"]),
        short(14, blended_intensive_programme=False) | {"short_term": None},
    ],
)
def test_tiers_with_every_stay_that_is_allowed_are_none(changes: dict[str, object]) -> None:
    assert doubts(**changes) == []


def test_who_has_no_top_up_is_not_asked_for_its_tiers() -> None:
    scope = {"terms": ["short_term_physical"], "fewer_opportunities": False}
    row = {**once(20, 30, "short_term_physical")["top_ups"][0], "scope": scope}  # type: ignore[index]
    assert doubts(top_ups=[row]) == []


def test_an_entry_of_a_rulebook_that_is_based_on_another_is_told_by_its_scope() -> None:
    place = ("daily_rates", 1)
    alone, based = get_rulebook("eu-ka131-2026"), get_rulebook("na-tr-ka131-2026")
    scope = based.daily_rates[1].scope.model_dump_json(exclude_defaults=True)
    assert doubt_told(alone, place, "why?") == "daily_rates, entry 2: why?"
    assert doubt_told(based, place, "why?").replace(" ", "") == f"daily_rates,for{scope}:why?"
    assert doubt_told(based, ("sources", 0), "why?") == "sources, entry 1: why?"
    assert doubt_told(based, ("title",), "why?") == "title: why?"


def test_short_stays_without_a_limit_are_a_doubt() -> None:
    """The rule says which stays are short, and the limit refuses: without it, a single day is paid."""
    of_staff, _, long = TOY.durations
    told = "minimum_days is 5, and durations has no limit of some short stays: they are paid from 1 day on"
    assert (("short_term",), told) in doubts(durations=(of_staff, long))
    assert TOY.short_term is not None
    blended_alone = TOY.short_term.model_copy(update={"activities": ()})
    for rule in (None, FROM_A_DAY["short_term"], blended_alone):
        found = [
            sentence
            for place, sentence in doubts(durations=(of_staff, long), short_term=rule)
            if place == ("short_term",)
        ]
        assert found == []


@pytest.mark.parametrize("rulebook_id", known_rulebooks())
def test_no_rulebook_of_the_library_is_doubted_but_the_one_that_departs_from_one_percentage(rulebook_id: str) -> None:
    found = {sentence.partition(";")[2] for _, sentence in doubts_of(get_rulebook(rulebook_id))}
    expected = {" the guide wants one percentage for all receiving countries"}
    assert found == (expected if rulebook_id == DEPARTS_FROM_ONE_PERCENTAGE else set())
