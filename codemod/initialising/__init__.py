"""Prepares a project for alchemod: what it infers of the settings, and an engine where there is none."""
