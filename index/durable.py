"""Files that are there completely or not at all, also after a power cut."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

UNFINISHED_PREFIX = "unfinished-"


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's content as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fsync_path(path: Path) -> None:
    """Force a file, or the list of names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        if not path.is_dir():  # some file systems cannot sync a folder; then there is nothing more to do
            raise
    finally:
        os.close(descriptor)


def write_file(path: Path, data: bytes, *, private: bool = False) -> None:
    """Replace `path` by `data`: written beside it, synced, renamed, and the folder synced.

    What is `private` can at no moment be read by another user of this machine.
    """
    beside = path.with_name(f"{UNFINISHED_PREFIX}{uuid4().hex[:8]}-{path.name}")
    mode = 0o600 if private else 0o666  # the latter less what the umask takes off
    try:
        with open(beside, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    fsync_path(path.parent)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give a folder beside `path` to fill; on leaving, sync it and rename it to `path`.

    An exception inside removes it, so that `path` exists completely or not at all. A folder that is there already stays
    until then, and is unfinished once it is replaced.
    """
    beside = path.with_name(f"{UNFINISHED_PREFIX}{uuid4().hex[:8]}-{path.name}")
    beside.mkdir(parents=True)
    try:
        yield beside
        for entry in [*beside.rglob("*"), beside]:
            fsync_path(entry)
        if path.exists():  # a folder with files in it cannot be replaced in one step
            path.rename(beside.with_name(f"{beside.name}-replaced"))
        beside.rename(path)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    fsync_path(path.parent)


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file that never changes a second name, or a copy where the file system knows no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def remove_unfinished(folder: Path) -> None:
    """Remove what writers that were killed left in `folder`; call it under the writer's lock only."""
    for entry in folder.glob(f"{UNFINISHED_PREFIX}*"):
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
