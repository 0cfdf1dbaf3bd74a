"""The Slack bot: HTTP events or Socket Mode in, threads of verified answers out."""
