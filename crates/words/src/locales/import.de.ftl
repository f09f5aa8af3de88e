# Was vor dem Einlesen zu einer Datei gefragt und gesagt wird.

question-missing = Für „{ $field }“ ({ $target }) wurde keine Spalte gefunden; jede Zeile braucht sie
question-unfit = „{ $column }“ heißt wie „{ $field }“ ({ $target }), aber die meisten Zellen lassen sich nicht so lesen; die erste steht in Zeile { $row }: „{ $value }“
question-rivals = Mehrere Spalten können „{ $field }“ ({ $target }) sein, und sie unterscheiden sich
question-currency = Nichts sagt, in welcher Währung „{ $column }“ ist
question-dates = In „{ $column }“ („{ $value }“) ist offen, ob der Tag oder der Monat zuerst steht
question-century = Die Jahre in „{ $column }“ haben zwei Ziffern, wie in „{ $value }“
question-decimal = In „{ $column }“ („{ $value }“) ist offen, ob das Zeichen Tausender oder Nachkommastellen trennt
question-rows = „{ $column }“ sagt, welche Zeilen zählen, und nicht alle Wörter darin sind bekannt: { $words }
question-interval = Nichts sagt, für wie lange der Preis in „{ $column }“ gilt („{ $value }“ in Zeile { $row })
question-quantity = „{ $column }“ („{ $value }“ in Zeile { $row }) kann der Preis eines Stücks sein oder aller Stücke der Zeile
question-minor-units = Die Beträge in „{ $column }“ („{ $value }“ in Zeile { $row }) können ganze Einheiten oder Hundertstel sein
question-ends = „{ $column }“ („{ $value }“ in Zeile { $row }) kann der letzte Tag eines Vertrags sein oder der erste Tag ohne ihn
question-end = „{ $column }“ („{ $value }“ in Zeile { $row }) kann der Tag sein, an dem ein Vertrag endete, oder nur der, bis zu dem bezahlt ist
question-snapshot = Dieselben { $nouns } stehen in „{ $column }“ Zeitraum für Zeitraum: Eine Zeile kann sagen, was in ihm bezahlt wird, oder einen Vertrag beginnen
question-scale = Nichts sagt, von wo bis wo die Noten in „{ $column }“ reichen („{ $value }“ in Zeile { $row })
question-rates = Nichts sagt, welche Richtung die Kurse in „{ $column }“ haben („{ $value }“ in Zeile { $row })
question-same-system = { $rows } von { $of } Zeilen dieser Datei kamen schon mit Import { $import } aus „{ $source }“; ist es dasselbe System?
question-other-key = { $rows } von { $of } Zeilen dieser Datei kamen schon mit Import { $import } aus „{ $source }“ und wurden an etwas anderem erkannt als jetzt; sind es dieselben?
question-same-system-sample = { $rows } der { $of } verglichenen Zeilen kamen schon mit Import { $import } aus „{ $source }“; ist es dasselbe System?
question-other-key-sample = { $rows } der { $of } verglichenen Zeilen kamen schon mit Import { $import } aus „{ $source }“ und wurden an etwas anderem erkannt als jetzt; sind es dieselben?
question-ids = { $rows } von { $of } Zeilen dieser Datei haben eine Nummer in „{ $column }“, die schon für etwas anderes stand: „{ $value }“ stand für { $was } und steht in dieser Datei für { $is }; beginnen die Nummern neu?
question-ids-sample = Etwa { $rows } der { $of } verglichenen Zeilen haben eine Nummer in „{ $column }“, die schon für etwas anderes stand: „{ $value }“ stand für { $was } und steht in dieser Datei für { $is }; beginnen die Nummern neu?
question-several-systems = Diese Datei hat die Spalten mehrerer Systeme: { $sources }; aus welchem ist sie?
question-id-case = Nummern in „{ $column }“ unterscheiden sich nur in Groß- und Kleinbuchstaben, wie „{ $value }“ in Zeile { $row }

