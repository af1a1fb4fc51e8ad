import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e1")

fractions = st.floats(0, 1)
workers = st.integers(1, 1024)


@pytest.mark.points(2)
@given(p=fractions, n=workers)
def test_amdahl(student, p, n):
    """Amdahl's law"""
    check.close(student.amdahl(p, n), 1 / (1 - p + p / n))


@pytest.mark.points(1)
@given(p=fractions, n=workers)
def test_gustafson(student, p, n):
    """Gustafson's law"""
    check.close(student.gustafson(p, n), 1 - p + p * n)


@pytest.mark.points(2)
@given(p=st.sampled_from([0.0, 0.3, 0.9, 0.99, 1.0]))
def test_fit_of_perfect_measurements(student, p):
    """the parallel fraction of perfect measurements"""
    numbers = [1, 2, 4, 8]
    got = student.fit_parallel_fraction(numbers, [12.5 * (1 - p + p / n) for n in numbers])
    check.close(got, p, rtol=0, atol=1e-9)


@pytest.mark.points(1)
def test_break_even(student):
    """when workers pay"""
    check.equal(student.break_even(1e-3, 100, 1e-5, 2), True)
    check.equal(student.break_even(1e-6, 100, 1e-5, 2), False)
    # 4 items for 3 workers: one of them has two. In a loop 8 seconds, handed out 4 * 1 + 2 * 2.
    check.equal(student.break_even(2.0, 4, 1.0, 3), False, "the answer where both take 8 s")


@pytest.mark.points(1)
def test_table(student):
    """the table of predictions"""
    check.close(student.predict_table(10.0, 0.8, [1, 4]), [(1, 10.0, 1.0), (4, 4.0, 0.625)])
    numbers = [16, 1, 3, 3, 2]
    want = [(n, 2.5 * (0.25 + 0.75 / n), 1 / (0.25 + 0.75 / n) / n) for n in numbers]
    check.close(student.predict_table(2.5, 0.75, numbers), want)
    check.equal(student.predict_table(2.5, 0.75, []), [], "the table for no workers")
