"""NACCS-style EDI: a common header of 400 bytes, then items of fixed length, one a line.

Shared by NACCS (Japan), VNACCS (Viet Nam) and MACCS (Myanmar). Header offsets: as documented for
the VNACCS terminal. Message form: NACCS EDI specification, chapter 3 (fixed length with CR LF as
delimiter, header of 400 bytes, at most 700,000 bytes). A country brings its jobs and the layout of
their items as `items.toml`; `items.toml` here is the layout VNACCS and MACCS share as long as
neither's item tables are at hand.

What the family decides, to be confirmed with each administration:

- A code or a number that is longer than its item is left out and named as lost: cut short it would
  be another one. Only texts are cut, between characters; a commodity code is cut at its end.
- A declaration number that does not fit ICN, a UCR and previous documents go into the item for
  notes, as `[DN:… UCR:… EXP:… DES:… VER:… MRN:id/type/category/line]` before any free text.
- More goods lines than the format holds are no message: it is parked. Half a declaration, whose
  totals are those of the whole, would be taken for a false one. Reading takes what comes, up to
  the 700,000 bytes, with a warning.
- `CANCEL` as input information of a job marks a cancellation.
- A job that names its declaration and states nothing else lodges what another job registered.
"""
