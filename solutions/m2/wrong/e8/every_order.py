"""caught by m2.e8.hidden: has_deadlock tries every order of the steps, which never ends for five philosophers."""


def has_deadlock(programs: Sequence[Sequence[tuple[str, int]]]) -> bool:
    """Goes through all interleavings."""
    waiting = [(0,) * len(programs)]
    while waiting:
        state = waiting.pop()
        held = set().union(*(_held(program[:position]) for program, position in zip(programs, state, strict=True)))
        stuck = True
        for number, (program, position) in enumerate(zip(programs, state, strict=True)):
            if position == len(program) or (program[position][0] == "acquire" and program[position][1] in held):
                continue
            stuck = False
            following = (*state[:number], position + 1, *state[number + 1 :])
            waiting.append(following)
        if stuck and any(position < len(program) for program, position in zip(programs, state, strict=True)):
            return True
    return False
