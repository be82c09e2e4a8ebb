"""What people wrote in conversations, read by Python's own libraries: mailbox and email, json.

Each reader gives, by key, the text that a person would want back. What the importers leave out by a named rule
(signatures below two hyphens, quotes of what is on the page already, list footers) is left out here by rules of this
file's own, which are simpler: where they take more, nothing is measured, where less, it counts as lost.
"""
import collections
import email
import email.header
import email.policy
import hashlib
import html
import json
import pathlib
import re

MARK = re.compile(r"^From .*\d\d:\d\d")
FIELD = re.compile(rb"^[!-9;-~]+:")
ADDRESS = re.compile(r"[\w.+%=-]+(?:@| at )[\w-]+(?:\.[\w-]+)+")
WROTE = ("wrote:", "writes:", "schrieb:", "scritto:", "écrit :", "said:", "wrote, On", "napsal(a):", "píše v")
LIST = ("mailing list", "unsubscribe", "listinfo", "sourceforge")


def decode(data, charset):
    """None for what is not text in the encoding that it declares: there are no words to compare."""
    for name in ("utf-8", charset) if charset else ("utf-8", "cp1252", "latin-1"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return None


def split(data):
    """The messages of an mbox or of a LISTSERV log, as bytes."""
    lines = data.split(b"\n")
    log = bool(re.match(rb"^={70,}\s*$", lines[0])) if lines else False
    starts = []
    for number, line in enumerate(lines[:-1]):
        above = number == 0 or not lines[number - 1].strip()
        if log and re.match(rb"^={70,}\s*$", line) and FIELD.match(lines[number + 1]):
            starts.append(number)
        elif not log and above and line.startswith(b"From ") and FIELD.match(lines[number + 1]):
            starts.append(number)
    if not starts:
        return [data]
    return [b"\n".join(lines[start + 1:end]) for start, end in zip(starts, starts[1:] + [len(lines)])]


SAID = re.compile(r"\b(wrote|writes|schrieb|schrieben|schreibt|a écrit|ha scritto|escribió|escreveu|skrev|schreef|napsal|píše)\b", re.I)


def attributions(lines):
    """The lines above quotes that say who wrote what follows, `Am … schrieb …:`, over up to three lines each."""
    found = set()
    for number, line in enumerate(lines):
        above = number - 1
        while above >= 0 and not lines[above].strip():
            above -= 1
        if not line.startswith(">") or above < 0 or lines[above].startswith(">") or not lines[above].rstrip().endswith((":", "：")):
            continue
        for count in range(3):
            first = above - count
            if first < 0 or not lines[first].strip():
                break
            # Its beginning may be a line or two above the word.
            begins = re.match(r"(Am|On|Le|Il|El|Den|Op|Em|Dne)\b", lines[first])
            if SAID.search(" ".join(lines[first:above + 1])) and (begins or number not in found):
                found.update([number, *range(first, above + 1)])
    return found


def own_words(text):
    """The lines that the writer typed: no quotes, no signature, no list footer, no message in Outlook's manner."""
    kept = []
    lines = text.replace("\r\n", "\n").split("\n")
    said = attributions(lines)
    for number, line in enumerate(lines):
        # What PGP puts around and before a text that it signs.
        if line.startswith(("-----BEGIN PGP SIGNED", "Hash: SHA")):
            continue
        if line.startswith("- -"):
            lines[number] = line = line[2:]
        plain = line.strip()
        below = " ".join(lines[number + 1:number + 12]).lower()
        if line.rstrip("\n") in ("-- ", "--") and not line.startswith(">"):
            # Up to the message that is quoted below.
            rest = lines[number + 1:]
            end = next((n for n, text in enumerate(rest) if text.startswith((">", "-----Original", "From:"))), len(rest))
            if end < 32:
                break
        if re.match(r"^[_#-]{30,}$", plain) and any(word in below for word in LIST):
            break
        if re.match(r"^-{3,}.*(original|forwarded|ursprüngliche|reply) .*(message|nachricht).*-{3,}", plain, re.I):
            break
        if re.match(r"^\*?(From|Von|De|Da|发件人)\s?[:：]", plain) and re.search(r"(Sent|Date|Gesendet|Envoyé|Inviato|Data|发送时间)\s?[:：]", below.replace("sent", "Sent").replace("date", "Date"), re.I):
            break
        if plain.startswith(("-----BEGIN PGP SIGNATURE", "-------------- next part")):
            break
        # The same in the language of the list: dashes, words, dashes, then the address of what was there.
        if re.match(r"^-{14} [^-]{2,50} -{6,}$", plain) and re.search(r"(?im)^url\s*: ?<?https?://", "\n".join(lines[number + 1:number + 11])):
            break
        if re.match(r"^ ?>", line) and not line.startswith(">From "):
            continue
        if number in said or any(mark in plain for mark in WROTE):
            continue
        # Marks of lists and of emphasis, as in the other formats.
        kept.append(re.sub(r"(?<![\w*_])([_*])([^\W_](?:[^_*]*[^\W_])?)\1(?![\w*_])", r"\2", re.sub(r"^(\s*\d{1,2}|\s+[a-h])[.)](?=\s)", "", line)))
    # The line above a quote goes on over the next.
    return "\n".join(kept)


def plain_part(message):
    """The text of a message, when it is plain text."""
    for part in message.walk():
        if part.get_content_type() == "text/plain" and not part.get_filename() and part.get_content_disposition() != "attachment":
            data = part.get_payload(decode=True)
            if data is not None:
                return decode(data, part.get_content_charset())
    return None


def mails(folder):
    """By id what the writer typed, and the whole message with what it quotes and the names of its attachments."""
    found, ambiguous = collections.OrderedDict(), set()
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if not path.is_file() or path.suffix.lower() in (".html", ".json", ".dbnames", ".md"):
            continue
        data = path.read_bytes()
        head = data.lstrip()[:400]
        if not (head.startswith(b"From ") or head.startswith(b"=====") or len(re.findall(rb"(?mi)^(from|date|subject|message-id|received):", head)) > 1):
            continue
        for raw in split(data):
            message = email.message_from_bytes(re.sub(rb"(?m)^>(>*From )", rb"\1", raw), policy=email.policy.compat32)
            ids = re.findall(r"<([^<>]+)>", str(message.get("Message-ID") or "")) or str(message.get("Message-ID") or "").split()
            text = plain_part(message)
            if not ids or text is None:
                continue
            key = hashlib.sha256(re.sub(r"\s", "", ids[0]).encode()).hexdigest()[:16]
            names = " ".join(part.get_filename() or "" for part in message.walk())
            others = [decode(part.get_payload(decode=True) or b"", part.get_content_charset()) or ""
                      for part in message.walk() if part.get_content_maintype() == "text"]
            # List programs add their lines as parts of their own.
            parted = (own_words(text), "\n".join([text, *(each for each in others if each != text), names]))
            if key in found and found[key] != parted:
                ambiguous.add(key)
            found.setdefault(key, parted)
    # Some programs call every message the same.
    return collections.OrderedDict((key, text) for key, text in found.items() if key not in ambiguous)


def slack(folder):
    """By channel what people typed, and that with the people they mention, the files they share and what links show.

    In the order of the time stamps; markup is for machines.
    """
    users = {user["id"]: user.get("real_name") or user.get("profile", {}).get("real_name") or user.get("name", "")
             for user in json.loads(pathlib.Path(folder, "users.json").read_text())}
    # Programs are no people, whether a list calls them so or only their messages do.
    bots = {user["id"] for user in json.loads(pathlib.Path(folder, "users.json").read_text()) if user.get("is_bot")}
    found = {}
    for channel in sorted(path for path in pathlib.Path(folder).iterdir() if path.is_dir()):
        messages = []
        for day in sorted(channel.glob("*.json")):
            messages += json.loads(day.read_text())
        own, whole = [], []
        for message in sorted(messages, key=lambda each: each.get("ts", "")):
            text = message.get("text") or ""
            by_program = message.get("user") in bots or message.get("bot_id") and message.get("user") not in users
            if message.get("subtype") in (None, "me_message", "thread_broadcast") and "user" in message and not by_program:
                own.append(unmarked(text, {}))
            files = [each for each in [message.get("file"), message.get("comment"), *message.get("files", [])] if each]
            shown = [unmarked(text, users)]
            for part in files + message.get("attachments", []):
                shown += [unmarked(str(part.get(name) or ""), users)
                          for name in ("pretext", "author_name", "title", "name", "comment", "text", "footer")]
                # What Slack shows of a snippet is code, and of a post HTML.
                text = next((str(part[name]) for name in ("plain_text", "preview_plain_text", "preview") if part.get(name)), "")
                shown.append(html.unescape(re.sub(r"<[^>]+>", " ", text)) if text.startswith("<") and part.get("mode") != "snippet" else text)
            whole.append("\n".join(shown))
        if own:
            found[channel.name] = ("\n".join(own), "\n".join(whole))
    return found


def unmarked(text, users):
    """A message of Slack as people read it; `users` are names to show for mentions."""
    text = re.sub(r"<@(\w+)(\|[^>]*)?>", lambda m: " " + users.get(m[1], "").lower() + " ", text)
    text = re.sub(r"<[#!][^|>]*(\|([^>]*))?>", lambda m: m[2] or " ", text)
    text = re.sub(r"<([^|>]+)\|([^>]*)>", lambda m: m[2], text)
    text = re.sub(r"<([^>]+)>", lambda m: m[1], text)
    if not users:
        text = re.sub(r":[a-z0-9_+-]+:", " ", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def discourse(folder):
    """The HTML of each post by topic and number."""
    found = {}
    for path in sorted(pathlib.Path(folder).rglob("*.json")):
        topic = json.loads(path.read_text())
        posts = (topic.get("post_stream") or {}).get("posts") or ([topic] if "cooked" in topic else [])
        for post in posts:
            number = topic.get("id") if "post_stream" in topic else post.get("topic_id")
            found.setdefault((number, post["post_number"]), post.get("cooked") or "")
    return found
