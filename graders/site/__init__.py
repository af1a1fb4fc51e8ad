"""The guide as a site: its pages, staged so that Zensical can build them, and the links between them."""
