"""CUSRES read: what a customs system says about a declaration, as a status.

After UN/EDIFACT D.96B and D.99B. Status per goods item has no segment of its own in CUSRES; tax
groups (TAX, MOA) are kept as national data.
"""

from __future__ import annotations

from collections.abc import Iterable

from hub.connector.formats.edifact import texts
from hub.connector.formats.edifact.segments import joined
from hub.connector.formats.edifact.tokens import MAX_TEXT, Segment, at
from hub.connector.formats.edifact.walk import Handler, Walk, fault, note, nothing, put, run, warn
from hub.domain import moments
from hub.domain.catalogue import STATES
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MEANING, MISSING, RULE
from hub.domain.identifiers import declaration_key

_STATES = frozenset(STATES)
_FUNCTIONS = {
    "27": "REJECTED",
    "28": "ACCEPTED",
    "29": "ACCEPTED",
    "30": "ACCEPTED",
    "34": "ACCEPTED",
    "44": "ACCEPTED",
}
_DATE_RANK = {
    code: rank for rank, code in enumerate(("334", "9", "204", "58", "148", "7", "137", "182"))
}


def read(walk: Walk, message: Iterable[Segment]) -> Body:
    """Fill `walk.body` from a CUSRES, UNH to UNT; what refuses it stands in `walk.faults`."""
    walk.table, walk.section = TABLE, ""
    run(walk, message)
    body, own = walk.body, walk.profile.country
    walk.position = 2
    _decide(walk)
    identifier = body.get("declarationId", "")
    if walk.profile.reference_is_response and body.get("responseId"):
        body.setdefault("functionalReferenceId", body["responseId"])
    reference = body.get("functionalReferenceId", "")
    if not identifier and not reference:
        reference = body.get("responseId", "")
        put(body, functionalReferenceId=reference)
        if not reference:
            fault(walk, MISSING, [["RFF"]], "", "no declaration number or reference", "")
        else:
            warn(walk, MISSING, [["RFF"]], "", "no RFF+ABT or ABO; BGM 1004 taken", reference)
    body["country"] = own
    body["declarationKey"] = declaration_key(own, identifier, reference)
    return body


def _decide(walk: Walk) -> None:
    body = walk.body
    function = body.pop("_function", "")
    document = body.pop("_document", "")
    body.pop("_dateRank", None)
    if "status" not in body:
        status = _FUNCTIONS.get(function, "")
        if not status and body.get("faults"):
            status = "REJECTED"
        if not status and document == "932":
            status = "RELEASED"
        body["status"] = status or "UNMAPPED"
        if not status:
            code = CODE_LIST if function else MISSING
            warn(walk, code, [["BGM"]], "+3", "no status the hub knows", function)
    if "nationalCode" not in body:
        put(body, nationalCode=function)


def _begin(walk: Walk, segment: Segment) -> None:
    put(
        walk.body,
        _document=at(segment, 1),
        _function=at(segment, 3),
        responseId=at(segment, 2),
    )
    version = at(segment, 2, 1) or at(segment, 2, 2)
    if version.isdecimal() and len(version) <= 9 and int(version):
        walk.body["version"] = int(version)


def _date(walk: Walk, segment: Segment) -> None:
    if walk.document is not None:
        note(walk, segment, f"RFF[{walk.document['code']}]/")
        return
    rank = _DATE_RANK.get(at(segment, 1))
    found = moments.compact(at(segment, 1, 1), walk.profile.zone) if rank is not None else None
    if rank is None or found is None or rank >= walk.body.get("_dateRank", 99):
        note(walk, segment)
        return
    walk.body["_dateRank"], walk.body["occurredAt"] = rank, found


def _indicator(walk: Walk, segment: Segment) -> None:
    code, listed, agency = at(segment, 1), at(segment, 1, 1), at(segment, 1, 2)
    if "nationalCode" in walk.body:
        note(walk, segment)
        return
    put(walk.body, nationalCode=code)
    statuses = walk.profile.statuses
    status = statuses.get(f"{code}:{listed}:{agency}") or ("" if agency else statuses.get(code))
    if "status" in walk.body:
        return
    walk.body["status"] = status or "UNMAPPED"
    if agency:
        note(walk, segment)
    if not status:
        warn(walk, CODE_LIST, segment, "+1", "status code not known; read as UNMAPPED", code)


def _reference(walk: Walk, segment: Segment) -> None:
    code, value = at(segment, 1), at(segment, 1, 1)
    # DTM after RFF is the date of that reference, not of the answer (SG3).
    walk.document = {"code": code}
    name = _REFERENCES.get(code, "")
    if code in walk.profile.declaration_numbers:
        name = "declarationId"
    if name and value and name not in walk.body:
        walk.body[name] = value
    else:
        note(walk, segment)


_REFERENCES = {"ABO": "functionalReferenceId", "ACW": "answersMessageId"}


def _text(walk: Walk, segment: Segment) -> None:
    text, code = joined(segment, 4, walk.profile.text_width), at(segment, 3)
    if walk.error is not None:
        before = walk.error.get("text", "")
        if len(before) <= MAX_TEXT:
            walk.error["text"] = f"{before} {text}" if before else text
    elif at(segment, 1) == walk.profile.status_text and code in _STATES:
        _stated_status(walk, segment, code)
    elif code and not text and at(segment, 1) == "ACD":
        walk.body.setdefault("reasonCodes", []).append(code)
    elif text and "nationalText" not in walk.body and not code:
        walk.body["nationalText"] = text
    else:
        found: dict[str, str] = {}
        put(
            found,
            statementCode=code,
            statementDescription=text,
            statementTypeCode=at(segment, 1),
        )
        walk.body.setdefault("statements", []).append(found)


def _stated_status(walk: Walk, segment: Segment, code: str) -> None:
    # As the hub writes it: the national code is the first component, the text what follows.
    parts = segment[4] if len(segment) > 4 else [""]
    text = texts.joined(parts[1:], walk.profile.text_width)
    put(walk.body, status=code, nationalCode=parts[0], nationalText=text)


def _error_point(walk: Walk, segment: Segment) -> None:
    # C853 is the second composite in both directories: segment tag, sequence number.
    tag, sequence = at(segment, 2), at(segment, 2, 1)
    section = ":".join(segment[1]) if len(segment) > 1 else ""
    stated = (tag, f"sequence {sequence}" if sequence else "", section)
    walk.error = None
    walk.error_point = ", ".join(part for part in stated if part)


def _error(walk: Walk, segment: Segment) -> None:
    code, agency = at(segment, 1), at(segment, 1, 2)
    ours = not agency and code in MEANING
    found = {"code": code if ours else RULE, "pointer": walk.error_point}
    if not ours:
        found["original"] = code
        walk.body.setdefault("reasonCodes", []).append(code)
    walk.error = found
    if len(walk.body.setdefault("faults", [])) < 100:
        walk.body["faults"].append(found)


def _group(walk: Walk, segment: Segment) -> None:
    walk.error = None
    note(walk, segment)


TABLE: dict[str, Handler] = {
    "UNH": nothing,
    "BGM": _begin,
    "DTM": _date,
    "FTX": _text,
    "GIS": _indicator,
    "GEI": _indicator,
    "RFF": _reference,
    "ERP": _error_point,
    "ERC": _error,
    "TAX": _group,
    "DOC": _group,
    "CST": _group,
    "UNT": nothing,
}
