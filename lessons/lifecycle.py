#: title: Three nodes, three names
#: summary: Each object carries a number: how many references lead to it.
#: slide: 2-3, 8-9
#: python: 3.14
#: level: 2
import sys


class Node(object):
    def __init__(self, value):
        self.value = value


#: say Python manages its own memory. To see how, make three objects and watch the number on
#:   each of them.
#: ask The next line makes a Node and calls it n1. How many references to that Node are there
#:   afterwards? | 1 | 0 | 2 -- Only the name n1 refers to it. The parameter self did so while
#:   __init__ ran, and let go when __init__ returned.
n1 = Node('ABC')    # counts: n1 = 1
#: say A box is an object, the tag n1 is a name. The name is not the object and the object does
#:   not know the name; it only knows the number of references, here 1.
n2 = Node('DEF')    # counts: n2 = 1
n3 = Node('GHI')    # counts: n1 = 1, n2 = 1, n3 = 1
#: point Three nodes
#: say Three objects, one reference each. CPython keeps this number in a field called
#:   ob_refcnt at the front of every object, next to the field that says what type it is.
#: ask What does the next line print? | 2 | 1 | 3 -- To look at the Node, sys.getrefcount must
#:   receive it as its argument. The argument is one more reference while the call lasts.
print(sys.getrefcount(n1))    # output: 2
# counts: n1 = 1
#: say It printed 2, and now the count is 1 again: looking adds a reference of its own. The
#:   badge in the picture shows the field itself.
#: point The end
