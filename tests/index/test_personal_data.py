from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import StoreMismatchError
from index import LocalStore, build
from index.local.rebuild import rebuild
from index.report import PersonalDataFound
from terminal import build_messages
from tests.fake_embedder import FakeEmbedder

# Numbers that pass their checks without being anybody's.
TEXT = (
    "De melder (BSN 123456782, 06-12345678) woont op Dorpsweg 1, 1234 AB. Mail: a.b@voorbeeld.nl, NL91ABNA0417164300."
)
SECRETS = (b"123456782", b"06-12345678", b"a.b@voorbeeld.nl", b"NL91ABNA0417164300")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "dossiers"
    folder.mkdir()
    (folder / "melding.txt").write_text(f"Melding\n\nDit is een melding. {TEXT}", "utf-8")
    (folder / "beleid.txt").write_text("Beleid\n\nDe burgemeester sluit het pand voor drie maanden.", "utf-8")
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "index"


def kept(place: Path) -> list[bytes]:
    """Return the secrets that are in any file of the index."""
    contents = [path.read_bytes() for path in place.rglob("*") if path.is_file()]
    return [secret for secret in SECRETS if any(secret in content for content in contents)]


def test_personal_data_is_reported_for_each_document_that_is_read(texts: Path, place: Path) -> None:
    report = build(place, [texts], FakeEmbedder())
    source = str(texts / "melding.txt")
    found = PersonalDataFound(source, report.personal_data[0].document_id, bsn=1, email=1, phone=1, iban=1, address=1)
    assert report.personal_data == [found]
    said = build_messages.summary(report, place)
    assert "in 1 document: 1 burgerservicenummer, 1 e-mailadres, 1 telefoonnummer, 1 IBAN, 1 adres met straat" in said
    assert found.document_id in build_messages.whole(report)
    assert kept(place) == list(SECRETS)
    again = build(place, [texts], FakeEmbedder())
    assert (again.unchanged, again.personal_data) == (2, [found])
    (texts / "melding.txt").write_text("Melding\n\nEr staat niets meer in.", "utf-8")
    assert build(place, [texts], FakeEmbedder()).personal_data == []


def test_what_is_masked_is_in_no_file_of_the_index(texts: Path, place: Path) -> None:
    report = build(place, [texts], FakeEmbedder(), mask_personal_data=True)
    assert report.masked
    assert report.personal_data[0].bsn == 1
    assert "Ze zijn vervangen" in build_messages.summary(report, place)
    assert kept(place) == []
    with LocalStore(place) as store, store.view() as view:
        passages = [view.document(line.document_id) for line in view.documents()]
    assert any("(BSN [BSN verwijderd], [telefoonnummer" in document.text for document in passages if document)


def test_an_index_that_masks_goes_on_masking(texts: Path, place: Path) -> None:
    build(place, [texts], FakeEmbedder(), mask_personal_data=True)
    (texts / "nog een.txt").write_text(f"Nog een\n\nOok dit is een melding. {TEXT}", "utf-8")
    report = build(place, [texts], FakeEmbedder())
    assert (report.added, report.unchanged, report.masked) == (1, 2, True)
    assert kept(place) == []
    rebuild(place, FakeEmbedder())
    with LocalStore(place) as store:
        assert store.manifest.masks_personal_data


def test_an_index_with_unmasked_texts_is_not_masked_from_halfway(texts: Path, place: Path) -> None:
    build(place, [texts], FakeEmbedder())
    with pytest.raises(StoreMismatchError, match="--mask-personal-data"):
        build(place, [texts], FakeEmbedder(), mask_personal_data=True)
