"""Payments that both pages of Université Savoie Mont Blanc print alike (facts U15, U16 and V9)."""

from decimal import Decimal
from typing import Final

from erasmus_grants.rules.payment_split import Instalment
from erasmus_grants.vocabulary import Document, PaymentKind, PaymentTrigger

THREE_QUARTERS_BEFORE: Final = (
    Instalment(
        kind=PaymentKind.PRE_FINANCING,
        trigger=PaymentTrigger.BEFORE_DEPARTURE,
        travel_share=Decimal(1),
        individual_share=Decimal("0.75"),
    ),
    Instalment(
        kind=PaymentKind.BALANCE,
        trigger=PaymentTrigger.AFTER_REPORT,
        travel_share=Decimal(0),
        individual_share=Decimal("0.25"),
        conditions=(Document.CERTIFICATE_OF_ATTENDANCE, Document.PARTICIPANT_REPORT),
    ),
)
"""Before departure all of the travel support and 75 % of the rest; the remainder after certificate and report."""

ALL_ON_ARRIVAL: Final = (
    Instalment(
        kind=PaymentKind.PRE_FINANCING,
        trigger=PaymentTrigger.ON_ARRIVAL,
        travel_share=Decimal(1),
        individual_share=Decimal(1),
    ),
)
"""Everything, once the participant has arrived."""
