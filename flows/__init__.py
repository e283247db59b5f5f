"""Conversations that coaches write as files: their language, the check of it, and the engine that plays them.

A flow, a session and what was said go in; a new session and events come out. Nothing here stores, sends or waits.
"""
