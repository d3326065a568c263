"""`ptrcensus classify` and `explain`: every line is answered, by its row or by
a sentence on stderr."""

import csv
import io
import os
import pty
import random
import select
import subprocess
import unittest

import lab

HEADER = ("ip,name,name_class,is_generic,confidence,encoding,tokens,role,"
          "findings")
VECTORS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..",
                       "vectors", "generic_vectors.csv")
# What may stand in a name of a row.
PLAIN = set("abcdefghijklmnopqrstuvwxyz0123456789-_/*.\\")


def classify(text, *args, **options):
    if isinstance(text, str):
        text = text.encode("utf-8")
    return lab.run("classify", *args, stdin=text, **options)


class Vectors(unittest.TestCase):
    def test_each_vector(self):
        with open(VECTORS, encoding="utf-8", newline="") as file:
            vectors = list(csv.DictReader(file))
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerows((v["ip"], v["ptr"]) for v in vectors)
        result = classify(lines.getvalue())
        self.assertEqual(result.code, 0, result)
        self.assertEqual(len(result.rows), len(vectors))
        self.assertGreater(len(vectors), 200)
        for vector, row in zip(vectors, result.rows):
            with self.subTest(vector["id"], name=vector["ptr"]):
                self.assertEqual(row["name_class"], vector["expected_class"])
                self.assertEqual(row["encoding"], vector["encoding"])
                self.check_label(vector["expected_generic"], row)

    def check_label(self, label, row):
        weak = row["confidence"] == "weak"
        if label == "yes":
            self.assertEqual(row["is_generic"], "true")
        elif label == "weak":
            self.assertEqual((row["is_generic"], weak), ("false", True))
        else:
            self.assertEqual((row["is_generic"], row["confidence"]),
                             ("false", ""))


class Lines(unittest.TestCase):
    def rows(self, text, code=0):
        """The rows without the header."""
        result = classify(text)
        self.assertEqual(result.code, code, result)
        lines = result.stdout.decode("ascii").splitlines()
        self.assertEqual(lines[0], HEADER)
        return lines[1:]

    def test_no_line_gives_the_header_alone(self):
        self.assertEqual(self.rows(""), [])
        self.assertEqual(self.rows("ip,name\n"), [])
        self.assertEqual(self.rows("\n\n \r\n"), [])

    def test_a_title_line_is_allowed_first_only(self):
        row = "192.0.2.1,a.b.net,custom,false,,none,,,"
        self.assertEqual(self.rows("ip,name\n192.0.2.1,a.b.net\n"), [row])
        self.assertEqual(self.rows("192.0.2.1,a.b.net\nip,name\n", 1), [row])

    def test_spellings_of_a_pair(self):
        row = "192.0.2.1,mail.b.net,custom,false,,none,,mail,"
        for line in ("192.0.2.1,mail.b.net", "192.0.2.1,MAIL.B.NET.",
                     "192.0.2.1,mail.b.net\r", '"192.0.2.1","mail.b.net"',
                     " 192.0.2.1 , mail.b.net ", "192.0.2.1,m\\097il.b.net",
                     "192.0.2.1,\\mail.b.net", "\ufeff192.0.2.1,mail.b.net"):
            with self.subTest(line):
                self.assertEqual(self.rows(line), [row])

    def test_rows_without_a_hostname(self):
        self.assertEqual(self.rows("192.0.2.1,\n192.0.2.1,.\n"), [
            "192.0.2.1,,none,false,,,,,",
            "192.0.2.1,.,invalid,false,,none,,,ptr_name_root"])

    def test_findings_that_a_pair_shows(self):
        def findings(ip, name):
            return self.rows(f"{ip},{name}\n")[0].rsplit(",", 1)[1].split()

        self.assertEqual(findings("192.0.2.1", "a_b.c.net"),
                         ["ptr_name_not_hostname"])
        self.assertEqual(findings("9.9.9.9", "mail.example.com"),
                         ["ptr_example_domain"])
        # In a documentation block an example is in its place.
        self.assertEqual(findings("192.0.2.1", "mail.example.com"), [])
        self.assertEqual(findings("65.120.142.100",
                                  "host-65-120-143-100.cemexusa.com"),
                         ["ptr_generic", "embeds_other_ip"])
        self.assertEqual(findings("9.9.9.9", "b.net"), ["ptr_bare_domain"])

    def test_tokens_and_role(self):
        self.assertEqual(
            self.rows("198.51.100.23,static-198-51-100-23.dhcp.mx.b.net\n"),
            ["198.51.100.23,static-198-51-100-23.dhcp.mx.b.net,generic,false,"
             "weak,fwd4.dash,static dhcp,mail,"])

    def test_order_is_kept(self):
        pairs = [f"20.{i // 65536}.{i // 256 % 256}.{i % 256},h{i}.b.net"
                 for i in range(70000)]
        rows = self.rows("\n".join(pairs) + "\n")
        self.assertEqual([",".join(r.split(",")[:2]) for r in rows], pairs)

    def test_a_file_gives_the_same_as_stdin(self):
        text = "192.0.2.1,a.b.net\n2001:db8::1,c.b.net\n"
        with lab.temp_dir() as path:
            name = f"{path}/names.csv"
            with open(name, "w", encoding="ascii") as file:
                file.write(text)
            result = lab.run("classify", "-i", name)
            piped = lab.run("classify", "-i", "-", stdin=text.encode())
        self.assertEqual((result.code, piped.code), (0, 0))
        self.assertEqual(result.stdout, classify(text).stdout)
        self.assertEqual(result.stdout, piped.stdout)

    def test_another_suffix_list(self):
        with lab.temp_dir() as path:
            name = f"{path}/list.dat"
            with open(name, "w", encoding="ascii") as file:
                file.write("// ===BEGIN ICANN DOMAINS===\nnet\nb.net\n"
                           "// ===END ICANN DOMAINS===\n")
            result = classify("192.0.2.1,b.net\n", "--psl", name)
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.rows[0]["name_class"], "invalid")


