"""Where hand-ins come from: folders, zips, an nbgrader exchange, git repositories. All are read as trees, none is unpacked."""
