# Warum etwas nicht ging, und daran, was zu tun ist.

failure-no-movement = „{ $customer }“ hat keine Bewegung „{ $kind }“
    .hint = Die Seite der { $nouns } zeigt, bei wem es sie gibt
failure-no-movement-that-day = „{ $customer }“ hat am { $day } keine Bewegung „{ $kind }“
    .hint = Die nächste ist vom { $known }
failure-names-no-movement = „{ $movement }“ nennt keine Bewegung
failure-no-reasons = Bewegungen der Art „{ $kind }“ haben keine Gründe
failure-no-reason = Es gibt keinen Grund „{ $reason }“
    .hint = Die Seite Warum nennt alle
failure-no-limits = Bewegungen der Art „{ $kind }“ gehen auf und ab; sie haben keine Grenzen
    .hint = Grenzen gibt es für die Arten new, won_back, more, less und lost
failure-no-customer = Als { $noun } ist „{ $customer }“ nicht bekannt
    .hint = Die Seite der { $nouns } findet sie an einem Teil des Namens oder der Nummer
failure-no-company = Im Ordner { $folder } liegt keine Firma
    .hint = Der Befehl 'bellwether init' legt eine an, 'bellwether demo' ein Beispiel; oder nennen Sie mit --data einen anderen
failure-nobody-joined = Noch ist niemand gekommen
failure-no-facts = Es gibt noch keine Käufe, Abonnements oder Kontakte
    .hint = Lesen Sie auf der Seite Daten eine Datei ein
failure-nothing-yet = Noch gibt es nichts zu berichten
failure-no-roles = Keine Rolle ist angekreuzt; kreuzen Sie mindestens eine an
failure-no-basis = Es fehlt, woraus der Wert entsteht; wählen Sie eine der drei Antworten
failure-counted-already = Es gibt schon Zahlen, und diese Definitionen würden sie ändern
    .hint = Schreiben Sie auf der Seite Definitionen eine neue Version; dort sehen Sie vorher, was sie ändert
failure-beside-sample = Hier ist eine erfundene Firma zu sehen, und echte Zahlen kommen nie neben erfundene
    .hint = Entfernen Sie zuerst die erfundene Firma, auf der Seite „Beispielfirma“ oder mit 'bellwether sample remove'
failure-sample-there = Eine erfundene Firma ist schon da
    .hint = Sehen Sie sie an, oder entfernen Sie sie mit 'bellwether sample remove'
failure-sample-beside-facts = Es gibt eigene Daten, und eine erfundene Firma kommt nie daneben
    .hint = 'bellwether demo' zeigt eine in einem eigenen Ordner
failure-sample-beside-import = Eine Datei wird gerade eingelesen, und eine erfundene Firma kommt nie daneben
    .hint = Warten Sie, bis sie eingelesen ist, oder halten Sie sie auf der Seite Daten an
failure-no-sample = Hier ist keine erfundene Firma
    .hint = 'bellwether sample add' bringt eine, solange es keine Daten gibt
failure-not-agreed-sample = Bestätigen Sie, dass Sie gelesen haben, was verschwindet, bevor Sie die erfundene Firma entfernen
failure-no-invitation = Diese Einladung gilt nicht mehr: Sie wurde benutzt, eine andere trat an ihre Stelle, oder eine Woche ist vorbei
    .hint = Bitten Sie die Person, die sie Ihnen geschickt hat, um eine neue
failure-unread = Was gesendet wurde, lässt sich nicht lesen: { $why }
failure-other-method = Diese Seite lässt sich nicht allein über ihre Adresse öffnen
    .hint = Gehen Sie zurück zur Seite davor
failure-form-long = Ein Formular ist nicht länger als 64 KiB
    .hint = Schreiben Sie weniger in seine Felder
failure-bad-text = „{ $field }“ ist leer oder enthält ein NUL-Zeichen
    .hint = Schreiben Sie einen Namen oder einen Text
failure-too-long = „{ $field }“ hat mehr als { $most } Zeichen
    .hint = Schreiben Sie es kürzer
