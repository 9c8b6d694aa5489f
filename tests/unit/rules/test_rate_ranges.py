from decimal import Decimal

import pytest
from pydantic import ValidationError

from erasmus_grants.rules.rate_ranges import RateRange, is_within, range_finding, range_in_words
from erasmus_grants.testing import toy_source
from erasmus_grants.vocabulary import Term


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
        "institution or its National Agency sets the rate: give it in a rulebook that is based on this one."
    )
    details = dict(finding.details)
    assert (details["range"], details["unit"]) == ("80.00 to 180.00 EUR", unit)


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
