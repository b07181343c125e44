"""The composition root: what is checked before anything starts, and how a station ends."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from hub import app
from hub.bus.memory import MemoryBus, MemoryLane
from hub.bus.records import Outgoing, Place
from hub.connector import discovery
from hub.errors import BusUnavailable, Fenced, Misconfigured, StoreUnavailable
from hub.settings import ROOT, Settings
from hub.wire.codec import load_schemas
from hub.wire.registry import RegistryUnavailable, fingerprint

EVERY = tuple(discovery.folders())
SCHEMAS = load_schemas(ROOT / "schemas")
IDS = {
    (kind, number): 7 + place * 10 + number
    for place, kind in enumerate(SCHEMAS)
    for number, _ in enumerate(SCHEMAS[kind], 1)
}
Work = Callable[[asyncio.Event], Any]


def made(**values: Any) -> Settings:
    """Return settings with these values."""
    return Settings.model_validate(values)


# --- countries --------------------------------------------------------------


def test_who_is_named_on_the_command_line_goes_before_the_settings() -> None:
    """Asked for, else set, else every connector there is; written in any case."""
    assert app.countries_of(made(countries=("cn",)), ("GB",)) == ("gb",)
    assert app.countries_of(made(countries=("CN", "gb"))) == ("cn", "gb")
    assert app.countries_of(made()) == EVERY


def test_a_country_without_a_connector_is_refused_with_those_there_are() -> None:
    """A typing error is answered with the list."""
    with pytest.raises(Misconfigured, match=f"'xx'.*{EVERY[0]}, {EVERY[1]}"):
        app.countries_of(made(), ("gb", "xx"))


def test_a_process_for_some_countries_never_shares_a_lane_with_one_for_all() -> None:
    """Their transactional ids differ, or each would fence the other."""
    assert app._named("connector", made(), tuple(reversed(EVERY))) == "connector"
    assert app._named("connector", made(), ("gb",)) == "connector-gb"
    assert app._named("connector", made(countries=("gb",)), ("gb",)) == "connector"


# --- partners ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("endpoints", "complaint"),
    [
        ({}, "HUB_ENDPOINTS lacks gb"),
        ({"gb": ""}, "HUB_ENDPOINTS lacks gb"),
        ({"gb": "ftp://h/x"}, r"HUB_ENDPOINTS\[gb\]: 'ftp://h/x' is no http"),
        ({"gb": "http:///x"}, "is no http"),
        ({"gb": "h:80"}, "is no http"),
    ],
)
def test_an_endpoint_that_leads_nowhere_is_refused(
    endpoints: dict[str, str], complaint: str
) -> None:
    """Delivery says so when it starts, not when the first message waits."""
    with pytest.raises(Misconfigured, match=complaint):
        app._partner(made(endpoints=endpoints), "gb")


@pytest.mark.parametrize(
    ("url", "port", "path", "secure"),
    [
        ("http://customs.example", 80, "/", False),
        ("https://customs.example/in", 443, "/in", True),
        ("https://customs.example:8443/", 8443, "/", True),
    ],
)
def test_an_endpoint_without_a_port_has_the_usual_one(
    url: str, port: int, path: str, secure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """80 or 443 by scheme; TLS where the scheme says so, and the token beside."""
    opened: list[Any] = []
    monkeypatch.setattr(app, "Pool", lambda *arguments: opened.append(arguments))
    found = app._partner(made(endpoints={"gb": url}, delivery_tokens={"gb": "hush"}), "gb")
    ((host, given, _, context),) = opened
    assert (host, given, context is not None) == ("customs.example", port, secure)
    assert (found.path, found.token) == (path, "hush")


async def test_intake_without_a_callers_token_does_not_start() -> None:
    """Every country that has none is named; an empty one is none."""
    found = made(intake_tokens={"gb": "t", "cn": ""})
    with pytest.raises(Misconfigured, match="HUB_INTAKE_TOKENS lacks cn, vn"):
        await app._intake(found, ("gb", "cn", "vn"), asyncio.Event())


async def test_the_api_is_open_on_loopback_only() -> None:
    """Without an operators' token it does not listen where others can reach it."""
    with pytest.raises(Misconfigured, match="HUB_API_TOKEN"):
        await app._api(made(api_host="0.0.0.0"), ("gb",), asyncio.Event())


# --- schema ids -------------------------------------------------------------


