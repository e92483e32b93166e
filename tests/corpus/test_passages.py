from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Chunking, Document, Passage, Section, embedding_text, find_sources, read_source, split_document
from corpus.errors import InputError
from corpus.markdown import read_markdown
from corpus.normalise import canonical_text
from corpus.plain_text import read_plain_text
from corpus.structure import Block, Element, Heading, assemble

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
    sections = list(document.sections)
    while sections:  # each section is covered once, in order
        passage = next(remaining)
        whole = [section for section in sections if section.end <= passage.end]
        if len(whole) > 1:  # several short sections, with the headings between them
            assert passage.end == whole[-1].end
            assert len({(section.page, section.address) for section in whole}) == 1
            assert passage.headings == common_path([section.headings for section in whole])
            lines_above = document.text[passage.start : whole[0].start].split("\n\n")[:-1]
            assert lines_above == [h for h in whole[0].headings[len(passage.headings) :] if h in lines_above]
            sections = sections[len(whole) :]
            continue
        section = sections.pop(0)
        body = re.sub(r"\s", "", document.text[section.start : section.end])
        covered = ""
        while True:  # passages of its own
            assert section.start <= passage.start < passage.end <= section.end
            assert (passage.headings, passage.page) == (section.headings, section.page)
            covered += re.sub(r"\s", "", passage.text)
            if len(covered) >= len(body):
                break
            passage = next(remaining)
        assert covered == body
    assert next(remaining, None) is None


