"""The rates that National Agencies set within the ranges of KA131, as pages print them.

Typed from the pages that the sources of each rulebook of an agency name; what is printed for traineeships has the 150 EUR
of the programme in it, which is taken off here.  `None` is what no page prints, or what two pages print differently.
"""

Rates = tuple[int | None, int | None, int | None]
"""To groups 1, 2 and 3 [EUR]."""

MONTHS: dict[tuple[str, int], Rates] = {
    ("AT", 2021): (480, 430, 380),
    ("AT", 2023): (520, 470, 420),
    ("AT", 2024): (520, 470, 470),
    ("AT", 2025): (520, 470, 470),
    ("BG", 2021): (540, 540, 490),
    ("CZ", 2021): (600, 600, 480),
    ("CZ", 2022): (600, 600, 480),
    ("CZ", 2023): (600, 600, 480),
    ("DE", 2021): (450, 390, 330),
    ("DE", 2022): (600, 540, 490),
    ("DE", 2023): (600, 540, 490),
    ("DE", 2024): (600, 540, 540),
    ("DE", 2025): (600, 540, 540),
    ("EE", 2022): (600, 600, 540),
    ("EE", 2023): (674, None, None),
    ("EE", 2024): (674, None, None),
    ("ES", 2021): (310, 260, 210),
    ("ES", 2022): (310, 260, 210),
    ("ES", 2023): (350, 300, 250),
    ("ES", 2024): (350, 300, 250),
    ("ES", 2025): (350, 300, 250),
    ("ES", 2026): (350, 300, 250),
    ("FI", 2022): (540, 490, 490),
    ("FI", 2023): (540, 490, 490),
    ("FI", 2024): (540, 490, 490),
    ("GR", 2022): (520, 470, 420),
    ("GR", 2023): (520, 470, 420),
    ("HR", 2021): (550, 550, 500),
    ("HR", 2025): (550, 550, 500),
    ("HR", 2026): (550, 550, 500),
    ("HU", 2021): (520, 520, 470),
    ("HU", 2022): (600, 600, 540),
    ("IE", 2024): (385, 330, 330),
    ("IS", 2021): (None, None, None),
    ("IS", 2022): (None, None, None),
    ("IS", 2023): (None, None, None),
    ("IS", 2025): (None, None, None),
    ("IT", 2022): (350, 300, 250),
    ("IT", 2023): (350, 300, 250),
    ("IT", 2024): (350, 300, 300),
    ("IT", 2025): (400, 350, 350),
    ("LT", 2021): (600, 600, 540),
    ("LT", 2022): (600, 600, 540),
    ("LT", 2023): (674, 674, 606),
    ("LT", 2024): (674, 674, 606),
    ("NO", 2022): (460, 410, 410),
    ("NO", 2023): (None, None, None),
    ("PL", 2021): (520, None, 450),
    ("PL", 2022): (550, 550, 450),
    ("PL", 2023): (670, 670, 600),
    ("PL", 2024): (670, 670, 600),
    ("PT", 2021): (400, 350, 300),
    ("PT", 2022): (400, 350, 300),
    ("PT", 2023): (450, 400, 350),
    ("PT", 2024): (450, 400, 350),
    ("SE", 2022): (None, None, None),
    ("SE", 2024): (560, 510, 510),
    ("SI", 2022): (600, 600, 540),
    ("SI", 2023): (674, 674, 606),
    ("SK", 2021): (520, 520, 470),
    ("SK", 2022): (570, 570, 520),
    ("SK", 2023): (None, None, None),
    ("TR", 2021): (600, 600, 450),
    ("TR", 2022): (600, 600, 450),
    ("TR", 2023): (600, 600, 450),
    ("TR", 2024): (600, 600, 450),
    ("TR", 2025): (600, 600, 450),
    ("TR", 2026): (600, 600, 450),
}
"""A month of students, by country and call; every rulebook of an agency is here, also those of staff alone."""

MONTHS_OF_REGION_14: dict[tuple[str, int], int] = {
    ("IS", 2025): 606,
    ("SE", 2022): 510,
}
"""The same to Region 14, where it alone is printed."""

