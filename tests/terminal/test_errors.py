"""What goes wrong is told in one sentence that names the place and the remedy."""

from __future__ import annotations

import errno
import os

import pytest
import typer

from terminal.printing import guarded


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "de schijf is vol"), (errno.EMFILE, os.strerror(errno.EMFILE))]
)
def test_what_the_computer_refuses_is_no_fault_of_ours(
    number: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as exit_, guarded(as_json=False):
        raise OSError(number, os.strerror(number), "/elders/model")
    told = capsys.readouterr().err
    assert exit_.value.exit_code == 2
    assert words in told
    assert "/elders/model" in told
    assert "Veiligheidswijzer zelf" not in told
