"""How far a build is: never back, by bytes, and done only when all is embedded and stored."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.progress import Meter
from tests.fake_embedder import FakeEmbedder


def test_reading_alone_is_a_fifth_of_the_work() -> None:
    told: list[tuple[int, int, int, float]] = []
    meter = Meter(lambda *numbers: told.append(numbers), 5, [100, 300])
    meter.tell()
    meter.document(40)
    meter.file()
    meter.document(900)
    meter.file()
    meter.stored(7)
    assert [(files, passages, round(share, 3)) for files, _, passages, share in told] == [
        (3, 0, 0.0),
        (3, 0, 0.02),
        (4, 0, 0.05),
        (4, 0, 0.2),
        (5, 0, 0.2),
        (5, 7, 1.0),
    ]


@given(st.lists(st.text(min_size=1, max_size=30), max_size=200))
def test_watching_changes_no_vector_and_goes_forward_only(texts: list[str]) -> None:
    shares: list[float] = []
    meter = Meter(lambda _, __, ___, share: shares.append(share), 1, [1_000])
    meter.document(1_000)
    found = meter.watching(FakeEmbedder(), len(texts)).embed_passages(texts)
    assert found.tolist() == FakeEmbedder().embed_passages(texts).tolist()
    assert shares == sorted(shares)
    assert not texts or round(shares[-1], 6) == 1.0
