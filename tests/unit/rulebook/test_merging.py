"""How a rulebook that is based on another goes together with it."""

import pytest
from pydantic import ValidationError

from erasmus_grants import GrantCalculator, Mobility, Rulebook, get_rulebook
from erasmus_grants.basics.problems import error_sentences
from erasmus_grants.testing import toy_mobility, toy_rulebook, toy_source

TOY = toy_rulebook()
POLICY = toy_source().at("POLICY", "page 3")
HOLE = {"not_published": "ask the office.", "source": POLICY}
OPEN = TOY.model_copy(update={"monthly_rates": (HOLE | {"source": toy_source()},)})


def adapted(base: Rulebook, **tables: object) -> Rulebook:
    return base.adapt(id="ours", title="Ours", source=POLICY, **tables)


def refused(base: Rulebook, **tables: object) -> tuple[str, ...]:
    with pytest.raises(ValidationError) as caught:
        adapted(base, **tables)
    return error_sentences(caught.value, Rulebook)


def rate(eur: int, **scope: object) -> dict[str, object]:
    return {"rate_eur_per_month": eur, "scope": scope, "source": POLICY}


def student(**changes: object) -> Mobility:
    return toy_mobility(activity="SMS", start_date="2030-01-01", end_date="2030-05-30", **changes)


# --- what is added ----------------------------------------------------------------------------------------------------


def test_a_figure_answers_what_the_base_says_is_not_published_and_the_rest_stays_open() -> None:
    ours = GrantCalculator(adapted(OPEN, monthly_rates=[rate(310, directions="outgoing")]))
    # 1 January to 30 May: 150 days x 310 / 30
    (paid,) = [line for line in ours.calculate(student()).lines if line.kind == "individual_support"]
    assert str(paid.amount_eur) == "1550.00"
    incoming = student(direction="incoming", sending_country="SN", receiving_country="FR")
    (finding,) = [finding for finding in ours.check(incoming) if finding.code == "RATE_NOT_PUBLISHED"]
    assert finding.message == "No rate is published for this mobility: ask the office."


def test_a_figure_may_be_withdrawn_only_with_a_reason() -> None:
    assert refused(TOY, monthly_rates=[HOLE])[0].startswith("monthly_rates: what toy fixes for all mobilities (TOY)")
    ours = adapted(TOY, monthly_rates=[HOLE], departs_from_programme="the board decided it.")
    assert [getattr(entry, "not_published", None) for entry in ours.monthly_rates] == ["ask the office."]


def test_an_entry_that_shares_mobilities_with_one_of_the_base_is_refused_with_both() -> None:
    problems = refused(
        TOY, travel_days=[{"scope": {"activities": "STA SMS"}, "funded_travel_days": 1, "source": POLICY}]
    )
    for problem, theirs in zip(problems, ("STA STT", "SMS SMT"), strict=True):
        words = '", "'.join(theirs.split())
        assert problem == (
            'travel_days.0: it applies to mobilities of an entry of toy: {"activities": ["SMS", "STA"]} and '
            f'{{"activities": ["{words}"]}} (TOY); give it that scope to take its place, or narrow it'
        )


def test_two_entries_of_the_overlay_for_one_mobility_are_refused_by_their_own_numbers() -> None:
    rates = [rate(300, directions="outgoing"), rate(310, directions="incoming"), rate(320, activities="SMS")]
    assert [problem.partition(":")[0] for problem in refused(OPEN, monthly_rates=rates)] == ["monthly_rates.2"] * 2


def test_entries_of_several_kinds_meet_only_their_own_kind() -> None:
    paper = {"document": "cv", "stage": "before_departure", "source": POLICY}
    ours = adapted(TOY, documents=[paper])
    assert [rule.document.value for rule in ours.documents] == ["certificate_of_attendance", "participant_report", "cv"]
    green = {"kind": "top_up_green_travel", "rate_eur_per_month": 5, "scope": {"terms": "staff"}, "source": POLICY}
    assert len(adapted(TOY, top_ups=[green]).top_ups) == len(TOY.top_ups) + 1


