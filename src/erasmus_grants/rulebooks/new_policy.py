"""The beginning of an institution's own rulebook: the cells that the official one leaves empty for its country.

Examples:
    >>> base = base_of("BE", call=2024, action="KA131")
    >>> base.id
    'eu-ka131-2024'
    >>> for line in policy_toml(base, "ES", "my-university-2024").splitlines():
    ...     if "rate_eur_per_month" in line and "region-13" not in line:
    ...         print(line.removeprefix('  { scope = { sending_groups = "group-2", '))
    receiving_groups = "group-2 group-2-territories" }, rate_eur_per_month = "?" },  # 292.00 to 606.00
    receiving_groups = "group-3" }, rate_eur_per_month = "?" },  # 225.00 to 550.00
"""

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from erasmus_grants.basics.countries import country_name
from erasmus_grants.basics.decimals import plain
from erasmus_grants.basics.errors import ErasmusGrantsError
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.scope import Entry, NotPublished, Scope
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.basics.vocabulary import Funding, Term
from erasmus_grants.rulebook.domain import Domain
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.parsing import Data
from erasmus_grants.rulebook.tables import RANGE_TABLES, RATE_TABLES
from erasmus_grants.rulebooks.loading import rulebook_named
from erasmus_grants.rulebooks.search import rulebook_for_call
from erasmus_grants.rules.countries import members_of
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.rate_ranges import DailyRateRange, RateRange, range_in_words

_HEAD: Final = """\
# Our own rates: {action} from {country}, call {call}.  This file holds what {base} leaves to you, and nothing else.
#
# Replace each "?" by your figure, as 180 or "180.50"; behind it stands what the programme allows.  Fill in each empty
# text.  If some participants have another rate, split a row in two.  Until all is filled in, the file does not load:
# `erasmus-grants rulebook FILE` names what is left, and `erasmus-grants verify FILE` tries the whole.

id = {id}
title = {title}  # what people call it
based_on = {based_on}

[[sources]]  # the paper or page in which your policy is printed
id = "POLICY"
document = ""  # its title
publisher = ""  # who decided it; this is also the institution of the rulebook
locator = ""  # where in the document, as "article 4"
url = ""  # its address, or the name of the file in your office
read_on = "?"  # the day on which you read it, as 2025-01-31
confidence = "HIGH"
"""
_HOME: Final = """
[home]
country = {country}
source = "POLICY"
"""
_GROUPS: Final = """
# The country groups that the rows below name:
"""
_TRAVEL: Final = """\
# Who is paid these amounts: delete not_paid.  Who is paid nothing: write into it who decided that.
"""
_NOT_PAID: Final = 'not_paid = ""'
_ONE_TIER: Final = "tiers = [{ from_day = 1, share = 1 }]  # add a row if later days are paid a smaller share\n"
_ROUNDING: Final = 'reduced_rate_rounding = "?"  # half_up_to_cent, half_up_to_euro or down_to_euro\n'
_INSTALMENTS: Final = (
    '    {{ kind = "pre_financing", trigger = "before_departure", '
    'travel_share = "?", individual_share = "?" }},{bounds}\n'
    '    {{ kind = "balance", trigger = "after_report", travel_share = "?", individual_share = "?", '
    'conditions = "certificate_of_attendance participant_report" }},  # the rest\n'
)
_FIGURES: Final[Mapping[Term, str]] = {
    Term.STAFF: 'rate_eur_per_day = "?"',
    Term.LONG_TERM_PHYSICAL: 'rate_eur_per_month = "?"',
    Term.SHORT_TERM_PHYSICAL: 'tiers = [{ from_day = 1, rate_eur_per_day = "?" }]',
}
"""The figure of a row of rates that is still to be set, by the term of those who are paid."""

_UNBOUNDED: Final = "no bounds are published"
_NAMED_GROUPS: Final = re.compile(r'_groups = "([^"]*)"').findall
_WIDTH: Final = 120
_WHOLE_NUMBER: Final = re.compile(r"([0-9]+)(?:\.0+)?").fullmatch


