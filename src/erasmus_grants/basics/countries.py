"""Country codes: ISO 3166-1 alpha-2, and `XK`, which the Commission uses for Kosovo.

Three outermost regions of the European Union have no such code, and the programme pays who is sent from there otherwise
than their countries: they are written by their codes of ISO 3166-2.

Source:
    ISO 3166-1 and 3166-2, as maintained at https://www.iso.org/iso-3166-country-codes.html; short English names as in
    common use.

Examples:
    >>> country_name("SN")
    'Senegal'
    >>> country_name("ES-CN"), REGIONS["ES-CN"]
    ('Canary Islands', 'ES')
"""

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from erasmus_grants.basics.errors import UnknownCountryError

_LONGEST_CODE = 3
_SHORTEST_BEGINNING = 4
_LETTERS_OF_A_REGION = 5
_CLOSE_PERCENT = 85
_OTHER_CODES = {"EL": "GR", "UK": "GB", "IC": "ES-CN"}
"""Codes that the Commission uses, and one that is reserved."""

_OTHER_NAMES = {
    "burma": "MM",
    "cabo verde": "CV",
    "czech republic": "CZ",
    "east timor": "TL",
    "england": "GB",
    "great britain": "GB",
    "holland": "NL",
    "ivory coast": "CI",
    "macedonia": "MK",
    "northern ireland": "GB",
    "palestinian territories": "PS",
    "republic of moldova": "MD",
    "russian federation": "RU",
    "scotland": "GB",
    "slovak republic": "SK",
    "swaziland": "SZ",
    "the netherlands": "NL",
    "turkey": "TR",
    "united states of america": "US",
    "usa": "US",
    "wales": "GB",
}
"""Other English names of countries, in small letters, which are told as a hint."""

