"""Namespaces of album 5.23.0, as its XSD have them: what is written states them."""

from __future__ import annotations

ALBUM = "5.23.0"
_COMMON = (
    ' xmlns:cat_ru="urn:customs.ru:CommonAggregateTypes:5.22.0"'
    ' xmlns:RUScat_ru="urn:customs.ru:RUSCommonAggregateTypes:5.22.0"'
)
ESAD = (
    ' xmlns="urn:customs.ru:Information:CustomsDocuments:ESADout_CU:5.23.0"'
    ' xmlns:catESAD_cu="urn:customs.ru:CUESADCommonAggregateTypesCust:5.22.0"'
    ' xmlns:RUDECLcat="urn:customs.ru:RUDeclCommonAggregateTypesCust:5.23.0"' + _COMMON
)
MARK = (
    ' xmlns="urn:customs.ru:Information:CustomsDocuments:GTDoutCustomsMark:5.23.0"'
    ' xmlns:catESAD_ru="urn:customs.ru:RUCommonAggregateTypes:5.23.0"' + _COMMON
)
REGISTRATION = (
    ' xmlns="urn:customs.ru:Information:ExchangeDocuments:NotifGTDRegistration:5.22.0"' + _COMMON
)
CONTAINER = (
    ' xmlns="urn:customs.ru:Information:ExchangeDocuments:ED_Container:5.22.0"'
    ' xmlns:cat_ru="urn:customs.ru:CommonAggregateTypes:5.22.0"'
)


def contained(document: str, identity: str, day: str) -> bytes:
    """Return a document in its container (ED_Container, 1006058E)."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<ED_Container DocumentModeID="1006058E"{CONTAINER}>'
        f"<cat_ru:DocumentID>{identity}</cat_ru:DocumentID>"
        f"<ContainerDoc><Order>1</Order><AFVersion>{ALBUM}</AFVersion><AFDate>{day}</AFDate>"
        f"<DocBody>{document}</DocBody></ContainerDoc></ED_Container>"
    ).encode()
