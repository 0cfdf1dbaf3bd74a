"""The surfaces: command line, HTTP API and web chat. They show what the gate has sealed, and nothing else."""
