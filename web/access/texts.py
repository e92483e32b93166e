"""Every Dutch sentence about logging in and about limits, on the page and in the terminal."""

from __future__ import annotations

import math

LOGIN_TITLE = "Inloggen"
LOGIN_HEADING = "Log in om te zoeken"
LOGIN_EXPLANATION = "Uw beheerder heeft u een naam en een wachtwoord gegeven."
NAME_LABEL = "Naam"
PASSWORD_LABEL = "Wachtwoord"  # noqa: S105 - the label of a field
LOGIN = "Log in"
LOGIN_FAILED_HEADING = "Inloggen lukt niet"
LOGIN_FAILED = "De naam of het wachtwoord klopt niet. Controleer beide en probeer het opnieuw."
USERS_UNREADABLE = "Niemand kan nu inloggen: het bestand met gebruikers is niet te lezen. Waarschuw uw beheerder."
LOGOUT = "Log uit"
DOCUMENTS = "Documenten"
LOGGED_OUT = "U bent uitgelogd."
NOT_LOGGED_IN = "Log eerst in, of stuur een sleutel mee. Uw sessie kan verlopen zijn."
SESSION_OVER_HEADING = "U bent niet meer ingelogd"
SESSION_OVER = "Uw sessie is verlopen. Log opnieuw in; daarna gaat u hier verder."
LOGIN_AGAIN = "Log opnieuw in"
FORGOTTEN = "Wachtwoord vergeten? Vraag uw beheerder om een nieuw wachtwoord."

NOT_ALLOWED_HEADING = "U mag dit niet bekijken"
NOT_ALLOWED = "Alleen beheerders mogen de documenten beheren. Vraag uw beheerder om dit recht."
FOREIGN_HEADING = "Dit verzoek komt van een andere website"
FOREIGN = (
    "Daarom is er niets gedaan. Open Veiligheidswijzer zelf en probeer het opnieuw. Gebeurt dit steeds? Dan geeft de "
    "webserver voor deze pagina de naam (Host) niet door; vraag dat uw beheerder."
)
MISNAMED_HEADING = "Dit adres klopt niet"
PASSED_ON_HEADING = "Deze pagina is nog niet voor anderen"
PASSED_ON = (
    "Dit verzoek komt via een andere webserver, en er zijn geen gebruikers. Dan kan iedereen de teksten lezen en "
    "verwijderen. Maak eerst een gebruiker met 'veiligheidswijzer users add NAAM --manage' en start met --name en de "
    "naam van de webserver."
)

PATIENCE_HEADING = "Even geduld"
TRY_AGAIN = "Probeer het opnieuw"
BUSY = "Het is nu erg druk, of u stelt veel vragen achter elkaar. Wacht even."  # before a link to try again
TOO_BUSY = "Het is nu erg druk, of u stelt veel vragen achter elkaar. Wacht even en probeer het opnieuw."
NO_CONNECTION_HEADING = "Geen verbinding"
NO_CONNECTION = (
    "De computer waarop Veiligheidswijzer draait, is niet te bereiken. Zodra dat weer kan, gaat deze pagina vanzelf "
    "verder."
)
SILENT_HEADING = "Nog geen antwoord"
SILENT = "Uw vraag duurt lang. Misschien is de verbinding weg, of is het erg druk."  # before a link to try again
OTHER_VISITOR_HEADING = "Iemand anders is ingelogd"
OTHER_VISITOR = "In deze browser is nu iemand anders ingelogd. Laad de pagina opnieuw."
TOO_LARGE_HEADING = "Dit is te groot"
TOO_SLOW_HEADING = "Dit duurde te lang"
TOO_SLOW = "Uw verzoek kwam niet op tijd binnen. Probeer het opnieuw."


def logged_in_as(name: str) -> str:
    """Say who is logged in."""
    return f"Ingelogd als {name}"


