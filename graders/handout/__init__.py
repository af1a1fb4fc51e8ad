"""What students get: made, renewed, and proven afterwards."""
