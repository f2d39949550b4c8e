import heapq

heap = [5, 3, 8, 1, 9, 2]
heapq.heapify(heap)
print(heap, heapq.heappop(heap), heapq.heappushpop(heap, 0), heapq.heapreplace(heap, 7), heap)
for call in (
    lambda: heapq.heappop([]),
    lambda: heapq.heapreplace([], 1),
    lambda: heapq.heappush((1,), 2),
    lambda: heapq.heapify("text"),
    lambda: heapq.heappush([object()], object()),
):
    try:
        print(call())
    except (IndexError, TypeError) as e:
        print(type(e).__name__, e)
print(heapq.nlargest(2, [3, 1, 2]), heapq.nsmallest(2, "hello", key=ord), list(heapq.merge([1, 4], [2, 3])))
if hasattr(heapq, "heapify_max"):
    heap = [5, 3, 8, 1]
    heapq.heapify_max(heap)
    print(heap, heapq.heappop_max(heap), heapq.heappushpop_max(heap, 4), heapq.heapreplace_max(heap, 6), heap)
    heapq.heappush_max(heap, 7)
    print(heap)
    try:
        heapq.heappop_max([])
    except IndexError as e:
        print(e)
print([n for n in dir(heapq) if not n.startswith("_")])


class Task:
    def __init__(self, priority):
        self.priority = priority

    def __lt__(self, other):
        print(self.priority, "<", other.priority, end="; ")
        return self.priority < other.priority


tasks = []
for p in (3, 1, 2):
    heapq.heappush(tasks, Task(p))
print()
print([heapq.heappop(tasks).priority for _ in range(3)])
