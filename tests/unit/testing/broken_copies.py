"""Copies of the shipped rulebooks, each with one mistake of the kind that is made when tables are typed from a page."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from decimal import Decimal

from erasmus_grants import get_rulebook, known_rulebooks
from erasmus_grants.reading import Data
from erasmus_grants.writing import file_data

Table = dict[str, Data]
File = dict[str, Data]


def entries(file: File, name: str, having: str = "source") -> list[Table]:
    """Return the entries of a table that have a field."""
    rows = file.get(name, [])
    assert isinstance(rows, list)
    return [row for row in rows if isinstance(row, dict) and row.get(having)]


def rows_of(entry: Table, name: str) -> list[Table]:
    """Return the rows of an entry, such as its bands."""
    rows = entry[name]
    assert isinstance(rows, list)
    return [row for row in rows if isinstance(row, dict)]


def whole(value: Data) -> int:
    """Return a whole number of a file."""
    assert isinstance(value, int)
    return value


def a_gap_in_the_bands(file: File) -> bool:
    """Let the second band begin 50 km too late."""
    for entry in entries(file, "travel_support", "bands"):
        band = rows_of(entry, "bands")[1]
        band["from_km"] = whole(band["from_km"]) + 50
        return True
    return False


def a_band_that_pays_less(file: File) -> bool:
    """Let the last band pay one euro less than the one before, as if digits had been swapped."""
    for entry in entries(file, "travel_support", "bands"):
        *_, before, last = [band for band in rows_of(entry, "bands") if band.get("standard_eur")]
        last["standard_eur"] = str(Decimal(str(before["standard_eur"])) - 1)
        return True
    return False


def a_share_of_more_than_all(file: File) -> bool:
    """Let a tier be paid at 120 %, or an instalment."""
    for entry in entries(file, "daily_rates", "tiers"):
        rows_of(entry, "tiers")[-1]["share"] = "1.2"
        return True
    for entry in entries(file, "payment_splits", "instalments"):
        rows_of(entry, "instalments")[0]["individual_share"] = "1.2"
        return True
    for entry in entries(file, "payment_bounds", "maximum_pre_financing_share"):
        entry["maximum_pre_financing_share"] = "1.2"
        return True
    return False


def a_tier_that_restarts_at_day_16(file: File) -> bool:
    """Let the tier after the first begin at day 16, as the page of another call says."""
    for name in ("daily_rates", "short_stay_rates", "top_ups"):
        for entry in entries(file, name, "tiers"):
            tiers = rows_of(entry, "tiers")
            if len(tiers) > 1:
                tiers[1]["from_day"] = 16
                return True
    return False


def a_rate_that_stands_twice(file: File) -> bool:
    """Let the first rate stand again at the end of its table, with another figure where it has one."""
    for name, figure in (
        ("monthly_rates", "rate_eur_per_month"),
        ("daily_rates", "rate_eur_per_day"),
        ("short_stay_rates", "tiers"),
    ):
        for entry in entries(file, name):
            table = file[name]
            assert isinstance(table, list)
            again = deepcopy(entry)
            if isinstance(again.get(figure), str):
                again[figure] = "1.00"
            table.append(again)
            return True
    return False


def a_missing_source(file: File) -> bool:
    """Let the first entry of the travel table say nothing of where it is printed."""
    for entry in entries(file, "travel_support"):
        del entry["source"]
        return True
    return False


def a_swapped_country(file: File) -> bool:
    """Let two countries of the table of groups change places."""
    groups = {str(group["id"]): group["countries"] for group in entries(file, "country_groups", "countries")}
    for one, other in (
        ("group-1", "group-2"),
        ("france", "ireland"),
        ("france", "germany"),
        ("region-13", "region-14"),
    ):
        ours, theirs = groups.get(one), groups.get(other)
        if isinstance(ours, list) and isinstance(theirs, list):
            ours[0], theirs[0] = theirs[0], ours[0]
            return True
    return False


BREAKS: Mapping[str, Callable[[File], bool]] = {
    "gap": a_gap_in_the_bands,
    "cheaper": a_band_that_pays_less,
    "share": a_share_of_more_than_all,
    "restart": a_tier_that_restarts_at_day_16,
    "duplicate": a_rate_that_stands_twice,
    "no-source": a_missing_source,
    "swapped": a_swapped_country,
}


def broken_copies() -> Iterator[tuple[str, str, File]]:
    """Yield the id of each rulebook, each break that it has a table for, and the file with it."""
    for rulebook_id in known_rulebooks():
        sound = file_data(get_rulebook(rulebook_id))
        for name, spoil in BREAKS.items():
            file = deepcopy(sound)
            if spoil(file):
                yield rulebook_id, name, file
