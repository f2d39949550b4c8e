# Every kind of pattern, and classes whose __match_args__ are wrong.
def describe(shape):
    match shape:
        case {"kind": "circle", "r": (int() | float()) as r} if r > 0:
            return f"circle of radius {r}"
        case {"kind": "rect", "size": [w, h], **rest}:
            return f"rect {w}x{h} rest={rest}"
        case {"kind": str(k)}:
            return f"some {k}"
        case [first, *_, last]:
            return f"from {first} to {last}"
        case [only]:
            return f"only {only}"
        case []:
            return "empty"
        case None | False:
            return "nothing"
        case str() as s if s.isupper():
            return f"shout {s}"
        case "a" | "b":
            return "letter"
        case 3.5 | -2 | 1 + 2j:
            return f"number {shape}"
        case _:
            return f"unknown {shape!r}"


class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y):
        self.x, self.y = x, y


def where(p):
    match p:
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y):
            return f"y axis at {y}"
        case Point(x, 0):
            return f"x axis at {x}"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point():
            return "elsewhere"


for s in [{"kind": "circle", "r": 2}, {"kind": "circle", "r": -2}, {"kind": "rect", "size": (1, 2), "c": "red"},
          (1, 2, 3), [7], [], (), None, False, 0, "HEY", "a", "c", 3.5, -2, 1 + 2j, b"ab", range(3)]:
    print(describe(s))
for p in [Point(0, 0), Point(0, 4), Point(3, 0), Point(5, 5), Point(1, 2), 5]:
    print(where(p))

class Bad:
    __match_args__ = ["x"]
class Bad2:
    __match_args__ = (1,)
class Few:
    __match_args__ = ("a",)
    a = 1
for cls in (Bad, Bad2, Few):
    try:
        match cls():
            case cls(1, 2):
                print("matched")
    except TypeError as e:
        print("TypeError:", e)
match 5:
    case int(n):
        print("int", n)
try:
    match 5:
        case int(1, 2):
            pass
except TypeError as e:
    print(e)
x = object()
match [1, [2, [3, 4]]]:
    case [a, [b, [*c]]]:
        print(a, b, c)