class BadLines(unittest.TestCase):
    BAD = ("192.0.2.256,a.b.net", "192.0.2.1", "a.b.net,192.0.2.1",
           "192.0.2.1,a..b.net", "192.0.2.1," + "a" * 64 + ".net",
           "192.0.2.1," + ".".join(["abcdefg"] * 40), "192.0.2.1,a\\256.net",
           "192.0.2.1,a\\", "192.0.2.1,a.b.net,x", '192.0.2.1,"a.b.net',
           '"192.0.2.1,a.b.net', '192.0.2.1,"a".net', ",a.b.net", ",",
           "192.0.2.1 a.b.net", "x" * 5000, "192.0.2.1," + "y" * 3000000)

    def test_each_is_reported_and_the_rest_is_answered(self):
        lines = []
        for bad in self.BAD:
            lines += ["192.0.2.1,a.b.net", bad]
        lines.append('"192.0.2.9","z.b.net"')
        result = classify("\n".join(lines))
        self.assertEqual(result.code, 1, result)
        self.assertEqual([r["ip"] for r in result.rows],
                         ["192.0.2.1"] * len(self.BAD) + ["192.0.2.9"])
        self.assertEqual(len(result.error_lines), len(self.BAD), result)
        for number, line in enumerate(result.error_lines):
            with self.subTest(line):
                self.assertTrue(line.startswith(
                    f"ptrcensus: -i stdin line {2 * number + 2}: "), line)
                self.assertLess(len(line), 600)

    def test_a_line_without_end_takes_no_memory(self):
        with lab.temp_dir() as path:
            name = f"{path}/names.csv"
            piece = b"x" * (1 << 20)
            with open(name, "wb") as file:
                file.write(b"192.0.2.1,")
                for _ in range(256):
                    file.write(piece)
            result = lab.run("classify", "-i", name)
        self.assertEqual(result.code, 1, result)
        self.assertEqual(len(result.error_lines), 1, result)
        if lab.FULL_SIZE:
            self.assertLess(result.max_rss_kb, 100 << 10)

    def test_hostile_lines_reach_no_terminal(self):
        chance = random.Random(4)
        lines = []
        for _ in range(20000):
            text = bytes(chance.choices(range(256), k=chance.randrange(60)))
            text = text.replace(b"\n", b"")
            ip = chance.choice((b"192.0.2.1,", b"2001:db8::1,", b"", b'"', b"1,"))
            lines.append(ip + text)
        lines[0] = b"192.0.2.1,a.b.net"
        result = classify(b"\n".join(lines) + b"\n")
        self.assertEqual(result.code, 1)
        blank = sum(1 for x in lines if not x.strip(b" \t\r\f\v"))
        rows = result.stdout.decode("ascii").splitlines()[1:]
        self.assertEqual(len(rows) + len(result.error_lines) + blank,
                         len(lines))
        self.assertGreater(len(rows), 1000)
        self.assertGreater(len(result.error_lines), 1000)
        for row in rows:
            self.assertEqual(row.count(","), HEADER.count(","), row)
            self.assertLessEqual(set(row.split(",")[1]), PLAIN, row)
        self.assertRegex(result.stderr, rb"\A[\x20-\x7e\n]+\Z")


