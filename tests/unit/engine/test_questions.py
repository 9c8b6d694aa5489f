"""Questions: what is open in a grant, in which order, and what a form has to ask for."""

import json
import pickle
from collections.abc import Mapping
from decimal import Decimal

import pytest
from pydantic import ValidationError

from erasmus_grants import GrantBreakdown, GrantCalculator, GrantStatus, Mobility, Question, UndeterminedGrantError
from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.language import NAMED_WORDS
from erasmus_grants.basics.scope import Scope
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.basics.vocabulary import ActivityType, Answerer, AnswerKind, Decided, ParticipantRole
from erasmus_grants.engine.relevance import _Case, _Reads
from erasmus_grants.records.fields import FIELDS
from erasmus_grants.records.questions import Questions, cell_question, field_question, scope_told
from erasmus_grants.testing import toy_calculator, toy_mobility, toy_rulebook, toy_source

SEMESTER = {"activity": "SMS", "direction": "outgoing", "sending_country": "ES", "receiving_country": "DE"}
TRAINING = {"activity": "STT", "direction": "outgoing", "start_date": "2019-05-06", "end_date": "2019-05-10"}


def training(**changes: object) -> GrantBreakdown:
    """Return the grant of five days of training in Paris, from Warsaw, 1500 km away, in call 2018."""
    data = {**TRAINING, "sending_country": "PL", "receiving_country": "FR", "distance_km": 1500, **changes}
    return GrantCalculator("eu-ka103-2018").calculate(Mobility.model_validate(data))


# --- one question -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", FIELDS)
def test_what_may_be_answered_follows_from_the_declaration_of_the_field(field: str) -> None:
    question = field_question(field, [Decided.ELIGIBILITY])
    assert question.field == question.name == field
    assert question.answered_by == (Answerer.CALLER,)
    assert (question.minimum is None) is (question.kind not in {AnswerKind.NUMBER, AnswerKind.WHOLE_NUMBER})
    assert bool(question.choices) is (question.kind is AnswerKind.WORD)
    assert question.in_language().endswith("?")
    assert Question.model_validate_json(question.model_dump_json()) == question


@pytest.mark.parametrize(
    ("field", "kind", "most"),
    [
        ("distance_km", "number", "20040"),  # half of the way round the Earth
        ("travel_days", "whole_number", "60"),
        ("receiving_country", "country", None),
        ("partner", "text", None),
        ("start_date", "day", None),
        ("fewer_opportunities", "yes_or_no", None),
    ],
)
def test_kinds_and_limits_are_those_of_the_field(field: str, kind: str, most: str | None) -> None:
    question = field_question(field, [Decided.ELIGIBILITY])
    assert (question.kind.value, question.maximum) == (kind, None if most is None else Decimal(most))


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("travel_mode", "standard, green"),
        ("fewer_opportunities", "yes or no"),
        ("travel_days", "0 to 60"),
        ("receiving_country", "a country by its code, as DE"),
        ("partner", "text"),
    ],
)
def test_what_may_be_answered_is_said_in_words(field: str, told: str) -> None:
    assert field_question(field, [Decided.ELIGIBILITY]).answers_told() == told


@pytest.mark.parametrize(
    ("field", "written", "meant"),
    [
        ("combined", " Yes ", True),
        ("combined", "n", False),
        ("combined", "perhaps", "perhaps"),  # which a mobility refuses
        ("interruption_days", "12", 12),
        ("interruption_days", "1" * 13, "1" * 13),
        ("interruption_days", "some", "some"),
        ("receiving_country", "sn", "SN"),
        ("distance_km", " 4070.5 ", "4070.5"),
        ("distance_km", "4.0750", "4.0750"),  # four decimals are no thousands
        ("partner", "4.070", "4.070"),
        ("travel_mode", "green", "green"),
        ("start_date", "2022-03-07", "2022-03-07"),
    ],
)
def test_what_a_person_wrote_is_read_as_its_question_means_it(field: str, written: str, meant: object) -> None:
    read = field_question(field, [Decided.ELIGIBILITY]).read_answer(written)
    assert (type(read), read) == (type(meant), meant)


@pytest.mark.parametrize("field", ["distance_km", "teaching_hours", "months_used"])
@pytest.mark.parametrize("written", ["4.070", "4,070", " 4.070 "])
def test_a_number_that_a_person_may_mean_in_two_ways_is_not_read(field: str, written: str) -> None:
    with pytest.raises(ValueError, match=r"is 4070 or 4\.07; write it in one of these ways"):
        field_question(field, [Decided.TRAVEL_SUPPORT]).read_answer(written)


def test_an_amount_of_a_cell_has_one_reading_too() -> None:
    cell = cell_question(
        "daily_rates", Scope(), Decided.INDIVIDUAL_SUPPORT, answered_by=(Answerer.AGENCY,), source=toy_source()
    )
    assert cell.read_answer("180.00") == "180.00"
    with pytest.raises(ValueError, match=r"is 1310 or 1\.31; write it in one of these ways"):
        cell.read_answer("1.310")


def test_the_cell_of_a_scope_says_for_whom_it_is() -> None:
    scope = Scope(activities=("SMS", "SMT"), fewer_opportunities=True, blended_intensive_programme=False)
    told = scope_told(scope, ENGLISH)
    assert told == " (activities: SMS, SMT; blended intensive programme: no; fewer opportunities: yes)"


def test_only_what_has_no_default_is_needed() -> None:
    needed = {field for field in FIELDS if field_question(field, [Decided.ELIGIBILITY]).is_needed}
    assert needed == {"activity", "direction", "start_date", "end_date"}


def test_each_field_and_each_table_with_empty_cells_has_its_question() -> None:
    tables = {
        *("activities", "travel_support", "daily_rates", "monthly_rates", "short_stay_rates", "top_ups"),
        *("flows", "cycle_flows", "cycle_limits", "zero_grants", "reduced_rate_rounding"),
    }
    assert set(ENGLISH.questions) == {*FIELDS, *tables, "combined_SMS", "combined_STA"}


