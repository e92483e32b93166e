from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.metadata import Metadata, file_date, parse_date, read_metadata, split_front_matter


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
        ("1.5.2024", date(2024, 5, 1)),
        ("14 mrt. 2024", date(2024, 3, 14)),
        ("5 October 1953", date(1953, 10, 5)),
        ("5 maa 2024", None),
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
