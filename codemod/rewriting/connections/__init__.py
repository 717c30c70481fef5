"""Call sites that share a connection: groups, the functions it is passed through, and the session in its place."""
