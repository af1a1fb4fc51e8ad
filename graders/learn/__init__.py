"""What helps students: watching, getting a starter back, looking back, handing in."""
