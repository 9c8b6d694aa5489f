"""What differs between two rulebooks: every figure, every entry, every row, and nothing else."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasmus_grants import Rulebook, get_rulebook, known_rulebooks
from erasmus_grants.report.rendering import Table, text_columns
from erasmus_grants.rulebook.differences import Difference, Differences
from erasmus_grants.testing import toy_rulebook, toy_source
from tests import strategies

TOY = toy_rulebook()
POLICY = toy_source().at("POLICY", "page 9")

Change = tuple[str, str, str, str | None, str | None]


def changes(ours: Rulebook, theirs: Rulebook) -> list[Change]:
    return [
        (change.table, change.entry, change.field, change.ours, change.theirs) for change in ours.diff(theirs).changes
    ]


def toy(**tables: object) -> Rulebook:
    """Return the toy rulebook with some other tables."""
    return TOY.model_copy(update=tables)


def bands(*rows: tuple[int, int | None, int]) -> list[dict[str, object]]:
    """Return a table of travel support, from rows of first km, end and amount."""
    listed = [{"from_km": first, "below_km": end, "standard_eur": eur} for first, end, eur in rows]
    return [{"bands": listed, "source": toy_source()}]


# --- entries and fields -----------------------------------------------------------------------------------------------


def test_equal_rulebooks_say_the_same() -> None:
    found = TOY.diff(toy_rulebook())
    assert found.changes == ()
    report = found.report()
    assert (report.title, report.tables, report.notes) == (
        "toy (1) and toy (2)",
        (),
        ("They say the same.",),
    )


def test_rows_in_another_order_are_told_to_make_another_fingerprint() -> None:
    """Otherwise `diff` says that they say the same, and a grant of the one cannot be settled by the other."""
    otherwise = toy(durations=TOY.durations[::-1], title="Another title")
    found = TOY.diff(otherwise)
    assert (found.changes, found.order_alone_differs) == ((), True)
    assert found.report().notes == ("They say the same in another order, which makes another fingerprint.",)
    renamed = TOY.model_copy(update={"id": "renamed", "title": "Another title"})
    assert not TOY.diff(renamed).order_alone_differs
    dearer = [TOY.monthly_rates[0].model_copy(update={"rate_eur_per_month": 310})]
    assert not TOY.diff(toy(durations=TOY.durations[::-1], monthly_rates=dearer)).order_alone_differs


def test_two_names_are_not_one_with_a_comma() -> None:
    (partner,) = TOY.partners
    two, one = (toy(partners=[partner.model_copy(update={"names": names})]) for names in (("X", "Y"), ("X, Y",)))
    assert changes(two, one) == [("partners", "TOY-U", "names", "X, Y", "'X, Y'")]


@pytest.mark.newest_only
@pytest.mark.parametrize("name", known_rulebooks())
def test_a_shipped_rulebook_says_the_same_as_itself_read_again(name: str) -> None:
    book = get_rulebook(name)
    assert book.diff(Rulebook.model_validate_json(book.model_dump_json())).changes == ()


def test_a_changed_figure_is_told_with_both_values() -> None:
    dearer = toy(monthly_rates=[TOY.monthly_rates[0].model_copy(update={"rate_eur_per_month": 310})])
    assert changes(TOY, dearer) == [("monthly_rates", "all mobilities", "rate_eur_per_month", "300.00", "310.00")]


def test_a_field_that_only_one_states_has_no_value_in_the_other() -> None:
    capped = toy(daily_rates=[TOY.daily_rates[0].model_copy(update={"funded_days_cap": 5})])
    assert changes(TOY, capped) == [("daily_rates", "all mobilities", "funded_days_cap", None, "5")]
    assert changes(capped, TOY) == [("daily_rates", "all mobilities", "funded_days_cap", "5", None)]


def test_an_entry_of_one_alone_is_told_as_a_whole() -> None:
    only_conferences = TOY.excluded_purposes
    more = toy(excluded_purposes=[*only_conferences, {"purpose": "language_training", "source": toy_source()}])
    whole = "source TOY; purpose language_training"
    assert changes(TOY, more) == [("excluded_purposes", "language_training", "", None, whole)]
    assert changes(more, TOY) == [("excluded_purposes", "language_training", "", whole, None)]


def test_an_entry_whose_scope_changed_is_another_entry() -> None:
    scoped = toy(monthly_rates=[TOY.monthly_rates[0].model_copy(update={"scope": {"activities": ["SMS"]}})])
    whole = "source TOY; rate_eur_per_month 300.00"
    assert changes(TOY, scoped) == [
        ("monthly_rates", "all mobilities", "", whole, None),
        ("monthly_rates", "activities SMS", "", None, whole),
    ]


def test_a_table_of_one_alone_is_told_entry_by_entry_in_its_place() -> None:
    without = toy(teaching_hours=(), monthly_rates=[TOY.monthly_rates[0].model_copy(update={"rate_eur_per_month": 1})])
    hours = "source TOY; hours_per_week 8; hours_per_week_combined 4"
    expected = [("teaching_hours", "activities STA", "", hours, None)]
    # teaching_hours stand before monthly_rates in a rulebook, whichever of the two has them
    assert changes(TOY, without)[:1] == expected
    assert changes(without, TOY)[:1] == [("teaching_hours", "activities STA", "", None, hours)]
    assert [change[0] for change in changes(without, TOY)] == ["teaching_hours", "monthly_rates"]


def test_a_table_that_is_one_entry_is_compared_by_field() -> None:
    laxer = toy(settlement=TOY.settlement.model_copy(update={"tolerance_days": 7}))
    assert changes(TOY, laxer) == [("settlement", "all mobilities", "tolerance_days", "5", "7")]
    assert changes(TOY, toy(home=None)) == [("home", "all mobilities", "", "country FR; source TOY", None)]


def test_what_stands_outside_of_tables_is_compared_too() -> None:
    other = toy(institution="Other university", call_years=[2030, 2031], status="verified")
    assert changes(TOY, other) == [  # whose rules they are is a name, as id and title are
        ("rulebook", "", "call_years", "2030", "2030, 2031"),
        ("rulebook", "", "status", "provisional", "verified"),
    ]
    assert changes(TOY, toy(call_years=())) == [("rulebook", "", "call_years", "2030", None)]


def test_ids_titles_and_the_lists_of_sources_are_no_difference() -> None:
    renamed = toy(id="other", title="Another title", sources=[toy_source(), POLICY])
    assert changes(TOY, renamed) == []
    assert (TOY.diff(renamed).ours, TOY.diff(renamed).theirs) == ("toy", "other")
    assert changes(TOY, TOY.adapt(id="same", title="The same", source=POLICY)) == []


def test_where_something_is_printed_is_no_difference() -> None:
    (daily,) = TOY.daily_rates
    first, then = daily.tiers  # type: ignore[union-attr]
    tiers = [first, then.model_copy(update={"source": POLICY})]
    moved = daily.model_copy(update={"source": POLICY, "tiers": tiers, "cap_source": POLICY, "funded_days_cap": 5})
    home = {"country": "FR", "source": POLICY}
    cited = toy(daily_rates=[moved], home=home, sources=[toy_source(), POLICY])
    assert changes(TOY, cited) == [("daily_rates", "all mobilities", "funded_days_cap", None, "5")]
    assert changes(cited, TOY) == [("daily_rates", "all mobilities", "funded_days_cap", "5", None)]


def test_a_row_that_came_is_told_without_its_source() -> None:
    (daily,) = TOY.daily_rates
    first, then = daily.tiers  # type: ignore[union-attr]
    last = {"from_day": 31, "share": "0.5", "source": POLICY}
    tiers = [first, then.model_copy(update={"to_day": 30}), last]
    longer = toy(daily_rates=[daily.model_copy(update={"tiers": tiers})], sources=[toy_source(), POLICY])
    assert [change[2] for change in changes(TOY, longer)] == [
        "tiers from_day 15: to_day",
        "tiers from_day 31: from_day",
        "tiers from_day 31: share",
    ]


# --- names of entries -------------------------------------------------------------------------------------------------


def restrictions(*sentences: str) -> Rulebook:
    return toy(restrictions=[{"why": sentence, "source": toy_source()} for sentence in sentences])


def test_entries_of_one_name_are_numbered() -> None:
    ours, theirs = restrictions("first.", "second.", "third."), restrictions("first.", "changed.", "third.", "fourth.")
    assert changes(ours, theirs) == [
        ("restrictions", "all mobilities #2", "why", "second.", "changed."),
        ("restrictions", "all mobilities #4", "", None, "source TOY; why fourth."),
    ]


def test_a_number_that_is_a_name_already_is_not_given_twice() -> None:
    texts = ("kept", "kept #2", "kept")  # the third one is neither 'kept' nor 'kept #2'
    ours = toy(notes=[{"text": text, "source": toy_source()} for text in texts])
    assert changes(ours, toy(notes=())) == [
        ("notes", "kept", "", "text kept; source TOY", None),
        ("notes", "kept #2", "", "text kept #2; source TOY", None),
        ("notes", "kept #3", "", "text kept; source TOY", None),
    ]


def test_an_entry_is_named_by_what_it_is_and_to_whom_it_applies() -> None:
    found = {(table, entry) for table, entry, *_ in changes(TOY, toy(top_ups=(), partners=(), agreements=()))}
    assert found == {
        ("top_ups", "top_up_fewer_opportunities: terms short_term_physical"),
        ("top_ups", "top_up_fewer_opportunities: terms long_term_physical"),
        ("top_ups", "top_up_traineeship: terms long_term_physical"),
        ("partners", "TOY-U"),
        ("agreements", "2030"),
    }
    assert [change[1] for change in changes(TOY, toy(documents=()))] == [
        "certificate_of_attendance",
        "participant_report",
    ]


# --- rows within entries ----------------------------------------------------------------------------------------------


def test_a_band_is_named_by_its_first_kilometre() -> None:
    ours = toy(travel_support=bands((10, 100, 20), (100, None, 200)))
    theirs = toy(travel_support=bands((10, 100, 25), (100, None, 200)))
    assert changes(ours, theirs) == [
        ("travel_support", "all mobilities", "bands from_km 10: standard_eur", "20.00", "25.00")
    ]


def test_a_band_that_starts_elsewhere_is_another_row() -> None:
    ours = toy(travel_support=bands((10, 100, 20), (100, None, 200)))
    theirs = toy(travel_support=bands((10, 150, 20), (150, None, 200)))
    assert changes(ours, theirs) == [
        ("travel_support", "all mobilities", "bands from_km 10: below_km", "100", "150"),
        ("travel_support", "all mobilities", "bands from_km 100: from_km", "100", None),
        ("travel_support", "all mobilities", "bands from_km 100: standard_eur", "200.00", None),
        ("travel_support", "all mobilities", "bands from_km 150: from_km", None, "150"),
        ("travel_support", "all mobilities", "bands from_km 150: standard_eur", None, "200.00"),
    ]


def test_a_tier_is_named_by_its_first_day() -> None:
    (daily,) = TOY.daily_rates
    first, then = daily.tiers  # type: ignore[union-attr]
    theirs = toy(daily_rates=[daily.model_copy(update={"tiers": [first, then.model_copy(update={"share": "0.5"})]})])
    assert changes(TOY, theirs) == [("daily_rates", "all mobilities", "tiers from_day 15: share", "0.7", "0.5")]


def split(*shares: str) -> Rulebook:
    """Return a rulebook that pays some of the individual support before departure, and the rest in balances."""
    kinds = ["pre_financing", *["balance"] * (len(shares) - 1)]
    instalments = [
        {
            "kind": kind,
            "trigger": "before_departure" if kind == "pre_financing" else "after_report",
            "travel_share": 1 if kind == "pre_financing" else 0,
            "individual_share": share,
        }
        for kind, share in zip(kinds, shares, strict=True)
    ]
    return toy(payment_splits=[{"instalments": instalments, "source": toy_source()}])


def test_an_instalment_is_named_by_its_kind() -> None:
    assert changes(split("0.8", "0.2"), split("0.7", "0.3")) == [
        ("payment_splits", "all mobilities", "instalments kind pre_financing: individual_share", "0.8", "0.7"),
        ("payment_splits", "all mobilities", "instalments kind balance: individual_share", "0.2", "0.3"),
    ]


def test_instalments_of_one_kind_are_numbered_and_none_is_lost() -> None:
    assert changes(split("0.5", "0.2", "0.3"), split("0.5", "0.4", "0.1")) == [
        ("payment_splits", "all mobilities", "instalments kind balance: individual_share", "0.2", "0.4"),
        ("payment_splits", "all mobilities", "instalments kind balance #2: individual_share", "0.3", "0.1"),
    ]


def with_flows(*flows: dict[str, object]) -> Rulebook:
    return toy(agreements=[TOY.agreements[0].model_copy(update={"flows": flows})])


def test_a_flow_of_an_agreement_is_named_by_activity_and_direction() -> None:
    out, back = {"activity": "STA", "direction": "outgoing"}, {"activity": "STA", "direction": "incoming"}
    assert changes(with_flows(out, back), with_flows(out | {"security_condition": True}, back)) == [
        ("agreements", "2030", "flows activity STA, direction outgoing: security_condition", None, "yes")
    ]
    assert changes(with_flows(out, back), with_flows(back)) == [
        ("agreements", "2030", "flows activity STA, direction outgoing: activity", "STA", None),
        ("agreements", "2030", "flows activity STA, direction outgoing: direction", "outgoing", None),
    ]


# --- renderings -------------------------------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script> | *x* \x1b[2J\u202e"


def test_a_report_has_a_row_for_each_difference() -> None:
    theirs = toy(id="ours-2031", home=None, settlement=TOY.settlement.model_copy(update={"tolerance_days": 0}))
    report = TOY.diff(theirs).report()
    assert report.title == "toy and ours-2031"
    assert report.notes == ()
    (table,) = report.tables
    assert table == Table(
        "Differences",
        text_columns("table", "entry", "field", "toy", "ours-2031"),
        (
            ("home", "all mobilities", "", "country FR; source TOY", ""),
            ("settlement", "all mobilities", "tolerance_days", "5", ""),  # 0 is what a rule without tolerance says
        ),
    )


def test_two_versions_of_one_rulebook_are_told_apart() -> None:
    """Both have one id, as a file and what it was before have."""
    found = TOY.diff(toy(settlement=TOY.settlement.model_copy(update={"tolerance_days": 7})))
    assert (found.ours, found.theirs) == ("toy", "toy")
    report = found.report()
    assert report.title == "toy (1) and toy (2)"
    assert report.tables[0].columns == text_columns("table", "entry", "field", "toy (1)", "toy (2)")
    for text in (found.to_text(), found.to_markdown(), found._repr_html_()):
        assert "(1)" in text
        assert "(2)" in text


def test_tables_are_told_in_words() -> None:
    (table,) = TOY.diff(toy(teaching_hours=())).report().tables
    assert table.rows[0][0] == "teaching hours"


def test_records_hold_both_ids_and_every_field() -> None:
    theirs = toy(id="other", home=None, settlement=TOY.settlement.model_copy(update={"tolerance_days": 7}))
    assert TOY.diff(theirs).to_records() == [
        {
            "ours_id": "toy",
            "theirs_id": "other",
            "table": "home",
            "entry": "all mobilities",
            "field": "",
            "ours": "country FR; source TOY",
            "theirs": None,
        },
        {
            "ours_id": "toy",
            "theirs_id": "other",
            "table": "settlement",
            "entry": "all mobilities",
            "field": "tolerance_days",
            "ours": "5",
            "theirs": "7",
        },
    ]
    assert TOY.diff(TOY).to_records() == []


def test_json_goes_there_and_back() -> None:
    found = get_rulebook("usmb-icm-2018").diff(get_rulebook("usmb-icm-2023"))
    assert found.changes
    assert Differences.model_validate_json(found.model_dump_json()) == found


def test_text_of_a_rulebook_never_acts() -> None:
    found = TOY.diff(toy(institution=HOSTILE, notes=[{"text": HOSTILE, "source": toy_source()}]))
    for text in (found.to_text(), found.to_markdown(), found._repr_html_()):
        assert not {"\x1b", "\u202e"} & set(text)
        assert "\\u001b" in text.replace("\\\\", "\\")
    for markup in (found.to_markdown(), found._repr_html_()):
        assert "<script>" not in markup
        assert "&lt;script&gt;" in markup
    assert "They say the same" not in found.to_text()
    assert "*x*" not in found.to_markdown().replace("\\*", "")


def test_two_rulebooks_of_one_university_differ_where_its_pages_do() -> None:
    found = changes(get_rulebook("usmb-icm-2018"), get_rulebook("usmb-icm-2023"))
    # the older page prints 60 days for training, the newer one two months
    assert ("durations", "activities STT", "maximum", "60 calendar_days", "2 calendar_months") in found
    assert not {table for table, *_ in found} & {"sources", "id", "title"}


# --- whatever the rulebooks -------------------------------------------------------------------------------------------


@given(strategies.rulebooks(), strategies.rulebooks())
def test_swapped_rulebooks_swap_the_two_sides(ours: Rulebook, theirs: Rulebook) -> None:
    def swapped(change: Difference) -> Difference:
        return change.model_copy(update={"ours": change.theirs, "theirs": change.ours})

    there, back = ours.diff(theirs).changes, theirs.diff(ours).changes
    assert Counter(map(swapped, there)) == Counter(back)
    # the tables stand in the same order, whichever comes first
    assert list(dict.fromkeys(change.table for change in there)) == list(dict.fromkeys(each.table for each in back))


@given(strategies.rulebooks(), strategies.rulebooks())
def test_no_difference_is_told_twice_or_without_one(ours: Rulebook, theirs: Rulebook) -> None:
    found = ours.diff(theirs).changes
    assert len({(change.table, change.entry, change.field) for change in found}) == len(found)
    assert [change for change in found if change.ours == change.theirs] == []


TABLES = (
    *("travel_support", "travel_days", "daily_rates", "monthly_rates", "short_stay_rates"),
    *("top_ups", "payment_splits", "settlement"),
)


@given(strategies.rulebooks(), strategies.rulebooks(), st.sets(st.sampled_from(TABLES)))
def test_a_copy_differs_in_the_tables_that_it_has_otherwise(
    base: Rulebook, invented: Rulebook, names: set[str]
) -> None:
    given_tables = {name: getattr(invented, name) for name in sorted(names)}
    copy = base.model_copy(update=given_tables)
    expected = {name for name, table in given_tables.items() if table != getattr(base, name)}
    assert {change.table for change in base.diff(copy).changes} == expected


@given(strategies.rulebooks(), strategies.rulebooks())
def test_rulebooks_that_say_the_same_have_the_same_tables(ours: Rulebook, theirs: Rulebook) -> None:
    said = ours.diff(theirs).changes
    assert (said == ()) is (ours == theirs)
