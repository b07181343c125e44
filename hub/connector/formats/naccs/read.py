"""Reading NACCS-style messages: line by line against the layout of the job."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hub.connector.formats.naccs import header
from hub.connector.formats.naccs.items import CANCEL, GOODS, HEADER, PARTIES, PARTY
from hub.connector.formats.naccs.profile import Item, Job, Profile
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.faults import (
    CHARSET,
    CODE_LIST,
    MAX_FAULTS,
    MISSING,
    PLAUSIBILITY,
    RULE,
    TOO_LARGE,
    TRUNCATED,
    UNKNOWN_KIND,
    UNPARSEABLE,
    Fault,
)
from hub.domain.identifiers import declaration_key
from hub.domain.numbers import decimal
from hub.domain.reading import Message, Reading, RefusedPart

MAX_LINES = 5_000
COMPLETE = "00000"
_NUMBERS = frozenset("IF")


def read(raw: bytes, profile: Profile) -> Reading:
    """Read one message: a declaration job, or an output message that answers one."""
    if len(raw) > profile.max_bytes:
        return _refused(Fault(TOO_LARGE, "offset 0", f"more than {profile.max_bytes} bytes"))
    if len(raw) < header.LENGTH:
        return _refused(Fault(TRUNCATED, f"offset {len(raw)}", "the header has 400 bytes"))
    if raw[header.LENGTH - 2 : header.LENGTH] != header.LINE_END:
        return _refused(Fault(UNPARSEABLE, "offset 398", "the header ends with CR LF"))
    fields = header.read(raw)
    stated = fields.get("length", "")
    if stated.isascii() and stated.isdigit() and int(stated) > len(raw):
        text = f"the header states {int(stated)} bytes, {len(raw)} came"
        return _refused(Fault(TRUNCATED, "offset 392", text, stated))
    try:
        text = raw[header.LENGTH :].decode(profile.charset)
    except UnicodeDecodeError as error:
        at = header.LENGTH + error.start
        return _refused(Fault(CHARSET, f"offset {at}", f"is no {profile.charset}"))
    lines = text.split("\r\n")
    if len(lines) > MAX_LINES:
        return _refused(Fault(RULE, "line 1", f"more than {MAX_LINES} items"))
    if fields.get("output", "").startswith("*"):
        return _read_answer(fields, lines, profile)
    job = profile.jobs.get(fields.get("job", ""))
    if job is None:
        fault = Fault(UNKNOWN_KIND, "offset 3", "unknown job", fields.get("job", ""))
        return _refused(fault)
    return _read_declaration(fields, lines, job, profile)


def _refused(*faults: Fault, body: Body | None = None) -> Reading:
    known = body or {}
    return Reading(
        refusals=(RefusedPart(faults, known.get("declarationId", ""), "", known.get("refs", {})),)
    )


def _references(fields: dict[str, str]) -> dict[str, str]:
    names = ("job", "input", "index", "user")
    return {f"header.{name}": fields[name] for name in names if name in fields}


def _read_declaration(
    fields: dict[str, str], lines: list[str], job: Job, profile: Profile
) -> Reading:
    body: Body = {
        "country": profile.country,
        "side": job.side,
        "functionCode": "1" if fields.get("input") == CANCEL else job.function,
        "references": _references(fields),
    }
    warnings: list[Fault] = []
    national: dict[str, str] = {}
    head = _values(job.header, lines, 0, national, warnings)
    _place_header(head, body, national, profile, warnings)
    body["goodsItems"] = list(_goods_items(job, lines, body, profile, warnings))
    if not body["goodsItems"]:
        del body["goodsItems"]
    if not body.get("declarationId"):
        fault = Fault(MISSING, _pointer(job.header, "ICN"), "the declaration has no number")
        return _refused(fault, body={"refs": body["references"]})
    own = "destinationCountry" if job.side == "IMPORT" else "exportCountry"
    body[own] = profile.country
    body["declarationKey"] = declaration_key(profile.country, body["declarationId"], "")
    return Reading((Message("Declaration", body),), (), tuple(warnings[:MAX_FAULTS]))


def _pointer(items: Sequence[Item], name: str) -> str:
    at = header.LENGTH
    for line, item in enumerate(items, 2):
        if item.name == name:
            return f"line {line}, {name}, offset {at}"
        at += item.length + 2
    return name


def _values(
    items: Sequence[Item],
    lines: list[str],
    start: int,
    national: dict[str, str],
    warnings: list[Fault],
) -> list[tuple[str, str]]:
    """Pair item ids with their lines; a line longer than its item is told.

    A number that is none is told too and becomes national data: it may not pass for an amount.
    """
    found = []
    for place, (item, line) in enumerate(zip(items, lines[start:], strict=False), start):
        value = line.strip()
        if not value:
            continue
        _, length, attribute = item
        if len(line) > length or (not line.isascii() and len(line.encode()) > length):
            pointer = f"line {place + 2}, {item.name}"
            warnings.append(Fault(RULE, pointer, f"longer than {length} bytes", value))
        if attribute in _NUMBERS:
            number = decimal(value)
            if number is None:
                pointer = f"line {place + 2}, {item.name}"
                warnings.append(Fault(PLAUSIBILITY, pointer, "is no number", value))
                national[item.name] = value
                continue
            value = number
        found.append((item.name, value))
    return found


def _place_header(
    found: Iterable[tuple[str, str]],
    body: Body,
    national: dict[str, str],
    profile: Profile,
    warnings: list[Fault],
) -> None:
    parties: dict[str, Body] = {}
    transport: Body = {"stage": "BORDER"}
    for item, value in found:
        name = item.rstrip("_0123456789") if item[:2] == "BL" else item
        role = PARTIES.get(name[:2])
        if name in HEADER:
            body[HEADER[name]] = value
        elif role and name[2:] in PARTY:
            parties.setdefault(role, {"role": role})[PARTY[name[2:]]] = value
        elif name == "BL":
            body.setdefault("documents", []).append({"id": value, "typeCode": "705"})
        elif name in ("VSC", "VSN", "MTC"):
            _place_transport(name, value, transport, profile, warnings)
        elif name in ("ARR", "IVD"):
            _place_date(name, value, body, national, profile, warnings)
        else:
            national[item] = value
    if len(transport) > 1:
        body["transport"] = [transport]
    if parties:
        body["parties"] = list(parties.values())
    if national:
        body["nationalData"] = national
    _settle(body, parties, national)


def _place_transport(
    name: str, value: str, transport: Body, profile: Profile, warnings: list[Fault]
) -> None:
    if name != "MTC":
        transport["id" if name == "VSC" else "name"] = value
        return
    transport["nationalModeCode"] = value
    mode = profile.transport.get(value)
    if mode is None:
        warnings.append(Fault(CODE_LIST, name, "unknown means of transport", value))
    elif mode:
        transport["modeCode"] = mode


def _place_date(
    name: str,
    value: str,
    body: Body,
    national: dict[str, str],
    profile: Profile,
    warnings: list[Fault],
) -> None:
    moment = moments.compact(value, profile.zone)
    if moment:
        body["arrivalDateTime" if name == "ARR" else "issueDateTime"] = moment
    else:
        warnings.append(Fault(RULE, name, "is no date", value))
        national[name] = value


def _settle(body: Body, parties: dict[str, Body], national: dict[str, str]) -> None:
    """The other country is the other party's, or the port's."""
    if "totalGrossMass" in body:
        body["totalGrossMassUnit"] = national.get("GWT", "KGM")
    if body["side"] == "IMPORT":
        other = parties.get("Exporter", {}).get("country") or body.get("loadingPlace", "")[:2]
        field = "exportCountry"
    else:
        other = parties.get("Importer", {}).get("country") or body.get("unloadingPlace", "")[:2]
        field = "destinationCountry"
    if other:
        body[field] = other


def _goods_items(
    job: Job, lines: list[str], body: Body, profile: Profile, warnings: list[Fault]
) -> Iterable[Body]:
    start, size = len(job.header), len(job.goods)
    count = 0
    while size and start < len(lines):
        national: dict[str, str] = {}
        found = _values(job.goods, lines[: start + size], start, national, warnings)
        start += size
        if not found and not national:
            continue
        count += 1
        yield _goods_item(found, count, body, national, profile.currency)


def _goods_item(
    found: list[tuple[str, str]], sequence: int, body: Body, national: dict[str, str], currency: str
) -> Body:
    goods: Body = {"sequenceNumeric": sequence}
    for name, value in found:
        field = GOODS.get(name)
        if field:
            goods[field] = value
        else:
            national[name] = value
    if "netMass" in goods:
        goods["netMassUnit"] = "KGM"
    if "itemAmount" in goods and "itemCurrency" not in goods and body.get("invoiceCurrency"):
        goods["itemCurrency"] = body["invoiceCurrency"]
    if "customsValue" in goods:
        goods["customsValueCurrency"] = currency
    if national:
        goods["nationalData"] = national
    return {name: value for name, value in goods.items() if value}


def _read_answer(fields: dict[str, str], lines: list[str], profile: Profile) -> Reading:
    """Read an output message: result code, declaration number, channel, text, further texts."""
    result, number, channel, text = (*(line.strip() for line in lines[:4]), "", "", "", "")[:4]
    parts = result.split("-")
    if len(parts) != 3 or len(parts[0]) != 5:
        return _refused(Fault(RULE, "line 2, result code", "nnnnn-nnnn-nnnn", result))
    if not number:
        return _refused(Fault(MISSING, "line 3, declaration number"))
    failed = parts[0] != COMPLETE
    told = [line.strip() for line in lines[4 : 4 + MAX_FAULTS] if line.strip()]
    body: Body = {
        "declarationKey": declaration_key(profile.country, number, ""),
        "country": profile.country,
        "declarationId": number,
        "status": "REJECTED" if failed else _state(channel, profile),
        "nationalCode": channel or fields["output"],
        "nationalText": text,
        "reasonCodes": [result] if failed else [],
        "responseId": fields.get("index", ""),
        "statements": [{"statementDescription": line} for line in told],
        "references": _references(fields),
        "nationalData": {"output": fields["output"]},
        "occurredAt": moments.compact(fields.get("time", ""), profile.zone),
    }
    if failed:
        pointer = f"item {parts[1]}/{parts[2]}"
        fault = {"code": RULE, "pointer": pointer, "text": text, "original": parts[0]}
        body["faults"] = [fault]
    warnings: tuple[Fault, ...] = ()
    if body["status"] == "UNMAPPED":
        warnings = (Fault(CODE_LIST, "line 4, channel", "unknown channel", channel),)
    return Reading((Message("StatusChange", {k: v for k, v in body.items() if v}),), (), warnings)


def _state(channel: str, profile: Profile) -> str:
    if not channel:
        return "ACCEPTED"
    return profile.channels.get(channel, "UNMAPPED")
