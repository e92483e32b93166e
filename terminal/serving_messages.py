"""Every Dutch sentence of the commands that serve the page and look after its users."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from terminal.messages import count

if TYPE_CHECKING:
    from pathlib import Path

    from retrieval.evaluation.feedback import WrittenFeedback
    from web.access.users import User

SERVE_HELP = "Start de webpagina op deze computer. Stop met Ctrl-C."
HOST_HELP = "Adres waarop de pagina luistert; 127.0.0.1 is alleen deze computer. Een ander adres vraagt gebruikers."
PORT_HELP = "Poort waarop de pagina luistert."
NAME_HELP = (
    "Naam waaronder anderen deze computer kennen, als er een webserver voor staat die verzoeken doorgeeft. "
    "Geef de optie vaker voor meer namen."
)
PROXY_HELP = (
    "Adres van een webserver op een andere computer die verzoeken doorgeeft: wat die zegt over wie er vraagt, wordt "
    "geloofd. Geef de optie vaker voor meer adressen."
)
CERTIFICATE_HELP = "Certificaat (PEM) voor https."
CERTIFICATE_KEY_HELP = "Sleutel (PEM) bij het certificaat."
FEEDBACK_HELP = (
    "Laat lezers zeggen of een resultaat nuttig was, en bewaar vraag en oordeel in dit bestand. Zonder deze optie "
    "wordt niets bewaard."
)
FEEDBACK_COMMAND_HELP = "Maak van de oordelen van lezers een map met vragen voor ‘evaluate’."
FEEDBACK_FILE_HELP = "Het bestand van ‘serve --feedback’."
FEEDBACK_TO_HELP = "De nieuwe map."
LOG_QUESTIONS_HELP = "Schrijf elke vraag op de standaardfoutuitvoer. Zonder deze optie wordt geen vraag bewaard."
METRICS_HELP = "Geef op /metrics cijfers over het gebruik (voor Prometheus) en op /health of alles werkt."
MCP_HELP = (
    "Laat taalmodellen hier zoeken, via MCP op /gradio_api/mcp/. Vraagt 'pip install \"veiligheidswijzer[mcp]\"'."
)
USERS_HELP = "Beheer wie de pagina mag openen."
ADD_USER_HELP = "Maak een gebruiker. Het wachtwoord wordt gevraagd, of gelezen van de standaardinvoer."
LIST_USERS_HELP = "Toon alle gebruikers."
REMOVE_USER_HELP = "Verwijder een gebruiker. De sessies en de sleutel stoppen meteen."
ROLE_HELP = "Verander wat een gebruiker mag. Wachtwoord, sessies en sleutel blijven; het telt meteen."
ROLE_OPTION_HELP = "Ook documenten toevoegen, vervangen en verwijderen, of alleen lezen."
PASSWORD_HELP = "Geef een gebruiker een nieuw wachtwoord. De sessies stoppen meteen."  # noqa: S105 - a sentence
KEY_HELP = "Geef een gebruiker een sleutel voor programma's. Een eerdere sleutel vervalt."
USER_NAME_HELP = "De naam waarmee de gebruiker inlogt."
MANAGE_HELP = "Deze gebruiker mag ook documenten toevoegen, vervangen en verwijderen."

PASSWORD_PROMPT = "Wachtwoord: "  # noqa: S105 - a prompt
PASSWORD_AGAIN_PROMPT = "Nog een keer: "  # noqa: S105 - a prompt
PASSWORDS_DIFFER = "De twee wachtwoorden zijn niet gelijk. Er is niets veranderd."
NO_PASSWORD = "Er kwam geen wachtwoord op de standaardinvoer. Er is niets veranderd."  # noqa: S105 - a sentence
NO_USERS = "Er zijn geen gebruikers. De pagina is open voor wie op deze computer werkt, en alleen daar."
KEY_ONCE = "Bewaar deze sleutel: hij is niet nog een keer te tonen."
CERTIFICATE_INCOMPLETE = "Geef --certificate en --key samen, of geen van beide."

_ROLES = {"read": "lezen", "manage": "lezen en beheren"}


def serving(address: str) -> str:
    """Say where the page is."""
    return f"Veiligheidswijzer staat klaar op {address} (stop met Ctrl-C)"


def no_index(place: Path) -> str:
    """Say that users belong to an index."""
    return f"In {place} is geen index. Maak hem eerst met 'veiligheidswijzer build BRON...', of kies --index."


def users(found: Sequence[User]) -> str:
    """Write a line for every user."""
    width = max((len(user.name) for user in found), default=0)
    lines = [
        f"{user.name:<{width}}  {_ROLES[user.role]}{', met sleutel voor programma’s' if user.key_hash else ''}"
        for user in found
    ]
    return "\n".join(lines) or NO_USERS


def user_added(user: User) -> str:
    """Say who was added."""
    return f"Gebruiker {user.name} gemaakt: mag {_ROLES[user.role]}."


def role_changed(user: User) -> str:
    """Say what a user may do from now on."""
    return f"Gebruiker {user.name} mag nu {_ROLES[user.role]}."


def user_removed(name: str, left: int) -> str:
    """Say who was removed, and what that means if nobody is left."""
    return f"Gebruiker {name} verwijderd." + (f" {NO_USERS}" if not left else "")


def password_changed(name: str) -> str:
    """Say that a password was changed."""
    return f"Het wachtwoord van {name} is veranderd."


def feedback_written(written: WrittenFeedback) -> str:
    """Say what was made of judgements, and what to do with it."""
    told = (
        f"{count(written.judgements, 'oordeel', 'oordelen')}, "
        f"{count(written.questions, 'vraag', 'vragen')} met een nuttig document"
    )
    if written.without_useful:
        told += f" en {written.without_useful} zonder; die laatste telt ‘evaluate’ niet mee"
    if written.questions < 2:
        return f"{told}. Een meting heeft ten minste 2 vragen met een nuttig document nodig."
    return f"{told}. Meet de index ermee: veiligheidswijzer evaluate {written.folder}"
