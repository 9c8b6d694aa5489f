from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from erasmus_grants import TravelMode
from erasmus_grants.basics.scope import NotPublished
from erasmus_grants.basics.travel_table import DistanceBand, DistanceBands, DistanceBandsEntry, NotPaid
from erasmus_grants.rules.distance_bands import band_of, ends, travel_support
from erasmus_grants.testing import toy_source

# 10 to less than 100 km: 20, green 30; to less than 1000 km: 200, green 250; from 1000 km: 500, green not published
BANDS = DistanceBands.model_validate(
    {
        "bands": (
            {"from_km": 10, "below_km": 100, "standard_eur": 20, "green_eur": 30},
            {"from_km": 100, "below_km": 1000, "standard_eur": 200, "green_eur": 250},
            {"from_km": 1000, "standard_eur": 500},
        ),
        "source": toy_source(),
    }
)


@pytest.mark.parametrize(
    ("distance_km", "standard_eur", "green_eur"),
    [
        ("10", "20.00", "30.00"),
        ("99", "20.00", "30.00"),
        ("99.999", "20.00", "30.00"),
        ("100", "200.00", "250.00"),
        ("999.5", "200.00", "250.00"),
        ("1000", "500.00", "500.00"),
        ("20040", "500.00", "500.00"),
    ],
)
def test_the_band_that_contains_the_distance_decides(distance_km: str, standard_eur: str, green_eur: str) -> None:
    for mode, amount_eur in ((TravelMode.STANDARD, standard_eur), (TravelMode.GREEN, green_eur)):
        (line,) = travel_support(Decimal(distance_km), mode=mode, bands=BANDS).lines
        assert (line.kind, line.basis, line.quantity, line.rate_days) == ("travel_support", "participant", 1, 1)
        assert str(line.amount_eur) == str(line.rate_eur) == amount_eur
        assert line.source == toy_source()


def test_a_distance_just_below_a_band_edge_stays_in_the_lower_band_and_says_so() -> None:
    outcome = travel_support(Decimal("99.5"), mode=TravelMode.STANDARD, bands=BANDS)
    (finding,) = outcome.findings
    assert finding.code == "DISTANCE_BETWEEN_PRINTED_BOUNDS"
    assert dict(finding.details) == {"distance_km": "99.5", "from_km": "10", "below_km": "100"}


@pytest.mark.parametrize("distance_km", ["10", "99", "100", "999", "1000", "1000.5", "20040"])
def test_a_distance_within_printed_bounds_is_worth_no_word(distance_km: str) -> None:
    assert travel_support(Decimal(distance_km), mode=TravelMode.STANDARD, bands=BANDS).findings == ()


@pytest.mark.parametrize("distance_km", ["0", "9", "9.99"])
def test_below_the_first_band_a_line_of_zero_says_why(distance_km: str) -> None:
    outcome = travel_support(Decimal(distance_km), mode=TravelMode.GREEN, bands=BANDS)
    (line,) = outcome.lines
    assert str(line.amount_eur) == "0.00"
    assert [(reason.code, dict(reason.details)) for reason in line.reasons] == [
        ("DISTANCE_BELOW_FIRST_BAND", {"distance_km": distance_km, "from_km": "10"})
    ]
    assert [(finding.code, dict(finding.details)) for finding in outcome.findings] == [
        ("BELOW_FIRST_DISTANCE_BAND", {"distance_km": distance_km, "from_km": "10"})
    ]
    assert outcome.findings[0].severity == "warning"
    assert outcome.open_lines == ()


