"""Texts, names and questions are shown as they are, and never taken for HTML."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from index import LocalStore, build
from retrieval import Answer, Searcher
from tests.fake_embedder import FakeEmbedder
from web import cards
from web.asked import Asked
from web.endpoints import Endpoints

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</mark></p></li><iframe src=javascript:alert(1)>",
    "${alert(1)} {{constructor.constructor('alert(1)')()}} `",
    "&lt;b&gt; &amp;amp;",
]


class Page(HTMLParser):
    """What a browser makes of HTML: elements, the names of their attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("payload", PAYLOADS)
def test_texts_and_questions_are_never_html(tmp_path: Path, payload: str) -> None:
    harmless, hostile = (_shown(tmp_path / name, put) for name, put in (("harmless", "woord"), ("hostile", payload)))
    for calm, page in zip(harmless, hostile, strict=True):
        assert page.elements == calm.elements
        assert page.attributes == calm.attributes
    assert payload in hostile[1].text
    assert payload in hostile[2].text


def _shown(folder: Path, put: str) -> tuple[Page, Page, Page]:
    """Return the passages, an error and the whole document where `put` stands in id, title, heading, text and name."""
    folder.mkdir()
    source = folder / f"teksten {put.replace('/', '')}.jsonl"
    row: dict[str, Any] = {
        "_id": f"id {put}",
        "title": f"Titel {put}",
        "text": f"Kop {put} kop\n\nTekst {put} over camera.",
    }
    row |= {"metadata": {"themes": [f"Thema {put}"]}}
    source.write_text(json.dumps(row))
    build(folder / "index", [source], FakeEmbedder())
    with Searcher(LocalStore(folder / "index"), FakeEmbedder()) as searcher:
        endpoints = Endpoints(searcher)
        [hit] = searcher.search("camera")
        found = cards.status() + cards.hits([hit])
        other = cards.meant(put, Asked(put)) + cards.compared(hit.passage, Asked(put))
        judged = cards.hits([replace(hit, elsewhere=(hit.passage,))], judged=True)
        asked = Asked(f"camera {put}", sources=(source.name, put), themes=(put,))
        unanswered = cards.answer(Answer(asked.question, False, 0.0, None, (), (hit,)), asked)
        form = endpoints.choices(asked)
        document = endpoints.document(hit.passage.document_id, hit.passage.passage_id)
    assert document is not None, hit
    return (
        Page(cards.failure(f"Fout {put}")),
        Page(found + unanswered + form + other + judged),
        Page(document),
    )
