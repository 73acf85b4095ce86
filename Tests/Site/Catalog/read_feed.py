# Reads a feed as a feed reader does (feedparser), and says what it found. Fails when the feed is not well-formed.
import json
import sys

import feedparser

feed = feedparser.parse(sys.stdin.buffer.read())
if feed.bozo:
    sys.exit(f"not well-formed: {feed.bozo_exception}")
json.dump({
    "version": feed.version,
    "id": feed.feed.id,
    "title": feed.feed.title,
    "updated": feed.feed.updated,
    "entries": [{
        "id": entry.id,
        "title": entry.title,
        "author": entry.author,
        "summary": entry.get("summary"),
        "published": entry.published,
        "link": entry.link,
        "enclosure": [entry.enclosures[0].href, entry.enclosures[0].type, int(entry.enclosures[0].length)],
        "thumbnail": [each["url"] for each in entry.get("media_thumbnail", [])],
    } for entry in feed.entries],
}, sys.stdout)