@pytest.mark.parametrize(
    ("mode", "changes", "least_eur", "most_eur"),
    [
        # nothing below 10 km; the highest band has no green amount, and pays its standard one
        (TravelMode.STANDARD, {}, "0.00", "500.00"),
        (TravelMode.GREEN, {}, "0.00", "500.00"),
        # bands from 0 km: the lowest of their amounts
        (TravelMode.STANDARD, {"first_km": 0}, "20.00", "500.00"),
        (TravelMode.GREEN, {"first_km": 0}, "30.00", "500.00"),
        # neither the lowest nor the highest amount need be that of the first or last band
        (TravelMode.STANDARD, {"first_km": 0, "last_eur": 5}, "5.00", "200.00"),
        (TravelMode.GREEN, {"first_km": 0, "last_eur": 5}, "5.00", "250.00"),
    ],
)
def test_without_a_distance_the_journey_is_open_between_the_lowest_and_the_highest_band(
    mode: TravelMode, changes: dict[str, int], least_eur: str, most_eur: str
) -> None:
    near, far, farthest = BANDS.bands
    near = near.model_copy(update={"from_km": changes.get("first_km", 10)})
    farthest = farthest.model_copy(update={"standard_eur": changes.get("last_eur", 500)})
    source = toy_source().at("BANDS", "page 3")
    table = BANDS.model_copy(update={"bands": (near, far, farthest), "source": source})
    assert tuple(map(str, ends(table, green=mode is TravelMode.GREEN))) == (least_eur, most_eur)
    outcome = travel_support(None, mode=mode, bands=table)
    assert outcome.lines == ()
    assert [(one.code, one.is_unknown, one.source) for one in outcome.findings] == [("DISTANCE_MISSING", True, source)]
    (line,) = outcome.open_lines
    assert (line.kind, line.basis, line.quantity, line.rate_days) == ("travel_support", "participant", 1, 1)
    assert (str(line.minimum_rate_eur), str(line.maximum_rate_eur)) == (least_eur, most_eur)
    assert (str(line.minimum_eur), str(line.maximum_eur)) == (least_eur, most_eur)
    assert ([reason.code for reason in line.reasons], line.source) == (["LOWEST_TO_HIGHEST_BAND"], source)


@pytest.mark.parametrize("mode", TravelMode)
@pytest.mark.parametrize("which", [0, 1, 2])
def test_without_a_distance_a_band_without_a_figure_leaves_both_ends_open(mode: TravelMode, which: int) -> None:
    bands = list(BANDS.bands)
    nothing = {"standard_eur": None, "green_eur": None, "not_published": "no page confirms it."}
    bands[which] = bands[which].model_copy(update=nothing)
    table = BANDS.model_copy(update={"bands": tuple(bands)})
    assert ends(table, green=mode is TravelMode.GREEN) == (None, None)
    outcome = travel_support(None, mode=mode, bands=table)
    assert [finding.code for finding in outcome.findings] == ["DISTANCE_MISSING"]
    (line,) = outcome.open_lines
    assert (line.minimum_eur, line.maximum_eur) == (None, None)
    assert [reason.code for reason in line.reasons] == ["RATE_NOT_KNOWN"]


@pytest.mark.parametrize("mode", TravelMode)
def test_the_ends_hold_the_amount_of_every_distance(mode: TravelMode) -> None:
    least, most = ends(BANDS, green=mode is TravelMode.GREEN)
    assert least is not None
    assert most is not None
    paid = [
        travel_support(Decimal(km), mode=mode, bands=BANDS).lines[0].amount_eur
        for km in ("0", "9.99", "10", "99.99", "100", "999.99", "1000", "20040")
    ]
    assert (min(paid), max(paid)) == (least, most)


def test_the_reason_names_the_band() -> None:
    (line,) = travel_support(Decimal(742), mode=TravelMode.STANDARD, bands=BANDS).lines
    (reason,) = line.reasons
    assert reason.code == "DISTANCE_IN_BAND"
    assert dict(reason.details) == {"distance_km": "742", "from_km": "100", "below_km": "1000"}


def test_the_last_band_is_open_and_its_reason_says_so() -> None:
    (line,) = travel_support(Decimal(4070), mode=TravelMode.STANDARD, bands=BANDS).lines
    (reason,) = line.reasons
    assert reason.code == "DISTANCE_IN_LAST_BAND"
    assert dict(reason.details) == {"distance_km": "4070", "from_km": "1000"}


def test_green_travel_is_a_reason_where_it_has_an_amount_and_a_warning_where_not() -> None:
    printed = travel_support(Decimal(742), mode=TravelMode.GREEN, bands=BANDS)
    assert [reason.code for reason in printed.lines[0].reasons] == ["DISTANCE_IN_BAND", "GREEN_AMOUNT"]
    assert printed.findings == ()
    missing = travel_support(Decimal(4070), mode=TravelMode.GREEN, bands=BANDS)
    assert [reason.code for reason in missing.lines[0].reasons] == ["DISTANCE_IN_LAST_BAND"]
    assert [finding.code for finding in missing.findings] == ["GREEN_AMOUNT_NOT_PUBLISHED"]
    assert missing.findings[0].message == (
        "No amount for green travel is published: the standard amount of the band is paid."
    )


