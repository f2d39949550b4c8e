#: title: When the count reaches zero
#: summary: An object whose last reference goes away is freed at once, on the same line.
#: slide: 3, 10
#: python: 3.14
#: level: 2
class Node(object):
    def __init__(self, value):
        self.value = value


n1 = Node('ABC')
n2 = Node('DEF')
n3 = Node('GHI')    # counts: n1 = 1, n2 = 1, n3 = 1
#: say Three nodes again. Now give one of the names to another object.
#: ask What happens to ABC on the next line? | it is freed on this line | it waits for the
#:   garbage collector | it stays until the program ends -- Its count goes from 1 to 0, and
#:   whoever takes the last reference away frees the object there and then.
n1 = Node('JKL')    # counts: n1 = 1; freed: 'ABC'
#: point ABC is gone
#: say The dashed box is where ABC was. The order matters: first the new node was made, then
#:   n1 was moved to it, and only then ABC lost its last reference. So JKL cannot have been put
#:   where ABC was. And the memory did not go back to the operating system: the block is free
#:   for the next object of this size.
n2 = None           # freed: 'DEF'
#: say Giving the name any other value has the same effect. None is an object as well; since
#:   Python 3.12 its count is never changed, because it lives for ever anyway.
del n3              # freed: 'GHI'
#: say The word del deletes a name, not an object. GHI was freed because that name was the last
#:   reference; with a second one it would have lived on.
def visit():
    guest = Node('MNO')
    guest.value = 'PQR'


#: ask When is the node that visit makes freed? | when visit returns | when the value is
#:   replaced | at the end of the program -- The local name guest is its only reference, and
#:   local names end with the call.
visit()             # freed: 'PQR'
#: point Out of scope
#: say Three ways to take a reference away: another value, del, and the end of a call. No
#:   garbage collector took part in any of them.
