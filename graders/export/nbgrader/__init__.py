"""Into nbgrader's gradebook and out of it: by its API, and by the road of its own commands."""
