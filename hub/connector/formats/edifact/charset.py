"""Character sets of ISO 9735 (element 0001) and what in the bytes does not belong to them."""

from __future__ import annotations

import re
from functools import cache

from hub.domain.faults import CHARSET, UNPARSEABLE, Fault

_LATIN = "iso-8859-1"
ENCODINGS = {
    "UNOA": _LATIN,
    "UNOB": _LATIN,
    "UNOC": _LATIN,
    "UNOD": "iso-8859-2",
    "UNOE": "iso-8859-5",
    "UNOF": "iso-8859-7",
    "UNOG": "iso-8859-3",
    "UNOH": "iso-8859-4",
    "UNOI": "iso-8859-6",
    "UNOJ": "iso-8859-8",
    "UNOK": "iso-8859-9",
    "UNOW": "utf-8",
    "UNOY": "utf-8",
}
"""Syntax identifier to codec; only A to C, E and W are confirmed, the others are from memory."""

_CONTROLS = bytes(n for n in range(32) if n not in (9, 10, 13)) + b"\x7f"
_C1 = bytes(range(128, 160))


def syntax(raw: bytes) -> str:
    """Return the syntax identifier of UNB (`UNOC`), or "" where there is no UNB in front."""
    begin = raw.find(b"UNB", 0, 40)
    return "" if begin < 0 else raw[begin + 4 : begin + 8].decode("ascii", "replace")


def decode(raw: bytes) -> tuple[str, tuple[Fault, ...], tuple[Fault, ...]]:
    """Decode an interchange by what UNB states: text, faults that refuse it, warnings.

    Latin letters under UNOA and UNOB are met in practice and only warned about.
    """
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
    stated = syntax(raw)
    if not stated:
        return "", (_no_interchange(raw),), ()
    encoding = ENCODINGS.get(stated)
    if encoding is None:
        text = "UNB states a character set the hub does not know"
        return "", (Fault(CHARSET, "UNB+1:1", text, stated),), ()
    unwanted = _CONTROLS if encoding == "utf-8" else _CONTROLS + _C1
    if len(raw.translate(None, unwanted)) < len(raw):
        return "", (_stranger(raw, unwanted, stated),), ()
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        fault = Fault(
            CHARSET, f"offset {error.start}", f"not {stated}", raw[error.start :][:8].hex()
        )
        return "", (fault,), ()
    if stated in ("UNOA", "UNOB") and not raw.isascii():
        return text, (), (Fault(CHARSET, "UNB+1:1", f"letters outside {stated} read as Latin-1"),)
    return text, (), ()


def _no_interchange(raw: bytes) -> Fault:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Fault(CHARSET, "offset 0", "UTF-16 is no EDIFACT character set")
    original = raw[:40].decode("ascii", "replace")
    return Fault(UNPARSEABLE, "offset 0", "no UNB: this is not an EDIFACT interchange", original)


def _stranger(raw: bytes, unwanted: bytes, stated: str) -> Fault:
    strangers = set(unwanted)
    place = next(n for n, byte in enumerate(raw) if byte in strangers)
    return Fault(
        CHARSET, f"offset {place}", f"byte is not in {stated}", raw[place : place + 8].hex()
    )


@cache
def strangers(encoding: str) -> re.Pattern[str]:
    """Return a pattern of the characters an encoding cannot say; C1 controls are none of a text."""
    if encoding == "utf-8":
        return re.compile("[\ud800-\udfff]")
    unwanted = set(_C1.decode(_LATIN))
    known = set(bytes(range(256)).decode(encoding, "ignore")) - unwanted
    return re.compile(f"[^{re.escape(''.join(sorted(known)))}]")