failure-no-page = Diese Seite gibt es nicht

failure-no-period = Den Zeitraum „{ $period }“ gibt es nicht
    .hint = Das Hauptbuch reicht von { $first } bis { $last }
failure-names-no-period = „{ $text }“ nennt keinen Zeitraum
    .hint = Wählen Sie einen, den das Formular nennt
failure-withheld = Das sehen nur die, deren Rollen Kunden sehen: Teile davon gehen um weniger als { $fewest } und würden verraten, wer sie sind
    .hint = Fragen Sie nach dem Hauptbuch der ganzen Firma, nach Monat, Quartal oder Jahr
failure-withheld-cut = Schnitte und Gründe sehen nur die, deren Rollen Kunden sehen: Teile davon gehen um weniger als { $fewest } und würden verraten, wer sie sind
    .hint = Fragen Sie nach der ganzen Firma
failure-withheld-elsewhere = Von einem anderen Tag, mit anderem Wissen oder nach anderen Definitionen sehen das Hauptbuch nur die, deren Rollen Kunden sehen: Eines vom anderen abgezogen lässt weniger als { $fewest } übrig und würde verraten, wer sie sind
    .hint = Fragen Sie ohne Tag, Zeitpunkt und Definitionen
failure-withheld-grain = Das Hauptbuch nach „{ $grain }“ sehen nur die, deren Rollen Kunden sehen: Es geht um weniger als { $fewest } und würde verraten, wer sie sind
    .hint = Fragen Sie nach Monat, Quartal oder Jahr
failure-nothing-told = Noch gibt es keinen Zeitraum, der sich nennen ließe, ohne zu verraten, wer die Kunden sind
    .hint = Es braucht einen Monat, der vorbei ist und in dem fünf Kunden oder mehr gekommen sind
failure-no-such-period = Diesen Zeitraum gibt es nicht
    .hint = Das Hauptbuch reicht von { $first } bis { $last }
failure-too-far-ahead = Über den { $day } ist nichts bekannt
    .hint = Der neueste Fakt ist vom { $latest }; weiter als bis { $furthest } lässt sich nicht schauen
failure-too-early = Bis einschließlich { $day } ist nichts bekannt
    .hint = Der erste Fakt ist vom { $first }, der neueste vom { $latest }
failure-no-moment = „{ $text }“ ist kein Zeitpunkt
    .hint = Schreiben Sie ihn wie 2026-10-05T12:00, in UTC
failure-cohorts-grain = Jahrgänge gibt es nach Monat, Quartal oder Jahr, nicht nach „{ $grain }“
failure-use-grain = Nutzung gibt es nach Monat, Quartal oder Jahr, nicht nach „{ $grain }“
failure-bridge-grain = Versionen werden nach Monat, Quartal oder Jahr verglichen, nicht nach „{ $grain }“
failure-no-attribute = Von niemandem ist „{ $attribute }“ bekannt
    .hint = Wählen Sie level, kind oder ein Merkmal, das die Fakten nennen
failure-no-levels = Die Definitionen nennen keine Wertstufen
    .hint = Schreiben Sie eine Version der Definitionen, die sie nennt
failure-no-segment = „{ $segment }“ ist kein Segment; schreiben Sie MERKMAL=WERT
failure-many-questions = Es werden so viele Zahlen berechnet, dass niemand mehr warten kann
    .hint = Versuchen Sie es in einer Minute noch einmal
failure-many-requests = Sie fragen nach mehr auf einmal, als ein Mensch ansehen kann
    .hint = Warten Sie, bis Ihre Fragen beantwortet sind
failure-something-new = Während die Zahlen zusammengestellt werden, wird Neues eingelesen
    .hint = Versuchen Sie es noch einmal, sobald der Import fertig ist

failure-not-over = { $period } ist nicht vorbei: gezählt ist bis { $day }
    .hint = Schließen Sie den Zeitraum, sobald die Fakten aller Tage bis { $last } eingelesen sind
