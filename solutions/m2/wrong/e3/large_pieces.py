"""caught by m2.e3.hidden: pieces so large that less than 200,000 numbers are added up by one thread."""

PIECE = 200_000
