"""Writes the cancellation of an inventory: CEB605 (an export's) or CEB623 (an import's).

Valid against the XSD of 202205: texts are cut at its lengths, a number that is too long for its
place stands whole in `note` instead, and what the hub does not know is 无, GACC's own filler. 623
demands an XML signature, for which the hub has no certificate: it is left out, and that one message
is not valid until the port signs it. A cancellation names the partner's own number as invtNo, and
the partner as what the schema calls agent.
"""

from __future__ import annotations

from typing import NamedTuple

from connectors.cn import codes
from connectors.cn.ceb_writing import FILLER, HUB, Fields, message, part_guid, prepared, stated
from connectors.cn.markup import elements, required
from hub.domain.declaration import Body
from hub.domain.reading import Envelope

NAME, CODE, REASON = 100, 18, 1000
_CARRIED = frozenset(
    "declarationKey country side functionCode declarationId functionalReferenceId parties"
    " amendments references".split()
)


class Form(NamedTuple):
    """A cancellation: its message, the role of its trader, the longest copNo and invtNo."""

    number: str
    trader: str
    own: str
    local: int
    customs: int


_FORMS = {
    "EXPORT": Form("605", "Exporter", "exportCountry", 30, 20),
    "IMPORT": Form("623", "Seller", "destinationCountry", 20, 18),
}


def cancellation(body: Body, envelope: Envelope) -> tuple[str, tuple[str, ...]]:
    """Return the cancellation and the canonical fields it does not carry."""
    imported = body.get("side") == "IMPORT"
    form = _FORMS["IMPORT" if imported else "EXPORT"]
    foreign = body.get("country") != "CN"
    losses = _losses(body, form, foreign)
    quoted = {} if foreign else stated_references(body)
    start: Fields = [
        ("guid", part_guid(envelope)),
        ("appType", "1"),
        ("appTime", prepared(envelope)),
        ("appStatus", "2"),
        ("customsCode", quoted.get("customsCode", "0000")),
    ]
    numbers = _numbers(body, form, quoted, losses)
    agents, traders = _parties(body, form, losses)
    reason, note = [("reason", _reason(body, losses))], [("note", _note(body, foreign, losses))]
    if imported:
        filled = [(name, FILLER) for name in ("orderNo", "ebpCode", "ebpName")]
        sent = [(name, FILLER) for name in ("logisticsNo", "logisticsCode", "logisticsName")]
        buyer = [("buyerIdType", "2"), ("buyerIdNumber", FILLER), ("buyerName", FILLER)]
        buyer.append(("buyerTelephone", FILLER))
        fields = start + filled + traders + sent + numbers + buyer + agents + reason + note
    else:
        fields = start + numbers + reason + agents + traders + note
    inner = f"<InvtCancel>{elements(fields)}</InvtCancel>{_transfer()}"
    return message(form.number, envelope, inner), tuple(sorted(losses))


def stated_references(body: Body) -> dict[str, str]:
    """Return the numbers of the first message, without those the schema has no room for."""
    found = {name[4:]: text for name, text in (body.get("references") or {}).items()}
    fixed = {"customsCode": 4, "preNo": 18}
    return {n: t for n, t in found.items() if n in fixed and len(t) == fixed[n]}


def _losses(body: Body, form: Form, foreign: bool) -> set[str]:
    losses = {name for name in body.keys() - _CARRIED if body[name]}
    # Read again, a cancellation is of low value, and its own end is China.
    if body.get("procedureType") == "LOW_VALUE":
        losses.discard("procedureType")
    if not foreign and body.get(form.own) == "CN":
        losses.discard(form.own)
    return losses


def _numbers(body: Body, form: Form, quoted: dict[str, str], losses: set[str]) -> Fields:
    number, local = body.get("declarationId") or "", body.get("functionalReferenceId") or ""
    if len(local) > form.local:
        losses.add("functionalReferenceId")
    if len(number) > form.customs:
        losses.add("declarationId")
    customs = next((n for n in (number, local) if n and len(n) <= form.customs), FILLER)
    copy = next((n for n in (local, number) if n and len(n) <= form.local), "")
    # 605 demands a copNo, 623 does not.
    copy = copy or ("" if form.number == "623" else FILLER)
    return [("copNo", copy), *stated(quoted, "preNo"), ("invtNo", customs)]


def _parties(body: Body, form: Form, losses: set[str]) -> tuple[Fields, Fields]:
    who = body.get("country") or HUB
    first: dict[str, Body] = {}
    for party in body.get("parties") or ():
        role = party["role"]
        if role not in ("Declarant", form.trader) or role in first:
            losses.add(f"parties/{role}")
        else:
            _lose(party, losses)
        first.setdefault(role, party)
    agent = first.get("Declarant", {})
    trader = first.get(form.trader) or first.get("Importer") or agent
    return _named("agent", agent, who), _named("ebc", trader, who)


def _named(prefix: str, party: Body, who: str) -> Fields:
    number, name = party.get("id") or who, party.get("name") or who
    return [(f"{prefix}Code", number[:CODE]), (f"{prefix}Name", name[:NAME])]


def _lose(party: Body, losses: set[str]) -> None:
    """Name what is lost of a party: a code of 18 places is read as USCC, any other as GACC's."""
    number, scheme = party.get("id", ""), party.get("idType")
    if len(number) > CODE or (number and not codes.identifier(number)):
        losses.add("parties/id")
    if scheme and scheme != ("USCC" if len(number) == CODE else "GACC"):
        losses.add("parties/idType")
    if len(party.get("name", "")) > NAME:
        losses.add("parties/name")
    rest = ("address", "city", "postcode", "country", "functionCode")
    losses.update([f"parties/{name}" for name in rest if party.get(name)])


def _reason(body: Body, losses: set[str]) -> str:
    rows = body.get("amendments") or ()
    texts = [row.get("text") or "" for row in rows]
    reason = codes.NOTES.join(filter(None, texts))[:REASON].strip()
    if texts and reason.split(codes.NOTES) != texts:
        losses.add("amendments/text")
    for name in ("changeReasonCode", "pointer"):
        if any(row.get(name) for row in rows):
            losses.add(f"amendments/{name}")
    return reason or FILLER


def _note(body: Body, foreign: bool, losses: set[str]) -> str:
    """Say whose number it is, and the number whole where it is too long for its place."""
    number = body.get("declarationId") or body.get("functionalReferenceId", "")
    if not foreign and "declarationId" not in losses:
        return ""
    return f"{body.get('country', '')} {body.get('side', '')} {number}".strip()[:REASON]


def _transfer() -> str:
    fields = [("copCode", HUB), ("copName", HUB), ("dxpMode", "DXP"), ("dxpId", HUB)]
    return f"<BaseTransfer>{required(fields)}</BaseTransfer>"
