"""What helps whoever studies: watching, getting a starter back, looking back, handing in."""
