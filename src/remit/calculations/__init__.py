"""The calculations: tables in, figures out; one module each."""
