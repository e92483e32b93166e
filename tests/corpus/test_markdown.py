from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.markdown import read_markdown
from corpus.structure import Block, Heading, assemble
from corpus.titles import title_of

MARKUP = st.sampled_from(["# ", "## ", "\n\n", "\n", "- ", "1. ", "> ", "    ", "```\n",
    "[^1]", "[^1]: ", "\ue0001\ue002", "| a | b |\n|--|--|\n", "| ",
    "*", "**", "_", "`", "[a](b)", "![", "](", "<br>", "<div>", "</p", "<!--", "&nbsp;", "&#0;", "&shy;", "\n---\n",
    "\n===\n", "\\", "woord", "É", "e\u0301", " ", "\u2028", "😀"])  # fmt: skip
MARKDOWN = st.lists(st.one_of(MARKUP, st.text(max_size=4)), max_size=40).map("".join)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        pytest.param("Een **vet** en *schuin* [woord](http://x.nl).", "Een vet en schuin woord.", id="inline"),
        pytest.param("een\ntwee\n\ndrie", "een twee\n\ndrie", id="wrapped lines joined"),
        pytest.param("een  \ntwee", "een\ntwee", id="forced line end"),
        pytest.param("Het is:\na. een;\nb. twee\nof drie.", "Het is:\na. een;\nb. twee of drie.", id="onderdelen"),
        pytest.param("1. Wie:\n   a. een;\n   b. twee.", "1. Wie:\n  a. een;\n  b. twee.", id="onderdelen of a lid"),
        pytest.param("Hij is\nde man v.\nis. Dat", "Hij is de man v. is. Dat", id="no onderdelen"),
        pytest.param(
            "Artikel 2. Straf\nWie dit doet,\nkrijgt straf.\nArtikel 3\nSlot.",
            "Artikel 2. Straf\nWie dit doet, krijgt straf.\nArtikel 3\nSlot.",
            id="lines that head articles",
        ),
        pytest.param(
            "Zie\nArtikel 2 van de wet\nGeldt.\nArtikel 3 is er",
            "Zie Artikel 2 van de wet Geldt. Artikel 3 is er",
            id="lines that mention them",
        ),
        pytest.param(
            "Een.[^1] Twee[^b].\n\n[^1]: Zie *de* wet,\n    lid 2.\n[^b]: Noot.\n\nDrie.",
            "Een. Twee.\n\n1 Zie de wet, lid 2.\n\n2 Noot.\n\nDrie.",
            id="footnotes",
        ),
        pytest.param(
            "- een[^n]\n- twee\n\n[^n]: Noot.\n\n[^x]: Nooit.",
            "- een\n\n1 Noot.\n\n- twee\n\nNooit.",
            id="footnotes of lists and of nothing",
        ),
        pytest.param(
            "# A\n\nEen.[^1] Ook.[^1]\n\n[^1]: Noot een.\n\n# B\n\nTwee.[^1]\n\n[^1]: Noot twee.\n\nWeer.[^1]",
            "A\n\nEen. Ook.\n\n1 Noot een.\n\nB\n\nTwee.\n\n2 Noot twee.\n\nWeer.",
            id="footnotes of two texts in one",
        ),
        pytest.param(
            "Een.[^1]\n\n[^1]: Noot een.\n[^1]: Noot twee.", "Een.\n\n1 Noot een.\n\nNoot twee.", id="note twice"
        ),
        pytest.param(
            "Een.[^1]\n\n[^1]: Noot\ngaat door.\n## Kop\n\nTwee.",
            "Een.\n\n1 Noot gaat door.\n\nKop\n\nTwee.",
            id="note, heading",
        ),
        pytest.param(
            "Een.[^1]\n\n[^1]: Noot.\n2. twee\n3. drie", "Een.\n\n1 Noot.\n\n2. twee\n3. drie", id="note, list"
        ),
        pytest.param(
            "Een.[^1]\n\n[^1]: Noot.\n| a | b |\n|---|---|\n| c | d |",
            "Een.\n\n1 Noot.\n\na | b\nc | d",
            id="note, table",
        ),
        pytest.param("Een.[^1]\n\n[^1]: Noot.\n> Citaat.", "Een.\n\n1 Noot.\n\nCitaat.", id="note, quotation"),
        pytest.param("Een.[^1]\n\n[^1]: Noot.\n<div>\nDeel.</div>", "Een.\n\n1 Noot.\n\nDeel.", id="note, HTML"),
        pytest.param("Een.[^1]\n\n[^1]: Noot.\n```\ncode\n```", "Een.\n\n1 Noot.\n\ncode", id="note, code"),
        pytest.param(
            "Een.[^1]\n\n[^1]: Noot.\n\n    Meer *noot*:\n\n    - een\n    - twee\n\nTwee.",
            "Een.\n\n1 Noot.\nMeer noot:\n- een\n- twee\n\nTwee.",
            id="note of paragraphs and a list",
        ),
        pytest.param(
            "> Een.[^1]\n> [^1]: Noot\n\n- Twee.[^2]\n\n  [^2]: Noot twee.\n- Drie.",
            "Een.\n\n1 Noot\n\n- Twee.\n\n2 Noot twee.\n\n- Drie.",
            id="notes in quotations and lists",
        ),
        pytest.param("**Kop.**[^1]\n\n[^1]: Noot[^2].\n[^2]: Meer.", "Kop.\n\n1 Noot.\n\nMeer.", id="note of a note"),
        pytest.param(
            "Een [^1] is `[^1]`.\n\n```\nx[^1]\n```\n\n| a | b |\n|--|--|\n| [^9] | x[^1] |\n\n[^1]: Noot.",
            "Een is [^1].\n\n1 Noot.\n\nx[^1]\n\na | b\n[^9] | x",
            id="marks that are text",
        ),
        pytest.param("<table><tr><td>a[^1]</td></tr></table>\n\n[^1]: Noot.", "a\n\n1 Noot.", id="mark in HTML"),
        pytest.param(
            "Een\\[^1] en [^2].\n\n[^1]: Noot.", "Een[^1] en [^2].\n\nNoot.", id="marks that are escaped or apart"
        ),
        pytest.param("Een[^9] en [^a-z].\n\n```\n[^1]: code\n```", "Een en [^a-z].\n\n[^1]: code", id="no footnotes"),
        pytest.param("a<br>b <span class=x>c</span>", "a\nb c", id="tags"),
        pytest.param("Aan <naam gemeente>, 3 < 4", "Aan <naam gemeente>, 3 < 4", id="no tags"),
        pytest.param("<div>\n<p>een &amp; twee</p><script>x()</script>\n</div>", "een & twee", id="html"),
        pytest.param("![plaatje](x.png) tekst", "tekst", id="images"),
        pytest.param("[een](a)[twee](b)", "een twee", id="buttons"),
        pytest.param("a&nbsp;b &euro; \\*", "a b € *", id="entities and escapes"),
        pytest.param("* een\n* twee\n  - drie\n", "- een\n- twee\n  - drie", id="nested list"),
        pytest.param("1. een\n2. twee\n\n   alinea\n4. vier", "1. een\n2. twee\n   alinea\n4. vier", id="numbers kept"),
        pytest.param("1. een\n1. twee\n1. drie", "1. een\n2. twee\n3. drie", id="lazy numbers"),
        pytest.param("| a | b |\n|---|---|\n| *c* | d<br>e |", "a | b\nc | d e", id="table"),
        pytest.param(
            "| --- | --- |\n|:---|:---|\n| klasse | bedrag |\n| 1 | --- |\n| --- | 5 |",
            "klasse | bedrag\n1\n| 5",
            id="empty cells written as dashes",
        ),
        pytest.param(
            "- 1. Het is\n- 2a. De\n- b) of\n- 1°. en", "1. Het is\n2a. De\nb) of\n1°. en", id="leden as bullets"
        ),
        pytest.param("- 112 bellen\n- dhr. Jansen", "- 112 bellen\n- dhr. Jansen", id="bullets"),
        pytest.param("> citaat\n> gaat door", "citaat gaat door", id="quotation"),
        pytest.param("```\nx = 1\n  y\n```", "x = 1\n  y", id="code"),
        pytest.param("> # Kop in citaat", "Kop in citaat", id="heading in quotation is text"),
    ],
)
def test_reads_as_plain_text(markdown: str, expected: str) -> None:
    assert assemble(read_markdown(markdown), "titel").text == expected.replace("   alinea", "  alinea")


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a. *de wet: *de Wet wapens", "a. de wet: de Wet wapens"),
        ("g.*schietvereniging: * de vereniging", "g. schietvereniging: de vereniging"),
        ("a.* stiletto:* een mes", "a. stiletto: een mes"),
        ("*de dienst:*de rechtspersoon", "de dienst: de rechtspersoon"),
        ("de* veertiende* januari 1997", "de veertiende januari 1997"),
        ("### * Ronde 1 *", "Ronde 1"),
        ("Direct solliciteren ****", "Direct solliciteren"),
        ("de formule (a:b) * c", "de formule (a:b) * c"),
        ("de formule (a * inwoners) * c", "de formule (a * inwoners) * c"),
        ("het bedrag* is € 5. *Inclusief btw", "het bedrag* is € 5. *Inclusief btw"),
        ("16 uur*, *minstens*", "16 uur*, minstens"),
        (r"het bedrag\* en de toeslag\*", "het bedrag* en de toeslag*"),
    ],
)
def test_asterisks_of_emphasis_with_spaces_inside_are_no_text(markdown: str, expected: str) -> None:
    assert [element.text for element in read_markdown(markdown)] == [expected]


