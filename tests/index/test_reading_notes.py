"""What could not be read is not read again until something changes, and is reported all the same."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus import ReaderPool, SourceFile
from index import BuildReport, LocalStore, build
from index.arrays import FloatMatrix
from index.reading_notes import NOTES_FILE
from index.removal import remove
from index.store import Changes
from tests.corpus import making_files as making
from tests.fake_embedder import FakeEmbedder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two good files, a bad one, and an archive with one good and one bad file."""
    folder = tmp_path / "stukken"
    folder.mkdir()
    for name in ("een", "twee"):
        (folder / f"{name}.txt").write_text(f"Dit is tekst {name}.", "utf-8")
    (folder / "kapot.pdf").write_bytes(b"%PDF-1.7 geen pdf")
    with zipfile.ZipFile(folder / "bundel.zip", "w") as archive:
        archive.writestr("goed.txt", "Tekst in het archief.")
        archive.writestr("leeg.txt", "")
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that workers are asked to read, as it goes."""
    asked: list[str] = []
    really = ReaderPool.read

    def noting(pool: ReaderPool, files: Iterator[SourceFile]) -> object:
        given = list(files)
        asked.extend(file.path.name for file in given)
        return really(pool, given)

    monkeypatch.setattr(ReaderPool, "read", noting)
    return asked


def failures(report: BuildReport) -> set[tuple[str, str]]:
    return {(Path(failure.source).name, failure.kind) for failure in report.failed}


BAD = {("kapot.pdf", "corrupt"), ("leeg.txt", "empty")}


def test_an_unchanged_file_that_failed_is_reported_without_reading_it(folder: Path, read: list[str]) -> None:
    place = folder.parent / "index"
    first = build(place, [folder], FakeEmbedder())
    assert (failures(first), first.not_retried) == (BAD, 0)
    assert sorted(read) == ["bundel.zip", "een.txt", "kapot.pdf", "twee.txt"]
    read.clear()
    again = build(place, [folder], FakeEmbedder())
    assert (failures(again), again.not_retried) == (BAD, 2)
    assert (again.added, again.unchanged, again.removed, read) == (0, 3, 0, [])
    assert [failure.reason for failure in again.failed] == [failure.reason for failure in first.failed]


def test_a_changed_file_is_read_again(folder: Path, read: list[str]) -> None:
    place = folder.parent / "index"
    build(place, [folder], FakeEmbedder())
    read.clear()
    making.pdf(folder / "kapot.pdf")
    report = build(place, [folder], FakeEmbedder())
    assert (read, failures(report), report.added) == (["kapot.pdf"], {("leeg.txt", "empty")}, 1)


def test_another_reader_and_the_option_read_it_again(
    folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder.parent / "index"
    build(place, [folder], FakeEmbedder())
    read.clear()
    embedder = FakeEmbedder()
    report = build(place, [folder], embedder, reread=True)
    assert sorted(read) == ["bundel.zip", "een.txt", "kapot.pdf", "twee.txt"]
    assert (failures(report), report.not_retried, report.unchanged) == (BAD, 0, 3)
    assert embedder.passages_embedded == [], "what came out the same was embedded again"
    read.clear()
    monkeypatch.setattr("index.reading_notes.reader_identity", lambda: "a newer reader")
    build(place, [folder], FakeEmbedder())
    assert sorted(read) == ["bundel.zip", "kapot.pdf"]


def test_what_was_removed_by_hand_is_read_again(folder: Path, read: list[str]) -> None:
    place = folder.parent / "index"
    build(place, [folder], FakeEmbedder())
    remove(place, ["stukken/bundel.zip/goed.txt"])
    read.clear()
    report = build(place, [folder], FakeEmbedder())
    assert (read, report.added) == (["bundel.zip"], 1), "the archive was taken for known, but its text is gone"


def test_damaged_notes_cost_reading_again_only(folder: Path, read: list[str]) -> None:
    place = folder.parent / "index"
    build(place, [folder], FakeEmbedder())
    for damaged in ("{", "[]", '{"x": 1}', ""):
        (place / NOTES_FILE).write_text(damaged, "utf-8")
        read.clear()
        report = build(place, [folder], FakeEmbedder())
        assert (sorted(read), failures(report)) == (["bundel.zip", "kapot.pdf"], BAD)


def test_a_copy_that_is_added_later_is_a_duplicate(folder: Path) -> None:
    place, later = folder.parent / "index", folder.parent / "later"
    build(place, [folder], FakeEmbedder())
    later.mkdir()
    (later / "kopie.txt").write_bytes((folder / "een.txt").read_bytes())
    (later / "nieuw.txt").write_text("Iets anders.", "utf-8")
    report = build(place, [later], FakeEmbedder())
    assert [(Path(one.source).name, one.kind) for one in report.skipped] == [("kopie.txt", "duplicate")]
    assert str(folder / "een.txt") in report.skipped[0].reason
    (folder / "een.txt").rename(later / "verplaatst.txt")  # the one in the index is no more: the copy comes in
    report = build(place, [later], FakeEmbedder())
    assert (report.added, [Path(one.source).name for one in report.skipped]) == (1, ["verplaatst.txt"])


class Stopping(FakeEmbedder):
    """Embeds so many batches and is stopped then."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self._left = batches

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        if self._left == 0:
            raise KeyboardInterrupt
        self._left -= 1
        return super().embed_passages(texts)


