"""Records of a list that are no rows of it: how many there were, and why.

Examples:
    >>> from erasmus_grants.basics.english import ENGLISH
    >>> left_out_table([LeftOut(sentence="its status is 'cancelled'", records=2)], ENGLISH.labels).rows
    (("its status is 'cancelled'", '2'),)
"""

from collections.abc import Sequence

from pydantic import Field

from erasmus_grants.basics.labels import Labels
from erasmus_grants.basics.model import Model
from erasmus_grants.report.rendering import Column, Table

LEFT_OUT = "records that are no mobilities, of a kind that is not read or on another sheet, and rows that add up others"
"""What the field of this name is in each result."""


class LeftOut(Model):
    """Records of a list that were left out for one reason."""

    sentence: str = Field(description="why")
    records: int = Field(ge=1, description="records that were left out for it")


def left_out_table(left_out: Sequence[LeftOut], labels: Labels) -> Table:
    """Return what was left out as a table, which is empty if nothing was."""
    rows = tuple((one.sentence, str(one.records)) for one in left_out)
    return Table(labels.left_out, (Column(labels.why), Column(labels.records, numeric=True)), rows)
