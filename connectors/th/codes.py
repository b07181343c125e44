"""The country's folder and its lists, as reading and writing need them."""

from __future__ import annotations

from hub.connector import country

HERE = country.of(__file__)
ZONE = HERE.zone
BAHT = HERE.currency
TRANSPORT = HERE.codes["transport"]
STATUS = HERE.codes["status"]
IMPORT, EXPORT, RESPONSE = "ImportDeclaration", "ExportDeclaration", "DeclarationResponse"
SIDES = {IMPORT: "IMPORT", EXPORT: "EXPORT"}
PERMITS = {"IMPORT": "911", "EXPORT": "811"}
"""EDIFACT 1001 of a permit: import licence, export licence. To be confirmed: the field names no
kind and holds certificates as well."""
MASTER = {"1": "705", "2": "720", "3": "730", "4": "740"}
ALIKE = {"705": ("705", "704"), "740": ("740", "741")}
"""Transport documents that share a field: what is read is the first."""
HOUSE = {"1": "714", "2": "714", "3": "714", "4": "703"}
"""EDIFACT 1001 of the transport documents by mode of transport, to be confirmed."""
