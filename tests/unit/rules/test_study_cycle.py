from datetime import date, timedelta
from decimal import ROUND_DOWN, Context, Decimal, localcontext

import polars as pl
import pytest
from pydantic import ValidationError

from erasmus_grants import GrantCalculator
from erasmus_grants.frames import calculate_frame
from erasmus_grants.rules.study_cycle import CycleLimit, cycle_findings
from erasmus_grants.testing import toy_mobility, toy_rulebook, toy_source
from tests.frames.rows import difference

TWELVE = CycleLimit(maximum_months=12, source=toy_source())
LONGER = CycleLimit(maximum_months=12, maximum_months_one_cycle=24, source=toy_source())
UNCONFIRMED = LONGER.model_copy(update={"one_cycle_not_published": "ask the agency."})


@pytest.mark.parametrize(
    ("months_used", "end", "exceeded"),
    [
        (0, "2030-12-30", False),  # 360 days
        (0, "2030-12-31", False),  # day 31 is day 30
        ("0.1", "2030-12-31", True),  # 3 + 360
        (10, "2030-02-28", False),  # 300 + 58
        (10, "2030-03-01", True),  # 300 + 61
        ("10.5", "2030-02-15", False),  # 315 + 45 = 360
        ("10.5", "2030-02-16", True),
        ("10.51", "2030-02-15", False),  # 315.3, which are 315
        ("10.52", "2030-02-15", True),  # 315.6, which are 316
        (12, "2030-01-01", True),  # 360 + 1
    ],
)
def test_months_used_and_days_of_the_stay_make_twelve_months_at_most(
    months_used: object, end: str, exceeded: bool
) -> None:
    mobility = toy_mobility(activity="SMS", start_date="2030-01-01", end_date=end, months_used=months_used)
    findings = cycle_findings(mobility, TWELVE)
    assert [finding.code for finding in findings] == ["MONTHS_PER_CYCLE_EXCEEDED"] * exceeded
    assert all(finding.is_refusing for finding in findings)


def test_the_compared_days_are_said() -> None:
    mobility = toy_mobility(activity="SMS", start_date="2030-01-01", end_date="2030-03-01", months_used="10.50")
    (finding,) = cycle_findings(mobility, TWELVE)
    assert dict(finding.details) == {
        "months_used": "10.5",
        "days": "61",
        "total_days": "376",  # 315 + 61
        "maximum_days": "360",
        "maximum_months": "12",
    }


def test_interruptions_are_taken_off() -> None:
    mobility = toy_mobility(
        activity="SMS", start_date="2030-01-01", end_date="2030-03-01", months_used=10, interruption_days=1
    )
    assert cycle_findings(mobility, TWELVE) == ()  # 300 + 60


def test_days_are_added_exactly_under_any_decimal_context() -> None:
    mobility = toy_mobility(activity="SMS", start_date="2030-01-01", end_date="2030-01-01", months_used="11.9872")
    with localcontext(Context(prec=2, rounding=ROUND_DOWN)):
        (finding,) = cycle_findings(mobility, TWELVE)
    assert dict(finding.details)["total_days"] == "361"  # 11.9872 * 30 = 359.616, which are 360 days, and one day


@pytest.mark.parametrize("days", range(1, 360))
def test_days_written_as_months_are_so_many_days(days: int) -> None:
    for months in (days / 30, Decimal(days) / 30, round(days / 30, 2), f"{days / 30:.2f}"):
        filled = toy_mobility(activity="SMS", start_date="2030-01-01", end_date="2030-12-30", months_used=months)
        (finding,) = cycle_findings(filled, TWELVE)
        assert dict(finding.details)["total_days"] == str(days + 360)
        last = date(2030, 1, 1) + timedelta(days=370)  # one cycle: as many days as are left, and one more
        mobility = toy_mobility(
            activity="SMS", start_date="2030-01-01", end_date=last, months_used=months, interruption_days=10
        )
        left = mobility.stay.net_days_360 - (360 - days)  # days too many
        fits = mobility.model_copy(update={"interruption_days": 10 + left})
        assert cycle_findings(fits, TWELVE) == ()
        over = mobility.model_copy(update={"interruption_days": 9 + left})
        assert [found.code.value for found in cycle_findings(over, TWELVE)] == ["MONTHS_PER_CYCLE_EXCEEDED"]


