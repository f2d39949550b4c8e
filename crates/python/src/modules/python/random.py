import sys as _sys
from itertools import accumulate as _accumulate
from math import (
    acos as _acos, ceil as _ceil, cos as _cos, e as _e, exp as _exp, floor as _floor, isfinite as _isfinite,
    log as _log, pi as _pi, sin as _sin, sqrt as _sqrt,
)
from operator import index as _index

_old = _sys.version_info < (3, 12)
_one = 1


def _whole(value, number):
    if not _old:
        return _index(value)
    try:
        return _index(value)
    except TypeError:
        whole = int(value)
        if value != whole:
            raise ValueError(f"non-integer {('arg 1', 'stop', 'step')[number - 1]} for randrange()") from None
        import warnings
        warnings.warn("non-integer arguments to randrange() have been deprecated since Python 3.10 and will be "
                      "removed in a subsequent version", DeprecationWarning, 2)
        return whole


class Random(_Random):
    VERSION = 3

    def __init__(self, x=None):
        self.seed(x)
        self.gauss_next = None

    def seed(self, a=None, version=2):
        if version == 1 and isinstance(a, (str, bytes)):
            _not_supported("random.seed with version 1")
        if version == 2 and isinstance(a, (str, bytes, bytearray)):
            if isinstance(a, str):
                a = a.encode()
            a = int.from_bytes(_stirred(bytes(a)), "big")
        elif not isinstance(a, (type(None), int, float, str, bytes, bytearray)):
            raise TypeError("The only supported seed types are:\nNone, int, float, str, bytes, and bytearray.")
        super().seed(a)
        self.gauss_next = None

    def getstate(self):
        return self.VERSION, super().getstate(), self.gauss_next

    def setstate(self, state):
        version, words, self.gauss_next = state
        super().setstate(words)

    def _randbelow(self, n):
        k = n.bit_length()
        r = self.getrandbits(k)
        while r >= n:
            r = self.getrandbits(k)
        return r

    def randbytes(self, n):
        return self.getrandbits(n * 8).to_bytes(n, "little")

    def randrange(self, start, stop=None, step=1):
        given = start, stop
        start = _whole(start, 1)
        if stop is None:
            if _old:
                if step != 1:
                    raise TypeError("Missing a non-None stop argument")
            elif step is not _one:
                raise TypeError("Missing a non-None stop argument")
            if start > 0:
                return self._randbelow(start)
            raise ValueError("empty range for randrange()")
        stop = _whole(stop, 2)
        width = stop - start
        step = _whole(step, 3)
        if step == 1:
            if width > 0:
                return start + self._randbelow(width)
            if _old:
                raise ValueError(f"empty range for randrange() ({start}, {stop}, {width})")
            raise ValueError(f"empty range in randrange({given[0]}, {given[1]})")
        if not step:
            raise ValueError("zero step for randrange()")
        n = (width + step - (1 if step > 0 else -1)) // step
        if n <= 0:
            if _old:
                raise ValueError("empty range for randrange()")
            raise ValueError(f"empty range in randrange({start}, {stop}, {step})")
        return start + step * self._randbelow(n)

    def randint(self, a, b):
        if _sys.version_info >= (3, 14):
            a, b = _index(a), _index(b)
            if b < a:
                raise ValueError(f"empty range in randint({a}, {b})")
            return a + self._randbelow(b - a + 1)
        return self.randrange(a, b + 1)

    def choice(self, seq):
        if not len(seq):
            raise IndexError("Cannot choose from an empty sequence")
        return seq[self._randbelow(len(seq))]

    def shuffle(self, x):
        for i in reversed(range(1, len(x))):
            j = self._randbelow(i + 1)
            x[i], x[j] = x[j], x[i]

    def sample(self, population, k, *, counts=None):
        if isinstance(population, (set, frozenset, dict)) or not hasattr(population, "__getitem__"):
            raise TypeError("Population must be a sequence.  For dicts or sets, use sorted(d).")
        n = len(population)
        if counts is not None:
            totals = list(_accumulate(counts))
            if len(totals) != n:
                raise ValueError("The number of counts does not match the population")
            total = totals.pop() if totals else 0
            if not isinstance(total, int):
                raise TypeError("Counts must be integers")
            if total <= 0:
                raise ValueError("Total of counts must be greater than zero")
            chosen = self.sample(range(total), k=k)
            return [population[sum(total <= s for total in totals)] for s in chosen]
        if not 0 <= k <= n:
            raise ValueError("Sample larger than population or is negative")
        result = [None] * k
        setsize = 21
        if k > 5:
            setsize += 4 ** _ceil(_log(k * 3) / _log(4))
        if n <= setsize:
            pool = list(population)
            for i in range(k):
                j = self._randbelow(n - i)
                result[i] = pool[j]
                pool[j] = pool[n - i - 1]
        else:
            selected = set()
            for i in range(k):
                j = self._randbelow(n)
                while j in selected:
                    j = self._randbelow(n)
                selected.add(j)
                result[i] = population[j]
        return result

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        n = len(population)
        if cum_weights is None:
            if weights is None:
                n += 0.0
                return [population[_floor(self.random() * n)] for _ in range(k)]
            try:
                cum_weights = list(_accumulate(weights))
            except TypeError:
                if isinstance(weights, int):
                    message = f"The number of choices must be a keyword argument: k={weights}"
                    raise TypeError(message) from None
                raise
        elif weights is not None:
            raise TypeError("Cannot specify both weights and cumulative weights")
        if len(cum_weights) != n:
            raise ValueError("The number of weights does not match the population")
        total = cum_weights[-1] + 0.0
        lacks = "greater than zero" if total <= 0.0 else None if _isfinite(total) else "finite"
        if lacks:
            raise ValueError(f"Total of weights must be {lacks}")
        result = []
        for _ in range(k):
            x = self.random() * total
            low, high = 0, n - 1
            while low < high:
                middle = (low + high) // 2
                if x < cum_weights[middle]:
                    high = middle
                else:
                    low = middle + 1
            result.append(population[low])
        return result

    def uniform(self, a, b):
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        share = self.random()
        peak = 0.5
        if mode is not None:
            try:
                peak = (mode - low) / (high - low)
            except ZeroDivisionError:
                return low
        start, end = low, high
        if share > peak:
            # On the falling side: from the other end.
            start, end = high, low
            share, peak = 1.0 - share, 1.0 - peak
        return start + (end - start) * _sqrt(share * peak)

    def gauss(self, mu=0.0, sigma=1.0):
        z = self.gauss_next
        self.gauss_next = None
        if z is None:
            x2pi = self.random() * 2.0 * _pi
            g2rad = _sqrt(-2.0 * _log(1.0 - self.random()))
            z = _cos(x2pi) * g2rad
            self.gauss_next = _sin(x2pi) * g2rad
        return mu + z * sigma

    def normalvariate(self, mu=0.0, sigma=1.0):
        magic = 4 * _exp(-0.5) / _sqrt(2.0)
        while True:
            u1 = self.random()
            u2 = 1.0 - self.random()
            z = magic * (u1 - 0.5) / u2
            if z * z / 4.0 <= -_log(u2):
                return mu + z * sigma

    def expovariate(self, lambd=1.0):
        return -_log(1.0 - self.random()) / lambd

    def lognormvariate(self, mu=0.0, sigma=1.0):
        return _exp(self.normalvariate(mu, sigma))

    def vonmisesvariate(self, mu, kappa):
        if kappa <= 1e-6:
            return 2.0 * _pi * self.random()
        s = 0.5 / kappa
        r = s + _sqrt(1.0 + s * s)
        while True:
            z = _cos(_pi * self.random())
            d = z / (r + z)
            u = self.random()
            if u < 1.0 - d * d or u <= (1.0 - d) * _exp(d):
                break
        q = 1.0 / r
        f = (q + z) / (1.0 + q * z)
        if self.random() > 0.5:
            return (mu + _acos(f)) % (2.0 * _pi)
        return (mu - _acos(f)) % (2.0 * _pi)

    def gammavariate(self, alpha, beta):
        if alpha <= 0.0 or beta <= 0.0:
            raise ValueError("gammavariate: alpha and beta must be > 0.0")
        if alpha > 1.0:
            # R.C.H. Cheng, "The generation of Gamma variables with non-integral shape parameters", 1977.
            ainv = _sqrt(2.0 * alpha - 1.0)
            bbb = alpha - _log(4.0)
            ccc = alpha + ainv
            while True:
                u1 = self.random()
                if not 1e-7 < u1 < 0.9999999:
                    continue
                u2 = 1.0 - self.random()
                v = _log(u1 / (1.0 - u1)) / ainv
                x = alpha * _exp(v)
                z = u1 * u1 * u2
                r = bbb + ccc * v - x
                if r + (1.0 + _log(4.5)) - 4.5 * z >= 0.0 or r >= _log(z):
                    return x * beta
        if alpha == 1.0:
            return -_log(1.0 - self.random()) * beta
        # Kennedy and Gentle, "Statistical Computing", algorithm GS.
        while True:
            b = (_e + alpha) / _e
            p = b * self.random()
            if p <= 1.0:
                x = p ** (1.0 / alpha)
            else:
                x = -_log((b - p) / alpha)
            most = x ** (alpha - 1.0) if p > 1.0 else _exp(-x)
            if self.random() <= most:
                return x * beta

    def betavariate(self, alpha, beta):
        first = self.gammavariate(alpha, 1.0)
        if not first:
            return 0.0
        return first / (first + self.gammavariate(beta, 1.0))

    def paretovariate(self, alpha):
        return (1.0 - self.random()) ** (-1.0 / alpha)

    def weibullvariate(self, alpha, beta):
        return alpha * (-_log(1.0 - self.random())) ** (1.0 / beta)

    def binomialvariate(self, n=1, p=0.5):
        _not_supported("random.binomialvariate")


if _old:
    del Random.binomialvariate


class SystemRandom(Random):
    def __init__(self, x=None):
        _not_supported("random.SystemRandom: nothing here is random")


_inst = Random()
for _name in (
    "seed", "random", "uniform", "triangular", "randint", "choice", "randrange", "sample", "shuffle", "choices",
    "normalvariate", "expovariate", "gauss", "getstate", "setstate", "getrandbits", "randbytes", "lognormvariate",
    "vonmisesvariate", "gammavariate", "betavariate", "paretovariate", "weibullvariate",
):
    globals()[_name] = getattr(_inst, _name)
if not _old:
    binomialvariate = _inst.binomialvariate