def test_headings_of_both_kinds_become_sections() -> None:
    markdown = "Titel\n=====\n\nintro\n\nEen\n---\n\nalinea\n\n### Twee ###\n\nslot\n\n## Drie\n\n## Vier\n\neinde"
    elements = read_markdown(markdown)
    structure = assemble(elements, title_of(elements) or "")
    assert structure.text == "Titel\n\nintro\n\nEen\n\nalinea\n\nTwee\n\nslot\n\nDrie\n\nVier\n\neinde"
    assert [(s.headings, structure.text[s.start : s.end]) for s in structure.sections] == [
        ((), "intro"),
        (("Een",), "alinea"),
        (("Een", "Twee"), "slot"),
        (("Drie", "Vier"), "einde"),  # a heading without text is a heading above the next
    ]


def test_a_long_paragraph_above_a_rule_is_no_heading() -> None:
    assert read_markdown("woord " * 40 + "\n---\n") == [Block(("woord " * 40).strip())]


def test_nesting_far_beyond_sense_keeps_its_words() -> None:
    assert "diep" in assemble(read_markdown("> " * 60 + "diep"), "").text
    read_markdown("> " * 5_000 + "diep\n" + "[" * 5_000 + "- " * 5_000)  # ends, without a crash


@given(MARKDOWN)
def test_sections_hold_all_blocks_in_order(markdown: str) -> None:
    elements = read_markdown(markdown)
    structure = assemble(elements, "titel")
    covered = "".join("".join(structure.text[s.start : s.end] for s in structure.sections).split())
    headings = [e.text for e in elements if isinstance(e, Heading)]
    whole = "".join(structure.text.split())
    assert len(covered) <= len(whole)
    if not headings:
        assert covered == whole
    ends = [0, *(place for s in structure.sections for place in (s.start, s.end))]
    assert ends == sorted(ends)
    for section in structure.sections:
        body = structure.text[section.start : section.end]
        assert body == body.strip() != ""
