"""Many inputs for one entrance: what was answered, and whether one was too slow or memory grew."""

import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from types import FrameType

MOST_SECONDS = 5.0
"""An input that takes longer is a bug [s]."""
MOST_GROWTH_MB = 256
"""Memory that grows by more, from the first hundred inputs on, is a bug [MB]."""

_LONGEST_INPUT = 4000
_WARM_UP = 100
_EVERY = 500


class BrokenError(AssertionError):
    """An input to which an entrance gave no documented answer.

    Attributes:
        data: The input.
    """

    def __init__(self, entrance: str, data: bytes, what: str) -> None:
        self.data = data
        super().__init__(f"{entrance}: {what}\n{data[:_LONGEST_INPUT]!r}")


class TooSlowError(BaseException):
    """An input took too long; no `except Exception` of the library keeps it."""


@dataclass
class Campaign:
    """Inputs for one entrance, counted."""

    entrance: str
    answer: Callable[[bytes], str]
    most_seconds: float = MOST_SECONDS
    most_growth_mb: int = MOST_GROWTH_MB
    answers: Counter[str] = field(default_factory=Counter)
    inputs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    first_mb: int = 0
    peak_mb: int = 0

    def ask(self, data: bytes) -> None:
        """Hand one input to the entrance.

        Raises:
            BrokenError: It raised, took too long, or memory has grown too much.
        """
        begun = perf_counter()
        try:
            with _at_most(self.most_seconds):
                said = self.answer(data)
        except TooSlowError:
            raise BrokenError(self.entrance, data, f"it takes more than {self.most_seconds} s") from None
        except Exception as error:
            raise BrokenError(self.entrance, data, f"{type(error).__name__}: {error}") from error
        took = perf_counter() - begun
        self.inputs += 1
        self.seconds += took
        self.slowest = max(self.slowest, took)
        self.answers[said] += 1
        if took > self.most_seconds:
            raise BrokenError(self.entrance, data, f"it takes {took:.1f} s")
        if self.inputs % _EVERY == 0 or self.inputs == _WARM_UP:
            self._weigh(data)

    def _weigh(self, data: bytes) -> None:
        now = resident_mb()
        self.first_mb = self.first_mb or now
        self.peak_mb = max(self.peak_mb, now)
        if now - self.first_mb > self.most_growth_mb:
            what = f"memory has grown from {self.first_mb} to {now} MB after {self.inputs} inputs"
            raise BrokenError(self.entrance, data, what)

    def report(self) -> str:
        """Return the figures in one line."""
        answers = ", ".join(f"{word} {count}" for word, count in sorted(self.answers.items()))
        return (
            f"{self.entrance}: {self.inputs} inputs in {self.seconds:.0f} s, slowest {1000 * self.slowest:.0f} ms, "
            f"memory {self.first_mb} to {self.peak_mb} MB; {answers}"
        )


def resident_mb() -> int:
    """Return the memory that this process has now, or at most had where the system does not say [MB]."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError, ValueError):
        if sys.platform == "win32":
            return 0
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return pages * 4096 // 2**20


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise an error in what takes too long, where the system can; elsewhere it is measured afterwards."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    kept = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, kept)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TooSlowError
