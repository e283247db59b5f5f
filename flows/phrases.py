"""The engine's own sentences: what it says when an answer is not understood, and the words on its own buttons."""

from collections.abc import Mapping

_PHRASES: Mapping[str, Mapping[str, str]] = {
    "at": {"nl": "om", "en": "at"},
    "and": {"nl": "en", "en": "and"},
    "done": {"nl": "Klaar", "en": "Done"},
    "skip": {"nl": "Overslaan", "en": "Skip"},
    "back": {"nl": "‹ Terug", "en": "‹ Back"},
    "skipped": {"nl": "Overgeslagen", "en": "Skipped"},
    "yes": {"nl": "Ja", "en": "Yes"},
    "no": {"nl": "Nee", "en": "No"},
    "keep": {"nl": "Houden", "en": "Keep"},
    "own": {"nl": "Zelf schrijven", "en": "Write my own"},
    "confirm": {"nl": "Zo opschrijven?", "en": "Shall I write it down like this?"},
    "right": {"nl": "Ja", "en": "Yes"},
    "change": {"nl": "Anders", "en": "Change it"},
    "change_plan": {"nl": "Iets veranderen", "en": "Change something"},
    "kept_plan": {"nl": "Nu heb je: “{plan}”", "u": "Nu hebt u: “{plan}”", "en": "Now you have: “{plan}”"},
    "plan_sentence": {"nl": "Als {cue}, dan {response}.", "en": "If {cue}, then {response}."},
    "own_plan": {
        "nl": "Schrijf je plan zo: als …, dan …",
        "u": "Schrijf uw plan zo: als …, dan …",
        "en": "Write your plan like this: if …, then …",
    },
    "own_response": {
        "nl": "Als {cue}, wat doe je dan?",
        "u": "Als {cue}, wat doet u dan?",
        "en": "If {cue}, what will you do?",
    },
    "retry_choice": {
        "nl": "Dat herken ik niet. Kies een van de knoppen, of typ wat erop staat.",
        "en": "I don't recognise that. Choose a button, or type its words.",
    },
    "retry_yesno": {
        "nl": "Is dat een ja of een nee? Kies een van de knoppen, of typ ja of nee.",
        "en": "Is that a yes or a no? Choose a button, or type yes or no.",
    },
    "retry_confirm": {
        "nl": "Zal ik de zin hierboven zo opschrijven? Typ ja of nee, of schrijf hem anders: als …, dan …",
        "en": "Shall I write the sentence above down? Type yes or no, or write it another way: if …, then …",
    },
    "retry_several": {
        "nl": "Dat herken ik niet helemaal. Kies een of meer knoppen, of typ wat erop staat.",
        "en": "I don't recognise all of that. Choose one or more buttons, or type their words.",
    },
    "retry_least": {"nl": "Kies er minstens {least}.", "en": "Choose at least {least}."},
    "retry_most": {"nl": "Kies er hoogstens {most}.", "en": "Choose at most {most}."},
    "retry_number": {"nl": "Typ één getal, zoals 3 of 2,5.", "en": "Type one number, such as 3 or 2.5."},
    "retry_whole": {"nl": "Typ één heel getal, zoals 3.", "en": "Type one whole number, such as 3."},
    "retry_least_number": {"nl": "Typ een getal vanaf {least}.", "en": "Type a number from {least} on."},
    "retry_most_number": {"nl": "Typ een getal tot en met {most}.", "en": "Type a number up to {most}."},
    "retry_readings": {
        "nl": "Bedoel je {readings}? Typ het precies zo.",
        "u": "Bedoelt u {readings}? Typ het precies zo.",
        "en": "Do you mean {readings}? Type it exactly like that.",
    },
    "or": {"nl": "of", "en": "or"},
    "retry_bounds": {
        "nl": "Typ een getal van {least} tot en met {most}.",
        "en": "Type a number from {least} to {most}.",
    },
    "retry_date": {
        "nl": "Ik kan daar niet één dag in lezen. Typ bijvoorbeeld: donderdag, of 26 november.",
        "en": "I can't read one day in that. Type, for example: Thursday, or 26 November.",
    },
    "retry_no_such_day": {
        "nl": "{day} staat niet in de kalender. Welke dag bedoel je?",
        "u": "{day} staat niet in de kalender. Welke dag bedoelt u?",
        "en": "{day} is not in the calendar. Which day do you mean?",
    },
    "retry_which_day": {
        "nl": "Bedoel je {first} of {last}? Typ de datum erbij.",
        "u": "Bedoelt u {first} of {last}? Typ de datum erbij.",
        "en": "Do you mean {first} or {last}? Type the date as well.",
    },
    "retry_date_bounds": {
        "nl": "Kies een dag van {first} tot en met {last}.",
        "en": "Choose a day from {first} to {last}.",
    },
    "retry_date_first": {"nl": "Kies een dag vanaf {first}.", "en": "Choose a day from {first} on."},
    "retry_time": {
        "nl": "Ik kan daar geen tijd in lezen. Typ bijvoorbeeld: 15.30, of half vier.",
        "en": "I can't read a time in that. Type, for example: 15:30, or half past three.",
    },
    "retry_time_bounds": {"nl": "Kies een tijd van {first} tot {last}.", "en": "Choose a time from {first} to {last}."},
    "retry_long": {
        "nl": "Dat zijn {length} tekens, en ik kan er {most} bewaren. Maak het iets korter en stuur het opnieuw.",
        "en": "That is {length} characters, and I can keep {most}. Make it a little shorter and send it again.",
    },
    "long_story": {
        "nl": "Dit schreef je, en het is meer dan ik kan bewaren ({length} tekens; het mogen er {most} zijn):",
        "u": "Dit schreef u, en het is meer dan ik kan bewaren ({length} tekens; het mogen er {most} zijn):",
        "en": "This is what you wrote, and it is more than I can keep ({length} characters; at most {most} fit):",
    },
    "long_shorten": {
        "nl": "Stuur het korter, of laat mij alleen het begin bewaren: “{beginning}”",
        "en": "Send it shorter, or let me keep the beginning only: “{beginning}”",
    },
    "keep_beginning": {"nl": "Bewaar het begin", "en": "Keep the beginning"},
    "retry_short": {"nl": "Dat is wat kort. Typ iets meer.", "en": "That is rather short. Type a little more."},
    "retry_response": {
        "nl": "Schrijf wat je dan doet, bijvoorbeeld: bel ik eerst.",
        "u": "Schrijf wat u dan doet, bijvoorbeeld: bel ik eerst.",
        "en": "Write what you will do then, for example: I call first.",
    },
    "retry_plan": {
        "nl": "Daar lees ik geen plan in. Noem een moment en wat je dan doet, zoals: "
        "als iemand belt, dan vraag ik eerst waarom.",
        "u": "Daar lees ik geen plan in. Noem een moment en wat u dan doet, zoals: "
        "als iemand belt, dan vraag ik eerst waarom.",
        "en": "I can't read a plan in that. Name a moment and what you will do then, such as: "
        "if somebody calls, then I first ask why.",
    },
    "retry_plan_again": {
        "nl": "Ook hier lees ik geen plan in. Het begint met als, en na dan staat wat je doet.",
        "u": "Ook hier lees ik geen plan in. Het begint met als, en na dan staat wat u doet.",
        "en": "I can't read a plan in this either. It begins with if, and after then comes what you do.",
    },
    "retry_again": {
        "nl": "Lukt het niet? Met /overslaan ga je verder zonder antwoord, met /stop stop je dit gesprek.",
        "u": "Lukt het niet? Met /overslaan gaat u verder zonder antwoord, met /stop stopt u dit gesprek.",
        "en": "No luck? With /skip you go on without an answer, with /stop you end this conversation.",
    },
    "retry_again_stop": {
        "nl": "Lukt het niet? Met /stop stop je dit gesprek.",
        "u": "Lukt het niet? Met /stop stopt u dit gesprek.",
        "en": "No luck? With /stop you end this conversation.",
    },
    "retry_enough": {
        "nl": "Ik kom er niet uit. Dat ligt aan mij, niet aan jou. Met /help lees je hoe je verder kunt.",
        "u": "Ik kom er niet uit. Dat ligt aan mij, niet aan u. Met /help leest u hoe u verder kunt.",
        "en": "I can't work it out. That is my fault, not yours. With /help you read how to go on.",
    },
    "lead": {"nl": "je leidinggevende", "u": "uw leidinggevende", "en": "your lead"},
    "coach": {"nl": "je coach", "u": "uw coach", "en": "your coach"},
    "share_unnamed": {"nl": "Zonder naam", "en": "Without a name"},
    "share_named": {"nl": "Met mijn naam", "en": "With my name"},
    "share_not": {"nl": "Niet delen", "en": "Don't share"},
    "share_do": {"nl": "Deel dit", "en": "Share this"},
    "share_name": {
        "nl": "Hoe kent {who} je? Typ je naam zoals die erbij komt te staan. Ik bewaar die alleen bij dit bericht.",
        "u": "Hoe kent {who} u? Typ uw naam zoals die erbij komt te staan. Ik bewaar die alleen bij dit bericht.",
        "en": "What does {who} call you? Type your name as it should be shown. I keep it with this item only.",
    },
    "share_preview_unnamed": {"nl": "Dit ziet {who} ({team}):", "en": "This is what {who} sees ({team}):"},
    "share_preview_named": {"nl": "Dit ziet {who} ({team}):", "en": "This is what {who} sees ({team}):"},
    "share_after_unnamed": {
        "nl": "Het komt maandag mee, zonder naam en zonder tijd, door elkaar met wat anderen deelden. "
        "{Who} kan raden dat jij het was. Tot maandag kun je het terugtrekken met /gedeeld.",
        "u": "Het komt maandag mee, zonder naam en zonder tijd, door elkaar met wat anderen deelden. "
        "{Who} kan raden dat u het was. Tot maandag kunt u het terugtrekken met /gedeeld.",
        "en": "It comes along on Monday, without a name or a time, mixed with what others shared. "
        "{Who} may guess that it was you. Until Monday you can take it back with /shared.",
    },
    "share_after_named": {
        "nl": "Het gaat over tien minuten weg, of zodra {who} weer werkt. "
        "Tot dan kun je het terugtrekken met /gedeeld.",
        "u": "Het gaat over tien minuten weg, of zodra {who} weer werkt. Tot dan kunt u het terugtrekken met /gedeeld.",
        "en": "It goes in ten minutes, or as soon as {who} is at work again. "
        "Until then you can take it back with /shared.",
    },
    "share_back_lead": {
        "nl": "{Who} kan je er via mij één keer op antwoorden en er één keer iets over toezeggen. "
        "Dat krijg je dan hier te lezen.",
        "u": "{Who} kan u er via mij één keer op antwoorden en er één keer iets over toezeggen. "
        "Dat krijgt u dan hier te lezen.",
        "en": "{Who} can answer it once and make one promise about it, by way of me. You then read that here.",
    },
    "share_back_coach": {
        "nl": "{Who} kan je er via mij één keer op antwoorden. Dat krijg je dan hier te lezen.",
        "u": "{Who} kan u er via mij één keer op antwoorden. Dat krijgt u dan hier te lezen.",
        "en": "{Who} can answer it once, by way of me. You then read that here.",
    },
    "share_back_unnamed": {
        "nl": "Ook dan is niet te zien wie je bent, en niet of je het leest.",
        "u": "Ook dan is niet te zien wie u bent, en niet of u het leest.",
        "en": "Even then nobody sees who you are, or whether you read it.",
    },
    "share_done_unnamed": {
        "nl": "Gedeeld, zonder naam",
        "en": "Shared, without a name",
    },
    "share_done_named": {
        "nl": "Gedeeld, met je naam",
        "u": "Gedeeld, met uw naam",
        "en": "Shared, with your name",
    },
    "share_press": {
        "nl": "Delen kan alleen met de knop. Kies hieronder.",
        "en": "Sharing takes a press of the button. Choose below.",
    },
    "share_fixed": {
        "nl": "Wat je deelde, verandert niet mee. Terugtrekken kan met /gedeeld.",
        "u": "Wat u deelde, verandert niet mee. Terugtrekken kan met /gedeeld.",
        "en": "What you shared does not change with it. You can take it back with /shared.",
    },
    "reply_lead": {"nl": "een leidinggevende van {team}", "en": "a lead of {team}"},
    "reply_coach": {"nl": "een coach van {team}", "en": "a coach of {team}"},
    "reply_hint": {
        "nl": "Typ het hieronder. Je ziet het eerst nog terug. Vraag niet wie het deelde: je kunt één keer antwoorden, "
        "en terugschrijven kan hier niet.",
        "u": "Typ het hieronder. U ziet het eerst nog terug. Vraag niet wie het deelde: u kunt één keer antwoorden, "
        "en terugschrijven kan hier niet.",
        "en": "Type it below. You see it once more before it goes. Do not ask who shared it: you can answer once, and "
        "nobody can write back here.",
    },
    "reply_preview_answer": {
        "nl": "Dit gaat naar wie het deelde, onder de eigen woorden van die collega. Erbij staat dat {who} antwoordt.",
        "en": "This goes to whoever shared it, below that colleague’s own words. It says that {who} answers.",
    },
    "reply_preview_promise": {
        "nl": "Dit gaat naar wie het deelde, onder de eigen woorden van die collega. "
        "Erbij staat dat {who} dit toezegt.",
        "en": "This goes to whoever shared it, below that colleague’s own words. It says that {who} promises this.",
    },
    "reply_day": {"nl": "De dag staat erbij: {day}.", "en": "The day goes with it: {day}."},
    "reply_after": {
        "nl": "Terugnemen kan daarna niet. Of het aankomt en gelezen wordt, zie je niet.",
        "u": "Terugnemen kan daarna niet. Of het aankomt en gelezen wordt, ziet u niet.",
        "en": "You cannot take it back afterwards. You do not see whether it arrives or is read.",
    },
    "reply_do": {"nl": "Verstuur dit", "en": "Send this"},
    "reply_not": {"nl": "Niet versturen", "en": "Don't send it"},
    "reply_done": {"nl": "Verstuur dit", "en": "Send this"},
    "reply_press": {
        "nl": "Ik verstuur niets wat je zomaar typt. Druk op een knop, of typ precies wat erop staat.",
        "u": "Ik verstuur niets wat u zomaar typt. Druk op een knop, of typ precies wat erop staat.",
        "en": "I send nothing that you just type. Press a button, or type exactly what it says.",
    },
    "reply_link": {
        "nl": "Op “{part}” kun je in Telegram drukken, en een link kan verraden wie dat doet. Schrijf het zonder "
        "links, adressen en opdrachten, met een spatie na een punt.",
        "u": "Op “{part}” kunt u in Telegram drukken, en een link kan verraden wie dat doet. Schrijf het zonder links, "
        "adressen en opdrachten, met een spatie na een punt.",
        "en": "Telegram makes “{part}” something to press, and a link can tell who did. Write it without links, "
        "addresses and commands, with a space after a full stop.",
    },
    "reply_fixed": {
        "nl": "Wat je verstuurde, verandert niet mee.",
        "u": "Wat u verstuurde, verandert niet mee.",
        "en": "What you sent does not change with it.",
    },
    "call_preview": {"nl": "Dit gaat naar {to}, en niets anders:", "en": "This goes to {to}, and nothing else:"},
    "call_bare": {
        "nl": "Er gaat een vraag naar {to}, zonder iets erbij. Wel is daar te zien dát de vraag gesteld is.",
        "en": "A question goes to {to}, with nothing added. They can see there that the question was asked.",
    },
    "call_nothing": {"nl": "(niets)", "en": "(nothing)"},
    "call_do": {"nl": "Stuur dit", "en": "Send this"},
    "call_not": {"nl": "Niet sturen", "en": "Don't send"},
    "call_done": {"nl": "Verstuurd", "en": "Sent"},
    "call_press": {
        "nl": "Sturen kan alleen met de knop. Kies hieronder.",
        "en": "Sending takes a press of the button. Choose below.",
    },
    "failed": {
        "nl": "Sorry, dit gesprek loopt vast. Dat ligt niet aan jou. Ik stop hier; wat je al zei, is bewaard.",
        "u": "Sorry, dit gesprek loopt vast. Dat ligt niet aan u. Ik stop hier; wat u al zei, is bewaard.",
        "en": "Sorry, this conversation got stuck. That is not your fault. I stop here; what you said is kept.",
    },
    "failed_bare": {
        "nl": "Sorry, dit gesprek loopt vast. Dat ligt niet aan jou. Ik stop hier.",
        "u": "Sorry, dit gesprek loopt vast. Dat ligt niet aan u. Ik stop hier.",
        "en": "Sorry, this conversation got stuck. That is not your fault. I stop here.",
    },
    "empty": {
        "nl": "Sorry, hier hoort een vraag te staan, maar die is leeg. Dat ligt niet aan jou. "
        "Verder kan met /overslaan, stoppen met /stop.",
        "u": "Sorry, hier hoort een vraag te staan, maar die is leeg. Dat ligt niet aan u. "
        "Verder kan met /overslaan, stoppen met /stop.",
        "en": "Sorry, a question belongs here, but it is empty. That is not your fault. "
        "Go on with /skip, or stop with /stop.",
    },
    "empty_fixed": {
        "nl": "Sorry, hier hoort een vraag te staan, maar die is leeg. Dat ligt niet aan jou. Stoppen kan met /stop.",
        "u": "Sorry, hier hoort een vraag te staan, maar die is leeg. Dat ligt niet aan u. Stoppen kan met /stop.",
        "en": "Sorry, a question belongs here, but it is empty. That is not your fault. You can stop with /stop.",
    },
    "retired": {
        "nl": "Dit gesprek is intussen vernieuwd, dus ik rond het hier af. Wat ik bewaarde, zie je met /mijngegevens.",
        "u": "Dit gesprek is intussen vernieuwd, dus ik rond het hier af. Wat ik bewaarde, ziet u met /mijngegevens.",
        "en": "This conversation has been renewed meanwhile, so I close it here. /mydata shows you what I kept.",
    },
}

NAMES = tuple(_PHRASES)


def say(phrase: str, language: str, tone: str, /, **values: object) -> str:
    """The sentence in a language and tone; English for a language that the engine does not speak."""
    forms = _PHRASES[phrase]
    form = forms.get("u") if tone == "u" and language == "nl" else None
    return (form or forms.get(language) or forms["en"]).format(**values)


def if_then(plan: Mapping[str, object], language: str, tone: str) -> str:
    """A plan as one sentence; no full stop comes behind the question mark of 'dan vraag ik: wat speelt er?'."""
    halves = {name: str(plan.get(name, "")) for name in ("cue", "response")}
    said = say("plan_sentence", language, tone, **halves)
    return said[:-1] if halves["response"].endswith(("?", "!")) else said
