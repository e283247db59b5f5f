"""The kinds of node, one a file."""
