"""Open questions put to a person, one after the other; what is known so far is shown as it becomes closer.

Nothing here decides what is asked: the rulebook does.

Examples:
    >>> from erasmus_grants.testing import toy_calculator
    >>> answers = iter(["2", "1", "2030-03-04", "2030-03-08"])
    >>> told = []
    >>> known = Dialogue(told.append, lambda: next(answers, None)).about(toy_calculator(), {})
    >>> known["activity"], known["direction"], known["end_date"]
    ('SMT', 'incoming', '2030-03-08')
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pydantic import ValidationError

from erasmus_grants.basics.countries import COUNTRIES
from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.model import error_sentences
from erasmus_grants.basics.vocabulary import AnswerKind, Decided
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.records.fields import REQUIRED
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.records.questions import Question
from erasmus_grants.records.tables import range_told

UNKNOWN: Final = "?"
"""What is answered where the answer is not known."""

_YES_NO: Final = {"yes": True, "y": True, "no": False, "n": False}

_LONGEST_NUMBER: Final = 12

Hear = Callable[[], str | None]
"""Returns what a person answers, and None when there are no more answers."""


class Dialogue:
    """Questions and answers with one person."""

    def __init__(self, say: Callable[[str], None], hear: Hear, language: Language = ENGLISH) -> None:
        """Prepare a dialogue.

        Args:
            say: Shows a line.
            hear: Returns an answer; None: there are no more.
            language: The tables of the language.
        """
        self._say = say
        self._hear = hear
        self._language = language
        self._told = ""

    def about(self, calculator: GrantCalculator, known: Mapping[str, object]) -> dict[str, object]:
        """Return the fields that are known after everything was asked that can still change the answer.

        Args:
            calculator: By whose rulebook is asked.
            known: The fields that are known before.
        """
        known, accepted, left_open = dict(known), dict[str, object](), set[str]()
        self._show(calculator, known)
        while question := self._next(calculator, known | accepted, left_open):
            field, answer = question.name, self.answer(question)
            if answer is None:
                break
            if answer == UNKNOWN:
                left_open.add(field)
            elif answer == "":
                accepted[field] = question.default
            elif self._is_right(calculator, known | accepted, field, answer):
                known[field] = answer
                self._show(calculator, known)
        return known

    def right_answer(self, question: Question) -> object:
        """Return what is answered to a question with choices or about a country, asked until it can be read."""
        right = COUNTRIES if question.kind is AnswerKind.COUNTRY else question.choices
        while True:
            answer = self.answer(question)
            if answer in {None, UNKNOWN, ""} or answer in right:
                return answer
            self._say(f"  {question.answers_told(self._language)}")

    def answer(self, question: Question) -> object:
        """Return what is answered to a question.

        Returns:
            The answer; `UNKNOWN` where it is not known; an empty text for the default; None if there are no more.
        """
        self._say("")
        self._say(question.in_language(self._language))
        choices = _choices(question)
        for number, choice in enumerate(choices, 1):
            self._say(f"  {number}  {self._language.words([choice])}")
        if not choices:
            self._say(f"  {question.answers_told(self._language)}")
        heard = self._hear_one(question)
        return heard if heard is None else _meant(heard, choices, question)

    def _hear_one(self, question: Question) -> str | None:
        labels, default = self._language.labels, question.default
        if default is None:
            self._say(f"  {labels.enter_unknown}")
        else:
            told = {True: labels.yes, False: labels.no}[default] if isinstance(default, bool) else str(default)
            self._say(f"  {labels.enter_default.format(default=self._language.words([told]), unknown=UNKNOWN)}")
        heard = self._hear()
        if heard is None:
            return None
        return heard.strip() or (UNKNOWN if default is None else "")

    def _next(self, calculator: GrantCalculator, known: Mapping[str, object], left_open: set[str]) -> Question | None:
        asked = calculator.questions(known).asked
        return next((one for one in asked if one.name not in left_open and set(one.decides) != {Decided.REMARKS}), None)

    def _is_right(self, calculator: GrantCalculator, known: Mapping[str, object], field: str, answer: object) -> bool:
        """Return whether an answer can be read and goes with the others; if not, say why."""
        try:
            calculator.questions({**known, field: answer})
        except ValidationError as error:
            for sentence in error_sentences(error, Mobility):
                self._say(f"  {sentence.removeprefix(f'{field}: ')}")
            return False
        return True

    def _show(self, calculator: GrantCalculator, known: Mapping[str, object]) -> None:
        """Show what is known of the total, if it is something else than was shown before."""
        if any(field not in known for field in REQUIRED):
            return
        grant, labels = calculator.calculate(Mobility.model_validate(known)), self._language.labels
        amount = range_told(grant.minimum_total_eur, grant.maximum_total_eur, labels)
        status = self._language.words([grant.status])
        told = labels.so_far.format(status=status, amount=f"{amount} EUR" if amount else labels.amount_open)
        if told != self._told:
            self._told = told
            self._say(f"  {told}")


def _choices(question: Question) -> Sequence[str]:
    return ("yes", "no") if question.kind is AnswerKind.YES_OR_NO else question.choices


def _meant(heard: str, choices: Sequence[str], question: Question) -> object:
    """Return the answer that is meant: a choice by its number, yes and no as what they are, any other as it stands."""
    is_number = heard.isdecimal() and len(heard) <= _LONGEST_NUMBER
    if is_number and choices and 1 <= int(heard) <= len(choices):
        heard = choices[int(heard) - 1]
    if question.kind is AnswerKind.YES_OR_NO:
        return _YES_NO.get(heard.casefold(), heard)
    if question.kind is AnswerKind.WHOLE_NUMBER and is_number:
        return int(heard)
    return heard.upper() if question.kind is AnswerKind.COUNTRY else heard
