"""Free texts of a SAD: a statement a line; a consignment's reference has a mark.

The SAD has no place for a UCR. `UCR: ` at the beginning of a line is the hub's own mark, to be
agreed on with each country.
"""

from __future__ import annotations

from hub.connector.formats.asycuda.markup import Losses, rest, texts, whole
from hub.connector.formats.walk import add
from hub.domain.declaration import Body

UCR = "UCR: "
_DESCRIPTION = "statementDescription"
_CARRIED = frozenset({_DESCRIPTION})


def read_text(target: Body, said: str) -> None:
    """Read a free text: each line is a statement, or the reference of the consignment."""
    for line in said.split("\n"):
        text = line.strip()
        if text.startswith(UCR) and "ucr" not in target:
            target["ucr"] = text[len(UCR) :].strip()
        elif text:
            add(target, "statements", {_DESCRIPTION: text})


def free_texts(row: Body, lost: Losses, where: str = "") -> tuple[str, str]:
    """Return the statements of a declaration or an item as one text, and its marked reference."""
    lines = []
    for statement in row.get("statements") or ():
        line = " ".join(statement.get(_DESCRIPTION, "").split("\n")).strip()
        if not line or line != statement.get(_DESCRIPTION) or line.startswith(UCR):
            lost.add(f"{where}statements")
        else:
            # Only for what XML cannot hold: the text itself is escaped with its neighbours.
            texts(statement, (("", _DESCRIPTION),), lost, f"{where}statements/")
        rest(statement, _CARRIED, lost, f"{where}statements/")
        lines.append("" if line.startswith(UCR) else line)
    ucr = " ".join(row.get("ucr", "").split())
    if ucr != row.get("ucr", "") or not whole(ucr):
        lost.add(f"{where}ucr")
    return "\n".join([line for line in lines if line]), f"{UCR}{ucr}" if ucr else ""
