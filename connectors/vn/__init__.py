"""Viet Nam: VNACCS/VCIS, NACCS-style EDI with a header of 400 bytes and items of fixed length.

Header offsets, job codes and the ids of IDA's core items come from public descriptions of the
VNACCS terminal. No real message was at hand: lengths and order of items, the use of IDA's item ids
in the export jobs, and the marking of a cancellation (`CANCEL` as input information) are the hub's
own and to be confirmed against the published specification before this connector goes live.

Not covered: low-value jobs (MIC, MEC), manifest and warehouse jobs, taxes and valuation items.
VNACCS has no item known for a UCR or a counterpart's declaration number: an import from here is
matched only by what the other side says. A number of more than 12 characters does not fit ICN: it
is cut, and named as lost. Receipts, acknowledgements, refusals, partner statuses
and match results are written as output messages (`*A`, `*C`, `*S`), the nearest documented form.
"""

from connectors.vn.mapping import read, write

__all__ = ["read", "write"]
