"""Korean character sets: EUC-KR and its relatives are read as the superset CP949, then as UTF-8."""

from __future__ import annotations

import re

from hub.domain.faults import CHARSET, Fault

_KOREAN = rb"euc-kr|cp949|ms949|x-windows-949|windows-949|uhc|ks_?c_?5601(?:-1987)?"
_ENCODING = re.compile(
    rb"""<\?xml[^>]{0,80}?encoding\s*=\s*["'](%b)["']""" % _KOREAN, re.IGNORECASE
)


def in_utf8(raw: bytes) -> tuple[bytes, tuple[Fault, ...]]:
    """Turn a message that states a Korean character set into UTF-8, its declaration with it.

    Real senders say EUC-KR and use syllables beyond it; the fault names line and byte offset.
    """
    found = _ENCODING.match(raw, 0, 200) if raw[:5] == b"<?xml" else None
    if not found:
        return raw, ()
    start, end = found.span(1)
    try:
        rest = raw[end:].decode("cp949").encode()
    except UnicodeDecodeError as error:
        at = end + error.start
        row = raw.count(b"\n", 0, at) + 1
        text = f"byte {at} is not {found[1].decode()}"
        return raw, (Fault(CHARSET, f"line {row}, offset {at}", text),)
    return b"".join((raw[:start], b"utf-8", rest)), ()
