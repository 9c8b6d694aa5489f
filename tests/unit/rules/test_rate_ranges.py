from decimal import Decimal

import pytest
from pydantic import ValidationError

from erasmus_grants.basics.vocabulary import Term
from erasmus_grants.rules.rate_ranges import (
    RateRange,
    is_far_enough,
    is_within,
    percentages,
    range_finding,
    range_in_words,
)
from erasmus_grants.testing import toy_source


def bounds(least: object = None, most: object = None) -> RateRange:
    return RateRange.model_validate({"minimum_eur": least, "maximum_eur": most, "source": toy_source()})


@pytest.mark.parametrize(
    ("least", "most", "rate_eur", "within"),
    [
        ("80.00", "180.00", "79.99", False),
        ("80.00", "180.00", "80.00", True),
        ("80.00", "180.00", "180.00", True),
        ("80.00", "180.00", "180.01", False),
        ("80.00", "80.00", "80.00", True),  # a range of one rate
        (None, "180.00", "0.00", True),
        (None, "180.00", "180.01", False),
        ("80.00", None, "79.99", False),
        ("80.00", None, "100000.00", True),
        ("0.00", "180.00", "0.00", True),  # a bound of nothing is a bound
        (None, "0.00", "0.01", False),
    ],
)
def test_a_rate_on_a_bound_is_within_and_a_cent_beyond_is_not(
    least: str | None, most: str | None, rate_eur: str, within: bool
) -> None:
    assert is_within(Decimal(rate_eur), bounds(least, most)) is within


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (80, 180, "80.00 to 180.00 EUR"),
        (None, 180, "at most 180.00 EUR (the lowest is not published)"),
        (80, None, "at least 80.00 EUR (the highest is not published)"),
        (0, 180, "0.00 to 180.00 EUR"),
    ],
)
def test_a_range_is_said_with_the_bounds_that_are_known(least: object, most: object, words: str) -> None:
    assert range_in_words(bounds(least, most)) == words


@pytest.mark.parametrize(
    ("term", "unit"),
    [(Term.STAFF, "day"), (Term.LONG_TERM_PHYSICAL, "month"), (Term.SHORT_TERM_PHYSICAL, "day")],
)
def test_a_range_without_a_rate_blocks_and_says_the_range(term: Term, unit: str) -> None:
    source = toy_source().at("RANGE", "page 2")
    finding = range_finding(bounds(80, 180).model_copy(update={"source": source}), term=term)
    assert (finding.code, finding.is_blocking, finding.source) == ("RATE_NOT_PUBLISHED", True, source)
    assert finding.message == (
        f"No rate is published for this mobility: the programme prints a range, 80.00 to 180.00 EUR a {unit}, and the "
        "institution or its National Agency sets the rate: write it into a rulebook of your own, which `erasmus-grants new-policy` begins."
    )
    details = dict(finding.details)
    assert (details["range"], details["unit"]) == ("RANGE_FROM_TO", f"A_{unit.upper()}")
    assert (details["minimum_eur"], details["maximum_eur"]) == ("80.00", "180.00")


@pytest.mark.parametrize(
    ("least", "most", "message"),
    [
        (None, None, "a range has at least one bound"),
        ("180.01", "180.00", r"the highest rate is not below the lowest, 180\.01 EUR"),
        ("80.005", None, "no fraction of a cent"),
        (None, "100000.01", "less than or equal to 100000"),
        (80.0, None, "never as float"),
    ],
)
def test_a_range_that_is_not_sound_is_refused(least: object, most: object, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        bounds(least, most)


# --- living costs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("living_costs", "least", "rate_eur", "similar_eur", "far_enough"),
    [
        ("higher", "50", "650.00", "600.00", True),
        ("higher", "50", "649.99", "600.00", False),
        ("higher", "50", "550.00", "600.00", False),  # far away on the wrong side
        ("higher", "0", "600.00", "600.00", True),
        ("higher", "0", "599.99", "600.00", False),
        ("lower", "50", "550.00", "600.00", True),
        ("lower", "50", "550.01", "600.00", False),
        ("lower", "50", "650.00", "600.00", False),
        ("higher", None, "1.00", "600.00", True),
        ("lower", None, "900.00", "600.00", True),
        ("similar", None, "1.00", "600.00", True),
        (None, None, "1.00", "600.00", True),
    ],
)
def test_a_rate_is_as_far_from_that_of_similar_living_costs_as_the_range_wants(
    living_costs: str | None, least: str | None, rate_eur: str, similar_eur: str, far_enough: bool
) -> None:
    fields = {"living_costs": living_costs, "least_difference_eur": least, "minimum_eur": 1, "source": toy_source()}
    bounded = RateRange.model_validate(fields)
    assert is_far_enough(Decimal(rate_eur), bounded, similar_eur=Decimal(similar_eur)) is far_enough


@pytest.mark.parametrize("living_costs", [None, "similar"])
@pytest.mark.parametrize("least", [0, 50])
def test_a_difference_is_that_of_higher_or_lower_living_costs(living_costs: str | None, least: int) -> None:
    fields = {"living_costs": living_costs, "least_difference_eur": least, "minimum_eur": 1, "source": toy_source()}
    with pytest.raises(ValidationError, match="a difference is that of a range towards higher or lower living costs"):
        RateRange.model_validate(fields)


@pytest.mark.parametrize(
    ("least", "most", "rate_eur", "parts"),
    [
        (80, 180, 80, ("-0.005", "0.005")),
        (80, 180, 130, ("0.495", "0.505")),
        (80, 180, 180, ("0.995", "1.005")),
        (80, 180, "130.50", ("0.5", "0.51")),
        (0, 50, 25, ("0.49", "0.51")),
        (80, None, 130, None),
        (None, 180, 130, None),
        (80, 80, 80, None),  # a range of one rate has no percentages
        (0, 50, 0, ("-0.01", "0.01")),
    ],
)
def test_a_rate_in_whole_euros_is_somewhere_between_two_parts_of_its_range(
    least: object, most: object, rate_eur: object, parts: tuple[str, str] | None
) -> None:
    found = percentages(Decimal(str(rate_eur)), bounds(least, most))
    assert found == (None if parts is None else (Decimal(parts[0]), Decimal(parts[1])))


def test_a_range_prints_bounds_and_no_figures() -> None:
    assert bounds(80, 180).figures == {}
