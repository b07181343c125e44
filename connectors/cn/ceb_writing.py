"""Writes CEB answers: 622, 604, 624, 606, 626, 214, or 900 for every other message.

Valid against the XSD of 202205. The hub is not China's electronic port: where a port number
(preNo, 18 places) must stand and none was stated it writes zeros, and 无, GACC's own filler, for a
copNo. A number that does not fit its place is left out or, where one must stand, cut; a message
whose own answer demands what was not stated is answered by CEB900, the check of its format.
"""

from __future__ import annotations

from typing import NamedTuple

from connectors.cn import codes
from connectors.cn.markup import DECLARED, required
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.identifiers import derived_id
from hub.domain.reading import Envelope

NAMESPACE = "http://www.chinaport.gov.cn/ceb"
NO_NUMBER = "0" * 18
FILLER = "无"
HUB = "HUB"
TEXT, FORMAT_TEXT, MESSAGE_ID = 1000, 5000, 255
"""Characters of returnInfo, in CEB900 and of oriCopMsgId."""

Fields = list[tuple[str, str]]


class Place(NamedTuple):
    """A field of an answer: how long it may be, or must be, and what stands where it is unsaid."""

    name: str
    longest: int
    exact: bool = False
    otherwise: str | None = None
    """None: the field may be left out; `?`: it must be said, or there is no such answer."""


_CODES = {name: Place(name, 18) for name in ("ebpCode", "ebcCode", "agentCode")}
_OFFICE, _AGENT = Place("customsCode", 4, exact=True), Place("agentCode", 18, otherwise="")
_PRE = Place("preNo", 18, exact=True, otherwise=NO_NUMBER)
_COPY, _COPY_OUT = Place("copNo", 20, otherwise=FILLER), Place("copNo", 30, otherwise=FILLER)
_IN, _OUT = Place("invtNo", 18, exact=True), Place("invtNo", 20, otherwise="")
_AGENT_FIRST = (_OFFICE, _CODES["agentCode"], _CODES["ebpCode"], _CODES["ebcCode"])

ANSWERS: dict[str, tuple[str, str, tuple[Place, ...]]] = {
    "621": (
        "622",
        "InventoryReturn",
        (_OFFICE, *_CODES.values(), _COPY, _PRE, _IN),
    ),
    "623": ("624", "InvtCancelReturn", (*_AGENT_FIRST, _COPY, _PRE, _IN)),
    "625": ("626", "InvtRefundReturn", (*_AGENT_FIRST, _COPY, _PRE, _IN)),
    "603": (
        "604",
        "InventoryReturn",
        (
            *(_AGENT, _COPY_OUT, _PRE, _OUT),
            *(Place("ebcCode", 18, otherwise=""), Place("ebpCode", 18, otherwise="")),
            *(Place("orderNo", 60, otherwise=""), Place("statisticsFlag", 1, True, "?")),
        ),
    ),
    "605": ("606", "InvtCancelReturn", (_AGENT, _COPY_OUT, _PRE, _OUT)),
    "213": (
        "214",
        "RefundReturn",
        (
            *(_CODES["ebpCode"], _CODES["ebcCode"], _AGENT, Place("coElNo", 30, otherwise="")),
            *(Place("preNo", 18), _OUT),
        ),
    ),
}
"""Number of the answered message to the answer's number, its part and its fields in order."""


def answer(body: Body, envelope: Envelope, status: str, text: str) -> tuple[str, tuple[str, ...]]:
    """Return the answer to a CEB message, and `faults` where they do not fit in whole."""
    quoted = {n[4:]: t for n, t in (body.get("references") or {}).items() if n.startswith("CEB.")}
    asked = quoted.get("message", "")
    form = ANSWERS.get(asked)
    time = f"{prepared(envelope)}{envelope.prepared_at.microsecond // 1000:03}"
    fields = _fields(form[2], quoted, body) if form else None
    if form is None or fields is None:
        return _format_check(quoted, asked, envelope, (status, time, text or status))
    end = [("returnStatus", status), ("returnTime", time), ("returnInfo", text[:TEXT] or status)]
    inner = required([("guid", part_guid(envelope)), *fields, *end])
    lost = ("faults",) if len(text) > TEXT else ()
    return message(form[0], envelope, f"<{form[1]}>{inner}</{form[1]}>"), lost


def _fields(places: tuple[Place, ...], quoted: dict[str, str], body: Body) -> Fields | None:
    local = quoted.get("coElNo") or body.get("functionalReferenceId") or ""
    known = {"copNo": local, "coElNo": local} | {n: t for n, t in quoted.items() if t}
    found = []
    for name, longest, exact, otherwise in places:
        text = known.get(name, "")
        if exact and len(text) != longest:
            text = ""
        if text or otherwise is not None:
            found.append((name, text[:longest] or otherwise or ""))
    return None if ("statisticsFlag", "?") in found else found


def _format_check(
    quoted: dict[str, str], asked: str, envelope: Envelope, end: tuple[str, str, str]
) -> tuple[str, tuple[str, ...]]:
    status, time, text = end
    fields = [
        ("guid", part_guid(envelope)),
        ("returnStatus", status),
        ("returnInfo", text[:FORMAT_TEXT]),
        ("returnTime", time),
        ("oriCopMsgId", quoted.get("guid", "")[:MESSAGE_ID]),
        ("oriMessageType", f"CEB{asked[:5]}Message" if asked else "Unknown"),
        ("oriBizMessage", ""),
    ]
    inner = f"<MessageReturn>{required(fields)}</MessageReturn>"
    return message("900", envelope, inner), ("faults",) if len(text) > FORMAT_TEXT else ()


def message(number: str, envelope: Envelope, inner: str) -> str:
    """Return a CEB message of a number around its parts."""
    name, guid = f"CEB{number}Message", _guid(envelope, "message")
    head = f'<{name} guid="{guid}" version="1.0" xmlns="{NAMESPACE}">'
    return f"{DECLARED}{head}{inner}</{name}>"


def part_guid(envelope: Envelope) -> str:
    """Return the number of the one part of a message: derived, the same when written again."""
    return _guid(envelope, "part")


def _guid(envelope: Envelope, purpose: str) -> str:
    return derived_id(envelope.message_id, purpose).upper()


def prepared(envelope: Envelope, form: str = "%Y%m%d%H%M%S") -> str:
    """Return when the message was prepared, in China's time."""
    return envelope.prepared_at.astimezone(moments.zone(codes.ZONE)).strftime(form)


def stated(quoted: dict[str, str], *names: str) -> Fields:
    """Return those of the quoted fields that are stated."""
    return [(name, quoted[name]) for name in names if quoted.get(name)]
