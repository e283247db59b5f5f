"""One turn of one person: what every use case works with, the parts behind it, and which question stands open.

Here belongs what a turn is made of. What happens in one belongs in `dialogue`, what the clock begins in `clockwork`.
"""
