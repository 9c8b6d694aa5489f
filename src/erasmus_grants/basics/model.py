"""What every model of the library has in common: frozen, closed, strict, and hashable.

`Model` is what the library makes; `PlainModel` says in plain words what is wrong with it, because people write it or
hand it in; `InputModel` also reads what a data frame or a form makes of whole numbers and truth values.

Examples:
    >>> class Place(InputModel):
    ...     town: str
    >>> Place.model_validate({"twon": "Dakar"})
    Traceback (most recent call last):
    ...
    pydantic_core._pydantic_core.ValidationError: 2 validation errors for Place
    town
      this is missing [type=missing, input_value={'twon': 'Dakar'}, input_type=dict]
    twon
      there is no field of this name; did you mean 'town'? [type=extra_forbidden, input_value='Dakar', input_type=str]
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from inspect import Signature
from itertools import pairwise
from numbers import Real
from typing import Annotated, Literal, Self, TypedDict, TypeGuard, TypeVar, Unpack, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from erasmus_grants.basics.errors import did_you_mean, quoted
from erasmus_grants.basics.json_text import name_twice, without_mark

_NOISE = frozenset({"default_factory_not_called"})
Place = tuple[str | int, ...]
"""Names and numbers that lead to a value, from the outermost."""

MOST_PROBLEMS = 100
"""How many problems of one model are told."""

_LONGEST_NAME = 80
_FORMS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case words and numbers with hyphens between them, as my-university-2026",
    r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$": "a short name of letters, digits and any of _ . : -, without spaces",
    r"^[0-9a-f]{64}$": "a fingerprint: 64 digits and letters from a to f",
}
"""What each pattern of a field means."""

_PLAINER = {
    "greater_than_equal": "this is {ge} or more",
    "less_than_equal": "this is {le} or less",
    "string_too_short": "this is text, and not empty",
    "string_too_long": "this is text of at most {max_length} characters",
    "tuple_type": "this is a list",
    "dict_type": "this is a table",
    "model_type": "this is a table of fields",
    "model_attributes_type": "this is a table of fields",
    "missing": "this is missing",
    "enum": "this is {expected}",
    "literal_error": "this is {expected}",
    "bool_type": "this is true or false",
    "int_type": "this is a whole number",
    "string_type": "this is text",
    "string_unicode": "this is text, without broken characters",
    "too_short": "this has one entry or more",
    "too_long": "this has at most {max_length} entries",
}


_DISAGREEMENT = "disagreement"
_IN_PLACE_OF_FIGURES = ("not_published", "not_paid")
_HOW_TO_HAVE_THE_DEFAULT = "; leave it out to have its default"


class _SignatureOnDemand:
    """The signature of a model that is not built yet: it is built when a notebook asks for it."""

    def __get__(self, instance: object, model: type[BaseModel]) -> Signature:
        model.model_rebuild()  # which puts the signature in place of this
        built: Signature = model.__signature__
        return built


class _HowToValidate(TypedDict, total=False):
    """The options of a validation, which are those of pydantic."""

    strict: bool | None
    extra: Literal["allow", "ignore", "forbid"] | None
    context: object
    by_alias: bool | None
    by_name: bool | None


class Model(BaseModel):
    """A frozen, closed and strict model whose copies are validated too."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        defer_build=True,
    )

    def __init_subclass__(cls, **options: Unpack[ConfigDict]) -> None:
        """Have a model built when it is first used, so that an import of the library does not wait for it."""
        super().__init_subclass__(**options)
        cls.model_config["defer_build"] = True

    @classmethod
    def __pydantic_init_subclass__(cls, **options: object) -> None:
        """Have what others make of the model, such as the adapter of a web framework, built when they make it."""
        super().__pydantic_init_subclass__(**options)
        cls.model_config["defer_build"] = False
        type.__setattr__(cls, "__signature__", _SignatureOnDemand())

    def model_copy(self, *, update: Mapping[str, object] | None = None, deep: bool = False) -> Self:
        """Return a copy, validated as if it had been built anew; what follows from other fields follows anew.

        A field that says what would follow anyway is taken for one that follows, because JSON states every field.

        Args:
            update: Fields that the copy has otherwise.
            deep: Makes no difference: nothing in a model can change.

        Raises:
            ValidationError: The copy would not be sound.
        """
        del deep
        following = _fields_that_may_follow(type(self)) & self.model_fields_set
        stated = self.model_fields_set - {name for name in following if self._follows(name)}
        return type(self).model_validate({**{name: getattr(self, name) for name in stated}, **(update or {})})

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **how: Unpack[_HowToValidate]) -> Self:
        """Return a model of JSON, which may begin with a byte order mark; pydantic parses it, and takes the last value.

        Args:
            json_data: The text.
            **how: As pydantic has it.

        Raises:
            ValidationError: It is no JSON, no such model, or has a name twice in an object.
        """
        text = without_mark(json_data)
        if sentence := name_twice(text):
            told = PydanticCustomError("name_twice", "{message}", {"message": sentence})
            raise ValidationError.from_exception_data(cls.__name__, [InitErrorDetails(type=told, input=json_data)])
        return super().model_validate_json(text, **how)

    def _follows(self, name: str) -> bool:
        """Return whether a field is what follows from the others."""
        field = type(self).model_fields[name]
        follows: object = field.get_default(call_default_factory=True, validated_data=dict(self))
        return bool(follows == getattr(self, name))

    def __setstate__(self, state: dict[str, dict[str, object]]) -> None:
        """Take the fields of a pickle; one that an earlier version of the library did not have is at its default."""
        fields = state["__dict__"]
        if fields.keys() < type(self).model_fields.keys():
            added = {name: field for name, field in type(self).model_fields.items() if name not in fields}
            defaults = {name: field.get_default() for name, field in added.items() if not field.is_required()}
            state = state | {"__dict__": defaults | fields}
        super().__setstate__(state)


