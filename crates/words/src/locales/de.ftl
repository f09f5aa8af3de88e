# Deutsch. Zahlen kommen schon für Menschen geschrieben; $number wählt die Form, $noun und $nouns sind die Worte der Firma.

default-noun = Kunde
default-nouns = Kunden
skip = Zum Inhalt
nav = Hauptmenü
nav-overview = Überblick
nav-ledger = Hauptbuch
nav-why = Warum
nav-customers = { $Nouns }
nav-cohorts = Jahrgänge
nav-base = Bestand
nav-definitions = Definitionen
theme = Hell oder dunkel
language = In English
sample-notice = Eine erfundene Firma, nur auf diesem Rechner zu sehen.
by = Zeitraum
side = Zahlen
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
week-of = Woche vom { $day }
grain-day = Tag
grain-week = Woche
grain-month = Monat
grain-quarter = Quartal
grain-year = Jahr
grain-fiscal-quarter = Geschäftsquartal
grain-fiscal-year = Geschäftsjahr

basis = Stand { $day }, nach { $policy }, in { $currency }.
policy-version = Definitionen Version { $version }
what-counts = Was als was zählt
figure = { $customers }, { $money }

headline-more-worth-more = { $period }: { $count } { $number ->
        [one] { $noun }
       *[other] { $nouns }
    } mehr, und { $money } mehr Wert
headline-more-worth-less = { $period }: { $count } { $number ->
        [one] { $noun }
       *[other] { $nouns }
    } mehr, aber { $money } weniger Wert
headline-fewer-worth-more = { $period }: { $count } { $number ->
        [one] { $noun }
       *[other] { $nouns }
    } weniger, aber { $money } mehr Wert
headline-fewer-worth-less = { $period }: { $count } { $number ->
        [one] { $noun }
       *[other] { $nouns }
    } weniger, und { $money } weniger Wert
headline-same-worth-more = So viele { $nouns } nach { $period } wie davor, mit { $money } mehr Wert
headline-same-worth-less = So viele { $nouns } nach { $period } wie davor, mit { $money } weniger Wert
headline-same = So viele { $nouns } nach { $period } wie davor, mit demselben Wert

opening = Anfang
closing = Ende
kind-new = Neu
kind-won-back = Zurückgewonnen
kind-more = Mehr
kind-less = Weniger
kind-lost = Verloren
kind-currency = Währung
kind-transfer-in = Von anderswo gekommen
kind-transfer-out = Anderswohin gegangen
kind-restated = Berichtigt
in = In
step = Schritt

waterfall-customers = { $Nouns }, { $period }: vom Anfang zum Ende
waterfall-value = Wert, { $period }: vom Anfang zum Ende
from-to-customers = { $Nouns }: von { $from } auf { $to }, { $period }
from-to-value = Wert: von { $from } auf { $to }, { $period }
unit-customers = In ganzen { $nouns }.
unit-value = Gerundet auf ganze { $currency }; die Tabelle hat jeden Cent.
axis-begins = Die Achse beginnt bei { $value }.
as-table = Als Tabelle zeigen
as-csv = Als CSV speichern

periods-customers = { $Nouns }, die kamen und gingen
periods-value = Wert, der kam und ging
periods-described = Von { $from } bei { $first } bis { $to } bei { $last }.
key-came = Gekommen
key-went = Gegangen
key-came-or-more = Gekommen oder mehr gekauft
key-went-or-less = Gegangen oder weniger gekauft
key-net = Alles zusammen
key-change = Wechselkurse, Berichtigungen
stayed = Wer blieb, brachte
more-less = { $more } mehr, { $less } weniger
by-level = Nach Wertstufe
by-kind = Nach Art
other-reasons = Alle anderen Gründe
all-periods = Jeder Zeitraum
all-periods-about = Anfang und alle Bewegungen ergeben das Ende, 0 unerklärt; jede Zahl von { $nouns } führt zu ihren Namen.
show-all = Alle Zeiträume zeigen
cut = Nach { $cut }, { $period }
cut-about = { $Nouns } oben, Wert darunter; die Segmente ergeben die Firma.
unfinished = { $period } ist nicht vorbei: gezählt bis { $day }.
unattributed = { $number ->
        [one] { $count } Kauf ohne Namen, { $money }, steht nicht im Hauptbuch.
       *[other] { $count } Käufe ohne Namen, zusammen { $money }, stehen nicht im Hauptbuch.
    }
