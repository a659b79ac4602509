"""Plans being written: who writes which line, submission, review and approval."""
