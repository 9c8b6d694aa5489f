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

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.problems import Place, placed_sentence, problems_in
from erasmus_grants.basics.vocabulary import (
    STUDENT_ACTIVITIES,
    ActivityType,
    AnswerKind,
    Decided,
    Direction,
    ParticipantRole,
    StudyCycle,
)
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.engine.directions import direction_of, home_of
from erasmus_grants.records.fields import REQUIRED
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.records.questions import Question
from erasmus_grants.records.tables import range_told
from erasmus_grants.rulebook.model import Rulebook

UNKNOWN: Final = "?"
"""What is answered where the answer is not known."""

_LEFT_TO_THE_RULES: Final = frozenset({"travel_days"})
"""The fields that nobody has to know: where they are not stated, the rulebook says what they are."""

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
        self._left_open = set[str]()

    def about(self, calculator: GrantCalculator, known: Mapping[str, object]) -> dict[str, object]:
        """Return the fields that are known after everything was asked that can still change the answer.

        Once a rule refuses the mobility, only what is needed to compute anything is still asked.  A student of the
        third cycle whose role is left open is read as a doctoral candidate, as in a list.

        Args:
            calculator: By whose rulebook is asked.
            known: The fields that are known before, which go together.
        """
        known, accepted = dict(known), dict[str, object]()
        self._show(calculator, known)
        while question := self._next(calculator, known | accepted):
            answered = self.put(question, known | accepted, calculator.rulebook)
            if answered is None:
                break
            is_usual = not question.is_needed and answered == {question.name: question.default}
            (accepted if is_usual else known).update(answered)
            if "role" in self._left_open:
                known = self._with_role(known)
            self._show(calculator, known)
        known = self._with_role(known)
        self._show_refusal(calculator, known)
        return known

    def put(self, question: Question, known: Mapping[str, object], rulebook: Rulebook) -> dict[str, object] | None:
        """Put a question until its answer can be read and goes with what is known.

        Args:
            question: The question.
            known: The fields that are known, which go together.
            rulebook: By which is asked, or the one of the programme where it is asked for which.

        Returns:
            The field with its answer; nothing where it is left open; None if there are no more answers.
        """
        if question.name == "direction":
            question = question.model_copy(update={"default": usual_direction(known, rulebook)})
        while (answer := self._answer(question, known)) is not None:
            if answer == UNKNOWN:
                self._left_open.add(question.name)
                return {}
            meant, problems = self._read(question, answer, known)
            if not problems:
                return {question.name: meant}
            for sentence in problems:
                self._say(f"  {sentence.removeprefix(f'{question.name}: ')}")
        return None

    def _answer(self, question: Question, known: Mapping[str, object]) -> object:
        """Return what is answered to a question: `UNKNOWN` where it is not known; None if there are no more answers."""
        self._say("")
        of_activity = self._language.questions.get(f"{question.name}_{known.get('activity')}")
        self._say(of_activity or question.in_language(self._language))
        choices = _choices(question)
        for number, choice in enumerate(choices, 1):
            self._say(f"  {number}  {self._told_choice(question, choice)}")
        if not choices:
            self._say(f"  {question.answers_told(self._language)}")
        self._say(f"  {self._enter_told(question)}")
        heard = self._hear()
        if heard is None:
            return None
        if heard.strip():
            return self._chosen(heard.strip(), choices, question)
        return UNKNOWN if question.default is None else question.default

    def _chosen(self, heard: str, choices: Sequence[str], question: Question) -> str:
        """Return the choice whose number or words were typed, or what was typed."""
        if heard.isdecimal() and len(heard) <= _LONGEST_NUMBER and 1 <= int(heard) <= len(choices):
            return choices[int(heard) - 1]
        in_words = {self._language.words([choice]).casefold(): choice for choice in choices}
        if question.name == "activity":
            in_words |= {self._language.activities[ActivityType(choice)].casefold(): choice for choice in choices}
        return in_words.get(heard.casefold(), heard)

    def _read(self, question: Question, answer: object, known: Mapping[str, object]) -> tuple[object, tuple[str, ...]]:
        """Return what is meant by an answer, or by the default in place of one, and what is wrong with it."""
        try:
            meant = question.read_answer(answer) if isinstance(answer, str) else answer
        except ValueError as error:
            return answer, (str(error),)
        if question.kind is AnswerKind.YES_OR_NO and not isinstance(meant, bool):
            return answer, (self._language.labels.yes_or_no,)
        return meant, problems_of({**known, question.name: meant})

    def _told_choice(self, question: Question, choice: str) -> str:
        """Return a choice in words: of an activity its code, which others use too, and what it is."""
        if question.name == "activity":
            return f"{choice}  {self._language.activities[ActivityType(choice)]}"
        return self._language.words([choice])

    def _enter_told(self, question: Question) -> str:
        """Return what an empty line means."""
        labels, default = self._language.labels, question.default
        if default is None:
            return labels.enter_rules if question.name in _LEFT_TO_THE_RULES else labels.enter_unknown
        told = {True: labels.yes, False: labels.no}[default] if isinstance(default, bool) else str(default)
        return labels.enter_default.format(default=self._language.words([told]), unknown=UNKNOWN)

    def _next(self, calculator: GrantCalculator, known: Mapping[str, object]) -> Question | None:
        found = calculator.questions(known)
        asked = [one for one in found.asked if one.is_needed or not (found.is_refused or _only_remarks(one))]
        return next((one for one in asked if one.name not in self._left_open), None)

    def _with_role(self, known: dict[str, object]) -> dict[str, object]:
        """Return what is known, with the role that follows from the third cycle, and say so."""
        read = _with_role_of_cycle(known)
        if read != known:
            role = self._language.words([ParticipantRole.DOCTORAL_CANDIDATE])
            self._say(f"  {self._language.labels.read_as_role.format(role=role)}")
        return read

    def _show(self, calculator: GrantCalculator, known: Mapping[str, object]) -> None:
        """Show what is known of the total, if it is something else than was shown before."""
        if any(field not in known for field in REQUIRED):
            return
        grant = calculator.calculate(Mobility.model_validate(_with_role_of_cycle(known)))
        labels = self._language.labels
        amount = range_told(grant.minimum_total_eur, grant.maximum_total_eur, labels)
        status = self._language.words([grant.status])
        told = labels.so_far.format(status=status, amount=f"{amount} EUR" if amount else labels.amount_open)
        if told != self._told:
            self._told = told
            self._say(f"  {told}")

    def _show_refusal(self, calculator: GrantCalculator, known: Mapping[str, object]) -> None:
        """Show why nothing more is asked, if a rule refuses the mobility."""
        if any(field not in known for field in REQUIRED) or not calculator.questions(known).is_refused:
            return
        self._say("")
        self._say(self._language.labels.refused)
        for finding in calculator.check(Mobility.model_validate(known)):
            if finding.is_refusing:
                self._say(f"  {finding.in_language(self._language)}")


