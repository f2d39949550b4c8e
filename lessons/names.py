#: title: Names point at objects
#: summary: Assignment copies no object: it makes one more name for it.
#: slide: 11
#: python: 3.14
#: level: 2
class Node(object):
    def __init__(self, value):
        self.value = value


n1 = Node('JKL')
n2 = Node('DEF')
n3 = Node('GHI')    # counts: n1 = 1, n2 = 1, n3 = 1
#: ask The next line is n2 = n1. What are the counts of JKL, DEF and GHI afterwards? | 2, 0, 1
#:   | 1, 1, 1 | 1, 0, 1 | 2, 1, 1 -- n2 lets go of DEF, which had no other reference, and
#:   takes hold of JKL.
n2 = n1             # counts: n1 = 2, n3 = 1; freed: 'DEF'
#: point Two names, one node
#: say Old drawings of this line let n2 point at n1. That cannot be: a name always points at an
#:   object. n1 was only asked which object it refers to, and then forgotten.
#: ask After the next line, what is n2.value? | 'JKL' | 'MNO' | None -- n2 refers to the node
#:   JKL, whatever becomes of n1.
n1 = Node('MNO')    # counts: n1 = 1, n2 = 1; freed: nothing
print(n2.value)     # output: JKL
#: say n1 moved away and n2 stayed. JKL went from 2 to 1, so it is not freed.
n2.value = 'changed'
n1 = n2             # counts: n1 = 2; freed: 'MNO'
print(n1.value)     # output: changed
#: point The end
#: say There is one node with two names. A change made through one of them is seen through
#:   the other, because nothing was ever copied.
