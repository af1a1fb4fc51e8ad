"""The course's pytest plug-in is `graders.plugin`; pyproject.toml loads it, so that its options are known early."""
