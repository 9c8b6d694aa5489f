"""Laws of answers: whether, how surely and from which sources a mobility is granted."""

import pickle
from collections.abc import Callable, Iterator
from typing import Final

from hypothesis import assume

from erasmus_grants.basics.vocabulary import (
    BASES_OF_STAY,
    GrantStatus,
    LineBasis,
    LineKind,
    TravelMode,
)
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.lines import GrantLine
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebook.export import file_data, toml_text
from erasmus_grants.rulebook.from_data import rulebook_of
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.parsing import parsed
from erasmus_grants.rulebook.short_forms import FormError, Shelf
from erasmus_grants.testing._mobilities import IneligibleMobility, ineligible_mobilities, mobilities
from erasmus_grants.testing.laws.cases import (
    any_answer,
    not_refused,
    nothing,
)
from erasmus_grants.testing.laws.law import BrokenLawError, Law, Subject, law
from erasmus_grants.testing.laws.wording import rates_told, stay_told

LAWS: Final[list[Law]] = []
"""These laws, in order."""


@law(
    LAWS,
    "ineligible_pays_nothing_and_says_why",
    "A mobility that is not eligible is paid nothing, and told why.",
    ineligible_mobilities,
)
def _refused(subject: Subject, case: IneligibleMobility) -> None:
    grant = subject.grant(case.mobility)
    why = [finding.message for finding in grant.findings if finding.is_refusing]
    if grant.eligible is not False or grant.lines or grant.payments or grant.total_eur or not all(why) or not why:
        stay = stay_told(case.mobility)
        raise BrokenLawError(f"{stay} is not eligible ({case.code}), and is paid or not told why")


@law(
    LAWS,
    "what_is_not_stated_stays_within_the_bounds",
    "What is not stated leaves the total within its bounds, and the more is stated, the closer they are.",
    not_refused,
)
def _bounded(subject: Subject, mobility: Mobility) -> None:
    nearer = subject.grant(mobility)
    assume(nearer.eligible)  # a country that is not stated contradicts no flow, nor one that is not confirmed
    home = subject.calculator.rulebook.home
    regions = () if home is None else home.regions  # one that is not stated is taken for the country of the home
    fields = [field for field in _MAY_BE_LEFT_OUT if getattr(mobility, field) not in regions]
    for number in range(len(fields)):
        wider = subject.grant(mobility.model_copy(update=dict.fromkeys(fields[: number + 1])))
        if not _is_within(nearer, wider):
            left_out = ", ".join(fields[: number + 1])
            raise BrokenLawError(
                f"{rates_told(subject, mobility)}: {stay_told(mobility)} has {_bounds_in_words(nearer)} EUR, "
                f"and without {left_out} it has {_bounds_in_words(wider)} EUR"
            )
        nearer = wider


_MAY_BE_LEFT_OUT: Final = ("distance_km", "teaching_hours", "sending_country", "receiving_country")


def _is_within(grant: GrantBreakdown, wider: GrantBreakdown) -> bool:
    """Return whether the bounds of a grant are not wider than those of another."""
    least, most = wider.minimum_total_eur, wider.maximum_total_eur
    above = least is None or (grant.minimum_total_eur is not None and grant.minimum_total_eur >= least)
    below = most is None or (grant.maximum_total_eur is not None and grant.maximum_total_eur <= most)
    return above and below


def _bounds_in_words(grant: GrantBreakdown) -> str:
    return f"{grant.minimum_total_eur} to {grant.maximum_total_eur}"


_Kept = Callable[[GrantBreakdown], list[GrantLine]]


@law(LAWS, "other_fields_change_no_line", "A field that a rule does not name does not change its line.", mobilities)
def _other_fields(subject: Subject, mobility: Mobility) -> None:
    grant = subject.grant(mobility)
    for changes, kept in _unrelated(mobility):
        other = subject.grant(mobility.model_copy(update=changes))
        if other.status is GrantStatus.GRANTED and kept(grant) != kept(other):
            field = next(iter(changes))
            raise BrokenLawError(f"{rates_told(subject, mobility)}: {field} changes a line that does not depend on it")


