"""Reads China's answers: CEB returns (604, 622, 624 …), DEC_RESULT, DecImportResponse, CEB900.

Each answer to one declaration is one StatusChange. Answers to orders, payments, waybills and
returned goods are keyed by their own number, so that they never speak for a declaration. 399 and
the letters G, J, W end the review and are no release. A DecImportResponse says that the single
window took a message (code 0) or not; CEB900 the same of the format of any CEB message.
"""

from __future__ import annotations

from lxml import etree

from connectors.cn import codes
from connectors.cn.ceb_parts import quoted
from connectors.cn.elements import fields, name_of, national, pointer, warn
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MISSING, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

MAX_PARTS = 1000
RETURNS = {
    "304": "OrderReturn",
    "312": "OrderReturn",
    "404": "ReceiptsReturn",
    "412": "PaymentReturn",
    "506": "LogisticsReturn",
    "512": "LogisticsReturn",
    "508": "ArrivalReturn",
    "510": "DepartureReturn",
    "514": "LogisticsStatusReturn",
    "604": "InventoryReturn",
    "622": "InventoryReturn",
    "606": "InvtCancelReturn",
    "624": "InvtCancelReturn",
    "608": "WayBillReturn",
    "626": "InvtRefundReturn",
    "214": "RefundReturn",
    "216": "InvtRefundDetailReturn",
    "702": "SummaryReturn",
    "712": "DeliveryReturn",
    "900": "MessageReturn",
}
"""Message number to its part. Part names win over numbers: official samples mix them up."""

_OF_INVENTORIES = frozenset({"InventoryReturn", "InvtCancelReturn"})
_LOCAL = ("copNo", "coElNo", "orderNo", "payTransactionId", "logisticsNo", "preNo", "oriCopMsgId")
_CARRIED = frozenset({"guid", "copNo", "invtNo", "returnStatus", "returnTime", "returnInfo"})
_DEC_CARRIED = frozenset({"SEQ_NO", "ENTRY_ID", "NOTICE_DATE", "CHANNEL", "NOTE"})


def read_return(root: etree._Element, number: str) -> Reading:
    """Read a CEB message of answers: one StatusChange a part."""
    parts = [child for child in root if name_of(child).endswith("Return")]
    references = {"CEB.message": number}
    if not parts or len(parts) > MAX_PARTS:
        text = f"has none of, or more than {MAX_PARTS}, {RETURNS[number]}"
        fault = Fault(MISSING, pointer(root, RETURNS[number]), text)
        return Reading(refusals=(RefusedPart((fault,), references=references),))
    warnings: list[Fault] = []
    made = [_return(part, number, warnings) for part in parts]
    return Reading.of(made, warnings)


def _return(part: etree._Element, number: str, warnings: list[Fault]) -> Message | RefusedPart:
    kind, stated = name_of(part), fields(part, warnings)
    references = quoted(stated, number)
    own = codes.identifier(stated.get("invtNo", "")) if kind in _OF_INVENTORIES else ""
    local = next(filter(None, (codes.identifier(stated.get(n, "")) for n in _LOCAL)), "")
    code = stated.get("returnStatus", "")
    if not (own or local) or not code:
        lacking = _lacking(part, {"copNo": own or local, "returnStatus": code})
        return RefusedPart(lacking, own, local, references, 2)
    status = _status(kind, code)
    if status == "UNMAPPED":
        warn(warnings, CODE_LIST, part, "returnStatus", "has no canonical state", code)
    text = stated.get("returnInfo", "")
    body: Body = {
        "declarationKey": declaration_key("CN", own, local),
        "country": "CN",
        "declarationId": own,
        "functionalReferenceId": local,
        "responseId": stated.get("guid", ""),
        "status": status,
        "nationalCode": code,
        "nationalText": text,
        "faults": _faults(status, code, text),
        "references": references,
        "nationalData": {"part": kind} | national(stated, _CARRIED),
    }
    if "returnTime" in stated:
        body["occurredAt"] = codes.moment(stated["returnTime"], part, "returnTime", warnings)
    return Message("StatusChange", {name: value for name, value in body.items() if value})


def _lacking(part: etree._Element, values: dict[str, str]) -> tuple[Fault, ...]:
    """Return a fault for each element that must say something and does not."""
    return tuple(
        Fault(MISSING, pointer(part, name), f"{name} is missing")
        for name, value in values.items()
        if not value
    )