def test_two_entries_of_one_kind_meet_as_two_of_a_table_without_kinds_do() -> None:
    traineeship = {"kind": "top_up_traineeship", "rate_eur_per_month": 5, "source": POLICY}
    (problem,) = refused(TOY, top_ups=[traineeship | {"scope": {"activities": "SMT"}}])
    assert problem == (
        'top_ups.0: it applies to mobilities of an entry of toy: {"activities": ["SMT"]} and '
        '{"terms": ["long_term_physical"]} (TOY); give it that scope to take its place, or narrow it'
    )


def test_warnings_and_notes_are_added_whatever_they_have_in_common() -> None:
    places = [{"why": f"{place} is closed.", "source": POLICY} for place in ("one place", "another")]
    once = adapted(TOY, restrictions=places[:1])
    assert len(once.restrictions) == 1
    assert len(adapted(TOY, notes=[{"text": "New.", "source": POLICY}]).notes) == len(TOY.notes) + 1


def test_groups_partners_and_agreements_go_by_their_names() -> None:
    partner = {"code": "TOY-U", "names": ["Toy University", "TU"], "source": POLICY}
    more = {"code": "TOY-V", "names": ["Other University"], "source": POLICY}
    ours = adapted(TOY, partners=[partner, more])
    assert next((one.code, len(one.names)) for one in ours.partners) == ("TOY-U", 2)
    assert len(ours.partners) == len(TOY.partners) + 1


def test_scopes_that_say_the_same_otherwise_are_the_same() -> None:
    days = {"scope": {"terms": "staff"}, "funded_travel_days": 1, "source": POLICY}  # of STA and STT
    assert [entry.funded_travel_days for entry in adapted(TOY, travel_days=[days]).travel_days] == [1, 0]


def test_the_home_says_which_scopes_are_the_same() -> None:
    official = get_rulebook("eu-ka131-2024")
    home = {"country": "PL", "source": POLICY}  # in group 3
    third = {
        "scope": {"directions": "outgoing", "sending_groups": "group-3", "receiving_groups": "third-countries"},
        "rate_eur_per_month": 700,
        "source": POLICY,
    }
    assert "it applies to mobilities of an entry of eu-ka131-2024" in refused(official, monthly_rates=[third])[0]
    # from Poland, outgoing is from group 3, and what comes in from third countries is received in no third country
    ours = adapted(official, home=home, monthly_rates=[third])
    assert len(ours.monthly_rates) == len(official.monthly_rates)


# --- what is taken away -----------------------------------------------------------------------------------------------


def test_an_entry_is_taken_away_by_its_scope_and_kind() -> None:
    staff = {"scope": {"activities": "STA STT"}, "removed": True}
    assert [entry.funded_travel_days for entry in adapted(TOY, travel_days=[staff]).travel_days] == [0]
    (problem,) = refused(TOY, travel_days=[{"scope": {"activities": "STA"}, "removed": True}])
    assert problem == (
        'travel_days.0: toy has no entry for {"activities": ["STA"]} that could be removed: name it by exactly its scope'
    )


def test_a_figure_is_taken_away_only_with_a_reason() -> None:
    gone = {"removed": True}
    assert "is not paid any more" in refused(TOY, monthly_rates=[gone])[0]
    assert adapted(TOY, monthly_rates=[gone], departs_from_programme="why").monthly_rates == ()


@pytest.mark.parametrize("scope", [5, {"activities": "STX"}, {"activity": "STA"}])
def test_a_scope_that_cannot_be_read_is_told_and_nothing_else_breaks(scope: object) -> None:
    for entry in ({"scope": scope, "removed": True}, {"scope": scope, "funded_travel_days": 1, "source": POLICY}):
        assert refused(TOY, travel_days=[entry])[0].startswith("travel_days.0.scope")
        assert refused(TOY, travel_days=[entry], replace=["travel_days"])


# --- whole tables -----------------------------------------------------------------------------------------------------


