"""CONTRL read: what a system says about the syntax of an interchange or message it got.

After ISO 9735 service directories 3 and 4 (UCI, UCM, UCS, UCD). Action and error codes are from
memory of ISO 9735 except 4, 7, 8 and 26: to be confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable

from hub.connector.formats.edifact.tokens import Segment, at
from hub.connector.formats.edifact.walk import Walk, fault, put
from hub.domain.declaration import Body
from hub.domain.faults import (
    CHARSET,
    CODE_LIST,
    DUPLICATE,
    MISSING,
    NOT_SUPPORTED,
    RULE,
    TOO_MANY,
    UNKNOWN_KIND,
    UNKNOWN_SENDER,
    UNPARSEABLE,
    WRONG_COUNTRY,
)
from hub.domain.identifiers import declaration_key

ACTIONS = {
    "4": ("REJECTED", "this level and all lower levels rejected"),
    "7": ("RECEIVED", "acknowledged; lower levels acknowledged unless rejected"),
    "8": ("RECEIVED", "interchange received"),
}
ERRORS = {
    "7": WRONG_COUNTRY,
    "12": CODE_LIST,
    "13": MISSING,
    "15": NOT_SUPPORTED,
    "17": UNKNOWN_KIND,
    "18": UNPARSEABLE,
    "21": CHARSET,
    "23": UNKNOWN_SENDER,
    "26": DUPLICATE,
    "28": RULE,
    "29": RULE,
    "35": TOO_MANY,
}
"""Element 0085 to the hub's fault code."""


def read(walk: Walk, message: Iterable[Segment]) -> list[Body]:
    """Return one status for the interchange, or one for each message it names."""
    walk.position = 2
    found: list[Body] = []
    interchange: Segment | None = None
    place = ""
    for segment in message:
        tag = segment[0][0]
        if tag == "UCI":
            interchange = segment
        elif tag == "UCM" and interchange:
            found.append(_status(walk, segment, interchange, at(segment, 3), at(segment, 4)))
        elif tag == "UCS" and found:
            place = f"segment {at(segment, 1)}"
            if error := at(segment, 2):
                _fault(found[-1], error, place)
        elif tag == "UCD" and found:
            _data_fault(found[-1], segment, place)
    if interchange is None:
        fault(walk, MISSING, [["UCI"]], "", "no UCI", "")
        return []
    if not found:
        action, error = at(interchange, 4), at(interchange, 5)
        found.append(_status(walk, None, interchange, action, error))
    if not at(interchange, 1):
        fault(walk, MISSING, [["UCI"]], "+1", "no interchange reference", "")
    return found


def _status(
    walk: Walk, message: Segment | None, interchange: Segment, action: str, error: str
) -> Body:
    reference, own = at(interchange, 1), walk.profile.country
    status, text = ACTIONS.get(action, ("UNMAPPED", "action code not known"))
    body: Body = {
        "declarationKey": declaration_key(own, "", reference),
        "country": own,
        "functionalReferenceId": reference,
        "answersMessageId": reference,
        "status": status,
        "nationalText": text,
        "nationalData": {"UCI.0020": reference},
    }
    put(body, nationalCode=action)
    if message is not None:
        put(body["nationalData"], **{"UCM.0062": at(message, 1), "UCM.0065": at(message, 2)})
    if error:
        _fault(body, error, "UCM" if message is not None else "UCI")
    return body


def _fault(body: Body, error: str, pointer: str) -> None:
    faults = body.setdefault("faults", [])
    if len(faults) >= 100:
        return
    body.setdefault("reasonCodes", []).append(error)
    text = f"CONTRL error {error}"
    code = ERRORS.get(error, RULE)
    faults.append({"code": code, "pointer": pointer, "text": text, "original": error})


def _data_fault(body: Body, segment: Segment, place: str) -> None:
    pointer = f"{place}, element {at(segment, 2)}".removeprefix(", ")
    if at(segment, 2, 1):
        pointer += f", component {at(segment, 2, 1)}"
    _fault(body, at(segment, 1), pointer)
