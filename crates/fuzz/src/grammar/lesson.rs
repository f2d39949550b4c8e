//! Short passages as lessons about memory have them, with other names and values each time.

use super::Writer;

/// An `import` moves to the start of the program, before the collector is asked anything. In a passage, `@k` is a name that was bound before, `@t` one to bind, `@v` a value, `@s` something to iterate over,
/// `@i` a small number and `@n` a number that no other passage has.
const PASSAGES: [&str; 90] = [
    // Who holds what while Rust code calls Python.
    "list(map(lambda x: print('map', rc(x)), [@k]))",
    "list(map(lambda x, y: print('maps', rc(x), rc(y)), [@k, @v], [@k]))",
    "list(filter(lambda x: print('filter', rc(x)), (@k, @v)))",
    "sorted([@k, @v], key=lambda x: print('key', rc(x)) or 0)",
    "print('max', max(@k, @k, key=lambda x: rc(x) == 0) is @k)",
    "print('min', min([@k, @v], key=lambda x: print('min', rc(x)) or 1) is @k)",
    "for i, x in enumerate([@k, @v]):\n    print('enumerate', i, rc(x))",
    "for x, y in zip([@k, @k], (@v, @k)):\n    print('zip', rc(x), rc(y))",
    "for k, x in {'k': @k, 'l': @v}.items():\n    print('items', k, rc(x))",
    "for x in {'k': @k}.values():\n    print('values', rc(x))",
    "for x in reversed([@v, @k]):\n    print('reversed', rc(x))",
    "for x in iter(lambda: @k, @k):\n    print('once')\n    break",
    "import itertools\nfor x in itertools.chain([@k], (@v,)):\n    print('chain', rc(x))",
    "import itertools\nx, y = itertools.tee([@k, @v])\nprint('tee', rc(next(x)), rc(next(y)))\ndel x, y",
    "import itertools\nfor x in itertools.product([@k], [@v]):\n    print('product', rc(x), rc(x[0]))",
    "import functools\nprint('reduce', functools.reduce(lambda x, y: print(rc(x), rc(y)) or y, [@k, @v, @k]) is @k)",
    "import functools\n@t = functools.partial(swap, @k)\nprint('partial', rc(@t), rc(@k))\n@t(@v)",
    "import functools\n@functools.lru_cache(maxsize=2)\ndef cached@n(x):\n    return [@v]\nprint('cached', cached@n(1) is cached@n(1), cached@n(2) is cached@n(3), rc(cached@n(1)))\nprint(cached@n.cache_info().hits)",
    "(lambda *p, **q: print('star', rc(p), rc(q), rc(p[0]), rc(q['z'])))(@k, z=@k)",
    "(lambda *p, **q: print('star', rc(p), rc(q), rc(p[0]), rc(q['z'])))(*[@k], **{'z': @v})",
    "print('getattr', rc(getattr(@k, 'other', None)), hasattr(@k, 'name'), hasattr(@k, 'none'))",
    "setattr(@k, 'z@n', @v)\nprint('setattr', rc(getattr(@k, 'z@n')))",
    "m = @k.me\nprint('method', rc(m), rc(m.__self__), rc(m.__func__), m == @k.me, m is @k.me)\ndel m",
    "print('any', any(print('any', rc(x)) for x in [@k, @v]))",
    "print('sum', len(sum([[@k], [@v]], [])), rc(@k))",
    "print('comprehension', [rc(x) for x in [@k, @v]], {i: rc(x) for i, x in enumerate((@k, @v))})",
    "print('nested', [[rc(x) for y in 'ab'] for x in (@k,)])",
    // Weak references.
    "@t = weakref.proxy(@k, gone)\nprint('proxy', @t.name, weakref.getweakrefcount(@k))",
    "w = weakref.WeakValueDictionary()\nw['k'] = @k\nw['l'] = Node('@n')\nprint('values', len(w), sorted(w))\ndel @k\nprint('values', len(w))",
    "w = weakref.WeakKeyDictionary()\nw[@k] = @v\nprint('keys', len(w), rc(@k))\ndel @k\nprint('keys', len(w))",
    "w = weakref.WeakSet()\nw.add(@k)\nw.add(Node('@n'))\nprint('set', len(w), rc(@k))\ndel @k\nprint('set', len(w))",
    "@t = weakref.finalize(@k, print, 'finalized', @n)\nprint('finalize', @t.alive, rc(@k))\ndel @k",
    "w = weakref.ref(@k)\nprint('weak', w() is @k, rc(@k), w is weakref.ref(@k), w == weakref.ref(@k), weakref.getweakrefcount(@k))\ndel w",
    "w = weakref.WeakMethod(@k.me)\nprint('weak method', w() is None, w() == @k.me)\ndel w",
    "x = Node('@n')\nx.other = weakref.ref(x, lambda w: print('lambda', w() is None))\ny = weakref.ref(x, gone)\ndel x\nprint('cycle', gc.collect())",
    // Generators.
    "g = numbers(@v)\nnext(g)\nprint('generator', rc(g), gc.is_tracked(g), g.gi_frame is None)\ndel g",
    "g = numbers(@k)\nprint(next(g) is @k, rc(@k))\ng.close()\nprint('closed', g.gi_frame, rc(@k))",
    "g = numbers(@k)\nnext(g)\ng.throw(KeyError('k'))",
    "def gen@n():\n    r = yield @k\n    print('sent', rc(r))\n    yield from @s\ng = gen@n()\nnext(g)\nprint(rc(g.send(@v)))\nprint(len(list(g)))",
    "@t = (x for x in @s)\nprint('genexp', rc(@t), len(list(@t)), len(list(@t)))",
    "def gen@n():\n    try:\n        yield @v\n    finally:\n        print('finally', rc(g@n))\ng@n = gen@n()\nnext(g@n)\ng@n = None",
    // Exceptions hold frames, frames hold locals.
    "try:\n    raise KeyError(@k)\nexcept KeyError as x:\n    @t = x.__traceback__\n    print('error', rc(x), rc(@k), rc(@t), rc(x.args))",
    "try:\n    try:\n        raise KeyError(@v)\n    finally:\n        raise ValueError(@k)\nexcept ValueError as x:\n    @t = x\n    print('context', type(x.__context__).__name__, rc(x), rc(x.__context__))",
    "def fail@n(p):\n    q = [p]\n    raise LookupError('l')\ntry:\n    fail@n(@k)\nexcept LookupError as x:\n    @t = x\nprint('kept', rc(@k), len(@t.__traceback__.tb_next.tb_frame.f_locals))",
    "try:\n    raise ValueError(@v) from KeyError(@k)\nexcept ValueError as x:\n    print('cause', rc(x.__cause__), x.__suppress_context__)",
    "f@n = sys._getframe()\nprint('frame', f@n.f_lineno > 0, rc(f@n), f@n.f_code.co_name)\ndel f@n",
    "import contextlib\n@contextlib.contextmanager\ndef managed@n(p):\n    print('in', rc(p))\n    try:\n        yield p\n    finally:\n        print('out', rc(p))\nwith managed@n(@k) as x:\n    print('body', rc(x))",
    "import contextlib\nwith contextlib.ExitStack() as stack:\n    stack.callback(print, 'unwound', @n)\n    stack.enter_context(Guard(@k))\n    print('stack', rc(@k))",
    "with Guard(@v) as x, Guard(x) as y:\n    print('with', rc(x), rc(y))\n    raise KeyError('k')",
    // Containers.
    "print('setdefault', rc({}.setdefault('k', @k)), {'k': @v}.pop('k') is @k, {}.get('k', @k) is @k)",
    "x = {'k': @k}\nx.update(l=@v, m=@k)\nprint('update', len(x), rc(x['l']), len(x.popitem()))\n@t = x",
    "x = [@v, @k]\nx.insert(0, @k)\nx.extend(@s)\nx.reverse()\nx[1:2] = @s\ndel x[:1]\nprint('list', len(x), rc(@k))\n@t = x",
    "x = [@k] * 3\ny = x[:]\nz = x + y\nprint('list', rc(@k), len(z), rc(x))\ndel x, y, z",
    "x = {1, 2, @i} | {@i}\nx.discard(1)\nprint('set', sorted(x), gc.is_tracked(x), 5 in x)",
    "x = frozenset([@i, @i])\nprint('frozenset', len(x), gc.is_tracked(x))",
    "x = (@k, @v)\ny = x + (@i,)\nprint('tuple', rc(x), rc(y), gc.is_tracked(x), gc.is_tracked(y))\ngc.collect()\nprint(gc.is_tracked(x), gc.is_tracked((@i, @i)))",
    "x, *y = @s\nprint('unpack', rc(x), rc(y), len(y))",
    "x, (y, *z) = @k, @s\nprint('unpack', rc(x), rc(y), len(z))",
    "import collections\nx = collections.deque(@s, 2)\nx.append(@k)\nx.appendleft(@v)\nx.rotate(1)\nprint('deque', len(x), rc(@k), rc(x[0]))",
    "import collections\nx = collections.defaultdict(list)\nx['k'].append(@k)\nx['l']\nprint('default', len(x), rc(x['k']), rc(@k))",
    "import collections\nP@n = collections.namedtuple('P@n', 'x y')\n@t = P@n(@k, @v)\nprint('named', rc(@t.x), rc(@t), gc.is_tracked(@t), @t._replace(y=0).x is @k)",
    "import dataclasses\n@dataclasses.dataclass\nclass Data@n:\n    x: object\n    y: list = dataclasses.field(default_factory=list)\n@t = Data@n(@k)\nprint('data', rc(@t.x), rc(@t.y), @t == Data@n(@k))",
    "import enum\nclass Colour@n(enum.Enum):\n    RED = 1\n    BLUE = @i\nprint('enum', Colour@n.RED.name, Colour@n(1) is Colour@n.RED, len(Colour@n))",
    "import copy\n@t = copy.copy(@k)\nprint('copy', type(@t).__name__, @t is @k, rc(@k))",
    "import copy\n@t = copy.deepcopy(@k)\nprint('deepcopy', type(@t).__name__, @t is @k, rc(@k), rc(@t))",
    "import types\n@t = types.SimpleNamespace(x=@k, y=@v)\nprint('namespace', rc(@t.x), gc.is_tracked(@t), len(vars(@t)))",
    // Sizes, where an address has 64 bits.
    "x = [@k, @v]\nfor i in range(@i):\n    x.append(i)\nprint('size', size(x), size(x[:]), size(list(x)), size(tuple(x)))",
    "x = {}\nfor i in range(@i * 3):\n    x[i] = @k\nprint('size', size(x), size(dict(x)), size(set(x)))\nx.clear()\nprint(size(x))",
    "print('size', size(@k))\nprint('size', size(vars(@k)), rc(vars(@k)))",
    "x = Node('@n', @k)\nprint('size', size(x), size(x.__dict__))\nx.more = @v\nx.less = 1\nprint('size', size(x.__dict__), rc(x.__dict__), gc.is_tracked(x.__dict__))",
    "print('size', size('é' * @i), size(b'b' * @i), size(10 ** @i), size(frozenset(range(@i))), size(range(@i)))",
    // The collector.
    "x = Node('@n', @v)\nx.me2 = x.me\ndel x\nprint('collect', gc.collect())",
    "print('referrers', len(gc.get_referrers(@k)))",
    "print('referents', sorted(type(x).__name__ for x in gc.get_referents(@k)))",
    "before = len(gc.get_objects())\nx = [@v, {'k': @k}]\nprint('objects', len(gc.get_objects()) - before)\ndel x",
    "gc.set_debug(gc.DEBUG_SAVEALL)\nx = [Loud('@n')]\nx.append(x)\ndel x\nprint('saveall', gc.collect(), len(gc.garbage))\ngc.garbage.clear()\ngc.set_debug(0)",
    "def watch@n(phase, info):\n    print('callback', phase, info['generation'], info['collected'])\ngc.callbacks.append(watch@n)\nx = []\nx.append(x)\ndel x\ngc.collect(1)\ngc.callbacks.remove(watch@n)",
    "x, y = Loud('x@n'), Loud('y@n')\nx.other, y.other = y, x\ndel x, y\nprint('order', gc.collect())",
    "x = Phoenix('@n')\nx.other = x\ndel x\nprint('phoenix', gc.collect(), [rc(s) for s in saved])\nsaved.clear()\nprint(gc.collect())",
    "import ctypes\nprint('peek', ctypes.c_long.from_address(id(@k)).value < 1000, rc(@k))",
    // Classes.
    "class C@n(Node):\n    def __new__(cls, *p):\n        print('new', len(p), rc(p))\n        return super().__new__(cls)\n@t = C@n('@n', @k)\nprint('made', rc(@t), rc(C@n.__mro__), sys.getrefcount(C@n))",
    "class C@n:\n    __slots__ = 'x', 'y'\n@t = C@n()\n@t.x = @k\nprint('slots', rc(@k), size(@t), gc.is_tracked(@t))\ndel @t.x\n@t.z = 1",
    "class C@n(Slot):\n    pass\n@t = C@n()\n@t.a = @t.z = @k\nprint('slots', rc(@k), size(@t), rc(vars(@t)))",
    "@t = type('T@n', (Node,), {'shared': @v})('@n')\nprint('type', rc(@t.shared), sys.getrefcount(type(@t)), len(Node.__subclasses__()))",
    "@t = Node('@n')\n@t.__class__ = Loud\ndel @t\nprint('changed class')",
    "class M@n(type):\n    def __call__(cls, *p):\n        print('meta', rc(p))\n        return super().__call__(*p)\nclass C@n(metaclass=M@n):\n    def __init__(self, p):\n        print('init', rc(self), rc(p))\n@t = C@n(@k)",
    "class D@n:\n    def __get__(self, one, kind):\n        print('get', rc(one), sys.getrefcount(kind))\n        return @k\n    def __set__(self, one, value):\n        print('set', rc(one), rc(value))\nclass C@n:\n    x = D@n()\nC@n().x = @v\nprint(rc(C@n().x), rc(C@n.x))",
    "class C@n:\n    @property\n    def p(self):\n        return rc(self)\n    @classmethod\n    def c(cls):\n        return sys.getrefcount(cls)\n    @staticmethod\n    def s(x):\n        return rc(x)\n    def __getattr__(self, name):\n        return (name, rc(self))\nx = C@n()\nprint('kinds', x.p, x.c(), C@n.c(), x.s(@k), x.none)",
    "class C@n:\n    def __eq__(self, other):\n        print('eq', rc(self), rc(other))\n        return True\n    def __add__(self, other):\n        return (rc(self), rc(other))\n    def __getitem__(self, key):\n        return (rc(self), rc(key))\n    def __len__(self):\n        return rc(self)\n    def __iter__(self):\n        return iter([rc(self)])\nx = C@n()\nprint('operators', x == @k, x + @k, x[@k], len(x), list(x), x in [@k], [x] == [@v])",
    // Closures.
    "def counter@n():\n    held = @v\n    def step():\n        nonlocal held\n        held = [held]\n        return held\n    return step\n@t = counter@n()\n@t()\nprint('cell', rc(@t), rc(@t.__closure__), rc(@t.__closure__[0]), rc(@t.__closure__[0].cell_contents))",
];

