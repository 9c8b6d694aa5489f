"""The pages that the rulebooks of calls 2014 to 2020 cite, and the places in them.

Titles and places are described by us: the pages were read at second hand.  HIGH is a page that is dated to the call, or
one of several that agree; MED is one undated page, or a page of another call.
"""

from datetime import date
from typing import Final

from erasmus_grants.provenance import Source
from erasmus_grants.vocabulary import Confidence

_READ_ON: Final = date(2026, 11, 22)
_HIGH: Final = Confidence.HIGH
_MED: Final = Confidence.MED

# --- rules that all calls share

EU_PAYMENT_SPLIT: Final = Source(
    id="EU-PAYMENT-SPLIT",
    document="Grant agreement with participants, clause on payment arrangements",
    publisher="Law Insider",
    locator="share of the first payment",
    url="https://lawinsider.com/clause/payment-arrangements/_1",
    read_on=_READ_ON,
    confidence=_MED,
    note="70 % to 100 % before the balance, which follows 45 calendar days after the survey; the clause is undated.",
)

EU_AGREEMENT: Final = EU_PAYMENT_SPLIT.at(
    "EU-AGREEMENT",
    "signature and annexes of the agreement; survey as request for the balance",
    note="The clause is undated.",
    confidence=_MED,
)

EU_CERTIFICATE: Final = Source(
    id="EU-CERTIFICATE",
    document="Financovanie 2019 (funding)",
    publisher="University of Ss. Cyril and Methodius in Trnava",
    locator="certificate of the dates of the stay",
    url="https://www.ucm.sk/sk/financovanie-2019/",
    read_on=_READ_ON,
    confidence=_MED,
    note="Printed for 2019.",
)

EU_BELOW_MINIMUM: Final = Source(
    id="EU-BELOW-MINIMUM",
    document="Mobility duration and grant calculation",
    publisher="Erasmus office, gidatarim.edu.tr",
    locator="stays below the minimum duration",
    url="https://erasmus.gidatarim.edu.tr/en/pages/sure-hibe-hesap",
    read_on=_READ_ON,
    confidence=_MED,
    note="Printed for calls from 2021. How many days of shortfall are tolerated differs between institutions: none here.",
)

EU_CYCLE: Final = Source(
    id="EU-CYCLE",
    document="Grant agreement with participants, clause on entry into force and duration",
    publisher="Law Insider",
    locator="months within one study cycle",
    url="https://lawinsider.com/dictionary/entry-into-force-and-duration-of-mobility",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Twelve months in each study cycle, months without grant included.",
)

EU_TRAVEL_DAYS: Final = Source(
    id="EU-TRAVEL-DAYS",
    document="Grant agreement for staff, clause on entry into force and duration",
    publisher="Law Insider, agreement of Humboldt-Universität zu Berlin",
    locator="days of travel",
    url="https://lawinsider.com/de/clause/inkrafttreten-und-dauer-der-mobilitätsphase",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="One day before and one day after may be paid to staff. Nothing of the kind is printed for students.",
)

EU_STAFF: Final = Source(
    id="EU-STAFF",
    document="Higher education teaching staff",
    publisher="European Commission",
    locator="length of the stay; hours of teaching",
    url="https://erasmus-plus.ec.europa.eu/opportunities/individuals/staff-teaching/higher-education-teaching-staff",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Two days to two months between programme countries, five days to two months otherwise; 8 hours in a week or "
    "any shorter stay. That each further day adds a fifth of a week is an agreement clause (MED).",
)

EU_COMBINED_NOT_CONFIRMED: Final = EU_STAFF.at(
    "EU-COMBINED-NOT-CONFIRMED",
    "hours of teaching, combined with training",
    note="Four hours are confirmed from call 2019 on only; before, the hours of any other stay are asked for.",
    confidence=_MED,
)

EU_INVITED_STAFF: Final = Source(
    id="EU-INVITED-STAFF",
    document="Mobilité (rates and conditions)",
    publisher="Erasmus+ office, Togo",
    locator="staff invited from enterprises",
    url="https://erasmusplustogo.org/mobility.php",
    read_on=_READ_ON,
    confidence=_MED,
    note="One day is enough (MED). That no hours of teaching are asked for is printed for call 2019: "
    "https://www.erasmusplus.fr/penelope/mobilite/87/mobilite-internationale-de-credits-2019 (HIGH).",
)

