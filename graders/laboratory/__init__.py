"""The students' laboratory: `pytest assignments/m2 --benchmark-only`, pytest-benchmark over everything that is raced.

Of every `student.race(…)` it times three rows, one after the other: the student's function, the yardstick, and the starter
where it does something. A race says who is faster, and by how much; here stand times, to be saved, compared and drawn. They
count for nothing, and nothing of them is kept where results are.
"""