def test_a_table_may_stand_in_place_of_the_whole_one_if_nothing_is_forgotten() -> None:
    everybody = {"funded_travel_days": 0, "source": POLICY}
    assert len(adapted(TOY, travel_days=[everybody], replace=["travel_days"]).travel_days) == 1
    staff = everybody | {"scope": {"activities": "STA STT"}}
    (problem,) = refused(TOY, travel_days=[staff], replace=["travel_days"])
    assert problem == (
        'travel_days: it stands in place of the whole table, and has nothing for {"activities": ["SMS", "SMT"]}, for '
        "which toy has an entry (TOY); add one, or say removed = true"
    )
    students = {"scope": {"activities": "SMS SMT"}, "removed": True}
    assert len(adapted(TOY, travel_days=[staff, students], replace=["travel_days"]).travel_days) == 1


def test_what_is_forgotten_is_told_beside_what_is_wrong_with_the_entries() -> None:
    staff = {"scope": {"activities": "STA STT"}, "removed": True, "funded_travel_days": 1}
    first, second = refused(TOY, travel_days=[staff], replace=["travel_days"])
    assert first == "travel_days.0: an entry that is removed has a scope and a kind, and no funded_travel_days"
    assert second.startswith("travel_days: it stands in place of the whole table, and has nothing for ")


@pytest.mark.parametrize("countries", ["IT CH", ["IT", "CH"]])
def test_an_entry_for_a_group_of_the_overlay_meets_those_of_the_base(countries: object) -> None:
    base = TOY.model_copy(update={"home": None})
    near = {"id": "near", "countries": countries, "source": POLICY}
    (problem,) = refused(base, country_groups=[near], monthly_rates=[rate(310, receiving_groups="near")])
    assert problem == (
        'monthly_rates.0: it applies to mobilities of an entry of toy: {"receiving_groups": ["near"]} and '
        "all mobilities (TOY); give it that scope to take its place, or narrow it"
    )


def test_the_country_that_a_group_of_the_overlay_shares_with_one_of_the_base_is_named() -> None:
    group = {"id": "near", "countries": ["CH", "IT"], "source": toy_source()}
    towards = rate(300, receiving_groups="near") | {"source": toy_source()}
    base = TOY.model_copy(update={"country_groups": [group], "monthly_rates": [towards]})
    alps = {"id": "alps", "countries": ["AT", "CH"], "source": POLICY}
    (problem,) = refused(
        base,
        country_groups=[group, alps],
        monthly_rates=[rate(310, receiving_groups="alps")],
        departs_from_programme="so.",
    )
    assert problem == (
        'monthly_rates.0: it applies to mobilities of an entry of toy: {"receiving_groups": ["alps"]} and '
        '{"receiving_groups": ["near"]} (TOY); CH is in alps and near; give it that scope to take its place, or narrow it'
    )


def test_a_home_that_is_none_is_told_alone() -> None:
    days = {"scope": {"activities": "STA STT", "sending_groups": "near"}, "funded_travel_days": 1, "source": POLICY}
    near = {"id": "near", "countries": ["IT"], "source": toy_source()}
    base = TOY.model_copy(update={"home": None, "country_groups": (near,), "travel_days": ()})
    found = refused(base, home={"country": 5, "source": POLICY}, travel_days=[days])
    assert {problem.partition(":")[0] for problem in found} == {"home.country"}


def test_what_is_forgotten_in_part_is_told_in_its_own_words() -> None:
    base = TOY.model_copy(update={"home": None, "country_groups": ()})
    teaching = {"scope": {"activities": "STA", "directions": "outgoing"}, "funded_travel_days": 1, "source": POLICY}
    students = {"scope": {"activities": "SMS SMT"}, "funded_travel_days": 0, "source": POLICY}
    (problem,) = refused(base, travel_days=[teaching, students], replace=["travel_days"])
    assert (
        "has nothing for activities STT, terms staff; activities STA, directions incoming, terms staff, for" in problem
    )


