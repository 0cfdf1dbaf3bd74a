"""One module a claim kind of the contract: its propositions, its rules, `decide` and `state`."""
