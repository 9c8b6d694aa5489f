"""Open questions: what is not known yet, who can answer it, and what depends on the answer.

Examples:
    >>> from erasmus_grants.testing import toy_calculator, toy_mobility
    >>> (question,) = toy_calculator().calculate(toy_mobility(distance_km=None)).questions
    >>> question.field, question.answered_by[0].value, str(question.maximum), question.decides[0].value
    ('distance_km', 'caller', '20040', 'travel_support')
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from erasmus_grants.basics.decimals import plain, with_two_readings
from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.errors import PUBLIC_ERRORS, ErasmusGrantsError
from erasmus_grants.basics.field_types import Choice, Many, as_whole
from erasmus_grants.basics.language import Language, check_language
from erasmus_grants.basics.model import Model, built
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.scope import Scope
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import Answerer, AnswerKind, Decided, Rounding
from erasmus_grants.records.fields import FIELDS, FORMS, Form, Kind
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.records.tables import range_told

Number = Annotated[Decimal, Field(strict=False), PlainSerializer(plain, return_type=str, when_used="json")]
"""An end of a range of answers."""

Default = bool | int | str
"""What a field is if nobody states it: it can be given back as an answer."""

_KINDS: Final = {
    Kind.TEXT: AnswerKind.TEXT,
    Kind.CONDITION: AnswerKind.YES_OR_NO,
    Kind.WHOLE_NUMBER: AnswerKind.WHOLE_NUMBER,
    Kind.NUMBER: AnswerKind.NUMBER,
    Kind.DAY: AnswerKind.DAY,
}
_NUMBERS: Final = frozenset({Kind.WHOLE_NUMBER, Kind.NUMBER})

YES_NO: Final[Mapping[str, bool]] = {"yes": True, "y": True, "no": False, "n": False}
"""What people write for yes and no."""

_WITH_DECIMALS: Final = frozenset({AnswerKind.NUMBER, AnswerKind.AMOUNT})
_LONGEST_NUMBER: Final = 12
_LONGEST_CODE: Final = len("ES-CN")


class Question(Model):
    """Something that is open: a field of the mobility, or a cell of the rulebook without a figure."""

    field: str | None = Field(default=None, description="the field of the mobility; null: it is a cell of the rulebook")
    table: str | None = Field(
        default=None, description="the table, or the key, of the rulebook that has no figure; null: a field"
    )
    scope: Scope | None = Field(default=None, description="the mobilities that the cell is for; null: a field")
    answered_by: Many[Choice[Answerer]] = Field(description="who can answer it")
    kind: Choice[AnswerKind] = Field(description="what kind of answer it has")
    choices: Many[str] = Field(default=(), description="the words that may be answered; none: it is no word")
    minimum: Number | None = Field(default=None, description="the lowest number or amount that may be answered")
    maximum: Number | None = Field(default=None, description="the highest number or amount that may be answered")
    default: Annotated[Default | None, BeforeValidator(as_whole)] = Field(
        default=None, description="what is computed with if nobody answers, as a mobility has it; null: nothing"
    )
    decides: Many[Choice[Decided]] = Field(description="what depends on the answer")
    source: Source | None = Field(default=None, description="where it is printed that there is no figure, or its range")

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.field is None) is (self.table is None) or (self.table is None) is not (self.scope is None):
            raise invalid(
                Question, ("field", "a question is about a field, or about a cell: a table and a scope", None)
            )
        if self.field is not None and self.field not in FIELDS:
            raise invalid(Question, ("field", "a mobility has no such field", self.field))
        return self

    @property
    def is_needed(self) -> bool:
        """Whether nothing can be computed without an answer."""
        return self.field is not None and Mobility.model_fields[self.field].is_required()

    @property
    def name(self) -> str:
        """The field, or the table."""
        return self.field or self.table or ""

    def in_language(self, language: Language = ENGLISH, *, mobility: Mobility | None = None) -> str:
        """Return the question in words.

        Args:
            language: The tables of the language.
            mobility: The mobility of which it is asked, whose countries tell what country groups are meant; None: the
                groups are told by their ids alone.
        """
        check_language(language)
        asked = language.questions[self.name]
        return asked if self.scope is None else f"{asked}{scope_told(self.scope, language, mobility)}"

    def read_answer(self, text: str) -> bool | int | str:
        """Return what a person means who wrote this as the answer; what a mobility refuses is left as it stands.

        Yes and no become truth values and digits a whole number, and the code of a country may be in small letters.

        Args:
            text: What was written.

        Raises:
            ValueError: It is a number that people may mean in two ways; the message says in which.

        Examples:
            >>> field_question("combined", [Decided.ELIGIBILITY]).read_answer(" Yes ")
            True
            >>> field_question("distance_km", [Decided.TRAVEL_SUPPORT]).read_answer("4.070")
            Traceback (most recent call last):
            ...
            ValueError: '4.070' is 4070 or 4.07; write it in one of these ways
        """
        written = text.strip()
        if self.kind in _WITH_DECIMALS and (problem := with_two_readings(written)):
            raise ValueError(problem)
        if self.kind is AnswerKind.YES_OR_NO:
            return YES_NO.get(written.casefold(), written)
        if self.kind is AnswerKind.WHOLE_NUMBER and written.isdecimal() and len(written) <= _LONGEST_NUMBER:
            return int(written)
        is_code = self.kind is AnswerKind.COUNTRY and len(written) <= _LONGEST_CODE
        return written.upper() if is_code else written

    def answers_told(self, language: Language = ENGLISH) -> str:
        """Return what may be answered, in words."""
        check_language(language)
        labels, ends = language.labels, (self.minimum, self.maximum)
        match self.kind:
            case AnswerKind.WORD:
                return language.words(self.choices)
            case AnswerKind.YES_OR_NO:
                return f"{labels.yes}{labels.alternatives}{labels.no}"
            case AnswerKind.AMOUNT:
                least, most = (None if end is None else f"{end:.2f}" for end in ends)
                told = range_told(least, most, labels)
                return f"{told} EUR" if told else labels.an_amount
            case _:
                least, most = (None if end is None else plain(end) for end in ends)
                return range_told(least, most, labels) or language.words([self.kind])


def scope_told(scope: Scope, language: Language, mobility: Mobility | None = None) -> str:
    """Return in brackets which mobilities a scope covers; an empty text for all of them.

    Args:
        scope: The scope.
        language: The tables of the language.
        mobility: A mobility within the scope, whose countries stand behind the groups that they are in; None: none.
    """
    labels = language.labels
    countries: dict[str, str | None] = {}
    if mobility is not None:
        countries = {"sending_groups": mobility.sending_country, "receiving_groups": mobility.receiving_country}
    parts: list[str] = []
    for name, value in scope:
        if isinstance(value, bool):
            parts.append(f"{language.words([name])}: {labels.yes if value else labels.no}")
        elif value is not None:
            country = countries.get(name)
            has = labels.group_has if len(value) == 1 else labels.groups_have
            member = "" if country is None else has.format(country=language.countries[country])
            parts.append(f"{language.words([name])}: {language.words(value)}{member}")
    return f" ({'; '.join(parts)})" if parts else ""


def field_question(field: str, decides: Collection[Decided], *, default: Default | None = None) -> Question:
    """Return the question for a field of the mobility: what may be answered follows from its declaration.

    Args:
        field: The field.
        decides: What depends on it.
        default: What is computed with if nobody answers; None: nothing.

    Examples:
        >>> question = field_question("travel_mode", [Decided.TRAVEL_SUPPORT])
        >>> question.kind.value, question.choices
        ('word', ('standard', 'green'))
    """
    form = FORMS[field]
    is_number = form.kind in _NUMBERS
    return Question(
        field=field,
        answered_by=(Answerer.CALLER,),
        kind=_kind_of(form),
        choices=() if form.words is None else tuple(word.value for word in form.words),
        minimum=Decimal(0) if is_number else None,
        maximum=Decimal(form.most) if is_number else None,
        default=default,
        decides=_in_order(decides),
    )


def cell_question(
    table: str,
    scope: Scope,
    decided: Decided,
    *,
    answered_by: tuple[Answerer, ...],
    source: Source,
    ends_eur: tuple[Decimal | None, Decimal | None] = (None, None),
) -> Question:
    """Return the question for a cell of the rulebook that has no figure.

    Args:
        table: The table.
        scope: The mobilities that the cell is for.
        decided: What depends on it.
        answered_by: Who can answer it.
        source: Where it is printed that there is no figure, or the range of it.
        ends_eur: The lowest and the highest amount that are printed; None: there is none [EUR].

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> scope = Scope(receiving_groups=("group-1",))
        >>> question = cell_question(
        ...     "daily_rates", scope, Decided.INDIVIDUAL_SUPPORT, answered_by=(Answerer.AGENCY,), source=toy_source(),
        ...     ends_eur=(Decimal("80.00"), Decimal("180.00")),
        ... )
        >>> question.in_language()
        'What is the daily rate of staff? (receiving groups: group-1)'
        >>> question.answers_told()
        '80.00 to 180.00 EUR'
    """
    least, most = ends_eur
    return built(
        Question,
        field=None,
        table=table,
        scope=scope,
        answered_by=answered_by,
        kind=AnswerKind.AMOUNT,
        choices=(),
        minimum=least,
        maximum=most,
        default=None,
        decides=(decided,),
        source=source,
    )


def whether_eligible(table: str, scope: Scope, *, answered_by: tuple[Answerer, ...], source: Source) -> Question:
    """Return the question whether mobilities are eligible at all, which no page confirms.

    Args:
        table: The table whose entry says so.
        scope: The mobilities that the entry is for.
        answered_by: Who can answer it.
        source: Where it is printed that it is not confirmed.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> scope = Scope(receiving_groups=("group-1",))
        >>> question = whether_eligible("cycle_flows", scope, answered_by=(Answerer.AGENCY,), source=toy_source())
        >>> question.in_language(), question.answers_told()
        ('May students of every study cycle go? (receiving groups: group-1)', 'yes or no')
    """
    return Question(
        table=table,
        scope=scope,
        answered_by=answered_by,
        kind=AnswerKind.YES_OR_NO,
        decides=(Decided.ELIGIBILITY,),
        source=source,
    )


def rounding_question(scope: Scope, *, answered_by: tuple[Answerer, ...], source: Source) -> Question:
    """Return the question how a reduced daily rate is rounded, which no page prints.

    Args:
        scope: The mobilities that the daily rate is for.
        answered_by: Who can answer it.
        source: Where the reduced rate is printed.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> scope = Scope(receiving_groups=("group-3",))
        >>> question = rounding_question(scope, answered_by=(Answerer.AGENCY,), source=toy_source())
        >>> question.in_language()
        'How is the reduced daily rate of staff rounded? (receiving groups: group-3)'
        >>> question.answers_told()
        'half up to cent, half up to euro, down to euro'
    """
    return Question(
        table="reduced_rate_rounding",
        scope=scope,
        answered_by=answered_by,
        kind=AnswerKind.WORD,
        choices=tuple(rounding.value for rounding in Rounding),
        decides=(Decided.INDIVIDUAL_SUPPORT,),
        source=source,
    )


def _kind_of(form: Form) -> AnswerKind:
    if form.kind is Kind.WORD:
        return AnswerKind.COUNTRY if form.words is None else AnswerKind.WORD
    return _KINDS[form.kind]


def _in_order(decides: Collection[Decided]) -> tuple[Decided, ...]:
    return tuple(one for one in Decided if one in decides)


class Questions(Model):
    """What can still change the answer, and what cannot any more."""

    asked: Many[Question] = Field(description="the fields that can still change the answer, in the order to ask them")
    not_asked: Many[str] = Field(description="the fields that cannot change it any more, whatever they are")
    is_refused: bool = Field(
        default=False,
        description="a rule refuses the mobility, whatever the other fields are; they change only findings",
    )

    def __repr__(self) -> str:
        needed = [question.name for question in self.asked if question.is_needed]
        others = [question.name for question in self.asked if not question.is_needed]
        parts = {"needed": needed, "asked too": others, "not asked": self.not_asked}
        told = [f"{name}: {', '.join(fields)}" for name, fields in parts.items() if fields]
        told += ["refused"] if self.is_refused else []
        return f"<Questions {'; '.join(told) or 'none'}>"

    def __str__(self) -> str:
        return repr(self)


class UndeterminedGrantError(ErasmusGrantsError, ValueError):
    """Something that a grant depends on is not known yet.

    Attributes:
        questions: What is open.
        findings: Everything that was found, in the order of the rules.
    """

    __module__ = PUBLIC_ERRORS

    def __init__(self, questions: tuple[Question, ...], findings: tuple[Finding, ...]) -> None:
        self.questions = questions
        self.findings = findings
        told = [question.in_language() for question in questions]
        super().__init__("not yet known: " + " ".join(told or [one.message for one in findings if one.is_unknown]))

    def __reduce__(self) -> tuple[object, ...]:
        return UndeterminedGrantError, (self.questions, self.findings)
