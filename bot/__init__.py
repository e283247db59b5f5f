"""The bot: everything that Koersvast does in the world, in rooms of one concept each."""
