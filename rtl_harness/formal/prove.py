# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Proves the rules of rtl_harness/formal.

    prove.py --out DIR [--quick] [--jobs N] [--rtl FILE=OTHER] [NAME..]

Prints each rule as it is decided, then the table; ends with 1 if a rule does
not hold, a cover is never reached, or time ran out. A rule that does not hold
comes with its text and the wave file of a run that breaks it.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import sys
import time

import engine
import model as models
import proofs
import trace

LIMIT = 840


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--limit", type=int, default=LIMIT,
                        help="seconds for one proof")
    parser.add_argument("--rtl", action="append", default=[],
                        metavar="FILE=OTHER", help="read OTHER for FILE")
    parser.add_argument("--waves", action="store_true",
                        help="wave files of covers too")
    parser.add_argument("names", nargs="*")
    return parser.parse_args()


def chosen(names):
    known = {proof.name: proof for proof in proofs.PROOFS}
    missing = [name for name in names if name not in known]
    if missing:
        raise SystemExit(f"no such proof: {' '.join(missing)}")
    return [known[name] for name in names] or list(proofs.PROOFS)


def decide(proof, model, depth, limit):
    """Results of every rule of a model, covers included."""
    if not proof.unbounded:
        yield from engine.bound(model, depth, limit)
        return
    for rule in model.rules:
        if rule.cover or rule.name in proof.late:
            yield engine.bound_one(model, rule, depth, limit)
        else:
            yield engine.prove(model, rule, limit)


def holds(result):
    if result.rule.cover:
        return result.state == "reached"
    return result.state in ("proved", "held")


def row(name, result):
    how = {"proved": "induction", "held": f"{result.depth} cycles",
           "unknown": f"open after {result.depth}",
           "reached": f"in cycle {result.depth}"}[result.state]
    kind = "cover" if result.rule.cover else "rule"
    verdict = "ok" if holds(result) else "FAILED"
    return (f"  {verdict:<7}{kind:<6}{name + '.' + result.rule.name:<44}"
            f"{how:<18}{result.seconds:7.1f} s")


def explain(model, result):
    lines = [f"    rule: {result.rule.text}"]
    if result.state == "reached":
        waves = trace.write(model, result.rule, result.depth)
        lines += [f"    trace: {waves}", f"    to see it: gtkwave {waves}"]
    return "\n".join(lines)


def run(proof, options):
    """One row of the table of proofs. Prints as it goes."""
    model = models.build(proof, options.out,
                         dict(pair.split("=", 1) for pair in options.rtl))
    depth = proof.quick if options.quick else proof.depth
    results = []
    for result in decide(proof, model, depth, options.limit):
        results.append(result)
        print(row(proof.name, result), flush=True)
        if not holds(result):
            print(explain(model, result), flush=True)
        elif result.rule.cover and options.waves:
            print(f"    {trace.write(model, result.rule, result.depth)}",
                  flush=True)
    if not any(result.rule.cover for result in results):
        raise SystemExit(f"{proof.name}: nothing is covered")
    return results


def record(path, table):
    path.write_text(json.dumps([
        {"module": name, "rule": result.rule.name, "cover": result.rule.cover,
         "state": result.state, "depth": result.depth,
         "seconds": round(result.seconds, 1), "ok": holds(result)}
        for name, results in table for result in results], indent=1))


def main():
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    begin = time.monotonic()
    wanted = chosen(options.names)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        table = list(zip([proof.name for proof in wanted],
                         pool.map(lambda proof: run(proof, options), wanted)))
    record(options.out / "formal.json", table)
    results = [result for _, part in table for result in part]
    failed = sum(not holds(result) for result in results)
    print(f"formal: {len(results)} properties, {failed} failed, "
          f"{time.monotonic() - begin:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
