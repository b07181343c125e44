"""What the hub answers, as the nearest answer of UNI-PASS.

R76 (common receipt) for receipts and acknowledgements, R20 (error) for refusals, 5AA, 5GX, R76 or
R20 for a partner's states that have one, RR5 (processing result) for all others and for matches.
StatementCodes beginning with `HUB` are the hub's own. Names of schemas beyond the two published
follow their pattern; all of it is to be confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable

from connectors.kr.nodes import element, fitting
from connectors.kr.tables import HERE
from hub.connector.formats.xml import escape
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.reading import Envelope

RECEIVED, REFUSED, RESULT = "R76", "R20", "RR5"
MAX_TEXT, MAX_POINTER = 1024, 256
_KNOWN = frozenset(
    "declarationKey country declarationId functionalReferenceId version references status"
    " nationalCode nationalText reasonCodes occurredAt faults statements".split()
)

Made = tuple[str, str, tuple[str, ...]]
"""Name of the schema, inside of the Response, and what is lost."""


def receipt(body: Body, envelope: Envelope) -> Made:
    """Return R76 that says which bytes were received, under which number."""
    told = [
        ("HUBRECEIPT", f"{body.get('size') or 0} bytes as {body.get('hubMessageId', '')}"),
        ("HUBMESSAGE", body.get("messageId", "")),
        ("HUBSHA256", body.get("sha256", "")),
    ]
    return _answer(RECEIVED, body, envelope, _notes(told))


def acknowledgement(body: Body, envelope: Envelope) -> Made:
    """Return R76: the outcome, where it was forwarded to, and warnings as information."""
    outcome = (body.get("outcome", ""), body.get("kind", ""), body.get("status", ""))
    told = [
        ("HUBOUTCOME", " ".join(filter(None, outcome))),
        ("HUBMESSAGE", _message(body)),
        ("HUBFORWARDED", " ".join(body.get("recipients") or ())),
        *(("HUBWARNING", _words(fault)) for fault in body.get("warnings") or ()),
    ]
    return _answer(RECEIVED, body, envelope, _notes(told))


def refusal(body: Body, envelope: Envelope) -> Made:
    """Return R20 with every fault as an Error."""
    told = [("HUBMESSAGE", _message(body)), ("HUBSHA256", body.get("sha256", ""))]
    return _answer(REFUSED, body, envelope, _notes(told) + _errors(body))


def match(body: Body, envelope: Envelope) -> Made:
    """Return RR5 that names the counterpart declaration and why it matches."""
    about = (body.get(name) for name in ("outcome", "tier", "score", "side"))
    counterpart = (body.get("counterpartCountry"), body.get("counterpartDeclarationId"))
    rows = (" ".join(map(str, row.values())) for row in body.get("discrepancies") or ())
    told = [
        ("HUBMATCH", " ".join(filter(None, about))),
        ("HUBCOUNTERPART", " ".join(filter(None, counterpart))),
        ("HUBEXPLANATION", body.get("explanation", "")),
        *(("HUBEVIDENCE", text) for text in body.get("evidence") or ()),
        *(("HUBDISCREPANCY", text) for text in rows),
    ]
    return _answer(RESULT, body, envelope, _notes(told))


def status(body: Body, envelope: Envelope) -> Made:
    """Return a partner's status as the nearest answer; its own words stand beside."""
    state = body.get("status", "")
    code = HERE.codes["responses"].get(state, RESULT)
    lost = {name for name in body.keys() - _KNOWN if body[name]}
    if HERE.codes["states"].get(code) != state:
        lost.add("status")
    told = [
        ("HUBSTATUS", f"{envelope.sender} {state}"),
        ("HUBNATIONAL", f"{body.get('nationalCode', '')} {body.get('nationalText', '')}"),
        *(("HUBREASON", reason) for reason in body.get("reasonCodes") or ()),
    ]
    notes = _notes(told) + "".join([_statement(row) for row in body.get("statements") or ()])
    when = moments.written(body.get("occurredAt"), HERE.zone, "%Y%m%d%H%M%S")
    return _answer(code, body, envelope, notes + _errors(body), sorted(lost), when)


def _answer(
    code: str,
    body: Body,
    envelope: Envelope,
    findings: str,
    lost: Iterable[str] = (),
    accepted: str = "",
) -> Made:
    """Return an answer to the declaration as its sender numbered it."""
    quoted = body.get("references") or {}
    number = quoted.get("ID") or body.get("declarationId") or body.get("functionalReferenceId")
    number = number or (body.get("declarationKey") or ":").partition(":")[2]
    named = (
        element("wco:TypeCode", escape(quoted.get("TypeCode", "")[:17])),
        element("wco:ID", escape(fitting(number or "", 70))),
        element("wco:VersionID", str(body.get("version") or "")),
        element("wco:AcceptanceDateTime", accepted),
    )
    prepared = moments.written({"utc": envelope.prepared_at}, HERE.zone, "%Y%m%d%H%M%S")
    inner = (
        element("wco:IssueDateTime", prepared),
        f"<wco:TypeCode>GOVCBR{code}</wco:TypeCode>",
        element("wco:ID", escape(envelope.message_id.replace("-", "")[:35])),
        findings,
        f"<wco:Declaration>{''.join(named)}</wco:Declaration>",
    )
    return f"{_SUBJECTS.get(code, 'EXP')}_{code}", "".join(inner), tuple(lost)


_SUBJECTS = {RECEIVED: "COM", REFUSED: "COM"}


def _notes(told: Iterable[tuple[str, str]]) -> str:
    rows = ({"statementCode": code, "statementDescription": text} for code, text in told)
    return "".join([_statement(row) for row in rows if row["statementDescription"].strip()])


def _statement(row: Body) -> str:
    return element(
        "wco:AdditionalInformation",
        element("wco:StatementCode", escape(fitting(row.get("statementCode", ""), 17)))
        + element("wco:StatementTypeCode", escape(fitting(row.get("statementTypeCode", ""), 17)))
        + element("wco:Content", escape(fitting(row.get("statementDescription", ""), MAX_TEXT))),
    )


def _errors(body: Body) -> str:
    return "".join([_error(fault) for fault in body.get("faults") or ()])


def _error(fault: Body) -> str:
    said = " ".join(filter(None, (fault.get("text"), fault.get("original"))))
    tag = element("wco:TagID", escape(fitting(fault.get("pointer", ""), MAX_POINTER)))
    return element(
        "wco:Error",
        element("kcs:Description", escape(fitting(said, MAX_TEXT)))
        + element("wco:ValidationCode", escape(fitting(fault.get("code", ""), 17)))
        + element("wco:Pointer", tag),
    )


def _words(fault: Body) -> str:
    named = (fault.get("code"), fault.get("text"), fault.get("pointer"), fault.get("original"))
    return " ".join(filter(None, named))


def _message(body: Body) -> str:
    layer = f"layer {body['layer']}" if body.get("layer") else ""
    named = (layer, body.get("senderMessageId"), body.get("messageId"))
    return " ".join(filter(None, named))
