"""What should be a function is a number.

correct: fail 0 | TypeError
hidden: fail 0 | TypeError
"""

double = 2
