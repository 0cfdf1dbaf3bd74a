"""One file a claim kind: which words of a clause make which proposition."""