COUNTRY_NAMES = {
    "AD": "Andorra",
    "AE": "United Arab Emirates",
    "AF": "Afghanistan",
    "AG": "Antigua and Barbuda",
    "AI": "Anguilla",
    "AL": "Albania",
    "AM": "Armenia",
    "AO": "Angola",
    "AQ": "Antarctica",
    "AR": "Argentina",
    "AS": "American Samoa",
    "AT": "Austria",
    "AU": "Australia",
    "AW": "Aruba",
    "AZ": "Azerbaijan",
    "BA": "Bosnia and Herzegovina",
    "BB": "Barbados",
    "BD": "Bangladesh",
    "BE": "Belgium",
    "BF": "Burkina Faso",
    "BG": "Bulgaria",
    "BH": "Bahrain",
    "BI": "Burundi",
    "BJ": "Benin",
    "BL": "Saint Barthélemy",
    "BM": "Bermuda",
    "BN": "Brunei",
    "BO": "Bolivia",
    "BQ": "Caribbean Netherlands",
    "BR": "Brazil",
    "BS": "Bahamas",
    "BT": "Bhutan",
    "BV": "Bouvet Island",
    "BW": "Botswana",
    "BY": "Belarus",
    "BZ": "Belize",
    "CA": "Canada",
    "CC": "Cocos (Keeling) Islands",
    "CD": "Democratic Republic of the Congo",
    "CF": "Central African Republic",
    "CG": "Republic of the Congo",
    "CH": "Switzerland",
    "CI": "Côte d'Ivoire",
    "CK": "Cook Islands",
    "CL": "Chile",
    "CM": "Cameroon",
    "CN": "China",
    "CO": "Colombia",
    "CR": "Costa Rica",
    "CU": "Cuba",
    "CV": "Cape Verde",
    "CW": "Curaçao",
    "CX": "Christmas Island",
    "CY": "Cyprus",
    "CZ": "Czechia",
    "DE": "Germany",
    "DJ": "Djibouti",
    "DK": "Denmark",
    "DM": "Dominica",
    "DO": "Dominican Republic",
    "DZ": "Algeria",
    "EC": "Ecuador",
    "EE": "Estonia",
    "EG": "Egypt",
    "EH": "Western Sahara",
    "ER": "Eritrea",
    "ES": "Spain",
    "ES-CN": "Canary Islands",
    "ET": "Ethiopia",
    "FI": "Finland",
    "FJ": "Fiji",
    "FK": "Falkland Islands",
    "FM": "Micronesia",
    "FO": "Faroe Islands",
    "FR": "France",
    "GA": "Gabon",
    "GB": "United Kingdom",
    "GD": "Grenada",
    "GE": "Georgia",
    "GF": "French Guiana",
    "GG": "Guernsey",
    "GH": "Ghana",
    "GI": "Gibraltar",
    "GL": "Greenland",
    "GM": "Gambia",
    "GN": "Guinea",
    "GP": "Guadeloupe",
    "GQ": "Equatorial Guinea",
    "GR": "Greece",
    "GS": "South Georgia and South Sandwich Islands",
    "GT": "Guatemala",
    "GU": "Guam",
    "GW": "Guinea-Bissau",
    "GY": "Guyana",
    "HK": "Hong Kong",
    "HM": "Heard and McDonald Islands",
    "HN": "Honduras",
    "HR": "Croatia",
    "HT": "Haiti",
    "HU": "Hungary",
    "ID": "Indonesia",
    "IE": "Ireland",
    "IL": "Israel",
    "IM": "Isle of Man",
    "IN": "India",
    "IO": "British Indian Ocean Territory",
    "IQ": "Iraq",
    "IR": "Iran",
    "IS": "Iceland",
    "IT": "Italy",
    "JE": "Jersey",
    "JM": "Jamaica",
    "JO": "Jordan",
    "JP": "Japan",
    "KE": "Kenya",
    "KG": "Kyrgyzstan",
    "KH": "Cambodia",
    "KI": "Kiribati",
    "KM": "Comoros",
    "KN": "Saint Kitts and Nevis",
    "KP": "North Korea",
    "KR": "South Korea",
    "KW": "Kuwait",
    "KY": "Cayman Islands",
    "KZ": "Kazakhstan",
    "LA": "Laos",
    "LB": "Lebanon",
    "LC": "Saint Lucia",
    "LI": "Liechtenstein",
    "LK": "Sri Lanka",
    "LR": "Liberia",
    "LS": "Lesotho",
    "LT": "Lithuania",
    "LU": "Luxembourg",
    "LV": "Latvia",
    "LY": "Libya",
    "MA": "Morocco",
    "MC": "Monaco",
    "MD": "Moldova",
    "ME": "Montenegro",
    "MF": "Saint Martin",
    "MG": "Madagascar",
    "MH": "Marshall Islands",
    "MK": "North Macedonia",
    "ML": "Mali",
    "MM": "Myanmar",
    "MN": "Mongolia",
    "MO": "Macao",
    "MP": "Northern Mariana Islands",
    "MQ": "Martinique",
    "MR": "Mauritania",
    "MS": "Montserrat",
    "MT": "Malta",
    "MU": "Mauritius",
    "MV": "Maldives",
    "MW": "Malawi",
    "MX": "Mexico",
    "MY": "Malaysia",
    "MZ": "Mozambique",
    "NA": "Namibia",
    "NC": "New Caledonia",
    "NE": "Niger",
    "NF": "Norfolk Island",
    "NG": "Nigeria",
    "NI": "Nicaragua",
    "NL": "Netherlands",
    "NO": "Norway",
    "NP": "Nepal",
    "NR": "Nauru",
    "NU": "Niue",
    "NZ": "New Zealand",
    "OM": "Oman",
    "PA": "Panama",
    "PE": "Peru",
    "PF": "French Polynesia",
    "PG": "Papua New Guinea",
    "PH": "Philippines",
    "PK": "Pakistan",
    "PL": "Poland",
    "PM": "Saint Pierre and Miquelon",
    "PN": "Pitcairn Islands",
    "PR": "Puerto Rico",
    "PS": "Palestine",
    "PT": "Portugal",
    "PT-20": "Azores",
    "PT-30": "Madeira",
    "PW": "Palau",
    "PY": "Paraguay",
    "QA": "Qatar",
    "RE": "Réunion",
    "RO": "Romania",
    "RS": "Serbia",
    "RU": "Russia",
    "RW": "Rwanda",
    "SA": "Saudi Arabia",
    "SB": "Solomon Islands",
    "SC": "Seychelles",
    "SD": "Sudan",
    "SE": "Sweden",
    "SG": "Singapore",
    "SH": "Saint Helena",
    "SI": "Slovenia",
    "SK": "Slovakia",
    "SL": "Sierra Leone",
    "SM": "San Marino",
    "SN": "Senegal",
    "SO": "Somalia",
    "SR": "Suriname",
    "SS": "South Sudan",
    "ST": "São Tomé and Príncipe",
    "SV": "El Salvador",
    "SX": "Sint Maarten",
    "SY": "Syria",
    "SZ": "Eswatini",
    "TC": "Turks and Caicos Islands",
    "TD": "Chad",
    "TF": "French Southern Territories",
    "TG": "Togo",
    "TH": "Thailand",
    "TJ": "Tajikistan",
    "TK": "Tokelau",
    "TL": "Timor-Leste",
    "TM": "Turkmenistan",
    "TN": "Tunisia",
    "TO": "Tonga",
    "TR": "Türkiye",
    "TT": "Trinidad and Tobago",
    "TV": "Tuvalu",
    "TW": "Taiwan",
    "TZ": "Tanzania",
    "UA": "Ukraine",
    "UG": "Uganda",
    "UM": "U.S. Outlying Islands",
    "US": "United States",
    "UY": "Uruguay",
    "UZ": "Uzbekistan",
    "VA": "Vatican City",
    "VC": "Saint Vincent and Grenadines",
    "VE": "Venezuela",
    "VG": "British Virgin Islands",
    "VI": "U.S. Virgin Islands",
    "VN": "Vietnam",
    "VU": "Vanuatu",
    "WF": "Wallis and Futuna",
    "WS": "Samoa",
    "XK": "Kosovo",
    "YE": "Yemen",
    "YT": "Mayotte",
    "ZA": "South Africa",
    "ZM": "Zambia",
    "ZW": "Zimbabwe",
}

