"""KA131, call 2021, from Germany: the rates that the German National Agency fixes within the ranges of the programme.

Germany is in group 2 in this call.  What is not set here, such as rates towards third countries, is that of the
programme.

Source:
    https://eu.daad.de/infos-fuer-hochschulen/projektdurchfuehrung/mobilitaet-von-einzelpersonen-KA131/foerderraten-und-aufstockungsbetraege-top-ups-in-der-mobilitaet-von-einzelpersonen-ka131/de/79410-foerderraten-und-aufstockungsbetraege-top-ups-in-der-mobilitaet-von-einzelpersonen-ka131/
"""

from decimal import Decimal
from typing import Final

from erasmus_grants.rulebooks.eu._sources_2021 import GERMAN_RATES, GERMAN_TOLERANCE
from erasmus_grants.rulebooks.eu._tables_2021 import FULL_TO_DAY_14_2021
from erasmus_grants.rulebooks.eu.ka131_2021 import RULEBOOK as EU
from erasmus_grants.rules.countries import HomeCountry
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.settlement import SettlementRule
from erasmus_grants.scope import Scope
from erasmus_grants.vocabulary import BelowMinimum

RULEBOOK: Final = EU.adapt(
    id="na-de-ka131-2021",
    title="KA131, call 2021, rates of the German National Agency",
    source=GERMAN_RATES,
    sources=(GERMAN_TOLERANCE,),
    institution="DAAD, National Agency for EU Higher Education Cooperation",
    home=HomeCountry(country="DE", source=GERMAN_RATES),
    daily_rates=(
        *EU.daily_rates,
        DailyRate(
            scope=Scope(receiving_groups=("group-1", "region-14")),
            rate_eur_per_day=Decimal(180),
            tiers=FULL_TO_DAY_14_2021,
            source=GERMAN_RATES,
        ),
        DailyRate(
            scope=Scope(receiving_groups=("group-2", "region-13")),
            rate_eur_per_day=Decimal(160),
            tiers=FULL_TO_DAY_14_2021,
            source=GERMAN_RATES,
        ),
        DailyRate(
            scope=Scope(receiving_groups=("group-3",)),
            rate_eur_per_day=Decimal(140),
            tiers=FULL_TO_DAY_14_2021,
            source=GERMAN_RATES,
        ),
    ),
    monthly_rates=(
        *EU.monthly_rates,
        MonthlyRate(
            scope=Scope(sending_groups=("group-2",), receiving_groups=("group-1", "region-14")),
            rate_eur_per_month=Decimal(450),
            source=GERMAN_RATES,
        ),
        MonthlyRate(
            scope=Scope(sending_groups=("group-2",), receiving_groups=("group-2", "region-13")),
            rate_eur_per_month=Decimal(390),
            source=GERMAN_RATES,
        ),
        MonthlyRate(
            scope=Scope(sending_groups=("group-2",), receiving_groups=("group-3",)),
            rate_eur_per_month=Decimal(330),
            source=GERMAN_RATES,
        ),
    ),
    settlement=SettlementRule(below_minimum=BelowMinimum.FORFEIT, tolerance_days=5, source=GERMAN_TOLERANCE),
)
