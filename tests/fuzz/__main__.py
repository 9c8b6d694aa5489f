"""Fuzzing from the command line: `python -m tests.fuzz ENTRANCE --inputs N [--seed S]`.

With atheris installed, the inputs that reach something new are kept and changed further; without it, or with
`--unguided`, valid inputs are changed by chance alone.  Either way the same seed gives the same changes.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import TextIO

PACKAGES = ["erasmus_grants", "tomllib", "json"]
"""What is watched for new places."""


def main() -> int:
    """Run inputs through an entrance; return 0, or 1 if one was answered otherwise than documented."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Try an entrance with wild inputs.")
    parser.add_argument("entrance", help="text, mobility, attendance, grant, rulebook, overlay, command, list; or all")
    parser.add_argument("--inputs", type=int, default=10_000, help="how many (for each entrance)")
    parser.add_argument("--seed", type=int, default=0, help="what they are drawn from")
    parser.add_argument("--unguided", action="store_true", help="do without atheris")
    given = parser.parse_args()
    guided = not given.unguided and given.entrance != "all" and _has_atheris()
    if guided:
        import atheris

        with atheris.instrument_imports(include=PACKAGES):
            from tests.fuzz import entrances
    from tests.fuzz import entrances
    from tests.fuzz.campaign import BrokenError

    names = list(entrances.ENTRANCES) if given.entrance == "all" else [given.entrance]
    if not set(names) <= entrances.ENTRANCES.keys():
        parser.error(f"there is no entrance {given.entrance!r}; known: {', '.join(entrances.ENTRANCES)}")
    if guided:
        _run_guided(given.entrance, given.inputs, given.seed)
    try:
        for name in names:
            _run(name, given.inputs, given.seed)
    except BrokenError as broken:
        _say(f"BROKEN {broken}", sys.stderr)
        return 1
    finally:
        entrances.clear()
    return 0


def _run(name: str, inputs: int, seed: int) -> None:
    from tests.fuzz.campaign import Campaign
    from tests.fuzz.entrances import ENTRANCES
    from tests.fuzz.mutation import Mutator

    entrance = ENTRANCES[name]
    mutator = Mutator(entrance.seeds(), Random(seed))  # noqa: S311 - nothing secret
    campaign = Campaign(name, entrance.answer)
    for _ in range(inputs):
        campaign.ask(mutator.draw())
    _say(campaign.report())


def _run_guided(name: str, inputs: int, seed: int) -> None:
    """Run inputs that atheris chooses; it never returns, and the process ends here."""
    import os

    import atheris

    from tests.fuzz.campaign import BrokenError, Campaign
    from tests.fuzz.entrances import ENTRANCES, clear
    from tests.fuzz.mutation import LARGEST_BYTES, Mutator

    entrance = ENTRANCES[name]
    mutator = Mutator(entrance.seeds(), Random(seed))  # noqa: S311 - nothing secret
    campaign = Campaign(name, entrance.answer)

    def end(code: int) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        corpus.cleanup()
        clear()
        os._exit(code)  # libFuzzer would say that it was no clean end

    def one(data: bytes) -> None:
        try:
            campaign.ask(data)
        except BrokenError as broken:
            _say(f"BROKEN {broken}", sys.stderr)
            end(1)
        if campaign.inputs >= inputs:
            _say(f"{campaign.report()}; guided")
            end(0)

    def mutated(data: bytes, largest: int, number: int) -> bytes:
        mutator.chance = chance = Random(number)  # noqa: S311 - nothing secret
        if chance.random() < 0.4:
            return mutator.draw()[:largest]
        return atheris.Mutate(data, largest) if chance.random() < 0.3 else mutator.changed(data)[:largest]

    corpus = tempfile.TemporaryDirectory(prefix="corpus-")
    for number, content in enumerate(mutator.seeds):
        Path(corpus.name, str(number)).write_bytes(content)
    # Time and memory are watched by the campaign; a timer of libFuzzer's would be a second one.
    options = [f"-seed={seed + 1}", "-timeout=0", "-rss_limit_mb=0", f"-max_len={LARGEST_BYTES}", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *options, corpus.name], one, custom_mutator=mutated)
    atheris.Fuzz()


def _has_atheris() -> bool:
    try:
        import atheris  # noqa: F401
    except ImportError:
        return False
    return True


def _say(text: str, stream: TextIO | None = None) -> None:
    (stream or sys.stdout).write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
