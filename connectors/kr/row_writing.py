"""Rows both documents write: parties, transport, documents and what came before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connectors.kr.nodes import Node, Sheet, code, date, element, made, reverse, rows, text
from connectors.kr.tables import CARGO, HERE, SCHEMES
from hub.connector.formats.xml import escape
from hub.domain.declaration import Body

FIRST_ADDRESS, SECOND_ADDRESS = 70, 150
MODES = reverse({k: v for k, v in HERE.codes["modes"].items() if len(k) == 2})
SHORT_MODES = reverse({k: v for k, v in HERE.codes["modes"].items() if len(k) == 1})
ID = code("wco:ID", "id", 35)
NAME = text("wco:Name", "name", 70)
DATE = date("wco:IssueDateTime", "issueDate")
_DOCUMENT = (
    ID,
    DATE,
    code("wco:TypeCode", "typeCode", 3),
    text("wco:Name", "name", 70),
)
DOCUMENT = Sheet(*_DOCUMENT)
TYPED = Sheet(code("wco:TypeCode", "typeCode", 3), ID)
CONTRACT = Sheet(ID, code("wco:TypeCode", "typeCode", 3))
NUMBER = Sheet(ID, besides="typeCode")


def party(tag: str, role: str, *nodes: Node, instead: str = "") -> Node:
    """Return the node of the first party of a role; `roles` names the others as lost.

    Where none is stated, the party of the role `instead` stands there: it is written, though it
    does not come back in its own role.
    """
    sheet = Sheet(*nodes, besides="role")

    def write(body: Body, lost: set[str], path: str) -> str:
        row = first(body, role) or (first(body, instead) if instead else None)
        return element(tag, sheet.write(row, lost, "parties/")) if row else ""

    return made(write, "parties")


def first(body: Body, role: str) -> Body | None:
    """Return the first party of a role."""
    return next((row for row in body.get("parties") or () if row["role"] == role), None)


def roles(known: str) -> Node:
    """Return a node that writes nothing, and names the parties no element is for."""
    allowed = frozenset(known.split())

    def write(body: Body, lost: set[str], path: str) -> str:
        seen: set[str] = set()
        for row in body.get("parties") or ():
            if row["role"] in seen or row["role"] not in allowed:
                lost.add(f"parties/{row['role']}")
            seen.add(row["role"])
        return ""

    return made(write, "parties")


def scheme_id(*schemes: str) -> Node:
    """Return a party's number with the agency that gave it; of no known one, ZZZ or the first."""
    allowed = [scheme for scheme in SCHEMES if scheme in schemes]
    otherwise = "ZZZ" if "ZZZ" in allowed else allowed[0]

    def write(row: Body, lost: set[str], path: str) -> str:
        value, kind = row.get("id", ""), row.get("idType", "")
        if kind and (kind not in allowed or not value):
            lost.add(f"{path}idType")
        if len(value) > 35 or not value.isprintable() or value != value.strip():
            lost.add(f"{path}id")
            value = ""
        scheme = kind if kind in allowed else otherwise
        return element("wco:ID", escape(value), f' schemeAgencyID="{scheme}"')

    return made(write, "id idType")


def address(tag_first: str, tag_second: str) -> tuple[Node, Node]:
    """Return the nodes of an address in two parts, split at a blank: the second stands first."""

    def second(row: Body, lost: set[str], path: str) -> str:
        parts = _split(row.get("address") or "")
        if parts is None:
            lost.add(f"{path}address")
            return ""
        return element(tag_second, escape(parts[1]))

    def begin(row: Body, lost: set[str], path: str) -> str:
        stated = row.get("address") or ""
        parts = _split(stated)
        return element(tag_first, escape(parts[0] if parts else stated[:FIRST_ADDRESS].strip()))

    return made(second, "address"), made(begin, "address")


def _split(stated: str) -> tuple[str, str] | None:
    """Return both parts of an address, None where they do not hold it as it is."""
    if not stated.isprintable() or stated != stated.strip():
        return None if stated else ("", "")
    if len(stated) <= FIRST_ADDRESS:
        return stated, ""
    at = stated.rfind(" ", 0, FIRST_ADDRESS + 1)
    rest = stated[at + 1 :]
    return (stated[:at], rest) if at > 0 and len(rest) <= SECOND_ADDRESS else None


def border(body: Body) -> Body:
    """Return the means of transport at the border, empty where none is stated."""
    stated = body.get("transport") or ()
    return next((row for row in stated if row["stage"] == "BORDER"), {})


def border_only(fields: str, modes: Mapping[str, str]) -> Node:
    """Return a node that writes nothing, and names what of the transport has no element."""
    known = frozenset(fields.split()) | {"stage", "nationalModeCode"}

    def write(body: Body, lost: set[str], path: str) -> str:
        kept = border(body)
        for row in body.get("transport") or ():
            if row is not kept:
                lost.add(f"transport/{row['stage']}")
        lost.update([f"transport/{name}" for name in kept.keys() - known if kept[name]])
        if kept and not _says(kept, known) and kept.get("modeCode") not in modes:
            lost.add("transport/BORDER")
        if kept.get("nationalModeCode") not in (None, "", modes.get(kept.get("modeCode", ""))):
            lost.add("transport/nationalModeCode")
        return ""

    return made(write, "transport")


def _says(means: Body, known: frozenset[str]) -> bool:
    """Say whether a means of transport states what is written of it, beside its mode."""
    named = ("name", "id", "journeyId", *(known & {"nationality"}))
    return any(means.get(field) for field in named)


def vessel(means: Body, lost: set[str]) -> str:
    """Return the name of the means of transport, else its number or that of its journey."""
    stated = means.get("name") or means.get("id") or means.get("journeyId") or ""
    return _VESSEL.write({"name": stated}, lost, "transport/")


_VESSEL = text("wco:Name", "name", 35)


def of_border(node: Node) -> Node:
    """Return a node of the border transport as one of the body."""
    return made(lambda body, lost, path: node.write(border(body), lost, "transport/"), "transport")


def in_order(before: Sequence[Body], after: Sequence[Body], lost: set[str], path: str) -> None:
    """Name from which position on rows do not come back in their place."""
    for place, row in enumerate(before):
        if place >= len(after) or after[place] is not row:
            lost.add(f"{path}/{place}")
            return


def cargo(tag: str) -> Node:
    """Return the node of the first cargo number among the previous documents."""

    def write(body: Body, lost: set[str], path: str) -> str:
        row = cargo_of(body)
        return element(tag, escape(row["id"])) if row else ""

    return made(write, "previousDocuments")


def cargo_of(body: Body) -> Body | None:
    """Return the cargo number (화물관리번호) stated as a previous document."""
    stated = body.get("previousDocuments") or ()
    fits = (
        row for row in stated if row.get("typeCode") == CARGO and 0 < len(row.get("id", "")) < 36
    )
    return next(fits, None)


def equipment(tag: str, body: Body, lost: set[str]) -> str:
    """Return the containers, numbered; seals, sizes and fullness have no element."""
    listed = body.get("equipment") or ()
    written = rows(tag, _UNIT, listed, lost, "equipment", 99)
    opening = f"<{tag}>"
    return "".join(
        [
            f"{opening}<wco:SequenceNumeric>{place:03}</wco:SequenceNumeric>{unit[len(opening) :]}"
            for place, unit in enumerate(written, 1)
        ]
    )


_UNIT = Sheet(code("wco:ID", "id", 17))
