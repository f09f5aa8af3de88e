# Die Journey: Etappen, Versprechen, Übergaben und Messgrößen.

nav-journey = Journey
nav-handoffs = Übergaben
nav-measures = Messgrößen
journey-title = Im Zeitraum { $period } wurden { $broken } von { $all } Versprechen gebrochen; am meisten schmerzte „{ $touchpoint }“: { $customers }, { $money }
journey-title-kept = Im Zeitraum { $period } wurden alle { $all } Versprechen gehalten
journey-title-none = Im Zeitraum { $period } wurde kein Versprechen fällig
journey-none = Die Journey hat noch niemand aufgeschrieben
journey-none-about = Bis dahin gelten die Versprechen, die Kontakte selbst nennen, unter dem Namen, den ihr System ihnen gibt.
journey-none-how = Geschrieben wird sie als Datei: bellwether journey export > journey.toml, dann bellwether journey apply journey.toml. Sie nennt die Etappen in den Worten Ihrer { $nouns }, je eine verantwortliche Person, und was jeder Berührungspunkt verspricht.
journey-silo = Abteilung: { $silo }
journey-owner = Verantwortlich: { $owner }
journey-no-touchpoints = Hier meldet sich kein Berührungspunkt
touchpoint-kept = { $kept } von { $all } gehalten
touchpoint-none-due = Kein Versprechen wurde fällig
touchpoint-no-promise = Verspricht nichts
touchpoint-open = { $count } noch offen
touchpoint-target = Ziel { $target }
touchpoint-hurt = { $customers } betroffen, { $money }
touchpoint-touches = { $count } { $number ->
        [one] Kontakt
       *[other] Kontakte
    }
