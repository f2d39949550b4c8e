# What weak dictionaries of 2.7 have otherwise: lists where Python 3 iterates, and iterators by names of their own.
def _listed(one_by_one):
    def listed(self):
        return list(one_by_one(self))

    return listed


for _class, _names in (
    (WeakValueDictionary, ("keys", "values", "items")),
    (WeakKeyDictionary, ("keys", "values", "items")),
):
    for _name in _names:
        _function = _class.__dict__[_name]
        setattr(_class, "iter" + _name, _function)
        setattr(_class, _name, _listed(_function))
    _class.has_key = lambda self, key: key in self

WeakValueDictionary.itervaluerefs = lambda self: iter(self.valuerefs())
WeakKeyDictionary.iterkeyrefs = lambda self: iter(self.keyrefs())

del _class, _names, _name, _function
