"""What happens because time passes: the ticker, its rounds, the watch over shelves and database, and the program's end.

Here belongs what nobody asked for at that moment. When it is due is decided in `rhythm` and `nudges`.
"""