answer-column = Es ist trotzdem „{ $column }“; unlesbare Zeilen werden abgewiesen
answer-rival = „{ $column }“
answer-day-first = Der Tag steht zuerst
answer-month-first = Der Monat steht zuerst
answer-century = Es sind die hundert Jahre ab { $year }
answer-point = Vor Nachkommastellen steht ein Punkt
answer-comma = Vor Nachkommastellen steht ein Komma
answer-only-known = Nur Zeilen mit bekannten Wörtern zählen
answer-unknown-count = Auch Zeilen mit unbekannten Wörtern zählen
answer-all-count = Alle Zeilen zählen
answer-month = Er gilt für einen Monat
answer-quarter = Er gilt für drei Monate
answer-year = Er gilt für ein Jahr
answer-each = Es ist der Preis eines Stücks
answer-all-pieces = Es ist der Preis aller Stücke der Zeile
answer-hundredths = Es sind Hundertstel
answer-units = Es sind ganze Einheiten
answer-last-day = Es ist der letzte Tag
answer-first-day-without = Es ist der erste Tag danach
answer-no-end = Es ist kein Ende
answer-end = Es ist das Ende
answer-snapshot-month = Jede Zeile erzählt von einem Monat
answer-snapshot-quarter = Jede Zeile erzählt von drei Monaten
answer-snapshot-year = Jede Zeile erzählt von einem Jahr
answer-subscriptions = Jede Zeile ist ein Vertrag, der weiterläuft
answer-scale = Von { $from } bis { $to }
answer-units-per-reporting = So viele Einheiten der Währung sind eine der Berichtswährung wert
answer-reporting-per-unit = Eine Einheit der Währung ist so viel in der Berichtswährung wert
answer-same-system = Sie ist aus „{ $source }“; Zeilen, die schon da sind, werden wiedererkannt
answer-another-system = Sie ist aus einem anderen System; jede Zeile zählt
answer-ids-month = Sie beginnen jeden Monat oder jedes Jahr neu; Zeilen werden an Nummer und Monat erkannt
answer-ids-day = Sie beginnen jeden Tag oder jede Woche neu; Zeilen werden an Nummer und Tag erkannt
answer-no-ids = Sie bedeuten hier nichts; Zeilen werden nach wem, wann und wie viel unterschieden
answer-own-source = Sie sind aus einem anderen System oder einer Filiale und kommen als „{ $source }“ herein
answer-replace = Sie berichtigen, was da ist, und treten an dessen Stelle
answer-one-id = Sie sind dieselben
answer-several-ids = Sie sind verschieden

effect = Zeilen { $rows }, { $nouns } { $customers }
effect-money = Zeilen { $rows }, { $nouns } { $customers }, { $money }
effect-adds = kämen Zeilen { $rows } hinzu
effect-adds-money = kämen Zeilen { $rows } hinzu, { $money } wert
effect-adds-customers = kämen Zeilen { $rows } hinzu, { $nouns } { $customers }
effect-adds-customers-money = kämen Zeilen { $rows } hinzu, { $nouns } { $customers }, { $money }
effect-takes-out = { $effect }, und Zeilen { $rows } fielen weg, { $nouns } { $customers }
effect-takes-out-money = { $effect }, und Zeilen { $rows } fielen weg, { $nouns } { $customers }, { $money }
effect-compared = von den verglichenen Zeilen: { $effect }
effect-left-out = { $effect }, ausgelassen { $rows }
effect-rejected = { $effect }, abgewiesen { $rows }

id-meaning = { $customer } am { $day }
id-meaning-money = { $customer } am { $day }, { $money }
id-meaning-nobody = niemanden mit Namen am { $day }
id-meaning-nobody-money = niemanden mit Namen am { $day }, { $money }

word-count = „{ $word }“ × { $rows }
word-count-money = „{ $word }“ × { $rows }, { $money }
word-empty = nichts × { $rows }
word-empty-money = nichts × { $rows }, { $money }
word-counts = { $word }: zählt
word-left-out = { $word }: ausgelassen
word-refund = { $word }: erstattet

