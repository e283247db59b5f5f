"""What decisions by chance teach: what is looked for, how sure one can be of it, and how that is said.

Here belongs the method, from registration to sentence. It reads what was decided, and acts on nobody.
"""
