"""Writes CEB answers (622, 604, 624, 606, 626, 214, 900) and cancellations (605, 623).

Valid against the XSD of 202205 as far as the answered message was. The hub is not China's
electronic port: where a port number (preNo, 18 places) or an office (customsCode, 4) must stand
and none was stated it writes zeros, and 无, GACC's own filler, for other texts. 623 demands an XML
signature, for which the hub has no certificate: it is left out, and that one message is not valid
until the port signs it. A cancellation names the partner's own number as invtNo, and the partner
as what the schema calls agent.
"""

from __future__ import annotations

from collections.abc import Callable

from connectors.cn import codes
from connectors.cn.markup import DECLARED, elements, required
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.identifiers import derived_id
from hub.domain.reading import Envelope

NAMESPACE = "http://www.chinaport.gov.cn/ceb"
NO_NUMBER = "0" * 18
HUB = "HUB"

Fields = list[tuple[str, str]]


def _guid(envelope: Envelope, purpose: str) -> str:
    return derived_id(envelope.message_id, purpose).upper()


def _message(number: str, envelope: Envelope, inner: str) -> str:
    name, guid = f"CEB{number}Message", _guid(envelope, "message")
    head = f'<{name} guid="{guid}" version="1.0" xmlns="{NAMESPACE}">'
    return f"{DECLARED}{head}{inner}</{name}>"


def _now(envelope: Envelope, form: str = "%Y%m%d%H%M%S") -> str:
    return envelope.prepared_at.astimezone(moments.zone(codes.ZONE)).strftime(form)


def answer(body: Body, envelope: Envelope, status: str, text: str) -> str:
    """Return the answer to a CEB message: its own return, or CEB900 for any other number."""
    quoted = {n[4:]: t for n, t in (body.get("references") or {}).items() if n.startswith("CEB.")}
    asked = quoted.get("message", "")
    end: Fields = [
        ("returnStatus", status),
        ("returnTime", f"{_now(envelope)}{envelope.prepared_at.microsecond // 1000:03}"),
        ("returnInfo", text[:1000] or status),
    ]
    form = _ANSWERS.get(asked)
    if form is None:
        return _message("900", envelope, _format_check(quoted, asked, envelope, end))
    number, part, fields = form
    inner = required([("guid", _guid(envelope, "part")), *fields(quoted, body), *end])
    return _message(number, envelope, f"<{part}>{inner}</{part}>")


def _format_check(quoted: dict[str, str], asked: str, envelope: Envelope, end: Fields) -> str:
    status, time, text = end
    fields = [("guid", _guid(envelope, "part")), status, text, time]
    fields += [
        ("oriCopMsgId", quoted.get("guid", "")),
        ("oriMessageType", f"CEB{asked}Message" if asked else "Unknown"),
        ("oriBizMessage", ""),
    ]
    return f"<MessageReturn>{required(fields)}</MessageReturn>"


def _stated(quoted: dict[str, str], *names: str) -> Fields:
    return [(name, quoted[name]) for name in names if quoted.get(name)]


def _numbers(quoted: dict[str, str], body: Body) -> Fields:
    local = quoted.get("copNo") or quoted.get("coElNo") or body.get("functionalReferenceId", "")
    return [("copNo", local or "无"), ("preNo", quoted.get("preNo") or NO_NUMBER)]


def _imported(quoted: dict[str, str], body: Body) -> Fields:
    names = ("customsCode", "ebpCode", "ebcCode", "agentCode")
    return _stated(quoted, *names) + _numbers(quoted, body) + _stated(quoted, "invtNo")


def _cancelled_import(quoted: dict[str, str], body: Body) -> Fields:
    names = ("customsCode", "agentCode", "ebpCode", "ebcCode")
    return _stated(quoted, *names) + _numbers(quoted, body) + _stated(quoted, "invtNo")


def _cancelled_export(quoted: dict[str, str], body: Body) -> Fields:
    agent = ("agentCode", quoted.get("agentCode", ""))
    return [agent, *_numbers(quoted, body), ("invtNo", quoted.get("invtNo", ""))]


def _exported(quoted: dict[str, str], body: Body) -> Fields:
    names = ("ebcCode", "ebpCode", "orderNo", "statisticsFlag")
    return _cancelled_export(quoted, body) + [(name, quoted.get(name, "")) for name in names]


def _returned_export(quoted: dict[str, str], body: Body) -> Fields:
    local = quoted.get("coElNo") or body.get("functionalReferenceId", "")
    numbers = [("coElNo", local), *_stated(quoted, "preNo"), ("invtNo", quoted.get("invtNo", ""))]
    first = _stated(quoted, "ebpCode", "ebcCode")
    return [*first, ("agentCode", quoted.get("agentCode", "")), *numbers]


_ANSWERS: dict[str, tuple[str, str, Callable[[dict[str, str], Body], Fields]]] = {
    "621": ("622", "InventoryReturn", _imported),
    "623": ("624", "InvtCancelReturn", _cancelled_import),
    "625": ("626", "InvtRefundReturn", _cancelled_import),
    "603": ("604", "InventoryReturn", _exported),
    "605": ("606", "InvtCancelReturn", _cancelled_export),
    "213": ("214", "RefundReturn", _returned_export),
}


def cancellation(body: Body, envelope: Envelope) -> str:
    """Return CEB605 (an export's cancellation) or, unsigned, CEB623 (an import's)."""
    imported = body.get("side") == "IMPORT"
    quoted = body.get("references") or {} if body.get("country") == "CN" else {}
    number = body.get("declarationId") or body.get("functionalReferenceId", "")
    parties = {party["role"]: party for party in body.get("parties") or ()}
    agent = parties.get("Declarant", {})
    trader = parties.get("Importer" if imported else "Exporter", agent)
    reason = "; ".join(a["text"] for a in body.get("amendments") or () if a.get("text"))
    who = body.get("country", "")
    start: Fields = [
        ("guid", _guid(envelope, "part")),
        ("appType", "1"),
        ("appTime", _now(envelope)),
        ("appStatus", "2"),
        ("customsCode", quoted.get("CEB.customsCode") or "0000"),
    ]
    numbers: Fields = [
        ("copNo", body.get("functionalReferenceId") or number),
        *(_stated(quoted, "CEB.preNo") and [("preNo", quoted["CEB.preNo"])]),
        ("invtNo", number),
    ]
    agents: Fields = [
        ("agentCode", agent.get("id") or who),
        ("agentName", agent.get("name") or who),
    ]
    traders: Fields = [("ebcCode", trader.get("id") or who), ("ebcName", trader.get("name") or who)]
    why: Fields = [("reason", reason or "无")]
    if imported:
        filled = [(name, "无") for name in ("orderNo", "ebpCode", "ebpName")]
        sent = [(name, "无") for name in ("logisticsNo", "logisticsCode", "logisticsName")]
        buyer = [("buyerIdType", "2"), ("buyerIdNumber", "无"), ("buyerName", "无")]
        buyer.append(("buyerTelephone", "无"))
        fields = start + filled + traders + sent + numbers + buyer + agents + why
    else:
        fields = start + numbers + why + agents + traders
    inner = f"<InvtCancel>{elements(fields)}</InvtCancel>{_transfer()}"
    return _message("623" if imported else "605", envelope, inner)


def _transfer() -> str:
    fields = [("copCode", HUB), ("copName", HUB), ("dxpMode", "DXP"), ("dxpId", HUB)]
    return f"<BaseTransfer>{required(fields)}</BaseTransfer>"
