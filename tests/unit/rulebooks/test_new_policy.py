"""The beginning of a rulebook of one's own: every cell that is empty for a country, and none that is not."""

import re
import tomllib
from copy import copy
from pathlib import Path

import pytest

from erasmus_grants import (
    ErasmusGrantsError,
    GrantCalculator,
    Mobility,
    Rulebook,
    RulebookFileError,
    UnknownCountryError,
    UnknownRulebookError,
    get_rulebook,
    known_rulebooks,
    load_rulebook,
)
from erasmus_grants.basics.scope import NotPublished
from erasmus_grants.basics.vocabulary import FindingCode
from erasmus_grants.errors import RulebookNotFoundError
from erasmus_grants.rulebook.parsing import parsed
from erasmus_grants.rulebooks.new_policy import PolicyError, base_of, policy_toml
from erasmus_grants.rules.countries import members_of
from erasmus_grants.rules.daily_rates import DailyRate, rate_of_tier
from erasmus_grants.rules.payment_split import PaymentSplit
from erasmus_grants.testing import toy_rulebook

TEXTS = ("document", "publisher", "locator", "url", "not_paid")
PROGRAMME = members_of(get_rulebook("eu-ka131-2024").country_groups)["programme-countries"]
CASES = [(home, call) for home in ("ES", "DE", "PL", "IT") for call in (2022, 2024, 2025)]


def begun(home: str, call: int, action: str = "KA131") -> str:
    return policy_toml(base_of(home, call=call, action=action), home, "my-university-2030")


def filled(text: str, *, paid: bool = False) -> str:
    """Return the file as an office fills it in: within what the comments say."""
    lines: list[str] = []
    for line in text.splitlines():
        allowed = re.search(r"# (?:at most |at least )?([0-9.]+)", line)
        figure = f'"{allowed[1]}"' if allowed else "100"
        share = "0.8" if "pre_financing" in line else "0.2"
        whole = re.sub(r'_share = "\?"', f'_share = "{share}"', line).replace('read_on = "?"', "read_on = 2025-01-31")
        whole = whole.replace('rounding = "?"', 'rounding = "half_up_to_euro"')
        if paid:
            whole = whole.replace(', not_paid = ""', "")
        for name in TEXTS:
            whole = whole.replace(f'{name} = ""', f'{name} = "The board decided it."')
        lines.append(whole.replace('"?"', figure))
    return "\n".join(lines)


def loaded(text: str, folder: Path) -> Rulebook:
    path = folder / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return load_rulebook(path)


def missing(book: Rulebook, **fields: object) -> set[str]:
    """Return why a mobility has no rate, or no travel support, or no payments."""
    findings = GrantCalculator(book).check(Mobility.model_validate({"distance_km": 700, **fields}))
    assert FindingCode.COUNTRY_DISAGREES not in {finding.code for finding in findings}
    empty = {FindingCode.RATE_NOT_PUBLISHED, FindingCode.PAYMENT_SPLIT_NOT_PUBLISHED}
    return {finding.code for finding in findings if finding.code in empty}


def nothing(book: Rulebook, **scope: object) -> NotPublished:
    """Return an entry without a figure."""
    return NotPublished(scope=scope, not_published="ask the office.", source=book.sources[0])


def stays(home: str, call: int) -> list[dict[str, object]]:
    """Return a semester, a short stay and a staff week of a country to each other one, and a week of invited staff."""
    groups = members_of(get_rulebook(f"eu-ka131-{call}").country_groups)
    outermost = groups.get("outermost-regions", ())  # from there alone
    reached = {country for members in groups.values() for country in members[:3]} - {home, *outermost}
    first = f"{call}-09-02"
    kinds: list[dict[str, object]] = [
        {"activity": "SMS", "end_date": f"{call + 1}-01-31"},
        {"activity": "SMT", "end_date": f"{call}-12-15", "fewer_opportunities": True},
        {"activity": "SMS", "end_date": f"{call}-09-20", "virtual_component": True},
        {"activity": "STT", "end_date": f"{call}-09-06"},
        {"activity": "STA", "end_date": f"{call}-09-24", "teaching_hours": 30},
    ]
    out: list[dict[str, object]] = [
        {**kind, "start_date": first, "direction": "outgoing", "sending_country": home, "receiving_country": country}
        for kind in kinds
        for country in sorted(reached)
    ]
    invited = {"activity": "STA", "role": "invited_staff", "direction": "incoming", "teaching_hours": 8}
    week = {"start_date": first, "end_date": f"{call}-09-06", "sending_country": "FR", "receiving_country": home}
    return [*out, {**invited, **week}]


