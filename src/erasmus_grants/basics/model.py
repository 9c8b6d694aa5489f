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

from collections.abc import Mapping
from functools import lru_cache
from inspect import Signature
from typing import Literal, Self, TypedDict, TypeVar, Unpack

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from erasmus_grants.basics.field_types import as_whole, is_mapping
from erasmus_grants.basics.json_text import name_twice, without_mark
from erasmus_grants.basics.problems import in_plain_words


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
            raise in_plain_words(cls, error) from None


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
                raise in_plain_words(cls, error) from None
        try:
            return handler(read)
        except ValidationError as error:
            raise in_plain_words(cls, error) from None


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
