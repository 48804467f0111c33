"""What may not begin a line and what may not end one (避头尾; GB/T 15834-2011 5.1)."""

from __future__ import annotations

# Word's own lists for Chinese, and dashes and dots, which are never parted from their other half
# nor from what they follow.
NEVER_FIRST = (
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…—‰′″›℃∶、。〃々〉》」』】"
    "〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
)
NEVER_LAST = "$([{£¥‘“〈《「『【〔〖〝﹙﹛﹝＄（［｛￡￥"