# --- what it writes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("home", "call"), CASES)
def test_every_empty_cell_of_a_country_is_answered_once_it_is_filled_in(home: str, call: int, tmp_path: Path) -> None:
    text = begun(home, call)
    before = base_of(home, call=call, action="KA131")
    assert [stay for stay in stays(home, call) if missing(before, **stay)]
    for paid in (False, True):
        ours = loaded(filled(text, paid=paid), tmp_path)
        assert ours.based_on is not None
        assert ours.based_on.id == before.id
        assert ours.home is not None
        assert ours.home.country == home
        assert [stay for stay in stays(home, call) if missing(ours, **stay)] == []


@pytest.mark.newest_only
@pytest.mark.parametrize("call", [int(name[-4:]) for name in known_rulebooks() if name.startswith("eu-ka131-")])
def test_what_is_begun_for_any_country_of_the_programme_loads_when_it_is_filled_in(call: int, tmp_path: Path) -> None:
    for home in PROGRAMME:
        text = begun(home, call)
        assert loaded(filled(text), tmp_path).id == "my-university-2030"


@pytest.mark.newest_only
@pytest.mark.parametrize(
    ("action", "call"), [(name[3:8].upper(), int(name[-4:])) for name in known_rulebooks() if name[:3] == "eu-"]
)
def test_any_action_of_any_call_can_be_begun(action: str, call: int, tmp_path: Path) -> None:
    for home in ("FR", "DE", "IE", "PL", "ES"):
        assert loaded(filled(begun(home, call, action)), tmp_path).action == action


@pytest.mark.newest_only
@pytest.mark.parametrize(("home", "call"), CASES)
def test_it_does_not_load_until_all_is_filled_in(home: str, call: int, tmp_path: Path) -> None:
    text = begun(home, call)
    whole = filled(text)
    empty = [line for line in text.splitlines() if ('"?"' in line or ' = ""' in line) and line[0] != "#"]
    assert len(empty) >= 7  # five fields of the source, and two payments at least
    for line in empty:
        one_left = whole.replace(filled(line), line)
        assert one_left != whole
        with pytest.raises(RulebookFileError):
            loaded(one_left, tmp_path)


def test_a_row_has_the_sending_group_of_the_country_and_what_is_allowed() -> None:
    lines = [line.strip() for line in begun("FR", 2022).splitlines()]  # no rulebook of its agency is here
    ranges = {
        "group-1 group-1-territories region-14": "310.00 to 600.00",
        "group-2 group-2-territories region-13": "260.00 to 540.00",
        "group-3": "200.00 to 490.00",
    }
    assert [line for line in lines if "rate_eur_per_month" in line] == [
        f'{{ scope = {{ sending_groups = "group-2", receiving_groups = "{groups}" }}, rate_eur_per_month = "?" }},  # {said}'
        for groups, said in ranges.items()
    ]
    assert "[travel_support]" not in lines  # the guide of 2022 says who is paid it in France


def test_who_is_paid_travel_support_is_begun_where_the_country_decides() -> None:
    rows = tomllib.loads(begun("FR", 2024))["travel_support"]["rows"]
    assert [row["scope"]["terms"] for row in rows] == ["short_term_physical", "long_term_physical"]
    assert {row["scope"]["receiving_groups"] for row in rows} == {"programme-countries region-13 region-14"}
    assert "travel_support" not in tomllib.loads(begun("FR", 2025))  # paid to all students


