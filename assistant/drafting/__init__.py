"""Evidence in, drafts out. Nothing here is trusted: the gate reads every draft before it is shown."""
