"""The page of every table of every rulebook."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from _reference.markdown import code, page, plain_words, table
from erasmus_grants import vocabulary
from erasmus_grants.lengths import Length, unit_name
from erasmus_grants.money import rounded, share_of_rate
from erasmus_grants.provenance import Source
from erasmus_grants.quantities import plain
from erasmus_grants.rulebook import Rulebook, fingerprint
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks
from erasmus_grants.rules.agreements import Flow
from erasmus_grants.rules.bip import ShortStayRate
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.distance_bands import DistanceBand, DistanceBands
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.payment_split import PaymentSplit
from erasmus_grants.rules.rate_ranges import range_in_words
from erasmus_grants.rules.top_ups import MonthlyTopUp, OnceTopUp, TopUpNotPublished
from erasmus_grants.scope import NotPublished, Scope
from erasmus_grants.wording import LINE_NAMES


def rulebooks_page() -> str:
    """Return every table of every rulebook."""
    books = [get_rulebook(name) for name in known_rulebooks()]
    head = table(
        ("rulebook", "title", "action", "call years", "status"),
        ((f"[`{book.id}`](#{book.id})", book.title, book.action, _call_years(book), book.status) for book in books),
    )
    return page(
        "Rulebooks",
        "The rulebooks that come with the library, with every figure and where it is printed.\n"
        "Sources are named by their id and listed at the end of each rulebook; "
        "[sources and confidence](../explanation/sources-and-confidence.md) says how they were read, "
        "and [coverage](coverage.md) shows at a glance which calls have which figures.",
        head,
        *(part for book in books for part in _rulebook(book)),
    )


def _call_years(book: Rulebook) -> str:
    return ", ".join(map(str, book.call_years)) or "not printed"


def _rulebook(book: Rulebook) -> Iterator[str]:
    yield f"## {book.id}"
    about = [
        ("title", book.title),
        ("institution", book.institution),
        ("country", "any" if book.home is None else f"{book.home.country} ({book.home.source.id})"),
        ("action", book.action),
        ("call years", _call_years(book)),
        ("status", book.status.value),
        *([] if book.based_on is None else [("based on", f"[`{book.based_on.id}`](#{book.based_on.id})")]),
        ("fingerprint", code(fingerprint(book))),
    ]
    yield table(("", ""), about)
    sections: tuple[tuple[str, Callable[[Rulebook], Iterator[str]]], ...] = (
        ("Activities", _activities),
        ("Excluded purposes", _excluded_purposes),
        ("Length of stay", _durations),
        ("Teaching hours", _teaching),
        ("Flows", _flows),
        ("Country groups", _country_groups),
        ("Travel support", _travel_support),
        ("Funded travel days", _travel_days),
        ("Individual support", _individual_support),
        ("Top-ups", _top_ups),
        ("Payments", _payments),
        ("Settlement", _settlement),
        ("Agreements", _agreements),
        ("Partners", _partners),
        ("Application", _deadlines),
        ("Restrictions and notes", _notes),
        ("Sources", _sources),
    )
    for title, section in sections:
        parts = list(section(book))
        if parts:
            yield f"### {book.id}: {title.lower()}"
            yield from parts
    if book.documents:
        yield f"The papers are on [another page](documents.md#{book.id})."


_WORDS: Final[Mapping[str, str]] = {
    vocabulary.Term.SHORT_TERM_PHYSICAL: "short-term",
    vocabulary.Term.LONG_TERM_PHYSICAL: "long-term",
}


def scope_in_words(scope: Scope) -> str:
    """Return the mobilities to which an entry applies, in words."""
    members = (scope.activities, scope.directions, scope.roles, scope.terms)
    words = [", ".join(_WORDS.get(name, name.replace("_", " ")) for name in names) for names in members if names]
    flags = (
        (scope.blended_intensive_programme, "in a BIP", "outside a BIP"),
        (scope.fewer_opportunities, "with fewer opportunities", "without fewer opportunities"),
    )
    words += [yes if flag else no for flag, yes, no in flags if flag is not None]
    groups = (("from", scope.sending_groups), ("to", scope.receiving_groups))
    words += [f"{word} {', '.join(names)}" for word, names in groups if names]
    return "; ".join(words) or "all"


def _activities(book: Rulebook) -> Iterator[str]:
    columns = ("mobilities", "funding", "roles", "hosts", "purposes", "source")
    yield table(
        columns,
        (
            (
                scope_in_words(rule.scope),
                rule.funding.replace("_", " ")
                + (f": {rule.why}" if rule.why else "")
                + (f"; not combined: {rule.not_combined}" if rule.not_combined else ""),
                plain_words(rule.roles),
                plain_words(rule.hosts or ()) or "any",
                plain_words(rule.purposes or ()) or "any",
                rule.source.id,
            )
            for rule in book.activities
        ),
    )


def _excluded_purposes(book: Rulebook) -> Iterator[str]:
    if book.excluded_purposes:
        rows = [
            (scope_in_words(item.scope), plain_words([item.purpose]), item.source.id) for item in book.excluded_purposes
        ]
        yield table(("mobilities", "never eligible", "source"), rows)


def _durations(book: Rulebook) -> Iterator[str]:
    if book.durations:
        rows = [
            (scope_in_words(item.scope), _length(item.minimum), _length(item.maximum), _term(item), item.source.id)
            for item in book.durations
        ]
        yield table(("mobilities", "shortest", "longest", "shortest for an academic term", "source"), rows)
    short = book.short_term
    if short is not None:
        activities = f"{plain_words(short.activities)} and blended intensive programmes"
        without = plain_words(short.roles_without_virtual_component or ())
        yield (
            f"Short-term physical mobility: {activities if short.activities else 'blended intensive programmes'} "
            f"of a {' or '.join(short.roles).replace('_', ' ')}, "
            f"{short.minimum_days} to {short.maximum_days} days, with a virtual component"
            f"{f' (not needed by a {without})' if without else ''} ({short.source.id})."
        )
    for limit in book.cycle_limits:
        words = scope_in_words(limit.scope)
        yield f"Study cycle: at most {limit.maximum_months} months of thirty days, {words} ({limit.source.id})."


def _term(item: object) -> str:
    length = getattr(item, "minimum_of_academic_term", None)
    return _length(length) if isinstance(length, Length) else ""


def _length(length: Length) -> str:
    return f"{length.value} {unit_name(length.value, length.unit)}"


def _teaching(book: Rulebook) -> Iterator[str]:
    if book.teaching_hours:
        rows = [
            (
                scope_in_words(item.scope),
                f"{item.hours_per_week} h",
                f"{item.hours_per_week_combined} h{_beside(item.combined_source)}",
                item.source.id,
            )
            for item in book.teaching_hours
        ]
        yield table(("mobilities", "a week or any shorter stay", "combined with training", "source"), rows)


def _flows(book: Rulebook) -> Iterator[str]:
    if book.flows:
        rows = [(scope_in_words(flow.scope), flow.source.id) for flow in book.flows]
        yield table(("mobilities go", "source"), rows)


def _country_groups(book: Rulebook) -> Iterator[str]:
    if book.country_groups:
        rows = [(group.id, ", ".join(group.countries), group.source.id) for group in book.country_groups]
        yield table(("group", "countries", "source"), rows)


def _travel_support(book: Rulebook) -> Iterator[str]:
    for entry in book.travel_support:
        words = f"For {scope_in_words(entry.scope)} ({entry.source.id})"
        if isinstance(entry, NotPublished):
            yield f"{words}: not published: {entry.not_published}"
        else:
            yield f"{words}{', at actual cost up to these amounts' if entry.at_actual_cost else ''}:"
            yield _bands(entry)


def _bands(entry: DistanceBands) -> str:
    rows = [
        (
            band_in_words(band),
            f"not published: {band.not_published}" if band.standard_eur is None else str(band.standard_eur),
            "not published" if band.green_eur is None else str(band.green_eur),
        )
        for band in entry.bands
    ]
    if not any(band.source for band in entry.bands):
        return table(("one-way distance", "standard EUR", "green EUR"), rows)
    sources = [(entry.source if band.source is None else band.source).id for band in entry.bands]
    with_sources = [(*row, source) for row, source in zip(rows, sources, strict=True)]
    return table(("one-way distance", "standard EUR", "green EUR", "source"), with_sources)


def band_in_words(band: DistanceBand) -> str:
    """Return the distances of a band."""
    if band.below_km is None:
        return f"{band.from_km} km or more"
    return f"from {band.from_km} to less than {band.below_km} km"


def _travel_days(book: Rulebook) -> Iterator[str]:
    if book.travel_days:
        rows = [
            (
                scope_in_words(item.scope),
                str(item.funded_travel_days),
                "the same" if item.most_travel_days is None else str(item.most_travel_days),
                "the same" if item.green_travel_days is None else str(item.green_travel_days),
                item.source.id,
            )
            for item in book.travel_days
        ]
        yield table(("mobilities", "funded days", "at most, if asked for", "green, if asked for", "source"), rows)


def _individual_support(book: Rulebook) -> Iterator[str]:
    rows = [
        row for entry in (*book.daily_rates, *book.monthly_rates, *book.short_stay_rates) for row in _rate_rows(entry)
    ]
    rows += [
        (scope_in_words(entry.scope), who, "all", f"range: {range_in_words(entry)}", unit, entry.source.id)
        for entries, who, unit in (
            (book.daily_rate_ranges, "staff", "day"),
            (book.monthly_rate_ranges, "long-term students", "30 days"),
        )
        for entry in entries
    ]
    if rows:
        yield table(("mobilities", "who", "day of the stay", "rate EUR", "per", "source"), rows)


def _rate_rows(entry: DailyRate | MonthlyRate | ShortStayRate | NotPublished) -> Iterator[tuple[str, ...]]:
    words = scope_in_words(entry.scope)
    match entry:
        case DailyRate():
            cap = "" if entry.funded_days_cap is None else f", {entry.funded_days_cap} days on site at most"
            cap += _beside(entry.cap_source)
            cap += ", Mondays to Fridays" if entry.counting is vocabulary.DayCounting.WEEKDAYS else ""
            for tier in entry.tiers:
                exact = share_of_rate(entry.rate_eur_per_day, tier.share)
                rounding = entry.reduced_rate_rounding
                rate = plain(exact if rounding is None else rounded(exact, rounding))
                share = "" if tier.share == 1 else f" ({plain(tier.share * 100)} %{_rounding(rounding)})"
                source = (tier.source or entry.source).id
                days = _days(tier.from_day, tier.to_day) + cap
                yield words, "staff", days, _two_places(rate) + share, "day", source
        case MonthlyRate():
            cap = "all" if entry.funded_days_cap is None else f"{entry.funded_days_cap} days at most"
            cap += _beside(entry.cap_source) + _rounding(entry.rounding)
            yield words, "long-term students", cap, str(entry.rate_eur_per_month), "30 days", entry.source.id
        case ShortStayRate():
            for part in entry.tiers:
                source = (part.source or entry.source).id
                days = _days(part.from_day, part.to_day)
                yield words, "short-term students", days, str(part.rate_eur_per_day), "day", source
        case NotPublished():
            yield words, "", "", "not published", entry.not_published, entry.source.id


_ROUNDING: Final[Mapping[vocabulary.Rounding, str]] = {
    vocabulary.Rounding.HALF_UP_TO_CENT: "",
    vocabulary.Rounding.HALF_UP_TO_EURO: ", rounded to the whole euro",
    vocabulary.Rounding.DOWN_TO_EURO: ", rounded down to the whole euro",
}


def _rounding(rounding: vocabulary.Rounding | None) -> str:
    return "" if rounding is None else _ROUNDING[rounding]


def _two_places(number: str) -> str:
    whole, _, cents = number.partition(".")
    return f"{whole}.{cents:0<2}"


def _days(first: int, last: int | None) -> str:
    return f"from day {first}" if last is None else f"{first} to {last}"


def _top_ups(book: Rulebook) -> Iterator[str]:
    rows = [row for entry in book.top_ups for row in _top_up_rows(entry)]
    if rows:
        yield table(("mobilities", "top-up", "paid", "amount EUR", "source"), rows)


def _top_up_rows(entry: OnceTopUp | MonthlyTopUp | TopUpNotPublished) -> Iterator[tuple[str, ...]]:
    words, name = scope_in_words(entry.scope), LINE_NAMES[entry.kind]
    match entry:
        case OnceTopUp():
            for tier in entry.tiers:
                paid = f"once, stay of {_days(tier.from_day, tier.to_day)} days"
                yield words, name, paid, str(tier.amount_eur), (tier.source or entry.source).id
        case MonthlyTopUp():
            cap = "" if entry.funded_days_cap is None else f", {entry.funded_days_cap} days at most"
            paid = f"with each 30 days{cap}{_rounding(entry.rounding)}"
            yield words, name, paid, str(entry.rate_eur_per_month), entry.source.id
        case TopUpNotPublished():
            refused = " (the grant is refused)" if entry.blocking else ""
            yield words, name, f"{entry.not_published}{refused}", "not published", entry.source.id


def _payments(book: Rulebook) -> Iterator[str]:
    rows = [row for entry in book.payment_splits for row in _payment_rows(entry)]
    if rows:
        yield table(("mobilities", "payment", "when", "of travel support", "of the rest", "needs", "source"), rows)
    for bounds in book.payment_bounds:
        least, most = plain(bounds.minimum_pre_financing_share * 100), plain(bounds.maximum_pre_financing_share * 100)
        yield (
            f"The grant agreement, {scope_in_words(bounds.scope)}: {least} to {most} % of the grant before the balance "
            f"and the balance within {bounds.balance_within_days} days of the report ({bounds.source.id})."
        )


def _payment_rows(entry: PaymentSplit | NotPublished) -> Iterator[tuple[str, ...]]:
    words = scope_in_words(entry.scope)
    if isinstance(entry, NotPublished):
        yield words, f"not published: {entry.not_published}", "", "", "", "", entry.source.id
        return
    for part in entry.instalments:
        shares = (f"{plain(part.travel_share * 100)} %", f"{plain(part.individual_share * 100)} %")
        kind = part.kind.replace("_", "-")
        yield words, kind, part.trigger.replace("_", " "), *shares, plain_words(part.conditions), entry.source.id


def _settlement(book: Rulebook) -> Iterator[str]:
    rule = book.settlement
    words = {
        vocabulary.BelowMinimum.PRORATE: "the days attended are paid",
        vocabulary.BelowMinimum.FORFEIT: "nothing is due, except after force majeure",
    }
    tolerance = f"up to {rule.tolerance_days} days" if rule.tolerance_days else "none"
    who = ", ".join(_WORDS.get(term, term) for term in rule.tolerance_terms)
    rows = [(words[rule.below_minimum], tolerance, who if rule.tolerance_days else "", rule.source.id)]
    yield table(("a stay that ended below the minimum", "tolerated shortfall", "of", "source"), rows)


def _agreements(book: Rulebook) -> Iterator[str]:
    if book.agreements:
        rows = [
            (
                item.id,
                f"{item.start_date} to {item.end_date}",
                ", ".join(item.partners),
                "; ".join(map(_flow, item.flows)),
                item.note,
                item.source.id,
            )
            for item in book.agreements
        ]
        yield table(("agreement", "period", "partners", "flows", "note", "source"), rows)


def _flow(flow: Flow) -> str:
    marked = {True: "", False: " (not marked open)", None: " (marks not readable)"}[flow.marked_open]
    security = " (when the security situation permits)" if flow.security_condition else ""
    return f"{flow.activity} {flow.direction}{marked}{security}{_beside(flow.source)}"


def _beside(source: Source | None) -> str:
    """Return where a figure is printed that is not printed with the rest of its entry."""
    return "" if source is None else f" ({source.id})"


def _partners(book: Rulebook) -> Iterator[str]:
    used = {code for agreement in book.agreements for code in agreement.partners}
    partners = [partner for partner in book.partners if partner.code in used]
    if partners:
        rows = [
            (
                item.code,
                item.country or "",
                item.country_confidence if item.country else "",
                "; ".join(item.names),
                item.source.id,
            )
            for item in partners
        ]
        yield "Each spelling finds the partner; case, accents and punctuation make no difference."
        yield table(("code", "country", "confidence", "spellings", "source"), rows)
        others = [partner.code for partner in book.partners if partner.code not in used]
        if others:
            yield f"Known from other agreements of the institution, and in none of this rulebook: {', '.join(others)}."


def _deadlines(book: Rulebook) -> Iterator[str]:
    for item in book.deadlines:
        words = scope_in_words(item.scope)
        yield f"Apply {item.months_before_start} months before the first day at the latest ({words}; {item.source.id})."


def _notes(book: Rulebook) -> Iterator[str]:
    lines = [
        f"* Restriction, {scope_in_words(item.scope)}: {item.why} ({item.source.id})" for item in book.restrictions
    ]
    lines += [f"* {note.text} ({note.source.id})" for note in book.notes]
    if lines:
        yield "\n".join(lines)


def _sources(book: Rulebook) -> Iterator[str]:
    rows = [
        (item.id, item.confidence, f"{item.publisher}, *{item.document}*", item.locator, item.note, _link(item))
        for item in book.sources
    ]
    yield table(("source", "confidence", "document", "where in it", "note", "address"), rows)


def _link(source: Source) -> str:
    return f"[read {source.read_on}]({source.url})" if source.url.startswith("http") else source.url
