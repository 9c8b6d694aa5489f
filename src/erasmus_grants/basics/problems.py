"""What is wrong with the fields of a model, in plain words, and where it stands.

Examples:
    >>> placed_sentence(("places", 0, "town"), "this is text")
    'places.0.town: this is text'
"""

from collections.abc import Collection
from itertools import pairwise
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from erasmus_grants.basics.errors import did_you_mean, quoted

Place = tuple[str | int, ...]
"""Names and numbers that lead to a value, from the outermost."""

MOST_PROBLEMS = 100
"""How many problems of one model are told."""

_NOISE = frozenset({"default_factory_not_called"})
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


def in_plain_words(model: type[BaseModel], error: ValidationError) -> ValidationError:
    """Return an error in plain words.

    Args:
        model: The model that was to be validated.
        error: The error as pydantic says it.
    """
    problems = _problems(error)
    plain = [_plainly(item, _place_in(model, item["loc"])[1]) for item in problems[:MOST_PROBLEMS]]
    plain += [_plainly(item, ()) for item in problems[MOST_PROBLEMS:]]  # without looking for near words
    return ValidationError.from_exception_data(error.title, plain)


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
        >>> from erasmus_grants.basics.model import Model
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
