"""The composition root: the only place where adapters are chosen and stations put together."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import ssl
from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import urlsplit

import structlog
import uvicorn
import uvloop

from hub import logs
from hub.api.app import build
from hub.bus import topics
from hub.bus.admin import create_topics, wait_for_kafka
from hub.bus.kafka import KafkaLane, KafkaReader, KafkaWriter
from hub.bus.records import Place
from hub.bus.serving import serve, wait
from hub.connector import discovery
from hub.connector.reading import Desk, Reader
from hub.delivery.courier import Partner
from hub.delivery.http import Pool
from hub.delivery.station import Delivery
from hub.errors import Fenced, Misconfigured, Retriable
from hub.intake.accepting import Accepting
from hub.intake.callers import Callers
from hub.intake.door import Door
from hub.intake.http import Server
from hub.recorder.station import Recorder
from hub.router.station import Router
from hub.settings import Settings, settings
from hub.store.decisions import Decisions
from hub.store.leases import SECONDS, Leases
from hub.store.postgres import Store
from hub.store.postgres import prepare as prepare_store
from hub.store.receipts import Receipts
from hub.store.recording import Recording
from hub.store.schema_ids import SchemaIds
from hub.store.search import Search
from hub.wire import registry
from hub.wire.codec import Codec, load_schemas

FENCED_EXIT = 3
RECORDER_INTERVAL_MS = 500

log = structlog.get_logger()


def countries_of(found: Settings, asked: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the countries to serve: asked for, else set, else every connector there is."""
    chosen = tuple(cc.lower() for cc in asked or found.countries) or tuple(discovery.folders())
    for country in chosen:
        discovery.manifest(country)
    return chosen


async def prepare(found: Settings | None = None) -> None:
    """Make topics and tables, register schemas and remember their ids. May run at any time."""
    found = found or settings()
    store = Store(found.postgres.get_secret_value(), 1)
    try:
        await asyncio.gather(wait_for_kafka(found.kafka), prepare_store(store))
        named = topics.all_topics(countries_of(found), found.lanes)
        await create_topics(found.kafka, named, found.replication)
        await _register(found, store)
    finally:
        await store.close()


async def _register(found: Settings, store: Store) -> dict[tuple[str, int], int]:
    schemas = load_schemas(found.schemas)
    ids = await asyncio.to_thread(registry.register, found.registry, schemas)
    rows = [
        (kind, registry.fingerprint(schemas[kind][number - 1]), identity)
        for (kind, number), identity in ids.items()
    ]
    await SchemaIds(store).keep(rows)
    return ids


async def make_codec(found: Settings, store: Store) -> Codec:
    """Return the codec with the ids remembered; ask the registry only for what is new."""
    schemas = load_schemas(found.schemas)
    known = await SchemaIds(store).load()
    ids = {
        (kind, number): known.get((kind, registry.fingerprint(schema)))
        for kind, versions in schemas.items()
        for number, schema in enumerate(versions, 1)
    }
    complete = {key: identity for key, identity in ids.items() if identity is not None}
    if len(complete) < len(ids):
        complete = await _register(found, store)
    return Codec(schemas, complete)


