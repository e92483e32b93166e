"""How many pixels a picture has, by its first bytes: PNG, GIF, BMP and JPEG."""

from __future__ import annotations

import struct

_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # the marks behind which the size stands
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # marks that nothing belongs to


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Return the width and height of a picture, None for one that is damaged or of another kind."""
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
            width, height = struct.unpack_from(">II", content, 16)
        elif content.startswith((b"GIF87a", b"GIF89a")):
            width, height = struct.unpack_from("<HH", content, 6)
        elif content.startswith(b"BM"):
            width, height = map(abs, struct.unpack_from("<ii", content, 18))
        elif content.startswith(b"\xff\xd8"):
            height, width = _jpeg_size(content)
        else:
            return None
    except (struct.error, IndexError):
        return None
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    place = 2
    while content[place] == 0xFF:
        mark = content[place + 1]
        if mark in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", content, place + 5)
            return height, width
        if mark == 0xFF:  # filling
            place += 1
        elif mark in _JPEG_ALONE:
            place += 2
        else:
            (length,) = struct.unpack_from(">H", content, place + 2)
            place += 2 + length
    raise IndexError
