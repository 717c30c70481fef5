"""A function of its own for the statement of one site: where it goes, its name and its signature."""
