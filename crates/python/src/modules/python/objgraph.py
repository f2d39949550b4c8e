# Which objects there are, and what keeps them alive. Graphs come as text in the DOT language: into `output` if that is
# given, otherwise onto the screen; there are no files here.
import gc
import inspect
import sys
import types


def count(typename, objects=None):
    if objects is None:
        objects = gc.get_objects()
    try:
        if "." in typename:
            return sum(1 for o in objects if _long_typename(o) == typename)
        return sum(1 for o in objects if _short_typename(o) == typename)
    finally:
        del objects


def typestats(objects=None, shortnames=True, filter=None):
    if objects is None:
        objects = gc.get_objects()
    try:
        typename = _short_typename if shortnames else _long_typename
        stats = {}
        for o in objects:
            if filter and not filter(o):
                continue
            n = typename(o)
            stats[n] = stats.get(n, 0) + 1
        return stats
    finally:
        del objects


def most_common_types(limit=10, objects=None, shortnames=True, filter=None):
    stats = sorted(typestats(objects, shortnames=shortnames, filter=filter).items(), key=_second, reverse=True)
    return stats[:limit] if limit else stats


def _second(pair):
    return pair[1]


def show_most_common_types(limit=10, objects=None, shortnames=True, file=None, filter=None):
    if file is None:
        file = sys.stdout
    stats = most_common_types(limit, objects, shortnames=shortnames, filter=filter)
    width = max([len(name) for name, _ in stats], default=0)
    for name, n in stats:
        file.write("%-*s %i\n" % (width, name, n))


_peak_stats = {}


def growth(limit=10, peak_stats=None, shortnames=True, filter=None):
    if peak_stats is None:
        peak_stats = _peak_stats
    gc.collect()
    stats = typestats(shortnames=shortnames, filter=filter)
    deltas = {}
    for name, n in stats.items():
        old = peak_stats.get(name, 0)
        if n > old:
            deltas[name] = n - old
            peak_stats[name] = n
    deltas = sorted(deltas.items(), key=_second, reverse=True)
    if limit:
        deltas = deltas[:limit]
    return [(name, stats[name], delta) for name, delta in deltas]


def show_growth(limit=10, peak_stats=None, shortnames=True, file=None, filter=None):
    if file is None:
        file = sys.stdout
    result = growth(limit, peak_stats, shortnames, filter)
    if result:
        width = max(len(name) for name, _, _ in result)
        for name, n, delta in result:
            file.write("%-*s%9d %+9d\n" % (width, name, n, delta))


_state = {}


def get_new_ids(skip_update=False, limit=10, sortby="deltas", shortnames=None, file=None, _state=_state):
    if not _state:
        _state["old"] = {}
        _state["current"] = {}
        _state["new"] = {}
        _state["shortnames"] = True
    new_ids = _state["new"]
    if skip_update:
        return new_ids
    if shortnames is None:
        shortnames = _state["shortnames"]
    else:
        _state["shortnames"] = shortnames
    typename = _short_typename if shortnames else _long_typename
    gc.collect()
    old = _state["current"]
    current = {}
    for o in gc.get_objects():
        n = typename(o)
        ids = current.get(n)
        if ids is None:
            ids = current[n] = set()
        ids.add(id(o))
    new_ids.clear()
    rows = []
    for n, ids in current.items():
        before = old.get(n, set())
        new = new_ids[n] = ids - before
        if new:
            rows.append((n, len(before), len(ids), len(new), len(ids) - len(before)))
    _state["old"] = old
    _state["current"] = current
    place = {"old": 1, "current": 2, "new": 3, "deltas": 4}[sortby]
    rows.sort(key=lambda row: row[place], reverse=True)
    if limit:
        rows = rows[:limit]
    if rows:
        if file is None:
            file = sys.stdout
        width = max(4, max(len(row[0]) for row in rows))
        bar = "=" * (width + 56)
        file.write(bar + "\n" + "%-*s" % (width, "Type") + "%14s%14s%14s%14s\n" % ("Old_ids", "Current_ids", "New_ids", "Count_Deltas"))
        file.write(bar + "\n")
        for row in rows:
            file.write("%-*s" % (width, row[0]) + "%14d%14d%+14d%+14d\n" % row[1:])
        file.write(bar + "\n")
    return new_ids


