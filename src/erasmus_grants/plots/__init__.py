"""Pictures of grants, where a picture says more than a table (extra `plots`).

Each function returns a figure of matplotlib, which a notebook shows, and `savefig` writes as PNG, SVG or PDF.

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> picture = plot_grant_by_length(toy_mobility(), toy_rulebook())
    >>> picture.get_suptitle().splitlines()
    ['Grant by length of the stay', 'STA outgoing']
"""

from erasmus_grants.plots.by_distance import plot_grant_by_distance
from erasmus_grants.plots.by_length import plot_grant_by_length
from erasmus_grants.plots.compared import plot_comparison
from erasmus_grants.plots.lists import plot_list

__all__ = ["plot_comparison", "plot_grant_by_distance", "plot_grant_by_length", "plot_list"]
