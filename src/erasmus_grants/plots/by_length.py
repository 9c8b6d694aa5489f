"""The grant over the length of the stay.

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> picture = plot_grant_by_length(toy_mobility(), toy_rulebook())
    >>> picture.axes[0].get_xlabel()
    'length of the stay [calendar days]'
"""

from datetime import date
from types import NoneType
from typing import Final

from pydantic import ValidationError

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.errors import check_kind
from erasmus_grants.basics.language import Language, check_language
from erasmus_grants.basics.periods import calendar_days
from erasmus_grants.basics.vocabulary import LengthUnit
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.plots.answers import answer_told, mobility_told
from erasmus_grants.plots.extra import Figure
from erasmus_grants.plots.pictures import empty_picture, finished
from erasmus_grants.plots.steps import Steps, draw_bounds, draw_stack, draw_where_no_amount
from erasmus_grants.records.argument_checks import check_mobility
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebooks.loading import AnyRulebook

_LEAST_DAYS: Final = 30
_HALF_A_DAY: Final = 1 / 2


def plot_grant_by_length(
    mobility: Mobility, rulebook: AnyRulebook, *, days: range | None = None, language: Language = ENGLISH
) -> Figure:
    """Return a picture of the grant over the length of the stay: the first day stays, the last one moves.

    The lines of each grant are stacked by their kind.  Lengths that are not eligible are hatched over the whole height,
    and a grant that is not yet known from its lowest to its highest total.  Lengths that another field of the mobility
    rules out, such as its days of interruption, are left blank.

    Args:
        mobility: The mobility as planned.
        rulebook: A rulebook, the id of one that comes with the library, or a TOML or JSON file.
        days: The lengths [calendar days]; omitted: from one day to twice the planned length, and 30 days at least.
        language: The tables of the language that the reader reads.

    Raises:
        UnknownRulebookError: No rulebook has this id.
        RulebookFileError: The file cannot be read, or its rulebook is not sound.
        ValueError: `days` is empty, leaves lengths out, has one below 1, or one beyond the calendar.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> picture = plot_grant_by_length(toy_mobility(), toy_rulebook(), days=range(1, 15))
        >>> [text.get_text() for text in picture.legends[0].get_texts()][:2]
        ['travel support', 'individual support']
    """
    check_mobility(mobility)
    check_language(language)
    check_kind(days, (range, NoneType), "days are a range of whole lengths, as range(1, 61), not {}")
    planned = calendar_days(mobility.start_date, mobility.end_date)
    lengths = range(1, max(2 * planned, _LEAST_DAYS) + 1) if days is None else days
    if not lengths or lengths[0] < 1 or lengths.step != 1:
        raise ValueError(f"days are a range of whole lengths from 1 on, as range(1, 61), not {lengths}")
    calculator, labels = GrantCalculator(rulebook), language.labels
    grant = calculator.calculate(mobility)
    edges = [length - _HALF_A_DAY for length in (*lengths, lengths[-1] + 1)]
    steps = Steps(edges, [_grant_of(calculator, mobility, length) for length in lengths])
    title = f"{labels.grant_by_length}\n{mobility_told(mobility, language)}"
    picture, (panel,) = empty_picture(title)
    draw_stack(panel, steps, language)
    draw_bounds(panel, steps, name=labels.between_bounds)
    draw_where_no_amount(panel, steps, labels)
    if planned in lengths:
        length = language.say("{days} {unit:of days}", [("days", str(planned)), ("unit", LengthUnit.CALENDAR_DAYS)])
        panel.mark(planned, name=labels.planned.format(what=f"{length}, {answer_told(grant, language)}"))
    panel.numbers("x", labels.stay_days)
    panel.numbers("y", labels.grant_eur)
    panel.reach(edges[0], edges[-1])
    return finished(picture, " ".join(grant.report(language).notes))


def _grant_of(calculator: GrantCalculator, mobility: Mobility, length: int) -> GrantBreakdown | None:
    """Return the grant of a stay of some calendar days; None: another field rules such a stay out."""
    end = date.fromordinal(mobility.start_date.toordinal() + length - 1)
    try:
        stay = mobility.model_copy(update={"end_date": end})
    except ValidationError:
        return None
    return calculator.calculate(stay)
