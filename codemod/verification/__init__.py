"""Proofs: the new statement is the old one, and the new file is the old one outside the edits."""
