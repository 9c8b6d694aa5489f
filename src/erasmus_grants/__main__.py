"""`erasmus-grants`, and `python -m erasmus_grants`: the command line, if its extra is installed."""

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from erasmus_grants.basics.version import __version__

if TYPE_CHECKING:
    from typing import TextIO

_BAD_INPUT = 2
_NOBODY_READS = 141
"""What a shell says of a program that was stopped because what reads its output was closed."""


def main() -> int:
    """Run the command line and return its exit code, which `erasmus_grants.cli` explains."""
    code = _NOBODY_READS
    try:
        return _answer()
    except BrokenPipeError:
        pass
    except OSError as error:
        code = _BAD_INPUT
        with suppress(OSError):  # what cannot be written may be this too
            _write(f"the answer cannot be written: {error.strerror}", sys.stderr)
    except SystemExit as end:
        if not isinstance(end.__context__, BrokenPipeError):  # which typer answers with 1
            raise
    _forget_what_is_not_written()
    return code


def _answer() -> int:
    if sys.argv[1:] == ["--version"]:  # which needs neither the extra nor its start
        _write(f"erasmus-grants {__version__}", sys.stdout)
        return 0
    try:
        from erasmus_grants.cli import run  # noqa: PLC0415 - the library itself works without the extra
    except ModuleNotFoundError as error:
        from erasmus_grants.basics.errors import how_to_install  # noqa: PLC0415 - a version is told without it

        package = str(error.name).partition(".")[0]
        _write(f"the command line needs {package}: {how_to_install('cli')}", sys.stderr)
        return _BAD_INPUT
    return run()


def _write(line: str, stream: "TextIO | None") -> None:
    """Write a line at once, unless the stream is closed."""
    if stream is not None:
        stream.write(f"{line}\n")
        stream.flush()


def _forget_what_is_not_written() -> None:
    """Have Python not try again at its end, which it would tell in a traceback."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError):  # AttributeError: it is closed
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
