"""Reads the declaration message of the single window (DecMessage), at field level.

No schema is at hand: elements are taken by name in any order. To be confirmed: that every
DecMessage is an original (no field for a change or cancellation is known); `LicenseDocu` with the
DocuCodes of `[previous]` as the declaration of the other country, an agreement this hub proposes;
legal quantities in kilograms as net mass; SignDate as the date of issue; the foreign party's names
(Overseas…) and TradeCoScc, read in public client code.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from connectors.cn import codes, head
from connectors.cn.dec_sections import containers, goods, licences
from connectors.cn.elements import beside, bound, fields, national, pointer, warn
from hub.domain.declaration import Body
from hub.domain.faults import CODE_LIST, MAX_FAULTS, MISSING, RULE, Fault
from hub.domain.identifiers import declaration_key
from hub.domain.reading import Message, Reading, RefusedPart

SIDES = {"E": "EXPORT", "I": "IMPORT"}

_BOTH: head.Table = {
    "CustomMaster": ("declarationOfficeId", None),
    "TradeAreaCode": ("tradingCountry", codes.country),
    "PackNo": ("totalPackageQuantity", codes.decimal),
    "GrossWet": ("totalGrossMass", codes.decimal),
    "NetWt": ("totalNetMass", codes.decimal),
    "TransMode": ("tradeTerms", codes.terms),
}
_HEAD: dict[str, head.Table] = {
    "EXPORT": {
        **_BOTH,
        "IEPort": ("exitOfficeId", None),
        "IEDate": ("exitDateTime", codes.moment),
        "DistinatePort": ("unloadingPlace", None),
        "TradeCountry": ("destinationCountry", codes.country),
    },
    "IMPORT": {
        **_BOTH,
        "IEPort": ("entryOfficeId", None),
        "IEDate": ("arrivalDateTime", codes.moment),
        "DistinatePort": ("loadingPlace", None),
        "TradeCountry": ("exportCountry", codes.country),
    },
}
_OWN = {"EXPORT": "exportCountry", "IMPORT": "destinationCountry"}
_CHARGES = (
    ("FeeRate", "FeeMark", "FeeCurr", "freight"),
    ("InsurRate", "InsurMark", "InsurCurr", "insurance"),
)
_CARRIED = frozenset(
    "SeqNo EntryId IEFlag TrafMode TrafName BillNo ContrNo LicenseNo NoteS".split()
).union(*_HEAD.values())
_IDENTIFIERS = ("BillNo", "ContrNo", "LicenseNo", "EntryId", "SeqNo", "TrafName", "NoteS")
_SECTIONS = frozenset("DecHead DecLists DecContainers DecLicenseDocus DecFreeTxt DecSign".split())


def read(root: etree._Element) -> Reading:
    """Read a DecMessage into one declaration."""
    warnings: list[Fault] = []
    sections, left = beside(root, _SECTIONS, warnings)
    top = sections.get("DecHead")
    if top is None:
        fault = Fault(MISSING, pointer(root, "DecHead"), "DecHead is missing")
        return Reading(refusals=(RefusedPart((fault,), references={"CN.form": "Dec"}),))
    stated = fields(top, warnings)
    sign = fields(sections["DecSign"], warnings) if "DecSign" in sections else {}
    body = _identity(stated, sign)
    faults = _faults(top, stated, body)
    if faults:
        # What is doubtful is told with what is missing, so that one correction is enough.
        names = body["declarationId"], body["functionalReferenceId"]
        tried: Body = {**body, "side": body["side"] or "EXPORT"}
        _fill(tried, stated, sign, top, warnings)
        _fill_sections(tried, sections, left, warnings)
        told = tuple([*faults, *warnings][:MAX_FAULTS])
        return Reading(refusals=(RefusedPart(told, *names, body["references"], 2),))
    codes.check_entry(body["declarationId"], top, "EntryId", warnings)
    _fill(body, stated, sign, top, warnings)
    _fill_sections(body, sections, left, warnings)
    carried = _CARRIED - codes.fillers(stated, _IDENTIFIERS)
    body["nationalData"] = national(stated, carried, "DecHead/") | left
    body["nationalData"] |= national(sign, ("ClientSeqNo", "SignDate"), "DecSign/")
    bound(body, top, warnings)
    message = Message("Declaration", {name: value for name, value in body.items() if value})
    return Reading((message,), warnings=tuple(warnings))


def _identity(stated: dict[str, str], sign: dict[str, str]) -> Body:
    entry, seq = (codes.identifier(stated.get(name, "")) for name in ("EntryId", "SeqNo"))
    client = codes.identifier(sign.get("ClientSeqNo", ""))
    references = {"CN.form": "Dec", "Dec.SeqNo": seq, "Dec.ClientSeqNo": client}
    return {
        "declarationKey": declaration_key("CN", entry, seq or client),
        "country": "CN",
        "side": SIDES.get(stated.get("IEFlag", ""), ""),
        "functionCode": "9",
        "declarationId": entry,
        "functionalReferenceId": seq or client,
        "procedureType": codes.LISTS["procedures"].get(stated.get("TradeMode", ""), "NORMAL"),
        "references": {name: text for name, text in references.items() if text},
    }


def _faults(top: etree._Element, stated: dict[str, str], body: Body) -> list[Fault]:
    found = []
    if not (body["declarationId"] or body["functionalReferenceId"]):
        text = "none of EntryId, SeqNo and ClientSeqNo is stated"
        found.append(Fault(MISSING, pointer(top, "EntryId"), text, stated.get("EntryId", "")))
    if not body["side"]:
        text = "is not I or E" if "IEFlag" in stated else "is missing"
        code = CODE_LIST if "IEFlag" in stated else MISSING
        found.append(Fault(code, pointer(top, "IEFlag"), text, stated.get("IEFlag", "")))
    doubled = [name for name in ("EntryId#2", "SeqNo#2", "IEFlag#2") if name in stated]
    found += [Fault(RULE, pointer(top, n[:-2]), "is stated twice", stated[n]) for n in doubled]
    return found


def _fill(
    body: Body,
    stated: dict[str, str],
    sign: dict[str, str],
    top: etree._Element,
    warnings: list[Fault],
) -> None:
    side = body["side"]
    body[_OWN[side]] = "CN"
    head.fill(body, stated, top, _HEAD[side], warnings)
    head.weigh(body)
    if "TradeCountry" not in stated:
        warn(warnings, MISSING, top, "TradeCountry", "no country is stated: it goes to nobody")
    if "SignDate" in sign:
        body["issueDateTime"] = codes.moment(sign["SignDate"], top, "SignDate", warnings)
    if codes.identifier(stated.get("NoteS", "")):
        texts = stated["NoteS"].split(codes.NOTES)
        body["statements"] = [{"statementDescription": text} for text in texts if text]
    head.charges(body, stated, top, _CHARGES, ("", ""), warnings)
    body["parties"] = list(_parties(stated, side))
    licence = "811" if side == "EXPORT" else "911"
    bill = codes.LISTS["bills"].get(stated.get("TrafMode", ""), "")
    types = {"BillNo": bill, "ContrNo": "315", "LicenseNo": licence}
    body["documents"] = list(head.papers(stated, types))
    body["transport"] = head.means(stated.get("TrafMode", ""), stated.get("TrafName", ""))


_PARTIES = {
    "Trade": (("USCC", "TradeCodeScc"), ("USCC", "TradeCoScc"), ("GACC", "TradeCode")),
    "Owner": (("USCC", "OwnerCodeScc"), ("GACC", "OwnerCode")),
    "Agent": (("USCC", "AgentCodeScc"), ("GACC", "AgentCode")),
    "Cop": (("USCC", "CopCodeScc"), ("GACC", "CopCode")),
}
_ROLES = {
    "EXPORT": ("Exporter", "Owner", "Declarant", "Submitter"),
    "IMPORT": ("Importer", "Owner", "Declarant", "Submitter"),
}
_OVERSEAS = {
    "EXPORT": ("Consignee", "OverseasConsignee"),
    "IMPORT": ("Consignor", "OverseasConsignor"),
}


def _parties(stated: dict[str, str], side: str) -> Iterator[Body]:
    """The 18-digit credit code (Scc) is the id where it is stated, else the customs number."""
    for role, (prefix, numbers) in zip(_ROLES[side], _PARTIES.items(), strict=True):
        party: Body = {"role": role}
        for scheme, number in numbers:
            if number in stated and "id" not in party and codes.identifier(stated[number]):
                party["id"], party["idType"] = stated.pop(number), scheme
        if f"{prefix}Name" in stated:
            party["name"] = stated.pop(f"{prefix}Name")
        if len(party) > 1:
            yield party
    role, prefix = _OVERSEAS[side]
    if codes.identifier(stated.get(f"{prefix}Ename", "")):
        yield {"role": role, "name": stated.pop(f"{prefix}Ename")}


def _fill_sections(
    body: Body, sections: dict[str, etree._Element], left: dict[str, str], warnings: list[Fault]
) -> None:
    body["goodsItems"] = goods(sections.get("DecLists", ()), warnings)
    if not body["goodsItems"]:
        warn(warnings, MISSING, sections["DecHead"], "", "no goods are stated (DecLists)")
    body["equipment"] = list(containers(sections.get("DecContainers", ()), left, warnings))
    licences(body, sections.get("DecLicenseDocus", ()), warnings)
    if "DecFreeTxt" in sections:
        free = fields(sections["DecFreeTxt"], warnings)
        voyage = codes.identifier(free.pop("VoyNo", ""))
        if voyage:
            body["transport"] = body["transport"] or [{"stage": "BORDER"}]
            body["transport"][0]["journeyId"] = voyage
        left |= national(free, (), "DecFreeTxt/")
