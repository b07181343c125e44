"""China: the single window's DecMessage and cross-border e-commerce (CEB), both of GACC, XML.

CEB follows the official XSD (GACC Announcement 2018 No. 113, revision 202205), read leniently:
official samples differ from it. DecMessage 3.1 (Announcement 2018 No. 67) is known at field
level only, from public sources; no schema and no complete sample was at hand.

CEB inventories (603, 621) are declarations of low value, their cancellations (605, 623) and
returns of goods (213, 625) too; answers of either format are status changes. A return of import
goods (625) states no country and goes to nobody. Bonded imports state China as origin country.

Not covered: orders, payments, waybills, arrivals, departures, stores, summaries and tax bills are
evidence, refused by name (S07); the DXP envelope (DxpMsg), border residents' trade, transit
parts (Trn*) and XML signatures are neither checked nor made. Numbers that identify a person stay
in China. To be confirmed: single-window letters in CHANNEL, numeric code lists, legal quantities
in kilograms as net mass, DocuCode 830 for the other country's export number. DecMessage has no
UCR and no function code that we know; see dec_write for partners' amendments.
"""

from connectors.cn.mapping import read
from connectors.cn.write import write

__all__ = ["read", "write"]
