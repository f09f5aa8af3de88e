# Deutsch. Zahlen kommen schon für Menschen geschrieben; $number wählt die Form, $noun und $nouns sind die Worte der Firma.

skip = Zum Inhalt
theme = Hell oder dunkel
language = In English
sample-notice = Eine erfundene Firma, nur auf diesem Rechner zu sehen.
by = Zeitraum
side = Zahlen
week-of = Woche vom { $day }
basis = Stand { $day }, nach { $policy }, in { $currency }.
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
key-together = Zusammen genannt
told-together = Zusammen genannt
untold = nicht einzeln
untold-about = Eine Zahl zu weniger als { $fewest } { $nouns }, oder eine, die jemand fast allein ausmacht, würde verraten, wer sie sind. Solche Bewegungen stehen mit anderen in einer Summe und solche Zeiträume als einer, bis es genug sind; die Summen gehen weiterhin auf.
told-of-whole = Sie sehen die ganze Firma nach abgeschlossenen Monaten und keine Zahl zu weniger als { $fewest } { $nouns }. Gründe, Schnitte, Kohorten und Bestand sind denen zugänglich, die { $nouns } sehen dürfen.
told-of-year = Warum sie gegangen sind, sehen die, deren Rollen { $nouns } sehen.
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
silence = Käufe sind nur bis { $day } bekannt: Wer danach gekauft hat, weiß man nicht.
silence-lost = Käufe sind nur bis { $day } bekannt. { $customers }, seither verloren, { $money }, haben vielleicht doch gekauft: Lesen Sie neuere Käufe ein, oder sagen Sie, bis zu welchem Tag die Quelle vollständig ist.
unattributed = { $number ->
        [one] { $count } Kauf ohne Namen, { $money }, steht nicht im Hauptbuch.
       *[other] { $count } Käufe ohne Namen, zusammen { $money }, stehen nicht im Hauptbuch.
    }
free-apart = { $customers } mit nur kostenlosen Abonnements sind gesondert gezählt.
why-lost = Warum { $nouns } gingen, { $period }
why-lost-about = Verloren: { $all }; bei { $unknown } davon weiß noch niemand, warum.
all-reasons = Alle Gründe
not-yet-known = Noch nicht bekannt
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
in-period = In { $period }
together = Zusammen
ranked = Rangfolge, { $period }
nothing = Nichts zu erklären
bowls = Gekommen und gegangen, { $period }
marble = { $number ->
        [one] Jede Kugel ist ein { $noun }.
       *[other] Jede Kugel steht für { $count } { $nouns }.
    }
run = Die letzten zwei Jahre
run-about = Was am Ende jedes Monats stand.
spark-customers = { $Nouns }
spark-value = Wert
concentration = { $money } von { $whole }, { $percent } %, ruhen auf { $few } von { $all }.
all-time = in der ganzen Zeit
on-day = am { $day }
end-of = am Ende von { $period }
found = „{ $find }“ findet { $said }
in-the-period = in { $period }
narrowed-segment = Nur { $value }.
narrowed-reason = Grund: { $value }.
customer-name = Name
moved = { $currency }
value-after = Wert danach
last-moved = Zuletzt bewegt
worth = Wert in { $currency }
find = Name oder Nummer suchen
find-button = Suchen
rows-shown = { $first } bis { $last } von { $all }
pages = Seiten
previous = Zurück
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
life-stages = Wo sie in der Journey sind
life-stage = Etappe
life-in-stage = Seit { $day } in „{ $stage }“.
life-last-met = Letzter Kontakt
life-touches = Kontakte
life-broken = Gebrochene Versprechen
life-promise-kept = Versprechen gehalten, fällig am { $day }
life-promise-broken = Versprechen gebrochen, fällig am { $day }
life-promise-open = Versprechen offen, fällig am { $day }
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
since = In Kraft seit { $day }.
saved = Gespeichert von { $by }.
since-ever = In Kraft von Anfang an.
level = { $name } ab { $money }
basis-rule = { $basis }, wo { $attribute } { $value } ist
as-picture = Als Bild
net-within = Mehr und weniger werden für jeden der { $nouns } innerhalb eines Zeitraums verrechnet: Ein Jahr zeigt weniger davon als seine Monate zusammen.
plan-to-replace-so-far = Zu ersetzen, wie in den letzten zwölf Monaten
survival-axis = Monate: 0
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
look-elsewhere = Von einem anderen Tag oder nach anderen Definitionen sehen
look-as-of = Gezählt bis
look-known-at = Mit dem Wissen vom (UTC)
look-population = Aus der Gruppe
look-population-all = alle { $nouns }
look-policy = Gezählt nach
look-policy-in-force = den geltenden Definitionen
look = Ansehen
seen-elsewhere = Sie sehen auf Vergangenes oder nach Definitionen, die nicht gelten.
seen-now = Zurück zum Jetzt
closed-then = wie es damals war
names-lead-to-now = Ein Name führt zu allem, was heute von ihm bekannt ist.
narrowed-corrects = Berichtigungen von { $value }.
basis-known = Stand { $day }, mit dem Wissen vom { $moment }, nach { $policy }, in { $currency }.
basis-population = Gezählt sind allein { $customers } der Gruppe „{ $name }“.
basis-population-without-books = Abgeschlossene Bücher gelten für das ganze Unternehmen und bleiben daher beiseite.
basis-without-books = Abgeschlossene Bücher bleiben außer Acht: Auch geschlossene Zeiträume folgen den Fakten.
close-books = Die Bücher von { $period } schließen
close-books-first = Der erste Abschluss schließt auch alle Zeiträume davor, und von da an wird nur noch in dieser Länge geschlossen: { $grain }.
close-books-about = Die Zahlen von { $period } mit dem Ende bei { $closing } bleiben dann, wie sie sind, für immer. Was später darüber bekannt wird, wird in einem offenen Zeitraum als berichtigt gebucht. Der geschlossene Zeitraum lässt sich nicht wieder öffnen.
close-books-sure = Ja, diese Zahlen sollen bleiben.
save = Speichern
show = Zeigen
current-password = Jetziges Kennwort
roles = Rollen
other-password = Neues Kennwort, falls es sich ändern soll
may-sign-in = darf sich anmelden
not-active = darf sich nicht anmelden
last-signed-in = zuletzt angemeldet { $when }
never-signed-in = lange nicht angemeldet
must-choose-password = muss noch ein eigenes Kennwort wählen
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
paper-board = Die Seite für den Vorstand, { $period }
paper-sealed = Änderungen in den Aufzeichnungen: { $entries }, die letzte versiegelt mit { $seal }.
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
of-change-restated = Von der Veränderung entfallen { $customers } { $nouns } und { $money } auf Berichtigungen geschlossener Zeiträume.
of-change-redefined = Von der Veränderung entfallen { $customers } { $nouns } und { $money } auf Definitionen, die sich nach dem Abschluss der Bücher geändert haben.
paper-story-end = Am Ende standen { $closing }.
closed = Geschlossene Bücher
closed-about = Ein geschlossener Zeitraum behält seine Zahlen. Was man später von ihm erfährt, wird in einem offenen als Berichtigung gebucht, und was spätere Definitionen daraus machen, als neu definiert.
closed-by = Geschlossen von
restated-since = Seither erfahren
restated-nothing = nichts
checksum = Prüfsumme
is-closed = geschlossen
