"""The Teams bot: activities in at /api/messages, verified answers out through Microsoft's connector."""
