"""Who asks for an article gets that article, and not one that only names it or is near it in meaning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import InputError
from index import build, open_embedder
from retrieval import MatchKind, Searcher
from retrieval.article_beginning import SURE_OF_ARTICLE

POLITIEWET = """# Wet van 12 juli 2012 tot vaststelling van een nieuwe Politiewet (Politiewet 2012)

## Artikel 1

In deze wet is de politie het landelijke korps, bedoeld in artikel 13, en is de korpschef wie dat korps leidt.

## Artikel 2

De politie zorgt dat het recht wordt nageleefd en helpt wie dat nodig heeft.

## Artikel 3

1. De burgemeester heeft het gezag over de politie als zij de openbare orde handhaaft.

2. De burgemeester kan de politie aanwijzingen geven over wat zij dan doet.

3. De minister kan daarover regels stellen. Hij hoort eerst de burgemeesters.

## Artikel 4

1. De officier van justitie overlegt met de burgemeester over artikel 13 van de Politiewet 2012 en artikel 3.

2. De artikelen 13 en 3 van de Politiewet 2012 gelden ook voor de marechaussee.

## Artikel 13

1. De burgemeester en de officier van justitie overleggen regelmatig met het hoofd van de eenheid.

2. Zij maken afspraken over plaatselijke doelen en over wat de politie daarvoor doet.

## Artikel 14

De korpschef stelt per eenheid een plan op over de inzet van mensen, en artikel 13 is daarbij van toepassing.

## Artikel 73

De Politiewet 1993 wordt ingetrokken.
"""
OPIUMWET = """---
title: Opiumwet
---

## Artikel 13b

1. De burgemeester kan een woning sluiten waarin middelen worden verkocht.

## Artikel 17

1. De minister stelt regels over de voorraad.
"""
WONINGWET = """---
title: Woningwet
---

## Artikel 17

1. Het bevoegd gezag kan een gebouw sluiten waarvan de gebruiker steeds hinder geeft.

## Artikel 18

1. Het bevoegd gezag beslist over de woning binnen acht weken.
"""
GEMEENTEWET = """---
title: Gemeentewet
---

## Artikel 172

1. De burgemeester zorgt voor de openbare orde.

2. De burgemeester kan overtredingen beletten.

## Artikel 172a

1. De burgemeester kan wie telkens de orde verstoort bevelen weg te blijven.
"""
NOTA = """# Nota drugspanden

Wie drugs verkoopt in een woning kan volgens artikel 13b Opiumwet rekenen op sluiting van die woning.

De politie handhaaft de openbare orde onder gezag van de burgemeester, zoals de Politiewet 2012 zegt in artikel 3.
"""


DIEREN = """# Wet van 12 januari 1977, houdende regels over proeven op dieren (Wet op de dierproeven)

## Artikel 8

Wie een proef doet, houdt van elk dier een lijst bij en bewaart die drie jaar.

## Artikel 9

Onze minister wijst aan wie toezicht houdt.
"""
KRANKZINNIGEN = """# Wet tot regeling van het toezicht op krankzinnigen BES

## Artikel 8

vervallen

## Artikel 10

