"""Which document a canonical declaration becomes: 830, 929 or an application to change one.

A partner's export declaration becomes an 830, though it is not Korea that exports: the country of
export, which the form takes for granted, is then named as lost.
"""

from __future__ import annotations

from decimal import Decimal

from connectors.kr import amending, write_830, write_929
from connectors.kr.nodes import Node, Sheet, code, fixed, group, made, rows, text
from connectors.kr.row_writing import ID, NAME, party, roles
from connectors.kr.tables import HERE
from hub.domain.declaration import Body
from hub.domain.numbers import decimal

_BASIC = "declarationKey country side functionCode references typeCode version"
_FUNCTIONS = frozenset({"1", "4", "5", "9"})
_CHANGE = Sheet(
    code("wco:ChangeReasonCode", "changeReasonCode", 3),
    text("kcs:Reason", "text", 512),
    group("wco:Pointer", text("wco:TagID", "pointer", 512)),
)


def _version(body: Body, lost: set[str], path: str) -> str:
    return f"<wco:VersionID>{body.get('version') or 1}</wco:VersionID>"


def _changes(body: Body, lost: set[str], path: str) -> str:
    listed = body.get("amendments") or ()
    return "".join(rows("wco:Amendment", _CHANGE, listed, lost, "amendments", len(listed)))


def _originals(number: str) -> tuple[Node, ...]:
    """Return the header of an original: with a function in the 830, without one in the 929."""
    kind = fixed("wco:TypeCode", f"GOVCBR{number}")
    if number == "830":
        function = fixed("wco:FunctionCode", "9")
        return (write_830.OFFICE, function, *write_830.HEADER, kind, write_830.NATURE)
    header = (write_830.OFFICE, write_830.NUMBER, write_929.HEADER_AMOUNT, *write_830.TOTALS)
    return (*header, kind, write_830.NATURE)


def _applied(kind: str, application: str) -> tuple[Node, ...]:
    """Return what only an application states."""
    said = (fixed("kcs:ApplicationTypeCode", application),) if application else ()
    return (
        fixed("wco:TypeCode", kind),
        made(_version, "version"),
        *said,
        made(_changes, "amendments"),
    )


def _amendment(kind: str, application: str, number: str, nodes: tuple[Node, ...]) -> Sheet:
    header = [node for node in _originals(number) if node.fields]
    *before, nature = header
    return Sheet(*before, *_applied(kind, application), nature, *nodes, besides=f"{_BASIC} {_ENDS}")


def _withdrawal(kind: str, application: str, end: str) -> Sheet:
    header = (write_830.OFFICE, write_830.NUMBER, write_830.ISSUED)
    declarant = party("wco:Submitter", "Declarant", ID, NAME)
    applied = _applied(kind, application)
    return Sheet(*header, *applied, declarant, roles("Declarant"), besides=f"{_BASIC} {end}")


_ENDS = "exportCountry destinationCountry"
_EXPORT, _IMPORT = "exportCountry", "destinationCountry"
_FORMS: dict[tuple[str, str], tuple[str, Sheet]] = {
    ("EXPORT", "9"): (
        "EXP_830",
        Sheet(*_originals("830"), *write_830.NODES, besides=f"{_BASIC} {_ENDS}"),
    ),
    ("IMPORT", "9"): (
        "IMP_929",
        Sheet(*_originals("929"), *write_929.NODES, besides=f"{_BASIC} {_ENDS}"),
    ),
    ("EXPORT", "5"): (
        "EXP_5AS",
        _amendment(amending.EXPORT_APPLICATION, "A", "830", write_830.NODES),
    ),
    ("IMPORT", "5"): ("IMP_5FE", _amendment(amending.IMPORT_AMENDMENT, "", "929", write_929.NODES)),
    ("EXPORT", "1"): ("EXP_5AS", _withdrawal(amending.EXPORT_APPLICATION, "B", _EXPORT)),
    ("IMPORT", "1"): ("IMP_5BF", _withdrawal(amending.IMPORT_WITHDRAWAL, "", _IMPORT)),
}


def declaration(body: Body) -> tuple[str, str, tuple[str, ...]]:
    """Return the schema's name, the inside of the Declaration, and what is lost."""
    lost: set[str] = set()
    side, function = _side(body, lost), _function(body, lost)
    name, sheet = _FORMS[side, function]
    body = _totalled(body)
    inner = sheet.write(body, lost)
    end = _EXPORT if side == "EXPORT" else _IMPORT
    if body.get(end) not in (None, "", HERE.code):
        lost.add(end)
    if body.get("typeCode") not in (None, "", f"GOVCBR{name[4:]}"):
        lost.add("typeCode")
    if function == "9" and body.get("version"):
        lost.add("version")
    number = write_830.number_of(body)
    if number != body.get("declarationId") and body.get("declarationId"):
        lost.add("declarationId")
    if body.get("functionalReferenceId"):
        lost.add("functionalReferenceId")
    return name, inner, tuple(sorted(lost))


def _totalled(body: Body) -> Body:
    """Return a body with the total of its items, if all are in one currency and it states none.

    Both forms state the currency once, with the total: without it no item could state an amount.
    """
    items = body.get("goodsItems") or ()
    amounts = [decimal(item.get("itemAmount") or "") for item in items]
    currencies = {item.get("itemCurrency") or "" for item in items}
    if body.get("invoiceAmount") or len(currencies) != 1 or "" in currencies or None in amounts:
        return body
    total = format(sum(map(Decimal, filter(None, amounts)), Decimal()), "f")
    return {**body, "invoiceAmount": total, "invoiceCurrency": currencies.pop()}


def _side(body: Body, lost: set[str]) -> str:
    side = body.get("side") or ""
    if side in ("EXPORT", "IMPORT"):
        return str(side)
    if side:
        lost.add("side")
    return "IMPORT" if body.get(_IMPORT) == HERE.code else "EXPORT"


def _function(body: Body, lost: set[str]) -> str:
    """Return 9, 1, or 5 for any change: one that states goods is read as a replacement."""
    function = body.get("functionCode") or "9"
    if function not in _FUNCTIONS:
        lost.add("functionCode")
        return "9"
    if function in "45" and (function == "4") == bool(body.get("goodsItems")):
        lost.add("functionCode")
    return "5" if function == "4" else str(function)
