from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.testclient import TestClient

from app import create_app, serve
from corpus import Passage
from corpus.errors import InputError
from index import LocalStore, build
from index.store import Changes
from retrieval import Answer, Searcher
from tests.fake_embedder import FakeEmbedder
from tests.retrieval.memory_store import MemoryStore
from web import cards, texts
from web.asked import Asked
from web.endpoints import Endpoints
from web.results import Shown
from web.serving import Serving, listening

QUESTION = "Hoelang mogen beelden van cameratoezicht bewaard worden?"


@pytest.fixture(scope="module")
def client(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, headers={"Accept": "text/html"}, trust_env=False) as open_client:
        yield open_client


def _text(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_the_page_is_dutch_and_has_title_and_landmarks(client: httpx.Client) -> None:
    page = client.get("/").text
    assert re.findall(r"<html\s+lang=\"(\w+)\"", page) == ["nl"]
    assert re.findall(r"<title>(.*?)</title>", page) == ["Veiligheidswijzer"]
    assert page.count("<header") == page.count("<footer") == 1
    assert 'href="#vraag"' in page


def test_the_page_names_no_other_host(client: httpx.Client) -> None:
    page = client.get("/").text
    markup = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert re.findall(r"(?:https?:)?//[\w.-]+", markup) == []
    namespace = "http://www.w3.org/2000/svg"  # a name within pictures, never fetched
    assert set(re.findall(r"https?://[^\"'\s)]+", client.get("/theme.css").text)) <= {namespace}


@pytest.mark.parametrize("address", ["/", "/document?id=x", "/config", "/web/style.css", "/nergens"])
def test_every_response_has_the_security_headers(client: httpx.Client, address: str) -> None:
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    scripts = policy.pop("script-src").split()
    styles = policy.pop("style-src").split()
    assert policy == {
        "default-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "connect-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self' data:",
    }
    of_gradio = address == "/"  # which makes functions and style elements while it runs
    assert "'unsafe-inline'" not in scripts
    assert ("'unsafe-eval'" in scripts) == of_gradio
    assert ("'unsafe-inline'" in styles) == of_gradio
    assert "camera=()" in headers["Permissions-Policy"]
    assert "server" not in headers


def test_scripts_of_the_page_carry_a_nonce_of_that_response(client: httpx.Client) -> None:
    nonces = []
    for response in (client.get("/"), client.get("/")):
        [nonce] = re.findall(r"'nonce-(.*?)'", response.headers["Content-Security-Policy"])
        assert set(re.findall(r"<script(?: nonce=\"(.*?)\")?", response.text)) == {nonce}
        nonces.append(nonce)
    assert nonces[0] != nonces[1]


def test_analytics_are_off(client: httpx.Client) -> None:
    config = client.get("/config").json()
    assert config["analytics_enabled"] is False
    assert config["enable_queue"] is True


@pytest.mark.parametrize(
    "address",
    [
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=http://127.0.0.1/",
        "/monitoring",
        "/docs",
        "/openapi.json",
        "/gradio_api/openapi.json",
        "/web/../app.py",
        "/web/%2e%2e/app.py",
        "/web/..%2f..%2fapp.py",
        "/static/..%2f..%2f..%2froutes.py",
        "/assets/%2e%2e/%2e%2e/%2e%2e/routes.py",
        "/document/../app.py",
    ],
)
def test_what_the_page_does_not_need_is_closed(client: httpx.Client, address: str) -> None:
    request = client.build_request("GET", "/")
    request.url = request.url.copy_with(raw_path=address.encode())
    response = client.send(request)
    assert response.status_code in {403, 404}, response.text[:200]
    assert "root:" not in response.text
    assert client.post(address).status_code in {403, 404, 405}


def test_another_host_name_is_refused(client: httpx.Client) -> None:
    assert client.get("/", headers={"Host": "elders.example"}).status_code == 400


def test_a_document_shows_the_whole_passage_marked(client: httpx.Client, sample_searcher: Searcher) -> None:
    passage = sample_searcher.search(QUESTION)[0].passage
    response = client.get("/document", params={"id": passage.document_id, "passage": passage.passage_id})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    page = re.sub(r'<span class="alleen-voorlezen">.*?</span>', "", response.text)
    assert " ".join(map(_text, re.findall(r'<mark class="passage">(.*?)</mark>', page))).split() == passage.text.split()
    assert page.count('id="vindplaats"') == 1
    with sample_searcher.store.view() as view:
        document = view.document(passage.document_id)
    assert document is not None
    body = re.sub(r"<[^>]*>", " ", page[page.index("<article") : page.index("</article>")])
    assert unescape(body).split() == document.text.split()[len(_title_line(document.text, document.title)) :]


def _title_line(text: str, title: str) -> list[str]:
    """Return the words of the title where the text begins with it: the page has it as its heading."""
    return title.split() if text.casefold().startswith(title.casefold() + "\n") else []


@pytest.mark.parametrize("document_id", ["", "bestaat-niet", "../../etc/passwd", "a" * 5_000, "\0", "'; drop table"])
def test_an_unknown_document_is_told_in_dutch(client: httpx.Client, document_id: str) -> None:
    response = client.get("/document", params={"id": document_id})
    assert response.status_code == 404
    assert texts.DOCUMENT_MISSING_HEADING in response.text


def test_a_link_to_a_passage_that_is_gone_still_opens_its_document(
    client: httpx.Client, sample_searcher: Searcher
) -> None:
    passage = sample_searcher.search(QUESTION)[0].passage
    response = client.get("/document", params={"id": passage.document_id, "passage": "weg"})
    assert response.status_code == 200
    assert texts.PASSAGE_MISSING in response.text
    assert "vindplaats" not in response.text


def shown_at(searcher: Searcher, address: str) -> Shown:
    return Endpoints(searcher).show(address)


def shown(searcher: Searcher, question: str, **asked: Any) -> Shown:
    return shown_at(searcher, Asked(question, **asked).address)


def test_an_answer_comes_with_its_passages(sample_searcher: Searcher) -> None:
    last = shown(sample_searcher, QUESTION)
    assert last.passages.count("<li id=") == 10
    assert texts.ANSWER_HEADING in last.answer, _text(last.answer)
    assert 'class="zin"' in last.answer
    assert 'class="zin"' in last.passages


def test_a_marked_answer_is_the_cited_sentence(sample_searcher: Searcher) -> None:
    answer = sample_searcher.ask(QUESTION)
    last = shown(sample_searcher, QUESTION)
    spoken = re.compile(r'<span class="alleen-voorlezen">.*?</span>')
    marks = re.findall(r'<mark class="zin">(.*?)</mark>', spoken.sub("", last.answer), re.DOTALL)
    assert "".join(map(_text, marks)).split() == (answer.text or "").split()


@pytest.mark.parametrize(
    ("address", "part"),
    [
        pytest.param("", "leeg", id="nothing"),
        pytest.param("?vraag=", "leeg", id="empty"),
        pytest.param("?vraag=+%0A", "leeg", id="blank"),
        pytest.param("?vraag=%3F", "leeg", id="no word"),
        pytest.param("?vraag=" + "a" * 100_000, "100.000", id="too long"),
        pytest.param("?vraag=camera&aantal=0", "is 0", id="none"),
        pytest.param("?vraag=camera&aantal=-3", "-3", id="negative"),
        pytest.param("?vraag=camera&aantal=1000000", "1.000.000", id="too many"),
        pytest.param("?vraag=camera&aantal=veel", "'veel'", id="no number"),
        pytest.param("?vraag=camera&van=gisteren", "'gisteren'", id="no date"),
        pytest.param("?vraag=camera" + "&bron=x" * 300, "200", id="too many filters"),
    ],
)
def test_bad_input_is_told_with_its_value(sample_searcher: Searcher, address: str, part: str) -> None:
    last = shown_at(sample_searcher, address)
    assert part in _text(last.answer)
    assert texts.ERROR_HEADING in _text(last.status)
    assert last.passages == ""


def test_an_unforeseen_error_is_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        store = MemoryStore()

        def embed(self, _: str) -> None:
            pass

        def search(self, *_: object, **__: object) -> None:
            raise ZeroDivisionError("geheim")

    last = shown_at(Broken(), "?vraag=camera")  # type: ignore[arg-type]
    assert texts.UNEXPECTED in _text(last.answer)
    assert "geheim" not in last.answer
    assert "geheim" not in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "test_app.py" in caplog.text


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
    with _searcher(folder / "index") as searcher:
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


def _searcher(place: Path) -> Searcher:
    return Searcher(LocalStore(place), FakeEmbedder())


def test_programs_get_the_names_of_the_terminal_and_no_folders(site: str, sample_searcher: Searcher) -> None:
    from gradio_client import Client

    client = Client(site, verbose=False)
    found = client.predict(QUESTION, k=3, per_document=True, api_name="/search")
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    assert set(found) == {"question", "did_you_mean", "hits", "elapsed_ms"}
    assert len({hit["document_id"] for hit in found["hits"]}) == 3
    answer = client.predict(QUESTION, api_name="/ask")
    assert set(answer) == {"question", "found", "confidence", "answer", "hits", "citations", "did_you_mean"}
    expected = sample_searcher.ask(QUESTION)
    assert answer["found"] == expected.found
    assert answer["answer"] is None or answer["answer"]["text"] == expected.text
    sources = {hit["source"] for hit in found["hits"] + answer["hits"]}
    sources |= {citation["passage"]["source"] for citation in answer["citations"]}
    assert all("/" not in source for source in sources), sources
    client.close()


def test_programs_are_told_what_is_wrong(site: str) -> None:
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    client = Client(site, verbose=False)
    with pytest.raises(AppError, match="De vraag is leeg"):
        client.predict("", api_name="/search")
    client.close()


def test_examples_are_those_of_the_sample_texts_or_titles(tmp_path: Path, sample_searcher: Searcher) -> None:
    assert len(Endpoints(sample_searcher).examples()) >= 4
    (tmp_path / "cameratoezicht.md").write_text("# Iets anders\n\nDit gaat niet over beelden.")
    build(tmp_path / "index", [tmp_path / "cameratoezicht.md"], FakeEmbedder())
    with _searcher(tmp_path / "index") as searcher:
        assert Endpoints(searcher).examples() == ["Iets anders"]
        body = "Iedereen mag een hond uitlaten in het park en op straat. " * 20
        (tmp_path / "eigen.md").write_text(f"# Nota\n\n## Wie mag een hond uitlaten?\n\n{body}\n\n## Kort?\n\n{body}")
        build(tmp_path / "index", [tmp_path / "eigen.md"], FakeEmbedder())
        assert Endpoints(searcher).examples() == ["Wie mag een hond uitlaten?"]


@pytest.mark.parametrize("address", ["/", "/config"])
def test_the_page_says_nothing_of_the_texts_of_its_start(tmp_path: Path, address: str) -> None:
    """What Gradio puts into the page is of the moment that it was made; texts may have been removed since."""
    (tmp_path / "nota.md").write_text("# Nota Zeppelins\n\nTekst.\n", "utf-8")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder())
    with Searcher(LocalStore(tmp_path / "index"), FakeEmbedder()) as searcher:
        client = TestClient(create_app(searcher), base_url="http://localhost")
        assert Endpoints(searcher).examples() == ["Nota Zeppelins"]
        shown = client.get(address).text
    assert texts.QUESTION_LABEL in shown
    assert "Zeppelins" not in shown
    assert "nota.md" not in shown


