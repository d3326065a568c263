"""Forms that PTR names take, and the class and the encoding that each has by
the way it is made. Written from the project's documents, not from its code.

A form is a template over the address. Of an IPv4 address: {a} to {d} its
octets, {A} to {D} the same with three digits, {ha} to {hd} in hexadecimal with
two, {whole} its 32 bits as a decimal number, {other} another third octet. Of an
IPv6 address: see fill6. Of both: {n}, its number, and {w}, a word of that
number that says nothing. A template without a final dot stands below DOMAIN."""

import collections

DOMAIN = "census-lab.net"
FRUITS = ("apple", "cherry", "plum", "quince", "grape", "melon", "olive")

# share: how many addresses have it.
Form = collections.namedtuple(
    "Form", "template name_class confidence encoding share")


def lines(name_class, confidence, *pairs, share=20):
    return [Form(template, name_class, confidence, encoding, share)
            for template, encoding in pairs]


# The four octets, and three of them: the words beside them decide the kind.
WHOLE = (
    ("{a}-{b}-{c}-{d}", "fwd4.dash"), ("{a}.{b}.{c}.{d}", "fwd4.dot"),
    ("h_{a}_{b}_{c}_{d}", "fwd4.us"), ("{a}x{b}x{c}x{d}", "fwd4.x"),
    ("{a}.{b}.{c}-{d}", "fwd4.mixed"), ("{d}-{c}-{b}-{a}", "rev4.dash"),
    ("{d}.{c}.{b}.{a}", "rev4.dot"), ("h_{d}_{c}_{b}_{a}", "rev4.us"),
    ("{d}x{c}x{b}x{a}", "rev4.x"), ("{d}.{c}-{b}-{a}", "rev4.mixed"),
    ("{A}-{B}-{C}-{D}", "fwd4.dash.pad3"),
    ("h{a}-{b}-{c}-{d}", "fwd4.dash.glued"),
    ("h{A}-{B}-{C}-{D}", "fwd4.dash.pad3.glued"),
    ("{D}.{C}.{B}.{A}", "rev4.dot.pad3"),
    ("h{d}.{c}.{b}.{a}", "rev4.dot.glued"), ("{b}-{a}-{d}-{c}", "perm4"),
    ("{d}.net-{a}-{b}-{c}", "perm4"), ("{ha}{hb}{hc}{hd}", "hex8.fwd"),
    ("{hd}{hc}{hb}{ha}", "hex8.rev"), ("p{ha}{hb}{hc}{hd}", "hex8.fwd.glued"),
    ("0x{ha}{hb}{hc}{hd}", "hex8.fwd.0x"),
    ("{ha}-{hb}-{hc}-{hd}", "hexsep.fwd"),
    ("{hd}.{hc}.{hb}.{ha}", "hexsep.rev"),
    ("{hd}.{hc}.{hb}{ha}", "hex.softlayer"), ("q-{whole}", "dec32"),
    ("q{whole}", "dec32.glued"), ("{A}{B}{C}{D}", "dense12.fwd"),
    ("{D}{C}{B}{A}", "dense12.rev"), ("kd{A}{B}{C}{D}", "dense12.fwd.glued"),
    ("{a}{b}{c}{d}", "dense.unpadded"),
    ("q{a}{b}{c}{d}", "dense.unpadded.glued"),
    ("{a}-{b}-{other}-{d}", "other_ip"), ("{b}-{c}-{d}", "low3.fwd"),
    ("{d}-{c}-{b}", "low3.rev"), ("q{B}-{C}-{D}", "low3.fwd.pad3.glued"),
    ("{a}-{b}-{c}", "hi3"), ("{c}-{b}-{a}", "hi3.rev"),
    ("{d}-{a}-{b}", "perm3"), ("q{B}{C}{D}", "dense.low3"),
)
# Two octets, or none of the address: they need a word.
PART = (
    ("{c}-{d}", "low2.fwd"), ("{d}-{c}", "low2.rev"),
    ("q{c}-{d}", "low2.fwd.glued"), ("{C}-{D}", "low2.fwd.pad3"),
    ("q{C}{D}", "dense.low2"), ("{a}-{b}", "hi2"), ("{b}-{a}", "hi2.rev"),
    ("q0002a5{n:06x}", "mac"),
)
FORMS = (
    [Form(f"{template}.{words}", name_class, "strong", encoding, share)
     for words, name_class, share in (
         ("{w}", "generic", 8), ("dyn.{w}", "generic_dynamic", 7),
         ("adsl.{w}", "generic_dynamic", 5), ("static-dyn.{w}", "generic", 2),
         ("static.{w}", "generic_static", 4))
     for template, encoding in WHOLE]
    + lines("generic", "weak", ("mail-{a}-{b}-{c}-{d}.{w}", "fwd4.dash"),
            ("{d}.{c}.{b}.{a}.relay", "rev4.dot"))
    + [Form(f"{template}.{words}.{{w}}", "generic_dynamic", "strong", encoding,
            share)
       for words, share in (("dyn", 6), ("pool", 5), ("cable", 4), ("cust", 3))
       for template, encoding in PART]
    + [Form(template + ".{w}", "custom", "weak", encoding, 4)
       for template, encoding in PART]
    + lines("custom", "weak", ("smtp-{c}-{d}.dsl.{w}", "low2.fwd"),
            ("host-{d}.{w}", "last1"), ("{d}.{w}", "last1"),
            ("pool.{w}", "keyword"), ("test-{w}", "keyword"))
    + lines("infrastructure", "weak", ("rack{b}-{c}.dc1.{w}", "mid2"),
            ("rack{c}-{b}.dc1.{w}", "mid2.rev"), share=5)
    + lines("infrastructure", "", ("xe-0-0-{n}.agg3.{w}", "iface"),
            ("ae{n}.core2.{w}", "iface"), ("ge-1-{d}.{w}", "iface"))
    + lines("generic_dynamic", "strong", ("{w}.dyn", "keyword"),
            ("pppoe.{w}", "keyword"))
    + lines("generic", "strong", ("{w}.static.dynamic", "keyword"))
    + lines("generic_dynamic", "weak", ("client{d}.{w}", "last1"))
    + lines("provider_default", "strong",
            ("vmi2{n:06}.contaboserver.net.", "serial"),
            ("ns3{n:06}.ovh.net.", "serial"),
            ("hwsrv-7{n:05}.hostwindsdns.com.", "serial"),
            ("li5{n:04}-{d}.members.linode.com.", "last1"),
            ("{w}5.miniserver.com.", "provider"))
    + lines("placeholder", "strong", ("unassigned.{w}", "keyword"),
            ("not-in-use.{w}", "keyword"), ("hosted-by", "keyword"),
            ("unassigned-{a}-{b}-{c}-{d}.{w}", "fwd4.dash"),
            ("static.vnpt.vn.", "shared"), ("localhost.", "shared"),
            ("hosted-by.leaseweb.com.", "shared"))
    + lines("invalid", "", ("{d}.{c}.{b}.{a}.in-addr.arpa.", "arpa"),
            ("mail.census-lab.net.{c}.{b}.{a}.in-addr.arpa.", "arpa"),
            ("{a}.{b}.{c}.{d}.", "literal"), ("{w}.", "none"),
            ("{w}.internal.", "none"), ("co.uk.", "none"), (".", "none"),
            share=8)
    + lines("custom", "", ("{w}", "none"), ("mail.{w}", "none"), share=170)
    + lines("custom", "", ("www.{w}", "none"), ("{w}-412", "none"),
            ("{w}-2024-03-17", "none"), ("v1-2-3-4.{w}", "none"),
            ("cafe.{w}", "none"), ("{w}{d}", "last1"), ("{w}{b}", "single"),
            ("fiber-north.{w}", "keyword"), ("static.{w}", "keyword"),
            ("{ha}{hb}.{w}", "hexhi2"), share=40))
