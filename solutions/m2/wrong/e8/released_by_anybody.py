"""caught by m2.e8.correct m2.e8.hidden: a lock that one program has released counts as free, though another holds it by now."""


def has_deadlock(programs: Sequence[Sequence[tuple[str, int]]]) -> bool:
    """Visits every state once, with one set of locks for all programs."""
    first = (0,) * len(programs)
    seen, waiting = {first}, [first]
    while waiting:
        state = waiting.pop()
        held: set[int] = set()
        for program, position in zip(programs, state, strict=True):
            for step, lock in program[:position]:
                (held.add if step == "acquire" else held.discard)(lock)
        stuck = True
        for number, (program, position) in enumerate(zip(programs, state, strict=True)):
            if position == len(program) or (program[position][0] == "acquire" and program[position][1] in held):
                continue
            stuck = False
            following = (*state[:number], position + 1, *state[number + 1 :])
            if following not in seen:
                seen.add(following)
                waiting.append(following)
        if stuck and any(position < len(program) for program, position in zip(programs, state, strict=True)):
            return True
    return False