def test_the_dimensions_of_a_scope_have_names() -> None:
    assert set(Scope.model_fields) <= set(NAMED_WORDS)


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ((None, None), "an amount in EUR"),
        ((Decimal("70.00"), None), "at least 70.00 EUR"),
        ((None, Decimal("160.00")), "at most 160.00 EUR"),
        ((Decimal("70.00"), Decimal("160.00")), "70.00 to 160.00 EUR"),
    ],
)
def test_a_cell_says_what_may_stand_in_it(ends: tuple[Decimal | None, Decimal | None], told: str) -> None:
    question = cell_question(
        "daily_rates",
        Scope(),
        Decided.INDIVIDUAL_SUPPORT,
        answered_by=(Answerer.AGENCY,),
        source=toy_source(),
        ends_eur=ends,
    )
    assert question.answers_told() == told
    assert question.in_language() == "What is the daily rate of staff?"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"field": "distance_km", "table": "top_ups", "scope": Scope()},
        {"table": "top_ups"},
        {"field": "distance_km", "scope": Scope()},
        {"field": "kilometres"},
    ],
)
def test_a_question_is_about_a_field_or_about_a_cell(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Question.model_validate({**fields, "answered_by": ["caller"], "kind": "number", "decides": ["eligibility"]})


# --- of a grant -------------------------------------------------------------------------------------------------------


def test_a_grant_that_is_known_or_refused_asks_nothing() -> None:
    calculator = toy_calculator()
    assert calculator.calculate(toy_mobility()).questions == ()
    refused = calculator.calculate(toy_mobility(purpose="conference", distance_km=None))
    assert (refused.status, refused.questions) == (GrantStatus.NOT_ELIGIBLE, ())


def test_the_cell_of_a_printed_range_asks_the_agency_or_the_institution() -> None:
    (question,) = training().questions
    assert (question.table, question.field) == ("daily_rates", None)
    assert question.answered_by == (Answerer.AGENCY, Answerer.INSTITUTION)
    assert question.answers_told() == "70.00 to 160.00 EUR"  # staff to group 2 in 2018/19
    assert question.scope is not None
    assert question.scope.receiving_groups == ("group-2",)
    assert question.source is not None
    assert question.source.id == "EU-STAFF-RANGES-2018"


def test_what_decides_eligibility_is_asked_first_and_then_what_moves_the_total_most() -> None:
    grant = training(activity="STA", distance_km=None, teaching_hours=None)
    # the journey may be 0 to 1500; seven days at 70 to 160 differ by 630
    assert [question.name for question in grant.questions] == ["teaching_hours", "distance_km", "daily_rates"]
    near = training(distance_km=None, start_date="2019-05-06", end_date="2019-06-04")
    # 14 + 2 travel days at 70 to 160 and 16 at 49 to 112 differ by 16 x 90 + 16 x 63 = 2448, more than the journey
    assert [question.name for question in near.questions] == ["daily_rates", "distance_km"]


def test_what_nothing_bounds_is_asked_before_what_is_bounded() -> None:
    visit = {"activity": "SMS", "direction": "incoming", "sending_country": "SN", "receiving_country": "SE"}
    semester = {"start_date": "2022-09-15", "end_date": "2023-02-10"}
    grant = GrantCalculator("eu-ka171-2022").calculate(Mobility.model_validate({**visit, **semester}))
    # the month towards group 1 is not confirmed in call 2022, and the journey is paid with 1500 at most
    assert [question.name for question in grant.questions] == ["monthly_rates", "distance_km"]
    assert [(line.kind.value, line.maximum_eur) for line in grant.open_lines] == [
        ("travel_support", 1500),
        ("individual_support", None),
    ]


def test_of_two_cells_the_one_that_moves_the_total_more_is_asked_first() -> None:
    stay = {"start_date": "2024-09-15", "end_date": "2025-02-10", "distance_km": 1870}
    grant = GrantCalculator("eu-ka131-2024").calculate(Mobility.model_validate({**SEMESTER, **stay}))
    # 146 days at 348 to 674 a month differ by 146 x 326 / 30 = 1586.53; the journey is paid with 309, or not at all
    assert [question.table for question in grant.questions] == ["monthly_rates", "travel_support"]
    assert [str(line.maximum_eur) for line in grant.open_lines] == ["309.00", "3280.13"]  # 146 x 674 / 30


def test_what_the_lowest_amount_takes_away_decides_the_order_too() -> None:
    grant = training(distance_km=None, end_date="2019-05-15")
    # 10 + 2 travel days at 70 to 160 differ by 12 x 90 = 1080, and come to 12 x 160 = 1920; the journey is up to 1500
    assert [question.name for question in grant.questions] == ["distance_km", "daily_rates"]


def with_range(least: object, most: object, **tables: object) -> GrantCalculator:
    """Return a calculator that has a range for a day of staff, printed on another page than that there is no rate."""
    page = toy_source().at("RANGE", "page 2")
    nothing = {"not_published": "ask the office.", "source": toy_source()}
    book = toy_rulebook()
    (rate,) = book.daily_rates
    bounds = {"minimum_eur": least, "maximum_eur": most, "tiers": getattr(rate, "tiers", ()), "source": page}
    changed = {"daily_rates": (nothing,), "daily_rate_ranges": (bounds,), "sources": (*book.sources, page)}
    return GrantCalculator(book.model_copy(update=changed | tables))


def test_a_journey_that_may_be_free_differs_by_all_that_it_may_come_to() -> None:
    grant = with_range("10.00", "81.40").calculate(toy_mobility(distance_km=None))
    # 5 + 2 travel days at 10 to 81.40 differ by 7 x 71.40 = 499.80; the journey is up to 500
    assert [question.name for question in grant.questions] == ["distance_km", "daily_rates"]
    assert {question.name: question.source and question.source.id for question in grant.questions} == {
        "distance_km": None,
        "daily_rates": "RANGE",
    }


def test_what_can_only_be_nothing_moves_the_total_least() -> None:
    half = {"bands": [{"from_km": 0, "standard_eur": "0.50"}], "not_decided": "we ask.", "source": toy_source()}
    grant = with_range(0, 0, travel_support=(half,)).calculate(toy_mobility())
    assert [(str(line.minimum_eur), str(line.maximum_eur)) for line in grant.open_lines] == [
        ("0.00", "0.50"),  # 742 km, if somebody decides so
        ("0.00", "0.00"),  # five days
        ("0.00", "0.00"),  # and two of travel
    ]
    assert [question.name for question in grant.questions] == ["travel_support", "daily_rates"]


def test_a_top_up_that_nothing_bounds_is_asked_for_with_its_cell() -> None:
    page = toy_source().at("TOP", "page 5")
    scope = Scope(activities=(ActivityType.STA,))
    nothing = {"kind": "top_up_fewer_opportunities", "blocking": True, "scope": scope}
    nothing |= {"not_published": "ask the office.", "source": page}
    book = toy_rulebook()
    calculator = GrantCalculator(book.model_copy(update={"top_ups": (nothing,), "sources": (*book.sources, page)}))
    first, second = calculator.calculate(toy_mobility(fewer_opportunities=True, distance_km=None)).questions
    assert (first.table, first.scope, first.source) == ("top_ups", scope, page)
    assert (first.decides, first.answered_by) == ((Decided.TOP_UPS,), (Answerer.INSTITUTION,))
    assert (second.name, second.decides) == ("distance_km", (Decided.TRAVEL_SUPPORT,))
    (alone,) = calculator.calculate(toy_mobility(distance_km=None)).questions
    assert alone.name == "distance_km"


def test_a_cell_says_where_it_is_printed_that_it_is_empty() -> None:
    page = toy_source().at("EMPTY", "page 7")
    nothing = {"not_published": "ask the office.", "source": page}
    book = toy_rulebook().model_copy(update={"sources": (toy_source(), page)})
    for table in ("travel_support", "daily_rates"):
        (question,) = GrantCalculator(book.model_copy(update={table: (nothing,)})).calculate(toy_mobility()).questions
        assert (question.table, question.source) == (table, page)
    silent = GrantCalculator(book.model_copy(update={"zero_grants": ()}))
    (question,) = silent.calculate(toy_mobility(zero_grant=True)).questions
    assert question.source == toy_source()


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_cells_that_say_the_same_the_one_of_the_countries_is_asked_for(order: int) -> None:
    nordic = {"id": "nordic", "countries": ("DK", "SE"), "source": toy_source()}
    baltic = {"id": "baltic", "countries": ("EE", "LV"), "source": toy_source()}
    flows = [
        {"scope": {"receiving_groups": name}, "not_published": "no page says it.", "source": toy_source()}
        for name in ("nordic", "baltic")
    ]
    changed = {"home": None, "country_groups": (nordic, baltic), "flows": tuple(flows[::order])}
    calculator = GrantCalculator(toy_rulebook().model_copy(update=changed))
    for country, group in (("SE", "nordic"), ("LV", "baltic")):
        grant = calculator.calculate(toy_mobility(sending_country="FR", receiving_country=country))
        (question,) = grant.questions
        assert question.scope is not None
        assert (question.table, question.scope.receiving_groups) == ("flows", (group,))
        assert question.source == toy_source()


@pytest.mark.parametrize(
    ("table", "decided"),
    [
        ("travel_support", Decided.TRAVEL_SUPPORT),
        ("travel_days", Decided.INDIVIDUAL_SUPPORT),
        ("daily_rates", Decided.INDIVIDUAL_SUPPORT),
        ("top_ups", Decided.TOP_UPS),
    ],
)
def test_a_country_decides_what_the_tables_of_some_countries_pay(table: str, decided: Decided) -> None:
    book, scope = toy_rulebook(), Scope(receiving_groups=("nordic",))
    nordic = {"id": "nordic", "countries": ("DK", "SE"), "source": toy_source()}
    top_up = {"kind": "top_up_fewer_opportunities", "rate_eur_per_month": 60, "source": toy_source(), "scope": scope}
    theirs = [entry.model_copy(update={"scope": scope}) for entry in getattr(book, table)[:1]]
    changed = {"home": None, "country_groups": (nordic,), table: (top_up,) if table == "top_ups" else tuple(theirs)}
    calculator = GrantCalculator(book.model_copy(update=changed))
    (question,) = calculator.calculate(toy_mobility(fewer_opportunities=True)).questions
    assert (question.field, question.decides) == ("receiving_country", (Decided.ELIGIBILITY, decided))


def test_a_missing_country_says_what_depends_on_it() -> None:
    grant = training(receiving_country=None)
    (question,) = (one for one in grant.questions if one.field == "receiving_country")
    assert question.decides == (Decided.ELIGIBILITY, Decided.INDIVIDUAL_SUPPORT)


def test_a_rulebook_of_an_institution_asks_the_institution() -> None:
    book = toy_rulebook()
    nothing = {"not_published": "ask the office.", "source": book.sources[0]}
    open_book = book.model_copy(update={"daily_rates": (nothing,), "id": "ours"})
    (question,) = GrantCalculator(open_book).calculate(toy_mobility()).questions
    assert (question.table, question.answered_by) == ("daily_rates", (Answerer.INSTITUTION,))


def test_the_error_names_the_questions_and_survives_a_queue() -> None:
    calculator = GrantCalculator(toy_rulebook(), strict=True)
    with pytest.raises(UndeterminedGrantError, match="How many kilometres is it") as caught:
        calculator.calculate(toy_mobility(distance_km=None))
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - ours
    assert (again.questions, again.findings, str(again)) == (
        caught.value.questions,
        caught.value.findings,
        str(caught.value),
    )


# --- of a form --------------------------------------------------------------------------------------------------------


def asked(rulebook: str, **known: object) -> list[str]:
    return [question.name for question in GrantCalculator(rulebook).questions(known).asked]


def test_incoming_teachers_to_one_country_are_never_asked_for_months_of_a_study_cycle() -> None:
    known = {"activity": "STA", "direction": "incoming", "receiving_country": "FR"}
    assert "months_used" not in asked("usmb-icm-2023", **known)
    assert {"teaching_hours", "distance_km", "end_date"} <= set(asked("usmb-icm-2023", **known))


def test_students_of_ka171_are_not_asked_for_hours_of_teaching() -> None:
    assert "teaching_hours" in asked("eu-ka171-2024")
    assert "teaching_hours" not in asked("eu-ka171-2024", activity="SMS")
    assert "months_used" in asked("eu-ka171-2024", activity="SMS")


def test_a_form_begins_with_what_is_needed() -> None:
    assert asked("eu-ka131-2024")[:4] == ["activity", "direction", "start_date", "end_date"]
    assert asked("eu-ka131-2024", activity="SMS", start_date="2024-09-15")[:2] == ["direction", "end_date"]


def test_each_field_is_known_or_asked_or_not_asked() -> None:
    known = {"activity": "STT", "purpose": "observation"}
    found = toy_calculator().questions(known)
    assert sorted([*known, *(question.name for question in found.asked), *found.not_asked]) == sorted(FIELDS)


def test_the_roles_that_are_offered_are_those_of_the_activity() -> None:
    def offered(**known: object) -> tuple[str, ...]:
        found = GrantCalculator("eu-ka131-2024").questions(known)
        return next(one.choices for one in found.asked if one.name == "role")

    # whether invited staff go out to third countries is not known
    assert offered(activity="STA", direction="outgoing") == ("doctoral_candidate", "staff", "invited_staff")
    # only invited staff come in to teach; staff is what is computed with if nobody says otherwise
    assert offered(activity="STA", direction="incoming") == ("staff", "invited_staff")
    assert offered(activity="STA") == ("doctoral_candidate", "staff", "invited_staff")
    assert offered(activity="SMS", direction="outgoing") == ("student", "doctoral_candidate")
    assert len(offered()) == 5


def test_a_stay_is_interrupted_for_less_than_its_days() -> None:
    def most(**known: object) -> Decimal | None:
        found = toy_calculator().questions({"activity": "STT", **known})
        return next(one.maximum for one in found.asked if one.name == "interruption_days")

    assert most(start_date="2030-03-04") == 10_000
    assert most(start_date="2030-03-04", end_date="2030-03-08") == 4


def test_what_is_none_is_not_known() -> None:
    assert toy_calculator().questions({"activity": None}) == toy_calculator().questions()


def test_a_default_is_told_where_there_is_one() -> None:
    known = {"activity": "SMS", "virtual_component": True}
    defaults = {one.name: one.default for one in toy_calculator().questions(known).asked}
    assert (defaults["role"], defaults["travel_mode"], defaults["interruption_days"]) == ("student", "standard", 0)
    assert (defaults["fewer_opportunities"], defaults["distance_km"], defaults["end_date"]) == (False, None, None)
    assert {one.name: one.default for one in toy_calculator().questions().asked}[
        "role"
    ] is None  # it goes with the activity


@pytest.mark.parametrize("activity", ["SMS", "SMT", "STA", "STT"])
def test_a_default_is_an_answer_in_python_and_in_json(activity: str) -> None:
    known: dict[str, object] = {"activity": activity}
    for question in toy_calculator().questions(known).asked:
        told = json.loads(question.model_dump_json())["default"]
        assert told == question.default
        if told is not None:
            for default in (told, question.default):
                answered = toy_calculator().questions({**known, question.name: default})
                assert question.name not in {*(one.name for one in answered.asked), *answered.not_asked}


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        ({"distance": 5}, "did you mean 'distance_km'"),
        ({"distance_km": -1}, "this is 0 or more"),
        ({"activity": "SMS", "teaching_hours": 8}, "students .* have no teaching hours"),
        ({"activity": "STT", "combined": True}, "can be combined"),
        ({"start_date": "2030-03-04", "end_date": "2030-03-01"}, "not before the first day"),
        ({"end_date": "soon"}, "a date is"),
        ({"start_date": "soon"}, "a date is"),
    ],
)
def test_what_cannot_be_is_refused_at_once(known: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence) as caught:
        toy_calculator().questions(known)
    assert all(problem["type"] != "missing" for problem in caught.value.errors())


