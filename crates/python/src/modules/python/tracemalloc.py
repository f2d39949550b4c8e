# Snapshots of traced memory, and what can be said of them.
from functools import total_ordering as _total_ordering

__file__ = "<tracemalloc>"


def _format_size(size, sign):
    plus = "+" if sign else ""
    for unit in ("B", "KiB", "MiB", "GiB", "TiB"):
        digits = 1 if abs(size) < 100 and unit != "B" else 0
        if digits or unit == "TiB" or abs(size) < 10 * 1024:
            return f"{size:{plus}.{digits}f} {unit}"
        size /= 1024


def _told_by(what, ordered=False):
    """Completes a class of what is equal to others of the class when what it tells of itself is equal."""
    def complete(cls):
        def __eq__(self, other):
            return what(self) == what(other) if isinstance(other, cls) else NotImplemented

        def __hash__(self):
            return hash(what(self))

        def __lt__(self, other):
            return what(self) < what(other) if isinstance(other, cls) else NotImplemented

        cls.__eq__, cls.__hash__ = __eq__, __hash__
        if ordered:
            cls.__lt__ = __lt__
            cls = _total_ordering(cls)
        return cls

    return complete


def _made(kind, raw, index):
    # One object of a list which is made when it is asked for, or several.
    if isinstance(index, slice):
        return tuple([kind(one) for one in raw[index]])
    return kind(raw[index])


@_told_by(lambda self: self._frame, ordered=True)
class Frame:
    __slots__ = ("_frame",)
    filename = property(lambda self: self._frame[0])
    lineno = property(lambda self: self._frame[1])

    def __init__(self, frame):
        self._frame = frame

    def __repr__(self):
        return "<Frame filename=%r lineno=%r>" % self._frame

    def __str__(self):
        return "%s:%s" % self._frame


@_told_by(lambda self: self._frames, ordered=True)
class Traceback:
    """The frames of one place, the outermost first."""

    __slots__ = ("_frames", "_total_nframe")
    total_nframe = property(lambda self: self._total_nframe)

    def __init__(self, frames, total_nframe=None):
        # They are recorded the other way round.
        self._frames = tuple(reversed(frames))
        self._total_nframe = total_nframe

    def __iter__(self):
        for frame in self._frames:
            yield Frame(frame)

    def __getitem__(self, index):
        return _made(Frame, self._frames, index)

    def __len__(self):
        return len(self._frames)

    def __contains__(self, frame):
        return frame._frame in self._frames

    def __str__(self):
        return str(self[0])

    def __repr__(self):
        total = self._total_nframe
        return f"<Traceback {tuple(self)}{'' if total is None else f' total_nframe={total}'}>"

    def format(self, limit=None, most_recent_first=False):
        shown = list(self)
        if limit is not None:
            shown = shown[-limit:] if limit > 0 else shown[:limit]
        lines = []
        for frame in reversed(shown) if most_recent_first else shown:
            file, number = frame._frame
            lines.append(f'  File "{file}", line {number}')
            text = _source_line(file, number)
            if text:
                lines.append("    " + text)
        return lines


@_told_by(lambda self: self._trace)
class Trace:
    __slots__ = ("_trace",)
    domain = property(lambda self: self._trace[0])
    size = property(lambda self: self._trace[1])
    traceback = property(lambda self: Traceback(*self._trace[2:]))

    def __init__(self, trace):
        self._trace = trace

    def __repr__(self):
        return f"<Trace domain={self.domain} size={_format_size(self.size, False)}, traceback={self.traceback!r}>"

    def __str__(self):
        return f"{self.traceback}: {_format_size(self.size, False)}"


class _Traces:
    # Looks like a list of Trace objects.
    def __init__(self, traces):
        self._traces = traces

    def __iter__(self):
        for trace in self._traces:
            yield Trace(trace)

    def __getitem__(self, index):
        return _made(Trace, self._traces, index)

    def __len__(self):
        return len(self._traces)

    def __eq__(self, other):
        return self._traces == other._traces if isinstance(other, _Traces) else NotImplemented

    def __contains__(self, trace):
        return trace._trace in self._traces

    def __repr__(self):
        return f"<Traces len={len(self)}>"


def _on_average(size, count):
    return f", average={_format_size(size / count, False)}" if count else ""


@_told_by(lambda self: (self.traceback, self.size, self.count))
class Statistic:
    __slots__ = ("traceback", "size", "count")

    def __init__(self, traceback, size, count):
        self.count, self.size, self.traceback = count, size, traceback

    def _sort_key(self):
        return self.size, self.count, self.traceback

    def __repr__(self):
        return f"<Statistic traceback={self.traceback!r} size={self.size} count={self.count}>"

    def __str__(self):
        size = _format_size(self.size, False)
        return f"{self.traceback}: size={size}, count={self.count}{_on_average(self.size, self.count)}"


@_told_by(lambda self: self._parts())
class StatisticDiff:
    __slots__ = ("traceback", "size", "size_diff", "count", "count_diff")

    def __init__(self, traceback, size, size_diff, count, count_diff):
        self.traceback = traceback
        self.count, self.count_diff = count, count_diff
        self.size, self.size_diff = size, size_diff

    def _parts(self):
        return self.traceback, self.size, self.size_diff, self.count, self.count_diff

    def _sort_key(self):
        return abs(self.size_diff), self.size, abs(self.count_diff), self.count, self.traceback

    def __repr__(self):
        return "<StatisticDiff traceback=%r size=%i (%+i) count=%i (%+i)>" % self._parts()

    def __str__(self):
        size, change = _format_size(self.size, False), _format_size(self.size_diff, True)
        counts = f"count={self.count:d} ({self.count_diff:+d})"
        return f"{self.traceback}: size={size} ({change}), {counts}{_on_average(self.size, self.count)}"


