"""What a certificate vouches for."""

from __future__ import annotations

from pathlib import Path

from hub.connector.kit.digests import CERTIFICATE, digests, tree


def test_a_change_shows_where_it_was_made(folder: Path) -> None:
    """In the samples: samples and connector; the certificate itself and caches do not count."""
    before = digests("xa")
    (folder / CERTIFICATE).write_text("{}")
    (folder / "__pycache__").mkdir(exist_ok=True)
    (folder / "__pycache__/mapping.pyc").write_bytes(b"x")
    assert digests("xa") == before
    (folder / "samples/export.xml").write_bytes(b"<a/>")
    after = digests("xa")
    assert {name for name in after if after[name] != before[name]} == {"samples", "connector"}


def test_names_count_as_well_as_contents(tmp_path: Path) -> None:
    """The same bytes under another name are another tree."""
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").write_bytes(b"x")
    assert tree([tmp_path / "a"], tmp_path) != tree([tmp_path / "b"], tmp_path)