free-apart = { $customers } mit nur kostenlosen Abonnements sind gesondert gezählt.

why-lost = Warum { $nouns } gingen, { $period }
why-lost-about = Verloren: { $all }; bei { $unknown } davon weiß noch niemand, warum.
nobody-lost = Niemand ging verloren.
all-reasons = Alle Gründe
not-yet-known = Noch nicht bekannt
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
why-title-lost = { $number ->
        [one] { $count } { $noun } verloren, { $period }, im Wert von { $money }
       *[other] { $count } { $nouns } verloren, { $period }, im Wert von { $money }
    }
why-title-less = { $number ->
        [one] { $count } { $noun } brachte weniger, { $period }, um { $money }
       *[other] { $count } { $nouns } brachten weniger, { $period }, um { $money }
    }
why-title-more = { $number ->
        [one] { $count } { $noun } brachte mehr, { $period }, um { $money }
       *[other] { $count } { $nouns } brachten mehr, { $period }, um { $money }
    }
why-title-won-back = { $number ->
        [one] { $count } { $noun } zurückgewonnen, { $period }, im Wert von { $money }
       *[other] { $count } { $nouns } zurückgewonnen, { $period }, im Wert von { $money }
    }
why-title-new = { $number ->
        [one] { $count } { $noun } neu, { $period }, im Wert von { $money }
       *[other] { $count } { $nouns } neu, { $period }, im Wert von { $money }
    }
reasons = Gründe
reasons-about = Jede Bewegung hat einen Grund, oder er ist noch nicht bekannt; zusammen ergeben sie das Hauptbuch.
reason = Grund
how-known = Woher wir es wissen
how-asked = Gefragt
how-told = Gesagt
how-inferred = Abgeleitet
in-period = In { $period }
together = Zusammen
ranked = Rangfolge, { $period }
nothing = Nichts zu erklären
nobody-moved = In diesem Zeitraum bewegte sich niemand so.

bowls = Gekommen und gegangen, { $period }
marble = { $number ->
        [one] Jede Kugel ist ein { $noun }.
       *[other] Jede Kugel steht für { $count } { $nouns }.
    }
run = Die letzten zwei Jahre
run-about = Was am Ende jedes Monats stand.
spark-customers = { $Nouns }
spark-value = Wert
stand-still = Nur um stehen zu bleiben
stand-still-said = { $customers } und { $money } müssen in einem Jahr wie dem vom { $from } bis { $through } gewonnen werden, nur um dort zu enden, wo wir sind.
concentration = { $money } von { $whole }, { $percent } %, ruhen auf { $few } von { $all }.

all-time = in der ganzen Zeit
on-day = am { $day }
end-of = am Ende von { $period }
found = „{ $find }“ findet { $said }
in-the-period = in { $period }
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
behind-sum = Zusammen { $money }.
narrowed-segment = Nur { $value }.
narrowed-reason = Grund: { $value }.
customer-name = Name
day-of-movement = Tag
moved = { $currency }
value-after = Wert danach
last-moved = Zuletzt bewegt
worth = Wert in { $currency }
find = Name oder Nummer suchen
find-button = Suchen
nobody-found = Niemand ist damit zu finden.
rows-shown = { $first } bis { $last } von { $all }
pages = Seiten
previous = Zurück
next = Weiter

