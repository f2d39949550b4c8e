# enum tour
from enum import Enum, IntEnum, Flag, IntFlag, auto, unique, StrEnum
import sys

class Color(Enum):
    "Some colors"
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1
    def describe(self):
        return f"{self.name.lower()}={self.value}"
print(Color.RED, repr(Color.GREEN), Color(3), Color["BLUE"], Color.CRIMSON is Color.RED)
print(list(Color), len(Color), Color.__members__)
print(Color.RED.describe(), Color.RED.name, Color.RED.value, Color.__doc__)
print(Color.RED == 1, Color.RED in Color, hash(Color.RED) == hash("RED"), isinstance(Color.RED, Color))
for bad in (lambda: Color(9), lambda: Color["PINK"], lambda: Color.PINK):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
try:
    Color.RED = 5
except AttributeError as e:
    print(e)
try:
    Color.RED.value = 5
except AttributeError as e:
    print(e)
try:
    class More(Color): X = 1
except TypeError as e:
    print(e)
class Perm(Flag):
    R = auto(); W = auto(); X = auto()
    RWX = R | W | X
print(Perm.R | Perm.W, repr(Perm.R | Perm.X), Perm.RWX, ~Perm.R, Perm.R in Perm.RWX, bool(Perm.R & Perm.W))
print(list(Perm), Perm(0), repr(Perm(0)), Perm(5), [p.name for p in Perm.RWX])
class Prio(IntEnum):
    LOW = 10; HIGH = 20
print(Prio.LOW < Prio.HIGH, Prio.LOW + 1, sorted([Prio.HIGH, Prio.LOW]), f"{Prio.LOW}", str(Prio.LOW), "%d" % Prio.LOW)
class Mode(StrEnum):
    READ = auto(); WRITE = "w"
print(Mode.READ, repr(Mode.WRITE), Mode.READ + "!", Mode("w"), Mode.READ.upper())
try:
    @unique
    class Dup(Enum):
        A = 1; B = 1
except ValueError as e:
    print(e)
class Planet(Enum):
    EARTH = (5.97e24, 6.37e6)
    MARS = (6.4e23, 3.39e6)
    def __init__(self, mass, radius):
        self.mass = mass; self.radius = radius
    @property
    def g(self): return round(6.67e-11 * self.mass / self.radius**2, 2)
print(Planet.EARTH.g, Planet.MARS.g, Planet.EARTH, Planet.MARS.value)
Animal = Enum("Animal", "CAT DOG")
print(list(Animal), Animal.CAT.value, Animal)
class IP(IntFlag):
    A = 1; B = 4
print(IP.A | IP.B, repr(IP.A | IP.B), IP(5), repr(IP(8)), IP.A | 8)
class Step(Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last): return name.lower() + str(count)
    ONE = auto(); TWO = auto()
    @classmethod
    def _missing_(cls, value): return cls.ONE
print(Step.TWO.value, Step("zzz"))
print(sys.getrefcount(Color.RED) > 1, type(Color), Color.__class__.__name__)
d = {Color.RED: "stop", Color.GREEN: "go"}
print(d, d[Color(2)], [c.name for c in reversed(Color)])
