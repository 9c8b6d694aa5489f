"""The partners of Université Savoie Mont Blanc, with the spellings that its pages print and common names of them.

The pages as they can be read have lost most country headings: a country is inferred from the name unless its heading is
left, and marked MED then.
"""

from typing import Final

from erasmus_grants.rulebooks.universities._pages import PARTNERS_OF_ERASMUS_PAGE, PARTNERS_OF_ICM_PAGE
from erasmus_grants.rules.agreements import Partner
from erasmus_grants.vocabulary import Confidence

USMB_PARTNERS: Final = (
    Partner(
        code="2iE",
        names=(
            "International Institute for Water and Environmental Engineering",
            "International Institute for Water and Environmental Engineering (2iE)",
            "Institut International d'Ingénierie de l'Eau et de l'Environnement",
            "Institut International d'Ingénierie de l'Eau et de l'Environnement (2iE)",
        ),
        country="BF",
        country_confidence=Confidence.HIGH,
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(
        code="UGB",
        names=(
            "Université Gaston Berger de Saint Louis",
            "Gaston Berger University of Saint Louis",
            "Gaston Berger",
            "Université Gaston Berger",
        ),
        country="SN",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(
        code="UCAD",
        names=(
            "Cheikh Anta Diop University",
            "Cheikh Anta Diop University (UCAD)",
            "Cheikh Anta Diop University, Dakar",
            "Cheikh Anta Diop University of Dakar",
            "Cheikh Anta Diop University (Senegal)",
            "Cheick Anta Diop",
            "Cheick Anta Diop (UCAD)",
            "Cheick Anta Diop University (UCAD)",
            "Université Cheick Anta Diop",
            "Université Cheick Anta Diop (UCAD)",
            "Université Cheikh Anta Diop",
            "Université Cheikh Anta Diop de Dakar",
        ),
        country="SN",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(
        code="KAGAWA",
        names=("Kagawa University", "University of Kagawa"),
        country="JP",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(code="OKAYAMA", names=("Okayama University",), country="JP", source=PARTNERS_OF_ERASMUS_PAGE),
    Partner(
        code="TOKYO",
        names=("The University of Tokyo", "University of Tokyo"),
        country="JP",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(code="HYOGO", names=("University of Hyogo",), country="JP", source=PARTNERS_OF_ERASMUS_PAGE),
    Partner(code="WASEDA", names=("Waseda university",), country="JP", source=PARTNERS_OF_ERASMUS_PAGE),
    Partner(
        code="UQTR",
        names=("Université du Québec à Trois Rivières", "Université du Québec à Trois Rivières (UQTR)"),
        country="CA",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(
        code="LAVAL", names=("Laval University", "Université Laval"), country="CA", source=PARTNERS_OF_ERASMUS_PAGE
    ),
    Partner(
        code="SHERBROOKE", names=("Sherbrooke University", "Sherbrooke"), country="CA", source=PARTNERS_OF_ERASMUS_PAGE
    ),
    Partner(
        code="UNCU",
        names=("Universidad Nacional de Cuyo", "Universidad Nacional de Cuyo (UNCU)", "UNC"),
        country="AR",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(code="UNSJ", names=("Universidad Nacional de San Juan",), country="AR", source=PARTNERS_OF_ICM_PAGE),
    Partner(
        code="UNLP",
        names=("Universidad Nacional de la Plata", "Universidad Nacional de la Plata (UNLP)"),
        country="AR",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(
        code="UFV",
        names=("Universidade Federal de Vicosa", "Universidade Federal de Vicosa (UFV)"),
        country="BR",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(
        code="UFT",
        names=("Universidade Finis Terrae", "Universidade Finis Terrae (UFT)", "Universidad Finis Terrae"),
        country="CL",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(
        code="UROSARIO",
        names=(
            "Colegio Mayor De Nuestra Senora Delrosario",
            "Colegio Mayor De Nuestra Senora Delrosario (UROSARIO)",
            "Colegio Mayor de Nuestra Señora del Rosario (UROSARIO)",
            "Universidad del Rosario",
        ),
        country="CO",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(
        code="UDEM",
        names=("Universidad de Monterrey", "Universidad de Monterrey (UDEM)"),
        country="MX",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(
        code="UPI",
        names=(
            "Universitas Pendidikan Indonesia",
            "Universitas Pendidikan Indonesia (UPI)",
            "Indonesian University of Education",
        ),
        country="ID",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(
        code="UNJ",
        names=(
            "Universitas Negeri Jakarta",
            "Universitas Negeri Jakarta (UNJ)",
            "Universitas Negeri Jakarta Indonesia",
            "University of Jakarta",
        ),
        country="ID",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(
        code="NUOL",
        names=("National University of Laos", "National University of Laos (NUOL)"),
        country="LA",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(
        code="UM",
        names=(
            "University of Malaya",
            "University of Malaya (UM)",
            "Universiti Malaya",
            "University of Malaya, Malaysia",
        ),
        country="MY",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(
        code="UKM",
        names=(
            "Universiti Kebangsaan Malaysia",
            "Universiti Kebangsaan Malaysia (UKM)",
            "Universiti Kabangsaan Malaysia",
            "National University of Malaysia",
        ),
        country="MY",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(
        code="KAU",
        names=(
            "Kyiv Academic University",
            "Kyiv Academic Univesity",
            "Kyiv Academic Univesity (KAU)",
            "Kyiv Academic University (KAU)",
        ),
        country="UA",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(
        code="SUMDU",
        names=("Sumy State University", "Sumy State University (SUMDU)"),
        country="UA",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(
        code="CHNU",
        names=(
            "Chernivtsi National University Yuriy Fedkovych",
            "Chernivtsi National University Yuriy Fedkovych (CHNU)",
        ),
        country="UA",
        source=PARTNERS_OF_ERASMUS_PAGE,
    ),
    Partner(code="DONNU", names=("Donetsk National University",), country="UA", source=PARTNERS_OF_ICM_PAGE),
    Partner(
        code="TSNUK", names=("Taras Shevchenko national university of Kyiv",), country="UA", source=PARTNERS_OF_ICM_PAGE
    ),
    Partner(code="IRKUTSK", names=("Irkutsk State University",), country="RU", source=PARTNERS_OF_ICM_PAGE),
    Partner(code="NOVOSIBIRSK", names=("Novosibirsk State University",), country="RU", source=PARTNERS_OF_ICM_PAGE),
    Partner(
        code="TUSUR",
        names=(
            "State educational institution of higher professional education Tomsk State university of control systems "
            "and radioelectronics",
            "Tomsk State University of Control Systems and Radioelectronics",
        ),
        country="RU",
        source=PARTNERS_OF_ICM_PAGE,
    ),
    Partner(
        code="HCMUS",
        names=("Truong Dai hoc Khoa hoc Tu nhien - Dai hoc Qoc gia Thanh pho Ho Chi minh",),
        country="VN",
        country_confidence=Confidence.HIGH,
        source=PARTNERS_OF_ICM_PAGE,
    ),
    Partner(
        code="TDTU",
        names=("Truong Dai Hoc Ton Duc Thang",),
        country="VN",
        country_confidence=Confidence.HIGH,
        source=PARTNERS_OF_ICM_PAGE,
    ),
)
"""Every partner of every agreement that the pages print."""
