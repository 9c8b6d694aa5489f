"""Country groups of calls 2021 to 2025.

Source:
    Programme Guide, Part A, "Eligible countries", and the pages of `_sources_2021` that print the groups of each call.
"""

from typing import Final

from erasmus_grants.rulebooks.eu._countries import (
    ELSEWHERE,
    FO_CH_GB,
    GULF_STATES,
    IRAN_IRAQ_YEMEN,
    MICROSTATES,
    OUTERMOST_REGIONS,
    PROGRAMME_FROM_2021,
)
from erasmus_grants.rulebooks.eu._sources_2021 import (
    ELIGIBLE_COUNTRIES,
    GROUPS_2021,
    GROUPS_2024,
    GROUPS_2025,
    ISLANDS_2021,
    ISLANDS_2022,
    OUTERMOST_2024,
    PROGRAMME_COUNTRIES,
    REGIONS_2024,
    REGIONS_2025,
    RUSSIA_2025,
)
from erasmus_grants.rules.countries import CountryGroup

# fmt: off
_GROUP_1_2021: Final = ("DK", "FI", "IE", "IS", "LI", "LU", "NO", "SE")
_GROUP_2_2021: Final = ("AT", "BE", "CY", "DE", "ES", "FR", "GR", "IT", "MT", "NL", "PT")
_GROUP_3_2021: Final = ("BG", "CZ", "EE", "HR", "HU", "LT", "LV", "MK", "PL", "RO", "RS", "SI", "SK", "TR")

_GROUP_1_2024: Final = ("AT", "BE", "DE", "DK", "FI", "FR", "IE", "IS", "IT", "LI", "LU", "NL", "NO", "SE")
_GROUP_2_2024: Final = ("CY", "CZ", "EE", "ES", "GR", "LV", "MT", "PT", "SI", "SK")
_GROUP_3_2024: Final = ("BG", "HR", "HU", "LT", "MK", "PL", "RO", "RS", "TR")

_ISLANDS: Final = ("CY", "IS", "MT")
_MAINLAND: Final = (
    "AT", "BE", "BG", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LI", "LT", "LU", "LV", "MK",
    "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR",
)
# fmt: on
_THIRD_COUNTRIES_BUT_RUSSIA: Final = (*ELSEWHERE, *GULF_STATES, *IRAN_IRAQ_YEMEN)

PROGRAMME_GROUP: Final = CountryGroup(
    id="programme-countries", countries=PROGRAMME_FROM_2021, source=PROGRAMME_COUNTRIES
)
THIRD_COUNTRIES: Final = CountryGroup(
    id="third-countries", countries=(*_THIRD_COUNTRIES_BUT_RUSSIA, "RU"), source=ELIGIBLE_COUNTRIES
)
THIRD_COUNTRIES_BUT_RUSSIA: Final = CountryGroup(
    id="third-countries", countries=_THIRD_COUNTRIES_BUT_RUSSIA, source=ELIGIBLE_COUNTRIES
)
RUSSIA: Final = CountryGroup(id="russia", countries=("RU",), source=RUSSIA_2025)
OUTERMOST: Final = CountryGroup(id="outermost-regions", countries=OUTERMOST_REGIONS, source=OUTERMOST_2024)

LIVING_COSTS_2021: Final = (
    CountryGroup(id="group-1", countries=_GROUP_1_2021, source=GROUPS_2021),
    CountryGroup(id="group-2", countries=_GROUP_2_2021, source=GROUPS_2021),
    CountryGroup(id="group-3", countries=_GROUP_3_2021, source=GROUPS_2021),
)
"""Calls 2021 to 2023."""

LIVING_COSTS_2024: Final = (
    CountryGroup(id="group-1", countries=_GROUP_1_2024, source=GROUPS_2024),
    CountryGroup(id="group-2", countries=_GROUP_2_2024, source=GROUPS_2024),
    CountryGroup(id="group-3", countries=_GROUP_3_2024, source=GROUPS_2024),
)
LIVING_COSTS_2025: Final = (
    CountryGroup(id="group-1", countries=_GROUP_1_2024, source=GROUPS_2025),
    CountryGroup(id="group-2", countries=_GROUP_2_2024, source=GROUPS_2025),
    CountryGroup(id="group-3", countries=_GROUP_3_2024, source=GROUPS_2025),
)
"""The lists of call 2024, which another page prints for call 2025."""

REGIONS_13_14_2021: Final = (
    CountryGroup(id="region-13", countries=MICROSTATES, source=GROUPS_2021),
    CountryGroup(id="region-14", countries=FO_CH_GB, source=GROUPS_2021),
)
"""Calls 2021 to 2023; Region 13 was called Region 5 in call 2021."""

REGIONS_13_14_2024: Final = (
    CountryGroup(id="region-13", countries=MICROSTATES, source=REGIONS_2024),
    CountryGroup(id="region-14", countries=FO_CH_GB, source=REGIONS_2024),
)
REGIONS_13_14_2025: Final = (
    CountryGroup(id="region-13", countries=MICROSTATES, source=REGIONS_2025),
    CountryGroup(id="region-14", countries=FO_CH_GB, source=REGIONS_2025),
)

ISLANDS_AND_MAINLAND_2021: Final = (
    CountryGroup(id="islands", countries=_ISLANDS, source=ISLANDS_2021),
    CountryGroup(id="mainland", countries=_MAINLAND, source=ISLANDS_2021),
)
ISLANDS_AND_MAINLAND_2022: Final = (
    CountryGroup(id="islands", countries=_ISLANDS, source=ISLANDS_2022),
    CountryGroup(id="mainland", countries=_MAINLAND, source=ISLANDS_2022),
)
"""Calls 2022 and 2023."""
