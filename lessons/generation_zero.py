#: title: Generation zero
#: summary: The collector keeps lists of the objects that could be in a cycle, the young ones apart from the old.
#: slide: 14-15
#: python: 3.14
#: level: 4
import gc


class Node(object):
    def __init__(self, value):
        self.value = value


#: say First clear the table: after a full collection all that exists so far counts as old.
gc.collect()
gc.disable()
#: ask In which generation does a new node start? | 0 | 1 | 2 | in none -- Every object that the
#:   collector watches enters the youngest list when it is made.
n1 = Node('ABC')    # generation: n1 = 0
n2 = Node('DEF')    # generation: n1 = 0, n2 = 0
#: point Two young nodes
#: say Generation 0 is a linked list; the links lie in a small header in front of each object.
#:   It is often said that every value is put into it. In truth only containers are, objects
#:   that can refer to others: a text or a number cannot be part of a cycle.
text = 'a text'     # generation: text = untracked
number = 12345      # generation: number = untracked
pair = [n1, n2]     # generation: pair = 0
print(gc.is_tracked(n1), gc.is_tracked(text))    # output: True False
#: ask All three young objects are in use. Where are they after a collection of generation 0? |
#:   in generation 1 | still in generation 0 | in generation 2 -- What survives moves to the
#:   next older list, where the collector looks less often.
gc.collect(0)       # collected: 0; generation: n1 = 1, n2 = 1, pair = 1
#: point Survivors
#: say Most objects die young, and those that do not tend to stay. So the survivors need not be
#:   looked at again so soon.
gc.collect(1)       # generation: n1 = 2, n2 = 2, pair = 2
n3 = Node('GHI')    # generation: n3 = 0, n1 = 2
gc.collect()        # generation: n3 = 2, n1 = 2
#: say A full collection goes through all three lists. From the oldest one nothing moves on.
print(gc.get_threshold())    # output: (2000, 10, 10)
#: say When does it run by itself? The first number is about objects: generation 0 is collected
#:   when 2000 more of them were made than freed (700 in the days of the slides). The other two
#:   are not: they count collections. After more than 10 of generation 0, generation 1 is
#:   collected with it; the oldest waits for more than 10 of those, and until the objects
#:   that came to it since its last collection are more than a quarter of those it had.
gc.set_threshold(5)
gc.enable()
crowd = [Node('young'), Node('younger')]
#: say With a threshold of 5, watch the counter of generation 0 while nodes are made.
for i in range(8):
    crowd.append(Node(i))
gc.disable()        # generation: crowd[0] = 1, crowd[1] = 1
#: point By itself
#: say Nobody called gc.collect this time: the collector was started by the allocations.
