"""What is said of a row besides its columns agrees with the columns."""

from datetime import date

import pytest

from erasmus_grants import GrantCalculator, Mobility, get_rulebook
from erasmus_grants.batch import cities
from erasmus_grants.batch.cities import NOTHING_TOLD
from erasmus_grants.batch.explanations import Explanations
from erasmus_grants.batch.grants import Grants
from erasmus_grants.batch.recognition import recognised
from erasmus_grants.batch.tables import Detail, Explained
from erasmus_grants.places import distance_between
from tests.unit.batch.files import DAKAR

ICM = get_rulebook("usmb-icm-2023")
NAMES = [*DAKAR, "Remarque"]


def told(detail: Detail, **changes: object) -> Explained:
    row = [{**DAKAR, "Remarque": " 1 ", **changes}[name] for name in NAMES]
    grants = Grants(recognised(NAMES, {}), [ICM])
    (one,) = Explanations(grants, [ICM]).of([row], grants.of([row]), detail)
    return one


def test_cells_are_as_they_were_read_and_others_as_they_stand() -> None:
    one = told(Detail.CELLS, start_date="7.3.2022", distance_km="4 070", teaching_hours="8 h", receiving_country=" SN")
    expected = ["dakar", "STA", "outgoing", " SN", date(2022, 3, 7), date(2022, 3, 11), 4070.0, "8 h", " 1 "]
    assert (one.reference, list(one.cells), one.sentences, one.lines) == ("dakar", expected, (), ())


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({}, []),
        (
            {"teaching_hours": 2},
            [("TEACHING_HOURS_TOO_FEW", "2 hours of teaching are planned; 8 are required for 5 days.")],
        ),
        (
            {"teaching_hours": "8 h", "end_date": None},
            [
                ("INVALID_INPUT", "teaching_hours: '8 h' is not a number"),
                ("INVALID_INPUT", "end_date: this is missing"),
            ],
        ),
    ],
)
@pytest.mark.parametrize("detail", [Detail.SENTENCES, Detail.LINES])
def test_each_code_has_its_sentence(detail: Detail, changes: dict[str, object], sentences: list[object]) -> None:
    assert sorted(told(detail, **changes).sentences) == sorted(sentences)  # type: ignore[type-var]


def test_sentences_stand_in_the_order_of_the_codes() -> None:
    changes = {"end_date": date(2022, 3, 7), "teaching_hours": None, "distance_km": None}
    row = [{**DAKAR, **changes}[name] for name in DAKAR]
    grants = Grants(recognised(DAKAR, {}), [ICM])
    computed = grants.of([row])
    (one,) = Explanations(grants, [ICM]).of([row], computed, Detail.SENTENCES)
    (codes,) = computed.texts["finding_codes"]
    assert ", ".join(code for code, _ in one.sentences) == codes
    assert len(one.sentences) == 3


def test_lines_are_the_records_of_the_grant() -> None:
    grant = GrantCalculator(ICM).calculate(Mobility.model_validate(DAKAR))
    assert list(told(Detail.LINES).lines) == grant.to_records()
    assert len(told(Detail.LINES).lines) == 3
    assert told(Detail.SENTENCES).lines == ()


@pytest.mark.parametrize("changes", [{"teaching_hours": 2}, {"end_date": None}])
def test_what_has_no_line_has_no_record(changes: dict[str, object]) -> None:
    assert told(Detail.LINES, **changes).lines == ()


def test_each_row_is_explained_by_its_own_rulebook() -> None:
    names = [*DAKAR, "rulebook"]
    rows = [[*DAKAR.values(), book] for book in ("usmb-icm-2023", "usmb-icm-2018", "usmb-icm-2023")]
    grants = Grants(recognised(names, {}), [])
    found = list(Explanations(grants, []).of(rows, grants.of(rows), Detail.LINES))
    books = [{line["rulebook_id"] for line in one.lines} for one in found]
    assert books == [{"usmb-icm-2023"}, {"usmb-icm-2018"}, {"usmb-icm-2023"}]


def test_each_row_has_its_own_reference_cells_and_sentences() -> None:
    rows = [
        [{**DAKAR, "Remarque": remark, "reference": remark, **changes}[name] for name in NAMES]
        for remark, changes in (("a", {"teaching_hours": 2}), ("b", {"end_date": None}), ("c", {}))
    ]
    grants = Grants(recognised(NAMES, {}), [ICM])
    for detail in Detail:
        found = list(Explanations(grants, [ICM]).of(rows, grants.of(rows), detail))
        assert [(one.reference, one.cells[-1]) for one in found] == [("a", "a"), ("b", "b"), ("c", "c")]
        codes = [[code for code, _ in one.sentences] for one in found]
        said = [["TEACHING_HOURS_TOO_FEW"], ["INVALID_INPUT"], []]
        assert codes == ([[], [], []] if detail is Detail.CELLS else said)


CHAMBERY, DAKAR_ITSELF = "45.57, 5.92", "14.69, -17.44"


def test_what_is_told_of_a_distance_is_that_of_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    # to look for the country of a point takes seconds
    monkeypatch.setattr(cities, "distance_between", lambda start, end, **_: distance_between(start, end))
    names = [*DAKAR, "from_city", "to_city"]
    between = {"distance_km": None, "from_city": CHAMBERY, "to_city": DAKAR_ITSELF}
    rows = [
        [{**DAKAR, "from_city": None, "to_city": None, **changes}[name] for name in names]
        for changes in (
            {},
            between,
            between | {"end_date": None},
            between | {"to_city": None},
            between | {"to_city": None, "activity": "SMS", "teaching_hours": None},
        )
    ]
    grants = Grants(recognised(names, {}), [ICM])
    computed = grants.of(rows)
    stated, estimated, unreadable, unknown, refused = Explanations(grants, [ICM]).distances(computed)
    assert stated == unreadable == NOTHING_TOLD
    assert estimated.estimate is not None
    assert estimated.is_near_edge, "4000 km, where another band begins, are near to some 4070"
    assert "where another band begins" in estimated.note
    assert (unknown.estimate, unknown.is_near_edge) == (None, False)
    assert (
        unknown.note == "the city where the journey ends is not stated; it may be set for all rows: --set to_city=CITY"
    )
    assert refused == NOTHING_TOLD, "nothing depends on the distance of somebody who gets no grant"
