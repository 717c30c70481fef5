"""A folder in which file permissions hold, also when the tests run as root."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NOBODY = 65534


@contextmanager
def ordinary_user() -> Iterator[Path]:
    """Act as a user without privileges inside the block; gives that user's own empty folder.

    That user may not be able to read Python's library: what the block imports lazily must have
    been imported before.
    """
    folder = Path(tempfile.mkdtemp()).resolve()
    is_root = os.geteuid() == 0
    try:
        if is_root:
            os.chown(folder, _NOBODY, _NOBODY)
            os.setegid(_NOBODY)
            os.seteuid(_NOBODY)
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
            os.setegid(0)
        for place, _, _ in os.walk(folder):
            os.chmod(place, 0o700)
        shutil.rmtree(folder)
