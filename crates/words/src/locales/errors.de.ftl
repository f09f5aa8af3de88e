# Was Teile von Bellwether, die nur Englisch sprechen, darüber sagen, warum etwas nicht ging. Englisch sagen sie es selbst.

error-no-rate = Es gibt einen Betrag in { $currency } am { $day }, aber bis zu diesem Tag keinen Wechselkurs in { $reporting }; lesen Sie eine Datei mit Wechselkursen ein
error-too-large = Die Beträge von jemandem am { $day } sind größer, als sich rechnen lässt; suchen Sie nach einem falschen Betrag an diesem Tag
error-too-many-segments = „{ $cut }“ teilt das Hauptbuch in mehr als { $most } Teile; wählen Sie etwas, das viele { $nouns } gemeinsam haben
error-too-fine = Nach „{ $grain }“ wären es mehr als { $most } Zahlen seit dem { $since }; fragen Sie nach „{ $coarser }“, oder berichtigen Sie diesen Tag, wenn er ein Versehen ist
error-too-long = Es wären mehr als { $most } Zahlen seit dem { $since }; fragen Sie nach weniger, oder berichtigen Sie diesen Tag, wenn er ein Versehen ist
error-cancelled = Der Import wurde abgebrochen; nichts wurde eingelesen
error-too-many-rows = Mehr als { $most } Zeilen auf einmal; lesen Sie die Dateien nacheinander ein
error-no-such-import = Einen Import { $import } gibt es nicht; der letzte ist { $last }
error-not-undoable = { $import } ist kein Import: Er gab Fakten denen, die die Identitäten nennen; nehmen Sie stattdessen deren Import zurück
error-already-undone = Import { $import } ist schon zurückgenommen, durch { $undo }; nehmen Sie { $undo } zurück, damit er wieder gilt

