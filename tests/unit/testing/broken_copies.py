"""Copies of the shipped files, each with one line that was typed wrongly, as happens when tables are read off a page."""

import re
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from erasmus_grants import get_rulebook
from tests.rulebooks_of_every_kind import OF_EVERY_KIND

Lines = list[str]
FOLDERS = {"eu-": "eu", "na-": "na"}
CARRIED = ("sources", "countries")


class BrokenCopy(NamedTuple):
    """A shipped file with a mistake.

    Attributes:
        line: Which line is wrong, counted from one.
        figure: The mistyped figure as a rulebook prints it; empty: the mistake is none of a figure.
    """

    rulebook_id: str
    name: str
    text: str
    line: int
    figure: str = ""

    def write(self, folder: Path) -> str:
        """Write the file beside copies of the files that it takes its sources and countries from."""
        return write_copy(self.rulebook_id, self.text, folder)


class Mistake(NamedTuple):
    """What one line is replaced by, and the figure in it that is wrong."""

    number: int
    line: str
    figure: str = ""


# --- the shipped files ------------------------------------------------------------------------------------------------


def _folder(rulebook_id: str) -> Traversable:
    return files("erasmus_grants.rulebooks") / FOLDERS.get(rulebook_id[:3], "universities")


def shipped_text(rulebook_id: str) -> str:
    """Return the text of a shipped file; that of an overlay with an id of its own, since the library has the other."""
    prefix = rulebook_id[:3] if rulebook_id[:3] in FOLDERS else ""
    file = _folder(rulebook_id) / f"{rulebook_id.removeprefix(prefix)}.toml"
    text = file.read_text(encoding="utf-8")
    if get_rulebook(rulebook_id).based_on is None:
        return text
    return text.replace(f'id = "{rulebook_id}"', f'id = "copy-of-{rulebook_id}"', 1)


