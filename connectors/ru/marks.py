"""What the customs answers of the album mean: registration, examination, marks and decisions.

`NotifGTDRegistration`, `NotifGTDExaminationStart` and `…Finish`, `GTDoutCustomsMark` (their XSD
5.22.0 and 5.23.0), and `PermitRecallGTD` (structure of public style sheets, to be confirmed).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.connector.formats import xml
from hub.connector.formats.eaeu import goods
from hub.connector.formats.eaeu.numbers import Number
from hub.connector.formats.eaeu.profile import Profile
from hub.connector.formats.walk import Element, Findings, Rows, Table, add, row, walk
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.faults import MISSING, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, RefusedPart

_EVENTS = {
    "NotifGTDRegistration": "registration",
    "NotifGTDExaminationStart": "examination start",
    "NotifGTDExaminationFinish": "examination finish",
    "PermitRecallGTD": "recall permitted",
    "RepudRecallGTD": "recall refused",
}
KINDS = frozenset({*_EVENTS, "GTDoutCustomsMark"})
UNMAPPED = "UNMAPPED"
_NUMBER = {"CustomsCode": "office", "RegistrationDate": "day", "GTDNumber": "serial"}
_PERSON = {"PersonName": None, "LNP": None, "CustomsCode": None, "IssueDate": None}
_FOUNDATION = {
    "FoundationCode": goods.lister("reasons"),
    "FoundationText": goods.lister("texts"),
    "ResolutionDescription": goods.lister("texts"),
}
_DECISION = {
    "DecisionCode": "code",
    "DateInf": "date",
    "TimeInf": "time",
    "Foundation": goods.lister("texts"),
    "ResolutionDesc": goods.lister("texts"),
    "FoundationDes": _FOUNDATION,
    "LNP": None,
    "LNPCustomsCode": None,
    "PersonName": None,
}
_RESULT = Table(_DECISION, "GTDOutGoodsResult/")


def _result(element: Element, target: Body, found: Findings) -> None:
    stated = row(element, _RESULT, found)
    if stated.get("code"):
        target["code"] = stated["code"]


_TABLE = Table(
    {
        "DocumentID": "response",
        "RefDocumentID": "answers",
        "GTDDocumentID": "declaration",
        "DocSign": "sign",
        "RegistrationDate": "date",
        "RegistrationTime": "time",
        "ControlStartDate": "date",
        "ControlStartTime": "time",
        "ExamFinishDate": "date",
        "ExamFinishTime": "time",
        "Comments": goods.lister("comments"),
        "Customs": {"Code": "customs", "OfficeName": None},
        "GTDID": _NUMBER,
        "GTDNumber": _NUMBER,
        "DocID": {"DTRegNum": _NUMBER},
        "CustomsPerson": _PERSON,
        "CustomsPersonSignature": _PERSON,
        "TechID": "system",
        "GTDOutResolution": _DECISION,
        "GTDOutGoodsResolution": Rows(
            "items",
            {"GoodsNumeric": "number", "GTDOutGoodsResult": _result},
            "GTDOutGoodsResolution/",
        ),
    }
)


def read_mark(element: Element, profile: Profile) -> tuple[Message | RefusedPart, list[Fault]]:
    """Return the status an answer tells, or why none can be told, and what was doubtful."""
    stated: dict[str, Any] = {}
    found = Findings(profile.zone)
    walk(element, _TABLE, stated, found)
    parts = [stated.pop(part, "") for part in ("office", "day", "serial")]
    # An office 00 stands in for a number that is none of the Union's: TechID has it whole.
    system = stated.pop("system", "")
    number = Number(*parts).text() if all(parts) and parts[0] != "00" else system
    reference = stated.pop("declaration", "") or stated.get("answers", "")
    if not number and not reference:
        text = "neither the number of a declaration nor its identifier"
        return RefusedPart((Fault(MISSING, xml.pointer(element), text), *found.warnings)), []
    body: Body = {
        "declarationKey": declaration_key(profile.country, number, reference),
        "country": profile.country,
    }
    body |= _status(xml.local(element.tag), stated, profile)
    optional = {
        "declarationId": number,
        "functionalReferenceId": reference,
        "responseId": stated.get("response", ""),
        "occurredAt": _when(stated, profile.zone),
        "nationalData": found.national,
    }
    body |= {name: value for name, value in optional.items() if value}
    if reference:
        body["references"] = {"DocumentID": reference}
    return Message("StatusChange", body), found.warnings


def _status(kind: str, stated: Mapping[str, Any], profile: Profile) -> Body:
    """Return state, code and words; a sign of a notice other than 0 is about another document."""
    code = stated.get("code", "") or stated.get("sign", "")
    event = _EVENTS.get(kind, "")
    if event:
        known = profile.decisions.get(event, UNMAPPED)
        state = known if stated.get("sign", "0") == "0" else UNMAPPED
        told: Body = {"status": state, "nationalCode": f"{kind} {code}".strip()}
    else:
        told = {"status": profile.decisions.get(code, UNMAPPED), "nationalCode": code or kind}
    words = " ".join([*stated.get("texts", ()), *stated.get("comments", ())])
    if words:
        told["nationalText"] = words
    if stated.get("reasons"):
        told["reasonCodes"] = stated["reasons"]
    for line in stated.get("items", ()):
        if line.get("number", "").isdecimal() and len(line["number"]) <= 5:
            decision = line.get("code", "")
            state = profile.decisions.get(decision, UNMAPPED)
            entry = {"sequenceNumeric": int(line["number"]), "status": state}
            add(told, "items", {**entry, "nationalCode": decision} if decision else entry)
    return told


def _when(stated: Mapping[str, Any], zone: str) -> Any:
    date, time = stated.get("date", "")[:10], stated.get("time", "")
    return (moments.iso(f"{date}T{time}" if time else date, zone)) if date else None
