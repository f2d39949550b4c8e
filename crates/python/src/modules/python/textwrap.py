def dedent(text):
    lines = text.split("\n")
    margin = None
    for i, line in enumerate(lines):
        if not line.strip():
            lines[i] = ""
            continue
        indent = line[:len(line) - len(line.lstrip(" \t"))]
        if margin is None:
            margin = indent
        else:
            n = 0
            while n < len(margin) and n < len(indent) and margin[n] == indent[n]:
                n += 1
            margin = margin[:n]
    if margin:
        lines = [line[len(margin):] if line else line for line in lines]
    return "\n".join(lines)


def indent(text, prefix, predicate=None):
    if predicate is None:
        predicate = str.strip
    return "".join([prefix + line if predicate(line) else line for line in text.splitlines(True)])


def wrap(text, width=70, initial_indent="", subsequent_indent="", **options):
    lines = []
    line, used = initial_indent, False
    for word in text.split():
        if used and len(line) + 1 + len(word) > width:
            lines.append(line)
            line, used = subsequent_indent, False
        while not used and len(line) + len(word) > width:
            room = max(width - len(line), 1)
            lines.append(line + word[:room])
            word = word[room:]
            line = subsequent_indent
        if word:
            line += (" " if used else "") + word
            used = True
    if used:
        lines.append(line)
    return lines


def fill(text, width=70, **options):
    return "\n".join(wrap(text, width, **options))


def shorten(text, width, *, placeholder=" [...]", **options):
    words = text.split()
    result = " ".join(words)
    if len(result) <= width:
        return result
    while words and len(" ".join(words)) + len(placeholder) > width:
        words.pop()
    return (" ".join(words) + placeholder).lstrip()
