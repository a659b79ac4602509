"""Who did what: one record for every action, in order, which nobody can change without its being found."""
