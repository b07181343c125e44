"""The topic table."""

from __future__ import annotations

import pytest

from hub.bus import topics
from hub.bus.topics import COUNTRY_KINDS, HUB_KINDS


def test_every_topic_of_a_country_stands_under_its_prefix() -> None:
    """One prefixed ACL fences a connector in, so no topic of a country is outside of it."""
    named = {topics.name(kind, "VN") for kind in COUNTRY_KINDS}
    assert len(named) == len(COUNTRY_KINDS)
    assert all(name.startswith("customs.vn.") for name in named)


@pytest.mark.parametrize("kind", COUNTRY_KINDS)
def test_stage_and_country_are_read_back_from_the_name(kind: topics.TopicKind) -> None:
    """The router learns the sender from the topic, whatever a message says of itself."""
    assert topics.stage(topics.name(kind, "vn")) == (kind.name.rsplit(".", 1)[1], "VN")


@pytest.mark.parametrize("kind", HUB_KINDS)
def test_the_hubs_own_topics_belong_to_no_country(kind: topics.TopicKind) -> None:
    """`hub` is no country code."""
    assert topics.stage(kind.name)[1] == ""


def test_lanes_give_country_topics_their_partitions() -> None:
    """What is read by lane has one partition a lane; what people read has one."""
    found = {topic.name: topic for topic in topics.all_topics(("gb", "cn"), 4)}
    assert len(found) == 2 * len(COUNTRY_KINDS) + len(HUB_KINDS)
    for stage in ("inbound", "canonical", "outbound", "delivered"):
        assert found[f"customs.cn.{stage}"].partitions == 4
    for name in ("customs.cn.parked", "customs.hub.matches", "customs.hub.audit"):
        assert found[name].partitions == 1
    assert found["customs.hub.audit"].retention_ms == 365 * 86_400_000
    assert {n: topics.partitions(n, 4) for n in found} == {
        n: t.partitions for n, t in found.items()
    }