def test_only_what_the_agency_leaves_open_is_begun() -> None:
    assert base_of("PL", call=2024, action="KA131").id == "na-pl-ka131-2024"
    data = tomllib.loads(begun("PL", 2024))
    assert data["based_on"] == "na-pl-ka131-2024"
    assert [*data] == ["id", "title", "based_on", "sources", "daily_rates", "payment_splits"]
    assert data["daily_rates"]["rows"][0]["scope"] == {
        "directions": "outgoing",
        "receiving_groups": "region-13 region-14",
    }
    (*_, last) = data["daily_rates"]["tiers"]
    assert last == {"from_day": 15, "to_day": 60, "share": "0.7", "source": "EU-REDUCED-2024"}


def test_reduced_rates_are_rounded_as_the_range_says(tmp_path: Path) -> None:
    """Guide of call 2026, page 70: 70 % from day 15, in whole euros, so 103.60 of 148 is 104."""
    week = {"activity": "STA", "teaching_hours": 30, "direction": "outgoing", "sending_country": "NL"}
    journey = {"receiving_country": "PL", "start_date": "2026-09-07", "end_date": "2026-09-25", "distance_km": 1000}
    text = begun("NL", 2026).replace('"?" },  # 71.00 to 148.00', "148 },")
    grant = GrantCalculator(loaded(filled(text), tmp_path)).calculate(Mobility.model_validate(week | journey))
    reduced = [line for line in grant.lines if line.basis.value == "days_on_site_reduced"]
    assert [(line.quantity, line.rate_eur, line.amount_eur) for line in reduced] == [(5, 104, 5 * 104)]


def test_it_asks_how_reduced_rates_are_rounded_where_no_page_says_so(tmp_path: Path) -> None:
    """70 % of 148 are 103.60: no page of call 2025 says whether they are rounded, and the institution knows."""
    (asked,) = (line for line in begun("NL", 2025).splitlines() if "rounding" in line)
    assert asked == 'reduced_rate_rounding = "?"  # half_up_to_cent, half_up_to_euro or down_to_euro'
    assert not any("rounding" in line for line in begun("NL", 2023).splitlines())
    (printed,) = (line for line in begun("PL", 2024).splitlines() if "rounding" in line)
    assert printed == 'reduced_rate_rounding = "down_to_euro"'
    ours = loaded(filled(begun("NL", 2025)), tmp_path)
    rates = [rate for rate in ours.daily_rates if isinstance(rate, DailyRate) and rate.reduced_rate_rounding]
    (rate,) = (rate for rate in rates if rate.rate_eur_per_day == 148)
    assert [str(rate_of_tier(tier, rate)) for tier in rate.tiers] == ["148.00", "104.00"]


@pytest.mark.parametrize("call", [2014, 2018])
def test_where_a_range_alone_is_printed_later_days_are_paid_as_it_says(call: int) -> None:
    book = base_of("DE", call=call, action="KA103")
    assert not any(rate.figures for rate in book.daily_rates)
    tiers = tomllib.loads(begun("DE", call, "KA103"))["daily_rates"]["tiers"]
    assert [(tier["from_day"], tier["to_day"], tier["share"]) for tier in tiers] == [(1, 14, 1), (15, 60, "0.7")]


@pytest.mark.parametrize("table", ["daily_rates", "monthly_rates"])
def test_where_nothing_is_printed_there_is_a_row_for_each_group_of_countries(table: str) -> None:
    groups = ["group-1", "group-2", "group-3", "region-13", "region-14", "group-1-territories", "group-2-territories"]
    groups += ["third-countries"]
    book = get_rulebook("eu-ka131-2025")
    ranges = {"daily_rates": "daily_rate_ranges", "monthly_rates": "monthly_rate_ranges"}[table]
    nothing_read = book.model_copy(update={table: (nothing(book),), ranges: ()})
    data = tomllib.loads(policy_toml(nothing_read, "ES", "ours"))[table]
    assert [row["scope"]["receiving_groups"] for row in data["rows"]] == groups
    if table == "daily_rates":
        assert data["tiers"] == [{"from_day": 1, "share": 1}]


