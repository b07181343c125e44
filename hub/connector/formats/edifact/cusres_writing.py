"""CUSRES written: acknowledgement, refusal (layer 2), status of a partner, result of a match.

Acknowledgement and refusal have their form in CUSRES. The status of a partner and the result of a
match have none: they are written in the nearest documented segments (BGM 961/962, GIS 7365, FTX).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from hub.connector.formats.edifact.cusdec_writing import dated
from hub.connector.formats.edifact.losses import carried, losses, names
from hub.connector.formats.edifact.pointers import position, tag
from hub.connector.formats.edifact.profile import Profile
from hub.connector.formats.edifact.texts import laid_out
from hub.connector.formats.edifact.tokens import composite, escape, segment
from hub.connector.formats.edifact.vocabulary import STATUS_CODES
from hub.domain.declaration import Body, Moment

_GENERAL, _DOCUMENT, _ERROR = "961", "962", "963"
_RESPONSE, _NOT_ACCEPTED, _ACCEPTED = "11", "27", "29"
_FAULT = frozenset({"code", "pointer", "text", "original"})
_HUB = frozenset({"country", "messageId", "layer", "kind", "functionCode"})

_ACKNOWLEDGEMENT = carried(
    {
        "": _HUB
        | names("""
        senderMessageId outcome declarationId functionalReferenceId version recipients warnings
        status issuedAt
        """),
        "warnings": _FAULT,
    }
)
_REFUSAL = carried(
    {
        "": _HUB | names("senderMessageId declarationId functionalReferenceId faults issuedAt"),
        "faults": _FAULT,
    }
)
_STATUS = carried(
    {
        "": names("""
        country declarationId functionalReferenceId responseId status nationalCode nationalText
        reasonCodes occurredAt version answersMessageId faults statements
        """),
        "faults": _FAULT,
        "statements": frozenset(("statementCode", "statementDescription", "statementTypeCode")),
    }
)
_MATCH = carried(
    {
        "": names("""
        country declarationId functionalReferenceId counterpartCountry counterpartDeclarationId
        outcome tier score evidence discrepancies explanation decidedAt
        """),
        "discrepancies": frozenset(("code", "band", "own", "counterpart")),
    }
)
Answer = tuple[list[str], tuple[str, ...]]
"""Segments between UNH and UNT, and what was lost."""


def acknowledgement(body: Body, profile: Profile) -> Answer:
    """Write BGM 961 with function 29 (layer 2 accepted) or 11 (other layers)."""
    layer = body.get("layer")
    out = [_begin(_GENERAL, body, _ACCEPTED if layer == 2 else _RESPONSE)]
    out += _instant("9", body.get("issuedAt"), profile)
    recipients = ", ".join(body.get("recipients") or ())
    told = f"{body.get('outcome') or 'ACCEPTED'}, layer {layer}"
    out.append(_text("AAI", "", [f"{told}, routed to {recipients}" if recipients else told]))
    if status := body.get("status"):
        out.append(_text("AAI", "", [f"status {status}"]))
    out += _remarks(body.get("warnings") or (), profile)
    if layer == 2:
        out.append(f"{profile.indicator}+1:120'")
    out += _references(body, profile, _quoted(body))
    return out, losses(body, _ACKNOWLEDGEMENT)


def refusal(body: Body, profile: Profile) -> Answer:
    """Write BGM 963 with function 27 and ERP, ERC, FTX for every fault."""
    out = [_begin(_ERROR, body, _NOT_ACCEPTED)]
    out += _instant("9", body.get("issuedAt"), profile)
    out.append(f"{profile.indicator}+2:120'")
    out += _references(body, profile, _quoted(body))
    out += _errors(body.get("faults") or (), profile)
    return out, losses(body, _REFUSAL)


def status_change(body: Body, profile: Profile) -> Answer:
    """Write BGM 962; the state as GIS 7365 where it has a code and as FTX in every case."""
    state = body.get("status") or "UNMAPPED"
    out = [_begin(_DOCUMENT, body, _RESPONSE)]
    out += _moment("334", body.get("occurredAt"), profile)
    national = body.get("nationalCode") or ""
    words, whole = laid_out(body.get("nationalText") or "", profile.text_width, 4)
    text = f"{escape(national)}:{words}" if words else escape(national)
    out.append(segment("FTX", profile.status_text, "", escape(state), text))
    out += [f"FTX+ACD++{escape(code)}'" for code in (body.get("reasonCodes") or ())[:20]]
    for record in (body.get("statements") or ())[:20]:
        subject = (record.get("statementTypeCode") or "AAI")[:3]
        code = (record.get("statementCode") or "")[:17]
        out.append(_text(subject, code, [record.get("statementDescription") or ""], profile))
    if code := STATUS_CODES.get(state):
        out.append(f"{profile.indicator}+{code}:120'")
    out += _references(body, profile, body.get("answersMessageId") or "")
    out += _errors(body.get("faults") or (), profile)
    return out, losses(body, _STATUS, () if whole else ("nationalText",))


def match_result(body: Body, profile: Profile) -> Answer:
    """Write BGM 961 with the outcome, its evidence and every discrepancy as FTX."""
    outcome = body.get("outcome") or ""
    score = f"{body.get('tier') or ''} {body.get('score') or ''}".strip()
    partner = body.get("counterpartCountry") or ""
    out = [_begin(_GENERAL, body, _RESPONSE)]
    out += _instant("9", body.get("decidedAt"), profile)
    told = [body.get("explanation") or "", score, partner]
    out.append(_text(profile.status_text, outcome, told, profile))
    for evidence in (body.get("evidence") or ())[:20]:
        out.append(_text("AAI", "", [evidence], profile))
    for found in (body.get("discrepancies") or ())[:20]:
        values = [found.get(name) or "" for name in ("band", "own", "counterpart")]
        out.append(_text("AAI", found.get("code") or "", values, profile))
    out += _references(body, profile, "")
    if counterpart := body.get("counterpartDeclarationId"):
        out.append(f"RFF+ACE:{escape(counterpart)}'")
    return out, losses(body, _MATCH)


def _begin(document: str, body: Body, function: str) -> str:
    reference = body.get("responseId") or body.get("functionalReferenceId")
    version = str(body["version"]) if body.get("version") else ""
    named = composite(escape(reference or body.get("declarationId") or ""), version)
    return segment("BGM", document, named, function)


def _quoted(body: Body) -> str:
    references = body.get("references") or {}
    return references.get("UNB.0020") or body.get("senderMessageId") or ""


def _references(body: Body, profile: Profile, previous: str) -> list[str]:
    out = []
    if number := body.get("declarationId"):
        out.append(f"RFF+{min(profile.declaration_numbers)}:{escape(number)}'")
    if reference := body.get("functionalReferenceId"):
        out.append(f"RFF+ABO:{escape(reference)}'")
    if previous:
        out.append(f"RFF+ACW:{escape(previous[:35])}'")
    return out


def _instant(code: str, when: datetime | None, profile: Profile) -> list[str]:
    return [dated(code, Moment(utc=when), profile.zone)] if when else []


def _moment(code: str, moment: Moment | None, profile: Profile) -> list[str]:
    return [dated(code, moment, profile.zone)] if moment else []


def _text(subject: str, code: str, texts: list[str], profile: Profile | None = None) -> str:
    width = profile.text_width if profile else 70
    words = composite(*(escape(text[:width]) for text in texts))
    return segment("FTX", escape(subject), "", escape(code[:17]), words)


def _remarks(faults: Iterable[dict[str, Any]], profile: Profile) -> list[str]:
    return [_fault_text(fault, profile) for _, fault in zip(range(50), faults, strict=False)]


def _fault_text(fault: dict[str, Any], profile: Profile) -> str:
    texts = [fault.get(name) or "" for name in ("text", "pointer", "original")]
    return _text("AAO", fault.get("code") or "", texts, profile)


def _errors(faults: Iterable[dict[str, Any]], profile: Profile) -> list[str]:
    # SG4 repeats 99 times; AU sends at most 50 errors in one answer.
    out = []
    for _, fault in zip(range(50), faults, strict=False):
        pointer = fault.get("pointer") or ""
        number = position(pointer)[0]
        out.append(segment("ERP", "", composite(tag(pointer), str(number) if number else "")))
        out.append(f"ERC+{escape(fault.get('code') or '14')}'")
        texts = [fault.get(name) or "" for name in ("text", "pointer", "original")]
        out.append(_text("AAO", "", texts, profile))
    return out