note-table = Was die Zeilen sind, ist eine Vermutung ({ $why }); wählen Sie eine andere Tabelle, wenn sie falsch ist
note-preset = Bekannter Aufbau: { $title }, zu erkennen an den Spalten { $columns }; gelesen wie unter { $documentation } beschrieben
note-other-preset = Die Spalten sind die von { $title }, deren Zeilen { $table } sind; bringen Sie sie als solche ein, wenn Sie es nicht besser wissen
note-nameless = Die Datei benennt keine Spalten; sehen Sie die Zeilen an, bevor Sie zustimmen
note-rival = „{ $column }“ wird als „{ $field }“ ({ $target }) genommen; { $others } kann es auch sein
note-same-shape = Die Datei hat die Spalten von „{ $source }“ und gilt als eine aus diesem System; --source NAME sagt es anders
note-repeats = „{ $column }“ wiederholt sich und benennt daher keine Zeile; Zeilen werden an dem erkannt, was sie sagen (Zeilen { $rows }, die erste ist { $row }: „{ $value }“)
note-misfits = Manche Zellen von „{ $column }“ lassen sich nicht als „{ $field }“ ({ $target }) lesen; ihre Zeilen werden abgewiesen (Zeilen { $rows }, die erste ist { $row }: „{ $value }“)
note-empty = Jede Zeile braucht „{ $field }“ ({ $target }), aber „{ $column }“ ist in manchen leer; sie werden abgewiesen (Zeilen { $rows }, die erste ist { $row })
note-placeholder = „{ $word }“ in „{ $column }“ gilt als leere Zelle (Zeilen { $rows })
note-nobody = „{ $word }“ in „{ $column }“ gilt als niemand: Solche Zeilen zählen für keinen { $noun } (Zeilen { $rows })
note-spreadsheet-ids = Alle Nummern in „{ $column }“ enden auf „.0“, wie Tabellenprogramme es mit Zahlen tun; das wird abgenommen
note-rows = „{ $column }“ entscheidet, welche Zeilen zählen: { $words }
note-refunded = Was „{ $refunded }“ zurückgab, wird von „{ $column }“ abgezogen
note-cancelled = Zeilen mit einem Tag in „{ $column }“ wurden storniert und bleiben weg (Zeilen { $rows }, die erste ist { $row })
note-zone = Zeiten in „{ $column }“ werden als { $zone } gelesen; das sagt der Name
note-counted = „{ $column }“ zählt Tage oder Sekunden: „{ $example }“ ist { $read }
note-months = „{ $example }“ in „{ $column }“ wird als erster Tag des Monats gelesen
note-century = Jahre mit zwei Ziffern in „{ $column }“ werden als { $from } und die neunundneunzig Jahre danach gelesen
note-per-month = „{ $column }“ wird durch { $by } geteilt, um der Preis eines Monats zu sein
note-per-month-by = „{ $column }“ wird durch die Monate in „{ $by }“ geteilt, um der Preis eines Monats zu sein
note-pieces = Der Betrag ist „{ $quantity }“ mal „{ $price }“
note-last-day = „{ $column }“ ist der letzte Tag eines Vertrags: Der nächste beginnt am Tag darauf
note-silent = Zeilen ohne „{ $column }“ bleiben weg: Sie sagen nichts
note-unused = „{ $column }“ wird nicht verwendet ({ $examples })
note-unused-empty = „{ $column }“ wird nicht verwendet: in den ersten Zeilen steht dort nichts

failure-file-open = { $number ->
        [one] Eine Frage zur Datei ist offen; nichts wurde eingelesen
       *[other] { $number } Fragen zur Datei sind offen; nichts wurde eingelesen
    }
failure-not-asked = Zur Datei ist nichts gefragt, was „{ $question }={ $answer }“ beantwortet
    .hint = Lassen Sie es weg, um die Fragen zu sehen, oder geben Sie die Zuordnung mit --map an: Zu Spalten, denen schon zugestimmt wurde, wird nicht mehr gefragt
