# Wie die Felder einer Zeile heißen und was in jedem steht.

column-customer-id = { $Noun }
column-customer-id-about = Nummer, Name oder E-Mail-Adresse, unter der { $noun } bekannt ist
column-as-of = Stand
column-as-of-about = Der Tag, ab dem das gilt; heute, wenn es fehlt
column-name = Name
column-name-about = Wie { $noun } heißt
column-kind = Art
column-customers-kind-about = Person, Firma oder was Sie bei { $nouns } sonst unterscheiden
column-feedback-kind-about = aided (Frage mit Antworten zur Wahl), unaided (von sich aus gesagt) oder experiential (gleich nach einem Erlebnis gefragt)
column-since = Dabei seit
column-since-about = Der erste Tag bei Ihnen, wo die Käufe nicht so weit zurückreichen
column-attributes = Merkmale
column-consents = Einwilligungen

column-source-id = Nummer im anderen System
column-source-id-about = Unter der das andere System { $noun } kennt
column-rule = Regel
column-rule-about = Warum beide Nummern für dasselbe gehalten werden
column-probability = Wahrscheinlichkeit
column-probability-about = Wie wahrscheinlich das ist, von 0 bis 1

column-purchase-id = Nummer des Kaufs
column-purchase-id-about = Benennt die Zeile, damit sie wiedererkannt wird, wenn die Datei noch einmal kommt; weglassen, wenn sie sich wiederholt
column-at = Wann
column-at-about = Tag oder Zeitpunkt des Kaufs
column-feedback-at-about = Tag oder Zeitpunkt der Antwort
column-referrals-at-about = Tag oder Zeitpunkt der Empfehlung
column-reasons-at-about = Tag oder Zeitpunkt, zu dem der Grund genannt wurde
column-amount = Betrag
column-amount-about = Was bezahlt wurde, in ganzen Einheiten mit Nachkommastellen wie 482,00; unter null, wo es zurückgegeben wurde
column-amount-minor = Betrag in Hundertsteln
column-amount-minor-about = Dasselbe in Cent ohne Nachkommastellen wie 48200; eines von beiden genügt
column-currency = Währung
column-currency-about = Ihr Kürzel wie EUR; nennt die Datei keine, gilt die unten genannte
column-exchange-rates-currency-about = Deren Wert die Zeile nennt
column-product = Produkt
column-product-about = Was gekauft wurde
column-silo = Bereich des Unternehmens (Silo)
column-silo-about = Zu wem im Unternehmen es gehört: Abteilung, Laden, Marke
column-refund-of = Erstattet den Kauf
column-refund-of-about = Nummer des Kaufs, dessen Geld zurückgegeben wird

column-subscription-id = Nummer des Vertrags
column-subscription-id-about = Benennt den Vertrag, damit er wiedererkannt wird, wenn die Datei noch einmal kommt
column-plan = Tarif
column-plan-about = Was abonniert ist
column-monthly = Preis eines Monats
column-monthly-about = Was für einen Monat bezahlt wird, in ganzen Einheiten mit Nachkommastellen
column-monthly-minor = Preis eines Monats in Hundertsteln
column-monthly-minor-about = Dasselbe in Cent ohne Nachkommastellen; eines von beiden genügt
column-from = Beginnt
column-from-about = Der erste Tag mit dem Vertrag
column-to = Endet
column-to-about = Der erste Tag ohne ihn; leer, solange er läuft
column-end-reason = Warum er endete
column-end-reason-about = Wie das System es sagt; Gründe werden später zugeordnet
column-cancelled-on = Gekündigt am
column-cancelled-on-about = Der Tag der Kündigung, der lange vor dem Ende liegen kann
column-billing-months = Monate einer Rechnung
column-billing-months-about = Für wie viele Monate eine Rechnung gilt, etwa 12 bei jährlicher
column-status = Läuft oder ruht
column-status-about = active oder paused; was ein System sonst sagt, entscheidet, welche Zeilen zählen

column-touch-id = Nummer des Kontakts
column-touch-id-about = Benennt die Zeile, damit sie wiedererkannt wird, wenn die Datei noch einmal kommt
column-case-id = Nummer des Vorgangs
column-case-id-about = Was mehrere Kontakte zu einer Sache gemeinsam haben
column-touchpoint = Kontaktpunkt
column-touchpoint-about = Was für ein Kontakt es war: Anruf, Lieferung, Reparatur
column-channel = Kanal
column-channel-about = Auf welchem Weg: Telefon, E-Mail, Laden
column-started-at = Begann
column-started-at-about = Tag oder Zeitpunkt des Beginns
column-promised-by = Zugesagt bis
column-promised-by-about = Tag oder Zeitpunkt, bis zu dem es erledigt sein sollte
column-done-at = Erledigt
column-done-at-about = Tag oder Zeitpunkt der Erledigung; leer, solange es offen ist
column-outcome = Ergebnis
column-outcome-about = Was daraus wurde

column-feedback-id = Nummer der Antwort
column-feedback-id-about = Benennt die Zeile, damit sie wiedererkannt wird, wenn die Datei noch einmal kommt
column-instrument = Frage
column-instrument-about = Was gefragt wurde, etwa nps oder csat
column-score = Note
column-score-about = Die Zahl, die geantwortet wurde
column-scale-min = Niedrigste Note
column-scale-min-about = Von wo die Noten reichen
column-scale-max = Höchste Note
column-scale-max-about = Bis wohin die Noten reichen
column-text = Im Wortlaut
column-text-about = Was geschrieben wurde
column-rating-source = Wo es gesagt wurde
column-rating-source-about = Eine Umfrage, ein Store, eine Bewertungsseite

