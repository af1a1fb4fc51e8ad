"""What people read: pages made from results."""

from pathlib import Path

FOLDER = Path(__file__).parent
"""Where templates and style lie, also for pages that are made where jinja2 is missing."""
