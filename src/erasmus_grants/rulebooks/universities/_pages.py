"""The printed pages that more than one rulebook cites."""

from datetime import date
from typing import Final

from erasmus_grants.provenance import Source
from erasmus_grants.vocabulary import Confidence

_READ_ON: Final = date(2026, 11, 22)

USMB_ERASMUS: Final = Source(
    id="USMB-ERASMUS",
    document="Erasmus +",
    publisher="Université Savoie Mont Blanc",
    locator="whole page",
    url="https://www.univ-smb.fr/en/international/cooperation-internationale/erasmus/",
    read_on=_READ_ON,
    confidence=Confidence.HIGH,
)

USMB_ICM_STAFF: Final = Source(
    id="USMB-ICM-STAFF",
    document="Erasmus+ International Credit Mobility (ICM)",
    publisher="Université Savoie Mont Blanc",
    locator="whole page",
    url="https://www.univ-smb.fr/en/international/partir-a-letranger/personnels/erasmus-mobilite-internationales-de-credits/",
    read_on=_READ_ON,
    confidence=Confidence.HIGH,
)

LILLE_KA171: Final = Source(
    id="LILLE-KA171",
    document="Key Action 171 - ICM",
    publisher="University of Lille",
    locator="whole page",
    url="https://international.univ-lille.fr/en/international-cooperation/key-action-171-icm",
    read_on=_READ_ON,
    confidence=Confidence.HIGH,
)

U13: Final = USMB_ERASMUS.at(
    "U13",
    "International Mobility Credits, kilometric scale for travel packages",
    note="The distance is that of the outward journey, the amount is for both. Nothing is printed below 100 km.",
)

U14: Final = USMB_ERASMUS.at("U14", "International Mobility Credits, scholarship amounts")

U16: Final = USMB_ERASMUS.at("U16", "International Mobility Credits, payment of incoming participants")

PARTNERS_OF_ERASMUS_PAGE: Final = USMB_ERASMUS.at(
    "U9-PARTNERS", "International Mobility Credits, partner universities by country"
)

PARTNERS_OF_ICM_PAGE: Final = USMB_ICM_STAFF.at(
    "V4-PARTNERS", "Conventions 2018 and 2019, partner universities by country"
)

V10: Final = USMB_ICM_STAFF.at("V10", "Terms of payment, adjustment by the certificate of attendance")

EU_CYCLE: Final = Source(
    id="EU-CYCLE",
    document="Selection for the call, application",
    publisher="University of Florence, School of Engineering",
    locator="months within one study cycle",
    url="https://www.ingegneria.unifi.it/vp-437-selection-for-the-call-application.html",
    read_on=_READ_ON,
    confidence=Confidence.HIGH,
    note="Twelve months in each study cycle, studies and traineeships together.",
)

EU_REDUCED_2018: Final = Source(
    id="EU-REDUCED-2018",
    document="Zasady finansowania w projekcie KA107 2018",
    publisher="University of Warsaw",
    locator="individual support of staff, from day 15",
    url="http://bwz.uw.edu.pl/zasady-finansowania-w-projekcie-ka107-2018/",
    read_on=_READ_ON,
    confidence=Confidence.HIGH,
    note="Cites the Programme Guide 2018: 180 and 140 to day 14, 126 and 98 from day 15, which is 70 %.",
)

EU_REDUCED_2021: Final = Source(
    id="EU-REDUCED-2021",
    document="Erasmus+ staff mobility, rates",
    publisher="University of Opole",
    locator="individual support of staff, from day 15",
    url="https://erasmusplus.uni.opole.pl/en/?p=6568",
    read_on=_READ_ON,
    confidence=Confidence.MED,
    note="Printed for call 2024 as 70 % of the daily rate; read for earlier calls of the programme too.",
)

EU_TEACHING: Final = Source(
    id="EU-TEACHING",
    document="Staff mobility, outgoing",
    publisher="Erasmus office, evtos.hr",
    locator="teaching hours; training",
    url="https://evtos.hr/en/nase-osoblje/odlazno",
    read_on=_READ_ON,
    confidence=Confidence.HIGH,
    note="8 hours a week or any shorter stay, 4 with training, an incomplete further week in proportion; conferences "
    "are no training. That each further day adds a fifth of a week is an agreement clause (MED).",
)

EU_TRAVEL_DAYS: Final = Source(
    id="EU-TRAVEL-DAYS",
    document="Beneficiary Module guide, individual support",
    publisher="European Commission",
    locator="funded travel days",
    url="https://wikis.ec.europa.eu/x/UINTC",
    read_on=_READ_ON,
    confidence=Confidence.HIGH,
)

EU_KA171_OUTGOING: Final = Source(
    id="EU-KA171-OUTGOING",
    document="Hibe Miktarları (grant amounts, KA171)",
    publisher="Yıldız Technical University",
    locator="outgoing mobility, project 2022",
    url="https://erasmus.yildiz.edu.tr/sayfa/KA-107-%c3%96%c4%9frenim-Hareketlili%c4%9fi--AB-D%c4%b1%c5%9f%c4%b1-Partner-%c3%9clkeler-/Hibe-Miktarlar%c4%b1/346",
    read_on=_READ_ON,
    confidence=Confidence.HIGH,
)

EU_BELOW_MINIMUM: Final = Source(
    id="EU-BELOW-MINIMUM",
    document="Mobility duration and grant calculation",
    publisher="Erasmus office, gidatarim.edu.tr",
    locator="stays below the minimum duration",
    url="https://erasmus.gidatarim.edu.tr/en/pages/sure-hibe-hesap",
    read_on=_READ_ON,
    confidence=Confidence.MED,
    note="A stay below the minimum is not funded without force majeure; the institution itself prints no rule.",
)

EU_FEWER_OPPORTUNITIES_2024: Final = Source(
    id="EU-FEWER-OPPORTUNITIES-2024",
    document="Stawki stypendiów (grant rates)",
    publisher="Kazimierz Wielki University",
    locator="short-term mobility, participants with fewer opportunities, call 2024",
    url="https://erasmus.ukw.edu.pl/cms/stawki-stypendiow-praktyki",
    read_on=_READ_ON,
    confidence=Confidence.MED,
    note="The amounts of call 2024 are certain; that they apply to the sessions of 2024 is our assumption.",
)

EU_TRAVEL_2024: Final = Source(
    id="EU-TRAVEL-2024",
    document="Erasmus+ staff mobility, rates",
    publisher="University of Opole",
    locator="travel support, call 2024",
    url="https://erasmusplus.uni.opole.pl/en/?p=6568",
    read_on=_READ_ON,
    confidence=Confidence.MED,
    note="The amounts of call 2024 are certain; that they apply to the sessions of 2024 is our assumption.",
)
