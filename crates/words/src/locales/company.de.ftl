# Deutsch. Zahlen kommen schon für Menschen geschrieben; $number wählt die Form, $noun und $nouns sind die Worte der Firma.

policy-version = Definitionen Version { $version }
nobody-lost = Niemand ging verloren.
nobody-moved = In diesem Zeitraum bewegte sich niemand so.
nobody-found = Niemand ist damit zu finden.
next = Weiter
definitions-unsigned = Definitionen, Version { $version }: noch hat niemand unterschrieben
definitions-signed = { $number ->
        [one] Definitionen, Version { $version }: von einer Person unterschrieben
       *[other] Definitionen, Version { $version }: von { $count } Personen unterschrieben
    }
policy = Version { $version }
definition = Definition
said = Sagte zuvor
choose = wählen …
versions = Versionen
versions-about = Was sich von einer zur nächsten änderte, und wer unterschrieb.
left-open = offen gelassen
nobody-signed = Niemand hat unterschrieben.
definitions-next = Die nächste Version schreiben
definitions-write = Definitionen, Version { $version }: ein Entwurf
definitions-draft = Was zählen soll
definitions-draft-about = Noch ändert sich nichts. Der nächste Schritt zeigt, was sich ändern würde, bevor etwas gespeichert wird.
definitions-from = Gilt ab
definitions-from-about = Ab heute, wenn nichts dasteht. Von da an werden alle Zahlen offener Zeiträume danach gezählt, auch die früherer Tage.
definitions-note = Warum sie sich ändert, in einem Satz
definitions-try = Zeigen, was sich ändern würde
definitions-leave = Alles lassen, wie es ist
definitions-differ = { $number ->
        [0] Version { $version } würde nichts ändern
        [one] Version { $version } würde eine Definition ändern
       *[other] Version { $version } würde { $count } Definitionen ändern
    }
