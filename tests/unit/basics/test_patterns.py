import re

import pytest

from erasmus_grants.basics.patterns import text_up_to, whole_text_up_to


@pytest.mark.parametrize("most", [*range(1, 130), 999, 1000, 1001, 1200, 2050, 9999, 10_000, 20_040])
def test_the_pattern_of_whole_numbers_takes_those_up_to_the_limit_and_no_other(most: int) -> None:
    taken = re.compile(whole_text_up_to(most)).fullmatch
    beyond = range(most + 1, 11 * most + 200)
    assert all(taken(str(number)) for number in range(1, most + 1))
    assert not any(taken(str(number)) for number in (0, *beyond))
    assert not any(taken(text) for text in ("", "01", "-1", "1.0", " 1", "1 "))


@pytest.mark.parametrize("most", [1, 9, 10, 99, 1200, 10_000, 20_040, 100_000])
def test_the_pattern_of_numbers_takes_those_from_zero_to_the_limit(most: int) -> None:
    taken = re.compile(text_up_to(most, digits=20, places=3)).search
    whole = [0, 1, most // 2, most - 1]
    inside = [str(number) for number in (*whole, most)] + [f"{number}.999" for number in whole if number < most]
    inside += [f"{most}.0", f"{most}.000", "0.001", "007" if most >= 7 else "001", str(most).zfill(20)]
    assert [text for text in inside if not taken(text)] == []
    outside = [
        f"{most}.001",
        f"{most}.1",
        str(most + 1),
        f"{most + 1}.0",
        f"{most}0",
        "9" * 20,
        str(most + 1).zfill(20),
    ]
    assert [text for text in outside if taken(text)] == []


@pytest.mark.parametrize(
    "text", ["", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", " 1", "1 ", "0.0001", "0" * 20 + "1", "１"]
)
def test_what_is_no_plain_text_of_a_number_is_not_taken(text: str) -> None:
    assert not re.search(text_up_to(20_040, digits=20, places=3), text)


def test_the_patterns_can_be_read() -> None:
    assert whole_text_up_to(1) == "1"
    assert whole_text_up_to(20_040) == "[1-9][0-9]{0,3}|1[0-9]{4}|200[0-3][0-9]|20040"
    assert text_up_to(1, digits=20, places=20) == r"^0{0,19}(?:(?:0)(?:\.[0-9]{1,20})?|1(?:\.0{1,20})?)$"
    assert text_up_to(100_000, digits=13, places=2) == (
        r"^0{0,7}(?:(?:0|[1-9][0-9]{0,4})(?:\.[0-9]{1,2})?|100000(?:\.0{1,2})?)$"
    )