def _status(kind: str, code: str) -> str:
    """Return the canonical state. A refused cancellation says nothing of the declaration."""
    if kind == "InvtCancelReturn":
        return codes.LISTS["cancellations"].get(code, "UNMAPPED")
    if code.startswith("-") and code[1:].isdigit():
        return "REJECTED"
    if kind == "MessageReturn":
        return "RECEIVED"
    return codes.LISTS["returns"].get(code, "UNMAPPED")


def _faults(status: str, code: str, text: str) -> list[Body]:
    """China states a reason as text only: its own code stands as the original value."""
    if status != "REJECTED":
        return []
    return [{"code": "14", "pointer": "", "text": text, "original": code}]


def read_result(root: etree._Element) -> Reading:
    """Read DEC_RESULT, alone or in DEC_DATA: one StatusChange each."""
    warnings: list[Fault] = []
    parts = [root]
    told: list[str] = []
    if name_of(root) == "DEC_DATA":
        parts = [child for child in root if name_of(child) == "DEC_RESULT"]
        told = [text for child in root if name_of(child) == "RESULT_INFO" if (text := _text(child))]
    if not parts or len(parts) > MAX_PARTS:
        text = f"has none of, or more than {MAX_PARTS}, DEC_RESULT"
        fault = Fault(MISSING, pointer(root, "DEC_RESULT"), text)
        return Reading(refusals=(RefusedPart((fault,), references={"CN.form": "DEC_RESULT"}),))
    return Reading.of([_result(part, told, warnings) for part in parts], warnings)


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def _result(part: etree._Element, told: list[str], warnings: list[Fault]) -> Message | RefusedPart:
    stated = fields(part, warnings)
    entry = codes.identifier(stated.get("ENTRY_ID", ""))
    seq, ciq = (codes.identifier(stated.get(name, "")) for name in ("SEQ_NO", "CUS_CIQ_NO"))
    references = {"CN.form": "DEC_RESULT", "Dec.SeqNo": seq or ciq}
    code = stated.get("CHANNEL", "")
    if not (entry or seq or ciq) or not code:
        lacking = _lacking(part, {"ENTRY_ID": entry or seq or ciq, "CHANNEL": code})
        return RefusedPart(lacking, entry, seq or ciq, references, 2)
    status = codes.LISTS["channels"].get(code, "UNMAPPED")
    if status == "CLEARED" and ciq.startswith("E"):
        status = "EXITED"
    if status == "UNMAPPED":
        warn(warnings, CODE_LIST, part, "CHANNEL", "has no canonical state", code)
    text = stated.get("NOTE", "")
    body: Body = {
        "declarationKey": declaration_key("CN", entry, seq or ciq),
        "country": "CN",
        "declarationId": entry,
        "functionalReferenceId": seq or ciq,
        "status": status,
        "nationalCode": code,
        "nationalText": text,
        "faults": _faults(status, code, text),
        "statements": [{"statementDescription": text} for text in told],
        "references": references,
        "nationalData": national(stated, _DEC_CARRIED),
    }
    if "NOTICE_DATE" in stated:
        body["occurredAt"] = codes.moment(stated["NOTICE_DATE"], part, "NOTICE_DATE", warnings)
    return Message("StatusChange", {name: value for name, value in body.items() if value})


def read_response(root: etree._Element) -> Reading:
    """Read DecImportResponse: whether the single window took a message."""
    warnings: list[Fault] = []
    stated = fields(root, warnings)
    client, seq = (codes.identifier(stated.get(name, "")) for name in ("ClientSeqNo", "SeqNo"))
    code = stated.get("ResponseCode", "")
    references = {"CN.form": "DecImportResponse", "Dec.SeqNo": seq, "Dec.ClientSeqNo": client}
    references = {name: text for name, text in references.items() if text}
    if not (client or seq) or not code:
        lacking = _lacking(root, {"ClientSeqNo": client or seq, "ResponseCode": code})
        return Reading(refusals=(RefusedPart(lacking, "", seq or client, references, 2),))
    status = "REJECTED" if code.strip("0") else "RECEIVED"
    text = stated.get("ErrorMessage", "")
    body: Body = {
        "declarationKey": declaration_key("CN", "", client or seq),
        "country": "CN",
        "functionalReferenceId": client or seq,
        "responseId": seq,
        "status": status,
        "nationalCode": code,
        "nationalText": text,
        "faults": _faults(status, code, text),
        "references": references,
        "nationalData": national(stated, ("ClientSeqNo", "SeqNo", "ResponseCode", "ErrorMessage")),
    }
    message = Message("StatusChange", {name: value for name, value in body.items() if value})
    return Reading((message,), warnings=tuple(warnings))
