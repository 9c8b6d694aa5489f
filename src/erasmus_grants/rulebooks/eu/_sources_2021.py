"""The pages that print rules and amounts of calls 2021 to 2025, and the places in them that rulebooks cite.

All were collected at second hand; titles and places are our descriptions.  A place that is read for another call than
the one it is printed for says so, and is less sure.
"""

from datetime import date
from typing import Final

from erasmus_grants.provenance import Source
from erasmus_grants.vocabulary import Confidence

_READ_ON: Final = date(2026, 11, 22)
_HIGH: Final = Confidence.HIGH
_MED: Final = Confidence.MED

# --- The European Commission and the grant agreement

GUIDE: Final = Source(
    id="EU-GUIDE",
    document="Erasmus+ Programme Guide, mobility projects for higher education students and staff",
    publisher="European Commission",
    locator="Key Action 1, higher education",
    url="https://erasmus-plus.ec.europa.eu/fr/programme-guide/part-b/key-action-1/mobility-projects-for-higher-education-students-and-staff",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Only its opening could be read; each figure is that of a page which prints it, named by its entry.",
)
HOW_IT_WORKS: Final = GUIDE.at(
    "EU-HOW-IT-WORKS",
    "which institution's project pays for a mobility",
    note="How the programme works; the sentence itself was not seen.",
    confidence=_MED,
)
NOT_CONFIRMED: Final = GUIDE.at(
    "EU-NOT-CONFIRMED",
    "funding rules",
    note="Where the amount would stand; no page that could be read confirms it for this call.",
    confidence=_MED,
)

ELIGIBLE_COUNTRIES: Final = Source(
    id="EU-COUNTRIES",
    document="Erasmus+ Programme Guide, eligible countries",
    publisher="European Commission",
    locator="third countries not associated to the programme",
    url="https://erasmus-plus.ec.europa.eu/programme-guide/part-a/eligible-countries",
    read_on=_READ_ON,
    confidence=_MED,
    note="Read as every other country that has a code of its own: the lists of most regions could not be read. "
    "Dependent territories are in no list.",
)

TRAVEL_DAYS: Final = Source(
    id="EU-TRAVEL-DAYS",
    document="Beneficiary Module guide, individual support",
    publisher="European Commission",
    locator="funded travel days",
    url="https://wikis.ec.europa.eu/x/UINTC",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Up to 2, up to 6 with green travel.",
)

PAYMENTS: Final = Source(
    id="EU-PAYMENTS",
    document="Erasmus+ grant agreement with participants",
    publisher="Law Insider",
    locator="payment arrangements",
    url="https://lawinsider.com/clause/payment-arrangements/_1",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Between 70 % and 100 % before the balance; the balance within 45 calendar days of the participant report.",
)

# --- Countries

PROGRAMME_COUNTRIES: Final = Source(
    id="EU-PROGRAMME-COUNTRIES",
    document="Eligible countries in Erasmus+",
    publisher="University of Agricultural Sciences and Veterinary Medicine Cluj-Napoca",
    locator="member states and third countries associated to the programme",
    url="https://erasmus.usamvcluj.ro/eligible-countries-in-erasmus/",
    read_on=_READ_ON,
    confidence=_HIGH,
)

