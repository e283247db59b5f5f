"""The methods of the Bot API that the sandbox knows, by their names in lower case."""

from collections.abc import Callable

from sandbox.arguments import Arguments
from sandbox.exchange import Exchange
from sandbox.methods import chat, edits, media, menus, messages, presses, profile, webhooks

Method = Callable[[Exchange, Arguments], object]

BY_NAME: dict[str, Method] = {
    method.__name__.replace("_", ""): method
    for method in (
        chat.get_me, chat.get_chat, chat.get_file, chat.send_chat_action,
        messages.send_message, media.send_photo, media.send_document,
        edits.edit_message_text, edits.edit_message_caption, edits.edit_message_reply_markup, edits.delete_message,
        presses.answer_callback_query,
        menus.set_my_commands, menus.get_my_commands, menus.delete_my_commands,
        menus.set_chat_menu_button, menus.get_chat_menu_button,
        profile.set_my_name, profile.set_my_description, profile.set_my_short_description,
        profile.get_my_name, profile.get_my_description, profile.get_my_short_description,
        webhooks.set_webhook, webhooks.delete_webhook, webhooks.get_webhook_info,
    )
}  # fmt: skip
