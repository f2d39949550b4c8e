import sys
from abc import ABC, abstractmethod
from collections import deque as _deque
from functools import wraps

_splits_groups = sys.version_info >= (3, 12)
_bound_method = type(ABC.register)


class AbstractContextManager(ABC):
    @abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        return None

    def __enter__(self):
        return self

    @classmethod
    def __subclasshook__(cls, C):
        if cls is not AbstractContextManager:
            return NotImplemented
        for name in ("__enter__", "__exit__"):
            if not any(name in base.__dict__ for base in C.__mro__):
                return NotImplemented
        return True


class ContextDecorator:
    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kwds):
            # A manager that serves once only makes another one for each call.
            with self._recreate_cm():
                return func(*args, **kwds)

        return inner

    def _recreate_cm(self):
        return self


class _GeneratorContextManager(ContextDecorator, AbstractContextManager):
    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func, self.args, self.kwds = func, args, kwds
        self.__doc__ = getattr(func, "__doc__", None) or type(self).__doc__

    def __enter__(self):
        # The generator has its arguments; nothing else needs them any more.
        del self.args, self.kwds, self.func
        try:
            given = next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None
        else:
            return given

    def __exit__(self, typ, value, traceback):
        undisturbed = typ is None
        if value is None and not undisturbed:
            value = typ()
        try:
            if undisturbed:
                next(self.gen)
            else:
                self.gen.throw(value)
        except StopIteration as end:
            # As it should be; unless that is the error that was thrown in, the generator has dealt with that.
            return not undisturbed and end is not value
        except BaseException as error:
            came_back = error is value
            if isinstance(value, StopIteration) and isinstance(error, RuntimeError):
                # Nothing leaves a generator as StopIteration.
                came_back = came_back or error.__cause__ is value
            if undisturbed or not came_back:
                raise
            value.__traceback__ = traceback
            return False
        try:
            raise RuntimeError("generator didn't stop" if undisturbed else "generator didn't stop after throw()")
        finally:
            self.gen.close()

    def _recreate_cm(self):
        return self.__class__(self.func, self.args, self.kwds)


def contextmanager(func):
    @wraps(func)
    def helper(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)

    return helper


class nullcontext(AbstractContextManager):
    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __exit__(self, *excinfo):
        return None

    def __enter__(self):
        return self.enter_result


class closing(AbstractContextManager):
    def __init__(self, thing):
        self.thing = thing

    def __exit__(self, *exc_info):
        self.thing.close()

    def __enter__(self):
        return self.thing


class suppress(AbstractContextManager):
    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __exit__(self, exctype, excinst, exctb):
        if exctype is None:
            return None
        expected = issubclass(exctype, self._exceptions)
        if _splits_groups and not expected and issubclass(exctype, BaseExceptionGroup):
            found, rest = excinst.split(self._exceptions)
            if rest is not None:
                raise rest
            expected = True
        return expected

    def __enter__(self):
        return None


class _RedirectStream(AbstractContextManager):
    def __init__(self, new_target):
        self._new_target = new_target
        # Several, as the same manager may be entered again before it is left.
        self._old_targets = []

    def __exit__(self, exctype, excinst, exctb):
        before = self._old_targets.pop()
        setattr(sys, self._stream, before)

    def __enter__(self):
        target, name = self._new_target, self._stream
        self._old_targets.append(getattr(sys, name))
        setattr(sys, name, target)
        return target

    # The name of one of `sys`.
    _stream = None


class redirect_stdout(_RedirectStream):
    _stream = "stdout"


class redirect_stderr(_RedirectStream):
    _stream = "stderr"


def _ignoring(callback, /, *args, **kwds):
    def _exit_wrapper(exc_type, exc, tb):
        callback(*args, **kwds)

    return _exit_wrapper


def _set_in_chain(error, before, outside):
    # An error in an exit followed `before`, not what was being handled when the exits began.
    while True:
        context = error.__context__
        if context is None or context is before:
            return
        if context is outside:
            error.__context__ = before
            return
        error = context


class ExitStack(AbstractContextManager):
    def __init__(self):
        self._exit_callbacks = _deque()

    def enter_context(self, cm):
        kind = type(cm)
        try:
            enter, leave = kind.__enter__, kind.__exit__
        except AttributeError:
            raise TypeError(
                f"'{kind.__module__}.{kind.__qualname__}' object does not support the context manager protocol"
            ) from None
        entered = enter(cm)
        self._exit_callbacks.append((True, _bound_method(leave, cm)))
        return entered

    def push(self, exit):
        # A function, or something with a method for it.
        try:
            leave = type(exit).__exit__
        except AttributeError:
            called = exit
        else:
            called = _bound_method(leave, exit)
        self._exit_callbacks.append((True, called))
        return exit

    def callback(self, callback, /, *args, **kwds):
        wrapped = _ignoring(callback, *args, **kwds)
        wrapped.__wrapped__ = callback
        self._exit_callbacks.append((True, wrapped))
        return callback

    def pop_all(self):
        heir = type(self)()
        heir._exit_callbacks, self._exit_callbacks = self._exit_callbacks, _deque()
        return heir

    def close(self):
        self.__exit__(None, None, None)

    def __exit__(self, *exc_details):
        # As if as many statements were nested: each exit sees the error that is left by those before.
        error = exc_details[1]
        disturbed = error is not None
        outside = sys.exc_info()[1]
        swallowed = raised = False
        while self._exit_callbacks:
            _, leave = self._exit_callbacks.pop()
            if error is None:
                exc_details = None, None, None
            else:
                exc_details = type(error), error, error.__traceback__
            try:
                if leave(*exc_details):
                    swallowed, raised, error = True, False, None
            except BaseException as another:
                _set_in_chain(another, error, outside)
                raised, error = True, another
        if not raised:
            return disturbed and swallowed
        context = error.__context__
        try:
            raise error
        finally:
            # `raise` sets it to what is being handled.
            error.__context__ = context