_DAAD_KA131: Final = Source(
    id="EU-DAAD-KA131",
    document="Förderraten und Aufstockungsbeträge in der Mobilität von Einzelpersonen (KA131)",
    publisher="DAAD, National Agency for EU Higher Education Cooperation",
    locator="whole page",
    url="https://eu.daad.de/infos-fuer-hochschulen/projektdurchfuehrung/mobilitaet-von-einzelpersonen-KA131/foerderraten-und-aufstockungsbetraege-top-ups-in-der-mobilitaet-von-einzelpersonen-ka131/de/79410-foerderraten-und-aufstockungsbetraege-top-ups-in-der-mobilitaet-von-einzelpersonen-ka131/",
    read_on=_READ_ON,
    confidence=_HIGH,
)
GROUPS_2021: Final = _DAAD_KA131.at(
    "EU-GROUPS-2021",
    "country groups of calls 2021 to 2023",
    note="Germany itself is added from the lists of other countries. Region 13 was called Region 5 in call 2021.",
)
STAFF_2021: Final = _DAAD_KA131.at(
    "EU-STAFF-2021",
    "individual support of staff, calls 2021 to 2023",
    note="The agency pays exactly this, and no other agency pays more: read as the highest rate of the programme. The "
    "lowest was not found.",
    confidence=_MED,
)
FEWER_OPPORTUNITIES_LONG: Final = _DAAD_KA131.at(
    "EU-FEWER-OPPORTUNITIES-LONG", "top-up of long-term students with fewer opportunities, calls 2021 to 2025"
)
TRAINEESHIP: Final = _DAAD_KA131.at(
    "EU-TRAINEESHIP",
    "top-up for traineeships, calls 2021 to 2025",
    note="Not paid with the fixed rate towards third countries.",
)
GERMAN_RATES: Final = _DAAD_KA131.at(
    "NA-DE-RATES",
    "rates of the agency, calls 2021 to 2023",
    note="Region 14 is in group 1 and Region 13 in group 2, as the page groups countries.",
)

_OLDENBURG: Final = Source(
    id="EU-OLDENBURG",
    document="Erasmus+, Finanzierung",
    publisher="Carl von Ossietzky Universität Oldenburg",
    locator="whole page",
    url="https://uol.de/erasmus/erasmus-finanzierung",
    read_on=_READ_ON,
    confidence=_HIGH,
)
GROUPS_2024: Final = _OLDENBURG.at(
    "EU-GROUPS-2024", "country groups of call 2024", note="Włocławek and Opole print the same lists."
)
REGIONS_2024: Final = Source(
    id="EU-REGIONS-2024",
    document="Erasmus+ funding",
    publisher="Hochschule Ansbach",
    locator="country groups, Regions 13 and 14",
    url="https://www.hs-ansbach.de/en/service/international-office/erasmus/",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Both are in group 1, which is confirmed for students alone.",
)
REGIONS_2025: Final = REGIONS_2024.at(
    "EU-REGIONS-2025",
    "country groups, Regions 13 and 14",
    note="Printed for call 2024, without another list for call 2025; group 1 is confirmed for students alone.",
    confidence=_MED,
)
GROUPS_2025: Final = Source(
    id="EU-GROUPS-2025",
    document="Erasmus+ Mobilitätsförderung",
    publisher="Philipps-Universität Marburg",
    locator="country groups of call 2025",
    url="https://uni-marburg.de/de/international/ins-ausland/studierende/finanzierung/erasmus-europa/erasmus-mobilitaetsfoerderung-neu",
    read_on=_READ_ON,
    confidence=_MED,
)

_UCTM: Final = Source(
    id="EU-UCTM",
    document="Annex to the contract of a KA131 project",
    publisher="University of Chemical Technology and Metallurgy, Sofia",
    locator="whole page",
    url="https://erasmus.uctm.edu/2022-1-bg01-ka131-hed-000060529",
    read_on=_READ_ON,
    confidence=_HIGH,
)
ISLANDS_2021: Final = _UCTM.at("EU-ISLANDS-2021", "who receives travel support, call 2021")
ISLANDS_2022: Final = _UCTM.at(
    "EU-ISLANDS-2022",
    "who receives travel support",
    note="Printed for call 2021, and read for calls 2022 and 2023 too.",
    confidence=_MED,
)
GREEN_TOP_UP: Final = _UCTM.at(
    "EU-GREEN-TOP-UP", "students without travel support, green travel", note="Once, and up to 4 further days."
)
TRAVEL_DAYS_WITHOUT_SUPPORT: Final = _UCTM.at(
    "EU-TRAVEL-DAYS-GREEN", "students without travel support, days of green travel", note="Up to 4."
)

# --- Travel support