@pytest.mark.parametrize(
    "known",
    [
        {"start_date": "9999-12-31", "interruption_days": 5},
        {"end_date": "0001-01-01"},
        {"end_date": "2030-03-08"},
        {"interruption_days": 10_000},
        {"interruption_days": 10_000, "zero_grant_days": 10_000},
        {"teaching_hours": 8},
        {"combined": True, "blended_intensive_programme": True},
    ],
)
def test_fields_that_some_mobility_has_are_read(known: dict[str, object]) -> None:
    try:
        found = toy_calculator().questions(known)
    except ValidationError:
        assert known["start_date"] == "9999-12-31"  # after which no day of an interruption can follow
    else:
        assert "activity" in {question.name for question in found.asked}


def test_what_is_no_mapping_is_refused_with_what_it_is() -> None:
    with pytest.raises(TypeError, match="a mapping, not a NoneType"):
        toy_calculator().questions(None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a mapping, not a list"):
        toy_calculator().questions([])  # type: ignore[arg-type]


# --- what depends on each answer --------------------------------------------------------------------------------------

STAY = "eligibility individual_support remarks"  # how long it is, what its days are paid, and a cap or another sentence
STUDY = "eligibility individual_support top_ups remarks"

OF_STAFF = {  # the toy has no top-up of staff, and whether somebody has fewer opportunities decides about a zero grant
    "start_date": STAY,
    "end_date": STAY,
    "role": "eligibility individual_support",  # a doctoral candidate of a term without a rate is told so by role
    "teaching_contract": "eligibility",
    "sending_country": "eligibility",
    "receiving_country": "eligibility remarks",
    "residence_country": "eligibility",
    "partner": "eligibility remarks",
    "interruption_days": STAY,
    "distance_km": "travel_support remarks",
    "travel_mode": "travel_support individual_support remarks",  # two travel days are funded, and six by green travel
    "travel_days": "individual_support remarks",
    "fewer_opportunities": "eligibility",
    "purpose": "eligibility",
    "zero_grant": "eligibility travel_support individual_support payments remarks",
    "zero_grant_days": STAY,
}
OF_SEVENTEEN_DAYS_OF_STUDY = {
    "combined": "top_ups",  # with a traineeship, for which there is one
    "role": STUDY,
    "one_cycle_programme": "eligibility",
    "sending_country": "eligibility",
    "receiving_country": "eligibility remarks",
    "residence_country": "eligibility",
    "partner": "eligibility remarks",
    "interruption_days": STUDY,
    "blended_intensive_programme": STUDY,
    "virtual_component": STUDY,
    "distance_km": "travel_support remarks",
    "travel_mode": "travel_support remarks",  # students have no travel days, green or not
    "travel_days": "individual_support remarks",
    "fewer_opportunities": "eligibility top_ups remarks",
    "purpose": "eligibility",
    "months_used": "eligibility",
    "zero_grant": "eligibility travel_support individual_support top_ups payments remarks",
    "zero_grant_days": STUDY,
}
OF_ANY = {
    "activity": "eligibility travel_support individual_support top_ups remarks",
    "direction": STAY,
    "start_date": STUDY,
    "end_date": STUDY,
    "combined": "eligibility top_ups",
    "role": STUDY,
    "teaching_contract": "eligibility",
    "one_cycle_programme": "eligibility",
    "sending_country": "eligibility remarks",
    "receiving_country": "eligibility remarks",
    "residence_country": "eligibility",
    "partner": "eligibility remarks",
    "interruption_days": STUDY,
    "blended_intensive_programme": STUDY,
    "virtual_component": STUDY,
    "distance_km": "travel_support remarks",
    "travel_mode": "travel_support individual_support remarks",
    "travel_days": "individual_support remarks",
    "fewer_opportunities": "eligibility top_ups remarks",
    "teaching_hours": "eligibility",
    "purpose": "eligibility",
    "months_used": "eligibility",
    "zero_grant": "eligibility travel_support individual_support top_ups payments remarks",
    "zero_grant_days": STUDY,
}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, OF_ANY),
        ({"activity": "STT", "direction": "outgoing"}, OF_STAFF),
        (
            {"activity": "SMS", "direction": "outgoing", "start_date": "2030-03-04", "end_date": "2030-03-20"},
            OF_SEVENTEEN_DAYS_OF_STUDY,
        ),
    ],
)
def test_what_depends_on_each_field_of_a_toy(known: dict[str, object], expected: dict[str, str]) -> None:
    found = toy_calculator().questions(known)
    assert {one.name: " ".join(one.decides) for one in found.asked} == expected
    assert [one.name for one in found.asked] == list(expected)


