"""What comes out: the itemised grant, with its report and its records.

Examples:
    >>> from erasmus_grants.testing import toy_calculator, toy_mobility
    >>> grant = toy_calculator().calculate(toy_mobility())
    >>> grant.total_eur == sum(line.amount_eur for line in grant.lines)
    True
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Final, Literal, Self, assert_never

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.basics.field_types import Choice, Many, is_collection, is_mapping, with_nulls
from erasmus_grants.basics.json_text import NameTwiceError, object_of_names
from erasmus_grants.basics.labels import Labels
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.model import PlainModel
from erasmus_grants.basics.money import Money, total_eur
from erasmus_grants.basics.problems import error_sentences, invalid
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.version import __version__
from erasmus_grants.basics.vocabulary import FindingCode, GrantStatus, Severity
from erasmus_grants.records.findings import (
    ELIGIBILITY_OPEN,
    SEVERITIES,
    Finding,
    answer_of,
    why,
)
from erasmus_grants.records.lines import GrantLine, OpenLine, Payment, RequiredDocument, bounds_of
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.records.questions import Question
from erasmus_grants.records.tables import (
    findings_table,
    made_by,
    period_told,
    range_told,
    rate_and_amount_told,
    rulebook_told,
)
from erasmus_grants.report.has_report import HasReport, sources_table
from erasmus_grants.report.rendering import Report, Table, filled, number_columns, text_columns

SCHEMA_VERSION: Final = "2"
"""The version of the JSON that grants and settlements are written in."""

_FIRST_VERSION: Final = "1"
_STORED: Final = "stored grant"
_SCHEMA = re.compile(r"[0-9]{1,9}").fullmatch
_VERSION = re.compile(r"([0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9})((?:\.dev|a|b|rc)[0-9]{1,9})?").fullmatch


def _today(version: object) -> object:
    """Return today's version in place of the first one, that of version 0.1 of the library, which is still read."""
    return SCHEMA_VERSION if version == _FIRST_VERSION else version


SchemaVersion = Annotated[Literal["2"], BeforeValidator(_today)]
"""The version of a JSON."""


