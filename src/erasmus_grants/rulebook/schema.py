"""A JSON Schema of rulebook files as people write them, with which an editor completes and checks.

It is made from the schema of the model, and adds the short forms of `short_forms`.  An editor that is asked about a
choice of two whole schemas can only say that neither fits.  So alternatives are told apart by their type, or by one
name: then a mistake is shown where it is, and not on the whole table.

Only what draft 7 has too is used, since editors know no more: nothing that stands beside a `$ref` matters, for example.
And only what Ajv compiles in its strict mode: every part has one type, and names the fields that it needs.

Examples:
    >>> from erasmus_grants.rulebook.model import Rulebook
    >>> file = rulebook_file_schema(Rulebook.model_json_schema())
    >>> file["properties"]["call_years"]["type"], file["properties"]["monthly_rates"]["if"]
    ('array', {'type': 'array'})
    >>> rate = file["$defs"]["monthly_rates-row"]["properties"]["rate_eur_per_month"]
    >>> rate["then"]["type"], rate["else"]["type"]
    ('string', 'integer')
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from erasmus_grants.basics.patterns import whole_text_up_to
from erasmus_grants.rulebook.from_data import OF_THE_OVERLAY, SHORTEST_FINGERPRINT
from erasmus_grants.rulebook.overlays import REMOVED
from erasmus_grants.rulebook.short_forms import SAME_DOCUMENT, SAYS_NO_FIGURE

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"
"""What JSON can hold."""

Schema: TypeAlias = Mapping[str, Json]
"""A JSON Schema, or a part of one."""

_DEFS: Final = "#/$defs/"
_NAME_OF_A_LIST: Final = r"[a-z]\S+|\S{3,}"
_NOTHING: Final[tuple[tuple[str, Json], ...]] = (("default", None), ("default", []), ("default", ""))
_HOW_TO_USE: Final = (
    "Write this schema to a file beside yours, and name it on the first line of yours: #:schema ./{name}.json. "
    "An editor that knows Taplo, such as Visual Studio Code with Even Better TOML, then completes and checks."
)


def rulebook_file_schema(model: Schema) -> Schema:
    """Return the schema of files that hold a rulebook, whole or based on another.

    Args:
        model: The schema of `Rulebook`, for validation.
    """
    form = _Form(_table(model["$defs"]))
    fields = _table(model["properties"])
    own: Schema = {
        "based_on": _based_on(_table(form.defs["Base"]), _table(fields["id"])),
        "sources": _sources(form, fields, ids=True),
    }
    properties: Schema = {name: own.get(name) or form.top_field(name, _table(fields[name])) for name in fields}
    overlays = _only_in_overlays(form.tables)
    head: Schema = {
        "title": "A rulebook file",
        "description": f"How a rulebook is written in TOML. {_HOW_TO_USE.format(name='rulebook-file')}",
        "type": "object",
        "properties": {**properties, "sources_from": _sources_from(), **overlays},
        "additionalProperties": False,
        "if": _with(["based_on"], based_on={"type": "string"}),
        "then": _with(OF_THE_OVERLAY),
        "else": {
            **_with([name for name in _list(model["required"]) if name != "sources"], **dict.fromkeys(overlays, False)),
            "if": _with(["sources_from"]),
            "else": _with(["sources"]),
        },
    }
    return {**head, "$defs": _needed(head, form.defs)}


def shelf_file_schema(model: Schema) -> Schema:
    """Return the schema of files with sources and lists of countries that several rulebooks share.

    Args:
        model: The schema of `Rulebook`, for validation.

    Examples:
        >>> from erasmus_grants.rulebook.model import Rulebook
        >>> list(shelf_file_schema(Rulebook.model_json_schema())["properties"])
        ['sources', 'countries']
    """
    form = _Form(_table(model["$defs"]))
    codes = _table(_table(_table(form.model["CountryGroup"])["properties"])["countries"])
    lists: Schema = {
        "description": "lists of countries, each with its name",
        "type": "object",
        "additionalProperties": _without(_countries(codes), "description", "title"),
    }
    head: Schema = {
        "title": "Sources and lists of countries",
        "description": f"What several rulebooks share, in TOML. {_HOW_TO_USE.format(name='rulebook-sources')}",
        "type": "object",
        "properties": {"sources": _sources(form, _table(model["properties"]), ids=False), "countries": lists},
        "additionalProperties": False,
    }
    return {**head, "$defs": _needed(head, form.defs)}


class _Variant(NamedTuple):
    """One kind of entry of a table."""

    properties: Schema
    required: Sequence[Json]

    @property
    def mark(self) -> str | None:
        """The name by which an entry without figures is told; None: it has figures."""
        return next((name for name in sorted(SAYS_NO_FIGURE) if name in self.required), None)


class _Form:
    """The parts of a schema of files, which is made from that of a model.

    Attributes:
        model: The parts of the schema of the model.
        defs: The parts of the schema of files.
        tables: The names of the tables that are lists of entries.
    """

    def __init__(self, model: Schema) -> None:
        self.model = model
        self.tables: list[str] = []
        self._length: Sequence[Schema] = ()
        self._length = _length(self._written(_table(model["Length"])), _table(model["LengthUnit"]))
        self.defs: dict[str, Json] = {name: self._written(_table(part), within=name) for name, part in model.items()}
        source = _table(self.defs["Source"])
        self.defs["SourceOrId"] = _either([_without(_id_of(source), "description"), source], source)

    def top_field(self, name: str, field: Schema) -> Schema:
        """Return a field of a rulebook as it is written in a file."""
        items = _table(field.get("items"))
        listed = [str(_table(item)["$ref"]) for item in _list(items.get("oneOf", [items])) if "$ref" in _table(item)]
        if not listed:
            return self._written(field)
        self.tables.append(name)
        parts = [_table(self.defs[ref.removeprefix(_DEFS)]) for ref in listed]
        variants = [_Variant(_table(part["properties"]), _list(part["required"])) for part in parts]
        self._define_entries(name, variants)
        return _of_entries(name, _without(field, "default"))

    def define(self, name: str, properties: Schema, conditions: Schema, *, of_a_row: Schema) -> None:
        """Add the parts for the entries of a table: a row, and an entry, which may also hold rows."""
        self.defs[f"{name}-row"] = {
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
            **of_a_row,
        }
        rows: Schema = {
            "description": "a line for each entry; what stands beside holds for every row that does not say otherwise",
            "type": "array",
            "items": {"$ref": f"{_DEFS}{name}-row"},
        }
        same: Schema = {field: {"$ref": f"{_DEFS}{name}-row/properties/{field}"} for field in properties}
        self.defs[name] = {
            "type": "object",
            "properties": {**same, "rows": rows},
            "additionalProperties": False,
            **conditions,
        }

    def _define_entries(self, name: str, variants: list[_Variant]) -> None:
        removed: Schema = {
            "description": "takes away the entry of the base that has this scope, and this kind or id",
            "type": "boolean",
            "const": True,
        }
        properties: dict[str, Json] = {}
        for variant in variants:
            properties.update(variant.properties)
        whole: Schema = {"if": {"anyOf": [_with(["rows"]), _with([REMOVED])]}, "else": _one_of(variants)}
        marked = [_Variant(variant.properties, []) for variant in variants if variant.mark]
        marks = [str(variant.mark) for variant in variants if variant.mark]
        row = _chosen(marks, [_names_of(variant) for variant in marked], otherwise={})
        self.define(name, {**properties, REMOVED: removed}, whole, of_a_row=row)

    def _written(self, part: Schema, *, within: str = "", name: str = "") -> Schema:
        """Return a part of the schema of the model as it is written in files, where nothing is null."""
        kept = {key: value for key, value in part.items() if key != "title" and (key, value) not in _NOTHING}
        if "description" in kept:
            kept["description"] = str(kept["description"]).partition("\n\nExamples:")[0]
        if "anyOf" in kept:
            some = [_table(one) for one in _list(kept.pop("anyOf")) if _table(one) != {"type": "null"}]
            if len(some) == 1:
                return self._written({**some[0], **kept}, within=within, name=name)
            several = [self._written(one, within=within, name=name) for one in some]
            return _either(several, {**_no_text(several), **kept})
        if "$ref" in kept:
            return self._target(kept)
        if "properties" in kept:
            fields = _table(kept["properties"])
            kept["properties"] = {
                field: self._written(_table(value), within=within, name=field) for field, value in fields.items()
            }
        if kept.get("type") == "array":
            kept["items"] = self._written(_table(kept["items"]), within=within, name=name)
            return _words(kept, within=within, name=name)
        return kept

    def _target(self, part: Schema) -> Schema:
        """Return a reference; in place of one to a single value that value itself, with what is said beside it."""
        name, about = str(part["$ref"]).removeprefix(_DEFS), _without(part, "$ref")
        if name == "Source":
            return {**about, "$ref": f"{_DEFS}SourceOrId"}
        if name == "Length":
            return _either(self._length, {**_no_text(self._length), **about})
        target = _table(self.model[name])
        return {**_without(target, "title"), **about} if "enum" in target else part


# --- fields -----------------------------------------------------------------------------------------------------------


def _words(array: Schema, *, within: str, name: str) -> Schema:
    """Return a list of words as one text too, if it is one that is read so."""
    items = _table(array["items"])
    if name == "countries":
        return _countries(array)
    if "enum" in items:
        return _or_text(array, "|".join(map(str, _list(items["enum"]))))
    if within == "Scope":
        return _or_text(array, _word(items))
    return array


def _countries(array: Schema) -> Schema:
    """Return a list of codes of countries that takes names of lists too."""
    codes = "|".join(str(code) for code in _list(_table(array["items"])["enum"]))
    names: Schema = {"type": "string", "pattern": f"^(?:{codes}|{_NAME_OF_A_LIST})$"}
    return _or_text({**array, "items": names}, f"{codes}|{_NAME_OF_A_LIST}")


def _or_text(array: Schema, word: str) -> Schema:
    """Return a list that may also be one text, whose words have a pattern."""
    text, words = _text(word, some=bool(array.get("minItems"))), _table(array["items"]).get("enum")
    offered: Schema = {"type": "string", **({} if words is None else {"enum": words}), **_about(array)}
    return _either([text, _without(array, *_about(array))], offered)


def _text(word: str, *, some: bool) -> Schema:
    """Return a text of words that have a pattern."""
    return {"type": "string", "pattern": rf"^\s*(?:(?:{word})(?:\s+|$)){'+' if some else '*'}$"}


def _word(text: Schema) -> str:
    """Return the pattern of a text without its ends."""
    return str(text["pattern"]).removeprefix("^").removesuffix("$")


def _length(length: Schema, unit: Schema) -> Sequence[Schema]:
    """Return how a length is written: as text, such as `60 days_360`, or with its fields."""
    units = "|".join(str(word) for word in _list(unit["enum"]))
    most = _table(_table(length["properties"])["value"])["maximum"]
    numbers = whole_text_up_to(int(str(most)))
    return {"type": "string", "pattern": rf"^\s*(?:{numbers}) (?:{units})\s*$"}, length


def _either(alternatives: Sequence[Schema], *offered: Schema) -> Schema:
    """Return one schema for values of different types, each with keywords of its own.

    The condition judges a value by its type.  `anyOf` lets any value pass: it is there for editors, which show and
    complete what they find in it, and do not look into a condition.

    Args:
        alternatives: A schema for each type; the last one may be a reference.
        offered: What an editor shows.

    Examples:
        >>> either = _either([{"type": "string", "pattern": "x"}, {"type": "integer"}], {"type": "integer"})
        >>> either["if"], either["then"], either["else"]
        ({'type': 'string'}, {'type': 'string', 'pattern': 'x'}, {'type': 'integer'})
        >>> either["anyOf"]
        [{'type': 'integer'}, True]
    """
    *others, chosen = alternatives
    for one in reversed(others):
        chosen = {"if": {"type": one["type"]}, "then": one, "else": chosen}
    return {"anyOf": [*offered, True], **chosen}


def _no_text(alternatives: Iterable[Schema]) -> Schema:
    """Return the alternative that is not a text, of which an editor can say more."""
    return next(one for one in alternatives if one["type"] != "string")


def _about(part: Schema) -> Schema:
    return {name: part[name] for name in ("description", "default") if name in part}


# --- entries ----------------------------------------------------------------------------------------------------------


def _of_entries(name: str, field: Schema, *, or_id: Schema | None = None) -> Schema:
    """Return a table that is a list of entries, or one of them, or ids, if an entry may be one."""
    about, entry = _about(field), {"$ref": f"{_DEFS}{name}"}
    an_entry: Schema = {"type": "object", "allOf": [entry]}
    item = entry if or_id is None else _either([or_id, entry], an_entry)
    array: Schema = {**_without(field, "title", *about), "items": item}
    text = [] if or_id is None else [_text(_word(or_id), some=True)]
    return _either([*text, array, entry], {"type": "array", "items": entry, **about}, {**an_entry, **about})


def _one_of(variants: list[_Variant]) -> Schema:
    """Return what an entry needs, and may have, of one of several kinds."""
    marked = [variant for variant in variants if variant.mark]
    needs = [_needs(variant) for variant in variants if not variant.mark]
    otherwise: Schema = needs[0] if len(needs) == 1 else {"anyOf": [*needs]}
    return _chosen([str(variant.mark) for variant in marked], map(_needs, marked), otherwise=otherwise)


def _chosen(marks: Iterable[str], schemas: Iterable[Schema], *, otherwise: Schema) -> Schema:
    """Return the schema of the first mark that a table has."""
    chosen = otherwise
    for mark, schema in zip(marks, schemas, strict=True):
        chosen = {"if": _with([mark]), "then": schema, "else": chosen}
    return chosen


def _needs(variant: _Variant) -> Schema:
    return {**_with(variant.required), **_names_of(variant)}


def _names_of(variant: _Variant) -> Schema:
    return {"type": "object", "propertyNames": {"enum": [*variant.properties]}}


def _with(names: Iterable[Json], **properties: Json) -> Schema:
    """Return a table that has some fields; what they hold is said elsewhere, but for some properties."""
    required = [str(name) for name in names]
    return {"type": "object", "properties": {**dict.fromkeys(required, True), **properties}, "required": required}


# --- the top ----------------------------------------------------------------------------------------------------------


def _sources(form: _Form, fields: Schema, *, ids: bool) -> Schema:
    """Return the table of sources, where a source may be the id of one of a shelf, or another place of one above."""
    source = _table(form.defs["Source"])
    required = _list(source["required"])
    a_key = _without(_id_of(source), "description")
    other: Schema = {**a_key, "description": "the id of a source above, of whose document this is another place"}
    another_place: list[Json] = [name for name in required if name not in SAME_DOCUMENT]
    conditions: Schema = {
        "if": _with(["rows"]),
        "else": {
            "if": _with(["same_document_as"]),
            "then": _with(another_place),
            "else": _with(required),
        },
    }
    form.define("sources", {**_table(source["properties"]), "same_document_as": other}, conditions, of_a_row={})
    return _of_entries("sources", _table(fields["sources"]), or_id=a_key if ids else None)


def _id_of(source: Schema) -> Schema:
    return _table(_table(source["properties"])["id"])


def _based_on(base: Schema, rulebook_id: Schema) -> Schema:
    """Return how a file names its base; a whole rulebook that once was one states its fingerprint too."""
    text: Schema = {"type": "string", "pattern": rf"{rulebook_id['pattern']}|\.(?:toml|json)$"}
    told = "the rulebook of which this file holds the differences: its id, or a file beside this one; omitted: none"
    return _either([text, base], {**base, "description": told})


def _sources_from() -> Schema:
    told = "files beside this one, whose sources and lists of countries may be used"
    text: Schema = {"type": "string"}
    return _either([text, {"type": "array", "items": text}], {**text, "description": told})


def _only_in_overlays(tables: Sequence[str]) -> Schema:
    """Return the fields that only a file has that is based on another."""
    name: Schema = {"type": "string", "enum": [*tables]}
    stated = "the fingerprint that the base has, or how it begins: with another one the file is refused"
    replaced = "tables of this file that stand in place of the whole table of the base"
    return {
        "based_on_fingerprint": {"description": stated, "type": "string", "minLength": SHORTEST_FINGERPRINT},
        "replace": _either([name, {"type": "array", "items": name}], {**name, "description": replaced}),
    }


# --- any schema -------------------------------------------------------------------------------------------------------


def _table(value: Json) -> Schema:
    return value if isinstance(value, Mapping) else {}


def _list(value: Json) -> Sequence[Json]:
    return value if isinstance(value, list) else []


def _without(part: Schema, *names: str) -> Schema:
    return {name: value for name, value in part.items() if name not in names}


def _needed(head: Schema, defs: Schema) -> Schema:
    """Return the parts that a schema refers to, and those that they refer to."""
    found: set[str] = set()
    left = [*_references(head)]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += _references(defs[name])
    return {name: part for name, part in defs.items() if name in found}


def _references(value: Json) -> Iterator[str]:
    """Yield the names of the parts to which a schema refers."""
    ref = _table(value).get("$ref")
    if isinstance(ref, str):
        yield ref.removeprefix(_DEFS).partition("/")[0]
    for item in (*_table(value).values(), *_list(value)):
        yield from _references(item)