definitions-drift = Was anders gesagt würde
definitions-same = Sie sagt dasselbe wie die Version davor.
definitions-effect = Was sich an den Zahlen ändern würde
definitions-effect-about = Neben Version { $version }, über das ganze Hauptbuch.
definitions-effect-sum = Am { $day } wäre der Unterschied { $customers } { $nouns } und { $money }, nichts bleibt unerklärt.
definitions-other-currency = Die Zahlen hier bleiben in der heutigen Währung; gezählt würde dann in { $currency }.
definitions-save = Version { $version } speichern
definitions-again = Den Entwurf ändern
write-levels = Je Zeile eine: ihr Name, dann der Wert, ab dem sie beginnt, z. B. groß 1500.00
write-basis-rules = Je Zeile eine, z. B. kind=business: recurring
bridge = Zwei Versionen vergleichen
bridge-these = Was das an den Zahlen änderte
bridge-title = Von { $from } zu { $to }: { $customers } { $nouns } und { $money }
bridge-which = Welche zwei
bridge-about = Warum zwei Versionen für dieselben Daten verschiedene Zahlen geben.
bridge-from = Von
bridge-to = Zu
bridge-period = Nur dieser Zeitraum
bridge-compare = Vergleichen
bridge-by-definition = Nach Definition
bridge-unexplained = Was jede Definition zum Unterschied beiträgt; nichts bleibt unerklärt.
bridge-none = Sie geben dieselben Zahlen.
bridge-differences = Unterschiede
bridge-steps = Eins nach dem anderen
bridge-steps-about = { $shown } von { $all }, die von größtem Wert zuerst.
bridge-in = Zeitraum
refused-not-found = Das gibt es hier nicht
refused-question = Darauf gibt es keine Antwort
refused-busy = Gerade arbeitet jemand anderes; bitte noch einmal versuchen
refused-conflict = Das passt nicht zu dem, was schon da ist
refused-fault = Hier ist etwas kaputt
refused-mend = Einlesen, was fehlt
refused-back = Zurück zum Überblick
settings-title = Wie alles eingestellt ist
settings-organisation = Organisation
settings-organisation-about = Ihr Name steht auf jeder Seite und auf dem Blatt für den Vorstand.
settings-name = Name
settings-language = Sprache
settings-language-none = wie der Browser fragt, sonst Englisch
settings-by-admins = Wer verwaltet, kann es ändern.
settings-counting = Wörter, Kalender und Geld
settings-counting-about = Nach den Definitionen, Version { $version }. Sie ändern sich durch eine neue Version, die die Leitung unterschreibt.
settings-all-definitions = Alle Definitionen
settings-ways = Anderswo
sign-in = Anmelden
sign-in-name = Anmeldename
sign-in-password = Kennwort
sign-in-wrong = Der Name oder das Kennwort stimmt nicht.
sign-in-wait = { $number ->
    [one] Zu viele Versuche. Bitte in einer Minute noch einmal.
   *[other] Zu viele Versuche. Bitte in { $count } Minuten noch einmal.
}
sign-out = Abmelden
full-name = Vor- und Nachname
new-password = Neues Kennwort
password-about = Mindestens { $least } Zeichen; am besten ein paar Worte, die sonst niemand zusammenstellt.
password-wrong = Das ist nicht das jetzige Kennwort.
password-same = Das ist das jetzige Kennwort; bitte ein anderes wählen.
account-password = Ein anderes Kennwort
account-password-about = Sie werden überall abgemeldet und melden sich mit dem neuen wieder an.
choose-password = Ein eigenes Kennwort wählen
choose-password-about = Das jetzige hat jemand anderes gewählt. Wählen Sie ein anderes und melden Sie sich damit an; dann stehen die Seiten offen.
first-run = Die erste Person
first-run-about = Bellwether hat beim Start ein Geheimnis auf seine Konsole geschrieben. Damit treten Sie als Erste ein und lassen danach die anderen herein.
first-run-secret = Geheimnis von der Konsole
first-run-wrong = Das ist nicht, was auf der Konsole steht.
first-run-do = Eintreten
first-run-roles = Was Sie hier tun werden
first-run-roles-about = Sie lassen Personen herein, als Verwaltung. Kreuzen Sie an, was Sie außerdem tun; solange Sie allein sind, brauchen Sie Analyse und Leitung. Wer Analyse, Leitung oder Verantwortung hat, sieht { $nouns } mit Namen. Später gibt sich niemand selbst eine Rolle: Das tut jemand anderes mit der Rolle Verwaltung.
refused-not-allowed = Das steht Ihnen nicht offen
refused-role = Dazu braucht es eine dieser Rollen: { $able }. Ihre: { $own }.
refused-role-other = Die Verwaltung kann Ihnen eine weitere geben.
refused-role-own = Jemand anderes mit der Rolle Verwaltung kann Ihnen eine weitere geben; sich selbst gibt niemand eine.
refused-to-data = Zu den Daten
people = Personen
people-title = { $number ->
    [one] Eine Person darf sich anmelden
   *[other] { $count } Personen dürfen sich anmelden
}
people-about = Niemand wird je entfernt: Namen in den Änderungen bleiben die von jemandem.
people-add = Person hinzufügen
people-add-about = Sie bekommen einen Link zum Weitergeben; damit wählt die Person ein eigenes Kennwort.
people-let-in = Hereinlassen
people-by-password = Ein erstes Kennwort statt eines Links
people-by-password-about = Es gilt nur für die erste Anmeldung; danach wählt die Person ein eigenes.
first-password = Erstes Kennwort
change-person = { $name } ändern
audit = Änderungen
audit-about = Die letzte zuerst. Jeder Eintrag versiegelt den vor ihm, so dass keiner unbemerkt geändert, entfernt oder eingeschoben werden kann.
audit-holds = { $number ->
    [one] Eine Änderung, und nichts wurde umgeschrieben
   *[other] { $count } Änderungen, und nichts wurde umgeschrieben
}
audit-broken = { $number ->
    [one] Die Aufzeichnungen wurden an einer Stelle verfälscht
   *[other] Die Aufzeichnungen wurden an { $count } Stellen verfälscht
}
audit-checksum = Prüfsumme über alles: { $checksum }. Anderswo notiert, beweist sie später, dass nichts umgeschrieben wurde.
audit-breaches = Was nicht hält
audit-by = Wer
audit-what = Was
audit-all = Jede Art
audit-number = Nr.
audit-when = Wann
audit-before = Vorher
audit-after = Nachher
audit-document = das Dokument
audit-earlier = Frühere Änderungen
audit-nothing = Keine Änderung wie diese.
audit-of-a-customer = Betrifft einzelne { $nouns }; Ihre Rolle sieht keine { $nouns }.
sign = Version { $version } unterschreiben
sign-about = Eine Unterschrift sagt, dass Sie nach diesen Definitionen zählen.
sign-title = Ihre Funktion
sign-as = Als { $name } unterschreiben
refused-ours = Hier arbeitet etwas nicht, wie es soll. Wer sich um Bellwether kümmert, findet auf der Konsole, was es ist.
refused-not-signed-in = Sie sind nicht mehr angemeldet
refused-again = Nichts wurde gespeichert. Melden Sie sich in einem anderen Fenster an, kommen Sie hierher zurück und senden Sie es noch einmal: was Sie schrieben, ist noch da.
sign-in-make = Zugang zur Verwaltung einrichten, mit dem Geheimnis von der Konsole
api = Die Programmierschnittstelle
api-way-in = Der Zugang
api-way-in-about = Programme zeigen einen Zugangsschlüssel vor, den man auf der Seite des eigenen Kontos anlegt. Sie dürfen, was der Schlüssel und sein Inhaber beide dürfen.
tokens = Zugangsschlüssel für Programme
tokens-there = Gültige Zugangsschlüssel
tokens-about = Wer einen Zugangsschlüssel hat, darf damit in Ihrem Namen, wofür er gilt, bis er abläuft.
tokens-none = Es gibt keine.
token-new = Ein weiterer Zugangsschlüssel
token-label = Wofür er da ist
token-scopes = Wofür er gilt
token-ends = Läuft ab
token-revoke = Widerrufen
token-revoke-of = { $label } widerrufen
token-days = Tage, die er gilt
token-make = Zugangsschlüssel anlegen
token-made = Der Zugangsschlüssel
token-made-about = Kopieren Sie ihn jetzt: Er wird nur dieses eine Mal gezeigt und nirgends aufbewahrt.
data-title-systems = { $number ->
        [one] Eine Quelle
       *[other] { $count } Quellen
    }
