"""The packages of the extra `places`, which are imported when they are used.

Examples:
    >>> module("haversine").__name__
    'haversine'
"""

from importlib import import_module
from importlib.metadata import version
from types import ModuleType

from erasmus_grants.basics.errors import how_to_install


def module(name: str) -> ModuleType:
    """Return a package of the extra.

    Args:
        name: The package.

    Raises:
        ModuleNotFoundError: It is not installed; the error says how to install it.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError:
        sentence = f"distances between cities need {name}: {how_to_install('places')}"
        raise ModuleNotFoundError(sentence, name=name) from None


def version_of(name: str) -> str:
    """Return the version of a package that is installed."""
    return version(name)
