"""The ways by which people are reached: what each must be able to do, and what takes in and sends through any of them.

Here belongs what an update or an outgoing row goes through. How one messenger works belongs in its own folder.
"""
