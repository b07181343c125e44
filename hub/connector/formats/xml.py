"""XML from strangers, read safely; XML for strangers, escaped.

No DTD, no entities, no network, bounded depth and count. Not a mapping: a family walks the tree
once and decides what it means.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import cast

from lxml import etree

from hub.domain.faults import CHARSET, FORBIDDEN, TOO_MANY, TRUNCATED, UNPARSEABLE, Fault

MAX_DEPTH = 64
MAX_ELEMENTS = 250_000
MAX_PUSHED = 250_000
"""Bytes of a message that is pushed into its parser."""

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# What XML cannot hold at all, and what it can only hold escaped.
_SPECIAL = re.compile('[&<>"\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_NO_DTD = "a DTD or entity is not allowed"
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")
_CHARSET_ERRORS = frozenset(
    {
        etree.ErrorTypes.ERR_INVALID_CHAR,
        etree.ErrorTypes.ERR_INVALID_ENCODING,
        etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
        etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
    }
)
_TRUNCATION_ERRORS = frozenset(
    {
        etree.ErrorTypes.ERR_TAG_NOT_FINISHED,
        etree.ErrorTypes.ERR_DOCUMENT_END,
        etree.ErrorTypes.ERR_GT_REQUIRED,
        etree.ErrorTypes.ERR_LT_REQUIRED,
        etree.ErrorTypes.ERR_COMMENT_NOT_FINISHED,
        etree.ErrorTypes.ERR_CDATA_NOT_FINISHED,
    }
)


def parse(raw: bytes) -> tuple[etree._Element | None, tuple[Fault, ...]]:
    """Return the root element, or None and the reasons with line and column."""
    # A "!" is rare and found at once; only then is it worth looking what it belongs to.
    if b"!" in raw and (fault := _declared(raw)):
        return None, (fault,)
    # Every element costs at least one "<": a cheap bound before a tree is built, and only asked of
    # a message long enough to pass it.
    if len(raw) > 2 * MAX_ELEMENTS and raw.count(b"<") > 2 * MAX_ELEMENTS:
        return None, (Fault(TOO_MANY, "line 1", f"more than {MAX_ELEMENTS} elements"),)
    # An attribute costs at least one "=": a million of them would cost two hundred bytes each.
    if len(raw) > 2 * MAX_ELEMENTS and raw.count(b"=") > 2 * MAX_ELEMENTS:
        return None, (Fault(TOO_MANY, "line 1", f"more than {2 * MAX_ELEMENTS} attributes"),)
    try:
        root = _tree(raw)
    except etree.XMLSyntaxError as error:
        return None, (_syntax_fault(raw, error),)
    except ValueError as error:
        return None, (Fault(CHARSET, "line 1", str(error)),)
    # An encoding such as UTF-7 can hide a DTD from the search above, not from the parser.
    if root.getroottree().docinfo.internalDTD is not None:
        return None, (Fault(FORBIDDEN, "line 1", _NO_DTD),)
    if _TOO_DEEP(root):
        return None, (Fault(TOO_MANY, _depth(root), f"nested deeper than {MAX_DEPTH}"),)
    return root, ()


def _tree(raw: bytes) -> etree._Element:
    """Return the root of what is well-formed; raises what lxml raises of anything else."""
    if len(raw) <= MAX_PUSHED:
        parser = _parser()
        # Pushed into the parser, a message is read in one piece and not through a window that moves
        # on over it. A large one is not, since the parser keeps what is pushed.
        with suppress(etree.XMLSyntaxError, ValueError):
            parser.feed(raw)
            return parser.close()
    # Also what is not well-formed: a whole reading says which fault is the first, and where.
    return etree.fromstring(raw, _parser())


def _parser() -> etree.XMLParser:
    """Return a parser for one call: lxml keeps the last error on it, and reads stay independent."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
    )


def _depth(root: etree._Element) -> str:
    """Return where the first element stands that is too deep."""
    found = etree.XPath(f"({'/*' * (MAX_DEPTH + 1)})[1]")(root)
    deep = cast("list[etree._Element]", found)
    return f"line {deep[0].sourceline}"


def _declared(raw: bytes) -> Fault | None:
    found = _DOCTYPE.search(raw)
    if found or b"<\0!\0" in raw or b"\0<\0!" in raw:
        line = raw.count(b"\n", 0, found.start() if found else 0) + 1
        return Fault(FORBIDDEN, f"line {line}", _NO_DTD)
    return None


def _syntax_fault(raw: bytes, error: etree.XMLSyntaxError) -> Fault:
    line, column = error.position
    code, reason = UNPARSEABLE, getattr(error, "code", 0)  # lxml's stubs do not know it
    if reason in _CHARSET_ERRORS:
        code = CHARSET
    elif reason in _TRUNCATION_ERRORS:
        code = TRUNCATED
    elif "depth" in (error.msg or ""):
        code = TOO_MANY
    elif _at_end(raw, line, column):
        code = TRUNCATED
    return Fault(code, f"line {line}, column {column}", error.msg or "not well-formed XML")


def _at_end(raw: bytes, line: int, column: int) -> bool:
    last = raw.rfind(b"\n") + 1
    return line == raw.count(b"\n") + 1 and column > 1 and column >= len(raw) - last


def local(tag: object) -> str:
    """Return an element's name without its namespace; empty for anything that is no element."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def pointer(element: etree._Element) -> str:
    """Return an XPath-like pointer with local names and positions, for faults only (not fast)."""
    steps: list[str] = []
    node: etree._Element | None = element
    while node is not None:
        name = local(node.tag)
        before = sum(1 for other in node.itersiblings(preceding=True) if local(other.tag) == name)
        steps.append(f"{name}[{before + 1}]")
        node = node.getparent()
    return f"/{'/'.join(reversed(steps))} (line {element.sourceline})"


def escape(text: str) -> str:
    """Escape text for element content or a double-quoted attribute; drop what XML cannot hold."""
    # Letters and digits are most of it, and known as such without a search.
    if text.isalnum() or not _SPECIAL.search(text):
        return text
    return _SPECIAL.sub(_replacement, text)


def _replacement(found: re.Match[str]) -> str:
    return _ESCAPES.get(found.group(), "")