class Ends(unittest.TestCase):
    MANY = b"192.0.2.1,a.b.net\n" * 200000

    def test_what_cannot_start(self):
        for args, part in ((("-i", "/nonexistent/x"), "/nonexistent/x"),
                           (("-i", "/"), "-i /"),
                           (("--psl", "/nonexistent/x"), "--psl"),
                           (("x",), "'x'"), (("--inptu", "x"), "--input")):
            with self.subTest(args):
                result = classify("", *args)
                self.assertEqual(result.code, 2, result)
                self.assertEqual(result.stdout, b"")
                self.assertEqual(len(result.error_lines), 1, result)
                self.assertIn(part, result.error_lines[0])

    def test_a_broken_pipe_ends_quietly(self):
        with lab.temp_dir() as path:
            name = f"{path}/names.csv"
            with open(name, "wb") as file:
                file.write(self.MANY)
            child = lab.start(["classify", "-i", name])
            try:
                child.stdout.read(100)
                child.stdout.close()
                self.assertEqual(child.wait(60), 1)
                self.assertEqual(child.stderr.read(), b"")
            finally:
                lab.stop(child)
                child.stderr.close()

    def test_a_full_disk_is_said(self):
        result = classify(self.MANY, preexec=lab.limit_file_size(1 << 20))
        self.assertEqual(result.code, 1, result)
        self.assertEqual(len(result.error_lines), 1, result)
        self.assertIn("stdout cannot be written", result.error_lines[0])

    def test_a_closed_stdout_is_said(self):
        result = classify("192.0.2.1,a.b.net\n", preexec=lambda: os.close(1))
        self.assertEqual(result.code, 1, result)
        self.assertIn("stdout cannot be written", result.error_lines[0])


class Waiting(unittest.TestCase):
    """Whoever gives one line after the other sees each answered at once."""

    def answer(self, source, sink, line):
        os.write(source, line)
        text = b""
        while not text.endswith(b"\n"):
            ready, _, _ = select.select([sink], [], [], 60)
            self.assertTrue(ready, "no answer")
            text += os.read(sink, 65536)
        return text.decode("ascii").splitlines()[-1]

    def check(self, child, source):
        for i in range(3):
            line = f"192.0.2.{i},a.b.net\n".encode()
            row = self.answer(source, child.stdout.fileno(), line)
            self.assertTrue(row.startswith(f"192.0.2.{i},a.b.net,custom"), row)

    def test_lines_from_a_pipe(self):
        child = lab.start(["classify"], stdin=subprocess.PIPE)
        try:
            self.check(child, child.stdin.fileno())
            child.stdin.close()
            self.assertEqual(child.wait(60), 0)
        finally:
            lab.stop(child)
            child.stdout.close()
            child.stderr.close()

    def test_lines_from_a_terminal(self):
        leader, terminal = pty.openpty()
        child = lab.start(["classify"], stdin=terminal)
        try:
            os.close(terminal)
            self.check(child, leader)
            os.write(leader, b"\x04")
            self.assertEqual(child.wait(60), 0)
        finally:
            lab.stop(child)
            os.close(leader)
            child.stdout.close()
            child.stderr.close()


class Explain(unittest.TestCase):
    def test_says_what_the_row_says(self):
        for ip, name in (("198.51.100.7", "host-198-051-100-007.dyn.b.net"),
                         ("203.0.113.5", "client-portal.b.net"),
                         ("2001:db8:0:1::a", "2001-db8-0-1--a.v6.b.net"),
                         ("203.0.113.5", "co.uk"), ("203.0.113.5", ".")):
            with self.subTest(name):
                row = classify(f"{ip},{name}\n").rows[0]
                result = lab.run("explain", ip, name)
                self.assertEqual((result.code, result.stderr), (0, b""))
                text = result.stdout.decode("ascii")
                self.assertTrue(text.startswith(f"{ip}  {name}\n"))
                said = dict(x.split(None, 1) for x in text.splitlines()
                            if x.startswith("  ") and len(x.split()) > 1)
                for field in ("name_class", "is_generic", "encoding"):
                    self.assertEqual(said[field], row[field])
                for field in ("confidence", "tokens", "role"):
                    self.assertEqual(said[field], row[field] or "none")
                for finding in row["findings"].split():
                    self.assertIn(f"  {finding} (", text)

    def test_bad_use(self):
        for args, part in (((), "IP NAME"), (("192.0.2.1",), "IP NAME"),
                           (("192.0.2.1", "a", "b"), "IP NAME"),
                           (("192.0.2", "a.b"), "'192.0.2'"),
                           (("192.0.2.1", "a..b"), "'a..b'"),
                           (("192.0.2.1", ""), "empty")):
            with self.subTest(args):
                result = lab.run("explain", *args)
                self.assertEqual(result.code, 2, result)
                self.assertEqual(result.stdout, b"")
                self.assertEqual(len(result.error_lines), 1, result)
                self.assertIn(part, result.error_lines[0])


if __name__ == "__main__":
    unittest.main()
