"""The pages of one's own account, and the doors to it."""
