"""Checks file and function sizes: `check_sizes.py FILE...` prints one line a
fault. Source and script files have at most 400 lines, C++ functions 60, counted
from the first line of the signature to the closing brace."""

import re
import sys

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
SIZED = re.compile(r"\.(h|cc|py|sh|cmake)$|(^|/)CMakeLists\.txt$|^\.ci/run$")

# Comments, raw strings, strings and character literals. A quote between two
# digits is a separator (1'000'000), not a literal.
OPAQUE = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(?P<tag>[^()\\\s]*)\(.*?\)(?P=tag)"|"""
    r""""(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'""",
    re.DOTALL,
)
TYPE_HEAD = re.compile(
    r"(template\s*<.*>\s*)?((inline|static|constexpr|const|typedef)\s+)*"
    r"(namespace|class|struct|union|enum|extern)\b"
)


def blank(match):
    """Keeps the line breaks, so that line numbers stay."""
    return re.sub(r"[^\n]", " ", match.group())


def head_of(lines, opener):
    """(first line, text) of the declaration whose brace ends line `opener`."""
    first = opener
    while first > 0:
        above = lines[first - 1].strip()
        if not above or above[0] == "#" or above[-1] in ";{}":
            break
        if re.match(r"(public|private|protected)\s*:$", above):
            break
        first -= 1
    return first, " ".join(line.strip() for line in lines[first : opener + 1])


def is_function(head):
    """`head` is the text of a declaration up to its opening brace."""
    head = re.sub(r"alignas\([^)]*\)", "", head)
    if TYPE_HEAD.match(head):
        # `struct S Make(` is a function, `class Q : public R<int(int)>` is not.
        return "(" in re.split(r"(?<!:):(?!:)|\{", head)[0]
    before_parameters, parenthesis, _ = head.partition("(")
    if not parenthesis:
        return False
    is_table = re.search(r"(?<!operator)(?<![=<>!])=", before_parameters)
    is_lambda = re.search(r"\]\s*$", before_parameters)
    return bool(is_lambda) or not is_table


def functions(text):
    """(first line, last line), from 1, of each outermost function body."""
    lines = OPAQUE.sub(blank, text).split("\n")
    opened = []  # (line of the brace, it is a function or inside one)
    for number, line in enumerate(lines):
        if line.lstrip().startswith("#"):
            continue
        for column, character in enumerate(line):
            if character == "{":
                inside = bool(opened) and opened[-1][1]
                ends_line = not line[column + 1 :].strip()
                starts = (
                    not inside and ends_line and is_function(
                        head_of(lines, number)[1])
                )
                opened.append((number, inside or starts, starts))
            elif character == "}" and opened:
                opener, _, starts = opened.pop()
                if starts:
                    yield head_of(lines, opener)[0] + 1, number + 1


def main(paths):
    faults = []
    for path in paths:
        if not SIZED.search(path):
            continue
        with open(path, encoding="utf-8") as file:
            text = file.read()
        count = text.count("\n")
        if count > MAX_FILE_LINES:
            faults.append(f"{path}:{MAX_FILE_LINES + 1}: file of {count} lines,"
                          f" at most {MAX_FILE_LINES}")
        if not path.endswith((".h", ".cc")):
            continue
        for first, last in functions(text):
            if last - first + 1 > MAX_FUNCTION_LINES:
                faults.append(
                    f"{path}:{first}: function of {last - first + 1} lines,"
                    f" at most {MAX_FUNCTION_LINES}")
    print("".join(fault + "\n" for fault in faults), end="")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
