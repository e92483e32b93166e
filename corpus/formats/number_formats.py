"""Numbers in cells of a workbook as they are shown: what a format of Excel makes of them, the Dutch way."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from corpus.dutch import MONTHS, dutch_number

GENERAL = "General"
# Those that a file names by number only (ECMA-376, 18.8.30).
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00", 9: "0%",
    10: "0.00%", 14: "d-m-yyyy", 15: "d-m-yyyy", 16: "d-m-yyyy", 17: "m-yyyy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm",
    21: "h:mm:ss", 22: "d-m-yyyy h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0",
    42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
}  # fmt: skip
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LEAP_DAY = 60  # Excel thinks that 1900 had one
_MIDNIGHT = "00:00"  # what programs give a day that has no time
_MAX_SERIAL = 2_958_465  # 31 December 9999
# Text in a format: in quotes, behind a stroke, a space as wide as a letter, a filling, a currency, a colour.
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DIGITS = re.compile(r"[#0?][#0?,.]*")
_KEPT = 0xE000  # characters for private use, each in the place of a text
_CURRENCIES = frozenset({"€", "$", "£", "EUR"})
_MAX_WHOLE = 15  # digits that are all kept
_LARGEST = 10**_MAX_WHOLE


def shown_number(stated: str, form: str, *, since_1904: bool = False) -> str:
    """Return a number as a cell with this format shows it; one that is none is returned as it is stated."""
    if form == GENERAL and stated.isdecimal() and len(stated) <= _MAX_WHOLE:
        return stated
    try:
        value = Decimal(stated)
    except InvalidOperation:
        return stated
    if not value.is_finite():
        return stated
    known = _format(form)
    if known.is_time and 0 <= value <= _MAX_SERIAL:
        return known.time(float(value), since_1904=since_1904)
    return known.number(value)


@lru_cache(maxsize=256)
def _format(form: str) -> _Format:
    return _Format(form.split(";")[0])


class _Format:
    """The first part of a format, that for positive numbers."""

    def __init__(self, form: str) -> None:
        self._texts: list[str] = []
        self._bare = _QUOTED.sub(self._keep, form)
        self._low = self._bare.lower()
        self.is_time = form != GENERAL and re.search(r"[dymhs]", self._low.replace("general", "")) is not None

    def _keep(self, match: re.Match[str]) -> str:
        """Take text out of the format, where its letters would be taken for digits or days."""
        self._texts.append(next((group for group in match.groups() if group), ""))
        return chr(_KEPT + len(self._texts) - 1)

    def _text(self, part: str) -> str:
        return "".join(
            self._texts[ord(one) - _KEPT] if _KEPT <= ord(one) < _KEPT + len(self._texts) else one for one in part
        )

    def time(self, serial: float, *, since_1904: bool) -> str:
        low = self._low
        if re.search(r"\[[hms]+\]", low):  # how long something took
            minutes = round(serial * 24 * 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        days = serial if since_1904 or serial >= _LEAP_DAY else serial + 1
        moment = (_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(seconds=round(days * 86_400))
        has_time = "h" in low or "s" in low
        has_date = "d" in low or "y" in low or not has_time
        clock = f"{moment:%H:%M}" + (f":{moment:%S}" if "s" in low and moment.second else "")
        if not has_date or (has_time and serial < 1):
            return clock
        if "d" in low:
            day = f"{moment.day}-{moment.month}-{moment.year}"
        else:
            names = [MONTHS[moment.month - 1]] if "m" in low else []
            day = " ".join([*names, *([str(moment.year)] if "y" in low else [])])
        return f"{day} {clock}" if has_time and clock != _MIDNIGHT else day

    def number(self, value: Decimal) -> str:
        found = _DIGITS.search(self._bare) if abs(value) < _LARGEST else None
        before, after = (self._bare[: found.start()], self._bare[found.end() :]) if found else ("", "")
        if found is None or re.search(r"[#0?/]|E[+-]", before + after):
            return _general(value)  # as such, as a fraction, or with an exponent
        whole, _, decimals = found[0].partition(".")
        scaled = whole.rstrip(",") if not decimals else decimals.rstrip(",")
        value /= Decimal(1000) ** (len(decimals or whole) - len(scaled))
        if "%" in before + after:
            value *= 100
        digits = _rounded(abs(value), len(re.findall("[0#?]", decimals)), decimals.count("0"))
        whole_digits, _, rest = digits.partition(".")
        whole_digits = whole_digits.zfill(whole.count("0"))
        if re.search(r"[#0?],[#0?]", whole):
            whole_digits = dutch_number(int(whole_digits))
        text = whole_digits + (f",{rest}" if rest else "")
        sign = "-" if value < 0 and digits.strip("0.") else ""
        prefix = self._text(before).strip()
        return f"{prefix}{' ' if prefix in _CURRENCIES else ''}{sign}{text}{self._text(after).rstrip()}"


def _rounded(value: Decimal, most: int, least: int) -> str:
    """Return a number with so many decimals, those that are zero only as far as they must be shown."""
    text = f"{value.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP):f}"
    whole, _, decimals = text.partition(".")
    kept = decimals[:least] + decimals[least:].rstrip("0")
    return f"{whole}.{kept}" if kept else whole


def _general(value: Decimal) -> str:
    is_whole = abs(value) < _LARGEST and value == value.to_integral_value()
    return str(int(value)) if is_whole else f"{float(value):.10g}".replace(".", ",")