failure-not-closed = { $period } ist nicht geschlossen
    .hint = Welche Zeiträume geschlossen sind, zeigt das Hauptbuch
failure-not-sure = Bestätigen Sie, dass die Zahlen bleiben sollen, bevor Sie einen Zeitraum schließen
failure-other-figures = Die Zahlen sind andere als die, die Sie gesehen haben
    .hint = Inzwischen wurde etwas eingelesen; sehen Sie das Hauptbuch noch einmal an und schließen Sie dann
failure-not-restated = Nur was berichtigt wurde, ändert etwas an einem geschlossenen Zeitraum
    .hint = Fragen Sie nach der Art „Berichtigt“ (restated)

failure-folder-taken = Der Ordner { $folder } ist nicht leer
    .hint = Nennen Sie einen leeren oder einen, den es noch nicht gibt; nichts wurde geschrieben
failure-no-backup = In { $folder } liegt keine Sicherung, oder sie wurde nie fertig: Ihre Datei SHA256SUMS fehlt oder ist beschädigt
    .hint = Nennen Sie den Ordner einer anderen Sicherung
failure-backup-file-missing = Die Sicherung ist nicht vollständig: { $path } fehlt
    .hint = Nehmen Sie eine andere Sicherung; nichts wurde wiederhergestellt
failure-backup-file-damaged = Die Sicherung ist beschädigt: { $path } ist nicht, was geschrieben wurde
    .hint = Nehmen Sie eine andere Sicherung; nichts wurde wiederhergestellt
failure-backup-file-unknown = Die Sicherung ist nicht, was geschrieben wurde: { $path } gehört nicht dazu
    .hint = Nehmen Sie eine andere Sicherung; nichts wurde wiederhergestellt
failure-records-missing = Die Aufzeichnungen zum Ordner { $folder } fehlen ({ $place }), obwohl seine Daten da sind
    .hint = Stellen Sie sie aus einer Sicherung wieder her; was Menschen entschieden und abgeschlossen haben, steht nur dort
failure-lake-missing = Die Daten zum Ordner { $folder } fehlen ({ $place }), obwohl seine Aufzeichnungen da sind
    .hint = Stellen Sie den Datenordner aus einer Sicherung wieder her
failure-no-policy = Noch hat sich die Firma auf keine Definitionen geeinigt
    .hint = Der Befehl 'bellwether init' legt sie an
failure-no-version = Eine Version { $version } der Definitionen gibt es nicht
    .hint = Die Seite Definitionen nennt alle
failure-no-journey = Die Journey hat noch niemand aufgeschrieben
    .hint = Schreiben Sie sie zuerst: bellwether journey export > journey.toml, dann bellwether journey apply journey.toml
failure-no-letter = Die Schrift auf Papier hat kein „{ $letter }“ wie in „{ $text }“
    .hint = Schreiben Sie es in lateinischen Buchstaben und ohne Bildzeichen
failure-journey-overtaken = Version { $seen } der Journey ist nicht mehr die neueste, das ist Version { $version }
    .hint = Beginnen Sie bei dieser, und tragen Sie dort ein, was Sie geändert haben
failure-draft-unread = Was geschrieben wurde, ist keine Journey: { $why }
    .hint = Bessern Sie aus, was genannt ist, oder beginnen Sie neu bei der letzten Version
failure-no-stage = Eine Etappe { $stage } hat die Journey nicht
    .hint = Sie hat diese: { $known }
failure-no-paper = Papier { $paper } gibt es für das Plakat nicht
    .hint = Nennen Sie a3 oder a1
failure-no-journey-version = Eine Version { $version } der Kundenreise gibt es nicht
failure-no-promise = Bei { $touchpoint } wird nichts versprochen
    .hint = Schreiben Sie, was dort versprochen wird: bellwether journey export > journey.toml, dann bellwether journey apply journey.toml
failure-no-population = Es gibt keine Gruppe { $id }
    .hint = Die Seite „Gruppen“ nennt alle.
