# `nested` of 2.7: several context managers in one statement.
import sys as _sys


@contextmanager
def nested(*managers):
    entered = []
    exits = []
    pending = (None, None, None)
    try:
        for manager in managers:
            leave = manager.__exit__
            entered.append(manager.__enter__())
            exits.append(leave)
        yield entered
    except:
        pending = _sys.exc_info()
    finally:
        for leave in reversed(exits):
            try:
                if leave(*pending):
                    pending = (None, None, None)
            except:
                pending = _sys.exc_info()
        if pending[1] is not None:
            raise pending[1]
