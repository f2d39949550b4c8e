class C:
    def m(self): "doc"
    m.foo = 3
c = C()
print(c.m.foo, c.m.__name__, c.m.__dict__, c.m.__code__.co_name, c.m.__kwdefaults__, c.m.__module__, c.m.__annotations__)
try: c.m.bar
except AttributeError as e: print(e)
try: c.m.foo = 4
except AttributeError as e: print(e)
