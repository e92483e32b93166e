"""What becomes of citations when texts change: present, moved, changed with the difference, or gone; in any store."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import InputError
from index import LocalStore
from index.store import Changes, SourceState, Store
from retrieval import Citation, Searcher
from retrieval.citation_check import CitationCheck, Standing, check_citation, check_json
from retrieval.citations import cite
from retrieval.near_text import Change, difference, nearest, occurrence
from retrieval.quoted_text import Quotation
from tests.fake_embedder import FakeEmbedder
from tests.index.making import MANIFEST, document, entry
from tests.retrieval.memory_store import MemoryStore
from tests.retrieval.test_grouping import LONG, of_parts

SOURCE = "/bron/nota.txt"
SENTENCE = "Beelden van camera’s worden ten hoogste vier weken bewaard."
TEXT = f"De gemeente plaatst camera’s op het plein. {SENTENCE} De politie kijkt mee."


@pytest.fixture(params=["memory", "local"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened: Store = MemoryStore() if request.param == "memory" else LocalStore.create(tmp_path / "index", MANIFEST)
    yield opened
    opened.close()


def put(store: Store, text: str, content: bytes = b"\1" * 32) -> None:
    made = entry(document("nota", text, source=SOURCE))
    store.update(Changes(put=(made,), finished=(SourceState(SOURCE, content, 1),)))


def cited(store: Store, text: str = TEXT, words: str = SENTENCE) -> Quotation:
    """Keep `text` and quote `words` from it."""
    put(store, text)
    with store.view() as view:
        keys = view.dense(FakeEmbedder().embed_question("x"), 10).keys.tolist()
        passage = next(p for p in view.passages(keys) if words in p.text)
        citation = cite(view, passage.passage_id, words)
    assert text[citation.start : citation.end] == words
    return Quotation(words, "nota", passage.passage_id, citation.start, citation.end, citation.origin)


def checked(store: Store, quotation: Quotation) -> CitationCheck:
    with store.view() as view:
        return check_citation(view, quotation)


def test_it_names_its_origin(store: Store) -> None:
    origin = cited(store).origin
    assert origin is not None
    assert (origin.generation, origin.source_sha256) == (1, "01" * 32)


def test_what_stands_there_is_present(store: Store) -> None:
    found = checked(store, cited(store))
    assert (found.standing, found.moved, found.source_changed) == (Standing.PRESENT, False, False)


def test_what_moved_is_present_and_said_so(store: Store) -> None:
    quotation = cited(store)
    put(store, f"Een nieuwe inleiding.\n\n{TEXT}", b"\2" * 32)
    found = checked(store, quotation)
    assert (found.standing, found.moved, found.source_changed) == (Standing.PRESENT, True, True)
    assert found.place is not None
    assert found.place.start == quotation.start + len("Een nieuwe inleiding.\n\n")


def test_another_file_with_the_same_words_is_present(store: Store) -> None:
    quotation = cited(store)
    put(store, TEXT, b"\2" * 32)
    found = checked(store, quotation)
    assert (found.standing, found.moved, found.source_changed) == (Standing.PRESENT, False, True)


def test_of_two_places_the_nearest_is_meant(store: Store) -> None:
    put(store, f"{SENTENCE} {'Vulling. ' * 50}{SENTENCE}")
    late = Quotation(SENTENCE, "nota", "p", 480, 480 + len(SENTENCE))
    place = checked(store, late).place
    assert place is not None
    assert place.start > 400


@pytest.mark.parametrize(
    ("words", "now"),
    [
        ("een boete van € 5", "een boete van € 500"),
        ("een boete van € 5", "een boete van € 5.000"),
        ("De termijn is 4 week", "De termijn is 4 weekenden"),
        ("500 euro boete", "1.500 euro boete"),
        ("00 euro boete", "500 euro boete"),
    ],
)
def test_words_that_go_on_are_other_words(store: Store, words: str, now: str) -> None:
    put(store, f"{words}.")
    quotation = Quotation(words, "nota", "p", 0, len(words))
    assert checked(store, quotation).standing is Standing.PRESENT
    put(store, f"{now}.")
    found = checked(store, replace(quotation, start=now.index(words), end=now.index(words) + len(words)))
    assert found.standing is Standing.CHANGED
    assert found.difference


def test_white_space_of_a_pasted_text_does_not_count(store: Store) -> None:
    quotation = replace(cited(store), text=SENTENCE.replace(" ", "\n  "))
    assert checked(store, quotation).standing is Standing.PRESENT


@pytest.mark.parametrize(
    ("new", "removed", "added"),
    [
        pytest.param(SENTENCE.replace("vier", "zes"), ["vier"], ["zes"], id="a-number"),
        pytest.param(SENTENCE.replace("worden", "worden niet"), [], ["niet"], id="a-denial"),
        pytest.param(SENTENCE.replace("ten hoogste ", ""), ["ten hoogste"], [], id="shorter"),
        pytest.param(SENTENCE.replace("bewaard.", "bewaard, tenzij de rechter anders beslist."), ["bewaard."],
                     ["bewaard, tenzij de rechter anders beslist."], id="longer"),
    ],
)  # fmt: skip
def test_what_changed_is_shown_word_by_word(store: Store, new: str, removed: list[str], added: list[str]) -> None:
    quotation = cited(store)
    put(store, TEXT.replace(SENTENCE, new), b"\2" * 32)
    found = checked(store, quotation)
    assert found.standing is Standing.CHANGED
    assert found.present_text == new
    assert [piece.text for piece in found.difference if piece.change is Change.REMOVED] == removed
    assert [piece.text for piece in found.difference if piece.change is Change.ADDED] == added
    assert check_json(found, 1)["present_text"] == new


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("De gemeente plaatst camera’s op het plein. De politie kijkt mee.", id="sentence-gone"),
        pytest.param("Vuurwerk is verboden.", id="another-text"),
        pytest.param("!", id="no-words"),
    ],
)
def test_what_is_gone(store: Store, text: str) -> None:
    quotation = cited(store)
    put(store, text, b"\2" * 32)
    found = checked(store, quotation)
    assert (found.standing, found.title, found.place) == (Standing.GONE, "Titel", None)


def test_a_document_that_is_gone(store: Store) -> None:
    quotation = cited(store)
    store.update(Changes(remove=("nota",)))
    found = checked(store, quotation)
    assert (found.standing, found.title, found.source_changed) == (Standing.GONE, None, None)


def test_words_that_went_to_another_document_are_found_there(store: Store) -> None:
    quotation = cited(store)
    other = entry(document("nota-definitief", TEXT, title="Definitief", source="/bron/definitief.txt"))
    store.update(Changes(remove=("nota",), put=(other,)))
    found = checked(store, quotation)
    assert found.standing is Standing.GONE
    assert check_json(found, 1)["elsewhere"] == {
        "document_id": "nota-definitief",
        "passage_id": other.passages[0].passage_id,
        "title": "Definitief",
    }
    put(store, "Vuurwerk is verboden.")
    gone = checked(store, replace(quotation, text="Honden eten worst."))
    assert gone.elsewhere is None


def test_only_literal_words_of_a_passage_are_quoted(store: Store) -> None:
    put(store, TEXT)
    with store.view() as view:
        [key] = view.dense(FakeEmbedder().embed_question("x"), 1).keys.tolist()
        [passage] = view.passages([key])
        whole = cite(view, passage.passage_id)
        assert isinstance(whole, Citation)
        assert TEXT[whole.start : whole.end] == whole.text == passage.text
        for wrong in ("staat er niet", "", " "):
            with pytest.raises(InputError, match="letterlijk"):
                cite(view, passage.passage_id, wrong)
        with pytest.raises(InputError, match="'weg'"):
            cite(view, "weg")


def test_what_is_shown_of_joined_passages_can_be_quoted(tmp_path: Path) -> None:
    made = of_parts(LONG, ("Wijken", 0, half := LONG.index("Alinea 5")), ("Andere", half, len(LONG)))
    with Searcher(LocalStore.create(tmp_path / "index", MANIFEST), FakeEmbedder()) as searcher:
        searcher.store.update(Changes(put=(made,)))
        joined = [hit.passage for hit in searcher.search("titel", 9, joined=True)]
        with searcher.store.view() as view:
            for passage in joined:
                citation = cite(view, passage.passage_id, passage.text)
                assert (citation.text, citation.start, citation.end) == (passage.text, passage.start, passage.end)
                pasted = cite(view, passage.passage_id, unicodedata.normalize("NFD", passage.text.replace(" ", "\n ")))
                assert (pasted.text, pasted.start) == (passage.text, passage.start)
            first = min(joined, key=lambda passage: passage.start)
            with pytest.raises(InputError, match="letterlijk"):
                cite(view, first.passage_id, LONG[half : half + 60])
    assert any(passage.text.count("Alinea") > 1 for passage in joined)


def test_a_part_of_a_word_or_number_is_no_quotation(store: Store) -> None:
    put(store, "Er volgt een boete van € 500.")
    with store.view() as view:
        [passage] = view.passages(view.dense(FakeEmbedder().embed_question("x"), 1).keys.tolist())
        for words in ("een boete van € 5", "oete van"):
            with pytest.raises(InputError, match="letterlijk"):
                cite(view, passage.passage_id, words)


def test_hits_and_answers_name_their_origin(store: Store) -> None:
    put(store, TEXT)
    with Searcher(store, FakeEmbedder()) as searcher:
        hits = searcher.search("Hoe lang worden beelden van camera’s bewaard?")
        assert [hit.origin and hit.origin.source_sha256 for hit in hits] == ["01" * 32]
        assert hits[0].citation.text == hits[0].passage.text
        answer = searcher.ask(SENTENCE)
        assert answer.found
        assert [c.origin for c in answer.citations] == [hits[0].origin]


WORDS = ("de", "het", "een", "camera", "boete", "weken", "vier", "zes", ".", ",", "!", "(", "+", "*", "\\", "é")
words = st.lists(st.sampled_from(WORDS), max_size=40)


@settings(deadline=None)
@given(words, words)
def test_a_difference_holds_both_texts(before: list[str], after: list[str]) -> None:
    pieces = difference(" ".join(before), " ".join(after))
    old = [word for p in pieces if p.change is not Change.ADDED for word in p.text.split()]
    new = [word for p in pieces if p.change is not Change.REMOVED for word in p.text.split()]
    assert (old, new) == (before, after)


@settings(deadline=None)
@given(words.filter(lambda some: len(some) > 3), words, words)
def test_what_is_there_is_found_and_is_nearest_to_itself(some: list[str], left: list[str], right: list[str]) -> None:
    quotation = " ".join(some)
    text = " ".join([*left, quotation, *right])
    at = text.index(quotation)
    found = occurrence(quotation, text, at)
    assert found is not None
    assert (found.start, text[found.start : found.end]) == (at, quotation)
    near = nearest(quotation, text, at)
    assert near is not None, (quotation, text)
    assert 0 <= near.start < near.end <= len(text)


def test_a_changed_sentence_is_found_in_a_long_text() -> None:
    text = "De raad stelt regels over vuurwerk vast. " * 20_000
    assert nearest("Beelden worden vier weken bewaard door de politie.", text, 0) is None
    changed = f"{text}{SENTENCE} {text}"
    near = nearest(SENTENCE.replace("vier", "zes"), changed, 0)
    assert near is not None
    assert changed[near.start : near.end] == SENTENCE
