"""The rulebooks that come with the library.  Each is a module of figures; none is loaded before it is asked for.

Examples:
    >>> "eu-ka131-2024" in known_rulebooks()
    True
"""

from importlib import import_module
from typing import Final

from erasmus_grants.errors import UnknownRulebookError
from erasmus_grants.rulebook import Rulebook

_MODULES: Final[dict[str, str]] = {
    "eu-ka103-2014": "eu.ka103_2014",
    "eu-ka103-2015": "eu.ka103_2015",
    "eu-ka103-2016": "eu.ka103_2016",
    "eu-ka103-2017": "eu.ka103_2017",
    "eu-ka103-2018": "eu.ka103_2018",
    "eu-ka103-2019": "eu.ka103_2019",
    "eu-ka103-2020": "eu.ka103_2020",
    "eu-ka107-2015": "eu.ka107_2015",
    "eu-ka107-2016": "eu.ka107_2016",
    "eu-ka107-2017": "eu.ka107_2017",
    "eu-ka107-2018": "eu.ka107_2018",
    "eu-ka107-2019": "eu.ka107_2019",
    "eu-ka107-2020": "eu.ka107_2020",
    "eu-ka131-2021": "eu.ka131_2021",
    "eu-ka131-2022": "eu.ka131_2022",
    "eu-ka131-2023": "eu.ka131_2023",
    "eu-ka131-2024": "eu.ka131_2024",
    "eu-ka131-2025": "eu.ka131_2025",
    "eu-ka171-2022": "eu.ka171_2022",
    "eu-ka171-2023": "eu.ka171_2023",
    "eu-ka171-2024": "eu.ka171_2024",
    "eu-ka171-2025": "eu.ka171_2025",
    "lille-ka171-2022": "universities.lille_ka171_2022",
    "na-de-ka131-2021": "na.de_ka131_2021",
    "na-de-ka131-2022": "na.de_ka131_2022",
    "na-de-ka131-2023": "na.de_ka131_2023",
    "na-pl-ka131-2024": "na.pl_ka131_2024",
    "usmb-bip-2024": "universities.usmb_bip_2024",
    "usmb-icm-2018": "universities.usmb_icm_2018",
    "usmb-icm-2023": "universities.usmb_icm_2023",
}


def known_rulebooks() -> tuple[str, ...]:
    """Return the ids of all rulebooks that come with the library, in alphabetical order."""
    return tuple(sorted(_MODULES))


def get_rulebook(rulebook_id: str) -> Rulebook:
    """Return a rulebook that comes with the library.

    Raises:
        UnknownRulebookError: There is none of this id; the error names the nearest one.

    Examples:
        >>> get_rulebook("usmb-bip-2024").action
        'KA131'
    """
    try:
        module = _MODULES[rulebook_id]
    except KeyError:
        raise UnknownRulebookError(rulebook_id, known=known_rulebooks()) from None
    rulebook: Rulebook = import_module(f"{__name__}.{module}").RULEBOOK
    return rulebook
