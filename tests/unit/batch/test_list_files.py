"""Is a short list read once, a long one again, and is neither confused with the other?"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from erasmus_grants.basics.errors import FrameError, InputFileError
from erasmus_grants.batch import audit_file, calculate_file, list_files, missing_figures, read_mobilities
from erasmus_grants.batch.formats import reading
from erasmus_grants.batch.layout import Options
from erasmus_grants.batch.list_files import opened
from erasmus_grants.batch.tables import RowSource
from tests.unit.batch.files import FORMATS, write

STAY = {"activity": "STA", "direction": "outgoing", "start_date": "2022-03-07", "end_date": "2022-03-11"}
STAY |= {"distance_km": 4070, "teaching_hours": 8, "total_eur": "2080.00"}


@pytest.fixture
def times_opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    times: list[str] = []

    def counted(name: str, options: Options) -> AbstractContextManager[RowSource]:
        times.append(name)
        return reading(name, options)

    monkeypatch.setattr(list_files, "reading", counted)
    monkeypatch.setattr(list_files, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(list_files, "MOST_ROWS_KEPT", 4)
    return times


def listed(folder: Path, count: int, ending: str = "csv") -> str:
    rows = [STAY | {"reference": f"r-{number}"} for number in range(count)]
    return write(folder / f"list.{ending}", rows)


def references(chunks: Iterator[Any], place: int) -> list[object]:
    return [row[place] for chunk in chunks for row in chunk.rows]


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(("count", "openings"), [(3, 1), (4, 1), (5, 3)])
def test_a_short_list_is_read_once_and_a_long_one_each_time(
    tmp_path: Path, times_opened: list[str], ending: str, count: int, openings: int
) -> None:
    with opened(listed(tmp_path, count, ending), Options()) as given:
        read = [references(given.chunks(), given.names.index("reference")) for _ in range(3)]
    assert read == [[f"r-{number}" for number in range(count)]] * 3
    assert len(times_opened) == openings


def test_a_list_is_named_in_what_is_wrong_with_it_as_a_frame(tmp_path: Path) -> None:
    name = listed(tmp_path, 1)
    with pytest.raises(InputFileError) as caught, opened(name, Options()):
        raise FrameError("one", "two")
    assert (caught.value.name, caught.value.problems) == (name, ("one", "two"))


def test_rows_of_which_not_all_were_asked_for_are_read_again(tmp_path: Path, times_opened: list[str]) -> None:
    with opened(listed(tmp_path, 4), Options()) as given:
        (first,) = islice(given.chunks(), 1)
        assert len(first.rows) == 2
        assert [len(chunk.rows) for chunk in given.chunks()] == [2, 2]
    assert len(times_opened) == 2


@pytest.mark.parametrize(("count", "openings"), [(4, 1), (5, 2)])
def test_whoever_computes_a_short_list_opens_it_once(
    tmp_path: Path, times_opened: list[str], count: int, openings: int
) -> None:
    source, book = listed(tmp_path, count), "usmb-icm-2023"
    without = {name: value for name, value in STAY.items() if name != "total_eur"}
    plain = write(tmp_path / "plain.csv", [without] * count)
    assert calculate_file(plain, str(tmp_path / "out.csv"), book).granted == count
    assert missing_figures(plain, book).rows == count
    assert len(list(read_mobilities(plain, book))) == count
    assert times_opened == [plain] * 3 * openings
    times_opened.clear()
    assert audit_file(source, book).agreeing == count
    assert len(times_opened) == 2 * openings - 1


@pytest.mark.parametrize(
    ("name", "options", "sentences"),
    [
        ("list.csv", Options(sheet="Outgoing"), ["only a workbook has sheets, so no sheet can be named"]),
        (
            "list.jsonl",
            Options(heading_row=2),
            ["its format names the columns itself, so no row of headings can be named"],
        ),
        ("list.parquet", Options(heading_row=1, encoding="cp1250"), ["no row of headings", "no encoding can be named"]),
        ("list.xlsx", Options(encoding="cp1250"), ["its format says how text is encoded, so no encoding can be named"]),
        ("list.xml", Options(sheet="1", encoding="utf-8"), ["no sheet can be named", "no encoding can be named"]),
    ],
)
def test_what_a_format_does_not_have_cannot_be_said_of_a_list(
    tmp_path: Path, name: str, options: Options, sentences: list[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(b"not read yet")
    with pytest.raises(InputFileError) as caught, opened(str(path), options):
        raise AssertionError
    assert len(caught.value.problems) == len(sentences)
    assert all(said in problem for said, problem in zip(sentences, caught.value.problems, strict=True))
