"""The row contract: what uses a result, through which functions it goes, and the edits its readers need."""
