# A class method can be made of whatever can be called; what a property is called; classes below GenericAlias.
GenericAlias = type(list[int])


class Shelf:
    kinds = classmethod(GenericAlias)
    whole = classmethod(int)
    size = classmethod(len)
    __class_getitem__ = classmethod(GenericAlias)
    label = property(lambda self: "a label")
    other = label


print(Shelf.kinds, Shelf.whole, Shelf.size)
print(Shelf.kinds(str), Shelf[int], Shelf[int, str])
for change in (
    lambda shelf: setattr(shelf, "label", 1),
    lambda shelf: delattr(shelf, "other"),
):
    try:
        change(Shelf())
    except AttributeError as error:
        print(error)


class Named(GenericAlias):
    def __new__(cls, origin, args):
        return super().__new__(cls, origin, args)

    def __repr__(self):
        return "<" + super().__repr__() + ">"


named = Named(dict, (int, str))
print(type(named).__name__, named, named.__origin__, named.__args__)
