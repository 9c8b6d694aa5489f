import pytest

from erasmus_grants import get_rulebook
from erasmus_grants.testing.completeness import open_questions
from tests.rulebooks_of_every_kind import OF_THE_KIT


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook_id", OF_THE_KIT)
def test_every_rulebook_of_the_library_has_one_answer_to_every_mobility(rulebook_id: str) -> None:
    """What `verify` asks of a file that somebody writes holds of those that come with the library."""
    assert list(open_questions(get_rulebook(rulebook_id))) == []
