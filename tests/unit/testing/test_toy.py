"""The toy rulebook is a file as any other, and is read once."""

from importlib.resources import as_file, files

from erasmus_grants import load_rulebook
from erasmus_grants.testing import toy_calculator, toy_rulebook, toy_source


def test_it_is_what_anybody_would_load_from_its_file() -> None:
    with as_file(files("erasmus_grants.testing").joinpath("toy.toml")) as path:
        assert load_rulebook(path) == toy_rulebook()


def test_everybody_has_the_same_one() -> None:
    assert toy_rulebook() is toy_rulebook() is toy_calculator().rulebook
    assert toy_rulebook().sources == (toy_source(),)
