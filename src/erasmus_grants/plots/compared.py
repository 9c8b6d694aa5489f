"""Grants of a comparison side by side.

Examples:
    >>> from erasmus_grants.engine.comparison import compare
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> greener = {"green": {"travel_mode": "green"}}
    >>> picture = plot_comparison(compare(toy_mobility(), toy_rulebook(), what_if=greener))
    >>> [text.get_text() for text in picture.axes[0].texts]
    ['900.00 EUR', '950.00 EUR (+50.00)']
"""

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.errors import check_kind
from erasmus_grants.basics.language import Language, check_language
from erasmus_grants.basics.money import signed_eur, to_cents, total_eur
from erasmus_grants.engine.comparison import Comparison
from erasmus_grants.plots.answers import (
    amounts_by_kind,
    answer_told,
    bounds_of,
    is_granted,
    kinds_told,
    without_amount,
)
from erasmus_grants.plots.extra import Figure
from erasmus_grants.plots.pictures import BETWEEN, Panel, empty_picture, finished
from erasmus_grants.records.grant import GrantBreakdown


def plot_comparison(comparison: Comparison, *, language: Language = ENGLISH) -> Figure:
    """Return a picture of grants side by side: a bar for each case, by kind of line, and how much more or less it is.

    A case that is not eligible or not yet known is hatched, as in `plot_grant_by_length`.

    Args:
        comparison: What `compare` returned.
        language: The tables of the language that the reader reads.

    Examples:
        >>> from erasmus_grants.engine.comparison import compare
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> picture = plot_comparison(compare(toy_mobility(), toy_rulebook()))
        >>> [label.get_text() for label in picture.axes[0].get_yticklabels()]
        ['toy']
    """
    check_language(language)
    check_kind(comparison, Comparison, "what is drawn side by side is a Comparison, not {}: compare returns one")
    labels, cases = language.labels, comparison.cases
    picture, (panel,) = empty_picture(labels.side_by_side, height_inches=3 + len(cases) // 2)
    _draw_lines(panel, [case.grant for case in cases], language)
    for row, case in enumerate(cases):
        grant = case.grant
        if (bounds := bounds_of(grant)) is not None:
            least, most = map(float, bounds)
            panel.bars([row], [most - least], name=labels.between_bounds, fill=BETWEEN, starts=[least])
        if (open_row := without_amount(grant, labels)) is not None:
            name, fill = open_row
            panel.row_without_amount(row, name=name, fill=fill)
        panel.say_beside(row, float(grant.maximum_total_eur or 0), _beside_the_bar(grant, cases[0].grant, language))
    panel.name_rows([case.name for case in cases])
    panel.numbers("x", labels.grant_eur)
    panel.leave_room()
    return finished(picture, " ".join(comparison.report(language).notes))


def _draw_lines(panel: Panel, grants: list[GrantBreakdown], language: Language) -> None:
    """Draw the lines of the grants whose total is certain, one kind after the other."""
    amounts = {row: amounts_by_kind(grant) for row, grant in enumerate(grants) if is_granted(grant)}
    for kind, (name, fill) in enumerate(kinds_told(language)):
        lengths = [float(one[kind]) for one in amounts.values()]
        starts = [float(total_eur(one[:kind])) for one in amounts.values()]
        if any(lengths):
            panel.bars(list(amounts), lengths, name=name, fill=fill, starts=starts)


def _beside_the_bar(grant: GrantBreakdown, first: GrantBreakdown, language: Language) -> str:
    """Return what stands beside a bar: the answer, and, if both are granted, how far from the first one it is."""
    answer = answer_told(grant, language)
    if grant is first or not (is_granted(grant) and is_granted(first)):
        return answer
    ours, theirs = (to_cents(total_eur(amounts_by_kind(one))) for one in (grant, first))
    return f"{answer} ({signed_eur(ours - theirs)})"
