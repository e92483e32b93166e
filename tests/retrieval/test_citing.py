"""Which place a citation names: that of the words that were quoted, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus import Chunking, Document, Passage, Section, split_document
from corpus.errors import InputError
from index.store import Changes, Entry, SourceState
from retrieval import Citation
from retrieval.citation_check import Standing, check_citation
from retrieval.citation_formats import described
from retrieval.citations import cite
from retrieval.quoted_text import Quotation
from tests.index.making import EMBEDDER
from tests.retrieval.memory_store import MemoryStore

SOURCE = "/bron/apv.txt"
FINE = "De overtreder betaalt de kosten."
LEDEN = (
    f"1. De burgemeester wijst een gebied aan. {FINE} {'Hij maakt dat bekend. ' * 9}",
    f"2. Het is daar verboden te drinken. {'Dat geldt voor iedereen. ' * 9}{FINE} {'Ook na sluitingstijd. ' * 9}",
    f"3. De burgemeester kan ontheffing verlenen. {'Hij stelt voorwaarden. ' * 9}",
)
ARTICLE = "\n".join(LEDEN)
SMALL = Chunking(30, 64)


def stored(of: Document, passages: Sequence[Passage]) -> MemoryStore:
    """A store with one document, cut as given."""
    texts = [passage.text for passage in passages]
    made = Entry(of, b"x" * 32, tuple(passages), EMBEDDER.embed_passages(texts), tuple(t.encode() for t in texts))
    store = MemoryStore()
    store.update(Changes(put=(made,), finished=(SourceState(SOURCE, b"\1" * 32, 1),)))
    return store


def article() -> tuple[MemoryStore, list[Passage]]:
    of = Document("apv", "APV", SOURCE, ARTICLE, (Section((), 0, len(ARTICLE), address="artikel 2:1"),))
    passages = split_document(of, EMBEDDER.count_tokens, SMALL)
    return stored(of, passages), passages


def cited(store: MemoryStore, passage: Passage, words: str) -> Citation:
    with store.view() as view:
        return cite(view, passage.passage_id, words)


def passage_with(passages: Sequence[Passage], words: str) -> Passage:
    return next(passage for passage in passages if words in passage.text)


def test_words_of_another_lid_are_not_cited_under_this_one() -> None:
    store, passages = article()
    second = passage_with(passages, "verboden te drinken")
    assert second.address == "artikel 2:1, lid 2"
    with pytest.raises(InputError, match="artikel 2:1, lid 3"):
        cited(store, second, "De burgemeester kan ontheffing verlenen.")
    more = [p for p in passages if p.address == second.address and p is not second]
    assert more, "lid 2 is longer than one passage"
    assert cited(store, second, more[0].text).passage.address == second.address


def test_words_that_stand_in_the_passage_are_never_taken_from_beside_it() -> None:
    store, passages = article()
    second = next(p for p in passages if FINE in p.text and p.address == "artikel 2:1, lid 2")
    before = passage_with(passages, "wijst een gebied aan")
    near = replace(second, passage_id="p", start=before.end, text=ARTICLE[before.end : second.end])
    store = stored(Document("apv", "APV", SOURCE, ARTICLE, (Section((), 0, len(ARTICLE)),)), [near])
    citation = cited(store, near, FINE)
    assert near.start <= citation.start < citation.end <= near.end, "the same words above it were nearer to its start"


def test_an_article_may_be_named_for_a_lid_of_it() -> None:
    text = f"De raad besluit als volgt, gehoord de burgemeester.\n{ARTICLE}"
    of = Document("apv", "APV", SOURCE, text, (Section((), 0, len(text), address="artikel 2:1"),))
    passages = split_document(of, EMBEDDER.count_tokens, SMALL)
    above = replace(passages[0], text=text[:40], end=40, address="artikel 2:1")
    store = stored(of, [above, *passages[1:]])
    assert described(cited(store, above, "De burgemeester kan ontheffing verlenen.")).startswith("APV, artikel 2:1 (")


def test_a_passage_that_is_cut_within_a_word_stands_there() -> None:
    text = f"Bijlage. {'codeboek' * 99} Einde."
    of = Document("apv", "APV", SOURCE, text, (Section((), 0, len(text)),))
    halves = [Passage(f"p{a}", "apv", "APV", SOURCE, (), text[a:b], a, b) for a, b in ((0, 90), (90, len(text)))]
    store = stored(of, halves)
    with store.view() as view:
        for half in halves:
            whole = cite(view, half.passage_id)
            quotation = Quotation(whole.text, "apv", half.passage_id, whole.start, whole.end, whole.origin)
            found = check_citation(view, quotation)
            assert (found.standing, found.moved) == (Standing.PRESENT, False), half.text[:20]
            assert found.present_text == half.text
            pasted = replace(quotation, text=quotation.text.replace(" ", "\n"))
            assert check_citation(view, pasted).standing is Standing.PRESENT
            assert cite(view, half.passage_id, half.text).text == half.text