class PolicyError(ErasmusGrantsError, ValueError):
    """A rulebook of one's own cannot be begun: there is nothing that it could be based on."""


class _Cell(NamedTuple):
    """What is left to the institution.

    Attributes:
        scope: The mobilities.
        allowed: What the programme says of the figure, in a comment.
    """

    scope: Scope
    allowed: str


def base_of(home: str, *, call: int, action: str, based_on: str | None = None) -> Rulebook:
    """Return the rulebook on which one of an institution's own is based: its agency's if the library has it.

    Args:
        home: The country of the institution.
        call: The year of the call.
        action: The action of the programme, such as KA131.
        based_on: The id of a rulebook that is to be the base in any case, or the name of its file.

    Raises:
        PolicyError: The one that was named is of another call or country.
        RulebookNotFoundError: There is none.
        UnknownCountryError: There is no such country.
        RulebookFileError: The file of the base cannot be read, or its rulebook is not sound.
        UnknownRulebookError: No rulebook is called `based_on`.

    Examples:
        >>> base_of("DE", call=2023, action="KA131").id
        'na-de-ka131-2023'
        >>> base_of("DE", call=2030, action="KA131")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        erasmus_grants.errors.RulebookNotFoundError: no rulebook is of KA131, call 2030; there is eu-ka131-2021, ...
    """
    country_name(home)
    name = rulebook_for_call(call, action=action, country=home).rulebook_id if based_on is None else based_on
    book = rulebook_named(name)
    if call not in book.call_years:
        calls = " and ".join(map(str, book.call_years)) or "no call in particular"
        raise PolicyError(f"{book.id} is of {calls}, and not of call {call}")
    if book.home is not None and home not in book.home.countries:
        raise PolicyError(f"{book.id} is for {country_name(book.home.country)}, and not for {country_name(home)}")
    return book


def policy_toml(base: Rulebook, home: str, rulebook_id: str, *, based_on: str | None = None) -> str:
    """Return TOML that is based on a rulebook, with a row for each cell that it leaves empty for a country.

    Args:
        base: The rulebook; of rates it may print a range alone, or nothing.
        home: The country of the institution.
        rulebook_id: The id of the new rulebook.
        based_on: How the file names its base: a file beside it; None: by its id.

    Raises:
        PolicyError: Nothing goes out from this country, so no cell can be told.
    """
    empty = _EmptyCells(base, home)
    call = " and ".join(map(str, base.call_years))
    country = country_name(home)
    if not empty.is_open:
        raise PolicyError(f"{country} takes no part in {base.id}: no participant is sent from there, or received")
    title = f"{base.action} from {country}, call {call}: our own rates"
    head = _HEAD.format(
        action=base.action,
        country=country,
        call=call,
        base=base.id,
        id=_quoted(rulebook_id),
        title=_quoted(title),
        based_on=_quoted(based_on or base.id),
    )
    at_home = "" if base.home is not None and base.home.country == home else _HOME.format(country=_quoted(home))
    tables = [_travel(base, empty), *(_rates(base, empty, term) for term in _FIGURES), _payments(base, empty)]
    return "".join([head, at_home, _groups(base, tables), *tables])


