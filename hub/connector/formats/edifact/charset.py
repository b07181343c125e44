"""Character sets of ISO 9735 (element 0001) and what in the bytes does not belong to them.

UNOA to UNOJ as the code list of element 0001 describes them; UNOK, UNOL, UNOW to UNOY and KECA are
named in public lists of ISO 9735-1:2002, their codecs from memory: to be confirmed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from hub.connector.formats.edifact.pointers import pointer
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
    "UNOL": "iso-8859-15",
    "UNOW": "utf-8",
    "UNOX": "iso2022_jp_2",
    "UNOY": "utf-8",
    "KECA": "euc_kr",
}
"""Syntax identifier to codec. UNOX is ISO 2022: Japanese, Chinese, Korean, Latin-1 and Greek."""

_CONTROLS = bytes(n for n in range(32) if n not in (9, 10, 13)) + b"\x7f"
_C1 = bytes(range(128, 160))
_ESCAPE = b"\x1b"
_NATIONAL = b"#$@[\\]^`{|}~"
"""Positions of ISO 646 open to national use: not in UNOA and UNOB."""
_OUTSIDE = {"UNOA": _NATIONAL + bytes(range(97, 123)), "UNOB": _NATIONAL}
_MARK = b"\xef\xbb\xbf"


def syntax(raw: bytes) -> str:
    """Return the syntax identifier of UNB (`UNOC`), or "" where there is no UNB in front."""
    begin = raw.find(b"UNB", 0, 40)
    return "" if begin < 0 else raw[begin + 4 : begin + 8].decode("ascii", "replace")


def narrow(encoding: str) -> bool:
    """Say whether every character of an encoding is one byte."""
    return encoding.startswith("iso-8859")


def decode(raw: bytes) -> tuple[str, tuple[Fault, ...], tuple[Fault, ...]]:
    """Decode an interchange by what UNB states: text, faults that refuse it, warnings.

    Letters outside UNOA and UNOB are met in practice and only warned about.
    """
    skipped = len(_MARK) if raw.startswith(_MARK) else 0
    raw = raw[skipped:]
    stated = syntax(raw)
    if not stated:
        return "", (_no_interchange(raw),), ()
    encoding = ENCODINGS.get(stated)
    if encoding is None:
        text = "UNB states a character set the hub does not know"
        return "", (Fault(CHARSET, _unb(raw, skipped), text, stated),), ()
    unwanted = _unwanted(encoding)
    if len(raw.translate(None, unwanted)) < len(raw):
        return "", (_stranger(raw, unwanted, stated, skipped),), ()
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        return "", (_fault(raw, error.start, skipped, f"not {stated}"),), ()
    return text, (), _outside(raw, stated, skipped)


@cache
def _unwanted(encoding: str) -> bytes:
    if narrow(encoding):
        return _CONTROLS + _C1
    return _CONTROLS.replace(_ESCAPE, b"") if encoding.startswith("iso2022") else _CONTROLS


def _outside(raw: bytes, stated: str, skipped: int) -> tuple[Fault, ...]:
    if stated not in _OUTSIDE:
        return ()
    if not raw.isascii():
        text = f"letters outside {stated} read as Latin-1"
        return (Fault(CHARSET, _unb(raw, skipped), text, stated),)
    if stated == "UNOA" and raw.upper() != raw:
        text = "lower-case letters are outside UNOA"
        return (Fault(CHARSET, _unb(raw, skipped), text, stated),)
    return ()


def _unb(raw: bytes, skipped: int) -> str:
    return pointer("", "UNB", "+1:1", 1, max(raw.find(b"UNB"), 0) + skipped)


def _no_interchange(raw: bytes) -> Fault:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Fault(CHARSET, "offset 0", "UTF-16 is no EDIFACT character set")
    original = raw[:40].decode("ascii", "replace")
    return Fault(UNPARSEABLE, "offset 0", "no UNB: this is not an EDIFACT interchange", original)


def _stranger(raw: bytes, unwanted: bytes, stated: str, skipped: int) -> Fault:
    strangers = set(unwanted)
    place = next(n for n, byte in enumerate(raw) if byte in strangers)
    return _fault(raw, place, skipped, f"byte is not in {stated}")


def _fault(raw: bytes, place: int, skipped: int, text: str) -> Fault:
    return Fault(CHARSET, f"offset {place + skipped}", text, raw[place : place + 8].hex())


def holds(text: str, stated: str) -> bool:
    """Say whether `text`, of ASCII characters only, is all in a character set. Quick."""
    outside = _OUTSIDE.get(stated)
    if outside is None:
        return True
    raw = text.encode("ascii", "replace")
    return len(raw.translate(None, outside)) == len(raw)


@cache
def strangers(stated: str) -> re.Pattern[str]:
    """Return a pattern of the characters a character set cannot say; C1 controls are none."""
    encoding = ENCODINGS[stated]
    if encoding == "utf-8":
        return re.compile("[\ud800-\udfff]")
    if stated in _OUTSIDE:
        known = set(map(chr, range(128))) - set(_OUTSIDE[stated].decode())
    elif narrow(encoding):
        known = set(bytes(range(256)).decode(encoding, "ignore")) - set(_C1.decode(_LATIN))
    else:
        known = {chr(n) for n in range(0x10000) if chr(n).encode(encoding, "ignore")}
    return re.compile(f"[^{re.escape(''.join(sorted(known)))}]")


def nearest(found: re.Match[str]) -> str:
    """Return what is written for a character that cannot be said: its plain letter, else `_`.

    >>> strangers("UNOB").sub(nearest, "café ß"), strangers("UNOA").sub(nearest, "Ab")
    ('cafe _', 'AB')
    """
    plain = unicodedata.normalize("NFKD", found[0])[:1]
    for letter in (plain, plain.upper()):
        if len(letter) == 1 and letter.isalpha() and not found.re.search(letter):
            return letter
    return "_"
