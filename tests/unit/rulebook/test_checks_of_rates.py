"""Rates that the programme compares with each other: towards other living costs, and in other receiving countries."""

from decimal import ROUND_UP, Context, Decimal, localcontext

import pytest
from pydantic import ValidationError

from erasmus_grants import Rulebook
from erasmus_grants.basics.problems import error_sentences
from erasmus_grants.rulebook.doubts import doubts_of
from erasmus_grants.rules.rate_ranges import RateRange, is_far_enough, percentages
from erasmus_grants.testing import toy_rulebook, toy_source

TOY = toy_rulebook()
PAGE = toy_source()


def group(name: str, country: str) -> dict[str, object]:
    return {"id": name, "countries": [country], "source": PAGE}


def book(rates: dict[str, int], *, sender: str = "FR") -> Rulebook:
    """Return a rulebook that pays these rates of a month towards similar, higher and lower living costs."""
    bounds = {"similar": 0, "higher": 50, "lower": 50}
    countries = {"similar": "IT", "higher": "CH", "lower": "BG"}
    ranges = [
        {
            "scope": {"receiving_groups": name},
            "minimum_eur": 100,
            "maximum_eur": 900,
            "living_costs": name,
            "source": PAGE,
            **({"least_difference_eur": least} if least else {}),
        }
        for name, least in bounds.items()
    ]
    sent = {name: {"receiving_groups": name} for name in rates}
    if sender != "FR":
        sent["similar"]["sending_groups"], sent["higher"]["sending_groups"] = sender, "lower"
    monthly = [{"rate_eur_per_month": eur, "scope": sent[name], "source": PAGE} for name, eur in rates.items()]
    return TOY.model_copy(
        update={
            "home": None,
            "country_groups": [group(name, country) for name, country in countries.items()],
            "monthly_rate_ranges": ranges,
            "monthly_rates": monthly,
        }
    )


@pytest.mark.parametrize(
    ("rates", "told"),
    [
        ({"similar": 300, "higher": 350, "lower": 250}, ()),
        (
            {"similar": 300, "higher": 349},
            ("349.00 EUR towards higher living costs is less than 50.00 EUR from the 300",),
        ),
        (
            {"similar": 300, "lower": 251},
            ("251.00 EUR towards lower living costs is less than 50.00 EUR from the 300",),
        ),
    ],
)
def test_rates_are_as_far_from_each_other_as_the_ranges_want(rates: dict[str, int], told: tuple[str, ...]) -> None:
    if not told:
        assert book(rates).id == "toy"
        return
    with pytest.raises(ValidationError) as caught:
        book(rates)
    (problem,) = error_sentences(caught.value, Rulebook)
    assert told[0] in problem


def test_only_rates_from_one_country_are_compared() -> None:
    assert book({"similar": 300, "higher": 349}, sender="similar").monthly_rates
    with pytest.raises(ValidationError):
        book({"similar": 300, "higher": 349})


def test_a_difference_needs_living_costs_that_differ() -> None:
    for costs in ({}, {"living_costs": "similar"}):
        with pytest.raises(ValidationError) as caught:
            RateRange.model_validate({"minimum_eur": 200, "least_difference_eur": 50, "source": PAGE, **costs})
        assert "from the similar ones" in error_sentences(caught.value, RateRange)[0]


def test_without_a_difference_any_rate_is_far_enough() -> None:
    higher = RateRange.model_validate({"minimum_eur": 200, "living_costs": "higher", "source": PAGE})
    assert is_far_enough(Decimal(300), higher, similar_eur=Decimal(300))


def test_rates_are_compared_whatever_the_decimal_context_of_the_caller_is() -> None:
    higher = RateRange.model_validate(
        {"minimum_eur": 348, "living_costs": "higher", "least_difference_eur": 50, "source": PAGE}
    )
    bounds = RateRange.model_validate({"minimum_eur": 80, "maximum_eur": 180, "source": PAGE})
    with localcontext(Context(prec=2, rounding=ROUND_UP)):
        assert is_far_enough(Decimal(555), higher, similar_eur=Decimal(505))  # 505 + 50 = 555
        assert not is_far_enough(Decimal(550), higher, similar_eur=Decimal(504))  # 504 + 50 = 554
        assert percentages(Decimal(133), bounds) == (Decimal("0.525"), Decimal("0.535"))  # 52.5 and 53.5 of 100


def staff(near_eur: int, far_eur: int) -> Rulebook:
    ranges = [
        {"scope": {"receiving_groups": name}, "minimum_eur": 100, "maximum_eur": most, "source": PAGE}
        for name, most in (("near", 200), ("far", 300))
    ]
    tiers = [{"from_day": 1, "share": 1}]
    rates = [
        {"scope": {"receiving_groups": name}, "rate_eur_per_day": eur, "tiers": tiers, "source": PAGE}
        for name, eur in (("near", near_eur), ("far", far_eur))
    ]
    groups = [group("near", "IT"), group("far", "JP")]
    return TOY.model_copy(
        update={"home": None, "country_groups": groups, "daily_rate_ranges": ranges, "daily_rates": rates}
    )


def test_one_percentage_of_the_range_is_no_doubt_and_several_are_one() -> None:
    assert list(doubts_of(staff(150, 200))) == []  # the middle of 100 to 200, and of 100 to 300
    assert len(list(doubts_of(staff(150, 300)))) == 1
