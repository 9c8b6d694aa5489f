import pytest
from pydantic import ValidationError

from erasmus_grants import Confidence, Source
from erasmus_grants.testing import toy_source

STATED = toy_source().model_dump()


@pytest.mark.parametrize("field", ["id", "document", "publisher", "locator", "url", "read_on", "confidence"])
def test_a_source_cannot_leave_a_field_out(field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Source.model_validate({name: value for name, value in STATED.items() if name != field})
    assert [item["loc"] for item in caught.value.errors()] == [(field,)]


@pytest.mark.parametrize("field", ["id", "document", "publisher", "locator", "url"])
@pytest.mark.parametrize("blank", ["", " ", "\t\n"])
def test_a_source_cannot_stay_blank(field: str, blank: str) -> None:
    with pytest.raises(ValidationError):
        Source.model_validate(STATED | {field: blank})


@pytest.mark.parametrize("confidence", ["LOW", "high", "unknown", None])
def test_what_is_less_than_medium_sure_is_no_source(confidence: str | None) -> None:
    with pytest.raises(ValidationError):
        Source.model_validate(STATED | {"confidence": confidence})


@pytest.mark.parametrize("key", ["U 13", "-U13", "Ü13", "x" * 81])
def test_the_id_of_a_source_is_a_short_key(key: str) -> None:
    with pytest.raises(ValidationError):
        Source.model_validate(STATED | {"id": key})


def test_another_place_in_the_same_document() -> None:
    page = toy_source()
    place = page.at("T2", "page 2", note="read with care", confidence=Confidence.MED)
    assert (place.id, place.locator, place.note, place.confidence) == ("T2", "page 2", "read with care", "MED")
    assert (place.document, place.publisher, place.url, place.read_on) == (
        page.document,
        page.publisher,
        page.url,
        page.read_on,
    )
    assert place.at("T3", "page 3").confidence is Confidence.MED
    assert place.at("T3", "page 3").note == ""


def test_a_source_is_cited_in_one_sentence() -> None:
    assert toy_source().cite() == 'Toy agency, "Toy guide", page 1, https://example.org/toy (read 2030-01-01)'