class GrantBreakdown(HasReport, PlainModel):
    """The grant of one mobility: every line with its reason and source, why it is not eligible, or what is not known.

    A grant that is undetermined has the lines that are certain, those that are open with their lowest and highest
    amounts, no total, and the bounds of the total.
    """

    rulebook_id: str = Field(description="id of the rulebook")
    rulebook_fingerprint: str = Field(
        pattern=r"^[0-9a-f]{64}$", description="sha256 of what the rulebook computes with"
    )
    rulebook_based_on: str | None = Field(default=None, description="id of the rulebook that it adapts, if any")
    library_version: str = Field(description="version of erasmus_grants")
    schema_version: SchemaVersion = Field(description="version of this JSON")
    mobility: Mobility = Field(description="what was calculated")
    status: Choice[GrantStatus] = Field(description="the answer: granted, not eligible, or not yet known")
    eligible: bool | None = Field(description="whether no finding refuses it; null: one may yet do so")
    findings: Many[Finding] = Field(description="everything that was found, in the order of the rules")
    lines: Many[GrantLine] = Field(description="the components that are certain; none if not eligible")
    open_lines: Many[OpenLine] = Field(description="the components that are not known yet; none if granted")
    total_eur: Money | None = Field(description="the sum of the lines; null if not yet known [EUR]")
    minimum_total_eur: Money | None = Field(
        description="the lowest total that any answer gives; null: no printed figure bounds it [EUR]"
    )
    maximum_total_eur: Money | None = Field(
        description="the highest total that any answer gives; null: no printed figure bounds it [EUR]"
    )
    questions: Many[Question] = Field(description="what is open, in the order in which it matters; none if granted")
    payments: Many[Payment] = Field(description="the sum of the lines, by payment; none if no split is published")
    documents: Many[RequiredDocument] = Field(description="the papers that the mobility needs")

    @model_validator(mode="before")
    @classmethod
    def _of_first_version(cls, data: object) -> object:
        """Return the fields of a grant, with those that version 0.1 of the library or an encoder did not store."""
        if is_mapping(data) and data.get("schema_version") == _FIRST_VERSION:
            return _with_status(dict(data))
        return with_nulls(data, "eligible", "total_eur", "minimum_total_eur", "maximum_total_eur")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if (self.status, self.eligible) != answer_of(self.findings):
            raise invalid(GrantBreakdown, ("status", "status and eligibility follow from the findings", self.status))
        if self.eligible is False and (self.lines or self.open_lines):
            raise invalid(GrantBreakdown, ("lines", "a mobility that is not eligible has no lines", None))
        if self.status is not GrantStatus.UNDETERMINED and (self.open_lines or self.questions):
            raise invalid(
                GrantBreakdown, ("open_lines", "only a grant that is undetermined leaves something open", None)
            )
        bounds = bounds_of(self.lines, self.open_lines, eligible=self.eligible)
        if not self.is_of_first_version and (self.minimum_total_eur, self.maximum_total_eur) != bounds:
            raise invalid(GrantBreakdown, ("minimum_total_eur", "the bounds are those of the lines", None))
        total = None if self.status is GrantStatus.UNDETERMINED else bounds.minimum_eur
        if self.total_eur != total:
            raise invalid(GrantBreakdown, ("total_eur", "the total is the sum of the lines", str(self.total_eur)))
        if self.payments and (
            self.status is not GrantStatus.GRANTED
            or total_eur([payment.amount_eur for payment in self.payments]) != self.total_eur
        ):
            raise invalid(GrantBreakdown, ("payments", "the payments add up to the total", str(self.total_eur)))
        return self

    @property
    def is_of_first_version(self) -> bool:
        """Whether version 0.1 stored it, as not eligible for want of something, without lines and bounds."""
        nothing = (self.lines, self.open_lines, self.questions, self.minimum_total_eur, self.maximum_total_eur)
        return self.status is GrantStatus.UNDETERMINED and nothing == ((), (), (), None, None)

    def __setstate__(self, state: dict[str, dict[str, object]]) -> None:
        """Take the fields of a pickle, with those that version 0.1 of the library did not have."""
        if "status" not in state["__dict__"]:
            state = state | {"__dict__": dict(type(self).model_validate(state["__dict__"]))}
        super().__setstate__(state)

    def _report(self, language: Language) -> Report:
        labels = language.labels
        tables = (
            Table(labels.mobility, text_columns("", ""), tuple(_mobility_rows(self.mobility, language))),
            _questions_table(self.questions, self.mobility, language),
            self._lines_table(language),
            _payments_table(self.payments, language),
            findings_table(self.findings, language),
            _papers_table(self.documents, language),
            sources_table(self._sources(), language),
        )
        rulebook = rulebook_told(self.rulebook_id, self.rulebook_fingerprint)
        note = made_by(rulebook, self.rulebook_based_on, self.library_version, language)
        return Report(self._title(labels), filled(tables), (note,))

    @property
    def all_lines(self) -> tuple[GrantLine | OpenLine, ...]:
        """The lines, those that are certain first."""
        return (*self.lines, *self.open_lines)

    def to_records(self) -> list[dict[str, object]]:
        """Return a plain dict for each line, certain or open, or for each finding if there is no line.

        There is none if the mobility is not eligible, or has a zero grant.

        All have the same keys, so `pandas.DataFrame(grant.to_records())` is a table.  Rate and amount of a line that is
        open are None, and its ends say between what they lie.
        """
        about = {
            "reference": self.mobility.reference,
            "rulebook_id": self.rulebook_id,
            "status": self.status.value,
            "eligible": self.eligible,
        }
        if not self.all_lines:
            nothing = None if self.total_eur is None else Decimal("0.00")
            return [about | _finding_record(finding, nothing) for finding in self.findings]
        lines = [_line_record(line) for line in self.lines]
        return [about | record for record in (*lines, *map(_open_record, self.open_lines))]

    def _title(self, labels: Labels) -> str:
        match self.status:
            case GrantStatus.GRANTED:
                return labels.grant.format(total_eur=self.total_eur)
            case GrantStatus.NOT_ELIGIBLE:
                return labels.no_grant
            case GrantStatus.UNDETERMINED:
                title = labels.not_yet_known if self.eligible else labels.not_yet_known_whether
                amount = range_told(self.minimum_total_eur, self.maximum_total_eur, labels)
                return title.format(amount=f"{amount} EUR" if amount else labels.amount_open)
            case _:  # pragma: no cover
                assert_never(self.status)

    def _lines_table(self, language: Language) -> Table:
        labels = language.labels
        columns = (
            *text_columns(labels.line),
            *number_columns(labels.quantity),
            *text_columns(""),
            *number_columns(labels.rate_eur, labels.eur),
            *text_columns(labels.why, labels.source),
        )
        rows = [_line_cells(line, language) for line in self.all_lines]
        if rows:
            total = range_told(self.minimum_total_eur, self.maximum_total_eur, labels) or labels.amount_open
            rows.append((labels.total, "", "", "", total, "", ""))
        return Table(labels.lines, columns, tuple(rows))

    def _sources(self) -> Iterator[Source]:
        for items in (self.all_lines, self.payments, self.findings, self.documents):
            yield from (item.source for item in items)


