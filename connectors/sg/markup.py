"""Writes TradeNet XML: elements by string, escaped, empty ones left out; what is lost is noted."""

from __future__ import annotations

from hub.connector.formats.losses import Losses
from hub.connector.formats.xml import escape

_TN = "urn:crimsonlogic:tn:schema:xsd:"
_SPACES = {
    "cbc": "CommonBasicComponents-2",
    "cac": "CommonAggregateComponents-2",
    "ipt": "InPayment",
    "inp": "InNonPayment",
    "out": "OutwardDeclaration",
    "tnp": "TranshipmentMovement",
    "coo": "CertificateOfOrigin",
    "app": "ApprovalMessage",
    "rej": "RejectionMessage",
    "err": "ErrorMessage",
}
_DECLARED = "".join(f' xmlns:{prefix}="{_TN}{name}"' for prefix, name in _SPACES.items())
NAME_LINES, NAME_LINE = 2, 50
REMARKS, REMARK = 2, 512


def document(root: str, when: str, identifier: str, inner: str) -> str:
    """Return an interchange with its namespaces, the time it was made and its number."""
    attributes = f'dateTime="{escape(when)}" instanceIdentifier="{escape(identifier)}"'
    return f'<{root} xmlns="{_TN}{root}"{_DECLARED} {attributes}>{inner}</{root}>'


def basic(name: str, value: str, attribute: str = "", stated: str = "") -> str:
    """Return a basic component, nothing for an empty value."""
    if not value:
        return ""
    text = value if value.isalnum() else escape(value)
    said = f' {attribute}="{escape(stated)}"' if stated else ""
    return f"<cbc:{name}{said}>{text}</cbc:{name}>"


def group(name: str, inner: str, prefix: str = "cac") -> str:
    """Return an aggregate component, nothing where nothing stands in it."""
    return f"<{prefix}:{name}>{inner}</{prefix}:{name}>" if inner else ""


def fitting(value: str, size: int, path: str, lost: Losses) -> str:
    """Return a code that fits its element; half a code is none, and is named as lost."""
    if len(value) <= size:
        return value
    lost.add(path)
    return ""


def cut(value: str, size: int, path: str, lost: Losses) -> str:
    """Return a text, cut where it is longer than its element, and named as lost."""
    if len(value) <= size:
        return value
    lost.add(path)
    return value[:size].rstrip()


def name_lines(name: str, path: str, lost: Losses) -> str:
    """Return a name in two lines of fifty characters, broken at a blank where it has one."""
    lines: list[str] = []
    rest = name
    while rest and len(lines) < NAME_LINES:
        at = len(rest) if len(rest) <= NAME_LINE else rest.rfind(" ", 1, NAME_LINE + 1)
        at = at if at > 0 else NAME_LINE
        lines.append(rest[:at].strip())
        rest = rest[at:].strip()
    if " ".join(lines) != name:
        lost.add(path)
    return "".join([basic("Name", line) for line in lines])
