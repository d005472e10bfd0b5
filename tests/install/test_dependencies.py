"""Every library that newsgrep imports is a dependency of its own, and every dependency is imported."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest

from newsgrep.libraries import DISTRIBUTIONS

PROJECT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ONLY_FOR_OTHERS = {"lxml-html-clean"}
"""Dependencies that newsgrep does not import itself; pyproject.toml says whom they serve."""
OF_TYPE_CHECKERS = {"_typeshed"}


def imported_modules(source: str) -> Iterator[str]:
    """The modules that a module imports or looks for, wherever in it, `import_module("name")` included."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module)):
                yield module
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__" | "find_spec")
                | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                yield module


def imported_packages() -> set[str]:
    sources = (path.read_text(encoding="utf-8") for path in (PROJECT / "newsgrep").rglob("*.py"))
    packages = {module.partition(".")[0] for source in sources for module in imported_modules(source)}
    return packages - sys.stdlib_module_names - OF_TYPE_CHECKERS - {"newsgrep"}


def normalised(requirement: str) -> str:
    """The name in a requirement, as package indexes compare it."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def declared() -> set[str]:
    extras = (name for names in SETTINGS["optional-dependencies"].values() for name in names)
    return {normalised(requirement) for requirement in (*SETTINGS["dependencies"], *extras)}


def test_what_is_imported_is_what_is_declared() -> None:
    imported = {normalised(DISTRIBUTIONS.get(package, package)) for package in imported_packages()}
    assert imported | ONLY_FOR_OTHERS == declared()
    assert imported & ONLY_FOR_OTHERS == set()


def test_the_walk_over_imports_sees_all_forms_of_them() -> None:
    source = "import a.b, c\nfrom d.e import f\ndef g():\n import h\n import_module('i.j')\n importlib.import_module('k')\n find_spec('l')"
    assert sorted(imported_modules(source)) == ["a.b", "c", "d.e", "h", "i.j", "k", "l"]


@pytest.mark.parametrize("package", sorted(imported_packages()))
def test_the_advice_names_the_distribution_that_holds_the_package(package: str) -> None:
    files = distribution(DISTRIBUTIONS.get(package, package)).files or []
    assert any(re.match(rf"{package}\b", file.parts[0]) for file in files)


def test_requirements_may_move_but_for_the_libraries_whose_next_version_breaks() -> None:
    """Loose bounds: a least version, and at most a version below which to stay; nothing is pinned."""
    assert [one for one in SETTINGS["dependencies"] if "==" in one or "~=" in one or ">=" not in one] == []
