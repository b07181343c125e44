"""WCO Data Model XML: what is written comes back, or is named as lost, whatever was stated."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hub.connector.formats.wco import standin, write
from hub.connector.formats.wco.profile import Profile
from hub.connector.formats.wco.read import read
from hub.connector.kit.fidelity import changed, unnamed
from hub.connector.kit.specimen import SCRIPTS, Author
from hub.domain.declaration import Body
from hub.domain.reading import Envelope, Message, Written
from hub.errors import Parked

ADDITIONAL = Profile(
    country="ZZ",
    agency="Z",
    zone="UTC",
    sides={"IM": "IMPORT", "EX": "EXPORT"},
    procedure_types={"A": "NORMAL", "D": "PRELODGED"},
    types={"IMPORT": "IMA", "EXPORT": "EXA", "IMPORT/PRELODGED": "IMD"},
    additional={"COR": "4", "INV": "1"},
)
"""As CDS has it: amendments and cancellations are messages of function 13."""
PLAIN = Profile(
    country="ZZ",
    agency="Z",
    zone="UTC",
    sides=standin.SIDES,
    types=standin.TYPES,
    insurance=standin.INSURANCE,
    max_items=standin.MAX_ITEMS,
    taric=False,
)
"""As the model has it: every message states its own function."""
PROFILES = pytest.mark.parametrize("profile", [ADDITIONAL, PLAIN], ids=["additional", "plain"])
ENVELOPE = Envelope("m", "YY", "ZZ", "c", datetime(2026, 11, 24, tzinfo=UTC))
KEPT = frozenset({"declarationKey", "country", "utc", "zone", "role", "stage", "functionCode"})
HOSTILE = (
    *("", " ", "  lead", "trail  ", "a\nb", "a\tb", "a\r\nb", "\x00", "\x0b x", "]]>", "<&>\"'"),
    *("é" * 600, "x" * 18, "x" * 36, "y" * 71, "0", "-5", "1.2.3", "1e5", "9" * 20, "0.1234567"),
    *(
        "\u3000全角\u3000空",
        "\u200bzw\u200b",
        "zero\u200bwidth",
        "nb sp",
        "\ud800",
        "\ufffe",
        "Σ",
        "🚢 ship",
    ),
    *("12", "ab", "abc", "abcd", "TRC:12", "TSP:1", ":", "a:b:c"),
)
"""What a partner's system may let through: blanks, breaks, too long, no number, not of XML."""


def written_of(body: Body, profile: Profile) -> Written:
    """Write a declaration."""
    return write.write(Message("Declaration", body), ENVELOPE, profile)


def again(body: Body, profile: Profile) -> tuple[Body, tuple[str, ...]]:
    """Return what a declaration comes back as, and what is named as lost of it."""
    written = written_of(body, profile)
    reading = read(written.body, profile)
    assert not reading.refusals, reading.refusals
    (message,) = reading.messages
    return message.body, written.losses


def item(**fields: Any) -> Body:
    """Return a declaration of one goods item."""
    return {"functionCode": "9", "declarationId": "M", "goodsItems": [fields]}


def injured(value: Any, chance: random.Random, share: float) -> Any:
    """Return a body in which some texts are hostile ones."""
    if isinstance(value, dict):
        return {k: v if k in KEPT else injured(v, chance, share) for k, v in value.items()}
    if isinstance(value, list):
        return [injured(one, chance, share) for one in value]
    return chance.choice(HOSTILE) if isinstance(value, str) and chance.random() < share else value


@PROFILES
@settings(max_examples=150, deadline=None)
@given(
    chance=st.randoms(use_true_random=False),
    script=st.sampled_from(sorted(SCRIPTS)),
    share=st.sampled_from([0, 0.02, 0.2]),
    function=st.sampled_from("9451"),
)
def test_nothing_is_dropped_silently(
    profile: Profile, chance: random.Random, script: str, share: float, function: str
) -> None:
    """Every function, every script, hostile values too: carried or named, else parked."""
    made = Author(chance, "ZZ", script, chance.choice((0.2, 0.6, 1.0))).declaration(2, function)
    body = injured(made, chance, share)
    assume(body["declarationId"] or body.get("functionalReferenceId"))
    try:
        after, losses = again(body, profile)
    except Parked:
        assert share, "a sound declaration always has a number that fits"
        return
    assert unnamed(body, after, losses) == []