def test_of_what_is_refused_only_what_is_needed_is_known_to_be_asked() -> None:
    found = toy_calculator().questions({"activity": "STA", "purpose": "conference"})
    assert found.is_refused
    assert not toy_calculator().questions({"activity": "STA"}).is_refused


COUNTRIES = {"sending_country", "receiving_country"}
NORDIC = {"id": "nordic", "countries": ("DK", "SE"), "source": toy_source()}
ASK = {"not_published": "ask the office.", "source": toy_source()}


def decided(known: Mapping[str, object], **tables: object) -> dict[str, str]:
    """Return what depends on each field under a toy to which no country, partner or zero grant matters but by tables."""
    silent = dict.fromkeys(("agreements", "partners", "abroad", "zero_grants"), ())
    book = toy_rulebook().model_copy(update={"home": None, "country_groups": (NORDIC,), **silent, **tables})
    return {one.name: " ".join(one.decides) for one in GrantCalculator(book).questions(known).asked}


@pytest.mark.parametrize(
    ("tables", "asked_for"),
    [
        ({}, set()),
        ({"travel_support": (ASK,)}, set()),  # the days are paid, whatever the journey is
        ({"daily_rates": (ASK,)}, set()),  # the entry says it of every country
        ({"daily_rates": ()}, COUNTRIES),  # nothing says it, so the countries are told
    ],
)
def test_countries_are_asked_for_where_no_entry_says_what_the_days_are_paid(
    tables: dict[str, object], asked_for: set[str]
) -> None:
    for known in ({"activity": "STT", "direction": "outgoing", "role": "staff"}, {"activity": "STT"}):
        found = decided(known, **tables)
        assert {name: found[name] for name in COUNTRIES & found.keys()} == dict.fromkeys(
            asked_for, "individual_support"
        )
        if asked_for and "role" not in known:
            assert "individual_support" in found["role"].split()  # which is told with them


