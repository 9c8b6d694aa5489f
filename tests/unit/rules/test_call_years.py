import pytest
from pydantic import ValidationError

from erasmus_grants.rules.call_years import AgreementYears, call_year_findings
from erasmus_grants.testing import toy_mobility, toy_source

YEARS = AgreementYears(years_after_call=3, source=toy_source().at("YEARS", "page 4"))


@pytest.mark.parametrize(
    ("start", "end", "call_years", "outside"),
    [
        ("2030-01-01", "2030-01-05", (2030,), False),  # the first day of the call
        ("2029-12-31", "2030-01-04", (2030,), True),
        ("2033-12-27", "2033-12-31", (2030,), False),  # the last day of the third year after it
        ("2033-12-28", "2034-01-01", (2030,), True),
        ("2029-12-31", "2030-01-04", (2030, 2029), False),  # the first of the calls
        ("2033-12-28", "2034-01-01", (2031, 2030), False),  # the last of them, in whatever order
    ],
)
def test_a_stay_outside_of_the_years_of_its_call_warns(
    start: str, end: str, call_years: tuple[int, ...], outside: bool
) -> None:
    findings = call_year_findings(toy_mobility(start_date=start, end_date=end), call_years=call_years, rule=YEARS)
    assert [(finding.code, finding.severity, finding.source.id) for finding in findings] == (
        [("OUTSIDE_CALL_YEARS", "warning", "YEARS")] * outside
    )


def test_the_years_that_were_compared_are_said() -> None:
    mobility = toy_mobility(start_date="2034-01-01", end_date="2034-01-05")
    (finding,) = call_year_findings(mobility, call_years=(2030, 2029), rule=YEARS)
    assert dict(finding.details) == {"start": "2034-01-01", "end": "2034-01-05", "first": "2029", "last": "2033"}


@pytest.mark.parametrize("years", [-1, 21, 3.0, True])
def test_years_out_of_their_range_are_refused(years: object) -> None:
    with pytest.raises(ValidationError):
        AgreementYears.model_validate({"years_after_call": years, "source": toy_source()})