EU_FULL_TO_DAY_14: Final = Source(
    id="EU-FULL-TO-DAY-14",
    document="Annex IV, rates applicable for contributions to unit costs, Key Action 1",
    publisher="docest.com, copy of an annex of the grant agreement",
    locator="individual support of staff, from day 15",
    url="https://docest.com/doc/425664/key-action-1-learning-mobility",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="The full rate to the 14th day of activity, 70 % from day 15 to day 60.",
)

# --- KA107

_WARSAW: Final = Source(
    id="EU-WARSAW",
    document="Zasady finansowania w projekcie KA107 2018",
    publisher="University of Warsaw",
    locator="whole page",
    url="http://bwz.uw.edu.pl/zasady-finansowania-w-projekcie-ka107-2018/",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Cites the Programme Guide 2018.",
)
OUTGOING_2018: Final = _WARSAW.at(
    "EU-OUTGOING-2018", "outgoing staff and students, call 2018", note="Cites the Programme Guide 2018."
)
REDUCED_2018: Final = _WARSAW.at(
    "EU-REDUCED-2018",
    "individual support of staff, from day 15",
    note="180 and 140 to day 14, 126 and 98 from day 15, which is 70 %.",
)
RATES_ARE_FIXED: Final = _WARSAW.at("EU-RATES-ARE-FIXED", "rates of the programme")
NO_TOP_UP_2018: Final = _WARSAW.at(
    "EU-NO-TOP-UP", "whole page", note="Nothing is printed for participants with fewer opportunities.", confidence=_MED
)
POLAND_2018: Final = _WARSAW.at("EU-POLAND-2018", "incoming staff and students in Poland, call 2018")
POLAND_READ: Final = _WARSAW.at(
    "EU-POLAND",
    "incoming staff and students in Poland, call 2018",
    note="Printed for call 2018; read for calls 2019 and 2020 too.",
    confidence=_MED,
)

_PILA_STAFF: Final = Source(
    id="EU-PILA-STAFF",
    document="Stypendia dla pracowników (grants of staff)",
    publisher="Państwowa Uczelnia Stanisława Staszica w Pile",
    locator="call 2020",
    url="https://puss.pila.pl/pl/erasmusplus/pracownicy/stypendia-dla-pracownikow.html",
    read_on=_READ_ON,
    confidence=_HIGH,
)
POLAND_STAFF_2020: Final = _PILA_STAFF.at("EU-POLAND-STAFF-2020", "incoming staff in Poland, call 2020")

_NANTES: Final = Source(
    id="EU-NANTES",
    document="Erasmus+, mobilité internationale de crédits",
    publisher="Nantes Université",
    locator="agreements 2018, 2019 and 2020",
    url="https://www.univ-nantes.fr/etudier-se-former/incoming-students-venir-etudier-a-nantes/erasmus-mobilite-internationale-de-credits",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="One list of rates for agreements 2018, 2019 and 2020.",
)
OUTGOING_2019: Final = _NANTES.at(
    "EU-OUTGOING-2019", "outgoing staff and students", note="One list of rates for agreements 2018, 2019 and 2020."
)
FRANCE_2018: Final = _NANTES.at(
    "EU-FRANCE-2018",
    "incoming staff and students in France",
    note="One list of rates for agreements 2018, 2019 and 2020.",
)

IRELAND_2018: Final = Source(
    id="EU-IRELAND-2018",
    document="International Credit Mobility, budget 2018",
    publisher="eurireland.ie, Irish National Agency",
    locator="incoming staff and students in Ireland, call 2018",
    url="https://eurireland.ie/2018/01/18/international-credit-mobility-budget-2018/",
    read_on=_READ_ON,
    confidence=_HIGH,
)
IRELAND_READ: Final = IRELAND_2018.at(
    "EU-IRELAND",
    "incoming staff and students in Ireland, call 2018",
    note="Printed for call 2018; read for calls 2019 and 2020 too.",
    confidence=_MED,
)

