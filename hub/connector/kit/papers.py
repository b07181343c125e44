"""Rules on what a country's folder says of itself: manifest, docstring, claims, lists, words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hub.connector import codelists, country, discovery, manifest
from hub.connector.kit import quality
from hub.domain.faults import MEANING
from hub.errors import Misconfigured

Finding = tuple[str, str, str]

MUST_WRITE = frozenset({"Declaration", "StatusChange", "Acknowledgement", "Refusal"})
_SHAPE = frozenset(
    "__init__.py manifest.toml mapping.py codelists.toml quality.yaml samples twin".split()
)
_STALE = timedelta(days=730)


def folder_of(code: str) -> Path:
    """Return a country's folder. Raises `Misconfigured` where there is none."""
    if code not in discovery.folders():
        there = ", ".join(discovery.folders())
        raise Misconfigured(f"no connector {code!r}; there are {there}: hub connector new {code}")
    return discovery.folders()[code]


def shape(code: str) -> Iterator[Finding]:
    """Yield the files a folder lacks: each country's has the same."""
    folder = folder_of(code)
    for name in sorted(_SHAPE - {path.name for path in folder.iterdir()}):
        yield f"{folder}/{name}", "is missing", "hub connector new writes one; see docs/howto"


def docstring(code: str) -> Iterator[Finding]:
    """Yield what the docstring of the module does not say."""
    path = folder_of(code) / "__init__.py"
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    if len(text) < 200:
        yield str(path), "says too little", "name system, authority, specification, version, source"
    for words, missing in (
        (("not covered", "does not cover", "no form for"), "what is not covered"),
        (("confirm", "official"), "what is official or to be confirmed"),
    ):
        if not any(word in text.lower() for word in words):
            yield str(path), f"does not say {missing}", "add a sentence; never claim more than that"


def stated(code: str) -> Iterator[Finding]:
    """Yield what the manifest leaves out."""
    folder = folder_of(code)
    found = manifest.load(folder)
    where = f"{folder}/manifest.toml"
    lacking = MUST_WRITE - set(found.writes)
    if lacking:
        yield where, f"writes lacks {', '.join(sorted(lacking))}", "every partner gets these"
    if not found.reads:
        yield where, "reads nothing", "name Declaration, and StatusChange where it has answers"
    if found.currency == "XXX" or found.system.endswith("?"):
        yield where, "still holds placeholders", "fill in system and currency"


def claims(code: str) -> Iterator[Finding]:
    """Yield where the claims do not fit the manifest or the code lists."""
    folder = folder_of(code)
    said, where = quality.load(folder), f"{folder}/quality.yaml"
    grade = manifest.load(folder).spec
    if said.specification.grade != grade:
        text = f"grade {said.specification.grade} is not the manifest's {grade}"
        yield where, text, "one grade: see the grades in docs/howto/add-a-country.md"
    age = datetime.now(UTC).date() - said.specification.seen
    if age > _STALE or age < timedelta(days=-1):
        yield where, f"specification seen {said.specification.seen}", "look at the source again"
    lists = set(codelists.load(folder))
    for name in sorted(lists - set(said.code_lists)):
        yield where, f"code list {name} has no source", f"code_lists: {name}: source, version …"
    for name in sorted(set(said.code_lists) - lists):
        yield where, f"code list {name} does not exist", f"add [{name}] to codelists.toml"
    if grade in ("family", "assumed") and not said.to_confirm:
        yield where, "nothing is to be confirmed", "a family or an assumption always has doubts"


def words(code: str) -> Iterator[Finding]:
    """Yield the faults that cannot be told in the country's language."""
    folder = folder_of(code)
    here = country.load(folder)
    if here.manifest.language == "en":
        return
    lacking = sorted(set(MEANING) - set(here.texts))
    if lacking:
        text = f"no {here.manifest.language} text for {', '.join(lacking)}"
        yield f"{folder}/texts.toml", text, '[faults] with code = "meaning" for each'
