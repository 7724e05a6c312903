"""Joins what was measured and hashed, and writes a Markdown report and an SVG chart."""

import os
from collections import defaultdict
from xml.sax.saxutils import escape

FIELDS = ("files", "bytes", "lines", "blank", "comment", "code")


def report(directory, out, files, measures, digests):
    languages = defaultdict(lambda: dict.fromkeys(FIELDS, 0))
    total = dict.fromkeys(FIELDS, 0)
    for measure in measures:
        for row in (languages[measure.language], total):
            row["files"] += 1
            for field in FIELDS[1:]:
                row[field] += getattr(measure, field)
    ranked = sorted(languages.items(), key=lambda entry: (-entry[1]["code"], entry[0]))
    copies = duplicates(files, measures, digests)

    os.makedirs(out, exist_ok=True)
    report_path = write(out, "report.md", markdown(directory, ranked, total, copies))
    chart_path = write(out, "languages.svg", svg(ranked))
    print(f"{total['files']} files, {total['lines']} lines, {len(copies)} groups of duplicates")
    return {"report": report_path, "chart": chart_path, "files": total["files"], "lines": total["lines"],
            "code": total["code"], "duplicates": len(copies)}


def duplicates(files, measures, digests):
    """Groups of files with the same content, the largest first; empty files are no duplicates."""
    groups = defaultdict(list)
    for file, measure, digest in zip(files, measures, digests):
        if measure.bytes > 0:
            groups[digest].append((measure.bytes, file))
    return sorted((sorted(group) for group in groups.values() if len(group) > 1), key=lambda group: (-group[0][0], group))


def write(out, name, text):
    """Writes beside and renames, so that a reader never sees half a report."""
    path = os.path.join(out, name)
    with open(path + ".new", "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    os.replace(path + ".new", path)
    return path


def markdown(directory, ranked, total, copies):
    lines = [f"# Code census of `{directory}`", "", "![Lines of code by language](languages.svg)", "",
             "| language | files | bytes | lines | blank | comment | code |", "| --- | --: | --: | --: | --: | --: | --: |"]
    for language, row in ranked + [("**all**", total)]:
        lines.append(f"| {language} | " + " | ".join(f"{row[field]:,}" for field in FIELDS) + " |")
    lines += ["", "## Files with the same content", ""]
    if not copies:
        lines.append("None.")
    for group in copies:
        lines.append(f"- {group[0][0]:,} bytes: " + ", ".join(f"`{name(file)}`" for _, file in group))
    return "\n".join(lines) + "\n"


def name(file):
    """A file name on one line, whatever it holds."""
    return file.replace("\n", "\\n").replace("`", "'")


def svg(ranked):
    bars = [(language, row["code"]) for language, row in ranked if row["code"] > 0][:12]
    height = 24 * max(1, len(bars)) + 16
    longest = max((code for _, code in bars), default=1)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {height}" font-family="sans-serif" font-size="12">',
             "<title>Lines of code by language</title>", f'<rect width="640" height="{height}" fill="#ffffff"/>']
    for i, (language, code) in enumerate(bars):
        y = 8 + 24 * i
        width = max(1, round(400 * code / longest))
        parts.append(f'<text x="112" y="{y + 15}" text-anchor="end" fill="#1f2933">{escape(language)}</text>')
        parts.append(f'<rect x="120" y="{y + 3}" width="{width}" height="16" rx="2" fill="#3366aa"/>')
        parts.append(f'<text x="{128 + width}" y="{y + 15}" fill="#1f2933">{code:,}</text>')
    return "\n".join(parts + ["</svg>"]) + "\n"