@lru_cache(maxsize=256)
def _fields_that_may_follow(model: type[Model]) -> frozenset[str]:
    """Return the fields that follow from others where nobody states them; finding them takes longer than a copy."""
    return frozenset(name for name, field in model.model_fields.items() if field.default_factory_takes_validated_data)


AnyModel = TypeVar("AnyModel", bound=Model)

_set = object.__setattr__


def built(model: type[AnyModel], /, **fields: object) -> AnyModel:
    """Return a model of values that follow from checked ones, without checking them again.

    Checking what the library makes would be more work than computing it.  What it makes has to pass the checks all the
    same, and the tests have it checked.

    Args:
        model: The model.
        fields: All of its fields, in the order in which it declares them, each as a check would leave it.

    Examples:
        >>> class Place(Model):
        ...     town: str
        >>> built(Place, town="Dakar") == Place(town="Dakar")
        True
    """
    made = model.__new__(model)
    _set(made, "__dict__", fields)
    _set(made, "__pydantic_fields_set__", set(fields))
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made


class PlainModel(Model):
    """A model whose errors are in plain words, and name the nearest word that would have been right.

    Its fields see Python values even where JSON is read: a field that is a tuple has to accept a list itself.
    """

    @model_validator(mode="wrap")
    @classmethod
    def _say_it_plainly(cls, value: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(value)
        except ValidationError as error:
            raise _in_plain_words(cls, error) from None


class InputModel(PlainModel):
    """A model that people write; a number or a truth value of another type is read if it is just that."""

    @model_validator(mode="wrap")
    @classmethod
    def _say_it_plainly(cls, value: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(value)
        except ValidationError as error:
            read = _read_exactly(value, error)
            if read is None:
                raise _in_plain_words(cls, error) from None
        try:
            return handler(read)
        except ValidationError as error:
            raise _in_plain_words(cls, error) from None


def _in_plain_words(model: type[BaseModel], error: ValidationError) -> ValidationError:
    problems = _problems(error)
    plain = [_plainly(item, _place_in(model, item["loc"])[1]) for item in problems[:MOST_PROBLEMS]]
    plain += [_plainly(item, ()) for item in problems[MOST_PROBLEMS:]]  # without looking for near words
    return ValidationError.from_exception_data(error.title, plain)


def _read_exactly(value: object, error: ValidationError) -> Mapping[object, object] | None:
    """Return fields with whole numbers and truth values in place of those of another type that are just these.

    A column of a data frame has 1.0 where it has a gap, and JSON knows no difference between 1 and 1.0.

    Args:
        value: The fields.
        error: What is wrong with them; looked at only then, so that others do not wait for it.
    """
    if not is_mapping(value):
        return None
    wrong = [(item["loc"][0], item["type"], item["input"]) for item in error.errors() if len(item["loc"]) == 1]
    exactly = ((name, _exactly(kind, given)) for name, kind, given in wrong)
    read: dict[object, object] = {name: exact for name, exact in exactly if exact is not None}
    return {**value, **read} if read else None


def _exactly(kind: str, given: object) -> int | bool | None:
    """Return the whole number or the truth value that a value of another type is; None: it is none."""
    if kind == "int_type":
        read = as_whole(given)
        return read if isinstance(read, int) and not isinstance(read, bool) else None
    is_of_numpy = type(given).__module__ == "numpy" and type(given).__name__ in {"bool", "bool_"}
    return bool(given) if kind == "bool_type" and is_of_numpy else None


def as_whole(value: object) -> object:
    """Return a whole number of another type as an int, and anything else as it stands.

    Parsers of JSON, and data bases, may give each number as a float or as a `Decimal`.

    Args:
        value: Any value.

    Examples:
        >>> as_whole(Decimal("5")), as_whole(5.0), as_whole(Decimal("5.5")), as_whole("5"), as_whole(True)
        (5, 5, Decimal('5.5'), '5', True)
    """
    if isinstance(value, int) or not isinstance(value, Real | Decimal):
        return value
    try:
        number = float(value)
    except (ValueError, OverflowError):  # of a signaling NaN, and of a fraction that is too large
        return value
    return int(number) if number.is_integer() and number == value else value


Count = Annotated[int, BeforeValidator(as_whole)]
"""A whole number in a result that may have been stored and parsed by others."""


def _problems(error: ValidationError) -> list[ErrorDetails]:
    """Return the errors without those that only follow from another, such as a list left empty by its wrong items."""
    problems = [item for item in error.errors(include_url=False) if item["type"] not in _NOISE]
    above = {item["loc"][:depth] for item in problems for depth in range(len(item["loc"]))}
    return [item for item in problems if item["type"] != "too_short" or item["loc"] not in above]


def _plainly(error: ErrorDetails, models: tuple[type[BaseModel], ...]) -> InitErrorDetails:
    """Return an error with the nearest right word, where there is one."""
    message = {"message": _message(error, models)}
    kind = error["type"]  # a name that pydantic gave it; in a placeholder, braces of the input stay as they are
    custom = PydanticCustomError(kind, "{message}", message)  # pyright: ignore[reportArgumentType]
    return InitErrorDetails(type=custom, loc=error["loc"], input=error["input"])


def _message(error: ErrorDetails, models: tuple[type[BaseModel], ...]) -> str:
    """Return the message of an error; of a null where none is allowed, it says how the default is had."""
    message = _plain_message(error, models)
    if error["input"] is not None or error["type"] == _DISAGREEMENT or message.endswith(_HOW_TO_HAVE_THE_DEFAULT):
        return message
    fields = [field for model in models for name, field in model.model_fields.items() if name in error["loc"][-1:]]
    has_default = any(not field.is_required() for field in fields)
    return f"{message}{_HOW_TO_HAVE_THE_DEFAULT}" if has_default else message


def plain_sentence(error: ErrorDetails) -> str:
    """Return what is wrong in plain words, without the place of it."""
    return _plain_message(error, ())


def _plain_message(error: ErrorDetails, models: tuple[type[BaseModel], ...]) -> str:
    """Return the message of an error with the nearest right word, where there is one."""
    kind, message, given, context = error["type"], error["msg"], error["input"], error.get("ctx", {})
    if "message" in context:
        return message  # the words are ours already
    if kind == "extra_forbidden" and models:
        return _of_no_field(error["loc"], [field for model in models for field in model.model_fields])
    if kind == "enum" and isinstance(given, str):
        expected = str(context.get("expected", ""))
        near = did_you_mean(given, expected.replace(" or ", ", ").replace("'", "").split(", "))
        return _PLAINER[kind].format_map(context) + near
    if kind == "string_pattern_mismatch":
        return f"this is {_FORMS[context['pattern']]}"
    return _PLAINER[kind].format_map(context) if kind in _PLAINER else message


def _of_no_field(place: Place, fields: Collection[str]) -> str:
    """Return that there is no such field; or, of a field of entries of another kind, what it does not go with.

    Args:
        place: The place as pydantic gives it: behind the tag of an entry stands the name of the field.
        fields: The fields of the entries of every kind that may stand there.
    """
    tag, name = ("", *place)[-2:]
    if name not in fields:
        return "there is no field of this name" + did_you_mean(str(name), fields)
    if tag in _IN_PLACE_OF_FIGURES:
        return f"this does not go with {tag}: an entry has either figures, or one sentence that says why there are none"
    return "this does not go with the other fields here, which are those of an entry of another kind"


def invalid(model: type[BaseModel], *problems: tuple[str | Place, str, object]) -> ValidationError:
    """Return the error that says what does not go together in a model.

    Args:
        model: The model.
        problems: Field, or place below one, sentence, and what was given, for each problem.
    """
    return ValidationError.from_exception_data(
        model.__name__,
        [
            InitErrorDetails(
                type=PydanticCustomError(_DISAGREEMENT, "{message}", {"message": sentence}),
                loc=(place,) if isinstance(place, str) else place,
                input=given,
            )
            for place, sentence, given in problems
        ],
    )


def is_disagreement(error: ValidationError) -> bool:
    """Return whether a model was refused because its fields do not go together, and each of them alone is right.

    Args:
        error: The error.

    Examples:
        >>> from erasmus_grants.basics.model import Model
        >>> is_disagreement(invalid(Model, ("end_date", "it is before the first day", "2022-03-01")))
        True
    """
    return all(one["type"] == _DISAGREEMENT for one in error.errors(include_url=False, include_context=False))


def error_sentences(error: ValidationError, model: type[BaseModel]) -> tuple[str, ...]:
    """Return one sentence for each problem of a validation error: where it is, and what is allowed there.

    Args:
        error: The error.
        model: The model that was to be validated.

    Examples:
        >>> class Place(Model):
        ...     town: str
        >>> class Journey(Model):
        ...     places: tuple[Place, ...]
        >>> try:
        ...     Journey.model_validate_json('{"places": [{"town": "Dakar", "contry": "SN", "twon": 3}]}')
        ... except ValidationError as error:
        ...     error_sentences(error, Journey)[-1]
        "places.0.twon: there is no field of this name; did you mean 'town'?"
    """
    return tuple(placed_sentence(place, sentence) for place, sentence in problems_in(error, model))


def placed_sentence(place: Place, sentence: str) -> str:
    """Return a sentence behind the place that it is about.

    Examples:
        >>> placed_sentence(("places", 0, "town"), "this is text"), placed_sentence((), "and 3 more problems")
        ('places.0.town: this is text', 'and 3 more problems')
    """
    return f"{'.'.join(map(step_text, place))}: {sentence}" if place else sentence


def problems_in(
    error: ValidationError, model: type[BaseModel], *, most: int = MOST_PROBLEMS
) -> list[tuple[Place, str]]:
    """Return the place and the sentence of each problem of a validation error.

    Args:
        error: The error.
        model: The model that was to be validated.
        most: How many are told; of the rest the number is.
    """
    problems = _problems(error)
    more = len(problems) - most
    told = [_placed(item, model) for item in problems[:most]]
    return [*told, ((), f"and {more} more problems")] if more > 0 else told


def _placed(error: ErrorDetails, model: type[BaseModel]) -> tuple[Place, str]:
    """Return where a problem is, without the tags that pydantic gives, and its sentence."""
    place, models = _place_in(model, error["loc"])
    return place, _message(error, models)


def _place_in(model: type[BaseModel], steps: Place) -> tuple[Place, tuple[type[BaseModel], ...]]:
    """Return a place without the tags that pydantic gives, and the models of which a field stands there."""
    place: list[int | str] = []
    models: tuple[type[BaseModel], ...] = (model,)
    for step, following in pairwise(steps):
        fields = [candidate.model_fields[step] for candidate in models if step in candidate.model_fields]
        below = tuple(found for field in fields for found in models_in(field.annotation))
        is_field = bool(below) or (bool(fields) and isinstance(following, int))
        if is_field or isinstance(step, int):  # anything else is a tag of pydantic's, not a place in the file
            place.append(step)
        models = below or models
    return (*place, *steps[-1:]), models


def step_text(step: int | str) -> str:
    """Return a step of a place as it was written, or quoted where it is not a plain name."""
    if isinstance(step, int) or (step.isidentifier() and len(step) <= _LONGEST_NAME):
        return str(step)
    return quoted(step)


def models_in(annotation: object) -> tuple[type[BaseModel], ...]:
    """Return the models that an annotation mentions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return (annotation,)
    return tuple(model for argument in get_args(annotation) for model in models_in(argument))


_COLLECTIONS = (list, tuple, set, frozenset)


def is_collection(value: object) -> TypeGuard[Collection[object]]:
    """Return whether a value is a list, tuple or set of anything."""
    return isinstance(value, _COLLECTIONS)


def is_mapping(value: object) -> TypeGuard[Mapping[object, object]]:
    """Return whether a value is a table of anything."""
    return isinstance(value, Mapping)


def with_nulls(data: object, *names: str) -> object:
    """Return the fields of a result with null for those that are left out, as some encoders leave nulls out.

    Args:
        data: The fields.
        names: Those that may be null.

    Examples:
        >>> with_nulls({"total_eur": "9.00"}, "total_eur", "reference")
        {'total_eur': '9.00', 'reference': None}
    """
    if not is_mapping(data) or data.keys() >= set(names):
        return data
    filled: dict[object, object] = {**data}
    for name in names:
        filled.setdefault(name, None)
    return filled


AnyEnum = TypeVar("AnyEnum", bound=StrEnum)

Choice = Annotated[AnyEnum, Field(strict=False)]
"""One word of a closed list, given as the word or as its exact text."""

AnyItem = TypeVar("AnyItem")


def list_as_tuple(value: object) -> object:
    """Return a list as a tuple; what has no order of its own stays what it is, and is refused."""
    return tuple(value) if is_collection(value) and isinstance(value, list) else value


Many = Annotated[tuple[AnyItem, ...], BeforeValidator(list_as_tuple)]
"""A tuple, which may be given as a list: that is how JSON arrives when somebody else has parsed it."""


def collection_as_tuple(value: object) -> object:
    """Return any collection, but for text and tables, as the tuple that a strict model takes."""
    return tuple(value) if _is_any_collection(value) else value


def _is_any_collection(value: object) -> TypeGuard[Collection[object]]:
    return isinstance(value, Collection) and not isinstance(value, str | bytes | bytearray | memoryview | Mapping)


def in_enum_order(members: tuple[AnyEnum, ...]) -> tuple[AnyEnum, ...]:
    """Return members once each, in the order of their list."""
    return tuple(word for word in type(members[0]) if word in members) if members else ()


Members = Annotated[tuple[Choice[AnyEnum], ...], BeforeValidator(collection_as_tuple), AfterValidator(in_enum_order)]
"""Some words of a closed list, in its order; any collection of them is read."""
