"""caught by m2.e8.hidden: tries 300 orders at random, and misses what is rare."""

import random


def has_deadlock(programs: Sequence[Sequence[tuple[str, int]]]) -> bool:
    """Whether these lock programs can get stuck."""
    chance = random.Random(4)
    for _ in range(300):
        places = [0] * len(programs)
        while True:
            held = set().union(*(_held(program[:place]) for program, place in zip(programs, places, strict=True)))
            able = [
                number
                for number, (program, place) in enumerate(zip(programs, places, strict=True))
                if place < len(program) and not (program[place][0] == "acquire" and program[place][1] in held)
            ]
            if not able:
                break
            places[chance.choice(able)] += 1
        if any(place < len(program) for program, place in zip(programs, places, strict=True)):
            return True
    return False
