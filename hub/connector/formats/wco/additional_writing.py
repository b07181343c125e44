"""Additional messages (function 13): what is said about a declaration that was lodged before."""

from __future__ import annotations

from hub.connector.formats.wco import pointers
from hub.connector.formats.wco.classes_writing import AMENDMENT, by_role, statements
from hub.connector.formats.wco.leaves import code, element, fill, sheet, text
from hub.connector.formats.wco.markup import leaf, node
from hub.domain.declaration import Body
from hub.errors import Parked

ADDITIONAL = "13"
CANCELLATION = "INV"
KINDS = {"1": CANCELLATION, "4": "COR", "5": "COR"}
REASON = "AES"
"""StatementTypeCode of the reason for an additional message."""
_IDENTITY = sheet(
    code("FunctionalReferenceID", "functionalReferenceId", 35),
    code("ID", "declarationId", 70),
    besides="declarationKey country functionCode version references amendments parties statements"
    " typeCode",
)
_SUBMITTER = sheet(code("ID", "id", 17), besides="role")
_REASON = sheet(text("StatementDescription", "text", 512))
_ROLES = frozenset({"Submitter"})


def cancellation(body: Body, lost: set[str]) -> str:
    """Return the inside of a cancellation request (13, INV): its identity and the reason.

    With a reason and its code it is what the schema for cancellations asks for; a reason or code
    that was not stated is not invented, the general schema allows for that.
    """
    parties = by_role(body.get("parties") or (), _ROLES, lost, "parties")
    submitter = parties.get("Submitter")
    identity = fill(_IDENTITY, body, lost)
    identified(identity, body)
    unlike_original(CANCELLATION, body, lost)
    return "".join(
        (
            leaf("FunctionCode", ADDITIONAL),
            *identity,
            leaf("TypeCode", CANCELLATION),
            element("Submitter", _SUBMITTER, submitter, lost, "parties/") if submitter else "",
            statements(body.get("statements") or (), lost),
            reasons(body, lost),
            amendments(body, lost),
        )
    )


def identified(numbers: list[str], body: Body) -> None:
    """Raise `Parked` where no number a declaration states is written: nobody would know it."""
    if not any(numbers) and (body.get("declarationId") or body.get("functionalReferenceId")):
        raise Parked("neither declarationId (D014) nor functionalReferenceId (D026) fits")


def unlike_original(kind: str, body: Body, lost: set[str]) -> None:
    """Name what an additional message does not say of the declaration it is about.

    Its type is its own (COR, INV), and so is its reference where the declaration has a number.
    """
    lost.update([name for name in ("side", "procedureType") if body.get(name)])
    if (body.get("version") or 1) > 1:
        lost.add("version")
    if body.get("typeCode") not in (None, "", kind):
        lost.add("typeCode")
    if body.get("functionalReferenceId") and body.get("declarationId"):
        lost.add("functionalReferenceId")


def reasons(body: Body, lost: set[str]) -> str:
    """Return the reasons of amendments as statements that point at them."""
    rows = enumerate(body.get("amendments") or (), 1)
    return "".join([_reason(row["text"], place, lost) for place, row in rows if row.get("text")])


def _reason(said: str, place: int, lost: set[str]) -> str:
    return node(
        "AdditionalInformation",
        *fill(_REASON, {"text": said}, lost, "amendments/"),
        leaf("StatementTypeCode", REASON),
        pointers.write(f"42A/1 → 06A/{place}"),
    )


def amendments(body: Body, lost: set[str]) -> str:
    """Return Amendment elements with their pointers, as far as they are WCO pointers."""
    return "".join([_amendment(row, lost) for row in body.get("amendments") or ()])


def _amendment(row: Body, lost: set[str]) -> str:
    inner = "".join(fill(AMENDMENT, row, lost, "amendments/"))
    path = pointers.write(row.get("pointer", ""))
    if row.get("pointer") and not path:
        lost.add("amendments/pointer")
    # Even an empty one is written: statements point at amendments by their number.
    return f"<Amendment>{inner}{path}</Amendment>"
