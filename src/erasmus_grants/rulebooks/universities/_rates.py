"""Tables that more than one rulebook shares."""

from decimal import Decimal
from typing import Final

from erasmus_grants.rulebooks.universities._pages import EU_REDUCED_2018, EU_REDUCED_2021
from erasmus_grants.rules.daily_rates import DayTier
from erasmus_grants.rules.distance_bands import DistanceBand
from erasmus_grants.vocabulary import ParticipantRole, Purpose

BANDS_FROM_100_KM: Final = (
    DistanceBand(from_km=100, below_km=500, standard_eur=Decimal("180.00")),
    DistanceBand(from_km=500, below_km=2000, standard_eur=Decimal("275.00")),
    DistanceBand(from_km=2000, below_km=3000, standard_eur=Decimal("360.00")),
    DistanceBand(from_km=3000, below_km=4000, standard_eur=Decimal("530.00")),
    DistanceBand(from_km=4000, below_km=8000, standard_eur=Decimal("820.00")),
    DistanceBand(from_km=8000, standard_eur=Decimal("1500.00")),
)
"""Travel support of KA107 and KA171 before call 2024, as the pages of Savoie Mont Blanc print it."""

BANDS_2024: Final = (
    DistanceBand(from_km=10, below_km=100, standard_eur=Decimal("28.00"), green_eur=Decimal("56.00")),
    DistanceBand(from_km=100, below_km=500, standard_eur=Decimal("211.00"), green_eur=Decimal("285.00")),
    DistanceBand(from_km=500, below_km=2000, standard_eur=Decimal("309.00"), green_eur=Decimal("417.00")),
    DistanceBand(from_km=2000, below_km=3000, standard_eur=Decimal("395.00"), green_eur=Decimal("535.00")),
    DistanceBand(from_km=3000, below_km=4000, standard_eur=Decimal("580.00"), green_eur=Decimal("785.00")),
    DistanceBand(from_km=4000, below_km=8000, standard_eur=Decimal("1188.00"), green_eur=Decimal("1188.00")),
    DistanceBand(from_km=8000, standard_eur=Decimal("1735.00"), green_eur=Decimal("1735.00")),
)
"""Travel support of call 2024."""

FULL_TO_DAY_14_2018: Final = (
    DayTier(from_day=1, to_day=14, share=Decimal(1)),
    DayTier(from_day=15, to_day=60, share=Decimal("0.7"), source=EU_REDUCED_2018),
)
"""Staff days of calls 2018 to 2020: the full rate to day 14, 70 % to day 60, nothing after."""

FULL_TO_DAY_14_2021: Final = (
    DayTier(from_day=1, to_day=14, share=Decimal(1)),
    DayTier(from_day=15, to_day=60, share=Decimal("0.7"), source=EU_REDUCED_2021),
)
"""The same from call 2021."""

STUDENTS: Final = (ParticipantRole.STUDENT, ParticipantRole.DOCTORAL_CANDIDATE)
"""Who is mobile as a student."""

STAFF: Final = (ParticipantRole.STAFF, ParticipantRole.DOCTORAL_CANDIDATE)
"""Who is mobile as staff; a doctoral candidate only with a teaching contract."""

TRAINING: Final = (Purpose.OBSERVATION, Purpose.INTERNSHIP, Purpose.STRUCTURED_COURSE, Purpose.LANGUAGE_TRAINING)
"""What staff training consists of."""
