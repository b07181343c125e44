"""Free ports of this machine, the same for the same folder wherever possible.

They are taken from below the range the kernel hands to outgoing connections: a client that keeps
trying a dead port inside that range can end up connected to itself, and then the port is taken
when its owner comes back.
"""

from __future__ import annotations

import socket
import zlib
from contextlib import ExitStack
from pathlib import Path

from hub.errors import Misconfigured

LOWEST = 15_000
EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_ports(folder: Path, count: int) -> list[int]:
    """Choose `count` ports that nobody listens on, starting from a place given by the folder."""
    span = ephemeral_floor() - LOWEST
    start = zlib.crc32(str(folder.resolve()).encode()) % span
    found: list[int] = []
    with ExitStack() as held:
        for step in range(span):
            if len(found) == count:
                return found
            port = LOWEST + (start + step) % span
            if (bound := bind(port)) is not None:
                held.enter_context(bound)
                found.append(port)
    raise Misconfigured(f"no {count} free ports between {LOWEST} and {LOWEST + span}")


def bind(port: int) -> socket.socket | None:
    """Take the port on the loopback address, or None when somebody has it."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind(("127.0.0.1", port))
    except OSError:
        held.close()
        return None
    return held


def ephemeral_floor() -> int:
    """First port the kernel may choose for an outgoing connection."""
    try:
        floor = int(EPHEMERAL.read_text().split()[0])
    except (OSError, ValueError):
        floor = 32_768
    return max(floor, LOWEST + 5_000)