touchpoint-rank = Moment der Wahrheit { $rank }
class-at-risk = Gefährdet
class-in-need = Braucht Hilfe
class-bond = Bindung
class-growth = Wachstum
unplaced = Kontakte, die keine Etappe kennt
unplaced-about = Nennen Sie sie bei einem Berührungspunkt der Journey, damit jemand dafür verantwortlich ist.
unplaced-touchpoint = Wie sie heißen
unplaced-touches = Kontakte
unplaced-kept = Versprechen gehalten
unplaced-broken = Versprechen gebrochen
nameless-touches = { $count } Kontakte nennen niemanden, gleich an welchem Berührungspunkt und in welchem Zeitraum; sie stecken in keiner dieser Zahlen.
touchpoint-title = { $name }: { $kept } von { $all } Versprechen gehalten, { $period }
touchpoint-title-none = { $name }: kein Versprechen fällig, { $period }
touchpoint-promise = Was versprochen wird
touchpoint-stage = Etappe
touchpoint-owner = Wer dafür verantwortlich ist
touchpoint-time = Die Hälfte dauerte höchstens { $median }, neun von zehn höchstens { $p90 }
touchpoint-right = Beim ersten Mal richtig
touchpoint-right-of = { $right } von { $cases } Fällen; { $again } kamen noch einmal
touchpoint-customers = Wen es im Zeitraum { $period } traf
touchpoint-customers-about = { $promises } gebrochene Versprechen, { $customers }, { $money }. Der Wert ist der vom { $day }.
touchpoint-customers-none = Im Zeitraum { $period } traf es niemanden.
touchpoint-due = Fällig
touchpoint-done = Erledigt
touchpoint-not-done = noch nicht
touchpoint-silo = Abteilung
touchpoint-more = Die { $shown } wertvollsten von { $all }; in der Datei stehen alle.
touchpoint-cost = Was mit einem gebrochenen Versprechen einhergeht
touchpoint-cost-told = { $broken } erlebten ein gebrochenes Versprechen; { $did } davon gingen innerhalb von { $days } Tagen, { $money }. Von { $kept }, denen es gehalten wurde, gingen { $kept_did }.
touchpoint-cost-matched = Unter denen, die sich in Dauer, Wert und Monat gleichen, gehen { $estimate } von 100 mehr (95-%-Intervall { $low } bis { $high }). Das ist ein Zusammenhang; geprüft hat ihn niemand.
touchpoint-cost-fewer = Unter denen, die sich in Dauer, Wert und Monat gleichen, gehen { $estimate } von 100 weniger (95-%-Intervall { $low } bis { $high }). Das ist ein Zusammenhang; geprüft hat ihn niemand.
touchpoint-cost-refused = Wer sich in Dauer, Wert und Monat gleicht, wird nicht verglichen: Zu wenige der einen Seite haben ihresgleichen auf der anderen.
touchpoint-cost-outcome = Was danach geschah
touchpoint-cost-left = Gingen
touchpoint-cost-came-again = Kamen wieder
touchpoint-cost-came-again-told = { $broken } erlebten ein gebrochenes Versprechen; { $did } davon kamen innerhalb von { $days } Tagen wieder. Von { $kept }, denen es gehalten wurde, kamen { $kept_did } wieder.
touchpoint-cost-came-again-rule = Es zählt ein weiterer Kauf, wo Käufe den Wert ausmachen, oder ein Abonnement, das begann oder sich zum gleichen Betrag verlängerte; gezählt werden nur die, deren Tage um sind.
touchpoint-cost-came-again-matched = Unter denen, die sich in Dauer, Wert und Monat gleichen, kommen { $estimate } von 100 mehr wieder (95-%-Intervall { $low } bis { $high }). Das ist ein Zusammenhang; geprüft hat ihn niemand.
touchpoint-cost-came-again-fewer = Unter denen, die sich in Dauer, Wert und Monat gleichen, kommen { $estimate } von 100 weniger wieder (95-%-Intervall { $low } bis { $high }). Das ist ein Zusammenhang; geprüft hat ihn niemand.
touchpoint-cost-bought-more = Kauften mehr
touchpoint-cost-bought-more-told = { $broken } erlebten ein gebrochenes Versprechen; { $did } davon kauften innerhalb von { $days } Tagen mehr und gewannen { $money } an Wert. Von { $kept }, denen es gehalten wurde, kauften { $kept_did } mehr und gewannen { $kept_money }.
touchpoint-cost-bought-more-rule = Wer mehr kaufte, stieg über all diese Tage mehr im Wert, als er fiel; gezählt werden nur die, deren Tage um sind.
touchpoint-cost-bought-more-matched = Unter denen, die sich in Dauer, Wert und Monat gleichen, sind es { $estimate } von 100 mehr, die mehr kaufen (95-%-Intervall { $low } bis { $high }). Das ist ein Zusammenhang; geprüft hat ihn niemand.
touchpoint-cost-bought-more-fewer = Unter denen, die sich in Dauer, Wert und Monat gleichen, sind es { $estimate } von 100 weniger, die mehr kaufen (95-%-Intervall { $low } bis { $high }). Das ist ein Zusammenhang; geprüft hat ihn niemand.
touchpoint-cost-not-active = Nicht mitgezählt, weil nicht aktiv, als das Versprechen fällig wurde: { $count }.
touchpoint-cost-not-over = Nicht mitgezählt, weil diese Tage noch nicht um sind: { $count }.
touchpoint-cost-noise = Das Intervall enthält die Null: Es kann Zufall sein.
cut-by = Geteilt nach
cut-silo = Abteilung
cut-channel = Kanal
cut-weekday = Wochentag
cut-source = Quelle
part-not-known = Nicht bekannt
weekday-1 = Montag
weekday-2 = Dienstag
weekday-3 = Mittwoch
weekday-4 = Donnerstag
weekday-5 = Freitag
weekday-6 = Samstag
weekday-7 = Sonntag
handoffs-title = Im Zeitraum { $period } ging Arbeit { $left }-mal an eine andere Abteilung; { $late }-mal zu spät, { $dropped }-mal blieb sie liegen
handoffs-title-none = Im Zeitraum { $period } ging keine Arbeit an eine andere Abteilung
handoffs = Übergaben
handoffs-about = Zuerst die, die am meisten { $nouns } traf. Gewartet wird vom Ende der Arbeit der einen bis zum Beginn der Arbeit der anderen Abteilung.
handoffs-handoff = Übergabe
handoffs-within = Versprochen
handoffs-left = Übergeben
handoffs-in-time = Rechtzeitig
handoffs-late = Zu spät
handoffs-dropped = Liegen geblieben
handoffs-waiting = Wartet
handoffs-median = Die Hälfte in
handoffs-p90 = Neun von zehn
handoffs-unowned = Stunden ohne jemanden
handoffs-affected = Betroffene { $nouns }
handoffs-unknown = nicht in der Journey
handoffs-worst = am schlechtesten
measures-title = { $signals } von { $all } Messgrößen zeigen ein Signal; { $miss } verfehlen ihr Ziel, so wie sie sind
measures-title-none = Noch wird nichts gemessen
measures = Messgrößen
measures-about = Was ein Vorgang von selbst tut, ist Rauschen und wird flach gezeichnet. Ein Signal ist, was er nicht von selbst tut; das Ziel wird am Vorgang gemessen, nicht an einem Zeitraum.
measure-name = Messgröße
measure-latest = Zuletzt
measure-counted = Gezählt
measure-limits = Grenzen
measure-now = Jetzt
measure-target = Ziel
measure-process = Der Vorgang, wie er ist
measure-owner = Verantwortlich
measure-part = Teil
measure-centre = Mitte
measure-touches = { $name }: Kontakte
measure-kept = { $name }: gehaltene Versprechen
measure-right-first-time = { $name }: beim ersten Mal richtig
measure-hours = { $name }: mittlere Stunden
measure-in-time = { $name }: rechtzeitig übernommen
measure-waiting-hours = { $name }: mittlere Wartestunden
measure-of = { $counted } von { $all }
measure-per-hundred = { $number } je 100
measure-for = { $counted } auf { $all } { $nouns }
measure-timed = { $all } gemessen
measure-title = { $name }, { $period }: { $value }, { $variation }
variation-stable = stabil
variation-signal-up = ein Signal nach oben
variation-signal-down = ein Signal nach unten
variation-too-few-points = zu wenige Punkte
assurance-will-meet = erreicht sein Ziel
assurance-will-miss = verfehlt sein Ziel
assurance-hit-or-miss = mal so, mal so
measure-chart-share = Anteile mit den Grenzen einer p′-Karte, die sich weiten, wo wenig gezählt wird.
measure-chart-rate = Kontakte je 100 { $nouns } am Anfang des Zeitraums, mit den Grenzen einer u′-Karte: Dass der Bestand wächst, ist kein Signal.
measure-chart-hours = Stunden mit den Grenzen einer XmR-Karte.
measure-phase = Neue Grenzen ab { $period }: { $reason }
measure-phase-journey = Version { $version } der Journey verspricht etwas anderes
measure-target-line = Ziel
measure-parts = Teil für Teil, die schlechtesten zuerst
measure-parts-about = Wie gleichmäßig { $nouns } bedient werden. Ein Teil ist nicht schlechter, weil ein Zeitraum es war: Es zählen seine Mitte und seine Grenzen.
hours-short = { $hours } Std.
minutes-short = { $minutes } Min.
days-short = { $days } Tage
seconds-short = { $seconds } s
phase-begin = Die Grenzen neu rechnen
phase-begin-about = Nur wo der Vorgang seither ein anderer ist: neue Leute, ein anderer Ablauf, ein anderes System. Der Grund steht an der Karte; dass es gesagt wurde, bleibt festgehalten.
phase-withdraw = Zurücknehmen
phase-from = Ab
phase-reason = Was sich geändert hat
phase-begin-do = Neu rechnen
nav-mine = Meine Berührungspunkte
mine-nobody = Für nichts, was gemessen wird, ist jemand verantwortlich
mine-none = In der Journey ist nichts, wofür { $owner } verantwortlich ist
mine-nothing = Heute braucht Sie nichts, { $owner }
mine-needed = { $number ->
        [one] Eine Messgröße braucht
       *[other] { $count } Messgrößen brauchen
    } Sie, { $owner }