def test_where_no_amount_is_published_the_journey_is_open_whatever_the_distance() -> None:
    nothing = NotPublished(not_published="ask the office.", source=toy_source())
    for distance_km in (None, Decimal(742)):
        outcome = travel_support(distance_km, mode=TravelMode.STANDARD, bands=nothing)
        assert outcome.lines == ()
        assert [(finding.code, finding.is_unknown) for finding in outcome.findings] == [("RATE_NOT_PUBLISHED", True)]
        (line,) = outcome.open_lines
        assert (line.kind, line.basis, line.quantity) == ("travel_support", "participant", 1)
        assert (line.minimum_eur, line.maximum_eur) == (None, None)


def test_an_entry_is_a_table_or_says_that_none_is_published() -> None:
    entry: TypeAdapter[DistanceBands | NotPublished] = TypeAdapter(DistanceBandsEntry)
    assert entry.validate_json(BANDS.model_dump_json()) == BANDS
    assert isinstance(entry.validate_python({"not_published": "ask.", "source": toy_source()}), NotPublished)


def test_the_band_of_a_distance() -> None:
    assert band_of(Decimal("9.9"), BANDS) is None
    assert band_of(Decimal(10), BANDS) is BANDS.bands[0]
    assert band_of(Decimal("99.9"), BANDS) is BANDS.bands[0]
    assert band_of(Decimal(1000), BANDS) is BANDS.bands[2]