TRAINEES = ({"kind": "top_up_traineeship", "rate_eur_per_month": 30, "source": toy_source()},)
TAUGHT = ({"hours_per_week": 8, "hours_per_week_combined": 4, "source": toy_source()},)
BACHELORS = ({"cycles": ["first"], "source": toy_source()},)


@pytest.mark.parametrize(
    ("tables", "known", "instead", "field"),
    [
        ({"top_ups": TRAINEES}, {"activity": "STT"}, {"activity": "STA"}, "combined"),
        ({"top_ups": TRAINEES}, {"activity": "SMT"}, {"activity": "SMS"}, "combined"),
        ({"teaching_hours": TAUGHT}, {"activity": "SMS"}, {"activity": "STA"}, "teaching_hours"),
        ({"cycle_flows": BACHELORS}, {"activity": "SMS", "role": "doctoral_candidate"}, {"role": "student"}, "study_cycle"),
        ({}, {"activity": "SMS", "blended_intensive_programme": True}, {"blended_intensive_programme": False}, "virtual_component"),
        ({}, {"activity": "SMS", "virtual_component": False}, {"virtual_component": True}, "blended_intensive_programme"),
        ({}, {"activity": "STT", "zero_grant": True}, {"zero_grant": False}, "zero_grant_days"),
        ({}, {"activity": "STT", "zero_grant_days": 2}, {"zero_grant_days": 0}, "zero_grant"),
    ],
)  # fmt: skip
def test_a_field_that_can_have_but_one_value_is_not_asked_for(
    tables: dict[str, object], known: dict[str, object], instead: dict[str, object], field: str
) -> None:
    toy = toy_rulebook().zero_grants
    assert field not in decided(known, zero_grants=toy, **tables)
    assert field in decided(known | instead, zero_grants=toy, **tables)


