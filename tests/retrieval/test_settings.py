"""What the environment says about answers, and what of it is refused."""

from __future__ import annotations

import pytest

from corpus.errors import InputError
from retrieval.settings import LINK_BASE_VARIABLE, link_base


@pytest.mark.parametrize(
    "address", ["", "http://127.0.0.1:7860", "https://wijzer.voorbeeldstad.nl", "http://[::1]:7860/"]
)
def test_the_address_of_the_page_is_taken(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv(LINK_BASE_VARIABLE, f" {address} ")
    assert link_base() == address


@pytest.mark.parametrize(
    "address",
    ["wijzer", "ftp://wijzer", "http://", "http://wijzer/?a=1", "http://[", "http://[::1", "http://wijzer:poort"],
)
def test_what_is_no_address_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv(LINK_BASE_VARIABLE, address)
    with pytest.raises(InputError, match=r"geen adres van een webpagina"):
        link_base()
