"""Web pages: their text, and nothing of what stands on every page of their site."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from corpus import find_sources, read_source
from corpus.formats.web_furniture import without_furniture
from tests.corpus.formats.test_formats import document

BODY = "<h1>Nota</h1><p>De tekst.</p>"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(f"<header>Site</header>{BODY}<footer>Contact</footer>", BODY, id="header and footer"),
        pytest.param(f"<aside>Zie ook</aside>{BODY}<nav>Menu</nav>", BODY, id="aside and menu"),
        pytest.param(
            f"<div role=banner><div>Site</div></div><ul ROLE='navigation'><li>a</ul>{BODY}"
            '<div class=x role="contentinfo">Contact</div>',
            BODY,
            id="roles",
        ),
        pytest.param(f"<div>Kruimels</div><main>{BODY}</main><div>Deel dit</div>", BODY, id="one main part"),
        pytest.param(f"<div>Kruimels</div><div role=main>{BODY}</div>", BODY, id="one main part by its role"),
        pytest.param(
            f"<main>{BODY}<aside>Het verbod geldt niet voor hulpdiensten.</aside></main>",
            f"{BODY}<aside>Het verbod geldt niet voor hulpdiensten.</aside>",
            id="aside in the main part",
        ),
        pytest.param(
            "<nav>Menu</nav><main><p>Korte inleiding</p></main><div>Een veel langere tekst</div><footer>Adres</footer>",
            "<main><p>Korte inleiding</p></main><div>Een veel langere tekst</div>",
            id="a main part with little of the text",
        ),
        pytest.param(
            f"<head><title>Nota over toezicht</title></head><nav>{'Menu ' * 99}</nav><main>{BODY}</main><p>Deel</p>",
            BODY,
            id="a main part with more than is outside menus",
        ),
        pytest.param("<main>A</main><main>B</main>", "<main>A</main><main>B</main>", id="two main parts"),
        pytest.param(f"<main> </main>{BODY}", f"<main> </main>{BODY}", id="an empty main part"),
        pytest.param(
            f"<article><header>{BODY}</header><aside>Kader</aside></article>",
            f"<article><header>{BODY}</header><aside>Kader</aside></article>",
            id="header and aside of an article",
        ),
        pytest.param("<header><h1>Nota</h1></header><p>De tekst.</p>", BODY, id="the title in the header"),
        pytest.param("<h1>Nota</h1><main><p>De tekst.</p></main>", BODY, id="the title before the main part"),
        pytest.param(f"<footer>Niet gesloten {BODY}", f"<footer>Niet gesloten {BODY}", id="without an end"),
        pytest.param(
            f"<script>'<footer>'</script>{BODY}<!-- </footer> --><p title='</main>'>",
            f"<script>'<footer>'</script>{BODY}<!-- </footer> --><p title='</main>'>",
            id="what only looks like tags",
        ),
    ],
)
def test_what_is_left_of_a_page(page: str, expected: str) -> None:
    assert without_furniture(page) == expected


def test_a_footer_is_no_explanation_of_an_article(tmp_path: Path) -> None:
    """Behind the explanation of the last article, the footer got the address of that article."""
    (tmp_path / "verordening.html").write_text(
        "<html><body><header><p>Gemeente Voorbeeldstad</p></header><h1>Verordening op het toezicht</h1>"
        "<h2>Artikel 1 Begrippen</h2><p>In deze verordening is een camera een vaste camera.</p>"
        "<h2>Artikel 2 Termijn</h2><p>Beelden worden vier weken bewaard.</p>"
        "<h2>Toelichting</h2><h3>Artikel 2</h3><p>Langer bewaren is niet nodig.</p>"
        "<footer><p>Bel 14 020 of kom naar het stadhuis.</p></footer></body></html>",
        "utf-8",
    )
    (file,) = find_sources([tmp_path / "verordening.html"]).files
    found = document(list(read_source(file)))
    assert "Gemeente Voorbeeldstad" not in found.text
    assert "14 020" not in found.text
    assert found.sections[-1].address == "toelichting bij artikel 2"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<div role=banner>" * 50_000, id="deep"),
        pytest.param('<a "' * 200_000, id="quotes"),
        pytest.param("<!--" * 200_000, id="comments"),
        pytest.param("<section>" * 5_000 + "<aside>x</aside>" * 20_000 + "</section>" * 5_000, id="sections"),
    ],
)
def test_a_page_that_is_made_to_be_slow_is_not(page: str) -> None:
    began = time.process_time()
    without_furniture(page)
    assert time.process_time() - began < 10