failure-populations-overtaken = Version { $seen } der Gruppen ist nicht mehr die neueste, das ist Version { $version }
    .hint = Beginnen Sie bei dieser, und tragen Sie dort ein, was Sie geändert haben
failure-populations-unread = Was geschrieben wurde, sind keine Gruppen: { $why }
    .hint = Beginnen Sie neu bei der letzten Version
failure-population-nameless = Eine Gruppe hat keinen Namen
    .hint = Schreiben Sie, wie man sie nennt, oder entfernen Sie sie
failure-population-nothing = Regel { $rule } der Gruppe { $population } nennt nichts
    .hint = Nennen oder wählen Sie wenigstens eines, oder entfernen Sie die Regel
failure-population-number = Regel { $rule } der Gruppe { $population } zählt „{ $text }“
    .hint = Schreiben Sie eine ganze Zahl von 1 bis 65535, nur in Ziffern
failure-population-amount = Regel { $rule } der Gruppe { $population } nennt den Betrag „{ $text }“
    .hint = Schreiben Sie ihn wie { $example }
failure-population-stage = Die Gruppe { $population } fragt nach dem Abschnitt { $name }, den die Kundenreise nicht hat
    .hint = Ihre Abschnitte sind { $known }.
failure-population-level = Die Gruppe { $population } fragt nach der Stufe { $name }, die die Definitionen nicht haben
    .hint = Ihre Stufen sind { $known }.
failure-no-contact = Die Journey kennt keinen fälligen Kontakt und keinen Moment { $id }
    .hint = 'bellwether contacts' nennt sie alle
failure-no-who = „{ $who }“ benennt niemanden
    .hint = fragen Sie nach in_time, late, missed, due, reached oder ending
failure-too-far-ahead = { $days } Tage voraus sind zu viele
    .hint = fragen Sie nach höchstens { $most }
failure-no-measure = Es gibt in der Kundenreise keine Messgröße { $id }
    .hint = 'bellwether measures list' nennt alle
failure-no-outcome = Den Ausgang '{ $outcome }' gibt es nicht; möglich ist: { $names }
failure-no-part = Nach '{ $part }' werden Versprechen nicht geteilt
    .hint = Teilen Sie sie nach Abteilung, Kanal, Wochentag oder Quelle: silo, channel, weekday, source
failure-no-touches = Niemand kam in { $period } an einem Berührungspunkt { $touchpoint } vorbei
    .hint = Sein Name steht unter den Versprechen aller Berührungspunkte
failure-no-touchpoint = An einem Berührungspunkt { $touchpoint } kam nie jemand vorbei
    .hint = Sein Name steht unter den Versprechen aller Berührungspunkte
failure-days = { $days } ist keine Zahl von Tagen von { $least } bis { $most }
failure-outcome = Mit '{ $outcome }' geht kein Moment einher
    .hint = Fragen Sie nach loss (Weggang) oder growth (Wachstum)
failure-moment = '{ $kind }' ist keine Art von Moment
    .hint = Fragen Sie nach broken (gebrochen) oder met (erlebt)
failure-no-definitions = „{ $name }“ ist weder eine Version der Definitionen noch eine Vorlage
    .hint = Schreiben Sie die Nummer einer Version oder eine der Vorlagen: { $presets }
failure-never-in-force = Was ab { $day } gilt, wäre nie in Kraft: Version { $version } gilt ab { $from }
    .hint = Lassen Sie es ab { $from } oder später gelten
failure-kept-by-books = Die Bücher sind bis { $period } mit { $definition } { $kept } abgeschlossen: Festgeschriebene Zahlen lassen sich nicht mit { $wanted } zeigen
    .hint = Behalten Sie { $kept } bei, oder zählen Sie mit { $wanted } in einem eigenen Datenordner
failure-kept-to-come = Version { $version } der Definitionen ändert { $definition } am { $day } zu { $wanted }; was jetzt mit { $kept } abgeschlossen wird, ließe sich dann nicht zeigen
    .hint = Schreiben Sie eine Version, die ab { $day } bei { $kept } bleibt, oder schließen Sie ab, sobald { $wanted } gilt
