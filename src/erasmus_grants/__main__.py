"""`erasmus-grants`, and `python -m erasmus_grants`: the command line, if its extra is installed."""

import sys

from erasmus_grants.basics.version import __version__


def main() -> int:
    """Run the command line and return its exit code, which `erasmus_grants.cli` explains."""
    if sys.argv[1:] == ["--version"]:  # which needs neither the extra nor its start
        sys.stdout.write(f"erasmus-grants {__version__}\n")
        return 0
    try:
        from erasmus_grants.cli import run  # noqa: PLC0415 - the library itself works without the extra
    except ModuleNotFoundError as error:
        from erasmus_grants.basics.errors import how_to_install  # noqa: PLC0415 - a version is told without it

        package = str(error.name).partition(".")[0]
        sys.stderr.write(f"the command line needs {package}: {how_to_install('cli')}\n")
        return 2
    return run()


if __name__ == "__main__":
    sys.exit(main())
