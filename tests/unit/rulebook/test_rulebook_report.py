from erasmus_grants.report.rendering import Report, Table
from erasmus_grants.rulebook.model import fingerprint
from erasmus_grants.testing import toy_rulebook, toy_source

TOY = toy_rulebook()
REPORT = TOY.report()


def table(title: str, report: Report = REPORT) -> Table:
    (found,) = [each for each in report.tables if each.title == title]
    return found


def test_a_rulebook_is_told_by_its_title_tables_and_fingerprint() -> None:
    assert REPORT.title == "Toy rulebook"
    assert REPORT.notes == (f"Fingerprint {fingerprint(TOY)}.",)
    titles = [each.title for each in REPORT.tables]
    assert titles[0] == "Rulebook"
    assert titles[-1] == "Sources"
    assert {"Activities", "Travel support", "Daily rates", "Payment splits", "Settlement", "Notes"} <= set(titles)
    assert len(titles) == len(set(titles))


def test_what_is_no_table_is_told_first() -> None:
    about = {row[0]: row[1] for row in table("Rulebook").rows}
    assert about["id"] == "toy"
    assert about["call years"] == "2030"
    assert about["status"] == "provisional"
    assert "title" not in about
    without_years = TOY.model_copy(update={"call_years": ()}).report()
    assert "call years" not in {row[0] for row in table("Rulebook", without_years).rows}


def test_a_table_says_to_whom_it_applies_only_where_some_entry_is_restricted() -> None:
    assert table("Daily rates").head == ("what it says", "source")
    assert table("Teaching hours").head == ("applies to", "what it says", "source")
    assert table("Teaching hours").rows[0][0] == "activities STA"


def test_each_row_of_a_table_is_told_and_the_entry_named_once() -> None:
    rows = table("Daily rates").rows
    assert [row[0] for row in rows] == [
        "rate eur per day: 100.00",
        "tiers: from day 1, to day 14, share 1",
        "tiers: from day 15, to day 60, share 0.7",
    ]
    assert [row[1] for row in rows] == ["TOY", "", ""]


def test_an_entry_without_a_scope_in_a_table_with_scopes_is_for_all() -> None:
    (daily,) = TOY.daily_rates
    mixed = TOY.model_copy(
        update={
            "restrictions": (
                {"why": "some places.", "source": toy_source()},
                {
                    "why": "others.",
                    "scope": {"activities": ("STA",), "fewer_opportunities": True},
                    "source": toy_source(),
                },
            ),
            "daily_rates": (daily.model_copy(update={"scope": {"blended_intensive_programme": False}}),),
        }
    )
    assert [row[0] for row in table("Restrictions", mixed.report()).rows] == [
        "all mobilities",
        "activities STA, fewer opportunities yes",
    ]
    assert table("Daily rates", mixed.report()).rows[0][0] == "blended intensive programme no"


def test_fields_are_called_as_the_file_calls_them_and_not_as_questions_do() -> None:
    assert table("Home").rows == (("country: FR", "TOY"),)


def test_lengths_lists_and_sources_are_told_in_words() -> None:
    durations = table("Durations").rows
    assert durations[0] == ("activities STA, STT", "minimum: 2 calendar_days; maximum: 60 calendar_days", "TOY")


def test_an_own_source_of_a_row_is_named() -> None:
    (daily,) = TOY.daily_rates
    other = toy_source().at("OTHER", "page 2")
    first, then = daily.tiers  # type: ignore[union-attr]
    cited = daily.model_copy(update={"tiers": (first, then.model_copy(update={"source": other}))})
    rulebook = TOY.model_copy(update={"daily_rates": (cited,), "sources": (*TOY.sources, other)})
    assert "source OTHER" in table("Daily rates", rulebook.report()).rows[2][0]
    assert [row[0] for row in table("Sources", rulebook.report()).rows] == ["TOY", "OTHER"]


def test_a_rulebook_tells_itself_in_every_form() -> None:
    for rendered in (TOY.to_text(), TOY.to_markdown(), TOY._repr_html_()):
        assert "Toy rulebook" in rendered
        assert fingerprint(TOY) in rendered


def test_an_entry_that_says_nothing_but_to_whom_it_applies_has_a_row() -> None:
    near = {"id": "near", "countries": ("CH", "IT"), "source": toy_source()}
    flow = {"scope": {"sending_groups": ("near",)}, "source": toy_source()}
    rulebook = TOY.model_copy(update={"country_groups": (near,), "flows": (flow,)})
    assert table("Flows", rulebook.report()).rows == (("sending groups near", "", "TOY"),)