class Remembered:
    """Schema ids in memory, one for all stores of a test."""

    rows: dict[tuple[str, str], int]

    def __init__(self, store: Any) -> None:
        pass

    async def load(self) -> dict[tuple[str, str], int]:
        return dict(self.rows)

    async def keep(self, rows: list[tuple[str, str, int]]) -> None:
        self.rows |= {row[:2]: row[2] for row in rows}


@pytest.fixture
def remembered(monkeypatch: pytest.MonkeyPatch) -> type[Remembered]:
    """Ids of every schema, as an earlier start left them."""
    monkeypatch.setattr(app, "SchemaIds", Remembered)
    Remembered.rows = {
        (kind, fingerprint(SCHEMAS[kind][number - 1])): identity
        for (kind, number), identity in IDS.items()
    }
    return Remembered


async def test_a_restart_needs_no_registry(
    remembered: type[Remembered], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ids last seen are enough: an outage of the registry stops nobody."""

    def away(*_: Any) -> None:
        raise RegistryUnavailable

    monkeypatch.setattr(app.registry, "register", away)
    codec = await app.make_codec(made(), None)  # type: ignore[arg-type]
    value = codec.encode("Declaration", {"declarationKey": "GB:1", "country": "GB"})
    assert int.from_bytes(value[1:5], "big") == IDS["Declaration", 1]


async def test_a_schema_that_is_new_is_registered_and_remembered(
    remembered: type[Remembered], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One unknown schema is reason to ask, and the answer is kept for the next start."""
    lost = ("Refusal", fingerprint(SCHEMAS["Refusal"][0]))
    del remembered.rows[lost]
    monkeypatch.setattr(app.registry, "register", lambda url, schemas: dict(IDS))
    await app.make_codec(made(), None)  # type: ignore[arg-type]
    assert remembered.rows[lost] == IDS["Refusal", 1]


async def test_preparing_makes_every_topic_and_lets_go_of_the_store(
    remembered: type[Remembered], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Topics for each country and lane; the store is closed also when Kafka refuses."""
    closed, created = [], []

    class Closing:
        def __init__(self, *_: Any) -> None:
            pass

        async def close(self) -> None:
            closed.append(True)

    async def nothing(*_: Any) -> None:
        return None

    async def refuse(bootstrap: str, named: list[Any], replication: int) -> None:
        created.extend(named)
        raise Misconfigured("Kafka did not create")

    monkeypatch.setattr(app, "Store", Closing)
    monkeypatch.setattr(app, "wait_for_kafka", nothing)
    monkeypatch.setattr(app, "prepare_store", nothing)
    monkeypatch.setattr(app, "create_topics", refuse)
    with pytest.raises(Misconfigured):
        await app.prepare(made(countries=("gb", "cn"), lanes=3))
    assert closed == [True]
    assert {t.name: t.partitions for t in created}["customs.cn.inbound"] == 3
    assert {t.name: t.partitions for t in created}["customs.hub.audit"] == 1


# --- running ----------------------------------------------------------------


@pytest.fixture
def station(monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], int]:
    """Run a station made of one function, with nothing global touched."""
    monkeypatch.setattr(app, "settings", lambda: made(countries=("gb",)))
    monkeypatch.setattr(app.logs, "set_up", lambda *_: None)
    still = SimpleNamespace(collect=lambda: 0, freeze=lambda: None, set_threshold=lambda *_: None)
    monkeypatch.setattr(app, "gc", still)

    def run(work: Work) -> int:
        async def entry(found: Settings, chosen: tuple[str, ...], stopping: asyncio.Event) -> None:
            assert chosen == ("gb",)
            await work(stopping)

        monkeypatch.setitem(app.STATIONS, "test", entry)
        return app.run("test")

    return run


def test_an_unknown_station_is_answered_with_those_there_are(
    station: Callable[[Work], int],
) -> None:
    """`hub run routr` names the six."""
    with pytest.raises(Misconfigured, match=r"no station 'routr'; there are intake, .*router"):
        app.run("routr")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_polite_signal_ends_a_station_well(
    station: Callable[[Work], int], number: signal.Signals
) -> None:
    """Exit code 0, after the station's own end."""
    ended: list[bool] = []

    async def work(stopping: asyncio.Event) -> None:
        os.kill(os.getpid(), number)
        await stopping.wait()
        ended.append(True)

    assert station(work) == 0
    assert ended == [True]


def test_a_start_is_tried_again_while_something_is_away(station: Callable[[Work], int]) -> None:
    """A station that comes up before PostgreSQL waits for it instead of dying."""
    tries: list[int] = []

    async def work(stopping: asyncio.Event) -> None:
        tries.append(1)
        if len(tries) < 2:
            raise StoreUnavailable
        stopping.set()

    assert station(work) == 0
    assert len(tries) == 2


async def _in_a_group(*troubles: Exception) -> None:
    async def fail(trouble: Exception) -> None:
        raise trouble

    async with asyncio.TaskGroup() as group:
        for trouble in troubles:
            group.create_task(fail(trouble))


@pytest.mark.parametrize("lanes", [1, 2])
def test_a_fenced_station_says_so_by_its_exit_code(
    station: Callable[[Work], int], lanes: int
) -> None:
    """3: whoever starts it again must know that another owner is alive."""
    assert station(lambda _: _in_a_group(*[Fenced("other owner")] * lanes)) == 3
    assert app.FENCED_EXIT == 3


def test_what_a_lane_finds_wrong_is_told_like_any_wrong_setting(
    station: Callable[[Work], int],
) -> None:
    """A transactional id that Kafka does not allow is one line, not a stack of groups."""
    with pytest.raises(Misconfigured, match="does not allow"):
        station(lambda _: _in_a_group(Misconfigured("Kafka does not allow it")))


def test_a_fault_of_ours_is_not_hidden(station: Callable[[Work], int]) -> None:
    """A bug beside a fenced lane still ends the process with its traceback."""
    with pytest.raises(ExceptionGroup) as found:
        station(lambda _: _in_a_group(Fenced(), ZeroDivisionError()))
    assert found.group_contains(ZeroDivisionError)


# --- leases -----------------------------------------------------------------


class Leasing:
    """Leases that are somebody else's a few times, or away."""

    def __init__(self, *answers: bool | Exception, at_end: Exception | None = None) -> None:
        self._answers, self._at_end = list(answers), at_end
        self.given_back: list[str] = []

    async def take(self, lane: str) -> bool:
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def give_back(self, lanes: list[str]) -> None:
        self.given_back += lanes
        if self._at_end:
            raise self._at_end


async def _serve(leases: Any, monkeypatch: pytest.MonkeyPatch) -> MemoryBus:
    """Serve one lane with one record until it is committed."""
    monkeypatch.setattr(app, "SECONDS", 0.01)
    bus, stopping, place = MemoryBus(), asyncio.Event(), Place("customs.gb.canonical", 0)
    bus.append(Outgoing(place.topic, b"k", b"v", []))

    class Stopping:
        async def handle(self, records: list[Any]) -> list[Outgoing]:
            stopping.set()
            return []

    lane = MemoryLane(bus, "router-0", [place])
    await app._leased(lane, leases, Stopping(), stopping)  # type: ignore[arg-type]
    return bus


@pytest.mark.parametrize(
    "leases",
    [
        None,
        Leasing(True),
        Leasing(False, False, True),
        Leasing(True, at_end=StoreUnavailable()),
    ],
    ids=["no leases", "free", "taken for a while", "store away at the end"],
)
async def test_a_lane_is_served_once_its_lease_is_ours(
    leases: Leasing | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then nothing is read; at the end others may have it at once."""
    bus = await _serve(leases, monkeypatch)
    assert bus.committed == {("router-0", Place("customs.gb.canonical", 0)): 1}
    assert leases is None or leases.given_back == ["router-0"]


async def test_losing_the_lane_gives_the_lease_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fenced owner leaves at once, and does not keep its lease until it runs out."""
    leases = Leasing(True)

    async def fenced(*_: Any) -> None:
        raise Fenced

    monkeypatch.setattr(app, "serve", fenced)
    with pytest.raises(Fenced):
        await _serve(leases, monkeypatch)
    assert leases.given_back == ["router-0"]


async def test_a_lane_goes_on_while_leases_cannot_be_renewed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Safety rests on Kafka; an outage of the store is no reason to stop."""
    monkeypatch.setattr(app, "SECONDS", 0.003)
    leases = Leasing(StoreUnavailable(), BusUnavailable(), True, KeyError("enough"))
    with pytest.raises(KeyError):
        await app._renew(leases, "router-0")  # type: ignore[arg-type]
