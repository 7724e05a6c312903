"""One page of a site: what it is called, and where it leads."""
import os
from html.parser import HTMLParser
from posixpath import dirname, join, normpath


class MissingPage(Exception):
    pass


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.title = ""
        self.links = []
        self.in_title = False

    def handle_starttag(self, tag, attrs):
        self.in_title = tag == "title"
        link = dict(attrs).get("href")
        if tag == "a" and link:
            self.links.append(link)

    def handle_endtag(self, tag):
        self.in_title = False

    def handle_data(self, data):
        if self.in_title:
            self.title += data


def crawl(site, out, page, ctx):
    try:
        with open(os.path.join(site, page), encoding="utf-8") as file:
            text = file.read()
    except FileNotFoundError:
        raise MissingPage(page)
    found = Page()
    found.feed(text)
    # The same name at every attempt: a page that is read twice is listed once.
    with open(os.path.join(out, "pages", page.replace("/", "_")), "w", encoding="utf-8") as entry:
        entry.write("- %s (%s)\n" % (found.title, page))
    folder = dirname(page)
    below = folder + "/" if folder else ""
    for link in dict.fromkeys(normpath(join(folder, link)) for link in found.links):
        if link.startswith(below) and dirname(link) != folder:
            ctx.spawn("crawl", site=site, out=out, page=link)
        elif link != page:
            ctx.spawn("check", site=site, out=out, page=page, link=link)
    return found.title
