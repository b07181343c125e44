"""What a declaration follows: the reference of an item, and the declarations written off.

`Item/Previous_doc/Previous_document_reference` has one number an item. `Prev_decl` has as many as
are needed, each with the item it belongs to and the line it follows; without an item it belongs to
the whole. That a number of another country may stand there whole is to be confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from hub.connector.formats.asycuda import registration
from hub.connector.formats.asycuda.markup import Losses, Names, block, rest, text, texts, whole
from hub.connector.formats.asycuda.profile import Profile
from hub.connector.formats.walk import Element, Findings, Table, add, row
from hub.domain.declaration import Body

MAX_PREVIOUS = 99
EXPORTED = "830"
"""EDIFACT 1001, goods declaration for exportation: what an import follows, to be confirmed."""

MANIFEST = "785"
"""EDIFACT 1001, cargo manifest."""

is_reference = re.compile(r"[0-9A-Za-z][0-9A-Za-z /.()_-]{2,69}").fullmatch
"""What can be a document's number; traders also write notes into the field."""

_NUMBER = re.compile(r"^(?:nr|no)(?:[.:] *| +)", re.IGNORECASE)
"""What traders write before a number: `NR. 26ITQXC010031387E4`."""

Rows = list[tuple[str, Body]]

_ELEMENTS = Table(
    {
        "Prev_decl_office_code": "office",
        "Prev_decl_reg_year": "year",
        "Prev_decl_reg_serial": "serial",
        "Prev_decl_reg_number": "number",
        "Prev_decl_item_number": "line",
        "Prev_decl_current_item": "item",
    },
    "Prev_decl/",
)
_PARTS: Names = (
    ("Prev_decl_office_code", "office"),
    ("Prev_decl_reg_year", "year"),
    ("Prev_decl_reg_serial", "serial"),
    ("Prev_decl_reg_number", "number"),
)
_CARRIED = frozenset({"id", "typeCode", "lineNumeric"})


def read_previous(element: Element, target: Body, found: Findings) -> None:
    """Read a `Prev_decl`; the item it belongs to is looked up when all items are read."""
    stated = row(element, _ELEMENTS, found)
    item, line = stated.pop("item", ""), stated.pop("line", "")
    office, year, serial, number = (stated.get(name, "") for _, name in _PARTS)
    if number:
        whole = serial or year
        followed = {"id": registration.composed(office, year, serial, number) if whole else number}
        if line:
            followed["lineNumeric"] = line
        add(target, "sad.previous", (item, followed))
    else:
        for name, said in stated.items():
            found.put(f"Prev_decl/{name}", said)


def settle(body: Body, rows: Rows, profile: Profile, found: Findings) -> None:
    """Give each item what it follows; at the head stands all that is followed."""
    items = body.get("goodsItems", [])
    head: dict[str, Body] = {}
    if body.get("side") == "IMPORT":
        for one in items:
            for followed in one.get("previousDocuments", ()):
                followed["typeCode"] = EXPORTED
    for item, followed in rows:
        if not item:
            head.setdefault(followed["id"], followed)
        elif item.isdecimal() and len(item) < 7 and 0 < int(item) <= len(items):
            _merge(items[int(item) - 1], followed)
        else:
            found.put("Prev_decl/Prev_decl_reg_number", followed["id"])
    for one in items:
        for followed in one.get("previousDocuments", ()):
            head.setdefault(followed["id"], followed)
    if profile.followed and body.get("side") == "IMPORT":
        for one in items:
            _attached(one, profile, head)
    if head:
        body["previousDocuments"] = list(head.values())[:MAX_PREVIOUS]


def _attached(item: Body, profile: Profile, head: dict[str, Body]) -> None:
    """An export declaration among the attached documents is followed like a reference."""
    for document in item.get("documents", ()):
        number = _NUMBER.sub("", document.get("id", ""), count=1)
        if document.get("typeCode") in profile.followed and is_reference(number):
            own = item.get("previousDocuments", ())
            if all(followed["id"] != number for followed in own):
                add(item, "previousDocuments", {"id": number, "typeCode": EXPORTED})
            head.setdefault(number, item["previousDocuments"][-1])


def _merge(item: Body, followed: Body) -> None:
    """Add a row; the item's reference may state the same number without its line."""
    known = item.get("previousDocuments", [])
    if known and known[0]["id"] == followed["id"] and "lineNumeric" not in known[0]:
        known[0].update(followed)
    else:
        add(item, "previousDocuments", followed)


def reference(item: Body, head: Iterable[Body]) -> str:
    """Return the reference of an item: the first number it follows, else the first of the head."""
    own = item.get("previousDocuments") or head
    first = next((followed.get("id", "") for followed in own), "")
    return first if is_reference(first) else ""


def written(body: Body, lost: Losses) -> str:
    """Return every `Prev_decl`: what the references of the items do not say, or not whole."""
    head = body.get("previousDocuments") or ()
    importing = body.get("side") == "IMPORT"
    derived: dict[str, tuple[str, str]] = {}
    parts = []
    for place, item in enumerate(body.get("goodsItems") or (), 1):
        own = item.get("previousDocuments") or ()
        stated = reference(item, head)
        for number, followed in enumerate(own or head[:1]):
            kind = EXPORTED if importing and not number and stated else ""
            derived.setdefault(
                followed.get("id", ""), (followed.get("lineNumeric", "") if own else "", kind)
            )
            if own and (number or not stated or followed.get("lineNumeric")):
                parts.append(_element(followed, str(place), lost, "goodsItems/previousDocuments/"))
            if own:
                _name(followed, kind, lost, "goodsItems/previousDocuments/")
        if len({followed.get("id") for followed in own}) < len(own):
            lost.add("goodsItems/previousDocuments")
    return _of_head(head, derived, lost) + "".join(parts)


def _of_head(head: Iterable[Body], derived: dict[str, tuple[str, str]], lost: Losses) -> str:
    """Return what the head follows, nothing where the items say all of it in its order."""
    rows = list(head)
    said = [(followed.get("id", ""), followed.get("lineNumeric", "")) for followed in rows]
    same = said == [(number, line) for number, (line, _) in derived.items()][: len(said)]
    same = same and not (rows and not is_reference(said[0][0]))
    for followed in rows:
        kind = derived.get(followed.get("id", ""), ("", ""))[1] if same else ""
        _name(followed, kind, lost, "previousDocuments/")
    if len({number for number, _ in said}) < len(said):
        lost.add("previousDocuments")
    if len(rows) > MAX_PREVIOUS:
        lost.add(f"previousDocuments/{MAX_PREVIOUS}")
    return (
        ""
        if same
        else "".join([_element(followed, "", lost, "previousDocuments/") for followed in rows])
    )


def _name(followed: Body, kind: str, lost: Losses, where: str) -> None:
    if followed.get("typeCode", "") not in ("", kind):
        lost.add(f"{where}typeCode")
    rest(followed, _CARRIED, lost, where)
    if not followed.get("id"):
        lost.add(where[:-1])


def _element(followed: Body, item: str, lost: Losses, where: str) -> str:
    number = followed.get("id", "")
    if not number.isalnum() and not whole(number):
        lost.add(f"{where}id")
    parts = registration.split(number)
    stated = parts._asdict() if parts else {"number": number}
    return block(
        "Prev_decl",
        texts(stated, _PARTS, set())
        + text(
            "Prev_decl_item_number", followed.get("lineNumeric", ""), lost, f"{where}lineNumeric"
        )
        + text("Prev_decl_current_item", item),
    )
