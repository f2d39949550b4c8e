x = 99
def rnd(n):
    global x
    x = (x * 6364136223846793005 + 1442695040888963407) % 2**64
    return (x >> 11) % n
def big(): return rnd(2**(1 + rnd(130))) * (1 - 2 * rnd(2))
import math
acc = []
for i in range(120):
    a, b = big(), big()
    out = [a, b, a + b, a - b, a * b, a & b, a | b, a ^ b, ~a, a < b, a == b, a.bit_length(), a >> rnd(70), a << rnd(70), abs(a), -a]
    if b: out += [a // b, a % b, divmod(a, b), a / b if abs(b) > 1 else 0]
    out += [pow(a, rnd(5)), pow(a, rnd(50), abs(b) + 1), int(str(a)), hex(a), oct(b), bin(a % 1000), float(a), a.to_bytes(20, "big", signed=True), int.from_bytes(b.to_bytes(20, "little", signed=True), "little", signed=True), round(a, -3), round(b, -10), math.isqrt(abs(a)), a.bit_count(), math.gcd(a, b), a == float(a), a < float(b)]
    print(*out)
for i in range(150):
    a = rnd(2**53) / 2**rnd(60) * (1 - 2 * rnd(2)); b = rnd(10**6) / 10**rnd(8) + 0.001
    print(a, b, a + b, a * b, a / b, a // b, a % b, divmod(a, b), round(a), round(b, 2), round(a, 3), round(b, -1), int(a), a.as_integer_ratio(), b.hex(), f"{a:.5g} {b:.3e} {a:10.2f} {b:%}", a ** 2, b ** 0.5, abs(a), a == int(a), a < b, str(a * 1e10), a * 1e200, b * 1e-200, float(str(a)) == a, float.fromhex(a.hex()) == a, b.is_integer(), complex(a, b), complex(a, b) * complex(b, a), complex(a, b) / complex(b, 1), abs(complex(3, 4)))
