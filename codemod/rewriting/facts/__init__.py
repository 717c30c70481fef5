"""What the project's code shows of expressions and functions: types, None, callees, mentions, visibility."""
