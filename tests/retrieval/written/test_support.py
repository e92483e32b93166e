"""Support as the default model sees it, on sentences written for it; and the particulars that must not be invented.

The sentences are those that the thresholds were fitted to: this keeps what was reached, it does not measure it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus import Passage
from retrieval import Hit, Searcher
from retrieval.particulars import coverage, measures, numbers, strange_words
from retrieval.written.clauses import denies, difference, rules
from retrieval.written.support import Sources

ROWS = Path(__file__).resolve().parents[2] / "data" / "written_support.jsonl"


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 6], ids=["all", "a-sixth"])
def test_no_invented_sentence_is_supported_and_few_true_ones_are_refused(sample_searcher: Searcher, every: int) -> None:
    rows = [json.loads(line) for line in ROWS.read_text("utf-8").splitlines()]
    chosen = list(dict.fromkeys(row["source"] for row in rows))[::every]
    rows = [row for row in rows if row["source"] in chosen]
    passages = all_passages(sample_searcher)
    sources: dict[str, Sources] = {}
    wrong: list[str] = []
    refused: list[str] = []
    for row in rows:
        passage = next(p for p in passages if Path(p.source).stem == row["text"] and row["source"] in p.text)
        known = sources.setdefault(passage.passage_id, Sources([Hit(1, 1.0, passage)], sample_searcher.embedder))
        found = known.support(row["sentence"], [1])
        supported = found.citation is not None
        if supported and not row["supported"]:
            wrong.append(f"{row['kind']}: {row['sentence']}")
        if row["supported"] and not supported:
            refused.append(f"{found.reason}: {row['sentence']}")
    assert not wrong, wrong
    assert len(refused) <= 2, refused


def all_passages(searcher: Searcher) -> list[Passage]:
    with searcher.store.view() as view:
        keys = view.dense(searcher.embedder.embed_question("veiligheid"), 1_000).keys.tolist()
        return view.passages(keys)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.000 euro", "€ 1000"),
        ("vier weken", "4 weken"),
        ("vijfentwintig procent", "25%"),
        ("op 01-05-2024", "op 1 mei 2024"),
        ("2024-05-01", "1 mei 2024"),
        ("het tweede lid", "lid 2"),
        ("12,5 km", "12.5 kilometer"),
    ],
)
def test_one_number_has_one_spelling(one: str, other: str) -> None:
    assert numbers(one) == numbers(other)
    assert numbers(one)


def test_what_numbers_are() -> None:
    assert numbers("Artikel 2:74, lid 1, en artikel 151c: vier weken, niet een.") == {
        "2:74",
        "1",
        "151c",
        "4",
        "4 week",
    }
    assert not numbers("Een boa draagt een uniform.")


def test_names() -> None:
    assert strange_words("De VNG en Utrecht vragen Jan.", "De VNG vraagt het aan Jan") == ["Utrecht"]
    assert strange_words("Camera’s zijn zichtbaar.", "Het cameratoezicht") == []
    assert strange_words("Amsterdam mag dat.", "Rotterdam mag dat.") == ["Amsterdam"]
    assert strange_words("Daarnaast mag dat.", "dat mag") == []


def test_a_name_is_no_part_of_a_word() -> None:
    assert strange_words("De burgemeester van Best sluit.", "De burgemeester sluit, zegt het bestuur.") == ["Best"]
    assert strange_words("Dat zegt de gemeente Weert.", "De gemeente beweert dat.") == ["Weert"]
    assert strange_words("De RIEC’s en de VNG vragen.", "De VNG-leden en het RIEC vragen.") == []


def test_denials_and_rules_of_the_clause_that_is_meant() -> None:
    source = "Ze vallen onder de Wet politiegegevens en niet onder de gewone privacyregels"
    assert difference("Beelden vallen onder de Wet politiegegevens", source) is None
    assert difference("De gewone privacyregels gelden", source) is not None
    assert denies("Dat is verboden")
    assert rules("Hij moet en mag") == {"duty", "permission"}
    assert rules("Hij wandelt alleen, ten hoogste een uur") == {"only", "most"}


def test_what_is_counted() -> None:
    text = "De boete is € 500 bij een eerste overtreding, na vier weken, volgens lid 2."
    assert measures(text) == {("euro", "500"), ("rank", "1"), ("week", "4")}


HOUSE = "De burgemeester kan de woning sluiten en moet het besluit vooraf bekendmaken."
FINES = "De boete is 500 euro bij een eerste overtreding en 1.000 euro bij een tweede overtreding."
TERM = "De termijn begint op 1 mei 2024 en eindigt op 1 juni 2025."
PERMIT = "De vergunning wordt niet geweigerd als de aanvrager een plan heeft, maar wel als hij schulden heeft."
UNLESS = "De vergunning wordt niet geweigerd, tenzij de aanvrager schulden heeft."
LIST = "Verboden is op straat:\n- alcohol drinken op straat;\n- fietsen plaatsen."
DUTIES = "De houder moet:\n- het terrein schoonmaken;\n- de uitgang vrijhouden."
ONLY = "De burgemeester mag alleen sluiten als er drugs zijn gevonden."


@pytest.mark.parametrize(
    ("source", "sentence", "supported"),
    [
        (HOUSE, "De burgemeester moet de woning sluiten.", False),
        (HOUSE, "De burgemeester kan de woning sluiten.", True),
        (HOUSE, "De burgemeester moet het besluit vooraf bekendmaken.", True),
        ("De burgemeester kan een woning sluiten; hij moet eerst horen.", "De burgemeester sluit een woning.", False),
        (ONLY, "De burgemeester mag sluiten als er drugs zijn gevonden.", False),
        (ONLY.replace(" alleen", ""), ONLY, False),
        (FINES, "De boete is 1.000 euro bij een eerste overtreding.", False),
        (FINES, "De boete is 500 euro bij een eerste overtreding.", True),
        (FINES, "De boete is bij een eerste overtreding 500 euro en bij een tweede 1.000 euro.", True),
        (TERM, "De termijn begint op 1 mei 2025.", False),
        (TERM, "De termijn loopt van 1 mei 2024 tot 1 juni 2025.", True),
        (PERMIT, "De vergunning wordt niet geweigerd als de aanvrager schulden heeft.", False),
        (PERMIT, "De vergunning wordt niet geweigerd als de aanvrager een plan heeft.", True),
        (UNLESS, "De vergunning wordt niet geweigerd als de aanvrager schulden heeft.", False),
        (UNLESS, "Een vergunning wordt niet geweigerd, tenzij de aanvrager schulden heeft.", True),
        (LIST, "Alcohol drinken op straat.", False),
        (LIST, "Verboden is alcohol drinken op straat.", True),
        (DUTIES, "Het terrein schoonmaken.", True),
        (DUTIES, "De houder mag de uitgang vrijhouden.", False),
        ("De gemeente vergoedt 50% van de kosten.", "De gemeente vergoedt € 50 van de kosten.", False),
        ("De boete is 1,500 euro.", "De boete is 1.500 euro.", False),
        ("De burgemeester kan sluiten, zegt het bestuur.", "De burgemeester van Best kan sluiten.", False),
        ("De termijn is ten hoogste vier weken.", "De termijn is ten minste vier weken.", False),
        ("De termijn is ten hoogste vier weken.", "De termijn is maximaal 4 weken.", True),
        ("Het bezit van ≤ 5 gram is toegestaan.", "Het bezit van ≥ 5 gram is toegestaan.", False),
        ("Het bezit van <= 5 gram is toegestaan.", "Het bezit van ≤ 5 gram is toegestaan.", True),
        ("Het bezit van < 5 gram is toegestaan.", "Het bezit van 5 gram is toegestaan.", False),
        ("Het saldo is -5 miljoen euro.", "Het saldo is 5 miljoen euro.", False),
        ("Alcohol wordt geschonken: ☒ Ja | ☐ Nee.", "Alcohol wordt geschonken: ☐ Ja | ☒ Nee.", False),
        ("Alcohol wordt geschonken: ☒ Ja | ☐ Nee.", "Alcohol wordt geschonken: Nee.", False),
        ("Alcohol wordt geschonken: ☒ Ja | ☐ Nee.", "Alcohol wordt geschonken: ☒ Ja | ☐ Nee.", True),
        ("Er zijn meer dan tien meldingen.", "Er zijn minder dan tien meldingen.", False),
        ("De melding gaat voor 1 mei naar de gemeente.", "De melding gaat na 1 mei naar de gemeente.", False),
        ("Roken is binnen het gebouw toegestaan.", "Roken is buiten het gebouw toegestaan.", False),
        ("De houder hoeft dit niet te melden.", "De houder moet dit niet melden.", False),
        ("De houder moet dit niet melden.", "De houder hoeft dit niet te melden.", False),
        ("De burgemeester heeft de vergunning geweigerd.", "De burgemeester heeft de vergunning verleend.", False),
        ("De rechter verklaart het bezwaar ongegrond.", "De rechter verklaart het bezwaar gegrond.", False),
        ("De rechter verklaart het bezwaar ongegrond.", "Het bezwaar is door de rechter ongegrond verklaard.", True),
    ],
)
def test_one_thing_of_a_source_is_not_said_of_another(
    sample_searcher: Searcher, source: str, sentence: str, supported: bool
) -> None:
    passage = Passage("p", "d", "Beleid", "d.md", (), source, 0, len(source))
    found = Sources([Hit(1, 1.0, passage)], sample_searcher.embedder).support(sentence, [1])
    assert (found.citation is not None) == supported, found.reason


@pytest.mark.parametrize(
    ("sentence", "source", "is_opposite"),
    [
        (
            "De vergunning voor een evenement wordt geweigerd bij gevaar.",
            "Na een incident wordt de vergunning van een evenement geweigerd bij gevaar.",
            False,
        ),
        (
            "De vergunning wordt voor het evenement verleend.",
            "Na advies van de politie wordt de vergunning verleend aan de organisator van het evenement.",
            False,
        ),
        ("Het verbod geldt voor de open ruimte.", "Het verbod geldt in de ruimte die gesloten is.", False),
        ("De termijn is meer dan zes weken.", "De termijn is onder omstandigheden zes weken.", False),
        ("De aanvraag komt binnen bij de gemeente.", "De aanvraag komt van buiten de gemeente.", False),
        ("Roken mag binnen de kantine.", "Roken mag buiten de openingstijden in de kantine.", False),
        ("De houder meldt dit voor het evenement.", "De houder meldt dit na het evenement.", True),
        ("De houder meldt dit voor 1 mei.", "De houder meldt dit na 1 juni en voor 1 mei.", False),
        ("Er zijn meer dan tien meldingen.", "Er zijn minder dan tien meldingen.", True),
        ("De winkel is op zondag open.", "De winkel is op zondag gesloten.", True),
        ("De termijn wordt langer.", "De termijn wordt korter.", True),
        ("…", "De termijn wordt korter.", False),
        ("De deuren blijven gesloten, behalve bij brand.", "De deuren blijven open, behalve bij brand.", True),
        ("Het café is gesloten tijdens de jaarwisseling.", "Het café is open tijdens de jaarwisseling.", True),
        ("De poort is gesloten vanaf middernacht.", "De poort is open vanaf middernacht.", True),
        ("De poort blijft gesloten gedurende het evenement.", "De poort blijft open gedurende het evenement.", True),
        ("Het café is de hele nacht gesloten geweest.", "Het café is de hele nacht open geweest.", True),
        ("De winkels zijn zondag gesloten, maandag niet.", "De winkels zijn zondag open, maandag niet.", True),
        ("De gesloten straat is voor voetgangers.", "De open straat is voor voetgangers.", True),
        ("Het terrein is na 22 uur gesloten.", "Het terrein is tot 22 uur open en na 22 uur gesloten.", False),
        ("Het aantal meldingen werd in de wijk minder.", "Het aantal meldingen werd in de wijk meer.", True),
        ("Het aantal meldingen werd minder in de wijk.", "Het aantal meldingen werd in de wijk meer.", True),
        ("Camera's hangen buiten.", "Camera's hangen binnen.", True),
        ("Camera's hangen buiten en filmen de straat.", "Camera's hangen binnen en filmen de straat.", True),
        ("Roken mag alleen buiten.", "Roken mag alleen binnen.", True),
        ("De evaluatie is voor het evenement.", "De evaluatie is na afloop van het evenement.", True),
        ("De controle is na het evenement.", "De controle is voor aanvang van het evenement.", True),
        ("U meldt het evenement na 1 juli.", "U meldt het evenement vóór 1 juli.", True),
        ("U meldt het evenement na 1 juli 2025.", "U meldt het evenement vóór 1-7-2025.", True),
        ("Steeds meer jongeren dragen een mes.", "Onder jongeren dragen steeds meer een mes.", False),
        ("Het geldt voor bedragen onder € 500.", "Het geldt voor bedragen van meer dan 500 euro.", True),
        ("Er zijn minder dan tien meldingen.", "Er zijn meer dan 10 meldingen.", True),
        ("Het geldt onder de leeftijd van 18 jaar.", "Het geldt boven de 18 jaar.", True),
        ("De gemeente zorgt voor opvang.", "De gemeente zorgt na de melding voor opvang.", False),
        # Of two things that are less and more only the first word tells them apart; it is refused, not guessed.
        ("Er komt meer geweld voor.", "Er komt minder geweld tegen burgers voor en meer tegen de politie.", True),
    ],
)
def test_what_says_the_opposite(sentence: str, source: str, is_opposite: bool) -> None:
    assert (difference(sentence, source) == "de bron zegt het tegendeel") == is_opposite


def test_coverage() -> None:
    assert coverage("Beelden worden bewaard", "de camerabeelden zijn bewaard") == 1.0
    assert coverage("Beelden worden gewist", "beelden") == 0.5
    assert coverage("", "beelden") == 0.0
