"""A flow as a picture: what is in it, where everything stands, and how it is drawn."""