De rechter beslist over de opneming.
"""


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    texts: Path = tmp_path_factory.mktemp("wetten")
    named = {"politiewet": POLITIEWET, "opiumwet": OPIUMWET, "woningwet": WONINGWET, "gemeentewet": GEMEENTEWET}
    for name, text in (named | {"nota": NOTA, "dieren": DIEREN, "krankzinnigen": KRANKZINNIGEN}).items():
        (texts / f"{name}.md").write_text(text, "utf-8")
    build(texts / "index", [texts], open_embedder())
    with Searcher.open(texts / "index") as opened:
        yield opened


def places(searcher: Searcher, question: str) -> list[str]:
    """Return of each hit the last word of its title and its article, "2012 13"."""
    found = []
    for hit in searcher.search(question):
        passage = hit.passage
        where = passage.address or next((head for head in reversed(passage.headings) if head.startswith("Art")), "")
        found.append(f"{passage.title.strip(')').split()[-1]} {where.split(',')[0].split()[-1] if where else '-'}")
    return found


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("artikel 13 Politiewet 2012", ["2012 13"]),
        ("artikelen 3, 13 en 14 Politiewet 2012", ["2012 3", "2012 13", "2012 14"]),
        ("Wat zegt artikel 3 van de Politiewet over het gezag?", ["2012 3"]),
        ("artikel 13b Opiumwet", ["Opiumwet 13b"]),
        ("Wet Damocles", ["Opiumwet 13b"]),
        ("Wet Victor", ["Woningwet 17"]),
        ("artikel 172 a Gemeentewet", ["Gemeentewet 172a"]),
        ("Gemeentewet 172", ["Gemeentewet 172"]),
        ("artikel 17 Woningwet", ["Woningwet 17"]),
        ("artikel 17 Opiumwet", ["Opiumwet 17"]),
        ("Wat staat in artikel 8 van de Wet op de dierproeven?", ["dierproeven 8"]),
        ("Wat zegt artikel 8 van de Wet op de dierproeven over lijsten van dieren?", ["dierproeven 8"]),
    ],
)
def test_the_article_itself_is_found_first(searcher: Searcher, question: str, first: list[str]) -> None:
    found = places(searcher, question)
    assert set(found[: len(first)]) == set(first), found


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("artikel 3 Politiewet 2012", "1. De burgemeester heeft het gezag over de politie als zij"),
        ("Wat zegt artikel 3 van de Politiewet?", "1. De burgemeester heeft het gezag over de politie als zij"),
        ("Wat staat er in artikel 3, tweede lid, van de Politiewet 2012?", "2. De burgemeester kan de politie aanwijz"),
        ("Politiewet 2012, art. 3 lid 3", "3. De minister kan daarover regels stellen. Hij hoort eerst de burgem"),
        (
            "Wat staat in artikel 8 van de Wet op de dierproeven?",
            "Wie een proef doet, houdt van elk dier een lijst bij",
        ),
        ("artikel 172a Gemeentewet", "1. De burgemeester kan wie telkens de orde"),
        ("artikel 13 Politiewet 2012", "1. De burgemeester en de officier van justitie overleggen regelmatig"),
    ],
)
def test_a_question_for_an_article_is_answered_with_how_it_begins(
    searcher: Searcher, question: str, answer: str
) -> None:
    found = searcher.ask(question)
    assert found.text is not None
    assert found.text.startswith(answer), found.text
    assert found.text.count("\n") == 0, found.text


def test_a_number_that_several_laws_have_is_not_answered_as_sure(searcher: Searcher) -> None:
    assert searcher.ask("artikel 73").confidence == SURE_OF_ARTICLE
    assert searcher.ask("artikel 17").confidence < SURE_OF_ARTICLE - 0.1


def test_an_article_of_a_law_that_no_text_is_is_not_answered_with_that_of_another_law(searcher: Searcher) -> None:
    found = searcher.ask("Wat staat in artikel 8 van de Wet op de kansspelen?")
    assert "vervallen" not in (found.text or ""), found.text


def test_what_an_article_says_of_something_is_sought_in_that_article(searcher: Searcher) -> None:
    found = searcher.ask("Wie mag volgens artikel 3 Politiewet 2012 aanwijzingen geven aan de politie?")
    assert found.text is not None
    assert "2. De burgemeester kan de politie aanwijzingen geven" in found.text
    [citation] = found.citations
    assert citation.passage.address == "artikel 3"


@pytest.mark.parametrize("question", ["artikel 99 Politiewet 2012", "artikel 3, vijfde lid, van de Politiewet 2012"])
def test_an_article_or_lid_that_is_not_there_is_not_made_up(searcher: Searcher, question: str) -> None:
    found = searcher.ask(question)
    assert not found.found, found.text


def test_what_a_popular_name_stands_for_is_told_where_the_heading_says_it(searcher: Searcher) -> None:
    hit = searcher.search("Wet Damocles")[0]
    assert hit.explanation is not None
    told = [(match.asked, match.kind, match.in_heading) for match in hit.explanation.matches]
    assert ("Wet Damocles", MatchKind.RELATED, True) in told, told


def test_a_name_of_ones_own_leads_to_the_article(
    searcher: Searcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index was made without that file."""
    own = tmp_path / "eigen.txt"
    own.write_text("Wnw = Woningwet\n", "utf-8")
    monkeypatch.setenv("VEILIGHEIDSWIJZER_AFKORTINGEN", str(own))
    assert places(searcher, "artikel 17 Wnw")[0] == "Woningwet 17"
    found = searcher.ask("Wat zegt artikel 17 Wnw?")
    assert found.text is not None
    assert found.text.startswith("1. Het bevoegd gezag kan een gebouw sluiten"), found.text


def test_a_file_of_abbreviations_that_is_not_there_is_told_before_a_question_is_asked(
    searcher: Searcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEILIGHEIDSWIJZER_AFKORTINGEN", str(tmp_path / "geen.txt"))
    with pytest.raises(InputError, match=r"geen\.txt is er niet"):
        Searcher.open(tmp_path)