failure-overtaken = Seit Sie begonnen haben, wurde Version { $version } geschrieben; Ihr Entwurf weiß nichts von ihr
    .hint = Sehen Sie sie auf der Seite Definitionen an und beginnen Sie den Entwurf von dort aus neu
failure-definitions-unread = Die Definitionen lassen sich nicht lesen: { $why }
failure-no-version-changed = Das Formular sagt nicht, welche Version es ändert
failure-no-number = „{ $definition }“ ist „{ $text }“
    .hint = Schreiben Sie eine ganze Zahl, etwa 180
failure-level-line = „{ $line }“ ist keine Wertstufe
    .hint = Schreiben Sie den Namen und ab welchem Wert sie beginnt, etwa „groß 1500.00“
failure-rule-line = „{ $line }“ ist keine Regel
    .hint = Schreiben Sie sie wie „kind=business: recurring“

failure-no-plan = Für { $period } lässt sich nichts planen
    .hint = Wählen Sie ein Jahr von { $first } bis { $last }
failure-target-grain = Für die Zeitraumart „{ $grain }“ gibt es keine Ziele
    .hint = Setzen Sie eines für „{ $year }“ oder „{ $quarter }“, wie die Firma ihre Jahre zählt
failure-no-level = Die Definitionen nennen keine Wertstufe „{ $level }“
    .hint = Es gibt: { $known }
failure-target-currency = Das Ziel ist in { $currency }, und die Firma rechnet in einer anderen Währung
    .hint = Geben Sie es auf und setzen Sie ein anderes
failure-no-count = „{ $text }“ ist keine ganze Zahl; { $nouns } werden in ganzen Zahlen gezählt
    .hint = Schreiben Sie nur Ziffern, etwa 1200

failure-no-upload = Diese Datei liegt nicht mehr zum Einlesen bereit
    .hint = Sie wurde eingelesen, aufgegeben oder lag länger als eine Woche; wählen Sie sie noch einmal
failure-no-file = Es wurde keine Datei gewählt
failure-file-empty = Die Datei ist leer
failure-file-broken = Die Datei kam nicht ganz an: { $why }
failure-file-long = Die Datei ist größer als { $most } MiB
    .hint = Senden Sie sie in Teilen; nacheinander eingelesen, ergeben sie dasselbe
failure-field-long = Ein Feld des Formulars ist zu lang
failure-field-no-text = Ein Feld des Formulars ist kein Text
failure-complete-ahead = Bis zum { $day } kann keine Quelle vollständig sein, denn er ist noch nicht gekommen
    .hint = Heute ist der { $today }; nennen Sie den letzten Tag, den die Datei ganz abdeckt
failure-log-unclear = Es ist nicht klar, was die Spalten von { $file } sind:
    { $asked }
    .hint = Sagen Sie es in einer Zuordnungsdatei ('bellwether import FILE --as touches --dry-run' zeigt, womit sie beginnt), und geben Sie sie mit --map an
failure-nothing-to-read = Es gibt nichts zu lesen
failure-other-table = Die Zuordnung ist für { $table }, die Zeilen aber sollen { $fact } werden
    .hint = Lassen Sie 'table', wie es ist, oder wählen Sie die Datei noch einmal
failure-map-unread = Die Zuordnung { $path } lässt sich nicht lesen: { $why }
failure-map-of-other-table = Die Zuordnung { $path } ist für { $table }, die Zeilen aber sollen { $fact } werden
failure-columns-not-agreed = Noch hat niemand den Spalten zugestimmt
failure-being-read = Die Datei wird gerade nach den Spalten gelesen, denen zugestimmt wurde
failure-no-rejects = Eine Datei mit Abgewiesenem „{ $name }“ gibt es nicht
failure-broke-down = Der Import brach ab; nichts wurde eingelesen
failure-imported-meanwhile = Seit Sie nachgesehen haben, wurde etwas eingelesen oder zurückgenommen
    .hint = Sehen Sie noch einmal nach, was die Rücknahme bewirkt, und stimmen Sie dann zu
