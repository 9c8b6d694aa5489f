"""Whether a rulebook is sound, said in one report: it can be built, it obeys the laws, and it answers every mobility.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> verification = verify(toy_rulebook(), examples=5)
    >>> verification.sound, {check.outcome for check in verification.checks}
    (True, {'passed'})
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal

from hypothesis import settings
from hypothesis.errors import InvalidArgument
from pydantic import Field

from erasmus_grants.countries import country_name
from erasmus_grants.errors import RulebookFileError
from erasmus_grants.explain import Explained
from erasmus_grants.loading import load_rulebook
from erasmus_grants.model import Many, Model
from erasmus_grants.rendering import Report, Table
from erasmus_grants.rulebook import Rulebook
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks
from erasmus_grants.rules.countries import members_of
from erasmus_grants.testing.answers import lost_entries, open_questions
from erasmus_grants.testing.laws import LAWS, BrokenLawError, Law, obeys

_DEFAULT_EXAMPLES = 100
_MOST_SENTENCES = 8

NUMBER_OF_CHECKS = len(LAWS) + 3
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
        checks = tuple(_built(_told(problem)) for problem in error.problems)
        return Verification(rulebook_id=error.name, sound=False, examples=0, seed=seed, checks=checks)
    checks = (_built(), *_checks(book, examples, seed, on_check or _untold))
    sound = all(check.outcome != "broken" for check in checks)
    return Verification(rulebook_id=book.id, sound=sound, examples=examples, seed=seed, checks=checks)


def _untold(_sentence: str) -> None:
    """Show no progress."""


def _rulebook(rulebook: Rulebook | str) -> Rulebook:
    if isinstance(rulebook, Rulebook):
        return rulebook
    path = Path(rulebook)
    is_file = path.suffix in {".toml", ".json"} or path.name != rulebook or path.exists()
    return load_rulebook(rulebook) if is_file and rulebook not in known_rulebooks() else get_rulebook(rulebook)


def _built(problem: str = "") -> Check:
    sentence = "It can be built: tables fit together, every figure has its source, no two entries apply at once."
    return Check(name="can_be_built", sentence=sentence, outcome="broken" if problem else "passed", found=problem)


def _checks(book: Rulebook, examples: int, seed: int, told: Callable[[str], None]) -> Iterator[Check]:
    for name, sentence, looked_for in _TABLE_CHECKS:
        told(sentence)
        found = _together(looked_for(book))
        yield Check(name=name, sentence=sentence, outcome="broken" if found else "passed", found=found)
    for law in LAWS:
        told(law.sentence)
        yield _obeyed(book, law, examples, seed)


def _lost(book: Rulebook) -> Iterator[str]:
    """Yield what an overlay lost of a base that comes with the library."""
    if book.based_on is not None and book.based_on.id in known_rulebooks():
        yield from lost_entries(book, get_rulebook(book.based_on.id))


def _obeyed(book: Rulebook, law: Law, examples: int, seed: int) -> Check:
    how = settings(max_examples=examples, database=None)
    try:
        obeys(book, law, how, seed=seed)
    except BrokenLawError as error:
        return Check(name=law.name, sentence=law.sentence, outcome="broken", found=str(error))
    except InvalidArgument as error:
        return Check(name=law.name, sentence=law.sentence, outcome="no case", found=str(error))
    return Check(name=law.name, sentence=law.sentence, outcome="passed", found="")


def _together(sentences: Iterable[str]) -> str:
    """Return sentences as one, of many only the first."""
    found = list(sentences)
    more = len(found) - _MOST_SENTENCES
    return "; ".join([*found[:_MOST_SENTENCES], *([f"and {more} more"] if more > 0 else [])])


def _regrouped(book: Rulebook) -> Iterator[str]:
    """Yield each country that is in another group than in the official rulebook of the same call."""
    for year in book.call_years:
        name = f"eu-{book.action.lower()}-{year}"
        if name in known_rulebooks():
            official = members_of(get_rulebook(name).country_groups)
            ours = members_of(book.country_groups)
            both = sorted(official.keys() & ours.keys())
            for country in sorted({country for group in both for country in (*official[group], *ours[group])}):
                more = [group for group in both if country in ours[group] and country not in official[group]]
                fewer = [group for group in both if country in official[group] and country not in ours[group]]
                if more or fewer:
                    place = f"country_groups: {country_name(country)} ({country})"
                    yield f"{place} {_moved(more, fewer, name)}; look it up in the guide of call {year}"


def _moved(more: list[str], fewer: list[str], official: str) -> str:
    """Return in which groups a country is, and in which the official rulebook has it."""
    ours, theirs = " and ".join(more), " and ".join(fewer)
    if not more:
        return f"is not in {theirs} here, and in {official} it is"
    return f"is in {ours} here, and " + (f"in {theirs} in {official}" if fewer else f"in {official} it is not")


_TABLE_CHECKS: tuple[tuple[str, str, Callable[[Rulebook], Iterable[str]]], ...] = (
    (
        "one_answer",
        "Every activity, direction, participant and country has one answer: a rate, or why there is none.",
        open_questions,
    ),
    (
        "official_groups",
        "Countries are in the groups in which the official rulebook of the same call has them.",
        _regrouped,
    ),
    ("nothing_lost", "Nothing that the rulebook it is based on pays is lost.", _lost),
)
"""Name, sentence and search of each check that needs no drawn case."""

# --- what a file says, for people who do not write programs -----------------------------------------------------------

_ROWS = {"bands": "band", "tiers": "tier", "instalments": "instalment"}
_PLAINER = {
    ".source: Field required": "it is missing; name the page that prints this entry, as the id of one of the sources",
    ": this is 1 or less": "it is more than 1, which is the whole; 70 % are written as 0.7",
}
_WHAT_TO_DO = {
    "between bands": "let below_km of each band be from_km of the next",
    "one tier ends": "let from_day of each tier be the day after to_day of the one before",
    "two entries apply": "if an entry stands twice, delete one",
}


def _told(problem: str) -> str:
    """Return a problem of a file with its place in words, and with what to do about it, if that is plain."""
    place, colon, sentence = problem.partition(": ")
    plain = next((words for end, words in _PLAINER.items() if problem.endswith(end)), sentence)
    advice = next((f"; {what}" for words, what in _WHAT_TO_DO.items() if words in sentence), "")
    return f"{_place_in_words(place)}{colon}{plain}{advice}"


def _place_in_words(place: str) -> str:
    """Return a place in a file, such as `daily_rates.0.tiers.1.share`, counted from one."""
    words: list[str] = []
    for step in place.split("."):
        if not step.isdecimal() or not words:
            words.append(step)
        elif words[-1] in _ROWS:
            words[-1] = f"{_ROWS[words[-1]]} {int(step) + 1}"
        else:
            words.append(f"{'entry' if len(words) == 1 else 'number'} {int(step) + 1}")
    return ", ".join(words)
