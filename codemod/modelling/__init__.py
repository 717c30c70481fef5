"""Models where there are none: schema statements of the project, run on a scratch server and reflected."""
