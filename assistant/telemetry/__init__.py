"""What an operator sees of a server: its log, its figures, its traces. None of them holds users' text or a secret."""
