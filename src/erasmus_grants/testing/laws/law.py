"""A law of rulebooks: what is tried, and how it is broken."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeAlias, TypeVar

from hypothesis import given, settings
from hypothesis import seed as seeded
from hypothesis.errors import InvalidArgument, Unsatisfiable
from hypothesis.strategies import SearchStrategy

from erasmus_grants.engine.applicable_entries import ApplicableEntries, EntryIndex
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebook.model import Rulebook

AnyCase = TypeVar("AnyCase")

_Check: TypeAlias = Callable[["Subject", AnyCase], None]


class BrokenLawError(AssertionError):
    """A rulebook breaks a law; the message names the table, the entry and the smallest case that was found."""


class Subject(NamedTuple):
    """The rulebook on trial."""

    calculator: GrantCalculator
    entry_index: EntryIndex

    @classmethod
    def of(cls, rulebook: Rulebook) -> "Subject":
        """Return a rulebook with what computes by it."""
        return cls(GrantCalculator(rulebook), EntryIndex(rulebook))

    def grant(self, mobility: Mobility) -> GrantBreakdown:
        """Return the grant of a mobility."""
        return self.calculator.calculate(mobility)

    def entries(self, mobility: Mobility) -> ApplicableEntries:
        """Return the entries that apply to a mobility."""
        return self.entry_index.of(mobility)


class Law(NamedTuple):
    """Something that is true of every sound rulebook.

    Attributes:
        name: Short name, the same in every version.
        sentence: What is true, in a sentence.
        test: Raises `BrokenLawError` if it is not true of a rulebook; see `obeys`.
    """

    name: str
    sentence: str
    test: Callable[[Rulebook, settings, int | None], None]


def law(
    laws: list[Law],
    name: str,
    sentence: str,
    cases: Callable[[Rulebook], SearchStrategy[AnyCase]],
    *,
    tables: Callable[[Rulebook], None] = lambda _rulebook: None,
) -> Callable[[_Check[AnyCase]], _Check[AnyCase]]:
    """Make a check the next of some laws: it raises `BrokenLawError` if a case breaks the law.

    A case in which there is nothing to compare is passed over with `assume` or `reject`, and another one is drawn.

    Args:
        laws: The laws.
        name: The name of the law; that of its test in `RulebookLaws` is `test_` and this.
        sentence: Its sentence.
        cases: Returns what is drawn of a rulebook.
        tables: Raises the error if a table breaks the law, whether or not any mobility is funded by it.
    """

    def registered(check: _Check[AnyCase]) -> _Check[AnyCase]:
        def test(rulebook: Rulebook, how: settings, seed: int | None) -> None:
            tables(rulebook)
            try:
                try_cases(cases(rulebook), partial(check, Subject.of(rulebook)), how, seed)
            except Unsatisfiable:
                sentence = f"no case that was drawn of rulebook {rulebook.id} has anything to compare"
                raise InvalidArgument(sentence) from None

        laws.append(Law(name, sentence, test))
        return check

    return registered


def try_cases(
    cases: SearchStrategy[AnyCase], check: Callable[[AnyCase], None], how: settings, seed: int | None
) -> None:
    """Try a check with what is drawn.

    Args:
        cases: What is drawn.
        check: Raises `BrokenLawError` if a case breaks the law.
        how: How many cases are drawn.
        seed: What they are drawn from; None: by chance.

    Raises:
        BrokenLawError: A case breaks the law; the smallest that was found.
        Unsatisfiable: No case has anything to compare.
    """

    @how
    @given(cases)
    def every_case(case: AnyCase) -> None:
        check(case)

    run = every_case if seed is None else seeded(seed)(every_case)
    run()
