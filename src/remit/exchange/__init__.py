"""Outside formats, one module or folder each, all alike. `FORMATS` is the one list of them."""
