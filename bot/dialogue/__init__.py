"""What is offered to somebody, and what happens when they say something: programme, flows, commands.

Here belongs one update of one person, from what was heard to the rows that remember it. It knows no channel.
"""