@PROFILES
@pytest.mark.parametrize("items", [1, 999, 1999])
def test_many_items(profile: Profile, items: int) -> None:
    """Up to 999 goods items go through; where a profile has no more, the rest is named."""
    body = Author(random.Random(items), "ZZ", "ascii", 0.3).declaration(items)
    after, losses = again(body, profile)
    assert len(after["goodsItems"]) == min(items, profile.max_items)
    assert (f"goodsItems/{profile.max_items}" in losses) == (items > profile.max_items)
    assert unnamed(body, after, losses) == []


def test_only_what_is_lost_is_named() -> None:
    """A declaration the format carries whole has no losses at all."""
    body = {
        "country": "ZZ",
        "side": "IMPORT",
        "functionCode": "9",
        "version": 1,
        "declarationId": "M",
        "functionalReferenceId": "L",
        "typeCode": "IMD",
        "procedureType": "PRELODGED",
        "tradeTerms": "FOB",
        "tradeTermsPlace": "a place of more than seventeen letters",
        "loadingPlace": "VNSGN",
        "previousDocuments": [{"id": "B", "typeCode": "830"}, {"id": "A", "typeCode": "830"}],
        "ucr": "U1",
        "goodsItems": [
            {
                "commodityCode": "8517130000",
                "additionalCodes": ["TRA:4099"],
                "previousDocuments": [{"id": "A", "typeCode": "830"}],
                "ucr": "U1",
            }
        ],
    }
    after, losses = again(body, ADDITIONAL)
    assert losses == ()
    assert changed(body, after) == []


@pytest.mark.parametrize(
    ("profile", "body", "kind", "losses"),
    [
        (ADDITIONAL, {"country": "ZZ", "typeCode": "EX1", "side": "EXPORT"}, "EX1", ()),
        (ADDITIONAL, {"country": "YY", "typeCode": "EX1", "side": "EXPORT"}, "EXA", ("typeCode",)),
        (ADDITIONAL, {"country": "YY", "side": "TRANSIT"}, "", ("side",)),
        (PLAIN, {"country": "ZZ", "typeCode": "IMA", "side": "IMPORT"}, "929", ("typeCode",)),
        (PLAIN, {"country": "YY", "side": "IMPORT", "procedureType": "NORMAL"}, "929", None),
    ],
)
def test_the_type_says_the_side(
    profile: Profile, body: Body, kind: str, losses: tuple[str, ...] | None
) -> None:
    """A type that would read back as another side gives way to the side's own."""
    written = written_of({**body, "declarationId": "M"}, profile)
    assert (f"<TypeCode>{kind}</TypeCode>".encode() in written.body) == bool(kind)
    assert written.losses == (("procedureType",) if losses is None else losses)


@pytest.mark.parametrize(
    ("stated", "losses"),
    [
        ({"commodityCode": "851713", "additionalCodes": ["TRC:12", "TRA:4099"]}, ()),
        ({"commodityCode": "85171300", "additionalCodes": ["TRC:12"]}, ("additionalCodes",)),
        ({"commodityCode": "8517130000", "additionalCodes": ["TRC:12"]}, ()),
        ({"commodityCode": "851713000012", "additionalCodes": ["1234"]}, ()),
        ({"additionalCodes": ["TSP:85171300"]}, ("additionalCodes",)),
        ({"procedureCurrent": "4000", "additionalProcedures": ["C07"]}, ()),
        ({"procedureCurrent": "C07"}, ("procedureCurrent",)),
        ({"additionalProcedures": ["12"]}, ("additionalProcedures",)),
    ],
)
def test_codes_a_reader_could_take_for_others_are_lost(
    stated: Body, losses: tuple[str, ...]
) -> None:
    """A TARIC code that would be joined, a code that would become the tariff or the procedure."""
    body = item(**stated)
    after, named = again(body, ADDITIONAL)
    assert tuple(name.partition("/")[2] for name in named) == losses
    assert unnamed(body, after, named) == []