def get_leaking_objects(objects=None):
    i = None
    gc.collect()
    all_objects = gc.get_objects()
    if objects is None:
        objects = all_objects
    try:
        ids = {id(i) for i in objects}
        for i in all_objects:
            ids.difference_update(id(j) for j in gc.get_referents(i))
        return [i for i in objects if id(i) in ids]
    finally:
        del objects, all_objects, i


def by_type(typename, objects=None):
    if objects is None:
        objects = gc.get_objects()
    try:
        name = _long_typename if "." in typename else _short_typename
        return [o for o in objects if name(o) == typename]
    finally:
        del objects


def at(addr):
    for o in gc.get_objects():
        if id(o) == addr:
            return o
    return None


def at_addrs(address_set):
    return [o for o in gc.get_objects() if id(o) in address_set]


def find_ref_chain(obj, predicate, max_depth=20, extra_ignore=()):
    return _find_chain(obj, predicate, gc.get_referents, max_depth=max_depth, extra_ignore=extra_ignore)[::-1]


def find_backref_chain(obj, predicate, max_depth=20, extra_ignore=()):
    return _find_chain(obj, predicate, gc.get_referrers, max_depth=max_depth, extra_ignore=extra_ignore)


def is_proper_module(obj):
    return inspect.ismodule(obj) and obj is sys.modules.get(getattr(obj, "__name__", None))


def _find_chain(obj, predicate, edge_func, max_depth=20, extra_ignore=()):
    queue = [obj]
    depth = {id(obj): 0}
    parent = {id(obj): None}
    ignore = set(extra_ignore)
    ignore.update(map(id, (extra_ignore, queue, depth, parent, ignore, sys._getframe(), sys._getframe(1))))
    gc.collect()
    place = 0
    while place < len(queue):
        target = queue[place]
        place += 1
        if predicate(target):
            chain = [target]
            while parent[id(target)] is not None:
                target = parent[id(target)]
                chain.append(target)
            return chain
        tdepth = depth[id(target)]
        if tdepth < max_depth:
            referrers = edge_func(target)
            ignore.add(id(referrers))
            for source in referrers:
                if id(source) in ignore or isinstance(source, types.FrameType):
                    continue
                if id(source) not in depth:
                    depth[id(source)] = tdepth + 1
                    parent[id(source)] = target
                    queue.append(source)
    return [obj]


def show_backrefs(
    objs, max_depth=3, extra_ignore=(), filter=None, too_many=10, highlight=None, filename=None, extra_info=None,
    refcounts=False, shortnames=True, output=None, extra_node_attrs=None
):
    return _show_graph(
        objs, gc.get_referrers, False, max_depth, extra_ignore, filter, too_many, highlight, filename, output,
        extra_info, refcounts, shortnames, is_proper_module, extra_node_attrs
    )


def show_refs(
    objs, max_depth=3, extra_ignore=(), filter=None, too_many=10, highlight=None, filename=None, extra_info=None,
    refcounts=False, shortnames=True, output=None, extra_node_attrs=None
):
    return _show_graph(
        objs, gc.get_referents, True, max_depth, extra_ignore, filter, too_many, highlight, filename, output,
        extra_info, refcounts, shortnames, None, extra_node_attrs
    )


def show_chain(*chains, **kw):
    backrefs = kw.pop("backrefs", True)
    chains = [chain for chain in chains if chain]
    members = {id(o) for chain in chains for o in chain}
    options = {"max_depth": max(map(len, chains), default=1) - 1, "filter": lambda o: id(o) in members, "too_many": 10}
    options.update(kw)
    if backrefs:
        show_backrefs([chain[-1] for chain in chains], **options)
    else:
        show_refs([chain[0] for chain in chains], **options)


