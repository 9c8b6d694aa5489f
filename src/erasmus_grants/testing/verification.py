"""Whether a rulebook is sound, said in one report: it can be built, it obeys the laws, and it answers every mobility.

It also shows what is not as in the call before: a figure that was mistyped within its bounds breaks no law, and is seen
there.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> verification = verify(toy_rulebook(), examples=5)
    >>> verification.sound, [check.name for check in verification.checks if check.outcome != "passed"]
    (True, ['official_groups'])
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Literal

from hypothesis import settings
from hypothesis.errors import InvalidArgument
from pydantic import Field

from erasmus_grants.basics.countries import country_name
from erasmus_grants.basics.errors import RulebookFileError, did_you_mean
from erasmus_grants.basics.field_types import Many
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.problems import Place
from erasmus_grants.report.has_report import HasReport
from erasmus_grants.report.rendering import Report, Table, filled, text_columns
from erasmus_grants.rulebook.differences import Difference
from erasmus_grants.rulebook.doubts import doubt_told, doubts_of
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks
from erasmus_grants.rulebooks.loading import AnyRulebook, as_rulebook
from erasmus_grants.rules.countries import members_of
from erasmus_grants.testing._arguments import whole
from erasmus_grants.testing.completeness import open_questions
from erasmus_grants.testing.laws import LAWS, BrokenLawError, obeys
from erasmus_grants.testing.moved import call_before, moved_figures, moved_table

_DEFAULT_EXAMPLES = 100
_MOST_SENTENCES = 8
_MOVED = "Look up what moved on the page of its source: what is mistyped breaks no law."

NUMBER_OF_CHECKS = len(LAWS) + 2
"""How many checks are announced."""

CheckOutcome = Literal["passed", "broken", "no case"]
"""How a check went; `no case`: the rulebook has nothing of which it could be true or not."""


class Check(Model):
    """One thing that was verified."""

    name: str = Field(description="short name, the same in every version")
    sentence: str = Field(description="what is true of a sound rulebook")
    outcome: CheckOutcome = Field(description="how it went")
    found: str = Field(description="what was found: the table, the entry, and the smallest case; empty if nothing")


class Verification(HasReport):
    """Whether a rulebook is sound, check by check."""

    rulebook_id: str = Field(description="id of the rulebook, or the file if it could not be built")
    sound: bool = Field(description="whether no check is broken")
    examples: int = Field(description="how many cases were drawn for each law")
    seed: int = Field(description="what the cases were drawn from; the same seed draws the same")
    checks: Many[Check] = Field(description="everything that was verified")
    warnings: Many[str] = Field(default=(), description="what it may say, and somebody should look at all the same")
    compared_with: str | None = Field(
        default=None, description="id of the rulebook of the call before; null: none comes with the library"
    )
    moved: Many[Difference] = Field(
        default=(), description="what of its own is not as in the call before: `ours` before, `theirs` now"
    )

    def _report(self, language: Language) -> Report:
        """Return the report; it is English in every language, as the laws are, and those who write rulebooks."""
        del language
        checks = tuple(dict.fromkeys((check.outcome, check.sentence) for check in self.checks))
        tables = (
            Table(
                "What is wrong", text_columns("check", "of a sound rulebook", "what was found"), tuple(self._broken())
            ),
            Table("What to look at", text_columns(""), tuple((warning,) for warning in self.warnings)),
            *([] if self.compared_with is None else [moved_table(self.compared_with, self.moved)]),
            Table("Checks", text_columns("", "of a sound rulebook"), checks),
        )
        title = f"{self.rulebook_id} is {'sound' if self.sound else 'not sound'}"
        notes = [f"{self.examples} cases of each law, drawn from seed {self.seed}."]
        if self.compared_with is not None:
            notes.append(_MOVED if self.moved else f"Nothing of its own moved since {self.compared_with}.")
        return Report(title, filled(tables), tuple(notes))

    def _broken(self) -> Iterator[tuple[str, str, str]]:
        """Yield what was found by each check that is broken, which is named once."""
        named = ""
        for check in self.checks:
            if check.outcome == "broken":
                yield ("", "", check.found) if check.name == named else (check.name, check.sentence, check.found)
                named = check.name


def verify(
    rulebook: AnyRulebook,
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
        ValueError: No case is to be drawn.
    """
    examples, seed = whole(examples, "examples", least=1), whole(seed, "seed")
    try:
        book = as_rulebook(rulebook)
    except RulebookFileError as error:
        checks = tuple(_built(_sentence(problem)) for problem in error.problems)
        return Verification(rulebook_id=error.name, sound=False, examples=0, seed=seed, checks=checks)
    checks = (_built(), *_checks(book, examples, seed, on_check or _untold))
    sound = all(check.outcome != "broken" for check in checks)
    before = call_before(book)
    return Verification(
        rulebook_id=book.id,
        sound=sound,
        examples=examples,
        seed=seed,
        checks=checks,
        warnings=tuple(doubt_told(book, place, sentence) for place, sentence in _doubts(book)),
        compared_with=None if before is None else before.id,
        moved=() if before is None else moved_figures(before, book),
    )


def _untold(_sentence: str) -> None:
    """Show no progress."""