life-active = { $name } ist bei uns, im Wert von { $money }
life-lost = { $name } ging am { $day } verloren
life-lived = Was geschah
life-latest = Die letzten { $shown } von { $all }.
life-value = Was den Wert bewegte
life-value-about = Wert: was im Wertfenster gekauft wurde, das mit dem letzten Kauf endet, und laufende Abonnements. Weniger am Tag eines Kaufs ist ein älterer, der das Fenster verließ.
life-no-movement = Nichts hat den Wert bewegt.
life-nothing = Noch kein Bereich hat etwas erzählt.
life-known = Was wir wissen
life-consents = Womit sie einverstanden sind
life-id = Nummer
fact-purchases = Kauf
fact-subscriptions = Abonnement
fact-touches = Kontakt
fact-feedback = Rückmeldung
fact-reasons = Genannter Grund
fact-referrals = Uns empfohlen

cohorts = Wer blieb, nach dem Beginn
cohorts-title = Von { $joined }, die je kamen, sind { $kept } bei uns
cohorts-about-customers = { $Nouns }, aktiv am Ende des Zeitraums ({ $grain }), in dem sie kamen (0), und der folgenden. Je stärker die Farbe, desto mehr von ihnen blieben.
cohorts-about-value = Ihr Wert in ganzen { $currency } am Ende des Zeitraums ({ $grain }), in dem sie kamen (0), und der folgenden. Je stärker die Farbe, desto mehr davon blieb.
joined = Gekommen
side-customers = { $Nouns }
side-value = Wert

base-title = Die Hälfte des Werts ruht auf { $few } von { $all }
deciles = Zehntel nach Wert, das beste zuerst
deciles-about = Aktive { $nouns }, je ein Zehntel, mit ihrem Wert in { $currency }.
tenth = Zehntel
part-of-value = Neben dem besten Zehntel
each-from = Kleinster darin
stayed-with-less = Brachten weniger, manche bevor sie gingen
tenure = Wie lange sie bei uns sind
years = Jahre
whole-years = { $number ->
        [0] unter 1
       *[other] { $count }
    }

definitions-unsigned = Definitionen, Version { $version }: noch hat niemand unterschrieben
definitions-signed = { $number ->
        [one] Definitionen, Version { $version }: von einer Person unterschrieben
       *[other] Definitionen, Version { $version }: von { $count } Personen unterschrieben
    }
policy = Version { $version }
since = In Kraft seit { $day }.
definition = Definition
says = Sagt
said = Sagte zuvor
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
choose = wählen …
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
versions = Versionen
versions-about = Was sich von einer zur nächsten änderte, und wer unterschrieb.
saved = Gespeichert von { $by }.
since-ever = In Kraft von Anfang an.
left-open = offen gelassen
level = { $name } ab { $money }
basis-rule = { $basis }, wo { $attribute } { $value } ist
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

