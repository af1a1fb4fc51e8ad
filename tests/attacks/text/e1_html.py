"""Raises HTML and scripts.

correct: fail 0 | raised ValueError:
hidden: fail 0 | raised
"""


def double(x):
    print("<script>alert('printed')</script>")
    raise ValueError("</pre><script>alert('raised')</script><img src=x onerror=alert(1)>")