def _compare_grouped(old, new):
    differences = []
    for traceback, stat in new.items():
        previous = old.pop(traceback, None)
        size, count = (previous.size, previous.count) if previous is not None else (0, 0)
        differences.append(StatisticDiff(traceback, stat.size, stat.size - size, stat.count, stat.count - count))
    for traceback, stat in old.items():
        differences.append(StatisticDiff(traceback, 0, -stat.size, 0, -stat.count))
    return differences


def _matches(text, pattern):
    # A shell pattern: *, ? and [...].
    if not pattern:
        return not text
    first, rest = pattern[0], pattern[1:]
    if first == "*":
        return any(_matches(text[i:], rest) for i in range(len(text) + 1))
    if not text:
        return False
    end = pattern.find("]", 2) if first == "[" else -1
    if end > 0:
        members = pattern[1:end]
        negated = members.startswith("!")
        members = members[negated:]
        found = i = 0
        while i < len(members):
            if members[i + 1:i + 2] == "-" and i + 2 < len(members):
                found |= members[i] <= text[0] <= members[i + 2]
                i += 3
            else:
                found |= members[i] == text[0]
                i += 1
        return bool(found) != negated and _matches(text[1:], pattern[end + 1:])
    return (first == "?" or first == text[0]) and _matches(text[1:], rest)


class BaseFilter:
    def _match(self, trace):
        raise NotImplementedError

    def __init__(self, inclusive):
        self.inclusive = inclusive


class DomainFilter(BaseFilter):
    domain = property(lambda self: self._domain)

    def __init__(self, inclusive, domain):
        super().__init__(inclusive)
        self._domain = domain

    def _match(self, trace):
        return (trace[0] == self._domain) == bool(self.inclusive)


def _normalized(filename):
    return filename[:-1] if filename.endswith(".pyc") else filename


class Filter(BaseFilter):
    filename_pattern = property(lambda self: self._filename_pattern)

    def __init__(self, inclusive, filename_pattern, lineno=None, all_frames=False, domain=None):
        super().__init__(inclusive)
        self._filename_pattern = _normalized(filename_pattern)
        self.lineno, self.all_frames, self.domain = lineno, all_frames, domain

    def _match_frame(self, filename, lineno):
        named = _matches(_normalized(filename), self._filename_pattern)
        return named and (self.lineno is None or lineno == self.lineno)

    def _match(self, trace):
        domain, size, frames, total_nframe = trace
        if self.all_frames:
            found = any(self._match_frame(*frame) for frame in frames)
        else:
            found = len(frames) > 0 and self._match_frame(*frames[0])
        elsewhere = self.domain is not None and domain != self.domain
        if self.inclusive:
            return found and not elsewhere
        return not found or elsewhere


def _place(part, key_type, single):
    if key_type == "traceback":
        return part
    frame = part if single else part[0]
    return (frame,) if key_type == "lineno" else ((frame[0], 0),)


def _count(stats, places, part, size, key_type, single):
    traceback = places.get(part)
    if traceback is None:
        traceback = places[part] = Traceback(_place(part, key_type, single))
    stat = stats.get(traceback)
    if stat is None:
        stats[traceback] = Statistic(traceback, size, 1)
    else:
        stat.size += size
        stat.count += 1


class Snapshot:
    def __init__(self, traces, traceback_limit):
        self.traces = _Traces(traces)
        self.traceback_limit = traceback_limit

    def dump(self, filename):
        _not_supported("Snapshot.dump (there are no files)")

    @staticmethod
    def load(filename):
        _not_supported("Snapshot.load (there are no files)")

    def filter_traces(self, filters):
        try:
            filters = list(filters)
        except TypeError:
            raise TypeError(f"filters must be a list of filters, not {type(filters).__name__}") from None
        traces = self.traces._traces
        if filters:
            including = [f for f in filters if f.inclusive]
            excluding = [f for f in filters if not f.inclusive]
            traces = [
                trace for trace in traces
                if (not including or any(f._match(trace) for f in including))
                and all(f._match(trace) for f in excluding)
            ]
        else:
            traces = traces.copy()
        return Snapshot(traces, self.traceback_limit)

    def _group_by(self, key_type, cumulative):
        if key_type not in ("traceback", "filename", "lineno"):
            raise ValueError(f"unknown key_type: {key_type!r}")
        if cumulative and key_type not in ("lineno", "filename"):
            raise ValueError(f"cumulative mode cannot by used with key type {key_type!r}")
        stats = {}
        places = {}
        for domain, size, frames, total_nframe in self.traces._traces:
            # Either each frame is a place of its own, or all together are one.
            if cumulative:
                for frame in frames:
                    _count(stats, places, frame, size, key_type, True)
            else:
                _count(stats, places, frames, size, key_type, False)
        return stats

    def statistics(self, key_type, cumulative=False):
        grouped = self._group_by(key_type, cumulative)
        return sorted(grouped.values(), key=Statistic._sort_key, reverse=True)

    def compare_to(self, old_snapshot, key_type, cumulative=False):
        new = self._group_by(key_type, cumulative)
        old = old_snapshot._group_by(key_type, cumulative)
        differences = _compare_grouped(old, new)
        differences.sort(reverse=True, key=StatisticDiff._sort_key)
        return differences


def take_snapshot():
    if not is_tracing():
        raise RuntimeError("the tracemalloc module must be tracing memory allocations to take a snapshot")
    return Snapshot(_get_traces(), get_traceback_limit())


def get_object_traceback(obj):
    frames = _get_object_traceback(obj)
    return Traceback(*frames) if frames is not None else None
