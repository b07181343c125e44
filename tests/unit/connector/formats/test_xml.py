"""XML from strangers: what is taken, what is refused and with which fault."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hub.connector.formats import xml
from hub.domain.faults import CHARSET, FORBIDDEN, TOO_MANY, TRUNCATED, UNPARSEABLE

DTD = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


def fault_of(raw: bytes) -> str:
    """Return the one fault these bytes are refused with."""
    root, faults = xml.parse(raw)
    assert root is None
    (fault,) = faults
    assert fault.pointer
    return fault.code


def test_a_message_is_parsed_without_its_comments() -> None:
    """Comments and processing instructions are no part of what a family walks."""
    root, faults = xml.parse(b"<?xml version='1.0'?><a><!-- x --><?y z?><b>1</b></a>")
    assert faults == ()
    assert root is not None
    assert [child.tag for child in root] == ["b"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", UNPARSEABLE),
        (b"{}", UNPARSEABLE),
        (b"<a><b></c></a>", UNPARSEABLE),
        (b"<a>&b;</a>", UNPARSEABLE),
        (b"<a>\n <b>1</b>\n <c", TRUNCATED),
        (b"<a>\n <b>1</b>\n", TRUNCATED),
        (b"<a>\xff</a>", CHARSET),
        (b"<a>&#0;</a>", CHARSET),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', CHARSET),
        (DTD.encode(), FORBIDDEN),
        (b"\n\n<!doctype a><a/>", FORBIDDEN),
        (b"<a>" * 65 + b"</a>" * 65, TOO_MANY),
        (b"<a>" * 5000 + b"</a>" * 5000, TOO_MANY),
        (b"<a>" + b"<b/>" * 500_001 + b"</a>", TOO_MANY),
    ],
)
def test_what_is_no_message_is_refused(raw: bytes, code: str) -> None:
    """Each way of being unreadable has its own fault and place."""
    assert fault_of(raw) == code


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-32-le"])
def test_a_dtd_is_found_in_wide_encodings(encoding: str) -> None:
    """A DTD does not get in by being written two or four bytes a character."""
    declared = f'<?xml version="1.0" encoding="{encoding[:6]}"?>{DTD}'
    assert fault_of(declared.encode(encoding)) == FORBIDDEN


def test_a_dtd_is_found_where_the_bytes_hide_it() -> None:
    """An encoding without a readable "<!" is caught by the parser's own knowledge."""
    raw = b'<?xml version="1.0" encoding="UTF-7"?>+ADw-+ACE-DOCTYPE a+AD4-<a/>'
    assert fault_of(raw) == FORBIDDEN


def test_exclamation_marks_are_no_dtd() -> None:
    """Texts, comments and character data sections with "!" are ordinary."""
    root, _ = xml.parse(b"<a>Stop!<!-- ! --><![CDATA[<!x>]]></a>")
    assert root is not None
    assert root.text == "Stop!<!x>"


def test_a_place_is_named_by_path_and_line() -> None:
    """A pointer has local names, positions among like-named siblings and the line."""
    root, _ = xml.parse(b'<m:a xmlns:m="u"><m:b/>\n<c/><m:b><d/></m:b></m:a>')
    assert root is not None
    assert xml.pointer(root[2][0]) == "/a[1]/b[2]/d[1] (line 2)"


def test_a_tag_loses_its_namespace() -> None:
    """Only the local name counts; what is no element has none."""
    assert xml.local("{urn:x}Declaration") == "Declaration"
    assert xml.local("Declaration") == "Declaration"
    assert xml.local(None) == ""


@given(st.text())
def test_escaped_text_comes_back(text: str) -> None:
    """Whatever the text, it is well-formed inside an element and means what it meant."""
    root = etree.fromstring(f'<a b="{xml.escape(text)}">{xml.escape(text)}</a>'.encode())
    kept = "".join(c for c in text if c in "\t\n\r" or (ord(c) > 31 and c not in "\ufffe\uffff"))
    lines = kept.replace("\r\n", "\n").replace("\r", "\n")
    assert (root.text or "") == lines
    assert root.get("b") == lines.replace("\n", " ").replace("\t", " ")


@given(st.binary(max_size=300))
def test_any_bytes_have_an_answer(raw: bytes) -> None:
    """Bytes are parsed or refused with one fault, never with an exception."""
    root, faults = xml.parse(raw)
    assert (root is None) == bool(faults)


def test_attributes_are_counted_before_a_tree_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """An element may have as many as it likes, which is too many."""
    monkeypatch.setattr(xml, "MAX_ELEMENTS", 5)
    attributes = " ".join(f'a{n}="1"' for n in range(12))
    assert xml.parse(f"<a {attributes}/>".encode())[1][0].code == TOO_MANY
