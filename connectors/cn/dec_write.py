"""Writes DecMessage for declarations, DecImportResponse and DEC_DATA for answers.

A partner's declaration is written from China's side of the lane: what comes to China has IEFlag
I and the other end as TradeCountry. It has no Chinese number: EntryId stays empty, the partner's
number stands in LicenseDocu (DocuCode 830 export, 929 import: EDIFACT 1001, a proposal of this
hub, to be confirmed), NoteS says whose it is. DecMessage is not known to have a function code: an
amendment is a whole message again that says so in NoteS. DEC_DATA for a partner's status or a
match leaves CHANNEL, a decision of China's customs, empty and tells in NOTE.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connectors.cn import codes
from connectors.cn.markup import DECLARED, elements
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.reading import Envelope

_CARRIED = frozenset(
    "declarationKey country side functionCode version declarationId functionalReferenceId"
    " exportCountry destinationCountry previousDocuments references procedureType issueDateTime"
    " exitDateTime arrivalDateTime declarationOfficeId exitOfficeId entryOfficeId"
    " goodsItemQuantity totalPackageQuantity totalGrossMass totalGrossMassUnit totalNetMass"
    " totalNetMassUnit parties transport equipment loadingPlace unloadingPlace tradingCountry"
    " tradeTerms freightAmount freightCurrency insuranceAmount insuranceCurrency documents"
    " statements amendments goodsItems".split()
)
_ITEM_CARRIED = frozenset(
    "sequenceNumeric commodityCode description netMass netMassUnit tariffQuantity"
    " tariffQuantityUnit itemAmount itemCurrency originCountry destinationCountry".split()
)
_BILL_TYPES = frozenset({*codes.LISTS["bills"].values(), "703", "714", "741"})
_LICENCES = frozenset({"811", "911"})
_OWN_NUMBER = {"EXPORT": "830", "IMPORT": "929"}


def declaration(body: Body, envelope: Envelope) -> tuple[str, tuple[str, ...]]:
    """Return a DecMessage and the canonical fields it does not carry."""
    losses: set[str] = set()
    foreign = body.get("country") != "CN"
    flag = _view(body, losses)
    papers = _papers(body, foreign)
    items = body.get("goodsItems") or ()
    sections = [
        ("DecHead", elements(_head(body, flag, foreign, papers, losses))),
        ("DecLists", "".join([_item(item) for item in items])),
        ("DecContainers", _containers(body, losses)),
        ("DecLicenseDocus", "".join([_paper(number, kind) for number, kind in papers[""]])),
        ("DecFreeTxt", elements([("VoyNo", _border(body).get("journeyId", ""))])),
        ("DecSign", elements(_sign(body, foreign))),
    ]
    inner = "".join([f"<{name}>{text}</{name}>" for name, text in sections if text])
    _lose(body, items, flag, losses)
    text = f'<DecMessage Version="3.1" xmlns="http://www.chinaport.gov.cn/dec">{inner}</DecMessage>'
    return DECLARED + text, tuple(sorted(losses))


def _view(body: Body, losses: set[str]) -> str:
    side, own = body.get("side", ""), body.get("country")
    exporting, importing = body.get("exportCountry", ""), body.get("destinationCountry", "")
    if own != "CN" and "CN" in (exporting, importing):
        flag = "I" if importing == "CN" else "E"
    else:
        flag = "E" if side == "EXPORT" else "I"
    if side and (side == "EXPORT") != (flag == "E"):
        losses.add("side")
    unsaid = exporting if flag == "E" else importing
    if unsaid not in ("", "CN"):
        losses.add("exportCountry" if flag == "E" else "destinationCountry")
    return flag


def _head(
    body: Body, flag: str, foreign: bool, papers: dict[str, list[tuple[str, str]]], losses: set[str]
) -> Iterator[tuple[str, str]]:
    export = flag == "E"
    date = body.get("exitDateTime" if export else "arrivalDateTime")
    other: str = body.get("destinationCountry" if export else "exportCountry", "")
    border, references = _border(body), body.get("references") or {}
    yield "SeqNo", "" if foreign else references.get("Dec.SeqNo", "")
    yield "EntryId", "" if foreign else body.get("declarationId", "")
    yield "IEFlag", flag
    if not foreign:
        yield "CustomMaster", body.get("declarationOfficeId", "")
        yield "IEPort", body.get("exitOfficeId" if export else "entryOfficeId", "")
        yield "DistinatePort", body.get("unloadingPlace" if export else "loadingPlace", "")
    yield "IEDate", moments.written(date, codes.ZONE, "%Y%m%d")
    yield "TradeCountry", codes.COUNTRY_NUMBERS.get(other, other)
    trading = body.get("tradingCountry") or ""
    yield "TradeAreaCode", codes.COUNTRY_NUMBERS.get(trading, trading)
    yield (
        "TrafMode",
        codes.MODE_NUMBERS.get(
            border.get("modeCode", ""), "" if foreign else border.get("nationalModeCode", "")
        ),
    )
    yield "TrafName", border.get("name") or border.get("id", "")
    yield from ((name, papers[name][0][0]) for name in _PAPER_FIELDS if papers[name])
    terms = body.get("tradeTerms") or ""
    yield "TransMode", codes.TERM_NUMBERS.get(terms, "" if foreign else terms)
    if foreign and terms and terms not in codes.TERM_NUMBERS:
        losses.add("tradeTerms")
    yield from _charges(body)
    yield "PackNo", body.get("totalPackageQuantity", "")
    yield "GrossWet", body.get("totalGrossMass", "")
    yield "NetWt", body.get("totalNetMass", "")
    yield from _parties(body, export, losses)
    yield "NoteS", _note(body, foreign)


_PAPER_FIELDS = ("BillNo", "ContrNo", "LicenseNo")


def _papers(body: Body, foreign: bool) -> dict[str, list[tuple[str, str]]]:
    """Sort documents: one bill, contract and licence into the head, all else under the key ``."""
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in (*_PAPER_FIELDS, "")}
    for paper in body.get("documents") or ():
        kind, number = paper.get("typeCode", ""), paper.get("id", "")
        place = ""
        if kind in _BILL_TYPES or paper.get("name") == "BillNo":
            place = "BillNo"
        elif kind == "315":
            place = "ContrNo"
        elif kind in _LICENCES:
            place = "LicenseNo"
        found["" if found[place] else place].append((number, kind))
    for paper in body.get("previousDocuments") or ():
        found[""].append((paper.get("id", ""), paper.get("typeCode", "")))
    if foreign and body.get("declarationId"):
        found[""].insert(0, (body["declarationId"], _OWN_NUMBER.get(body.get("side", ""), "")))
    return found


def _paper(number: str, kind: str) -> str:
    fields = (("DocuCode", kind), ("CertCode", number))
    return f"<LicenseDocu>{elements(fields)}</LicenseDocu>"


def _charges(body: Body) -> Iterator[tuple[str, str]]:
    for name, field in (("Fee", "freight"), ("Insur", "insurance")):
        amount = body.get(f"{field}Amount")
        if amount:
            unit: str = body.get(f"{field}Currency", "")
            yield f"{name}Mark", "3"
            yield f"{name}Rate", amount
            yield f"{name}Curr", codes.CURRENCY_NUMBERS.get(unit, unit)


def _parties(body: Body, export: bool, losses: set[str]) -> Iterator[tuple[str, str]]:
    prefixes = {"Owner": "Owner", "Declarant": "Agent", "Submitter": "Cop"}
    prefixes |= {"Exporter": "Trade"} if export else {"Importer": "Trade", "Consignee": "Trade"}
    for party in body.get("parties") or ():
        prefix = prefixes.get(party["role"])
        if prefix is None:
            losses.add(f"parties/{party['role']}")
            continue
        prefixes = {role: taken for role, taken in prefixes.items() if taken != prefix}
        scheme, number = party.get("idType"), party.get("id", "")
        if scheme in ("USCC", "GACC"):
            yield f"{prefix}Code{'Scc' if scheme == 'USCC' else ''}", number
        elif number:
            losses.add("parties/id")
        yield f"{prefix}Name", party.get("name", "")
        lost = ("address", "city", "postcode", "country", "functionCode")
        losses |= {f"parties/{name}" for name in lost if party.get(name)}


def _border(body: Body) -> Body:
    means: list[Body] = body.get("transport") or []
    return next((m for m in means if m.get("stage") == "BORDER"), means[0] if means else {})


_AMENDED = "AMENDMENT, VERSION {}"


def _note(body: Body, foreign: bool) -> str:
    parts = []
    if foreign:
        number = body.get("declarationId") or body.get("functionalReferenceId", "")
        parts.append(f"{body.get('country', '')} {body.get('side', '')} {number}".strip())
    if body.get("functionCode", "9") not in ("9", ""):
        parts.append(_AMENDED.format(body.get("version") or 1))
        parts += [text for a in body.get("amendments") or () if (text := a.get("text", ""))]
    for said in body.get("statements") or ():
        parts.append(said.get("statementDescription") or said.get("statementCode", ""))
    return "; ".join(filter(None, parts))


def _containers(body: Body, losses: set[str]) -> str:
    made = []
    for container in body.get("equipment") or ():
        fields = (("ContainerId", container["id"]), ("ContainerMd", container.get("sizeType", "")))
        made.append(f"<Container>{elements(fields)}</Container>")
        losses |= {f"equipment/{name}" for name in ("seals", "fullness") if container.get(name)}
    return "".join(made)


def _sign(body: Body, foreign: bool) -> Iterator[tuple[str, str]]:
    references = body.get("references") or {}
    local = body.get("functionalReferenceId") or body.get("declarationId", "")
    if foreign or not references.get("Dec.SeqNo"):
        yield "ClientSeqNo", str(references.get("Dec.ClientSeqNo") or local)
    else:
        yield "ClientSeqNo", references.get("Dec.ClientSeqNo", "")
    yield "SignDate", moments.written(body.get("issueDateTime"), codes.ZONE, "%Y%m%d%H%M%S")


def _item(item: Body) -> str:
    get = item.get
    unit, mass = get("tariffQuantityUnit") or "", get("netMass") or ""
    money, origin, end = (get(name) or "" for name in _CODED)
    fields = [
        ("GNo", str(get("sequenceNumeric") or "")),
        ("CodeTS", get("commodityCode") or ""),
        ("GName", get("description") or ""),
        ("OriginCountry", codes.COUNTRY_NUMBERS.get(origin, origin)),
        ("DestinationCountry", codes.COUNTRY_NUMBERS.get(end, end)),
        ("DeclTotal", get("itemAmount") or ""),
        ("TradeCurr", codes.CURRENCY_NUMBERS.get(money, money)),
    ]
    place = "First"
    if quantity := get("tariffQuantity"):
        fields += (("FirstQty", quantity), ("FirstUnit", codes.UNIT_NUMBERS.get(unit, unit)))
        place = "Second"
    if mass and unit != get("netMassUnit", "KGM"):
        fields += ((f"{place}Qty", mass), (f"{place}Unit", codes.KILOGRAM))
    return f"<DecList>{elements(fields)}</DecList>"


_CODED = ("itemCurrency", "originCountry", "destinationCountry")


_NATIONAL = frozenset(
    "declarationOfficeId exitOfficeId entryOfficeId loadingPlace unloadingPlace".split()
)
"""Fields of Chinese code lists: what a partner says there is no code of China's."""
_UNSAID = {
    "E": frozenset({"entryOfficeId", "arrivalDateTime", "loadingPlace"}),
    "I": frozenset({"exitOfficeId", "exitDateTime", "unloadingPlace"}),
}


