"""China: the single window's DecMessage and cross-border e-commerce (CEB), both of GACC, XML.

CEB follows the official XSD (GACC Announcement 2018 No. 113, revision 202205), read leniently:
official samples differ from it. DecMessage 3.1 (Announcement 2018 No. 67) is known at field
level only, from public sources; no schema and no complete sample was at hand.

CEB inventories (603, 621) are declarations of low value, their cancellations (605, 623) and
returns of goods (213, 625) too; answers of either format are status changes. A return of import
goods (625) states no country and goes to nobody. Bonded imports state China as origin country.

Not covered: orders (303, 311), payments, waybills, arrivals, departures, stores, summaries and
tax bills are evidence of a trade, not declarations: refused by name (S07), so that a platform
learns at once that customs at the other end were told nothing. Their receipts (304, 312, 712 …)
are status changes under their own number, which never is a declaration's. Border residents' trade
(边民互市) is refused by name too, and the registration of a resident, which is personal data, is
not kept. The DXP envelope (DxpMsg), transit parts (Trn*) and XML signatures are neither checked
nor made. Numbers that identify a person stay in China.

To be confirmed: single-window letters in CHANNEL, numeric code lists, lengths of DecMessage (from
public client code), legal quantities in kilograms as net mass, DocuCode 830, 929 and MRN for the
other country's number. DecMessage has no UCR and no function code that we know; see dec_writing for
partners' amendments.
"""

from connectors.cn.mapping import read, write

__all__ = ["read", "write"]