def test_a_table_of_several_kinds_answers_for_each_of_them() -> None:
    student, trainee = {"terms": "short_term_physical"}, {"terms": "long_term_physical"}
    tiers = [{"from_day": 5, "to_day": 14, "amount_eur": 50}, {"from_day": 15, "to_day": 30, "amount_eur": 75}]
    whole = [
        {"kind": "top_up_fewer_opportunities", "scope": student, "tiers": tiers, "source": POLICY},
        {"kind": "top_up_fewer_opportunities", "scope": trainee, "rate_eur_per_month": 60, "source": POLICY},
        {"kind": "top_up_traineeship", "scope": trainee, "rate_eur_per_month": 30, "source": POLICY},
    ]
    assert len(adapted(TOY, replace=["top_ups"], top_ups=whole).top_ups) == 3
    (problem,) = refused(TOY, replace=["top_ups"], top_ups=whole[:2])
    assert problem == (
        "top_ups: it stands in place of the whole table, and has nothing for "
        '{"terms": ["long_term_physical"]}, for which toy has an entry (TOY); add one, or say removed = true'
    )


def test_groups_of_a_whole_table_are_no_entries_that_could_be_forgotten() -> None:
    near = {"id": "near", "countries": ["IT", "CH"], "source": POLICY}
    base = TOY.model_copy(update={"country_groups": [{"id": "far", "countries": ["JP"], "source": toy_source()}]})
    (problem,) = refused(base, country_groups=[near], replace=["country_groups"])
    assert (
        problem
        == "country_groups: group far is not as in toy: rates and ranges depend on it, so keep it, and add another"
    )


@pytest.mark.parametrize("replace", [["travel_day"], ["travel_days", "zzz"]])
def test_only_a_table_that_is_given_can_stand_in_place_of_another(replace: list[str]) -> None:
    days = {"funded_travel_days": 1, "source": POLICY}
    assert refused(TOY, travel_days=[days], replace=replace)[-1].startswith("replace: there is no table ")


# --- what is fixed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "entry", "told"),
    [
        ("monthly_rates", rate(310), "the rate of a month is 300.00 in toy (TOY), which fixes it, and 310.00 here"),
        (
            "travel_support",
            {"bands": [{"from_km": 10, "standard_eur": 20, "green_eur": 30}], "source": POLICY},
            "standard travel from 10 to less than 100 km is 20.00 in toy (TOY), which fixes it, and nothing here (and 4 more figures)",
        ),
        (
            "travel_support",
            {"not_paid": "the senate.", "source": POLICY},
            "standard travel from 10 to less than 100 km is 20.00 in toy",
        ),
    ],
)
def test_an_amount_that_the_base_fixes_is_changed_only_with_a_reason(
    table: str, entry: dict[str, object], told: str
) -> None:
    (problem,) = refused(TOY, **{table: [entry]})
    assert problem.startswith(f"{table}.0: {told}")
    assert problem.endswith('if that is meant, say why: departs_from_programme = "..."')
    ours = adapted(TOY, **{table: [entry]}, departs_from_programme="the board pays more.")
    (finding,) = [one for one in GrantCalculator(ours).check(student()) if one.code == "DEPARTS_FROM_PROGRAMME"]
    assert (finding.severity, finding.source) == ("warning", POLICY)
    assert finding.message.endswith("the board pays more.")


def test_a_cap_a_rounding_and_another_page_change_no_amount() -> None:
    capped = rate(300) | {"funded_days_cap": 90, "rounding": "half_up_to_euro"}
    assert adapted(TOY, monthly_rates=[capped]).monthly_rates[0].funded_days_cap == 90  # type: ignore[union-attr]


def test_a_rate_within_a_range_is_not_fixed() -> None:
    ranges = [{"minimum_eur": 200, "maximum_eur": 400, "source": toy_source()}]
    base = TOY.model_copy(update={"monthly_rate_ranges": ranges})
    assert adapted(base, monthly_rates=[rate(400)]).departs_from_programme is None
    assert "lies outside of the range" in refused(base, monthly_rates=[rate(401)])[0]


def test_a_hole_of_the_base_beside_its_figure_is_no_departure() -> None:
    both = TOY.model_copy(update={"monthly_rates": (*TOY.monthly_rates, HOLE | {"source": toy_source()})})
    assert len(adapted(both, travel_days=[]).monthly_rates) == 2


