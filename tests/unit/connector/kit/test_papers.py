"""What a country's folder says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.connector import discovery
from hub.connector.kit import papers
from hub.domain.faults import MEANING
from hub.errors import Misconfigured
from tests.unit.connector.kit.conftest import forget


def spoil(path: Path, old: str, new: str) -> None:
    """Change a file of the country and forget what was read of it."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    forget()


def test_a_scaffold_keeps_the_promises_on_paper(folder: Path) -> None:
    """All but the words, which nobody has translated yet."""
    for rule in (papers.shape, papers.docstring, papers.stated, papers.claims):
        assert list(rule("xa")) == []
    ((where, text, _),) = papers.words("xa")
    assert where.endswith("xa/texts.toml")
    assert all(code in text for code in MEANING)


def test_words_of_every_fault_are_enough(folder: Path) -> None:
    """Each code has its meaning in the country's language."""
    lines = "\n".join(f'{code} = "…"' for code in MEANING)
    (folder / "texts.toml").write_text(f"[faults]\n{lines}\n")
    forget()
    assert list(papers.words("xa")) == []
    assert list(papers.words("gb")) == [], "English needs none"


def test_a_missing_file_is_named(folder: Path) -> None:
    """Each country's folder has the same."""
    (folder / "codelists.toml").unlink()
    assert [where for where, _, _ in papers.shape("xa")] == [f"{folder}/codelists.toml"]


def test_a_silent_docstring_is_not_enough(folder: Path) -> None:
    """System, specification, what is not covered and what is to be confirmed."""
    (folder / "__init__.py").write_text('"""Testland."""\n')
    assert len(list(papers.docstring("xa"))) == 3


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"Refusal", ', "", "writes lacks Refusal"),
        ('["Declaration", "StatusChange"]', "[]", "reads nothing"),
        ('"EUR"', '"XXX"', "placeholders"),
    ],
)
def test_a_manifest_is_whole(folder: Path, old: str, new: str, complaint: str) -> None:
    """Every partner gets declarations, statuses, acknowledgements and refusals."""
    spoil(folder / "manifest.toml", old, new)
    assert any(complaint in text for _, text, _ in papers.stated("xa"))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("grade: assumed", "grade: official", "is not the manifest's assumed"),
        ("seen: 2026-11-25", "seen: 2020-01-01", "specification seen"),
        ("  transport:", "  units:", "has no source"),
        ("  transport:", "  units:", "does not exist"),
        ("  - the family itself, and every national code", "  []", "nothing is to be confirmed"),
    ],
)
def test_claims_fit_the_rest(folder: Path, old: str, new: str, complaint: str) -> None:
    """One grade, a source not older than two years, a source for every list, doubts admitted."""
    spoil(folder / "quality.yaml", old, new)
    assert any(complaint in text for _, text, _ in papers.claims("xa"))


def test_a_stranger_learns_how_to_begin() -> None:
    """A country without a folder is answered with the command that makes one."""
    with pytest.raises(Misconfigured, match="hub connector new zz"):
        papers.folder_of("zz")
    assert papers.folder_of("gb") == discovery.folders()["gb"]
