"""The canonical form of a statement: names resolved, aliases renumbered, one spelling of everything."""
