"""A folder full of hostile files: the build ends, the rest is indexed, and the report names each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus import WorkerLimits
from index import BuildReport, LocalStore, build
from index.report import REPORT_FILE
from tests.corpus import hostile_files as hostile
from tests.corpus import making_files as making
from tests.fake_embedder import FakeEmbedder

GOOD = ("docx", "html", "odt", "pdf", "eml")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, BuildReport]:
    folder = tmp_path_factory.mktemp("vijandig") / "stukken"
    folder.mkdir()
    for name, make in {**hostile.HOSTILE, **hostile.ODD}.items():
        make(folder / name)
    for kind in GOOD:
        making.MAKERS[kind](folder / f"goed.{kind}")
    place = folder.parent / "index"
    report = build(place, [folder], FakeEmbedder(), limits=WorkerLimits(seconds=60))
    return folder, place, report


def test_there_are_twenty_of_them() -> None:
    assert len(hostile.HOSTILE) >= 20


def test_the_report_names_each_hostile_file(built: tuple[Path, Path, BuildReport]) -> None:
    folder, _, report = built
    named = {failure.source for failure in (*report.failed, *report.skipped)}
    unnamed = [name for name in hostile.HOSTILE if not any(n.startswith(str(folder / name)) for n in named)]
    assert unnamed == []
    assert all(failure.reason and failure.kind for failure in (*report.failed, *report.skipped))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("zipbom.zip", "too-large"),
        ("zip-in-zip.zip", "too-large"),
        ("word-bom.docx", "too-large"),
        ("ontsnapping.zip", "name"),
        ("entiteiten.docx", "unsafe"),
        ("entiteit.odt", "unsafe"),
        ("kringloop.pdf", "too-large"),
        ("geheim.pdf", "encrypted"),
        ("afgekapt.docx", "corrupt"),
        ("nullen.pdf", "too-large"),
        ("nullen.txt", "too-large"),
        ("geen-unicode.txt", "corrupt"),
        ("leeg.docx", "empty"),
        ("ruis.pdf", "corrupt"),
        ("ruis.doc", "corrupt"),
        ("ruis.msg", "corrupt"),
        ("ruis.odt", "corrupt"),
        ("diep.docx", "too-large"),
        ("diep.odt", "too-large"),
        ("regel.jsonl", "too-large"),
        ("plaatje.jpg", "unsupported"),
    ],
)
def test_the_reason_is_the_right_one(built: tuple[Path, Path, BuildReport], name: str, kind: str) -> None:
    folder, _, report = built
    kinds = {f.kind for f in (*report.failed, *report.skipped) if f.source.startswith(str(folder / name))}
    assert kinds == {kind}


def test_the_rest_is_indexed_and_nothing_half(built: tuple[Path, Path, BuildReport]) -> None:
    folder, place, report = built
    with LocalStore(place) as store, store.view() as view:
        ids = {line.document_id for line in view.documents()}
        whole = [view.document(document_id) for document_id in ids]
        assert store.verify() == []
    assert {f"stukken/goed.{kind}" for kind in GOOD} | {"stukken/goed.eml/bijlage.docx"} <= ids
    assert "stukken/naam metregels.txt" in ids
    assert not [document_id for document_id in ids if document_id.split("/")[1] in hostile.HOSTILE]
    assert all(document is not None and "GEHEIME INHOUD" not in document.text for document in whole)
    assert not (folder.parent / "ontsnapt.txt").exists()
    assert report.added == len(ids)


@pytest.mark.long
def test_ten_thousand_pages(tmp_path: Path) -> None:
    hostile.long_pdf(tmp_path / "lang.pdf", 10_000)
    build(tmp_path / "index", [tmp_path / "lang.pdf"], FakeEmbedder())
    with LocalStore(tmp_path / "index") as store, store.view() as view:
        document = view.document("lang.pdf")
    assert document is not None
    assert document.title == "lang"  # a sentence is no title
    for number in (1, 2, 5_000, 10_000):
        (section,) = [s for s in document.sections if s.page == number]
        assert document.text[section.start : section.end] == f"Dit staat op bladzijde {number}."


def test_the_report_is_a_file_too(built: tuple[Path, Path, BuildReport]) -> None:
    _, place, report = built
    saved = json.loads((place / REPORT_FILE).read_text("utf-8"))
    assert (saved["added"], len(saved["failed"])) == (report.added, len(report.failed))
    assert set(saved["failed"][0]) == {"source", "reason", "kind"}
