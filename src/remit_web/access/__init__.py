"""People, roles, and what each may see."""
