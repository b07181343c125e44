"""Writing NACCS-style messages: declarations in a job's layout, everything else as an output
message with result code, declaration number, channel and text, the nearest documented form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hub.connector.formats.naccs import header
from hub.connector.formats.naccs.profile import Item, Job, Profile
from hub.connector.formats.naccs.read import _GOODS, _HEADER, _PARTIES, _PARTY, CANCEL
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

CONTENT_TYPE = "text/plain; charset=utf-8"
MAX_TEXT = 420

_CARRIED = frozenset(
    {"declarationKey", "country", "side", "functionCode", "version", "references", "transport"}
    | {"exportCountry", "destinationCountry", "documents", "parties", "arrivalDateTime"}
    | {"issueDateTime", "totalGrossMassUnit", "goodsItems"}
    | set(_HEADER.values())
)
_GOODS_CARRIED = frozenset({"sequenceNumeric", "netMassUnit", *_GOODS.values()})
_OUTPUTS = {
    "Acknowledgement": "*A",
    "Receipt": "*A",
    "Refusal": "*C",
    "StatusChange": "*S",
    "MatchResult": "*S",
}


def write(message: Message, envelope: Envelope, profile: Profile) -> Written:
    """Write a declaration job or an output message. Raises `Parked` for other kinds."""
    if message.kind == "Declaration":
        return _declaration(message.body, envelope, profile)
    output = _OUTPUTS.get(message.kind)
    if output is None:
        raise Parked(f"{profile.system} has no form for {message.kind}")
    return _answer(message, output, envelope, profile)


def _declaration(body: Body, envelope: Envelope, profile: Profile) -> Written:
    job = _job(body, profile)
    values = _header_values(body, profile)
    lines = [_line(item, values.get(item.name, "")) for item in job.header]
    lost = _losses(body, {item.name for item in job.header})
    for goods in body.get("goodsItems") or ():
        stated = {name: str(goods.get(field) or "") for name, field in _GOODS.items()}
        lines += [_line(item, stated.get(item.name, "")) for item in job.goods]
    fields = {
        "job": job.code,
        "time": _clock(envelope, profile),
        "user": envelope.sender[:8],
        "index": envelope.message_id,
    }
    if body.get("functionCode") == "1":
        fields["input"] = CANCEL
    return Written(header.write(fields, b"".join(lines)), CONTENT_TYPE, lost)


def _job(body: Body, profile: Profile) -> Job:
    side = body.get("side") or "IMPORT"
    function = "9" if body.get("functionCode", "9") in ("9", "1") else "5"
    for job in profile.jobs.values():
        if job.side == side and job.function == function:
            return job
    raise Parked(f"{profile.system} has no job for {side} {function}")


def _header_values(body: Body, profile: Profile) -> dict[str, str]:
    values = {name: str(body.get(field) or "") for name, field in _HEADER.items()}
    for party in body.get("parties") or ():
        prefix = next((p for p, role in _PARTIES.items() if role == party["role"]), "")
        if prefix:
            values |= {f"{prefix}{c}": party.get(field, "") for c, field in _PARTY.items()}
    papers = [d.get("id", "") for d in body.get("documents") or () if d.get("typeCode") == "705"]
    values |= {f"BL{n}": paper for n, paper in enumerate(papers, 1)}
    modes = {mode: code for code, mode in reversed(list(profile.transport.items()))}
    for means in (body.get("transport") or ())[:1]:
        values["MTC"] = means.get("nationalModeCode") or modes.get(means.get("modeCode", ""), "")
        values["VSC"], values["VSN"] = means.get("id", ""), means.get("name", "")
    values["ARR"] = moments.written(body.get("arrivalDateTime"), profile.zone, "%Y%m%d")
    values["IVD"] = moments.written(body.get("issueDateTime"), profile.zone, "%Y%m%d")
    values["GWT"] = body.get("totalGrossMassUnit", "")
    return values


def _line(item: Item, value: str) -> bytes:
    data = header.clipped(" ".join(value.split()).encode(), item.length)
    return data.ljust(item.length) + header.LINE_END


def _losses(body: Body, items: set[str]) -> tuple[str, ...]:
    lost = {name for name, value in body.items() if value and name not in _CARRIED}
    for goods in body.get("goodsItems") or ():
        lost |= {f"goodsItems/{n}" for n, v in goods.items() if v and n not in _GOODS_CARRIED}
    lost |= {
        f"parties/{party['role']}"
        for party in body.get("parties") or ()
        if party["role"] not in _PARTIES.values()
    }
    papers = body.get("documents") or ()
    lost |= {f"documents/{d.get('typeCode', '')}" for d in papers if d.get("typeCode") != "705"}
    return tuple(sorted(lost))


def _clock(envelope: Envelope, profile: Profile) -> str:
    return envelope.prepared_at.astimezone(moments.zone(profile.zone)).strftime("%Y%m%d%H%M%S")


def _answer(message: Message, output: str, envelope: Envelope, profile: Profile) -> Written:
    body = message.body
    quoted: Mapping[str, str] = body.get("references") or {}
    job = quoted.get("header.job", "")
    channel, text, lost = _told(message, envelope, profile)
    result = "00000-0000-0000"
    if message.kind == "Refusal":
        result = f"S{_digits(body)}-0000-0000"
    number = body.get("declarationId") or body.get("functionalReferenceId", "")
    lines = [
        _line(Item("result", 15, "A"), result),
        _line(Item("ICN", 35, "A"), number),
        _line(Item("channel", 1, "A"), channel),
        _line(Item("text", MAX_TEXT, "W"), text),
    ]
    lines += [_line(Item("text", MAX_TEXT, "W"), fault) for fault in _faults(body)]
    fields = {
        "job": job,
        "output": f"{output}{job}",
        "time": _clock(envelope, profile),
        "index": envelope.message_id,
        "input": quoted.get("header.input", ""),
        "user": quoted.get("header.user", ""),
    }
    return Written(header.write(fields, b"".join(lines)), CONTENT_TYPE, lost)


def _digits(body: Body) -> str:
    faults: Sequence[Body] = body.get("faults") or ()
    code = faults[0].get("code", "") if faults else ""
    return "".join(c for c in code if c.isdigit()).zfill(4)[-4:]


def _faults(body: Body) -> list[str]:
    found = [*(body.get("faults") or ()), *(body.get("warnings") or ())]
    return [
        f"{f.get('code', '')} {f.get('pointer', '')} {f.get('text', '')} {f.get('original', '')}"
        for f in found[:100]
    ]


def _told(
    message: Message, envelope: Envelope, profile: Profile
) -> tuple[str, str, tuple[str, ...]]:
    body, kind = message.body, message.kind
    if kind == "StatusChange":
        channels = {state: code for code, state in profile.channels.items()}
        state = body.get("status", "")
        text = f"{envelope.sender} {state} {body.get('nationalText', '')}"
        lost = tuple(n for n in ("items", "reasonCodes", "statements", "occurredAt") if body.get(n))
        return channels.get(state, ""), text, lost
    if kind == "MatchResult":
        text = f"{body.get('outcome', '')} {body.get('explanation', '')}"
        return "", text, tuple(n for n in ("discrepancies", "score") if body.get(n))
    if kind == "Receipt":
        return "", f"RECEIVED sha256 {body.get('sha256', '')}", ()
    if kind == "Refusal":
        return "", "REFUSED", ()
    return "", f"{body.get('outcome', '')} {' '.join(body.get('recipients') or ())}", ()
