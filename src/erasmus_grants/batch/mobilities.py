r"""The mobilities of a list, for programs that compute them one by one or keep them.

Examples:
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "list.csv"
    ...     count = path.write_text(
    ...         "Activity type;direction;Host country;Start date;End date;km\n"
    ...         "HE-STA;outgoing;Senegal;07/03/2022;11/03/2022;4070\n"
    ...         "HE-STA;outgoing;Senegal;07/03/2022;11/03/2022;far\n"
    ...     )
    ...     for one in read_mobilities(path):
    ...         print(one.mobility and one.mobility.distance_km, [problem.sentence for problem in one.problems])
    4070 []
    None ["'far' is not a number"]
"""

from collections.abc import Iterator
from os import fspath
from pathlib import Path
from typing import Unpack

from pydantic import Field

from erasmus_grants.basics.field_types import Many
from erasmus_grants.basics.model import Model
from erasmus_grants.batch.layout import HowToRead, Options
from erasmus_grants.batch.list_files import opened
from erasmus_grants.batch.row_places import RowPlace
from erasmus_grants.batch.run import rows_of, unreadable_cells
from erasmus_grants.batch.summary import UnreadableCell
from erasmus_grants.frames.rulebooks import Rulebooks, as_rulebooks
from erasmus_grants.places import DistanceEstimate
from erasmus_grants.records.mobility import Mobility


class ListedMobility(Model):
    """A row of a list, read."""

    row: int = Field(ge=1, description="the row, counted without the heading, empty ones and those left out")
    mobility: Mobility | None = Field(description="the mobility; null: something in the row cannot be read")
    problems: Many[UnreadableCell] = Field(description="what cannot be read")
    estimate: DistanceEstimate | None = Field(
        description="the distance between two cities that the mobility has; null: it states its own kilometres, or none"
    )
    no_estimate_because: str = Field(description="why two cities give no distance; empty: they do, or there are none")


def read_mobilities(
    source: str | Path, rulebooks: Rulebooks = (), **how: Unpack[HowToRead]
) -> Iterator[ListedMobility]:
    """Yield the mobility of each row of a list; a row that cannot be read says why, and no other row is lost.

    Records of XML that are no mobilities are no rows; `columns_of_file` says how many there are, and why.

    Args:
        source: A file of mobilities: CSV, Parquet, XLSX, JSON lines or XML.
        rulebooks: The rulebooks of the rows, or their ids or files, of which the directions follow where the list does
            not state them; none where it does, or where its countries decide.
        **how: What is not to be found out, as for `calculate_file`.

    Raises:
        UnknownRulebookError: No rulebook has an id.
        InputFileError: The file cannot be read, is not what its name promises, or has not the columns that are needed.
    """
    books = as_rulebooks(rulebooks)
    with opened(fspath(source), Options(**how)) as given:
        grants = rows_of(given, books)
        rows = ((chunk.where(place), row) for chunk in given.chunks() for place, row in enumerate(chunk.rows))
        for number, (where, row) in enumerate(rows, 1):
            read = grants.listed(row)
            journey = read.journey
            yield ListedMobility(
                row=number,
                mobility=read.mobility,
                problems=unreadable_cells(grants, RowPlace(number, where), row, read.problems),
                estimate=None if journey is None else journey.estimate,
                no_estimate_because="" if journey is None else journey.problem,
            )
