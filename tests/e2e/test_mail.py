"""A small mail setup with one of each mistake, on NSD: what a scan finds in it,
and every command of docs/audit.md with the output that stands there."""

import os
import re
import shutil
import subprocess
import unittest

import lab

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MAIL = os.path.join(TESTS, "mail")
PAGE = os.path.join(os.path.dirname(TESTS), "docs", "audit.md")
PAGE_SERVER = "127.0.0.1:5300"
NO_AAAA = "ipv6_counterpart_missing"
NET = "203.0.113."
NET6 = "2001:db8:0:25::"
# Address: fcrdns, name_class, encoding, findings.
EXPECTED = {
    NET + "1": ("pass", "custom", "none", ""),
    NET + "2": ("pass", "custom", "none", f"ptr_bare_domain {NO_AAAA}"),
    NET + "3": ("pass", "custom", "none", NO_AAAA),
    NET + "4": ("pass", "custom", "none", NO_AAAA),
    NET + "5": ("pass", "custom", "none", NO_AAAA),
    NET + "6": ("mismatch", "custom", "none", f"fcrdns_mismatch {NO_AAAA}"),
    NET + "7": ("pass", "generic", "fwd4.dash", f"ptr_generic {NO_AAAA}"),
    NET + "8": ("pass", "provider_default", "serial",
                f"ptr_provider_default {NO_AAAA}"),
    NET + "9": ("no_forward", "custom", "none",
                f"ptr_target_nxdomain {NO_AAAA}"),
    NET + "10": ("mismatch", "custom", "none", f"fcrdns_mismatch {NO_AAAA}"),
    NET + "11": ("no_ptr", "none", "", "ptr_missing"),
    NET + "12": ("no_forward", "invalid", "arpa",
                 f"ptr_name_arpa_suffix ptr_missing_dot_suspected {NO_AAAA}"),
    NET + "13": ("no_forward", "custom", "none",
                 f"ptr_missing_dot_suspected ptr_target_nxdomain {NO_AAAA}"),
    NET + "14": ("no_forward", "custom", "none",
                 "ptr_target_no_address_family"),
    NET + "15": ("pass", "custom", "none", "ipv6_no_ptr"),
    NET6 + "1": ("pass", "custom", "none", ""),
    NET6 + "2": ("no_ptr", "none", "", "ptr_missing"),
    NET6 + "3": ("pass", "generic", "v6.dash", "ptr_generic"),
}


def zones():
    files = {}
    for name in sorted(os.listdir(MAIL)):
        if name.endswith(".zone"):
            with open(f"{MAIL}/{name}", encoding="ascii") as file:
                files[name[:-len(".zone")]] = file.read()
    return files


def examples():
    """(command, lines of its output) of each `$` line of the page."""
    with open(PAGE, encoding="utf-8") as file:
        blocks = re.findall(r"^```\n(.*?)^```$", file.read(), re.M | re.S)
    found = []
    for block in blocks:
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command = re.match(r"(?:.*\\\n)*.*\n", part).group()
            found.append((command.strip(),
                          part[len(command):].splitlines()))
    return found


def pattern(lines):
    """A regular expression for the output of which `lines` stand in the page:
    `...` is any number of lines, or the rest of one."""
    text = ""
    for line in lines:
        if line == "...":
            text += r"(?:.*\n)*?"
        else:
            head, cut, _ = line.partition("...")
            text += re.escape(head) + (".*" if cut else "") + r"\n"
    return text


class Mail(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        place = lab.temp_dir()
        cls.path = place.__enter__()
        cls.addClassCleanup(place.__exit__, None, None, None)
        shutil.copy(f"{MAIL}/addresses.txt", cls.path)
        server = lab.nsd(zones())
        cls.port = server.__enter__()
        cls.addClassCleanup(server.__exit__, None, None, None)

    def shell(self, command):
        """stdout and stderr of a command of the page."""
        command = command.replace(PAGE_SERVER, f"{lab.HOST}:{self.port}")
        program = os.path.dirname(os.path.abspath(lab.PTRCENSUS))
        environment = dict(os.environ, LC_ALL="C",
                           PATH=f"{program}:{os.environ['PATH']}")
        child = subprocess.run(
            ["bash", "-c", command], cwd=self.path, env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=120, check=False)
        return child.stdout.decode("utf-8")

    def test_the_page_shows_what_its_commands_print(self):
        found = examples()
        self.assertEqual([command.split()[:2] for command, _ in found
                          if command.startswith("ptrcensus")],
                         [["ptrcensus", "scan"], ["ptrcensus", "audit"],
                          ["ptrcensus", "explain"], ["ptrcensus", "patterns"]])
        for command, lines in found:
            with self.subTest(command):
                self.assertTrue(lines)
                output = self.shell(command)
                if not re.fullmatch(pattern(lines), output):
                    self.fail("the page says\n" + "\n".join(lines) +
                              f"\n\nthe output is\n{output}")

    def test_each_mistake_is_found(self):
        result = lab.scan(self.port, "-i", f"{MAIL}/addresses.txt",
                          "--include-special", "--check", "counterpart",
                          "--format", "csv")
        self.assertEqual(result.code, 0, result)
        rows = {row["ip"]: row for row in result.rows}
        self.assertEqual(rows.keys(), EXPECTED.keys())
        for ip, expected in EXPECTED.items():
            row = rows[ip]
            self.assertEqual((row["fcrdns"], row["name_class"],
                              row["encoding"], row["findings"]), expected, ip)

    def test_each_profile_refuses_its_addresses(self):
        path = f"{self.path}/profiles.csv"
        result = lab.scan(self.port, "-i", f"{MAIL}/addresses.txt",
                          "--include-special", "-o", path)
        self.assertEqual(result.code, 0, result)
        self.assertEqual(len(lab.read_csv(path)), len(EXPECTED))
        basic = {ip for ip, row in EXPECTED.items() if row[0] != "pass"}
        strict = {ip for ip, row in EXPECTED.items()
                  if row[0] != "pass" or row[1] != "custom"}
        for profile, refused in (
                ("mail-strict", strict), ("mail-basic", basic),
                ("ptr-only", {NET + "11", NET + "12", NET6 + "2"})):
            text = lab.run("audit", "--profile", profile, path).stdout.decode()
            part = re.search(r"\nRefused for good.*?\n\n", text, re.S).group()
            listed = re.findall(r"^  ([0-9a-f.:]+) ", part, re.M)
            self.assertEqual(set(listed), refused, profile)
            self.assertEqual(len(listed), len(refused), profile)


if __name__ == "__main__":
    unittest.main()