class _EmptyCells:
    """Finds the cells that a rulebook leaves empty for the participants of one country.

    Attributes:
        is_open: Whether there are any participants.
    """

    def __init__(self, base: Rulebook, home: str) -> None:
        self._base = base
        self._home = home
        self._members = members_of(base.country_groups)
        self._domain = Domain(self._members, home)
        self._funded = self._domain.within(rule.scope for rule in base.activities if rule.funding is Funding.FUNDED)
        if base.flows:
            eligible = self._funded.within(flow.scope for flow in base.flows if flow.not_published is None)
            may_be = self._funded.within(flow.scope for flow in base.flows)
            self._funded = may_be if eligible.is_covered(Scope(), ()) else eligible
        self._funded = self._funded.without(flow.scope for flow in base.closed_flows)
        self._units = self._smallest_groups()
        self.is_open = not self._funded.is_covered(Scope(), ())

    def of_rates(self, term: Term) -> Iterator[_Cell]:
        """Yield the cells of the table that pays for the days of a stay, those with a range first."""
        entries: tuple[Entry, ...] = getattr(self._base, RATE_TABLES[term])
        ranges: tuple[RateRange, ...] = getattr(self._base, RANGE_TABLES[term]) if term in RANGE_TABLES else ()
        answered = [entry.scope for entry in entries if not isinstance(entry, NotPublished)]
        days = self._funded.within([Scope(terms=(term,))])
        cells = [_Cell(bounds.scope, range_in_words(bounds).replace(" EUR", "")) for bounds in ranges]
        cells += [_Cell(entry.scope, _UNBOUNDED) for entry in entries if isinstance(entry, NotPublished)]
        by_country = term in RANGE_TABLES
        for cell in cells:
            scopes = self._split(cell.scope, answered, days, by_country=by_country)
            answered += scopes
            yield from (_Cell(scope, cell.allowed) for scope in scopes)

    def of_other(self, table: Iterable[Entry]) -> list[Scope]:
        """Return the scopes of a table that is not one of rates for which nothing is published, or decided."""
        entries = tuple(table)
        answered = [entry.scope for entry in entries if not entry.gives_way]
        empty = [self._from_home(entry.scope) for entry in entries if entry.gives_way]
        return [scope for scope in empty if not self._funded.is_covered(scope, answered)]

    def _split(self, scope: Scope, answered: list[Scope], days: Domain, *, by_country: bool) -> list[Scope]:
        """Return what is empty of a scope, by the receiving groups that have rates of their own."""
        ours = self._from_home(scope)
        if days.is_covered(ours, answered):
            return []
        groups = ours.receiving_groups or ()
        if not groups and not by_country:
            return [ours]
        if not groups or not set(groups) <= set(self._units):
            narrow = [_towards(ours, unit) for unit in self._units]
            inside = [one for one in narrow if self._domain.is_covered(one, [ours])]
            open_ones = [one for one in inside if not days.is_covered(one, answered)]
            return open_ones if days.is_covered(ours, [*answered, *open_ones]) else [ours]
        reached = [group for group in groups if not days.is_covered(_towards(ours, group), answered)]
        return [ours.model_copy(update={"receiving_groups": tuple(reached)})]

    def _from_home(self, scope: Scope) -> Scope:
        """Return a scope with no other sending groups than those of the country, if it names one of them."""
        ours = tuple(group for group in scope.sending_groups or () if self._home in self._members[group])
        return scope.model_copy(update={"sending_groups": ours}) if ours else scope

    def _smallest_groups(self) -> list[str]:
        """Return the receiving groups that rates are printed for, without those that hold others of them."""
        named: dict[str, frozenset[str]] = {}
        for table in (*RATE_TABLES.values(), *RANGE_TABLES.values()):
            entries: tuple[Entry, ...] = getattr(self._base, table)
            for entry in entries:
                named |= {group: frozenset(self._members[group]) for group in entry.scope.receiving_groups or ()}
        units: dict[str, frozenset[str]] = {}
        for group in sorted(named, key=lambda group: (len(named[group]), group)):
            if all(named[group].isdisjoint(countries) for countries in units.values()):
                units[group] = named[group]
        return [group.id for group in self._base.country_groups if group.id in units]


def _towards(scope: Scope, group: str) -> Scope:
    return scope.model_copy(update={"receiving_groups": (group,)})


# --- tables -----------------------------------------------------------------------------------------------------------


