from __future__ import annotations

from datetime import date

import pytest

from corpus.stated_dates import stated_date, titled_date


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
        pytest.param("Gegeven te ’s-Gravenhage, 5 juli 1997", date(1997, 7, 5), id="law"),
        pytest.param("Den Haag, 12 mei 2010\nDe Minister van Justitie", date(2010, 5, 12), id="place"),
        pytest.param("Tekst.\n's-Gravenhage, 3 mei 1991.\n", date(1991, 5, 3), id="place-with-an-apostrophe"),
        pytest.param("Datum 3 februari 2020", date(2020, 2, 3), id="no-colon"),
        pytest.param("Onderwerp | Toezicht\nDatum | 14 maart 2024\nGeheim | nee", date(2024, 3, 14), id="row"),
        pytest.param("Zaaknummer | 12 | Datum | 14-03-2024", date(2024, 3, 14), id="cell"),
        pytest.param("Raadsvergadering | 21 maart 2024", date(2024, 3, 21), id="row-of-a-meeting"),
        pytest.param("Datum vergadering | 21-03-2024", date(2024, 3, 21), id="date-of-a-meeting"),
        pytest.param("Vergaderdatum: donderdag 21 maart 2024", date(2024, 3, 21), id="day-of-a-meeting"),
        pytest.param("Verzenddatum: 21-3-2024", date(2024, 3, 21), id="day-of-sending"),
        pytest.param("Datum ontvangst: 1-2-2024\nDatum: 21-3-2024", date(2024, 3, 21), id="day-of-receipt"),
        pytest.param("Geboortedatum | 14 maart 1990", None, id="day-of-birth"),
        pytest.param("Datum 14 mrt. 2024", date(2024, 3, 14), id="short-month"),
        pytest.param("Datum: 1 jan. 2024", date(2024, 1, 1), id="another-short-month"),
        pytest.param("Nota\n\n9 sept 2024\n\nTekst", date(2024, 9, 9), id="short-month-alone"),
        pytest.param("Nota\n\n14.03.2024\n\nTekst", date(2024, 3, 14), id="dots"),
        pytest.param("Nota\n\n1-5-2024\n\nTekst", date(2024, 5, 1), id="short-day"),
        pytest.param("Collegebesluit 5 maart 2024", date(2024, 3, 5), id="decision-of-the-executive"),
        pytest.param("Besluit d.d. 14 maart 2024", date(2024, 3, 14), id="decision"),
        pytest.param("Wij passen toe:\n- Besluit d.d. 14 maart 2014", None, id="decision-in-a-list"),
        pytest.param("Collegebesluit 5 maart 2024\nDatum: 7 mei 2024", date(2024, 5, 7), id="decision-before"),
        pytest.param("Aldus vastgesteld in de vergadering van 3 mei 1965.", date(1965, 5, 3), id="long-ago"),
        pytest.param("Nota\n\n3 mei 1965\n\nTekst", None, id="long-ago-on-a-line"),
        pytest.param("Versie 1.0, 3 februari 2020", date(2020, 2, 3), id="version"),
        pytest.param(
            "1.0 vastgesteld op 12 januari 2015\n2.0 vastgesteld op 3 maart 2022", date(2022, 3, 3), id="versions"
        ),
        pytest.param(
            "De raad heeft in de vergadering van 4 mei 2019 gevraagd om beleid.\nVastgesteld op 3 maart 2022",
            date(2022, 3, 3),
            id="another-meeting",
        ),
        pytest.param("Uw brief van\n12 januari 2020\nDatum: 3 februari 2020", date(2020, 2, 3), id="your-letter"),
        pytest.param("Besluitenlijst raadsvergadering 29 juni 2015", date(2015, 6, 29), id="meeting"),
        pytest.param("de datum van inwerkingtreding van de Wet van 7 februari 2013", None, id="another-law"),
        pytest.param("indien de datum van uitgifte op 29 juni 2004 lag", None, id="another-date"),
        pytest.param("de regels, vastgesteld bij besluit van 23 april 2012", None, id="another-decree"),
        pytest.param("de Algemene Vergadering van de Verenigde Naties 57/170 van 16 december 2002", None, id="nations"),
        pytest.param("Protocol nr. 6, ondertekend te Straatsburg op 21 oktober 1999", None, id="treaty"),
        pytest.param("de sanctie-datum van 1 juli 1998", None, id="compound"),
        pytest.param("Het beleid is vastgesteld op 14 juni 2018 en is verouderd.", None, id="nothing"),
        pytest.param("In de brief van 14 juni 2018 stond niets.", None, id="no-adoption"),
        pytest.param(
            "Datum: 3 maart 2024\n\nHet EVRM is ondertekend op 4 november 1950 te Rome.",
            date(2024, 3, 3),
            id="old-treaty",
        ),
        pytest.param(
            "Datum: 3 maart 2024\n\nHet Klimaatakkoord is ondertekend op 28 juni 2019.",
            date(2024, 3, 3),
            id="agreement",
        ),
        pytest.param("Het verdrag werd ondertekend op 4 november 1950.", None, id="old-treaty-only"),
        pytest.param("Dit convenant is ondertekend op 3 maart 2020.", date(2020, 3, 3), id="covenant"),
        pytest.param("Ondertekend op 4 november 1950 te Rome.", date(1950, 11, 4), id="signed-long-ago"),
        pytest.param("Digitaal ondertekend op 4 mei 2021 door P. Jansen", date(2021, 5, 4), id="signed-digitally"),
        pytest.param("Datum evenement | 12 juni 2025", None, id="row-of-an-event"),
        pytest.param("Datum einde | 12 juni 2025", None, id="row-of-an-end"),
        pytest.param("Datum overlijden | 12 juni 2025", None, id="row-of-a-death"),
        pytest.param("Datum evenement: 12 juni 2025", None, id="line-of-an-event"),
        pytest.param("Datum evenement: 12 juni 2025\nDatum: 1 mei 2025", date(2025, 5, 1), id="line-before"),
        pytest.param("Datum besluit college | 12 juni 2025", date(2025, 6, 12), id="row-of-a-decision"),
        pytest.param("Datum raadsvergadering: 12 juni 2025", date(2025, 6, 12), id="line-of-a-meeting"),
        pytest.param("Datum laatste versie | 12-6-2025", date(2025, 6, 12), id="row-of-a-version"),
        pytest.param("Datum van vaststelling door de raad: 12 juni 2025", date(2025, 6, 12), id="of-the-council"),
        pytest.param(
            "Dit plan bouwt voort op het Integraal veiligheidsplan 2015-2018 (vastgesteld op 12 maart 2015).",
            None,
            id="another-plan",
        ),
        pytest.param("Het beleid steunt op de APV, vastgesteld op 1 januari 2010.", None, id="another-ordinance"),
        pytest.param("Wij volgen de APV, door de raad vastgesteld op 1 januari 2010.", None, id="of-another-council"),
        pytest.param("Het Reglement zoals vastgesteld op 2 februari 2009 blijft gelden.", None, id="as-adopted"),
        pytest.param("Wij volgen de nota die is vastgesteld op 2 februari 2009.", None, id="which-was-adopted"),
        pytest.param(
            "Dit Integraal veiligheidsplan (vastgesteld op 5 mei 2023) geldt.", date(2023, 5, 5), id="this-plan"
        ),
        pytest.param(
            "Deze regels van de burgemeester, vastgesteld op 5 mei 2023, gelden.", date(2023, 5, 5), id="these"
        ),
        pytest.param("Na overleg met de politie, is de nota vastgesteld op 5 mei 2023.", date(2023, 5, 5), id="comma"),
        pytest.param(
            "Integraal veiligheidsplan (vastgesteld op 5 mei 2023)\n\nTekst.", date(2023, 5, 5), id="in-title"
        ),
        pytest.param(
            "Gemeente Voorbeeldstad\nNota toezicht, vastgesteld op 5 mei 2023\nTekst.", date(2023, 5, 5), id="on-cover"
        ),
        pytest.param("Voorbeeldstad, 3 maart 2024\n\nGeachte leden,", date(2024, 3, 3), id="above-a-letter"),
        pytest.param("Voorbeeldstad, zondag 3 maart 2024\n\nGeachte leden,", date(2024, 3, 3), id="letter-with-day"),
        pytest.param("Voorbeeldstad, d.d. 3 maart 2024\n\nGeachte leden,", date(2024, 3, 3), id="letter-with-d.d."),
        pytest.param("Voorbeeldstad, 3 maart 2024 \tKenmerk: Z24\n\nGeachte", date(2024, 3, 3), id="letter-with-tab"),
        pytest.param("Voorbeeldstad, 3 maart 2024 | Kenmerk Z24\n\nGeachte", date(2024, 3, 3), id="letter-in-a-row"),
        pytest.param("Raadsvergadering d.d. 4 juli 2024", date(2024, 7, 4), id="d.d.-of-a-meeting"),
        pytest.param(
            "Gemeente Voorbeeldstad\nBesluitenlijst van de vergadering van het college van burgemeester en wethouders "
            "van 5 maart 2024\n\nDe agenda volgt op de vergadering van 2 februari 2024.",
            date(2024, 3, 5),
            id="minutes",
        ),
        pytest.param(
            "Verslag vergadering commissie Bestuur d.d. 5 maart 2024", date(2024, 3, 5), id="report-of-meeting"
        ),
        pytest.param(
            "Nota\n\nIn de vergadering van de raad van 5 maart 2024 vroeg zij dit.", None, id="tells-of-meeting"
        ),
        pytest.param("Verslag van de vorige vergadering van de raad van 5 maart 2024", None, id="meeting-before"),
        pytest.param("De raad heeft plan X vastgesteld op 12 maart 2015.", None, id="tells-of-a-plan"),
        pytest.param("De raad heeft plan X vastgesteld op 12 maart 2015\n\nTekst", None, id="tells-of-a-plan-first"),
        pytest.param("De raad heeft plan X in de vergadering van 12 maart 2015 bekeken.", None, id="tells-of-both"),
        pytest.param(
            "Het bestuur heeft in zijn vergadering van 20 december 2002 vastgesteld het navolgende reglement:",
            date(2002, 12, 20),
            id="tells-of-what-follows",
        ),
        pytest.param(
            "Daarom heeft het bestuur in haar vergadering van 25 april 2005 het navolgende reglement vastgesteld.",
            date(2005, 4, 25),
            id="tells-of-what-follows-behind",
        ),
        pytest.param("De raad heeft deze nota vastgesteld op 5 mei 2023.", date(2023, 5, 5), id="tells-of-itself"),
        pytest.param(
            "Integraal veiligheidsplan\n\nDe raad heeft het Integraal veiligheidsplan vastgesteld op 5 mei 2023.",
            date(2023, 5, 5),
            id="tells-of-its-title",
        ),
        pytest.param(
            "Datum     : 5 mei 2024\nOnderwerp : Sluiting\n\nIn de vergadering van 3 februari 2020 vroeg u dit.",
            date(2024, 5, 5),
            id="spaces-before-the-colon",
        ),
        pytest.param(
            "Datum\t: 5 mei 2024\n\nDe vergadering van 3 februari 2020.", date(2024, 5, 5), id="tab-before-the-colon"
        ),
        pytest.param("Datum\t5 mei 2024", date(2024, 5, 5), id="tab-and-no-colon"),
        pytest.param("Datum: d.d. 5 mei 2024", date(2024, 5, 5), id="label-and-d.d."),
        pytest.param("Datum: | 5 mei 2024", date(2024, 5, 5), id="cell-with-a-colon"),
        *(
            pytest.param(f"Nota\n\nDatum {of}: 5 mei 2024", date(2024, 5, 5), id=of)
            for of in (
                *("raadsvoorstel", "overleg", "bijeenkomst", "memo", "B&W-besluit", "raadsbehandeling", "aanmaak"),
                *("informatiebrief", "gemeenteraadsvergadering", "AB-vergadering", "stuk", "driehoeksoverleg"),
            )
        ),
        pytest.param("Datum collegevoorstel | 5 mei 2024", date(2024, 5, 5), id="row-of-a-proposal"),
        pytest.param("Datum commissiebehandeling | 5 mei 2024", date(2024, 5, 5), id="row-of-a-committee"),
        pytest.param("Datum incident: 5 mei 2024", None, id="line-of-an-incident"),
        pytest.param("Datum sluiting | 5 mei 2024", None, id="row-of-a-closing"),
        pytest.param(
            "Agenda gemeenteraad\n\nWoensdag 12 maart 2024 om 20.00 uur, raadzaal\n\n1. Opening\n"
            "2. Vaststelling besluitenlijst van de vergadering van 5 februari 2024",
            date(2024, 3, 12),
            id="agenda",
        ),
        pytest.param("Agenda\n\nWoensdag 12 maart 2024", date(2024, 3, 12), id="day-of-the-week"),
        pytest.param("Agenda\n12 maart 2024, 19.30 - 22.00 uur", date(2024, 3, 12), id="hours"),
        pytest.param("Agenda\n12 maart 2024 (aanvang 19:30 uur)", date(2024, 3, 12), id="hour-in-brackets"),
        pytest.param("Nota\n\nReacties\n\n12 maart 2024 om 22:43\n\nTekst.", None, id="hour-of-a-comment"),
        pytest.param("Nota\n\nOp\n12 maart 2024 om 20.00 uur vond de brand plaats.", None, id="hour-in-a-sentence"),
        pytest.param(
            "Agenda gemeenteraad\n\n1. Opening\n2. Vaststelling besluitenlijst van de vergadering van 5 februari 2024",
            None,
            id="agenda-without-a-date",
        ),
        pytest.param(
            "Verslag driehoek\n\nVaststelling verslag vergadering van 5 februari 2024: akkoord.", None, id="approved"
        ),
        pytest.param(
            "Verslag driehoek\n\nHet verslag van de vergadering van 5 februari 2024 wordt vastgesteld.",
            None,
            id="approved-in-a-sentence",
        ),
        pytest.param(
            "Notulen commissie\n\n1. Opening\n2. Besluitenlijst raadsvergadering 5 februari 2024", None, id="item"
        ),
        pytest.param(
            "Verslag driehoeksoverleg 12 maart 2024\n\nVaststelling verslag vergadering van 5 februari 2024: akkoord.",
            date(2024, 3, 12),
            id="minutes-by-their-title",
        ),
        pytest.param(
            "Gemeente Voorbeeldstad\nBesluitenlijst B&W 12 maart 2024\n\nDatum: 20 maart 2024\n\n"
            "Aldus vastgesteld in de vergadering van 19 maart 2024.",
            date(2024, 3, 12),
            id="decisions-by-their-title",
        ),
        pytest.param(
            "Notulen van het overleg d.d. dinsdag 12 maart 2024\nTekst.", date(2024, 3, 12), id="minutes-with-d.d."
        ),
        pytest.param("Besluitenlijst B&W 12-03-2024", date(2024, 3, 12), id="decisions-by-a-title-in-numbers"),
        pytest.param(
            "Onderwerp: Verslag van het overleg van 12 maart 2024\nDatum: 3 april 2024",
            date(2024, 4, 3),
            id="letter-about-minutes",
        ),
        pytest.param(
            "Notitie verslag rekenkamer 12 maart 2024\nDatum: 3 april 2024", date(2024, 4, 3), id="note-about-minutes"
        ),
        pytest.param("Vaststelling van het verslag van 12 maart 2024\nTekst.", None, id="approval-as-title"),
        pytest.param(
            "Raadsvoorstel ondermijning 12 maart 2024\n\nIn de vergadering van 5 februari 2020 vroeg u dit.",
            date(2024, 3, 12),
            id="proposal-by-its-title",
        ),
        pytest.param(
            "Raadsvoorstel 12 maart 2024\n\nAldus vastgesteld in de raadsvergadering van 25 april 2024.",
            date(2024, 4, 25),
            id="proposal-adopted-later",
        ),
        pytest.param("Reactie op uw brief van 12 maart 2024\n\nTekst.", None, id="title-of-an-answer"),
        pytest.param("Evaluatie incident 12 maart 2024\n\nTekst.", None, id="title-of-an-incident"),
        *(
            pytest.param(f"Regeling\n\nTekst.\n\n{signed}", date(2024, 4, 25), id=signed)
            for signed in (
                "Aldus vastgesteld in de openbare vergadering van de raad van Voorbeeldstad, gehouden op 25 april 2024",
                "Aldus vastgesteld in de openbare raadsvergadering van de gemeente Voorbeeldstad van 25 april 2024",
                "Vastgesteld in de vergadering van het college van burgemeester en wethouders d.d. 25 april 2024",
            )
        ),
        pytest.param("Bronnen\n- Nota toezicht (vastgesteld op 5 mei 2013)\nTekst.", None, id="in-a-list"),
        pytest.param("Besluit\nGelet op de APV, vastgesteld op 3 mei 2010\nTekst.", None, id="considering"),
        pytest.param("Nota\nInleiding\nEerst\nDan\nToen\nAPV, vastgesteld op 3 mei 2010\nSlot.", None, id="below"),
    ],
)
def test_the_date_on_which_a_text_was_adopted(text: str, expected: date | None) -> None:
    assert stated_date(text) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Wet van 5 juli 1997, houdende regels inzake de gemeentelijke basisadministratie", date(1997, 7, 5)),
        ("Wet van 27 mei 1999 tot wijziging van de Wet politieregisters van 21 juni 1990", date(1999, 5, 27)),
        ("Regeling van de Minister van Volksgezondheid van 5 januari 2004, nr. GVM/2429121", date(2004, 1, 5)),
        ("Beleidsregel van de Minister van Veiligheid en Justitie d.d. 10 mei 2012, nummer 264", date(2012, 5, 10)),
        ("Besluit tot wijziging van het besluit van 3 mei 1990", None),
        ("Wijziging van de regeling van 3 mei 1990", None),
        ("Evaluatie van de Wet van 3 mei 1990", None),
        ("Opiumwet", None),
    ],
)
def test_the_date_in_the_title_of_a_statute(title: str, expected: date | None) -> None:
    assert titled_date(title) == expected
