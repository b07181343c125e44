"""All promises of a connector in one list: what `hub connector check` and the tests go through."""

from __future__ import annotations

from collections.abc import Iterable

from hub.connector.kit import behaviour, faults, papers, samples, speed
from hub.connector.kit.shortfall import Rule, Shortfall

RULES = (
    Rule("shape", "the folder has the files every country's has", papers.shape),
    Rule("docstring", "the module says which specification it follows", papers.docstring),
    Rule("manifest", "the manifest is whole", papers.stated),
    Rule("claims", "quality.yaml fits manifest and code lists", papers.claims),
    Rule("words", "faults can be told in the country's language", papers.words),
    Rule("samples", "there is a sample of every kind", samples.complete),
    Rule("expected", "every sample reads as the document beside it", samples.read_as_expected),
    Rule("sane", "every input has an answer with an identity", behaviour.sane),
    Rule("hostile", "each attack gets its documented fault", behaviour.hostile),
    Rule("faults", "all faults are told at once, each with its place", faults.several),
    Rule("neighbours", "a broken message stops no other of its document", faults.beside),
    Rule("answers", "every kind of the manifest is written", behaviour.answers),
    Rule("round trip", "nothing is dropped silently", behaviour.round_trip),
    Rule("many items", "1 to 1,999 goods items are carried or named", behaviour.many_items),
    Rule("script", "the country's own script survives its format", behaviour.own_script),
)
SPEED = Rule("speed", "reading costs what the claims say", speed.within_claim)
"""Apart: a time depends on the machine, and no test may."""


def check(country: str, rules: Iterable[Rule] = (*RULES, SPEED)) -> list[Shortfall]:
    """Verify every promise of a country and return all shortfalls at once."""
    return [found for rule in rules for found in rule.shortfalls(country)]
