"""Answers are literal, whole sentences or whole lists, and little is embedded to find them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Passage, split_sentences
from index.analysis import terms
from retrieval import Answer, Hit
from retrieval.answer_span import MOST_SENTENCES, answer_span, best_run
from retrieval.answering import answer_from
from retrieval.asked_words import AskedWords
from retrieval.candidate_sentences import SENTENCES_EMBEDDED, promising_sentences
from retrieval.confidence import Signs, answerable, confidence
from tests.fake_embedder import FakeEmbedder

LISTED = (
    "De wijkagent kent de buurt.\n\nDe burgemeester neemt drie maatregelen:\n\n- hij sluit het pand;\n"
    "- hij legt een dwangsom op. Die is hoog;\n- hij waarschuwt de eigenaar.\n\nDe raad wordt ingelicht."
)
THE_LIST = LISTED[LISTED.index("De burgemeester") : LISTED.index("\n\nDe raad")]


def hit(text: str, rank: int = 1) -> Hit:
    return Hit(rank, 1.0, Passage(f"p{rank}", "d", "Sluiting", "d.md", (), text, 0, len(text)), (), 0.9)


def asked(question: str, *texts: str) -> tuple[Answer, FakeEmbedder]:
    embedder = FakeEmbedder()
    hits = [hit(text, rank) for rank, text in enumerate(texts, 1)]
    return answer_from(question, embedder.embed_question(question), hits, embedder), embedder


def span_of(question: str, sentence: str) -> str:
    found = next(s for s in promising_sentences(AskedWords.of(question), [hit(LISTED)]) if s.text == sentence)
    span = answer_span(question, found, found)
    return LISTED[span.start : span.end]


def test_an_item_answers_a_question_for_a_list_with_all_items_and_their_lead_in() -> None:
    assert span_of("Welke maatregelen neemt hij?", "- hij waarschuwt de eigenaar.") == THE_LIST


def test_an_item_answers_another_question_alone() -> None:
    assert span_of("Waarschuwt hij de eigenaar?", "- hij waarschuwt de eigenaar.") == "- hij waarschuwt de eigenaar."


def test_a_lead_in_never_answers_without_its_list() -> None:
    assert span_of("Hoe gaat dat?", "De burgemeester neemt drie maatregelen:") == THE_LIST


def answered(text: str, question: str, *shown: str) -> str:
    """Return what is shown where the sentences from the first to the last of `shown` answer best."""
    sentences = promising_sentences(AskedWords.of(question), [hit(text)])
    first = next(s for s in sentences if s.text == shown[0])
    last = next(s for s in sentences if s.text == shown[-1])
    span = answer_span(question, first, last)
    return text[span.start : span.end]


ITEMS = "- hij sluit het pand.\n- hij legt een dwangsom op. Die is hoog.\n- hij waarschuwt.\n- hij wacht."


@pytest.mark.parametrize(
    ("lead_in", "question"),
    [
        ("De burgemeester kan verschillende bevelen geven.", "Mag hij een bevel geven?"),
        ("Hij neemt de volgende maatregelen.", "Wat gebeurt er dan?"),
        ("Hij neemt deze maatregelen tegen overlast.", "Wat gebeurt er dan?"),
        ("Hij komt als aan deze strenge punten is voldaan.", "Wanneer komt hij?"),
        ("Hij doet onderstaande stappen.", "Hoe gaat dat?"),
        ("Er gelden vier eisen.", "Hoe gaat dat?"),
        ("De burgemeester treedt op.", "Welke maatregelen neemt hij?"),
    ],
)
def test_a_lead_in_without_a_colon_answers_with_its_list(lead_in: str, question: str) -> None:
    text = f"De wijkagent kent de buurt. {lead_in}\n\n{ITEMS}\n\nDe raad wordt ingelicht."
    assert answered(text, question, lead_in) == f"{lead_in}\n\n{ITEMS}"


@pytest.mark.parametrize("sentence", ["De burgemeester treedt op.", "Deze regeling geldt niet.", "Dat kost twee ton."])
def test_a_sentence_that_announces_nothing_answers_without_the_list_below_it(sentence: str) -> None:
    assert answered(f"{sentence}\n\n{ITEMS}", "Mag dat?", sentence) == sentence


def test_what_does_not_lead_to_a_list_is_not_shown_with_it() -> None:
    text = f"Hij kent de buurt. Hij treedt op.\n\n{ITEMS}"
    assert answered(text, "Welke maatregelen neemt hij?", "- hij waarschuwt.") == ITEMS


def test_of_the_paragraph_above_a_list_only_the_sentence_that_leads_to_it_is_shown() -> None:
    text = f"Hij kent de buurt. Hij treedt zo op:\n\n{ITEMS}"
    assert answered(text, "Welke maatregelen neemt hij?", "- hij wacht.") == f"Hij treedt zo op:\n\n{ITEMS}"


def test_several_items_of_a_list_answer_as_the_whole_list() -> None:
    text = f"Er zijn deze maatregelen.\n\n{ITEMS}\n\nDe raad wordt ingelicht."
    whole = text.removesuffix("\n\nDe raad wordt ingelicht.")
    assert answered(text, "Hoeveel kan hij doen?", "Die is hoog.", "- hij waarschuwt.") == whole
    assert answered(text, "Hoeveel kan hij doen?", "- hij legt een dwangsom op.", "Die is hoog.") == (
        "- hij legt een dwangsom op. Die is hoog."
    )


def test_leden_of_an_article_are_no_list() -> None:
    text = (
        "1. De burgemeester sluit een pand.\n2. Hij waarschuwt:\na. de buren;\nb. de eigenaar.\n3. De raad kijkt toe."
    )
    assert answered(text, "Hoe gaat dat?", "a. de buren;", "b. de eigenaar.") == (
        "2. Hij waarschuwt:\na. de buren;\nb. de eigenaar."
    )


def test_a_question_in_a_text_is_no_answer_but_what_follows_it_is() -> None:
    text = "De raad vergadert.\n\nWie sluit een pand? Dat doet de burgemeester.\n\nDe wijkagent kijkt toe."
    answer, _ = asked("Wie sluit een pand?", text)
    assert answer.text is None or "?" not in answer.text, answer.text


def test_few_sentences_are_embedded_however_long_the_passages_are() -> None:
    _, embedder = asked("Wie sluit een pand?", *["De burgemeester sluit een pand. De raad kijkt toe. " * 40] * 6)
    assert 0 < len(embedder.passages_embedded) <= SENTENCES_EMBEDDED


@given(
    st.lists(st.sampled_from(["Hij sluit.", "- een;", "Zo gaat het:", "\n", "\n\n", "Kop", "1. twee."]), max_size=20)
)
def test_every_span_is_of_whole_sentences(pieces: list[str]) -> None:
    text = " ".join(pieces).strip()
    question = "Welke maatregelen neemt hij?"
    sentences = promising_sentences(AskedWords.of(question), [hit(text)])
    bounds = split_sentences(text)
    for first, last in ((a, b) for a in sentences for b in sentences if 0 <= b.number - a.number < MOST_SENTENCES):
        span = answer_span(question, first, last)
        assert span.start in {s.start for s in bounds}, text[span.start : span.end]
        assert span.end in {s.end for s in bounds}, text[span.start : span.end]
        assert span.start <= first.start <= last.end <= span.end


def test_neighbours_that_share_the_probability_answer_together() -> None:
    found = hit("Hij belt. Hij schrijft. Hij zwijgt. Hij gaat.")
    sentences = promising_sentences(AskedWords.of("Wat doet hij?"), [found])
    first, last = best_run(sentences, [0.05, 0.45, 0.45, 0.05])
    assert "Hij schrijft. Hij zwijgt." in first.hit.passage.text[first.start : last.end]


def test_a_word_is_covered_by_the_larger_part_of_it() -> None:
    words = AskedWords.of("camerabeelden")
    assert words.coverage("De camera’s maken beelden.") > 0.4
    assert words.coverage("De raad vergadert.") == 0.0
    assert words.coverage("Camerabeelden blijven vier weken.") == 1.0


@pytest.mark.parametrize(
    ("question", "in_dutch"),
    [
        ("Who may close a house?", False),
        ("What is the role of the mayor in safety?", False),
        ("what does a boa do", False),
        ("Wie sluit een pand?", True),
        ("Hoe bak ik een taart met appels (for beginners)?", True),
        ("Hoe laat gaat de trein naar Groningen op ma en do?", True),
        ("Wat is Stop the bleed?", True),
        ("cameratoezicht", True),
    ],
)
def test_a_question_is_in_the_language_of_most_of_its_small_words(question: str, in_dutch: bool) -> None:
    assert AskedWords.of(question).in_dutch is in_dutch


@given(st.text(max_size=60), st.text(max_size=60))
def test_coverage_is_a_share(question: str, text: str) -> None:
    words = AskedWords.of(question)
    assert 0.0 <= words.coverage(text) <= 1.0 + 1e-9
    assert words.coverage(question) == pytest.approx(1.0 if terms(question) else 0.0)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Hoe lang duurt een huisverbod in België?", 1),
        ("Hoe lang duurt een huisverbod?", 0),
        ("Wat kost een huisverbod?", 1),
        ("Wat zijn de kosten van een huisverbod?", 1),
        ("Op wie worden de kosten van een huisverbod verhaald?", 0),
        ("Wat gebeurt er als de eigenaar de kosten niet betaalt?", 0),
        ("Wat zijn de gevolgen als hij de kosten draagt?", 0),
        ("Wat kosten camera’s?", 1),
        ("Hoe hoog zijn de kosten?", 1),
        ("Hoeveel bedragen de totale kosten?", 1),
        ("Hoeveel is hij aan kosten kwijt?", 1),
        ("Wat zijn de gemiddelde jaarlijkse kosten van een huisverbod?", 1),
        ("Hoe hoog mogen de kosten zijn?", 1),
        ("Wat zijn voor de gemeente de kosten van een huisverbod?", 1),
        ("Hoe worden de kosten verhaald?", 0),
        ("Wat betalen bewoners mee aan de kosten?", 0),
        ("Wat doet de gemeente als de kosten oplopen?", 0),
        ("Hoeveel kosten moet ik betalen voor een vergunning?", 1),
        ("Wat moet ik betalen aan kosten?", 1),
        ("Hoe hoog zijn de kosten die worden verhaald?", 1),
        ("Wat zijn de kosten als ik het zelf doe?", 1),
        ("Wat zijn ongeveer de kosten van een hek?", 1),
        ("Ik wil weten wat de kosten van een hek zijn.", 1),
        ("Wat doet de gemeente met de kosten van bestuursdwang?", 0),
        ("Wat gebeurt er met de kosten van bestuursdwang?", 0),
        ("Hoeveel dagen heb ik om de kosten te voldoen?", 0),
        ("Wie bepaalt wat de kosten zijn?", 0),
        ("Wat is het risico voor een eigenaar, naast kosten van sluiting?", 0),
        ("Wat zijn mijn rechten als de kosten te hoog zijn?", 0),
        ("Wat zijn de regels over kosten?", 0),
        ("Hoeveel huisverboden waren er in 2024 in Rotterdam?", 2),
        ("Wie legt in Deventer een huisverbod op?", 0),
    ],
)
def test_names_numbers_and_prices_are_missed(question: str, missing: int) -> None:
    text = "De burgemeester van Deventer legt een huisverbod op."
    assert AskedWords.of(question).missing(text, text) == missing


@given(
    st.builds(
        Signs,
        st.floats(-1, 1),
        st.floats(-1, 1),
        st.floats(0, 1),
        st.integers(0, 2),
        st.booleans(),
        st.floats(0, 1),
        read=st.none() | st.floats(-60, 60),
    ),
    st.floats(0, 1),
)
def test_what_is_missing_or_shared_or_not_read_lowers_confidence(signs: Signs, part: float) -> None:
    sure = confidence(signs)
    assert 0.0 <= confidence(replace(signs, missing=signs.missing + 1)) <= sure <= 1.0
    assert confidence(replace(signs, share=signs.share * part)) <= sure
    assert sure <= answerable(signs)
    if signs.read is not None:
        assert confidence(replace(signs, read=signs.read - 1)) <= sure
