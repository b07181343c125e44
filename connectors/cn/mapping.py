"""Which of China's messages is at hand, by its root.

Border residents' trade (边民互市) is refused by name: no schema of its declaration is published,
and the registration of a resident is personal data, of which nothing is quoted or kept.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from lxml import etree

from connectors.cn import ceb, dec, receipts
from connectors.cn.ceb_parts import KINDS
from connectors.cn.codes import HERE
from connectors.cn.elements import name_of
from connectors.cn.write import write
from hub.connector.formats import recoding, xml
from hub.domain.faults import UNKNOWN_KIND, Fault
from hub.domain.reading import Reading, RefusedPart

__all__ = ["HERE", "read", "write"]

_GB = recoding.stated(rb"gb2312|gbk|gb18030")
_NAMESPACES = {
    "CEB": ("http://www.chinaport.gov.cn/ceb",),
    "DEC": ("http://www.chinaport.gov.cn/dec", ""),
}

_BORDER_TRADE = "ChinaCustoms.Application.Manifest.Road.BorderTrade"
_REGISTRATION = frozenset({"BTRNB_PRSN_PUTREC_BSC", "BTRNB_PRSN_PUTREC_NO", "IDNO", "IDNO_HASH_NO"})
"""Table and columns of the registration of border residents: one of them tells what it is."""
_LOOKED_AT = 200
"""Elements of an unknown message that are looked at for the reason of its refusal."""

_BY_ROOT: dict[str, Callable[[etree._Element], Reading]] = {
    "DecMessage": dec.read,
    "DEC_DATA": receipts.read_result,
    "DEC_RESULT": receipts.read_result,
    "DecImportResponse": receipts.read_response,
}


def read(raw: bytes) -> Reading:
    """Read a DecMessage, a CEB message or an answer of either, in UTF-8 or GB2312/GBK/GB18030."""
    raw, faults = recoding.in_utf8(raw, _GB, "gb18030")
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
    fault = Fault(UNKNOWN_KIND, xml.pointer(root), _unknown(root, name, space), name)
    return Reading(refusals=(RefusedPart((fault,)),))


def _unknown(root: etree._Element, name: str, space: str) -> str:
    """Say what a message is that is not read; of its content nothing but names is looked at."""
    for element in islice(root.iter(), _LOOKED_AT):
        if _BORDER_TRADE in element.tag:
            service = name_of(element)
            return (
                f"{service} (border residents' trade, 边民互市) has no published schema: not taken"
            )
        if name_of(element) in _REGISTRATION:
            return "a registration of border residents is personal data: not taken, not kept"
    return f"{name} in namespace {space!r} is neither a CEB nor a single-window message"


def _ceb(root: etree._Element, number: str) -> Reading:
    if number in KINDS:
        return ceb.read(root, number)
    if number in receipts.RETURNS:
        return receipts.read_return(root, number)
    return ceb.evidence(root, number)
