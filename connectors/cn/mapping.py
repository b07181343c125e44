"""Which of China's messages is at hand, by its root, and which form an answer takes."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from connectors.cn import ceb, dec, receipts
from connectors.cn.elements import name_of
from hub.connector.formats import xml
from hub.domain.faults import CHARSET, UNKNOWN_KIND, Fault
from hub.domain.reading import Reading, RefusedPart

_ENCODING = re.compile(rb"""<\?xml[^>]{0,80}?encoding\s*=\s*["'](gb2312|gbk|gb18030)["']""")
_NAMESPACES = {
    "CEB": ("http://www.chinaport.gov.cn/ceb",),
    "DEC": ("http://www.chinaport.gov.cn/dec", ""),
}

_BY_ROOT: dict[str, Callable[[etree._Element], Reading]] = {
    "DecMessage": dec.read,
    "DEC_DATA": receipts.read_result,
    "DEC_RESULT": receipts.read_result,
    "DecImportResponse": receipts.read_response,
}


def read(raw: bytes) -> Reading:
    """Read a DecMessage, a CEB message or an answer of either, in UTF-8 or GB2312/GBK/GB18030."""
    raw, faults = _in_utf8(raw)
    if faults:
        return Reading(refusals=(RefusedPart(faults),))
    root, faults = xml.parse(raw)
    if root is None:
        return Reading(refusals=(RefusedPart(faults),))
    name = name_of(root)
    space = root.tag[1 : -len(name) - 1] if root.tag[0] == "{" else ""
    number = name[3:6] if name.startswith("CEB") and name[6:] in ("Message", "") else ""
    if number and space in _NAMESPACES["CEB"]:
        return _ceb(root, number)
    if name in _BY_ROOT and space in _NAMESPACES["DEC"]:
        return _BY_ROOT[name](root)
    text = f"{name} in namespace {space!r} is neither a CEB nor a single-window message"
    return Reading(refusals=(RefusedPart((Fault(UNKNOWN_KIND, xml.pointer(root), text, name),)),))


def _ceb(root: etree._Element, number: str) -> Reading:
    if number in ceb.KINDS:
        return ceb.read(root, number)
    if number in receipts.RETURNS:
        return receipts.read_return(root, number)
    return ceb.evidence(root, number)


def _in_utf8(raw: bytes) -> tuple[bytes, tuple[Fault, ...]]:
    """Turn the GB family into UTF-8: real senders say GB2312 and use characters beyond it."""
    opening = raw[:200].lower()
    found = _ENCODING.search(opening) if b"gb" in opening else None
    if not found:
        return raw, ()
    start, end = found.span(1)
    try:
        rest = raw[end:].decode("gb18030").encode()
    except UnicodeDecodeError as error:
        at = end + error.start
        line = raw.count(b"\n", 0, at) + 1
        text = f"byte {at} is not {found[1].decode()}"
        return raw, (Fault(CHARSET, f"line {line}, offset {at}", text),)
    return b"".join((raw[:start], b"utf-8", rest)), ()
