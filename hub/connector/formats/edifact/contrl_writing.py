"""CONTRL written: receipt (action 7 or 8) and refusal of layer 1 (action 4) with positions.

After ISO 9735 service directory 3 (UCI, UCM, UCS, UCD). Error codes (0085) are from memory of
ISO 9735 except 26: to be confirmed. CONTRL has no text: text and original value are lost.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from hub.connector.formats.edifact.losses import carried, losses, names
from hub.connector.formats.edifact.pointers import position, tag
from hub.connector.formats.edifact.profile import Profile
from hub.connector.formats.edifact.tokens import composite, escape, segment
from hub.domain import faults as codes
from hub.domain.declaration import Body

_REJECTED, _ACKNOWLEDGED, _RECEIVED = "4", "7", "8"
_UNSPECIFIED = "18"
_ERRORS = {
    codes.TRUNCATED: "13",
    codes.CHARSET: "21",
    codes.TOO_MANY: "35",
    codes.UNKNOWN_KIND: "17",
    codes.WRONG_COUNTRY: "7",
    codes.UNKNOWN_SENDER: "23",
    codes.CODE_LIST: "12",
    codes.MISSING: "13",
    codes.NOT_SUPPORTED: "15",
    codes.DUPLICATE: "26",
    codes.UNKNOWN_REFERENCE: "12",
    codes.INVALID_MRN: "12",
}
"""Fault code to 0085; what is missing here is an unspecified error."""

_SERVICE = frozenset({"UNA", "UNB", "UNZ", "UNH", "UNT"})
_RECEIPT = carried({"": frozenset(("country", "messageId"))})
_REFUSAL = carried(
    {
        "": names("country messageId senderMessageId layer faults"),
        "faults": names("code pointer"),
    }
)


def receipt(body: Body, profile: Profile) -> tuple[list[str], tuple[str, ...]]:
    """Write UCI with 8 (received), or 7 and the message in UCM where it is known already."""
    references = body.get("references") or {}
    message = _message(references, _ACKNOWLEDGED)
    action = _ACKNOWLEDGED if message else _RECEIVED
    out = [_interchange(body, references, profile, body.get("messageId") or "", action)]
    return out + message, losses(body, _RECEIPT)


def refusal(body: Body, profile: Profile) -> tuple[list[str], tuple[str, ...]]:
    """Write UCI, and for a message UCM with its faults by segment and element."""
    references = body.get("references") or {}
    faults = body.get("faults") or []
    sender_message = body.get("senderMessageId") or ""
    lost = tuple(sorted({*losses(body, _REFUSAL), *_untold(faults)}))
    if not references.get("UNH.0062"):
        first = faults[0] if faults else {}
        answer = _answer(first)
        out = [_interchange(body, references, profile, sender_message, _REJECTED, *answer)]
        return out, tuple(sorted({*lost, "faults"})) if len(faults) > 1 else lost
    whole = [fault for fault in faults if not position(fault.get("pointer") or "")[0]]
    answer = _answer(whole[0]) if whole else ("", "", "")
    if len(whole) > 1 or _crowded(faults):
        lost = tuple(sorted({*lost, "faults"}))
    out = [_interchange(body, references, profile, sender_message, _ACKNOWLEDGED)]
    out += _message(references, _REJECTED, *answer)
    return out + _positions(faults), lost


def _untold(faults: list[dict[str, Any]]) -> set[str]:
    """Return what CONTRL has no number for: codes that are none of 0085, places that are none."""
    lost = set()
    for fault in faults:
        pointer, code = fault.get("pointer") or "", fault.get("code") or ""
        if code not in _ERRORS and code != codes.UNPARSEABLE:
            lost.add("faults/code")
        if pointer and not position(pointer)[0] and tag(pointer) not in _SERVICE:
            lost.add("faults/pointer")
    return lost


def _crowded(faults: list[dict[str, Any]]) -> bool:
    """Say whether two faults of a segment name no element of it: UCS has room for one."""
    bare = [place[0] for place in map(_position, faults) if place[0] and not place[1]]
    return len(set(bare)) < len(bare)


def _position(fault: dict[str, Any]) -> tuple[int, int, int]:
    return position(fault.get("pointer") or "")


def _interchange(
    body: Body,
    references: dict[str, str],
    profile: Profile,
    message_id: str,
    *answer: str,
) -> str:
    reference = references.get("UNB.0020") or message_id or body.get("messageId") or ""
    sender = _components(references.get("UNB.0004") or profile.authority)
    recipient = _components(references.get("UNB.0010") or profile.hub)
    return segment("UCI", escape(reference[:14]), sender, recipient, *answer)


def _message(references: dict[str, str], *answer: str) -> list[str]:
    reference = references.get("UNH.0062")
    if not reference:
        return []
    kind = _components(references.get("UNH.S009") or "")
    return [segment("UCM", escape(reference[:14]), kind, *answer)]


def _components(text: str) -> str:
    return ":".join(map(escape, text.split(":")))


def _answer(fault: dict[str, Any]) -> tuple[str, str, str]:
    """Return 0085, 0013 and S011 of a fault."""
    pointer = fault.get("pointer") or ""
    _, element, component = position(pointer)
    error = _ERRORS.get(fault.get("code") or "", _UNSPECIFIED)
    named = tag(pointer)
    if named not in _SERVICE or named == "UNA":
        return error, "", ""
    place = composite(str(element), str(component) if component else "") if element else ""
    return error, named, place


def _positions(faults: list[dict[str, Any]]) -> list[str]:
    found = sorted(
        (*position(fault.get("pointer") or ""), fault.get("code") or "") for fault in faults
    )
    out = []
    for number, group in groupby((entry for entry in found if entry[0]), lambda entry: entry[0]):
        entries = list(group)
        general = [entry[3] for entry in entries if not entry[1]]
        error = _ERRORS.get(general[0], _UNSPECIFIED) if general else ""
        out.append(segment("UCS", str(number), error))
        for _, element, component, code in entries[:99]:
            if element:
                place = composite(str(element), str(component) if component else "")
                out.append(f"UCD+{_ERRORS.get(code, _UNSPECIFIED)}+{place}'")
    return out
