"""The ways by which people are reached, a folder for each; today there is one.

Here belongs whatever knows how a messenger works: its library, its limits, its words for what went wrong.
"""
