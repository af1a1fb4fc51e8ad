"""Where submissions come from: folders, zips, an nbgrader exchange, git repositories. All are read as trees."""
