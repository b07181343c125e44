"""Writes DecMessage for declarations, naming every canonical field it does not carry.

A partner's declaration is written from China's side of the lane: what comes to China has IEFlag
I and the other end as TradeCountry. It has no Chinese number: EntryId stays empty, the partner's
number stands in LicenseDocu (DocuCode 830 export, 929 import: EDIFACT 1001, a proposal of this
hub, to be confirmed), NoteS says whose it is. DecMessage is not known to have a function code: an
amendment is a whole message again that says so in NoteS. Only element names of the public field
list are written; the lengths texts are cut at come from public client code, to be confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator

from connectors.cn import codes
from connectors.cn.dec_goods_writing import goods
from connectors.cn.dec_papers import border, papers
from connectors.cn.markup import DECLARED, elements
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.reading import Envelope

_CARRIED = frozenset(
    "declarationKey country side functionCode declarationId functionalReferenceId exportCountry"
    " destinationCountry previousDocuments references procedureType issueDateTime exitDateTime"
    " arrivalDateTime declarationOfficeId exitOfficeId entryOfficeId totalPackageQuantity"
    " totalGrossMass totalGrossMassUnit totalNetMass totalNetMassUnit parties transport equipment"
    " loadingPlace unloadingPlace tradingCountry tradeTerms freightAmount freightCurrency"
    " insuranceAmount insuranceCurrency documents statements goodsItems".split()
)
_NATIONAL = frozenset(
    "declarationOfficeId exitOfficeId entryOfficeId loadingPlace unloadingPlace".split()
)
"""Fields of Chinese code lists: what a partner says there is no code of China's."""
_UNSAID = {
    "E": frozenset({"entryOfficeId", "arrivalDateTime", "loadingPlace"}),
    "I": frozenset({"exitOfficeId", "exitDateTime", "unloadingPlace"}),
}
_TRADE_MODES = {"BORDER_SMALL": "4019"}
"""Of the other procedures no single supervision mode (监管方式) is the national form."""
NAME, MEANS, NOTE = 70, 50, 255
"""Characters of a party's name, of TrafName and of NoteS."""


def declaration(body: Body, envelope: Envelope) -> tuple[str, tuple[str, ...]]:
    """Return a DecMessage and the canonical fields it does not carry."""
    foreign = body.get("country") != "CN"
    losses = {name for name in body.keys() - _CARRIED if body[name]}
    flag = _view(body, losses)
    head, rest = papers(body, flag, foreign, losses)
    sections = (
        ("DecHead", elements(_head(body, flag, foreign, head, losses))),
        ("DecLists", goods(body.get("goodsItems") or (), losses)),
        ("DecContainers", _containers(body, losses)),
        ("DecLicenseDocus", rest),
        ("DecFreeTxt", elements((("VoyNo", border(body, flag).get("journeyId", "")),))),
        ("DecSign", elements(_sign(body, foreign))),
    )
    inner = "".join([f"<{name}>{text}</{name}>" for name, text in sections if text])
    unsaid = _UNSAID[flag] | _NATIONAL if foreign else _UNSAID[flag]
    losses.update([name for name in unsaid if body.get(name)])
    text = f'<DecMessage Version="3.1" xmlns="http://www.chinaport.gov.cn/dec">{inner}</DecMessage>'
    return DECLARED + text, tuple(sorted(losses))


def _view(body: Body, losses: set[str]) -> str:
    """Return IEFlag, and name what it and China's own end leave unsaid."""
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
    body: Body, flag: str, foreign: bool, head: dict[str, str], losses: set[str]
) -> Iterator[tuple[str, str]]:
    export, get = flag == "E", body.get
    other: str = get("destinationCountry" if export else "exportCountry", "")
    if not foreign:
        yield "SeqNo", (get("references") or {}).get("Dec.SeqNo", "")
        yield "EntryId", get("declarationId", "")
    yield "IEFlag", flag
    if not foreign:
        yield "CustomMaster", get("declarationOfficeId", "")
        yield "IEPort", get("exitOfficeId" if export else "entryOfficeId", "")
        yield "DistinatePort", get("unloadingPlace" if export else "loadingPlace", "")
    yield "IEDate", _day(body, "exitDateTime" if export else "arrivalDateTime", losses)
    yield "TradeCountry", codes.COUNTRY_NUMBERS.get(other, other)
    trading = get("tradingCountry") or ""
    yield "TradeAreaCode", codes.COUNTRY_NUMBERS.get(trading, trading)
    yield from _means(body, border(body, flag), foreign, losses)
    yield from head.items()
    yield from _terms(body, foreign, losses)
    yield from _totals(body, losses)
    yield from _parties(body, export, losses)
    yield "NoteS", _note(body, foreign, losses)


def _day(body: Body, field: str, losses: set[str]) -> str:
    day, _, time = moments.written(body.get(field), codes.ZONE, "%Y%m%d %H%M%S").partition(" ")
    if time.strip("0"):
        losses.add(field)
    return day


def _means(body: Body, shown: Body, foreign: bool, losses: set[str]) -> Iterator[tuple[str, str]]:
    """TrafName is the name of a ship, the number of anything else."""
    for means in body.get("transport") or ():
        if means["stage"] != "BORDER":
            losses.add(f"transport/{means['stage']}")
        elif means is not shown:
            losses.add("transport")
    mode = codes.MODE_NUMBERS.get(shown.get("modeCode", ""), "")
    own = shown.get("nationalModeCode", "")
    if shown.get("modeCode") and not mode:
        losses.add("transport/modeCode")
    if own and (foreign or (mode and own != mode)):
        losses.add("transport/nationalModeCode")
    mode = mode or ("" if foreign else own)
    first, second = ("name", "id") if mode == codes.SEA else ("id", "name")
    name = shown.get(first) or shown.get(second, "")
    if shown.get(second):
        losses.add(f"transport/{second}")
    if len(name) > MEANS:
        losses.add(f"transport/{first}")
    losses.update([f"transport/{n}" for n in ("idType", "nationality") if shown.get(n)])
    if shown and not (mode or name or shown.get("journeyId")):
        losses.add("transport/BORDER")
    yield "TrafMode", mode
    yield "TrafName", name[:MEANS]


