"""Connectors are pure: no clock, no chance, no I/O once they are loaded."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from hub.settings import ROOT

MODULES = sorted(
    path
    for folder in ("connectors", "hub/connector/formats")
    for path in (ROOT / folder).rglob("*.py")
)
FORBIDDEN_MODULES = {"time", "random", "socket", "subprocess", "urllib", "httpx", "asyncio", "os"}
FORBIDDEN_CALLS = {"now", "utcnow", "today", "open", "eval", "exec", "print", "input"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_connector_does_nothing_but_translate(path: Path) -> None:
    """It imports no clock and no I/O, and calls neither."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name.partition(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module.partition(".")[0]]
        elif isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            found += [f"line {node.lineno}: {name}()"] if name in FORBIDDEN_CALLS else []
        found += [f"import {name}" for name in names if name in FORBIDDEN_MODULES]
    assert found == []
