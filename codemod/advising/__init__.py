"""Advice on the queries of a project: what a reviewer would say about them; nothing is ever changed."""
