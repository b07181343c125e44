"""Which document is at hand, by its root, its namespace and its TypeCode, and its reading."""

from __future__ import annotations

from connectors.kr import amending, read_830, read_929
from connectors.kr.answers import read_response
from connectors.kr.settle import missing, settle
from connectors.kr.tables import HERE, stated
from hub.connector.formats import recoding, xml
from hub.connector.formats.walk import Element, Findings, walk
from hub.connector.formats.xml_places import located
from hub.domain.declaration import Body
from hub.domain.faults import MAX_FAULTS, MISSING, UNKNOWN_KIND, WRONG_COUNTRY, Fault
from hub.domain.reading import Message, Reading, RefusedPart

NAMESPACE = "urn:kr:gov:kcs:"
_KOREAN = recoding.stated(
    rb"euc-kr|cp949|ms949|x-windows-949|windows-949|uhc|ks_?c_?5601(?:-1987)?"
)
_TABLES = {
    "GOVCBR830": read_830.TABLE,
    "GOVCBR929": read_929.TABLE,
    amending.EXPORT_APPLICATION: read_830.TABLE,
    amending.IMPORT_AMENDMENT: read_929.TABLE,
    amending.IMPORT_WITHDRAWAL: read_929.TABLE,
}


def read(raw: bytes) -> Reading:
    """Read a declaration, an application or an answer, in UTF-8 or, if stated, EUC-KR or CP949."""
    raw, faults = recoding.in_utf8(raw, _KOREAN, "cp949")
    if faults:
        return Reading(refusals=(RefusedPart(faults),))
    root, faults = xml.parse(raw)
    if root is None:
        return Reading(refusals=(RefusedPart(faults),))
    if fault := _stranger(root):
        return Reading(refusals=(RefusedPart((fault,)),))
    response = root.tag.endswith("Response")
    outcome, warnings = read_response(root) if response else _read_declaration(root)
    if isinstance(outcome, Message):
        return Reading((outcome,), (), tuple(warnings))
    return Reading((), (outcome,), tuple(warnings))


def _stranger(root: Element) -> Fault | None:
    name = xml.local(root.tag)
    space = root.tag[1 : -len(name) - 1] if root.tag[0] == "{" else ""
    if name not in ("Declaration", "Response"):
        return Fault(UNKNOWN_KIND, xml.pointer(root), "is no Declaration and no Response", name)
    if space and not space.startswith(NAMESPACE):
        return Fault(WRONG_COUNTRY, xml.pointer(root), "is no namespace of Korea Customs", space)
    return None


def _read_declaration(root: Element) -> tuple[Message | RefusedPart, list[Fault]]:
    kind = next((stated(part) for part in root if xml.local(part.tag) == "TypeCode"), "")
    table = _TABLES.get(kind)
    if table is None:
        code, text = (UNKNOWN_KIND, "is no document read here") if kind else (MISSING, "")
        fault = Fault(code, "/Declaration/TypeCode", text, kind)
        return RefusedPart(located(root, (fault,))), []
    found = Findings(HERE.zone)
    body: Body = {"country": HERE.code}
    walk(root, table, body, found)
    if faults := missing(body):
        number = body.get("declarationId", "")
        references = {"ID": number, "TypeCode": kind} if number else {"TypeCode": kind}
        # What is doubtful is told with what is missing, so that one correction is enough.
        settle({"declarationId": "", **body, "_application": "A"}, found)
        told = located(root, [*faults, *found.warnings][:MAX_FAULTS])
        return RefusedPart(told, number, "", references), []
    return settle(body, found), list(located(root, found.warnings))
