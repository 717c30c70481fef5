"""From a parsed PostgreSQL statement to a Python expression: dispatch, scopes and parameter types."""