def read_grant(stored: str | bytes | bytearray | memoryview | Mapping[str, object]) -> GrantBreakdown:
    """Return a grant that this version of the library or an earlier one stored, as this version understands it.

    Args:
        stored: The JSON of a grant, or the data in it, whichever encoder wrote it; nulls may have been left out.

    Raises:
        InputFileError: It is no grant, or one that a later version stored.

    Examples:
        >>> from erasmus_grants.testing import toy_calculator, toy_mobility
        >>> grant = toy_calculator().calculate(toy_mobility())
        >>> read_grant(grant.model_dump_json()) == grant
        True
        >>> read_grant('{"schema_version": "9"}')
        Traceback (most recent call last):
        ...
        erasmus_grants.errors.InputFileError: stored grant: a later version stored it, with schema 9; this reads 1 and 2
    """
    data: object = stored
    try:
        if isinstance(stored, str):
            data = json.loads(stored.removeprefix("\ufeff"), object_pairs_hook=object_of_names)
        elif isinstance(stored, bytes | bytearray | memoryview):
            data = json.loads(bytes(stored), object_pairs_hook=object_of_names)
    except NameTwiceError as error:
        raise InputFileError(_STORED, (str(error),)) from None
    except (ValueError, RecursionError):
        raise InputFileError(_STORED, ("it is not JSON",)) from None
    if not is_mapping(data):
        raise InputFileError(_STORED, ("it is no table of fields",))
    version = data.get("schema_version")
    if isinstance(version, str) and _SCHEMA(version) and int(version) > int(SCHEMA_VERSION):
        sentence = f"a later version stored it, with schema {version}; this reads {_FIRST_VERSION} and {SCHEMA_VERSION}"
        raise InputFileError(_STORED, (sentence,))
    try:
        return GrantBreakdown.model_validate(dict(data))
    except ValidationError as error:
        later = _of_later_library(data.get("library_version"))
        raise InputFileError(_STORED, (*later, *error_sentences(error, GrantBreakdown))) from None


def _of_later_library(version: object) -> tuple[str, ...]:
    """Return the sentence that a later version of the library stored a grant, if it did: it may know more words."""
    stored, ours = (_release(one) for one in (version, __version__))
    if stored is None or ours is None or stored <= ours:
        return ()
    return (f"a later version of the library stored it, {version}, and this is {__version__}",)


def _release(version: object) -> tuple[list[int], bool] | None:
    """Return what orders versions: their numbers, and whether they are released, which comes after what leads to it."""
    found = _VERSION(version) if isinstance(version, str) else None
    return None if found is None else ([int(part) for part in found[1].split(".")], not found[2])


def _with_status(data: dict[object, object]) -> dict[object, object]:
    """Return a grant of version 0.1 with what it did not store.

    It called not eligible whatever had no amount.  Where only something unknown stood against it, it is undetermined,
    without lines and bounds, which were not stored.
    """
    found = data.get("findings")
    stored = set(map(_code_of, found)) if is_collection(found) else set[str | None]()
    codes = {code for code in FindingCode if code in stored}
    data["schema_version"] = SCHEMA_VERSION
    data["open_lines"] = data["questions"] = ()
    data["minimum_total_eur"] = data["maximum_total_eur"] = data.get("total_eur")
    if data.get("eligible"):
        data["status"] = GrantStatus.GRANTED
    elif any(SEVERITIES[code] is Severity.REFUSING for code in codes):
        data["status"] = GrantStatus.NOT_ELIGIBLE
    else:
        data["status"] = GrantStatus.UNDETERMINED
        data["eligible"] = None if codes & ELIGIBILITY_OPEN else True
        data["total_eur"] = data["minimum_total_eur"] = data["maximum_total_eur"] = None
    return data


def _code_of(finding: object) -> str | None:
    """Return the code of a stored finding, which a pickle holds as an object; None: it has none."""
    if isinstance(finding, Finding):
        return finding.code
    code = finding.get("code") if is_mapping(finding) else None
    return code if isinstance(code, str) else None