@pytest.mark.parametrize(("months_used", "exceeded"), [("0.05", False), ("0.0501", True)])  # 1.5 and 1.503 days
def test_half_a_day_is_none(months_used: str, exceeded: bool) -> None:
    mobility = toy_mobility(
        activity="SMS", start_date="2030-01-01", end_date="2030-12-30", interruption_days=1, months_used=months_used
    )
    assert bool(cycle_findings(mobility, TWELVE)) is exceeded  # 359 + 1, or 359 + 2


@pytest.mark.parametrize("months", [0, -1, 12.0])
def test_a_cycle_has_at_least_a_month(months: object) -> None:
    with pytest.raises(ValidationError):
        CycleLimit.model_validate({"maximum_months": months, "source": toy_source()})


# --- one-cycle programmes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months_used", "end", "exceeded"),
    [
        (12, "2030-12-30", False),  # 360 + 360 = 720, just 24 months
        (12, "2030-12-31", False),  # day 31 is day 30
        ("12.1", "2030-12-30", True),  # 363 + 360
        (22, "2030-02-28", False),  # 660 + 58
        (22, "2030-03-01", True),  # 660 + 61 = 721
        ("22.5", "2030-02-15", False),  # 675 + 45 = 720
        ("22.5", "2030-02-16", True),  # 721
        (24, "2030-01-01", True),  # 720 + 1
    ],
)
@pytest.mark.parametrize("role", ["student", "recent_graduate"])
def test_one_cycle_programmes_have_months_of_their_own(
    months_used: object, end: str, exceeded: bool, role: str
) -> None:
    mobility = toy_mobility(
        activity="SMS",
        role=role,
        start_date="2030-01-01",
        end_date=end,
        months_used=months_used,
        one_cycle_programme=True,
    )
    findings = cycle_findings(mobility, LONGER)
    assert [finding.code for finding in findings] == ["MONTHS_PER_CYCLE_EXCEEDED"] * exceeded


@pytest.mark.parametrize(
    ("limit", "role", "one_cycle", "maximum_days", "maximum_months"),
    [
        (LONGER, "student", True, "720", "24"),
        (LONGER, "student", False, "360", "12"),
        (LONGER, "doctoral_candidate", True, "360", "12"),  # the third cycle comes after such a programme
        (LONGER, "staff", True, "360", "12"),
        (TWELVE, "student", True, "360", "12"),  # the entry has no months for them
    ],
)
def test_the_limit_that_applied_is_said(
    limit: CycleLimit, role: str, one_cycle: bool, maximum_days: str, maximum_months: str
) -> None:
    stay = {"start_date": "2030-01-01", "end_date": "2030-03-01", "months_used": 24}
    (finding,) = cycle_findings(toy_mobility(activity="SMS", role=role, one_cycle_programme=one_cycle, **stay), limit)
    assert dict(finding.details) == {
        "months_used": "24",
        "days": "61",
        "total_days": "781",  # 720 + 61
        "maximum_days": maximum_days,
        "maximum_months": maximum_months,
    }
    assert f"a study cycle allows {maximum_days} ({maximum_months} months)" in finding.message


@pytest.mark.parametrize("months", [0, 11, 24.0])
def test_one_cycle_programmes_allow_no_fewer_months(months: object) -> None:
    fields = {"maximum_months": 12, "maximum_months_one_cycle": months, "source": toy_source()}
    with pytest.raises(ValidationError, match="maximum_months_one_cycle"):
        CycleLimit.model_validate(fields)
    assert CycleLimit.model_validate(fields | {"maximum_months_one_cycle": 12}).maximum_months_one_cycle == 12