def wait(seconds: float) -> str:
    """Write how long somebody has to wait: 20 seconden, 3 minuten."""
    if seconds < 90:
        count = max(1, math.ceil(seconds))
        return f"{count} {'seconde' if count == 1 else 'seconden'}"
    return f"{math.ceil(seconds / 60)} minuten"


def too_many_logins(seconds: float) -> str:
    """Say how long no login is tried."""
    return f"Er is te vaak een verkeerd wachtwoord ingevuld. Wacht {wait(seconds)} en probeer het dan opnieuw."


def too_many_requests(seconds: float) -> str:
    """Say that one visitor asks too much at a time."""
    return f"U stelt veel vragen achter elkaar. Wacht {wait(seconds)} en probeer het dan opnieuw."


def too_busy(seconds: float) -> str:
    """Say that everybody together asks too much at a time."""
    return f"Het is nu erg druk. Wacht {wait(seconds)} en probeer het dan opnieuw."


def too_large(most_bytes: int) -> str:
    """Say how large a request may be."""
    return f"Stuur hoogstens {most_bytes / 1_000_000:.0f} MB tegelijk."


def misnamed(host: str) -> str:
    """Say that the page does not go by this name."""
    return (
        f"Deze pagina is er niet onder de naam {host!r}. Open haar op het adres dat bij het starten is genoemd. Moet "
        "het ook onder deze naam? Dan start uw beheerder haar met --name en die naam."
    )


def name_refused(name: str) -> str:
    """Say what a name of a user may look like."""
    return (
        f"{name!r} kan geen naam zijn. Gebruik 1 tot en met 64 letters, cijfers of de tekens . _ @ + - en geen spaties."
    )


def password_too_short(length: int, least: int, most: int) -> str:
    """Say how long a password has to be."""
    return (
        f"Dit wachtwoord heeft {length} tekens. Kies er een van {least} tot en met {most} tekens, bijvoorbeeld vier "
        "woorden die u zelf bedenkt."
    )


PASSWORD_IS_NAME = "Het wachtwoord lijkt te veel op de naam. Kies een ander wachtwoord."  # noqa: S105 - a sentence


def user_exists(name: str) -> str:
    """Say that a name is taken."""
    return f"Gebruiker {name} bestaat al. Geef een nieuw wachtwoord met 'veiligheidswijzer users password {name}'."


def user_missing(name: str) -> str:
    """Say that there is no such user."""
    return f"Gebruiker {name} bestaat niet. Kijk met 'veiligheidswijzer users list' wie er wel zijn."


def users_damaged(file: object, reason: str) -> str:
    """Say that the file of users cannot be read, so that nobody gets in."""
    return (
        f"Het bestand met gebruikers ({file}) kan niet worden gelezen: {reason}. Niemand kan nu inloggen. "
        "Zet een goede versie terug, of verwijder het en maak de gebruikers opnieuw."
    )


def users_required(host: str) -> str:
    """Say why a page that others can reach is not served without users."""
    return (
        f"Op {host} kunnen anderen de pagina openen, en er zijn geen gebruikers. Dan kan iedereen op het netwerk uw "
        "teksten lezen. Maak eerst een gebruiker met 'veiligheidswijzer users add NAAM --manage', of laat de pagina "
        "alleen op deze computer luisteren (zonder --host, --name en --proxy)."
    )


def proxy_refused(given: str) -> str:
    """Say that a web server that passes requests on is named by its address."""
    return (
        f"{given!r} is geen IP-adres en geen netwerk. Geef met --proxy het adres van de webserver die verzoeken "
        "doorgeeft, bijvoorbeeld 10.1.2.9 of 10.1.2.0/24."
    )


def not_encrypted(host: str) -> str:
    """Warn that passwords go over the network as they are."""
    return (
        f"Let op: op {host} gaan wachtwoorden en vragen leesbaar over het netwerk. Geef --certificate en --key, of zet "
        "er een webserver met https voor."
    )