UNITED_KINGDOM: Final = Source(
    id="EU-UNITED-KINGDOM",
    document="The Mobility Grant (Erasmus+ international)",
    publisher="Cardiff Metropolitan University",
    locator="incoming staff and students in the United Kingdom",
    url="https://www.cardiffmet.ac.uk/international/erasmus/international/Pages/The%20Mobility%20Grant.aspx",
    read_on=_READ_ON,
    confidence=_MED,
    note="Undated.",
)

SERBIA: Final = Source(
    id="EU-SERBIA",
    document="Erasmus+ KA107, call for mobility to the University of Kragujevac",
    publisher="University of Adrar",
    locator="incoming staff and students in Serbia",
    url="https://en.univ-adrar.edu.dz/unikragujevac-erasmuska107-calls-mobility-in-the-summer-semester/",
    read_on=_READ_ON,
    confidence=_MED,
    note="Undated, and relayed by a partner. Serbia is a programme country from call 2019 on.",
)

SPAIN_2018: Final = Source(
    id="EU-SPAIN-2018",
    document="2018 International Credit Mobility project",
    publisher="University of the Basque Country",
    locator="incoming staff and students in Spain, call 2018",
    url="https://www.ehu.eus/en/web/nazioarteko-harremanak/en-erasmus-partner-countries/2018-international-credit-mobility-project",
    read_on=_READ_ON,
    confidence=_HIGH,
)
SPAIN_2019: Final = Source(
    id="EU-SPAIN-2019",
    document="2019 International Credit Mobility project",
    publisher="University of the Basque Country",
    locator="incoming staff and students in Spain, call 2019",
    url="https://www.ehu.eus/en/web/nazioarteko-harremanak/en-2019-international-credit-mobility-project",
    read_on=_READ_ON,
    confidence=_HIGH,
)
SPAIN_2020: Final = SPAIN_2019.at(
    "EU-SPAIN-2020",
    "incoming staff and students in Spain, call 2019",
    note="Printed for calls 2018 and 2019; read for call 2020 too.",
    confidence=_MED,
)

TRAVEL_KA107_2018: Final = Source(
    id="EU-TRAVEL-2018",
    document="Programme de mobilité vers l'Université de Cadix, KA107",
    publisher="partner of the University of Cádiz, copy of its call",
    locator="travel of students and staff, projects 2018 and 2019",
    url="https://github.com/MoussaSak/empress-blog-casper-template/blob/25dd6e86f49f632ef881130fbd669298aee4c6cc/tests/dummy/content/programme-de-mobilite-vers-universite-de-cadix-dans-le-cadre-du-programme-europeen-erasmus-plus-ka107.md",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="The last band is printed as 8000-19999 km.",
)
TRAVEL_KA107_2020: Final = TRAVEL_KA107_2018.at(
    "EU-TRAVEL-2020",
    "travel of students and staff, projects 2018 and 2019",
    note="Printed for calls 2018 and 2019; read for call 2020 too.",
    confidence=_MED,
)
TRAVEL_10_KM_KA107: Final = Source(
    id="EU-TRAVEL-10-KM",
    document="Erasmus+, wyjazdy pracowników do krajów partnerskich, dofinansowanie (staff to partner countries)",
    publisher="University of Economics in Katowice",
    locator="travel, 10-99 km",
    url="https://www.ue.katowice.pl/jednostki/biuro-wspolpracy-miedzynarodowej/dzial-programow-miedzynarodowych/stypendia-dla-pracownikow/erasmus-wyjazdy-pracownikow-administracyjnych-do-krajow-partnerskich/dofinansowanie.html",
    read_on=_READ_ON,
    confidence=_MED,
    note="Undated; it prints the daily rate of calls 2018 to 2020. Other pages of these calls leave the band out.",
)

