"""A country's samples."""

from __future__ import annotations

from pathlib import Path

from hub.connector.kit import samples


def test_a_scaffold_begins_with_every_sample(folder: Path) -> None:
    """Each reads as the document beside it, the refused one is refused."""
    assert list(samples.complete("xa")) == []
    assert list(samples.read_as_expected("xa")) == []
    assert [name for name, _, _ in samples.of("xa")] == sorted(samples.NEEDED)


def test_a_missing_sample_is_named(folder: Path) -> None:
    """By the name it should have."""
    (folder / "samples/export.xml").unlink()
    assert [where for where, _, _ in samples.complete("xa")] == [f"{folder}/samples/export.*"]


def test_a_difference_is_shown_with_its_line(folder: Path) -> None:
    """What was read and what was expected, and the command that writes it anew."""
    expected = folder / "samples/export.expected.json"
    expected.write_text(expected.read_text().replace('"EXPORT"', '"IMPORT"'))
    ((where, text, repair),) = samples.read_as_expected("xa")
    assert where == str(expected)
    assert '"side": "EXPORT"' in text
    assert "expected" in text
    assert "hub connector read xa" in repair


def test_a_document_that_is_missing_is_asked_for(folder: Path) -> None:
    """A message nobody has compared proves nothing."""
    (folder / "samples/status.expected.json").unlink()
    ((where, text, _),) = samples.read_as_expected("xa")
    assert (where, text) == (f"{folder}/samples/status.expected.json", "is missing")


def test_only_the_refused_sample_is_refused(folder: Path) -> None:
    """An export that cannot be read and a refusal that can are both wrong."""
    export, refused = folder / "samples/export.xml", folder / "samples/refused.xml"
    whole, broken = export.read_bytes(), refused.read_bytes()
    export.write_bytes(broken)
    refused.write_bytes(whole)
    texts = [text for _, text, _ in samples.read_as_expected("xa")]
    assert any(text.startswith("is refused") for text in texts)
    assert "is read, a refusal is expected" in texts
