"""Looking at a store: what there is, how large it is, what it was made with."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from datetime import date, datetime
from pathlib import Path

from index.local import truth
from index.local.snapshot import Snapshot
from index.store import StoreInfo


def info(connection: sqlite3.Connection, folder: Path, snapshot: Snapshot | None) -> StoreInfo:
    """Return what the store in `folder` holds at the generation that `connection` sees."""
    documents, first, last = connection.execute("select count(*), min(date), max(date) from document").fetchone()
    (passages,) = connection.execute("select count(*) from passage").fetchone()
    themes: Counter[str] = Counter()
    for (metadata,) in connection.execute("select metadata from document where metadata like '%\"themes\"%'"):
        themes.update(json.loads(metadata).get("themes", ()))
    memory = snapshot.vectors.memory_bytes if snapshot else 0
    stamp = snapshot.stamp if snapshot else None
    return StoreInfo(
        place=str(folder),
        documents=documents,
        passages=passages,
        themes=dict(sorted(themes.items())),
        first_date=date.fromisoformat(first) if first else None,
        last_date=date.fromisoformat(last) if last else None,
        generation=truth.generation_of(connection),
        updated_at=datetime.fromisoformat(truth.meta(connection, "updated_at")),
        disk_bytes=disk_bytes(folder),
        memory_bytes=memory,
        memory_per_passage=memory / passages if passages else 0.0,
        vector_kind=stamp.vector_kind if stamp else "exact",
        vector_recall=stamp.vector_recall if stamp else None,
        lexical_generation=snapshot.lexical_generation if snapshot else 0,
        manifest={k: str(v) for k, v in json.loads(truth.meta(connection, "manifest")).items()},
        warnings=snapshot.warnings if snapshot else (),
    )


def disk_bytes(folder: Path) -> int:
    """Return the size of all files below `folder`; a file with two names counts once."""
    sizes: dict[tuple[int, int], int] = {}
    for path in folder.rglob("*"):
        try:
            status = path.stat()
        except FileNotFoundError:  # a writer is tidying up
            continue
        if path.is_file():
            sizes[status.st_dev, status.st_ino] = status.st_size
    return sum(sizes.values())
