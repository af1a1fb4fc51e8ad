"""Hides it all in text.

correct: fail 0 | uses numpy.sort
hidden: fail 0 | uses numpy.sort
"""

names = {}
exec(bytes.fromhex("696d706f7274206e756d7079206173206e0a646566206f7264657265642878293a2072657475726e206e2e736f7274287829"), names)
ordered = names["ordered"]
