"""A rulebook: tables that go together, and what can be asked of them.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> toy = toy_rulebook()
    >>> Rulebook.model_validate_json(toy.model_dump_json()) == toy
    True
    >>> len(fingerprint(toy))
    64
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Self

from pydantic import ValidationError, model_validator

from erasmus_grants.basics.errors import check_kind
from erasmus_grants.basics.field_types import is_collection, is_mapping
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.problems import MOST_PROBLEMS, invalid, problems_in
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import RulebookStatus
from erasmus_grants.report.has_report import HasReport
from erasmus_grants.report.rendering import Report
from erasmus_grants.rulebook.checks import Problem, problems_of, used_sources
from erasmus_grants.rulebook.departures import overlay_departures
from erasmus_grants.rulebook.differences import Differences, differences
from erasmus_grants.rulebook.domain import Domain, domain_of
from erasmus_grants.rulebook.fingerprints import fingerprint_of
from erasmus_grants.rulebook.kept_from_base import away_from_home, not_kept, overlay_problems, regrouped
from erasmus_grants.rulebook.overlays import Merged, merged
from erasmus_grants.rulebook.report import NOT_TOLD, rulebook_report
from erasmus_grants.rulebook.tables import Base, RulebookTables


class Rulebook(RulebookTables, HasReport):
    """The rules and figures of one institution or programme, for its call years."""

    __slots__ = ("known_fingerprint",)

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        problems = tuple(islice(problems_of(self), MOST_PROBLEMS + 1))
        if problems:
            raise invalid(Rulebook, *problems)
        return self

    def adapt(
        self,
        *,
        id: str,  # noqa: A002
        title: str,
        source: Source | Mapping[str, object],
        replace: Collection[str] = (),
        **tables: object,
    ) -> Self:
        """Return a rulebook of an institution's own, based on this one, which stays as it is.

        An entry of a table takes the place of the entry of this rulebook that has the same scope, and the same kind or
        id if it has one.  Any other entry is added: it answers what this rulebook says is `not_published`, or has no
        entry for.  An entry with `removed=True` takes the one of its scope away.  Nothing else changes.

        The new rulebook names this one.  It keeps the call of this one, its ranges, its bounds of payments and its
        country groups, to which it may add some.

        Args:
            id: Lower-case words, digits and hyphens.
            title: What a person calls it.
            source: The paper or page in which the institution prints its policy.
            replace: Names of tables that stand in place of the whole table of this rulebook.
            tables: Tables of a rulebook, by name; `institution` is the publisher of the source if it is not given, and
                `status` provisional.  Further `sources` are added to those of this rulebook.  Amounts that this
                rulebook fixes can be changed, and its limits widened, only with `departs_from_programme`, a sentence
                that says why.

        Raises:
            ValidationError: There is no such table, an overlay may not change it, or the new rulebook is not sound:
                a rate lies outside the range that this rulebook prints, for example.

        Examples:
            >>> from erasmus_grants.testing import toy_rulebook, toy_source
            >>> policy = toy_source().at("POLICY", "travel days")
            >>> one_day = {"scope": {"activities": "STA STT"}, "funded_travel_days": 1, "source": policy}
            >>> ours = toy_rulebook().adapt(id="ours", title="Ours", source=policy, travel_days=[one_day])
            >>> ours.based_on.id, ours.travel_days[0].funded_travel_days, len(ours.daily_rates)
            ('toy', 1, 1)
        """
        wrong = tuple(overlay_problems(self, {**tables, "id": id}, Rulebook.model_fields))
        if wrong:
            raise invalid(Rulebook, *wrong)
        stated = {name: value for name, value in tables.items() if value is not None}
        own = _own_sources(source, stated.pop("sources", ()))
        theirs, reason = self.departs_from_programme, stated.get("departs_from_programme")
        if theirs is not None and isinstance(reason, str) and reason not in {"", theirs}:
            stated["departs_from_programme"] = f"{theirs.removesuffix('.')}; {reason}"
        both = merged(self, stated, replace=replace)
        if both.problems:
            raise invalid(Rulebook, *both.problems)
        base = Base(id=self.id, fingerprint=fingerprint(self))
        overlay = self._overlay(both, own, {"id": id, "title": title, "based_on": base})
        domain = domain_of(overlay) if "country_groups" in both.tables else both.domain
        wrong = tuple(_departures(self, overlay, domain, explained="departs_from_programme" in stated))
        if wrong:
            raise _in_the_overlay(invalid(Rulebook, *wrong), both)
        return overlay

    def _overlay(self, both: Merged, own: Sequence[Source], named: Mapping[str, object]) -> Self:
        """Return the rulebook of merged tables; what they do not say is as in this one.

        Args:
            both: The tables of this rulebook and of what is based on it.
            own: The sources of what is based on it, the main one first.
            named: What it is called, and what it is based on.
        """
        usual = {"status": RulebookStatus.PROVISIONAL, "institution": own[0].publisher}
        kept = {name: getattr(self, name) for name in self.model_fields_set - both.tables.keys()}
        cited = {source.id for table, source in used_sources(self) if table in kept}
        cited |= {*_cited_ids(both.tables), *(listed.id for listed in own)}
        theirs = [listed for listed in self.sources if listed.id in cited and listed not in own]
        sources = (*dict.fromkeys(own), *theirs)
        try:
            return type(self).model_validate({**kept, **usual, **both.tables, **named, "sources": sources})
        except ValidationError as error:
            raise _in_the_overlay(error, both) from None

    def check_against(self, base: "Rulebook") -> None:
        """Refuse this rulebook if it is based on another one, and is otherwise than `adapt` could have made it.

        Raises:
            ValidationError: It has another call, other ranges, bounds or country groups, or another home, or it is
                verified and that one is not; or it has other figures, or wider limits, and no
                `departs_from_programme` of its own.

        Examples:
            >>> from erasmus_grants.testing import toy_rulebook
            >>> toy_rulebook().check_against(toy_rulebook())
        """
        reasons = {None, base.departs_from_programme}
        is_explained = self.departs_from_programme not in reasons
        wrong = (*not_kept(base, self), *_departures(base, self, domain_of(self), explained=is_explained))
        if wrong:
            raise invalid(Rulebook, *wrong)

    def diff(self, other: "Rulebook") -> Differences:
        """Return what differs in another rulebook, entry by entry; it can be printed as every result can.

        Examples:
            >>> from erasmus_grants.testing import toy_rulebook
            >>> toy_rulebook().diff(toy_rulebook()).changes
            ()
        """
        sentence = "a rulebook differs from a Rulebook, not from {}: get_rulebook and load_rulebook return one"
        check_kind(other, Rulebook, sentence)
        return differences(self, other)

    def _report(self, language: Language) -> Report:
        """Return the report; names and words of the file stand as the file spells them, in every language."""
        data = self.model_dump(mode="json", exclude_defaults=True, exclude=NOT_TOLD)
        return rulebook_report(self.title, data, self.sources, language, fingerprint=fingerprint(self))


def fingerprint(rulebook: Rulebook) -> str:
    """Return what tells whether two rulebooks compute the same: the sha256 of their figures, scopes and names.

    Sources, titles and sentences are not part of it.  It is made once for each rulebook, which cannot change.
    """
    known: str | None = getattr(rulebook, "known_fingerprint", None)
    if known is None:
        known = fingerprint_of(rulebook)
        object.__setattr__(rulebook, "known_fingerprint", known)
    return known


def _own_sources(main: object, further: object) -> tuple[Source, ...]:
    """Return the sources of an overlay, the main one first."""
    if not is_collection(further):
        raise invalid(Rulebook, ("sources", "this is a list of sources", further))
    return tuple(Source.model_validate(one) for one in (main, *further))


def _departures(base: Rulebook, overlay: Rulebook, domain: Domain, *, explained: bool) -> Iterator[Problem]:
    yield from away_from_home(base, overlay)
    yield from regrouped(base, overlay)
    if not explained:
        yield from overlay_departures(base, overlay, domain)


def _in_the_overlay(error: ValidationError, both: Merged) -> ValidationError:
    """Return an error whose places count the entries of the overlay, and not those of the merged tables."""
    told = problems_in(error, Rulebook, most=MOST_PROBLEMS - 1)  # and a last one that counts the rest
    return invalid(Rulebook, *((both.place_in_overlay(place), sentence, None) for place, sentence in told))


def _cited_ids(value: object) -> Iterator[str]:
    """Yield the ids of the sources that tables cite, whether they are built already or not."""
    if isinstance(value, Source):
        yield value.id
    elif isinstance(value, Model):
        for _, source in used_sources(value):
            yield source.id
    elif is_mapping(value):
        name = value.get("id")
        if "locator" in value and isinstance(name, str):
            yield name
        for item in value.values():
            yield from _cited_ids(item)
    elif is_collection(value):
        for item in value:
            yield from _cited_ids(item)