def test_every_example_is_answered_by_its_text(sample_searcher: Searcher) -> None:
    for name, question in texts.EXAMPLES:
        answer = sample_searcher.ask(question)
        sources = [Path(hit.passage.source).name for hit in answer.hits[:3]]
        assert answer.found, (question, answer.confidence, sources)
        assert name == sources[0], (question, sources)


def test_an_index_without_texts_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "nota.md").write_text("# Nota\n\nEen zin.")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder())
    with _searcher(tmp_path / "index") as searcher:
        with searcher.store.view() as view:
            [only] = view.documents()
        searcher.store.update(Changes(remove=(only.document_id,)))
        last = shown(searcher, "camera")
    assert "veiligheidswijzer build" in _text(last.answer)


def test_a_taken_port_is_told_with_the_remedy(sample_searcher: Searcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=rf"Poort {port} .* al in gebruik.*bijvoorbeeld {port + 1}"):
            serve(sample_searcher, Serving(port=port))


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("bestaat.niet.invalid", 7860)])
def test_an_impossible_address_is_told(host: str, port: int) -> None:
    with pytest.raises(InputError, match=f"{host}, poort {port}"):
        listening(host, port)


def test_links_hold_any_document_id() -> None:
    for document_id in ("map/nota 1.md", "a&passage=b#c", "%2e%2e/?x", "vraag–“é”"):
        passage = Passage("p&1", document_id, "T", "/geheim/n.md", (), "x", 0, 1)
        link = urlsplit(cards.document_address(passage))
        assert parse_qs(link.query) == {"id": [document_id], "passage": ["p&1"]}
        assert link.fragment == "vindplaats"


def test_the_application_can_be_made_twice(sample_searcher: Searcher) -> None:
    assert create_app(sample_searcher) is not create_app(sample_searcher)
