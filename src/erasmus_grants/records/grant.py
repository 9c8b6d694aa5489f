"""What comes out: the itemised grant, and its settlement.

Examples:
    >>> from erasmus_grants.testing import toy_calculator, toy_mobility
    >>> grant = toy_calculator().calculate(toy_mobility())
    >>> grant.total_eur == sum(line.amount_eur for line in grant.lines)
    True
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from erasmus_grants.basics.model import Choice, Many, Model, problem
from erasmus_grants.basics.money import Money, to_cents
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import Document, LineBasis, LineKind, Rounding
from erasmus_grants.records import explain
from erasmus_grants.records.findings import Finding, Reason
from erasmus_grants.records.lines import GrantLine, Payment, RateDays, RequiredDocument
from erasmus_grants.records.mobility import Attendance, Mobility
from erasmus_grants.report.rendering import Report

SchemaVersion = Literal["1"]
"""The version of the JSON that grants and settlements are written in."""

SCHEMA_VERSION: SchemaVersion = "1"


class GrantBreakdown(explain.Explained):
    """The grant of one mobility: every line with its reason and source, or why it is not eligible."""

    rulebook_id: str = Field(description="id of the rulebook")
    rulebook_fingerprint: str = Field(
        pattern=r"^[0-9a-f]{64}$", description="sha256 of what the rulebook computes with"
    )
    rulebook_based_on: str | None = Field(default=None, description="id of the rulebook that it adapts, if any")
    library_version: str = Field(description="version of erasmus_grants")
    schema_version: SchemaVersion = Field(description="version of this JSON")
    mobility: Mobility = Field(description="what was calculated")
    eligible: bool = Field(description="whether no finding is blocking")
    findings: Many[Finding] = Field(description="everything that was found, in the order of the rules")
    lines: Many[GrantLine] = Field(description="the components of the grant; none if not eligible")
    total_eur: Money = Field(description="the sum of the lines [EUR]")
    payments: Many[Payment] = Field(description="the sum of the lines, by payment; none if no split is published")
    documents: Many[RequiredDocument] = Field(description="the papers that the mobility needs")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.eligible is any(finding.is_blocking for finding in self.findings):
            raise problem(GrantBreakdown, ("eligible", "eligible means that no finding is blocking", self.eligible))
        if not self.eligible and (self.lines or self.payments):
            raise problem(GrantBreakdown, ("lines", "a mobility that is not eligible has no lines and payments", None))
        total = sum([to_cents(line.amount_eur) for line in self.lines])
        if to_cents(self.total_eur) != total:
            raise problem(GrantBreakdown, ("total_eur", "the total is the sum of the lines", str(self.total_eur)))
        if self.payments and sum([to_cents(payment.amount_eur) for payment in self.payments]) != total:
            raise problem(GrantBreakdown, ("payments", "the payments add up to the total", str(self.total_eur)))
        return self

    def report(self) -> Report:
        """Return title, tables and notes, from which every rendering is made."""
        return explain.grant_report(self)

    def to_records(self) -> list[dict[str, object]]:
        """Return a plain dict for each line, or for each finding if the mobility is not eligible.

        All have the same keys, so `pandas.DataFrame(grant.to_records())` is a table.
        """
        about = {"reference": self.mobility.reference, "rulebook_id": self.rulebook_id, "eligible": self.eligible}
        if self.eligible:
            return [about | explain.line_record(line) for line in self.lines]
        return [about | explain.finding_record(finding) for finding in self.findings]


class SettlementLine(Model):
    """A line of the grant as agreed and as it is due after the stay."""

    kind: Choice[LineKind] = Field(description="what the line pays for")
    basis: Choice[LineBasis] = Field(description="what the quantity counts")
    rate_eur: Money = Field(description="the rate, as agreed [EUR]")
    rate_days: RateDays = Field(description="the days that the rate pays for: 1, or 30 for a monthly rate")
    rounding: Choice[Rounding] = Field(default=Rounding.HALF_UP_TO_CENT, description="how the amounts were rounded")
    agreed_quantity: int = Field(ge=0, description="how many were agreed")
    agreed_eur: Money = Field(description="what was agreed [EUR]")
    entitled_quantity: int = Field(ge=0, description="how many are due")
    entitled_eur: Money = Field(description="what is due [EUR]")
    reasons: Many[Reason] = Field(description="why")
    source: Source = Field(description="where the rate is printed")


class Settlement(explain.Explained):
    """What is due after the stay, against what was agreed and paid."""

    rulebook_id: str = Field(description="id of the rulebook")
    rulebook_fingerprint: str = Field(
        pattern=r"^[0-9a-f]{64}$", description="sha256 of what the rulebook computes with"
    )
    rulebook_based_on: str | None = Field(default=None, description="id of the rulebook that it adapts, if any")
    library_version: str = Field(description="version of erasmus_grants")
    schema_version: SchemaVersion = Field(description="version of this JSON")
    reference: str | None = Field(description="the caller's own id")
    attendance: Attendance = Field(description="what was attended, received and paid")
    agreed_eur: Money = Field(description="the grant as agreed [EUR]")
    entitled_eur: Money = Field(description="what is due for the days attended [EUR]")
    reduction_eur: Money = Field(description="agreed less entitled [EUR]")
    paid_eur: Money = Field(description="what was paid before [EUR]")
    balance_eur: Money = Field(description="what is still to be paid [EUR]")
    recovery_eur: Money = Field(description="what is to be paid back [EUR]")
    payable_now_eur: Money = Field(description="the balance, or 0.00 while a paper is missing [EUR]")
    missing_documents: Many[Choice[Document]] = Field(description="papers without which nothing is paid")
    lines: Many[SettlementLine] = Field(description="the lines, agreed and due side by side")
    findings: Many[Finding] = Field(description="everything that was found")
    source: Source = Field(description="where the rule of settlement is printed")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        agreed, entitled, paid = map(to_cents, (self.agreed_eur, self.entitled_eur, self.paid_eur))
        expected = {
            "agreed_eur": sum([to_cents(line.agreed_eur) for line in self.lines]),
            "entitled_eur": sum([to_cents(line.entitled_eur) for line in self.lines]),
            "reduction_eur": agreed - entitled,
            "balance_eur": max(0, entitled - paid),
            "recovery_eur": max(0, paid - entitled),
            "payable_now_eur": 0 if self.missing_documents else max(0, entitled - paid),
        }
        wrong = [name for name, cents in expected.items() if to_cents(getattr(self, name)) != cents]
        if wrong:
            sentence = "this amount does not follow from the lines and from what was paid"
            raise problem(Settlement, *[(name, sentence, str(getattr(self, name))) for name in wrong])
        return self

    def report(self) -> Report:
        """Return title, tables and notes, from which every rendering is made."""
        return explain.settlement_report(self)

    def to_records(self) -> list[dict[str, object]]:
        """Return a plain dict for each line, as `GrantBreakdown.to_records` does."""
        about = {"reference": self.reference, "rulebook_id": self.rulebook_id}
        return [about | explain.settlement_record(line) for line in self.lines]