@pytest.mark.parametrize(("activity", "asked"), [("STA", True), ("STT", False)])
def test_who_teaches_without_a_virtual_part_may_do_so_in_a_blended_intensive_programme(
    activity: str, asked: bool
) -> None:
    # guide of 2026, p. 57: the virtual part is optional for teaching alone; in such a programme 31 days are too many
    known = {"activity": activity, "direction": "outgoing", "virtual_component": False, "sending_country": "ES"}
    open_fields = [one.name for one in GrantCalculator("eu-ka131-2026").questions(known).asked]
    assert ("blended_intensive_programme" in open_fields) is asked


QUARTER = {"direction": "outgoing", "start_date": "2027-02-01", "end_date": "2027-04-30"}  # 28 + 31 + 30 = 89 days


@pytest.mark.parametrize(
    ("known", "field", "most"),
    [
        ({}, "zero_grant_days", 88),
        ({"interruption_days": 8}, "zero_grant_days", 80),
        ({}, "interruption_days", 88),
        ({"zero_grant_days": 30}, "interruption_days", 58),
    ],
)
def test_so_many_days_are_offered_as_leave_a_day_that_is_funded(
    known: dict[str, object], field: str, most: int
) -> None:
    known = {"activity": "SMS", "role": "student"} | QUARTER | known
    calculator = GrantCalculator("eu-ka131-2026")
    (question,) = [one for one in calculator.questions(known).asked if one.name == field]
    assert question.maximum == most
    calculator.questions(known | {field: most})
    with pytest.raises(ValidationError):
        calculator.questions(known | {field: most + 1})


@pytest.mark.parametrize(
    ("rulebook", "known", "field", "choices", "default"),
    [
        ("eu-ka171-2023", {"activity": "SMS", "role": "student"}, "study_cycle", ("short", "first", "second"), None),
        ("eu-ka171-2023", {"activity": "SMS", "study_cycle": "third"}, "role", ("doctoral_candidate",), None),
        ("eu-ka171-2023", {"activity": "SMS", "study_cycle": "first"}, "role", ("student",), "student"),
        ("toy", {"teaching_hours": 8}, "activity", ("STA", "STT"), None),
        ("toy", {"combined": True}, "activity", ("SMS", "STA"), None),
        (
            *("toy", {"blended_intensive_programme": True, "virtual_component": False}),
            *("activity", ("STA",), None),
        ),
    ],
)
def test_only_words_that_go_with_what_is_known_are_offered(
    rulebook: str, known: dict[str, object], field: str, choices: tuple[str, ...], default: str | None
) -> None:
    calculator = toy_calculator() if rulebook == "toy" else GrantCalculator(rulebook)
    (question,) = [one for one in calculator.questions(QUARTER | known).asked if one.name == field]
    assert (question.choices, question.default) == (choices, default)


def test_the_report_of_a_grant_says_which_groups_its_countries_are_in() -> None:
    mobility = Mobility(
        activity="SMS",
        direction="outgoing",
        sending_country="FR",
        receiving_country="ES",
        start_date="2026-09-01",
        end_date="2027-01-31",
        distance_km=1000,
    )
    grant = GrantCalculator("eu-ka131-2026").calculate(mobility)
    (question,) = grant.questions
    # guide of 2026, pp. 67 and 68: France is in group 1, and Spain in group 2
    asked = "What is the monthly rate of students? (sending groups: group-1{}; receiving groups: {}{})"
    groups = "group-2, group-2-territories, group-3"
    told = asked.format(", which has France", groups, ", one of which has Spain")
    assert (question.in_language(mobility=mobility), question.in_language()) == (told, asked.format("", groups, ""))
    (table,) = [one for one in grant.report().tables if one.title == "Open questions"]
    assert table.rows[0][0] == told
    without = question.in_language(mobility=mobility.model_copy(update={"sending_country": None}))
    assert without == asked.format("", groups, ", one of which has Spain")


def test_the_first_day_is_asked_for_before_the_last() -> None:
    asked = GrantCalculator("usmb-bip-2024").questions({"activity": "SMT", "direction": "outgoing"}).asked
    assert [question.name for question in asked][:2] == ["start_date", "end_date"]


@pytest.mark.parametrize(
    ("known", "refused"),
    [
        ({"teaching_hours": 2, "combined": True}, True),
        ({"teaching_hours": 8}, False),
        ({"teaching_hours": 4}, False),  # it may be combined with training
        ({"teaching_hours": 4, "combined": False}, True),
        ({"teaching_hours": 8, "end_date": "2030-06-30"}, True),  # 60 days at most
    ],
)
def test_it_is_refused_by_numbers_and_days_that_are_known(known: dict[str, object], refused: bool) -> None:
    week = {"activity": "STA", "direction": "outgoing", "start_date": "2030-03-04", "end_date": "2030-03-10"}
    found = toy_calculator().questions(week | {"role": "staff", "interruption_days": 0} | known)
    assert found.is_refused is refused


@pytest.mark.parametrize(
    ("partner", "refused"),
    [("Toy University", False), ("universite du jouet", False), ("TOY-U", False), ("Nowhere", True)],
)
def test_it_is_refused_by_a_partner_without_an_agreement(partner: str, refused: bool) -> None:
    week = {"activity": "STT", "direction": "outgoing", "start_date": "2030-03-04", "end_date": "2030-03-10"}
    found = toy_calculator().questions(week | {"receiving_country": "SN", "partner": partner})
    assert found.is_refused is refused


def test_of_several_partners_each_is_known_by_its_place() -> None:
    (toy,) = toy_rulebook().partners
    (agreement,) = toy_rulebook().agreements
    partners = (toy, toy.model_copy(update={"code": "TOY-V", "names": ("Second Toy University",)}))
    agreements = (agreement.model_copy(update={"partners": ("TOY-U", "TOY-V")}),)
    book = toy_rulebook().model_copy(update={"partners": partners, "agreements": agreements})
    for partner in ("Toy University", "Second Toy University"):
        known = {"activity": "STT", "receiving_country": "SN", "partner": partner, **WEEK}
        assert not GrantCalculator(book).questions(known).is_refused


