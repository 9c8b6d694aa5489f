import json
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from pydantic import ValidationError

from erasmus_grants import Attendance, Document, Mobility
from erasmus_grants.basics.periods import Stay
from erasmus_grants.basics.problems import error_sentences
from erasmus_grants.testing import toy_mobility

STATED: dict[str, object] = {
    "activity": "STA",
    "direction": "outgoing",
    "start_date": "2030-03-04",
    "end_date": "2030-03-08",
}


def problems(model: type[Mobility | Attendance], fields: dict[str, object]) -> dict[tuple[int | str, ...], str]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(fields)
    return {item["loc"]: item["msg"] for item in caught.value.errors()}


@pytest.mark.parametrize(
    ("activity", "role"),
    [("SMS", "student"), ("SMT", "student"), ("SMP", "student"), ("STA", "staff"), ("STT", "staff")],
)
def test_the_usual_role_follows_the_activity(activity: str, role: str) -> None:
    assert Mobility.model_validate(STATED | {"activity": activity}).role == role


def test_the_older_name_of_a_traineeship_is_read_as_the_same() -> None:
    old, new = (Mobility.model_validate(STATED | {"activity": name}) for name in ("SMP", "SMT"))
    assert old == new
    assert old.model_dump_json() == new.model_dump_json()


def test_a_blended_intensive_programme_implies_a_virtual_component() -> None:
    assert not toy_mobility(activity="SMS").virtual_component
    assert toy_mobility(activity="SMS", blended_intensive_programme=True).virtual_component
    assert toy_mobility(activity="SMS", virtual_component=True).virtual_component


def test_of_what_is_left_out_nothing_is_assumed_but_the_usual_role_and_journey() -> None:
    left_out = Mobility.model_validate(STATED).model_dump(exclude=set(STATED))
    assert {name: value for name, value in left_out.items() if value} == {"role": "staff", "travel_mode": "standard"}


@pytest.mark.parametrize("missing", sorted(STATED))
def test_only_four_fields_are_required(missing: str) -> None:
    found = problems(Mobility, {name: value for name, value in STATED.items() if name != missing})
    assert found == {(missing,): "this is missing"}


