"""Base pages, components, sign-in, files for the browser."""
