"""Can a validator that is strict, or old, read the JSON schemas?

Ajv refuses in its strict mode what JSON Schema allows and nobody means, such as the length of a list, written as that of
a text.  The rules are written here once more, so that no test needs Node; `.ci/run` asks Ajv itself.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from erasmus_grants.basics.decimals import Hours, Kilometres, Months, Share
from erasmus_grants.basics.money import Money, Rate
from tests.contract.schema_files import SCHEMAS
from tests.contract.test_frameworks import PUBLIC

Schema = Mapping[str, Any]
"""A JSON schema, or a part of one."""

TYPE_OF: Final = {
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), "number"),
    **dict.fromkeys(("minLength", "maxLength", "pattern", "format"), "string"),
    **dict.fromkeys(("items", "prefixItems", "minItems", "maxItems", "uniqueItems"), "array"),
    **dict.fromkeys(("properties", "additionalProperties", "propertyNames", "required", "patternProperties"), "object"),
}
"""The type of the values that a keyword is about; it says nothing about others."""

OF_ANY_TYPE: Final = {
    *("$schema", "$comment", "$defs", "$ref", "title", "description", "default", "type", "enum", "const"),
    *("allOf", "anyOf", "oneOf", "if", "then", "else"),
}
TABLES: Final = ("properties", "patternProperties", "$defs")
LISTS: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
PARTS: Final = ("items", "additionalProperties", "propertyNames")
SAME_VALUE: Final = ("if", "then", "else")


def problems(schema: Schema, place: str = "#", types: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield what Ajv would refuse in its strict mode.

    Args:
        schema: A schema, or a part of one.
        place: Where it stands.
        types: The types that parts around it have given to the same value.
    """
    stated = schema.get("type", [])
    own = frozenset([stated] if isinstance(stated, str) else stated)
    if len(own - {"null"}) > 1:
        yield f"{place} has several types"
    if own and types and not any(compatible(one, other) for one in own for other in types):
        yield f"{place} has another type than what is around it"
    types = own or types
    for keyword in schema:
        if keyword not in TYPE_OF and keyword not in OF_ANY_TYPE:
            yield f"{place} has the unknown keyword {keyword}"
        elif keyword in TYPE_OF and not any(compatible(one, TYPE_OF[keyword]) for one in types):
            yield f"{place} has {keyword} beside no {TYPE_OF[keyword]}"
    required, properties = schema.get("required", []), schema.get("properties", {})
    yield from (f"{place} requires {name}, which it does not name" for name in required if name not in properties)
    if "if" in schema and not {"then", "else"} & schema.keys():
        yield f"{place} has a condition for nothing"
    if "if" not in schema and {"then", "else"} & schema.keys():
        yield f"{place} has no condition"
    if "prefixItems" in schema and schema.get("minItems") != len(schema["prefixItems"]):
        yield f"{place} has items of which some may be missing"
    for name, part in parts(schema):
        inherits = name.partition("/")[0] in {*SAME_VALUE, "allOf", "anyOf", "oneOf"}
        yield from problems(part, f"{place}/{name}", types if inherits else frozenset())


def compatible(one: str, other: str) -> bool:
    """Return whether a value may be of both types."""
    return one == other or {one, other} == {"integer", "number"}