failure-not-agreed-undo = Bestätigen Sie, dass Sie gelesen haben, was die Rücknahme bewirkt
failure-no-import = Einen Import „{ $import }“ gibt es nicht
failure-import-ends-process = Bellwether wurde { $times } Mal beendet, während es diese Datei las, und versucht es nicht noch einmal
    .hint = Auf seiner Konsole steht, warum; lesen Sie die Datei dann mit `bellwether import` oder in kleineren Teilen ein: was schon da ist, zählt nicht doppelt
row-unread = Zeile { $row }, Spalte { $column }: „{ $value }“: { $reason }

failure-organisation-name = Der Name hat mehr als { $most } Buchstaben oder mehr als eine Zeile
    .hint = Schreiben Sie ihn, wie er auf einem Brief steht
failure-no-language = In der Sprache „{ $language }“ gibt es keine Texte
    .hint = Wählen Sie en oder de, oder lassen Sie es offen
failure-own-password = Ihr eigenes Kennwort lässt sich hier nicht ändern: Dafür braucht es das jetzige
    .hint = Ändern Sie es auf der Seite Ihres Kontos
failure-password-length = Das Kennwort hat { $length } Zeichen
    .hint = Wählen Sie eines mit { $least } bis { $most }; am besten einige Wörter, die sonst niemand zusammenstellt
failure-token-for-nothing = Es ist nicht gewählt, wofür der Zugangsschlüssel gilt
    .hint = Wählen Sie wenigstens eines
failure-role-may-not = Keine Ihrer Rollen darf „{ $act }“, und Ihre Zugangsschlüssel auch nicht
failure-token-days = Ein Zugangsschlüssel kann nicht { $days } Tage gelten
    .hint = Wählen Sie 1 bis { $most } Tage; legen Sie danach einen neuen an
failure-target-unseen = Es ist nicht gesagt, welche Version des Ziels gesehen wurde
    .hint = Nennen Sie sie als `after`, damit nichts überschrieben wird, was inzwischen jemand anderes geschrieben hat
failure-large-amounts = Beträge sind zu groß, um sie zusammenzuzählen; die größten sind: { $amounts }
    .hint = Nehmen Sie den Import mit 'bellwether import undo NUMMER' oder auf der Seite Daten zurück, berichtigen Sie die Zeile dort, woher sie kommt, und importieren Sie sie noch einmal
large-amount = { $currency } { $amount } in { $fact } aus { $source }{ $row ->
        [none] { "" }
       *[other] { ", Zeile " }{ $row }
    }{ $customer ->
        [none] { "" }
       *[other] { ", " }{ $customer }
    }, Import { $import }
failure-no-days = „{ $text }“ ist keine Zahl von Tagen

# Was die Prüfungen finden, und was zu tun ist.
check-folder = Datenordner
check-records = Aufzeichnungen
check-files = Gespeicherte Dateien
check-file = Gespeicherte Datei
check-records-file = Datei der Aufzeichnungen
found-files-read = { $files } bis zum Ende gelesen, { $bytes } Bytes
found-without-checksums = { $files } Dateien früherer Versionen haben keine Prüfsummen: Schäden darin sind nicht immer zu erkennen
found-damaged = Aus der Tabelle { $table }
found-unexpected = Keine Änderung nennt { $path }
found-unexpected-advice = Sie ändert keine Zahl; sehen Sie nach, woher sie kommt, und entfernen Sie sie dann
found-records-read = Beschädigte Stellen: { $damages }
found-damaged-records = Stellen Sie die Aufzeichnungen aus einer Sicherung wieder her; { $what }
check-seals = Siegel
check-schedule = Zeitplan
check-scheduled = Zeitplan: { $job }
found-scheduled = { $last }; das nächste Mal: { $next }
advice-scheduled = es wird von selbst noch einmal versucht; scheitert es weiter, ist zu beheben, was da steht
check-policy = Definitionen
check-ledger = Hauptbuch
check-codes = Codes für Gründe
check-outdated-ids = Kunden: { $fact } von { $source }
found-outdated-ids = Import { $import } fand sie über Nummern von „{ $system }“, von denen einige seither zu anderen führen können
advice-outdated-ids = Nehmen Sie Import { $import } zurück und lesen Sie seine Datei noch einmal ein, damit jede Zeile dem gehört, den ihre Nummer jetzt nennt
check-zone = Zeitzone: { $fact } von { $source }
found-zone = Zeiten ohne eigene Zone werden als solche von { $zone } gelesen; das Unternehmen zählt nach { $own }. Ist das ein Irrtum, nehmen Sie die Importe dieser Quelle zurück, setzen Sie time_zone = "{ $own }" in ihrer Zuordnung und lesen Sie noch einmal ein
check-source = { $fact } aus { $source }
found-breaches = Gebrochene Siegel: { $breaches }; Einträge der Änderungen: { $entries }, der letzte versiegelt mit { $seal }
found-breach = Stellen Sie die Aufzeichnungen aus einer Sicherung wieder her. { $breaches }{ $more ->
        [none] { "" }
       *[other] { "; und " }{ $more }{ " weitere" }
    }
