"""Whether a caller gives a mobility, a grant or an attendance, and not what could be read as one.

Examples:
    >>> check_grant('{"rulebook_id": "usmb-icm-2023"}')
    Traceback (most recent call last):
    ...
    TypeError: a grant is a GrantBreakdown, not a str: read_grant reads one that was stored
"""

from erasmus_grants.basics.errors import check_kind
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.mobility import Attendance, Mobility


def check_mobility(given: object) -> None:
    """Refuse what is no mobility.

    Raises:
        TypeError: It is none; the sentence says what reads one.
    """
    check_kind(given, Mobility, "a grant is calculated of a Mobility, not of {}: Mobility.model_validate reads a dict")


def check_grant(given: object) -> None:
    """Refuse what is no grant.

    Raises:
        TypeError: It is none; the sentence says what reads one.
    """
    check_kind(given, GrantBreakdown, "a grant is a GrantBreakdown, not {}: read_grant reads one that was stored")


def check_attendance(given: object) -> None:
    """Refuse what is no attendance.

    Raises:
        TypeError: It is none; the sentence says what reads one.
    """
    check_kind(given, Attendance, "an attendance is an Attendance, not {}: Attendance.model_validate reads a dict")