def parts(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Yield the parts of a schema, each with its name; one that is true or false has none."""
    found = [(name, schema.get(name)) for name in (*PARTS, *SAME_VALUE)]
    for name in TABLES:
        found += [(f"{name}/{key}", part) for key, part in schema.get(name, {}).items()]
    for name in LISTS:
        found += [(f"{name}/{number}", part) for number, part in enumerate(schema.get(name, []))]
    yield from ((name, part) for name, part in found if isinstance(part, Mapping))


def references(value: object) -> Iterator[str]:
    """Yield each reference of a schema."""
    if isinstance(value, Mapping):
        if isinstance(ref := value.get("$ref"), str):
            yield ref
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


EVERY_SCHEMA = [
    *(pytest.param(json.loads(json.dumps(schema)), id=name) for name, schema in SCHEMAS.items()),
    *(
        pytest.param(model.model_json_schema(mode=mode), id=f"{model.__name__}, {mode}")
        for model in PUBLIC
        for mode in ("validation", "serialization")
    ),
]


@pytest.mark.parametrize("schema", EVERY_SCHEMA)
def test_a_strict_validator_finds_nothing_to_refuse(schema: Schema) -> None:
    assert [*problems(schema)] == []


@pytest.mark.parametrize("schema", EVERY_SCHEMA)
def test_a_schema_has_all_that_it_refers_to_and_no_name_that_changes_where_it_is_looked_for(
    schema: Schema,
) -> None:
    """A validator that looks a reference up by the name of the schema cannot do so where that is a URN."""
    assert not {"$id", "$anchor", "$dynamicRef"} & set(json.dumps(schema).split('"'))
    for reference in references(schema):
        root, *steps = reference.split("/")
        assert root == "#"
        part: Any = schema
        for step in steps:
            part = part[step]


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        ({"type": "array", "maxLength": 3}, "# has maxLength beside no string"),
        ({"maximum": 3}, "# has maximum beside no number"),
        ({"type": ["string", "integer"]}, "# has several types"),
        ({"type": "object", "required": ["a"]}, "# requires a, which it does not name"),
        ({"type": "object", "properties": {"a": {"minItems": 1}}}, "#/properties/a has minItems beside no array"),
        ({"type": "object", "allOf": [{"type": "string"}]}, "#/allOf/0 has another type than what is around it"),
        ({"type": "string", "discriminator": "a"}, "# has the unknown keyword discriminator"),
        ({"if": {"type": "string"}}, "# has a condition for nothing"),
        ({"then": {"type": "string"}}, "# has no condition"),
        ({"type": "array", "prefixItems": [True, True]}, "# has items of which some may be missing"),
    ],
)
def test_what_a_strict_validator_refuses_is_found(schema: Schema, problem: str) -> None:
    assert [*problems(schema)] == [problem]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": ["string", "null"], "maxLength": 3},
        {"type": "integer", "minimum": 0},
        {"type": "object", "allOf": [{"properties": {"a": True}, "required": ["a"]}]},
        {
            "if": {"type": "string"},
            "then": {"type": "string", "pattern": "x"},
            "else": {"type": "array", "items": True},
        },
        {"type": "array", "prefixItems": [True, True], "minItems": 2, "maxItems": 2},
        {"$ref": "#/$defs/a", "$defs": {"a": {"type": "string"}}},
    ],
)
def test_nothing_else_is_found(schema: Schema) -> None:
    assert [*problems(schema)] == []


def test_the_length_of_a_list_is_said_as_that_of_a_list() -> None:
    """pydantic calls it the length of a text where a list is first made a tuple."""
    table = json.loads(json.dumps(SCHEMAS["rulebook"]))["properties"]["daily_rates"]
    assert (table["type"], table["maxItems"]) == ("array", 500)


# --- numbers that are too large ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "most"),
    [(Kilometres, 20_040), (Hours, 10_000), (Months, 1_200), (Share, 1), (Rate, 100_000), (Money, 9_999_999_999_999)],
    ids=["kilometres", "hours", "months", "share", "rate", "money"],
)
def test_a_number_is_too_large_for_the_schema_if_it_is_for_the_library(kind: Any, most: int) -> None:
    adapter = TypeAdapter(kind)
    schema = Draft202012Validator(adapter.json_schema())
    numbers = (0, 1, most - 1, most, most + 1, 10 * most, 10**20)
    texts = [str(number) for number in numbers] + [f"{number}.{places}" for number in numbers for places in ("0", "01")]
    verdicts = set()
    for given in (*numbers, *texts, *(f"00{text}" for text in texts if len(text) < 11)):
        try:
            adapter.validate_python(given)
            taken = True
        except ValidationError:
            taken = False
        assert schema.is_valid(given) is taken, given
        verdicts.add(taken)
    assert verdicts == {True, False}


@pytest.mark.parametrize("kind", [Money, Rate], ids=["money", "rate"])
@pytest.mark.parametrize(
    "given", ["-0", "-0.0", "-0.00", "-000", "-1", "-0.01", "--0", "-", "-0.", 0.1, 180.5, "0,1", None]
)
def test_a_schema_says_of_less_than_nothing_and_of_fractions_what_the_library_says(kind: Any, given: object) -> None:
    adapter = TypeAdapter(kind)
    try:
        adapter.validate_json(json.dumps(given))
        taken = True
    except ValidationError:
        taken = False
    assert Draft202012Validator(adapter.json_schema()).is_valid(given) is taken


@pytest.mark.parametrize("kind", [Money, Rate], ids=["money", "rate"])
def test_no_schema_can_refuse_a_float_that_is_a_whole_number(kind: Any) -> None:
    """JSON Schema takes 1765.0 for the integer that it is; the library takes no float for money, by its decision."""
    adapter = TypeAdapter(kind)
    assert Draft202012Validator(adapter.json_schema()).is_valid(json.loads("1765.0"))
    with pytest.raises(ValidationError, match="never as float"):
        adapter.validate_json("1765.0")


@pytest.mark.parametrize("kind", [Kilometres, Hours, Months, Share], ids=["kilometres", "hours", "months", "share"])
def test_a_number_that_is_written_is_within_its_limit_too(kind: Any) -> None:
    adapter = TypeAdapter(kind)
    schema = Draft202012Validator(adapter.json_schema(mode="serialization"))
    for number in (0, 1, "0.00000000000000000001"):
        assert schema.is_valid(json.loads(adapter.dump_json(adapter.validate_python(number))))
    assert not schema.is_valid("20041")
