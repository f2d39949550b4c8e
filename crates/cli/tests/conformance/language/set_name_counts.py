# What the hooks of class creation are given, and how many references there are to it then.
import sys


class Named:
    def __set_name__(self, owner, name):
        print("set_name", name, sys.getrefcount(owner), sys.getrefcount(self))


class Base:
    def __init_subclass__(cls, **keywords):
        print("init_subclass", sorted(keywords), sys.getrefcount(cls))


class Child(Base, tag=1):
    first = Named()
    second = Named()


class Alone:
    only = Named()