mine-needs-you = Was Sie braucht
mine-needs-you-about = Es läuft schlechter als von selbst, oder verfehlt sein Ziel, so wie es ist.
mine-quiet = Was Sie nicht braucht
mine-quiet-about = Es läuft wie von selbst, oder besser. Ein schlechter Monat ist hier Rauschen. Besser wird es nur, wenn sich der Vorgang selbst ändert.
mine-owner = Wessen Seite

nav-populations = Gruppen
populations = Gruppen
populations-title-none = Noch keine Gruppe ist festgelegt
populations-title-one = Eine Gruppe
populations-title = { $count } Gruppen
populations-about = Eine Gruppe ist eine benannte Regel, die sagt, wer gemeint ist: nach einem Merkmal, nach Wert, nach dem Tag des Beginns oder danach, was jemand erlebt hat und wie es ausging. Sie wird für einen Tag beantwortet, und die meisten Zahlen lassen sich für eine Gruppe abfragen.
populations-written = Gruppen lassen sich auch als Datei schreiben und als nächste Fassung übernehmen; jede Fassung bleibt erhalten.
population = Gruppe
population-title = { $name }: { $figure }
population-customers = Wer dazugehört
population-customer = Wer
population-active = Aktiv
population-value = Wert
population-joined = Seit
population-not-active = nicht aktiv
population-first = Das sind die { $count } mit dem höchsten Wert; die Datei enthält alle.
population-figures = Ihre Zahlen
population-figures-about = Dieselben Seiten, gezählt allein für die, die dazugehören.
population-ledger = Ihr Hauptbuch
populations-edit = Gruppen bearbeiten
population-edit = Bearbeiten
populations-edit-title = Version { $version } der Gruppen schreiben
populations-edit-about = Gespeichert wird erst, wenn Sie gesehen haben, was sich ändert, und zustimmen.
populations-edit-none = Noch gibt es keine Gruppen.
populations-edit-add = Gruppe hinzufügen
populations-edit-leave = So lassen, wie sie sind
population-rules = Regeln
population-rules-about = Dazu gehört, auf wen alle Regeln zutreffen.
population-rule = Regel { $number }: { $kind }
population-rule-kind = Eine Regel fragt nach
population-rule-add = Regel hinzufügen
population-rule-attribute = Merkmal
population-rule-level = Wertstufe
population-rule-base = aktiv oder nicht
population-rule-worth = Wert
population-rule-joined = Tag des Beginns
population-rule-stage = Etappe
population-rule-touchpoint = Berührungspunkt
population-rule-customers = Liste
population-rule-values = Bisher bekannt: { $values }.
population-field-name = Wie man sie nennt
population-field-about = Wofür sie da ist
population-field-attribute = Merkmal
population-field-is = Was es sein darf
population-field-is-about = Eines je Zeile.
population-field-level = Aktiv, in einer dieser Wertstufen
population-field-level-none = Die Definitionen nennen noch keine Wertstufen.
population-field-base = Wie sie dastehen
population-field-worth-from-minor = Aktiv, mit einem Wert von mindestens ({ $currency })
population-field-worth-from-minor-about = Wie { $example }; leer: kein Mindestwert.
population-field-worth-below-minor = Und unter ({ $currency })
population-field-worth-below-minor-about = Wie { $example }; leer: keine Grenze.
population-field-joined-from = Erster Tag
population-field-joined-from-about = Leer: von Anfang an.
population-field-joined-through = Letzter Tag
population-field-joined-through-about = Leer: bis heute.
population-field-stage = Etappe des letzten Kontakts
population-field-touchpoint = Berührungspunkt
population-field-touchpoint-about = Seine Kennung, oder wie Kontakte heißen, die die Journey nicht kennt.
population-field-promise = Was dort aus dem Versprechen wurde
population-field-times = Mindestens so oft
population-field-times-about = Leer: einmal.
population-field-within-days = In so vielen Tagen bis jetzt
population-field-within-days-about = Leer: irgendwann.
population-field-customers = Ihre Kennungen
population-field-customers-about = Eine je Zeile.
population-field-except = Außer diesen: dazu gehört, auf wen die Regel nicht zutrifft
population-choose = Bitte wählen
population-base-active = aktiv
population-base-lost = verloren: waren aktiv und sind es nicht mehr
population-base-never = nie aktiv: nur Kontakte sind bekannt
population-promise-any = was auch immer
population-promise-kept = gehalten
population-promise-broken = gebrochen
population-promise-open = noch offen
populations-differ = { $number ->
        [0] Version { $version } der Gruppen
        [one] Version { $version } würde eine Gruppe ändern
       *[other] Version { $version } würde { $count } Gruppen ändern
    }
