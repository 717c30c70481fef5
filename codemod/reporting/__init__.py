"""Writers over the outcomes of a run: text, JSON and unified diff."""
