"""What the hub answers, as a WCO Response in the element order of the RES schema.

Acknowledgement (02), refusal (03) and status have a form of their own. A receipt and a match
result have none: they are written as Response 02 (received) whose AdditionalInformation says what
they are. StatementCodes and ValidationCodes beginning with `HUB` are the hub's own. What is cut,
and a number of the declaration that does not fit, is named as lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hub.connector.formats import telling
from hub.connector.formats.wco import pointers
from hub.connector.formats.wco.classes_writing import statements
from hub.connector.formats.wco.leaves import code, fill, sheet
from hub.connector.formats.wco.markup import leaf, node
from hub.connector.formats.wco.profile import Profile
from hub.connector.formats.xml import escape
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.reading import Envelope

MAX_DESCRIPTION = 512
_NUMBERS = ("functionalReferenceId", "declarationId")
_DECLARATION = sheet(
    code("FunctionalReferenceID", "functionalReferenceId", 35), code("ID", "declarationId", 70)
)
RECEIVED, REJECTED = "02", "03"
_ABOUT = frozenset(
    "declarationKey country declarationId functionalReferenceId version references kind"
    " functionCode issuedAt decidedAt receivedAt".split()
)
_STATUS = _ABOUT | frozenset(
    "status nationalCode nationalText reasonCodes occurredAt faults statements".split()
)

_FIELD = {
    "HUBCOUNTERPART": "counterpartDeclarationId",
    "HUBDISCREPANCY": "discrepancies",
    "HUBEVIDENCE": "evidence",
    "HUBEXPLANATION": "explanation",
    "HUBFORWARDED": "recipients",
    "HUBMATCH": "outcome",
    "HUBMESSAGE": "messageId",
    "HUBNATIONAL": "nationalText",
    "HUBOUTCOME": "outcome",
    "HUBREASON": "reasonCodes",
    "HUBRECEIPT": "hubMessageId",
    "HUBSHA256": "sha256",
    "HUBSTATUS": "status",
    "HUBWARNING": "warnings",
}
"""What a statement of the hub's own tells, and so loses where it is cut."""

Losses = tuple[str, ...]


def acknowledgement(body: Body, envelope: Envelope, profile: Profile) -> tuple[str, Losses]:
    """Return Response 02: outcome, where it was forwarded to, and warnings as information."""
    told = {
        "HUBOUTCOME": f"{body.get('outcome', '')} {body.get('kind', '')} {body.get('status', '')}",
        "HUBMESSAGE": _message(body),
        "HUBFORWARDED": " ".join(body.get("recipients") or ()),
    }
    warnings = (_fault_text(fault) for fault in body.get("warnings") or ())
    lost: set[str] = set()
    notes = _notes(told, lost) + _each("HUBWARNING", warnings, lost)
    return _response(RECEIVED, envelope, notes, "", _own_declaration(body, lost), lost)


def refusal(body: Body, envelope: Envelope, profile: Profile) -> tuple[str, Losses]:
    """Return Response 03 (rejected) with every fault as an Error."""
    told = {"HUBMESSAGE": _message(body), "HUBSHA256": body.get("sha256", "")}
    lost: set[str] = set()
    errors = "".join([_error(fault, "HUB", lost) for fault in body.get("faults") or ()])
    notes, answered = _notes(told, lost), _own_declaration(body, lost)
    return _response(REJECTED, envelope, notes, errors, answered, lost)


def receipt(body: Body, envelope: Envelope, profile: Profile) -> tuple[str, Losses]:
    """Return Response 02 that says which bytes were received, under which number."""
    told = {
        "HUBRECEIPT": f"{body.get('size', 0)} bytes as {body.get('hubMessageId', '')}",
        "HUBMESSAGE": _message(body),
        "HUBSHA256": body.get("sha256", ""),
    }
    lost: set[str] = set()
    notes, answered = _notes(told, lost), _own_declaration(body, lost)
    return _response(RECEIVED, envelope, notes, "", answered, lost)


def match(body: Body, envelope: Envelope, profile: Profile) -> tuple[str, Losses]:
    """Return Response 02 that names the counterpart declaration and why it matches."""
    counterpart = f"{body.get('counterpartCountry', '')} {body.get('counterpartDeclarationId', '')}"
    told = {
        "HUBMATCH": " ".join(str(body.get(n) or "") for n in ("outcome", "tier", "score", "side")),
        "HUBCOUNTERPART": counterpart,
        "HUBEXPLANATION": body.get("explanation", ""),
    }
    found = (" ".join(map(str, row.values())) for row in body.get("discrepancies") or ())
    lost: set[str] = set()
    notes = _notes(told, lost) + _each("HUBEVIDENCE", body.get("evidence") or (), lost)
    notes += _each("HUBDISCREPANCY", found, lost)
    return _response(RECEIVED, envelope, notes, "", _own_declaration(body, lost), lost)


