"""Measures one file: language, bytes, and how many lines are blank, comment, or code."""

import os

# language: (line comments, (block start, block end) or None)
C_LIKE = (("//",), ("/*", "*/"))
HASH = (("#",), None)
MARKUP = ((), ("<!--", "-->"))
PLAIN = ((), None)

STYLES = {
    "ANTLR": C_LIKE, "C": C_LIKE, "C++": C_LIKE, "CSS": ((), ("/*", "*/")), "Go": C_LIKE, "HTML": MARKUP,
    "Java": C_LIKE, "JavaScript": C_LIKE, "JSON": PLAIN, "Markdown": PLAIN, "Python": HASH, "Rust": C_LIKE,
    "Shell": HASH, "SQL": (("--",), ("/*", "*/")), "SVG": MARKUP, "TOML": HASH, "TypeScript": C_LIKE,
    "XML": MARKUP, "YAML": HASH, "Other text": PLAIN,
}

LANGUAGES = {
    ".bash": "Shell", ".c": "C", ".cc": "C++", ".cpp": "C++", ".css": "CSS", ".g4": "ANTLR", ".go": "Go", ".h": "C",
    ".hpp": "C++", ".html": "HTML", ".java": "Java", ".js": "JavaScript", ".json": "JSON", ".md": "Markdown",
    ".mjs": "JavaScript", ".py": "Python", ".rs": "Rust", ".sh": "Shell", ".sql": "SQL", ".svg": "SVG",
    ".toml": "TOML", ".ts": "TypeScript", ".xml": "XML", ".yaml": "YAML", ".yml": "YAML",
}

SHEBANGS = (("python", "Python"), ("bash", "Shell"), ("/sh", "Shell"), ("env sh", "Shell"), ("node", "JavaScript"))


def measure(directory: str, file: str) -> dict:
    with open(os.path.join(directory, file), "rb") as source:
        content = source.read()
    measured = {"language": "Binary", "binary": True, "bytes": len(content), "lines": 0, "blank": 0, "comment": 0, "code": 0}
    if b"\0" in content[:8192]:
        return measured
    lines = content.split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    language = language_of(file, lines)
    blank, comment = count(lines, *STYLES[language])
    measured.update(language=language, binary=False, lines=len(lines), blank=blank, comment=comment,
                    code=len(lines) - blank - comment)
    return measured


def language_of(file, lines):
    known = LANGUAGES.get(os.path.splitext(file)[1].lower())
    if known:
        return known
    first = lines[0] if lines else b""
    if first.startswith(b"#!"):
        for word, language in SHEBANGS:
            if word.encode() in first:
                return language
    return "Other text"


def count(lines, line_comments, block):
    """Counts blank and comment lines; a line with code and a comment is code."""
    blank = comment = 0
    inside = False
    for raw in lines:
        line = raw.strip().decode("utf-8", "replace")
        if not line:
            blank += 1
        elif inside:
            comment += 1
            inside = block[1] not in line
        elif any(line.startswith(start) for start in line_comments):
            comment += 1
        elif block and line.startswith(block[0]):
            end = line.find(block[1], len(block[0]))
            inside = end < 0
            if inside or end + len(block[1]) == len(line):
                comment += 1
    return blank, comment