nav-audit = Änderungen
as-picture = Als Bild
facts-ahead = Bekannt ist etwas bis { $day }; was vordatiert ist, zählt, sobald sein Tag gekommen ist.
net-within = Mehr und weniger werden für jeden der { $nouns } innerhalb eines Zeitraums verrechnet: Ein Jahr zeigt weniger davon als seine Monate zusammen.
plan-to-replace-so-far = Zu ersetzen, wie in den letzten zwölf Monaten
survival-axis = Monate: 0
nav-planning = Planung
percent = { $number } %
reasons-over-time-customers = { $kind }, nach Grund, in { $nouns }
reasons-over-time-value = { $kind }, nach Grund, in Geld
limits-customers = { $kind }, in { $nouns }: Signal oder Rauschen?
limits-value = { $kind }, in Geld: Signal oder Rauschen?
limits-about = Zwischen den Grenzen liegt, was von selbst geschieht. Was markiert ist, ist ein Signal: Etwas hat sich geändert. Nur Zeiträume, die vorbei sind.
limits-no-signal = Alles davon geschieht von selbst: kein Signal. Nur Zeiträume, die vorbei sind.
limits-too-few = Es sind zu wenige Zeiträume, um Signal von Rauschen zu trennen: Es braucht sechs, die vorbei sind.
limits-upper = Obere Grenze
limits-centre = Mittel
limits-lower = Untere Grenze
limits-ranges = Änderung zum Vorigen
limits-ranges-upper = Obere Grenze der Änderung
signal = { $span }: { $rule }{ $side }
signal-span = { $first } bis { $last }
signal-above = , oberhalb
signal-below = , unterhalb
signal-1 = außerhalb der Grenzen
signal-2 = neun hintereinander auf einer Seite des Mittels
signal-3 = sechs hintereinander steigend oder fallend
signal-4 = vierzehn hintereinander auf und ab
signal-5 = zwei von drei weit außen
signal-6 = vier von fünf deutlich außen
signal-7 = fünfzehn hintereinander nah am Mittel
signal-8 = acht hintereinander fern vom Mittel
signal-short-1 = außerhalb
signal-short-2 = neun auf einer Seite
signal-short-3 = sechs in eine Richtung
signal-short-4 = auf und ab
signal-short-5 = zwei weit außen
signal-short-6 = vier deutlich außen
signal-short-7 = alle nah
signal-short-8 = alle fern
survival = Wie lange sie bleiben
survival-about = Von { $joined }, die je dazukamen, gingen { $lost } irgendwann verloren. Wer erst vor Kurzem kam, zählt so lange, wie er zu sehen war.
survival-half = { $number ->
        [one] Die Hälfte ist nach einem Monat verloren.
       *[other] Die Hälfte ist nach { $count } Monaten verloren.
    }
