def list_chunks(region, limit):
    return []
