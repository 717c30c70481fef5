"""The rewrites: one handler per construct, call method and result consumer; uses the public names of codemod only."""
