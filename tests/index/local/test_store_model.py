"""Thousands of random changes, compared with a dictionary after every step: every result belongs to its text."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from corpus import Document
from index import Filter, LexicalQuery, LocalStore
from index.analysis import terms
from index.local.truth import STORED_DTYPE
from index.store import Changes, Entry, SourceState
from tests.index.making import EMBEDDER, MANIFEST, caches_of, document, entry

WORDS = ["boa", "burgemeester", "camera", "veiligheid", "overlast", "handhaving", "politie", "jeugd", "bevel", "gebied"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
IDS = st.integers(0, 14).map("doc{}".format)
DAYS = st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2026, 12, 31)))


class StoreMachine(RuleBasedStateMachine):
    """Holds what the store must hold: the entries by document id."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = LocalStore.create(self.folder / "index", MANIFEST)
        self.reader = LocalStore(self.folder / "index")  # opened once: must follow by itself
        self.entries: dict[str, Entry] = {}
        self.question = "boa camera"

    @rule(items=st.lists(st.tuples(IDS, TEXTS, DAYS, st.sampled_from(["/bron/a", "/bron/b"])), max_size=4))
    def put(self, items: list[tuple[str, str, date | None, str]]) -> None:
        made = {i: entry(document(i, text, source=source, day=day)) for i, text, day, source in items}
        self.store.update(Changes(put=tuple(made.values()), finished=(SourceState("/bron/a", b"x", 1),)))
        self.entries.update(made)

    @rule(ids=st.lists(IDS, max_size=5))
    def remove(self, ids: list[str]) -> None:
        self.store.update(Changes(remove=tuple(ids)))
        for document_id in ids:
            self.entries.pop(document_id, None)

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = LocalStore(self.folder / "index")

    @rule(which=st.integers(0, 99), damage=st.sampled_from(["emptied", "halved", "zeroed"]))
    def damage_a_cache(self, which: int, damage: str) -> None:
        files = caches_of(self.folder / "index")  # not drawn from: tantivy's threads decide how many there are
        if files:
            path = files[which % len(files)]
            content = path.read_bytes()
            self.store.close()
            self.reader.close()
            damaged = {"emptied": b"", "halved": content[: len(content) // 2], "zeroed": bytes(len(content) or 9)}
            path.unlink()  # not written over: what a process still maps must not be cut off below it
            path.write_bytes(damaged[damage])
            self.store = LocalStore(self.folder / "index")
            self.reader = LocalStore(self.folder / "index")

    @rule(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
    def ask_otherwise(self, words: list[str]) -> None:
        self.question = " ".join(words)

    @invariant()
    def everything_found_is_what_was_put(self) -> None:
        for store in (self.store, self.reader):
            self._compare(store, None)
            self._compare(store, Filter(fields={"source": ("/bron/a",)}))
            self._compare(store, Filter(date_from=date(2023, 1, 1)))

    def _compare(self, store: LocalStore, where: Filter | None) -> None:
        chosen = [e for e in self.entries.values() if _lets_through(e.document, where)]
        rows = [(p, v) for e in chosen for p, v in zip(e.passages, e.vectors, strict=True)]
        question = EMBEDDER.embed_question(self.question)
        with store.view() as view:
            dense = view.dense(question, 1000, where)
            found = view.passages(dense.keys.tolist())
            lexical = view.lexical(LexicalQuery(dict.fromkeys(terms(self.question), 1.0)), 1000, where)
            lexical_found = view.passages(lexical.keys.tolist())
            stored = view.vectors(dense.keys.tolist())
        assert {p.passage_id for p in found} == {p.passage_id for p, _ in rows}, "dense search misses or invents texts"
        by_id = {p.passage_id: (p, v.astype(STORED_DTYPE).astype(np.float32)) for p, v in rows}
        for passage, score, vector in zip(found, dense.scores, stored, strict=True):
            expected, expected_vector = by_id[passage.passage_id]
            assert (passage.text, passage.start, passage.end) == (expected.text, expected.start, expected.end)
            assert np.array_equal(vector, expected_vector)
            assert abs(float(score) - float(expected_vector @ question)) < 1e-3, passage
        assert list(dense.scores) == sorted(dense.scores, reverse=True)
        wanted = set(terms(self.question))
        with_terms = {p.passage_id for p, _ in rows if wanted & set(terms(f"{p.title} {p.text}"))}
        assert {p.passage_id for p in lexical_found} == with_terms, "lexical search misses or invents texts"

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.reader.close()
            shutil.rmtree(self.folder)


def _lets_through(of: Document, where: Filter | None) -> bool:
    if where is None:
        return True
    if where.fields and of.source not in where.fields["source"]:
        return False
    return where.date_from is None or (of.date is not None and of.date >= where.date_from)


TestStore = StoreMachine.TestCase
TestStore.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
