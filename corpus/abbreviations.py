"""Dutch abbreviations, by whether a sentence may end with them."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Always go with what follows. Compared in lower case.
NEVER_ENDING = _words("""
    a.d.h.v. a.g.v. a.h.v. aant. adm. afb. afd. afl. agt. alg. arr. art. artt. ass. b.g.g. b.v. bc. bijl. bijv. bijz.
    bl. blz. brig. bv. c.q. ca. cat. cf. col. conf. corr. d.d. d.i. d.m.v. d.t.v. d.w.z. dd. dhr. dir. div. dr. drs.
    ds. dz. e.v.t. ev. evt. exc. excl. fa. fam. fig. gebr. gel. gem. gen. get. gew. gr. h.t.o.d. hfdst. hfst.
    hoofdagt. hoofdinsp. hr. i.a. i.c. i.c.m. i.e. i.g.v. i.h.a. i.h.b. i.h.k.v. i.k.v. i.o.m. i.p.v. i.r.t. i.s.m.
    i.t.t. i.v.m. incl. ing. insp. inz. ir. jg. jhr. jkvr. jo. jrg. juncto. kapt. kol. l.n.v. lic. lt. luit. m.a.w.
    m.b.t. m.b.v. m.g.v. m.h.o.o. m.i. m.i.v. m.n. m.u.v. mej. mevr. mgr. mr. mrs. mvr. mw. n.a.v. n.b. nat. n°. ned.
    nl. nr. nrs. o.a. o.b.v. o.g.v. o.i. o.l.v. o.m. o.v.v. ong. opm. p. p.s. pag. par. pl. plv. pp. pr. prof. prov.
    publ. q.q. r.k. rb. red. reg. resp. secr. sgt. st. t.a.v. t.b.v. t.g.v. t.h.v. t.n.v. t.o.v. t.w. t.z.v. tab.
    tel. toel. u.a. v. v.a. v.d. v.v. verg. vert. vgl. vlg. vlgs. vnl. voorz. vs. w.o. weth. wmr. wnd. z.g. z.i. zg.
    zgn. zgnd. zog. kpl.
""")

# The same for every word with such an end: "zaaknr.", "Dorpsstr.".
NEVER_ENDING_SUFFIXES = ("nr.", "nrs.", "str.")

# May end a sentence, before any capital.
ENDING = _words("enz. etc. e.d. o.i.d. s.v.p. a.u.b. z.s.m. n.v.t. t.z.t. m.m. p.p. p.j. p.m. p.w.")

# May end a sentence, before a word that often begins one. Compared as they are written, and in lower case.
SOMETIMES_ENDING = _words("""
    a.i. a.s. ambt. apr. aug. awb. B.V. b.w. c.s. cie. C.V. dec. di. do. e.a. e.o. E.U. e.v. feb. febr. gemw. gmw.
    grw. i.o. jan. jl. jr. jul. jun. k.b. k.k. ma. max. min. ml. mln. mrd. mrt. n.chr. N.V. no. nov. o.g. okt. opw.
    polw. sep. sept. sr. stb. stcrt. sub. sv. sw. trb. U.S.A. v.chr. V.N. V.O.F. vr. V.S. vol. w.v.s. whc. wo. wvsr.
    wvsv. za.
""")

# A letter or number after one of these is its name ("bijlage A."), not an initial.
LABELS = _words("""
    afdeling artikel bijlage bijlagen blok boek categorie cel deel domein fase figuur gebied graad groep
    hepatitis hoofdstuk klasse kolom letter lijst locatie niveau onderdeel optie paragraaf pijler plan punt rij
    route scenario serie stap stuk sub tabel thema titel type vak variant vitamine wijk zone
""")

# Words that often begin a sentence, and seldom a name.
STARTERS = _words("""
    Aan Al Alle Alleen Allereerst Als Andere Anders Beide Ben Bent Bij Binnen Bovendien Buiten Daar Daarbij
    Daardoor Daarmee Daarna Daarnaast Daarom Daarvoor Dan Dat De Degene Denk Deze Die Dit Doe Door Doordat Dus
    Echter Een Eerst Elk Elke En Er Eén Geef Geen Gemeenten Hebt Heeft Heel Helaas Het Hier Hierbij Hierdoor
    Hiermee Hiervoor Hij Hoe Hoewel Ieder Iedere Iedereen Iemand Ik In Indien Inmiddels Inwoners Is Ja Je Jij
    Jullie Kan Kijk Komt Kortom Kunt Laat Later Let Maak Maar Meer Men Mensen Met Mits Moet Mogelijk Na Naar
    Naast Namens Nee Neem Niemand Niet Nog Nu Of Om Omdat Ondanks Onder Ons Onze Ook Op Over Overigens Pas Per
    Sinds Slechts Sommige Steeds Ten Tenzij Ter Terwijl Tevens Tijdens Toch Toen Tot Tussen U Uit Uiteindelijk
    Uiteraard Uw Vaak Van Vanaf Vanuit Vanwege Veel Verder Vervolgens Via Volgens Voor Vooral Voordat Voorts
    Vraag Vul Waar Waarom Wanneer Want Was Wat We Weet Wel Welk Welke Werkt Wie Wij Wilt Worden Wordt Zal Ze Zie
    Zij Zijn Zo Zoals Zodat Zodra Zolang Zonder Zorg Één
""")

# Words of `STARTERS` that may also come between initials and a surname.
NAME_PARTS = _words("Aan Bij De Die En Het In Onder Op Over Ten Ter Tot Uit Van Voor")
