"""Japan: NACCS (Nippon Automated Cargo and Port Consolidated System), NACCS EDI messages.

Authority: Japan Customs; the system is run by NACCS Center, whose EDI specification and job
specifications are public in Japanese, the former also in English (7th generation, from October
2025). Read of it for this connector: the form of a message (chapter 3: fixed length with CR LF as
delimiter, a header of 400 bytes, at most 700,000 bytes). Order and lengths of the items of IDA and
EDA are those a public client program of the 6th generation writes (yaskanchapa/study, facts only):
they add up to the record lengths it states, where the place of vanning has five codes. The ids of
IDA, and 99 goods lines, are those the entry form of another public client shows. Grade: family.

To be confirmed with NACCS Center before this connector goes live:

- The character set: one client writes Shift_JIS files for the terminal software, another one
  EUC-JP over SMTP. Written and read here is Shift_JIS with the vendor's characters (cp932).
- The item tables of the 7th generation; ids of EDA; IDA01 and EDA01 as the jobs that register a
  change, IDD and EDD as its call, IDE and EDE as its declaration; `CANCEL` as mark of a
  cancellation.
- The transport mode by the system identification of the header (1 air, 2 sea); 99 goods lines.
- Examination categories 1 to 3 as states; unit codes (KGM or KG) of the second quantity, which is
  taken for the net mass; BPR, a coefficient of apportionment, as the item's amount.

An IDC or EDC that names a declaration and nothing else lodges what IDA or EDA registered: it is
read as a status. Not covered: EDIFACT and XML messages of NACCS, manifest, warehouse and simplified
jobs (MIC, MEC), taxes and valuation items, certificates of other ministries (kept as national
data). Receipts, acknowledgements, refusals, partner statuses and match results are written as
output messages (`*A`, `*C`, `*S`), the nearest documented form.
"""

from connectors.jp.mapping import read, write

__all__ = ["read", "write"]
