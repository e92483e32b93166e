"""The application: its page, headers, documents and what it keeps closed, and where it listens."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from app import create_app, serve
from corpus.errors import InputError
from index import LocalStore, build
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from web import texts
from web.endpoints import Endpoints
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


def test_a_taken_port_is_told_with_the_remedy(sample_searcher: Searcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=rf"Poort {port} .* al in gebruik.*bijvoorbeeld {port + 1}"):
            serve(sample_searcher, Serving(port=port))


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("bestaat.niet.invalid", 7860)])
def test_an_impossible_address_is_told(host: str, port: int) -> None:
    with pytest.raises(InputError, match=f"{host}, poort {port}"):
        listening(host, port)


def test_the_application_can_be_made_twice(sample_searcher: Searcher) -> None:
    assert create_app(sample_searcher) is not create_app(sample_searcher)
