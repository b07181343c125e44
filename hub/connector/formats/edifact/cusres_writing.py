"""CUSRES written: acknowledgement, refusal (layer 2), status of a partner, result of a match.

Acknowledgement and refusal have their form in CUSRES. The status of a partner and the result of a
match have none: they are written in the nearest documented segments (BGM 961/962, GIS 7365, FTX).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hub.connector.formats.edifact.cusdec_writing import dated
from hub.connector.formats.edifact.directory import (
    ANSWER_TEXTS,
    CODE,
    IDENTIFIER,
    REFERENCE_CODE,
)
from hub.connector.formats.edifact.losses import carried, losses, names
from hub.connector.formats.edifact.pointers import position, tag
from hub.connector.formats.edifact.profile import Profile
from hub.connector.formats.edifact.texts import laid_out, wrap
from hub.connector.formats.edifact.tokens import composite, escape, segment
from hub.domain.declaration import Body, Moment

_GENERAL, _DOCUMENT, _ERROR = "961", "962", "963"
_RESPONSE, _NOT_ACCEPTED, _ACCEPTED = "11", "27", "29"
_PIECES, _REASONS = 5, 4
"""Components of FTX C108; FTX with a reason code, so that statements find room."""
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
    told = f"{told}, routed to {recipients}" if recipients else told
    lost: set[str] = set()
    words, whole = laid_out(told, profile.text_width, 5)
    if not whole:
        lost.add("recipients")
    out.append(segment("FTX", "AAI", "", "", words))
    if status := body.get("status"):
        out.append(_text("AAI", "", [f"status {status}"]))
    for fault in _first(body, "warnings", ANSWER_TEXTS - 2, lost):
        out.append(_fault_text(fault, profile, fault.get("code") or "", "warnings", lost))
    if layer == 2:
        out += _indicated("ACCEPTED", profile)
    out += _references(body, profile, _quoted(body))
    return out, losses(body, _ACKNOWLEDGEMENT, lost)


def _indicated(state: str, profile: Profile) -> list[str]:
    code = profile.status_codes.get(state)
    return [f"{profile.indicator}+{code}'"] if code else []


def refusal(body: Body, profile: Profile) -> Answer:
    """Write BGM 963 with function 27 and ERP, ERC, FTX for every fault."""
    out = [_begin(_ERROR, body, _NOT_ACCEPTED)]
    out += _instant("9", body.get("issuedAt"), profile)
    out += _indicated("REJECTED", profile)
    out += _references(body, profile, _quoted(body))
    lost: set[str] = set()
    out += _errors(body, profile, lost)
    return out, losses(body, _REFUSAL, lost)


def status_change(body: Body, profile: Profile) -> Answer:
    """Write BGM 962; the state as GIS 7365 where it has a code and as FTX in every case."""
    state = body.get("status") or "UNMAPPED"
    out = [_begin(_DOCUMENT, body, _RESPONSE)]
    out += _moment("334", body.get("occurredAt"), profile)
    national = body.get("nationalCode") or ""
    lost: set[str] = set()
    words, whole = laid_out(body.get("nationalText") or "", profile.text_width, 4)
    if not whole:
        lost.add("nationalText")
    text = f"{escape(national)}:{words}" if words else escape(national)
    out.append(segment("FTX", profile.status_text, "", escape(state), text))
    reasons = _first(body, "reasonCodes", _REASONS, lost)
    out += [f"FTX+ACD++{escape(code[:17])}'" for code in reasons]
    for record in _first(body, "statements", ANSWER_TEXTS - 1 - len(reasons), lost):
        out.append(_statement(record, profile, lost))
    if code := profile.status_codes.get(state):
        out.append(f"{profile.indicator}+{code}'")
    out += _references(body, profile, body.get("answersMessageId") or "")
    out += _errors(body, profile, lost)
    return out, losses(body, _STATUS, lost)


def _first(body: Body, name: str, most: int, lost: set[str]) -> list[Any]:
    records = list(body.get(name) or ())
    if len(records) > most:
        lost.add(f"{name}/{most}")
    return records[:most]


def _statement(record: dict[str, Any], profile: Profile, lost: set[str]) -> str:
    subject, code = record.get("statementTypeCode") or "AAI", record.get("statementCode") or ""
    if len(subject) > CODE:
        lost.add("statements/statementTypeCode")
        subject = "AAI"
    if len(code) > REFERENCE_CODE:
        lost.add("statements/statementCode")
        code = ""
    words, whole = laid_out(record.get("statementDescription") or "", profile.text_width, 5)
    if not whole:
        lost.add("statements/statementDescription")
    return segment("FTX", escape(subject), "", escape(code), words)


def match_result(body: Body, profile: Profile) -> Answer:
    """Write BGM 961 with the outcome, its evidence and every discrepancy as FTX."""
    outcome = body.get("outcome") or ""
    score = f"{body.get('tier') or ''} {body.get('score') or ''}".strip()
    partner = body.get("counterpartCountry") or ""
    out = [_begin(_GENERAL, body, _RESPONSE)]
    out += _instant("9", body.get("decidedAt"), profile)
    first = len(out)
    lost: set[str] = set()
    words, whole = laid_out(body.get("explanation") or "", profile.text_width, 3)
    if not whole:
        lost.add("explanation")
    told = composite(words, escape(score), escape(partner))
    out.append(segment("FTX", profile.status_text, "", escape(outcome), told))
    evidence = _first(body, "evidence", 2 * _PIECES, lost)
    for place in range(0, len(evidence), _PIECES):
        out.append(_text("AAI", "", evidence[place : place + _PIECES], profile, lost, "evidence"))
    room = ANSWER_TEXTS - (len(out) - first)
    for found in _first(body, "discrepancies", room, lost):
        values = [found.get(name) or "" for name in ("band", "own", "counterpart")]
        code = found.get("code") or ""
        out.append(_text("AAI", code, values, profile, lost, "discrepancies"))
    out += _references(body, profile, "")
    if counterpart := body.get("counterpartDeclarationId"):
        out.append(f"RFF+ACE:{escape(counterpart[:IDENTIFIER])}'")
    return out, losses(body, _MATCH, lost)


def _begin(document: str, body: Body, function: str) -> str:
    reference = body.get("responseId") or body.get("functionalReferenceId")
    version = str(body["version"]) if body.get("version") else ""
    named = composite(escape((reference or body.get("declarationId") or "")[:IDENTIFIER]), version)
    return segment("BGM", document, named, function)


def _quoted(body: Body) -> str:
    references = body.get("references") or {}
    return references.get("UNB.0020") or body.get("senderMessageId") or ""


def _references(body: Body, profile: Profile, previous: str) -> list[str]:
    out = []
    if number := body.get("declarationId"):
        out.append(f"RFF+{min(profile.declaration_numbers)}:{escape(number[:IDENTIFIER])}'")
    if reference := body.get("functionalReferenceId"):
        out.append(f"RFF+ABO:{escape(reference[:IDENTIFIER])}'")
    if previous:
        out.append(f"RFF+ACW:{escape(previous[:IDENTIFIER])}'")
    return out


def _instant(code: str, when: datetime | None, profile: Profile) -> list[str]:
    return [dated(code, Moment(utc=when), profile.zone)] if when else []


def _moment(code: str, moment: Moment | None, profile: Profile) -> list[str]:
    return [dated(code, moment, profile.zone)] if moment else []


def _text(
    subject: str,
    code: str,
    texts: list[str],
    profile: Profile | None = None,
    lost: set[str] | None = None,
    path: str = "",
) -> str:
    width = profile.text_width if profile else 70
    if lost is not None and any(len(text) > width for text in texts):
        lost.add(path)
    words = composite(*(escape(text[:width]) for text in texts))
    return segment("FTX", escape(subject), "", escape(code[:REFERENCE_CODE]), words)


def _fault_text(
    fault: dict[str, Any], profile: Profile, code: str, path: str, lost: set[str]
) -> str:
    """Write text in up to three components, then pointer and original value, one each."""
    width = profile.text_width
    pieces, rest = wrap(fault.get("text") or "", width, _PIECES - 2)
    if rest:
        lost.add(f"{path}/text")
    for name in ("pointer", "original"):
        value = fault.get(name) or ""
        if len(value) > width:
            lost.add(f"{path}/{name}")
        pieces.append(value[:width])
    words = composite(*map(escape, pieces))
    return segment("FTX", "AAO", "", escape(code[:REFERENCE_CODE]), words)


def _errors(body: Body, profile: Profile, lost: set[str]) -> list[str]:
    out = []
    for fault in _first(body, "faults", profile.answer_errors, lost):
        pointer = fault.get("pointer") or ""
        number = position(pointer)[0]
        out.append(segment("ERP", "", composite(tag(pointer), str(number) if number else "")))
        out.append(f"ERC+{escape(fault.get('code') or '14')}'")
        out.append(_fault_text(fault, profile, "", "faults", lost))
    return out
