"""The only maker of what can be shown: drafts in, sealed answers out."""
