"""The pages of the input, of the output, and of rulebook files: the fields of the models."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import BaseModel

from _reference.markdown import bullets, code, first_sentence, page, table
from erasmus_grants.basics.scope import Scope
from erasmus_grants.basics.sources import Source
from erasmus_grants.records.findings import Finding, Reason
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.lines import GrantLine, OpenLine, Payment, RequiredDocument
from erasmus_grants.records.mobility import Attendance, Mobility
from erasmus_grants.records.questions import Question, Questions
from erasmus_grants.records.settlement import Settlement, SettlementLine
from erasmus_grants.rulebook.model import Rulebook

_UNIT: Final = re.compile(r"^(.*?)\s*\[([^\]]+)\]$")
_DEFAULTS: Final[Mapping[str, str]] = {
    "Mobility.role": "`student` for SMS and SMT, `staff` for STA and STT",
    "Mobility.virtual_component": "as `blended_intensive_programme`",
    "scope": "all mobilities",
}

_SHORT_FORMS: Final = """\
## Short forms

A file can use these short forms of the tables below:

* **A list of entries** is a table with `rows`, one line for each entry.
  A field beside `rows` holds for every row that does not have the field itself.
  The scope of a row is added to the scope beside `rows`.
  A row with `not_published`, `not_paid` or `removed` takes no figures from the fields beside `rows`,
  only the scope, the source, and the kind, paper or purpose.
* **A list of one entry** is written as that entry: `[settlement]` and `[cycle_limits]` have the same form.
* **A list of words** is one text with spaces: `activities = "SMS SMT"` is `["SMS", "SMT"]`.
  Each word stands once, and there are no commas between words.
* **A length** is text with its unit: `minimum = "60 days_360"`.
* **Countries** are codes, or the names of lists in a shelf: `countries = "AT BE programme-from-2021"`.
* **A source** is named by its id: `source = "EX-RATES"`, and `sources = ["EX-RATES"]` if it is in a shelf.
  `same_document_as` is for another place in the document of a source above.

```toml
[durations]
source = "EX-PAGE"
rows = [
  { scope = { terms = "short_term_physical" }, minimum = "5 calendar_days", maximum = "30 calendar_days" },
  { scope = { terms = "long_term_physical" }, minimum = "60 days_360", maximum = "360 days_360" },
  { scope = { terms = "staff" }, minimum = "2 calendar_days", maximum = "60 calendar_days" },
]
```

A *shelf* is a TOML file in the same folder that several rulebooks share.
It has `[[sources]]` and, under `[countries]`, named lists of countries, and nothing else.
No list has the code of a country as its name.
Of two shelves that a rulebook names, both may have a list or a source of one name only if it is the same.