def common_path(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    shortest, longest = min(paths), max(paths)
    same = next((i for i, names in enumerate(zip(shortest, longest, strict=False)) if names[0] != names[1]), None)
    return shortest[:same] if same is not None else min(shortest, longest, key=len)


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


@pytest.mark.parametrize("marker", ["-", "1.", "2a.", "1°.", "a)."])
def test_a_passage_begins_with_an_item_of_a_list_and_not_within_one(marker: str) -> None:
    item = f"{marker} {SENTENCE} {SENTENCE}"
    text = "\n".join([item] * 9)
    document = Document("d", "Titel", "s", text, (Section((), 0, len(text)),))
    passages = split_document(document, count_words, Chunking(40, 100))
    assert [p.text for p in passages if not p.text.startswith(f"{marker} Een zin")] == []
    assert len(passages) == 3


def test_a_caption_stays_with_its_table() -> None:
    table = "\n".join(["gebied | aantal"] + ["Centrum | 12"] * 12)
    before = " ".join([SENTENCE] * 5)
    passages = split(
        f"{before}\n\nTabel 3.9: Meldingen van overlast in de gebieden van de stad\n\n{_as_markdown(table)}"
    )
    assert [p.text.partition("\n")[0][:11] for p in passages] == ["Een zin van", "Tabel 3.9: "]


def _as_markdown(table: str) -> str:
    header, _, rows = table.partition("\n")
    return f"{header}\n--- | ---\n{rows}"


def test_a_section_that_goes_on_from_the_page_before_keeps_its_heading() -> None:
    elements: list[Element] = [
        Heading(1, "Raad"),
        Heading(2, "10. Begroting"),
        Block(SENTENCE, 1),
        Block(SENTENCE, 2),
        Heading(2, "11. Sluiting"),
        Block(SENTENCE, 2),
        Heading(2, "12. Lijst"),
        Block(SENTENCE, 2),
    ]
    passages = split_document(document_of(elements), count_words, Chunking(40, 100))
    assert [(p.page, p.headings, p.text.count(SENTENCE)) for p in passages] == [
        (1, ("Raad", "10. Begroting"), 1),
        (2, ("Raad", "10. Begroting"), 1),
        (2, ("Raad",), 2),
    ]


def test_a_sentence_is_cut_only_when_it_cannot_fit() -> None:
    long = "woord " * 150 + "einde."
    parts = split(f"{SENTENCE} {long}\n\n{SENTENCE}")
    assert " ".join(" ".join(p.text for p in parts).split()) == f"{SENTENCE} {long} {SENTENCE}"
    assert all(len(p.text.split()) <= 98 for p in parts)
    assert all(p.text.startswith("woord") for p in parts[1:])
    assert [p.text for p in split("woord " * 90 + "einde.")] == [("woord " * 90 + "einde.").strip()]


def test_short_sections_join_with_the_headings_between_them() -> None:
    few, many = " ".join([SENTENCE] * 2), " ".join([SENTENCE] * 6)
    markdown = f"# Toezicht\n\n## A\n\nTip\n\n{few}\n\n## B\n\n{few}\n\n# Slot\n\n{many}"
    assert [(p.headings, p.text) for p in split(markdown)] == [
        (("Toezicht",), f"A\n\nTip\n\n{few}\n\nB\n\n{few}"),
        (("Slot",), many),
    ]


def test_a_passage_that_runs_on_holds_whole_sections_only() -> None:
    markdown = "\n\n".join(f"# Kop {n}\n\n{' '.join([SENTENCE] * size)}" for n, size in enumerate((2, 2, 14, 1)))
    passages = split(markdown)
    assert [(p.headings, p.text.count(SENTENCE)) for p in passages] == [
        ((), 4),
        (("Kop 2",), 7),
        (("Kop 2",), 7),
        (("Kop 3",), 1),
    ]
    assert passages[0].text.startswith("Kop 0\n\nEen zin")


def test_no_passage_holds_two_pages_or_two_articles() -> None:
    text = "\n\n".join([SENTENCE] * 5)
    places = [(1, None), (2, None), (2, "artikel 1"), (2, "artikel 2"), (2, "artikel 2")]
    sections = tuple(
        Section((), at * (len(SENTENCE) + 2), at * (len(SENTENCE) + 2) + len(SENTENCE), *place)
        for at, place in enumerate(places)
    )
    passages = split_document(Document("d", "Titel", "s", text, sections), count_words)
    assert [(p.page, p.address, p.text.count(SENTENCE)) for p in passages] == [
        (1, None, 1),
        (2, None, 1),
        (2, "artikel 1", 1),
        (2, "artikel 2", 2),
    ]


def test_characters_are_not_torn_from_their_accents() -> None:
    document = document_of(read_plain_text("q\u0301" * 2_000))
    for passage in split_document(document, count_words, Chunking(40, 100)):
        assert passage.text.startswith("q"), passage.text[:5]


def test_identity_depends_on_document_and_text_only() -> None:
    long, other_text = " ".join([SENTENCE] * 6), " ".join(["Anders."] * 36)
    one = split(f"# A\n\n{long}\n\n# B\n\n{long}\n\n# C\n\n{other_text}")
    other = split(f"# Nieuw\n\nVooraf {long}\n\n# C\n\n{other_text}\n\n# A\n\n{long}\n\n# B\n\n{long}")
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


def test_the_same_clauses_in_two_permits_are_the_same_passages() -> None:
    clauses = "".join(
        f"### {n}. Voorschrift\n\n{f'Dit is voorschrift {n} van de vergunning. ' * 6}\n\n" for n in range(1, 6)
    )
    cut: list[list[str]] = []
    for name, reasons in (("Zomerfeest", 1), ("Kermis", 5)):
        text = (
            f"## Besluit\n\nDe vergunning aan {name} wordt verleend.\n\n"
            f"## Motivering\n\n{f'{name} is getoetst. ' * reasons}\n\n"
            f"## Voorschriften\n\n{clauses}## Ondertekening\n\nNamens de burgemeester, voor {name}.\n"
        )
        structure = assemble(read_markdown(text), name)
        document = Document("d", name, "/d.md", structure.text, structure.sections)
        cut.append([p.text for p in split_document(document, count_words, Chunking(80, 480))])
    shared = [text for text in cut[0] if "voorschrift" in text]
    assert len(shared) > 1
    assert shared == [text for text in cut[1] if "voorschrift" in text]
    assert all("Zomerfeest" not in text and "Ondertekening" not in text for text in shared)