populations-changes = Was sich ändert
populations-changes-about = Noch ist nichts davon gespeichert. Wer dazugehört, gilt für den { $day }.
populations-changes-unknown = Noch ist nichts davon gespeichert. Wer dazugehören würde, lässt sich sagen, sobald Fakten bekannt sind.
populations-changes-none = Sie sagen dasselbe wie die letzte Version.
populations-reordered = Sie stehen in anderer Reihenfolge.
populations-changes-what = Was
populations-changes-now = Jetzt
populations-changes-value-now = Wert jetzt
populations-changes-then = Danach
populations-changes-value-then = Wert danach
populations-added = neu
populations-changed = geändert
populations-removed = entfällt
populations-save = Als Version { $version } speichern
limit-days = { $count } { $number ->
        [one] Tag
       *[other] Tage
    }
limit-hours = { $count } { $number ->
        [one] Stunde
       *[other] Stunden
    }
limit-minutes = { $count } { $number ->
        [one] Minute
       *[other] Minuten
    }
limit-working-hours = { $count } { $number ->
        [one] Arbeitsstunde
       *[other] Arbeitsstunden
    }
limit-working-minutes = { $count } { $number ->
        [one] Arbeitsminute
       *[other] Arbeitsminuten
    }
moment-purchases = Käufe
moment-counted = Nr. { $nth } von „{ $of }“
moment-counted-within = Nr. { $nth } von „{ $of }“ in { $count } { $number ->
        [one] Tag
       *[other] Tagen
    }
