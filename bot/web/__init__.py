"""The page, rendered by the server for leads, coaches and operators, and the doors for whoever watches the machine.

Here belongs what a browser is shown. What may be shown is decided in `nudges`, and gathered in `leads`.
"""