KA107_2019: Final = Source(
    id="EU-KA107-2019",
    document="Mobilité internationale de crédits 2019",
    publisher="Agence Erasmus+ France / Education Formation",
    locator="activities and participants, call 2019",
    url="https://www.erasmusplus.fr/penelope/mobilite/87/mobilite-internationale-de-credits-2019",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Outgoing training only at a higher education institution of the partner country.",
)
KA107_READ: Final = KA107_2019.at(
    "EU-KA107",
    "activities and participants, call 2019",
    note="Printed for call 2019; read for calls 2018 and 2020 too, but for the hosts of outgoing training.",
    confidence=_MED,
)
LENGTHS_KA107_2019: Final = KA107_2019.at(
    "EU-LENGTHS-2019",
    "length of studies and traineeships, call 2019",
    note="Studies: three months (90 days) or one academic term, to twelve months. No term is taken for shorter than "
    "60 days, the least for traineeships; that is our reading.",
)
LENGTHS_KA107_READ: Final = KA107_2019.at(
    "EU-LENGTHS",
    "length of studies and traineeships, call 2019",
    note="Printed for call 2019; read for the other calls from 2015 to 2020 too. Studies: three months (90 days) or one "
    "academic term, to twelve months. No term is taken for shorter than 60 days; that is our reading.",
    confidence=_MED,
)
TRAINEESHIPS_2018: Final = Source(
    id="EU-TRAINEESHIPS-2018",
    document="Erasmus+, mobilité internationale de crédits",
    publisher="Université de Lorraine",
    locator="student traineeships, from call 2018",
    url="https://factuel.univ-lorraine.fr/node/8851",
    read_on=_READ_ON,
    confidence=_HIGH,
)

CONFERENCES_2018: Final = Source(
    id="EU-CONFERENCES",
    document="Erasmus+ International Credit Mobility (ICM)",
    publisher="Université Savoie Mont Blanc",
    locator="training activity, note on conferences",
    url="https://www.univ-smb.fr/en/international/partir-a-letranger/personnels/erasmus-mobilite-internationales-de-credits/",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Conferences are no training; the page is about agreements 2017 to 2019.",
)
CONFERENCES_2020: Final = Source(
    id="EU-CONFERENCES",
    document="Erasmus +",
    publisher="Université Savoie Mont Blanc",
    locator="International Mobility Credits, note on conferences",
    url="https://www.univ-smb.fr/en/international/cooperation-internationale/erasmus/",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Conferences are not eligible; the page is about agreements 2019 to 2023.",
)
CONFERENCES_READ: Final = CONFERENCES_2018.at(
    "EU-CONFERENCES",
    "training activity, note on conferences",
    note="The page is about agreements 2017 to 2019; read for earlier calls too.",
    confidence=_MED,
)

COMBINED_KA107: Final = Source(
    id="EU-COMBINED",
    document="Erasmus+ KA107, associated countries, outgoing staff",
    publisher="University of the Balearic Islands",
    locator="hours of teaching, combined with training",
    url="https://internacional.uib.eu/Mobilitat-i-intercanvi/Programes-per-al-PDI/Programes-extingits/ERASMUS-P.-associats-sortints",
    read_on=_READ_ON,
    confidence=_MED,
    note="Four hours are enough. The page is undated; that combined stays exist in call 2019 is printed by the French "
    "agency: https://www.erasmusplus.fr/penelope/mobilite/87/mobilite-internationale-de-credits-2019",
)

THIRD_COUNTRIES: Final = Source(
    id="EU-THIRD-COUNTRIES",
    document="International Credit Mobility, presentation",
    publisher="sambuz.com, copy of a presentation",
    locator="eligible partner countries",
    url="https://sambuz.com/doc/international-credit-mobility-ppt-presentation-939511",
    read_on=_READ_ON,
    confidence=_MED,
    note="All countries that are no programme countries, but for Switzerland, Andorra, Monaco, San Marino, the Vatican "
    "and the Gulf states; until about call 2017 without Iran, Iraq and Yemen, which a page of call 2018 lists: "
    "https://eurireland.ie/2018/01/18/international-credit-mobility-budget-2018/",
)

OUTGOING_2015: Final = Source(
    id="EU-OUTGOING-2015",
    document="Higher Education KA107, International Credit Mobility overview, June 2015",
    publisher="Erasmus+ UK National Agency",
    locator="outgoing staff and students, call 2015",
    url="https://www.slideshare.net/ErasmusPlusUK/23062015-he-ka107-icm-overview",
    read_on=_READ_ON,
    confidence=_HIGH,
)

