"""What other programs read: gradebooks and tables made from results."""
