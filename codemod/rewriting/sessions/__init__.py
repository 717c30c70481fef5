"""Where sessions come from: what the project's source shows of makers, methods and injected parameters."""