def _built(problem: str = "") -> Check:
    sentence = "It can be built: tables fit together, every figure has its source, no two entries apply at once."
    return Check(name="can_be_built", sentence=sentence, outcome="broken" if problem else "passed", found=problem)


def _checks(book: Rulebook, examples: int, seed: int, told: Callable[[str], None]) -> Iterator[Check]:
    for name, sentence, looked_for in _TABLE_CHECKS:
        told(sentence)
        yield _checked(name, sentence, partial(_looked_for, looked_for, book))
    how = settings(max_examples=examples, database=None)
    for law in LAWS:
        told(law.sentence)
        yield _checked(law.name, law.sentence, partial(obeys, book, law, how, seed=seed))


def _checked(name: str, sentence: str, check: Callable[[], None]) -> Check:
    try:
        check()
    except BrokenLawError as error:
        return Check(name=name, sentence=sentence, outcome="broken", found=str(error))
    except InvalidArgument as error:
        return Check(name=name, sentence=sentence, outcome="no case", found=str(error))
    return Check(name=name, sentence=sentence, outcome="passed", found="")


def _looked_for(search: Callable[[Rulebook], Iterable[str]], book: Rulebook) -> None:
    """Raise an error if a search finds anything in a rulebook."""
    found = _together(search(book))
    if found:
        raise BrokenLawError(found)


def _together(sentences: Iterable[str]) -> str:
    """Return sentences as one, of many only the first."""
    found = list(sentences)
    more = len(found) - _MOST_SENTENCES
    return "; ".join([*found[:_MOST_SENTENCES], *([f"and {more} more"] if more > 0 else [])])


def _doubts(book: Rulebook) -> Iterator[tuple[Place, str]]:
    """Yield what somebody should look at, in the rulebook itself and beside the official ones."""
    official = {name.split("-")[1].upper() for name in known_rulebooks() if name.startswith("eu-")}
    for action in book.actions:
        if action not in official:
            yield ("action",), f"no official rulebook is of {action!r}{did_you_mean(action, sorted(official))}"
    yield from doubts_of(book)


def _regrouped(book: Rulebook) -> Iterator[str]:
    """Yield each country that is in another group than in the official rulebooks of the same actions and call.

    Raises:
        InvalidArgument: There is no such rulebook, or it has none of these groups.
    """
    ours, compared = members_of(book.country_groups), False
    for year in book.call_years:
        official = _official_groups(book, year)
        compared |= not official.keys().isdisjoint(ours)
        yield from _misplaced(ours, official, year)
    if not compared:
        raise InvalidArgument(f"no official rulebook of the action and call of {book.id} has country groups of its ids")


_Groups = Mapping[str, tuple[str, ...]]
"""The countries of a group, by its id or by the rulebook that has it."""


def _official_groups(book: Rulebook, year: int) -> Mapping[str, _Groups]:
    """Return the countries of each group in each official rulebook of a call that has the group."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for name in (f"eu-{action.lower()}-{year}" for action in book.actions):
        if name in known_rulebooks():
            for group, countries in members_of(get_rulebook(name).country_groups).items():
                found.setdefault(group, {})[name] = countries
    return found


def _misplaced(ours: _Groups, official: Mapping[str, _Groups], year: int) -> Iterator[str]:
    """Yield each country that is in a group as in none of the official rulebooks that have the group."""
    both = sorted(official.keys() & ours.keys())
    listed = {country for group in both for members in (ours[group], *official[group].values()) for country in members}
    for country in sorted(listed):
        has = {group: [country in members for members in official[group].values()] for group in both}
        more = [group for group in both if country in ours[group] and not any(has[group])]
        fewer = [group for group in both if country not in ours[group] and all(has[group])]
        names = " and ".join(dict.fromkeys(name for group in (*more, *fewer) for name in official[group]))
        if names:
            place = f"country_groups: {country_name(country)} ({country})"
            yield f"{place} {_moved(more, fewer, names)}; look it up in the guide of call {year}"


def _moved(more: list[str], fewer: list[str], official: str) -> str:
    """Return in which groups a country is, and in which the official rulebooks have it."""
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
)
"""Name, sentence and search of each check that needs no drawn case."""

# --- what a file says, for people who do not write programs -----------------------------------------------------------

_MISSING_SOURCE = re.compile(r"(?:.*, )?source(?: \(line [0-9]+\))?").fullmatch
_PLAINER = {
    "this is missing": "it is missing; name the page that prints this entry, as the id of one of the sources",
    "this is 1 or less": "it is more than 1, which is the whole; 70 % are written as 0.7",
}
_WHAT_TO_DO = {
    "between bands": "let below_km of each band be from_km of the next",
    "one tier ends": "let from_day of each tier be the day after to_day of the one before",
    "; narrow the scope of one": "if an entry stands twice, delete one",
}


def _sentence(problem: str) -> str:
    """Return a problem of a file in plainer words if there are some, and with what to do about it, if that is plain."""
    place, colon, sentence = problem.partition(": ")
    plain = _plainer(place, sentence)
    advice = next((f"; {what}" for words, what in _WHAT_TO_DO.items() if words in sentence), "")
    return f"{place}{colon}{plain}{advice}"


def _plainer(place: str, sentence: str) -> str:
    if sentence == "this is missing" and not _MISSING_SOURCE(place):
        return sentence
    return _PLAINER.get(sentence, sentence)