@pytest.mark.parametrize("groups", [5, [5], [{"id": "x", "countries": 5, "source": POLICY}], [{"countries": "DK"}]])
def test_groups_that_cannot_be_read_are_told(groups: object) -> None:
    assert refused(TOY, country_groups=groups)[0].startswith("country_groups")


# --- what would be lost without a word --------------------------------------------------------------------------------


def test_a_band_that_is_split_changes_the_amounts() -> None:
    bands = [
        {"from_km": 10, "below_km": 50, "standard_eur": 20, "green_eur": 30},
        {"from_km": 50, "below_km": 100, "standard_eur": 900, "green_eur": 900},
        {"from_km": 100, "standard_eur": 200, "green_eur": 250},
    ]
    (problem,) = refused(TOY, travel_support=[{"bands": bands, "source": POLICY}])
    assert problem.startswith("travel_support.0: standard travel from 10 to less than 100 km is 20.00 in toy")


def test_within_a_range_the_rate_is_free_and_the_shares_of_its_tiers_are_not() -> None:
    ranges = [{"minimum_eur": 50, "maximum_eur": 400, "source": toy_source()}]
    (rate_of_toy,) = TOY.daily_rates
    base = TOY.model_copy(update={"daily_rate_ranges": ranges})
    # toy pays 100.00 a day, and 70 % of it from day 15 on
    fields = rate_of_toy.model_dump(mode="json", exclude={"source"}, exclude_unset=True)
    dearer = fields | {"rate_eur_per_day": 101, "source": POLICY}
    assert adapted(base, daily_rates=[dearer]).departs_from_programme is None
    flat = dearer | {"tiers": [{"from_day": 1, "share": 1}]}
    assert "the share" in refused(base, daily_rates=[flat])[0]


def test_a_rate_for_more_countries_than_the_range_is_fixed_for_the_others() -> None:
    near = {"id": "near", "countries": ["IT", "CH"], "source": toy_source()}
    ranges = [{"scope": {"receiving_groups": "near"}, "minimum_eur": 50, "maximum_eur": 400, "source": toy_source()}]
    base = TOY.model_copy(update={"country_groups": [near], "monthly_rate_ranges": ranges})
    assert "the rate of a month is 300.00 in toy (TOY), which fixes it" in refused(base, monthly_rates=[rate(310)])[0]


def test_what_is_not_published_does_not_hide_behind_a_figure() -> None:
    assert refused(TOY, monthly_rates=[HOLE | {"scope": {"directions": "incoming"}}])[0].startswith("monthly_rates.0:")


def test_a_scope_without_any_mobility_is_told() -> None:
    official = get_rulebook("na-pl-ka131-2024")
    scope = {"directions": "outgoing", "sending_groups": "group-1", "receiving_groups": "group-1"}
    for entry in ({"scope": scope, "removed": True}, {"scope": scope, "rate_eur_per_month": 600, "source": POLICY}):
        (problem,) = refused(official, monthly_rates=[entry])
        assert problem == (
            'monthly_rates.0: no mobility of this rulebook is within {"directions": ["outgoing"], '
            '"sending_groups": ["group-1"], "receiving_groups": ["group-1"]}'
        )


def test_of_a_scope_whose_groups_are_not_there_only_that_is_told() -> None:
    elsewhere = rate(310, receiving_groups="nowhere")
    (problem,) = refused(TOY, monthly_rates=[elsewhere])
    assert "nowhere" in problem
    assert "no mobility of this rulebook" not in problem


def test_a_warning_of_ones_own_leaves_those_of_the_base() -> None:
    places = [{"why": f"{place} is closed.", "source": POLICY} for place in ("one place", "another")]
    base = adapted(TOY, restrictions=places[:1])
    ours = base.adapt(id="further", title="Further", source=POLICY, restrictions=places[1:])
    assert [one.why for one in ours.restrictions] == ["one place is closed.", "another is closed."]


def test_what_is_nothing_says_nothing() -> None:
    paid = {"monthly_rates": [rate(310)], "departs_from_programme": "the board pays more."}
    departing = adapted(TOY, **paid)
    further = departing.adapt(id="further", title="Further", source=POLICY, departs_from_programme=None, home=None)
    assert (further.departs_from_programme, further.home) == ("the board pays more.", TOY.home)