def told(report: BuildReport) -> tuple[list[str], list[str], list[str]]:
    """The files with personal data, those with pages without text, and those that are unsupported."""
    unsupported = [Path(one.source).name for one in report.skipped if one.kind == "unsupported"]
    personal = [Path(one.source).name for one in report.personal_data]
    return personal, [Path(one.source).name for one in report.pages_without_text], unsupported


@pytest.fixture
def stopped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose first files are a text and an archive, each with personal data; the archive with a bad file too.

    Every passage is made durable on its own.
    """
    monkeypatch.setattr("index.sync.BATCH_PASSAGES", 1)
    (folder / "aa.txt").write_text("Bel 06-12345678 over de melding.", "utf-8")
    with zipfile.ZipFile(folder / "bb.zip", "w") as archive:
        archive.writestr("eerste.txt", "Mail jan@voorbeeld.nl over het toezicht.")
        archive.writestr("film.mp4", "film")
        archive.writestr("tweede.txt", "Mail piet@voorbeeld.nl over de handhaving.")
    return folder


@pytest.mark.parametrize("batches", [1, 2, 3, 4])
def test_what_was_noted_before_a_build_was_stopped_is_told_by_the_next(stopped: Path, batches: int) -> None:
    place = stopped.parent / "index"
    assert build(place, [stopped], Stopping(batches), keep_statements=False).interrupted
    for _ in range(2):
        report = build(place, [stopped], FakeEmbedder())
        assert told(report) == (["aa.txt", "bb.zip", "bb.zip"], [], ["film.mp4"])
        assert failures(report) == BAD
    assert report.unchanged == 6


def test_a_kill_right_behind_the_store_costs_no_note(stopped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = stopped.parent / "index"
    with monkeypatch.context() as patched:
        really = LocalStore.update

        def killed(store: LocalStore, changes: Changes) -> int:
            generation = really(store, changes)
            if changes.finished:
                raise KeyboardInterrupt
            return generation

        patched.setattr(LocalStore, "update", killed)
        assert build(place, [stopped], FakeEmbedder()).interrupted
    assert told(build(place, [stopped], FakeEmbedder()))[0] == ["aa.txt", "bb.zip", "bb.zip"]


def test_pages_without_text_are_told_after_a_stop(stopped: Path) -> None:
    place = stopped.parent / "index"
    canvas = Canvas(str(stopped / "ab.pdf"))
    canvas.drawString(72, 700, "De burgemeester houdt toezicht op de openbare orde in de stad.")
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    build(place, [stopped], Stopping(3), keep_statements=False)
    assert told(build(place, [stopped], FakeEmbedder()))[1] == ["ab.pdf"]