breach = { $place }: { $what }
found-covered = Was entschieden wurde, ist Zeile für Zeile versiegelt seit Eintrag { $entry } vom { $day }{ $before ->
        [none] { "" }
       *[other] { ", wie es damals stand" }
    }; die Änderungen sind im Datenordner verankert (lake/audit-heads) { $anchored ->
        [none] ab der nächsten
       *[other] seit Eintrag { $anchored }
    }
found-not-covered = Nicht gedeckt: { $entries } Einträge aus der Zeit vor den Siegeln; einmal zum Schreiben geöffnet, versiegeln die Aufzeichnungen, was sie enthalten
found-signed = Version { $version }, { $number ->
        [0] von niemandem unterschrieben
        [one] von 1 Person der Leitung unterschrieben
       *[other] von { $count } Personen der Leitung unterschrieben
    }
found-open-to-others = Andere auf diesem Rechner können hineinsehen; dort liegen Namen, Dateien und Prüfwerte von Passwörtern: chmod 700 '{ $folder }'
found-unsigned = Lassen Sie die Leitung auf der Seite Definitionen unterschreiben
found-months = Monate, die aufgehen: { $months }; 0 unerklärt, Stand { $day }
found-cannot-tell = lässt sich nicht sagen
found-mapped = { $mapped } von { $codes } zugeordnet
found-unmapped = Ordnen Sie { $codes } im Baum der Gründe zu
found-facts = { $facts } Fakten{ $day ->
        [none] { "" }
       *[other] { " bis " }{ $day }
    }, { $unattributed } ohne { $nouns }, { $rejected } Zeilen abgewiesen{ $gaps ->
        [none] { "" }
       *[other] { "; gefüllt: " }{ $gaps }
    }
found-rejects = Berichtigen Sie die abgewiesenen Zeilen und lesen Sie sie noch einmal ein
check-stopped = verstummte Quelle
check-spelling = Kennungen
found-stopped = fragen Sie, warum ihre Exporte ausbleiben: in Zahlen nach diesem Tag fehlt sie
found-spelling = sagen Sie in der Zuordnung einer der Quellen `ids_ignore_case = true`, oder berichtigen Sie die Kennungen, wo sie herkommen
rejects-counts = { $number ->
        [one] eine abgelehnt
       *[other] { $count } abgelehnt
    }: { $mended } nachgeholt, { $dismissed } abgetan, { $open } offen
failure-no-reject = Import { $import } hat solche Zeilen nicht abgelehnt
    .hint = sehen Sie in der Liste der abgelehnten Zeilen nach, welche Ursachen und Zeilen es gibt
failure-all-rejected = jede Zeile würde abgelehnt; die erste ist { $reject }
failure-no-reason-of-tree = einen Grund „{ $reason }“ gibt es im Baum nicht
    .hint = wählen Sie einen, den es gibt
