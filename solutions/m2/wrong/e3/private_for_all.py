"""caught by m2.e3.correct: private counters under all four names: no lock, no atomic addition, no queue."""

hist_lock = hist_atomic = hist_channels = hist_private
