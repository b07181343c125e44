"""The canonical declaration as a SAD, and the names of what a SAD does not carry of it.

Elements stand in the order of the public XSD 4.2.1. Duties and taxes never leave the administration
that owns them: they are not written.
"""

from __future__ import annotations

from hub.connector.formats.asycuda import (
    days,
    item_writing,
    means_writing,
    party_writing,
    previous,
    registration,
)
from hub.connector.formats.asycuda.free_text import free_texts
from hub.connector.formats.asycuda.markup import Losses, Names, block, rest, text, texts, whole
from hub.connector.formats.asycuda.profile import Profile
from hub.connector.formats.asycuda.settle import FUNCTIONS
from hub.domain import moments
from hub.domain.declaration import Body

_FLOWS = {"IMPORT": "I", "EXPORT": "E", "TRANSIT": "T"}
_TYPES = {"IMPORT": "IM", "EXPORT": "EX"}
_MARKS = {code: mark for mark, code in FUNCTIONS.items()}
_NUMBERS: Names = (
    ("Total_number_of_items", "goodsItemQuantity"),
    ("Total_number_of_packages", "totalPackageQuantity"),
)
_TRADING: Names = (("Trading_country", "tradingCountry"),)
_EXPORT: Names = (("Export_country_code", "exportCountry"),)
_DESTINATION: Names = (("Destination_country_code", "destinationCountry"),)
_MONEY = (
    ("Gs_Invoice", "invoice"),
    ("Gs_external_freight", "freight"),
    ("Gs_insurance", "insurance"),
)
_CARRIED = frozenset(
    "declarationKey country side functionCode version references declarationId typeCode"
    " functionalReferenceId exportCountry destinationCountry previousDocuments issueDateTime"
    " acceptanceDateTime declarationOfficeId exitOfficeId entryOfficeId goodsItemQuantity"
    " totalPackageQuantity totalGrossMass totalGrossMassUnit invoiceAmount invoiceCurrency"
    " parties transport equipment goodsLocation loadingPlace tradingCountry tradeTerms"
    " tradeTermsPlace freightAmount freightCurrency insuranceAmount insuranceCurrency documents"
    " amendments goodsItems exchangeRates ucr statements natureOfTransaction nationalData".split()
)


def declaration(body: Body, profile: Profile, lost: Losses) -> str:
    """Return the inside of a SAD; `lost` is told the paths of what is not carried, or not whole."""
    rest(body, _CARRIED, lost, "")
    year, identification = _identification(body, profile, lost)
    return "".join(
        (
            means_writing.exit_office(body, lost),
            block("Assessment_notice", text("Registration_year", year)),
            _property(body, profile, lost),
            identification,
            party_writing.traders(body, lost),
            _general(body, lost),
            means_writing.transport(body, profile, lost),
            _nature(body, lost),
            means_writing.seals(body, lost),
            _valuation(body, lost),
            means_writing.containers(body, lost),
            previous.written(body, lost),
            item_writing.written(body, profile, lost),
            party_writing.sellers(body, lost),
        )
    )


def _property(body: Body, profile: Profile, lost: Losses) -> str:
    issued, whole = days.day(body.get("issueDateTime"), profile)
    if not whole:
        lost.add("issueDateTime")
    return block(
        "Property",
        text("Sad_flow", _FLOWS.get(body.get("side", ""), ""))
        + block("Nbers", texts(body, _NUMBERS, lost))
        + text("Date_of_declaration", issued),
    )