def bands(*bounds: tuple[int, int | None]) -> dict[str, object]:
    rows = tuple({"from_km": start, "below_km": below, "standard_eur": 1} for start, below in bounds)
    return {"bands": rows, "source": toy_source()}


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (bands((10, 100), (101, None)), "there is a gap between bands: one is to less than 100 km, the next .* 101 km"),
        (bands((10, 100), (99, None)), "there is an overlap between bands"),
        (bands((100, None), (10, 100)), "between bands: one is open, the next starts at 10 km"),
        (bands((10, None), (10, None)), "between bands: one is open"),
        (bands((10, 100), (100, 1000)), "the last band is open at the top, and this one ends at 1000 km"),
        (bands((10, 10), (10, None)), "the band that starts at 10 km ends at 10 km"),
        (bands((100, 10), (10, None)), "the band that starts at 100 km ends at 10 km"),
        (bands((100, 10), (100, 500), (500, None)), "the band that starts at 100 km ends at 10 km"),
        (bands((10, 100), (101, 50), (100, None)), "the band that starts at 101 km ends at 50 km"),
        (bands(), "at least 1"),
        (bands((-1, None)), "greater than or equal to 0"),
    ],
)
def test_bands_that_do_not_follow_each_other_are_refused(broken: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        DistanceBands.model_validate(broken)


@pytest.mark.parametrize("amount", [20.0, "20.005", -1, None, True])
def test_an_amount_of_a_band_is_money(amount: object) -> None:
    with pytest.raises(ValidationError):
        DistanceBand.model_validate({"from_km": 0, "standard_eur": amount})


EMPTY = DistanceBands.model_validate(
    {
        "bands": (
            {
                "from_km": 10,
                "below_km": 100,
                "not_published": "no page confirms it.",
                "source": toy_source().at("E", "1"),
            },
            {"from_km": 100, "below_km": 1000, "standard_eur": 200, "source": toy_source().at("B", "2")},
            {"from_km": 1000, "not_published": "nobody knows."},
        ),
        "source": toy_source(),
    }
)


@pytest.mark.parametrize(
    ("distance_km", "why", "source"),
    [
        ("10", "travel support of 10 to less than 100 km: no page confirms it.", "E"),
        ("99.9", "travel support of 10 to less than 100 km: no page confirms it.", "E"),
        ("1000", "travel support of 1000 or more km: nobody knows.", "TOY"),
        ("20040", "travel support of 1000 or more km: nobody knows.", "TOY"),
    ],
)
@pytest.mark.parametrize("mode", TravelMode)
def test_a_band_without_a_figure_leaves_the_journey_open_and_says_why(
    mode: TravelMode, distance_km: str, why: str, source: str
) -> None:
    outcome = travel_support(Decimal(distance_km), mode=mode, bands=EMPTY)
    assert outcome.lines == ()
    (finding,) = outcome.findings
    assert (finding.code, finding.is_unknown, finding.source.id) == ("RATE_NOT_PUBLISHED", True, source)
    assert finding.message == f"No rate is published for this mobility: {why}"
    (line,) = outcome.open_lines
    assert (line.quantity, line.minimum_eur, line.maximum_eur, line.source.id) == (1, None, None, source)


@pytest.mark.parametrize(("distance_km", "amount_eur"), [("9.9", "0.00"), ("100", "200.00"), ("999", "200.00")])
def test_a_band_without_a_figure_takes_nothing_from_its_neighbours(distance_km: str, amount_eur: str) -> None:
    outcome = travel_support(Decimal(distance_km), mode=TravelMode.STANDARD, bands=EMPTY)
    assert [str(line.amount_eur) for line in outcome.lines] == [amount_eur]
    assert not any(finding.is_refusing or finding.is_unknown for finding in outcome.findings)


def test_a_band_may_cite_another_source_than_its_table() -> None:
    for distance_km, bands, source in ((100, EMPTY, "B"), (100, BANDS, "TOY"), (9, EMPTY, "E"), (9, BANDS, "TOY")):
        outcome = travel_support(Decimal(distance_km), mode=TravelMode.STANDARD, bands=bands)
        assert [item.source.id for item in (*outcome.lines, *outcome.findings)] == [source] * (1 + (distance_km < 10))


@pytest.mark.parametrize("mode", TravelMode)
def test_what_is_said_of_a_band_cites_its_source_too(mode: TravelMode) -> None:
    findings = travel_support(Decimal("999.5"), mode=mode, bands=EMPTY).findings
    assert [(finding.code, finding.source.id) for finding in findings] == [
        *([("GREEN_AMOUNT_NOT_PUBLISHED", "B")] * (mode is TravelMode.GREEN)),
        ("DISTANCE_BETWEEN_PRINTED_BOUNDS", "B"),
    ]


@pytest.mark.parametrize(
    ("amounts", "message"),
    [
        ({}, "a band has either an amount of standard travel, or says in not_published why there is none"),
        ({"standard_eur": 20, "not_published": "ask."}, "a band has either an amount of standard travel"),
        ({"green_eur": 30, "not_published": "ask."}, "a band without amounts has none of green travel"),
        ({"green_eur": 30}, "a band has either an amount of standard travel"),
        ({"not_published": " "}, "not_published"),
    ],
)
def test_a_band_has_amounts_or_says_why_not(amounts: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        DistanceBand.model_validate({"from_km": 0} | amounts)


def test_an_amount_of_zero_is_an_amount() -> None:
    free = DistanceBands.model_validate({"bands": ({"from_km": 0, "standard_eur": 0},), "source": toy_source()})
    (line,) = travel_support(Decimal(5), mode=TravelMode.STANDARD, bands=free).lines
    assert str(line.amount_eur) == "0.00"


AT_COST = BANDS.model_copy(update={"at_actual_cost": True})


@pytest.mark.parametrize(
    ("mode", "amount_eur", "reasons"),
    [
        ("standard", "200.00", ["DISTANCE_IN_BAND", "UP_TO_ACTUAL_COST"]),
        ("green", "250.00", ["DISTANCE_IN_BAND", "GREEN_AMOUNT", "UP_TO_ACTUAL_COST"]),
    ],
)
def test_at_actual_cost_the_amount_is_the_limit_and_the_line_says_so(
    mode: str, amount_eur: str, reasons: list[str]
) -> None:
    (line,) = travel_support(Decimal(742), mode=TravelMode(mode), bands=AT_COST).lines
    assert str(line.amount_eur) == amount_eur
    assert [reason.code for reason in line.reasons] == reasons


# --- what is not paid --------------------------------------------------------------------------------------------------

UNPAID = NotPaid(not_paid="the board decided it.", source=toy_source().at("BOARD", "2"))


@pytest.mark.parametrize("distance_km", [None, 0, 742, 20040])
@pytest.mark.parametrize("mode", TravelMode)
def test_where_no_travel_support_is_paid_nobody_is_asked_for_a_distance(
    mode: TravelMode, distance_km: int | None
) -> None:
    outcome = travel_support(None if distance_km is None else Decimal(distance_km), mode=mode, bands=UNPAID)
    assert outcome.lines == ()
    (finding,) = outcome.findings
    assert outcome.open_lines == ()
    assert (finding.code, finding.severity, finding.source.id) == ("TRAVEL_SUPPORT_NOT_PAID", "info", "BOARD")
    assert "the board decided it." in finding.message


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"not_paid": "so.", "source": toy_source()}, NotPaid),
        ({"not_published": "ask.", "source": toy_source()}, NotPublished),
        ({"bands": [{"from_km": 0, "standard_eur": 1}], "source": toy_source()}, DistanceBands),
        (UNPAID, NotPaid),
        (NotPublished(not_published="ask.", source=toy_source()), NotPublished),
        (BANDS, DistanceBands),
    ],
)
def test_an_entry_is_told_by_what_it_says(given: object, kind: type) -> None:
    entry: TypeAdapter[DistanceBands | NotPublished | NotPaid] = TypeAdapter(DistanceBandsEntry)
    said = entry.validate_python(given)
    assert type(said) is kind
    assert entry.validate_json(said.model_dump_json()) == said


