"""Tests mirror the code: whoever opens a module knows where its behaviour is written down."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from hub.settings import ROOT

FAMILIES = "connector/formats/"
"""Format families: tests lie flat, one a family (`test_wco.py`) or one a module of it."""

COVERED = {
    "connector/contract.py": "a Protocol: tests/connectors/test_conformance.py",
    "domain/reading.py": "values without behaviour",
    "local/twins/sent.py": "what a ledger keeps: tests/unit/local/twins/test_ledger.py",
    "local/twins/trading.py": "by its sender: tests/unit/local/twins/test_sender.py",
    "store/decisions.py": "SQL: tests/integration/test_postgres.py",
    "store/leases.py": "SQL: tests/integration/test_postgres.py",
    "store/receipts.py": "SQL: tests/integration/test_postgres.py",
    "store/recording.py": "SQL: tests/integration/test_postgres.py",
    "store/schema_ids.py": "SQL: tests/integration/test_postgres.py",
    "store/search.py": "SQL: tests/integration/test_postgres.py",
}
"""Modules without a unit test of their own, each with where they are tested, or why not."""

MODULES = sorted(
    path.relative_to(ROOT / "hub").as_posix()
    for path in (ROOT / "hub").rglob("*.py")
    if path.name not in ("__init__.py", "__main__.py")
)
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))


def written_for(module: str) -> tuple[Path, list[Path]]:
    """Return the file where a module's test belongs, and the tests it has."""
    path, unit = Path(module), ROOT / "tests" / "unit"
    if module.startswith(FAMILIES) and len(path.parts) > 3:
        family = path.parts[2]
        found = sorted((unit / FAMILIES).glob(f"test_{family}*.py"))
        return unit / FAMILIES / f"test_{family}_{path.name}", found
    own = unit / path.parent / f"test_{path.name}"
    return own, [own] if own.exists() else []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_its_test(module: str) -> None:
    """Create the file that is named, or say in COVERED where else the module is tested."""
    own, found = written_for(module)

    if module in COVERED:
        assert not found, f"hub/{module} has {own.name}: take it off the list in test_mirror.py"
    else:
        assert found, f"hub/{module} has no test: create {own.relative_to(ROOT)}"


def test_exceptions_are_modules_and_say_where() -> None:
    """A list of exceptions is as current as the code: no stranger, no file that is gone."""
    assert set(COVERED) <= set(MODULES)
    for module, reason in COVERED.items():
        for word in reason.split():
            assert not word.startswith("tests/") or (ROOT / word).exists(), f"{module}: {word}"


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_test_is_a_sentence(path: Path) -> None:
    """Each test file and each test says in a docstring which behaviour it holds."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]
    assert ast.get_docstring(tree), f"{path.relative_to(ROOT)} does not say what it is about"
    assert silent == [], "write the behaviour as a docstring"