TRAVEL_2021: Final = _UCTM.at(
    "EU-TRAVEL-2021", "travel support, call 2021", note="What could be read ends with the band of 100 to 499 km."
)
TRAVEL_2021_FROM_500_KM: Final = Source(
    id="EU-TRAVEL-2021-FROM-500-KM",
    document="Dozentenmobilität, Finanzierung",
    publisher="Hochschule Landshut",
    locator="travel support",
    url="https://www.haw-landshut.de/hochschule/zentrale-services/dozentenmobilitaet/finanzierung-outgoing-mobilitaet.html",
    read_on=_READ_ON,
    confidence=_MED,
    note="Undated; a Finnish page, hyria.fi, prints the same.",
)
TRAVEL_2022: Final = Source(
    id="EU-TRAVEL-2022",
    document="Duration and grant of staff",
    publisher="Erasmus office, gidatarim.edu.tr",
    locator="travel support",
    url="https://erasmus.gidatarim.edu.tr/pages/sure-hibe-hesap-personel",
    read_on=_READ_ON,
    confidence=_MED,
    note="Printed for the generation of the programme, not for this call.",
)
TRAVEL_2023: Final = Source(
    id="EU-TRAVEL-2023",
    document="Rates for mobility grants",
    publisher="Østfold University College",
    locator="travel support",
    url="https://hiof.no/for-ansatte/english/work-support/erasmus-staff-mobility/ratesformobilitygrants.html",
    read_on=_READ_ON,
    confidence=_MED,
    note="Printed for the generation of the programme, not for this call; the green amounts are those of hyria.fi.",
)
_OPOLE: Final = Source(
    id="EU-OPOLE",
    document="Erasmus+ staff mobility, rates",
    publisher="University of Opole",
    locator="whole page",
    url="https://erasmusplus.uni.opole.pl/en/?p=6568",
    read_on=_READ_ON,
    confidence=_HIGH,
)
TRAVEL_2024: Final = _OPOLE.at("EU-TRAVEL-2024", "travel support, call 2024")
TRAVEL_2025: Final = Source(
    id="EU-TRAVEL-2025",
    document="Erasmus+ Reisekostenpauschale",
    publisher="Duale Hochschule Baden-Württemberg Mosbach",
    locator="travel support, call 2025",
    url="https://www.mosbach.dhbw.de/international/de/foerderung-finanzierung/erasmus/reisekostenpauschale",
    read_on=_READ_ON,
    confidence=_HIGH,
)
_YILDIZ: Final = Source(
    id="EU-YILDIZ",
    document="Hibe Miktarları (grant amounts, KA171)",
    publisher="Yıldız Technical University",
    locator="whole page",
    url="https://erasmus.yildiz.edu.tr/sayfa/KA-107-%c3%96%c4%9frenim-Hareketlili%c4%9fi--AB-D%c4%b1%c5%9f%c4%b1-Partner-%c3%9clkeler-/Hibe-Miktarlar%c4%b1/346",
    read_on=_READ_ON,
    confidence=_HIGH,
)
TRAVEL_KA171_2024: Final = _YILDIZ.at("EU-TRAVEL-2024", "travel support, project 2024")
_DAAD_KA171: Final = Source(
    id="EU-DAAD-KA171",
    document="Förderraten und Aufstockungsbeträge in der Mobilität mit Partnerländern (KA171)",
    publisher="DAAD, National Agency for EU Higher Education Cooperation",
    locator="whole page",
    url="https://eu.daad.de/infos-fuer-hochschulen/projektdurchfuehrung/mobilitaet-mit-partnerlaendern-ka171/de/84335-foerderraten-und-aufstockungsbetraege-top-ups-in-der-mobilitaet-mit-partnerlaendern-ka171/",
    read_on=_READ_ON,
    confidence=_HIGH,
)
TRAVEL_KA171_2025: Final = _DAAD_KA171.at("EU-TRAVEL-2025", "travel support, calls 2024 and 2025")
TRAVEL_KA171_2025_FROM_3000_KM: Final = _DAAD_KA171.at(
    "EU-TRAVEL-2025-FROM-3000-KM",
    "travel support, calls 2024 and 2025",
    note="What could be read ends within the band of 3000 km; the rest is that of KA131 in the same call.",
    confidence=_MED,
)
RUSSIA_2025: Final = _DAAD_KA171.at("EU-RUSSIA-2025", "Region 4 in call 2025: incoming students only")
TRAVEL_OF_STUDENTS_2024: Final = Source(
    id="EU-TRAVEL-OF-STUDENTS",
    document="Geförderte Kosten, internationale Hochschulmobilität (KA171)",
    publisher="OeAD, National Agency of Austria",
    locator="travel support of students",
    url="https://erasmusplus.oead.at/de/hochschulbildung/mobilitaet/internationale-hochschulmobilitaet-ka171/gefoerderte-kosten",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="In KA171 all receive it. In KA131 the agency of each country decides on long-term students (MED: eoc.org.cy).",
)