_BORDEAUX: Final = Source(
    id="EU-BORDEAUX",
    document="Un nouvel élan pour la mobilité internationale à l'université de Bordeaux",
    publisher="Université de Bordeaux",
    locator="results of call 2016, 21 June 2016",
    url="https://u-bordeaux.fr./Actualites/De-l-international/Un-nouvel-elan-pour-la-mobilite-internationale-a-l-universite-de-Bordeaux",
    read_on=_READ_ON,
    confidence=_HIGH,
)
OUTGOING_2016: Final = _BORDEAUX.at("EU-OUTGOING-2016", "outgoing staff and students, call 2016")
FRANCE_2016: Final = _BORDEAUX.at("EU-FRANCE-2016", "incoming staff in France, call 2016")
FRANCE_READ: Final = _BORDEAUX.at(
    "EU-FRANCE",
    "incoming staff in France, call 2016",
    note="Printed for call 2016; read for calls 2015 and 2017 too, in which the groups of staff rates are the same.",
    confidence=_MED,
)

_LEIPZIG: Final = Source(
    id="EU-LEIPZIG",
    document="Erasmus+ 2015-2020 International, Förderungen",
    publisher="Leipzig University",
    locator="whole page, 27 October 2017",
    url="http://www.uni-leipzig.de/de/universitaet/uni-international/erasmus/erasmus-2015-2020-international/foerderungen.html",
    read_on=_READ_ON,
    confidence=_HIGH,
)
OUTGOING_2017: Final = _LEIPZIG.at("EU-OUTGOING-2017", "outgoing staff and students, 27 October 2017")
REDUCED_2015: Final = _LEIPZIG.at(
    "EU-REDUCED-2015",
    "individual support of staff, from day 15",
    note="160 and 120 to day 14, 112 and 84 from day 15, which is 70 %.",
)
NO_TOP_UP_2015: Final = _LEIPZIG.at(
    "EU-NO-TOP-UP", "whole page", note="Nothing is printed for participants with fewer opportunities.", confidence=_MED
)
GERMANY_2017: Final = _LEIPZIG.at("EU-GERMANY-2017", "incoming staff in Germany, 27 October 2017")
GERMANY_READ: Final = _LEIPZIG.at(
    "EU-GERMANY",
    "incoming staff in Germany, 27 October 2017",
    note="Printed in the autumn of 2017; read for calls 2015 and 2016 too.",
    confidence=_MED,
)

_EHU_2016: Final = Source(
    id="EU-EHU-2016",
    document="2016 International Credit Mobility",
    publisher="University of the Basque Country",
    locator="project of call 2016",
    url="https://ehu.eus/en/web/nazioarteko-harremanak/en-erasmus-partner-countries/2016-international-credit-mobility",
    read_on=_READ_ON,
    confidence=_HIGH,
)
SPAIN_2016: Final = _EHU_2016.at("EU-SPAIN-2016", "incoming staff in Spain, call 2016")
SPAIN_READ: Final = _EHU_2016.at(
    "EU-SPAIN",
    "incoming staff in Spain, call 2016",
    note="Printed for call 2016; read for calls 2015 and 2017 too.",
    confidence=_MED,
)
TRAVEL_8000_KM_2016: Final = _EHU_2016.at(
    "EU-TRAVEL-8000-KM", "travel, call 2016", note="Printed as 360 to 1100 EUR, without the bands."
)
TRAVEL_8000_KM_2015: Final = _EHU_2016.at(
    "EU-TRAVEL-8000-KM",
    "travel, call 2016",
    note="Printed for call 2016 as 360 to 1100 EUR; read for call 2015 too, with the undated table of Ljubljana.",
    confidence=_MED,
)

TRAVEL_KA107_2015: Final = Source(
    id="EU-TRAVEL-2015",
    document="International Credit Mobility, travel",
    publisher="University of Ljubljana",
    locator="travel of students and staff, by distance",
    url="https://www.uni-lj.si/international_cooperation_and_exchange/erasmus-plus-programme/international_credit_mobility/travel/",
    read_on=_READ_ON,
    confidence=_MED,
    note="Undated; it prints the amounts before call 2018, and nothing below 100 km.",
)

GROUPS_KA107_2015: Final = Source(
    id="EU-GROUPS-2015",
    document="Key Action 1, International Credit Mobility",
    publisher="University of Mostaganem",
    locator="incoming students by group of receiving countries",
    url="https://www.univ-mosta.dz/vrcc/key-action1-international-credit-mobility/",
    read_on=_READ_ON,
    confidence=_MED,
    note="Undated, with the rates before call 2018. France and Spain are confirmed by dated pages of call 2016, Germany "
    "by one of 2017.",
)

