"""caught by m2.e2.hidden: sends items in chunks, and names the first of the chunk in which one failed."""


def map_processes(f, items, workers, pool=None):
    items, results = list(items), []
    if pool is None:
        with ProcessPoolExecutor(workers) as own:
            return map_processes(f, items, workers, own)
    try:
        for result in pool.map(f, items, chunksize=max(1, len(items) // (4 * workers))):
            results.append(result)
    except Exception as error:
        raise ItemError(len(results)) from error
    return results
