"""What a date cell of a workbook shows of its date, by its number format.

Whoever types `02/2025` into a spreadsheet gets 1 February 2025, shown as Feb-25; and who types `1/9` gets this year.

Source:
    ECMA-376, Part 1, 18.8.31 (numFmts): letters of dates, which are the same whatever the language of the spreadsheet.

Examples:
    >>> not_shown("mmm-yy"), not_shown("d-mmm"), not_shown("dd/mm/yyyy;@")
    ('day', 'year', '')
"""

import re
from functools import lru_cache
from typing import Final

_NO_LETTERS_OF_DATES: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].').sub
"""Text in quotation marks, a language or a colour in brackets, and a letter that is shown as it is."""

_DAY: Final = re.compile(r"(?<!d)dd?(?!d)").search  # three and more are a weekday
_YEAR: Final = re.compile(r"[yebr]").search  # by our calendar, that of Japan or that of Thailand
_NO_DATE: Final = re.compile(r"(?![dmyebrghsap])[^\W\d_]").search
_FORMATS_KEPT: Final = 256


@lru_cache(_FORMATS_KEPT)
def not_shown(number_format: str) -> str:
    """Return which part of a date is not shown, `day` or `year`; an empty text: it is shown whole, or nobody knows.

    Args:
        number_format: The number format of the cell.
    """
    shown = _NO_LETTERS_OF_DATES(" ", number_format).partition(";")[0].casefold()
    if _NO_DATE(shown):
        return ""
    if not _DAY(shown):
        return "day"
    return "" if _YEAR(shown) else "year"