def _show_graph(
    objs, edge_func, forward, max_depth, extra_ignore, filter, too_many, highlight, filename, output, extra_info,
    refcounts, shortnames, cull_func, extra_node_attrs
):
    if not isinstance(objs, (list, tuple)):
        objs = [objs]
    lines = []
    put = lines.append
    put("digraph ObjectGraph {\n  node[shape=box, style=filled, fillcolor=white];\n")
    queue = []
    depth = {}
    ignore = set(extra_ignore)
    ignore.update(map(id, (objs, extra_ignore, queue, depth, ignore, lines, sys._getframe(), sys._getframe(1))))
    for obj in objs:
        put("  %s[fontcolor=red];\n" % _node_id(obj))
        depth[id(obj)] = 0
        queue.append(obj)
    del obj
    gc.collect()
    nodes = 0
    while queue:
        nodes += 1
        target = queue.pop(0)
        tdepth = depth[id(target)]
        put('  %s[label="%s"];\n' % (_node_id(target), _label(target, extra_info, refcounts, shortnames)))
        h, s, v = (0, 0, 1) if not max_depth else (0.6, tdepth / (max_depth + 1) * 0.5, 1)
        if inspect.ismodule(target):
            h, s = 0.3, 0.5
        put("  %s[fillcolor=\"%g,%g,%g\"];\n" % (_node_id(target), h, s, v))
        if highlight and highlight(target):
            put("  %s[style=\"filled,bold\"];\n" % _node_id(target))
        if cull_func is not None and cull_func(target):
            continue
        neighbours = edge_func(target)
        ignore.add(id(neighbours))
        n = skipped = 0
        source = None
        for source in neighbours:
            if id(source) in ignore or isinstance(source, types.FrameType) and id(source) in ignore:
                continue
            if filter and not filter(source):
                continue
            if n >= too_many and id(source) not in depth:
                skipped += 1
                continue
            if tdepth >= max_depth:
                skipped += 1
                continue
            pair = (target, source) if forward else (source, target)
            put("  %s -> %s%s;\n" % (_node_id(pair[0]), _node_id(pair[1]), _edge_label(*pair)))
            if id(source) not in depth:
                depth[id(source)] = tdepth + 1
                queue.append(source)
            n += 1
        del source, neighbours
        if skipped > 0:
            label = "%d more %s" % (skipped, "references" if forward else "backreferences")
            name = "too_many_" + _node_id(target)
            edge = "%s -> %s" % ((_node_id(target), name) if forward else (name, _node_id(target)))
            put("  %s[color=red,style=dotted,len=0.25,weight=10];\n" % edge)
            put('  %s[label="%s",shape=box,height=0.25,color=red,fillcolor="red",fontsize=6];\n' % (name, label))
    put("}\n")
    text = "".join(lines)
    if output is not None:
        output.write(text)
    else:
        print("Graph of %d nodes, in the DOT language:" % nodes)
        print(text, end="")


def _node_id(obj):
    return ("o%d" % id(obj)).replace("-", "_")


def _label(obj, extra_info, refcounts, shortnames):
    name = _short_typename(obj) if shortnames else _long_typename(obj)
    if refcounts:
        name += " [%d]" % (sys.getrefcount(obj) - 4)
    label = [name, _quoted(_short_repr(obj))]
    if extra_info:
        label.append(str(extra_info(obj)))
    return "\\n".join(label)


def _quoted(s):
    return s.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _short_typename(obj):
    return type(obj).__name__


def _long_typename(obj):
    cls = type(obj)
    module = cls.__module__
    return "%s.%s" % (module, cls.__name__) if module else cls.__name__


def _short_repr(obj):
    if isinstance(obj, (type, types.ModuleType, types.BuiltinFunctionType)):
        return obj.__name__
    if isinstance(obj, types.MethodType):
        return "%s.%s" % (obj.__self__.__class__.__name__, obj.__func__.__name__)
    if isinstance(obj, types.FunctionType):
        return "%s:%s" % (obj.__code__.co_filename, obj.__name__)
    if isinstance(obj, types.FrameType):
        return "%s:%s" % (obj.f_code.co_filename, obj.f_lineno)
    if isinstance(obj, (tuple, list, dict, set)):
        return "%d item%s" % (len(obj), "" if len(obj) == 1 else "s")
    return repr(obj)[:40]


def _edge_label(source, target):
    if isinstance(target, dict) and target is getattr(source, "__dict__", None):
        return ' [label="__dict__",weight=10]'
    if isinstance(source, types.FrameType):
        if target is source.f_locals:
            return ' [label="f_locals",weight=10]'
        if target is source.f_globals:
            return ' [label="f_globals",weight=10]'
    if isinstance(source, types.MethodType):
        if target is source.__self__:
            return ' [label="__self__",weight=10]'
        if target is source.__func__:
            return ' [label="__func__",weight=10]'
    if isinstance(source, types.FunctionType):
        for name in ("__code__", "__defaults__", "__globals__", "__closure__", "__dict__", "__kwdefaults__"):
            if target is getattr(source, name, None):
                return ' [label="%s",weight=10]' % name
    if isinstance(source, dict):
        for k, v in source.items():
            if v is target:
                if isinstance(k, str) and k.isidentifier():
                    return ' [label="%s",weight=2]' % k
                return ' [label="%s"]' % _quoted(_short_typename(k) + "\n" + _short_repr(k))
    return ""