/// What the passages call.
pub(super) const HELPERS: &str = "\
def rc(x):
    if isinstance(x, (int, str, float, type(None), type)) or type(x) is tuple and not x:
        return '-'
    return sys.getrefcount(x)
def size(x):
    return sys.getsizeof(x) if sys.maxsize > 2 ** 32 else '-'
";

impl Writer {
    /// One passage. What it raises is printed, unless that shows an address.
    pub(super) fn lesson(&mut self) {
        let passage = self.pick(&PASSAGES);
        let number = self.number().to_string();
        let mut text = String::new();
        let mut parts = passage.split('@');
        text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let mut letters = part.chars();
            // A decorator's @ stays what it is.
            match (letters.next(), part.chars().nth(1)) {
                (Some(letter), after) if !after.is_some_and(|c| c.is_alphabetic()) => {
                    let filled = match letter {
                        'k' => self.known(),
                        't' => self.target(),
                        'v' => self.value(2),
                        's' => self.sequence(1),
                        'i' => self.rng.u8(1..9).to_string(),
                        'n' => number.clone(),
                        other => format!("@{other}"),
                    };
                    text.push_str(&filled);
                    text.push_str(letters.as_str());
                }
                _ => {
                    text.push('@');
                    text.push_str(part);
                }
            }
        }
        self.line("try:");
        self.indent += 1;
        for line in text.lines() {
            match line.strip_prefix("import ") {
                Some(module) => self.import(module),
                None => self.line(line),
            }
        }
        self.indent -= 1;
        self.line("except Exception as error:");
        self.indent += 1;
        self.line("print(type(error).__name__, '0x' in str(error) or error)");
        self.indent -= 1;
    }
}
