"""Medians, ratios and the table. Nothing here runs anything: it works on the
record, whose keys bench/runs/README.md lists."""

import statistics

# What is compared: text, its figures as contender.figure (or check.figure),
# how they are combined, and what is aimed at.
RATIOS = (
    ("PTR only / bare batched, rate", "ratio", "ptr.lookups_per_s",
     "bare-batched.lookups_per_s", ">= 2"),
    ("PTR only / massdns, rate", "ratio", "ptr.lookups_per_s",
     "massdns.lookups_per_s", ">= 2.5"),
    ("portable / bare batched, rate", "ratio", "ptr-portable.lookups_per_s",
     "bare-batched.lookups_per_s", ">= 0.85"),
    ("FCrDNS, names differ / PTR only, CPU", "ratio", "fcrdns-distinct.cpu_us",
     "ptr-distinct.cpu_us", "<= 2.2"),
    ("FCrDNS, names repeat / PTR only, CPU", "ratio", "fcrdns-repeated.cpu_us",
     "ptr-repeated.cpu_us", "<= 1.15"),
    ("negative less bare segmented, CPU us", "difference",
     "ptr-negative.cpu_us", "bare-negative.cpu_us", "<= 0.3"),
    ("CPU us, negative", "value", "ptr-negative.cpu_us", None, "<= 1.2"),
    ("CPU us, positive", "value", "ptr-positive.cpu_us", None, "<= 2"),
    ("CPU us, mixed", "value", "ptr.cpu_us", None, "<= 1.5"),
    ("first row, one address, ms", "value", "first-row.one_address_ms", None,
     "<= 5"),
    ("first row, all of IPv4, ms", "value", "first-row.all_ipv4_ms", None,
     "<= 10"),
    ("memory at the start, MB", "value", "memory.start_mb", None, "<= 24"),
    ("--rate 1000, percent of a core", "value", "slow.core_percent", None,
     "<= 2"),
    ("5 % loss, percent answered", "value", "loss.answered_percent", None,
     ">= 99.98"),
    ("5 % loss, queries an address", "value", "loss.queries_an_address", None,
     "<= 1.06"),
    ("10^7 addresses / 10^6, CPU", "value", "scale.cpu_ratio", None,
     "<= 1.05"),
    ("10^7 addresses less 10^6, MB", "value", "scale.growth_mb", None, "<= 1"),
    ("a million prefixes / one, CPU", "value", "prefixes.cpu_ratio", None,
     "<= 1.1"),
)
PACE_PERCENT_AIM = 0.5


def medians(runs):
    """Of each figure that is a number in every one of `runs` (not empty)."""
    def is_number(value):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return {key: round(statistics.median(run[key] for run in runs), 4)
            for key in runs[0]
            if key != "round" and all(is_number(run.get(key)) for run in runs)}


def combine(how, first, second):
    """None where a figure is missing."""
    if first is None or (how != "value" and second is None):
        return None
    if how == "value":
        return first
    if how == "difference":
        return first - second
    return first / second if second else None


def figure(record, path):
    """The median that `path` (name.figure) names; None if there is none."""
    if path is None:
        return None
    name, _, key = path.partition(".")
    entry = record["contenders"].get(name) or record["checks"].get(name) or {}
    return entry.get("median", {}).get(key)


def meets(value, aim):
    sign, _, bound = aim.partition(" ")
    return value >= float(bound) if sign == ">=" else value <= float(bound)


def ratios(record):
    """What can be told of RATIOS and of the pace, each with its aim."""
    wanted = list(RATIOS)
    for name, check in record["checks"].items():
        rate = check.get("median", {}).get("rate")
        if name.startswith("pace-") and rate:
            wanted += [
                (f"--rate {rate:.0f}, worst second off by %", "value",
                 f"{name}.worst_second_percent", None,
                 f"<= {PACE_PERCENT_AIM}"),
                (f"--rate {rate:.0f}, most in a millisecond", "value",
                 f"{name}.most_in_1ms", None, f"<= {most_in_1ms(rate):g}")]
    found = []
    for what, how, first, second, aim in wanted:
        value = combine(how, figure(record, first), figure(record, second))
        if value is not None:
            found.append({"what": what, "value": round(value, 4), "aim": aim,
                          "meets": meets(value, aim)})
    return found


def most_in_1ms(rate):
    """What a pace may send in any millisecond: 2.5 ms worth, at least 8."""
    return max(8, 2.5 * rate / 1000)


def aligned(lines):
    """Columns as wide as their widest cell, words left and numbers right."""
    widths = [max(map(len, column)) for column in zip(*lines)]

    def is_number(cell):
        return cell == "-" or cell[:1].isdigit() or cell[:2] in ("<=", ">=")

    def padded(cell, width, column):
        body = [line[column] for line in lines[1:]]
        right = all(map(is_number, body))
        return cell.rjust(width) if right else cell.ljust(width)

    return ["  ".join(padded(cell, widths[i], i)
                      for i, cell in enumerate(line)).rstrip()
            for line in lines]


def number(value, form):
    return "-" if value is None else format(value, form)


def rate_lines(record):
    lines = [["contender", "lookups/s", "queries/s", "CPU us", "x bare",
              "x massdns", "answered", "MB"]]
    bases = [figure(record, "bare-batched.lookups_per_s"),
             figure(record, "massdns.lookups_per_s")]
    for name, entry in record["contenders"].items():
        median = entry.get("median")
        if not median:
            lines.append([name] + ["-"] * 7)
            continue
        rate = median["lookups_per_s"]
        peak = median.get("peak_kb")
        lines.append([
            name, number(rate, ",.0f"),
            number(median.get("queries_per_s"), ",.0f"),
            number(median["cpu_us"], ".2f"),
            *[number(combine("ratio", rate, base), ".2f") for base in bases],
            number(100 * median["answered"] / median["asked"], ".2f") + "%",
            number(peak and peak / 1024, ".0f"),
        ])
    return lines


def text(record):
    """The table, with what it was taken on."""
    on = record["machine"]
    lines = [
        f"{record['versions']['ptrcensus']} ({record['versions']['commit']}),"
        f" {record['date']}, size {record['size']}",
        f"{on['processor']}, {on['cores']} cores, Linux {on['kernel']}, rows on"
        f" {on['file_system']}, load average {on['load'][0]:.2f} at the"
        " start",
        f"server on core {on['server_core']}, client on core"
        f" {on['client_core']}, over loopback; medians of {record['rounds']}"
        " rounds", ""]
    if record["size"] == "small":
        lines += ["The small size only shows that all works: its figures mean"
                  " nothing.", ""]
    if record["contenders"]:
        lines += aligned(rate_lines(record)) + [
            "", "x bare, x massdns: lookups/s over those of bare-batched, of"
            " massdns", "CPU us: of the client, user and system, a lookup", ""]
        lines += [f"{name}: {entry['what']}; {entry['addresses']:,} addresses"
                  for name, entry in record["contenders"].items()] + [""]
    found = ratios(record)
    if found:
        small = record["size"] == "small"
        lines += aligned([["compared", "value", "aim", ""]] + [
            [x["what"], number(x["value"], ".2f" if x["value"] < 99 else ".6g"),
             x["aim"], "" if small or x["meets"] else "missed"]
            for x in found]) + [""]
    for name, why in record["left_out"].items():
        lines.append(f"{name} left out: {why}")
    for kind in ("contenders", "checks"):
        for name, entry in record[kind].items():
            lines += [f"{name}, round {x['round']}, failed: {x['why']}"
                      for x in entry["failures"]]
    return "\n".join(lines).rstrip() + "\n"
