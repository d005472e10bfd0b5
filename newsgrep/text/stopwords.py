"""Words too common to say what an article is about. They are found like any other; only the ranking drops them.

English alone has a list: elsewhere the ranking's idf does what is needed. Never on it: us, may, will, a
month.
"""

_ENGLISH = """
a about above after again against all also am an and any are as at be because been before being below
between both but by can cannot could did do does doing down during each few for from further had has have
having he her here hers herself him himself his how i if in into is it its itself just me more most my
myself no nor not now of off on once only or other our ours ourselves out over own same she should so some
such than that the their theirs them themselves then there these they this those through to too under until
up very was we were what when where which while who whom why with would you your yours yourself yourselves
cant couldnt didnt doesnt dont hadnt hasnt havent hed hell hes id ill im isnt ive shed shes shouldnt thats
theyd theyll theyre theyve wasnt wed werent weve whats wont wouldnt youd youll youre youve
"""
ENGLISH = frozenset(_ENGLISH.split())


def is_stop_word(surface: str, language: str) -> bool:
    """Say whether a surface is too common to rank by."""
    return language == "english" and surface in ENGLISH
