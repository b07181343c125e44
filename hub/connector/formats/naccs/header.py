"""The common header: 400 bytes with the line end, every field at its offset, padded with blanks."""

from __future__ import annotations

from collections.abc import Mapping

LENGTH = 400
LINE_END = b"\r\n"

# (offset, length) as documented for the VNACCS terminal; lengths in bytes.
FIELDS: Mapping[str, tuple[int, int]] = {
    "control": (0, 3),
    "job": (3, 5),
    "output": (8, 7),
    "time": (15, 14),
    "user": (29, 8),
    "path": (45, 6),
    "mail": (51, 64),
    "subject": (115, 64),
    "data": (219, 26),
    "division": (245, 3),
    "end": (248, 1),
    "type": (249, 1),
    "input": (253, 10),
    "index": (263, 100),
    "pattern": (363, 1),
    "system": (364, 1),
    "display": (365, 3),
    "length": (392, 6),
}


def read(raw: bytes) -> dict[str, str]:
    """Return the fields that are stated, as text; what is no UTF-8 shows as replacement."""
    found = {
        name: raw[at : at + size].decode("utf-8", "replace").strip()
        for name, (at, size) in FIELDS.items()
    }
    return {name: value for name, value in found.items() if value}


def write(fields: Mapping[str, str], body: bytes) -> bytes:
    """Return header and body; the length field counts both."""
    head = bytearray(b" " * (LENGTH - 2))
    stated = {**fields, "length": f"{LENGTH + len(body):06}"}
    for name, value in stated.items():
        at, size = FIELDS[name]
        data = clipped(value.encode("utf-8", "replace"), size)
        head[at : at + len(data)] = data
    return bytes(head) + LINE_END + body


def clipped(data: bytes, size: int, charset: str = "utf-8") -> bytes:
    """Return at most `size` bytes of text without cutting a character in two.

    >>> clipped("靴靴".encode("cp932"), 3, "cp932").decode("cp932")
    '靴'
    """
    if len(data) <= size:
        return data
    return data[:size].decode(charset, "ignore").encode(charset)