stage-goal = Was sie erreichen wollen
stage-feels = Was sie fühlen
stage-needs = Was sie brauchen
stage-experience = Wie es heute ist
stage-intended = Wie es sein soll
stage-silos = Beteiligte Abteilungen
stage-processes = Vorgänge, die daran hängen
poster-of = Plakat ({ $paper }, PDF)
poster-title = Unsere Journey, mit Versprechen und Übergaben { $period }
poster-version = Journey Version { $version } von { $who }.
poster-within = Versprochen binnen { $time }
poster-between = { $from } an { $to }
poster-left = Übergeben { $count }
poster-none-left = Es wurde nichts übergeben
nav-part = Mein Beitrag
part-none = Noch hat niemand einen Beitrag
part-none-about = Sobald die Etappen der Journey aufgeschrieben sind, finden hier alle ihre.
part-choose = Zu welcher Etappe tragen Sie bei?
part-choose-about = Namentlich sind Sie für keine Etappe verantwortlich. Wählen Sie, wo Sie arbeiten, oder eine Etappe zum Ansehen.
part-where = Wo Sie arbeiten
part-other = Ansehen
part-mine = Wofür ich verantwortlich bin
part-silos = Abteilungen
part-stages = Etappen
part-serve = „{ $stage }“
part-serve-several = { $count } Etappen
part-title = { $part }: { $kept } von { $all } Versprechen gehalten, { $period }
part-title-none = { $part }: kein Versprechen fällig, { $period }
part-answer = Sie sind dafür verantwortlich.
part-together = Beteiligte Abteilungen
part-served = Ein Versprechen wurde fällig für { $customers }, { $money }
part-nobody = Diesen Monat war niemand hier
part-no-figures = Wie die Versprechen gehalten wurden, erfährt, wer { $nouns } sehen darf.
journey-next = Version { $version } der Journey, von { $who }, gilt ab { $from }. Hier steht die Journey, wie sie am Tag dieser Zahlen gilt.
journey-edit = Bearbeiten
journey-edit-begin = Die Journey schreiben
journey-edit-title = Version { $version } der Journey schreiben
journey-edit-about = Gespeichert wird erst, wenn Sie gesehen haben, was sich ändert, und zustimmen.
draft-try = Ansehen, was sich ändert
journey-edit-leave = So lassen, wie sie ist
draft-again = Weiter bearbeiten
journey-edit-add-stage = Etappe hinzufügen
journey-edit-add-touchpoint = Berührungspunkt hinzufügen
journey-edit-add-handoff = Übergabe hinzufügen
journey-edit-touchpoints = Berührungspunkte
journey-edit-moments = { $count } { $number ->
        [one] Moment kommt
       *[other] Momente kommen
    } hier durch Zählen. Sie bleiben, wie sie sind; geändert werden sie in der Datei.
