"""Finding: what was asked (`asked`), where to look (`kinds`), what is shown of it (`snippets`).

What else can be found one day registers a `Kind`; who may see it is that kind's one function.
"""
