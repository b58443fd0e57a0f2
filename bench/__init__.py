"""How fast the bot is, next to what the same machine can do at best."""