def test_a_region_of_the_home_of_a_base_may_be_the_home() -> None:
    source = toy_source().at("POLICY", "page 9")
    official = get_rulebook("na-es-ka131-2024")
    ours = official.adapt(id="ours", title="Ours", source=source, home={"country": "ES-CN", "source": source})
    assert ours.home is not None
    assert ours.home.countries == ("ES-CN",)
    assert official.home is not None
    assert official.home.countries == ("ES", "ES-CN")


def test_the_home_of_a_base_is_kept() -> None:
    official = get_rulebook("na-pl-ka131-2024")
    assert refused(official, home={"country": "DE", "source": POLICY}) == (
        "home: the rates of na-pl-ka131-2024 are those of its home, PL, so keep it",
    )
    assert adapted(official, home={"country": "PL", "source": POLICY}).home is not None


def test_a_whole_rulebook_is_held_to_what_its_base_fixes() -> None:
    ours = adapted(TOY, travel_days=[])
    ours.check_against(TOY)
    dearer = ours.model_copy(update={"monthly_rates": [rate(310)]})
    with pytest.raises(ValidationError) as caught:
        dearer.check_against(TOY)
    assert error_sentences(caught.value, Rulebook)[0].startswith(
        "monthly_rates.0: the rate of a month is 300.00 in toy (TOY)"
    )
    dearer.model_copy(update={"departs_from_programme": "the board pays more."}).check_against(TOY)


def test_what_nobody_publishes_may_be_said_beside_the_figures_of_the_base() -> None:
    sent_only = rate(310, directions="outgoing") | {"source": toy_source()}
    base = TOY.model_copy(update={"monthly_rates": [sent_only]})
    students = HOLE | {"not_published": "write to us.", "scope": {"activities": "SMS SMT"}}
    ours = base.adapt(id="further", title="Further", source=POLICY, monthly_rates=[students])
    assert "write to us." in {getattr(entry, "not_published", None) for entry in ours.monthly_rates}
    sent = students | {"scope": {"activities": "SMS SMT", "directions": "outgoing"}}
    assert refused(base, monthly_rates=[sent])[0].startswith(
        "monthly_rates.0: it applies to mobilities of an entry of "
    )


# --- what a base leaves to others -------------------------------------------------------------------------------------

UNPAID = {"not_paid": "the senate.", "source": POLICY}
TOY_BANDS = TOY.travel_support[0].model_dump()["bands"]


def with_travel(**changes: object) -> Rulebook:
    (table,) = TOY.travel_support
    return TOY.model_copy(update={"travel_support": (table.model_copy(update=changes),)})


def test_travel_support_that_may_be_declined_is_declined_without_a_reason() -> None:
    ours = adapted(with_travel(may_be_declined=True), travel_support=[UNPAID])
    grant = GrantCalculator(ours).calculate(student())
    assert [line.kind.value for line in grant.lines if line.kind == "travel_support"] == []
    assert "TRAVEL_SUPPORT_NOT_PAID" in [finding.code for finding in grant.findings]
    assert "DEPARTS_FROM_PROGRAMME" not in [finding.code for finding in grant.findings]


def test_travel_support_that_may_be_declined_is_not_paid_otherwise_without_a_reason() -> None:
    other = {"bands": [{"from_km": 0, "standard_eur": 1}], "source": POLICY}
    (problem,) = refused(with_travel(may_be_declined=True), travel_support=[other])
    assert problem.startswith("travel_support.0: standard travel from 10 to less than 100 km is 20.00 in toy")


def test_what_is_declined_for_some_is_not_paid_otherwise_for_others() -> None:
    first, *others = TOY_BANDS
    other = {"bands": [first | {"standard_eur": 21, "green_eur": 31}, *others], "source": POLICY}
    entries = [UNPAID | {"scope": {"activities": "STA STT"}}, other | {"scope": {"activities": "SMS SMT"}}]
    (problem,) = refused(with_travel(may_be_declined=True), travel_support=entries, replace=["travel_support"])
    assert problem == (
        "travel_support.1: standard travel from 10 to less than 100 km is 20.00 in toy (TOY), which fixes it, and "
        "21.00 here (and 1 more figure); if that is meant, say why: "
        'departs_from_programme = "..."'
    )