KA107_2015: Final = Source(
    id="EU-KA107-2015",
    document="Mobilité internationale de crédits 2015",
    publisher="Agence Erasmus+ France / Education Formation",
    locator="activities and participants, call 2015",
    url="https://www.erasmusplus.fr/penelope/beneficiaire/26/mobilite-internationale-de-credits-2015/",
    read_on=_READ_ON,
    confidence=_HIGH,
)
KA107_2017: Final = Source(
    id="EU-KA107-2017",
    document="Mobilité internationale de crédits, call 2017",
    publisher="Agence Erasmus+ France / Education Formation",
    locator="activities and participants, call 2017",
    url="https://www.erasmusplus.fr/penelope/beneficiaire/47/flash.php",
    read_on=_READ_ON,
    confidence=_HIGH,
)
KA107_2016: Final = KA107_2017.at(
    "EU-KA107-2016",
    "activities and participants, call 2017",
    note="Printed alike for calls 2015 and 2017, and read for call 2016. A page of the Bulgarian agency lets "
    "traineeships begin in 2016: https://hrdc.bg/2020/en/key-action-1/international-dimension-higher-education/",
    confidence=_MED,
)

RESTRICTIONS_2015: Final = Source(
    id="EU-RESTRICTIONS-2015",
    document="Note on international credit mobility, October 2014",
    publisher="European Commission, Directorate-General for Education and Culture",
    locator="Development Cooperation Instrument",
    url="https://docplayer.net/amp/28260861-European-commission-directorate-general-for-education-and-culture.html",
    read_on=_READ_ON,
    confidence=_HIGH,
)

# --- KA103

_VARNA: Final = Source(
    id="EU-VARNA",
    document="Erasmus+, staff mobility, academic year 2018/19",
    publisher="University of Economics Varna",
    locator="whole page",
    url="https://international.ue-varna.bg/bg/96/",
    read_on=_READ_ON,
    confidence=_HIGH,
)
GROUPS_2018: Final = _VARNA.at("EU-GROUPS-2018", "groups of receiving countries, 2018/19")
STAFF_RANGES_2018: Final = _VARNA.at(
    "EU-STAFF-RANGES-2018",
    "full rates of staff by group, 2018/19",
    note="The highest rates are printed here and for call 2020 (HIGH). The lowest are converted from CFA francs at about "
    "650 to the euro: https://erasmusplustogo.org/mobility.php (MED).",
    confidence=_MED,
)

GROUPS_2019: Final = Source(
    id="EU-GROUPS-2019",
    document="Wysokość stypendiów (amounts of grants), 2019",
    publisher="Państwowa Uczelnia Stanisława Staszica w Pile",
    locator="groups of receiving countries, call 2019",
    url="https://puss.pila.pl/pl/erasmusplus/wysokosc-stypendiow.html",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Serbia is a programme country, in group 3.",
)

GROUPS_2020: Final = Source(
    id="EU-GROUPS-2020",
    document="Dofinansowanie (funding)",
    publisher="Vizja University",
    locator="groups of receiving countries, call 2020",
    url="https://erasmus.vizja.pl/dofinansowanie/",
    read_on=_READ_ON,
    confidence=_HIGH,
)