journey-edit-handoffs-about = Wo Arbeit von einer Abteilung an eine andere geht.
journey-edit-when = Ab wann, und warum
journey-edit-kept = Für Tage davor gilt weiter die Version von damals, damit Gleiches mit Gleichem verglichen wird.
journey-edit-from = Erster Tag (heute, wenn leer)
journey-edit-note = Warum sie sich ändert, in einem Satz
draft-nameless = Neu, ohne Namen
draft-drag = An die richtige Stelle ziehen
draft-up = Nach oben
draft-down = Nach unten
draft-remove = Entfernen
journey-edit-no-calendar = Keiner: jede Stunde zählt
journey-differs = { $number ->
        [0] Version { $version } der Journey würde nichts ändern
        [one] Version { $version } der Journey würde eines ändern
       *[other] Version { $version } der Journey würde { $count } Dinge ändern
    }
journey-changes = Was sich ändert
journey-changes-about = Davon ist noch nichts gespeichert.
journey-changes-none = Sie sagt, was die letzte Version sagt.
journey-changes-thing = Woran
journey-changes-change = Was
journey-changes-before = Vorher
journey-changes-after = Nachher
journey-part-stage = Etappe
journey-part-touchpoint = Berührungspunkt
journey-part-moment = Moment
journey-part-handoff = Übergabe
journey-part-persona = Persona
journey-added = kommt hinzu
journey-removed = fällt weg
journey-moved = verschoben
journey-said-nothing = nichts
journey-save = Als Version { $version } speichern
yes = Ja
journey-wording = Worte, die niemand von außen sagen würde
journey-wording-about = Speichern können Sie trotzdem. Besser liest sich eine Journey in den Worten derer, die sie erleben.
wording-inside-out = „{ $word }“ sagt, was Sie tun, nicht, was sie erleben
wording-us-and-them = „{ $word }“ teilt das Unternehmen in wir und die anderen
field-of-name = Name, wie sie ihn sagen würden
field-of-owner = Wer dafür verantwortlich ist
field-of-goal = Was sie erreichen wollen
field-of-feels = Was sie fühlen
field-of-needs = Was sie brauchen
field-of-experience = Wie es heute ist
field-of-intended-experience = Wie es sein soll
field-of-silos = Beteiligte Abteilungen
field-of-silos-about = Eine je Zeile.
field-of-silo = Abteilung, die ihn betreibt
field-of-silo-about = Wie sie in Ihren Daten heißt; leer gehört er keiner einzelnen.
field-of-processes = Vorgänge, die daran hängen
field-of-class = Worum es geht
field-of-rank = Rang unter den Momenten der Wahrheit
field-of-rank-about = Eine Zahl von 1 bis 20; die meisten Berührungspunkte haben keinen.
field-of-touches = Wie Kontakte hier in Ihren Daten heißen
field-of-touches-about = Einer je Zeile.
field-of-promise-words = Was versprochen wird
field-of-promise-by-promised-moment = Gehalten ist es bis zum jeweils versprochenen Zeitpunkt
field-of-promise-within = In welcher Zeit
field-of-promise-within-about = Wie 2d, 4h, 90m oder 8 working h (Arbeitsstunden).
field-of-promise-calendar = Geschäftskalender der Arbeitsstunden
field-of-promise-outcomes = Wie es enden darf, um als gehalten zu gelten
field-of-promise-outcomes-about = Eines je Zeile; ist nichts genannt, gilt jedes Ende.
field-of-target = Anteil der Versprechen, die zu halten sind
field-of-target-about = Wie 95%.
field-of-due-after = Von selbst fällig nach Kontakten mit
field-of-due-within-days = Fällig innerhalb so vieler Tage danach
field-of-due-before-renewal-days = Oder fällig so viele Tage, bevor ein Abonnement sich verlängert oder endet
field-of-due-earliest-days = Und nicht früher als so viele Tage davor
field-of-due-term-months = Abonnements verlängern sich alle so viele Monate
field-of-due-term-months-about = Leer endet jedes mit seinem bekannten Ende.
field-of-from = Abteilung, die übergibt
field-of-to = Abteilung, die übernimmt
field-of-after = Berührungspunkte, nach denen jemand übernehmen soll
field-of-after-about = Ist keiner angehakt, wird Warten erst erzählt, wenn jemand übernommen hat.
field-of-within = In welcher Zeit es weitergeht
field-of-dropped-after = Nach welcher Zeit es als liegen geblieben gilt
field-of-calendar = Geschäftskalender beider Zeiten
field-of-about = Wer sie sind
field-of-counts = Was gezählt wird
field-of-number = Beim wievielten er kommt
field-of-within-days = In so vielen Tagen
reality = Realitätscheck
reality-none = Ist die Journey geschrieben, stimmen Führungskräfte ihr hier zu und sagen zu jeder Etappe, ob sie einheitlich und verlässlich ist.
reality-title-none = Ob die Etappen der Journey einheitlich und verlässlich sind, hat noch keine Führungskraft gesagt
reality-title = { $number ->
        [one] Zu einer von { $all } Etappen haben Führungskräfte geantwortet
       *[other] Zu { $count } von { $all } Etappen haben Führungskräfte geantwortet
    }, uneins sind sie nirgends
