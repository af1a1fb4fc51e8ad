"""Mutation testing: small faults are made in a solution, one at a time, to see whether an exercise's checks find them.

source.py   a solution's text and tree, and edits of it
faults.py   the operators of a well-kept library, made anew on `ast`: comparisons, numbers, loops, exceptions
parameters.py, statements.py, number_types.py, answers.py, loops.py
            operators for the faults of students: what passes in practice where every comparison is checked
mutants.py  all mutants of a solution, a sample of them, and those that are recorded as equivalent
judging.py  judges them, several exercises in one run of pytest
figures.py  what came out, kept in a file beside the solutions
"""