STAFF_GROUPS_2014: Final = Source(
    id="EU-STAFF-GROUPS-2014",
    document="Erasmus+, Finanzierung (funding)",
    publisher="Rhine-Waal University of Applied Sciences",
    locator="groups of receiving countries for staff, since 2014",
    url="https://www.hochschule-rhein-waal.de/en/international/go-abroad/erasmus/2-financing",
    read_on=_READ_ON,
    confidence=_HIGH,
)
STAFF_GROUPS_2017: Final = Source(
    id="EU-STAFF-GROUPS-2017",
    document="Zasady finansowania w programie Erasmus+ 2017/2018 (rules of funding)",
    publisher="Academy of Art and Design in Wrocław",
    locator="groups A to C of receiving countries for staff, 2017/18",
    url="https://www.asp.wroc.pl/?module=StaticContent&controller=Main&id=755&__seoName=ZASADY+FINANSOWANIA+W+PROGRAMIE+ERASMUS+2017%2F2018",
    read_on=_READ_ON,
    confidence=_HIGH,
)
STAFF_GROUPS_READ: Final = EU_FULL_TO_DAY_14.at(
    "EU-STAFF-GROUPS",
    "groups of receiving countries for staff",
    note="The copy is undated. The groups are dated to 2014 and, but for the last, to 2017/18; read for the other calls to 2017.",
    confidence=_MED,
)
STAFF_RANGES_2014: Final = EU_FULL_TO_DAY_14.at(
    "EU-STAFF-RANGES-2014",
    "individual support of staff, ranges",
    note="The copy is undated; the four groups are dated to 2014 by another page: "
    "https://www.hochschule-rhein-waal.de/en/international/go-abroad/erasmus/2-financing",
)
STAFF_RANGES_READ: Final = EU_FULL_TO_DAY_14.at(
    "EU-STAFF-RANGES",
    "individual support of staff, ranges",
    note="The ranges are those of the annex (HIGH); that they hold for calls 2015 to 2017 follows from the groups, which "
    "are the same in 2014 and in 2017/18 (MED).",
    confidence=_MED,
)
TRAVEL_KA103_2014: Final = EU_FULL_TO_DAY_14.at(
    "EU-TRAVEL-2014",
    "travel",
    note="The copy is undated; nothing is printed below 100 km. The one-way distance decides, the amount is for both ways.",
    confidence=_MED,
)
NO_TOP_UP_2014: Final = EU_FULL_TO_DAY_14.at(
    "EU-NO-TOP-UP",
    "whole annex",
    note="No amount is printed for traineeships, nor for participants with fewer opportunities. Traineeships of French "
    "institutions had 150 EUR a month in 2016/17 at one of them.",
    confidence=_MED,
)
OUTERMOST_REGIONS: Final = EU_FULL_TO_DAY_14.at(
    "EU-OUTERMOST-REGIONS", "travel of students sent by outermost programme countries and regions"
)
NATIONAL_AMOUNTS: Final = EU_FULL_TO_DAY_14.at(
    "EU-NATIONAL-AMOUNTS",
    "individual support of students",
    note="Each National Agency sets the amounts of its country.",
)

TRAVEL_KA103_2017: Final = Source(
    id="EU-TRAVEL-2017",
    document="Erasmus+, Förderung (funding of staff)",
    publisher="University of Koblenz-Landau",
    locator="travel by distance",
    url="http://www.uni-koblenz-landau.de/de/international/wissenschaftler/erasmus/foerderung",
    read_on=_READ_ON,
    confidence=_MED,
    note="Undated; it has the groups of calls to 2017 and a band of 10-99 km. Its 20 EUR below 100 km and 1100 EUR from "
    "8000 km on are too unsure to be used.",
)
TRAVEL_KA103_2018: Final = Source(
    id="EU-TRAVEL-2018",
    document="STT, všeobecné podmienky (general conditions)",
    publisher="Comenius University Bratislava",
    locator="travel by distance, 2018/19",
    url="https://uniba.sk/medzinarodne-vztahy/erasmusplus/pracovnici-stt/vseobecne-podmienky/",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="A page of 2018/19 leaves the band of 10-99 km out: https://international.ue-varna.bg/bg/96/",
)
TRAVEL_KA103_2019: Final = Source(
    id="EU-TRAVEL-2019",
    document="Satser og tilskudd (rates and grants)",
    publisher="University of Oslo",
    locator="travel by distance, 2019/20",
    url="https://www.uio.no/for-ansatte/kompetanse/utenlandsopphold-ansatte/satser-tilskudd.html",
    read_on=_READ_ON,
    confidence=_HIGH,
)
TRAVEL_KA103_2020: Final = TRAVEL_KA103_2019.at(
    "EU-TRAVEL-2020",
    "travel by distance, 2019/20",
    note="Printed alike for 2018/19 and 2019/20; read for call 2020 too.",
    confidence=_MED,
)