def test_rates_of_short_stays_that_are_not_printed_are_one_row() -> None:
    book = get_rulebook("eu-ka131-2025")
    scope = {"activities": ("SMS", "SMT"), "terms": ("short_term_physical",)}
    nothing_read = book.model_copy(update={"short_stay_rates": (nothing(book, **scope),)})
    (short,) = tomllib.loads(policy_toml(nothing_read, "ES", "ours"))["short_stay_rates"]["rows"]
    assert short["scope"] == {"activities": "SMS SMT", "terms": "short_term_physical"}
    assert short["tiers"] == [{"from_day": 1, "rate_eur_per_day": "?"}]


def test_what_no_group_covers_stays_one_row() -> None:
    book = get_rulebook("eu-ka171-2025")
    (_, _, *towards_groups_2_and_3) = book.daily_rates
    empty = (
        nothing(book, directions=("outgoing",)),
        nothing(book, directions=("incoming",), receiving_groups=("group-1",)),
    )
    partly_read = book.model_copy(update={"daily_rates": (*empty, *towards_groups_2_and_3)})
    rows = tomllib.loads(policy_toml(partly_read, "FR", "ours"))["daily_rates"]["rows"]
    assert [row["scope"] for row in rows] == [
        {"directions": "outgoing"},  # to third countries, which no rate divides
        {"directions": "incoming", "receiving_groups": "group-1"},
    ]


def test_it_tells_what_to_do_and_is_utf_8() -> None:
    text = begun("TR", 2024, "KA171")
    assert text.startswith("# Our own rates: KA171 from Türkiye, call 2024.  This file holds what eu-ka171-2024 leaves")
    assert 'title = "KA171 from Türkiye, call 2024: our own rates"  # what people call it\n' in text
    for name in ("document", "publisher", "locator", "url", "read_on"):
        assert re.search(rf'^{name} = "\??"  # .+$', text, re.MULTILINE)
    assert max(len(line) for line in text.splitlines() if line.startswith("#")) <= 120
    assert parsed(text, json_text=False)["home"] == {"country": "TR", "source": "POLICY"}


def test_the_countries_of_each_group_that_a_row_names_are_told() -> None:
    text = begun("FR", 2024)
    named = {group for words in re.findall(r'_groups = "([^"]*)"', text) for group in words.split()}
    told = [line for line in text.splitlines() if re.match(r"#   [a-z0-9-]+: ", line)]
    assert {line.removeprefix("#   ").partition(":")[0] for line in told} == named
    # guide of 2026, p. 68: "Cyprus, Czechia, Estonia, Greece, Latvia, Malta, Portugal, Slovakia, Slovenia, Spain"
    assert "#   group-2: CY CZ EE ES GR LV MT PT SI SK" in told
    assert "country groups" not in policy_toml(toy_rulebook(), "FR", "ours")  # none of its rows names one


def test_no_rate_is_begun_towards_where_nobody_may_go() -> None:
    """Whether territories take part in KA103 is not confirmed; one that begins its own file says that they do."""
    assert "territories" not in begun("DE", 2018, "KA103")
    assert 'sending_groups = "territories"' in begun("GP", 2018, "KA103")


def test_an_overseas_region_is_begun_with_its_own_group() -> None:
    assert tomllib.loads(begun("GP", 2024))["daily_rates"]["rows"]
    assert "monthly_rates" not in tomllib.loads(begun("GP", 2024))  # 786.00 to each country, and 700.00 elsewhere


def test_an_outermost_region_is_begun_from_the_rulebook_of_its_country() -> None:
    ours = tomllib.loads(begun("ES-CN", 2024))
    assert (ours["based_on"], ours["home"]["country"]) == ("na-es-ka131-2024", "ES-CN")
    assert ours["daily_rates"]["rows"]
    assert "monthly_rates" not in ours
    assert "home" not in tomllib.loads(begun("ES", 2024))
    to_call_2022 = tomllib.loads(begun("PT-20", 2022))["monthly_rates"]["rows"]
    assert {row["scope"]["sending_groups"] for row in to_call_2022} == {"outermost-regions"}


# --- on what it is based ----------------------------------------------------------------------------------------------


