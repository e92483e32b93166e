from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Chunking, Document, Passage, embedding_text, find_sources, read_source, split_document
from corpus.errors import InputError
from corpus.markdown import read_markdown
from corpus.normalise import canonical_text
from corpus.plain_text import read_plain_text
from corpus.structure import Element, assemble

SHARED = Path(__file__).parents[3] / "shared"
SENTENCE = "Een zin van precies zeven woorden lang."
ITEM = "- " + SENTENCE.lower().replace(".", ";")


def count_words(texts: Sequence[str]) -> list[int]:
    """Count words, and long ones as one token for each ten characters; two special tokens."""
    return [2 + sum(1 + len(word) // 10 for word in text.split()) for text in texts]


def document_of(elements: Sequence[Element], title: str = "Titel") -> Document:
    structure = assemble(elements, title)
    return Document("map/nota.md", title, "/map/nota.md", structure.text, structure.sections)


def split(markdown: str, target: int = 40, most: int = 100) -> list[Passage]:
    return split_document(document_of(read_markdown(markdown)), count_words, Chunking(target, most))


def check(document: Document, passages: Sequence[Passage], most: int) -> None:
    """Check everything that holds for every document."""
    for passage in passages:
        assert passage.text == document.text[passage.start : passage.end]
        assert passage.text == passage.text.strip() != ""
    assert max(count_words([embedding_text(p) for p in passages]), default=0) <= most
    assert len({p.passage_id for p in passages}) == len(passages)
    remaining = iter(passages)
    for section in document.sections:  # each section is covered once, in order, by passages of its own
        body = re.sub(r"\s", "", document.text[section.start : section.end])
        covered = ""
        while len(covered) < len(body):
            passage = next(remaining)
            assert section.start <= passage.start < passage.end <= section.end
            assert passage.headings == section.headings
            covered += re.sub(r"\s", "", passage.text)
        assert covered == body
    assert next(remaining, None) is None


ANY_TEXT = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.one_of(
            st.sampled_from([SENTENCE, ITEM, "\n", "\n\n", "# Kop\n", "Kop", ":", "x" * 700, "\u2003",
                             "e" + "\u0301" * 9, "\n- "]),
            st.text(max_size=5),
        ),
        max_size=60,
    ).map(" ".join),
)  # fmt: skip