def usual_direction(known: Mapping[str, object], rulebook: Rulebook) -> str:
    """Return the direction of a mobility if nobody states it: what its countries decide, or else that it goes out.

    Examples:
        >>> from erasmus_grants import get_rulebook
        >>> usual_direction({"sending_country": "UA", "receiving_country": "PL"}, get_rulebook("eu-ka171-2024"))
        'incoming'
    """
    sending, receiving = known.get("sending_country"), known.get("receiving_country")
    return direction_of(sending, receiving, home_of(sending, receiving, rulebook)) or Direction.OUTGOING.value


def problems_of(known: Mapping[str, object]) -> tuple[str, ...]:
    """Return what cannot be read of the fields that are known, or does not go together, in sentences.

    Examples:
        >>> problems_of({"sending_country": "Germany"})[0].partition("; ")[2]
        "did you mean 'DE'?"
    """
    return tuple(placed_sentence(place, sentence) for place, sentence in placed_problems_of(known))


def placed_problems_of(known: Mapping[str, object]) -> list[tuple[Place, str]]:
    """Return the place and the sentence of each of these problems."""
    from erasmus_grants.engine.relevance import read_known  # only who is asked waits for it

    try:
        read_known(known)
        if known.keys() >= set(REQUIRED):
            stated = {name: value for name, value in known.items() if value is not None}
            Mobility.model_validate(_with_role_of_cycle(stated))
    except ValidationError as error:
        return problems_in(error, Mobility)
    return []


def _with_role_of_cycle(known: Mapping[str, object]) -> dict[str, object]:
    """Return the fields that are known; a student of the third cycle without a role is a doctoral candidate."""
    is_third = known.get("study_cycle") == StudyCycle.THIRD and known.get("activity") in STUDENT_ACTIVITIES
    role = {"role": ParticipantRole.DOCTORAL_CANDIDATE.value} if is_third and known.get("role") is None else {}
    return {**known, **role}


def _only_remarks(question: Question) -> bool:
    return set(question.decides) == {Decided.REMARKS}


def _choices(question: Question) -> Sequence[str]:
    return ("yes", "no") if question.kind is AnswerKind.YES_OR_NO else question.choices
