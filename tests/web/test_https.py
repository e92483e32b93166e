"""https, as an operator serves it: with a certificate of our own making, or by a web server on another computer."""

from __future__ import annotations

import shlex
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from web.access.users import Role, UserFile

OPENSSL = shutil.which("openssl")
PASSWORD = "vier woorden zonder zin"


@contextmanager
def running(place: Path, *options: str) -> Iterator[int]:
    """Serve the index at `place` as an operator does, and give the port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "cli", "serve", "--index", str(place), "--port", str(port), *options]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            assert server.stdout is not None
            told = next((line for line in server.stdout if f"://127.0.0.1:{port}" in line), None)
            assert told is not None, "de opdracht is gestopt zonder haar adres te noemen"
            assert ("https://" in told) == ("--certificate" in options), told
            yield port
        finally:
            server.terminate()


@pytest.fixture
def place(sample_place: Path, tmp_path: Path) -> Path:
    shutil.copytree(sample_place, tmp_path / "index")
    UserFile(tmp_path / "index").add("lezer", PASSWORD, Role.READ)
    return tmp_path / "index"


@pytest.fixture
def encrypted(place: Path, tmp_path: Path) -> Iterator[httpx.Client]:
    """A client of the page that the command serves over https, which trusts its certificate alone."""
    certificate, key = tmp_path / "wijzer.pem", tmp_path / "wijzer.key"
    making = shlex.split("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=wijzer")
    named = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([OPENSSL or "openssl", *making, *named], check=True, capture_output=True)
    with running(place, "--certificate", str(certificate), "--key", str(key)) as port:
        trusting = ssl.create_default_context(cafile=str(certificate))
        with httpx.Client(
            base_url=f"https://127.0.0.1:{port}", verify=trusting, trust_env=False, timeout=120
        ) as client:
            yield client


@pytest.mark.skipif(OPENSSL is None, reason="openssl ontbreekt")
def test_cookies_stay_with_https_and_browsers_are_told_to_keep_to_it(encrypted: httpx.Client) -> None:
    assert encrypted.get("/login").headers["Strict-Transport-Security"] == "max-age=31536000"
    given = {"username": "lezer", "password": PASSWORD, "naar": "/"}
    response = encrypted.post("/login", data=given, headers={"Accept": "text/html"})
    assert response.status_code == 303, response.text
    attributes = {part.strip().lower() for part in response.headers["Set-Cookie"].split(";")}
    assert {"secure", "httponly", "samesite=strict"} <= attributes
    page = encrypted.get("/")
    assert page.status_code == 200, page.text[:200]
    assert "Ingelogd als lezer" in page.text


def test_without_https_no_browser_is_told_to_keep_to_it(site: str) -> None:
    assert "Strict-Transport-Security" not in httpx.get(site).headers


def test_a_web_server_elsewhere_is_believed_where_its_address_is_given(place: Path) -> None:
    """Two computers that pass requests on: loopback addresses, one of which the operator named."""
    form = {"username": "lezer", "password": PASSWORD}
    passed_on = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.9"}
    with running(place, "--proxy", "127.0.0.2", "--name", "wijzer.voorbeeldstad.nl") as port:
        for address, is_believed in (("127.0.0.2", True), ("127.0.0.3", False)):
            with httpx.Client(transport=httpx.HTTPTransport(local_address=address), timeout=120) as client:
                logged_in = client.post(f"http://127.0.0.1:{port}/login", data=form, headers=passed_on)
                assert logged_in.status_code == 200, logged_in.text
                assert ("secure" in logged_in.headers["Set-Cookie"].lower()) == is_believed, address
