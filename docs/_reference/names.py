"""The page of every public name."""

import inspect
import re
from collections.abc import Callable, Iterator
from enum import Enum
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from pydantic import BaseModel

import erasmus_grants
from _reference.markdown import bullets, code, codes, first_sentence, page, table
from erasmus_grants import batch, errors, frames, places, plots, rules, testing
from erasmus_grants.basics.home import HomeCountry
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.tiers import DayTier
from erasmus_grants.basics.travel_table import DistanceBand, DistanceBands, NotPaid
from erasmus_grants.basics.vocabulary import Answerer, AnswerKind, Decided, DifferenceCause
from erasmus_grants.engine.audit import Cause
from erasmus_grants.engine.comparison import Comparison
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.settlement import Settlement
from erasmus_grants.rulebook.differences import Difference
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.tables import Base, Note
from erasmus_grants.rulebooks import loading
from erasmus_grants.rulebooks.loading import load_rulebook, rulebook_named

DESCRIBED: Final = (
    *(erasmus_grants.RulebookMatch, erasmus_grants.Differences, Difference),
    *(DistanceBands, DistanceBand, NotPaid, DayTier),
    *(Cause, DifferenceCause, AnswerKind, Answerer, Decided),
    *(Base, HomeCountry, Note),
    Language,
)
"""Types that stand in public signatures and fields, and that no other table of the page describes."""

_OF_A_CLASS: Final = re.compile(r"^Attributes:\n((?: +.*\n?)+)", re.MULTILINE)
_ONE_ATTRIBUTE: Final = re.compile(r"^    (\w+): ((?:.|\n {8})+)", re.MULTILINE)


def api_page() -> str:
    """Return every public name with one line."""
    parts = [
        (
            "The public names of `erasmus_grants` and of its public modules.\n"
            "Everything that is not listed here may change without notice."
        ),
    ]
    for title, names in names_by_subject().items():
        members = ((name, inspect.unwrap(getattr(erasmus_grants, name))) for name in names)
        parts.append(f"## {title}\n\n{table(('name', 'what it is'), (_api_row(*member) for member in members))}")
    parts += [
        "## Methods",
        table(("method", "what it does"), _methods()),
        "## Attributes",
        (
            "What public names return, and what stands in their fields, has these attributes.\n"
            "A name that is not in a table of this page cannot be imported: "
            "its objects are made by the library, and their attributes are public.\n"
            "The words of a closed list are text, and can be compared with text."
        ),
        bullets(*map(_attributes, (erasmus_grants.GrantCalculator, *DESCRIBED))),
        "## erasmus_grants.errors",
        (
            "These errors are imported from `erasmus_grants.errors` alone.\n"
            "Those [above](#errors) are there too ([when each is raised](../how-to/integrate.md#errors))."
        ),
        table(("name", "what it is"), _errors_with_one_place()),
        "## Parts",
        "Whoever needs a single part imports it from one of these modules; what they list is public too.",
        bullets(*_parts()),
        "## erasmus_grants.rulebooks.loading",
        first_sentence(loading),
        table(("name", "what it is"), (_api_row(one.__name__, one) for one in (load_rulebook, rulebook_named))),
        "## erasmus_grants.rules",
        (
            "Each rule is a module with the type of its table, and small functions that use it "
            "([how to use one](../how-to/use-one-rule.md))."
        ),
        *_rule_modules(),
        "## erasmus_grants.frames",
        f"{first_sentence(frames)} See [frames](frames.md).",
        table(("name", "what it is"), (_api_row(name, getattr(frames, name)) for name in frames.__all__)),
        "## erasmus_grants.batch",
        f"{first_sentence(batch)} See [lists](../how-to/calculate-a-list.md).",
        table(("name", "what it is"), (_api_row(name, getattr(batch, name)) for name in batch.__all__)),
        "## erasmus_grants.places",
        f"{first_sentence(places)} See [distances](../how-to/estimate-a-distance.md).",
        table(("name", "what it is"), (_api_row(name, getattr(places, name)) for name in places.__all__)),
        "## erasmus_grants.plots",
        f"{first_sentence(plots)} See [pictures](../how-to/plot.md).",
        table(("name", "what it is"), (_api_row(name, getattr(plots, name)) for name in plots.__all__)),
        "## erasmus_grants.testing",
        f"{first_sentence(testing)}",
        table(("name", "what it is"), (_api_row(name, getattr(testing, name)) for name in testing.__all__)),
    ]
    return page("Public names", *parts)