@pytest.mark.parametrize(
    ("months_used", "one_cycle", "code"),
    [
        (10, True, None),  # 300 + 60: within a cycle of any studies
        ("10.1", True, "ELIGIBILITY_NOT_PUBLISHED"),
        (22, True, "ELIGIBILITY_NOT_PUBLISHED"),  # 660 + 60: 24 months
        ("22.1", True, "MONTHS_PER_CYCLE_EXCEEDED"),
        ("10.1", False, "MONTHS_PER_CYCLE_EXCEEDED"),
    ],
)
def test_months_of_one_cycle_programmes_may_be_unconfirmed(
    months_used: object, one_cycle: bool, code: str | None
) -> None:
    stay = {"start_date": "2030-04-01", "end_date": "2030-05-31", "months_used": months_used}
    mobility = toy_mobility(activity="SMS", one_cycle_programme=one_cycle, **stay)
    assert [finding.code for finding in cycle_findings(mobility, UNCONFIRMED)] == ([] if code is None else [code])
    of_students = UNCONFIRMED.model_copy(update={"scope": toy_rulebook().cycle_limits[0].scope})
    grant = GrantCalculator(toy_rulebook().model_copy(update={"cycle_limits": (of_students,)})).calculate(mobility)
    is_open = code == "ELIGIBILITY_NOT_PUBLISHED"
    assert (grant.status == "undetermined") is is_open
    assert [(question.table, question.decides) for question in grant.questions] == (
        [("cycle_limits", ("eligibility",))] if is_open else []
    )
    if is_open:
        assert grant.findings[-1].message == ("It is not confirmed whether this mobility is eligible: ask the agency.")


@pytest.mark.parametrize("limits", [(LONGER,), (TWELVE,), (UNCONFIRMED,)])
def test_a_frame_says_the_same(limits: tuple[CycleLimit, ...]) -> None:
    book = toy_rulebook().model_copy(update={"cycle_limits": limits, "agreements": ()})
    first = date(2030, 1, 1)
    rows = [
        {
            "activity": activity,
            "direction": "outgoing",
            "role": role,
            "distance_km": 742.0,
            "receiving_country": "SN",
            "start_date": first,
            "end_date": first + timedelta(days=days - 1),
            "months_used": used,
            "one_cycle_programme": one_cycle,
        }
        for activity, role in (
            *(("SMS", role) for role in ("student", "doctoral_candidate", "recent_graduate", None)),
            ("STT", None),
        )
        for days in (59, 60, 61, 90)
        for used in (None, 9.0, 9.033333333333333, 10.0, 21.0, 22.0, 22.033333333333335, 24.0)
        for one_cycle in (True, False, None)
    ]
    columns = {"all": rows, "one programme": [row | {"one_cycle_programme": True} for row in rows]}
    columns["one number"] = [row | {"months_used": 22.0} for row in rows]
    for some in columns.values():
        frame = pl.DataFrame(some)
        for given in (frame, frame.lazy()):
            said = calculate_frame(given, book, explain="text").lazy().collect()
            assert difference(some, said.rows(named=True), book) == ""
            assert "MONTHS_PER_CYCLE_EXCEEDED" in {code for text in said["finding_codes"] for code in text.split(", ")}


@pytest.mark.parametrize(
    ("limit", "known", "is_asked"),
    [
        (LONGER, {}, True),
        (LONGER, {"activity": "SMS"}, True),
        (LONGER, {"activity": "SMT", "role": "recent_graduate"}, True),
        (LONGER, {"activity": "SMS", "role": "doctoral_candidate"}, False),
        (LONGER, {"activity": "STA"}, False),
        (LONGER, {"activity": "STT", "role": "staff"}, False),
        (LONGER, {"role": "staff"}, False),
        (TWELVE, {"activity": "SMS"}, False),
    ],
)
def test_a_form_asks_only_where_it_decides(limit: CycleLimit, known: dict[str, object], is_asked: bool) -> None:
    of_students = limit.model_copy(update={"scope": toy_rulebook().cycle_limits[0].scope})
    book = toy_rulebook().model_copy(update={"cycle_limits": (of_students,)})
    questions = GrantCalculator(book).questions(known)
    assert ("one_cycle_programme" in {one.field for one in questions.asked}) is is_asked
    assert ("one_cycle_programme" in questions.not_asked) is not is_asked
