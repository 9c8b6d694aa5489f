"""What a date cell of a workbook shows of its date."""

import pytest

from erasmus_grants.batch.xlsx.number_formats import not_shown


@pytest.mark.parametrize(
    "number_format",
    [
        "mm-dd-yy",  # the usual one of a date cell
        "d-mmm-yy",
        "yyyy\\-mm\\-dd;@",
        "dd/mm/yyyy;@",
        "m/d/yy h:mm",
        "yyyy-mm-dd h:mm:ss",
        "DD.MM.YYYY",
        "[$-407]d. mmmm yyyy;@",
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
        '[$-411]ggge"年"m"月"d"日"',
        "[$-107041E]d mmmm bbbb",
        '"d; "d.m.yy',
        "dd_)mm_)yy",
        "General",
        "TT.MM.JJJJ",  # no letters of this language of formats: nobody knows what is shown
    ],
)
def test_a_whole_date_is_shown(number_format: str) -> None:
    assert not_shown(number_format) == ""


@pytest.mark.parametrize(
    "number_format",
    ["mmm-yy", "mm/yyyy", "mmmm yyyy", "yyyy", "[$-409]mmmmm\\-yy;@", '"d" mm\\dyy', "dddd, mmmm yyyy", "h:mm", "m-y"],
)
def test_no_day_is_shown(number_format: str) -> None:
    assert not_shown(number_format) == "day"


@pytest.mark.parametrize("number_format", ["d-mmm", "[$-409]d\\-mmm;@", "dd.mm.", 'd. mmmm "y"', "ddd d/m"])
def test_no_year_is_shown(number_format: str) -> None:
    assert not_shown(number_format) == "year"
