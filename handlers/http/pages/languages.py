"""The languages of the pages, and which of them a reader gets."""

from collections.abc import Mapping
from typing import Final

from handlers.http.pages.wording import Wording

ENGLISH: Final = "en"

LANGUAGES: Final[Mapping[str, Wording]] = {
    "en": Wording(
        business="the sender",
        number="Your number",
        messages="Messages",
        every_sender="from every sender",
        asks="Stop messages from {business}?",
        asks_more="Nothing changes until you press the button. Then you get no more of these"
        " messages.",
        stop="Stop these messages",
        opted_out="You get no more of these messages",
        opted_out_more="{business} may not send you any more of them. One that is on its way"
        " already may still arrive.",
        by_mistake="Pressed it by mistake? You can take it back within {minutes} minutes.",
        undo="Keep getting messages",
        taken_back="You get these messages again",
        taken_back_more="Everything is as it was before. You can stop them at any time.",
        too_late="It is too late to take it back here",
        too_late_more="You still get no more of these messages. If you want them again, please ask"
        " {business}.",
        expired="This link does not work any more",
        expired_more="Nothing was changed. To get no more of these messages, answer STOP to one of"
        " them, or ask {business}.",
        unknown="We do not know this link",
        unknown_more="Part of its address may be missing: open it again from the message. You can"
        " also answer STOP to the message.",
        away="Please try again in a minute",
        away_more="Nothing was changed. We cannot do it at this moment.",
    ),
    "fr": Wording(
        business="l’expéditeur",
        number="Votre numéro",
        messages="Messages",
        every_sender="de tous les expéditeurs",
        asks="Arrêter les messages de {business} ?",
        asks_more="Rien ne change tant que vous n’appuyez pas sur le bouton. Ensuite, vous ne"
        " recevrez plus ces messages.",
        stop="Arrêter ces messages",
        opted_out="Vous ne recevrez plus ces messages",
        opted_out_more="{business} ne peut plus vous en envoyer. Un message déjà parti peut encore"
        " arriver.",
        by_mistake="C’était une erreur ? Vous pouvez annuler pendant {minutes} minutes.",
        undo="Continuer à recevoir les messages",
        taken_back="Vous recevez de nouveau ces messages",
        taken_back_more="Tout est comme avant. Vous pouvez les arrêter à tout moment.",
        too_late="Il est trop tard pour annuler ici",
        too_late_more="Vous ne recevez toujours plus ces messages. Si vous les voulez de nouveau,"
        " adressez-vous à {business}.",
        expired="Ce lien ne fonctionne plus",
        expired_more="Rien n’a été modifié. Pour ne plus recevoir ces messages, répondez STOP à"
        " l’un d’eux ou adressez-vous à {business}.",
        unknown="Nous ne connaissons pas ce lien",
        unknown_more="Il manque peut-être une partie de l’adresse : ouvrez-la de nouveau depuis le"
        " message. Vous pouvez aussi répondre STOP au message.",
        away="Veuillez réessayer dans une minute",
        away_more="Rien n’a été modifié. Nous ne pouvons pas le faire en ce moment.",
    ),
    "es": Wording(
        business="el remitente",
        number="Su número",
        messages="Mensajes",
        every_sender="de todos los remitentes",
        asks="¿Dejar de recibir mensajes de {business}?",
        asks_more="Nada cambia hasta que pulse el botón. Después no recibirá más estos mensajes.",
        stop="No recibir más estos mensajes",
        opted_out="Ya no recibirá estos mensajes",
        opted_out_more="{business} no puede enviarle más. Un mensaje que ya está en camino todavía"
        " puede llegar.",
        by_mistake="¿Fue un error? Puede deshacerlo durante {minutes} minutos.",
        undo="Seguir recibiendo mensajes",
        taken_back="Vuelve a recibir estos mensajes",
        taken_back_more="Todo está como antes. Puede dejar de recibirlos en cualquier momento.",
        too_late="Es demasiado tarde para deshacerlo aquí",
        too_late_more="Sigue sin recibir estos mensajes. Si los quiere de nuevo, diríjase a"
        " {business}.",
        expired="Este enlace ya no funciona",
        expired_more="No se ha cambiado nada. Para no recibir más estos mensajes, responda STOP a"
        " uno de ellos o diríjase a {business}.",
        unknown="No conocemos este enlace",
        unknown_more="Quizá falte una parte de la dirección: ábrala otra vez desde el mensaje."
        " También puede responder STOP al mensaje.",
        away="Inténtelo de nuevo en un minuto",
        away_more="No se ha cambiado nada. En este momento no podemos hacerlo.",
    ),
    "de": Wording(
        business="den Absender",
        number="Ihre Nummer",
        messages="Nachrichten",
        every_sender="von allen Absendern",
        asks="Keine Nachrichten mehr von {business}?",
        asks_more="Es ändert sich nichts, bis Sie auf den Knopf drücken. Danach bekommen Sie diese"
        " Nachrichten nicht mehr.",
        stop="Nachrichten abbestellen",
        opted_out="Sie bekommen diese Nachrichten nicht mehr",
        opted_out_more="{business} darf Ihnen keine mehr senden. Eine, die schon unterwegs ist,"
        " kann noch ankommen.",
        by_mistake="Aus Versehen gedrückt? Sie können es {minutes} Minuten lang zurücknehmen.",
        undo="Nachrichten weiter bekommen",
        taken_back="Sie bekommen diese Nachrichten wieder",
        taken_back_more="Alles ist wie vorher. Sie können sie jederzeit abbestellen.",
        too_late="Hier lässt es sich nicht mehr zurücknehmen",
        too_late_more="Sie bekommen diese Nachrichten weiterhin nicht. Wenn Sie sie wieder möchten,"
        " wenden Sie sich bitte an {business}.",
        expired="Dieser Link funktioniert nicht mehr",
        expired_more="Es wurde nichts geändert. Um diese Nachrichten nicht mehr zu bekommen,"
        " antworten Sie auf eine davon mit STOP oder wenden Sie sich an {business}.",
        unknown="Diesen Link kennen wir nicht",
        unknown_more="Vielleicht fehlt ein Teil der Adresse: Öffnen Sie sie noch einmal aus der"
        " Nachricht. Sie können auf die Nachricht auch mit STOP antworten.",
        away="Bitte versuchen Sie es in einer Minute noch einmal",
        away_more="Es wurde nichts geändert. Im Augenblick ist es uns nicht möglich.",
    ),
    "pt": Wording(
        business="o remetente",
        number="O seu número",
        messages="Mensagens",
        every_sender="de todos os remetentes",
        asks="Parar de receber mensagens de {business}?",
        asks_more="Nada muda até que carregue no botão. Depois deixa de receber estas mensagens.",
        stop="Parar estas mensagens",
        opted_out="Já não recebe estas mensagens",
        opted_out_more="{business} não pode enviar-lhe mais nenhuma. Uma mensagem que já vai a"
        " caminho ainda pode chegar.",
        by_mistake="Foi um engano? Pode desfazê-lo durante {minutes} minutos.",
        undo="Continuar a receber mensagens",
        taken_back="Volta a receber estas mensagens",
        taken_back_more="Está tudo como antes. Pode pará-las em qualquer altura.",
        too_late="É tarde demais para desfazer aqui",
        too_late_more="Continua a não receber estas mensagens. Se as quiser de novo, contacte"
        " {business}.",
        expired="Este link já não funciona",
        expired_more="Nada foi alterado. Para deixar de receber estas mensagens, responda STOP a"
        " uma delas ou contacte {business}.",
        unknown="Não conhecemos este link",
        unknown_more="Talvez falte uma parte do endereço: abra-o de novo a partir da mensagem."
        " Também pode responder STOP à mensagem.",
        away="Tente de novo dentro de um minuto",
        away_more="Nada foi alterado. Neste momento não nos é possível.",
    ),
    "nl": Wording(
        business="de afzender",
        number="Uw nummer",
        messages="Berichten",
        every_sender="van alle afzenders",
        asks="Geen berichten meer van {business}?",
        asks_more="Er verandert niets totdat u op de knop drukt. Daarna krijgt u deze berichten"
        " niet meer.",
        stop="Deze berichten stoppen",
        opted_out="U krijgt deze berichten niet meer",
        opted_out_more="{business} mag u er geen meer sturen. Een bericht dat al onderweg is, kan"
        " nog aankomen.",
        by_mistake="Per ongeluk gedrukt? U kunt het {minutes} minuten lang ongedaan maken.",
        undo="Berichten blijven ontvangen",
        taken_back="U krijgt deze berichten weer",
        taken_back_more="Alles is zoals het was. U kunt ze op elk moment stoppen.",
        too_late="Het kan hier niet meer ongedaan worden gemaakt",
        too_late_more="U krijgt deze berichten nog steeds niet. Wilt u ze weer ontvangen, neem dan"
        " contact op met {business}.",
        expired="Deze link werkt niet meer",
        expired_more="Er is niets veranderd. Wilt u deze berichten niet meer krijgen, antwoord dan"
        " STOP op een ervan of neem contact op met {business}.",
        unknown="Wij kennen deze link niet",
        unknown_more="Misschien ontbreekt een deel van het adres: open het opnieuw vanuit het"
        " bericht. U kunt ook STOP op het bericht antwoorden.",
        away="Probeer het over een minuut opnieuw",
        away_more="Er is niets veranderd. Op dit moment lukt het ons niet.",
    ),
    "af": Wording(
        business="die sender",
        number="U nommer",
        messages="Boodskappe",
        every_sender="van alle senders",
        asks="Geen boodskappe meer van {business} nie?",
        asks_more="Niks verander voordat u die knoppie druk nie. Daarna kry u hierdie boodskappe"
        " nie meer nie.",
        stop="Stop hierdie boodskappe",
        opted_out="U kry hierdie boodskappe nie meer nie",
        opted_out_more="{business} mag nie meer daarvan vir u stuur nie. Een wat reeds op pad is,"
        " kan nog aankom.",
        by_mistake="Per ongeluk gedruk? U kan dit binne {minutes} minute terugtrek.",
        undo="Hou aan om boodskappe te kry",
        taken_back="U kry weer hierdie boodskappe",
        taken_back_more="Alles is soos dit was. U kan dit enige tyd stop.",
        too_late="Dit is te laat om dit hier terug te trek",
        too_late_more="U kry steeds nie hierdie boodskappe nie. As u dit weer wil hê, vra asseblief"
        " vir {business}.",
        expired="Hierdie skakel werk nie meer nie",
        expired_more="Niks is verander nie. Om nie meer hierdie boodskappe te kry nie, antwoord"
        " STOP op een daarvan, of vra {business}.",
        unknown="Ons ken nie hierdie skakel nie",
        unknown_more="’n Deel van die adres ontbreek dalk: maak dit weer vanuit die boodskap oop. U"
        " kan ook STOP op die boodskap antwoord.",
        away="Probeer asseblief oor ’n minuut weer",
        away_more="Niks is verander nie. Ons kan dit nie op die oomblik doen nie.",
    ),
    "zu": Wording(
        business="umthumeli",
        number="Inombolo yakho",
        messages="Imiyalezo",
        every_sender="kubo bonke abathumeli",
        asks="Misa imiyalezo evela ku-{business}?",
        asks_more="Akukho okushintshayo uze ucindezele inkinobho. Emva kwalokho ngeke usayithola le"
        " miyalezo.",
        stop="Misa le miyalezo",
        opted_out="Awusayitholi le miyalezo",
        opted_out_more="I-{business} ayisavunyelwe ukukuthumelela yona. Osevele usendleleni"
        " usengafika.",
        by_mistake="Ucindezele ngephutha? Ungakuhoxisa phakathi kwemizuzu engu-{minutes}.",
        undo="Qhubeka nokuthola imiyalezo",
        taken_back="Usuyayithola futhi le miyalezo",
        taken_back_more="Konke kunjengoba bekunjalo. Ungayimisa noma nini.",
        too_late="Sekwephuze kakhulu ukukuhoxisa lapha",
        too_late_more="Awukayitholi le miyalezo. Uma uyifuna futhi, sicela uxhumane no-{business}.",
        expired="Le linki ayisasebenzi",
        expired_more="Akukho okushintshiwe. Ukuze ungasayitholi le miyalezo, phendula ngo-STOP"
        " komunye wayo, noma uxhumane no-{business}.",
        unknown="Asiyazi le linki",
        unknown_more="Ingxenye yekheli kungenzeka ayikho: livule futhi emyalezweni. Ungaphendula"
        " futhi umyalezo ngo-STOP.",
        away="Sicela uzame futhi ngemuva komzuzu",
        away_more="Akukho okushintshiwe. Asikwazi ukukwenza okwamanje.",
    ),
}


def chosen(own: str, accepted: str) -> str:
    """The language of a link if we have it, else the first of the reader's that we have
    (`accepted` is an Accept-Language header), else English."""
    if _base(own) in LANGUAGES:
        return _base(own)
    wanted = [_weighed(each) for each in accepted.split(",")]
    known = [(weight, name) for weight, name in wanted if weight > 0 and name in LANGUAGES]
    return max(known, key=_weight, default=(1.0, ENGLISH))[1]


def _weight(weighed: tuple[float, str]) -> float:
    return weighed[0]


def _base(tag: str) -> str:
    return tag.strip().lower().replace("_", "-").partition("-")[0]


def _weighed(part: str) -> tuple[float, str]:
    """A language and how much it is wanted, of a part such as ``fr-CA;q=0.8``."""
    tag, _, quality = part.partition(";")
    try:
        weight = float(quality.strip().removeprefix("q=")) if quality else 1.0
    except ValueError:
        weight = 0.0
    return weight, _base(tag)