def _groups(base: Rulebook, tables: Iterable[str]) -> str:
    """Return comments that say which countries are in the groups that the tables name; empty if they name none."""
    named = {group for table in tables for words in _NAMED_GROUPS(table) for group in words.split()}
    members = members_of(base.country_groups)
    told = [f"{group.id}: {' '.join(sorted(members[group.id]))}" for group in base.country_groups if group.id in named]
    rows = [
        textwrap.fill(row, _WIDTH, initial_indent="#   ", subsequent_indent="#     ", break_on_hyphens=False)
        for row in told
    ]
    return _GROUPS + "".join(f"{row}\n" for row in rows) if rows else ""


def _rates(base: Rulebook, empty: _EmptyCells, term: Term) -> str:
    rows = [f"{_row(cell.scope, _FIGURES[term])}  # {cell.allowed}" for cell in empty.of_rates(term)]
    return _table(RATE_TABLES[term], _of_later_days(base) if term is Term.STAFF else "", rows)


def _of_later_days(base: Rulebook) -> str:
    """Return what later days are paid of a daily rate, as a range of the rulebook has it, or else a rate."""
    priced = (
        one for one in (*base.daily_rate_ranges, *base.daily_rates) if isinstance(one, DailyRateRange | DailyRate)
    )
    entries = [entry for entry in priced if entry.tiers]
    if not entries:
        return _ONE_TIER
    printed = [entry.reduced_rate_rounding for entry in entries if entry.reduced_rate_rounding is not None]
    if printed:
        rounding = f"reduced_rate_rounding = {_quoted(printed[0])}\n"
    else:
        rounding = "" if entries[0].rounding_not_published is None else _ROUNDING
    return rounding + _listed("tiers", entries[0].tiers)


def _travel(base: Rulebook, empty: _EmptyCells) -> str:
    bands = [entry.bands for entry in base.travel_support if isinstance(entry, DistanceBands)]
    shared = "".join(_listed("bands", one) for one in bands[:1])
    rows = [_row(scope, _NOT_PAID) for scope in empty.of_other(base.travel_support)]
    return _table("travel_support", _TRAVEL + shared, rows)


def _payments(base: Rulebook, empty: _EmptyCells) -> str:
    bounds = [
        f"  # {plain(bound.minimum_pre_financing_share)} to {plain(bound.maximum_pre_financing_share)} of the grant"
        for bound in base.payment_bounds[:1]
    ]
    instalments = f"instalments = [\n{_INSTALMENTS.format(bounds=''.join(bounds))}  ]"
    return _table("payment_splits", "", [_row(scope, instalments) for scope in empty.of_other(base.payment_splits)])


def _table(name: str, shared: str, rows: list[str]) -> str:
    """Return a table with its rows, or nothing if there are none."""
    if not rows:
        return ""
    lines = "".join(f"  {row}\n" for row in rows)
    return f'\n[{name}]\n{shared}source = "POLICY"\nrows = [\n{lines}]\n'


def _row(scope: Scope, figure: str) -> str:
    words = _inline(scope.model_dump(mode="json", exclude_defaults=True))
    return f"{{ scope = {words}, {figure} }}," if words else f"{{ {figure} }},"


def _listed(name: str, rows: Iterable[Model]) -> str:
    lines = "".join(f"  {_inline(row.model_dump(mode='json', exclude_defaults=True))},\n" for row in rows)
    return f"{name} = [\n{lines}]\n"


def _inline(fields: Mapping[str, Data]) -> str:
    """Return fields as an inline table, the source last; empty if there are none."""
    in_order = sorted(fields, key=lambda name: name == "source")
    said = ", ".join(f"{name} = {_value(fields[name])}" for name in in_order)
    return f"{{ {said} }}" if said else ""


def _value(value: Data) -> str:
    """Return a value as a file spells it: words as one text, and a source by its id."""
    match value:
        case {"id": str(source)}:
            return _quoted(source)
        case list():
            return _quoted(" ".join(map(str, value)))
        case str():
            whole = _WHOLE_NUMBER(value)
            return whole[1] if whole else _quoted(value)
        case _:
            return json.dumps(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
