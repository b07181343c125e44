"""Eurasian Economic Union: what its members' goods declarations share, and the structure R.036.

Members fill the same declaration (DT: ИМ, ЭК, ТТ) with the same classifiers of the Union and number
it alike. Kazakhstan and Kyrgyzstan are written to in the common structure R.036; Russia has an
album of its own, in `connectors/ru`.
"""
