"""Each strategy gives what its docstring says, and reaches the edges."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import SearchStrategy
from pydantic import ValidationError

from erasmus_grants import (
    Attendance,
    GrantCalculator,
    GrantStatus,
    Mobility,
    Rulebook,
    get_rulebook,
    load_rulebook,
)
from erasmus_grants.basics.vocabulary import (
    ActivityType,
    Direction,
    FindingCode,
    ParticipantRole,
    PaymentKind,
    Severity,
    TopUpKind,
)
from erasmus_grants.records.findings import SEVERITIES
from erasmus_grants.rulebook.model import fingerprint
from erasmus_grants.testing import (
    BrokenRulebook,
    IneligibleMobility,
    any_attendances,
    any_mobilities,
    attendances,
    broken_rulebooks,
    daily_rate_tables,
    distance_band_tables,
    distances,
    ineligible_mobilities,
    mobilities,
    money,
    monthly_rate_tables,
    payment_split_tables,
    rulebooks,
    settlement_rules,
    short_stay_rate_tables,
    stays,
    top_up_tables,
    toy_calculator,
    toy_mobility,
    toy_rulebook,
    travel_day_tables,
    undetermined_mobilities,
)
from erasmus_grants.testing import _exploring as module
from erasmus_grants.testing._numbers import EDGE_DAYS, days
from tests.rulebooks_of_every_kind import OF_EVERY_KIND

TOY = toy_rulebook()
FUNDS_NOTHING = [name for name in OF_EVERY_KIND if name.startswith("eu-ka103-")]
FUNDING = [name for name in OF_EVERY_KIND if name not in FUNDS_NOTHING]
SOME = [name for name in FUNDING if name.endswith(("2018", "2022", "2024", "2026"))]
QUICKLY = settings(
    max_examples=300,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


QUICKLY_AND_LEAST = settings(QUICKLY, phases=[Phase.generate, Phase.shrink])


def some(strategy: SearchStrategy[object], number: int) -> list[object]:
    """Return some of what a strategy draws, the same each time."""
    drawn: list[object] = []

    @settings(QUICKLY, max_examples=number)
    @given(strategy)
    def draw(one: object) -> None:
        drawn.append(one)

    draw()
    return drawn


def kind_of(template: module.Template) -> tuple[object, object, object]:
    """Return the activity, direction and role of a template."""
    return template.fields["activity"], template.fields["direction"], template.fields["role"]


def reaches(strategy: SearchStrategy[object], *wanted: object) -> None:
    """Check that each of some values is drawn."""
    for value in wanted:
        find(strategy, lambda drawn, value=value: drawn == value, settings=settings(QUICKLY, max_examples=20_000))


# --- mobilities -------------------------------------------------------------------------------------------------------


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook_id", SOME)
def test_mobilities_of_a_rulebook_are_granted(rulebook_id: str) -> None:
    calculator = GrantCalculator(rulebook_id)
    for mobility in some(mobilities(calculator.rulebook), 12):
        assert isinstance(mobility, Mobility)
        grant = calculator.calculate(mobility)
        assert grant.status is GrantStatus.GRANTED
        assert grant.lines


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook_id", SOME)
def test_mobilities_are_of_the_wanted_activity_direction_and_role(rulebook_id: str) -> None:
    book = get_rulebook(rulebook_id)
    for activity, direction, role in sorted({kind_of(template) for template in module.explored(book).templates}):
        wanted = mobilities(book, activities=[activity], directions=[direction], roles=[role])
        for mobility in some(wanted, 2):
            assert isinstance(mobility, Mobility)
            assert (mobility.activity, mobility.direction, mobility.role) == (activity, direction, role)


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook_id", [*FUNDS_NOTHING, "docs/how-to/example-call-year.toml"])
def test_a_rulebook_that_leaves_every_rate_open_has_unknown_and_refused_mobilities_alone(rulebook_id: str) -> None:
    """As its page prints ranges alone, a week of teaching has no rate, and a student does not teach."""
    calculator = GrantCalculator(rulebook_id)
    book = calculator.rulebook
    with pytest.raises(InvalidArgument, match=f"no such mobility was found that rulebook {book.id} funds"):
        mobilities(book)
    unknown = some(undetermined_mobilities(book), 12)
    open_ones = [one for one in module.explored(book).violations if SEVERITIES[one.code] is Severity.UNKNOWN]
    assert {one.template.fields["activity"] for one in open_ones} >= {"SMS", "STA", "STT"}
    for mobility in unknown:
        assert isinstance(mobility, Mobility)
        assert calculator.calculate(mobility).status is GrantStatus.UNDETERMINED
    for code in (None, "ROLE_NOT_ELIGIBLE", "COUNTRY_DISAGREES", "DURATION_TOO_LONG"):
        if code != "DURATION_TOO_LONG" or book.durations:
            for drawn in some(ineligible_mobilities(book, code=code), 3):
                assert isinstance(drawn, IneligibleMobility)
                assert code in {None, drawn.code}
                assert drawn.code in {found.code for found in calculator.check(drawn.mobility)}
                assert calculator.calculate(drawn.mobility).status is GrantStatus.NOT_ELIGIBLE


def test_a_rulebook_that_funds_no_activity_refuses_all_its_mobilities() -> None:
    scopes = [{"directions": ["outgoing"]}, {"directions": ["incoming"]}]
    words = ({"funding": "not_funded", "why": "ask."}, {"funding": "not_published", "why": "ask."})
    rows = [
        {"scope": scope, "roles": ["student"], "source": TOY.sources[0], **said}
        for scope, said in zip(scopes, words, strict=True)
    ]
    book = TOY.model_copy(update={"activities": rows})
    with pytest.raises(InvalidArgument, match="no such mobility was found that rulebook toy funds"):
        mobilities(book)
    drawn = find(ineligible_mobilities(book, code="ACTIVITY_NOT_FUNDED"), lambda _: True, settings=QUICKLY)
    assert drawn.mobility.direction == "outgoing"
    unknown = find(undetermined_mobilities(book), lambda _: True, settings=QUICKLY)
    assert (unknown.direction, unknown.role) == ("incoming", "student")


def test_what_is_open_is_drawn_beside_what_is_granted() -> None:
    """No page prints the rates of students here, and the rates of staff are printed."""
    unpublished = {"not_published": "ask the agency.", "source": TOY.sources[0]}
    book = TOY.model_copy(update={"monthly_rates": (unpublished,), "short_stay_rates": (unpublished,)})
    studies = undetermined_mobilities(book).filter(lambda mobility: mobility.activity == "SMS")
    drawn = find(studies, lambda mobility: mobility.distance_km is not None, settings=QUICKLY)
    assert "RATE_NOT_PUBLISHED" in {found.code for found in GrantCalculator(book).check(drawn)}


def test_what_a_rulebook_does_not_fund_is_not_drawn() -> None:
    staff_only = get_rulebook("usmb-icm-2018")
    with pytest.raises(InvalidArgument, match="no such mobility was found that rulebook"):
        mobilities(staff_only, activities=["SMS"])
    with pytest.raises(InvalidArgument, match="no such mobility was found that rulebook"):
        mobilities(TOY, activities=["STA"], roles=["student"])
    with pytest.raises(ValueError, match="SMX"):
        mobilities(TOY, activities=["SMX"])


def test_words_may_stand_in_one_text_as_in_a_rulebook() -> None:
    for words in ("STA STT", ["STA", "STT"], {ActivityType.STA, "STT"}, ("STA", ActivityType.STT)):
        drawn = some(mobilities(TOY, activities=words, directions="outgoing", roles=ParticipantRole.STAFF), 20)
        found = {(one.activity, one.direction, one.role) for one in drawn if isinstance(one, Mobility)}
        assert found == {("STA", "outgoing", "staff"), ("STT", "outgoing", "staff")}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"activities": "SMX"}, r"^activities: 'SMX' is none of SMS, SMT, STA, STT"),
        ({"directions": ["out"]}, r"^directions: 'out' is none of incoming, outgoing"),
        ({"directions": ["outgiong"]}, r"^directions: .* incoming, outgoing; did you mean 'outgoing'\?$"),
        ({"roles": ["professor"]}, r"^roles: 'professor' is none of student, doctoral_candidate, "),
    ],
)
def test_a_word_that_is_none_is_told_with_those_there_are(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        mobilities(TOY, **wrong)


def test_words_are_text_and_nothing_else() -> None:
    for wrong in (5, [5]):
        with pytest.raises(TypeError, match="activities are words, as text or as a list, not an int"):
            mobilities(TOY, activities=wrong)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_a_finding_that_there_is_not_is_told_with_the_nearest() -> None:
    nearest = r"^code: 'duration_too_long' is none of FindingCode; did you mean 'DURATION_TOO_LONG'\?$"
    with pytest.raises(ValueError, match=nearest):
        ineligible_mobilities(TOY, code="duration_too_long")
    with pytest.raises(TypeError, match="code is one word, not a list"):
        ineligible_mobilities(TOY, code=["DURATION_TOO_LONG"])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("strategy", "said"),
    [
        (lambda: settlement_rules(most_tolerance_days=31), "^most_tolerance_days is 0 to 30, not 31$"),
        (lambda: settlement_rules(most_tolerance_days=-1), "^most_tolerance_days is 0 to 30, not -1$"),
        (lambda: money(largest_eur=-1), "^largest_eur is 0 or more, not -1$"),
        (lambda: find(stays(min_days=-5, max_days=-1), lambda _: True), "^min_days is 1 or more, not -5"),
        (lambda: find(stays(min_days=5, max_days=4), lambda _: True), "^max_days is 5 or more, not 4"),
        (
            lambda: find(payment_split_tables(most_instalments=0), lambda _: True),
            "^most_instalments is 1 or more, not 0",
        ),
    ],
)
def test_numbers_that_allow_nothing_are_told(strategy: Callable[[], object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        strategy()


@pytest.mark.parametrize("wrong", ["3", None, True, 1.5])
def test_numbers_are_whole(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"most_tolerance_days is a whole number, not an? "):
        settlement_rules(most_tolerance_days=wrong)


@pytest.mark.newest_only
def test_mobilities_reach_the_edges_of_limits_and_tiers() -> None:
    staff = mobilities(TOY, activities=["STT"]).map(lambda mobility: mobility.net_days)
    reaches(staff, 2, 14, 15, 60)  # 2 to 60 days are funded, and day 15 is paid less
    short = mobilities(TOY, activities=["SMS"]).map(lambda mobility: mobility.net_days)
    reaches(short, 5, 14, 15, 30)
    long = mobilities(TOY, activities=["SMT"]).map(lambda mobility: mobility.stay.net_days_360)
    reaches(long, 60, 360)


def stays_of(book: Rulebook, activity: str) -> SearchStrategy[int]:
    """Return the lengths of the stays that are drawn of an activity [calendar days]."""
    return mobilities(book, activities=[activity]).map(lambda mobility: mobility.net_days)


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook_id", ["eu-ka171-2022", "lille-ka171-2022"])
def test_mobilities_are_of_any_length_between_the_edges(rulebook_id: str) -> None:
    drawn = {days for days in some(stays_of(get_rulebook(rulebook_id), "SMS"), 400) if isinstance(days, int)}
    assert any(120 < days < 180 for days in drawn)  # a semester
    assert len({days - days % 30 for days in drawn if days > 60}) > 6


def test_the_least_length_of_some_is_found_and_not_the_next_edge() -> None:
    assert find(stays_of(TOY, "STT"), lambda days: days > 20, settings=QUICKLY_AND_LEAST) == 21


DAILY: dict[str, object] = {"rate_eur_per_day": 100, "source": TOY.sources[0]}
MONTHLY: dict[str, object] = {"rate_eur_per_month": 300, "source": TOY.sources[0]}
ONCE: dict[str, object] = {"kind": "top_up_fewer_opportunities", "source": TOY.sources[0]}
HALVED = {"tiers": [{"from_day": 1, "to_day": 22, "share": 1}, {"from_day": 23, "to_day": 41, "share": "0.5"}]}
RAISED = {"tiers": [{"from_day": 7, "to_day": 22, "amount_eur": 50}, {"from_day": 23, "to_day": 41, "amount_eur": 75}]}


@pytest.mark.parametrize(
    ("table", "entry", "activity", "edges"),
    [
        ("daily_rates", {**DAILY, **HALVED}, "STT", {22, 23, 41, 42}),
        ("daily_rates", {**DAILY, "tiers": [{"from_day": 1, "share": 1}], "funded_days_cap": 37}, "STT", {37, 38}),
        ("daily_rate_ranges", {"minimum_eur": 80, "source": TOY.sources[0], **HALVED}, "STT", {22, 23, 41, 42}),
        ("monthly_rates", {**MONTHLY, "funded_days_cap": 150}, "SMT", {152, 153}),  # in thirty-day months
        ("top_ups", {**MONTHLY, "kind": "top_up_traineeship", "funded_days_cap": 150}, "SMT", {152, 153}),
        ("top_ups", {**ONCE, **RAISED}, "STT", {6, 7, 22, 23, 41, 42}),
    ],
)
def test_mobilities_are_biased_to_the_days_after_which_another_amount_is_paid(
    table: str, entry: dict[str, object], activity: str, edges: set[int]
) -> None:
    book = TOY.model_copy(update={table: (entry,)})
    lengths = {
        length
        for template in module.explored(book).templates
        if template.fields["activity"] == activity
        for length in template.lengths
    }
    assert edges <= lengths


def test_mobilities_reach_the_days_that_are_not_funded_any_more() -> None:
    capped = TOY.daily_rates[0].model_copy(update={"funded_days_cap": 37})
    reaches(stays_of(TOY.model_copy(update={"daily_rates": (capped,)}), "STT"), 37, 38)


def test_mobilities_reach_interruption_green_travel_and_the_first_band() -> None:
    of_toy = mobilities(TOY)
    reaches(of_toy.map(lambda mobility: mobility.interruption_days), 0, 1, 3)
    reaches(of_toy.map(lambda mobility: mobility.travel_mode.value), "standard", "green")
    reaches(of_toy.map(lambda mobility: mobility.distance_km), Decimal(10), Decimal("9.5"))


def refusing_codes(book: Rulebook) -> set[FindingCode]:
    """Return the findings with which a rulebook refuses some mobility."""
    codes = {violation.code for violation in module.explored(book).violations}
    return {code for code in codes if SEVERITIES[code] is Severity.REFUSING}


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook_id", SOME)
def test_undetermined_mobilities_are_neither_granted_nor_refused(rulebook_id: str) -> None:
    calculator = GrantCalculator(rulebook_id)
    for mobility in some(undetermined_mobilities(calculator.rulebook), 12):
        assert isinstance(mobility, Mobility)
        grant = calculator.calculate(mobility)
        assert (grant.status, grant.total_eur) == (GrantStatus.UNDETERMINED, None)
        assert not any(finding.is_refusing for finding in grant.findings)
        assert any(finding.is_unknown for finding in grant.findings)


@pytest.mark.newest_only
def test_undetermined_mobilities_lack_a_distance_or_hours_of_teaching() -> None:
    missing = undetermined_mobilities(TOY).map(
        lambda mobility: (mobility.distance_km is None, mobility.activity == "STA" and mobility.teaching_hours is None)
    )
    reaches(missing, (True, False), (False, True))


def test_a_refusal_that_is_not_found_is_said_to_be_not_found() -> None:
    sentence = "no mobility was found that rulebook toy refuses with PURPOSE_NOT_ELIGIBLE; not every mobility was tried"
    with pytest.raises(InvalidArgument, match=f"^{sentence}$"):
        ineligible_mobilities(toy_rulebook(), code="PURPOSE_NOT_ELIGIBLE")


@pytest.mark.newest_only
def test_undetermined_mobilities_lack_a_country_where_one_decides() -> None:
    drawn = undetermined_mobilities(get_rulebook("eu-ka131-2024"))
    reaches(drawn.map(lambda mobility: mobility.receiving_country is None), True, False)


def test_where_nothing_unknown_is_found_that_is_said_and_not_that_there_is_none() -> None:
    asks_nothing = TOY.model_copy(update={"travel_support": (), "teaching_hours": ()})
    sentence = "no mobility was found of which rulebook toy does not know everything; not every mobility was tried"
    with pytest.raises(InvalidArgument, match=f"^{sentence}$"):
        undetermined_mobilities(asks_nothing)


@pytest.mark.parametrize("code", ["DISTANCE_MISSING", "TEACHING_HOURS_MISSING"])
def test_what_is_unknown_is_no_reason_to_refuse(code: str) -> None:
    assert FindingCode(code) in {violation.code for violation in module.explored(TOY).violations}
    with pytest.raises(InvalidArgument, match=f"^{code} is no reason to refuse a mobility$"):
        ineligible_mobilities(TOY, code=code)


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook_id", ["toy", "usmb-icm-2023", "usmb-bip-2024", "eu-ka171-2023", "lille-ka171-2022"])
def test_ineligible_mobilities_give_the_finding_that_they_are_labelled_with(rulebook_id: str) -> None:
    book = TOY if rulebook_id == "toy" else get_rulebook(rulebook_id)
    calculator = GrantCalculator(book)
    codes = refusing_codes(book)
    assert len(codes) > 6
    for code in FindingCode:
        if code in codes:
            for drawn in some(ineligible_mobilities(book, code=code.value), 2):
                assert isinstance(drawn, IneligibleMobility)
                assert drawn.code is code
                grant = calculator.calculate(drawn.mobility)
                assert code in {finding.code for finding in grant.findings if finding.is_refusing}
                assert grant.status is GrantStatus.NOT_ELIGIBLE
        else:
            refusing = SEVERITIES[code] is Severity.REFUSING
            found_none = (
                f"no mobility was found that rulebook {book.id} refuses with {code}; not every mobility was tried"
            )
            sentence = found_none if refusing else f"{code} is no reason to refuse a mobility"
            with pytest.raises(InvalidArgument, match=f"^{sentence}$"):
                ineligible_mobilities(book, code=code)


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook_id", FUNDING)
def test_every_rulebook_refuses_stays_that_are_too_short_or_too_long(rulebook_id: str) -> None:
    book = get_rulebook(rulebook_id)
    check = GrantCalculator(book).check
    for code in ("DURATION_TOO_SHORT", "DURATION_TOO_LONG"):
        for drawn in some(ineligible_mobilities(book, code=code), 2):
            assert isinstance(drawn, IneligibleMobility)
            assert code in {finding.code for finding in check(drawn.mobility)}


@pytest.mark.newest_only
def test_without_a_code_all_that_a_rulebook_can_say_is_drawn() -> None:
    drawn = {one.code for one in some(ineligible_mobilities(TOY), 600) if isinstance(one, IneligibleMobility)}
    assert drawn == refusing_codes(TOY)
    with pytest.raises(ValueError, match="NO_SUCH_CODE"):
        ineligible_mobilities(TOY, code="NO_SUCH_CODE")


LIMIT: dict[str, object] = {"minimum": "5 calendar_days", "source": TOY.sources[0]}
AGREED: dict[str, object] = {"id": "1980", "start_date": "1980-01-01", "source": TOY.sources[0]}
AT_EU_BODY: dict[str, object] = {"purpose": "conference", "hosts": ["eu_body"], "source": TOY.sources[0]}
COURSE_AT_EU_BODY: dict[str, object] = {**AT_EU_BODY, "purpose": "structured_course"}


@pytest.mark.parametrize(
    ("table", "entry", "code"),
    [
        ("durations", {**LIMIT, "maximum": "500 calendar_days"}, "DURATION_TOO_LONG"),
        ("durations", {**LIMIT, "maximum": "40 calendar_months"}, "DURATION_TOO_LONG"),
        ("cycle_limits", {"maximum_months": 36, "source": TOY.sources[0]}, "MONTHS_PER_CYCLE_EXCEEDED"),
        ("agreements", {**AGREED, "end_date": "2039-12-31"}, "OUTSIDE_AGREEMENT_PERIOD"),  # 1990 is within it
        ("excluded_purposes", AT_EU_BODY, "CONFERENCE_NOT_ELIGIBLE"),  # both have to be stated
        ("excluded_purposes", COURSE_AT_EU_BODY, "PURPOSE_NOT_ELIGIBLE"),
    ],
)
def test_what_is_just_beyond_the_limits_of_the_rulebook_itself_is_refused(
    table: str, entry: dict[str, object], code: str
) -> None:
    book = TOY.model_copy(update={table: (entry,)})
    check = GrantCalculator(book).check
    for drawn in some(ineligible_mobilities(book, code=code), 5):
        assert isinstance(drawn, IneligibleMobility)
        assert code in {found.code for found in check(drawn.mobility) if found.is_refusing}


@pytest.mark.newest_only
def test_a_course_at_a_university_is_refused_as_the_guide_of_2026_prints_it() -> None:
    drawn = find(ineligible_mobilities("eu-ka131-2026", code="PURPOSE_NOT_ELIGIBLE"), lambda _: True, settings=QUICKLY)
    assert (drawn.mobility.purpose, drawn.mobility.receiving_organisation) == ("structured_course", "higher_education")


def test_stays_are_refused_at_the_edge_of_a_limit() -> None:
    """2 to 60 days of training are funded, and 5 to 30 days of short studies."""
    for code, edges in (("DURATION_TOO_SHORT", {1, 4}), ("DURATION_TOO_LONG", {31, 61})):
        lengths = {
            module.changed(Mobility.model_validate(one.template.fields), one.changes).net_days
            for one in module.explored(TOY).violations
            if one.code == code
        }
        assert edges <= lengths


@pytest.mark.newest_only
def test_any_mobilities_are_eligible_or_not_and_survive_json() -> None:
    calculate = toy_calculator().calculate
    answers = set()
    for mobility in some(any_mobilities(), 200):
        assert isinstance(mobility, Mobility)
        assert Mobility.model_validate_json(mobility.model_dump_json()) == mobility
        answers.add(calculate(mobility).status)
    assert GrantStatus.NOT_ELIGIBLE in answers


# --- what was asked is kept, and forgotten -----------------------------------------------------------------------------


def test_a_rulebook_is_asked_once_and_forgotten_after_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_EXPLORED", {})
    monkeypatch.setattr(module, "_MOST_ASKED", 2)
    others = [TOY.model_copy(update={"id": f"toy-{number}"}) for number in range(2)]
    first = module.explored(TOY)
    assert module.explored(toy_rulebook()) is first
    module.explored(others[0])
    module.explored(others[1])
    assert module.explored(TOY) is not first


def test_a_rulebook_that_cites_another_page_is_asked_again() -> None:
    elsewhere = TOY.sources[0].at("TOY2", "the page after it")
    rate = TOY.daily_rates[0].model_copy(update={"source": elsewhere})
    cited = TOY.model_copy(update={"daily_rates": (rate, *TOY.daily_rates[1:]), "sources": (*TOY.sources, elsewhere)})
    assert fingerprint(cited) == fingerprint(TOY)
    assert module.explored(TOY).rulebook == TOY
    assert module.explored(cited).rulebook == cited


def test_as_many_templates_are_kept_of_each_activity_direction_and_role(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_OF_A_KIND", 1)
    kinds = [kind_of(template) for template in module.Explored(TOY).templates]
    assert len(kinds) == len(set(kinds)) > 3


def test_a_kind_of_which_few_are_funded_is_not_asked_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    book = get_rulebook("usmb-icm-2018")
    whole = module.Explored(book).templates
    monkeypatch.setattr(module, "_MOST_QUESTIONS", 1)
    assert {kind_of(one) for one in whole} == {kind_of(one) for one in module.Explored(book).templates}
    assert len(module.Explored(book).templates) < len(whole)


def test_a_kind_of_which_none_is_funded_is_not_asked_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    book = get_rulebook("eu-ka103-2020")  # whose pages print no rate
    whole = module.Explored(book)
    assert not whole.templates
    monkeypatch.setattr(module, "_MOST_IN_VAIN", 1)
    assert {kind_of(one.template) for one in module.Explored(book).asked} == {
        kind_of(one.template) for one in whole.asked
    }
    assert len(module.Explored(book).asked) < len(whole.asked)


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook_id", ["eu-ka131-2026", "eu-ka171-2024"])  # of many groups of countries
def test_every_activity_and_direction_that_a_large_rulebook_funds_is_drawn(rulebook_id: str) -> None:
    drawn = {kind_of(template)[:2] for template in module.explored(get_rulebook(rulebook_id)).templates}
    outgoing = {(activity, Direction.OUTGOING) for activity in ActivityType}
    incoming = {(activity, Direction.INCOMING) for activity in ActivityType}
    # KA131 sends students and staff, and invites staff of enterprises to teach; KA171 sends and receives all.
    invited = {(ActivityType.STA, Direction.INCOMING)}
    assert drawn == (outgoing | invited if rulebook_id == "eu-ka131-2026" else outgoing | incoming)


@pytest.mark.newest_only
def test_groups_of_countries_are_drawn_from_everywhere() -> None:
    templates = module.explored(get_rulebook("eu-ka171-2024")).templates
    trained = [one for one in templates if one.fields["activity"] is ActivityType.STT]
    incoming = {one.receivers for one in trained if one.fields["direction"] is Direction.INCOMING}
    outgoing = {one.senders for one in trained if one.fields["direction"] is Direction.OUTGOING}
    assert min(len(incoming), len(outgoing)) > 5  # countries of the programme, by the groups that they are in


def test_a_rulebook_without_limits_is_asked_for_every_edge() -> None:
    free = TOY.model_copy(update={"durations": ()})
    reaches(mobilities(free, activities=["STT"]).map(lambda mobility: mobility.net_days), 1, 14, 15)


# --- numbers ----------------------------------------------------------------------------------------------------------


def test_money_is_in_whole_cents() -> None:
    for amount in some(money(largest_eur=2), 300):
        assert isinstance(amount, Decimal)
        assert 0 <= amount <= 2
        assert amount * 100 % 1 == 0
    reaches(money(largest_eur=2), Decimal(0), Decimal(2))


def test_distances_reach_every_edge_and_half_a_kilometre_beside_it() -> None:
    for edge in (10, 100, 1000):  # the bands of the toy rulebook
        reaches(distances(TOY), *(Decimal(edge) + step for step in (-1, Decimal("-0.5"), 0, Decimal("0.5"))))
    for drawn in some(distances(), 100):
        assert isinstance(drawn, Decimal)
        assert 0 <= drawn <= 40_000
        assert drawn * 1000 % 1 == 0
    assert len(set(some(distances(TOY.model_copy(update={"travel_support": ()})), 50))) > 10


@pytest.mark.newest_only
def test_stays_reach_every_edge_leap_days_and_ends_of_months() -> None:
    lengths = stays().map(lambda stay: stay.net_days)
    reaches(lengths, *EDGE_DAYS)
    reaches(stays(edges=[77]).map(lambda stay: stay.net_days), 77)
    starts = stays().map(lambda stay: (stay.start.month, stay.start.day))
    reaches(starts, (2, 29), (2, 28), (1, 31), (1, 1))
    for stay in some(stays(min_days=70, max_days=72), 50):
        assert 70 <= stay.net_days <= 72  # type: ignore[attr-defined]


def test_days_between_two_without_an_end_of_month_are_drawn_too() -> None:
    first, last = date(2030, 3, 5), date(2030, 3, 9)
    assert all(first <= day <= last for day in some(days(first, last), 40))  # type: ignore[operator]
    reaches(days(first, last), first, last)


# --- attendances ------------------------------------------------------------------------------------------------------


def test_attendances_are_all_less_more_other_days_or_nothing() -> None:
    grant = toy_calculator().calculate(toy_mobility())  # 4 to 8 March 2030, 5 days
    drawn = attendances(grant)
    reaches(drawn.map(lambda attended: attended.stay.net_days), 0, 4, 5, 6)
    reaches(drawn.map(lambda attended: attended.start_date), None, date(2030, 3, 4), date(2030, 3, 3))
    reaches(drawn.map(lambda attended: attended.force_majeure), True, False)
    reaches(drawn.map(lambda attended: attended.documents), ())
    reaches(drawn.map(lambda attended: attended.paid_eur), None)


def test_attendances_of_a_long_stay_reach_the_tolerance_of_five_days() -> None:
    grant = toy_calculator().calculate(
        toy_mobility(
            activity="SMS", role="student", start_date="2030-03-01", end_date="2030-07-31", teaching_hours=None
        )
    )
    agreed = grant.mobility.net_days
    reaches(attendances(grant).map(lambda attended: attended.stay.net_days), agreed - 5, agreed - 6, agreed, agreed + 1)


def test_attendances_are_of_a_grant_and_not_of_a_mobility() -> None:
    sentence = "attendances are of a grant that was calculated, a GrantBreakdown, not a Mobility"
    with pytest.raises(TypeError, match=sentence):
        attendances(toy_mobility())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("strategy", "printed"),
    [
        (mobilities(toy_rulebook(), activities=["STA"]), "mobilities('toy')"),
        (ineligible_mobilities("usmb-bip-2024"), "ineligible_mobilities('usmb-bip-2024')"),
        (undetermined_mobilities(toy_rulebook()), "undetermined_mobilities('toy')"),
        (attendances(toy_calculator().calculate(toy_mobility())), "attendances('a grant of toy')"),
    ],
)
def test_a_strategy_is_printed_in_few_words(strategy: SearchStrategy[object], printed: str) -> None:
    assert repr(strategy) == printed


def test_mobilities_are_of_a_rulebook_its_id_or_its_file() -> None:
    file = "docs/how-to/example-university.toml"
    for strategy in (mobilities, ineligible_mobilities, undetermined_mobilities, distances):
        assert repr(strategy(file)) == repr(strategy(load_rulebook(file)))
    assert repr(distances("usmb-bip-2024")) == repr(distances(get_rulebook("usmb-bip-2024"))) != repr(distances())
    with pytest.raises(TypeError, match="a rulebook is a Rulebook, an id, or the name of a file, not an int"):
        mobilities(5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_any_attendances_can_be_settled_or_not_but_are_well_formed() -> None:
    for attendance in some(any_attendances(), 50):
        assert isinstance(attendance, Attendance)
        assert Attendance.model_validate_json(attendance.model_dump_json()) == attendance


# --- tables -----------------------------------------------------------------------------------------------------------


@given(distance_band_tables())
def test_bands_rise_with_distance_and_green_is_not_less(table: object) -> None:
    bands = table.bands  # type: ignore[attr-defined]
    for band, following in pairwise(bands):
        assert band.below_km == following.from_km
        assert band.standard_eur <= following.standard_eur
        assert band.green_eur is None or band.green_eur <= following.green_eur
    assert bands[-1].below_km is None
    assert all(band.green_eur is None or band.green_eur >= band.standard_eur for band in bands)


@given(st.one_of(daily_rate_tables(), short_stay_rate_tables()))
def test_tiers_start_with_day_one_and_follow_each_other(table: object) -> None:
    tiers = table.tiers  # type: ignore[attr-defined]
    assert tiers[0].from_day == 1
    assert all(tier.to_day == following.from_day - 1 for tier, following in pairwise(tiers))


@given(daily_rate_tables())
def test_daily_rates_are_whole_cents_in_every_tier(table: object) -> None:
    rate = table.rate_eur_per_day  # type: ignore[attr-defined]
    assert all(rate * tier.share * 100 % 1 == 0 for tier in table.tiers)  # type: ignore[attr-defined]


@given(payment_split_tables())
def test_shares_add_up_to_one_and_the_first_is_pre_financing(split: object) -> None:
    rows = split.instalments  # type: ignore[attr-defined]
    assert rows[0].kind is PaymentKind.PRE_FINANCING
    assert sum(row.travel_share for row in rows) == sum(row.individual_share for row in rows) == 1


def test_tables_reach_what_their_docstrings_name() -> None:
    reaches(payment_split_tables(most_instalments=2).map(lambda split: len(split.instalments)), 1, 2)
    reaches(monthly_rate_tables().map(lambda rate: rate.funded_days_cap is None), True, False)
    reaches(daily_rate_tables().map(lambda rate: rate.funded_days_cap is None), True, False)
    reaches(distance_band_tables().map(lambda table: table.bands[0].green_eur is None), True, False)
    reaches(travel_day_tables().map(lambda rule: rule.funded_travel_days), 0, 7)
    reaches(
        settlement_rules(most_tolerance_days=3).map(lambda rule: (rule.below_minimum.value, rule.tolerance_days)),
        ("forfeit", 0),
        ("forfeit", 3),
    )
    reaches(top_up_tables().map(lambda entries: len({entry.kind for entry in entries})), 0, len(TopUpKind))


@settings(max_examples=25)
@given(top_up_tables())
def test_top_ups_of_one_kind_are_for_different_terms(entries: tuple[object, ...]) -> None:
    keys = [(entry.kind, entry.scope.terms) for entry in entries]  # type: ignore[attr-defined]
    assert len(set(keys)) == len(keys)
    assert {kind for kind, _ in keys} <= set(TopUpKind)


# --- rulebooks --------------------------------------------------------------------------------------------------------


@settings(max_examples=25)
@given(rulebooks())
def test_rulebooks_are_sound_and_fund_what_the_toy_rulebook_funds(book: Rulebook) -> None:
    assert Rulebook.model_validate_json(book.model_dump_json()) == book
    assert book.agreements == ()


def test_rulebooks_reach_a_table_of_each_kind_that_is_empty_or_invented() -> None:
    for name in ("travel_support", "travel_days", "payment_splits"):
        reaches(rulebooks().map(lambda book, name=name: getattr(book, name) == ()), True, False)
    for name in ("daily_rates", "monthly_rates", "short_stay_rates", "settlement"):
        reaches(rulebooks().map(lambda book, name=name: getattr(book, name) == getattr(TOY, name)), True, False)


BROKEN = sorted({one for one in some(broken_rulebooks(), 400) if isinstance(one, BrokenRulebook)})


def test_every_break_is_reached() -> None:
    from erasmus_grants.testing._tables import _BREAKS

    assert len(BROKEN) == len(_BREAKS) == 16


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.says)
def test_a_broken_rulebook_is_refused_with_its_words(broken: BrokenRulebook) -> None:
    json.loads(broken.text)
    with pytest.raises(ValidationError) as refused:
        Rulebook.model_validate_json(broken.text)
    assert broken.says in str(refused.value)
    assert len(refused.value.errors()) == 1, str(refused.value)
