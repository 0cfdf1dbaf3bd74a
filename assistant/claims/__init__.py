"""Text <-> propositions, without a model: what a text asserts, where, and whether the rules bear it out."""
