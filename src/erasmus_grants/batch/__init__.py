r"""Whole files of mobilities: CSV, Parquet, XLSX and JSON lines, in and out, and XML, in (extra `files`).

A file is read and written a few thousand rows at a time, so that its size does not matter, and stands under its name
only when all of it is written.

Examples:
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     source, target = Path(folder, "list.csv"), Path(folder, "grants.xlsx")
    ...     count = source.write_text(
    ...         "activity,direction,start_date,end_date,distance_km,teaching_hours\n"
    ...         "STA,outgoing,2022-03-07,2022-03-11,4070,8\n"
    ...     )
    ...     calculate_file(source, target, "usmb-icm-2023").total_eur
    Decimal('2080.00')
"""

from erasmus_grants.batch.audit import CauseCount, DifferingRow, ListAudit, audit_file
from erasmus_grants.batch.called_off import CalledOffRow
from erasmus_grants.batch.layout import HowToRead
from erasmus_grants.batch.left_out import LeftOut
from erasmus_grants.batch.missing import MissingFigures, missing_figures
from erasmus_grants.batch.mobilities import ListedMobility, read_mobilities
from erasmus_grants.batch.recognition import ColumnOfList, FieldOfAllRows, ListColumns
from erasmus_grants.batch.repeats import RepeatingRow
from erasmus_grants.batch.run import calculate_file, columns_of_file
from erasmus_grants.batch.summary import BatchSummary, DistanceCount

__all__ = [
    "BatchSummary",
    "CalledOffRow",
    "CauseCount",
    "ColumnOfList",
    "DifferingRow",
    "DistanceCount",
    "FieldOfAllRows",
    "HowToRead",
    "LeftOut",
    "ListAudit",
    "ListColumns",
    "ListedMobility",
    "MissingFigures",
    "RepeatingRow",
    "audit_file",
    "calculate_file",
    "columns_of_file",
    "missing_figures",
    "read_mobilities",
]
