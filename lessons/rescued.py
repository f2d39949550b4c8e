#: title: Zero is not yet garbage
#: summary: The same counts as before, and yet the fourth node lives: a survivor refers to it.
#: slide: 16
#: python: 3.14
#: level: 4
import gc


class Node(object):
    def __init__(self, value):
        self.value = value


#: say The same five counts as in the lesson before, 1, 1, 3, 1 and 2. Only the arrows differ.
gc.collect()
gc.disable()
n1 = Node('ABC')
n2 = Node('DEF')
n3 = Node('GHI')
n4 = Node('JKL')
n5 = Node('MNO')
n1.next = n2
n2.prev = n1
n3.next = n4
n4.next = n5
n5.back = n3
another_name = n3
n1 = n2 = n4 = None
# counts: 'ABC' = 1, 'DEF' = 1, n3 = 3, 'JKL' = 1, n5 = 2
# freed: nothing
#: point Generation zero
#: say This time the only reference to JKL comes from GHI, and GHI has two names.
#: ask After the subtraction the copies are 0 0 2 0 1, as before. Which nodes are freed? |
#:   ABC and DEF | ABC, DEF and JKL | all but GHI -- GHI survives, and what a survivor refers
#:   to must survive as well.
gc.collect(0)
# gc_refs: 'ABC' = 0, 'DEF' = 0, 'GHI' = 2, 'JKL' = 0, 'MNO' = 1
# collected: 2; freed: 'ABC', 'DEF'
# counts: n3 = 3, n3.next = 1, n5 = 2
# generation: n3 = 1, n3.next = 1, n5 = 1
#: point The rescue
#: say The slide leaves out the second pass. It goes through the list in order and puts each object
#:   with 0 aside, as perhaps unreachable. But when it meets one with more than 0, it marks all
#:   that this one refers to as reachable. Here GHI stands before JKL and saves it in time; had JKL
#:   stood before GHI, it would have been put aside and then fetched back.
print(n3.next.value, n3.next.next.value)    # output: JKL MNO
#: say So JKL was never garbage, although its copy had reached 0. Only what is still aside
#:   at the end of the pass is garbage.
