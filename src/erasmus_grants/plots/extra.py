"""The packages of the extra `plots`: whatever draws gets them from here.

Examples:
    >>> Figure.__module__
    'matplotlib.figure'
"""

from typing import Final

HOW_TO_INSTALL: Final = "pip install 'erasmus-grants[plots]'"
"""The command that installs the extra."""

try:
    import narwhals  # noqa: F401  # pyright: ignore[reportUnusedImport] - a list is a frame
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter
except ModuleNotFoundError as missing:
    package = str(missing.name).partition(".")[0]
    raise ModuleNotFoundError(f"plots need {package}: {HOW_TO_INSTALL}", name=package) from None

__all__ = ["HOW_TO_INSTALL", "Axes", "Figure", "MaxNLocator", "StrMethodFormatter"]