FORMS6 = (
    [Form(f"{template}.{words}", name_class, "strong", encoding, 4)
     for words, name_class in (("v6.{w}", "generic"),
                               ("dyn.{w}", "generic_dynamic"),
                               ("static.{w}", "generic_static"))
     for template, encoding in (
         ("{nibbles}", "v6.hex32"), ("p{nibbles}", "v6.hex32.glued"),
         ("{reversed}", "v6.nibbles.rev"), ("{short}", "v6.dash"),
         ("{long}", "v6.dash.full"), ("{lower}", "v6.iid16"),
         ("h-{lower4}", "v6.iid.dash"), ("{mac}", "v6.mac"))]
    + lines("custom", "weak", ("h-{low32}.{w}", "v6.low32"), share=10)
    + lines("custom", "", ("{low16}.{w}", "v6.low16"), ("mail.{w}", "none"),
            share=20)
    + lines("infrastructure", "", ("xe-0-0-{n}.agg3.{w}", "iface"), share=10))


def spelt(number):
    """A word of no list, other for each number, without a hexadecimal digit
    behind the first letters."""
    letters = "".join("gjkvwyzq"[number >> shift & 7] for shift in (9, 6, 3, 0))
    return FRUITS[number % len(FRUITS)] + letters


def fill(form, address, number):
    """The name of an IPv4 address, as text without escapes."""
    octets = address.packed
    values = {"n": number, "w": spelt(number), "whole": int(address),
              "other": octets[2] ^ 64}
    for letter, octet in zip("abcd", octets):
        values[letter] = octet
        values[letter.upper()] = f"{octet:03}"
        values["h" + letter] = f"{octet:02x}"
    return _below_domain(form.template.format(**values))


def fill6(form, address, number):
    """The name of an IPv6 address with a EUI-64 identifier."""
    groups = address.exploded.split(":")
    nibbles = "".join(groups)
    values = {"n": number, "w": spelt(number), "nibbles": nibbles,
              "reversed": ".".join(reversed(nibbles)),
              "short": address.compressed.replace(":", "-"),
              "long": "-".join(groups), "lower": nibbles[16:],
              "lower4": "-".join(groups[4:]),
              "mac": "00" + nibbles[18:22] + nibbles[26:],
              "low32": "-".join(groups[6:]), "low16": groups[7]}
    return _below_domain(form.template.format(**values))


def _below_domain(name):
    return name if name.endswith(".") else f"{name}.{DOMAIN}."
