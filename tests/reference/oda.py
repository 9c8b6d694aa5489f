"""Countries that receive official development assistance (ODA), of Regions 2 to 11 of the programme.

The guides name the list of the OECD's Development Assistance Committee: for flows of 2022 and 2023 (guide 2023, p. 63),
for flows of 2024 and 2025 (guide 2026, p. 61).  Which list the guides of 2024 and 2025 name is not known, and need not
be: of the countries of these regions both lists hold the same, but for AG, which left in 2022; whether the first list,
of that year and the next, still holds it is not known, nor of any other call.

Source:
    https://www.oecd.org/en/topics/sub-issues/oda-eligibility-and-conditions/dac-list-of-oda-recipients.html ; typed from
    memory, but for what this page says of Palau, Nauru, Guyana, Panama, and Antigua and Barbuda.
    Not on either list any more, though in one of the regions: CK since 2020, SC since 2018 with CL and UY,
    KN since 2014, BB, OM and TT since 2011, BS and IL since the 1990s.
"""

RECIPIENTS = {
    2: ("AM", "AZ", "BY", "GE", "MD", "UA"),
    3: ("DZ", "EG", "JO", "LB", "LY", "MA", "PS", "SY", "TN"),
    5: (
        *("BD", "BT", "CN", "ID", "IN", "KH", "KP", "LA", "LK", "MM", "MN", "MV"),
        *("MY", "NP", "PH", "PK", "TH", "VN"),
    ),
    6: ("AF", "KG", "KZ", "TJ", "TM", "UZ"),
    7: ("IQ", "IR", "YE"),
    8: ("FJ", "FM", "KI", "MH", "NR", "NU", "PG", "PW", "SB", "TL", "TO", "TV", "VU", "WS"),
    9: (
        *("AO", "BF", "BI", "BJ", "BW", "CD", "CF", "CG", "CI", "CM", "CV", "DJ", "ER", "ET", "GA", "GH", "GM", "GN"),
        *("GQ", "GW", "KE", "KM", "LR", "LS", "MG", "ML", "MR", "MU", "MW", "MZ", "NA", "NE", "NG", "RW", "SD", "SL"),
        *("SN", "SO", "SS", "ST", "SZ", "TD", "TG", "TZ", "UG", "ZA", "ZM", "ZW"),
    ),
    10: ("AR", "BO", "BR", "CO", "CR", "EC", "GT", "HN", "MX", "NI", "PA", "PE", "PY", "SV", "VE"),
    11: ("BZ", "CU", "DM", "DO", "GD", "GY", "HT", "JM", "LC", "SR", "VC"),
}
"""By region.  Region 1 has recipients too, to whom the rule does not apply; Region 4, Russia, was never on the list.

Not certain: PW, which the list for 2022 was to leave out, and then kept.  NR left in 2026, after both lists.
"""


def receives_assistance(country: str) -> bool | None:
    """Return whether a country is a recipient in Regions 2 to 11 in a call from 2022 on; None: that is not known."""
    if country == "AG":
        return None
    return any(country in countries for countries in RECIPIENTS.values())
