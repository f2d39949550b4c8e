import sys as _sys


def _smaller(a, b):
    return a < b


def _larger(a, b):
    return b < a


def _listed(heap, name, first=""):
    if not isinstance(heap, list):
        raise TypeError(f"{name}() argument {first}must be list, not {type(heap).__name__}")


def _up(heap, at, start, above):
    item = heap[at]
    while at > start:
        parent = (at - 1) >> 1
        if not above(item, heap[parent]):
            break
        heap[at] = heap[parent]
        at = parent
    heap[at] = item


def _down(heap, at, above):
    # The upper of the two children goes up until there are none, then the item goes up from there.
    start, end, item = at, len(heap), heap[at]
    child = 2 * at + 1
    while child < end:
        right = child + 1
        if right < end and not above(heap[child], heap[right]):
            child = right
        heap[at] = heap[child]
        at = child
        child = 2 * at + 1
    heap[at] = item
    _up(heap, at, start, above)


def _functions(above, end):
    # The functions of a heap whose top is above all others; their names have this end.
    def push(heap, item, /):
        _listed(heap, "heappush" + end, "1 ")
        heap.append(item)
        _up(heap, len(heap) - 1, 0, above)

    def pop(heap, /):
        _listed(heap, "heappop" + end)
        if not heap:
            raise IndexError("index out of range")
        last = heap.pop()
        if not heap:
            return last
        item, heap[0] = heap[0], last
        _down(heap, 0, above)
        return item

    def replace(heap, item, /):
        _listed(heap, "heapreplace" + end, "1 ")
        if not heap:
            raise IndexError("index out of range")
        top, heap[0] = heap[0], item
        _down(heap, 0, above)
        return top

    def pushpop(heap, item, /):
        _listed(heap, "heappushpop" + end, "1 ")
        if heap and above(heap[0], item):
            item, heap[0] = heap[0], item
            _down(heap, 0, above)
        return item

    def heapify(heap, /):
        _listed(heap, "heapify" + end)
        for at in reversed(range(len(heap) // 2)):
            _down(heap, at, above)

    for name, function in ("push", push), ("pop", pop), ("replace", replace), ("pushpop", pushpop), ("ify", heapify):
        function.__name__ = function.__qualname__ = "heap" + name + end
    return push, pop, replace, pushpop, heapify


heappush, heappop, heapreplace, heappushpop, heapify = _functions(_smaller, "")
if _sys.version_info >= (3, 14):
    heappush_max, heappop_max, heapreplace_max, heappushpop_max, heapify_max = _functions(_larger, "_max")


def merge(*iterables, key=None, reverse=False):
    items = [item for iterable in iterables for item in iterable]
    items.sort(key=key, reverse=reverse)
    yield from items


def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]


def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[:max(n, 0)]