KA103_2019: Final = Source(
    id="EU-KA103-2019",
    document="Mobilité enseignement supérieur 2019",
    publisher="Agence Erasmus+ France / Education Formation",
    locator="activities and participants, call 2019",
    url="https://www.erasmusplus.fr/penelope/beneficiaire/84/mobilite-enseignement-superieur-2019/",
    read_on=_READ_ON,
    confidence=_HIGH,
)
KA103_READ: Final = KA103_2019.at(
    "EU-KA103",
    "activities and participants, call 2019",
    note="Printed for call 2019; read for the other calls from 2014 to 2020 too.",
    confidence=_MED,
)
LENGTHS_KA103_2019: Final = KA103_2019.at(
    "EU-LENGTHS-2019",
    "length of studies and traineeships, call 2019",
    note="Studies: three months (90 days) or one academic term, to twelve months; traineeships: from two months (60 "
    "days). No term is taken for shorter than 60 days; that is our reading.",
)
LENGTHS_KA103_READ: Final = KA103_2019.at(
    "EU-LENGTHS",
    "length of studies and traineeships, call 2019",
    note="Printed for call 2019; read for the other calls from 2014 to 2020 too. Studies: three months (90 days) or one "
    "academic term, to twelve months; traineeships: from two months (60 days). No term is taken for shorter than 60 "
    "days; that is our reading.",
    confidence=_MED,
)
COMBINED_KA103_2020: Final = Source(
    id="EU-COMBINED-2020",
    document="Erasmus+, mobilité de l'enseignement supérieur",
    publisher="Université Savoie Mont Blanc",
    locator="hours of teaching, combined with training, 2020/21",
    url="https://www.univ-smb.fr/en/international/partir-a-letranger/personnels/erasmus-mobilite-de-lenseignement-superieur/",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="Four hours are enough.",
)
COMBINED_KA103_2019: Final = COMBINED_KA103_2020.at(
    "EU-COMBINED-2019",
    "hours of teaching, combined with training, 2020/21",
    note="Four hours are enough: printed for 2020/21, read for call 2019 too. Another page, undated, prints the same: "
    "https://eeagentuur.ee/intra-european-mobility-for-teachers-and-staff",
    confidence=_MED,
)

STUDENT_RANGES_2016: Final = Source(
    id="EU-STUDENT-RANGES-2016",
    document="Taux des bourses mobilités étudiantes Erasmus+ 2016-2017",
    publisher="doczz.fr, copy of a page of Ircom",
    locator="ranges of monthly rates in France, 2016/17",
    url="https://doczz.fr/doc/3348857/taux-des-bourses-mobilit%C3%A9s-%C3%A9tudiantes-erasmus--2016-2017",
    read_on=_READ_ON,
    confidence=_HIGH,
    note="The rates of group 1 are at least 50 EUR above those of groups 2 and 3.",
)
STUDENT_GROUPS_2016: Final = STUDENT_RANGES_2016.at(
    "EU-STUDENT-GROUPS-2016", "groups of receiving countries for students, 2016/17"
)
STUDENT_GROUPS_READ: Final = STUDENT_RANGES_2016.at(
    "EU-STUDENT-GROUPS",
    "groups of receiving countries for students, 2016/17",
    note="Printed for 2016/17; read for calls 2014 and 2015 too.",
    confidence=_MED,
)
STUDENT_GROUPS_2017: Final = Source(
    id="EU-STUDENT-GROUPS-2017",
    document="Bénéficier d'aides financières",
    publisher="Université Clermont Auvergne",
    locator="groups of receiving countries for students, 2017/18",
    url="http://www.uca.fr/international/partir-a-l-etranger/beneficier-d-aides-financieres/?page=article&id_article=64",
    read_on=_READ_ON,
    confidence=_HIGH,
)

AGREEMENT_YEARS: Final = Source(
    id="EU-AGREEMENT-YEARS",
    document="Erasmus+ International Credit Mobility (ICM)",
    publisher="Université Savoie Mont Blanc",
    locator="periods of the agreements",
    url="https://www.univ-smb.fr/international/partir-a-letranger/personnels/erasmus-mobilite-internationales-de-credits/",
    read_on=_READ_ON,
    confidence=_MED,
    note="The agreements of calls 2016 to 2019 of one university, KA107: each is over by July of the third year after its call. "
    "Read for other calls and for KA103 too; a stay outside is only warned of.",
)
