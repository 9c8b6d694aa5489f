"""Countries of calls 2021 to 2026: groups by costs of living, regions, islands and territories.

Source:
    Programme Guide 2023, pp. 33 to 35 (regions) and 69 (groups, to call 2023); Programme Guide 2026, pp. 33 to 36, 67, 68
    (groups, from call 2024); groups of 2024: https://uol.de/erasmus/erasmus-finanzierung
    Outermost regions: article 349 of the Treaty on the Functioning of the European Union; overseas countries and
    territories: annex II of the same; the Canary Islands (ES-CN), the Azores (PT-20) and Madeira (PT-30) have no code of
    their own in ISO 3166-1, but in ISO 3166-2
"""

GROUPS_TO_2023 = {
    1: ("DK", "FI", "IE", "IS", "LI", "LU", "NO", "SE"),
    2: ("AT", "BE", "CY", "DE", "ES", "FR", "GR", "IT", "MT", "NL", "PT"),
    3: ("BG", "CZ", "EE", "HR", "HU", "LT", "LV", "MK", "PL", "RO", "RS", "SI", "SK", "TR"),
}
GROUPS_FROM_2024 = {
    1: ("AT", "BE", "DE", "DK", "FI", "FR", "IE", "IS", "IT", "LI", "LU", "NL", "NO", "SE"),
    2: ("CY", "CZ", "EE", "ES", "GR", "LV", "MT", "PT", "SI", "SK"),
    3: ("BG", "HR", "HU", "LT", "MK", "PL", "RO", "RS", "TR"),
}
REGION_13 = ("AD", "MC", "SM", "VA")
REGION_14 = ("CH", "FO", "GB")
ISLANDS = ("CY", "IS", "MT")
OUTERMOST_REGIONS = {
    "ES": ("ES-CN",),
    "FR": ("GF", "GP", "MF", "MQ", "RE", "YT"),
    "PT": ("PT-20", "PT-30"),
}
OVERSEAS = {
    "DK": ("GL",),
    "FR": ("BL", "NC", "PF", "PM", "TF", "WF"),
    "NL": ("AW", "BQ", "CW", "SX"),
}
"""Overseas countries and territories, by the member state to which they belong."""

NOWHERE = (
    *("AI", "AQ", "AS", "BM", "BV", "CC", "CX", "EH", "FK", "GG", "GI", "GS", "GU", "HM", "IM", "IO", "JE", "KY"),
    *("MP", "MS", "NF", "PN", "PR", "SH", "TC", "UM", "VG", "VI"),
)
"""Other territories: no page says how they count."""


def member_state_of(country: str) -> str:
    """Return the member state to which an outermost region or an overseas territory belongs; others are their own."""
    for places in (OUTERMOST_REGIONS, OVERSEAS):
        for member_state, remote in places.items():
            if country in remote:
                return member_state
    return country


def group_of(country: str, year: int) -> int | None:
    """Return the group of a programme country by its costs of living; None: it is none.

    Outermost regions and overseas territories are in the programme as their member state is (2023, p. 33, note 19; 2026,
    p. 33, note 41; "include outermost regions and OCTs": 2023, p. 71; 2026, p. 69).
    """
    for group, countries in (GROUPS_TO_2023 if year <= 2023 else GROUPS_FROM_2024).items():
        if member_state_of(country) in countries:
            return group
    return None


def group_with_regions(country: str, year: int) -> int | None:
    """Return the same, where Regions 13 and 14 have a group too: 2 and 1, from 2024 on both 1."""
    if country in REGION_14:
        return 1
    if country in REGION_13:
        return 2 if year <= 2023 else 1
    return group_of(country, year)


def region_of(country: str) -> int | None:
    """Return 13 or 14, if a country is in one of these regions."""
    return 13 if country in REGION_13 else 14 if country in REGION_14 else None


def is_remote(country: str) -> bool:
    """Return whether a country is an outermost region, or an overseas country or territory."""
    return member_state_of(country) != country


def sends(country: str, year: int) -> bool:
    """Return whether institutions of a country send participants with money of the programme."""
    return group_of(country, year) is not None


def is_third_country(country: str, year: int) -> bool:
    """Return whether a country is in Regions 1 to 12."""
    return country not in NOWHERE and group_with_regions(country, year) is None
