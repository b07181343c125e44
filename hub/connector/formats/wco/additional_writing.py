"""Additional messages (function 13): what is said about a declaration that was lodged before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from hub.connector.formats.wco import pointers
from hub.connector.formats.wco.classes_writing import AMENDMENT, by_role
from hub.connector.formats.wco.leaves import code, element, fill, sheet, text
from hub.connector.formats.wco.markup import leaf, node
from hub.domain.declaration import Body

ADDITIONAL = "13"
CANCELLATION = "INV"
KINDS = {"1": CANCELLATION, "4": "COR", "5": "COR"}
REASON = "AES"
"""StatementTypeCode of the reason for an additional message."""
_IDENTITY = sheet(
    code("FunctionalReferenceID", "functionalReferenceId", 35),
    code("ID", "declarationId", 70),
    besides="declarationKey country functionCode references amendments parties typeCode",
)
_SUBMITTER = sheet(code("ID", "id", 17), besides="role")
_REASON = sheet(text("StatementDescription", "text", 512))
_ROLES = frozenset({"Submitter"})


def cancellation(body: Body, lost: set[str]) -> str:
    """Return the inside of a cancellation request (13, INV): its identity and the reason.

    With a reason and its code it is what the schema for cancellations asks for; a reason or code
    that was not stated is not invented, the general schema allows for that.
    """
    rows = body.get("amendments")
    if not rows:
        rows, body = _as_reason(body.get("statements") or ()), {**body, "statements": ()}
    parties = by_role(body.get("parties") or (), _ROLES, lost, "parties")
    stated = {**body, "amendments": rows}
    return "".join(
        (
            leaf("FunctionCode", ADDITIONAL),
            *fill(_IDENTITY, body, lost),
            leaf("TypeCode", CANCELLATION),
            element("Submitter", _SUBMITTER, parties.get("Submitter", {}), lost, "parties/"),
            reasons(stated),
            amendments(stated, lost),
        )
    )


def _as_reason(statements: Sequence[Body]) -> list[Body]:
    """Return the first statement as the reason, where no amendment says one."""
    said = (row["statementDescription"] for row in statements if row.get("statementDescription"))
    return [{"text": text} for text in islice(said, 1)]


def reasons(body: Body) -> str:
    """Return the reasons of amendments as statements that point at them."""
    rows = enumerate(body.get("amendments") or (), 1)
    return "".join(_reason(row["text"], place) for place, row in rows if row.get("text"))


def _reason(said: str, place: int) -> str:
    return node(
        "AdditionalInformation",
        *fill(_REASON, {"text": said}, set()),
        leaf("StatementTypeCode", REASON),
        pointers.write(f"42A/1 → 06A/{place}"),
    )


def amendments(body: Body, lost: set[str]) -> str:
    """Return Amendment elements with their pointers, as far as they are WCO pointers."""
    return "".join(_amendment(row, lost) for row in body.get("amendments") or ())


def _amendment(row: Body, lost: set[str]) -> str:
    inner = "".join(fill(AMENDMENT, row, lost, "amendments/"))
    path = pointers.write(row.get("pointer", ""))
    if row.get("pointer") and not path:
        lost.add("amendments/pointer")
    # Even an empty one is written: statements point at amendments by their number.
    return f"<Amendment>{inner}{path}</Amendment>"
