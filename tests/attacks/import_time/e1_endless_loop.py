"""Never finishes loading.

correct: fail 0 | did not finish loading in 10 s
hidden: fail 0 | did not finish loading
"""

while True:
    pass
