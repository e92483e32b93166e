"""Whether the same clauses in many permits make the same passages, so that they are found as one.

    python -m benchmarks.permits

Thirty made-up permits have the same five conditions and otherwise their own names, dates, reasons and signatures.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

from benchmarks.machine import described, print_table
from corpus import Chunking, Document, split_document
from corpus.markdown import read_markdown
from corpus.structure import assemble
from index import open_embedder
from index.fingerprint import fingerprint

PERMITS = 30
CONDITIONS = {
    "Geluid": "Het geluid mag op de gevel van de dichtstbijzijnde woning niet harder zijn dan 75 dB(A). Na 23.00 uur "
    "klinkt er geen versterkte muziek. Op verzoek van een toezichthouder gaat de installatie zachter of uit.",
    "Veiligheid": "Per 250 bezoekers is er ten minste één gecertificeerde beveiliger. Nooduitgangen en vluchtwegen "
    "blijven vrij over de volle breedte. Aanwijzingen van politie en brandweer worden opgevolgd. Vooraf is er een "
    "schouw met de hulpdiensten.",
    "Bereikbaarheid": "Een doorgang van ten minste 3,5 meter breed en 4,2 meter hoog blijft vrij voor hulpdiensten. "
    "Brandkranen blijven bereikbaar. Bewoners en ondernemers horen twee weken van tevoren welke wegen sluiten.",
    "Schoonmaak": "Binnen twee uur na afloop is het terrein opgeruimd en veegschoon. Kosten die de gemeente maakt "
    "doordat dit niet gebeurt, betaalt de houder van de vergunning.",
    "Intrekking": "De burgemeester kan de vergunning intrekken of wijzigen als gegevens onjuist blijken, als "
    "voorschriften niet worden nageleefd, of als het belang van de openbare orde dat vergt.",
}
NAMES = ("Stichting Zomerfeest", "Oranjevereniging", "Harmonie De Eendracht", "Buurtvereniging Zuid", "Sportclub Noord")
PLACES = ("de Markt", "het Stationsplein", "de Kerkstraat", "de Havenkade", "het Dorpsplein")
REASONS = (
    "De aanvraag is getoetst aan de Algemene plaatselijke verordening.",
    "De politie heeft positief geadviseerd.",
    "Omwonenden hebben zienswijzen ingediend; deze zijn meegewogen.",
    "De veiligheidsregio heeft geadviseerd over het veiligheidsplan.",
    "In eerdere jaren is het evenement zonder incidenten verlopen.",
)


def permits(*, with_headings: bool) -> Iterator[Document]:
    """Yield the permits, their conditions under headings of their own or as a numbered list."""
    draw = random.Random(1)
    for number in range(PERMITS):
        name, place = draw.choice(NAMES), draw.choice(PLACES)
        day = f"{draw.randint(1, 28)} {draw.choice(('mei', 'juni', 'juli'))} {draw.randint(2021, 2025)}"
        conditions = (
            "\n\n".join(f"### {n}. {name}\n\n{text}" for n, (name, text) in enumerate(CONDITIONS.items(), start=1))
            if with_headings
            else "\n".join(f"{n}. {text}" for n, text in enumerate(CONDITIONS.values(), start=1))
        )
        reasons = "\n\n".join(draw.sample(REASONS, draw.randint(1, 5)))
        text = (
            f"## Besluit\n\nOp {day} heeft {name} een vergunning gevraagd voor een evenement op {place}, met "
            f"{draw.randint(2, 60) * 50} bezoekers. De burgemeester verleent die.\n\n## Motivering\n\n{reasons}\n\n"
            f"## Voorschriften\n\n{conditions}\n\n## Ondertekening\n\nVoorbeeldstad, {day}\n\nDe burgemeester\n"
        )
        title = f"Vergunning {name} {number}"
        structure = assemble(read_markdown(text), title)
        yield Document(f"p{number}", title, f"/p{number}.md", structure.text, structure.sections)


def main() -> None:
    print(described())
    count_tokens = open_embedder(None).count_tokens
    rows: list[dict[str, object]] = []
    for with_headings in (True, False):
        passages = [
            passage
            for document in permits(with_headings=with_headings)
            for passage in split_document(document, count_tokens, Chunking())
        ]
        for name, text in CONDITIONS.items():
            holding = Counter(fingerprint(p.text) for p in passages if text[:40] in p.text)
            form = "headings" if with_headings else "list"
            rows.append({"conditions": form, "clause": name, "passages": holding.total(), "different": len(holding)})
    print_table(rows)


if __name__ == "__main__":
    main()
