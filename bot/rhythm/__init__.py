"""When the bot speaks to somebody, and why then: a person's settings brought together with the rules of `nudges`.

Here belongs what must be known to decide on a moment. What is offered belongs in `dialogue`, sending in `clockwork`.
"""