def test_a_role_that_is_not_stated_goes_with_the_activity() -> None:
    by_role = ({"roles": ["staff", "student"], "source": toy_source()},)
    assert "activity" in decided({"direction": "outgoing", "role": "staff"}, activities=by_role)
    paid = {"scope": {"roles": "staff"}, "kind": "top_up_fewer_opportunities", "rate_eur_per_month": 5}
    found = decided({"direction": "outgoing"}, top_ups=(paid | {"source": toy_source()},))
    assert "top_ups" in found["activity"].split()
    assert "top_ups" in found["role"].split()


def test_what_is_counted_is_asked_for_although_each_is_paid_nothing() -> None:
    """A line says how many there are, whatever the rate."""
    training = {"activity": "STT", "direction": "outgoing"}
    tier = {"from_day": 1, "to_day": 60, "share": 1}
    unpaid = ({"rate_eur_per_day": 0, "tiers": [tier], "source": toy_source()},)
    assert decided(training, daily_rates=unpaid) == decided(training)
    stay = {"activity": "SMS", "direction": "outgoing", "start_date": "2030-03-04", "end_date": "2030-06-20"}
    unpaid = ({"rate_eur_per_month": 0, "source": toy_source()},)
    top_ups = ({"kind": "top_up_fewer_opportunities", "rate_eur_per_month": 0, "source": toy_source()},)
    found = decided(stay, monthly_rates=unpaid, top_ups=top_ups)
    assert (found["interruption_days"], found["fewer_opportunities"]) == (STUDY, "top_ups")


FEWER = {"scope": {"fewer_opportunities": True}, "source": toy_source()}
OTHERS = {"scope": {"fewer_opportunities": False}, "source": toy_source()}
WEEK = {"direction": "outgoing", "start_date": "2030-03-04", "end_date": "2030-03-10", "interruption_days": 0}
SEMESTER_OF_2030 = {"direction": "outgoing", "start_date": "2030-09-02", "end_date": "2030-12-20"}
ANYBODY = {"roles": [role.value for role in ParticipantRole], "source": toy_source()}


def test_which_of_two_equal_rates_is_cited_decides_about_the_days() -> None:
    unpaid = {"rate_eur_per_day": 0, "tiers": [{"from_day": 1, "to_day": 60, "share": 1}]}
    rates = (unpaid | FEWER, unpaid | OTHERS)
    assert (
        decided({"activity": "STT", **WEEK}, daily_rates=rates)["fewer_opportunities"] == "individual_support remarks"
    )
    assert "fewer_opportunities" not in decided({"activity": "SMS", **WEEK}, daily_rates=rates, top_ups=())


def test_a_country_decides_what_is_due_to_some_countries_although_it_is_nothing() -> None:
    unpaid = {"kind": "top_up_fewer_opportunities", "rate_eur_per_month": 0, "source": toy_source()}
    top_ups = (unpaid | {"scope": {"receiving_groups": "nordic"}},)
    found = decided({"activity": "SMT", "fewer_opportunities": True, **SEMESTER_OF_2030}, top_ups=top_ups)
    assert {"eligibility", "top_ups"} <= set(found["receiving_country"].split())


def test_an_entry_for_those_who_want_no_money_is_asked_about_only_if_they_do() -> None:
    for zero_grant, expected in ((True, "eligibility"), (False, None)):
        known = {"activity": "STT", "zero_grant": zero_grant, "zero_grant_days": 0, **WEEK}
        assert decided(known, zero_grants=(FEWER, OTHERS)).get("fewer_opportunities") == expected


def test_an_excluded_purpose_is_asked_about_only_if_it_is_the_one_that_is_known() -> None:
    conference = ({"purpose": "conference"} | FEWER,)
    for purpose, expected in (("conference", "eligibility"), ("observation", None)):
        known = {"activity": "STT", "purpose": purpose, **WEEK}
        assert decided(known, excluded_purposes=conference).get("fewer_opportunities") == expected


def test_a_purpose_is_asked_for_only_where_one_is_excluded_at_the_host_that_is_known() -> None:
    conference = ({"purpose": "conference", "hosts": ["higher_education"], "source": toy_source()},)
    for host, expected in (("higher_education", "eligibility"), ("other", None)):
        known = {"activity": "STT", "receiving_organisation": host, **WEEK}
        assert decided(known, excluded_purposes=conference).get("purpose") == expected


def test_a_purpose_that_is_not_listed_is_known_to_be_stated() -> None:
    listed = ({"purposes": ["observation"], "source": toy_source(), "roles": ["staff"]},)
    for purpose, expected in (("observation", None), ("conference", "remarks")):
        found = decided(
            {"activity": "STA", "purpose": purpose, **WEEK}, activities=listed, teaching_hours=(), excluded_purposes=()
        )
        assert found.get("combined") == expected  # who combines may do something else


def test_the_page_that_allows_to_take_no_money_is_told_with_it() -> None:
    known = {"activity": "STT", "fewer_opportunities": False, "zero_grant_days": 0, **WEEK}
    found = decided(known, zero_grants=({"partial": True, "source": toy_source()},))
    assert "eligibility" in found["zero_grant"].split()


def test_students_are_not_refused_for_hours_of_teaching_that_they_cannot_have() -> None:
    book = toy_rulebook().model_copy(update={"teaching_hours": TAUGHT})
    known = {"activity": "SMT", "role": "student", "interruption_days": 0, "receiving_country": "SE"}
    assert not GrantCalculator(book).questions(known | SEMESTER_OF_2030).is_refused


def test_the_page_of_combined_stays_makes_a_form_ask_whether_a_stay_is_one() -> None:
    """Where both need the same hours, only the page that says so differs."""
    known = {"role": "staff", "teaching_hours": 8, **WEEK}
    equal = {"hours_per_week": 8, "hours_per_week_combined": 8, "source": toy_source()}
    page = {"combined_source": toy_source()}
    assert "combined" not in decided({"activity": "STA", **known}, teaching_hours=(equal,))
    assert decided({"activity": "STA", **known}, teaching_hours=(equal | page,))["combined"] == "eligibility"
    assert "combined" not in decided({"activity": "STT", **WEEK}, teaching_hours=(equal | page,))


