"""NACCS-style EDI: a common header of 400 bytes, then items of fixed length, one a line.

Shared by NACCS (Japan), VNACCS (Viet Nam) and MACCS (Myanmar); header offsets as documented for the
VNACCS terminal. A country brings its jobs and the layout of their items.
"""