# --- Individual support of staff

STAFF_REGIONS_2021: Final = Source(
    id="EU-STAFF-REGIONS-2021",
    document="Erasmus+ grants of staff",
    publisher="Technical University of Košice",
    locator="individual support of staff, Regions 13 and 14",
    url="https://erasmus.tuke.sk/grants-staff/",
    read_on=_READ_ON,
    confidence=_MED,
    note="Region 14 as group 1, Region 13 as group 2; read for calls 2021 to 2023.",
)
STAFF_THIRD_COUNTRIES_2023: Final = STAFF_REGIONS_2021.at(
    "EU-STAFF-THIRD-COUNTRIES", "individual support of staff, Regions 1 to 12", note="A fixed rate."
)
INCOMING_STAFF_2023: Final = STAFF_REGIONS_2021.at(
    "EU-INCOMING-STAFF", "individual support of incoming staff", note="Slovakia, which is in group 3."
)
STAFF_THIRD_COUNTRIES_2021: Final = Source(
    id="EU-STAFF-THIRD-COUNTRIES",
    document="Hibe desteği (grants of staff, KA131)",
    publisher="Istanbul Technical University",
    locator="individual support of staff, Regions 1 to 12",
    url="http://erasmus.itu.edu.tr/personel-hareketliligi/ka-131-program-ulkeleri/hibe-desteği",
    read_on=_READ_ON,
    confidence=_MED,
    note="A fixed rate; read for calls 2021 and 2022.",
)
STAFF_2024: Final = _OPOLE.at(
    "EU-STAFF-2024",
    "individual support of staff, call 2024",
    note="Poland pays exactly this, and no agency was seen to pay more: read as the highest rate of the programme. The "
    "lowest was not found.",
    confidence=_MED,
)
_ZUT: Final = Source(
    id="EU-ZUT",
    document="Stawki stypendialne (rates, KA171)",
    publisher="West Pomeranian University of Technology, Szczecin",
    locator="individual support of staff, outgoing, project 2024",
    url="https://erasmuska171.zut.edu.pl/pol/wyjazdy-dydaktyczne/stawki-stypendialne.html",
    read_on=_READ_ON,
    confidence=_HIGH,
)
STAFF_THIRD_COUNTRIES_2024: Final = _ZUT.at(
    "EU-STAFF-THIRD-COUNTRIES",
    "individual support of staff, outgoing, project 2024",
    note="A fixed rate, printed for KA171 and read for KA131 too.",
    confidence=_MED,
)
OUTGOING_STAFF_2022: Final = _YILDIZ.at("EU-OUTGOING-STAFF", "individual support of staff, outgoing, project 2022")
OUTGOING_STAFF_2023: Final = _YILDIZ.at(
    "EU-OUTGOING-STAFF",
    "individual support of staff, outgoing",
    note="Printed for project 2022 and read for call 2023 too.",
    confidence=_MED,
)
OUTGOING_STAFF_2024: Final = _ZUT.at("EU-OUTGOING-STAFF", "individual support of staff, outgoing, project 2024")
INCOMING_STAFF_2022: Final = _YILDIZ.at(
    "EU-INCOMING-STAFF", "individual support of incoming staff, project 2022", note="Türkiye, which is in group 3."
)
INCOMING_STAFF_2024: Final = _YILDIZ.at(
    "EU-INCOMING-STAFF", "individual support of incoming staff, project 2024", note="Türkiye, which is in group 3."
)
REDUCED_2021: Final = Source(
    id="EU-REDUCED",
    document="Finanční podmínky, zaměstnanci (financial conditions, staff)",
    publisher="AMBIS University, Prague",
    locator="individual support of staff, from day 15",
    url="https://www.ambis.cz/zamestnanci-erasmus-financni-podminky",
    read_on=_READ_ON,
    confidence=_MED,
    note="107.1, 95.2 and 83.3 of 153, 136 and 119 EUR: 70 %. Undated; the rates are those of calls 2021 to 2023.",
)
REDUCED_2024: Final = _OPOLE.at(
    "EU-REDUCED", "individual support of staff, from day 15, call 2024", note="70 %, cut to whole euro there."
)
REDUCED_KA171_2024: Final = _OPOLE.at(
    "EU-REDUCED",
    "individual support of staff, from day 15, call 2024",
    note="70 %, printed for KA131 and read for KA171 too.",
    confidence=_MED,
)