The following fields exist only in files.
[How to adapt a rulebook](../how-to/adapt-a-rulebook.md) shows those of a rulebook that is based on another.\
"""

_ONLY_IN_FILES: Final = (
    (
        "`sources_from`",
        "at the top",
        "the name of a shelf, or a list of names; an id stands for one source in all of them, and in the file itself",
    ),
    ("`based_on`", "at the top", "the id of a rulebook of the library, or the name of a file in the same folder"),
    (
        "`based_on_fingerprint`",
        "at the top",
        "the fingerprint of the base, or at least its first 12 letters: with another base the file does not load",
    ),
    ("`replace`", "at the top", "the names of tables that replace the whole table of the base"),
    ("`rows`", "in a list of entries", "a line for each entry"),
    ("`removed`", "in an entry", "`true`: the entry of the base with this scope is removed"),
    ("`same_document_as`", "in a source", "the id of a source above it, or in the shelf, that is in the same document"),
)


def mobility_page() -> str:
    """Return the page of what goes in."""
    return page(
        "Mobility and attendance",
        "These are the fields of the input.\n"
        "Any other field is refused, and so is a value of another type: "
        "the error names the field and the allowed values.",
        "A date is a `date` or text of the form `YYYY-MM-DD`; a `datetime` is refused.\n"
        "A number is an `int`, a `float`, a `Decimal` or plain decimal text; "
        "a float is read as it is printed, and `bool`, NaN and infinity are refused.\n"
        "`months_used` counts as the nearest whole number of days, at 30 a month, "
        "so 100 days may be written as 3.33, as `100 / 30` or as `Decimal(100) / 30`.\n"
        "A whole number may come as a float or a decimal that is one, as 1.0; "
        "numbers and truth values of numpy are read too.\n"
        'Money is a `Decimal`, a whole number or text such as `"180.00"`; a float is refused.\n'
        "Null is taken where the default is none, and means that nothing is stated; "
        "leave any other field out to have its default.",
        "## Mobility",
        first_sentence(Mobility),
        fields_table(Mobility),
        "### Contradictions",
        bullets(
            "`end_date` before `start_date`.",
            "`interruption_days` that cover the whole stay.",
            "`combined` with `SMT` or `STT`.",
            "`teaching_hours` with `SMS` or `SMT`.",
            "`study_cycle` `third` with the role `student`, or another one with `doctoral_candidate`.",
            "`blended_intensive_programme` with `virtual_component` stated as false, unless with `STA`.",
        ),
        "Each of these is a `ValidationError`, and all of them are listed at once.\n"
        "Whether a valid mobility is eligible is shown by the [findings](findings.md) of a grant.",
        "## Attendance",
        first_sentence(Attendance),
        fields_table(Attendance),
        "State both dates, or neither if no stay took place.\n"
        "If the certificate of attendance is among the papers without them, the settlement asks for them.\n"
        "Here the interruptions may be as long as the stay.",
    )


def grant_page() -> str:
    """Return the page of what comes out."""
    models = (
        *(GrantBreakdown, GrantLine, OpenLine, Question, Scope, Questions, Reason, Payment, RequiredDocument, Finding),
        *(Settlement, SettlementLine, Source),
    )
    parts = [
        (
            "These are the fields of the output; the JSON has the same names.\n"
            "In JSON, money is text with two places, dates are text, "
            "and the words are those of the [vocabulary](vocabulary.md)."
        ),
        "These laws hold for every result, and a JSON text that breaks one is refused when it is read back:",
        bullets(
            "`amount_eur` of a line is `quantity` x `rate_eur` / `rate_days`, rounded once, as `rounding` says.",
            "`total_eur` is the sum of the lines, and so is the sum of the payments, if there are any.",
            "`status` is `not_eligible` if, and only if, a finding is refusing; then there are no lines and payments.",
            "`status` is `undetermined` if no finding is refusing and one is unknown; then `total_eur` is null.",
            "`minimum_total_eur` and `maximum_total_eur` follow from the lines and the open lines, "
            "and are the total where that is known.",
            "At most one of `balance_eur` and `recovery_eur` is above 0.00.",
            "`payable_now_eur` is `balance_eur`, or 0.00 while a paper is missing.",
            "`agreed_eur` of a line of a settlement follows from its quantity and rate, and so does `entitled_eur`, "
            "which is lower for a journey at its actual cost; no more are due than were agreed.",
            "`missing_documents` are those of the two papers that the attendance does not name, "
            "and `paid_eur` is what the attendance states, if it does.",
        ),
    ]
    for model in models:
        parts.append(f"## {model.__name__}\n\n{first_sentence(model)}")
        parts.append(fields_table(model, result=True))
    return page("Grant and settlement", *parts)


def rulebook_format_page() -> str:
    """Return the page of the tables of a rulebook file."""
    parts = [
        (
            "The tables and fields of a rulebook in a TOML or JSON file.\n"
            "[How to write a rulebook](../how-to/write-a-rulebook.md) shows a whole file, "
            "and the rulebooks that come with the library are such files, in `src/erasmus_grants/rulebooks/`."
        ),
        'Money is a whole number (`180`), or text if it has cents (`"180.50"`).',
        _SHORT_FORMS,
        table(("only in files", "where", "meaning"), _ONLY_IN_FILES),
        "## Rulebook",
        fields_table(Rulebook),
    ]
    for model in nested_models(Rulebook):
        parts.append(f"## {model.__name__}\n\n{first_sentence(model)}")
        parts.append(fields_table(model))
    return page("Rulebook files", *parts)


def fields_table(model: type[BaseModel], *, result: bool = False) -> str:
    """Return the fields of a model: type, default, unit, meaning."""
    schema = model.model_json_schema(mode="serialization" if result else "validation")
    rows: list[tuple[str, ...]] = []
    for name, field in model.model_fields.items():
        stated = schema["properties"][name]
        meaning, unit = _meaning_and_unit(field.description or "")
        kind = _type_in_words(stated, schema.get("$defs", {}))
        row = (code(name), kind + (" or null" if result and _may_be_null(stated) else ""), unit, meaning)
        rows.append(row if result else (*row[:2], _default(model, name, stated, schema), *row[2:]))
    columns = ("field", "type", "unit", "meaning") if result else ("field", "type", "default", "unit", "meaning")
    return table(columns, rows)


def nested_models(model: type[BaseModel]) -> tuple[type[BaseModel], ...]:
    """Return the models that a model is made of, each once, in alphabetical order."""
    names = model.model_json_schema().get("$defs", {})
    ours = [found for found in _subclasses(BaseModel) if found.__module__.startswith("erasmus_grants")]
    by_name = {found.__name__: found for found in ours}
    return tuple(by_name[name] for name in sorted(names) if name in by_name)


def _may_be_null(stated: Mapping[str, object]) -> bool:
    options = stated.get("anyOf", [])
    return isinstance(options, list) and {"type": "null"} in options


def _subclasses(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for found in model.__subclasses__():
        yield found
        yield from _subclasses(found)


def _meaning_and_unit(description: str) -> tuple[str, str]:
    match = _UNIT.match(description)
    return (match[1], match[2]) if match else (description, "")


def _default(model: type[BaseModel], name: str, stated: Mapping[str, object], schema: Mapping[str, object]) -> str:
    required = schema.get("required", [])
    if isinstance(required, list) and name in required:
        return "**required**"
    written = _DEFAULTS.get(f"{model.__name__}.{name}", _DEFAULTS.get(name))
    if written is not None:
        return written
    default = stated.get("default")
    if default is None:
        return "none"
    if isinstance(default, bool):
        return "yes" if default else "no"
    return code(default) if default not in ([], "") else "empty"


def _type_in_words(stated: Mapping[str, object], defs: Mapping[str, Mapping[str, object]]) -> str:
    """Return a JSON schema type in words."""
    match stated:
        case {"$ref": str(reference)}:
            return _named(reference.rsplit("/", maxsplit=1)[-1], defs)
        case {"anyOf": list(options)} | {"oneOf": list(options)}:
            words = [_type_in_words(option, defs) for option in options if option != {"type": "null"}]
            return next((word for word in ("money", "number") if word in words), " or ".join(dict.fromkeys(words)))
        case {"type": "array", "items": dict(items)}:
            return f"list of {_type_in_words(items, defs)}"
        case {"type": "string"}:
            return _text_in_words(stated)
        case {"type": "integer"}:
            return _whole_number_in_words(stated)
        case {"type": str(name)}:
            return {"object": "names and texts", "number": "number", "boolean": "yes or no"}[name]
        case _:
            message = f"no words for {stated}"
            raise ValueError(message)


def _text_in_words(stated: Mapping[str, object]) -> str:
    pattern = str(stated.get("pattern", ""))
    if stated.get("format") == "date":
        return "date"
    if pattern.endswith(("[0-9]{2}$", "{1,2})?$", "{1,2})?)$")):
        return "money"
    if pattern.startswith("^0{0,"):
        return "number"
    if "const" in stated:
        return code(stated["const"])
    if "enum" in stated:
        return _one_of(stated["enum"])
    return "text"


def _one_of(values: object) -> str:
    names = list(map(str, values)) if isinstance(values, list) else []
    return "[country code](vocabulary.md#countries)" if "SN" in names else " or ".join(map(code, names))


def _whole_number_in_words(stated: Mapping[str, object]) -> str:
    match stated:
        case {"enum": list(values)}:
            return " or ".join(map(str, values))
        case _:
            low, high = stated.get("minimum"), stated.get("maximum")
    if low is None:
        return "whole number"
    return f"whole number, {low} or more" if high is None else f"whole number, {low} to {high}"


def _named(name: str, defs: Mapping[str, Mapping[str, object]]) -> str:
    values = defs[name].get("enum")
    if isinstance(values, list):
        target = f"vocabulary.md#{name.lower()}" if name not in {"FindingCode", "ReasonCode"} else "findings.md"
        return f"[{name}]({target})"
    page_of_model = "mobility.md" if name in {"Mobility", "Attendance"} else ""
    return f"[{name}]({page_of_model}#{name.lower()})"