survival-no-half = Mehr als die Hälfte ging nie verloren.
survival-there = noch da
survival-told = { $share } sind nach { $months } Monaten da, von { $number }, die so lange zu sehen waren
survival-at-risk = Bis dahin zu sehen
survival-months = Monate seit dem Beginn
survival-lost = In dem Monat verloren
survival-share = Noch da
survival-interval = 95-%-Intervall
usage = Mehr genutzt, weniger genutzt
usage-title = { $period }: { $more } nutzten uns mehr und { $less } weniger
usage-about = Aktive { $nouns } danach, wie oft sie uns in einem Zeitraum neben dem davor nutzten, mit ihrem Wert. Nur ganze Zeiträume werden erzählt.
usage-channel = Nur auf diesem Weg
usage-none = Von zwei ganzen Zeiträumen hintereinander sind keine Kontakte bekannt.
usage-used-more = Mehr
usage-used-less = Weniger
usage-as-much = Gleich viel
usage-joined = Dazugekommen
usage-active = Aktiv
nav-settings = Einstellungen
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
tongue-en = Englisch
tongue-de = Deutsch
plan-title = { $year }: { $customers } und { $money } müssen kommen, nur um nicht zu schrumpfen
plan-title-so-far = { $year }: { $customers } und { $money } gingen in zwölf Monaten und müssen kommen, nur um nicht zu schrumpfen
plan-standing-ceiling-met = eingehalten
plan-standing-ceiling-missed = überschritten
plan-title-first = Planung { $year }
plan-losses = Was { $year } ging
plan-losses-unfinished = Dieses Jahr ist nicht vorbei; es kann noch mehr gehen.
plan-losses-none = Es gibt kein Jahr davor
plan-losses-none-about = Die Planung beginnt mit dem Blick auf die Verluste. So weit reicht das Hauptbuch nicht zurück.
plan-losses-why = Warum sie gingen
plan-to-replace = Zu ersetzen
plan-so-far = { $year } bisher
plan-days = { $over } von { $all } Tagen sind vorbei.
plan-not-begun = Es hat noch nicht begonnen.
plan-replaced = Gekommen oder zurückgekommen: { $customers }; mit denen, die mehr kauften, brachten sie { $money }. { $before } gingen { $all }, und mit ihnen und denen, die weniger brachten, { $all-money }.
plan-targets = Ziele für { $year }
plan-targets-about = Was die Leitung erreichen will, in { $nouns } und in Geld, und wer dafür einsteht. Was erreicht ist, zählt das Hauptbuch.
plan-targets-none = Noch hat niemand eines gesetzt.
plan-target = Ziel
plan-standing = Wie es steht
plan-owner = Wer dafür einsteht
plan-of = { $reached } von { $target }
plan-open-ended = kein Ziel
plan-set-by = Gesetzt von { $by }, { $when }
plan-standing-unknown = noch nicht zu sagen
plan-standing-open = noch nicht erreicht
plan-standing-holds = hält bisher
plan-standing-met = erreicht
plan-standing-missed = verfehlt
plan-of-level = { $measure }: { $level }
plan-change = Ändern: { $what }, { $period }
plan-withdraw = Aufgeben
plan-withdraw-what = Aufgeben: { $what }
plan-set = Ein Ziel setzen
plan-set-about = Sagen Sie, wie viele { $nouns }, wie viel Wert oder beides. Frühere Ziele bleiben festgehalten.
plan-what = Was erreicht werden soll
plan-level = Wertstufe
plan-all-levels = alle
plan-period = Bis zum Ende von
plan-value = Wert in { $currency }
plan-investment = Was dafür eingesetzt wird
measure-closing = Am Ende da
measure-new = Neu
measure-won-back = Zurückgewonnen
measure-more = Brachten mehr
measure-less = Brachten weniger, höchstens
measure-lost = Verloren, höchstens
measure-transfer-in = Auf die Wertstufe gewechselt
measure-transfer-out = Von der Wertstufe gewechselt, höchstens
look-elsewhere = Von einem anderen Tag oder nach anderen Definitionen sehen
look-as-of = Gezählt bis
look-known-at = Mit dem Wissen vom (UTC)
look-policy = Gezählt nach
look-policy-in-force = den geltenden Definitionen
look = Ansehen
seen-elsewhere = Sie sehen auf Vergangenes oder nach Definitionen, die nicht gelten.
seen-now = Zurück zum Jetzt
closed-then = wie es damals war
names-lead-to-now = Ein Name führt zu allem, was heute von ihm bekannt ist.
narrowed-corrects = Berichtigungen von { $value }.
basis-known = Stand { $day }, mit dem Wissen vom { $moment }, nach { $policy }, in { $currency }.
done-target-add = Ziel gesetzt
done-target-change = Ziel geändert
done-target-withdraw = Ziel aufgegeben
scope-define = Definitionen schreiben
scope-plan = Ziele setzen
scope-close = Die Bücher schließen
close-books = Die Bücher von { $period } schließen
close-books-first = Der erste Abschluss schließt auch alle Zeiträume davor, und von da an wird nur noch in dieser Länge geschlossen: { $grain }.
close-books-about = Die Zahlen von { $period } mit dem Ende bei { $closing } bleiben dann, wie sie sind, für immer. Was später darüber bekannt wird, wird in einem offenen Zeitraum als berichtigt gebucht. Der geschlossene Zeitraum lässt sich nicht wieder öffnen.
close-books-sure = Ja, diese Zahlen sollen bleiben.
nav-people = Personen
moment = { $day }, { $time } UTC
save = Speichern
show = Zeigen

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
current-password = Jetziges Kennwort
password-about = Mindestens { $least } Zeichen; am besten ein paar Worte, die sonst niemand zusammenstellt.
password-wrong = Das ist nicht das jetzige Kennwort.
password-same = Das ist das jetzige Kennwort; bitte ein anderes wählen.
account-password = Ein anderes Kennwort
account-password-about = Sie werden überall abgemeldet und melden sich mit dem neuen wieder an.
choose-password = Ein eigenes Kennwort wählen
choose-password-about = Das jetzige hat jemand anderes gewählt. Wählen Sie ein anderes und melden Sie sich damit an; dann stehen die Seiten offen.
first-run = Die erste Verwaltung
first-run-about = Bellwether hat beim Start ein Geheimnis auf seine Konsole geschrieben. Damit richtet, wer Bellwether einrichtet, den ersten Zugang zur Verwaltung ein und lässt dann die anderen herein.
first-run-secret = Geheimnis von der Konsole
first-run-wrong = Das ist nicht, was auf der Konsole steht.
first-run-do = Ersten Zugang einrichten