data-title = { $number ->
        [one] Eine Quelle hält { $rows } Fakten
       *[other] { $count } Quellen halten { $rows } Fakten
    }
data-sources = Quellen
data-about = Was jedes System lieferte, wie frisch und wie vollständig es ist.
data-none = Noch wurde nichts eingelesen.
data-source = Quelle
data-fact = Fakten
data-rows = Zeilen
data-latest = Neuester Fakt
data-imported = Zuletzt eingelesen
data-unattributed = Ohne { $nouns }
data-rejected = Abgewiesen
data-gaps = Vollständig
data-complete = Vollständig
data-columns-short = { $number ->
        [one] eine Spalte hat Lücken
       *[other] { $count } Spalten haben Lücken
    }
data-gap = { $column }: { $present } von { $rows } Zeilen
data-rejects = Abgewiesene Zeilen
data-rejects-about = Berichtigen Sie sie in der Datei und lesen Sie diese ein.
import-begin = Datei einlesen
import-title = Datei einlesen: { $step }
import-steps = Schritte
import-step-choose = Datei wählen
import-step-columns = Spalten festlegen
import-step-try = Probelauf
import-step-done = Einlesen
import-choose = Welche Datei?
import-choose-about = CSV oder TSV (auch .gz, .zst), JSON, Parquet, XLSX oder ein Ereignisprotokoll (XES, OCEL 2.0). Zeichensatz, Trennzeichen, Dezimalzeichen und Reihenfolge von Tag und Monat werden erkannt; eingelesen wird erst, wenn Sie zustimmen.
import-fact = Was die Zeilen sind
import-source = System, aus dem sie stammt
import-source-hint = ohne Angabe der Name der Datei
import-file = Datei
import-next = Weiter
import-columns = Spalten
import-guessed = { $file } aus { $source }. Das ist eine Vermutung: lesen, berichtigen, zustimmen.
import-kept = { $file } aus { $source }. Diese Spalten wurden für die Quelle schon früher festgelegt.
import-agreed = { $file } aus { $source }. Diesen Spalten haben Sie zugestimmt.
import-target = Was eine Zeile hat
import-from = Spalte der Datei oder ein Ausdruck über ihre Spalten
import-attribute = ein weiteres Merkmal
import-attribute-number = Name des Merkmals { $number }
import-attribute-from = Spalte des Merkmals { $number }
import-currency = Währung von Beträgen ohne Angabe
import-dates = Daten wie 02/03/2026
import-decimal = Zahlen
import-detected = Wie erkannt
import-dates-iso = Nur mit dem Jahr zuerst
import-dates-day-first = Tag zuerst
import-dates-month-first = Monat zuerst
import-notes = Was entschieden wurde und was auffiel
import-say-below = Sagen Sie es unten in den Spalten
import-in-document = Das Dokument beantwortet: { $question }
import-agree = Den Spalten zustimmen
import-as-document = Dasselbe als Dokument
import-mapping = Zuordnung
import-sample = Die ersten Zeilen, wie sie gespeichert würden
import-sample-about = Spalten, die in keiner davon einen Wert haben, sind weggelassen.
import-sample-waits = Die Zeilen sind zu sehen, sobald beantwortet ist, was oben gefragt wird.
import-unreadable = Die Datei lässt sich nicht lesen
import-try = Die ganze Datei probieren
import-give-up = Aufgeben
import-trying = Die ganze Datei wird probiert
import-importing = Die Datei wird eingelesen
import-leave = Sie können diese Seite verlassen; es geht weiter.
import-cancel = Abbrechen
import-waits = Die Datei wartet, bis sie an der Reihe ist: es wird eine nach der anderen gelesen.
import-progress = Fortschritt
import-rows-read = { $number ->
        [one] Eine Zeile gelesen
       *[other] { $rows } Zeilen gelesen
    }
