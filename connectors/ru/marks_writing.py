"""What the hub answers, as the nearest documents of the album: marks and a notice of registration.

`GTDoutCustomsMark` has a place for every fault: a foundation with code and text. An answer of the
hub decides nothing, so it has no decision; a partner's status has one where Russia has it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from connectors.ru.namespaces import MARK, REGISTRATION
from hub.connector.formats.eaeu import numbers
from hub.connector.formats.eaeu.leaves import cleaned, leaf, node
from hub.connector.formats.eaeu.profile import Profile
from hub.domain import moments
from hub.domain.declaration import Body, Moment
from hub.domain.reading import Envelope

MAX_LINE, MAX_LINES, MAX_FAULTS = 250, 20, 100
DECISIONS = {
    "RELEASED": "10",
    "NOT_RELEASED": "90",
    "HELD": "60",
    "CANCELLED": "40",
    "REJECTED": "82",
}
_TOLD = frozenset(
    "declarationKey country declarationId functionalReferenceId version references status"
    " nationalCode nationalText reasonCodes occurredAt faults nationalData responseId"
    " answersMessageId".split()
)


def acknowledgement(body: Body) -> list[str]:
    """Return outcome, recipients and warnings in words."""
    told = f"HUB ACKNOWLEDGEMENT {body.get('outcome', '')} {body.get('kind', '')}"
    forwarded = f"FORWARDED {' '.join(body.get('recipients') or ())}"
    return [told, _about(body), forwarded, *map(_words, body.get("warnings") or ())]


def refusal(body: Body) -> list[str]:
    """Return what a refusal says beside its faults."""
    return ["HUB REFUSAL", _about(body), f"SHA256 {body.get('sha256', '')}"]


def receipt(body: Body) -> list[str]:
    """Return which bytes were received, under which number."""
    received = f"HUB RECEIPT {body.get('size', 0)} BYTES AS {body.get('hubMessageId', '')}"
    return [received, _about(body), f"SHA256 {body.get('sha256', '')}"]


def match(body: Body) -> list[str]:
    """Return which declaration of a partner belongs to this one, and why."""
    named = ("outcome", "tier", "score", "counterpartCountry", "counterpartDeclarationId")
    told = f"HUB MATCH {' '.join(str(body.get(name) or '') for name in named)}"
    found = [" ".join(map(str, row.values())) for row in body.get("discrepancies") or ()]
    return [told, body.get("explanation") or "", *(body.get("evidence") or ()), *found]


def status(body: Body) -> list[str]:
    """Return a partner's state in words; its own words follow."""
    told = f"STATUS {body.get('country', '')} {body.get('status', '')}"
    national = f"{body.get('nationalCode', '')} {body.get('nationalText', '')}"
    return [told, national.strip(), *(body.get("reasonCodes") or ())]


def mark(
    comments: Iterable[str], body: Body, state: str, envelope: Envelope, profile: Profile
) -> tuple[str, tuple[str, ...]]:
    """Return a GTDoutCustomsMark about the declaration, and what is lost in it.

    `state` is that of a status; an answer of the hub has none, and decides nothing.
    """
    quoted = body.get("references") or {}
    reference = quoted.get("DocumentID") or body.get("functionalReferenceId") or ""
    faults = body.get("faults") or ()
    lost = {name for name in body.keys() - _TOLD if body[name] and state}
    if state and state not in DECISIONS:
        lost.add("status")
    inner = (
        leaf("cat_ru:DocumentID", envelope.message_id[:36]),
        leaf("cat_ru:RefDocumentID", reference if len(reference) <= 36 else ""),
        *[leaf("Comments", line) for text in comments for line in _lines(text)],
        leaf("GTDDocumentID", _fitting(reference, 36) or envelope.message_id[:36]),
        _resolution(body, state, faults, profile) or "<GTDOutResolution/>",
        node("GTDID", *_number(body.get("declarationId", ""), envelope, profile)),
        leaf("TechID", _fitting(body.get("declarationId", ""), 50)),
    )
    document = "".join(inner)
    return (
        f'<GTDoutCustomsMark DocumentModeID="1006078E"{MARK}>{document}</GTDoutCustomsMark>',
        tuple(sorted(lost)),
    )


def registration(body: Body, envelope: Envelope, profile: Profile) -> str:
    """Return a NotifGTDRegistration: a partner has accepted the declaration."""
    when = body.get("occurredAt") or Moment(utc=envelope.prepared_at)
    day, _, time = moments.written(when, profile.zone, "%Y-%m-%d %H:%M:%S").partition(" ")
    reference = body.get("functionalReferenceId", "")
    number = _number(body.get("declarationId", ""), envelope, profile)
    comment = _lines(f"{' '.join(status(body))} {body.get('declarationId', '')}")[0]
    inner = (
        leaf("cat_ru:DocumentID", envelope.message_id[:36]),
        leaf("cat_ru:RefDocumentID", _fitting(reference, 36)),
        leaf("RegistrationDate", day),
        leaf("RegistrationTime", time),
        leaf("DocSign", "0"),
        leaf("Comments", comment),
        node("Customs", number[0].replace("CustomsCode", "Code")),
        node("GTDID", *number),
    )
    document = "".join(inner)
    return (
        f'<NotifGTDRegistration DocumentModeID="1004051E"{REGISTRATION}>{document}'
        "</NotifGTDRegistration>"
    )


def _number(text: str, envelope: Envelope, profile: Profile) -> tuple[str, ...]:
    """Return a number of the Union; a partner's stands in TechID, here in its place zeros."""
    stated = numbers.parse(text)
    if stated is None:
        day = moments.written({"utc": envelope.prepared_at}, profile.zone, "%Y-%m-%d")
        stated = numbers.Number("00", day, "0")
    return (
        leaf("cat_ru:CustomsCode", stated.office),
        leaf("cat_ru:RegistrationDate", stated.day),
        leaf("cat_ru:GTDNumber", stated.serial),
    )


def _resolution(
    body: Body, state: str, faults: Iterable[Mapping[str, Any]], profile: Profile
) -> str:
    when = moments.written(body.get("occurredAt"), profile.zone, "%Y-%m-%d %H:%M:%S")
    day, _, time = when.partition(" ")
    return node(
        "GTDOutResolution",
        leaf("catESAD_ru:DecisionCode", DECISIONS.get(state, "")),
        leaf("catESAD_ru:DateInf", day),
        leaf("catESAD_ru:TimeInf", time),
        *[_foundation(fault) for fault in list(faults)[:MAX_FAULTS]],
    )


def _foundation(fault: Mapping[str, Any]) -> str:
    named = (fault.get("text"), fault.get("pointer"), fault.get("original"))
    texts = [leaf("FoundationText", line) for text in named for line in _lines(text or "")]
    return node("FoundationDes", leaf("FoundationCode", _fitting(fault["code"], 5)), *texts)


def _words(fault: Mapping[str, Any]) -> str:
    named = (fault.get("code"), fault.get("text"), fault.get("pointer"), fault.get("original"))
    return " ".join(filter(None, named))


def _about(body: Body) -> str:
    layer = f"layer {body['layer']}" if body.get("layer") else ""
    named = (layer, body.get("senderMessageId"), body.get("messageId"))
    return " ".join(filter(None, named))


def _lines(text: str) -> list[str]:
    clean = cleaned(text)[: MAX_LINE * MAX_LINES]
    lines = [clean[at : at + MAX_LINE].strip() for at in range(0, len(clean), MAX_LINE)]
    return [line for line in lines if line]


def _fitting(text: str, limit: int) -> str:
    return cleaned(text) if len(text) <= limit else ""
