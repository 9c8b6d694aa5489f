"""The commands for rulebooks: the list and coverage, one of them, two beside each other, new files, and `verify`."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from erasmus_grants.basics.countries import country_name
from erasmus_grants.basics.errors import HOW_TO_GET_A_CALL, InputFileError, how_to_install
from erasmus_grants.cli.next_steps import POLICY_ID, USUAL_ACTION, check_action, wrong_action
from erasmus_grants.cli.terminal import Output, OutputName, complain, print_report, progress_bar, say, write
from erasmus_grants.report.rendering import Report, Table, printable, text_columns
from erasmus_grants.rulebook.doubts import doubt_told, doubts_of
from erasmus_grants.rulebook.export import blank_text, file_data, toml_text
from erasmus_grants.rulebook.parsing import is_json, read_text
from erasmus_grants.rulebook.tables import RulebookId
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks, rulebook_text
from erasmus_grants.rulebooks.loading import base_that_is_missing, load_rulebook, names_a_file, rulebook_named
from erasmus_grants.rulebooks.search import find_rulebooks, is_to_come

_NOT_SOUND = 1


def rulebooks(
    *,
    call: Annotated[int | None, typer.Option("--call", metavar="YEAR", help="The official ones of a call.")] = None,
    action: Annotated[
        str | None, typer.Option("--action", metavar="ACTION", help="The official ones of an action.")
    ] = None,
    country: Annotated[
        str | None,
        typer.Option("--country", metavar="COUNTRY", help="The official ones that hold for a country, best first."),
    ] = None,
) -> None:
    """List the rulebooks that come with the library, or the official ones of a call, an action or a country."""
    names = known_rulebooks()
    if (call, action, country) != (None, None, None):
        found = find_rulebooks(call_year=call, action=action, country=country)
        names = tuple(match.rulebook_id for match in found)
        if not names:
            say(f"No official rulebook is of {_asked_of(call, action, country)}: {_what_to_ask_for(call, action)}.")
            return
    books = [get_rulebook(name) for name in names]
    rows = [
        (book.id, book.title, book.institution, book.action, ", ".join(map(str, book.call_years)), book.status)
        for book in books
    ]
    columns = text_columns("id", "title", "institution", "action", "call years", "status")
    print_report(Report("Rulebooks", (Table("", columns, tuple(rows)),), ()))


def coverage() -> None:
    """Show for which typical mobilities of KA131 there is an amount, by country and call."""
    from erasmus_grants.engine.coverage import coverage as every_cell
    from erasmus_grants.engine.coverage import letters_by_country, share_with_an_amount

    cells = every_cell()
    letters = letters_by_country(cells)
    years = sorted({cell.call_year for cell in cells})
    columns = text_columns("country", *map(str, years))
    rows = tuple((country, *(by_year[year] for year in years)) for country, by_year in letters.items())
    notes = (
        "In this order: studies, traineeship, short stay of a student, staff; each of 1000 km.",
        "A: an amount; P: towards some groups of countries; R: the programme's highest amount; -: unknown.",
    )
    title = f"KA131: {share_with_an_amount(cells)} % of {len(cells)} cells have an amount"
    print_report(Report(title, (Table("", columns, rows),), notes))


def rulebook(
    name: Annotated[str, typer.Argument(metavar="ID_OR_FILE", help="A rulebook by its id, or a TOML or JSON file.")],
    output: OutputName = Output.TABLE,
) -> None:
    """Show the tables of a rulebook, and where they are printed."""
    book = rulebook_named(name)
    write(book.report(), book.model_dump_json(indent=2), output)
    complain(f"warning: {doubt_told(book, place, sentence)}" for place, sentence in doubts_of(book))
    _complain_of_missing_base(name)


def diff(
    ours: Annotated[str, typer.Argument(metavar="ID_OR_FILE", help="A rulebook by its id, or a file.")],
    theirs: Annotated[str, typer.Argument(metavar="ID_OR_FILE", help="Another one.")],
    output: OutputName = Output.TABLE,
) -> None:
    """Show what differs between two rulebooks, entry by entry."""
    found = rulebook_named(ours).diff(rulebook_named(theirs))
    same_id = found.ours == found.theirs
    named = found.model_copy(update={"ours": ours, "theirs": theirs}) if same_id else found
    write(named.report(), found.model_dump_json(indent=2), output)


def new_rulebook(
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of the new rulebook, as my-university-2026.")],
    like: Annotated[str, typer.Option("--like", metavar="ID_OR_FILE", help="The rulebook whose structure it has.")],
) -> None:
    """Print a TOML file with the structure of a rulebook and every figure left out: it loads when all are read."""
    try:
        TypeAdapter(RulebookId).validate_python(name)
    except ValidationError:
        sentence = "the id of a rulebook is lower-case words and numbers with hyphens, as my-university-2026"
        raise InputFileError(name, (sentence,)) from None
    typer.echo(blank_text(_toml(like), like=rulebook_named(like).id, rulebook_id=name).encode(), nl=False)


def new_policy(
    home: Annotated[str, typer.Option("--home", metavar="COUNTRY", help="Your country, by its code.")],
    call: Annotated[int, typer.Option("--call", help="The year of the call.")],
    action: Annotated[
        str, typer.Option("--action", metavar="ACTION", help="The action of the programme.")
    ] = USUAL_ACTION,
    based_on: Annotated[
        str | None,
        typer.Option(
            "--based-on",
            metavar="ID_OR_FILE",
            help="Its base, by its id or a file beside which yours will stand; if omitted, that of your agency or the "
            "programme.",
        ),
    ] = None,
) -> None:
    """Print a TOML file with what the official rulebook leaves to an institution: it loads when all is filled in."""
    from erasmus_grants.rulebooks.new_policy import base_of, policy_toml

    if based_on is None:
        check_action(call, action)
    base = base_of(home, call=call, action=action, based_on=based_on)
    file = None if based_on is None or not names_a_file(based_on) else Path(based_on).name
    typer.echo(policy_toml(base, home, POLICY_ID.format(call=call), based_on=file).encode(), nl=False)


def verify(
    name: Annotated[str, typer.Argument(metavar="ID_OR_FILE", help="A rulebook by its id, or a TOML or JSON file.")],
    examples: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many cases are drawn for each law.")] = 100,
    seed: Annotated[int, typer.Option(help="What they are drawn from; the same seed draws the same.")] = 0,
    output: OutputName = Output.TABLE,
) -> None:
    """Say whether a rulebook is sound: it can be built, answers every mobility, and obeys the laws."""
    try:
        from erasmus_grants.testing import verification
    except ImportError:
        sentence = f"the laws are tested with Hypothesis: {how_to_install('cli', 'testing')}"
        raise InputFileError(name, (sentence,)) from None
    with progress_bar() as progress:
        task = progress.add_task("", total=verification.NUMBER_OF_CHECKS)
        report = verification.verify(
            name,
            examples=examples,
            seed=seed,
            on_check=lambda sentence: progress.update(task, advance=1, description=sentence),
        )
    write(report.report(), report.model_dump_json(indent=2), output)
    if not report.sound:
        raise typer.Exit(_NOT_SOUND)
    _complain_of_missing_base(name)


def _complain_of_missing_base(name: str) -> None:
    """Say on standard error that a whole rulebook was not compared with its base, if that is not at hand."""
    can_be_read_again = names_a_file(name) and Path(name).is_file()
    base = base_that_is_missing(name) if can_be_read_again else ""
    if base:
        what_to_do = f"put its file beside this one, as {base}.toml or {base}.json"
        complain([f"warning: based_on: {base} is not at hand, so nothing was compared with it; {what_to_do}"])


def _asked_of(call: int | None, action: str | None, country: str | None) -> str:
    """Return in words what official rulebooks were looked for."""
    asked = (
        "" if call is None else f"call {call}",
        "" if action is None else f"action {action}",
        "" if country is None else country_name(country),
    )
    return printable(", ".join(one for one in asked if one))


def _what_to_ask_for(call: int | None, action: str | None) -> str:
    """Return what can be typed or done where no official rulebook is of a call and an action."""
    of_action = [match.call_year for match in find_rulebooks(action=action)]
    wrong = "" if call is None or action is None else wrong_action(call, action)
    if wrong:
        return wrong
    if call is None or not of_action:
        return f"the actions are {', '.join(sorted({match.action for match in find_rulebooks()}))}"
    first, last = min(of_action), max(of_action)
    if call > last if action is None else is_to_come(action, call):
        return HOW_TO_GET_A_CALL
    return f"the calls {'' if action is None else f'of {action.upper()} '}are {first} to {last}"


def _toml(name: str) -> str:
    """Return a rulebook as TOML: the text of its file, if that is TOML."""
    if not names_a_file(name):
        return rulebook_text(name)
    rulebook, text = load_rulebook(name), read_text(name)
    return toml_text(file_data(rulebook)) if is_json(name, text) else text
