"""Which format a name promises."""

import pytest

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch.formats import Format, format_of


@pytest.mark.parametrize(
    ("name", "which"),
    [
        ("list.csv", Format.CSV),
        ("a.b/LIST.CSV", Format.CSV),
        ("list.parquet", Format.PARQUET),
        ("list.2022.xlsx", Format.XLSX),
        ("list.jsonl", Format.JSON_LINES),
        ("list.ndjson", Format.JSON_LINES),
        ("records.XML", Format.XML),
    ],
)
def test_the_end_of_a_name_is_its_format(name: str, which: Format) -> None:
    assert format_of(name) is which


@pytest.mark.parametrize("name", ["list", "list.xls", "list.json", "csv", ".csv", "list.csv.gz", ""])
def test_another_end_is_refused(name: str) -> None:
    with pytest.raises(InputFileError, match=r"does not end in \.csv, \.parquet, \.xlsx, \.jsonl or \.xml"):
        format_of(name)