# --- Individual support of students

STUDENTS_2021: Final = Source(
    id="EU-STUDENTS",
    document="Le montant des bourses Erasmus",
    publisher="L'Étudiant",
    locator="monthly amounts by group, call 2021",
    url="https://www.letudiant.fr/etudes/international/le-montant-des-bourses-erasmus-pour-les-etudiants-en-mobilite.html",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Printed for France, then in group 2: its rows of groups 1, 2 and 3 are the flows towards higher, similar and "
    "lower living costs.",
)
STUDENTS_2022: Final = STUDENTS_2021.at(
    "EU-STUDENTS",
    "monthly amounts by group",
    note="Printed for France and call 2021; in call 2022 the German agency pays exactly the upper bounds.",
    confidence=_MED,
)
_MFJA: Final = Source(
    id="EU-MFJA",
    document="Bourse Erasmus+, montants",
    publisher="mfja.fr",
    locator="whole page",
    url="https://mfja.fr/erasmus-bourse-mobilite-montant-guide-complet-aides",
    read_on=_READ_ON,
    confidence=_MED,
    note="Undated.",
)
STUDENTS_2023: Final = _MFJA.at(
    "EU-STUDENTS",
    "span of the monthly amounts",
    note="An undated span of 225 to 674 EUR; from which call on is an inference, so no bound is taken for call 2023.",
)
STUDENTS_2024: Final = _MFJA.at(
    "EU-STUDENTS",
    "span of the monthly amounts",
    note="A span of 225 to 674 EUR: the highest is that of flows towards higher living costs, the lowest that of flows "
    "towards lower ones. The bounds in between are not printed.",
)
OUTERMOST_2024: Final = _MFJA.at(
    "EU-OUTERMOST",
    "students of outermost regions",
    note="786 EUR for studies, 936 with the top-up for traineeships. Read of stays in programme countries and "
    "Regions 13 and 14; towards other third countries the 700 EUR that are printed for everybody are paid.",
)
STUDENTS_THIRD_COUNTRIES_2021: Final = Source(
    id="EU-STUDENTS-THIRD-COUNTRIES",
    document="Hibe miktarları (grant amounts)",
    publisher="Erasmus office, gidatarim.edu.tr",
    locator="students to third countries",
    url="https://erasmus.gidatarim.edu.tr/pages/hibe-miktarlari",
    read_on=_READ_ON,
    confidence=_MED,
    note="A fixed rate, the same for studies and traineeships.",
)
STUDENTS_THIRD_COUNTRIES_2022: Final = Source(
    id="EU-STUDENTS-THIRD-COUNTRIES",
    document="Germany, grants for international mobility",
    publisher="Inclusive Mobility, inclusivemobility.eu",
    locator="students to third countries",
    url="https://inclusivemobility.eu/countries/de",
    read_on=_READ_ON,
    confidence=_MED,
    note="A fixed rate.",
)
STUDENTS_THIRD_COUNTRIES_2023: Final = Source(
    id="EU-STUDENTS-THIRD-COUNTRIES",
    document="Beques Erasmus estudi",
    publisher="UManresa",
    locator="students to third countries",
    url="https://www.umanresa.cat/ca/internacional/out/beques/erasmus-estudi",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="A fixed rate.",
)
STUDENTS_THIRD_COUNTRIES_2024: Final = Source(
    id="EU-STUDENTS-THIRD-COUNTRIES",
    document="Studium im Ausland, Finanzierung",
    publisher="Technische Hochschule Ingolstadt, CARISSMA",
    locator="students to third countries",
    url="https://carissma.eu/studium/auslandsaufenthalt/studium-im-ausland/schritt-4-finanzierung",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="A fixed rate.",
)
OUTGOING_STUDENTS_2022: Final = _YILDIZ.at("EU-OUTGOING-STUDENTS", "outgoing students, project 2022")
OUTGOING_STUDENTS_2024: Final = _YILDIZ.at("EU-OUTGOING-STUDENTS", "outgoing students, project 2024")
OUTGOING_STUDENTS_2025: Final = _DAAD_KA171.at("EU-OUTGOING-STUDENTS", "outgoing students, calls 2024 and 2025")
INCOMING_STUDENTS_2022: Final = _YILDIZ.at(
    "EU-INCOMING-STUDENTS", "incoming students, project 2022", note="Türkiye, which is in group 3."
)
INCOMING_STUDENTS_2024: Final = _YILDIZ.at(
    "EU-INCOMING-STUDENTS", "incoming students, project 2024", note="Türkiye, which is in group 3."
)
INCOMING_STUDENTS_GROUP_1: Final = _DAAD_KA171.at(
    "EU-INCOMING-STUDENTS-GROUP-1", "incoming students, calls 2024 and 2025", note="Germany, which is in group 1."
)

