# oracle: 2.7
# A list grows by an eighth and three or six slots, and shrinks when less than half is used.
import sys


def sizes(steps, change):
    last = None
    for i in steps:
        now = sys.getsizeof(items)
        if now != last:
            print i, (now - empty) / 8,
            last = now
        change(i)
    print


empty = sys.getsizeof([])
items = []
sizes(xrange(120), items.append)
sizes(xrange(120), lambda i: items.pop())
sizes(xrange(20), lambda i: items.insert(0, i))
sizes(xrange(12), lambda i: items.extend([i, i]))
sizes(xrange(9), lambda i: items.__delitem__(slice(0, 4)))
print sys.getsizeof(items), len(items)
for made in ([1, 2, 3], list((1, 2, 3)), list(xrange(10)), [x for x in xrange(10)], range(10), map(None, range(9)),
             map(str, range(9)), zip(range(9), range(5)), filter(None, range(9)), filter(lambda x: x > 6, range(9)),
             sorted("hello"), {1: 2, 3: 4}.items(), "a b c".split(), [1] + [2], [1, 2] * 4, [1, 2, 3, 4][1:3]):
    print len(made), (sys.getsizeof(made) - empty) / 8,
print
items = [1, 2, 3]
items += (4, 5)
print (sys.getsizeof(items) - empty) / 8,
items[1:1] = [0, 0, 0]
print (sys.getsizeof(items) - empty) / 8,
del items[:]
print sys.getsizeof(items) - empty
