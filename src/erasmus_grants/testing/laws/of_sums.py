"""Laws of sums: lines, payments, and nothing below zero."""

from decimal import Decimal
from typing import Final

from hypothesis import assume

from erasmus_grants.basics.money import total_eur
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebook.parsing import Data
from erasmus_grants.rulebook.report import in_words
from erasmus_grants.rules.payment_split import PaymentSplit, payments
from erasmus_grants.testing._mobilities import mobilities
from erasmus_grants.testing.laws.cases import any_answer, with_split
from erasmus_grants.testing.laws.law import BrokenLawError, Law, Subject, law
from erasmus_grants.testing.laws.wording import entry_told, rates_told, stay_told

LAWS: Final[list[Law]] = []
"""These laws, in order."""


@law(LAWS, "total_is_the_sum_of_its_lines", "The total of a grant is the sum of its lines.", any_answer)
def _total(subject: Subject, mobility: Mobility) -> None:
    grant = subject.grant(mobility)
    assume(grant.total_eur is not None)
    lines = total_eur(line.amount_eur for line in grant.lines)
    if grant.total_eur != lines:
        raise BrokenLawError(f"the lines of {stay_told(mobility)} add up to {lines} EUR, not {grant.total_eur}")


@law(LAWS, "payments_add_up_to_the_total", "Payments add up to the grant to the cent, for every split.", with_split)
def _payments(subject: Subject, case: tuple[Mobility, PaymentSplit]) -> None:
    mobility, drawn = case
    grant, own = subject.grant(mobility), subject.entries(mobility).split
    paid = [(f"a split that was drawn, {in_words(_shares(drawn))}", payments(grant.lines, split=drawn))]
    if isinstance(own, PaymentSplit):
        paid.append((entry_told("payment_splits", own), grant.payments))
    for place, each in paid:
        together = total_eur(payment.amount_eur for payment in each)
        if together != grant.total_eur:
            raise BrokenLawError(
                f"{place}: {stay_told(mobility)} is paid {grant.total_eur} EUR, "
                f"and its payments add up to {together} EUR"
            )


def _shares(split: PaymentSplit) -> list[Data]:
    """Return the shares of a split's instalments."""
    shares: list[Data] = split.model_dump(mode="json")["instalments"]
    return [
        f"{share['travel_share']} of travel and {share['individual_share']} of the rest"
        for share in shares
        if isinstance(share, dict)
    ]


@law(LAWS, "no_amount_is_negative", "No amount is negative.", mobilities)
def _not_negative(subject: Subject, mobility: Mobility) -> None:
    grant = subject.grant(mobility)
    amounts = (
        grant.total_eur or Decimal(0),
        *(line.amount_eur for line in grant.lines),
        *(paid.amount_eur for paid in grant.payments),
    )
    if min(amounts) < 0:
        raise BrokenLawError(
            f"{rates_told(subject, mobility)}: {stay_told(mobility)} has an amount of {min(amounts)} EUR"
        )
