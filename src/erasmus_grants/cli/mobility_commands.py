"""The commands for one mobility: `quote`, `check`, `ask`, `settle` and `compare`."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from erasmus_grants.basics.countries import country_name, whole_country
from erasmus_grants.basics.decimals import plain, read_number, with_one_reading
from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.errors import InputFileError, RulebookNotFoundError, listed, quoted
from erasmus_grants.basics.problems import error_sentences
from erasmus_grants.basics.vocabulary import Decided, GrantStatus, RulebookOf
from erasmus_grants.cli.cities import ESTIMATE_IN_A_FILE, FROM_CITY, TO_CITY, Cities, edge_warning, estimate_of, told
from erasmus_grants.cli.dialogue import Dialogue, usual_direction
from erasmus_grants.cli.next_steps import USUAL_ACTION, actions_of, check_action, next_lines, other_actions, payer
from erasmus_grants.cli.reading import (
    NO_FILE,
    Stated,
    attendance_of,
    changes_of,
    data_of,
    mobility_file,
    partial_file,
    stated_fields,
)
from erasmus_grants.cli.terminal import (
    Output,
    OutputName,
    complain,
    exit_with,
    print_report,
    say,
    say_next,
    tolerate,
    write,
)
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.records.fields import FIELDS, REQUIRED
from erasmus_grants.records.findings import Finding, answer_of
from erasmus_grants.records.grant import GrantBreakdown, read_grant
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.records.questions import YES_NO, UndeterminedGrantError, field_question
from erasmus_grants.records.settlement import Settlement
from erasmus_grants.records.tables import findings_report
from erasmus_grants.report.rendering import Report, printable
from erasmus_grants.rulebook.export import toml_text
from erasmus_grants.rulebook.file_kinds import kind_of
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.parsing import Data
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks
from erasmus_grants.rulebooks.search import rulebook_for_call

if TYPE_CHECKING:
    from erasmus_grants.places import DistanceEstimate

_BEST_FIRST = (GrantStatus.GRANTED, GrantStatus.UNDETERMINED, GrantStatus.NOT_ELIGIBLE)
_DIGITS_OF_A_YEAR = 4
_AS_TYPED = "as travel_mode=green or combined=yes (yes, y, true; no, n, false)"
MobilityName = Annotated[str, typer.Argument(metavar="FILE", help="A mobility in TOML or JSON; - is standard input.")]
RulebookName = Annotated[
    str | None,
    typer.Option("--rulebook", "-r", metavar="ID_OR_FILE", help="A rulebook by its id, or a TOML or JSON file."),
]
OptionalFile = Annotated[
    str | None,
    typer.Argument(metavar="FILE", help="A mobility in TOML or JSON; - is standard input. Options refine it."),
]
Call = Annotated[int | None, typer.Option("--call", metavar="YEAR", help="The call, in place of a rulebook.")]
Action = Annotated[str, typer.Option("--action", metavar="ACTION", help="The action of the programme, with --call.")]
SentFrom = Annotated[str | None, typer.Option("--from", metavar="COUNTRY", help="The sending country, as ES.")]
SentTo = Annotated[str | None, typer.Option("--to", metavar="COUNTRY", help="The receiving country, as DE.")]
Activity = Annotated[str | None, typer.Option("--activity", metavar="ACTIVITY", help="SMS, SMT, STA or STT.")]
Start = Annotated[str | None, typer.Option("--start", metavar="DATE", help="The first day there, as 2026-09-15.")]
End = Annotated[str | None, typer.Option("--end", metavar="DATE", help="The last day there.")]
Kilometres = Annotated[str | None, typer.Option("--km", metavar="KM", help="The distance, one way.")]
FromCity = Annotated[
    str | None,
    typer.Option(FROM_CITY, metavar="CITY", help="Where the journey starts, in place of --km: an estimate."),
]
ToCity = Annotated[
    str | None, typer.Option(TO_CITY, metavar="CITY", help='Where it ends, as Rome, "Rome, IT" or "41.89, 12.51".')
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help=f"Any field of a mobility, {_AS_TYPED}: {', '.join(FIELDS)}."),
]


def quote(
    file: OptionalFile = None,
    *,
    rulebook: RulebookName = None,
    call: Call = None,
    action: Action = USUAL_ACTION,
    sent_from: SentFrom = None,
    sent_to: SentTo = None,
    activity: Activity = None,
    start: Start = None,
    end: End = None,
    km: Kilometres = None,
    from_city: FromCity = None,
    to_city: ToCity = None,
    further: Set = None,
    output: OutputName = Output.TABLE,
) -> None:
    """Compute the grant of a mobility: every line, why, and where the rate is printed."""
    stated = stated_fields(
        sent_from=sent_from, sent_to=sent_to, activity=activity, start=start, end=end, km=km, further=further
    )
    cities = Cities(from_city, to_city)
    calculator, mobility = _calculation(file, rulebook, stated, cities, call=call, action=action)
    grant = calculator.calculate(mobility)
    write(grant.report(), grant.model_dump_json(indent=2), output)
    _tell_what_is_next(grant, file, {**stated.fields, **cities.options})
    exit_with(grant.status)


def check(
    file: OptionalFile = None,
    *,
    rulebook: RulebookName = None,
    call: Call = None,
    action: Action = USUAL_ACTION,
    sent_from: SentFrom = None,
    sent_to: SentTo = None,
    activity: Activity = None,
    start: Start = None,
    end: End = None,
    km: Kilometres = None,
    from_city: FromCity = None,
    to_city: ToCity = None,
    further: Set = None,
    output: OutputName = Output.TABLE,
) -> None:
    """Say everything that is found about a mobility, and whether it is eligible."""
    stated = stated_fields(
        sent_from=sent_from, sent_to=sent_to, activity=activity, start=start, end=end, km=km, further=further
    )
    cities = Cities(from_city, to_city)
    calculator, mobility = _calculation(file, rulebook, stated, cities, call=call, action=action)
    findings = calculator.check(mobility)
    as_json = TypeAdapter(tuple[Finding, ...]).dump_json(findings, indent=2).decode()
    write(findings_report(findings), as_json, output)
    exit_with(answer_of(findings).status)


def ask(
    file: OptionalFile = None,
    *,
    rulebook: RulebookName = None,
    call: Call = None,
    action: Action = USUAL_ACTION,
    sent_from: SentFrom = None,
    sent_to: SentTo = None,
    activity: Activity = None,
    start: Start = None,
    end: End = None,
    km: Kilometres = None,
    from_city: FromCity = None,
    to_city: ToCity = None,
    further: Set = None,
) -> None:
    """Ask for what is not known yet, one question after the other, and compute the grant; ? is not known."""
    stated = stated_fields(
        sent_from=sent_from, sent_to=sent_to, activity=activity, start=start, end=end, km=km, further=further
    )
    read = partial_file(file, stated)
    tolerate(sys.stdin, errors="replace")
    dialogue = Dialogue(_prompt, _heard)
    known, name = dict[str, object](read.mobility), read.rulebook if rulebook is None else rulebook
    if name is None or call is not None:
        if rulebook is not None:
            raise InputFileError("--call", ("a call finds its rulebook: leave out --rulebook, or --call",))
        known, name = _asked_for_rulebook(dialogue, known, call, action)
    calculator, cities = GrantCalculator(name), Cities(from_city, to_city)
    estimate = estimate_of(cities, known)
    if estimate is not None:
        known["distance_km"] = str(estimate.distance_km)
        complain(told(estimate))
    known = dialogue.about(calculator, known)
    if any(field not in known for field in REQUIRED):
        lacking = " ".join(ENGLISH.questions[field] for field in REQUIRED if field not in known)
        say(f"Not yet known: {lacking}")
        exit_with(GrantStatus.UNDETERMINED)
    mobility = Mobility.model_validate(known)
    if estimate is not None:
        _tell_edge(calculator, mobility, estimate)
    grant = calculator.calculate(mobility)
    print_report(_without_details(grant.report()))
    file = _offer_to_save(mobility, known, name, ESTIMATE_IN_A_FILE if estimate else "")
    stated_again = {field: value for field, value in known.items() if estimate is None or field != "distance_km"}
    _tell_what_is_next(grant, file, {} if file else {**stated_again, **cities.options})
    exit_with(grant.status)


def settle(
    grant: Annotated[str, typer.Argument(metavar="GRANT", help="The JSON that `quote --format json` wrote, or -.")],
    attendance: Annotated[str, typer.Argument(metavar="ATTENDANCE", help="What was attended, in TOML or JSON, or -.")],
    rulebook: RulebookName = None,
    output: OutputName = Output.TABLE,
) -> None:
    """Settle a grant after the stay: what is due, what is still to be paid or paid back."""
    if grant == attendance == "-":
        raise InputFileError("-", ("it cannot be both the grant and the attendance",))
    data = data_of(grant)
    if kind_of(data) != "grant":
        raise InputFileError(grant, ("it is not a grant; `quote --format json` writes one",))
    try:
        agreed = read_grant(data)
    except InputFileError as error:
        raise InputFileError(grant, error.problems) from None
    if rulebook is None and agreed.rulebook_id not in known_rulebooks():
        sentence = (
            f"its rulebook {quoted(agreed.rulebook_id)} does not come with the library: name its file with --rulebook"
        )
        raise InputFileError(grant, (sentence,))
    calculator = GrantCalculator(agreed.rulebook_id if rulebook is None else rulebook)
    answer: Settlement | GrantBreakdown = agreed
    try:
        answer = calculator.settle(agreed, attendance_of(attendance))
    except UndeterminedGrantError as error:
        complain([str(error)])
    write(answer.report(), answer.model_dump_json(indent=2), output)
    exit_with(agreed.status)


def compare(
    file: MobilityName,
    rulebook: Annotated[
        list[str],
        typer.Option("--rulebook", "-r", metavar="ID_OR_FILE", help="A rulebook; give as many as are compared."),
    ],
    what_if: Annotated[
        list[str] | None,
        typer.Option("--what-if", metavar="FIELD=VALUE", help=f"Also as if a field were otherwise, {_AS_TYPED}."),
    ] = None,
    output: OutputName = Output.TABLE,
) -> None:
    """Compute a mobility under several rulebooks, and as it might be, side by side."""
    from erasmus_grants.engine.comparison import compare as side_by_side

    mobility = mobility_file(file).mobility
    changes = changes_of(what_if or (), "--what-if")
    if problems := tuple(_problems_of_changes(mobility, changes.values())):
        raise InputFileError("--what-if", problems)
    comparison = side_by_side(mobility, rulebook, what_if=changes)
    write(comparison.report(), comparison.model_dump_json(indent=2), output)
    answers = {case.grant.status for case in comparison.cases}
    exit_with(next(status for status in _BEST_FIRST if status in answers))


def _problems_of_changes(mobility: Mobility, changes: Iterable[Mapping[str, Data]]) -> Iterator[str]:
    """Yield what is wrong with the mobilities as they might be."""
    for change in changes:
        try:
            mobility.model_copy(update=change)
        except ValidationError as error:
            yield from error_sentences(error, Mobility)


def _calculation(
    file: str | None,
    rulebook: str | None,
    stated: Stated,
    cities: Cities,
    *,
    call: int | None,
    action: str,
) -> tuple[GrantCalculator, Mobility]:
    """Return the calculator and the mobility that a file and options name."""
    read = mobility_file(file, stated)
    mobility, is_free = read.mobility, file is None and "direction" not in stated.fields
    if call is None:
        calculator = GrantCalculator(_named(read.rulebook if rulebook is None else rulebook, file))
        mobility = _directed(mobility, calculator.rulebook) if is_free else mobility
    elif rulebook is not None:
        raise InputFileError("--call", ("a call finds its rulebook: leave out --rulebook, or --call",))
    else:
        mobility = _directed(mobility, _of_the_programme(call, action)) if is_free else mobility
        calculator = GrantCalculator(found_for_call(call, action, getattr(mobility, payer(mobility.direction))))
    estimate = estimate_of(cities, mobility.model_dump())
    if estimate is None:
        return calculator, mobility
    complain(told(estimate))
    mobility = mobility.model_copy(update={"distance_km": estimate.distance_km})
    _tell_edge(calculator, mobility, estimate)
    return calculator, mobility


def _directed(mobility: Mobility, rulebook: Rulebook) -> Mobility:
    """Return a mobility of which nobody states the direction, with the one that its countries decide."""
    return mobility.model_copy(update={"direction": usual_direction(dict(mobility), rulebook)})


def _of_the_programme(call: int, action: str) -> Rulebook:
    """Return the rulebook of the programme for a call."""
    check_action(call, action)
    return get_rulebook(rulebook_for_call(call, action=action).rulebook_id)


def _tell_what_is_next(grant: GrantBreakdown, file: str | None, stated: Mapping[str, object]) -> None:
    """Say on standard error which commands can be typed after a grant."""
    say_next(next_lines(grant, file, stated))
    complain(other_actions(grant, file, stated))


def _tell_edge(calculator: GrantCalculator, mobility: Mobility, estimate: "DistanceEstimate") -> None:
    """Say on standard error if an estimate is near the edge of a band of the rulebook."""
    from erasmus_grants.places import beside_edges

    bands = calculator.travel_bands(mobility)
    if bands is not None:
        complain(edge_warning(beside_edges(estimate, bands)))


def _named(rulebook: str | None, file: str | None) -> str:
    """Return the rulebook that was named, or say how to name one."""
    if rulebook is not None:
        return rulebook
    into_the_file = "" if file is None else ', or write rulebook = "ID_OR_FILE" into the file'
    how = f"name one with --rulebook ID_OR_FILE, or the call with --call YEAR{into_the_file}"
    raise InputFileError(file or NO_FILE, (f"no rulebook is named; {how}; known: {listed(known_rulebooks())}",))


def found_for_call(call: int, action: str, country: str | None) -> str:
    """Return the most specific official rulebook of a call, and say on standard error which it is and why."""
    check_action(call, action)
    match = rulebook_for_call(call, action=action, country=country)
    why = "of the programme; state --from, or --to of who comes in, to look for the rates of your agency"
    if country is not None:
        agency = f"the agency of {country_name(whole_country(country))}"
        is_its = match.of is RulebookOf.AGENCY
        why = f"of {agency}" if is_its else f"of the programme; the library has none of {agency} for this call"
    complain([f"note: rulebook {match.rulebook_id}, {why}"])
    return match.rulebook_id


def _asked_for_rulebook(
    dialogue: Dialogue, known: Mapping[str, object], call: int | None, action: str
) -> tuple[dict[str, object], str]:
    """Return what is known once a call and the paying country are, and the rulebook that they find."""
    if call is None:
        call, action = _asked_for_call(action)
    official = _of_the_programme(call, action)  # before anything is asked in vain
    found = dict(known)
    for field in ("direction", ""):
        name = field or payer(found.get("direction"))
        if found.get(name) is None:
            found |= dialogue.put(field_question(name, [Decided.ELIGIBILITY]), found, official) or {}
    country = found.get(payer(found.get("direction")))
    return found, found_for_call(call, action, None if country is None else str(country))


def _asked_for_call(action: str) -> tuple[int, str]:
    """Return a call that has rulebooks, and its action, which is asked for if the call has none of the usual one."""
    while True:
        _prompt(f"{ENGLISH.labels.which_call}\n  {ENGLISH.labels.a_year}")
        heard = _needed()
        if not heard.isdecimal() or len(heard) > _DIGITS_OF_A_YEAR:
            _prompt(f"  {ENGLISH.labels.no_year.format(heard=quoted(heard))}")
            continue
        call, wanted = int(heard), action
        actions = actions_of(call)
        while actions and wanted.upper() not in actions:
            choices = [f"  {number}  {choice}" for number, choice in enumerate(actions, 1)]
            _prompt("\n".join(["", ENGLISH.labels.which_action, *choices]))
            heard = _needed()
            wanted = actions[int(heard) - 1] if heard in map(str, range(1, len(actions) + 1)) else heard
        try:
            rulebook_for_call(call, action=wanted)
        except RulebookNotFoundError as error:
            _prompt(f"  {error}\n")
        else:
            return call, wanted


def _needed() -> str:
    """Return an answer without which no rulebook is found."""
    heard = _heard()
    if heard is None:
        raise InputFileError(NO_FILE, ("no rulebook is named; name one with --rulebook, or the call with --call",))
    return heard.strip()


def _without_details(report: Report) -> Report:
    """Return a report that can be read out: without the papers and the sources, which `quote` prints."""
    left_out = {ENGLISH.labels.papers, ENGLISH.labels.sources}
    return report._replace(tables=tuple(table for table in report.tables if table.title not in left_out))


def _prompt(text: str) -> None:
    """Show a line of a dialogue, beside the answer."""
    for line in text.split("\n"):
        typer.echo(printable(line), err=True)


def _heard() -> str | None:
    """Return a line that a person types; None at the end."""
    typer.echo("> ", nl=False, err=True)
    line = sys.stdin.readline()
    return line or None


def _offer_to_save(mobility: Mobility, known: Mapping[str, object], rulebook: str, remark: str) -> str | None:
    """Ask for a file, write a remark and the mobility into it as TOML and return its name; None: nobody wants one.

    A file that is there already is left as it is.
    """
    labels = ENGLISH.labels
    while True:
        _prompt(f"\n{labels.save_as}\n  {labels.enter_no}")
        name = (_heard() or "").strip()
        answer = YES_NO.get(name.casefold())
        if not name or answer is False:
            return None
        if answer or name.casefold().endswith(".json"):
            _prompt(f"  {labels.name_a_file if answer else labels.no_json}")
            continue
        text = remark + toml_text({"rulebook": rulebook, "mobility": _plain_fields(mobility, known)})
        try:
            with Path(name).open("x", encoding="utf-8") as file:
                file.write(text)
        except (OSError, ValueError) as error:  # ValueError: a name that no file has
            why = error.strerror if isinstance(error, OSError) else str(error)
            complain([f"{name}: it cannot be written: {why}"])
        else:
            complain([f"{name}: it was written"])
            return name


def _plain_fields(mobility: Mobility, known: Mapping[str, object]) -> dict[str, Data]:
    """Return the fields that are known as TOML has them."""
    values = {field: getattr(mobility, field) for field in known}
    return {field: _in_toml(value) if isinstance(value, Decimal) else value for field, value in values.items()}


def _in_toml(number: Decimal) -> float | str:
    """Return what is read back as a number: itself, or its text if TOML has no such number, or it may be two."""
    written, text = float(number), with_one_reading(number)
    return written if read_number(written) == number and text == plain(number) else text
