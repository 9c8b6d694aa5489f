"""Laws that every sound rulebook obeys, to be tested with mobilities that are drawn around its own edges.

Subclass `RulebookLaws` in a test file; each law is one test:

    class TestOurRules(RulebookLaws):
        rulebook = load_rulebook("ours.toml")

A rulebook that breaks a law fails with a sentence that names the table and the entry.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> obeys(toy_rulebook(), LAWS[0], settings(max_examples=5, database=None))
    >>> cheaper = toy_rulebook().travel_support[0].model_copy(update={"bands": (
    ...     {"from_km": 10, "below_km": 500, "standard_eur": "200.00"}, {"from_km": 500, "standard_eur": "150.00"},
    ... )})
    >>> broken = toy_rulebook().model_copy(update={"travel_support": (cheaper,)})
    >>> law = next(law for law in LAWS if law.name == "travel_support_never_falls_with_distance")
    >>> try:
    ...     obeys(broken, law, settings(max_examples=200, database=None))
    ... except BrokenLawError as error:
    ...     print(str(error).split(":")[0])
    travel_support, entry for all mobilities
"""

import unittest
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import InvalidArgument

from erasmus_grants.basics.errors import check_kind, did_you_mean, quoted
from erasmus_grants.rulebooks.loading import AnyRulebook, as_rulebook
from erasmus_grants.testing.laws import of_answers, of_days, of_settlements, of_sums
from erasmus_grants.testing.laws.law import BrokenLawError, Law

__all__ = ["LAWS", "BrokenLawError", "Law", "RulebookLaws", "obeys"]

_HEALTH_CHECKS = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)

LAWS = (*of_sums.LAWS, *of_days.LAWS, *of_settlements.LAWS, *of_answers.LAWS)
"""Every law, in the order in which a reader would ask."""


def obeys(rulebook: AnyRulebook, law: Law | str, how: settings | None = None, *, seed: int | None = None) -> None:
    """Raise an error if a rulebook breaks a law.

    Args:
        rulebook: A rulebook, the id of one that comes with the library, or a TOML or JSON file.
        law: One of `LAWS`, or its name.
        how: How many cases are drawn; None: as the profile of Hypothesis says.
        seed: What they are drawn from; None: by chance.

    Raises:
        BrokenLawError: It does; the message tells the smallest case that was found.
        InvalidArgument: No mobility of which the law could be true or not was found or drawn.
        ValueError: No law has this name.
        TypeError: It is no rulebook, or no law.
    """
    book, chosen_law = as_rulebook(rulebook), _law_named(law)
    given_or_default = settings() if how is None else how
    check_kind(given_or_default, settings, "how many cases are drawn is said by settings of Hypothesis, not {}")
    chosen = settings(
        given_or_default,
        deadline=None,
        suppress_health_check=_HEALTH_CHECKS,
        print_blob=False,
        phases=[phase for phase in given_or_default.phases if phase is not Phase.explain],
    )
    chosen_law.test(book, chosen, seed)


def _law_named(law: Law | str) -> Law:
    """Return a law that a caller gives or names."""
    check_kind(law, (Law, str), "a law is one of LAWS, or its name, not {}")
    if isinstance(law, Law):
        return law
    by_name = {each.name: each for each in LAWS}
    if law not in by_name:
        raise ValueError(f"no law is called {quoted(law)}{did_you_mean(law, by_name) or '; LAWS has them all'}")
    return by_name[law]


class RulebookLaws:
    """The laws as tests: subclass it, and set `rulebook`.

    The name of each test is `test_` and that of the law; a method of this name in a subclass takes its place.

    Each test draws as many cases as the profile of Hypothesis says.  A law without a case, since no such mobility was
    found, or none that was drawn could be compared, is skipped.
    """

    rulebook: ClassVar[AnyRulebook]
    """The rulebook on trial, the id of one that comes with the library, or a TOML or JSON file."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Callable[[], None]:
            """Return the test of a law: `test_`, and the name of the law."""
            ...


def _as_test(law: Law) -> Callable[[RulebookLaws], None]:
    """Return the method that tries a law."""

    def test(self: RulebookLaws) -> None:
        try:
            obeys(_rulebook_of(self), law)
        except InvalidArgument as error:
            raise unittest.SkipTest(str(error)) from None

    test.__name__ = f"test_{law.name}"
    test.__qualname__ = f"{RulebookLaws.__qualname__}.{test.__name__}"
    test.__doc__ = law.sentence
    return test


def _rulebook_of(laws: RulebookLaws) -> AnyRulebook:
    """Return the rulebook of a class of laws."""
    if not hasattr(laws, "rulebook"):
        raise TypeError(f"{type(laws).__name__} sets no rulebook: write, for example, rulebook = 'ours.toml'")
    return laws.rulebook


for _each in LAWS:
    setattr(RulebookLaws, f"test_{_each.name}", _as_test(_each))
