"""Countries that the calls of the programme group, each list as a page prints it.

The groups by living costs stand with their sources in the modules of the calls.

Source:
    Erasmus+ Programme Guide, Part A, "Eligible countries":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-a/eligible-countries
"""

from typing import Final

# fmt: off
PROGRAMME_TO_2018: Final = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "TR",
)
"""Programme countries of calls 2014 to 2018: the 28 member states, Iceland, Liechtenstein, Norway, North Macedonia, Türkiye."""

PROGRAMME_2019_2020: Final = (*PROGRAMME_TO_2018, "RS")
"""Programme countries of calls 2019 and 2020: Serbia too."""

PROGRAMME_FROM_2021: Final = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU",
    "LV", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR",
)
"""Member states and third countries associated to the programme, from call 2021: without the United Kingdom."""

MICROSTATES: Final = ("AD", "MC", "SM", "VA")
"""Region 5 in call 2021, Region 13 from call 2022."""

FO_CH_GB: Final = ("CH", "FO", "GB")
"""Region 14."""

GULF_STATES: Final = ("AE", "BH", "KW", "OM", "QA", "SA")

IRAN_IRAQ_YEMEN: Final = ("IQ", "IR", "YE")

OUTERMOST_REGIONS: Final = ("GF", "GP", "MF", "MQ", "RE", "YT")
"""Outermost regions that have a country code of their own; the Azores, Madeira and the Canary Islands have none."""

ELSEWHERE: Final = (
    "AF", "AG", "AL", "AM", "AO", "AR", "AU", "AZ", "BA", "BB", "BD", "BF", "BI", "BJ", "BN", "BO", "BR", "BS", "BT", "BW", "BY", "BZ", "CA", "CD", "CF", "CG", "CI", "CK",
    "CL", "CM", "CN", "CO", "CR", "CU", "CV", "DJ", "DM", "DO", "DZ", "EC", "EG", "ER", "ET", "FJ", "FM", "GA", "GD", "GE", "GH", "GM", "GN", "GQ", "GT", "GW", "GY", "HK",
    "HN", "HT", "ID", "IL", "IN", "JM", "JO", "JP", "KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KZ", "LA", "LB", "LC", "LK", "LR", "LS", "LY", "MA", "MD", "ME", "MG",
    "MH", "ML", "MM", "MN", "MO", "MR", "MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NE", "NG", "NI", "NP", "NR", "NU", "NZ", "PA", "PE", "PG", "PH", "PK", "PS", "PW", "PY",
    "RW", "SB", "SC", "SD", "SG", "SL", "SN", "SO", "SR", "SS", "ST", "SV", "SY", "SZ", "TD", "TG", "TH", "TJ", "TL", "TM", "TN", "TO", "TT", "TV", "TW", "TZ", "UA", "UG",
    "US", "UY", "UZ", "VC", "VE", "VN", "VU", "WS", "XK", "ZA", "ZM", "ZW",
)
"""Any other third country but Russia; dependent territories are in no list, since no page says how they count."""
# fmt: on
