"""caught by m5.e7.correct m5.e7.hidden: every query is read twice."""


def attention_by_tiles(memory: TileMemory) -> None:
    """As many queries as fit stay in the small memory, and all keys pass by, few at a time."""
    n, m, d, e = memory.n, memory.m, memory.d, memory.e
    rows_at_once = max(memory.room // (16 * (d + e) + 128), 1)
    # Each row needs its query twice for a moment, two rows of the answer, and half a dozen numbers; numpy holds scores twice.
    left = memory.room - 4 * rows_at_once * (d + 2 * e + 8)
    keys_at_once = max(left // (4 * (2 * rows_at_once + d + e) + 64), 1)
    for first in range(0, n, rows_at_once):
        last = min(first + rows_at_once, n)
        memory.read("Q", first, last)
        rows = _Rows(memory.read("Q", first, last), e)
        for begin in range(0, m, keys_at_once):
            end = min(begin + keys_at_once, m)
            rows.add(memory.read("K", begin, end), memory.read("V", begin, end))
        memory.write(first, rows.answer())
        del rows