import-failed = Es ging nicht: Nichts wurde eingelesen
import-columns-again = Zurück zu den Spalten
import-tried = Probiert: Noch ist nichts eingelesen
import-done = Eingelesen, als Import { $number }
import-nothing-new = Nichts Neues: Alles ist schon da
import-rows = Zeilen
import-count = Anzahl
import-read = Gelesen
import-added = Hinzugefügt
import-replaced = Ersetzt
import-unchanged = Unverändert
import-repeated = In der Datei wiederholt
import-rejected = Abgewiesen
import-unattributed = Ohne { $nouns }
import-unattributed-worth = Zeilen ohne { $nouns } sind { $money } wert.
import-withdrawn = Zählen nicht mehr
import-withdrawn-worth = Was bisher zählte und nach diesem Import nicht mehr zählt, war { $money } wert.
import-first-rejects = Die ersten abgewiesenen Zeilen
import-all-rejects = Alle abgewiesenen Zeilen, zum Berichtigen
import-complete-through = Vollständig bis (freiwillig)
import-complete-about = Der letzte Tag, von dem alles in der Datei steht. Die Zahlen reichen dann bis zu ihm, auch wenn an ihm nichts geschah.
import-complete = { $source } ist bis { $day } vollständig.
import-now = Einlesen

past-title = Importe
past-about = Was eingelesen wurde, das Neueste zuerst. Ein Import lässt sich zurücknehmen, eine Rücknahme auch.
past-number = Nummer
past-what = Was
past-at = Wann
past-came = Hinzugekommen
past-changed = Geändert
past-left = Gegangen
past-rejected = Abgewiesen
past-import = { $fact } aus { $source }: { $files }
past-attribution = Nach Identitäten neu zugeordnet
past-attribution-about = { $fact }, die mit der Kennung von etwas anderem genannt sind, gehören jetzt zu denen, auf die sie zeigt. Nehmen Sie den Import der Identitäten zurück, um das umzukehren.
past-undo = Rücknahme von { $undoes }
past-undone = zurückgenommen durch { $by }
past-undo-it = Zurücknehmen
past-bring-back = Wiederherstellen
past-all = Alle Importe