DAYS: dict[tuple[str, int], Rates] = {
    ("CZ", 2021): (153, 136, 119),
    ("CZ", 2022): (153, 136, 119),
    ("CZ", 2023): (153, 136, 119),
    ("DE", 2021): (180, 160, 140),
    ("DE", 2022): (180, 160, 140),
    ("DE", 2023): (180, 160, 140),
    ("DE", 2024): (180, 160, 140),
    ("IS", 2021): (180, 160, 140),
    ("IS", 2022): (180, 160, 140),
    ("IS", 2023): (180, 160, 140),
    ("LT", 2021): (160, 140, 120),
    ("NO", 2023): (130, 115, 100),
    ("PL", 2021): (180, 160, 140),
    ("PL", 2022): (180, 160, 140),
    ("PL", 2023): (180, 160, 140),
    ("PL", 2024): (190, 170, 148),
    ("SK", 2021): (135, 120, 105),
    ("SK", 2023): (160, 140, 120),
    ("TR", 2021): (162, 144, 126),
    ("TR", 2022): (162, 144, 126),
    ("TR", 2024): (171, 153, None),
}
"""A day of staff, to day 14."""

DAYS_OF_REGIONS: dict[tuple[str, int], tuple[int | None, int | None]] = {
    ("PL", 2024): (None, None),
    ("SK", 2023): (160, 180),
}
"""The same to Regions 13 and 14, where these have not the rate of a group."""

LATER_DAYS_OF_POLAND_2024 = (133_00, 119_00, 103_00)
"""From day 15 on, as printed [cents]; elsewhere a later day is 70 % of a day."""

LONG_STAYS = {
    ("AT", 2024): "paid",
    ("DE", 2024): "not paid",
    ("ES", 2024): "paid",
    ("FI", 2024): "paid",
    ("IE", 2024): "paid",
    ("PL", 2024): "paid",
    ("PT", 2024): "paid",
    ("TR", 2024): "paid",
}
"""Travel support of long-term students within the programme and to Regions 13 and 14."""

SHORT_STAYS = {
    ("AT", 2024): "paid",
    ("DE", 2024): "paid",
    ("ES", 2024): "paid",
    ("FI", 2024): "paid",
    ("IE", 2024): "paid",
    ("PL", 2024): "paid",
}
"""The same of short-term students without fewer opportunities."""


def calls() -> dict[str, tuple[str, ...]]:
    """Return the calls of each agency, as `na-de-ka131` and `2021`."""
    found: dict[str, tuple[str, ...]] = {}
    for country, year in MONTHS:
        name = f"na-{country.lower()}-ka131"
        found[name] = (*found.get(name, ()), str(year))
    return found


def month_of(agency: str, year: int, group: int, region: int | None) -> int | None:
    """Return what an agency pays students for a month in a group, or in Region 14 [EUR]."""
    if region == 14 and (agency, year) in MONTHS_OF_REGION_14:
        return MONTHS_OF_REGION_14[agency, year]
    return MONTHS[agency, year][group - 1]


def day_of(agency: str, year: int, group: int, region: int | None) -> tuple[int, int] | None:
    """Return what an agency pays staff: a day to day 14 [EUR], and a later day [cents].

    Args:
        agency: Its country.
        year: Call year.
        group: Group of the receiving country; Regions 13 and 14 have one too.
        region: 13 or 14, if the receiving country is in one.
    """
    day_eur = DAYS.get((agency, year), (None, None, None))[group - 1]
    if region is not None and (agency, year) in DAYS_OF_REGIONS:
        day_eur = DAYS_OF_REGIONS[agency, year][region - 13]
    if day_eur is None:
        return None
    if (agency, year) == ("PL", 2024):
        return day_eur, LATER_DAYS_OF_POLAND_2024[group - 1]
    return day_eur, day_eur * 70


def travel_of(agency: str | None, year: int, *, is_short: bool) -> bool | None:
    """Return whether an agency pays students travel support; None: no page says so.

    Args:
        agency: Its country; None: none has decided.
        year: Call year.
        is_short: Whether the stay is short-term.
    """
    if agency is None:
        return None
    said = (SHORT_STAYS if is_short else LONG_STAYS).get((agency, year), "")
    return {"paid": True, "not paid": False}.get(said)
