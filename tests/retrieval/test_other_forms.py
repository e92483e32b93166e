from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.store import Changes
from retrieval import Searcher
from retrieval.asked_words import AskedWords
from retrieval.other_forms import OtherForms
from tests.index.making import document, entry
from tests.retrieval.memory_store import MemoryStore


def beside(question: str, texts: Sequence[str]) -> str:
    store = MemoryStore()
    store.update(Changes(put=tuple(entry(document(f"d{n}", text)) for n, text in enumerate(texts))))
    with store.view() as view:
        return OtherForms().beside(question, view)


LONG = ["Een tijdelijk huisverbod duurt tien dagen."]
SHORT = ["De RDW is er."]


@pytest.mark.parametrize(
    ("question", "texts", "asked"),
    [
        pytest.param("Hoe lang duurt een THV?", LONG, "Hoe lang duurt een tijdelijk huisverbod (THV)?", id="long"),
        pytest.param("hoe lang duurt een thv", LONG, "hoe lang duurt een tijdelijk huisverbod (thv)", id="lower case"),
        pytest.param(
            "Wat doet de Rijksdienst voor het Wegverkeer?",
            SHORT,
            "Wat doet de Rijksdienst voor het Wegverkeer (RDW)?",
            id="short",
        ),
        pytest.param("Wat doet de RDW?", SHORT, "Wat doet de RDW?", id="the form of the texts"),
        pytest.param("Een THV?", [*LONG, "Een THV is zwaar."], "Een THV?", id="both are used"),
        pytest.param("Een THV?", [*LONG * 5, "Een THV is zwaar."], "Een tijdelijk huisverbod (THV)?", id="far more"),
        pytest.param(
            "Is een THV een tijdelijk huisverbod?", LONG, "Is een THV een tijdelijk huisverbod?", id="in both"
        ),
        pytest.param("Duurt een huisverbod lang?", LONG, "Duurt een huisverbod lang?", id="none"),
        pytest.param("Wat doet het OM?", ["Het openbaar ministerie."], "Wat doet het OM?", id="a common word too"),
        pytest.param("Een THV?", [], "Een THV?", id="no texts"),
    ],
)
def test_the_form_that_texts_use_stands_beside_the_one_that_was_typed(
    question: str, texts: Sequence[str], asked: str
) -> None:
    assert beside(question, texts) == asked


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Wanneer geldt een THV?", "Tijdelijke huisverboden: wanneer geldt er een?"),
        ("Wanneer geldt een tijdelijk huisverbod?", "Wanneer geldt een THV?"),
        ("Wat is in de Gemw geregeld?", "Wat is in de Gemeentewet geregeld"),
        ("Wat regelt de Wet Damocles?", "Artikel 13b van de Opiumwet regelt het"),
    ],
)
def test_a_text_has_an_abbreviation_in_its_other_form(question: str, text: str) -> None:
    words = AskedWords.of(question)
    assert words.coverage(text) > 0.8
    assert words.missing(text, text) == 0


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Hoe lang duurt een THV?", "Tijdelijk huisverbod"),
        ("Wat is een LOD?", "Aanpak van woonoverlast"),
        ("Wat is een BSB?", "Bestuurlijke sancties"),
        ("Wat zegt de Gemw over camera’s?", "Cameratoezicht"),
    ],
)
def test_an_abbreviation_that_no_text_has_is_answered(sample_searcher: Searcher, question: str, title: str) -> None:
    answer = sample_searcher.ask(question)
    assert answer.found, f"{question}: {answer.confidence:.2f}"
    titles = [hit.passage.title for hit in answer.hits[:2]]
    assert any(found.startswith(title) for found in titles), titles
