"""Documents: what is told to others, as data, and the pictures in it."""
