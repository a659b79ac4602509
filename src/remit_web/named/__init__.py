"""What is for named people, and who they are."""
