"""Says of Telegram what is known before it is opened."""

from bot.channels.entry import ChannelEntry
from bot.channels.telegram import channel, launch_data, sending

ENTRY = ChannelEntry(
    title="Telegram",
    abilities=sending.ABILITIES,
    needed={"bot_token": "the token that @BotFather gave"},
    connected=channel.connected,
    username=channel.username,
    link=channel.link,
    read_launch=launch_data.read,
)
