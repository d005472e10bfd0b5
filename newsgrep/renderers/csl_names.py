"""Names of authors as CSL-JSON has them: of a person the family name apart, anything else as it is written."""

import re

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019.-][^\W\d_]+)*\.?")
_ORGANISATIONS = """
agence agencies agency agentur and associated associates authority board broadcasting bureau by
chronicle commission committee company contributor contributors correspondent correspondents council
daily department desk editor editorial editors for foundation gazette group herald inc institute
international jazeera journal limited ltd magazine media ministry network news newspaper newsroom of
office organisation organization post press presse radio redaktion reporter reporters reuters service
services staff standard sun team telegraph television the times tribune university welle wire wires
writer writers zeitung
"""
"""Words, in small letters, that stand in names of agencies, papers and desks, and not in those of persons."""
_PARTICLE_WORDS = "af al da das de del della der di do dos du el la las le los ten ter van von zu"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_NO_PERSONS = frozenset(_ORGANISATIONS.split())
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_MOST_WORDS = 5


def csl_name(author: str, source: str | None = None) -> dict[str, str]:
    """An author as a name of CSL: `family` and `given` if it is surely a person's, else `literal`.

    `Given Family` and `Family, Given` are persons' names; that of the source is none.
    """
    family, comma, given = author.partition(",")
    if comma and given.strip().lower() in _SUFFIXES:
        return _person(family.split(), given.strip()) if _is_person(family, source) else {"literal": author}
    if comma and _is_person(f"{given} {family}", source):
        return {"family": family.strip(), "given": given.strip()}
    if comma or not _is_person(author, source):
        return {"literal": author}
    return _person(author.split(), "")


def _is_person(name: str, source: str | None) -> bool:
    words = name.split()
    return (
        1 < len(words) <= _MOST_WORDS
        and name.casefold() != (source or "").casefold()
        and all(map(_WORD.fullmatch, words))
        and _NO_PERSONS.isdisjoint(word.lower() for word in words)
        and all(word[0].isupper() or word in _PARTICLES for word in words)
        and words[0] not in _PARTICLES
    )


def _person(words: list[str], suffix: str) -> dict[str, str]:
    """The family name is the last word, and the particles before it."""
    if not suffix and words[-1].lower() in _SUFFIXES and len(words) > 2:  # noqa: PLR2004  a given name, a family name and this
        words, suffix = words[:-1], words[-1]
    start = next((place for place, word in enumerate(words) if word in _PARTICLES), len(words) - 1)
    person = {"family": " ".join(words[start:]), "given": " ".join(words[:start])}
    return {**person, "suffix": suffix} if suffix else person