def _identification(body: Body, profile: Profile, lost: Losses) -> tuple[str, str]:
    """Return the year of the registration where its date does not say it, and the block."""
    stated, number = body.get("declarationOfficeId", ""), body.get("declarationId", "")
    parts = registration.split(number)
    if not parts or stated not in ("", parts.office):
        parts = registration.Registration(stated, "", "", number)
    accepted = body.get("acceptanceDateTime")
    date, whole = days.day(accepted, profile)
    # A date beside it would make another number of these: an office counts within a year.
    other_year = parts.year and moments.written(accepted, profile.zone, "%Y") != parts.year
    if other_year or (not parts.serial and registration.is_counter(number) and number):
        whole, date = not date, ""
    if not whole:
        lost.add("acceptanceDateTime")
    office = text("Customs_clearance_office_code", parts.office, lost, "declarationOfficeId")
    registered = text("Serial_number", parts.serial)
    registered += text("Number", parts.number, lost, "declarationId")
    identification = block(
        "Identification",
        block("Office_segment", office)
        + block("Type", _type(body, profile, lost))
        + text("Manifest_reference_number", item_writing.manifest(body), lost, "documents")
        + block("Registration", registered + text("Date", date)),
    )
    return (parts.year if other_year else ""), identification


def _type(body: Body, profile: Profile, lost: Losses) -> str:
    code, side = body.get("typeCode", ""), body.get("side", "")
    if profile.sides.get(code) == "TRANSIT" != side:
        lost.add("typeCode")
        code = ""
    code = code or _TYPES.get(side, "")
    procedure = code[-1:] if code.isascii() and code[-1:].isdigit() else ""
    kind = code[: len(code) - len(procedure)]
    kind = text("Type_of_declaration", kind, lost, "typeCode")
    return kind + text("Declaration_gen_procedure_code", procedure)


def _general(body: Body, lost: Losses) -> str:
    country = (
        texts(body, _TRADING, lost)
        + block("Export", texts(body, _EXPORT, lost))
        + block("Destination", texts(body, _DESTINATION, lost))
    )
    said = [line for line in reversed(free_texts(body, lost)) if line]
    return block(
        "General_information",
        block("Country", country)
        + text("Additional_information", _mark(body, lost))
        + text("Comments_free_text", "\n".join(said)),
    )


def _mark(body: Body, lost: Losses) -> str:
    """Return the mark of a change with its version and reasons; an original has none."""
    function, amendments = body.get("functionCode", "9"), body.get("amendments") or ()
    mark, version = _MARKS.get(function, ""), body.get("version", 0)
    if not mark:
        lost.update(name for name in ("amendments", "version") if body.get(name))
        if function not in ("9", ""):
            lost.add("functionCode")
        return ""
    reasons = []
    for amendment in amendments:
        rest(amendment, ("text",), lost, "amendments/")
        reason = " ".join(amendment.get("text", "").split("\n")).strip()
        if not reason or reason != amendment.get("text") or not whole(reason):
            lost.add("amendments")
        reasons.append(reason)
    said = "\n".join([reason for reason in reasons if reason])
    return f"{mark} {version}: {said}".strip() if version else f"{mark}: {said}".strip()


def _nature(body: Body, lost: Losses) -> str:
    nature = body.get("natureOfTransaction", "")
    codes = text("code1", nature[:1], lost, "natureOfTransaction")
    codes += text("code2", nature[1:], lost, "natureOfTransaction")
    return block("Financial", block("Financial_transaction", codes))


def _valuation(body: Body, lost: Losses) -> str:
    rows = body.get("exchangeRates") or ()
    rates = {row.get("currency", ""): row.get("rate", "") for row in rows}
    mass, unit = body.get("totalGrossMass", ""), body.get("totalGrossMassUnit", "")
    if unit not in ("KGM", "") or (unit and not mass):
        lost.update(("totalGrossMass", "totalGrossMassUnit"))
        mass = ""
    written = block("Weight", text("Gross_weight", mass))
    told: dict[str, str] = {}
    for name, of in _MONEY:
        currency = body.get(f"{of}Currency", "")
        names = (("Amount_foreign_currency", f"{of}Amount"), ("Currency_code", f"{of}Currency"))
        rate = rates.get(currency, "") if currency else ""
        if rate:
            told[currency] = rate
        written += block(name, texts(body, names, lost) + text("Currency_rate", rate))
    if [(row.get("currency"), row.get("rate")) for row in rows] != list(told.items())[: len(rows)]:
        lost.add("exchangeRates")
    return block("Valuation", written)