def test_the_stay_counts_its_days() -> None:
    mobility = toy_mobility(end_date="2030-03-10", interruption_days=2)
    assert mobility.stay == Stay(date(2030, 3, 4), date(2030, 3, 10), 2, 5, 5)
    assert mobility.net_days == 5


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"end_date": "2030-03-03"}, "end_date", "the last day is not before the first day, 2030-03-04"),
        ({"interruption_days": 5}, "interruption_days", "interruptions leave at least one day of a stay"),
        ({"interruption_days": 6}, "interruption_days", "interruptions leave at least one day of a stay"),
        ({"activity": "SMT", "combined": True}, "combined", "only SMS (with a traineeship) and STA"),
        ({"activity": "STT", "combined": True}, "combined", "only SMS (with a traineeship) and STA"),
        ({"activity": "SMS", "teaching_hours": 8}, "teaching_hours", "students (SMS, SMT) have no teaching hours"),
        ({"activity": "SMT", "teaching_hours": 0}, "teaching_hours", "students (SMS, SMT) have no teaching hours"),
        (
            {"activity": "STT", "blended_intensive_programme": True, "virtual_component": False},
            "virtual_component",
            "a blended intensive programme always has a virtual component",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(changes: dict[str, object], field: str, message: str) -> None:
    found = problems(Mobility, STATED | changes)
    assert list(found) == [(field,)]
    assert found[field,].startswith(message)


def test_everything_that_does_not_go_together_is_said_at_once() -> None:
    found = problems(
        Mobility, STATED | {"activity": "SMT", "combined": True, "teaching_hours": 1, "interruption_days": 9}
    )
    assert set(found) == {("interruption_days",), ("combined",), ("teaching_hours",)}


@pytest.mark.parametrize(
    "changes",
    [
        {"activity": "SMS", "combined": True},
        {"activity": "STA", "combined": True},
        {"activity": "STT", "teaching_hours": 8},
        {"interruption_days": 4},
        {"end_date": "2030-03-04"},
        {"blended_intensive_programme": True, "virtual_component": True},
        # guide of 2026, p. 57: of teaching in such a programme "the virtual component is optional"
        {"activity": "STA", "blended_intensive_programme": True, "virtual_component": False},
    ],
)
def test_what_goes_together_is_accepted(changes: dict[str, object]) -> None:
    assert Mobility.model_validate(STATED | changes)


@pytest.mark.parametrize(
    ("field", "given", "read"),
    [
        ("interruption_days", 1.0, 1),  # as a column of pandas has it that has a gap
        ("interruption_days", np.int64(1), 1),
        ("travel_days", np.float32(2), 2),
        ("interruption_days", Decimal(1), 1),  # as boto3 gives all numbers
        ("travel_days", Decimal("2.0"), 2),
        ("travel_days", Decimal("2E+1"), 20),
        ("travel_days", Fraction(4, 2), 2),
        ("zero_grant_days", np.float64(0), 0),
        ("fewer_opportunities", np.True_, True),
        ("combined", np.False_, False),
    ],
)
def test_what_is_exactly_a_whole_number_or_a_truth_value_is_read(field: str, given: object, read: object) -> None:
    value = getattr(toy_mobility(**{field: given}), field)
    assert (value, type(value)) == (read, type(read))


@pytest.mark.parametrize("given", [None, [], 1.0, "{}"])
def test_what_is_no_table_of_fields_is_no_mobility(given: object) -> None:
    with pytest.raises(ValidationError, match="this is a table of fields"):
        Mobility.model_validate(given)


def test_json_has_whole_numbers_with_a_point() -> None:
    mobility = toy_mobility(interruption_days=1)
    text = mobility.model_dump_json().replace('"interruption_days":1,', '"interruption_days":1.0,')
    assert Mobility.model_validate_json(text) == mobility


@pytest.mark.parametrize(
    "given",
    [
        *(Decimal("1.5"), Decimal("0.99999999999999999999"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity")),
        *(Decimal("1E+999999"), Fraction(10**400), Fraction(1, 3), float("nan"), "1", True),
    ],
)
def test_any_other_value_is_no_whole_number(given: object) -> None:
    with pytest.raises(ValidationError, match="this is a whole number"):
        toy_mobility(interruption_days=given)


def test_beside_a_float_that_is_whole_another_problem_is_told() -> None:
    with pytest.raises(ValidationError) as caught:
        toy_mobility(interruption_days=1.0, travel_days=2.5)
    assert [(problem["loc"], problem["msg"]) for problem in caught.value.errors()] == [
        (("travel_days",), "this is a whole number")
    ]


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("start_date", datetime(2030, 3, 4, tzinfo=UTC)),
        ("start_date", 20300304),
        ("start_date", "4 March 2030"),
        ("start_date", None),
        ("end_date", 1.5),
        ("distance_km", -1),
        ("distance_km", -0.1),
        ("distance_km", float("nan")),
        ("distance_km", float("inf")),
        ("distance_km", "Infinity"),
        ("distance_km", 20040.1),
        ("distance_km", True),
        ("distance_km", "far"),
        ("teaching_hours", -1),
        ("teaching_hours", True),
        ("months_used", -1),
        ("months_used", None),
        ("interruption_days", -1),
        ("interruption_days", 1.5),
        ("interruption_days", float("nan")),
        ("interruption_days", float("inf")),
        ("interruption_days", "1"),
        ("interruption_days", True),
        ("travel_days", -1),
        ("travel_days", False),
        ("travel_days", 61),
        ("combined", 1),
        ("combined", "yes"),
        ("fewer_opportunities", None),
        ("activity", "XYZ"),
        ("activity", "sta"),
        ("activity", 1),
        ("direction", "inward"),
        ("role", "professor"),
        ("purpose", "holiday"),
        ("receiving_organisation", "company"),
        ("travel_mode", "plane"),
        ("receiving_country", "Senegal"),
        ("receiving_country", 1),
        ("residence_country", "France"),
        ("study_cycle", "bachelor"),
        ("partner", ""),
        ("partner", "x" * 201),
        ("reference", 7),
        ("reference", "\ud800"),
    ],
)
def test_malformed_input_names_the_field_and_no_other(field: str, given: object) -> None:
    assert {place[0] for place in problems(Mobility, STATED | {field: given})} == {field}


@pytest.mark.parametrize(
    ("field", "nearest"),
    [("receiving_contry", "receiving_country"), ("distance", "distance_km"), ("enddate", "end_date")],
)
def test_an_unknown_field_is_answered_with_the_nearest_one(field: str, nearest: str) -> None:
    assert problems(Mobility, STATED | {field: 1}) == {
        (field,): f"there is no field of this name; did you mean '{nearest}'?"
    }


@pytest.mark.parametrize(
    ("field", "given", "nearest"),
    [
        ("direction", "outgoin", "outgoing"),
        ("role", "doctoral candidate", "doctoral_candidate"),
        ("purpose", "conferences", "conference"),
        ("activity", "STAA", "STA"),
    ],
)
def test_an_unknown_word_is_answered_with_the_nearest_one(field: str, given: str, nearest: str) -> None:
    assert f"did you mean '{nearest}'?" in problems(Mobility, STATED | {field: given})[field,]


def test_the_same_distance_is_the_same_mobility_however_it_is_written() -> None:
    written = [toy_mobility(distance_km=given) for given in (742, 742.0, "742", "742.00", Decimal("7.42E+2"))]
    assert len({mobility.model_dump_json() for mobility in written}) == 1
    assert len(set(written)) == 1


def test_a_copy_of_a_mobility_is_checked_again() -> None:
    with pytest.raises(ValidationError, match="not before the first day"):
        toy_mobility().model_copy(update={"end_date": date(2030, 3, 1)})


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"activity": "STT"}, "role", "staff"),
        ({"activity": "STA", "role": "invited_staff"}, "role", "invited_staff"),
        ({"blended_intensive_programme": True}, "virtual_component", True),
        ({"combined": True}, "role", "student"),
    ],
)
def test_a_mobility_that_was_stored_is_changed_as_one_that_was_not(
    changes: dict[str, object], field: str, value: object
) -> None:
    planned = Mobility(activity="SMS", direction="outgoing", start_date="2030-03-04", end_date="2030-06-28")
    stored = Mobility.model_validate_json(planned.model_dump_json())
    assert getattr(planned.model_copy(update=changes), field) == value
    assert stored.model_copy(update=changes) == planned.model_copy(update=changes)


