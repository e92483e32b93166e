from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from corpus.errors import InputError, SourceError, StoreMismatchError, StoreMissingError
from index import BuildReport, LocalStore, build
from index.local.rebuild import rebuild
from index.removal import remove
from tests.fake_embedder import FakeEmbedder

TEXT = "Kop\n\nDe burgemeester sluit het pand. " + "Dat duurt drie maanden. " * 5


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "beleid"
    folder.mkdir()
    for name in ("een", "twee", "drie"):
        (folder / f"{name}.txt").write_text(f"Titel {name}\n\nDit is tekst {name}. {TEXT}", "utf-8")
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "index"


def counts(report: BuildReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.removed


def quoted(place: Path) -> dict[str, list[str]]:
    """All passages by document, each checked to be a literal stretch of its document."""
    found: dict[str, list[str]] = {}
    with LocalStore(place) as store, store.view() as view:
        for line in view.documents():
            document = view.document(line.document_id)
            assert document is not None
            keys = [k for k in range(1, 500) if _has(view, k)]
            for passage in view.passages(keys):
                assert (
                    passage.document_id != line.document_id
                    or passage.text == document.text[passage.start : passage.end]
                )
            found[line.document_id] = [p.text for p in view.passages(keys) if p.document_id == line.document_id]
    return found


def _has(view: object, key: int) -> bool:
    try:
        view.passages([key])  # type: ignore[attr-defined]
    except KeyError:
        return False
    return True


def test_an_empty_name_removes_nothing(texts: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(place, [texts], FakeEmbedder())
    monkeypatch.chdir(texts)
    for name in ("", " "):
        with pytest.raises(InputError, match="lege naam"):
            remove(place, [name])
    with LocalStore(place) as store:
        assert sum(store.document_counts().values()) == 3


def test_only_what_changed_is_embedded(texts: Path, place: Path) -> None:
    embedder = FakeEmbedder()
    assert counts(build(place, [texts], embedder)) == (3, 0, 0, 0)
    first = len(embedder.passages_embedded)
    assert counts(build(place, [texts], embedder)) == (0, 0, 3, 0)
    assert len(embedder.passages_embedded) == first, "an unchanged text was embedded again"
    (texts / "een.txt").write_text("Titel een\n\nNu staat er iets anders.", "utf-8")
    assert counts(build(place, [texts], embedder)) == (0, 1, 2, 0)
    assert len(embedder.passages_embedded) == first + 1
    assert quoted(place)["beleid/een.txt"] == ["Nu staat er iets anders."]


def test_a_moved_file_is_not_embedded_again(texts: Path, place: Path) -> None:
    embedder = FakeEmbedder()
    build(place, [texts], embedder)
    first = len(embedder.passages_embedded)
    (texts / "oud").mkdir()
    (texts / "een.txt").rename(texts / "oud" / "uno.txt")
    assert counts(build(place, [texts], embedder)) == (1, 0, 2, 1)
    assert len(embedder.passages_embedded) == first
    assert set(quoted(place)) == {"beleid/oud/uno.txt", "beleid/twee.txt", "beleid/drie.txt"}


def test_vanished_texts_go_and_other_sources_stay(texts: Path, place: Path, tmp_path: Path) -> None:
    other = tmp_path / "elders.txt"
    other.write_text("Elders\n\nEen andere bron.", "utf-8")
    build(place, [texts, other], FakeEmbedder())
    (texts / "twee.txt").unlink()
    assert counts(build(place, [texts], FakeEmbedder())) == (0, 0, 2, 1)
    assert set(quoted(place)) == {"beleid/een.txt", "beleid/drie.txt", "elders.txt"}


def test_adding_removes_nothing(texts: Path, place: Path) -> None:
    build(place, [texts], FakeEmbedder())
    (texts / "twee.txt").unlink()
    assert counts(build(place, [texts], FakeEmbedder(), keep_vanished=True)) == (0, 0, 2, 0)
    assert len(quoted(place)) == 3


def test_rows_of_json_lines_are_documents_of_their_own(place: Path, tmp_path: Path) -> None:
    file = tmp_path / "rijen.jsonl"
    rows = [{"_id": f"r{n}", "title": f"Rij {n}", "text": f"Tekst van rij {n}."} for n in range(20)]
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    embedder = FakeEmbedder()
    assert counts(build(place, [file], embedder)) == (20, 0, 0, 0)
    rows[3]["text"] = "Rij drie is gewijzigd."
    del rows[7]
    file.write_text("\n".join(map(json.dumps, rows)) + "\n{kapot", "utf-8")
    report = build(place, [file], embedder)
    assert (report.added, report.changed, report.unchanged) == (0, 1, 18)
    assert report.failed[0].reason.startswith(f"{file}, regel 20")
    assert len(embedder.passages_embedded) == 21
    assert "r7" in quoted(place), "a source with a failing row loses nothing until it is whole again"
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert counts(build(place, [file], embedder)) == (0, 0, 19, 1)


def test_the_same_id_in_two_files_is_told_and_both_files_stay(place: Path, tmp_path: Path) -> None:
    for name, text in (("a", "Eerste."), ("b", "Tweede.")):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"_id": "x", "title": "T", "text": text}), "utf-8")
    report = build(place, [tmp_path / "a.jsonl", tmp_path / "b.jsonl"], FakeEmbedder())
    assert report.added == 1
    assert "'x'" in report.failed[0].reason
    assert str(tmp_path / "a.jsonl") in report.failed[0].reason


