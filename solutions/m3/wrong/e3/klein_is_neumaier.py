"""caught by m3.e3.correct m3.e3.hidden: forgets what the corrections lose."""

klein = neumaier
