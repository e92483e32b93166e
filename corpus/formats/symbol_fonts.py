"""Signs that Word's "Insert symbol" takes from symbol fonts, as letters that say the same."""

from __future__ import annotations

# By the last two figures of their code: these fonts have their signs in the private use area, from F000 on.
_SIGNS = {
    "symbol": {0xA3: "≤", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠",
               0xBB: "≈"},
    "wingdings": {0x6F: "☐", 0xA7: "•", 0xA8: "☐", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
}  # fmt: skip
_PRIVATE = range(0xF000, 0xF100)


def symbol(font: str, code: str) -> str:
    """Return the sign with a code, in hexadecimal figures, in a font; empty if it is a picture or no sign at all."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    signs = _SIGNS.get(font.casefold())
    if signs is None and number not in _PRIVATE:
        return chr(number) if 0 < number < 0xD800 else ""
    return (signs or {}).get(number & 0xFF, "")
