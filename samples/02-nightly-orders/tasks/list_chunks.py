"""Lists a day's files of a region."""

import os


class RateLimited(Exception):
    """The store asks to come back later."""


class SchemaChanged(Exception):
    """The first line is not the header that the loader knows."""


HEADER = "order,sku,quantity"


def list_chunks(folder, region, day):
    directory = os.path.join(folder, region, day.isoformat())
    if os.path.exists(os.path.join(folder, "busy")):
        raise RateLimited(f"{folder} is being written")
    names = sorted(os.listdir(directory)) if os.path.isdir(directory) else []
    return [chunk(region, os.path.join(directory, name)) for name in names if name.endswith(".csv")]


def chunk(region, path):
    with open(path, encoding="utf-8") as file:
        if file.readline().strip() != HEADER:
            raise SchemaChanged(f"{path} does not begin with {HEADER}")
        return {"region": region, "path": path, "rows": sum(1 for _ in file)}
