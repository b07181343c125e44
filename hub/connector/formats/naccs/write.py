"""Writing NACCS-style messages: declarations in a job's layout, everything else as an output
message with result code, declaration number, channel and text, the nearest documented form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hub.connector.formats.naccs import header
from hub.connector.formats.naccs.items import CANCEL, GOODS, HEADER, PARTIES, PARTY
from hub.connector.formats.naccs.profile import Form, Job, Profile
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

CONTENT_TYPE = "text/plain; charset=utf-8"
MAX_TEXT = 420

_CARRIED = frozenset(
    {"declarationKey", "country", "side", "functionCode", "references", "transport"}
    | {"exportCountry", "destinationCountry", "documents", "parties", "arrivalDateTime"}
    | {"issueDateTime", "totalGrossMassUnit", "goodsItems"}
    | set(HEADER.values())
)
_GOODS_CARRIED = frozenset({"sequenceNumeric", "netMassUnit", *GOODS.values()})
_PARTY_CARRIED = frozenset({"role", *PARTY.values()})
_MEANS_CARRIED = frozenset({"stage", "modeCode", "nationalModeCode", "id", "name"})
_PREFIXES = {role: prefix for prefix, role in PARTIES.items()}
_BILL = "705"
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
    lost = {name for name in body.keys() - _CARRIED if body[name]}
    if (body.get("version") or 1) == 1:
        lost.discard("version")
    values = _header_values(body, profile, lost)
    lines = _filled(job.header_form, values, HEADER, "", lost)
    for goods in body.get("goodsItems") or ():
        lines += _filled(job.goods_form, _goods_values(goods, lost), GOODS, "goodsItems/", lost)
    fields = {
        "job": job.code,
        "time": _clock(envelope, profile),
        "user": envelope.sender[:8],
        "index": envelope.message_id,
    }
    if body.get("functionCode") == "1":
        fields["input"] = CANCEL
    return Written(header.write(fields, b"".join(lines)), CONTENT_TYPE, tuple(sorted(lost)))


def _filled(
    form: Form, values: Mapping[str, str], names: Mapping[str, str], path: str, lost: set[str]
) -> list[bytes]:
    """Return the lines of a form; a value without an item, or cut to its length, is lost."""
    lines = list(form.blank)
    for name, value in values.items():
        if not value:
            continue
        place = form.places.get(name)
        if place is None:
            lost.add(path + names.get(name, name))
            continue
        data = _plain(value)
        if len(data) > place[1]:
            lost.add(path + names.get(name, name))
            data = header.clipped(data, place[1])
        lines[place[0]] = data.ljust(place[1]) + header.LINE_END
    return lines


def _plain(value: str) -> bytes:
    """Return text on one line, without runs of white space."""
    return (value if value.isalnum() else " ".join(value.split())).encode("utf-8", "replace")


def _job(body: Body, profile: Profile) -> Job:
    side = body.get("side") or "IMPORT"
    function = "9" if body.get("functionCode", "9") in ("9", "1") else "5"
    for job in profile.jobs.values():
        if job.side == side and job.function == function:
            return job
    raise Parked(f"{profile.system} has no job for {side} {function}")


def _header_values(body: Body, profile: Profile, lost: set[str]) -> dict[str, str]:
    values = {name: str(body.get(field) or "") for name, field in HEADER.items()}
    values["ARR"] = moments.written(body.get("arrivalDateTime"), profile.zone, "%Y%m%d")
    values["IVD"] = moments.written(body.get("issueDateTime"), profile.zone, "%Y%m%d")
    values["GWT"] = body.get("totalGrossMassUnit") or ""
    _party_values(body, values, lost)
    _paper_values(body, values, lost)
    _means_values(body, values, profile, lost)
    return values


def _party_values(body: Body, values: dict[str, str], lost: set[str]) -> None:
    for party in body.get("parties") or ():
        prefix = _PREFIXES.get(party["role"])
        if prefix is None or f"{prefix}N" in values:
            lost.add(f"parties/{party['role']}")
            continue
        values |= {f"{prefix}{c}": party.get(field) or "" for c, field in PARTY.items()}
        lost |= {f"parties/{n}" for n in party.keys() - _PARTY_CARRIED if party[n]}


def _paper_values(body: Body, values: dict[str, str], lost: set[str]) -> None:
    bills = 0
    for paper in body.get("documents") or ():
        if paper.get("typeCode") == _BILL:
            bills += 1
            values[f"BL{bills}"] = paper.get("id") or ""
        else:
            lost.add(f"documents/{paper.get('typeCode', '')}")


def _means_values(body: Body, values: dict[str, str], profile: Profile, lost: set[str]) -> None:
    records = body.get("transport") or []
    means = next((m for m in records if m.get("stage") == "BORDER"), records[0] if records else {})
    if len(records) > 1:
        lost.add("transport/1")
    # A national code is the sender's own: only this country's fits the item.
    stated = means.get("nationalModeCode") if body.get("country") == profile.country else ""
    values["MTC"] = stated or _modes(profile).get(means.get("modeCode") or "", "")
    values["VSC"], values["VSN"] = means.get("id") or "", means.get("name") or ""
    lost |= {f"transport/{name}" for name in means.keys() - _MEANS_CARRIED if means[name]}
    if means.get("modeCode") and not values["MTC"]:
        lost.add("transport/modeCode")


def _modes(profile: Profile) -> dict[str, str]:
    """Return UN Rec 19 to the national code; of several codes the first."""
    return {mode: code for code, mode in reversed(list(profile.transport.items()))}


def _goods_values(goods: Body, lost: set[str]) -> dict[str, str]:
    lost |= {f"goodsItems/{n}" for n in goods.keys() - _GOODS_CARRIED if goods[n]}
    values = {name: goods.get(field) or "" for name, field in GOODS.items()}
    if values["NET"] and (goods.get("netMassUnit") or "KGM") != "KGM":
        # The item has no unit of its own: another one would be read as kilograms.
        values["NET"] = ""
        lost.add("goodsItems/netMass")
    return values


def _line(length: int, value: str) -> bytes:
    return header.clipped(_plain(value), length).ljust(length) + header.LINE_END


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
        _line(15, result),
        _line(35, number),
        _line(1, channel),
        _line(MAX_TEXT, text),
    ]
    lines += [_line(MAX_TEXT, fault) for fault in _faults(body)]
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