error-no-input = Es wurde nichts zu lesen genannt
error-nothing-matches = Keine Datei passt zu { $pattern }; prüfen Sie den Pfad
error-bad-pattern = { $pattern } ist kein Muster: { $why }
error-missing = { $file } gibt es nicht; prüfen Sie den Pfad
error-directory = { $file } ist ein Ordner; nennen Sie die Dateien darin, etwa „{ $file }/*.csv“
error-not-permitted = { $file } darf nicht gelesen werden; ändern Sie die Rechte
error-io = { $file } macht Schwierigkeiten: { $why }
error-format = { $file }: { $why }
error-not-readable = { $file } lässt sich nicht als { $kind } lesen: { $why }
error-wrong-delimiter = { $file }: das angegebene Trennzeichen „{ $declared }“ trennt nichts, „{ $found }“ aber schon; schreiben Sie delimiter = "{ $found }"
error-duplicate-column = { $file }: die Spalten { $first } und { $second } heißen beide „{ $column }“; benennen Sie eine um
error-columns-differ = { $file } hat andere Spalten als { $than }: { $difference }; lesen Sie sie für sich ein
error-kinds-differ = { $file } ist { $kind }, { $than } aber { $other }; lesen Sie sie für sich ein
error-open-quote = { $file }, Zeile { $row }: ein Anführungszeichen in Spalte „{ $column }“ wird nicht geschlossen; schließen oder verdoppeln Sie es: { $line }
error-broken-archive = { $file } ist beschädigt ({ $compression }): nach Zeile { $row } bricht sie ab ({ $why }); holen Sie sie noch einmal, nichts wurde eingelesen
error-changed = { $file } änderte sich beim Lesen ({ $what }); warten Sie, bis sie ganz geschrieben ist, und lesen Sie sie dann ein
error-database = { $database } ließ sich nicht lesen: { $why }
error-layout = Die Zeilen von { $file } passen nicht in Spalten: { $why }

error-not-a-map = Das ist keine Zuordnung: { $why }
error-unknown-target = { $table } hat keine Spalte „{ $target }“; es gibt { $targets }
error-missing-target = { $table } braucht „{ $target }“: ordnen Sie es unter [columns] zu; { $file } hat die Spalten { $columns }
error-both = Ordnen Sie „{ $first }“ oder „{ $second }“ zu, nicht beide
error-unknown-column = { $file } hat keine Spalte „{ $column }“, aus der „{ $target }“ kommen soll{ $nearest ->
        [none] { "" }
       *[other] { " (am ähnlichsten: " }{ $nearest })
    }; es gibt { $columns }
error-expression = „{ $target }“ soll aus "{ $expression }" kommen, das sich nicht berechnen lässt: { $why }
error-data-type = „{ $target }“ kann nicht aus Werten der Art { $kind } kommen; schreiben Sie einen Ausdruck, der daraus Text, eine Zahl oder eine Zeit macht
error-no-currency = { $file }: nichts sagt, in welcher Währung die Beträge in „{ $from }“ sind; nennen Sie die Währung, oder ordnen Sie „currency“ zu
error-ambiguous-dates = { $file }: Tage in „{ $column }“ wie { $example } können mit dem Tag oder mit dem Monat beginnen; sagen Sie, womit
error-ambiguous-numbers = { $file }: Zahlen in „{ $column }“ wie { $example } können Tausender oder Nachkommastellen haben; sagen Sie, was davon
error-no-lookup = „{ $target }“ wird über { $via } gefunden, das noch fehlt; lesen Sie zuerst { $via } ein

error-read-only = { $path } darf nur gelesen werden, wie eine Sicherung; nichts wurde geändert. Geben Sie dem Benutzer, unter dem Bellwether läuft, das Recht zu schreiben, oder kopieren Sie den Ordner dorthin, wo er es hat
error-bad-folder = Der Name des Ordners { $path } enthält eine Prozentfolge, durch die Tabellen eines anderen Ordners gelesen würden; geben Sie ihm, oder dem darüber, einen anderen Namen
error-disk-full = Auf dem Datenträger mit { $path } ist kein Platz mehr; schaffen Sie welchen und versuchen Sie es noch einmal, nichts wurde geändert
error-damaged-file = Die Datei { $path } der Tabelle { $table } ist beschädigt oder fehlt; stellen Sie den Datenordner aus einer Sicherung wieder her, oder, wenn sie unter lake/marts liegt, berechnen Sie sie neu: bellwether refresh --full
error-lost-commits = Die Tabelle { $table } reicht nur bis Version { $version }, bekannt ist aber Version { $known }: Spätere Änderungen sind verloren; stellen Sie den Datenordner aus einer Sicherung wieder her
error-unreadable-table = Die Tabelle { $table } lässt sich nicht verstehen; stellen Sie den Datenordner aus einer Sicherung wieder her
error-stored-file = Eine Datei der Tabelle { $table } ist beschädigt oder fehlt; stellen Sie den Datenordner aus einer Sicherung wieder her, oder berechnen Sie die Tabelle neu, wenn sie unter lake/marts liegt: bellwether refresh --full
error-busy = Gerade schreibt ein anderes Programm; warten Sie, bis es fertig ist, und versuchen Sie es noch einmal
error-user-name = „{ $name }“ kann kein Anmeldename sein; beginnen Sie mit einem Buchstaben oder einer Ziffer, dann bis zu 63 Buchstaben, Ziffern, Punkte, Bindestriche, Unterstriche oder @
error-user-exists = Den Anmeldenamen „{ $name }“ gibt es schon
error-no-user = Den Anmeldenamen „{ $name }“ gibt es nicht
error-no-token = Einen Zugangsschlüssel „{ $id }“ gibt es nicht
error-last-admin = „{ $name }“ ist die letzte Person mit der Rolle Verwaltung; geben Sie die Rolle zuerst jemand anderem
error-own-role = Niemand gibt sich selbst eine Rolle, und „{ $role }“ ist keine von Ihren; jemand anderes mit der Rolle Verwaltung kann das
error-version-changed = { $noun }: Version { $seen } ist nicht mehr die letzte, das ist jetzt Version { $latest }; sehen Sie sie an und schreiben Sie dann Ihre
error-no-entry = { $noun } „{ $id }“ gibt es nicht
error-no-policy-version = Eine Version { $asked } der Definitionen gibt es nicht; die letzte ist { $latest }
error-signed-twice = { $leader } hat Version { $version } der Definitionen schon unterschrieben
error-unknown-reason = „{ $asked }“ steht nicht im Baum der Gründe (Version { $tree }); am nächsten kommen: { $nearest }
error-inferred-by-person = Eine Person wurde gefragt oder sagte den Grund; „inferred“ bleibt dem, was Bellwether aus Belegen schließt
error-not-a-period = Vom { $start } bis zum Tag vor dem { $end } reicht im Kalender der Definitionen, Version { $version }, kein Zeitraum der Art „{ $grain }“; der des ersten Tages reicht vom { $expected } bis zum Tag vor dem { $until }
error-already-closed = Die Bücher sind bis einschließlich { $through } geschlossen (zuletzt von { $by }); ein geschlossener Zeitraum wird nie geöffnet oder ersetzt: was später bekannt wird, steht als Berichtigung im offenen
error-gap = Der Zeitraum, der am { $expected } beginnt, muss vor dem geschlossen werden, der am { $start } beginnt; die Bücher werden der Reihe nach und ohne Lücken geschlossen
error-other-grain = Die Bücher werden nach „{ $kept }“ geschlossen, also nicht nach „{ $asked }“; schließen Sie den nächsten Zeitraum der Art „{ $kept }“

error-unknown-zone = „{ $zone }“ ist keine Zeitzone; schreiben Sie einen IANA-Namen wie Europe/Berlin oder UTC
error-fiscal-month = Ein Geschäftsjahr kann nicht im Monat { $month } beginnen; schreiben Sie einen Monat von 1 bis 12
error-bad-day = „{ $text }“ ist kein Tag; schreiben Sie ihn wie 2026-09-30
error-bad-period = „{ $text }“ ist kein Zeitraum der Art „{ $grain }“; schreiben Sie 2026-09 für einen Monat, 2026-Q3 für ein Quartal, 2026 für ein Jahr, 2026-09-30 für einen Tag oder eine Woche
error-bad-grain = „{ $text }“ ist keine Art von Zeitraum; wählen Sie day, week, month, quarter, year, fiscal_quarter oder fiscal_year
error-bad-code = „{ $text }“ ist keine Währung; schreiben Sie ihren Code nach ISO 4217, etwa EUR
error-bad-amount = „{ $text }“ ist kein Betrag in { $currency }; schreiben Sie Ziffern, nach einem Punkt höchstens { $digits }, etwa { $example }
error-amount-too-large = Der Betrag { $amount } ist größer, als sich rechnen lässt
error-no-measure = „{ $text }“ ist nichts, wofür es ein Ziel gibt
error-empty-target = Das Ziel sagt weder, wie viele { $nouns }, noch, welcher Wert; sagen Sie wenigstens eines
error-negative-target = Ein Ziel von { $number } lässt sich nicht am Hauptbuch messen; schreiben Sie, wie viele, ohne Vorzeichen
error-target-level = „{ $measure }“ betrifft eine Wertstufe; nennen Sie sie
error-no-owner = Niemand steht für das Ziel ein; nennen Sie, wer
error-empty-noun = „{ $definition }“ ist leer; schreiben Sie ein Wort wie Kunde, Spender oder Mitglied
error-out-of-range = „{ $definition }“ ist { $value }; wählen Sie eine Zahl von { $min } bis { $max }
error-recurring-months = „{ $definition }“ ist { $months }; wählen Sie 1 (wie monatlich berechnet) oder 12 (ein Jahr)
error-level-order = Wertstufe „{ $level }“ beginnt nicht über der davor; nennen Sie die Wertstufen von unten nach oben, jede mit eigenem Namen
error-reason-twice = Den Grund „{ $reason }“ gibt es zweimal
error-reason-no-parent = Der Grund „{ $reason }“ steht unter „{ $parent }“, den es nicht gibt
error-reason-circle = Der Grund „{ $reason }“ steht unter sich selbst
error-code-twice = Der Code „{ $code }“ meint „{ $first }“ und „{ $second }“; ordnen Sie ihn einem zu, oder schreiben Sie ihn als Quelle:Code
error-reason-reserved = „{ $reason }“ ist für Bewegungen da, deren Grund noch niemand kennt; wählen Sie einen anderen Namen
error-how-known = „{ $text }“ ist keine Art zu wissen; wählen Sie asked, told oder inferred
error-no-preset = Es gibt keine Vorlage „{ $name }“; import --presets zählt sie auf
error-not-of-preset = { $file } ist kein Export von { $title }: es fehlt { $missing }; da ist { $columns }
error-no-fact = „{ $text }“ ist keine Tabelle von Fakten; wählen Sie eine von { $facts }
error-no-kind = „{ $text }“ ist keine Art von Bewegung; wählen Sie new, won_back, more, less, lost, currency, transfer_in, transfer_out, restated oder redefined
error-no-role = „{ $text }“ ist keine Rolle; wählen Sie admin, analyst, leader, owner oder reader
error-no-act = „{ $text }“ ist nichts, wofür ein Zugangsschlüssel gilt; wählen Sie read_figures, see_customers, explain, import, define, sign, close, plan, read_audit oder administer
error-all-rejected = Alle { $rows } Zeilen wurden abgelehnt, und nichts wurde eingelesen; die erste ist Zeile { $row } von { $file }, Spalte '{ $column }', Wert '{ $value }': { $reason }
