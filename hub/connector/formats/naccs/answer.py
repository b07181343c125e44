"""Answers written as output messages: result codes, declaration number, channel, texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hub.connector.formats import telling
from hub.connector.formats.naccs import header
from hub.connector.formats.naccs.outcome import MAX_RESULTS, RESULT
from hub.connector.formats.naccs.profile import Profile
from hub.connector.formats.naccs.sheet import encoded
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.faults import MAX_FAULTS
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

MAX_TEXT = 420
_OUTPUTS = {
    "Acknowledgement": "*A",
    "Receipt": "*A",
    "Refusal": "*C",
    "StatusChange": "*S",
    "MatchResult": "*S",
}
_COMPLETE = "00000-0000-0000"


def content_type(profile: Profile) -> str:
    """Return the content type with the character set's public name."""
    return f"text/plain; charset={profile.label}"


def clock(envelope: Envelope, profile: Profile) -> str:
    """Return when the message was prepared, in the country's zone."""
    return envelope.prepared_at.astimezone(moments.zone(profile.zone)).strftime("%Y%m%d%H%M%S")


def write(message: Message, envelope: Envelope, profile: Profile) -> Written:
    """Write an output message. Raises `Parked` for kinds without one."""
    output = _OUTPUTS.get(message.kind)
    if output is None:
        raise Parked(f"{profile.system} has no form for {message.kind}")
    body = message.body
    quoted: Mapping[str, str] = body.get("references") or {}
    job = quoted.get("header.job", "")
    channel, text, told, lost = _told(message, envelope, profile)
    results = _results(body) if message.kind == "Refusal" else _COMPLETE
    number = body.get("declarationId") or body.get("functionalReferenceId", "")
    rows = [(results, RESULT * MAX_RESULTS), (number, 35), (channel, 1)]
    rows += [(line, MAX_TEXT) for line in (text, *told)]
    fields = {
        "job": job,
        "output": f"{output}{job}",
        "time": clock(envelope, profile),
        "index": envelope.message_id,
        "input": quoted.get("header.input", ""),
        "user": quoted.get("header.user", ""),
    }
    lines, whole = _lines(rows, profile.charset)
    if not whole:
        lost.add("faults/text" if body.get("faults") else "statements")
    raw = header.write(fields, b"".join(lines))
    return Written(raw, content_type(profile), tuple(sorted(lost)))


def _lines(rows: Sequence[tuple[str, int]], charset: str) -> tuple[list[bytes], bool]:
    """Return the rows at their lengths, and whether all of them are whole."""
    found, whole = list[bytes](), True
    for text, length in rows:
        data, exact = encoded(text, charset)
        cut = header.clipped(data, length, charset)
        whole = whole and exact and cut == data
        found.append(cut.ljust(length) + header.LINE_END)
    return found, whole


def _results(body: Body) -> str:
    """Return a result code a fault, as many as there is room for: `S`, its number, its line."""
    faults: Sequence[Body] = body.get("faults") or ({},)
    return "".join(
        f"S{_digits(fault.get('code') or '')}-{_line_of(fault.get('pointer') or '')}-0000"
        for fault in faults[:MAX_RESULTS]
    )


def _digits(code: str) -> str:
    return "".join(c for c in code if c.isdigit()).zfill(4)[-4:]


def _line_of(pointer: str) -> str:
    """Return the number of the item a pointer names: `line 2` is the first after the header."""
    word = pointer.removeprefix("line ").partition(",")[0]
    return f"{int(word):04}"[-4:] if word.isascii() and word.isdigit() else "0000"


def _faults(body: Body, charset: str, lost: set[str]) -> list[str]:
    found = []
    for field in ("faults", "warnings"):
        for fault in (body.get(field) or ())[:MAX_FAULTS]:
            line, cut = telling.told(fault, MAX_TEXT, charset=charset)
            lost.update(f"{field}/{name}" for name in cut)
            found.append(line)
    return found


def _told(
    message: Message, envelope: Envelope, profile: Profile
) -> tuple[str, str, list[str], set[str]]:
    """Return channel, text, further lines and losses of an answer."""
    body, kind = message.body, message.kind
    if kind == "StatusChange":
        channels = {state: code for code, state in profile.channels.items()}
        state = body.get("status") or ""
        text = f"{envelope.sender} {state} {body.get('nationalText') or ''}".strip(" ")
        lost = {name for name in ("items", "occurredAt") if body.get(name)}
        told = _faults(body, profile.charset, lost)
        lines = [*(body.get("reasonCodes") or ()), *_statements(body), *told]
        return channels.get(state, ""), text, lines, lost
    if kind == "MatchResult":
        text = f"{body.get('outcome') or ''} {body.get('explanation') or ''}".strip(" ")
        return "", text, [], {n for n in ("discrepancies", "score") if body.get(n)}
    if kind == "Receipt":
        return "", f"RECEIVED sha256 {body.get('sha256') or ''}", [], set()
    lost = set()
    told = _faults(body, profile.charset, lost)
    if kind == "Refusal":
        return "", "REFUSED", told, lost
    text = f"{body.get('outcome') or ''} {' '.join(body.get('recipients') or ())}".strip(" ")
    return "", text, told, lost


def _statements(body: Body) -> list[str]:
    return [s.get("statementDescription") or "" for s in body.get("statements") or ()]