# --- Short stays of students

_AGH: Final = Source(
    id="EU-AGH",
    document="Finansowanie Erasmus+ 2021/2022, semestr letni",
    publisher="AGH University of Krakow",
    locator="whole page",
    url="http://www.erasmusplus.agh.edu.pl/erasmus-student/finansowanie-erasmus/finansowanie-erasmus-20212022-semestr-letni/",
    read_on=_READ_ON,
    confidence=_HIGH,
)
SHORT_2021: Final = _AGH.at("EU-SHORT", "short-term mobility, amounts of a day, call 2021")
FEWER_OPPORTUNITIES_SHORT: Final = _AGH.at(
    "EU-FEWER-OPPORTUNITIES-SHORT",
    "short-term mobility, participants with fewer opportunities",
    note="Once, not per day; the German agency prints the same for calls 2024 and 2025.",
)
SHORT_2022: Final = Source(
    id="EU-SHORT",
    document="Wyjazdy studentów, stawki miesięczne (students, rates)",
    publisher="Erasmus office, pansim.edu.pl",
    locator="short-term mobility, amounts of a day",
    url="https://pansim.edu.pl/erasmus-plus/wyjazdy-student%C3%B3w-na-studia-sms-i-na-praktyk%C4%99-smp-smt-%E2%80%93-stawki-miesi%C4%99czne",
    read_on=_READ_ON,
    confidence=_MED,
)
SHORT_2022_FROM_DAY_15: Final = Source(
    id="EU-SHORT-FROM-DAY-15",
    document="Erasmus+ inclusion",
    publisher="Chemnitz University of Technology",
    locator="short-term mobility, from day 15",
    url="https://www.tu-chemnitz.de/international/outgoing/erasmus/inklusion.php.en",
    read_on=_READ_ON,
    confidence=_MED,
    note="Undated.",
)
_UKW: Final = Source(
    id="EU-UKW",
    document="Stawki stypendiów (grant rates)",
    publisher="Kazimierz Wielki University",
    locator="whole page",
    url="https://erasmus.ukw.edu.pl/cms/stawki-stypendiow-praktyki",
    read_on=_READ_ON,
    confidence=_HIGH,
)
SHORT_2024: Final = _UKW.at("EU-SHORT", "short-term mobility, amounts of a day, call 2024")
SHORT_2025: Final = Source(
    id="EU-SHORT",
    document="Blended Intensive Programme, contributo di mobilità",
    publisher="University of Ferrara, Department of Law",
    locator="amounts of a day, 2025/26",
    url="https://giuri.unife.it/unife/it/internazionale/studiare-allestero/blended-intensive-programme-bip/contributo-di-mobilita",
    read_on=_READ_ON,
    confidence=_HIGH,
)
SHORT_KA171_2025: Final = _DAAD_KA171.at("EU-SHORT", "short-term mobility, amounts of a day, calls 2024 and 2025")

