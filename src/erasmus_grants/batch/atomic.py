"""A file that stands under its name only when all of it is written.

Examples:
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     name = str(Path(folder) / "grants.csv")
    ...     with atomic_write(name) as file:
    ...         count, there = file.write(b"eligible"), Path(name).exists()
    ...     (there, Path(name).read_bytes())
    (False, b'eligible')
"""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO


@contextmanager
def atomic_write(name: str) -> Generator[BinaryIO, None, None]:
    """Yield a new file, which takes the place of an older one when it is written, and of none if that fails.

    It is written in the same folder, since a file cannot be moved at once between two disks.

    Args:
        name: The file; of a link, the file that it leads to.
    """
    path = Path(name).resolve()
    part = path.parent / f".erasmus-grants-{token_hex(8)}.part"  # nobody else has it
    try:  # before it is opened: whoever is stopped between the two would leave it behind
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, part)
            _keep_owner(path, part)
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _keep_owner(path: Path, part: Path) -> None:
    """Give a new file the owner of the older one, where whoever writes it may."""
    if hasattr(os, "chown"):  # pragma: no branch - Windows has no owners of this kind
        older = path.stat()
        with suppress(PermissionError):
            os.chown(part, older.st_uid, older.st_gid)
