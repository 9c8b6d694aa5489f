"""The parts of which a frame's grants are made, one at a time, against the rules of one mobility."""

import random
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasmus_grants import FindingCode, LineKind, PaymentKind, Severity, get_rulebook
from erasmus_grants.basics import algebra
from erasmus_grants.basics.algebra import Column, Steps
from erasmus_grants.basics.errors import FrameError
from erasmus_grants.basics.money import from_cents, to_cents
from erasmus_grants.basics.periods import stay
from erasmus_grants.basics.vocabulary import LineBasis
from erasmus_grants.engine.rows.payments import parts_due, pre_financing
from erasmus_grants.engine.rows.stays import Day, Stays
from erasmus_grants.frames import calculate_frame, calendar, facts, fields, outputs, trace
from erasmus_grants.frames.partners import _characters, _marks, partner_numbers
from erasmus_grants.frames.trace import (
    BAND_BIT,
    FIELD_BITS,
    FINDING_BITS,
    MOST_BANDS,
    MOST_RATES,
    RATE_BIT,
    band_in,
    codes_in,
    rate_in,
    wrong_fields,
)
from erasmus_grants.records.fields import FIELDS, KINDS
from erasmus_grants.records.findings import SEVERITIES
from erasmus_grants.records.lines import GrantLine, grant_line
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rules.agreements import normalised, partner_named, partners_by_name
from erasmus_grants.rules.payment_split import Instalment, PaymentSplit, payments
from erasmus_grants.testing import toy_rulebook, toy_source
from tests.frames.backends import BACK_ENDS, BackEnd

DAYS = st.dates()
EPOCH = date(1970, 1, 1)


# --- days -------------------------------------------------------------------------------------------------------------


@given(DAYS, DAYS, st.integers(0, 40))
def test_stays_are_counted_as_one_by_one(one: date, other: date, away: int) -> None:
    start, end = sorted((one, other))
    away = min(away, (end - start).days)
    single, many = stay(start, end, away), Stays(Day.of(start), Day.of(end), away)
    for counted in ("net_days", "net_days_360", "net_weekdays", "net_end_ordinal"):
        assert getattr(many, counted) == getattr(single, counted), counted


@pytest.mark.parametrize(
    "back_end",
    [one for one in BACK_ENDS if one.name not in {"dask", "pyspark", "pyarrow-batch"}],
    ids=lambda one: one.name,
)
def test_both_ways_to_the_place_of_a_day_agree_on_every_back_end(back_end: BackEnd) -> None:
    days = [date(1900, 3, 1), date(1969, 12, 31), EPOCH, date(2000, 2, 29), date(2024, 12, 31), date(2100, 3, 1)]
    frame: Any = nw.from_native(back_end.made([{"start_date": day, "end_date": day} for day in days]))
    steps = Steps(nw)
    native = calendar.read_day("start_date", frame.collect_schema()["start_date"], frame.implementation, steps)
    arithmetic = calendar.read_day("start_date", nw.Date(), nw.Implementation.UNKNOWN, steps)
    names = {"native": native.ordinal, "arithmetic": arithmetic.ordinal}
    computed = steps.apply(frame).select(**{name: nw.col(column.name) for name, column in names.items()})  # type: ignore[union-attr]
    said = back_end.read(computed.to_native())
    assert sorted(row["native"] for row in said) == [day.toordinal() for day in sorted(days)]
    assert all(row["native"] == row["arithmetic"] for row in said)


# --- amounts ----------------------------------------------------------------------------------------------------------


def line(kind: LineKind, cents: int) -> GrantLine:
    amount = from_cents(cents)
    return grant_line(kind, LineBasis.PARTICIPANT, quantity=1, rate_eur=amount, reasons=(), source=toy_source())


