"""The command for the whole domain, on a small part of it."""

import pytest

from erasmus_grants import GrantCalculator, get_rulebook
from tests.exhaustive import whole_domain

FEW = ("--every", "1999", "--options", "200")


def test_a_rulebook_that_agrees_gives_0_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert whole_domain.main(["usmb-bip-2024", *FEW]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "usmb-bip-2024: 12 kinds are paid"
    assert [line.split(",")[1].split(":")[0].strip() for line in told[1:5]] == [
        "distances",
        "stays",
        "options",
        "refusals",
    ]
    counts = [int(line.split(": ")[1].split(" ")[0]) for line in told[1:5]]
    assert told[5] == f"{sum(counts)} cases agree"
    assert sum(counts) >= 300


def test_rulebooks_with_ranges_are_asked_with_own_rates_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, bool]] = []

    def run(name: str, _calculator: GrantCalculator, own: object, *, every: int, options: int, all_starts: bool) -> int:
        assert not all_starts
        asked.append((name, own is not None))
        return every + options

    monkeypatch.setattr(whole_domain, "run", run)
    assert whole_domain.main(["eu-ka103-2014", "lille-ka171-2022", *FEW]) == 0
    assert asked == [("eu-ka103-2014", False), ("eu-ka103-2014", True), ("lille-ka171-2022", False)]
    assert capsys.readouterr().out == f"{3 * (1999 + 200)} cases agree\n"


def test_the_first_difference_gives_1_and_both_answers(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = get_rulebook("usmb-bip-2024")
    (rate,) = book.short_stay_rates
    first, then = rate.model_dump()["tiers"]
    dearer = rate.model_validate(rate.model_dump() | {"tiers": [first | {"rate_eur_per_day": "80.00"}, then]})
    changed = GrantCalculator(book.model_copy(update={"short_stay_rates": (dearer,)}))

    def calculator(_name: str) -> GrantCalculator:
        return changed

    monkeypatch.setattr(whole_domain, "GrantCalculator", calculator)
    assert whole_domain.main(["usmb-bip-2024", "usmb-icm-2018", *FEW]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[1] == "usmb-bip-2024, distances: case 1 differs"
    assert told[2].startswith("case {'activity': 'SMS'")
    assert "7900" in told[3]  # 79 EUR are printed
    assert "8000" in told[4]
    assert len(told) == 5


def test_a_rulebook_that_is_not_known_gives_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        whole_domain.main(["usmb-icm-2077"])
    assert stopped.value.code == 2
    assert "usmb-icm-2077" in capsys.readouterr().err


def test_every_kilometre_and_every_stay_is_in_it() -> None:
    (kind, *_) = whole_domain.kinds("usmb-icm-2018", None)
    asked = [case["half_km"] for case in whole_domain.distances([kind]) if not case["green"]]
    assert set(range(0, 40_081, 2)) <= set(asked)
    assert {19, 199, 999, 3999, 5999, 7999, 15_999} <= set(asked)
    lengths = {(case["start"], case["end"]) for case in whole_domain.stays([kind], whole_domain.starts(every_day=True))}
    assert len(lengths) == 366 * 400
    assert {((2020, 2, 29), (2020, 2, 29)), ((2020, 12, 31), (2022, 2, 3))} <= lengths
    # 7 days of each of 12 months, but for 30 and 31 February, and the 31st of four months
    assert len(whole_domain.starts(every_day=False)) == 7 * 12 - 2 - 4