column-referral-id = Nummer der Empfehlung
column-referral-id-about = Benennt die Zeile, damit sie wiedererkannt wird, wenn die Datei noch einmal kommt
column-from-customer = Wer empfahl
column-from-customer-about = Von wem die Empfehlung kam
column-to-customer = Wer kam
column-to-customer-about = Wer durch die Empfehlung kam

column-day = Tag
column-day-about = Der Tag, an dem der Kurs galt
column-rate = Kurs
column-rate-about = Was eine Einheit wert ist oder wie viele Einheiten; welches von beiden, wird gefragt

column-reason-id = Nummer des Grundes
column-reason-id-about = Benennt die Zeile, damit sie wiedererkannt wird, wenn die Datei noch einmal kommt
column-code = Grund
column-code-about = Sein Kürzel in Ihrem Baum der Gründe
column-how-known = Woher bekannt
column-how-known-about = asked (gefragt), told (gesagt) oder inferred (erschlossen)

field-unknown-column = Die Datei hat keine Spalte „{ $column }“
    .hint = Wählen Sie eine ihrer Spalten
field-unknown-column-near = Die Datei hat keine Spalte „{ $column }“; ist { $nearest } gemeint?
    .hint = Schreiben Sie sie wie in der Datei, oder wählen Sie die Spalte aus der Liste
field-unreadable = „{ $expression }“ lässt sich nicht berechnen: { $why }
    .hint = Berichtigen Sie den Ausdruck, oder wählen Sie eine Spalte
field-no-expression = Der Ausdruck ist noch nicht geschrieben
    .hint = Schreiben Sie ihn daneben, oder wählen Sie eine Spalte
field-missing = Das braucht jede Zeile
    .hint = Wählen Sie die Spalte, in der es steht
field-no-currency = „{ $currency }“ ist keine Währung
    .hint = Schreiben Sie ihr Kürzel aus drei Buchstaben, etwa EUR
field-word-open = Nichts sagt, was „{ $word }“ in „{ $column }“ über die Zeilen sagt
    .hint = Wählen Sie neben dem Wort, ob solche Zeilen zählen

import-changing = { $file } aus { $source }. Sie ändern Spalten; zugestimmt ist noch nichts.
import-problem-below = Mit diesen Spalten lässt sich die Datei noch nicht lesen: Sehen Sie beim markierten Feld unten nach.
import-fields = Felder einer Zeile
import-more-fields = Was eine Zeile noch haben kann
import-needed = nötig
import-not-there = — nicht in dieser Datei —
import-expression = ein Ausdruck …
import-expression-of = Ausdruck für { $field }
import-via = Führt über { $via } zu { $noun }
import-attributes = Merkmale
import-look = Zeigen, was aus den Zeilen wird
import-unused = Spalten, die nicht verwendet werden
import-rows-beside = Die Zeilen der Datei und was aus jeder wird
import-rows-beside-about = Die ersten Zeilen, wie sie in der Datei stehen; Tage und Zeiten sind die Ihres Unternehmens.
import-rows-rejected = { $number ->
        [one] Eine der ersten Zeilen ist unlesbar und wird abgewiesen: { $first }
       *[other] { $count } der ersten Zeilen sind unlesbar und werden abgewiesen, die erste davon: { $first }
    }
import-no-rows = Die Datei hat keine Zeilen.
import-row = Zeile { $row }
import-in-file = In der Datei
import-more-cells = { $number ->
        [one] eine Zelle mehr
       *[other] { $count } Zellen mehr
    }
import-becomes = Was daraus wird
import-left-out = Zählt nicht: Die Zeile bleibt weg, wie ihre Wörter oder die Bedingung es sagen.
import-waits-for-answers = Es steht hier, sobald die Fragen oben beantwortet sind.
import-is-rejected = Abgewiesen.
import-moment = { $day }, { $time } Uhr
import-header = Welche Zeile benennt die Spalten?
import-header-about = Was darüber steht, bleibt weg.
import-header-else = Eine andere Zeile benennt die Spalten
import-header-row = Die Zeile, die die Spalten benennt
import-header-none = Keine Zeile benennt die Spalten
import-header-choose = So lesen
import-words = Was „{ $column }“ über die Zeilen sagt
import-word-by-word = Jedes Wort, wie hier gesagt:
import-word = Wort
import-word-money = Zusammen
import-word-count = Zählt
import-word-leave-out = Bleibt weg
import-word-refund = Erstattung
import-word-empty = (leer)
import-words-else = Eine andere Spalte sagt, welche Zeilen zählen
import-words-of = Ihre Wörter entscheiden
import-words-none = — keine —
import-words-look = Wählen Sie „Zeigen, was aus den Zeilen wird“; dann stehen ihre Wörter hier.

way-title = Auf dem Weg
way-about = Dateien, die hier sind, aber noch nicht eingelesen. Sie werden eine Woche aufgehoben.
way-state = Stand
way-columns-open = Den Spalten ist noch zuzustimmen
way-columns-agreed = Den Spalten ist zugestimmt; eingelesen ist noch nichts
way-waiting = Wartet, bis sie an der Reihe ist
way-running = Wird gelesen
way-tried = Geprüft; eingelesen ist noch nichts
way-nothing-new = Fertig: Alles war schon da
way-failed = Es ging nicht; nichts wurde eingelesen
way-go-on = Weiter
way-look = Ansehen

report-title = Import { $import }
report-by = { $by }, { $at }
report-mapping = Mit welchen Spalten gelesen wurde
past-by = Von
past-read = Gelesen
past-reject-file = Abgewiesene Zeilen von Import { $import }
