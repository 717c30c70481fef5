"""One call site through all stages, the sites of a file, and the files of a run."""
