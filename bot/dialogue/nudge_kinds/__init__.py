"""The kinds of nudge, one a file: what each plans, what makes it pass over, how it begins, and what is said of it."""
