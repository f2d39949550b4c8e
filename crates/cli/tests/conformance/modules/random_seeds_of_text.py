# A seed of text is stirred with SHA-512, whatever its length.
import random

for seed in ('', 'a', 'abc', 'heapscope', 'é€', 'x' * 111, 'x' * 112, 'x' * 300, b'bytes', bytearray(b'abc')):
    random.seed(seed)
    print(len(seed), random.random(), random.randrange(10 ** 9), random.getrandbits(70))
a, b = random.Random('abc'), random.Random('abc')
print(a.random() == b.random(), a.sample(range(50), 5), b.sample(range(50), 5))
