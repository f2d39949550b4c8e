#: title: A cycle
#: summary: Two objects that hold each other outlive every name, until the collector comes round.
#: slide: 12-13
#: python: 3.14
#: level: 2
import gc


class Node(object):
    def __init__(self, value):
        self.value = value


#: say For this lesson the collector does not run on its own.
gc.disable()
n1 = Node('ABC')
n2 = Node('DEF')    # counts: n1 = 1, n2 = 1
n1.next = n2        # counts: n2 = 2
n2.prev = n1        # counts: n1 = 2, n2 = 2
#: point Two and two
#: say Each node has two references now: its name, and an attribute of the other node.
#: ask Both names are about to go. Which nodes will be freed? | neither | both | ABC -- Each of
#:   them still has one reference, from the other one.
n1 = None           # counts: 'ABC' = 1
n2 = None           # counts: 'ABC' = 1, 'DEF' = 1; freed: nothing
#: point An island
#: say The program cannot reach these nodes any more, and yet both counts are 1. Counting alone
#:   will never free them: this is what the garbage collector is for.
#: ask What does gc.collect() return? | 2 | 0 | 1 -- It returns how many unreachable objects
#:   it found: the two nodes.
print(gc.collect())    # output: 2
# collected: 2; freed: 'ABC', 'DEF'
#: point Collected
#: say The collector found out that all references to the two nodes come from the two nodes.
#:   It broke the cycle, the counts fell to 0, and they were freed in the ordinary way.
#: say On Python 2.7 it would have said 4: there each node kept its attributes in a dictionary
#:   of its own, and the two dictionaries were part of the garbage.
print(gc.collect())    # output: 0