role = Rolle
roles = Rollen
role-admin = Verwaltung
role-analyst = Analyse
role-leader = Leitung
role-owner = Verantwortung
role-reader = Lesen
role-nobody = Gast
role-admin-may = Lässt Personen herein, liest Zahlen und Änderungen. Sieht keine { $nouns }.
role-analyst-may = Liest Daten ein, schreibt die Definitionen, liest Zahlen, sieht { $nouns }, sagt, warum sie sich bewegten, liest die Änderungen.
role-leader-may = Liest Zahlen, sieht { $nouns }, sagt, warum sie sich bewegten, schreibt und unterschreibt die Definitionen, schließt die Bücher, setzt Ziele, liest die Änderungen.
role-owner-may = Liest Zahlen, sieht { $nouns }, sagt, warum sie sich bewegten.
role-reader-may = Liest Zahlen. Sieht keine { $nouns }.
refused-not-allowed = Das steht Ihnen nicht offen
refused-role = Ihre Rolle hier ist { $role }. Die Verwaltung kann Ihnen eine andere geben.

people = Personen
people-title = { $number ->
    [one] Eine Person darf sich anmelden
   *[other] { $count } Personen dürfen sich anmelden
}
people-about = Niemand wird je entfernt: Namen in den Änderungen bleiben die von jemandem.
people-add = Person hinzufügen
people-add-about = Das Kennwort hier gilt für die erste Anmeldung; dann wählt die Person ein eigenes.
change-person = { $name } ändern
other-password = Neues Kennwort, falls es sich ändern soll
may-sign-in = darf sich anmelden
not-active = darf sich nicht anmelden
last-signed-in = zuletzt angemeldet { $when }
never-signed-in = lange nicht angemeldet
must-choose-password = muss noch ein eigenes Kennwort wählen

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
done-mapping-save = Zuordnung gespeichert
done-policy-add = Definitionen hinzugefügt
done-policy-sign = Definitionen unterschrieben
done-reason-set = Grund gesetzt
done-reason-tree-add = Baum der Gründe hinzugefügt
done-setting-set = Einstellung geändert
done-user-add = Person hinzugefügt
done-user-change = Person geändert
done-user-password = Kennwort geändert
done-period-close = Zeitraum geschlossen

explain = Sagen, warum
queue = Noch nicht bekannt
queue-about = Die von größtem Wert zuerst. Was Sie sagen, zählt sofort.
queue-open = Die Gründe sagen, die noch nicht bekannt sind
queue-empty = Hier wartet nichts: Jeder Grund ist bekannt.
queue-of = Warum sich { $name } bewegte
queue-title = { $number ->
        [0] Jeder Grund ist bekannt ({ $kind })
        [one] Eine Bewegung wartet auf ihren Grund ({ $kind }, { $money })
       *[other] { $count } Bewegungen warten auf ihren Grund ({ $kind }, { $money })
    }
explain-about = Was eine Person sagt, steht vor dem, was eine Quelle sagt.
explain-movement = Bewegung
explain-how = Woher wir es wissen
explain-words = Im Wortlaut

