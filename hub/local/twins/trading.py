"""The trade under way: each consignment a chain of messages, and what is due of it when."""

from __future__ import annotations

import heapq
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import count, permutations, product
from random import Random

from hub.domain.identifiers import declaration_key
from hub.local.twins.calendar import Clock
from hub.local.twins.consignments import EVERYTHING, Consignment, consignments
from hub.local.twins.ledger import Ledger
from hub.local.twins.lines import Request
from hub.local.twins.manners import Manners
from hub.local.twins.sent import Sent, Trade
from hub.local.twins.templates import Form, Numbers, Renderer, Twin

FOLLOW_UP_AFTER = (0.3, 2.0)


@dataclass(frozen=True, slots=True)
class Order:
    """How much is sent, and by whom.

    `rate` counts messages a second, hostile and repeated ones and statuses among them; with
    `declarations` it counts originals, amendments and cancellations, and the rest comes on top:
    `hostile` is the share of all messages either way.
    """

    rate: float
    hostile: float
    seed: int
    countries: tuple[str, ...]
    variants: int = 12
    limit: int = 0
    declarations: bool = False
    statuses: bool = True


@dataclass(slots=True)
class Chain:
    """A consignment on its way, and the place of its next event."""

    consignment: Consignment
    trade: Trade
    place: int = 0

    def __lt__(self, other: Chain) -> bool:
        return self.consignment.number < other.consignment.number


class Trading:
    """Begins consignments and goes on with them. `run` makes message ids this run's own.

    With a `clock`, what an officer decides (a status) waits for the country's office hours.
    """

    def __init__(
        self,
        order: Order,
        twins: Mapping[str, Twin],
        renderer: Renderer,
        ledger: Ledger,
        run: str,
        manners: Manners | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._manners, self._clock = manners or Manners(), clock
        self._twins, self._renderer, self._ledger = twins, renderer, ledger
        self._source = consignments(
            order.seed, order.countries, order.variants, statuses=order.statuses
        )
        self._random = Random(f"trading {order.seed}")  # noqa: S311 - must be repeatable
        self._apart = order.declarations
        self._waiting: list[tuple[float, Chain]] = []
        self._statuses: list[tuple[float, Chain]] = []
        self._run = run
        self._controls = count(int(run) * 10**7)

    def prepare(self, variants: int) -> int:
        """Render whatever may be sent, so that nothing is rendered while it is measured."""
        rendered = 0
        for export, imported in permutations(self._twins, 2):
            for variant, named in product(range(variants), (True, False)):
                consignment = Consignment(1, export, imported, variant, named, EVERYTHING)
                keys = self._key(consignment, "export"), self._key(consignment, "import")
                for place in range(len(EVERYTHING)):
                    self._form(Chain(consignment, Trade(1, keys), place))
                    rendered += 1
        return rendered

    def due_status(self, at: float) -> Chain | None:
        """Return a chain whose status is due, where statuses come on top of the rate."""
        if self._statuses and self._statuses[0][0] <= at:
            return heapq.heappop(self._statuses)[1]
        return None

    def due_or_new(self, at: float) -> Chain:
        """Return a chain that has something due, else a new one."""
        if self._waiting and self._waiting[0][0] <= at:
            return heapq.heappop(self._waiting)[1]
        consignment = self._manners.arranged(next(self._source))
        keys = self._key(consignment, "export"), self._key(consignment, "import")
        return Chain(consignment, Trade(consignment.number, keys))

    def follow_up(self, chain: Chain) -> None:
        """Plan what comes next of a consignment, if anything does."""
        events = chain.consignment.events
        if chain.place < len(events):
            side, kind = events[chain.place]
            twin = self._twin(chain.consignment, side)
            pause = self._random.uniform(*FOLLOW_UP_AFTER) * self._manners.patience(twin.country)
            due = time.monotonic() + pause
            if kind == "status" and self._clock:
                due = self._clock.when(twin.calendar.opening(self._clock.at(due)))
            apart = self._apart and kind == "status"
            heapq.heappush(self._statuses if apart else self._waiting, (due, chain))

    def message(self, chain: Chain, at: float) -> tuple[Request, Sent]:
        """Return the next message of a consignment, due at a moment, and what must follow."""
        consignment = chain.consignment
        side, kind = consignment.events[chain.place]
        twin, (form, numbers) = self._twin(consignment, side), self._form(chain)
        other = self._twin(consignment, "import" if side == "export" else "export").country
        expects = expected(twin.country, other, kind == "status", twin.receipted)
        self._plan_match(chain, kind, form)
        chain.place += 1
        sent = Sent(twin.country, side, kind, chain.place, at, expects, chain.trade)
        identity = f"{self._run}-{numbers.control}-{side[0]}{kind}"
        return Request(twin.country, identity, form.filled(numbers)), sent

    def _form(self, chain: Chain) -> tuple[Form, Numbers]:
        consignment = chain.consignment
        side, kind = consignment.events[chain.place]
        numbers = self._numbers(chain, side)
        lane = consignment.export_country, consignment.import_country
        form = self._renderer.form(kind, side, *lane, consignment.variant, numbers)
        return form, numbers

    def _plan_match(self, chain: Chain, kind: str, form: Form) -> None:
        """Expect a match where the messages really carry what relates them.

        A cancellation may be read before the import: then nothing matches, and rightly so.
        """
        if kind != "import":
            return
        consignment = chain.consignment
        related = "counterpart_id" in form.names
        if not related and "ucr" in form.names:
            exported = consignment.events.index(("export", "export"))
            related = "ucr" in self._form(replace(chain, place=exported))[0].names
        if related and ("export", "cancellation") not in consignment.events:
            both = {consignment.export_country, consignment.import_country}
            self._ledger.expect_match(chain.trade, both)

    def _key(self, consignment: Consignment, side: str) -> str:
        twin = self._twin(consignment, side)
        return declaration_key(
            twin.country, twin.number(twin.declaration_id, consignment.number), ""
        )

    def _numbers(self, chain: Chain, side: str) -> Numbers:
        """Return the numbers of the next message, those of the declarations as in their keys."""
        consignment, twin = chain.consignment, self._twin(chain.consignment, side)
        export_id, import_id = chain.trade.keys[0][3:], chain.trade.keys[1][3:]  # after `GB:`
        exporting = side == "export"
        return Numbers(
            f"{next(self._controls):014}",
            export_id if exporting else import_id,
            twin.number(twin.functional_reference_id, consignment.number),
            "" if exporting or not consignment.named else export_id,
            f"6{consignment.export_country}TWIN{consignment.number:013}",
        )

    def _twin(self, consignment: Consignment, side: str) -> Twin:
        return self._twins[
            consignment.export_country if side == "export" else consignment.import_country
        ]


@cache
def expected(own: str, other: str, status: bool, receipted: bool) -> frozenset[tuple[str, str]]:
    """Return what must be heard: an answer at home, the message itself at the other end."""
    found = {(own, "Acknowledgement"), (other, "StatusChange" if status else "Declaration")}
    if receipted:
        found.add((own, "Receipt"))
    return frozenset(found)
