"""What an index was made with; an index made with something else is refused, never mixed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from importlib.metadata import PackageNotFoundError, version

from corpus import CHUNKER_VERSION, Chunking
from corpus.errors import StoreMismatchError
from index.embedding.embedder import ModelIdentity


@dataclass(frozen=True, slots=True)
class Manifest:
    """The model, prompts and chunker that every vector of an index comes from. `dimension` counts numbers a vector.

    In an index that `masks_personal_data` there is a note in the place of every number and address that
    `corpus.personal_data` takes out, in every document. An index that `keeps_statements` has vectors of statements too.
    """

    model_name: str
    model_revision: str
    model_checksum: str
    query_prompt: str
    passage_prompt: str
    dimension: int
    chunker_version: int
    target_tokens: int
    max_tokens: int
    application_version: str
    masks_personal_data: bool = False
    keeps_statements: bool = False

    @classmethod
    def of(
        cls,
        model: ModelIdentity,
        chunking: Chunking,
        *,
        masks_personal_data: bool = False,
        keeps_statements: bool = False,
    ) -> Manifest:
        """Describe what this application would make with `model` and `chunking` today."""
        return cls(
            model_name=model.name,
            model_revision=model.revision,
            model_checksum=model.checksum,
            query_prompt=model.query_prompt,
            passage_prompt=model.passage_prompt,
            dimension=model.dimension,
            chunker_version=CHUNKER_VERSION,
            target_tokens=chunking.target_tokens,
            max_tokens=chunking.max_tokens,
            application_version=application_version(),
            masks_personal_data=masks_personal_data,
            keeps_statements=keeps_statements,
        )

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read what `to_json` wrote; names that this version does not know are left alone."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: value for name, value in json.loads(text).items() if name in known})

    def to_json(self) -> str:
        """Write all fields as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def require(self, model: ModelIdentity) -> None:
        """Refuse a model other than the one that the vectors come from.

        Raises:
            StoreMismatchError: names both models and says what to do.

        """
        if (model.checksum, model.dimension) != (self.model_checksum, self.dimension):
            raise StoreMismatchError(
                f"De index is gemaakt met het model {self.model_name} (controlegetal "
                f"{self.model_checksum[:12]}), maar nu is {model.name} ({model.checksum[:12]}) gekozen. "
                "Kies het model van de index met --model, of maak de index opnieuw met "
                "'veiligheidswijzer rebuild'."
            )
        if (model.query_prompt, model.passage_prompt) != (self.query_prompt, self.passage_prompt):
            raise StoreMismatchError(
                f"De index is gemaakt met de voorvoegsels {self.query_prompt!r} en {self.passage_prompt!r}, "
                f"maar het model gebruikt nu {model.query_prompt!r} en {model.passage_prompt!r}. "
                "Maak de index opnieuw met 'veiligheidswijzer rebuild'."
            )

    def require_chunker(self, chunking: Chunking) -> None:
        """Refuse to add passages that were cut in another way than those in the index.

        Raises:
            StoreMismatchError: names both ways and says what to do.

        """
        stored = (self.chunker_version, self.target_tokens, self.max_tokens)
        present = (CHUNKER_VERSION, chunking.target_tokens, chunking.max_tokens)
        if stored != present:
            raise StoreMismatchError(
                f"De teksten in de index zijn anders in stukken verdeeld (versie, doel en grens {stored}) dan "
                f"nu is gevraagd ({present}). Verdeel alles opnieuw met 'veiligheidswijzer rebuild'."
            )

    def require_masking(self) -> None:
        """Refuse to mask what is added to an index in which other texts were not masked.

        Raises:
            StoreMismatchError: says what to do.
        """
        if not self.masks_personal_data:
            raise StoreMismatchError(
                "Deze index is gemaakt zonder --mask-personal-data; er kunnen persoonsgegevens in staan die dan "
                "blijven staan. Maak met --index een nieuwe index, en geef daarbij --mask-personal-data."
            )

    def require_statements(self, *, kept: bool) -> None:
        """Refuse to keep vectors of the statements of some texts and not of others.

        Raises:
            StoreMismatchError: says what to do.
        """
        if kept and not self.keeps_statements:
            raise StoreMismatchError(
                "Deze index is gemaakt zonder --sentences; van wat er al in staat, zijn geen zinnen bewaard. "
                "Voer eerst 'veiligheidswijzer rebuild --sentences' uit."
            )
        if self.keeps_statements and not kept:
            raise StoreMismatchError(
                "Deze index bewaart de betekenis van elke zin. "
                "Wilt u dat niet meer, voer dan eerst 'veiligheidswijzer rebuild --no-sentences' uit."
            )


def application_version() -> str:
    """Return the installed version of this application, or "0" when it runs from an uninstalled checkout."""
    try:
        return version("veiligheidswijzer")
    except PackageNotFoundError:
        return "0"
