import pytest

from erasmus_grants import get_rulebook, known_rulebooks
from erasmus_grants.testing.completeness import open_questions


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook_id", known_rulebooks())
def test_every_rulebook_of_the_library_has_one_answer_to_every_mobility(rulebook_id: str) -> None:
    """What `verify` asks of a file that somebody writes holds of those that come with the library."""
    assert list(open_questions(get_rulebook(rulebook_id))) == []
