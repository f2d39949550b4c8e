# exit: 1
# inventory management with several language features
from functools import reduce
class Product:
    tax = 0.2
    __slots__ = ("name", "_price", "qty")
    def __init__(self, name, price, qty=1):
        self.name, self.price, self.qty = name, price, qty
    @property
    def price(self): return self._price
    @price.setter
    def price(self, p):
        if not isinstance(p, (int, float)): raise TypeError(f"price must be a number, got {type(p).__name__}")
        if p < 0: raise ValueError("negative price: %r" % p)
        self._price = p
    @classmethod
    def parse(cls, text):
        name, _, rest = text.partition(":")
        price, _, qty = rest.partition("*")
        return cls(name.strip(), float(price), int(qty or 1))
    @staticmethod
    def money(x): return f"${x:,.2f}"
    def __repr__(self): return "{0.__class__.__name__}({0.name!r}, {0.price}, {0.qty})".format(self)
    def __lt__(self, o): return self.price < o.price
    def __eq__(self, o): return isinstance(o, Product) and self.name == o.name
    def __hash__(self): return hash(self.name)
items = [Product.parse(s) for s in ("pen: 1.5*10", "book:12", "bag :40.25 * 2")]
print(items, sorted(items)[-1], max(items, key=lambda p: p.qty).name)
print(Product.money(reduce(lambda a, p: a + p.price * p.qty, items, 0)))
for bad in ("x", "pen:abc", "pen:-3", "a:1*b"):
    try: print(Product.parse(bad))
    except ValueError as e: print(f"{bad!r}: {e}")
try: items[0].price = "1"
except TypeError as e: print(e)
try: items[0].color = "red"
except AttributeError as e: print(e)
by = {p.name: p for p in items}; print(*by, sep=","); print(by.get("pen") is items[0], Product("pen", 0) in by.values())
print({Product("pen", 1), Product("pen", 2)}, {*items} == set(items[::-1]))
items[1].tax = 0.1
