"""Questions in, verified answers out: the core and the chain of channel-assistant.

Importing this package loads nothing; start with `assistant.rules.Engine` for decisions alone, or with
`assistant.service.Assistant` for answers.
"""
