"""Classifiers of the Union that its declarations share, and what they mean canonically.

Sources: Decision of the Customs Union Commission No. 378 of 20.09.2010 (annexes) as far as public
software shows its codes; OKEI for units. Documents and features of declaring are to be confirmed.
"""

from __future__ import annotations

SIDES = {"ИМ": "IMPORT", "ЭК": "EXPORT", "ТТ": "TRANSIT", "ТР": "TRANSIT"}
"""Kind of declaration (box 1, first part) to side; ТР is met in older systems."""
KINDS = {"IMPORT": "ИМ", "EXPORT": "ЭК", "TRANSIT": "ТТ"}

PROCEDURES = frozenset("00 10 21 23 31 40 51 53 60 70 77 78 80 90 91 93 94 96".split())
"""Customs procedures (box 37): 10 export, 40 release for home use, 80 transit …"""

MODES = {
    "10": "1",
    "20": "2",
    "30": "3",
    "31": "3",
    "32": "3",
    "40": "4",
    "50": "5",
    "71": "7",
    "72": "7",
    "80": "8",
    "90": "9",
    "99": "9",
}
"""Means of transport (boxes 25, 26) to UN Rec 19; 31 and 32 are lorries with trailers."""
NATIONAL_MODES = {
    "1": "10",
    "2": "20",
    "3": "30",
    "4": "40",
    "5": "50",
    "7": "71",
    "8": "80",
    "9": "99",
}

UNITS = {
    "006": ("MTR", "М"),
    "055": ("MTK", "М2"),
    "111": ("CMQ", "СМ3"),
    "112": ("LTR", "Л"),
    "113": ("MTQ", "М3"),
    "163": ("GRM", "Г"),
    "166": ("KGM", "КГ"),
    "168": ("TNE", "Т"),
    "246": ("MWH", "1000 КВТ.Ч"),
    "715": ("PR", "ПАР"),
    "796": ("PCE", "ШТ"),
}
"""Units of measure of OKEI to UN Rec 20, with their official symbol."""
OKEI = {unit: (code, symbol) for code, (unit, symbol) in UNITS.items()}
KILOGRAM = "KGM"

DOCUMENTS = {
    "01011": "911",
    "02011": "705",
    "02013": "720",
    "02015": "730",
    "02017": "740",
    "03011": "315",
    "04021": "380",
    "04131": "271",
    "09013": "821",
    "09035": "830",
}
"""Kinds of documents (boxes 40, 44) to EDIFACT 1001; the rest of the classifier passes as it is."""
_NATIONAL_DOCUMENTS = {code: national for national, code in DOCUMENTS.items()}
OTHER_DOCUMENT = "09999"
UCR = "UCR"
"""Name of the document in box 44 that is the UCR: the classifier has no code for it."""

CURRENCIES = {
    "051": "AMD",
    "156": "CNY",
    "392": "JPY",
    "398": "KZT",
    "417": "KGS",
    "643": "RUB",
    "826": "GBP",
    "840": "USD",
    "933": "BYN",
    "978": "EUR",
}
"""Numeric codes of currencies, as they stand beside payments, to ISO 4217."""

PRELODGED = "ПТД"
"""Feature of declaring (box 7): lodged before the goods arrive."""
NO_FEATURE = "000"
"""Feature of the movement of goods (box 37, second part) that says nothing."""


def document(national: str) -> str:
    """Return the kind of a document as EDIFACT 1001 or as it is; a filled-up code without zeros.

    >>> document("04021"), document("00MRN"), document("06011")
    ('380', 'MRN', '06011')
    """
    known = DOCUMENTS.get(national)
    if known:
        return known
    return national.lstrip("0") if national[:2] == "00" else national


def national_document(code: str) -> str:
    """Return a kind of document in five characters, nothing where it has no such form.

    A code the classifier does not know is filled up with zeros: no section of it begins with 00.

    >>> national_document("380"), national_document("MRN"), national_document("C514")
    ('04021', '00MRN', '')
    """
    known = _NATIONAL_DOCUMENTS.get(code)
    if known:
        return known
    if len(code) == 5 and code[:2] != "00" and code not in DOCUMENTS:
        return code if code.isalnum() else ""
    return code.rjust(5, "0") if 0 < len(code) <= 3 and code.isalnum() and code[0] != "0" else ""
