"""Declarations made up by seed over the whole canonical model: what round trips are tried with.

Every field of `schemas/Declaration` can be there, in values a customs administration might write:
codes from the lists the schema names, numbers with the digits customs use, texts in the script
asked for. The same random source makes the same declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hub.domain.declaration import Body
from hub.domain.identifiers import declaration_key

SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "latin": ("cotton", "shirts", "men's", "knitted", "Größe", "café", "No.1", "100%"),
    "ascii": ("Cotton", "shirts", "of", "other", "fibres", "No 1", "size 40", "(packed)"),
    "vietnamese": ("Giày", "thể", "thao", "đế", "cao", "su", "mũ", "bằng", "vải", "Hàng"),
    "thai": ("รองเท้า", "กีฬา", "ผ้าฝ้าย", "ข้าวหอมมะลิ", "บริษัท", "จำกัด"),
    "lao": ("ເກີບ", "ກິລາ", "ຜ້າຝ້າຍ", "ກາເຟ", "ບໍລິສັດ", "ຈຳກັດ"),
    "khmer": ("ស្បែកជើង", "កីឡា", "អង្ករ", "ក្រុមហ៊ុន", "ភ្នំពេញ"),
    "burmese": ("ဖိနပ်", "ဆန်", "ကုမ္ပဏီ", "ရန်ကုန်", "လီမိတက်"),
    "cyrillic": ("Обувь", "спортивная", "хлопок", "ООО", "Восток", "ёлка", "қазақ", "Бишкек"),
    "chinese": ("运动鞋", "棉布", "进出口", "有限公司", "南宁", "大米"),
    "hangul": ("운동화", "면직물", "주식회사", "부산", "쌀"),
    "japanese": ("運動靴", "綿織物", "株式会社", "東京", "ﾃｽﾄ", "コーヒー"),
    "devanagari": ("जुत्ता", "कपास", "चामल", "काठमाडौं", "कम्पनी"),
    "bengali": ("জুতা", "তুলা", "চাল", "ঢাকা", "কোম্পানি"),
    "sinhala": ("සපත්තු", "කපු", "සහල්", "කොළඹ", "සමාගම"),
}
"""Words by script, as they stand in descriptions, names and addresses."""

_COUNTRIES = "CN VN TH LA KH MM MY SG ID PH JP KR AU NZ RU KZ GB ZA NP BD LK US DE FR".split()
_CURRENCIES = "USD EUR CNY JPY GBP THB VND AUD KRW RUB".split()
_UNITS = "KGM PCE LTR MTR MTK NAR TNE GRM".split()
_PACKAGES = "CT BX PK PX BG DR CR".split()
_TERMS = "EXW FCA CPT CIP DAP DPU DDP FAS FOB CFR CIF".split()
_ROLES = "Exporter Importer Declarant Consignor Consignee Agent".split()
_CODES = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)

Maker = Callable[[], Any]


class Author:
    """Makes up declarations of one country in one script."""

    def __init__(
        self, random: Random, country: str, script: str = "latin", fullness: float = 0.8
    ) -> None:
        self._random, self._country = random, country
        self._words, self._fullness = SCRIPTS[script], fullness

    def declaration(self, items: int = 2, function: str = "9") -> Body:
        """Return a declaration with so many goods items; `function` as in `functionCode`."""
        random = self._random
        other = random.choice([code for code in _COUNTRIES if code != self._country])
        exporting = random.random() < 0.5
        number = f"26{self._country}{self.code(13)}{random.randrange(10)}"
        body: Body = {
            "declarationKey": declaration_key(self._country, number, ""),
            "country": self._country,
            "side": "EXPORT" if exporting else "IMPORT",
            "functionCode": function,
            "declarationId": number,
            "exportCountry": self._country if exporting else other,
            "destinationCountry": other if exporting else self._country,
            "goodsItems": [self._item(place + 1) for place in range(items)],
        }
        return body | self._some(self._head(exporting))

    def text(self, longest: int) -> str:
        """Return words, one to twelve, at most `longest` characters, no blank at either end."""
        count = self._random.randrange(1, 13)
        return " ".join(self._random.choice(self._words) for _ in range(count))[:longest].strip()

    def code(self, length: int) -> str:
        """Return capital letters and digits."""
        return "".join(self._random.choice(_CODES) for _ in range(length))

    def number(self, digits: int, places: int) -> str:
        """Return an exact decimal of at most so many digits before and after the point."""
        whole = self._random.randrange(1, 10 ** self._random.randrange(1, digits + 1))
        places = self._random.randrange(places + 1)
        return f"{whole}.{self._random.randrange(10**places):0{places}}" if places else str(whole)

    def moment(self) -> Body:
        """Return a moment of 2026, to the minute or to the day."""
        random = self._random
        when = _BEGIN + timedelta(minutes=random.randrange(330 * 24 * 60))
        return {"utc": when, "text": when.strftime("%Y%m%d%H%M"), "zone": "UTC"}

    def _some(self, makers: Mapping[str, Maker]) -> Body:
        """Return the fields that fell to be stated; a unit or currency goes with its number."""
        found: Body = {}
        for name, make in makers.items():
            owner = next(
                (name[: -len(end)] for end in ("Unit", "Currency") if name.endswith(end)), ""
            )
            if owner:
                stated = owner in found or f"{owner}Amount" in found
                if stated:
                    found[name] = make()
            elif self._random.random() < self._fullness:
                found[name] = make()
        return found

    def _rows(self, most: int, row: Maker) -> Maker:
        return lambda: [row() for _ in range(self._random.randrange(1, most + 1))]

    def _one(self, choices: list[str]) -> Maker:
        return lambda: self._random.choice(choices)

    def _coded(self, length: int) -> Maker:
        return lambda: self.code(length)

    def _texted(self, longest: int) -> Maker:
        return lambda: self.text(longest)

    def _numbered(self, digits: int, places: int) -> Maker:
        return lambda: self.number(digits, places)

    def _head(self, exporting: bool) -> dict[str, Maker]:
        return {**self._papers(exporting), **self._sums(), **self._journey()}

    def _papers(self, exporting: bool) -> dict[str, Maker]:
        """Return what identifies a declaration, says when and where, and what goes with it."""
        office = self._coded(6)
        return {
            "version": lambda: self._random.randrange(1, 9),
            "functionalReferenceId": self._coded(16),
            "ucr": self._coded(20),
            "previousDocuments": self._rows(2, self._previous),
            "typeCode": self._one(["EXA", "EX1"] if exporting else ["IMA", "IM4"]),
            "procedureType": self._one(["NORMAL", "LOW_VALUE", "PRELODGED", "SUPPLEMENTARY"]),
            "contentLanguage": self._one(["en", "zh", "ru"]),
            "issueDateTime": self.moment,
            "acceptanceDateTime": self.moment,
            "exitDateTime": self.moment,
            "arrivalDateTime": self.moment,
            "declarationOfficeId": office,
            "exitOfficeId": office,
            "entryOfficeId": office,
            "presentationOfficeId": office,
            "documents": self._rows(3, self._document),
            "statements": self._rows(2, self._statement),
            "amendments": self._rows(2, self._amendment),
        }

    def _sums(self) -> dict[str, Maker]:
        """Return what is counted, weighed and paid of the whole."""
        amount, currency = self._numbered(12, 2), self._one(_CURRENCIES)
        mass, kilogram = self._numbered(8, 3), lambda: "KGM"
        return {
            "goodsItemQuantity": self._count,
            "totalPackageQuantity": self._count,
            "totalGrossMass": mass,
            "totalGrossMassUnit": kilogram,
            "totalNetMass": mass,
            "totalNetMassUnit": kilogram,
            "invoiceAmount": amount,
            "invoiceCurrency": currency,
            "statisticalAmount": amount,
            "statisticalCurrency": currency,
            "freightAmount": amount,
            "freightCurrency": currency,
            "insuranceAmount": amount,
            "insuranceCurrency": currency,
            "exchangeRates": self._rows(1, self._rate),
        }

    def _journey(self) -> dict[str, Maker]:
        """Return who trades, how the goods travel and on which terms."""
        return {
            "parties": self._parties,
            "transport": self._means,
            "equipment": self._rows(3, self._container),
            "goodsLocation": self._coded(10),
            "loadingPlace": self._place,
            "unloadingPlace": self._place,
            "tradingCountry": self._one(_COUNTRIES),
            "tradeTerms": self._one(_TERMS),
            "tradeTermsPlace": self._texted(35),
            "natureOfTransaction": self._one(["1", "11", "21"]),
        }

    def _count(self) -> str:
        return str(self._random.randrange(1, 9999))

    def _place(self) -> str:
        return self._random.choice(_COUNTRIES) + "ABC"

    def _item(self, sequence: int) -> Body:
        amount, currency = self._numbered(10, 2), self._one(_CURRENCIES)
        mass, kilogram = self._numbered(7, 3), lambda: "KGM"
        makers: dict[str, Maker] = {
            "additionalCodes": self._rows(2, lambda: f"TRC:{self.code(4)}"),
            "description": self._texted(200),
            "netMass": mass,
            "netMassUnit": kilogram,
            "grossMass": mass,
            "grossMassUnit": kilogram,
            "tariffQuantity": self._numbered(7, 3),
            "tariffQuantityUnit": self._one(_UNITS),
            "itemAmount": amount,
            "itemCurrency": currency,
            "customsValue": amount,
            "customsValueCurrency": currency,
            "statisticalValue": amount,
            "statisticalValueCurrency": currency,
            "originCountry": self._one(_COUNTRIES),
            "preferentialOrigin": self._one(_COUNTRIES),
            "destinationCountry": self._one(_COUNTRIES),
            "procedureCurrent": self._one(["10", "40", "51"]),
            "procedurePrevious": self._one(["00", "71"]),
            "additionalProcedures": self._rows(2, self._coded(3)),
            "packages": self._rows(2, self._package),
            "previousDocuments": self._rows(2, self._previous),
            "documents": self._rows(2, self._document),
            "statements": self._rows(2, self._statement),
            "parties": self._parties,
            "containers": self._rows(2, lambda: f"TWNU{self._random.randrange(10**7):07}"),
            "dangerousGoods": lambda: f"{self._random.randrange(1, 3600):04}",
            "ucr": self._coded(20),
            "taxes": self._rows(3, self._tax),
        }
        digits = self._random.choice((6, 8, 10))
        code = f"{self._random.randrange(10**9, 10**10)}"[:digits]
        return {"sequenceNumeric": sequence, "commodityCode": code, **self._some(makers)}

    def _named(self, required: Body, makers: Mapping[str, Maker]) -> Body:
        return {**required, **self._some(makers)}

    def _previous(self) -> Body:
        line = self._numbered(2, 0)
        return self._named(
            {"id": self.code(18), "typeCode": self._random.choice(["830", "MRN"])},
            {"categoryCode": self._one(["X", "Y", "Z"]), "lineNumeric": line},
        )

    def _document(self) -> Body:
        kind = self._random.choice(["380", "705", "740", "861", "911"])
        return self._named(
            {"id": self.code(12), "typeCode": kind},
            {
                "categoryCode": self._one(["C", "N"]),
                "name": self._texted(35),
                "issueDate": lambda: f"202601{self._random.randrange(10, 29)}",
            },
        )

    def _statement(self) -> Body:
        return self._named(
            {"statementDescription": self.text(100)},
            {"statementCode": self._coded(5), "statementTypeCode": self._one(["ACB", "CUS"])},
        )

    def _amendment(self) -> Body:
        pointer = f"42A → 67A/1 → 68A/{self._random.randrange(1, 9)}"
        return self._named(
            {"text": self.text(80)},
            {"changeReasonCode": self._one(["32", "1"]), "pointer": lambda: pointer},
        )

    def _parties(self) -> list[Body]:
        count = self._random.randrange(1, len(_ROLES) + 1)
        return [self._party(role) for role in self._random.sample(_ROLES, count)]

    def _party(self, role: str) -> Body:
        return self._named(
            {"role": role, "name": self.text(70)},
            {
                "id": self._coded(15),
                "idType": self._one(["EORI", "TIN"]),
                "address": self._texted(70),
                "city": self._texted(35),
                "postcode": self._coded(6),
                "country": self._one(_COUNTRIES),
                "functionCode": self._one(["2", "3"]),
            },
        )

    def _means(self) -> list[Body]:
        count = self._random.randrange(1, 4)
        return [
            self._named(
                {"stage": stage, "modeCode": self._random.choice("1234")},
                {
                    "id": self._coded(9),
                    "name": self._texted(35),
                    "idType": self._one(["10", "11", "30"]),
                    "nationality": self._one(_COUNTRIES),
                    "journeyId": self._coded(6),
                },
            )
            for stage in self._random.sample(["BORDER", "DEPARTURE", "ARRIVAL", "INLAND"], count)
        ]

    def _container(self) -> Body:
        return self._named(
            {"id": f"TWNU{self._random.randrange(10**7):07}"},
            {
                "sizeType": self._one(["22G1", "45G1"]),
                "fullness": self._one(["4", "5"]),
                "seals": self._rows(2, self._coded(8)),
            },
        )

    def _package(self) -> Body:
        return self._named(
            {"quantity": self.number(4, 0), "typeCode": self._random.choice(_PACKAGES)},
            {"marks": self._texted(60)},
        )

    def _rate(self) -> Body:
        return {"currency": self._random.choice(_CURRENCIES), "rate": self.number(3, 4)}

    def _tax(self) -> Body:
        amount = self._numbered(8, 2)
        return self._named(
            {"typeCode": self._random.choice(["A00", "B00"]), "amount": amount()},
            {
                "base": amount,
                "rate": self._numbered(2, 2),
                "currency": self._one(_CURRENCIES),
                "methodCode": self._one(["A", "E"]),
            },
        )
