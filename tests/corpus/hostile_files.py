"""Files that are out to break the reader, or were broken on the way; made on the spot."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.corpus import making_files as making


def zip_bomb(path: Path) -> None:
    """A hundred megabytes of zeros in a hundred kilobytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("bom.txt", b"\0" * 100_000_000)


def nested_zip_bomb(path: Path) -> None:
    content, name = b"\0" * 1_000_000, "bom.txt"
    for level in range(8):
        inner = path.with_name(f"laag-{level}.zip.tmp")
        with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        content, name = inner.read_bytes(), f"laag-{level}.zip"
        inner.unlink()
    path.write_bytes(content)


def office_zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(500):
                part.write(b" " * 1_000_000)


def path_traversal(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../ontsnapt.txt", "Deze tekst hoort nergens.")
        archive.writestr("/etc/ontsnapt.txt", "Deze ook niet.")
        archive.writestr("C:\\ontsnapt.txt", "En deze niet.")


def entity_bomb(path: Path) -> None:
    """The billion laughs, in the body of a Word file."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    document = (
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "haha">{entities}]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>&e11;</w:t></w:r></w:p></w:body></w:document>"
    )
    making.docx(path)
    _with_part(path, "word/document.xml", document)


def external_entity(path: Path) -> None:
    """An OpenDocument text that asks for a file of this machine."""
    (path.parent / "geheim.tmp").write_text("GEHEIME INHOUD", "utf-8")
    making.odt(path)
    with zipfile.ZipFile(path) as whole:
        content = whole.read("content.xml").decode()
    target = (path.parent / "geheim.tmp").as_uri()
    content = f'<!DOCTYPE x [<!ENTITY g SYSTEM "{target}">]>' + content.replace(making.SENTENCE, "&g;")
    _with_part(path, "content.xml", content)


def deep_tables(path: Path) -> None:
    depth = 20_000
    path.write_text("<table><tr><td>" * depth + "diep" + "</td></tr></table>" * depth, "utf-8")


def deep_word_tables(path: Path, depth: int = 20_000) -> None:
    """A Word file with a table in a table in a table."""
    making.docx(path)
    tables = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    _with_part(path, "word/document.xml", f"{body}{tables}</w:body></w:document>")


def deep_open_document_tables(path: Path, depth: int = 20_000) -> None:
    making.odt(path)
    with zipfile.ZipFile(path) as whole:
        content = whole.read("content.xml").decode()
    names = ("table", "table-row", "table-cell")
    opened = "".join(f"<table:{name}>" for name in names)
    closed = "".join(f"</table:{name}>" for name in reversed(names))
    content = content.replace("</office:text>", f"{opened * depth}<text:p/>{closed * depth}</office:text>")
    _with_part(path, "content.xml", content)


def _with_part(path: Path, name: str, content: str) -> None:
    """Put other content in the place of a part of a zip file."""
    with zipfile.ZipFile(path) as whole:
        parts = {info.filename: whole.read(info) for info in whole.infolist()}
    making.zipped(path, {**parts, name: content})


def unfolding_pdf(path: Path, depth: int = 12) -> None:
    """A page of drawings in drawings, ten in each, over which PDFium is busy for days."""
    figures = [
        stream(b"/F Do " * 10 if n < depth else b"n ", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources"
                b"<</XObject<</F %d 0 R>>>>" % (6 + n)) for n in range(depth + 1)
    ]  # fmt: skip
    written_pdf(path, stream(b"/F Do " * 10), b"/Resources<</XObject<</F 5 0 R>>>>", figures)


def swelling_pdf(path: Path, megabytes: int = 700) -> None:
    """A page of which the content unpacks to more than the memory, on which PDFium breaks down."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(megabytes)) + packer.flush()
    written_pdf(path, stream(packed, b"/Filter/FlateDecode"))


def stream(content: bytes, about: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream " % (about, len(content), content)


def written_pdf(
    path: Path, content: bytes, resources: bytes = b"", further: Sequence[bytes] = (), catalog: bytes = b""
) -> None:
    """Write a PDF of one page; `further` are its objects from the fifth on, `catalog` what it says of itself."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R%s>>" % resources
    parts = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        content,
        *further,
    ]
    written, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(written))
        written += b"%d 0 obj%sendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(parts) + 1
    ending = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (count, len(written))
    path.write_bytes(written + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + ending)


def long_pdf(path: Path, pages: int = 1_000) -> None:
    canvas = Canvas(str(path))
    for number in range(pages):
        canvas.drawString(72, 700, f"Dit staat op bladzijde {number + 1}.")
        canvas.showPage()
    canvas.save()


def looping_pdf(path: Path) -> None:
    """A page tree that is its own child, and a content stream that never ends a text object."""
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1000000>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def encrypted_pdf(path: Path) -> None:
    making.pdf(path, encrypt=StandardEncryption("wachtwoord"))


def truncated_pdf(path: Path) -> None:
    making.pdf(path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 3])


def truncated_docx(path: Path) -> None:
    making.docx(path)
    path.write_bytes(path.read_bytes()[:5_000])


def sparse_zeros(path: Path) -> None:
    """Two gigabytes of zeros that take no room."""
    with path.open("wb") as file:
        file.truncate(2_000_000_000)


def many_columns(path: Path, columns: int = 100_000) -> None:
    path.write_text(";".join(["x"] * columns), "utf-8")


def invalid_unicode(path: Path) -> None:
    path.write_bytes(b"De burgemeester \xff\xfe\xed\xa0\x80 besluit.")


def empty(path: Path) -> None:
    path.touch()


def noise(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n" + bytes(n * 7919 % 251 for n in range(100_000)))


def ole_noise(path: Path) -> None:
    noise = bytes(n * 104_729 % 253 for n in range(50_000))
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + path.name.encode() + noise)  # no copies of each other


def endless_line(path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write('{"_id": "a", "text": "')
        for _ in range(30):
            file.write("x" * 1_000_000)


def deep_mail(path: Path) -> None:
    """Multipart in multipart, without an end."""
    path.write_text(
        "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3_000)), "utf-8"
    )


def plain(path: Path) -> None:
    path.write_text("Een gewone tekst.", "utf-8")


# Files of which the report must name each; those of ODD may be read, without harm.
HOSTILE: Mapping[str, Callable[[Path], None]] = {
    "zipbom.zip": zip_bomb,
    "zip-in-zip.zip": nested_zip_bomb,
    "word-bom.docx": office_zip_bomb,
    "ontsnapping.zip": path_traversal,
    "entiteiten.docx": entity_bomb,
    "kringloop.pdf": looping_pdf,
    "geheim.pdf": encrypted_pdf,
    "afgekapt.pdf": truncated_pdf,
    "afgekapt.docx": truncated_docx,
    "nullen.pdf": sparse_zeros,
    "nullen.txt": sparse_zeros,
    "geen-unicode.txt": invalid_unicode,
    "leeg.docx": empty,
    "ruis.pdf": noise,
    "ruis.doc": ole_noise,
    "ruis.msg": ole_noise,
    "regel.jsonl": endless_line,
    "plaatje.jpg": noise,
    "leeg.eml": empty,
    "ruis.odt": ole_noise,
    "diep.docx": deep_word_tables,
    "diep.odt": deep_open_document_tables,
}
ODD: Mapping[str, Callable[[Path], None]] = {
    "diep.html": deep_tables,
    "lang.pdf": long_pdf,
    "kolommen.csv": many_columns,
    "mail.eml": deep_mail,
    "entiteit.odt": external_entity,
    "naam\nmet\x07regels.txt": plain,
}
