"""Names and codes of CEISA 4.0: which field of a document has which canonical place."""

from __future__ import annotations

from pathlib import Path

from hub.connector import codelists

ZONE = "Asia/Jakarta"
CODES = codelists.load(Path(__file__).parent)

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