@settings(max_examples=200)
@given(text=ANY_TEXT, title=st.text(max_size=300), sizes=st.sampled_from([(20, 64), (40, 100), (100, 100)]))
@pytest.mark.parametrize("read", [read_markdown, read_plain_text])
def test_passages_are_literal_complete_and_fit(read, text: str, title: str, sizes: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    document = document_of(read(canonical_text(text)), title)
    # Titles of any length may take 31 tokens here: 300 characters are shortened to 120, words of one character apart.
    most = sizes[1] + 64
    check(document, split_document(document, count_words, Chunking(sizes[0], most)), most)


def test_paragraphs_are_packed_to_the_target_and_kept_whole() -> None:
    paragraphs = [" ".join([SENTENCE] * n) for n in (2, 3, 1, 4, 5, 1)]
    assert [p.text for p in split("\n\n".join(paragraphs))] == [
        "\n\n".join(paragraphs[:2]),
        "\n\n".join(paragraphs[2:4]),
        "\n\n".join(paragraphs[4:]),
    ]


def test_a_long_paragraph_is_cut_at_sentences_into_even_parts() -> None:
    assert [p.text.count(SENTENCE) for p in split(" ".join([SENTENCE] * 12))] == [6, 6]


def test_a_list_stays_with_its_announcement() -> None:
    before, after = " ".join([SENTENCE] * 5), " ".join([SENTENCE] * 5)
    listed = "De gemeente doet dit:\n\n" + "\n".join([ITEM] * 3)
    assert [p.text for p in split(f"{before}\n\n{listed}\n\n{after}")] == [before, listed, after]
    long = split("De gemeente doet dit:\n\n" + "\n".join([ITEM] * 20))
    assert long[0].text.startswith("De gemeente doet dit:\n\n- een zin")
    assert all(p.text.startswith("- een zin") for p in long[1:])


def test_a_sentence_is_cut_only_when_it_cannot_fit() -> None:
    long = "woord " * 150 + "einde."
    parts = split(f"{SENTENCE} {long}\n\n{SENTENCE}")
    assert " ".join(" ".join(p.text for p in parts).split()) == f"{SENTENCE} {long} {SENTENCE}"
    assert all(len(p.text.split()) <= 98 for p in parts)
    assert all(p.text.startswith("woord") for p in parts[1:])
    assert [p.text for p in split("woord " * 90 + "einde.")] == [("woord " * 90 + "einde.").strip()]


def test_a_few_words_join_their_neighbour_but_not_another_section() -> None:
    markdown = f"# A\n\nTip\n\n{SENTENCE} {SENTENCE}\n\n# B\n\nKort.\n\n# C\n\n{SENTENCE}\n\nSlot."
    assert [(p.headings, p.text) for p in split(markdown)] == [
        (("A",), f"Tip\n\n{SENTENCE} {SENTENCE}"),
        (("B",), "Kort."),
        (("C",), f"{SENTENCE}\n\nSlot."),
    ]


def test_characters_are_not_torn_from_their_accents() -> None:
    document = document_of(read_plain_text("q\u0301" * 2_000))
    for passage in split_document(document, count_words, Chunking(40, 100)):
        assert passage.text.startswith("q"), passage.text[:5]


def test_identity_depends_on_document_and_text_only() -> None:
    one = split(f"# A\n\n{SENTENCE}\n\n# B\n\n{SENTENCE}\n\n# C\n\nAnders.")
    other = split(f"# Nieuw\n\nVooraf.\n\n# C\n\nAnders.\n\n# A\n\n{SENTENCE}\n\n# B\n\n{SENTENCE}")
    assert len({p.passage_id for p in one}) == 3
    assert {p.passage_id for p in one} <= {p.passage_id for p in other}
    assert all(re.fullmatch("[a-z2-7]{20}", p.passage_id) for p in one)


def test_embedding_text_has_title_and_headings_within_bounds() -> None:
    def text_for(title: str, *headings: str) -> str:
        return embedding_text(Passage("id", "d", title, "s", headings, "Tekst.", 0, 6))

    assert text_for("Titel") == "Titel\nTekst."
    assert text_for("Titel", "Kop", "Sub") == "Titel > Kop > Sub\nTekst."
    assert text_for("Titel", "x" * 100, "y" * 100, "z" * 100) == f"Titel > {'y' * 100} > {'z' * 100}\nTekst."
    assert len(text_for("\ufdfa" * 900, *["\ufdfa" * 900] * 50)) <= 250


def test_a_huge_text_without_any_space_is_cut_in_time() -> None:
    document = document_of(read_plain_text("x" * 3_000_000))
    passages = split_document(document, count_words)
    assert sum(len(p.text) for p in passages) == 3_000_000


@pytest.mark.parametrize("sizes", [(0, 480), (500, 480), (10, 63), (-1, 100)])
def test_impossible_sizes_are_refused(sizes: tuple[int, int]) -> None:
    with pytest.raises(InputError):
        Chunking(*sizes)


@pytest.mark.skipif(not (SHARED / "data").exists(), reason="../shared/data is not here")
@pytest.mark.parametrize("part", ["documents/vng_dook_ondermijning", "documents/wetten_veiligheid/BWBR003*.md",
                                  "documents/gemeente_digitaal/V*.md", "evaluation/rijksoverheid_vac"])  # fmt: skip
def test_real_texts_lose_no_word(part: str) -> None:
    chunking = Chunking()
    for file in find_sources([str(SHARED / "data" / part)]).files:
        for document in read_source(file):
            assert isinstance(document, Document), document
            passages = split_document(document, count_words, chunking)
            check(document, passages, chunking.max_tokens)
            found = {word for p in passages for word in re.findall(r"\w+", embedding_text_in_full(p))}
            lost = set(re.findall(r"\w+", document.text)) - found
            assert not lost, (file.path, sorted(lost))


def embedding_text_in_full(passage: Passage) -> str:
    return " ".join((passage.title, *passage.headings, passage.text))
