#: title: The survivors are promoted
#: summary: How the collector finds garbage: it takes the references from inside away and looks at what is left.
#: slide: 15-16
#: python: 3.14
#: level: 4
import gc


class Node(object):
    def __init__(self, value):
        self.value = value


#: say Five young nodes as on the slide, with counts of 1, 1, 3, 1 and 2.
gc.collect()
gc.disable()
n1 = Node('ABC')
n2 = Node('DEF')
n3 = Node('GHI')
n4 = Node('JKL')
n5 = Node('MNO')
n1.next = n2
n2.prev = n1
n4.left = n3
n4.right = n5
n4.me = n4
another_name = n3
n1 = n2 = n4 = None
# counts: 'ABC' = 1, 'DEF' = 1, n3 = 3, 'JKL' = 1, n5 = 2
# freed: nothing
#: point Generation zero
#: say ABC and DEF hold each other. GHI has two names, and JKL refers to it. JKL holds itself.
#:   MNO has one name, and JKL refers to it as well.
#: ask The collector makes a copy of each count and takes off one for each reference that comes
#:   from inside the list. What is left, in order? | 0 0 2 0 1 | 1 1 2 1 1 | 0 0 3 0 2
#:   -- What is left are the references from outside: here, names.
#: ask Which nodes does it free? | ABC, DEF and JKL | ABC and DEF | all five | none
#:   -- Nothing that is reachable from outside refers to one of these three.
gc.collect(0)
# gc_refs: 'ABC' = 0, 'DEF' = 0, 'GHI' = 2, 'JKL' = 0, 'MNO' = 1
# collected: 3; freed: 'ABC', 'DEF', 'JKL'
# counts: n3 = 2, n5 = 1; generation: n3 = 1, n5 = 1
#: point Generation one
#: say GHI and MNO were promoted to generation 1, with counts of 2 and 1. Those are their true
#:   counts, now that JKL is gone.
#: say Keep the two numbers apart. The subtraction was done on a copy, called gc_refs; the true
#:   counts never changed by it. They changed when JKL was freed.
#: say And a copy of 0 was not yet a sentence of death. It only meant: nobody outside the list
#:   holds this object. The next lesson changes one arrow, and the fourth node is rescued.
