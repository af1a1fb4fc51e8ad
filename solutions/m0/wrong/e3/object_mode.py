"""caught by m0.e3.speed: compiled, but to calls of the interpreter, for objects."""

from numba import jit

_smooth = jit(forceobj=True, looplift=False)(_smooth.py_func)
_steps = jit(forceobj=True, looplift=False)(_steps.py_func)
_picture = jit(forceobj=True, looplift=False)(_picture.py_func)
