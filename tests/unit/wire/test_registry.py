"""Registering schemas, with a registry that answers as Apicurio does."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from hub.errors import Misconfigured
from hub.wire import registry
from hub.wire.registry import RegistryUnavailable, fingerprint, register

ONE = {"type": "record", "name": "One", "namespace": "h", "fields": []}
TWO = {**ONE, "fields": [{"name": "a", "type": "string", "default": ""}]}
SCHEMAS = {"One": [ONE, TWO]}
Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], list[httpx.Request]]:
    """Put a registry in the place of the network; return what it is asked."""

    def install(answer: Answer) -> list[httpx.Request]:
        asked: list[httpx.Request] = []

        def hear(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            return answer(request)

        transport, real = httpx.MockTransport(hear), httpx.Client

        def client(**options: Any) -> httpx.Client:
            return real(transport=transport, **options)

        monkeypatch.setattr(registry.httpx, "Client", client)
        return asked

    return install


def well(request: httpx.Request) -> httpx.Response:
    """Give ids as they come: the number of fields plus 40."""
    if request.method == "PUT":
        return httpx.Response(200, json={})
    fields = json.loads(json.loads(request.content)["schema"])["fields"]
    return httpx.Response(200, json={"id": 40 + len(fields)})


@pytest.mark.parametrize("url", ["http://r/apis/ccompat/v7", "http://r/apis/ccompat/v7/"])
def test_each_version_is_registered_under_its_full_name_in_order(
    url: str, answering: Callable[[Answer], list[httpx.Request]]
) -> None:
    """RecordNameStrategy; the compatibility rule is set before the next version comes."""
    asked = answering(well)
    assert register(url, SCHEMAS) == {("One", 1): 40, ("One", 2): 41}
    assert [(r.method, r.url.path.removeprefix("/apis/ccompat/v7")) for r in asked] == [
        ("POST", "/subjects/h.One/versions"),
        ("PUT", "/config/h.One"),
    ] * 2
    assert json.loads(asked[1].content) == {"compatibility": "BACKWARD_TRANSITIVE"}


@pytest.mark.parametrize("status", [409, 422])
def test_a_schema_the_registry_refuses_is_no_outage(
    status: int, answering: Callable[[Answer], list[httpx.Request]]
) -> None:
    """Trying again would help nobody: the subject and the registry's reason are told."""
    answering(lambda request: httpx.Response(status, text="field b has no default"))
    with pytest.raises(Misconfigured, match=r"h\.One: .*field b has no default"):
        register("http://r", SCHEMAS)


def _refused(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("connection refused")


def _late(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("late")


@pytest.mark.parametrize("answer", [_refused, _late, lambda r: httpx.Response(500)])
def test_a_registry_that_is_away_is_tried_later(
    answer: Answer, answering: Callable[[Answer], list[httpx.Request]]
) -> None:
    """Not there, too slow, or broken: all the same, and its address is told."""
    answering(answer)
    with pytest.raises(RegistryUnavailable, match="schema registry at http://r"):
        register("http://r", SCHEMAS)


def test_a_rule_that_cannot_be_set_is_noticed(
    answering: Callable[[Answer], list[httpx.Request]],
) -> None:
    """Without the rule the next incompatible version would be taken."""
    answering(lambda r: well(r) if r.method == "POST" else httpx.Response(503))
    with pytest.raises(RegistryUnavailable):
        register("http://r", SCHEMAS)


def test_a_fingerprint_is_of_the_meaning_not_of_the_order_of_keys() -> None:
    """A reformatted file needs no registry; any other change does."""
    assert fingerprint(dict(reversed(ONE.items()))) == fingerprint(ONE)
    assert fingerprint(TWO) != fingerprint(ONE)