def _lose(body: Body, items: Iterable[Body], flag: str, losses: set[str]) -> None:
    losses |= {name for name in body.keys() - _CARRIED if body[name]}
    for item in items:
        if not _ITEM_CARRIED.issuperset(item):
            losses |= {f"goodsItems/{n}" for n in item.keys() - _ITEM_CARRIED if item[n]}
    if body.get("functionCode", "9") not in ("9", ""):
        losses |= {"functionCode", "version"}
    unsaid = _UNSAID[flag] if body.get("country") == "CN" else _UNSAID[flag] | _NATIONAL
    losses |= {name for name in unsaid if body.get(name)}
    if len(body.get("transport") or ()) > 1:
        losses.add("transport/1")


def response(body: Body, code: str, text: str) -> str:
    """Return a DecImportResponse: code 0 taken, anything else not."""
    quoted = body.get("references") or {}
    local = body.get("functionalReferenceId", "")
    fields = (
        ("ResponseCode", code),
        ("ErrorMessage", text),
        ("ClientSeqNo", quoted.get("Dec.ClientSeqNo") or local or body.get("messageId", "")),
        ("SeqNo", quoted.get("Dec.SeqNo", "")),
    )
    return f"{DECLARED}<DecImportResponse>{elements(fields)}</DecImportResponse>"


def notice(body: Body, envelope: Envelope, note: str) -> str:
    """Return DEC_DATA with one DEC_RESULT that tells in NOTE; CHANNEL is left empty."""
    when = moments.written(body.get("occurredAt"), codes.ZONE, "%Y-%m-%dT%H:%M:%S")
    prepared = envelope.prepared_at.astimezone(moments.zone(codes.ZONE))
    quoted = body.get("references") or {}
    fields = (
        ("SEQ_NO", quoted.get("Dec.SeqNo", "")),
        ("ENTRY_ID", body.get("declarationId") or body.get("functionalReferenceId", "")),
        ("NOTICE_DATE", when or prepared.strftime("%Y-%m-%dT%H:%M:%S")),
    )
    inner = f"{elements(fields)}<CHANNEL/>{elements([('NOTE', note)])}"
    return f"{DECLARED}<DEC_DATA><DEC_RESULT>{inner}</DEC_RESULT><RESULT_INFO/></DEC_DATA>"
