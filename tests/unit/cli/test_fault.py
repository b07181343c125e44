"""`hub fault`."""

from __future__ import annotations

from pathlib import Path

import httpx
import orjson
import pytest

from hub.local import machine
from tests.unit.cli.commands import complaint, hub


@pytest.fixture
def sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """A demo that runs here, and the orders it gets."""
    (tmp_path / "twins.json").write_bytes(orjson.dumps({"port": 1}))
    monkeypatch.setattr(machine, "DEFAULT", tmp_path)
    orders: list[object] = []

    def post(url: str, *, json: object, **_: object) -> httpx.Response:
        orders.append(json)
        assert url == "http://127.0.0.1:1/control"
        return httpx.Response(200 if "sleepy" not in str(json) else 400, json={"error": "no such"})

    monkeypatch.setattr(httpx, "post", post)
    return orders


def test_faults_of_both_sides_are_switched(sent: list[object]) -> None:
    """By name, several countries at once; none ends them."""
    assert hub("fault", "vn=slow", "cn=duplicate", "cn=tardy", "la=none").exit_code == 0
    assert sent == [
        {"fault": {"vn": "slow", "la": None}, "speak": {"cn": ["duplicate", "tardy"], "la": []}}
    ]


def test_an_unknown_fault_and_an_unfinished_order_are_refused(sent: list[object]) -> None:
    """With what the demo says, or how it is written."""
    assert complaint(hub("fault", "vn=sleepy")) == "no such"
    assert "write cc=fault" in complaint(hub("fault", "vn"))


def test_faults_are_listed() -> None:
    """What can go wrong on either side."""
    listed = hub("fault").stdout
    assert "flapping" in listed
    assert "disorder" in listed


def test_without_a_demo_there_is_nothing_to_break(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command that starts one is named."""
    monkeypatch.setattr(machine, "DEFAULT", tmp_path)
    assert "make demo" in complaint(hub("fault", "vn=slow"))
