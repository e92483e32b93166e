"""Levels of printed headings by their numbers."""

from __future__ import annotations

from corpus.formats.heading_numbers import with_levels_by_number
from corpus.structure import TITLE_LEVEL, Block, Element, Heading, assemble

TEXT = Block("Tekst.", 1)


def paths(*headings: tuple[int, str]) -> list[tuple[str, ...]]:
    """The heading paths of texts under headings that are set in these sizes (1 is the largest)."""
    elements: list[Element] = [Heading(TITLE_LEVEL, "Nota", 1)]
    for size, text in headings:
        elements += [Heading(size, text, 1), TEXT]
    return [section.headings for section in assemble(with_levels_by_number(elements), "Nota").sections]


def test_numbers_say_more_than_sizes() -> None:
    found = paths((3, "1. Inleiding"), (3, "2. Beleid"), (3, "2.1 Doelen"), (3, "2.1.1 Cijfers"), (3, "3. Slot"))
    assert found == [
        ("1. Inleiding",),
        ("2. Beleid",),
        ("2. Beleid", "2.1 Doelen"),
        ("2. Beleid", "2.1 Doelen", "2.1.1 Cijfers"),
        ("3. Slot",),
    ]


def test_headings_without_a_number_find_their_place() -> None:
    found = paths(
        (2, "Samenvatting"), (2, "1. Beleid"), (4, "Aanpak"), (3, "1.1 Doelen"), (3, "1.2 Middelen"), (2, "Bijlage")
    )
    assert found == [
        ("Samenvatting",),
        ("1. Beleid",),
        ("1. Beleid", "Aanpak"),
        ("1. Beleid", "1.1 Doelen"),
        ("1. Beleid", "1.2 Middelen"),
        ("Bijlage",),
    ]


def test_without_numbers_sizes_decide() -> None:
    assert paths((1, "Beleid"), (2, "Doelen"), (1, "Slot")) == [("Beleid",), ("Beleid", "Doelen"), ("Slot",)]


def test_numbers_that_begin_again_in_an_annex_are_of_its_parts() -> None:
    found = paths(
        (1, "1. Beleid"), (2, "1.1 Doelen"), (1, "2. Slot"), (1, "Bijlage A"), (3, "1. Begrippen"), (3, "2. Bronnen"),
        (1, "Bijlage B"),
    )  # fmt: skip
    assert found[3:] == [("Bijlage A",), ("Bijlage A", "1. Begrippen"), ("Bijlage A", "2. Bronnen"), ("Bijlage B",)]
