"""Words that stay small in a title: articles, conjunctions, prepositions, particles of names."""

_ENGLISH = (
    "a about above across after against along amid among an and around as at before behind below "
    "beneath beside besides between beyond but by despite down during except for from if in inside "
    "into like near nor of off on onto or out outside over past per since so than the through "
    "throughout till to toward towards under until unto up upon v v. versus via vis-à-vis vs vs. when "
    "while with within without yet"
)
_FRENCH = "à au aux avec chez d dans de des du en entre et l la le les ou par pour sans sous sur un une vers"
_GERMAN = (
    "am an auf aus bei das dem den der des die durch ein eine einem einer für gegen im in mit nach "
    "oder ohne über um und unter vom von vor zu zum zur zwischen"
)
_SPANISH = (
    "a al bajo con contra de del desde e el en entre hacia hasta la las lo los o para por según sin "
    "sobre un una y"
)
_OTHER = (
    "com da das degli dei del dell della delle di do dos e em gli i il na nas no nos per tra van het "
    "ten ter te"
)
_PARTICLES = "al an ar as ash at az bar bat ben bin bint el ha ibn ould ul und von de la van zu zur 's"

SMALL_WORDS = frozenset(f"{_ENGLISH} {_FRENCH} {_GERMAN} {_SPANISH} {_OTHER} {_PARTICLES}".split())