def test_what_does_not_follow_stays_in_a_copy() -> None:
    graduate = toy_mobility(activity="SMT", role="recent_graduate", virtual_component=True)
    copy = graduate.model_copy(update={"activity": "SMS"})
    assert (copy.role, copy.virtual_component) == ("recent_graduate", True)


def test_attendance_counts_its_days() -> None:
    attended = Attendance(start_date="2030-03-04", end_date="2030-03-08", interruption_days=5)
    assert attended.stay == Stay(date(2030, 3, 4), date(2030, 3, 8), 5, 0, 0)


def test_a_stay_that_did_not_take_place_has_no_days() -> None:
    assert Attendance().stay.net_days == Attendance().stay.net_days_360 == 0


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"start_date": "2030-03-04"}, "end_date", "both dates are given, or neither"),
        ({"end_date": "2030-03-04"}, "end_date", "both dates are given, or neither"),
        ({"interruption_days": 1}, "interruption_days", "no stay took place"),
        (
            {"start_date": "2030-03-04", "end_date": "2030-03-03"},
            "end_date",
            "the last day is not before the first day, 2030-03-04",
        ),
        (
            {"start_date": "2030-03-04", "end_date": "2030-03-08", "interruption_days": 6},
            "interruption_days",
            "no interruption is longer than the stay; calendar days of this one: 5",
        ),
    ],
)
def test_attendance_that_does_not_go_together_is_refused(changes: dict[str, object], field: str, message: str) -> None:
    found = problems(Attendance, changes)
    assert list(found) == [(field,)]
    assert found[field,].startswith(message)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("paid_eur", 1765.0),
        ("paid_eur", -1),
        ("paid_eur", "1765.001"),
        ("documents", ["passport"]),
        ("documents", "certificate_of_attendance"),
        ("force_majeure", "yes"),
        ("interruption_days", -1),
        ("stay", 1),
    ],
)
def test_malformed_attendance_names_the_field(field: str, given: object) -> None:
    assert {place[0] for place in problems(Attendance, {field: given})} == {field}


def test_received_documents_stand_once_each_in_their_order() -> None:
    report, certificate = Document.PARTICIPANT_REPORT, Document.CERTIFICATE_OF_ATTENDANCE
    assert Attendance(documents=[report, certificate, report]).documents == (certificate, report)
    assert Attendance(documents={"participant_report"}).documents == (report,)


WITHOUT_NULL = sorted(
    name
    for name, field in Mobility.model_fields.items()
    if not field.is_required() and field.get_default(call_default_factory=True, validated_data={}) is not None
)
STAY = {"activity": "STT", "direction": "outgoing", "start_date": "2030-03-04", "end_date": "2030-03-08"}


@pytest.mark.parametrize("name", sorted(Mobility.model_fields))
def test_null_is_taken_where_the_default_is_none_and_what_else_to_do_is_said(name: str) -> None:
    given = {**STAY, name: None}
    if name not in WITHOUT_NULL and name not in STAY:
        assert getattr(Mobility.model_validate(given), name) is None
        return
    for read in (lambda: Mobility.model_validate(given), lambda: Mobility.model_validate_json(json.dumps(given))):
        with pytest.raises(ValidationError) as caught:
            read()
        (sentence,) = error_sentences(caught.value, Mobility)
        assert sentence.startswith(f"{name}: ")
        assert sentence.endswith("; leave it out to have its default") is (name not in STAY)


def test_nothing_at_all_is_no_mobility() -> None:
    with pytest.raises(ValidationError, match="this is a table of fields"):
        Mobility.model_validate(None)
