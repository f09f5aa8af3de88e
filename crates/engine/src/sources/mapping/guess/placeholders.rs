//! Which texts stand for an empty cell, for a customer whom nobody knows, or for an end that has not come?
//!
//! Texts are in small letters. Several stand in one line, with bars between them.

/// Nothing, in any column; `\N` is what databases write.
const NOTHING: &str = "?|-|--|—|n/a|na|#n/a|null|(null)|\\n|none|nan|nil|k.a.|(blank)|(leer)|(none)|''|\"\"|undefined";

/// Nobody, by language.
const NOBODY: [&str; 7] = [
    // English.
    "0|guest|guest user|guest customer|guest checkout|unknown|unknown customer|unknown user|anonymous|anonymous user|anonymous customer|walk-in|\
     walk in|walkin|walk-in customer|walk in customer|walkin customer|cash|cash customer|cash sale|cash sales|no customer|no name|noname|\
     not provided|not available|not specified|not set|unassigned|deleted|deleted user|deleted customer|deleted account|tbd|tba|pos|\
     pos customer|counter sale|no email|customer unknown",
    // German.
    "gast|gastbestellung|unbekannt|unbekannter kunde|kunde unbekannt|laufkunde|laufkundschaft|barverkauf|barkunde|barzahler|anonym|\
     anonymer kunde|kein kunde|ohne kunde|keine angabe|nicht angegeben|gelöschter kunde|gelöschter nutzer|gelöschter benutzer|kasse|\
     thekenverkauf|ladenverkauf",
    // French.
    "inconnu|inconnue|client inconnu|anonyme|client anonyme|client de passage|client comptoir|passage|invité|invite|aucun|aucune|néant|neant|\
     sans nom|non renseigné|non renseigne|utilisateur supprimé|client supprimé|comptant|vente comptoir",
    // Dutch.
    "onbekend|onbekende klant|contant|contante verkoop|contante klant|geen|geen klant|anoniem|passant|losse klant|winkelklant|\
     niet opgegeven|verwijderde gebruiker|verwijderde klant",
    // Spanish and Portuguese.
    "desconocido|desconocida|cliente desconocido|consumidor final|invitado|invitada|ninguno|ninguna|anónimo|anonimo|sin nombre|sin cliente|\
     cliente de paso|cliente mostrador|mostrador|contado|cliente contado|público general|publico general|público en general|\
     publico en general|usuario eliminado|cliente eliminado|desconhecido|convidado|nenhum|sem cliente",
    // Polish.
    "brak|brak klienta|brak danych|nieznany|nieznana|nieznany klient|gość|gosc|anonimowy|klient anonimowy|klient detaliczny|\
     usunięty użytkownik|usunięty klient",
    // Italian.
    "sconosciuto|sconosciuta|cliente sconosciuto|ospite|nessuno|cliente anonimo|cliente occasionale|cliente generico|consumatore finale|\
     cliente banco|utente eliminato|cliente eliminato",
];

/// What stands before the @ of an address that nobody has.
const NO_ADDRESS: &str = "noemail|no-email|no_email|no.email|nomail|no-mail|none|unknown|anonymous|guest|na|notprovided|walkin|walk-in|keinemail|keine-email|keine|\
     unbekannt|gast|inconnu|anonyme|sinemail|sincorreo|geenemail|onbekend|brak|brakmaila";

/// No end as yet.
const OPEN: &str = "open|ongoing|active|current|present|never|now|until further notice|open end|open-ended|offen|laufend|aktiv|unbefristet|\
                    0000-00-00|0000-00-00 00:00:00|00.00.0000|00/00/0000";

/// Whether a text stands for an empty cell, in any column.
pub(super) fn is_nothing(text: &str) -> bool {
    is_listed(NOTHING, text)
}

/// Whether a text stands for a customer whom nobody knows.
pub(super) fn is_nobody(text: &str) -> bool {
    let has_no_address = || text.split_once('@').is_some_and(|(name, _)| is_listed(NO_ADDRESS, name));
    NOBODY.iter().any(|list| is_listed(list, text)) || has_no_address()
}

/// Whether a text stands for an end that has not come.
pub(super) fn is_open(text: &str) -> bool {
    is_listed(OPEN, text)
}

fn is_listed(list: &str, text: &str) -> bool {
    list.split('|').any(|known| known == text)
}