@pytest.mark.parametrize(
    "given",
    [
        {"not_paid": " ", "source": toy_source()},
        {"not_paid": None, "source": toy_source()},
        {"not_paid": "so.", "not_published": "ask.", "source": toy_source()},
        {"not_paid": "so.", "bands": [{"from_km": 0, "standard_eur": 1}], "source": toy_source()},
        {"not_paid": "so."},
    ],
)
def test_what_is_not_paid_has_a_sentence_and_nothing_else(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(DistanceBandsEntry).validate_python(given)


def test_the_figures_of_bands_are_named_by_the_band() -> None:
    assert BANDS.figures == {
        "standard travel from 10 to less than 100 km": 20,
        "green travel from 10 to less than 100 km": 30,
        "standard travel from 100 to less than 1000 km": 200,
        "green travel from 100 to less than 1000 km": 250,
        "standard travel from 1000 km": 500,
    }
    assert EMPTY.figures == {"standard travel from 100 to less than 1000 km": 200}
    assert UNPAID.figures == NotPublished(not_published="ask.", source=toy_source()).figures == {}


# --- what somebody has yet to decide ----------------------------------------------------------------------------------

UNDECIDED = BANDS.model_copy(update={"not_decided": "the agency decides it."})


@pytest.mark.parametrize(
    ("distance_km", "mode", "most_eur", "codes"),
    [
        ("742", TravelMode.STANDARD, "200.00", ["RATE_NOT_PUBLISHED"]),
        ("742", TravelMode.GREEN, "250.00", ["RATE_NOT_PUBLISHED"]),
        ("2000", TravelMode.GREEN, "500.00", ["RATE_NOT_PUBLISHED", "GREEN_AMOUNT_NOT_PUBLISHED"]),
        (None, TravelMode.STANDARD, "500.00", ["RATE_NOT_PUBLISHED", "DISTANCE_MISSING"]),
    ],
)
def test_what_is_not_decided_lies_between_nothing_and_the_amount(
    distance_km: str | None, mode: TravelMode, most_eur: str, codes: list[str]
) -> None:
    kilometres = None if distance_km is None else Decimal(distance_km)
    lines, findings, (line,) = travel_support(kilometres, mode=mode, bands=UNDECIDED)
    assert (lines, str(line.minimum_eur), str(line.maximum_eur)) == ((), "0.00", most_eur)
    assert [finding.code for finding in findings] == codes
    assert findings[0].message == "No rate is published for this mobility: the agency decides it."


def test_below_the_first_band_nothing_is_paid_whatever_is_decided() -> None:
    lines, findings, open_lines = travel_support(Decimal(9), mode=TravelMode.STANDARD, bands=UNDECIDED)
    assert [str(line.amount_eur) for line in lines] == ["0.00"]
    assert ([finding.code for finding in findings], open_lines) == (["BELOW_FIRST_DISTANCE_BAND"], ())


def test_what_is_not_decided_in_a_band_without_an_amount_has_no_highest_end() -> None:
    bands = ({"from_km": 0, "not_published": "ask."},)
    table = DistanceBands.model_validate({"bands": bands, "not_decided": "so.", "source": toy_source()})
    _, findings, (line,) = travel_support(Decimal(1), mode=TravelMode.STANDARD, bands=table)
    assert (str(line.minimum_eur), line.maximum_eur) == ("0.00", None)
    assert [finding.code for finding in findings] == ["RATE_NOT_PUBLISHED"] * 2


def test_what_is_not_decided_gives_way_and_fixes_its_amounts_all_the_same() -> None:
    assert (UNDECIDED.gives_way, UNDECIDED.figures) == (True, BANDS.figures)
    assert (BANDS.gives_way, len(BANDS.figures)) == (False, 5)
