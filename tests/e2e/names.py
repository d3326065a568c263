"""Names as tuples of labels (bytes), and how rows and zone files write them.
Written from the project's documents, not from its code."""

_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-_/*")


def labels(text):
    """The labels of a plain name without escapes."""
    return tuple(x.encode("ascii") for x in text.rstrip(".").split(".") if x)


def fold(name):
    return tuple(label.lower() for label in name)


def canonical(name):
    """A key that sorts in the canonical order of RFC 4034 6.1."""
    return tuple(reversed(fold(name)))


def row_text(name):
    """The strict form of a name in a row."""
    text = ".".join(
        "".join(chr(c) if c in _PLAIN else f"\\{c:03d}" for c in label)
        for label in fold(name)) or "."
    return "\\045" + text[1:] if text.startswith("-") else text


def zone_text(name):
    """The name in a zone file, absolute."""
    plain = _PLAIN | frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return "".join(
        "".join(chr(c) if c in plain else f"\\{c:03d}" for c in label) + "."
        for label in name) or "."


def from_row_text(text):
    """Back from the strict form to labels; ValueError if it is not that."""
    if text == ".":
        return ()
    name = []
    for part in text.split("."):
        label = bytearray()
        i = 0
        while i < len(part):
            if part[i] == "\\":
                label.append(int(part[i + 1:i + 4]))
                i += 4
            elif ord(part[i]) in _PLAIN:
                label.append(ord(part[i]))
                i += 1
            else:
                raise ValueError(f"{part[i]!r} in {text!r}")
        if not label:
            raise ValueError(f"empty label in {text!r}")
        name.append(bytes(label))
    return tuple(name)
