"""Thailand: e-Customs of the Thai Customs Department, import and export declarations as XML.

Follows the field dictionary of the e-Import manual of 2018, which is public: Control 73 fields,
Invoice 35, Detail 76, Duty 14, Permit 3, Deposit 2 (`fields.toml`). THE XML IS OURS: the manual
names fields and formats, no tags, no envelope and no answers. An element is named after its field
(`elements.py` has those beyond the dictionary); every field has a canonical place or is kept as
national data. Grade public-sample for the fields, an assumption for everything else.

Ours, to be confirmed: all tags; the part `Message` (declaration number, function code 1225,
version, acceptance, amendments); the answer `DeclarationResponse`; the export form, whose 70/35/72
fields were not at hand: it has the import's fields with LoadPort, DestinationCountryCode,
PurchaseCountryCode, FOBValue… and Consignee… where goods leave. To be confirmed as well: UCR as
the reference number of common access, release port as the office of the declaration, Province as
the city, permits as documents 911 and 811, transport documents by the mode of transport, and all
states but 0409. Dates are of the common era; one of the Buddhist era is read with a warning, the
approval number keeps its Buddhist year.

Not covered: internal transfers (Document Type A, C, P) beyond their fields, containers and seals
(the dictionary has none), fillers (N/A, 0) in mandatory fields a partner leaves unstated, the
ebXML envelope and signatures. Numbers of identity cards and bank accounts stay in Thailand.
"""

from connectors.th.mapping import read, write

__all__ = ["read", "write"]
