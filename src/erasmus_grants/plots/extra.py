"""The packages of the extra `plots`: whatever draws gets them from here.

Examples:
    >>> Figure.__module__
    'matplotlib.figure'
"""

from erasmus_grants.basics.errors import how_to_install

try:
    import narwhals  # noqa: F401  # pyright: ignore[reportUnusedImport] - a list is a frame
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter
except ModuleNotFoundError as missing:
    package = str(missing.name).partition(".")[0]
    raise ModuleNotFoundError(f"plots need {package}: {how_to_install('plots')}", name=package) from None

__all__ = ["Axes", "Figure", "MaxNLocator", "StrMethodFormatter"]