# --- Who, how long, and with which papers

LONG_STAYS: Final = Source(
    id="EU-LONG-STAYS",
    document="Erasmus+ 2021-2027, mobilitet for studenter og ansatte",
    publisher="Diku, National Agency of Norway",
    locator="students, studies and traineeships",
    url="https://diku.no/programmer/erasmus-2021-2027-europeisk-mobilitet-for-studenter-og-ansatte-i-hoeyere-utdanning",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="2 to 12 months; counted as 60 to 360 days of months of thirty days (MED: Humboldt-Universität).",
)
SHORT_STAYS: Final = Source(
    id="EU-SHORT-STAYS",
    document="Mobiliteit (KA131)",
    publisher="Erasmus+ National Agency of the Netherlands",
    locator="short-term mobility, blended or of doctoral candidates",
    url="https://erasmusplus.nl/subsidie/hoger-onderwijs/mogelijkheden/mobiliteit/mobiliteit-ka131",
    read_on=_READ_ON,
    confidence=_HIGH,
)
GRADUATES: Final = Source(
    id="EU-GRADUATES",
    document="Student mobilities",
    publisher="The Cyprus Institute",
    locator="traineeships of recent graduates",
    url="https://starc.cyi.ac.cy/index.php/student-mobilities.html",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Selected in the last year of study, completed within one year of graduation.",
)
_EVTOS: Final = Source(
    id="EU-EVTOS",
    document="Staff mobility, outgoing",
    publisher="Erasmus office, evtos.hr",
    locator="whole page",
    url="https://evtos.hr/en/nase-osoblje/odlazno",
    read_on=_READ_ON,
    confidence=_HIGH,
)
STAFF_STAYS: Final = _EVTOS.at("EU-STAFF-STAYS", "staff, teaching and training")
INVITED_STAFF: Final = _EVTOS.at("EU-INVITED-STAFF", "staff of enterprises who are invited to teach")
_TEACHING_NOTE: Final = "That each further day of an incomplete week adds a fifth is an agreement clause (MED)."
TEACHING: Final = _EVTOS.at("EU-TEACHING", "teaching hours", note=_TEACHING_NOTE)
TEACHING_KA171: Final = _EVTOS.at(
    "EU-TEACHING", "teaching hours", note="Printed for KA131 and read for KA171 too.", confidence=_MED
)
CONFERENCES: Final = _EVTOS.at("EU-CONFERENCES", "conferences are no training")
CONFERENCES_KA171: Final = _EVTOS.at(
    "EU-CONFERENCES",
    "conferences are no training",
    note="Printed for KA131 and read for KA171 too.",
    confidence=_MED,
)
KA171_STAYS: Final = Source(
    id="EU-KA171-STAYS",
    document="About the programme (KA171)",
    publisher="Pázmány Péter Catholic University",
    locator="students and staff, length of stays",
    url="https://ppke.hu/en/about-the-programme-12",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Students 2 to 12 months, counted as 60 to 360 days of months of thirty days; staff 5 to 60 days.",
)
KA171_SHORT_STAYS: Final = Source(
    id="EU-KA171-SHORT-STAYS",
    document="KA171-HED, appel 2023",
    publisher="Agence Erasmus+ France",
    locator="short-term mobility; no blended intensive programmes",
    url="https://monprojet.erasmusplus.fr/fiche-action/appel=2023&codeAction=KA171-HED",
    read_on=_READ_ON,
    confidence=_HIGH,
)
CYCLE: Final = Source(
    id="EU-CYCLE",
    document="Selection for the call, application",
    publisher="University of Florence, School of Engineering",
    locator="months within one study cycle",
    url="https://www.ingegneria.unifi.it/vp-437-selection-for-the-call-application.html",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Twelve months in each study cycle, studies and traineeships together.",
)
_UAB: Final = Source(
    id="EU-UAB",
    document="During your stay",
    publisher="Universitat Autònoma de Barcelona, Faculty of Law",
    locator="whole page",
    url="https://www.uab.cat/en/law/during-your-stay",
    read_on=_READ_ON,
    confidence=_HIGH,
)
PAPERS: Final = _UAB.at("EU-PAPERS", "agreement, certificate of the stay, survey")
LEARNING_AGREEMENT: Final = _UAB.at(
    "EU-LEARNING-AGREEMENT",
    "agreement",
    note="The page names a signed agreement; that the learning or mobility agreement is signed before too is our reading.",
    confidence=_MED,
)
BELOW_MINIMUM: Final = Source(
    id="EU-BELOW-MINIMUM",
    document="Mobility duration and grant calculation",
    publisher="Erasmus office, gidatarim.edu.tr",
    locator="stays below the minimum duration",
    url="https://erasmus.gidatarim.edu.tr/en/pages/sure-hibe-hesap",
    read_on=_READ_ON,
    confidence=_MED,
    note="A stay below the minimum is not funded without force majeure; printed for students, read for staff too.",
)

