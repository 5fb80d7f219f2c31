"""How days are written in forms: one way in every language, with the year first.

The calendar beside a field writes by these formats, and the field shows a day by
them. Django's own differ by language: 12/05/2027 is in May or in December.
"""
