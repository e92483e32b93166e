"""Numbers in cells of a workbook as they are shown: what a format of Excel makes of them, the Dutch way."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

from corpus.dutch import MONTHS

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
# Text in a format: in quotes, behind a stroke, a space as wide as a letter, a filling, a currency, a colour. No time
# that something took ("[h]") and no condition ("[<5]").
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[(?!h+\]|m+\]|s+\]|[<>=])[^\]]*\]', re.IGNORECASE)
_CONDITION = re.compile(r"\[([<>=]{1,2})(-?\d+(?:\.\d+)?)\]")
_HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_PLACES = "#0?"
_NOT_WRITTEN = re.compile(r"/|E[+-]")  # as a fraction, or with an exponent
_SPAN = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_CLOCK = re.compile(r"\[(?P<all>h+|m+|s+)\]|(?P<rest>h+|m+|s+)(?:\.0+)?", re.IGNORECASE)
_SECONDS = {"h": 3_600, "m": 60, "s": 1}
_LETTERS_OF_DAYS, _LETTERS_WITHIN = frozenset("dymhs"), frozenset("dymhsetz")
_KEPT = 0xE000  # characters for private use, each in the place of a text
_CURRENCIES = frozenset({"€", "$", "£", "EUR"})
_MAX_WHOLE = 15  # digits that are all kept, and that programs know of a number
_LARGEST, _LONGEST = 10**_MAX_WHOLE, 10**30  # that is written in full by itself, and where a format asks for it
_MAX_DECIMALS, _MAX_SCALED, _MAX_EXPONENT = 30, 10, 308
_KNOWN = Context(prec=_MAX_WHOLE, rounding=ROUND_HALF_UP)
_EXACT = Context(prec=100, rounding=ROUND_HALF_UP)


def shown_number(stated: str, form: str, *, since_1904: bool = False) -> str:
    """Return a number as a cell with this format shows it, "" if that is nothing; what is no number as it is stated."""
    if form == GENERAL and stated.isdecimal() and len(stated) <= _MAX_WHOLE:
        return stated
    try:
        value = Decimal(stated)
    except InvalidOperation:
        return stated
    if not value.is_finite() or abs(value.adjusted()) > _MAX_EXPONENT:
        return stated
    section = next((one for one in _sections(form) if one.holds(value)), None)
    if section is None:
        return _general(value)
    if section.is_time and 0 <= value <= _MAX_SERIAL:
        return section.time(float(value), since_1904=since_1904)
    return section.number(value)


@lru_cache(maxsize=256)
def _sections(form: str) -> Sequence[_Section]:
    """Return the parts of a format: each with its condition, or for numbers above, below and equal to zero."""
    texts: list[str] = []

    def keep(match: re.Match[str]) -> str:
        """Take text out of the format, where its letters would be taken for digits or days."""
        texts.append(next((group for group in match.groups() if group), ""))
        return chr(_KEPT + len(texts) - 1)

    parts = [part for part in _QUOTED.sub(keep, form).split(";") if "@" not in part][:3]
    count = len(parts)
    conditions = [_CONDITION.search(part) for part in parts]
    negative = None if count < 2 or conditions[1] or (count == 2 and conditions[0]) else 1
    defaults = ["" if count == 1 else ">" if count > 2 else ">=", "" if negative is None else "<", ""]
    return [
        _Section(
            _CONDITION.sub("", part),
            tuple(texts),
            condition[1] if condition else default,
            Decimal(condition[2]) if condition else Decimal(0),
            is_signed=at != negative,
        )
        for at, (part, condition, default) in enumerate(zip(parts, conditions, defaults[:count], strict=True))
    ]


class _Section:
    """A part of a format, for the numbers that compare so with a bound; the minus is not always written."""

    def __init__(self, bare: str, texts: Sequence[str], comparison: str, bound: Decimal, *, is_signed: bool) -> None:
        self._bare, self._texts, self._is_signed = bare, texts, is_signed
        self._comparison, self._bound = _HOLDS.get(comparison), bound
        self._low = bare.lower()
        letters = set(re.findall("[a-z]", re.sub("general|am/pm|a/p", "", self._low)))
        self.is_time = bool(letters & _LETTERS_OF_DAYS) and letters <= _LETTERS_WITHIN

    def holds(self, value: Decimal) -> bool:
        return self._comparison is None or self._comparison(value, self._bound)

    def _text(self, part: str) -> str:
        return "".join(
            self._texts[ord(one) - _KEPT] if _KEPT <= ord(one) < _KEPT + len(self._texts) else one for one in part
        )

    def time(self, serial: float, *, since_1904: bool) -> str:
        low = self._low
        if _SPAN.search(low):
            return self._span(round(serial * 86_400))
        days = serial if since_1904 or serial >= _LEAP_DAY else serial + 1
        moment = (_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(seconds=round(days * 86_400))
        has_time = "h" in low or "s" in low
        has_date = "d" in low or "y" in low or not has_time
        if not has_date and "h" not in low:
            return f"{moment:%M:%S}"
        clock = f"{moment:%H:%M}" + (f":{moment:%S}" if "s" in low and moment.second else "")
        if not has_date or (has_time and serial < 1):
            return clock
        if "d" in low:
            day = f"{moment.day}-{moment.month}-{moment.year}"
        else:
            names = [MONTHS[moment.month - 1]] if "m" in low else []
            day = " ".join([*names, *([str(moment.year)] if "y" in low else [])])
        return f"{day} {clock}" if has_time and clock != _MIDNIGHT else day

    def _span(self, seconds: int) -> str:
        """Return how long something took, which may be more than a day."""

        def written(match: re.Match[str]) -> str:
            unit = match["all"] or match["rest"]
            count = seconds // _SECONDS[unit[0].lower()]
            return f"{count if match['all'] else count % 60:0{len(unit)}}"

        return self._text(_CLOCK.sub(written, self._bare)).strip()

    def number(self, value: Decimal) -> str:
        bare = self._bare
        if _NOT_WRITTEN.search(bare) or abs(value) >= _LONGEST:
            return _general(value)
        if general := re.search(GENERAL, bare, re.IGNORECASE):
            before, core, after = bare[: general.start()], "", bare[general.end() :]
        else:
            places = [at for at, one in enumerate(bare) if one in _PLACES] or [len(bare)]
            before, core, after = bare[: places[0]], bare[places[0] : places[-1] + 1], bare[places[-1] + 1 :]
            if not core and re.search("[a-z]", bare, re.IGNORECASE):
                return _general(value)  # no format that we know
        whole, _, decimals = core.partition(".")
        scaled = len(after) - len(after.lstrip(",")) + len(whole) - len(whole.rstrip(","))
        value = _EXACT.divide(_KNOWN.plus(value), Decimal(1_000) ** min(scaled, _MAX_SCALED))
        if "%" in bare:
            value *= 100
        if general:
            text, is_zero = _general(abs(value)), not value
        else:
            digits = _rounded(abs(value), min(_count(decimals), _MAX_DECIMALS), decimals.count("0"))
            whole_digits, _, rest = digits.partition(".")
            text = self._filled(whole.rstrip(","), whole_digits.lstrip("0")) + (f",{rest}" if rest else "")
            is_zero = not digits.strip("0.")
        sign = "-" if value < 0 and not is_zero and self._is_signed and (core or general) else ""
        return f"{self._prefix(before)}{sign}{text}{self._text(after.lstrip(','))}".strip()

    def _filled(self, places: str, digits: str) -> str:
        """Return digits in their places, with what stands between these; the first place takes all that are left."""
        bare = [one for one in places if one in _PLACES]
        digits = digits.zfill(len(bare) - bare.index("0") if "0" in bare else 0)
        if "," in places:
            return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ".", digits)
        parts: list[str] = []
        left = len(bare)
        for one in reversed(places):
            if one not in _PLACES:
                parts.append(self._text(one))
                continue
            left -= 1
            at = max(len(digits) - 1, 0) if left else 0
            parts.append(digits[at:])
            digits = digits[:at]
        return "".join(reversed(parts))

    def _prefix(self, before: str) -> str:
        text = self._text(before)
        kept = " ".join(text.split())
        return f"{kept} " if kept and (text[-1].isspace() or kept in _CURRENCIES) else kept


def _count(places: str) -> int:
    return sum(one in _PLACES for one in places)


def _rounded(value: Decimal, most: int, least: int) -> str:
    """Return a number with so many decimals, those that are zero only as far as they must be shown."""
    text = f"{_EXACT.quantize(value, Decimal(1).scaleb(-most)):f}"
    whole, _, decimals = text.partition(".")
    kept = decimals[:least] + decimals[least:].rstrip("0")
    return f"{whole}.{kept}" if kept else whole


def _general(value: Decimal) -> str:
    is_whole = abs(value) < _LARGEST and value == value.to_integral_value()
    return str(int(value)) if is_whole else f"{float(value):.10g}".replace(".", ",")
