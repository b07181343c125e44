"""What the hub answers, as a WCO Response in the element order of the RES schema.

Acknowledgements, refusals and statuses have a form of their own. A receipt and a match result
have none: they are written as a Response whose AdditionalInformation says what they are.
"""

from __future__ import annotations

from datetime import datetime

from hub.connector.formats.wco.markup import leaf, many, node
from hub.connector.formats.wco.profile import Profile
from hub.domain.declaration import Body
from hub.domain.reading import Envelope

MAX_DESCRIPTION = 512


def acknowledgement(
    body: Body, envelope: Envelope, profile: Profile
) -> tuple[str, tuple[str, ...]]:
    """Return Response 02 (received), or 11 for an amendment, with warnings as information."""
    function = "11" if body.get("functionCode") in ("1", "4", "5") else "02"
    told = (
        f"{body.get('outcome', '')}; forwarded to {', '.join(body.get('recipients') or ['nobody'])}"
    )
    notes = [_information("ACK", told)]
    notes += [
        _information("WRN", f"{w['code']} {w.get('pointer', '')} {w.get('text', '')}")
        for w in body.get("warnings") or ()
    ]
    return _response(function, envelope, many(notes), "", _declaration(body)), ()


def refusal(body: Body, envelope: Envelope, profile: Profile) -> tuple[str, tuple[str, ...]]:
    """Return Response 03 (rejected) with every fault as an Error."""
    errors = many(_error(fault) for fault in body.get("faults") or ())
    return _response("03", envelope, "", errors, _declaration(body)), ()


def status(body: Body, envelope: Envelope, profile: Profile) -> tuple[str, tuple[str, ...]]:
    """Return a partner's status as the nearest Response; its own words stand beside."""
    state = body.get("status", "")
    told = f"{envelope.sender} {state} {body.get('nationalText', '')}"
    function = profile.responses.get(state, "51")
    text = _response(function, envelope, _information("STA", told), "", _declaration(body))
    lost = ("faults", "items", "reasonCodes", "statements", "nationalData")
    return text, tuple(name for name in lost if body.get(name))


def receipt(body: Body, envelope: Envelope, profile: Profile) -> tuple[str, tuple[str, ...]]:
    """Return Response 02 with the hash of what was received."""
    told = f"received {body.get('size', 0)} bytes sha256 {body.get('sha256', '')}"
    return _response("02", envelope, _information("RCP", told), "", _declaration(body)), ()


def match(body: Body, envelope: Envelope, profile: Profile) -> tuple[str, tuple[str, ...]]:
    """Return Response 02 that names the counterpart declaration and why it matches."""
    notes = [
        _information("MAT", f"{body.get('outcome', '')} {body.get('explanation', '')}"),
        _information(
            "MRN",
            f"{body.get('counterpartCountry', '')} {body.get('counterpartDeclarationId', '')}",
        ),
    ]
    notes += [
        _information("DIS", f"{d['code']} {d.get('band', '')} {d.get('own', '')}")
        for d in body.get("discrepancies") or ()
    ]
    return _response("02", envelope, many(notes), "", _declaration(body)), ()


def _response(
    function: str, envelope: Envelope, information: str, errors: str, declaration: str
) -> str:
    reference = envelope.message_id.replace("-", "")
    return many(
        (
            leaf("FunctionCode", function),
            leaf("FunctionalReferenceID", reference[:35]),
            node("IssueDateTime", _when(envelope.prepared_at)),
            information,
            errors,
            declaration,
        )
    )


def _when(moment: datetime) -> str:
    text = moment.strftime("%Y%m%d%H%M%SZ")
    return f'<rds:DateTimeString formatCode="304">{text}</rds:DateTimeString>'


def _information(kind: str, text: str) -> str:
    return node(
        "AdditionalInformation",
        leaf("StatementCode", kind),
        leaf("StatementDescription", " ".join(text.split())[:MAX_DESCRIPTION]),
    )


def _error(fault: Body) -> str:
    told = f"{fault.get('text', '')} {fault.get('pointer', '')} {fault.get('original', '')}"
    return node(
        "Error",
        leaf("Description", " ".join(told.split())[:MAX_DESCRIPTION]),
        leaf("ValidationCode", f"HUB{fault.get('code', '')}"[:8]),
        _pointers(fault.get("pointer", "")),
    )


def _pointers(path: str) -> str:
    """Return Pointer elements for a WCO path such as `42A/017`; other paths stay in the text."""
    steps = path.split("/")
    section = steps[0]
    if len(section) != 3 or not section[:2].isdigit():
        return ""
    tag = steps[1] if len(steps) > 1 else ""
    return node(
        "Pointer",
        leaf("SequenceNumeric", "1"),
        leaf("DocumentSectionCode", section),
        leaf("TagID", tag[:4]),
    )


def _declaration(body: Body) -> str:
    return node(
        "Declaration",
        leaf("FunctionalReferenceID", body.get("functionalReferenceId", "")[:35]),
        leaf("ID", body.get("declarationId", "")[:70]),
        leaf("VersionID", str(body.get("version") or "")),
    )