undo-title = Import { $import } zurücknehmen?
undo-title-return = Import { $import } wiederherstellen?
undo-about = Import { $import }: { $fact } aus { $source } ({ $files }). Alles wird sein, als hätte es ihn nie gegeben und alle anderen Importe schon.
undo-about-return = Import { $import }: { $fact } aus { $source } ({ $files }). Er war zurückgenommen und wird wieder gelten.
undo-facts = Fakten
undo-withdrawn = Gehen
undo-replaced = Lauten wieder wie ohne ihn
undo-added = Kommen zurück
undo-unchanged = Bleiben, weil ein anderer Import dasselbe sagt
undo-customers = { $Nouns }, über die dann anderes bekannt ist
undo-money = { $leaving } gehen, { $returning } kommen.
undo-built = Was seither darauf beruht
undo-nothing-built = Nichts beruht darauf.
undo-closed = { $number ->
        [one] { $periods } wurde seither geschlossen
       *[other] { $periods } wurden seither geschlossen
    }: die geschlossenen Zeilen bleiben, und der Unterschied wird in einem offenen Zeitraum als berichtigt gebucht
undo-reasons = { $number ->
        [one] ein Grund wurde seither für eine Bewegung
       *[other] { $count } Gründe wurden seither für Bewegungen
    } dieser { $nouns } angegeben; wo es die Bewegung nicht mehr gibt, zählt ihr Grund nicht mehr
undo-reason = { $customer }, { $day }, { $kind }: { $reason } (von { $by })
undo-signatures = { $number ->
        [one] eine Fassung der Definitionen wurde
       *[other] { $count } Fassungen der Definitionen wurden
    } seither mit Blick auf diese Zahlen unterschrieben: { $by }
undo-targets = { $number ->
        [one] ein Ziel wurde
       *[other] { $count } Ziele wurden
    } seither mit Blick auf diese Zahlen gesetzt oder geändert
undo-lookups = { $number ->
        [one] Import { $imports } hat vielleicht { $nouns } über Kennungen gefunden, die mit diesem kamen
       *[other] die Importe { $imports } haben vielleicht { $nouns } über Kennungen gefunden, die mit diesem kamen
    }; was sie brachten, gehört dann denen, auf die die Kennungen zeigen, oder niemandem
undo-unkept = Import { $import } fand { $number ->
        [one] eine Zeile
       *[other] { $count } Zeilen
    } unverändert, und es wurde nicht festgehalten, welche: was davon dieser Import brachte, geht mit; lesen Sie seine Datei danach noch einmal ein
undo-agree = Ich habe gelesen, was das bewirkt
undo-do = Import { $import } zurücknehmen
undo-do-return = Import { $import } wiederherstellen
undo-back = Alles lassen, wie es ist
health-title = { $number ->
        [0] Alles in Ordnung
        [one] Eine Sache ist zu tun
       *[other] { $count } Sachen sind zu tun
    }
health-checks = Prüfungen
health-about = Soeben nachgesehen, von Bellwether { $version }.
health-night = Jedes gespeicherte Byte
health-night-about = Durchgelesen am { $at }, und wieder jede Nacht um drei.
health-night-never = Noch nicht durchgelesen: Ein Server tut das jede Nacht um drei und zum ersten Mal zehn Minuten nach dem Start.
health-schedule = Zeitplan
health-schedule-job = Was
health-schedule-last = Zuletzt
health-schedule-next = Das nächste Mal
schedule-held = bei { $host }, seit { $at }
schedule-nobody = kein Server hat ihn; einer, der läuft, übernimmt ihn binnen einer Minute
schedule-refresh = die Zahlen auf den neuesten Stand bringen
schedule-look = jedes gespeicherte Byte lesen
schedule-never = noch nicht
schedule-running = läuft seit { $at }
schedule-good = { $at }, erledigt in { $took }
schedule-broken-off = { $at }, abgebrochen: Der Server endete vorher
schedule-failed = { $at }, nach { $took } gescheitert{ $number ->
        [0] { "" }
        [one] { "" }
       *[other] , zum { $count }. Mal in Folge
    }: { $why }
schedule-seconds = { $number } s
schedule-minutes = { $number } min
schedule-hours = { $number } h
schedule-next-server = wenn ein Server läuft
schedule-next-over = wenn das vorbei ist
schedule-next-now = jeden Moment
schedule-next-at = { $at }
schedule-next-news = wenn etwas neu ist, spätestens { $at }
health-check = Was
health-found = Befund
health-advice = Zu tun
health-good = Nichts
