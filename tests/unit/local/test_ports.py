"""Ports: free, below the kernel's own range, and the same for the same folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.errors import Misconfigured
from hub.local import ports


def test_same_folder_same_ports(tmp_path: Path) -> None:
    """A machine finds its ports again."""
    assert ports.free_ports(tmp_path, 4) == ports.free_ports(tmp_path, 4)


def test_taken_ports_are_left_out(tmp_path: Path) -> None:
    """A port that somebody listens on is not chosen."""
    first, second = ports.free_ports(tmp_path, 2)
    taken = ports.bind(first)
    assert taken is not None
    with taken:
        taken.listen()

        assert ports.free_ports(tmp_path, 1) == [second]


def test_below_the_range_of_outgoing_connections(tmp_path: Path) -> None:
    """No client's outgoing connection can ever hold one of our ports."""
    assert max(ports.free_ports(tmp_path, 4)) < ports.ephemeral_floor()


def test_none_free_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """When nothing is free, the range that was searched is named."""
    monkeypatch.setattr(ports, "bind", lambda port: None)

    with pytest.raises(Misconfigured, match="no 1 free ports between 15000 and"):
        ports.free_ports(tmp_path, 1)
