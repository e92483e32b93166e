from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import terms
from index.analysis.references import named_articles, references

GEMEENTEWET = ["§172a", "§172a_gemeentewet"]
APV = ["§2:74", "§2:74_algemene_plaatselijke_verordening"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("artikel 172a Gemeentewet", GEMEENTEWET),
        ("172a Gemw", GEMEENTEWET),
        ("Artikel 172a van de Gemeentewet", GEMEENTEWET),
        ("Gemeentewet, art. 172a", GEMEENTEWET),
        ("Gemeentewet artikel 172a", GEMEENTEWET),
        ("Gemeentewet 172a", GEMEENTEWET),
        ("artikel 172 a Gemeentewet", GEMEENTEWET),
        ("art. 172a Gem. wet", GEMEENTEWET),
        ("art. 2:74, eerste lid, van de APV", APV),
        ("artikel 2:74, lid 1 Algemene plaatselijke verordening", APV),
        ("artikel 2:74 van de APV 2019", APV),
        ("13b Opiumwet", ["§13b", "§13b_opiumwet"]),
        ("Politiewet 2012, artikel 3", ["§3", "§3_politiewet"]),
        ("artikel 2.25 Omgevingswet", ["§2.25", "§2.25_omgevingswet"]),
        ("artikel 3 van de Marktverordening Voorbeeldstad 2024", ["§3", "§3_marktverordening"]),
        ("artikel 5 lid 1 onder de AVG", ["§5", "§5_algemene_verordening_gegevensbescherming"]),
        ("artikel 3 DHW", ["§3", "§3_alcoholwet"]),
        ("artikel 17 Woningwet", ["§17", "§17_woningwet"]),
    ],
)
def test_articles_in_all_spellings(text: str, expected: list[str]) -> None:
    assert references(text) == expected
    assert [term for term in terms(text) if term.startswith("§")] == expected


@pytest.mark.parametrize(
    ("text", "numbers", "law"),
    [
        ("artikelen 172, 172a en 175 Gemeentewet", "172 172a 175", "gemeentewet"),
        ("de artikelen 172, 172a, vijfde lid, en 175, eerste tot en met derde lid, van de Gemeentewet", "172 172a 175",
         "gemeentewet"),
        ("artikel 172 jo. artikel 175 Gemeentewet", "172 175", "gemeentewet"),
        ("art. 172/172a Gemw", "172 172a", "gemeentewet"),
        ("artikelen 11 tot en met 14 Politiewet 2012", "11 12 13 14", "politiewet"),
        ("artikelen 11-13 Politiewet 2012", "11 12 13", "politiewet"),
        ("artikelen 3 en 5", "3 5", None),
        ("artikel 5, 10 dagen na de dag", "5", None),
        ("artikel 5. Gemeentewet en meer", "5", None),
        ("op grond van artikel 5 u verzoeken", "5", None),
        ("artikel 7\na. het eerste", "7", None),
        ("artikel 7\na) het eerste", "7", None),
    ],
)  # fmt: skip
def test_several_articles_and_what_is_none_of_them(text: str, numbers: str, law: str | None) -> None:
    found = [reference.article for reference in named_articles(text)]
    assert [(one.number, one.law) for one in found] == [(number, law) for number in numbers.split()]


def test_each_article_has_the_law_that_it_is_of() -> None:
    text = "artikel 5 van deze verordening, artikel 3 Politiewet 2012 en artikel 172 van de Gemeentewet"
    assert references(text) == ["§5", "§3", "§3_politiewet", "§172", "§172_gemeentewet"]


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 kwam de wet; 12 gemeenten deden mee.",
        "De Gemeentewet is 12 keer gewijzigd.",
        "Zie de Gemeentewet: 5 jaar",
        "een 13b-pand",
        "de Politiewet 2012 van 12 juli",
        "sinds 2019 de Opiumwet",
    ],
)
def test_other_numbers_are_no_articles(text: str) -> None:
    assert references(text) == []


@pytest.mark.parametrize(
    ("text", "leden"),
    [
        ("artikel 172 leden 1 en 2 Gemeentewet", "1 2"),
        ("172, eerste en tweede lid, van de Gemeentewet", "1 2"),
        ("artikel 172, twaalfde lid, van de Gemeentewet", "12"),
        ("artikel 172, 3e lid, onder 1°, Gemeentewet", "3"),
        ("artikel 172, leden 2 tot en met 4, Gemeentewet", "2 3 4"),
        ("artikel 172, aanhef en onderdelen a en c, Gemeentewet", ""),
    ],
)
def test_leden_and_onderdelen_are_no_articles(text: str, leden: str) -> None:
    [found] = named_articles(text)
    assert (found.article.number, found.article.law) == ("172", "gemeentewet")
    assert list(found.article.leden) == leden.split()


_LAWS = {
    "gemeentewet": ("Gemeentewet", "de Gemeentewet", "Gemw", "GEMEENTEWET", "Gem.wet"),
    "politiewet": ("Politiewet 2012", "Polw", "de Politiewet"),
    "algemene_wet_bestuursrecht": ("Awb", "de Algemene wet bestuursrecht", "AWB"),
    "omgevingswet": ("Omgevingswet", "de omgevingswet"),
    "wet_veiligheidsregio_s": ("Wvr", "de Wet veiligheidsregio's", "de Wet veiligheidsregio’s"),
}
_PARTS = (
    "", " lid 1", ", lid 1,", ", eerste lid,", ", 1e lid", ", eerste en derde lid,", " leden 1 en 2", " lid 1 sub a",
    ", aanhef en onder b,", ", aanhef en onderdeel a, onder 1°,", " e.v.", ", eerste lid, tweede volzin,",
    " (eerste lid)",
)  # fmt: skip


@given(
    st.integers(1, 999),
    st.sampled_from(["", "a", "b", "hh"]),
    st.sampled_from(["", "2:", "4."]),
    st.sampled_from(sorted(_LAWS)),
    st.data(),
)
def test_every_way_of_writing_the_same_gives_the_same_terms(
    number: int, letters: str, chapter: str, law: str, data: st.DataObject
) -> None:
    """The law before or behind, articles marked or not, with leden and onderdelen or without."""
    name = data.draw(st.sampled_from(_LAWS[law]))
    part = data.draw(st.sampled_from(_PARTS))
    mark = data.draw(st.sampled_from(["artikel ", "art. ", "Art.", "Artikel ", "ARTIKEL\n", "artikelen "]))
    gap = data.draw(st.sampled_from([" ", ""])) if len(letters) == 1 else ""
    article = f"{chapter}{number}{gap}{letters}{part}"
    written = data.draw(
        st.sampled_from(
            [
                f"{mark}{article} {name}",
                f"{article} {name}",
                f"{mark}{article} van {name}",
                f"{mark}{article} ({name})",
                f"{name}, {mark}{article}",
                f"{name} {mark}{article}",
                f"{name} ({mark}{article})",
            ]
        )
    )
    assert references(written) == [f"§{chapter}{number}{letters}", f"§{chapter}{number}{letters}_{law}"], written
