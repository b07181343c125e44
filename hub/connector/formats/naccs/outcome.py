"""Output messages: result codes, declaration number, channel and text as a change of status."""

from __future__ import annotations

from hub.connector.formats.naccs.profile import Profile
from hub.domain import moments
from hub.domain.declaration import Body, Moment
from hub.domain.faults import CODE_LIST, MAX_FAULTS, MISSING, RULE, Fault
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
    faults = [
        *(
            Fault(RULE, "line 2, result code, offset 400", "nnnnn-nnnn-nnnn", code)
            for code in results
            if not _is_result(code)
        ),
        *(() if number else (Fault(MISSING, "line 3, declaration number"),)),
    ]
    if faults:
        return Reading(
            refusals=(
                RefusedPart(tuple(faults[:MAX_FAULTS]), number, references=references(fields)),
            )
        )
    body = _status(fields, results, number, channel, profile)
    body["nationalText"] = text
    told = [line.strip() for line in lines[4 : 4 + MAX_FAULTS] if line.strip()]
    body["statements"] = [{"statementDescription": line} for line in told]
    for fault in body.get("faults", ()):
        fault["text"] = text
    warnings: tuple[Fault, ...] = ()
    if body["status"] == "UNMAPPED":
        warnings = (Fault(CODE_LIST, "line 4, channel", "unknown channel", channel),)
    return Reading((Message("StatusChange", {k: v for k, v in body.items() if v}),), (), warnings)


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