def names_by_subject() -> dict[str, list[str]]:
    """Return the public names under the comments that stand above them in `__all__`."""
    listed = inspect.getsource(erasmus_grants).partition("__all__ = [\n")[2].partition("]")[0]
    titles = re.findall(r"# (.*)\n((?: *\".*\n)+)", listed)
    return {title: re.findall(r'"(\w+)"', names) for title, names in titles}


def _api_row(name: str, thing: object) -> tuple[str, str]:
    if isinstance(thing, str):
        return code(name), f"The version of the library, here {code(thing)}."
    if isinstance(thing, tuple):
        return code(name), f"The {len(thing)} {type(thing[0]).__name__.lower()}s, in order."
    call = _call(thing) if inspect.isfunction(thing) else ""
    return code(f"{name}{call}"), first_sentence(thing)


def _attributes(owner: type) -> str:
    """Return what a type is, and each of its attributes, or all of its words."""
    told = f"{code(owner.__name__)}: {first_sentence(owner)}"
    if issubclass(owner, Enum):
        return f"{told}\n  Its words: {codes(word.value for word in owner)}."
    return "\n".join([told, *(f"  * {code(name)}: {what}" for name, what in _attributes_of(owner))])


def _attributes_of(owner: type) -> Iterator[tuple[str, str]]:
    if issubclass(owner, BaseModel):
        yield from ((name, str(field.description)) for name, field in owner.model_fields.items())
    elif (section := _OF_A_CLASS.search(inspect.getdoc(owner) or "")) is not None:
        for name, told in _ONE_ATTRIBUTE.findall(section[1]):
            what = " ".join(told.split()).removesuffix(".")
            yield name, what[:1].lower() + what[1:]


def _call(function: Callable[..., object]) -> str:
    """Return the arguments of a function, without types."""
    words: list[str] = []
    starred = False
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name == "self":
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            starred = True
            words.append("*")
        prefix = "**" if parameter.kind is parameter.VAR_KEYWORD else ""
        default = "" if parameter.default is parameter.empty else f"={_stated(parameter.default)}"
        words.append(f"{prefix}{parameter.name}{default}")
    return f"({', '.join(words)})"


def _stated(default: object) -> object:
    """Return a default as it is told: what has no short form of its own by its name."""
    if isinstance(default, Language):
        return "ENGLISH"
    if inspect.isfunction(default):
        return "..."
    return f'"{default}"' if type(default) is str else default


def _parts() -> Iterator[str]:
    """Yield each module that names single parts, and what it lists."""
    for info in sorted(iter_modules(erasmus_grants.__path__), key=lambda info: info.name):
        if not info.ispkg and info.name not in {"__main__", "errors"}:
            module = import_module(f"{erasmus_grants.__name__}.{info.name}")
            yield f"{code(module.__name__)}: {codes(sorted(module.__all__))}"


def _errors_with_one_place() -> Iterator[tuple[str, str]]:
    """Return the errors that the package itself does not name."""
    for name in errors.__all__:
        thing = getattr(errors, name)
        if inspect.isclass(thing) and name not in erasmus_grants.__all__:
            yield _api_row(name, thing)


def _methods() -> Iterator[tuple[str, str]]:
    wanted = (
        (
            erasmus_grants.GrantCalculator,
            (
                *("__init__", "for_call", "calculate", "calculate_many", "check", "questions"),
                *("travel_bands", "settle", "verify"),
            ),
        ),
        (GrantBreakdown, ("to_text", "to_markdown", "to_records")),
        (Settlement, ("to_text", "to_markdown", "to_records")),
        (Comparison, ("to_text", "to_markdown", "to_records")),
        (Rulebook, ("adapt", "diff", "to_text", "to_markdown")),
        (Source, ("cite",)),
    )
    for owner, methods in wanted:
        for name in methods:
            method = getattr(owner, name)
            label = owner.__name__ if name == "__init__" else f"{owner.__name__}.{name}"
            yield code(f"{label}{_call(method)}"), first_sentence(method)


def public_members(name: str) -> dict[str, object]:
    """Return the public functions and classes that a module defines itself."""
    module = import_module(name)
    return {
        name: thing
        for name, thing in vars(module).items()
        if not name.startswith("_")
        and getattr(thing, "__module__", "") == module.__name__
        and (inspect.isfunction(thing) or inspect.isclass(thing))
    }


def _rule_modules() -> Iterator[str]:
    for info in sorted(iter_modules(rules.__path__), key=lambda info: info.name):
        name = f"{rules.__name__}.{info.name}"
        public = public_members(name)
        if not public:  # a former path of another
            continue
        rows = table(("name", "what it is"), (_api_row(*member) for member in public.items()))
        yield f"### {info.name}\n\n{first_sentence(import_module(name))}\n\n{rows}"