def test_insurance_is_a_charge_where_the_profile_has_one() -> None:
    """It is written as DE 5025 code 67 and read back; elsewhere it is lost, not the freight."""
    body = {
        "functionCode": "9",
        "declarationId": "M",
        "freightAmount": "10",
        "freightCurrency": "USD",
        "insuranceAmount": "2.5",
        "insuranceCurrency": "USD",
    }
    after, losses = again(body, PLAIN)
    assert (after["insuranceAmount"], after["insuranceCurrency"], losses) == ("2.5", "USD", ())
    after, losses = again(body, ADDITIONAL)
    assert losses == ("insuranceAmount", "insuranceCurrency")
    assert after["freightAmount"] == "10"


def test_other_charges_stay_national() -> None:
    """A charge of another kind is not taken for insurance."""
    inner = (
        "<GoodsShipment><CustomsValuation><ChargeDeduction><ChargesTypeCode>AK</ChargesTypeCode>"
        "<OtherChargeDeductionAmount>5</OtherChargeDeductionAmount></ChargeDeduction>"
        "</CustomsValuation></GoodsShipment>"
    )
    raw = f"<Declaration><FunctionCode>9</FunctionCode><ID>M</ID>{inner}</Declaration>"
    (message,) = read(raw.encode(), PLAIN).messages
    assert "insuranceAmount" not in message.body
    assert message.body["nationalData"]["CustomsValuation/ChargeDeduction/ChargesTypeCode"] == "AK"


def test_a_declaration_without_a_number_that_fits_is_parked() -> None:
    """Nobody could tell which declaration it is: a person looks."""
    with pytest.raises(Parked):
        written_of({"declarationId": "x" * 71}, PLAIN)
    with pytest.raises(Parked):
        written_of({"functionCode": "1", "declarationId": "x" * 71}, ADDITIONAL)


def test_a_cancellation_keeps_its_reason_and_statements() -> None:
    """Reason and code of the amendment come back, and so do statements beside it."""
    body = {
        "functionCode": "1",
        "declarationId": "M",
        "amendments": [{"changeReasonCode": "1", "text": "sold elsewhere"}],
        "statements": [{"statementDescription": "see letter", "statementTypeCode": "ACB"}],
    }
    for profile in (ADDITIONAL, PLAIN):
        after, losses = again(body, profile)
        assert losses == ()
        assert changed(body, after) == []


def test_an_amount_lost_takes_its_currency_along() -> None:
    """Neither a currency without a number nor a number without its currency is written."""
    body = {"declarationId": "M", "invoiceAmount": "ten", "invoiceCurrency": "USD"}
    assert written_of(body, PLAIN).losses == ("invoiceAmount", "invoiceCurrency")
    body = {"declarationId": "M", "freightCurrency": "USD"}
    assert written_of(body, PLAIN).losses == ("freightCurrency",)


def test_an_answer_names_what_it_cuts() -> None:
    """A long explanation, a long fault and a number that does not fit are lost, no more."""
    fault = {"code": "13", "text": "x" * 600}
    refusal = Message("Refusal", {"declarationId": "M", "faults": [fault]})
    assert write.write(refusal, ENVELOPE, PLAIN).losses == ("faults/text",)
    match = Message("MatchResult", {"functionalReferenceId": "x" * 36, "explanation": "y" * 513})
    losses = write.write(match, ENVELOPE, PLAIN).losses
    assert losses == ("explanation", "functionalReferenceId")
    receipt = Message("Receipt", {"declarationId": "M", "hubMessageId": "h", "sha256": "ab"})
    assert write.write(receipt, ENVELOPE, PLAIN).losses == ()


@pytest.mark.parametrize(
    ("stated", "day", "lost"),
    [
        ("20260110", "20260110", False),
        ("2026-01-10", "20260110", False),
        ("2026-01-10T09:30", "20260110", True),
        ("10 January", "", True),
    ],
)
def test_a_time_cut_to_a_day_is_named(stated: str, day: str, lost: bool) -> None:
    """Documents of an item have a day: a time of day, and what is no date, is lost."""
    body = item(documents=[{"id": "D", "typeCode": "380", "issueDate": stated}])
    after, losses = again(body, PLAIN)
    assert after["goodsItems"][0]["documents"][0].get("issueDate", "") == day
    assert ("goodsItems/documents/issueDate" in losses) == lost
