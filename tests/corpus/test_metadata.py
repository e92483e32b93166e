from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.metadata import Metadata, file_date, parse_date, read_metadata, split_front_matter, stated_date


def test_front_matter() -> None:
    metadata, body = split_front_matter(
        "---\ntitle: Nota\ndate: 2024-05-31\nthema's: [boa, horeca]\nstatutes:\n  - art. 1\nurl: https://x.nl\n"
        "nee: no\nleeg:\ndiep: {a: 1}\n---\n# Kop\n"
    )
    assert body == "# Kop\n"
    assert metadata == Metadata(
        title="Nota",
        date=date(2024, 5, 31),
        fields={"themes": ("boa", "horeca"), "statutes": ("art. 1",), "url": ("https://x.nl",), "nee": ("no",)},
    )


@pytest.mark.parametrize(
    ("text", "body"),
    [
        pytest.param("Geen.\n---\ntitle: x\n---\n", "Geen.\n---\ntitle: x\n---\n", id="not at the top"),
        pytest.param("---\ntitle: a: b\n---\nTekst", "title: a: b\n\nTekst", id="broken"),
        pytest.param("---\n- een\n---\nTekst", "- een\n\nTekst", id="no mapping"),
        pytest.param("---\ntitle: x\nTekst", "---\ntitle: x\nTekst", id="no end"),
        pytest.param("---\n---\nTekst", "Tekst", id="empty"),
        pytest.param("---\nLet op: een concept.\n---\nTekst", "Let op: een concept.\n\nTekst", id="between two rules"),
        pytest.param("---\na: !!python/object/apply:os.system [ls]\n---\nTekst", "Tekst", id="code is not run"),
        pytest.param("---\n" + "[" * 1_000 + "\n---\nTekst", "[" * 1_000 + "\n\nTekst", id="deep"),
    ],
)
def test_what_is_no_front_matter_is_text(text: str, body: str) -> None:
    assert split_front_matter(text)[1] == body


def test_aliases_cannot_blow_up() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
    )
    assert split_front_matter(f"---\n{bomb}---\n")[0].fields == {"a": ("x", "x")}


@given(st.text())
def test_never_fails(text: str) -> None:
    split_front_matter(f"---\n{text}\n---\nTekst")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-31", date(2024, 5, 31)),
        ("2024-05-31T12:00:00Z", date(2024, 5, 31)),
        ("31-05-2024", date(2024, 5, 31)),
        ("1-5-2024", date(2024, 5, 1)),
        ("31-02-2024", None),
        ("2024-13-01", None),
        ("mei 2024", None),
        ("", None),
    ],
)
def test_parse_date(text: str, expected: date | None) -> None:
    assert parse_date(text) == expected


def test_an_unreadable_date_is_kept_as_it_is() -> None:
    assert read_metadata({"datum": "voorjaar 2024", "n": 3, "x": None}) == Metadata(
        fields={"date": ("voorjaar 2024",), "n": ("3",)}
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "1. Inleiding\n\nHet huidige beleid is vastgesteld op 14 juni 2018 en is verouderd.\n\nTekst.\n\n"
            "Aldus vastgesteld in de raadsvergadering van 12 maart 2024.",
            date(2024, 3, 12),
            id="old-policy",
        ),
        pytest.param(
            "Datum inwerkingtreding: 1-1-2025\n\nAldus vastgesteld op 12 december 2024.",
            date(2024, 12, 12),
            id="signed",
        ),
        pytest.param("Datum inwerkingtreding: 1-1-2025\n\nTekst.", date(2025, 1, 1), id="takes-effect"),
        pytest.param(
            "Datum inwerkingtreding: 1-1-2025\nDatum: 3-12-2024\n\nTekst.", date(2024, 12, 3), id="of-the-text"
        ),
        pytest.param(
            "Deze regel vervangt de regel, vastgesteld op 14 juni 2018.\nVastgesteld op 2 mei 2024.",
            date(2024, 5, 2),
            id="replaces",
        ),
        pytest.param(
            "De nota, vastgesteld op 14 juni 2018, wordt ingetrokken.\nRaadsvergadering 2 mei 2024",
            date(2024, 5, 2),
            id="repeals",
        ),
        pytest.param(
            "Deze regel, vastgesteld op 2 mei 2024, vervangt de regel van 14 juni 2018.", date(2024, 5, 2), id="new-one"
        ),
        pytest.param("Vastgesteld door het college d.d. 2 mei 2024.", date(2024, 5, 2), id="d.d."),
        pytest.param("Nota Veiligheid\n\n2 mei 2024\n\nTekst van 1 mei 2020.", date(2024, 5, 2), id="cover"),
        pytest.param("Het beleid is vastgesteld op 14 juni 2018 en is verouderd.", None, id="nothing"),
        pytest.param("In de brief van 14 juni 2018 stond niets.", None, id="no-adoption"),
    ],
)
def test_the_date_on_which_a_text_was_adopted(text: str, expected: date | None) -> None:
    assert stated_date(text) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"modified": "D:20240502101010"}, date(2024, 5, 2), id="pdf"),
        pytest.param({"created": "2024-05-02T10:00:00Z"}, date(2024, 5, 2), id="office"),
        pytest.param({"modified": "Thu, 02 May 2024 10:00:00 +0200"}, date(2024, 5, 2), id="mail"),
        pytest.param({"modified": "1980-01-01", "created": "2024-05-02"}, date(2024, 5, 2), id="epoch"),
        pytest.param({"modified": "2999-01-01"}, None, id="future"),
        pytest.param({}, None, id="nothing"),
    ],
)
def test_the_date_of_a_file(facts: dict[str, str], expected: date | None) -> None:
    assert file_date(facts) == expected
