"""A regulation that amends another: what it quotes is in its own articles, by their onderdelen."""

from __future__ import annotations

from pathlib import Path

import docx as word
import pytest

from corpus import Chunking, Document, find_sources, read_source, split_document

TITLE = "Eerste wijziging van de Marktverordening"
AMENDED = "De Marktverordening wordt als volgt gewijzigd:"
QUOTED = "1. Het is verboden op de markt te slapen.\n2. Het college kan ontheffing verlenen."
REPLACED = 'In artikel 2:74 wordt "drugs" vervangen door "middelen".'
INSERTED = "Na artikel 2:74a wordt een artikel ingevoegd, luidende:"
GAS = "Het is verboden op een openbare plaats lachgas te gebruiken."
ENTRY = "Deze verordening treedt in werking op 1 juli 2024."
# Headings begin with "#".
LETTERS_ALONE = (
    *("# Artikel I", AMENDED, "A", "Artikel 2:1 komt te luiden:", "# Artikel 2:1 Slapen", QUOTED, "B", REPLACED),
    *("C", INSERTED, "# Artikel 2:74b Lachgas", GAS, "# Artikel II", ENTRY),
)
LETTERS_BEFORE = (
    *("# Artikel I", AMENDED, "A. Artikel 2:1 komt te luiden:", "# Artikel 2:1 Slapen", QUOTED, f"B. {REPLACED}"),
    *(f"C. {INSERTED}", "# Artikel 2:74b Lachgas", GAS, "# Artikel II", ENTRY),
)
BARE_LETTERS = tuple(line.replace(". ", " ", 1) if line[1:3] == ". " else line for line in LETTERS_BEFORE)
NAMED = tuple(f"Onderdeel {line}" if len(line) == 1 else line for line in LETTERS_ALONE)
NAMED_HEADINGS = tuple(f"# Onderdeel {line}" if len(line) == 1 else line for line in LETTERS_ALONE)
AMENDED_AS_FOLLOWS = tuple(line.replace("als volgt gewijzigd", "gewijzigd als volgt") for line in LETTERS_BEFORE)
ONE_BLOCK = ("# Artikel I", f"{AMENDED}\nA. {REPLACED}\nB. {REPLACED}", f"C. {REPLACED}", "# Artikel II", ENTRY)


def text(path: Path, lines: tuple[str, ...]) -> None:
    path.write_text("\n\n".join([TITLE, *(line.removeprefix("# ") for line in lines)]), "utf-8")


def markdown(path: Path, lines: tuple[str, ...]) -> None:
    hard = (line.replace("\n", "  \n") for line in lines)
    path.write_text("\n\n".join([f"# {TITLE}", *(f"##{line}" if line[0] == "#" else line for line in hard)]), "utf-8")


def docx(path: Path, lines: tuple[str, ...]) -> None:
    document = word.Document()
    document.add_heading(TITLE, 1)
    for line in lines:
        if line[0] == "#":
            document.add_heading(line[2:], 3)
        else:
            for one in line.split("\n"):
                document.add_paragraph(one)
    document.save(str(path))