# --- National Agencies

GERMAN_TOLERANCE: Final = Source(
    id="NA-DE-TOLERANCE",
    document="Finanzielle Unterstützung aus Erasmus-Mitteln der EU (German grant agreement, 2021-2027)",
    publisher="Law Insider",
    locator="stays that end earlier than agreed",
    url="https://lawinsider.com/de/clause/finanzielle-unterstützung-aus-erasmus-mitteln-der-eu/_2",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Up to 5 days less change nothing. What is due below the minimum is that of the programme.",
)
POLISH_STAFF_2024: Final = _OPOLE.at(
    "NA-PL-STAFF-2024",
    "individual support of staff and travel support, call 2024",
    note="190, 170 and 148 EUR a day; from day 15 133, 119 and 103, which is 70 % cut to whole euro.",
)
POLISH_STUDENTS_2024: Final = Source(
    id="NA-PL-STUDENTS-2024",
    document="Erasmus+, nabór 2024/2025",
    publisher="Academy of Applied Sciences in Włocławek",
    locator="monthly amounts of students, call 2024",
    url="https://pans.wloclawek.pl/erasmus-nabor-2024-2025/",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Groups 1 and 2; that of group 3 is printed by amh.edu.pl. With 150 EUR they are the amounts for traineeships "
    "that Kazimierz Wielki University prints.",
)
POLISH_TRAVEL_2024: Final = _UKW.at("NA-PL-TRAVEL-2024", "travel support of long-term students, call 2024")

AGREEMENT_YEARS: Final = Source(
    id="EU-AGREEMENT-YEARS",
    document="Erasmus +",
    publisher="Université Savoie Mont Blanc",
    locator="International Mobility Credits, periods of the agreements",
    url="https://www.univ-smb.fr/en/international/cooperation-internationale/erasmus/",
    read_on=_READ_ON,
    confidence=_MED,
    note="The agreements of calls 2022 and 2023 of one university, KA171: each is over by July of the third year after its call. "
    "Read for other calls and for KA131 too; a stay outside is only warned of.",
)
