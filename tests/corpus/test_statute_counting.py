from __future__ import annotations

import pytest

from corpus.markdown import read_markdown
from corpus.statutes import with_articles
from corpus.structure import assemble


def outline(lines: str) -> list[str]:
    """Return the heading paths of a text; "5.1 Titel" stands for the two headings of an exported circular."""
    markdown = "# Titel\n\n"
    for line in lines.strip().splitlines():
        number, _, title = line.strip().partition("/")
        markdown += f"### {number}\n\n#### {title}\n\n" if title else f"{number}\n\n"
    structure = assemble(with_articles(read_markdown(markdown)), "Titel")
    return [
        f"{' > '.join(section.headings)}: {structure.text[section.start : section.end]}"
        for section in structure.sections
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            "1/Doel\na\n2/Middelen\n2.1/Invoer\nb\n2.2/Uitvoer\n2.2.1/Teelt\nc\n2.3/Bezit\nd\n3/Slot\ne",
            [
                "1 Doel: a",
                "2 Middelen > 2.1 Invoer: b",
                "2 Middelen > 2.2 Uitvoer > 2.2.1 Teelt: c",
                "2 Middelen > 2.3 Bezit: d",
                "3 Slot: e",
            ],
            id="by the number",
        ),
        pytest.param(
            "#### Samenvatting\na\n#### Achtergrond\n1/Beleid\nb\n2/Uitgangspunten\nc\n#### Opsporing\nd\n1/Lijst I\n"
            "e\n2/Lijst II\n#### Criteria\nf\n#### Gedoogbeleid\ng\n3/Gering\nh\n#### Strafvordering\ni",
            [
                "Samenvatting: a",
                "Achtergrond > 1 Beleid: b",
                "Achtergrond > 2 Uitgangspunten: c",
                "Opsporing: d",
                "Opsporing > 1 Lijst I: e",
                "Opsporing > 2 Lijst II > Criteria: f",
                "Opsporing > 2 Lijst II > Gedoogbeleid: g",
                "Opsporing > 3 Gering: h",
                "Strafvordering: i",
            ],
            id="headings without a number",
        ),
        pytest.param(
            "#### Samenvatting\na\nI/Algemeen\nb\n1/Wet\nc\n2/Regels\nd\nII/Vaarwet\n1/Inleiding\ne",
            [
                "Samenvatting: a",
                "I Algemeen: b",
                "I Algemeen > 1 Wet: c",
                "I Algemeen > 2 Regels: d",
                "II Vaarwet > 1 Inleiding: e",
            ],
            id="a count within another",
        ),
        pytest.param(
            "1/Inleiding\na\nBijlage/Eindtermen\nb\n#### Inleiding\nc\n1/De boa\nd\n#### 4. Voorwaarden\ne\n5/Taken\n"
            "f\nI/Bij de politie\ng\n6/Slot\nh",
            [
                "1 Inleiding: a",
                "Bijlage Eindtermen: b",
                "Bijlage Eindtermen > Inleiding: c",
                "Bijlage Eindtermen > 1 De boa: d",
                "Bijlage Eindtermen > 4. Voorwaarden: e",
                "Bijlage Eindtermen > 5 Taken: f",
                "Bijlage Eindtermen > 5 Taken > I Bij de politie: g",
                "Bijlage Eindtermen > 6 Slot: h",
            ],
            id="annex",
        ),
        pytest.param("G/Zeven\na\nH/Acht\nb\nI/Negen\nc", ["G Zeven: a", "H Acht: b", "I Negen: c"], id="letters"),
        pytest.param(
            "## 1 Doel\na\n#### Diep\nb\n### Hoger\nc",
            ["1 Doel: a", "1 Doel > Diep: b", "1 Doel > Hoger: c"],
            id="numbers that have their titles beside them tell nothing new",
        ),
    ],
)
def test_headings_that_are_only_a_number(lines: str, expected: list[str]) -> None:
    assert outline(lines) == expected