def quiet_collector() -> None:
    """Let the garbage collector look rarely: what starting made stays, a batch ends by itself."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def run(station: str, countries: tuple[str, ...] = ()) -> int:
    """Run one station until SIGTERM or SIGINT. Return the exit code: 0, or 3 when fenced.

    Raises `Misconfigured` before anything is started.
    """
    found = settings()
    logs.set_up(station, found.log_level)
    if station not in STATIONS:
        raise Misconfigured(f"no station {station!r}; there are {', '.join(STATIONS)}")
    chosen = countries_of(found, countries)
    fenced_out = False
    refused: Exception | None = None
    quiet_collector()
    try:
        uvloop.run(_until_stopped(partial(STATIONS[station], found, chosen)))
    except* Fenced as fenced:
        log.error("fenced", reason=str(fenced.exceptions[0]))
        fenced_out = True
    except* Misconfigured as wrong:
        refused = wrong.exceptions[0]  # one lane's words, told like any other wrong setting
    if refused:
        raise refused
    return FENCED_EXIT if fenced_out else 0


async def _until_stopped(work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    pause = 0.2
    while not stopping.is_set():
        try:
            await work(stopping)
        except Retriable as trouble:
            log.warning("start_interrupted", reason=str(trouble), pause=pause)
            await wait(stopping, pause)
            pause = min(pause * 2, 5.0)


def _lane(found: Settings, station: str, number: int, inputs: list[str]) -> KafkaLane:
    return KafkaLane(
        found.kafka,
        f"{station}-{number}",
        [Place(topic, number) for topic in inputs],
        lanes=found.lanes,
        interval_ms=found.interval_ms,
        compression=found.compression,
    )


def _named(station: str, found: Settings, countries: tuple[str, ...]) -> str:
    """Return the name lanes go by: one process for all countries, or one for some of them."""
    everyone = set(countries) == set(countries_of(found))
    return station if everyone else f"{station}-{'-'.join(countries)}"


async def _intake(found: Settings, countries: tuple[str, ...], stopping: asyncio.Event) -> None:
    tokens = {cc: token.get_secret_value() for cc, token in found.intake_tokens.items()}
    missing = [cc for cc in countries if not tokens.get(cc)]
    if missing:
        raise Misconfigured(f"HUB_INTAKE_TOKENS lacks {', '.join(missing)}: give each a token")
    store = Store(found.postgres.get_secret_value())
    writer = KafkaWriter(found.kafka, found.lanes, "intake", found.compression)
    await writer.start()
    accepting = Accepting(writer, Receipts(store))
    door = Door(Callers(tokens), accepting, writer, countries)
    try:
        await Server(door, found.max_message_bytes).serve(
            found.intake_host, found.intake_port, stopping
        )
    finally:
        await writer.stop()
        await store.close()


async def _serve_http(app: object, host: str, port: int, stopping: asyncio.Event) -> None:
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        http="httptools",
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    task = asyncio.create_task(server._serve())
    await asyncio.wait(
        [task, asyncio.create_task(stopping.wait())], return_when=asyncio.FIRST_COMPLETED
    )
    server.should_exit = True
    await task


async def _connector(found: Settings, countries: tuple[str, ...], stopping: asyncio.Event) -> None:
    store = Store(found.postgres.get_secret_value(), 1)
    codec = await make_codec(found, store)
    await store.close()
    desks = {cc: Desk(discovery.manifest(cc), discovery.connector(cc)) for cc in countries}
    reader = Reader(desks, codec)
    name = _named("connector", found, countries)
    inputs = [topics.name(topics.INBOUND, cc) for cc in countries]
    async with asyncio.TaskGroup() as group:
        for number in range(found.lanes):
            lane = _lane(found, name, number, inputs)
            group.create_task(serve(lane, lane.identity, reader.handle, stopping))


async def _router(found: Settings, countries: tuple[str, ...], stopping: asyncio.Event) -> None:
    store = Store(found.postgres.get_secret_value(), found.lanes + 1)
    codec = await make_codec(found, store)
    router = Router(Decisions(store), codec, [cc.upper() for cc in countries])
    inputs = [topics.name(topics.CANONICAL, cc) for cc in countries]
    leases = Leases(store, found.instance or f"{socket.gethostname()}-{os.getpid()}")
    async with asyncio.TaskGroup() as group:
        for number in range(found.lanes):
            lane = _lane(found, "router", number, inputs)
            owned = leases if found.leases else None
            group.create_task(_leased(lane, owned, router, stopping))
    await store.close()


async def _leased(
    lane: KafkaLane, leases: Leases | None, router: Router, stopping: asyncio.Event
) -> None:
    """Serve a lane while its lease is ours. Losing the lease to a live owner means fencing."""
    if leases is None:
        return await serve(lane, lane.identity, router.handle, stopping)
    while not stopping.is_set():
        try:
            if await leases.take(lane.identity):
                break
            await wait(stopping, SECONDS / 4)
        except Retriable as trouble:
            log.warning("lease_interrupted", lane=lane.identity, reason=str(trouble))
            await wait(stopping, 1)
    renewing = asyncio.create_task(_renew(leases, lane.identity))
    try:
        await serve(lane, lane.identity, router.handle, stopping)
    finally:
        renewing.cancel()
        try:
            await leases.give_back([lane.identity])
        except Retriable as trouble:
            log.warning("lease_not_given_back", lane=lane.identity, reason=str(trouble))
    return None


async def _renew(leases: Leases, lane: str) -> None:
    while True:
        await asyncio.sleep(SECONDS / 3)
        try:
            await leases.take(lane)
        except Retriable as trouble:
            # Safety rests on Kafka's fencing: a lane goes on while the store is away.
            log.warning("lease_not_renewed", lane=lane, reason=str(trouble))


async def _delivery(found: Settings, countries: tuple[str, ...], stopping: asyncio.Event) -> None:
    store = Store(found.postgres.get_secret_value(), 1)
    codec = await make_codec(found, store)
    await store.close()
    partners = {cc: _partner(found, cc) for cc in countries}
    name = _named("delivery", found, countries)
    inputs = [topics.name(topics.OUTBOUND, cc) for cc in countries]
    async with asyncio.TaskGroup() as group:
        for number in range(found.lanes):
            lane = _lane(found, name, number, inputs)
            station = Delivery(lane, partners, codec, found.delivery_connections)
            group.create_task(station.serve(lane.identity, stopping))


def _partner(found: Settings, country: str) -> Partner:
    address = found.endpoints.get(country)
    if not address:
        raise Misconfigured(f"HUB_ENDPOINTS lacks {country}: give the URL of its national system")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Misconfigured(f"HUB_ENDPOINTS[{country}]: {address!r} is no http(s) URL")
    secure = ssl.create_default_context() if parts.scheme == "https" else None
    port = parts.port or (443 if secure else 80)
    pool = Pool(parts.hostname, port, found.delivery_connections, secure)
    token = found.delivery_tokens.get(country)
    path = parts.path or "/"
    connector = discovery.connector(country)
    return Partner(country, connector, pool, path, token.get_secret_value() if token else "")


async def _recorder(found: Settings, countries: tuple[str, ...], stopping: asyncio.Event) -> None:
    # Rows and positions stand or fall together: what a crash of PostgreSQL takes is read again.
    store = Store(found.postgres.get_secret_value(), 2, durable=False)
    codec = await make_codec(found, store)
    every = topics.all_topics(countries, found.lanes)
    places = [Place(topic.name, n) for topic in every for n in range(topic.partitions)]
    make_reader = partial(KafkaReader, found.kafka, RECORDER_INTERVAL_MS)
    await Recorder(make_reader, Recording(store), places, codec).serve(stopping)
    await store.close()


async def _api(found: Settings, countries: tuple[str, ...], stopping: asyncio.Event) -> None:
    store = Store(found.postgres.get_secret_value())
    token = found.api_token.get_secret_value() if found.api_token else ""
    if not token and found.api_host not in ("127.0.0.1", "localhost", "::1"):
        raise Misconfigured("HUB_API_TOKEN is missing: without it the API serves loopback only")
    app = build(Search(store), token)
    await _serve_http(app, found.api_host, found.api_port, stopping)
    await store.close()


STATIONS: dict[str, Callable[[Settings, tuple[str, ...], asyncio.Event], Awaitable[None]]] = {
    "intake": _intake,
    "connector": _connector,
    "router": _router,
    "delivery": _delivery,
    "recorder": _recorder,
    "api": _api,
}