@given(
    st.integers(0, 10_000_000),
    st.integers(0, 10_000_000),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=4),
    st.sampled_from([100, 1_000, 7_000]),
    st.randoms(use_true_random=False),
)
def test_payments_are_split_as_one_by_one(
    travel: int, other: int, parts: list[tuple[int, int]], places: int, drawn: random.Random
) -> None:
    def shares(numbers: list[int]) -> list[Decimal]:
        total = sum(numbers) or 1
        cut = [Decimal(number * places // total) / places for number in numbers[:-1]]
        return [*cut, 1 - sum(cut, Decimal(0))]

    travel_shares, other_shares = shares([one for one, _ in parts]), shares([two for _, two in parts])
    if places == 7_000:  # shares of sevenths have no end, so these are cut
        travel_shares = [share.quantize(Decimal("0.0000001")) for share in travel_shares]
        other_shares = [share.quantize(Decimal("0.0000001")) for share in other_shares]
        travel_shares[-1], other_shares[-1] = (1 - sum(rest[:-1], Decimal(0)) for rest in (travel_shares, other_shares))
    instalments = tuple(
        Instalment(kind=drawn.choice(list(PaymentKind)), trigger="on_arrival", travel_share=one, individual_share=two)
        for one, two in zip(travel_shares, other_shares, strict=True)
    )
    split = PaymentSplit(instalments=instalments, source=toy_source())
    lines = [line(LineKind.TRAVEL_SUPPORT, travel), line(LineKind.INDIVIDUAL_SUPPORT, other)]
    paid = sum(
        to_cents(one.amount_eur) for one in payments(lines, split=split) if one.kind is PaymentKind.PRE_FINANCING
    )
    assert pre_financing(travel, other, parts_due(split)) == paid


def test_shares_that_64_bits_cannot_hold_are_refused() -> None:
    fine, rest = Decimal("0.12345678901"), Decimal("0.87654321099")
    instalments = tuple(
        Instalment(kind=kind, trigger="on_arrival", travel_share=share, individual_share=share)
        for kind, share in ((PaymentKind.PRE_FINANCING, fine), (PaymentKind.BALANCE, rest))
    )
    with pytest.raises(FrameError, match="too fine for frames"):
        pre_financing(100, 100, parts_due(PaymentSplit(instalments=instalments, source=toy_source())))


# --- conditions and numbers -------------------------------------------------------------------------------------------


def test_what_is_known_folds_away() -> None:
    column = Steps(pl).column("x")
    known = column > 1
    assert (known & False) is False
    assert (True & known) is known
    assert (known | True) is True
    assert (False | known) is known
    assert (column * 0, column * 1, column + 0, column // 1) == (0, column, column, column)
    assert algebra.case([(False, 1), (True, 2), (known, 3)], 4) == 2
    assert algebra.case([(known, 5)], 5) == 5
    assert (algebra.lower_of(3, 5), algebra.higher_of(3, 5)) == (3, 5)
    assert algebra.is_one_of(3, [1, 3]) is True
    assert algebra.number(None) == 0
    assert algebra.is_one_of(column, []) is False


def test_columns_compute_as_numbers_do() -> None:
    frame = pl.DataFrame({"x": [-7, 0, 3, 8], "y": [2, 2, 2, 2]})
    steps = Steps(pl)
    x, y = steps.column("x"), steps.column("y")
    values: dict[str, Any] = {
        "least": algebra.higher_of(2, x),
        "most": algebra.lower_of(x, y),
        "higher": algebra.higher_of(x, y),
        "rest": algebra.remainder(x, 5),
        "half": algebra.half_up(x, 2),
        "left": 10 - x,
        "ladder": algebra.case([(x > 5, 1), (x.is_in([3]), 2)], 3),
        "apart": (x > 0) ^ (y > 5),
        "other": True ^ (x > 0),
        "below": algebra.is_below_part(x, 16, 5),  # 3.2
    }
    said = frame.select(**{name: algebra.as_expr(value, pl) for name, value in values.items()})
    assert said.to_dict(as_series=False) == {
        "least": [2, 2, 3, 8],
        "most": [-7, 0, 2, 2],
        "higher": [2, 2, 3, 8],
        "rest": [3, 0, 3, 3],
        "half": [-3, 0, 2, 4],
        "left": [17, 10, 7, 2],
        "ladder": [3, 3, 2, 1],
        "apart": [False, False, True, True],
        "other": [True, True, False, False],
        "below": [True, True, True, False],
    }


def test_a_number_is_compared_with_a_part_as_exactly_in_a_column_as_one_by_one() -> None:
    wholes = list(range(800))
    steps = Steps(pl)
    for parts in (5, 30):
        for value in (0, Decimal("0.1"), Decimal("10.3333333333333"), Decimal("10.5"), Decimal(12)):
            column = steps.column("whole")
            compared = {
                "below": algebra.is_below_part(value, column, parts),
                "above": algebra.is_above_part(value, column, parts, largest=800),
            }
            literals = {name: algebra.as_expr(condition, pl) for name, condition in compared.items()}
            for frame in (pl.DataFrame({"whole": wholes}), pl.LazyFrame({"whole": wholes})):
                said = steps.apply(frame).lazy().select(**literals).collect()
                assert said["below"].to_list() == [Fraction(value) < Fraction(whole, parts) for whole in wholes]
                assert said["above"].to_list() == [Fraction(value) > Fraction(whole, parts) for whole in wholes]


def test_a_part_of_a_column_is_the_nearest_float_on_polars_too() -> None:
    days = list(range(3_000))
    steps = Steps(pl)
    column = steps.column("days")
    for divisor in (5, 30):
        thirtieth = algebra.once(algebra._quotient(column, divisor), "quotient")
        assert isinstance(thirtieth, Column)
        for frame in (pl.DataFrame({"days": days}), pl.LazyFrame({"days": days})):
            said = steps.apply(frame).lazy().collect()[thirtieth.name].to_list()
            assert said == [number / divisor for number in days]


def test_a_column_is_no_condition_of_python() -> None:
    with pytest.raises(TypeError, match="holds in some rows and not in others"):
        bool(Steps(pl).column("x") > 1)


# --- trace ------------------------------------------------------------------------------------------------------------


def test_every_finding_about_a_mobility_has_a_bit_of_its_own() -> None:
    of_settlements = {
        *(FindingCode.STAY_DID_NOT_TAKE_PLACE, FindingCode.STAY_BELOW_MINIMUM, FindingCode.STAY_LONGER_THAN_AGREED),
        *(FindingCode.SHORTFALL_TOLERATED, FindingCode.ATTENDANCE_OUTSIDE_AGREEMENT_PERIOD),
        *(FindingCode.PAID_AMOUNT_NOT_STATED, FindingCode.ATTENDANCE_APART_FROM_AGREED_DATES),
        *(FindingCode.TRAVEL_COST_NOT_STATED, FindingCode.PAID_MORE_THAN_AGREED, FindingCode.TRAVEL_COST_NOT_COUNTED),
    }
    assert set(FindingCode) - of_settlements - {FindingCode.INVALID_INPUT} == set(FINDING_BITS)


def test_bits_are_a_promise() -> None:
    """These were published: stored traces are read by them.  New findings and fields take bits that are free."""
    findings = (
        "DURATION_TOO_SHORT DURATION_TOO_LONG MONTHS_PER_CYCLE_EXCEEDED TEACHING_HOURS_TOO_FEW TEACHING_HOURS_MISSING "
        "VIRTUAL_COMPONENT_MISSING CONFERENCE_NOT_ELIGIBLE RECEIVING_ORGANISATION_NOT_ELIGIBLE ROLE_NOT_ELIGIBLE "
        "TEACHING_CONTRACT_MISSING ACTIVITY_NOT_COVERED ACTIVITY_NOT_FUNDED COUNTRY_DISAGREES OUTSIDE_AGREEMENT_PERIOD "
        "PARTNER_NOT_IN_AGREEMENT DISTANCE_MISSING COUNTRY_MISSING RATE_NOT_PUBLISHED FUNDED_DAYS_CAPPED "
        "TRAVEL_DAYS_CAPPED GREEN_AMOUNT_NOT_PUBLISHED TOP_UP_AMOUNT_NOT_PUBLISHED FLOW_NOT_MARKED_OPEN "
        "BELOW_FIRST_DISTANCE_BAND DISTANCE_BETWEEN_PRINTED_BOUNDS SECURITY_CONDITION MOBILITY_RESTRICTION_POSSIBLE "
        "PAYMENT_SPLIT_NOT_PUBLISHED MONTH_COUNT_DISAGREES APPLICATION_DEADLINE PARTNER_COUNTRY_DISAGREES "
        "PURPOSE_NOT_LISTED PURPOSE_NOT_ELIGIBLE COMBINATION_NOT_ELIGIBLE PAYMENT_OUTSIDE_BOUNDS OUTSIDE_CALL_YEARS "
        "TRAVEL_SUPPORT_NOT_PAID DEPARTS_FROM_PROGRAMME NOT_ABROAD STUDY_CYCLE_NOT_ELIGIBLE STUDY_CYCLE_MISSING "
        "ELIGIBILITY_NOT_PUBLISHED ZERO_GRANT ZERO_GRANT_NOT_ELIGIBLE ZERO_GRANT_NOT_PUBLISHED "
        "CONSECUTIVE_DAYS_NOT_CHECKED PROVISIONAL_FIGURES"
    )
    fields = (
        "activity combined direction role teaching_contract sending_country receiving_country partner start_date "
        "end_date interruption_days academic_term blended_intensive_programme virtual_component distance_km "
        "travel_mode travel_days fewer_opportunities teaching_hours purpose receiving_organisation months_used "
        "reference rulebook residence_country study_cycle one_cycle_programme zero_grant zero_grant_days"
    )
    assert [FINDING_BITS[FindingCode(code)] for code in findings.split()] == [*range(43), 50, 51, 60, 61]
    assert [FIELD_BITS[field] for field in fields.split()] == [*range(29)]
    assert (BAND_BIT, MOST_BANDS, RATE_BIT, MOST_RATES) == (43, 127, 52, 255)


def test_no_two_findings_or_fields_share_a_bit() -> None:
    numbers = {*range(43, 50), *range(52, 60)}
    for bits in (FINDING_BITS, FIELD_BITS):
        assert len(set(bits.values())) == len(bits)
        assert set(bits.values()) <= set(range(63))
    assert not set(FINDING_BITS.values()) & numbers


def test_bits_that_are_free_can_be_read_beside_a_band_and_a_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    moved = FINDING_BITS | {
        FindingCode.TRAVEL_DAYS_CAPPED: 61,
        FindingCode.PROVISIONAL_FIGURES: 16,
        FindingCode.FUNDED_DAYS_CAPPED: 50,
        FindingCode.ZERO_GRANT_NOT_ELIGIBLE: 15,
        FindingCode.GREEN_AMOUNT_NOT_PUBLISHED: 62,
    }
    monkeypatch.setattr(trace, "FINDING_BITS", moved)
    monkeypatch.setattr(outputs, "FINDING_BITS", moved)
    codes = {FindingCode.TRAVEL_DAYS_CAPPED, FindingCode.FUNDED_DAYS_CAPPED}
    book = toy_rulebook()
    few = [rate.model_copy(update={"funded_days_cap": 3}) for rate in book.daily_rates]
    book = book.model_copy(update={"daily_rates": few})
    row = {"activity": "STA", "direction": "outgoing", "start_date": date(2030, 3, 4), "end_date": date(2030, 3, 8)}
    frame = pl.DataFrame([row | {"distance_km": 742.0, "teaching_hours": 8.0, "travel_days": 9}])
    (found,) = calculate_frame(frame, book)["trace"].to_list()
    assert (set(codes_in(found)), band_in(found), rate_in(found)) == (codes, 2, 1)
    most = sum(1 << moved[code] for code in codes) + (127 << 43) + (255 << 52)
    assert (set(codes_in(most)), band_in(most), rate_in(most)) == (codes, 127, 255)


def test_a_trace_is_read_as_it_is_written() -> None:
    whole = (1 << FINDING_BITS[FindingCode.FUNDED_DAYS_CAPPED]) + 3 * (1 << BAND_BIT) + 2 * (1 << RATE_BIT)
    assert codes_in(whole) == (FindingCode.FUNDED_DAYS_CAPPED,)
    assert (band_in(whole), rate_in(whole), wrong_fields(whole)) == (3, 2, ())
    wrong = -(1 << FIELD_BITS["end_date"]) - (1 << FIELD_BITS["rulebook"])
    assert codes_in(wrong) == (FindingCode.INVALID_INPUT,)
    assert (wrong_fields(wrong), band_in(wrong), rate_in(wrong)) == (("end_date", "rulebook"), 0, 0)


def test_an_unreadable_row_is_neither_granted_nor_refused() -> None:
    assert SEVERITIES[FindingCode.INVALID_INPUT] is Severity.UNKNOWN


def test_every_field_has_a_kind_and_a_bit() -> None:
    assert set(KINDS) == set(FIELDS) == set(FIELD_BITS) - {"rulebook"}


# --- fields -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("default", [True, False])
def test_a_condition_that_is_left_out_is_the_default_of_its_field(
    default: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = {**fields.FORMS, "academic_term": fields.FORMS["academic_term"]._replace(default=default)}
    for module in (facts, fields):
        monkeypatch.setattr(module, "FORMS", forms)
    frame = nw.from_native(pl.DataFrame({"academic_term": [True, False, None]}))
    steps = Steps(nw)
    assert fields.Reader(facts.facts_of(frame, {}), steps).condition("academic_term").value is default
    of_field = facts.facts_of(frame, {"academic_term": "academic_term"})
    value = fields.Reader(of_field, steps).condition("academic_term").value
    assert steps.apply(frame)[value.name].to_list() == [True, False, default]  # type: ignore[union-attr]


# --- partners ---------------------------------------------------------------------------------------------------------

SPELLINGS = [
    *(
        "UCAD",
        "ucad",
        "Cheikh Anta Diop University, Dakar",
        "CHEIKH ANTA DIOP UNIVERSITY, DAKAR",
        " 2iE ",
        "2IE (Burkina)",
    ),
    *(
        "Universidade Federal de Viçosa (UFV)*",
        "Universidade Federal de Vic\u0327osa",
        "Ｕ Ｃ Ａ Ｄ",
        "U.C.A.D.",
        "Nowhere",
    ),
    *(
        "Université du Québec à Trois-Rivières",
        "université du québec à trois‑rivières",
        "",
        "()",
        "Київ",
        "UCAD (Dakar) (SN)",
        "U\u3000C\ufeffA\u2212D",
        "UCAD €",
        "\uff08x\uff09UGB",
    ),
]


def one_by_one(book: Rulebook, names: Sequence[str]) -> list[int]:
    """Return the number of the partner of each name, as the calculator finds it; 0: it knows none."""
    by_name, codes = partners_by_name(book.partners), [partner.code for partner in book.partners]
    found = (partner_named(name, by_name) for name in names)
    return [0 if known is None else 1 + codes.index(known.code) for known in found]


def not_looked_into(book: Rulebook, names: Sequence[str]) -> list[int]:
    """Return the same of a frame whose spellings are not known."""
    steps = Steps(pl)
    number = partner_numbers(book, algebra.Text(stated=True, text=steps.column("partner")), None)
    assert isinstance(number, Column)
    listed: list[int] = steps.apply(pl.DataFrame({"partner": list(names)}))[number.name].to_list()
    return listed


def test_a_name_is_folded_as_one_by_one_where_a_frame_is_not_looked_into() -> None:
    book = get_rulebook("usmb-icm-2023")
    every = [*SPELLINGS, *(name for partner in book.partners for name in (partner.code, *partner.names))]
    assert not_looked_into(book, every) == one_by_one(book, every)


ABROAD = {"GR": "Εθνικό Πανεπιστήμιο", "UA": "Київський університет", "KR": "서울대학교", "DE": "Große Straße 12½"}


def named_abroad() -> Rulebook:
    book = get_rulebook("usmb-icm-2023")
    further = [
        book.partners[0].model_copy(update={"code": f"P-{country}", "names": [name], "country": country})
        for country, name in ABROAD.items()
    ]
    return book.model_copy(update={"partners": [*book.partners, *further]})


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("ΕΘΝΙΚΟ ΠΑΝΕΠΙΣΤΗΜΙΟ", "GR"),
        ("εθνικο πανεπιστημιο \N{EARTH GLOBE EUROPE-AFRICA}", "GR"),
        ("КИЇВСЬКИЙ УНІВЕРСИТЕТ", "UA"),
        ("\N{SPARKLES}Київський\x07 університет (Київ) \N{SPARKLES}", "UA"),
        ("\u1109\u1165\u110b\u116e\u11af대학교", "KR"),
        ("GROSSE STRASSE 12 1/2", "DE"),
        ("große straße 12½\U000e0041", "DE"),
    ],
)
def test_a_partner_in_any_letters_is_known_whatever_stands_beside_them(written: str, country: str) -> None:
    book = named_abroad()
    (number,) = one_by_one(book, [written])
    assert book.partners[number - 1].country == country
    assert not_looked_into(book, [written]) == [number]


@pytest.mark.newest_only
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*ABROAD.values(), "UCAD", "Straße", "Université Laval"]),
            st.text(max_size=3),
            st.text(max_size=3),
            st.sampled_from([str, str.upper, str.title, str.casefold]),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_no_name_is_found_by_one_and_not_by_the_other(parts: list[tuple[str, str, str, Callable[[str], str]]]) -> None:
    names = [f"{before}{change(name)}{after}" for name, before, after, change in parts]
    book = named_abroad()
    assert not_looked_into(book, names) == one_by_one(book, names)


@pytest.mark.newest_only
def test_what_is_left_out_of_a_name_is_what_a_calculator_leaves_out() -> None:
    marks = re.compile(_marks()).fullmatch
    wrong = [code for code in _characters() if bool(marks(chr(code))) != (not normalised(chr(code)))]
    assert wrong == []


def test_a_known_value_becomes_a_column_of_its_type() -> None:
    known = {"a condition": True, "a number": 1, "a text": "STA"}
    said = pl.DataFrame({"row": [1]}).select(**{name: algebra.as_expr(value, pl) for name, value in known.items()})
    assert said.schema == {"a condition": pl.Boolean, "a number": pl.Int64, "a text": pl.String}
    assert said.rows() == [tuple(known.values())]