def test_a_role_is_told_only_where_nothing_says_what_its_days_are_paid() -> None:
    known = {"activity": "STT", "zero_grant": False, "zero_grant_days": 0, **WEEK}
    for rates, expected in ((toy_rulebook().daily_rates, "eligibility"), ((), "eligibility individual_support")):
        assert decided(known, daily_rates=rates, travel_support=())["role"] == expected


def test_an_activity_that_is_not_covered_is_told_with_who_takes_part_in_it() -> None:
    students = ({"scope": {"activities": "SMS"}} | ANYBODY,)
    found = decided({"activity": "STT", **WEEK}, activities=students)
    assert (found["role"], found["blended_intensive_programme"]) == ("eligibility", "eligibility")


def test_an_activity_is_asked_for_where_the_role_that_goes_with_it_matters() -> None:
    of_staff = {"document": "participant_report", "stage": "after_stay", "scope": {"roles": "staff"}}
    found = decided({"direction": "outgoing"}, documents=(of_staff | {"source": toy_source()},))
    assert "papers" in found["role"].split()
    assert "papers" in found["activity"].split()


def test_a_country_that_is_known_decides_whether_the_activity_is_covered() -> None:
    nordic = ({"scope": {"receiving_groups": "nordic"}} | ANYBODY,)
    book = toy_rulebook().model_copy(update={"home": None, "country_groups": (NORDIC,), "activities": nordic})
    for country, refused in (("SE", False), ("ES", True)):
        known = {"activity": "STT", "sending_country": "FR", "receiving_country": country, **WEEK}
        assert GrantCalculator(book).questions(known).is_refused is refused


def test_a_blended_intensive_programme_has_a_virtual_component() -> None:
    known = {"activity": "SMS", "role": "student", **WEEK}  # so short a stay needs one
    assert not toy_calculator().questions(known | {"blended_intensive_programme": True}).is_refused
    neither = {"blended_intensive_programme": False, "virtual_component": False}
    assert toy_calculator().questions(known | neither).is_refused


def test_somebody_with_days_without_money_is_still_asked_about_the_journey() -> None:
    known = {"activity": "STT", "zero_grant_days": 2, **WEEK}
    assert decided(known)["distance_km"] == decided(known | {"zero_grant_days": 0})["distance_km"]


def test_days_decide_about_no_money_where_none_is_taken() -> None:
    days = {"direction": "outgoing", "start_date": "2030-03-04", "end_date": "2030-03-10"}
    for zero_grant in (True, False):
        found = decided({"activity": "STT", "zero_grant": zero_grant, **days})
        assert ("individual_support" in found["interruption_days"].split()) is not zero_grant


def test_green_travel_is_asked_about_only_where_a_table_that_pays_prints_it() -> None:
    bands = {"bands": [{"from_km": 0, "standard_eur": 200, "green_eur": 200}], "source": toy_source()}
    known = {"activity": "SMS", "role": "student", "zero_grant": False, "direction": "outgoing"}
    found = decided(known, travel_support=(bands | {"scope": {"activities": "STA"}},))
    assert "travel_support" not in found.get("travel_mode", "").split()
    assert "travel_support" in decided(known, travel_support=(bands,))["travel_mode"].split()


def test_how_somebody_travels_decides_about_the_journey_where_a_green_amount_is_printed() -> None:
    (table,) = toy_rulebook().travel_support
    assert isinstance(table, DistanceBands)
    for green, expected in ((False, "remarks"), (True, "travel_support")):
        bands = [band.model_copy(update={"green_eur": band.standard_eur if green else None}) for band in table.bands]
        printed = (table.model_copy(update={"bands": tuple(bands)}),)
        known = {"activity": "SMS", "direction": "outgoing", "distance_km": 1200}
        assert decided(known, travel_support=printed)["travel_mode"] == expected


def test_an_expression_depends_on_the_fields_of_each_of_its_parts() -> None:
    one, two, three = (_Reads([name]) for name in ("one", "two", "three"))
    assert _Case(one).then(two).otherwise(three).fields == {"one", "two", "three"}
    assert (one == two).fields == {"one", "two"}
    assert one.union(two, 3).fields == {"one", "two"}


def test_what_decides_remarks_alone_is_asked_last() -> None:
    closed = {"why": "a place is closed.", "scope": {"fewer_opportunities": True}, "source": toy_source()}
    known = {"activity": "STT", "direction": "outgoing"}
    assert "fewer_opportunities" not in decided(known)
    found = decided(known, restrictions=(closed,))
    assert list(found)[-3:] == ["zero_grant", "zero_grant_days", "fewer_opportunities"]
    assert found["fewer_opportunities"] == "remarks"


def test_questions_are_told_in_few_words_by_their_fields() -> None:
    asked = tuple(field_question(name, [Decided.ELIGIBILITY]) for name in ("start_date", "travel_mode", "role"))
    told = repr(Questions(asked=asked, not_asked=("partner", "reference"), is_refused=True))
    assert (
        told == "<Questions needed: start_date; asked too: travel_mode, role; not asked: partner, reference; refused>"
    )
    assert repr(Questions(asked=asked[1:], not_asked=())) == "<Questions asked too: travel_mode, role>"
    assert str(Questions(asked=(), not_asked=())) == "<Questions none>"
    assert len(repr(toy_calculator().questions())) < 2 * len(", ".join(FIELDS))


@pytest.mark.parametrize(("rulebook", "fewer"), [("eu-ka107-2020", None), ("eu-ka131-2024", True)])
def test_whether_a_zero_grant_is_possible_is_asked_of_fewer_opportunities_only_where_they_decide(
    rulebook: str, fewer: bool | None
) -> None:
    mobility = toy_mobility(
        sending_country="FR",
        receiving_country="SN" if fewer is None else "DE",
        zero_grant=True,
        fewer_opportunities=True,
    )
    scopes = [
        one.scope for one in GrantCalculator(rulebook).calculate(mobility).questions if one.table == "zero_grants"
    ]
    assert [scope and scope.fewer_opportunities for scope in scopes] == [fewer]
