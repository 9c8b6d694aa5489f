"""Small files of mobilities in each format, and what is in such files."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

FORMATS = ("csv", "parquet", "xlsx", "jsonl")

DAKAR: dict[str, object] = {
    "reference": "dakar",
    "activity": "STA",
    "direction": "outgoing",
    "receiving_country": "SN",
    "start_date": date(2022, 3, 7),
    "end_date": date(2022, 3, 11),
    "distance_km": 4070,
    "teaching_hours": 8,
}
"""820 + 5 x 180 + 2 x 180 = 2080.00 by usmb-icm-2023; before 820 + 75 % of 1260 = 1765.00, after 315.00."""

STATUS = {"not eligible": "not_eligible", "not yet known": "undetermined"}
"""What other formats call a status that a sheet says in words."""

Row = dict[str, object]


def text_of(cell: object) -> str:
    return "" if cell is None else str(cell)


def write(path: Path, rows: Sequence[Row], names: Sequence[str] = ()) -> str:
    """Write rows in the format of a file, as programs of that format do; return its name."""
    columns = list(names) or list(rows[0])
    match path.suffix:
        case ".csv":
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(columns)
                writer.writerows([text_of(row[name]) for name in columns] for row in rows)
        case ".parquet":
            pq.write_table(
                pa.Table.from_pylist(list(rows)) if rows else pa.table({n: pa.array([], "string") for n in columns}),
                path,
            )
        case ".xlsx":
            book = openpyxl.Workbook()
            book.worksheets[0].append(columns)
            for row in rows:
                book.worksheets[0].append([row[name] for name in columns])
            for line in book.worksheets[0].iter_rows():
                for cell in line:
                    cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
            book.save(path)
        case _:
            path.write_text("".join(json.dumps(row, default=str) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def numbered(rows: Sequence[Row]) -> list[Row]:
    """Return rows with a reference of their own each, so that none repeats another."""
    return [{**row, "reference": f"row-{number}"} for number, row in enumerate(rows, 1)]


def sheet_rows(path: Path, title: str) -> list[Row]:
    """Return the rows of a sheet, with the values that were saved, and the words of a status as other formats say it."""
    header, *rows = openpyxl.load_workbook(path, data_only=True)[title].iter_rows(values_only=True)
    found = [dict(zip(map(str, header), row, strict=True)) for row in rows]
    return [one | {"status": STATUS.get(str(one["status"]), one["status"])} for one in found]


def read(path: Path) -> list[Row]:
    """Return the rows of a file as its format keeps them."""
    match path.suffix:
        case ".csv":
            text = path.read_text(encoding="utf-8-sig")
            mark = ";" if ";" in text.splitlines()[0] else ","
            return list(csv.DictReader(text.splitlines(), delimiter=mark))
        case ".parquet":
            return pq.read_table(path).to_pylist()
        case ".xlsx":
            rows = sheet_rows(path, "grants")
            own = ("row_number", "finding_sentences")
            return [{name: one[name] for name in one if name not in own} for one in rows if one[own[0]] != "total"]
        case _:
            return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