reality-title-alone = { $number ->
        [one] Zu einer von { $all } Etappen gibt es eine Antwort
       *[other] Zu { $count } von { $all } Etappen gibt es eine Antwort
    }, noch zu keiner zwei zum Vergleichen
reality-title-divided = Führungskräfte sind uneins über { $number ->
        [one] eine von { $all } Etappen
       *[other] { $count } von { $all } Etappen
    }
reality-agreed = Wer Version { $version } der Journey zustimmt
reality-agreed-about = Die Journey eines ganzen Unternehmens ist sie erst, wenn alle, die es führen, ihren Namen daruntersetzen. Eine neue Version fragt neu danach.
reality-nobody-agreed = Noch niemand.
reality-agrees = { $leader } stimmt Version { $version } zu
reality-agree = Version { $version } zustimmen als { $name }
reality-unanswered = Noch hat niemand geantwortet.
reality-one = Eine Führungskraft hat geantwortet.
reality-agree-all = Sie sind sich einig: { $yes } ja, { $no } nein, { $depends } kommt darauf an.
reality-disagree = Sie sind uneins: { $yes } ja, { $no } nein, { $depends } kommt darauf an.
reality-question = Ist „{ $stage }“ einheitlich und verlässlich?
reality-yes = Ja
reality-no = Nein
reality-it-depends = Kommt darauf an
reality-note = Worauf es ankommt, oder warum
reality-answer = Antworten als { $name }
reality-said = { $moment }, zu Version { $version }
nav-moments = Frühe Momente
moments-title = { $number ->
        [one] Einer von { $tried } geprüften frühen Momenten sagt
       *[other] { $count } von { $tried } geprüften frühen Momenten sagen
    } voraus, wer geht oder wächst
