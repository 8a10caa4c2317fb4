"""Emoji by name: `:heart:` in a text is shown as its character. A small table of plain names.

`static/emoji.json` is the same table for the list that opens in the composer; a test compares them.
"""

import re

NAMES = {
    "smile": "🙂", "grin": "😀", "laugh": "😄", "joy": "😂", "wink": "😉", "blush": "😊",
    "relieved": "😌", "cool": "😎", "nerd": "🤓", "thinking": "🤔", "neutral": "😐", "unsure": "😕",
    "sad": "🙁", "cry": "😢", "sob": "😭", "worried": "😟", "anxious": "😰", "scared": "😨",
    "tired": "😩", "sleepy": "😴", "yawn": "🥱", "sick": "🤒", "angry": "😠", "surprised": "😮",
    "confused": "😵‍💫", "melting": "🫠", "hug": "🤗", "salute": "🫡", "shrug": "🤷", "facepalm": "🤦",
    "party": "🥳", "upside_down": "🙃", "tongue": "😛", "sweat": "😅", "rolling_eyes": "🙄",
    "heart": "❤️", "orange_heart": "🧡", "yellow_heart": "💛", "green_heart": "💚",
    "blue_heart": "💙", "purple_heart": "💜", "broken_heart": "💔", "thumbs_up": "👍",
    "thumbs_down": "👎", "clap": "👏", "wave": "👋", "pray": "🙏", "muscle": "💪", "ok": "👌",
    "handshake": "🤝", "fingers_crossed": "🤞", "raised_hand": "✋", "point_right": "👉", "eyes": "👀",
    "sun": "☀️", "rain": "🌧️", "rainbow": "🌈", "moon": "🌙", "star": "⭐",
    "sparkles": "✨", "fire": "🔥", "plant": "🌱", "flower": "🌼", "tree": "🌳",
    "four_leaf_clover": "🍀", "cat": "🐱", "dog": "🐶", "turtle": "🐢", "butterfly": "🦋", "owl": "🦉",
    "coffee": "☕", "tea": "🍵", "cake": "🍰",
    "book": "📖", "books": "📚", "pencil": "✏️", "memo": "📝", "graduation": "🎓", "laptop": "💻",
    "calendar": "📅", "clock": "🕒", "hourglass": "⏳", "bulb": "💡", "check": "✅", "cross": "❌",
    "question": "❓", "warning": "⚠️", "hundred": "💯", "trophy": "🏆", "tada": "🎉",
    "music": "🎵", "headphones": "🎧", "house": "🏠",
    "bike": "🚲", "walking": "🚶", "running": "🏃", "bed": "🛏️", "lifebuoy": "🛟",
    "speech": "💬", "key": "🔑",
}  # fmt: skip
WRITTEN = re.compile(r":([a-z][a-z_]{1,20}):(?!\w)")


def emoji_at(text: str, position: int) -> tuple[str, int] | None:
    """The character that a name at this colon stands for and where the name ends; None for others.

    A colon within a word or a time (`10:30:15`, `a:heart:`) begins no name.
    """
    if position and (text[position - 1].isalnum() or text[position - 1] == ":"):
        return None
    match = WRITTEN.match(text, position)
    if match is None or match[1] not in NAMES:
        return None
    return NAMES[match[1]], match.end()
