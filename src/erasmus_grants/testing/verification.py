"""Whether a rulebook is sound, said in one report: it can be built, it obeys the laws, and it answers every mobility.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> verification = verify(toy_rulebook(), examples=5)
    >>> verification.sound, {check.outcome for check in verification.checks}
    (True, {'passed'})
"""

from collections.abc import Callable, Iterator
from typing import Literal

from hypothesis import settings
from hypothesis.errors import InvalidArgument
from pydantic import Field

from erasmus_grants.errors import RulebookFileError
from erasmus_grants.explain import Explained
from erasmus_grants.loading import load_rulebook
from erasmus_grants.model import Many, Model
from erasmus_grants.rendering import Report, Table
from erasmus_grants.rulebook import Rulebook
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks
from erasmus_grants.rules.countries import members_of
from erasmus_grants.testing.answers import open_questions
from erasmus_grants.testing.laws import LAWS, BrokenLawError, Law, obeys

_DEFAULT_EXAMPLES = 100

NUMBER_OF_CHECKS = len(LAWS) + 2
"""How many checks are announced."""

Outcome = Literal["passed", "broken", "no case"]
"""How a check went; `no case`: the rulebook funds nothing of which it could be true or not."""


class Check(Model):
    """One thing that was verified."""

    name: str = Field(description="short name, the same in every version")
    sentence: str = Field(description="what is true of a sound rulebook")
    outcome: Outcome = Field(description="how it went")
    found: str = Field(description="what was found: the table, the entry, and the smallest case; empty if nothing")


class Verification(Explained):
    """Whether a rulebook is sound, check by check."""

    rulebook_id: str = Field(description="id of the rulebook, or the file if it could not be built")
    sound: bool = Field(description="whether no check is broken")
    examples: int = Field(description="how many cases were drawn for each law")
    seed: int = Field(description="what the cases were drawn from; the same seed draws the same")
    checks: Many[Check] = Field(description="everything that was verified")

    def report(self) -> Report:
        """Return title, tables and notes, from which every rendering is made."""
        broken = tuple((check.name, check.sentence, check.found) for check in self.checks if check.outcome == "broken")
        checks = tuple((check.outcome, check.sentence) for check in self.checks)
        tables = (
            Table("What is wrong", ("check", "of a sound rulebook", "what was found"), broken),
            Table("Checks", ("", "of a sound rulebook"), checks),
        )
        title = f"{self.rulebook_id} is {'sound' if self.sound else 'not sound'}"
        note = f"{self.examples} cases of each law, drawn from seed {self.seed}."
        return Report(title, tuple(table for table in tables if table.rows), (note,))


def verify(
    rulebook: Rulebook | str,
    *,
    examples: int = _DEFAULT_EXAMPLES,
    seed: int = 0,
    on_check: Callable[[str], None] | None = None,
) -> Verification:
    """Return whether a rulebook is sound.

    Args:
        rulebook: A rulebook, the id of one that comes with the library, or a TOML or JSON file.
        examples: How many cases are drawn for each law.
        seed: What they are drawn from.
        on_check: Called with the sentence of each check before it is made, to show progress.

    Raises:
        UnknownRulebookError: No rulebook has the id.
    """
    try:
        book = _rulebook(rulebook)
    except RulebookFileError as error:
        checks = tuple(_built(problem) for problem in error.problems)
        return Verification(rulebook_id=error.name, sound=False, examples=0, seed=seed, checks=checks)
    checks = (_built(), *_checks(book, examples, seed, on_check or _untold))
    sound = all(check.outcome != "broken" for check in checks)
    return Verification(rulebook_id=book.id, sound=sound, examples=examples, seed=seed, checks=checks)


def _untold(_sentence: str) -> None:
    """Show no progress."""


def _rulebook(rulebook: Rulebook | str) -> Rulebook:
    if isinstance(rulebook, Rulebook):
        return rulebook
    return get_rulebook(rulebook) if rulebook in known_rulebooks() else load_rulebook(rulebook)


def _built(problem: str = "") -> Check:
    sentence = "It can be built: tables fit together, every figure has its source, no two entries apply at once."
    return Check(name="can_be_built", sentence=sentence, outcome="broken" if problem else "passed", found=problem)


def _checks(book: Rulebook, examples: int, seed: int, told: Callable[[str], None]) -> Iterator[Check]:
    sentence = "Every activity, direction, participant and country has one answer: a rate, or why there is none."
    told(sentence)
    found = "; ".join(open_questions(book))
    yield Check(name="one_answer", sentence=sentence, outcome="broken" if found else "passed", found=found)
    sentence = "Countries are in the groups in which the official rulebook of the same call has them."
    told(sentence)
    found = "; ".join(_regrouped(book))
    yield Check(name="official_groups", sentence=sentence, outcome="broken" if found else "passed", found=found)
    for law in LAWS:
        told(law.sentence)
        yield _obeyed(book, law, examples, seed)


def _obeyed(book: Rulebook, law: Law, examples: int, seed: int) -> Check:
    how = settings(max_examples=examples, database=None)
    try:
        obeys(book, law, how, seed=seed)
    except BrokenLawError as error:
        return Check(name=law.name, sentence=law.sentence, outcome="broken", found=str(error))
    except InvalidArgument as error:
        return Check(name=law.name, sentence=law.sentence, outcome="no case", found=str(error))
    return Check(name=law.name, sentence=law.sentence, outcome="passed", found="")


def _regrouped(book: Rulebook) -> Iterator[str]:
    """Yield each country that is in another group than in the official rulebook of the same call."""
    for year in book.call_years:
        name = f"eu-{book.action.lower()}-{year}"
        if name in known_rulebooks():
            official = members_of(get_rulebook(name).country_groups)
            ours = members_of(book.country_groups)
            for group in sorted(official.keys() & ours.keys()):
                more, fewer = set(ours[group]) - set(official[group]), set(official[group]) - set(ours[group])
                yield from (f"country_groups: {one} is in {group}, and in {name} it is not" for one in sorted(more))
                yield from (f"country_groups: {one} is not in {group}, and in {name} it is" for one in sorted(fewer))