COUNTRIES = tuple(COUNTRY_NAMES)
"""Every code, in alphabetical order."""

REGIONS = {"ES-CN": "ES", "PT-20": "PT", "PT-30": "PT"}
"""Codes of the regions among them, which are told from their country, and its code."""

TERRITORIES = {
    "DK": "GL",
    "FR": "BL GF GP MF MQ NC PF PM RE TF WF YT",
    "NL": "AW BQ CW SX",
}
"""Codes of the outermost regions and overseas countries and territories that are written as countries, by their state.

Source:
    Treaty on the Functioning of the European Union, articles 349 and 355 and annex II.
"""

STATES = tuple(
    (state, *TERRITORIES.get(state, "").split(), *(region for region, whole in REGIONS.items() if whole == state))
    for state in dict.fromkeys((*TERRITORIES, *REGIONS.values()))
)
"""The codes of each state of which parts have codes of their own, that of the state first."""

WHOLES = {"AX": "FI", "SJ": "NO"}
"""Codes of parts of a country that rulebooks do not tell from it (Åland; Svalbard and Jan Mayen), and its code."""


def unknown_country(given: str) -> UnknownCountryError:
    """Return the error that there is no such code, or that it is one of a part of a country.

    Examples:
        >>> print(unknown_country("AX"))
        'AX' is a part of Finland; write 'FI'
    """
    whole = WHOLES.get(given, "")
    return UnknownCountryError(given, whole or nearest_country(given), COUNTRY_NAMES.get(whole, ""))


def country_name(code: str) -> str:
    """Return the short English name of a country.

    Raises:
        UnknownCountryError: There is no such code; the error names the nearest one.

    Examples:
        >>> country_name("UK")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        erasmus_grants.errors.UnknownCountryError: 'UK' is not a country code of ISO 3166-1 ...; did you mean 'GB'?
    """
    try:
        return COUNTRY_NAMES[code]
    except KeyError:
        raise unknown_country(code) from None


def whole_country(code: str) -> str:
    """Return the code of the country of a region; any other country is its own.

    Examples:
        >>> whole_country("PT-30"), whole_country("PT")
        ('PT', 'PT')
    """
    return REGIONS.get(code, code)


def is_part_of(code: str, country: str) -> bool:
    """Return whether a code is that of a region, or of a territory overseas, of a country.

    Examples:
        >>> is_part_of("PT-30", "PT"), is_part_of("GP", "FR"), is_part_of("GP", "NL"), is_part_of("FR", "FR")
        (True, True, False, False)
    """
    return REGIONS.get(code) == country or code in TERRITORIES.get(country, "").split()


def state_of(code: str) -> str:
    """Return the code of the state to which a region or a territory overseas belongs; any other country is its own.

    Examples:
        >>> state_of("PT-30"), state_of("GP"), state_of("FR"), state_of("SN")
        ('PT', 'FR', 'FR', 'SN')
    """
    return next((codes[0] for codes in STATES if code in codes), code)


def nearest_country(given: str) -> str:
    """Return the code that a wrong code or a country's name was perhaps meant to be, or an empty text.

    Examples:
        >>> nearest_country("sn"), nearest_country("Senegal"), nearest_country("EL"), nearest_country("??")
        ('SN', 'SN', 'GR', '')
        >>> nearest_country("Turkey"), nearest_country("Czech"), nearest_country("Saint")
        ('TR', 'CZ', '')
        >>> nearest_country("Slovena"), nearest_country("Slovania")  # which may be Slovakia
        ('SI', '')
    """
    code = given.strip().upper()[:_LETTERS_OF_A_REGION]
    meant = {**_OTHER_CODES, **WHOLES}.get(code, code)
    if len(given.strip()) == len(code) and meant in COUNTRY_NAMES:
        return meant
    word = given.strip()[:80].casefold()
    if word in _OTHER_NAMES:
        return _OTHER_NAMES[word]
    if len(word) <= _LONGEST_CODE:
        return ""  # a code of another list; no hint is better than a wrong one
    codes = {name.casefold(): code for code, name in COUNTRY_NAMES.items() if name.casefold().startswith(word[:1])}
    begun = [name for name in codes if name.startswith(word)] if len(word) >= _SHORTEST_BEGINNING else []
    near = begun[0] if len(begun) == 1 else _nearest(word, codes)
    return codes.get(near, "")


def _nearest(word: str, names: Iterable[str]) -> str:
    """Return the name that is nearest to a word, if it is near and no other one is as near; else an empty text."""
    from difflib import SequenceMatcher, get_close_matches  # noqa: PLC0415 - only those who made a mistake wait for it

    near = get_close_matches(word, names, n=2, cutoff=_CLOSE_PERCENT / 100)
    nearness = [SequenceMatcher(None, name, word).ratio() for name in near]
    return near[0] if near and nearness.count(nearness[0]) == 1 else ""


def _known(code: str) -> str:
    if code not in COUNTRY_NAMES:
        raise PydanticCustomError("unknown_country", "{message}", {"message": str(unknown_country(code))})
    return code


Country = Annotated[str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": list(COUNTRIES)})]
"""A country, by its two-letter code; three regions by theirs."""