def test_the_base_is_that_of_the_agency_or_the_one_that_is_named() -> None:
    assert base_of("DE", call=2023, action="ka131").id == "na-de-ka131-2023"
    assert base_of("FR", call=2023, action="KA131").id == "eu-ka131-2023"
    assert base_of("DE", call=2023, action="KA131", based_on="eu-ka131-2023").id == "eu-ka131-2023"
    assert base_of("FR", call=2022, action="KA171", based_on="usmb-icm-2023").id == "usmb-icm-2023"


@pytest.mark.parametrize(
    ("home", "call", "action", "based_on", "sentence"),
    [
        ("ES", 2030, "KA131", None, "no rulebook is of KA131, call 2030; there is eu-ka131-2021, eu-ka131-2022"),
        ("ES", 2024, "KA999", None, "no rulebook is of KA999, call 2024; there is eu-ka131-2024, eu-ka171-2024, "),
        ("ES", 2024, "K\x1b1", None, r"no rulebook is of K\x1b1, call 2024; there is"),
        ("ES", 2024, "KA131", "eu-ka131-2023", "eu-ka131-2023 is of 2023, and not of call 2024"),
        ("FR", 2024, "KA131", "usmb-bip-2024", "usmb-bip-2024 is of no call in particular, and not of call 2024"),
        ("FR", 2021, "KA107", "usmb-icm-2018", "usmb-icm-2018 is of 2018 and 2019, and not of call 2021"),
        ("ES", 2023, "KA131", "na-de-ka131-2023", "na-de-ka131-2023 is for Germany, and not for Spain"),
    ],
)
def test_a_base_that_is_not_there_or_not_meant_is_refused(
    home: str, call: int, action: str, based_on: str | None, sentence: str
) -> None:
    with pytest.raises((PolicyError, RulebookNotFoundError)) as error:
        base_of(home, call=call, action=action, based_on=based_on)
    assert str(error.value).startswith(sentence)


def test_what_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownCountryError, match="did you mean 'GR'"):
        base_of("EL", call=2024, action="KA131")
    with pytest.raises(UnknownRulebookError, match="eu-ka131-2042"):
        base_of("ES", call=2024, action="KA131", based_on="eu-ka131-2042")


@pytest.mark.parametrize("home", ["SN", "CH", "US"])
def test_a_country_that_takes_no_part_has_no_empty_cell(home: str) -> None:
    with pytest.raises(PolicyError, match=r"takes no part in eu-ka131-2024: no participant is sent from there"):
        begun(home, 2024)


@pytest.mark.parametrize("home", ["CH", "GB", "AD"])
def test_who_sends_by_an_arrangement_sets_no_rate_of_staff(home: str) -> None:
    # Programme Guide 2026, p. 71: staff from third countries have the fixed days of table A1.2; p. 67, footnote 78
    text = begun(home, 2026)
    assert [line for line in text.splitlines() if line.startswith("[")] == [
        "[[sources]]  # the paper or page in which your policy is printed",
        "[home]",
        "[payment_splits]",
    ]


def test_the_error_travels() -> None:
    error = copy(PolicyError("no rulebook is of KA131, call 2030"))
    assert isinstance(error, ErasmusGrantsError)
    assert isinstance(error, ValueError)
    assert str(error) == "no rulebook is of KA131, call 2030"


def test_a_rulebook_without_flows_is_open_in_every_direction_that_it_funds() -> None:
    book = get_rulebook("usmb-icm-2023")
    assert book.flows == ()
    text = policy_toml(book, "FR", "my-university-2022")
    # its pages print what staff and long-term students receive, the bands and the payments, and nothing of short stays
    assert [line for line in text.splitlines() if line.startswith("[") and not line.startswith("[[")] == [
        "[short_stay_rates]"
    ]


def test_the_balance_waits_for_the_papers_that_a_settlement_asks_for(tmp_path: Path) -> None:
    (split,) = loaded(filled(begun("PL", 2024)), tmp_path).payment_splits
    assert isinstance(split, PaymentSplit)
    needed = [[paper.value for paper in instalment.conditions] for instalment in split.instalments]
    assert needed == [[], ["certificate_of_attendance", "participant_report"]]
