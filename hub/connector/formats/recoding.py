"""Messages in a national character set, turned into UTF-8 before they are parsed.

Senders state the older set and use characters beyond it (GB2312 and GB18030, EUC-KR and CP949), so
each is read as its superset.
"""

from __future__ import annotations

import re

from hub.domain.faults import CHARSET, Fault

_HEAD = 200
"""Bytes the XML declaration is looked for in."""


def stated(names: bytes) -> re.Pattern[bytes]:
    """Return the pattern of an XML declaration that states one of these sets, in any case.

    >>> stated(rb"euc-kr|cp949").search(b'<?xml version="1.0" encoding="EUC-KR"?>')[1]
    b'EUC-KR'
    """
    declared = rb"""<\?xml[^>]{0,80}?encoding\s*=\s*["'](%b)["']""" % names
    return re.compile(declared, re.IGNORECASE)


def in_utf8(raw: bytes, declared: re.Pattern[bytes], codec: str) -> tuple[bytes, tuple[Fault, ...]]:
    """Turn a message that states a set of `declared` into UTF-8, its declaration with it.

    What is not of the set is a fault that names line and byte offset; the message stays as it is.
    """
    found = declared.search(raw, 0, _HEAD)
    if not found:
        return raw, ()
    start, end = found.span(1)
    try:
        rest = raw[end:].decode(codec).encode()
    except UnicodeDecodeError as error:
        at = end + error.start
        line = raw.count(b"\n", 0, at) + 1
        text = f"byte {at} is not {found[1].decode()}"
        return raw, (Fault(CHARSET, f"line {line}, offset {at}", text),)
    return b"".join((raw[:start], b"utf-8", rest)), ()
