"""The pages of invitations: for who invites, and for who is invited."""