moments-title-none = Keiner von { $tried } geprüften frühen Momenten sagt voraus, wer geht oder wächst
moments-title-nobody = Noch ist von niemandem bekannt, was nach den ersten Tagen kam
moments-about = In den ersten { $first } Tagen, den des Beginns mitgezählt; was in den { $within } Tagen danach geschah. Verglichen wird, wer im selben Monat begann, jeweils mit einem Kauf oder jeweils mit einem Vertrag, und damals etwa gleich viel wert war. Das sind Zusammenhänge; geprüft hat sie niemand.
moments-split = Gefunden unter den { $earlier }, die vor dem { $day } begannen, bestätigt unter den { $later }, die später begannen.
moments-outcome = Womit sie einhergehen
moments-all = Beides
moments-loss = Weggang
moments-growth = Wachstum
moments-broken = { $name }: Versprechen gebrochen
moments-met = { $name }: erlebt
moments-broken-loss = { $met } der Späteren erlebten ein gebrochenes Versprechen; { $came } davon gingen, { $money }. Von { $others }, denen es gehalten wurde, gingen { $others_came }.
moments-broken-growth = { $met } der Späteren erlebten ein gebrochenes Versprechen; { $came } davon wuchsen, um { $money }. Von { $others }, denen es gehalten wurde, wuchsen { $others_came }.
moments-met-loss = { $met } der Späteren erlebten ihn; { $came } davon gingen, { $money }. Von { $others }, die ihn nicht erlebten, gingen { $others_came }.
moments-met-growth = { $met } der Späteren erlebten ihn; { $came } davon wuchsen, um { $money }. Von { $others }, die ihn nicht erlebten, wuchsen { $others_came }.
moments-more-loss = { $estimate } von 100 mehr gehen (95-%-Intervall { $low } bis { $high }).
moments-fewer-loss = { $estimate } von 100 weniger gehen (95-%-Intervall { $low } bis { $high }).
moments-more-growth = { $estimate } von 100 mehr wachsen (95-%-Intervall { $low } bis { $high }).
moments-fewer-growth = { $estimate } von 100 weniger wachsen (95-%-Intervall { $low } bis { $high }).
moments-lead = Die Hälfte davon höchstens { $days } Tage danach.
moments-just-met = { $customers } haben ihn gerade erlebt und sind noch da, { $money }
moments-just-met-none = Niemand, der noch da ist, hat ihn gerade erlebt.
moments-tried = Alles, was verglichen wurde
moments-tried-about = Das Sicherste zuerst. Durch bloßen Zufall würde höchstens in einer von zwanzig Firmen etwas bestätigt.
moments-moment = Moment
moments-goes-with = Geht einher mit
moments-state = Was daraus wurde
moments-earlier = Frühere
moments-later = Spätere
moments-difference = Von 100 Späteren mehr
moments-lead-days = Tage bis dahin
moments-just = Gerade erlebt
moments-side = { $came } von { $met }; andere { $others_came } von { $others }
moment-state-confirmed = bestätigt
moment-state-found = nicht bestätigt
moment-state-not-found = nicht mehr als Zufall
moment-state-too-few = zu wenige zum Vergleichen
moment-state-unlike = niemand ihresgleichen
moments-nothing = Nichts ließ sich vergleichen: Zu wenige haben in ihren ersten Tagen einen Berührungspunkt erlebt, oder alle.
moments-gone-before = Nicht dabei: { $customers }, die schon in ihren ersten Tagen gingen, { $money }.
moments-not-yet-known = Nicht dabei: { $customers }, bei denen noch nicht alle diese Tage vorbei sind.
moments-before-touches = Nicht dabei: { $customers }, die begannen, bevor Kontakte bekannt sind.
moments-undated = Nicht dabei: { $customers }, von denen nicht bekannt ist, wann sie begannen.
moments-kept = Wo es um Weggang geht, nicht verglichen: { $customers }, die nicht gehen konnten, denn was sie in ihren ersten Tagen kauften, hält sie nach den Definitionen länger.
moments-link = Frühe Momente, die vorhersagen

