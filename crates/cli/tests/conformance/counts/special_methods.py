import sys, math
class K:
    def p(self):
        print(n, sys.getrefcount(self))
    def __format__(self, s): self.p(); return ''
    def __dir__(self): self.p(); return []
    def __sizeof__(self): self.p(); return 1
    def __round__(self, d=0): self.p(); return 1
    def __ceil__(self): self.p(); return 1
    def __floor__(self): self.p(); return 1
    def __trunc__(self): self.p(); return 1
    def __bytes__(self): self.p(); return b'1'
    def __complex__(self): self.p(); return 1j
    def __float__(self): self.p(); return 1.0
    def __int__(self): self.p(); return 1
    def __index__(self): self.p(); return 1
    def __reversed__(self): self.p(); return 1
    def __length_hint__(self): self.p(); return 1
    def __iter__(self): self.p(); return iter(())
    def __enter__(self): self.p(); return 1
    def __exit__(self, *a): self.p(); return 1
    def __repr__(self): self.p(); return '1'
    def __str__(self): self.p(); return '1'
    def __hash__(self): self.p(); return 1
    def __bool__(self): self.p(); return True
    def __len__(self): self.p(); return 1
    def __contains__(self, x): self.p(); return 1
    def __getitem__(self, x): self.p(); return 1
    def __setitem__(self, x, y): self.p(); return 1
    def __delitem__(self, x): self.p(); return 1
    def __add__(self, x): self.p(); return 1
    def __radd__(self, x): self.p(); return 1
    def __iadd__(self, x): self.p(); return 1
    def __neg__(self): self.p(); return 1
    def __abs__(self): self.p(); return 1
    def __divmod__(self, x): self.p(); return 1
    def __pow__(self, x, m=None): self.p(); return 1
    def __lt__(self, x): self.p(); return 1
    def __eq__(self, x): self.p(); return 1
    def __setattr__(self, x, y): self.p(); return 1
    def __delattr__(self, x): self.p(); return 1
    def __call__(self, *a): self.p(); return 1
    def __next__(self): self.p(); return 1
    def __copy__(self): self.p(); return 1
    def __deepcopy__(self, m): self.p(); return 1
    def __class_getitem__(cls, x): return 1
    def __missing__(self, k): self.p(); return 1
    def __instancecheck__(self, k): self.p(); return True
    def __subclasscheck__(self, k): self.p(); return True
    def __get__(self, o, t): self.p(); return 1
    def __set__(self, o, v): self.p(); return 1
    def __set_name__(self, o, v): self.p()
k = K()
n='format(k)'
format(k)
n="f'{k:a}'"
f'{k:a}'
n="'{:b}'.format(k)"
'{:b}'.format(k)
n="'%s' % k"
'%s' % k

n='sys.getsizeof(k)'
sys.getsizeof(k)
n='round(k)'
round(k)
n='round(k, 1)'
round(k, 1)
n='math.ceil(k)'
math.ceil(k)
n='math.floor(k)'
math.floor(k)
n='math.trunc(k)'
math.trunc(k)
n='math.sqrt(k)'
math.sqrt(k)
n='bytes(k)'
bytes(k)
n="bytearray(b'')"
bytearray(b'')
n='complex(k)'
complex(k)
n='float(k)'
float(k)
n='int(k)'
int(k)
n='range(k)'
range(k)
n='[1,2][k]'
[1,2][k]
n='hex(k)'
hex(k)
n='reversed(k)'
reversed(k)
n='list(k)'
list(k)
n='with k: pass'
with k: pass
n='with k as z: 1/0'
with k as z: 1/0
n='repr(k)'
repr(k)
n='str(k)'
str(k)
n='print(k)'
print(k)
n="f'{k!r}'"
f'{k!r}'
n="f'{[k]}'"
f'{[k]}'
n='ascii(k)'
ascii(k)
n='hash(k)'
hash(k)
n='{k: 1}'
{k: 1}
n='{k}'
{k}
n='bool(k)'
bool(k)
n='not k'
not k
n='if k: pass'
if k: pass
n='len(k)'
len(k)
n='1 in k'
1 in k
n='k[0]'
k[0]
n='k[0]=1'
k[0]=1
n='del k[0]'
del k[0]
n='k+1'
k+1
n='1+k'
1+k
n='k+k'
k+k
n='z=k'
z=k
n='z+=1'
z+=1
n='-k'
-k
n='abs(k)'
abs(k)
n='divmod(k,1)'
divmod(k,1)
n='k**2'
k**2
n='pow(k,2,3)'
pow(k,2,3)
n='k<1'
k<1
n='k==1'
k==1
n='[k]==[1]'
[k]==[1]
n='1==k'
1==k
n='sorted([k,k])'
sorted([k,k])
n='max(k,k)'
max(k,k)
n='k in [1]'
k in [1]
n='[1].index(k)'
[1].index(k)
n='k.a'
n="getattr(k,'b')"
n="hasattr(k,'c')"
n="getattr(k,'d',1)"
n='k.a=1'
k.a=1
n="setattr(k,'a',1)"
setattr(k,'a',1)
n='del k.a'
del k.a
n='k()'
k()
n='k(1)'
k(1)
n='k(1,2)'
k(1,2)
n='k(*[1])'
k(*[1])
n='list(map(k,[1]))'
list(map(k,[1]))
n='sorted([1],key=k)'
sorted([1],key=k)
n='next(k)'
next(k)
n='next(k,1)'
next(k,1)
import copy
n='copy.copy(k)'
copy.copy(k)
n='copy.deepcopy(k)'
copy.deepcopy(k)
n='isinstance(1,k)'
isinstance(1,k)
n='issubclass(int,k)'
issubclass(int,k)
class D: a=k
n='D.a'
D.a
n='D().a'
D().a
n='D().a=1'
D().a=1
n='iter(k)'
iter(k)
n='for q in k: pass'
for q in k: pass
n='[*k]'
[*k]
n='sum(k)'
sum(k)
n='a,b=1,2'
a,b=1,2
n="'%d' % k"
'%d' % k
n="'%f' % k"
'%f' % k
n="'%r' % k"
'%r' % k
n="'%(a)s' % {'a': k}"
'%(a)s' % {'a': k}
n="'{0}{0!r}'.format(k)"
'{0}{0!r}'.format(k)
n="'{0[1]}'.format(k)"
'{0[1]}'.format(k)
n="print(k, end='\\n', file=sys.stdout)"
print(k, end='\n', file=sys.stdout)
n="''.join(map(str,[k]))"
''.join(map(str,[k]))
n='str(k)'
str(k)
n='str(object=k)'
str(object=k)
n='type(k)'
type(k)
n='isinstance(k,K)'
isinstance(k,K)
n='callable(k)'
callable(k)
n='vars(k)'
vars(k)