@pytest.mark.parametrize("decided", [True, False])
def test_travel_support_that_is_not_decided_is_answered_either_way(decided: bool) -> None:
    base = with_travel(not_decided="the agency decides it.")
    ours = adapted(base, travel_support=[{"bands": TOY_BANDS, "source": POLICY} if decided else UNPAID])
    grant = GrantCalculator(ours).calculate(student())
    assert [str(line.amount_eur) for line in grant.lines if line.kind == "travel_support"] == ["200.00"] * decided
    assert "DEPARTS_FROM_PROGRAMME" not in [finding.code for finding in grant.findings]


def test_travel_support_that_is_not_decided_is_not_paid_otherwise_without_a_reason() -> None:
    other = {"bands": [{"from_km": 0, "standard_eur": 77}], "source": POLICY}
    (problem,) = refused(with_travel(not_decided="the agency decides it."), travel_support=[other])
    assert problem.startswith("travel_support.0: standard travel from 10 to less than 100 km is 20.00 in toy")


def test_travel_support_that_is_not_decided_stays_so_where_it_is_not_answered() -> None:
    answer = {"scope": {"activities": "STA STT"}, "bands": TOY_BANDS, "source": POLICY}
    ours = GrantCalculator(adapted(with_travel(not_decided="the agency decides it."), travel_support=[answer]))
    assert ours.calculate(student()).status.value == "undetermined"
    assert str(ours.calculate(toy_mobility()).lines[0].amount_eur) == "200.00"


def test_what_is_not_decided_may_be_said_beside_the_figures_of_the_base_and_a_figure_may_not() -> None:
    sent_only = {"scope": {"directions": "outgoing"}, "bands": TOY_BANDS, "source": toy_source()}
    base = TOY.model_copy(update={"travel_support": [sent_only]})
    students = {"scope": {"activities": "SMS SMT"}, "bands": TOY_BANDS, "not_decided": "we ask.", "source": POLICY}
    assert len(adapted(base, travel_support=[students]).travel_support) == 2
    teachers = UNPAID | {"scope": {"activities": "STA"}}
    (problem,) = refused(base, travel_support=[students, teachers])
    assert problem == (
        'travel_support.1: it applies to mobilities of an entry of toy: {"activities": ["STA"]} and '
        '{"directions": ["outgoing"]} (TOY); give it that scope to take its place, or narrow it'
    )


def test_a_hole_of_the_overlay_takes_the_place_of_what_is_not_decided_with_a_reason() -> None:
    base = with_travel(not_decided="the agency decides it.")
    (problem,) = refused(base, travel_support=[HOLE])
    assert problem.startswith("travel_support: what toy fixes for all mobilities (TOY) is open here; ")
    ours = adapted(base, travel_support=[HOLE], departs_from_programme="the page is gone.")
    assert [type(entry).__name__ for entry in ours.travel_support] == ["NotPublished"]


# --- provisional figures ----------------------------------------------------------------------------------------------


def test_a_rulebook_whose_figures_are_provisional_says_so_in_every_grant() -> None:
    ours = GrantCalculator(adapted(TOY, provisional_because="they are those of one university."))
    for mobility in (student(), toy_mobility(end_date="2030-03-04")):  # granted, and refused for its length
        (found,) = [finding for finding in ours.check(mobility) if finding.code == "PROVISIONAL_FIGURES"]
        assert (found.severity, found.source) == ("warning", POLICY)
        assert found.message == "The figures of the rulebook are provisional: they are those of one university."


@pytest.mark.parametrize("left", ["?", " ? "])
def test_who_decided_that_nothing_is_paid_is_filled_in(left: str) -> None:
    """Each participant is told the sentence."""
    found = refused(TOY, travel_support=[UNPAID | {"not_paid": left}])
    assert any("this is still to be filled in: who decided it, in a sentence" in problem for problem in found)
