"""Output messages: result codes, declaration number, channel and text as a change of status."""

from __future__ import annotations

from hub.connector.formats.naccs.findings import Findings
from hub.connector.formats.naccs.profile import Profile
from hub.domain import moments
from hub.domain.declaration import Body, Moment
from hub.domain.faults import CODE_LIST, MAX_FAULTS, MISSING, RULE
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

COMPLETE = "00000"
RESULT = 15
"""Length of a result code `nnnnn-nnnn-nnnn`: code, item, occurrence."""
MAX_RESULTS = 5
"""Result codes in the first item of an output message."""


def references(fields: dict[str, str]) -> dict[str, str]:
    """Return the header's fields an answer quotes."""
    names = ("job", "input", "index", "user")
    return {f"header.{name}": fields[name] for name in names if name in fields}


def occurred(fields: dict[str, str], profile: Profile) -> Moment | None:
    """Return the server's time, None where the header has none."""
    return moments.compact(fields.get("time", ""), profile.zone)


def read(fields: dict[str, str], lines: list[str], profile: Profile) -> Reading:
    """Read an output message: result codes, declaration number, channel, text, further texts."""
    result, number, channel, text = (*(line.strip() for line in lines[:4]), "", "", "", "")[:4]
    results = [result[at : at + RESULT].strip() for at in range(0, len(result), RESULT)] or [""]
    findings = Findings(lines, profile.charset)
    for code in results:
        if not _is_result(code):
            findings.add(RULE, 0, "result code", "nnnnn-nnnn-nnnn", code)
    if not number:
        findings.add(MISSING, 1, "declaration number", "", "")
    if _state(channel, profile) == "UNMAPPED":
        findings.add(CODE_LIST, 2, "channel", "has no canonical state", channel)
    if any(fault.code != CODE_LIST for fault in findings.faults):
        told = references(fields)
        return Reading(refusals=(RefusedPart(tuple(findings.faults), number, references=told),))
    body = _status(fields, results, number, channel, profile)
    body["nationalText"] = text
    body["statements"] = [
        {"statementDescription": line.strip()} for line in lines[4 : 4 + MAX_FAULTS] if line.strip()
    ]
    for fault in body["faults"]:
        fault["text"] = text
    message = Message("StatusChange", {name: value for name, value in body.items() if value})
    return Reading((message,), (), tuple(findings.faults))


def _is_result(code: str) -> bool:
    return [len(part) for part in code.split("-")] == [5, 4, 4]


def _status(
    fields: dict[str, str], results: list[str], number: str, channel: str, profile: Profile
) -> Body:
    failed = [code for code in results if not code.startswith(COMPLETE)]
    return {
        "declarationKey": declaration_key(profile.country, number, ""),
        "country": profile.country,
        "declarationId": number,
        "status": "REJECTED" if failed else _state(channel, profile),
        "nationalCode": channel or fields["output"],
        "reasonCodes": failed,
        "responseId": fields.get("index", ""),
        "references": references(fields),
        "nationalData": {"output": fields["output"]},
        "occurredAt": occurred(fields, profile),
        "faults": [_fault(code) for code in failed],
    }


def _fault(code: str) -> dict[str, str]:
    number, item, occurrence = code.split("-")
    return {"code": RULE, "pointer": f"item {item}/{occurrence}", "text": "", "original": number}


def _state(channel: str, profile: Profile) -> str:
    if not channel:
        return "ACCEPTED"
    return profile.channels.get(channel, "UNMAPPED")