def test_two_folders_with_files_of_the_same_name(place: Path, tmp_path: Path) -> None:
    for parent in ("utrecht", "zeist"):
        (tmp_path / parent / "apv").mkdir(parents=True)
        (tmp_path / parent / "apv" / "apv.txt").write_text(f"APV\n\nRegels van {parent}.", "utf-8")
    folders = [tmp_path / "utrecht" / "apv", tmp_path / "zeist" / "apv"]
    assert counts(build(place, folders, FakeEmbedder())) == (2, 0, 0, 0)
    assert sorted(p for ps in quoted(place).values() for p in ps) == ["Regels van utrecht.", "Regels van zeist."]
    assert counts(build(place, folders, FakeEmbedder())) == (0, 0, 2, 0)
    (folders[1] / "apv.txt").write_text("APV\n\nNieuwe regels van zeist.", "utf-8")
    assert counts(build(place, folders, FakeEmbedder())) == (0, 1, 1, 0)
    assert sorted(p for ps in quoted(place).values() for p in ps) == ["Nieuwe regels van zeist.", "Regels van utrecht."]


def test_a_file_that_becomes_unreadable_keeps_its_old_text(texts: Path, place: Path) -> None:
    build(place, [texts], FakeEmbedder())
    before = quoted(place)
    (texts / "een.txt").write_bytes(b"\xff\x00 kapot")
    report = build(place, [texts], FakeEmbedder())
    assert [failure.source for failure in report.failed] == [str(texts / "een.txt")]
    assert quoted(place) == before


@pytest.mark.parametrize(
    ("content", "word"),
    [
        pytest.param("café, één".encode()[:-2] + b"\xc3", "UTF-8", id="damaged-utf8"),
        pytest.param(b"\x7fELF\x00\x00", "binair", id="binary"),
        pytest.param(b"", "geen tekst", id="empty"),
        pytest.param(b"x" * 50_000_000, "50 MB", id="50MB-in-one-line"),
    ],
)
def test_nothing_readable_leaves_the_index_untouched(
    texts: Path, place: Path, tmp_path: Path, content: bytes, word: str
) -> None:
    build(place, [texts], FakeEmbedder())
    before = quoted(place)
    bad = tmp_path / "slecht.txt"
    bad.write_bytes(content)
    with pytest.raises(SourceError, match=word):
        build(place, [bad], FakeEmbedder())
    assert quoted(place) == before
    with pytest.raises(SourceError, match=word):
        build(tmp_path / "nieuw", [bad], FakeEmbedder())
    assert not LocalStore.exists(tmp_path / "nieuw"), "an index was made of nothing"


def test_missing_and_empty_folders_are_refused(texts: Path, place: Path, tmp_path: Path) -> None:
    build(place, [texts], FakeEmbedder())
    (tmp_path / "leeg").mkdir()
    for path in (tmp_path / "bestaat-niet", tmp_path / "leeg"):
        with pytest.raises(SourceError, match=path.name):
            build(place, [path], FakeEmbedder())
    assert len(quoted(place)) == 3


def test_another_model_is_refused_with_the_remedy(texts: Path, place: Path) -> None:
    build(place, [texts], FakeEmbedder())
    with pytest.raises(StoreMismatchError, match="rebuild"):
        build(place, [texts], FakeEmbedder(revision="2"))


