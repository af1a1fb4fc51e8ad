"""What the commands of `python -m graders` do, each a thin layer over the rooms below it."""
