"""The row that must be written for a host of zones.py, by DESIGN.md 4 and
RFC 8601 and the lists of statuses, and its comparison with the row that was."""

import names
import zones

# The columns that follow from the zones alone.
COLUMNS = ("ip", "ptr_status", "name", "names", "name_status", "names_total",
           "fcrdns", "iprev", "forward", "owner", "ttl", "rcode", "flags")
IPREV = {"pass": "pass", "mismatch": "fail", "no_forward": "fail",
         "invalid_name": "fail", "forward_temp": "temperror",
         "ptr_temp": "temperror", "no_ptr": "permerror", "not_checked": "none"}
ORDER = ("pass", "temp", "mismatch", "no_forward", "invalid_name")
NOT_ASKED_TOPS = {b"localhost", b"local", b"invalid", b"onion", b"alt",
                  b"internal"}


def askable(name):
    return (len(name) > 1 and not name[-1].isdigit()
            and name[-1] not in NOT_ASKED_TOPS
            and name[-2:] != (b"home", b"arpa"))


def name_status(data, host, name):
    if not askable(name):
        return "invalid_name"
    found = data.forward_addresses(name)
    if not found:
        return "no_forward"
    return "pass" if host.address in found else "mismatch"


def row(data, host, authoritative):
    """Column -> text, for COLUMNS."""
    expected = dict.fromkeys(COLUMNS, "")
    expected["ip"] = str(host.address)
    expected["rcode"] = "NOERROR"
    if host.loops:
        expected.update(ptr_status="cname_loop", fcrdns="ptr_temp")
    elif host.alias and not host.alias_ends:
        expected.update(ptr_status="cname_broken", fcrdns="no_ptr",
                        rcode="NXDOMAIN")
    elif host.text_only:
        expected.update(ptr_status="nodata", fcrdns="no_ptr")
    elif not host.ptr:
        expected.update(ptr_status="nxdomain", fcrdns="no_ptr",
                        rcode="NXDOMAIN")
    else:
        add_names(expected, data, host)
    if expected["fcrdns"] == "no_ptr":
        expected["names_total"] = "0"  # known: there are none
    expected["iprev"] = IPREV[expected["fcrdns"]]
    flags = ["aa"] if authoritative else []
    flags += ["tc", "tcp"] if host.truncated else []
    flags += ["cname"] if host.alias else []
    expected["flags"] = " ".join(flags)
    return expected


def add_names(expected, data, host):
    tried = sorted({names.fold(n) for n in host.ptr}, key=names.canonical)
    tried = tried[:zones.MAX_NAMES]
    status = [name_status(data, host, name) for name in tried]
    best = min(status, key=ORDER.index)
    chosen = tried[status.index("pass") if best == "pass" else 0]
    found = data.forward_addresses(chosen) if askable(chosen) else []
    # The matching address first.
    found.sort(key=lambda address: (address != host.address, address))
    expected.update(
        ptr_status="ok", name=names.row_text(chosen),
        names=" ".join(map(names.row_text, tried)),
        name_status=" ".join(status), names_total=str(len(host.ptr)),
        fcrdns="forward_temp" if best == "temp" else best,
        forward=" ".join(map(str, found[:8])), ttl=str(host.ptr_ttl),
        owner=names.row_text(host.alias) if host.alias else "")


def compare(test, rows, data, authoritative):
    """Fails `test` with the first differences; every host has one row."""
    by_ip = {}
    for each in rows:
        test.assertNotIn(each["ip"], by_ip, "an address has two rows")
        by_ip[each["ip"]] = each
    faults = []
    for host in data.hosts:
        expected = row(data, host, authoritative)
        got = by_ip.pop(expected["ip"], None)
        if got is None:
            faults.append(f"{expected['ip']}: no row")
            continue
        faults += [f"{expected['ip']}: {column} is {got[column]!r}, "
                   f"not {expected[column]!r}"
                   for column in COLUMNS
                   if not same(column, got[column], expected[column],
                               authoritative)]
    faults += [f"{ip}: not a target" for ip in by_ip]
    if faults:
        test.fail(f"{len(faults)} differences:\n" + "\n".join(faults[:20]))


def same(column, got, expected, authoritative):
    if column == "ttl" and expected and not authoritative:
        # A cache counts down.
        return got.isdigit() and 0 <= int(expected) - int(got) <= 120
    return got == expected