def _terms(body: Body, foreign: bool, losses: set[str]) -> Iterator[tuple[str, str]]:
    terms, procedure = body.get("tradeTerms") or "", body.get("procedureType") or "NORMAL"
    if terms and terms not in codes.TERM_NUMBERS:
        losses.add("tradeTerms")
    yield "TransMode", codes.TERM_NUMBERS.get(terms, "")
    mode = "" if foreign else _TRADE_MODES.get(procedure, "")
    if not mode and procedure != "NORMAL":
        losses.add("procedureType")
    yield "TradeMode", mode


_CHARGES = (("Fee", "freight"), ("Insur", "insurance"))
_TOTALS = (("GrossWet", "totalGrossMass"), ("NetWt", "totalNetMass"))


def _totals(body: Body, losses: set[str]) -> Iterator[tuple[str, str]]:
    """Charges are amounts (mark 3); masses are in kilograms, another unit has no place."""
    for name, field in _CHARGES:
        if amount := body.get(f"{field}Amount"):
            unit: str = body.get(f"{field}Currency", "")
            yield f"{name}Mark", "3"
            yield f"{name}Rate", amount
            yield f"{name}Curr", codes.CURRENCY_NUMBERS.get(unit, unit)
    yield "PackNo", body.get("totalPackageQuantity", "")
    for name, field in _TOTALS:
        if (body.get(f"{field}Unit") or "KGM") == "KGM":
            yield name, body.get(field, "")
        elif body.get(field):
            losses.update((field, f"{field}Unit"))


_PREFIXES = {"Owner": "Owner", "Declarant": "Agent", "Submitter": "Cop"}
_EXPORTING = {**_PREFIXES, "Exporter": "Trade"}
_IMPORTING = {**_PREFIXES, "Importer": "Trade", "Consignee": "Trade"}
_UNPLACED = ("address", "city", "postcode", "country", "functionCode")


def _parties(body: Body, export: bool, losses: set[str]) -> Iterator[tuple[str, str]]:
    """One party a role; a consignee stands for the importer only where there is none."""
    parties = body.get("parties") or ()
    prefixes = _EXPORTING if export else _IMPORTING
    taken = {"Consignee"} if any(party["role"] == "Importer" for party in parties) else set()
    for party in parties:
        role = party["role"]
        prefix = prefixes.get(role)
        if role == "Consignee" or prefix is None or role in taken:
            losses.add(f"parties/{role}")
        if prefix is None or role in taken:
            continue
        taken.add(role)
        scheme, number, name = party.get("idType"), party.get("id", ""), party.get("name", "")
        known = number and scheme in ("USCC", "GACC")
        if not (known or name):
            losses.add(f"parties/{role}")
        if known:
            yield f"{prefix}Code{'Scc' if scheme == 'USCC' else ''}", number
        else:
            losses.update([f"parties/{n}" for n in ("id", "idType") if party.get(n)])
        yield f"{prefix}Name", name[:NAME]
        if len(name) > NAME:
            losses.add("parties/name")
        losses.update([f"parties/{n}" for n in _UNPLACED if party.get(n)])


def _note(body: Body, foreign: bool, losses: set[str]) -> str:
    """Return what is said, then whose and which version it is; the marks are never cut for it."""
    said = body.get("statements") or ()
    texts = [row.get("statementDescription") or row.get("statementCode", "") for row in said]
    marks = []
    if foreign:
        number = body.get("declarationId") or body.get("functionalReferenceId", "")
        marks.append(f"{body.get('country', '')} {body.get('side', '')} {number}".strip())
    if body.get("functionCode", "9") not in ("9", ""):
        losses.add("functionCode")
        marks.append(f"AMENDMENT, VERSION {body.get('version') or 1}")
        marks += [text for a in body.get("amendments") or () if (text := a.get("text", ""))]
    end = codes.NOTES.join(marks)[:NOTE]
    if not texts:
        return end
    note = codes.NOTES.join(filter(None, texts))[: max(0, NOTE - len(end) - len(codes.NOTES))]
    if note.split(codes.NOTES) != texts:
        losses.add("statements/statementDescription")
    for name in ("statementCode", "statementTypeCode"):
        if any(row.get(name) for row in said):
            losses.add(f"statements/{name}")
    return codes.NOTES.join(filter(None, (note, end)))


def _containers(body: Body, losses: set[str]) -> str:
    made = []
    for container in body.get("equipment") or ():
        fields = (("ContainerId", container["id"]), ("ContainerMd", container.get("sizeType", "")))
        made.append(f"<Container>{elements(fields)}</Container>")
        losses.update([f"equipment/{n}" for n in ("seals", "fullness") if container.get(n)])
    return "".join(made)


def _sign(body: Body, foreign: bool) -> Iterator[tuple[str, str]]:
    references = body.get("references") or {}
    local = body.get("functionalReferenceId") or body.get("declarationId", "")
    if foreign or not references.get("Dec.SeqNo"):
        yield "ClientSeqNo", str(references.get("Dec.ClientSeqNo") or local)
    else:
        yield "ClientSeqNo", references.get("Dec.ClientSeqNo", "")
    yield "SignDate", moments.written(body.get("issueDateTime"), codes.ZONE, "%Y%m%d%H%M%S")
