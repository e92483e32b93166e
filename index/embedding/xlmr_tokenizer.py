"""The tokenizer of XLM-RoBERTa as a `tokenizer.json`: a unigram model behind a map of single code points.

The layout is that of the `tokenizers` library; nothing here is specific to one file of pieces.
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

METASPACE = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": True}
SPECIAL_TOKENS = {"bos_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
SPECIAL_ROLES = {**SPECIAL_TOKENS, "cls_token": "<s>", "sep_token": "</s>", "mask_token": "<mask>"}

# `Precompiled` looks up short grapheme clusters before code points, and then forgets the combining marks. U+0001,
# which the map removes again, put before everything that extends a cluster keeps every code point by itself.
CLUSTER_EXTENDER = r"(?=[\p{M}\x{1ab0}-\x{1aff}\x{200c}\x{200d}\x{ff9e}\x{ff9f}])"


def tokenizer_json(pieces: Sequence[str], scores: Sequence[float], replacements: Mapping[str, str]) -> str:
    """Describe the tokenizer: `pieces[i]` has id i and log probability `scores[i]`.

    `replacements` maps one code point to what is read instead of it. Every character without a piece of its own is
    one `<unk>`, also when several stand together.
    """
    start, end = ({"SpecialToken": {"id": token, "type_id": 0}} for token in ("<s>", "</s>"))
    first, second = ({"Sequence": {"id": name, "type_id": 0}} for name in ("A", "B"))
    return json.dumps(
        {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": [
                {"id": pieces.index(token), "content": token, "special": True}
                | dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
                for token in (*SPECIAL_TOKENS.values(), "<mask>")
            ],
            "normalizer": {
                "type": "Sequence",
                "normalizers": [
                    {"type": "Replace", "pattern": {"Regex": CLUSTER_EXTENDER}, "content": "\x01"},
                    {"type": "Precompiled", "precompiled_charsmap": _characters_map(replacements)},
                    {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
                ],
            },
            "pre_tokenizer": {
                "type": "Sequence",
                "pretokenizers": [
                    METASPACE,
                    {
                        "type": "Split",
                        "pattern": {"Regex": f"[^{_regex_ranges(pieces)}]"},
                        "behavior": "Isolated",
                        "invert": False,
                    },
                ],
            },
            "post_processor": {
                "type": "TemplateProcessing",
                "single": [start, first, end],
                "pair": [start, first, end, end, second, end],
                "special_tokens": {
                    token: {"id": token, "ids": [pieces.index(token)], "tokens": [token]} for token in ("<s>", "</s>")
                },
            },
            "decoder": METASPACE,
            "model": {
                "type": "Unigram",
                "unk_id": pieces.index("<unk>"),
                "vocab": list(zip(pieces, scores, strict=True)),
                "byte_fallback": False,
            },
        },
        ensure_ascii=False,
    )


def _characters_map(replacements: Mapping[str, str]) -> str:
    """Pack the map as SentencePiece does: a double-array trie over UTF-8 bytes, then the texts, each ended by NUL.

    A unit holds its byte (bits 0-7), whether a key ends in it (bit 8) and the exclusive-or distance to its children
    (from bit 10); every byte prefix gets 256 units of its own, which is larger than need be, and plain. A leaf is
    marked with bit 31 and holds the offset of its text. See `darts-clone` and the crate `spm_precompiled`.
    """
    keys = [character.encode() for character in replacements]
    blocks = {prefix: 256 * block for block, prefix in enumerate(dict.fromkeys(_prefixes(keys)))}
    first_leaf = 256 * len(blocks)
    units = np.zeros(first_leaf + -(-len(keys) // 256) * 256, dtype="<u4")
    for prefix, block in blocks.items():
        if prefix:
            unit = blocks[prefix[:-1]] + prefix[-1]
            units[unit] = (unit ^ block) << 10 | prefix[-1]
    texts = bytearray()
    for leaf, (key, text) in enumerate(zip(keys, replacements.values(), strict=True), start=first_leaf):
        unit = blocks[key[:-1]] + key[-1]
        units[unit] = (unit ^ leaf) << 10 | 1 << 8 | key[-1]
        units[leaf] = 1 << 31 | len(texts)
        texts += text.encode() + b"\0"
    return base64.b64encode(struct.pack("<I", units.nbytes) + units.tobytes() + texts).decode("ascii")


def _prefixes(keys: Sequence[bytes]) -> Iterator[bytes]:
    """Yield all proper prefixes of the keys, shorter ones first; the empty one is the root."""
    for length in range(4):
        yield from (key[:length] for key in keys if length < len(key))


def _regex_ranges(pieces: Sequence[str]) -> str:
    """Write the characters that are a piece of their own as ranges for a character class."""
    characters = sorted(ord(piece) for piece in pieces if len(piece) == 1)
    gaps = np.flatnonzero(np.diff(characters) > 1)
    starts = [characters[0], *(characters[gap + 1] for gap in gaps)]
    ends = [*(characters[gap] for gap in gaps), characters[-1]]
    return "".join(rf"\x{{{start:x}}}-\x{{{end:x}}}" for start, end in zip(starts, ends, strict=True))
