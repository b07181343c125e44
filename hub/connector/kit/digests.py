"""What a certificate vouches for, as hashes: when one of these changes, the certificate lapses."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from hub.connector import formats
from hub.connector.kit.papers import folder_of
from hub.connector.manifest import load
from hub.settings import ROOT

CERTIFICATE = "certificate.json"


def digests(country: str) -> dict[str, str]:
    """Return name → sha256 of the schemas, the country's folder, its samples and its family."""
    folder = folder_of(country)
    family = Path(str(formats.__file__)).parent / load(folder).family
    return {
        "schemas": tree(sorted((ROOT / "schemas").rglob("*.avsc")), ROOT),
        "samples": tree(_files(folder / "samples"), folder),
        "connector": tree(_files(folder), folder),
        "family": tree(_files(family), family),
    }


def tree(files: Iterable[Path], root: Path) -> str:
    """Return one sha256 over names and contents."""
    total = sha256()
    for path in files:
        name = path.relative_to(root).as_posix().encode()
        total.update(b"%d %b %b" % (len(name), name, sha256(path.read_bytes()).digest()))
    return total.hexdigest()


def _files(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and path.name != CERTIFICATE
    ]