def _unrelated(mobility: Mobility) -> Iterator[tuple[dict[str, object], _Kept]]:
    """Yield changes of a mobility, and the lines that they leave as they are."""
    yield {"reference": "another"}, lambda grant: list(grant.lines)
    yield {"months_used": 0}, lambda grant: list(grant.lines)
    yield {"purpose": None}, lambda grant: list(grant.lines)
    yield {"distance_km": 1}, lambda grant: _lines_but(grant, LineKind.TRAVEL_SUPPORT)
    yield {"travel_days": 0}, lambda grant: [line for line in grant.lines if line.basis is not LineBasis.TRAVEL_DAYS]
    if mobility.travel_mode is TravelMode.GREEN:
        yield {"travel_mode": TravelMode.STANDARD}, _support_of_days


def _support_of_days(grant: GrantBreakdown) -> list[GrantLine]:
    """Return the lines for the days of a stay; a top-up may be one of green travel."""
    return [line for line in grant.lines if line.kind is LineKind.INDIVIDUAL_SUPPORT and line.basis in BASES_OF_STAY]


def _lines_but(grant: GrantBreakdown, kind: LineKind) -> list[GrantLine]:
    return [line for line in grant.lines if line.kind is not kind]


@law(LAWS, "equal_inputs_are_equal_bytes", "Equal inputs give JSON of equal bytes.", any_answer)
def _equal_bytes(subject: Subject, mobility: Mobility) -> None:
    again = Mobility.model_validate_json(mobility.model_dump_json())
    other = GrantCalculator(subject.calculator.rulebook)
    if other.calculate(again).model_dump_json() != subject.grant(mobility).model_dump_json():
        raise BrokenLawError(f"{stay_told(mobility)}: equal inputs are not equal bytes")


@law(
    LAWS,
    "json_and_pickle_come_back_the_same",
    "Grants and rulebooks come back the same from JSON and from a pickle.",
    any_answer,
)
def _round_trips(subject: Subject, mobility: Mobility) -> None:
    grant, book = subject.grant(mobility), subject.calculator.rulebook
    if GrantBreakdown.model_validate_json(grant.model_dump_json()) != grant:
        raise BrokenLawError("a grant does not come back the same from JSON")
    if pickle.loads(pickle.dumps(grant)) != grant:  # noqa: S301 - it was pickled here
        raise BrokenLawError("a grant does not come back the same from a pickle")
    if Rulebook.model_validate_json(book.model_dump_json()) != book:
        raise BrokenLawError("the rulebook does not come back the same from JSON")


def _no_base(name: str) -> Rulebook:
    raise FormError((("based_on",), f"{name} is not looked for: the rulebook is whole"))


@law(LAWS, "toml_comes_back_the_same", "The rulebook comes back the same from TOML.", nothing)
def _toml(subject: Subject, _nothing: None) -> None:
    book = subject.calculator.rulebook
    data = parsed(toml_text(file_data(book)), json_text=False)
    if rulebook_of(data, base=_no_base, shelf=lambda _: Shelf()) != book:
        raise BrokenLawError("the rulebook does not come back the same from TOML")


@law(
    LAWS,
    "every_source_is_listed",
    "Every line, payment and finding cites a source that the rulebook lists.",
    any_answer,
)
def _sourced(subject: Subject, mobility: Mobility) -> None:
    grant, listed = subject.grant(mobility), set(subject.calculator.rulebook.sources)
    cited = [line.source for line in grant.lines]
    cited += [finding.source for finding in grant.findings]
    cited += [payment.source for payment in grant.payments]
    unlisted = [source.id for source in cited if source not in listed]
    if unlisted:
        raise BrokenLawError(f"{stay_told(mobility)}: source {unlisted[0]} is not among those of the rulebook")


@law(LAWS, "check_and_calculate_agree", "check() finds what calculate() finds.", any_answer)
def _check_agrees(subject: Subject, mobility: Mobility) -> None:
    if subject.calculator.check(mobility) != subject.grant(mobility).findings:
        raise BrokenLawError(f"{stay_told(mobility)}: check() and calculate() disagree")