def write_copy(rulebook_id: str, text: str, folder: Path) -> str:
    """Write the text of a file beside copies of the files that it names."""
    for file in _folder(rulebook_id).iterdir():
        if file.name.startswith(CARRIED):
            (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    path = folder / "copy.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def numbered(lines: Lines, table: str, pattern: str) -> list[tuple[int, re.Match[str]]]:
    """Return the number, from nought, of each line of a table that has a pattern, and where."""
    found: list[tuple[int, re.Match[str]]] = []
    inside = False
    for number, line in enumerate(lines):
        if line.startswith("["):
            inside = line.strip("[]\n") == table
        match = re.search(pattern, line) if inside else None
        if match is not None:
            found.append((number, match))
    return found


def atomic_write(lines: Lines, number: int, match: re.Match[str], word: str) -> str:
    """Return a line with another word in place of the first group of a match."""
    return lines[number][: match.start(1)] + word + lines[number][match.end(1) :]


# --- mistakes ---------------------------------------------------------------------------------------------------------


def a_gap_in_the_bands(lines: Lines) -> Iterator[Mistake]:
    """Let the second band begin 50 km too late."""
    for number, match in numbered(lines, "travel_support", r"{ from_km = +(\d+)")[1:2]:
        yield Mistake(number, atomic_write(lines, number, match, str(int(match[1]) + 50)))


def a_band_that_pays_less(lines: Lines) -> Iterator[Mistake]:
    """Let the last band pay one euro less than the one before, as if digits had been swapped."""
    bands = numbered(lines, "travel_support", r"{ from_km .*standard_eur = +(\d+)")
    if bands:
        (_, before), (number, match) = bands[-2:]
        eur = str(int(before[1]) - 1)
        yield Mistake(number, atomic_write(lines, number, match, eur), f"{eur}.00")


def a_share_of_more_than_all(lines: Lines) -> Iterator[Mistake]:
    """Let a tier be paid at 120 %, or an instalment."""
    for table, pattern in (
        ("daily_rates", r'share = +("?[\d.]+"?)'),
        ("payment_splits", r'individual_share = +("?[\d.]+"?)'),
        ("payment_bounds", r'maximum_pre_financing_share = +("?[\d.]+"?)'),
    ):
        for number, match in reversed(numbered(lines, table, pattern)):
            yield Mistake(number, atomic_write(lines, number, match, '"1.2"'))


def a_tier_that_restarts_at_day_16(lines: Lines) -> Iterator[Mistake]:
    """Let the tier after the first begin at day 16, as the page of another call says."""
    for table in ("daily_rates", "short_stay_rates", "top_ups"):
        for number, match in numbered(lines, table, r"from_day = +(15)\b"):
            yield Mistake(number, atomic_write(lines, number, match, "16"))


def a_rate_that_stands_twice(lines: Lines) -> Iterator[Mistake]:
    """Let a row of a table of rates stand twice."""
    for table in ("monthly_rates", "daily_rates", "short_stay_rates", "durations"):
        for number, _ in numbered(lines, table, r"^  { scope = .* },$"):
            yield Mistake(number, lines[number] * 2)


def a_missing_source(lines: Lines) -> Iterator[Mistake]:
    """Let a table say nothing of where it is printed."""
    for table in ("travel_support", "daily_rates", "monthly_rates", "short_stay_rates"):
        for number, _ in numbered(lines, table, '^source = "'):
            yield Mistake(number, "\n")


def a_source_that_nobody_knows(lines: Lines) -> Iterator[Mistake]:
    """Let a letter be missing in the id of a source."""
    for table in ("travel_support", "daily_rates", "monthly_rates"):
        for number, match in numbered(lines, table, '^source = "(.*)"'):
            yield Mistake(number, atomic_write(lines, number, match, match[1][1:]))


def a_misspelled_field(lines: Lines) -> Iterator[Mistake]:
    """Let a letter be missing in the name of an amount."""
    for table in ("travel_support", "daily_rates", "monthly_rates"):
        for number, match in numbered(lines, table, r"(standard_eur|rate_eur_per_day|rate_eur_per_month) ="):
            yield Mistake(number, atomic_write(lines, number, match, match[1].replace("eur", "euro")))


def a_swapped_country(lines: Lines) -> Iterator[Mistake]:
    """Let two countries of the table of groups change places, the only mistake that is one of two lines."""
    groups = {match[1]: number for number, match in numbered(lines, "country_groups", 'id = "([a-z0-9-]+)", countries')}
    for one, other in (
        ("group-1", "group-2"),
        ("france", "ireland"),
        ("france", "germany"),
        ("region-13", "region-14"),
    ):
        if one in groups and other in groups:
            first, second = (re.search('countries = "([A-Z]{2})', lines[groups[group]]) for group in (one, other))
            if first and second:
                lines[groups[one]] = atomic_write(lines, groups[one], first, second[1])
                yield Mistake(groups[other], atomic_write(lines, groups[other], second, first[1]))


def swapped_digits_of_a_band(lines: Lines) -> Iterator[Mistake]:
    """Let the first two digits of the second band change places: 211 is typed as 121."""
    for number, match in numbered(lines, "travel_support", r"{ from_km .*standard_eur = +(\d{3})\b")[:3]:
        yield _mistyped(lines, number, match, match[1][1] + match[1][0] + match[1][2])


def swapped_digits_of_a_bound(lines: Lines) -> Iterator[Mistake]:
    """Let the last two digits of a bound change places: 674 is typed as 647."""
    for table in ("monthly_rate_ranges", "daily_rate_ranges"):
        for number, match in numbered(lines, table, r"maximum_eur = +(\d{3})\b"):
            if match[1][1] != match[1][2]:
                yield _mistyped(lines, number, match, match[1][0] + match[1][2] + match[1][1])


def a_digit_that_was_left_out(lines: Lines) -> Iterator[Mistake]:
    """Let a top-up or a rate be a tenth of what it is: 250 is typed as 25."""
    for table in ("top_ups", "monthly_rates", "daily_rates", "short_stay_rates"):
        for number, match in numbered(lines, table, r"rate_eur_per_(?:month|day) = +(\d+0)\b"):
            yield _mistyped(lines, number, match, match[1][:-1])


def _mistyped(lines: Lines, number: int, match: re.Match[str], typed: str) -> Mistake:
    return Mistake(number, atomic_write(lines, number, match, typed), f"{typed}.00")


FORM: Mapping[str, Callable[[Lines], Iterator[Mistake]]] = {
    "gap": a_gap_in_the_bands,
    "share": a_share_of_more_than_all,
    "restart": a_tier_that_restarts_at_day_16,
    "duplicate": a_rate_that_stands_twice,
    "no-source": a_missing_source,
    "unknown-source": a_source_that_nobody_knows,
    "field": a_misspelled_field,
}
"""Mistakes with which a file cannot be built."""

LAW: Mapping[str, Callable[[Lines], Iterator[Mistake]]] = {
    "cheaper": a_band_that_pays_less,
    "swapped": a_swapped_country,
}
"""Mistakes that a check finds."""

TYPO: Mapping[str, Callable[[Lines], Iterator[Mistake]]] = {
    "band": swapped_digits_of_a_band,
    "bound": swapped_digits_of_a_bound,
    "digit": a_digit_that_was_left_out,
}
"""Mistakes in a figure that nothing contradicts: they are seen beside the figures of the call before."""

BREAKS = {**FORM, **LAW, **TYPO}


def broken_copy(rulebook_id: str, name: str) -> BrokenCopy | None:
    """Return a copy of a shipped file with a mistake; None: it has no line in which that could be made."""
    lines = shipped_text(rulebook_id).splitlines(keepends=True)
    mistake = next(BREAKS[name](lines), None)
    if mistake is None:
        return None
    lines[mistake.number] = mistake.line
    return BrokenCopy(rulebook_id, name, "".join(lines), mistake.number + 1, mistake.figure)


def broken_copies(names: Mapping[str, object]) -> list[BrokenCopy]:
    """Return a copy of each shipped file with each of some mistakes that could be made in it."""
    made = [broken_copy(rulebook_id, name) for rulebook_id in OF_EVERY_KIND for name in names]
    return [copy for copy in made if copy is not None]
