"""Viet Nam: VNACCS/VCIS, NACCS-style EDI with a header of 400 bytes and items of fixed length.

Authority: Viet Nam Customs. Header offsets, job codes and the ids of IDA's core items come from
public descriptions of the VNACCS terminal (grade: public-sample, item names). No real message was
at hand: lengths and order of items, the use of IDA's item ids in the export jobs, IDA01 and EDA01
as the jobs that register a change, and the marking of a cancellation (`CANCEL` as input
information) are the hub's own and to be confirmed against the published specification before this
connector goes live.

A declaration holds 50 goods lines (Circular 38/2015/TT-BTC: what has more is declared in several):
one with more is parked. ICN has 12 characters: a longer number of another country goes whole into
the note (NT2), with a UCR and previous documents, so that an import from here names the export it
follows.

Not covered: low-value jobs (MIC, MEC), manifest and warehouse jobs, branch declarations, taxes and
valuation items. Receipts, acknowledgements, refusals, partner statuses and match results are
written as output messages (`*A`, `*C`, `*S`), the nearest documented form.
"""

from connectors.vn.mapping import read, write

__all__ = ["read", "write"]