@pytest.mark.parametrize(("name", "write"), [("a.txt", text), ("a.md", markdown), ("a.docx", docx)])
@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(LETTERS_ALONE, id="alone"),
        pytest.param(LETTERS_BEFORE, id="before their text"),
        pytest.param(BARE_LETTERS, id="without a stop"),
        pytest.param(NAMED, id="named"),
        pytest.param(NAMED_HEADINGS, id="named as headings"),
        pytest.param(AMENDED_AS_FOLLOWS, id="the words the other way round"),
        pytest.param(ONE_BLOCK, id="in one block"),
    ],
)
def test_what_an_article_amends_is_in_its_onderdelen(name: str, write, lines: tuple[str, ...], tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    write(tmp_path / name, lines)
    (document,) = read_source(find_sources([tmp_path / name]).files[0])
    assert isinstance(document, Document)
    passages = split_document(document, lambda texts: [len(one.split()) for one in texts], Chunking(200, 300))
    found = [(passage.address, passage.text) for passage in passages if passage.address]
    assert list(dict.fromkeys(address for address, _ in found)) == [
        "artikel I", "artikel I, onderdeel A", "artikel I, onderdeel B", "artikel I, onderdeel C", "artikel II",
    ]  # fmt: skip
    assert {address for address, shown in found if REPLACED in shown} >= {"artikel I, onderdeel B"}
    if lines is not ONE_BLOCK:
        assert {address for address, shown in found if "slapen" in shown} == {"artikel I, onderdeel A"}
        assert {address for address, shown in found if GAS in shown} == {"artikel I, onderdeel C"}
    assert all(passage.headings[:1] == ("Artikel I",) for passage in passages if "onderdeel" in (passage.address or ""))


def test_letters_are_no_onderdelen_of_an_article_that_amends_nothing(tmp_path: Path) -> None:
    text(
        tmp_path / "a.txt",
        ("# Artikel 1", "Er zijn drie gebieden:", "A. de markt", "B. de haven", "# Artikel 2", ENTRY),
    )
    (document,) = read_source(find_sources([tmp_path / "a.txt"]).files[0])
    assert isinstance(document, Document)
    assert [s.address for s in document.sections] == ["artikel 1", "artikel 2"]


@pytest.mark.parametrize(
    "between",
    [
        pytest.param(("# Hoofdstuk 2 Slotbepalingen",), id="a chapter"),
        pytest.param(("# Hoofdstuk 2 Slotbepalingen", "# Paragraaf 2.1 Overgang"), id="a chapter and a section"),
        pytest.param(("# Hoofdstuk 2", "# Slotbepalingen"), id="a chapter with its title below it"),
    ],
)
def test_a_chapter_behind_an_article_that_amends_is_no_text_of_its_last_onderdeel(
    between: tuple[str, ...], tmp_path: Path
) -> None:
    amending = (AMENDED, "A", REPLACED, "B", "Artikel 6 vervalt.")
    articles = ("# Artikel 3 Overgang", REPLACED, "# Artikel 4 Inwerkingtreding", ENTRY)
    markdown(
        tmp_path / "a.md",
        ("# Hoofdstuk 1 Regels", "# Artikel 1 Doel", GAS, "# Artikel 2", *amending, *between, *articles),
    )
    (document,) = read_source(find_sources([tmp_path / "a.md"]).files[0])
    assert isinstance(document, Document)
    addressed = [(s.address, document.text[s.start : s.end], s.headings) for s in document.sections]
    assert ("artikel 2, onderdeel B", "B\n\nArtikel 6 vervalt.") in [(a, text) for a, text, _ in addressed]
    chapters = {address: headings[0] for address, _, headings in addressed}
    assert chapters["artikel 2, onderdeel B"] == "Hoofdstuk 1 Regels"
    assert chapters["artikel 3"] == chapters["artikel 4"] == "Hoofdstuk 2 Slotbepalingen"


@pytest.mark.parametrize("write", [markdown, docx, text])
@pytest.mark.parametrize(
    ("own", "quoted"),
    [(("1.1", "1.2", "2.1", "2.2"), "2:1"), (("1", "2", "3", "4"), "3"), (("1:1", "1:2", "2:1", "2:2"), "1:3")],
)
def test_a_quoted_article_is_none_of_the_regulation_that_amends(  # type: ignore[no-untyped-def]
    write, own: tuple[str, ...], quoted: str, tmp_path: Path
) -> None:
    amending = (AMENDED, "A", f"Artikel {quoted} komt te luiden:", f"# Artikel {quoted} Lachgas", GAS, "B", REPLACED)
    bodies = ((GAS,), amending, (REPLACED,), (ENTRY,))
    path = tmp_path / f"a.{ {'markdown': 'md', 'text': 'txt'}.get(write.__name__, write.__name__) }"
    write(
        path, tuple(line for number, body in zip(own, bodies, strict=True) for line in (f"# Artikel {number}", *body))
    )
    (document,) = read_source(find_sources([path]).files[0])
    assert isinstance(document, Document)
    assert list(dict.fromkeys(section.address for section in document.sections)) == [
        f"artikel {own[0]}", f"artikel {own[1]}", f"artikel {own[1]}, onderdeel A", f"artikel {own[1]}, onderdeel B",
        f"artikel {own[2]}", f"artikel {own[3]}",
    ]  # fmt: skip
