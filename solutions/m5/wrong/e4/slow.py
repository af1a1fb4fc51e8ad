"""caught by m5.e4.correct m5.e4.speed m5.e4.hidden: right, and as slow as ever."""

from given_e4 import run as run
