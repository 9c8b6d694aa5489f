"""Tables that several calls of 2014 to 2020 share: countries, travel support, shares of the daily rate."""

from decimal import Decimal
from typing import Final

from erasmus_grants.rulebooks.eu._countries import ELSEWHERE, IRAN_IRAQ_YEMEN
from erasmus_grants.rulebooks.eu._sources_2014 import (
    REDUCED_2015,
    REDUCED_2018,
    TRAVEL_10_KM_KA107,
    TRAVEL_8000_KM_2015,
    TRAVEL_8000_KM_2016,
)
from erasmus_grants.rules.daily_rates import DayTier
from erasmus_grants.rules.distance_bands import DistanceBand

# fmt: off
STAFF_GROUP_A: Final = ("DK", "GB", "IE", "NL", "SE")
STAFF_GROUP_B: Final = (
    "AT", "BE", "BG", "CY", "CZ", "FI", "FR", "GR", "HU", "IS", "IT", "LI", "LU", "NO", "PL", "RO", "TR",
)
STAFF_GROUP_C: Final = ("DE", "ES", "LV", "MK", "MT", "PT", "SK")
STAFF_GROUP_D: Final = ("EE", "HR", "LT", "SI")

STUDENT_GROUP_1: Final = ("AT", "DK", "FI", "FR", "GB", "IE", "IT", "LI", "NO", "SE")
STUDENT_GROUP_2: Final = ("BE", "CY", "CZ", "DE", "ES", "GR", "HR", "IS", "LU", "NL", "PT", "SI", "TR")
STUDENT_GROUP_3: Final = ("BG", "EE", "HU", "LT", "LV", "MK", "MT", "PL", "RO", "SK")

GROUP_1_FROM_2018: Final = ("DK", "FI", "GB", "IE", "IS", "LI", "LU", "NO", "SE")
GROUP_2_FROM_2018: Final = ("AT", "BE", "CY", "DE", "ES", "FR", "GR", "IT", "MT", "NL", "PT")
GROUP_3_IN_2018: Final = ("BG", "CZ", "EE", "HR", "HU", "LT", "LV", "MK", "PL", "RO", "SI", "SK", "TR")
GROUP_3_FROM_2019: Final = (*GROUP_3_IN_2018, "RS")

ALL_BUT_DE_ES_FR: Final = (
    "AT", "BE", "BG", "CY", "CZ", "DK", "EE", "FI", "GB", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV",
    "MK", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "TR",
)
ALL_BUT_ES_FR_GB_IE_PL_RS: Final = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "FI", "GR", "HR", "HU", "IS", "IT", "LI", "LT", "LU", "LV", "MK",
    "MT", "NL", "NO", "PT", "RO", "SE", "SI", "SK", "TR",
)
ALL_BUT_FR_TO_2018: Final = ("DE", "ES", *ALL_BUT_DE_ES_FR)
# fmt: on

THIRD_COUNTRIES_TO_2017: Final = (*ELSEWHERE, "RU", "RS")
THIRD_COUNTRIES_IN_2018: Final = (*THIRD_COUNTRIES_TO_2017, *IRAN_IRAQ_YEMEN)
THIRD_COUNTRIES_FROM_2019: Final = (*ELSEWHERE, "RU", *IRAN_IRAQ_YEMEN)

_FROM_10_KM: Final = DistanceBand(from_km=10, below_km=100, standard_eur=Decimal("20.00"))
_FROM_100_KM: Final = (
    DistanceBand(from_km=100, below_km=500, standard_eur=Decimal("180.00")),
    DistanceBand(from_km=500, below_km=2000, standard_eur=Decimal("275.00")),
    DistanceBand(from_km=2000, below_km=3000, standard_eur=Decimal("360.00")),
    DistanceBand(from_km=3000, below_km=4000, standard_eur=Decimal("530.00")),
    DistanceBand(from_km=4000, below_km=8000, standard_eur=Decimal("820.00")),
)
_1100: Final = Decimal("1100.00")
_1500: Final = Decimal("1500.00")

BANDS_KA103_TO_2016: Final = (*_FROM_100_KM, DistanceBand(from_km=8000, standard_eur=_1100))
BANDS_KA107_2015: Final = (
    *_FROM_100_KM,
    DistanceBand(from_km=8000, standard_eur=_1100, source=TRAVEL_8000_KM_2015),
)
BANDS_KA107_2016: Final = (
    *_FROM_100_KM,
    DistanceBand(from_km=8000, standard_eur=_1100, source=TRAVEL_8000_KM_2016),
)
BANDS_2017: Final = (
    DistanceBand(
        from_km=10,
        below_km=100,
        not_published="in which call this band was added is not known; "
        "supply it in a rulebook that is based on this one.",
    ),
    *_FROM_100_KM,
    DistanceBand(
        from_km=8000,
        not_published="it rose between calls 2016 and 2018, and no page is dated to call 2017; "
        "supply it in a rulebook that is based on this one.",
    ),
)
BANDS_KA103_FROM_2018: Final = (_FROM_10_KM, *_FROM_100_KM, DistanceBand(from_km=8000, standard_eur=_1500))
BANDS_KA107_FROM_2018: Final = (
    DistanceBand(from_km=10, below_km=100, standard_eur=Decimal("20.00"), source=TRAVEL_10_KM_KA107),
    *_FROM_100_KM,
    DistanceBand(from_km=8000, standard_eur=_1500),
)

FULL_TO_DAY_14_2015: Final = (
    DayTier(from_day=1, to_day=14, share=Decimal(1)),
    DayTier(from_day=15, to_day=60, share=Decimal("0.7"), source=REDUCED_2015),
)
FULL_TO_DAY_14_2018: Final = (
    DayTier(from_day=1, to_day=14, share=Decimal(1)),
    DayTier(from_day=15, to_day=60, share=Decimal("0.7"), source=REDUCED_2018),
)
