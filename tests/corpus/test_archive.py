"""Archives: every member is read or told with the right reason, and together they stay within a limit."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from corpus import Document, FailureKind, ReadFailure, ReadItem, find_sources, read_source


def read(path: Path, members: dict[str, str | bytes]) -> list[ReadItem]:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    (file,) = find_sources([path]).files
    return list(read_source(file))


@pytest.mark.parametrize("name", ["Raadsvoorstel 12:34.txt", "map/a:b.txt", "Re: overleg.txt"])
def test_a_colon_in_a_name_is_no_drive(tmp_path: Path, name: str) -> None:
    (document,) = read(tmp_path / "bundel.zip", {name: "De brief."})
    assert isinstance(document, Document), document
    assert document.document_id == f"bundel.zip/{name}"


@pytest.mark.parametrize("name", ["C:\\nota.txt", "c:nota.txt", "/etc/nota.txt", "..\\nota.txt", "a/../../nota.txt"])
def test_a_name_that_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    (failure,) = read(tmp_path / "bundel.zip", {name: "De brief."})
    assert isinstance(failure, ReadFailure), failure
    assert failure.kind is FailureKind.NAME


def test_what_was_unpacked_in_vain_counts_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.archive._MAX_TOTAL_BYTES", 30_000_000)
    bombs = {f"{number}.txt": bytes(25_000_000) for number in range(3)}
    items = read(tmp_path / "bundel.zip", {"a.txt": "De brief.", **bombs, "z.txt": "Te laat."})
    assert isinstance(items[0], Document)
    failures = [item for item in items[1:] if isinstance(item, ReadFailure)]
    assert [Path(failure.source).name for failure in failures] == ["0.txt", "1.txt", "bundel.zip"]
    assert "vanaf '2.txt'" in failures[-1].reason


def test_an_archive_in_mail_in_mail_is_read_and_archives_in_each_other_are_not_without_end(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bijlagen.zip", "w") as archive:
        archive.writestr("nota.txt", "De nota.")
    content, name, kind = (tmp_path / "bijlagen.zip").read_bytes(), "bijlagen.zip", "zip"
    for _ in range(4):
        message = EmailMessage()
        message.set_content("Zie de bijlage.")
        message.add_attachment(content, maintype="application", subtype=kind, filename=name)
        content, name, kind = message.as_bytes(), "mail.eml", "octet-stream"
    items = read(tmp_path / "bundel.zip", {"mail.eml": content})
    assert [item for item in items if isinstance(item, ReadFailure)] == []
    assert [item.text for item in items if isinstance(item, Document)] == [*["Zie de bijlage."] * 4, "De nota."]
    content = (tmp_path / "bijlagen.zip").read_bytes()
    (document,) = read(tmp_path / "twee.zip", {"een.zip": zipped("nul.zip", content)})
    assert isinstance(document, Document)
    (failure,) = read(tmp_path / "drie.zip", {"twee.zip": zipped("een.zip", zipped("nul.zip", content))})
    assert isinstance(failure, ReadFailure)
    assert "Dit archief is te diep genest. Pak het uit." in failure.reason


def zipped(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()
