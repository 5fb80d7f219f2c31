"""How the code holds together: what takes what from where."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PACKAGES = ("config", "partnerships")
LONGEST = 400


def modules() -> dict[str, Path]:
    """Every module of the project by its dotted name, migrations apart."""
    return {
        ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path
        for package in PACKAGES
        for path in (PROJECT / package).rglob("*.py")
        if "migrations" not in path.parts
    }


def imported(name: str, path: Path, known: dict[str, Path]) -> Iterator[str]:
    """The modules of the project that one imports, also inside its functions."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")
            above = above[: len(above) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            # A name may be a module of the package, or something inside it.
            found = [
                each if (each := f"{base}.{alias.name}") in known else base
                for alias in node.names
            ]
        else:
            continue
        yield from (each for each in found if each in known and each != name)


def circles(takes: dict[str, set[str]]) -> list[set[str]]:
    """The groups of modules that each reach themselves through the others."""

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        ahead = [*takes[start]]
        while ahead:
            name = ahead.pop()
            if name not in found:
                found.add(name)
                ahead += takes[name]
        return found

    reach = {name: reached(name) for name in takes}
    groups = {
        frozenset(other for other in reach[name] if name in reach[other])
        for name in takes
        if name in reach[name]
    }
    return [set(group) for group in groups]


def test_no_modules_import_each_other_in_a_circle():
    """Nor does one hide it inside a function: what is above knows what is below."""
    known = modules()
    takes = {name: {*imported(name, path, known)} for name, path in known.items()}
    assert circles(takes) == []


def test_a_circle_would_be_found(tmp_path):
    """Also one that a function hides, and one through names inside a package."""
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [{"b", "c"}]
    texts = {
        "box": "",
        "box.one": "from .two import thing\nfrom . import three\n",
        "box.two": "def thing():\n    from box.one import other\n",
        "box.three": "import json\n",
    }
    known = {}
    for name, text in texts.items():
        path = tmp_path / (f"{name}.py" if "." in name else "__init__.py")
        path.write_text(text, encoding="utf-8")
        known[name] = path
    takes = {name: {*imported(name, path, known)} for name, path in known.items()}
    assert takes["box.one"] == {"box.two", "box.three"}
    assert circles(takes) == [{"box.one", "box.two"}]


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_is_short_enough_to_be_read_at_once(name):
    """Past some 400 lines it is split by concept."""
    path = modules()[name]
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
