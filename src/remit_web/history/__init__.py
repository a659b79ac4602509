"""What happened to each thing, by whom; and the whole record, for those who read it."""
