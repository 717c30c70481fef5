"""From a proven statement to edits of the source text: sessions, imports, names and layout."""
