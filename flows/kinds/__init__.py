"""The kinds of answer that a question can ask for."""
