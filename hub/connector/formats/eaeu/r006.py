"""R.006, the notice of the result of processing: what it tells, and the hub's answers in it.

`doc:ProcessingResultDetails` v1.0.7: header, time, `ProcessingResultV2Code` (1 absent … 6
processed) and a text, as public software of the Union writes it. It has no place for states and
faults: the hub's text says them in lines, the first of which is `DT number; STATE; code`. How the
customs of Kazakhstan and Kyrgyzstan answer is not public; this form is to be confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from hub.connector.formats import telling, xml
from hub.connector.formats.eaeu.leaves import cleaned, leaf
from hub.connector.formats.eaeu.profile import Profile
from hub.connector.formats.walk import Element, Findings, Table, moment, walk
from hub.domain import moments
from hub.domain.catalogue import STATES
from hub.domain.declaration import Body, Moment
from hub.domain.faults import MISSING, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Envelope, Message, Reading, RefusedPart

PROCESSED = "6"
MAX_TEXT = 4000
MAX_LINE = 600
MIN_LINE = 16
"""Characters of a fault below which it would say nothing."""
_TABLE = Table(
    {
        "EDocHeader": {
            "InfEnvelopeCode": None,
            "EDocCode": None,
            "EDocId": "response",
            "EDocRefId": "answers",
            "EDocDateTime": None,
            "LanguageCode": None,
        },
        "EventDateTime": moment("occurredAt"),
        "ProcessingResultV2Code": "code",
        "DescriptionText": "text",
    }
)
_STATED = re.compile(
    r"ДТ ([^;\s]{1,70}); ([A-Z_]{3,20})(?:; ([^;\n]{1,20}))?(?:; (.*))?", re.DOTALL
)
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<doc:ProcessingResultDetails xmlns:doc="urn:EEC:R:ProcessingResultDetails:v1.0.7"'
    ' xmlns:ccdo="urn:EEC:M:ComplexDataObjects:v0.4.12"'
    ' xmlns:csdo="urn:EEC:M:SimpleDataObjects:v0.4.12">'
)
_TOLD = frozenset(
    "declarationKey country declarationId functionalReferenceId version references status"
    " nationalCode nationalText reasonCodes occurredAt faults nationalData responseId"
    " answersMessageId".split()
)


def read_result(element: Element, profile: Profile) -> Reading:
    """Return the status a notice tells of a declaration; UNMAPPED where it tells none."""
    stated: dict[str, Any] = {}
    found = Findings(profile.zone)
    walk(element, _TABLE, stated, found)
    said = _STATED.match(stated.get("text", ""))
    number, reference = said[1] if said else "", stated.get("answers", "")
    if not number and not reference:
        text = "neither a declaration in the text nor the document it answers"
        fault = Fault(MISSING, xml.pointer(element), text)
        return Reading((), (RefusedPart((fault, *found.warnings)),))
    code = (said[3] if said else "") or stated.get("code", "")
    state = said[2] if said and said[2] in STATES else "UNMAPPED"
    body: Body = {
        "declarationKey": declaration_key(profile.country, number, reference),
        "country": profile.country,
        "status": profile.decisions.get(code, state),
        "nationalCode": code,
    }
    words = ((said[4] or "") if said else stated.get("text", "")).strip()
    optional = {
        "declarationId": number,
        "functionalReferenceId": reference,
        "responseId": stated.get("response", ""),
        "nationalText": words,
        "occurredAt": stated.get("occurredAt"),
        "nationalData": found.national,
        "references": {"DocumentID": reference} if reference else {},
    }
    body |= {name: value for name, value in optional.items() if value}
    return Reading((Message("StatusChange", body),), (), tuple(found.warnings))


def written(
    kind: str, body: Body, envelope: Envelope, profile: Profile
) -> tuple[bytes, tuple[str, ...]]:
    """Return the notice and what is lost in it."""
    lost = {name for name in body.keys() - _TOLD if body[name] and kind == "StatusChange"}
    quoted = body.get("references") or {}
    reference = quoted.get("DocumentID") or body.get("functionalReferenceId") or ""
    prepared = Moment(utc=envelope.prepared_at)
    form = "%Y-%m-%dT%H:%M:%SZ"
    when = body.get("occurredAt") or prepared
    lines = _description(kind, body, lost)
    inner = (
        "<ccdo:EDocHeader><csdo:EDocCode>R.006</csdo:EDocCode>",
        leaf("csdo:EDocId", envelope.message_id),
        leaf("csdo:EDocRefId", reference),
        leaf("csdo:EDocDateTime", moments.written(prepared, "UTC", form)),
        "</ccdo:EDocHeader>",
        leaf("csdo:EventDateTime", moments.written(when, "UTC", form)),
        leaf("csdo:ProcessingResultV2Code", PROCESSED),
        leaf("csdo:DescriptionText", lines),
    )
    document = f"{_HEAD}{''.join(inner)}</doc:ProcessingResultDetails>"
    return document.encode(), tuple(sorted(lost))


def _lines(kind: str, body: Body) -> Iterable[str]:
    """Yield what is said, a line a fact; the first names the declaration and its state."""
    number = body.get("declarationId") or body.get("functionalReferenceId") or ""
    if kind == "StatusChange":
        told = (body.get("status", ""), body.get("nationalCode") or "-", body.get("nationalText"))
        yield "; ".join([f"ДТ {number}", *filter(None, told)])
        yield " ".join(body.get("reasonCodes") or ())
    else:
        yield f"HUB {kind} {number} {body.get('outcome', '')} {body.get('kind', '')}"
        named = ("layer", "senderMessageId", "messageId", "hubMessageId", "size", "sha256", "tier")
        yield " ".join(f"{name}={body[name]}" for name in named if body.get(name))
        yield " ".join(body.get("recipients") or ())
        yield " ".join(body.get(f"counterpart{name}", "") for name in ("Country", "DeclarationId"))
        yield body.get("explanation", "")
        yield from body.get("evidence") or ()
    yield from map(_words, body.get("discrepancies") or ())


def _description(kind: str, body: Body, lost: set[str]) -> str:
    """Return all that is said; where it is too long, each fault gives way alike and none is left.

    Adds to `lost` what was cut.
    """
    facts = [cleaned(line)[:MAX_LINE] for line in _lines(kind, body) if line]
    fields = [(field, row) for field in ("faults", "warnings") for row in body.get(field) or ()]
    room, cut, lines = MAX_LINE, set[str](), facts
    while room > MIN_LINE:
        told = [(field, telling.told(row, room, between=" | ")) for field, row in fields]
        lines = [*facts, *[cleaned(fault.line) for _, fault in told]]
        cut = {f"{field}/{name}" for field, fault in told for name in fault.cut}
        if sum(map(len, lines)) + len(lines) <= MAX_TEXT:
            break
        room = room * 3 // 4
    text = "\n".join(lines)
    if len(text) > MAX_TEXT:
        cut.add("faults" if body.get("faults") else "nationalText")
    lost |= cut
    return text[:MAX_TEXT]


def _words(row: Mapping[str, Any]) -> str:
    return " | ".join(str(value) for value in row.values() if value)
