"""What authors use: the checks of an exercise, a new one's files, what is made from them in the guide."""