sign = Version { $version } unterschreiben
sign-about = Eine Unterschrift sagt, dass Sie nach diesen Definitionen zählen.
sign-title = Ihre Funktion
sign-as = Als { $name } unterschreiben
refused-ours = Hier arbeitet etwas nicht, wie es soll. Wer sich um Bellwether kümmert, findet auf der Konsole, was es ist.
refused-not-signed-in = Sie sind nicht mehr angemeldet
refused-again = Nichts wurde gespeichert. Melden Sie sich in einem anderen Fenster an, kommen Sie hierher zurück und senden Sie es noch einmal: was Sie schrieben, ist noch da.
refused-singled-out = Dieser Schnitt hat Segmente von so wenigen, dass zu erkennen wäre, wer sie sind. Ihre Rolle sieht Zahlen und keine { $nouns }.
sign-in-make = Zugang zur Verwaltung einrichten, mit dem Geheimnis von der Konsole
done-token-add = Zugangsschlüssel angelegt
done-token-revoke = Zugangsschlüssel widerrufen
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
scope-read-figures = Zahlen lesen
scope-see-customers = { $Nouns } sehen
scope-explain = Sagen, warum { $nouns } sich bewegt haben
scope-sign = Definitionen unterschreiben
scope-read-audit = Das Änderungsprotokoll lesen
scope-administer = Personen verwalten
paper-board = Die Seite für den Vorstand, { $period }
paper-ledger = Das Hauptbuch, { $period }
paper-story = { $period } begann mit { $opening }. Neu: { $new }. Zurückgewonnen: { $back }. Verloren: { $lost }, die { $lost-money } mitnahmen. Von denen, die blieben, brachten { $more } { $more-money } mehr und { $less } { $less-money } weniger.
paper-movements = Alle Bewegungen, { $period }
all-periods-about-paper = Anfang und alle Bewegungen ergeben den Endstand, in { $nouns } und in Geld; nichts bleibt unerklärt.
paper-value = Wert, der kam und ging, in ganzen { $currency }
why-less = Warum { $nouns } weniger brachten, { $period }
board-pdf = Seite für den Vorstand (PDF)
ledger-pdf = Als PDF
paper-before-customers = Über der Linie, wer kam, darunter, wer ging; die Marke zeigt den Unterschied.
paper-before-value = Über der Linie, was kam oder wuchs, darunter, was ging oder schrumpfte; die Marke zeigt den Unterschied.
paper-story-currency = Wechselkurse änderten den Wert um { $money }.
paper-story-restated = Berichtigungen geschlossener Zeiträume änderten den Stand um { $customers } { $nouns } und { $money }.
paper-story-end = Am Ende standen { $closing }.
nav-data = Daten
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
facts-customers = { $Nouns }
facts-identities = Identitäten
facts-purchases = Käufe
facts-subscriptions = Abonnements
facts-touches = Kontakte
facts-feedback = Rückmeldungen
facts-referrals = Empfehlungen
facts-exchange-rates = Wechselkurse
facts-reasons = Gründe
import-begin = Datei einlesen
import-title = Datei einlesen: { $step }
import-steps = Schritte
import-step-choose = Datei wählen
import-step-columns = Spalten festlegen
import-step-try = Probelauf
import-step-done = Einlesen
import-choose = Welche Datei?
import-choose-about = CSV oder TSV (auch .gz, .zst), JSONL, Parquet oder XLSX. Zeichensatz, Trennzeichen, Dezimalzeichen und Reihenfolge von Tag und Monat werden erkannt; eingelesen wird erst, wenn Sie zustimmen.
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
import-first-rejects = Die ersten abgewiesenen Zeilen
import-all-rejects = Alle abgewiesenen Zeilen, zum Berichtigen
import-now = Einlesen
scope-import = Daten einlesen
nav-health = Zustand
health-title = { $number ->
        [0] Alles in Ordnung
        [one] Eine Sache ist zu tun
       *[other] { $count } Sachen sind zu tun
    }
health-checks = Prüfungen
health-about = Soeben nachgesehen, von Bellwether { $version }.
health-check = Was
health-found = Befund
health-advice = Zu tun
health-good = Nichts
closed = Geschlossene Bücher
closed-about = Ein geschlossener Zeitraum behält seine Zahlen. Was man später von ihm erfährt, wird in einem offenen gebucht, als Berichtigung.
closed-by = Geschlossen von
restated-since = Seither erfahren
restated-nothing = nichts
checksum = Prüfsumme
is-closed = geschlossen