def test_a_stopped_build_goes_on_where_it_was(texts: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopping(FakeEmbedder):
        def embed_passages(self, batch):  # type: ignore[no-untyped-def]
            if len(self.passages_embedded) >= 1:
                raise KeyboardInterrupt
            return super().embed_passages(batch)

    monkeypatch.setattr("index.sync.BATCH_PASSAGES", 1)
    report = build(place, [texts], Stopping(), keep_statements=False)
    assert report.interrupted
    assert len(quoted(place)) == 1
    embedder = FakeEmbedder()
    report = build(place, [texts], embedder)
    assert (report.interrupted, len(quoted(place)), len(embedder.passages_embedded)) == (False, 3, 2)


def test_rebuild_for_another_model_keeps_every_text(texts: Path, place: Path) -> None:
    build(place, [texts], FakeEmbedder())
    before = quoted(place)
    with LocalStore(place) as reader:
        with reader.view() as view:
            view.require_model(FakeEmbedder().identity)
        embedder = FakeEmbedder(revision="2")
        report = rebuild(place, embedder)
        assert (report.changed, report.embedded, report.interrupted) == (3, 3, False)
        with reader.view() as view:  # a running reader follows
            view.require_model(embedder.identity)
            assert len(view.dense(embedder.embed_question("burgemeester"), 10).keys) == 3
    assert quoted(place) == before
    with LocalStore(place) as store:
        assert store.verify() == []


def test_rebuild_of_nothing_is_refused(place: Path) -> None:
    with pytest.raises(StoreMissingError, match="build"):
        rebuild(place, FakeEmbedder())


def test_of_files_with_the_same_bytes_one_is_kept(texts: Path, place: Path) -> None:
    (texts / "kopie.txt").write_bytes((texts / "een.txt").read_bytes())
    report = build(place, [texts], FakeEmbedder())
    assert set(quoted(place)) == {"beleid/een.txt", "beleid/drie.txt", "beleid/twee.txt"}
    (skipped,) = report.skipped
    assert (skipped.source, skipped.kind) == (str(texts / "kopie.txt"), "duplicate")
    assert str(texts / "een.txt") in skipped.reason
    (texts / "een.txt").unlink()  # the one that was kept goes: the other takes its place, and is not embedded again
    embedder = FakeEmbedder()
    report = build(place, [texts], embedder)
    assert counts(report) == (1, 0, 2, 1)
    assert "beleid/kopie.txt" in quoted(place)
    assert (report.skipped, embedder.passages_embedded) == ([], [])
    (texts / "een.txt").write_bytes((texts / "kopie.txt").read_bytes())  # back again: what is in the index stays
    report = build(place, [texts], FakeEmbedder())
    assert counts(report) == (0, 0, 3, 0)
    assert [skipped.source for skipped in report.skipped] == [str(texts / "een.txt")]


def test_a_stored_file_that_becomes_a_copy_of_another_goes(texts: Path, place: Path) -> None:
    build(place, [texts], FakeEmbedder())
    (texts / "twee.txt").write_bytes((texts / "een.txt").read_bytes())
    assert counts(build(place, [texts], FakeEmbedder())) == (0, 0, 2, 1)
    assert set(quoted(place)) == {"beleid/een.txt", "beleid/drie.txt"}


def test_an_archive_is_brought_up_to_date(place: Path, tmp_path: Path) -> None:
    def archive(**members: str | bytes) -> Path:
        with zipfile.ZipFile(tmp_path / "bundel.zip", "w") as opened:
            for name, content in members.items():
                opened.writestr(f"map/{name}.{'txt' if isinstance(content, str) else 'jpg'}", content)
        return tmp_path / "bundel.zip"

    path = archive(een="Eerste tekst.", twee="Tweede tekst.", foto=b"x")
    report = build(place, [path], FakeEmbedder())
    assert counts(report) == (2, 0, 0, 0)
    assert [(s.source, s.kind) for s in report.skipped] == [(f"{path}/map/foto.jpg", "unsupported")]
    assert set(quoted(place)) == {"bundel.zip/map/een.txt", "bundel.zip/map/twee.txt"}
    archive(een="Eerste tekst, gewijzigd.", drie="Derde tekst.", leeg="")
    report = build(place, [path], FakeEmbedder())
    assert counts(report) == (1, 1, 0, 1)
    assert [(failure.source, failure.kind) for failure in report.failed] == [(f"{path}/map/leeg.txt", "empty")]
    assert set(quoted(place)) == {"bundel.zip/map/een.txt", "bundel.zip/map/drie.txt"}


def test_a_file_in_an_archive_that_becomes_unreadable_keeps_its_old_text(place: Path, tmp_path: Path) -> None:
    path = tmp_path / "bundel.zip"
    for content in ("Eerste tekst.", ""):
        with zipfile.ZipFile(path, "w") as opened:
            opened.writestr("een.txt", content)
            opened.writestr("twee.txt", f"Tweede tekst {content}")
        build(place, [path], FakeEmbedder())
    assert quoted(place)["bundel.zip/een.txt"] == ["Eerste tekst."]


def test_web_addresses_are_refused(texts: Path, place: Path) -> None:
    with pytest.raises(SourceError, match="--allow-web"):
        build(place, [texts, "https://voorbeeldstad.nl/nota.pdf"], FakeEmbedder())
    assert not LocalStore.exists(place)


def test_progress_counts_every_file(texts: Path, place: Path) -> None:
    told: list[tuple[int, int, int, float]] = []
    build(place, [texts], FakeEmbedder(), progress=lambda *numbers: told.append(numbers))
    assert (told[0], told[-1]) == ((0, 3, 0, 0.0), (3, 3, 3, 1.0))
    assert [done for done, *_ in told] == sorted(done for done, *_ in told)


def test_progress_goes_by_bytes(place: Path, tmp_path: Path) -> None:
    told: list[tuple[int, float]] = []
    (tmp_path / "klein.txt").write_text("Kort.", "utf-8")
    rows = [json.dumps({"_id": f"r{n}", "title": "T", "text": f"Tekst {n}. " * 200}) for n in range(20)]
    (tmp_path / "veel.jsonl").write_text("\n".join(rows), "utf-8")
    files = [tmp_path / "klein.txt", tmp_path / "veel.jsonl"]
    build(place, files, FakeEmbedder(), progress=lambda done, _, __, share: told.append((done, share)))
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert told[-1] == (2, 1.0)
    assert max(share for done, share in told if done == 0) < 0.01, "the small file is next to nothing of the work"
    assert len({share for done, share in told if done == 1}) >= 20, "one large file shows how far it is"
