"""Every error that a user can meet: what was wrong, which limit holds, what to do. The sentences are Dutch.

VeiligheidswijzerError
├── SourceError             a text or folder that cannot be read
├── InputError              a question or option out of bounds (also a ValueError)
├── ModelError              an embedding model that cannot be used
├── WritingError            a language model that gives no usable answer
└── StoreError              the stored texts and vectors
    ├── StoreMissingError   there is none at that place
    ├── StoreDamagedError   it is damaged or not ours
    ├── StoreMismatchError  made with another model, prompt, chunker or version
    ├── StoreBusyError      somebody else is writing
    └── StoreWriteError     disk full, or no right to write
"""

from __future__ import annotations

from typing import Any, ClassVar


class VeiligheidswijzerError(Exception):
    """Root of all errors that this package raises on purpose; `str(error)` is a Dutch sentence for the user."""

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message,)


class SourceError(VeiligheidswijzerError):
    """A text, file or folder cannot be read."""


class InputError(VeiligheidswijzerError, ValueError):
    """A question, number or filter is out of bounds."""


class ModelError(VeiligheidswijzerError):
    """An embedding model cannot be loaded or used."""


class WritingError(VeiligheidswijzerError):
    """A language model that was asked to write an answer gave none that can be used."""


class StoreError(VeiligheidswijzerError):
    """Something is wrong with the stored texts and vectors."""


class StoreMissingError(StoreError):
    """There is no index at this place."""


class StoreDamagedError(StoreError):
    """The truth file is damaged, or is not a file of ours."""


class StoreMismatchError(StoreError):
    """The index was made with another model, prompt, chunker or a newer format."""


class StoreBusyError(StoreError):
    """Another process is writing to the index."""


class StoreWriteError(StoreError):
    """The index cannot be written: disk full, or no right to write."""