def status(body: Body, envelope: Envelope, profile: Profile) -> tuple[str, Losses]:
    """Return a partner's status as the nearest Response; its own words stand beside.

    A state without a FunctionCode is told as 02 (received) and named as a loss, though its name
    stands in the information.
    """
    lost: set[str] = set()
    if not _STATUS.issuperset(body):
        lost.update([field for field in body.keys() - _STATUS if body[field]])
    state = body.get("status", "")
    if state not in profile.responses:
        lost.add("status")
    national = f"{body.get('nationalCode', '')} {body.get('nationalText', '')}"
    told = {"HUBSTATUS": f"{envelope.sender} {state}", "HUBNATIONAL": national}
    notes = _notes(told, lost) + _each("HUBREASON", body.get("reasonCodes") or (), lost)
    notes += statements(body.get("statements") or (), lost)
    errors = "".join([_error(fault, "", lost) for fault in body.get("faults") or ()])
    found = errors + node("Status", node("EffectiveDateTime", _time(body.get("occurredAt"))))
    function = profile.responses.get(state, RECEIVED)
    return _response(function, envelope, notes, found, _declaration(body, lost), lost)


def _response(
    function: str,
    envelope: Envelope,
    information: str,
    findings: str,
    declaration: str,
    lost: set[str],
) -> tuple[str, Losses]:
    text = "".join(
        (
            leaf("FunctionCode", function),
            leaf("FunctionalReferenceID", envelope.message_id.replace("-", "")[:35]),
            node("IssueDateTime", _time({"utc": envelope.prepared_at})),
            information,
            findings,
            declaration,
        )
    )
    return text, tuple(sorted(lost))


def _time(moment: Any) -> str:
    text = moments.written(moment, "UTC", "%Y%m%d%H%M%SZ")
    return text and f'<rds:DateTimeString formatCode="304">{text}</rds:DateTimeString>'


def _message(body: Body) -> str:
    named = (body.get("senderMessageId"), body.get("messageId"))
    layer = f"layer {body['layer']}" if body.get("layer") else ""
    return " ".join(filter(None, (layer, *named)))


def _notes(told: Mapping[str, str], lost: set[str]) -> str:
    return "".join([_information(kind, text, lost) for kind, text in told.items()])


def _each(kind: str, texts: Iterable[str], lost: set[str]) -> str:
    return "".join([_information(kind, text, lost) for text in texts])


def _information(kind: str, text: str, lost: set[str]) -> str:
    shown = (text if text.isprintable() else " ".join(text.split())).strip()
    if len(shown) > MAX_DESCRIPTION:
        lost.add(_FIELD[kind])
    shown = escape(shown[:MAX_DESCRIPTION])
    if not shown:
        return ""
    return (
        f"<AdditionalInformation><StatementCode>{kind}</StatementCode>"
        f"<StatementDescription>{shown}</StatementDescription></AdditionalInformation>"
    )


def _fault_text(fault: Body) -> str:
    named = (fault.get("code"), fault.get("text"), fault.get("pointer"), fault.get("original"))
    return " ".join(filter(None, named))


def _error(fault: Body, prefix: str, lost: set[str]) -> str:
    """Return an Error; an XPath stands in its words too, since that says the line."""
    own, pointer = f"{prefix}{fault.get('code', '')}", fault.get("pointer", "")
    path = pointers.translated(pointer)
    said = {
        "code": "" if len(own) <= 8 else own,
        "text": fault.get("text", ""),
        "pointer": "" if path and not pointer.startswith("/") else pointer,
        "original": fault.get("original", ""),
    }
    said = {name: " ".join(words.split()) for name, words in said.items()}
    described, cut = telling.told(said, MAX_DESCRIPTION, tuple(said))
    lost.update(f"faults/{name}" for name in cut)
    return node(
        "Error",
        leaf("Description", described),
        leaf("ValidationCode", own if len(own) <= 8 else ""),
        path,
    )


def _own_declaration(body: Body, lost: set[str]) -> str:
    """Return the declaration answered, by the references its sender gave."""
    quoted = body.get("references") or {}
    reference = quoted.get("FunctionalReferenceID") or body.get("functionalReferenceId", "")
    number = quoted.get("ID") or body.get("declarationId", "")
    named = {"functionalReferenceId": reference, "declarationId": number}
    return _declaration({**body, **named}, lost)


def _declaration(body: Body, lost: set[str]) -> str:
    """Return the declaration a Response must have, even where nothing of it is known."""
    inner = "".join(fill(_DECLARATION, {name: body.get(name) for name in _NUMBERS}, lost))
    version = leaf("VersionID", str(body.get("version") or "")[:9])
    return f"<Declaration>{inner}{version}</Declaration>"
