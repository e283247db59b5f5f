"""Says what a message holds besides plain text: formatted words, something that is no text, or Telegram's own news."""

from collections.abc import Iterator, Mapping
from typing import Any

# Messages that nobody wrote: Telegram tells of something that happened. Whatever is not here was meant to be read.
_NEWS_NAMES = """
new_chat_members left_chat_member chat_owner_left chat_owner_changed new_chat_title new_chat_photo delete_chat_photo
group_chat_created supergroup_chat_created channel_chat_created message_auto_delete_timer_changed migrate_to_chat_id
migrate_from_chat_id pinned_message successful_payment refunded_payment users_shared user_shared chat_shared gift
unique_gift gift_upgrade_sent connected_website write_access_allowed proximity_alert_triggered boost_added
chat_background_set checklist_tasks_done checklist_tasks_added direct_message_price_changed forum_topic_created
forum_topic_edited forum_topic_closed forum_topic_reopened general_forum_topic_hidden general_forum_topic_unhidden
giveaway_created giveaway_completed paid_message_price_changed suggested_post_approved
suggested_post_approval_failed suggested_post_declined suggested_post_paid suggested_post_refunded
video_chat_scheduled video_chat_started video_chat_ended video_chat_participants_invited web_app_data
managed_bot_created poll_option_added poll_option_deleted
"""
# What goes along with every message and is not what it holds; `caption` belongs to what it stands under.
_ALONG_NAMES = """
message_id message_thread_id from sender_chat sender_boost_count sender_business_bot sender_tag date chat
business_connection_id direct_messages_topic forward_origin forward_from forward_from_chat forward_date
forward_from_message_id forward_signature forward_sender_name is_topic_message is_automatic_forward reply_to_message
external_reply quote reply_to_story reply_to_checklist_task_id reply_to_poll_option_id via_bot edit_date
has_protected_content is_from_offline is_paid_post media_group_id author_signature paid_star_count entities
link_preview_options suggested_post_info effect_id caption caption_entities show_caption_above_media
has_media_spoiler reply_markup text
"""
_NEWS, _ALONG = frozenset(_NEWS_NAMES.split()), frozenset(_ALONG_NAMES.split())
_RICH = "rich_message"
_DEEPEST = 30
UNKNOWN = "message"


def is_news(raw: Mapping[str, Any]) -> bool:
    """Say whether nobody wrote this message."""
    return not _NEWS.isdisjoint(raw)


def kind(raw: Mapping[str, Any]) -> str:
    """Say what a message without text holds, by Telegram's name for it."""
    return next((name for name in raw if name not in _ALONG), UNKNOWN)


def words(raw: Mapping[str, Any]) -> str | None:
    """Read the text of a formatted message, a line for each of its blocks; None if it holds none."""
    rich = raw.get(_RICH)
    blocks = rich.get("blocks") if isinstance(rich, Mapping) else None
    lines = [line.strip() for line in _lines(blocks, _DEEPEST)]
    return "\n".join(line for line in lines if line) or None


def _lines(block: Any, deepest: int) -> Iterator[str]:
    """List the lines of a block; it holds words, or other blocks: a list its items, a quotation its paragraphs."""
    if deepest == 0:
        return
    if isinstance(block, list):
        for part in block:
            yield from _lines(part, deepest - 1)
    elif isinstance(block, Mapping):
        yield _plain(block.get("text"), _DEEPEST)
        for name in ("summary", "blocks", "items", "cells", "credit"):
            inner = block.get(name)
            yield from [inner] if isinstance(inner, str) else _lines(inner, deepest - 1)


def _plain(text: Any, deepest: int) -> str:
    """Take a text out of its formatting: a string, a list of pieces, or a piece with a format around it."""
    if isinstance(text, str):
        return text
    if deepest == 0:
        return ""
    if isinstance(text, list):
        return "".join(_plain(each, deepest - 1) for each in text)
    return _plain(text.get("text"), deepest - 1) if isinstance(text, Mapping) else ""
