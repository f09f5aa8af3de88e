# Deutsch. Zahlen kommen schon für Menschen geschrieben; $number wählt die Form, $noun und $nouns sind die Worte der Firma.

default-noun = Kunde
default-nouns = Kunden
nav = Hauptmenü
nav-overview = Überblick
nav-ledger = Hauptbuch
nav-why = Warum
nav-customers = { $Nouns }
nav-cohorts = Jahrgänge
nav-base = Bestand
nav-definitions = Definitionen
kind = Bewegung
month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
day = { $day }. { $month } { $year }
grain-day = Tag
grain-week = Woche
grain-month = Monat
grain-quarter = Quartal
grain-year = Jahr
grain-fiscal-quarter = Geschäftsquartal
grain-fiscal-year = Geschäftsjahr
kind-new = Neu
kind-won-back = Zurückgewonnen
kind-more = Mehr
kind-less = Weniger
kind-lost = Verloren
kind-currency = Währung
kind-transfer-in = Von anderswo gekommen
kind-transfer-out = Anderswohin gegangen
kind-restated = Berichtigt
kind-redefined = Neu definiert
reason-recommended = Wurde uns empfohlen
reason-offer = Ein Angebot oder Werbung
reason-needs-grew = Braucht mehr als zuvor
reason-satisfied = Mit uns zufrieden
reason-price = Preis
reason-price-rise = Preiserhöhung
reason-product = Produkt oder Funktionen
reason-service = Service und Betreuung
reason-late-delivery = Verspätete Lieferung oder Installation
reason-broken-promise = Ein Versprechen wurde gebrochen
reason-no-call-back = Zugesagter Rückruf blieb aus
reason-competitor = Zu einem Wettbewerber gewechselt
reason-need-ended = Nicht mehr benötigt
reason-payment = Zahlung fehlgeschlagen
reason = Grund
how-known = Woher wir es wissen
how-asked = Gefragt
how-told = Gesagt
how-inferred = Abgeleitet
stand-still = Nur um stehen zu bleiben
stand-still-said = { $customers } und { $money } müssen in einem Jahr wie dem vom { $from } bis { $through } gewonnen werden, nur um dort zu enden, wo wir sind.
behind-active = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } aktiv { $period }, im Wert von { $money }
behind-new = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } neu { $period }, im Wert von { $money }
behind-won-back = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } zurückgewonnen { $period }, im Wert von { $money }
behind-more = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } mit mehr Wert { $period }, um { $money }
behind-less = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } mit weniger Wert { $period }, um { $money }
behind-lost = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } verloren { $period }, im Wert von { $money }
behind-currency = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } durch Wechselkurse bewegt { $period }, um { $money }
behind-transfer-in = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } von anderswo gekommen { $period }, im Wert von { $money }
behind-transfer-out = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } anderswohin gegangen { $period }, im Wert von { $money }
behind-restated = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } berichtigt { $period }, um { $money }
behind-redefined = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } neu definiert { $period }, um { $money }
behind-sum = Zusammen { $money }.
day-of-movement = Tag
fact-purchases = Kauf
fact-subscriptions = Abonnement
fact-touches = Kontakt
fact-feedback = Rückmeldung
fact-reasons = Genannter Grund
fact-referrals = Uns empfohlen
says = Sagt
called-customer-noun = Wort für einen Kunden
called-customer-noun-plural = Wort für mehrere Kunden
called-basis = Grundlage des Werts
called-basis-rules = Andere Grundlagen
called-recurring-months = Monate eines Abonnements
called-lapse-days = Tage bis zum Verlust
called-value-window-days = Wertfenster
called-refunds = Erstattungen
called-return-window-days = Rückkehrfenster
called-free = Kostenlose Abonnements
called-paused = Ruhende Abonnements
called-lost-when = Verloren, wenn
called-same-period = Kommen und Gehen in einem Zeitraum
called-currency = Währung
called-time-zone = Zeitzone
called-week-start = Wochenbeginn
called-fiscal-start-month = Beginn des Geschäftsjahrs
called-levels = Wertstufen
called-reason-window-days = Fenster für Gründe
means-customer-noun = Wie wir einen von ihnen nennen.
means-customer-noun-plural = Wie wir mehrere nennen.
means-basis = Woraus der Wert besteht, den ein { $noun } hat: Abonnements, Käufe oder beides.
means-basis-rules = Bei wem er aus anderem besteht.
means-recurring-months = Monate eines Abonnements, die seinen Wert ausmachen.
means-lapse-days = Tage ohne Kauf, nach denen ein Käufer verloren ist.
means-value-window-days = Tage, bis zum letzten Kauf, deren Käufe den Wert eines Käufers ausmachen.
means-refunds = Was eine Erstattung mit einem Wert macht.
means-return-window-days = Tage, in denen als zurückgewonnen gilt, wer wiederkommt; später ist er neu.
means-free = Was ein Abonnement ohne Preis macht.
means-paused = Was ein ruhendes Abonnement wert ist.
means-lost-when = Wann ein endendes Abonnement nicht mehr zählt.
means-same-period = Wie Kommen und Gehen in einem Zeitraum gezählt wird.
means-currency = Die Währung aller Zahlen.
means-time-zone = Wo die Tage beginnen.
means-week-start = Der erste Tag einer Woche.
means-fiscal-start-month = Der erste Monat des Geschäftsjahrs.
means-levels = Wertstufen, nach denen das Hauptbuch geteilt werden kann.
means-reason-window-days = Tage um eine Bewegung, in denen ein Grund zu ihr gehört.
says-basis-recurring = Abonnements
says-basis-spend = Käufe
says-basis-both = Abonnements und Käufe
says-recurring-months-1 = ein Monat davon
says-recurring-months-12 = zwölf Monate davon
says-refunds-deducted = sie wird an ihrem Tag abgezogen
says-refunds-ignored = nichts
says-free-active = wer es hat, ist aktiv
says-free-apart = es wird gesondert gezählt
says-free-ignored = nichts
says-paused-unchanged = so viel wie zuvor
says-paused-value-zero = nichts
says-lost-when-subscription-ends = an dem Tag, an dem es endet
says-lost-when-billing-cycle-ends = nach dem Abrechnungszeitraum, in dem es endet
says-lost-when-at-once = an dem Tag, an dem es gekündigt wird
says-same-period-both-counted = beides wird gezählt
says-same-period-ignored = nur der Unterschied zwischen den beiden Enden
says-week-start-monday = Montag
says-week-start-sunday = Sonntag
says-week-start-saturday = Samstag
nav-audit = Änderungen
facts-ahead = Bekannt ist etwas bis { $day }; was vordatiert ist, zählt, sobald sein Tag gekommen ist.
nav-planning = Planung
percent = { $number } %
nav-settings = Einstellungen
locale-en = Englisch
locale-de = Deutsch
measure-closing = Am Ende da
measure-new = Neu
measure-won-back = Zurückgewonnen
measure-more = Brachten mehr
measure-less = Brachten weniger, höchstens
measure-lost = Verloren, höchstens
measure-transfer-in = Auf die Wertstufe gewechselt
measure-transfer-out = Von der Wertstufe gewechselt, höchstens
field-changed-by = Wer es ändert
field-source = Quelle
field-fact = Was die Zeilen sind
field-mapping = Zuordnung
field-customer = Nummer
field-note = Warum, in einem Satz
field-full-name = Vor- und Nachname
field-label = Wofür der Zugangsschlüssel da ist
field-setting = Name der Einstellung
field-draft = Der Entwurf
field-owner = Wer dafür einsteht
field-investment = Was dafür eingesetzt wird
field-measure = Messgröße
field-phase-reason = was sich geändert hat
field-level = Wertstufe
field-leader = Name der Person, die unterschreibt
field-role = Funktion der Person, die unterschreibt
noun-phase = neue Grenzen
noun-target = Ziel
noun-policy = Definitionen
noun-reason-tree = Baum der Gründe
noun-journey = Kundenreise
noun-business-calendars = Arbeitskalender
noun-populations = Gruppen
noun-mapping = Zuordnung der Spalten
noun-reject = abgewiesene Zeile
field-stage = Etappe
noun-agreement = Zustimmung zur Kundenreise
noun-reality-check = Antwort zu einer Etappe
done-agreement-add = Der Kundenreise zugestimmt
done-agreement-change = Zustimmung zur Kundenreise geändert
done-agreement-withdraw = Zustimmung zur Kundenreise zurückgenommen
done-reality-check-add = Zu einer Etappe geantwortet
done-reality-check-change = Antwort zu einer Etappe geändert
done-reality-check-withdraw = Antwort zu einer Etappe zurückgenommen
done-phase-add = Neue Grenzen begonnen
done-phase-change = Neue Grenzen geändert
done-phase-withdraw = Neue Grenzen zurückgenommen
done-target-add = Ziel gesetzt
done-target-change = Ziel geändert
done-target-withdraw = Ziel aufgegeben
scope-define = Definitionen schreiben
scope-plan = Ziele setzen
scope-close = Die Bücher schließen
nav-people = Personen
moment = { $day }, { $time } UTC
role = Rolle
role-admin = Verwaltung
role-analyst = Analyse
role-leader = Leitung
role-owner = Verantwortung
role-reader = Lesen
role-nobody = Gast
role-admin-may = Lässt Personen herein, liest Zahlen und Änderungen. Sieht für sich allein keine { $nouns }.
role-analyst-may = Liest Daten ein, schreibt die Definitionen, liest Zahlen, sieht { $nouns }, sagt, warum sie sich bewegten, liest die Änderungen.
role-leader-may = Liest Zahlen, sieht { $nouns }, sagt, warum sie sich bewegten, schreibt und unterschreibt die Definitionen, schließt die Bücher, setzt Ziele, liest die Änderungen.
role-owner-may = Liest Zahlen, sieht { $nouns }, sagt, warum sie sich bewegten.
role-reader-may = Liest Zahlen. Sieht für sich allein keine { $nouns }.
done-mapping-save = Zuordnung gespeichert
done-reject-dismiss = Ablehnungen abgetan
done-reject-change = Abtun geändert
done-reject-reopen = Ablehnungen wieder geöffnet
done-import-undo = Import zurückgenommen
done-policy-add = Definitionen hinzugefügt
done-policy-sign = Definitionen unterschrieben
done-records-seal = Frühere Aufzeichnungen versiegelt, wie sie standen
done-reason-set = Grund gesetzt
done-reason-tree-add = Baum der Gründe hinzugefügt
done-journey-add = Kundenreise hinzugefügt
done-calendars-add = Arbeitskalender hinzugefügt
done-populations-add = Gruppen hinzugefügt
done-setting-set = Einstellung geändert
done-user-add = Person hinzugefügt
done-user-change = Person geändert
done-user-invite = Person eingeladen
done-user-password = Kennwort geändert
done-period-close = Zeitraum geschlossen
done-token-add = Zugangsschlüssel angelegt
done-token-revoke = Zugangsschlüssel widerrufen
scope-read-figures = Zahlen lesen
scope-see-customers = { $Nouns } sehen
scope-explain = Sagen, warum { $nouns } sich bewegt haben
scope-sign = Definitionen unterschreiben
scope-read-audit = Das Änderungsprotokoll lesen
scope-administer = Personen verwalten
nav-data = Daten
facts-customers = { $Nouns }
facts-identities = Identitäten
facts-purchases = Käufe
facts-subscriptions = Abonnements
facts-touches = Kontakte
facts-feedback = Rückmeldungen
facts-referrals = Empfehlungen
facts-exchange-rates = Wechselkurse
facts-reasons = Gründe
scope-import = Daten einlesen
nav-health = Zustand
