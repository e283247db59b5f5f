"""Words that Dutch texts are better without, each with what to write; and other names of what has one name here.

A word is a pattern of whole words in small letters.
"""

from collections.abc import Mapping

CALQUES: Mapping[str, str] = {
    r"vensters?": "periode",
    r"(?:het )?toeval": "er wordt geloot",
    r"eigen knop(?:pen)?": "met een knop, zelf",
    r"zo staat het": "dat is het nu",
    r"adresseer\w*|geadresseerd": "aanpakken",
    r"terugkoppel\w*": "laten weten",
    r"aan het eind van de dag": "uiteindelijk",
    r"maakt? het verschil": "wat er anders wordt",
    r"uitdaging(?:en)?": "wat lastig is",
}
"""what is English in Dutch letters"""
TERMS: Mapping[str, str] = {
    r"logs?|logje": "logboek",
    r"tik(?:t|ken)? op|in \w+ tik(?:ken)?": "drukken",
    r"gewoontes": "gewoonten",
    r"principes?": "gewoonte",
    r"scripts?": "gesprek",
    r"gebruikers?": "collega",
}
"""another word for what the glossary names once"""
