import pandas


def hotspots(path, key, n):
    return list(pandas.read_pickle(path).nlargest(n, key))
