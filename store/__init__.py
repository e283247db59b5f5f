"""What Koersvast remembers, and how it is sealed, kept and forgotten; the only package that knows SQL."""
