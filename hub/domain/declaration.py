"""The canonical messages as sparse dictionaries: the names of schemas/, WCO Data Model ids there.

Every number is an exact decimal string beside its unit or currency. A key that is absent, an
empty string, list or map all mean the same: not stated. `schemas/` is the source of the field
list; `tests/schemas` holds the two against each other.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Required, TypedDict

Body = dict[str, Any]
"""A canonical message as it travels: one of the shapes below."""


class Moment(TypedDict, total=False):
    """A point in time as written and as meant (WCO DateTimeString, format 2379)."""

    utc: Required[datetime]
    text: str
    zone: str


class PreviousDocument(TypedDict, total=False):
    """WCO 99A: the document this one follows; an export MRN is the strongest match key."""

    id: str
    typeCode: str
    categoryCode: str
    lineNumeric: str


class AdditionalDocument(TypedDict, total=False):
    """WCO 02A: licence, certificate, invoice, transport document."""

    id: str
    typeCode: str
    categoryCode: str
    name: str
    issueDate: str


class AdditionalInformation(TypedDict, total=False):
    """WCO 03A: coded or free statement."""

    statementCode: str
    statementDescription: str
    statementTypeCode: str


class Party(TypedDict, total=False):
    """A WCO party class; `role` is the class name: Declarant, Exporter, Consignee …"""

    role: Required[str]
    id: str
    idType: str
    name: str
    address: str
    city: str
    postcode: str
    country: str
    functionCode: str


class TransportMeans(TypedDict, total=False):
    """WCO 15A/46A/10A: stage is BORDER, DEPARTURE, ARRIVAL or INLAND; modeCode is UN Rec 19."""

    stage: Required[str]
    modeCode: str
    nationalModeCode: str
    id: str
    name: str
    idType: str
    nationality: str
    journeyId: str


class TransportEquipment(TypedDict, total=False):
    """WCO 31B: a container with its seals (44B)."""

    id: Required[str]
    sizeType: str
    fullness: str
    seals: list[str]


class ExchangeRate(TypedDict, total=False):
    """WCO CurrencyExchange 135, 118: units of the national currency for one unit."""

    currency: Required[str]
    rate: str


class Packaging(TypedDict, total=False):
    """WCO 93A; typeCode is UN Rec 21."""

    quantity: str
    typeCode: str
    marks: str


class DutyTaxFee(TypedDict, total=False):
    """WCO DutyTaxFee. Never leaves the administration that owns it."""

    typeCode: str
    base: str
    rate: str
    amount: str
    currency: str
    methodCode: str


class Amendment(TypedDict, total=False):
    """WCO 06A with its pointer written as `42A → 67A/1 → 68A/3`."""

    changeReasonCode: str
    pointer: str
    text: str


class GoodsItem(TypedDict, total=False):
    """WCO 68A GovernmentAgencyGoodsItem."""

    sequenceNumeric: int
    commodityCode: str
    additionalCodes: list[str]
    description: str
    netMass: str
    netMassUnit: str
    grossMass: str
    grossMassUnit: str
    tariffQuantity: str
    tariffQuantityUnit: str
    itemAmount: str
    itemCurrency: str
    customsValue: str
    customsValueCurrency: str
    statisticalValue: str
    statisticalValueCurrency: str
    originCountry: str
    preferentialOrigin: str
    destinationCountry: str
    procedureCurrent: str
    procedurePrevious: str
    additionalProcedures: list[str]
    packages: list[Packaging]
    previousDocuments: list[PreviousDocument]
    documents: list[AdditionalDocument]
    statements: list[AdditionalInformation]
    parties: list[Party]
    containers: list[str]
    dangerousGoods: str
    ucr: str
    taxes: list[DutyTaxFee]
    nationalData: dict[str, str]


class Declaration(TypedDict, total=False):
    """WCO 42A with 67A: a declaration, its amendment (4, 5) or its cancellation (1)."""

    declarationKey: Required[str]
    country: Required[str]
    side: str
    functionCode: str
    version: int
    declarationId: str
    functionalReferenceId: str
    exportCountry: str
    destinationCountry: str
    ucr: str
    previousDocuments: list[PreviousDocument]
    references: dict[str, str]
    typeCode: str
    procedureType: str
    contentLanguage: str
    issueDateTime: Moment | None
    acceptanceDateTime: Moment | None
    exitDateTime: Moment | None
    arrivalDateTime: Moment | None
    declarationOfficeId: str
    exitOfficeId: str
    entryOfficeId: str
    presentationOfficeId: str
    goodsItemQuantity: str
    totalPackageQuantity: str
    totalGrossMass: str
    totalGrossMassUnit: str
    totalNetMass: str
    totalNetMassUnit: str
    invoiceAmount: str
    invoiceCurrency: str
    statisticalAmount: str
    statisticalCurrency: str
    exchangeRates: list[ExchangeRate]
    parties: list[Party]
    transport: list[TransportMeans]
    equipment: list[TransportEquipment]
    goodsLocation: str
    loadingPlace: str
    unloadingPlace: str
    tradingCountry: str
    tradeTerms: str
    tradeTermsPlace: str
    freightAmount: str
    freightCurrency: str
    insuranceAmount: str
    insuranceCurrency: str
    natureOfTransaction: str
    documents: list[AdditionalDocument]
    statements: list[AdditionalInformation]
    amendments: list[Amendment]
    goodsItems: list[GoodsItem]
    nationalData: dict[str, str]
