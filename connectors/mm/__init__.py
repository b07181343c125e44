"""Myanmar: MACCS (Myanmar Automated Cargo Clearance System), NACCS-style EDI.

Authority: Myanmar Customs Department. MACCS was built on Japan's NACCS; it runs since 12 November
2016. Its EDI specification (Myanmar Customs, September 2015) is public; of it only the table of
contents was at hand, not the tables of items. Header, jobs and items are those the family shares
with VNACCS (Viet Nam). Grade: family.

To be confirmed against that specification before this connector goes live: header offsets, ids,
lengths and order of items, the number of goods lines (99, as in NACCS), the character set (UTF-8,
Burmese names), `CANCEL` as mark of a cancellation, the codes of transport, and channels 1 to 3
(green, yellow, red) as states. No national code list is known: codes pass through as stated.

Not covered: low-value, manifest and warehouse jobs, taxes and valuation items. Receipts,
acknowledgements, refusals, partner statuses and match results are written as output messages
(`*A`, `*C`, `*S`), the nearest documented form.
"""

from connectors.mm.mapping import read, write

__all__ = ["read", "write"]
