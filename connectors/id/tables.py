"""Names and codes of CEISA 4.0: which field of a document has which canonical place."""

from __future__ import annotations

from collections.abc import Mapping

from hub.connector import country
from hub.domain.declaration import Body

HERE = country.of(__file__)
ZONE = HERE.zone
CODES = HERE.codes

HEADER = {
    "kodeKantor": "declarationOfficeId",
    "kodeKantorEkspor": "exitOfficeId",
    "kodeValuta": "invoiceCurrency",
    "kodeIncoterm": "tradeTerms",
    "kodePelMuat": "loadingPlace",
    "kodeTps": "goodsLocation",
    "bruto": "totalGrossMass",
    "netto": "totalNetMass",
    "freight": "freightAmount",
    "asuransi": "insuranceAmount",
    "kodeDokumen": "typeCode",
}
ITEM = {
    "posTarif": "commodityCode",
    "uraian": "description",
    "netto": "netMass",
    "bruto": "grossMass",
    "jumlahSatuan": "tariffQuantity",
    "kodeSatuanBarang": "tariffQuantityUnit",
    "kodeNegaraAsal": "originCountry",
}
PARTY = {
    "nomorIdentitas": "id",
    "kodeJenisIdentitas": "idType",
    "namaEntitas": "name",
    "alamatEntitas": "address",
    "kodeNegara": "country",
}
TRANSPORT = {
    "kodeCaraAngkut": "modeCode",
    "namaPengangkut": "name",
    "nomorPengangkut": "journeyId",
    "kodeBendera": "nationality",
}
EQUIPMENT = {
    "nomorKontainer": "id",
    "kodeUkuranKontainer": "sizeType",
    "kodeJenisKontainer": "fullness",
}
DOCUMENT = {"nomorDokumen": "id", "kodeDokumen": "typeCode", "tanggalDokumen": "issueDate"}
PACKAGING = {"jumlahKemasan": "quantity", "kodeJenisKemasan": "typeCode", "merk": "marks"}
TAX = {"kodeJenisPungutan": "typeCode", "tarif": "rate", "nilaiBayar": "amount"}

REASONS = "; "
"""Between the reasons of an amendment, which CEISA has in one field (`alasan`)."""
LONGEST = 15
"""Digits that survive as a JSON number, a binary float on its way in."""

NUMBERS = frozenset(
    "bruto netto freight asuransi cif fob ndpbm jumlahSatuan jumlahKemasan tarif nilaiBayar".split()
)
"""Fields that hold numbers, also where a sender writes them as text."""

PLACED = frozenset(
    {*HEADER, "barang", "entitas", "kemasan", "kontainer", "dokumen", "pengangkut", "nomorAju"}
    | {"tanggalAju", "tanggalEkspor", "tanggalTiba", "kodeNegaraTujuan", "kodePelTujuan"}
    | {"kodePelBongkar", "cif", "fob", "ndpbm", "isRevision", "isCancellation", "alasan"}
    | {"noUrutRevisi"}
)
"""Fields of a document that have a canonical place; all others are national data."""
ITEM_PLACED = frozenset({*ITEM, *PACKAGING, "seriBarang", "cif", "fob", "barangTarif"})
"""Fields of `barang[]` that have a canonical place."""


def exact(text: str) -> int | float | str:
    """Return a decimal as a JSON number; as text where a JSON number would round it.

    >>> exact("12.50"), exact("7"), exact("123456789012345678"), exact("")
    (12.5, 7, '123456789012345678', '')
    """
    if len(text) > LONGEST:
        return text
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def stated(record: Body, places: Mapping[str, str]) -> Body:
    """Return what a record states under CEISA's names, numbers as numbers."""
    return {
        name: exact(value) if name in NUMBERS else value
        for name, field in places.items()
        if (value := record.get(field))
    }