def _mobility_rows(mobility: Mobility, language: Language) -> Iterator[tuple[str, str]]:
    labels = language.labels
    yield labels.activity, _activity_told(mobility, language)
    for side, country in ((labels.sent_from, mobility.sending_country), (labels.sent_to, mobility.receiving_country)):
        if country is not None:
            yield side, language.countries[country]
    if mobility.partner is not None:
        yield labels.partner, mobility.partner
    yield labels.stay, _stay_told(mobility, language)
    if mobility.distance_km is not None:
        mode = language.words([mobility.travel_mode])
        yield labels.distance, labels.distance_told.format(distance_km=f"{mobility.distance_km:f}", travel_mode=mode)
    if mobility.reference is not None:
        yield labels.reference, mobility.reference


def _stay_told(mobility: Mobility, language: Language) -> str:
    away, unfunded = mobility.interruption_days, mobility.zero_grant_days
    stay = period_told(mobility.start_date, mobility.end_date, language, interruption_days=away)
    return f"{stay}{language.say(language.labels.unfunded, [('days', str(unfunded))])}" if unfunded else stay


def _activity_told(mobility: Mobility, language: Language) -> str:
    labels = language.labels
    return labels.activity_told.format(
        activity=mobility.activity,
        direction=language.words([mobility.direction]),
        combined=labels.combined if mobility.combined else "",
        role=language.words([mobility.role]),
        blended=labels.blended if mobility.blended_intensive_programme else "",
    )


def _line_cells(line: GrantLine | OpenLine, language: Language) -> tuple[str, ...]:
    return (
        language.lines[line.kind],
        str(line.quantity),
        language.bases[line.basis],
        *rate_and_amount_told(line, language.labels),
        why(line.reasons, language),
        line.source.id,
    )


def _questions_table(questions: Iterable[Question], mobility: Mobility, language: Language) -> Table:
    labels, words = language.labels, language.words
    columns = text_columns(labels.question, labels.answered_by, labels.may_be, labels.decides)
    rows = tuple(
        (
            question.in_language(language, mobility=mobility),
            words(question.answered_by),
            question.answers_told(language),
            words(question.decides),
        )
        for question in questions
    )
    return Table(labels.open_questions, columns, rows)


def _payments_table(payments: Iterable[Payment], language: Language) -> Table:
    labels, words = language.labels, language.words
    columns = (*text_columns(labels.payment), *number_columns(labels.eur), *text_columns(labels.when, labels.needs))
    rows = tuple(
        (words([payment.kind]), str(payment.amount_eur), words([payment.trigger]), words(payment.conditions))
        for payment in payments
    )
    return Table(labels.payments, columns, rows)


def _papers_table(documents: Iterable[RequiredDocument], language: Language) -> Table:
    labels, words = language.labels, language.words
    columns = text_columns(labels.when, labels.paper, labels.signed_by, labels.note, labels.source)
    rows = tuple(
        (
            words([paper.stage]),
            words([paper.document]),
            words(paper.signed_by),
            ". ".join(text for text in (paper.applies_if, paper.note) if text),
            paper.source.id,
        )
        for paper in documents
    )
    return Table(labels.papers, columns, rows)


def _line_record(line: GrantLine) -> dict[str, object]:
    """Return a line as a plain dict."""
    return {
        "kind": line.kind.value,
        "basis": line.basis.value,
        "quantity": line.quantity,
        "rate_eur": line.rate_eur,
        "rate_days": line.rate_days,
        "amount_eur": line.amount_eur,
        "minimum_eur": line.amount_eur,
        "maximum_eur": line.amount_eur,
        "why": why(line.reasons),
        "source_id": line.source.id,
        "source": line.source.cite(),
    }


def _open_record(line: OpenLine) -> dict[str, object]:
    """Return a line that is not known as a plain dict with the same keys."""
    return {
        "kind": line.kind.value,
        "basis": line.basis.value,
        "quantity": line.quantity,
        "rate_eur": None,
        "rate_days": line.rate_days,
        "amount_eur": None,
        "minimum_eur": line.minimum_eur,
        "maximum_eur": line.maximum_eur,
        "why": why(line.reasons),
        "source_id": line.source.id,
        "source": line.source.cite(),
    }


def _finding_record(finding: Finding, nothing: Decimal | None) -> dict[str, object]:
    """Return a finding as a plain dict with the keys of a line, and `nothing` (None if unknown) for each amount."""
    return {
        "kind": finding.code.value,
        "basis": finding.severity.value,
        "quantity": 0,
        "rate_eur": nothing,
        "rate_days": 1,
        "amount_eur": nothing,
        "minimum_eur": nothing,
        "maximum_eur": nothing,
        "why": finding.message,
        "source_id": finding.source.id,
        "source": finding.source.cite(),
    }
