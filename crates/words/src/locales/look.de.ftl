# Ein Blick auf einen Import, bevor er geschrieben wird. Zahlen kommen schon für Menschen geschrieben; $number wählt die Form.
look-title = Was daraus wird
look-tried = Was diese Datei aus dem machen würde, was von { $fact } da ist, nach Monaten. Noch ist nichts geschrieben.
look-done = Was dieser Import aus dem gemacht hat, was von { $fact } da war, nach Monaten.
look-unchanged = Kein Monat ändert sich.
look-month = Monat
look-currency = Währung
look-rows = Zeilen
look-customers = { $Nouns }
look-worth = Wert
look-now = jetzt
look-after = danach
look-before = vorher
look-no-day = Ohne Tag
look-all = Alles
look-odd = Was auffällt
look-odd-about = Nichts davon hält die Datei auf. Sehen Sie jedes an, bevor eine Zahl darauf beruht.
look-nothing-odd = Nichts fällt auf.
look-past-odd = { $number ->
        [one] 1 Auffälligkeit
       *[other] { $count } Auffälligkeiten
    }

odd-one-customer = '{ $customer }' allein steht in { $rows } von { $of } Zeilen mit { $nouns }
odd-nobody = '{ $customer }' liest sich, als stünde es für niemanden, und steht in { $rows } von { $of } Zeilen
odd-several-in-one = { $number ->
        [one] 1 Kennung liest sich wie mehrere in einer
       *[other] { $count } Kennungen lesen sich wie mehrere in einer
    } („{ $customer }“), in { $rows } von { $of } Zeilen: Jede zählt als eine Person oder Firma; nennen Sie eine je Zeile
odd-no-customer = { $rows } von { $of } Zeilen sind ohne { $nouns }
odd-spelling = { $number ->
        [one] eine Kennung ist auf mehr als eine Weise geschrieben, nur in Groß- und Kleinschreibung, Leerzeichen, führenden Nullen oder Satzzeichen verschieden
       *[other] { $count } Kennungen sind auf mehr als eine Weise geschrieben, nur in Groß- und Kleinschreibung, Leerzeichen, führenden Nullen oder Satzzeichen verschieden
    }: '{ $one }' und '{ $other }'
odd-spelling-sample = mindestens { $number ->
        [one] eine Kennung ist auf mehr als eine Weise geschrieben, nur in Groß- und Kleinschreibung, Leerzeichen, führenden Nullen oder Satzzeichen verschieden
       *[other] { $count } Kennungen sind auf mehr als eine Weise geschrieben, nur in Groß- und Kleinschreibung, Leerzeichen, führenden Nullen oder Satzzeichen verschieden
    }: '{ $one }' und '{ $other }'
odd-amounts-higher = der mittlere Betrag von { $rows } Zeilen ist { $money }, das { $times }-fache der { $beside } der Zeilen davor
odd-amounts-lower = der mittlere Betrag von { $rows } Zeilen ist { $money }, und der der Zeilen davor { $beside }, das { $times }-fache
odd-months-higher = zwischen { $first } und { $last } ist der mittlere Betrag von { $rows } Zeilen { $money }, das { $times }-fache der { $beside } der anderen Monate
odd-months-lower = zwischen { $first } und { $last } ist der mittlere Betrag von { $rows } Zeilen { $money }, und der der anderen Monate { $beside }, das { $times }-fache
odd-one-day = alle { $rows } Zeilen sind von einem Tag, dem { $day }
odd-gap = { $number ->
        [one] es gibt keine Zeile in { $first }
       *[other] es gibt keine Zeile in den { $count } Monaten von { $first } bis { $last }
    }, wo etwa { $usual } üblich wären
odd-stopped = '{ $source }' liefert nichts nach dem { $last }, während eine andere Quelle bis zum { $newest } reicht
odd-long-ago = { $number ->
        [one] eine Zeile liegt lange zurück
       *[other] { $count } Zeilen liegen lange zurück
    }, die erste am { $day }
odd-ahead = { $number ->
        [one] eine Zeile liegt weit voraus
       *[other] { $count } Zeilen liegen weit voraus
    }, die letzte am { $day }
odd-new-currency = { $number ->
        [one] eine Zeile ist in { $currency }, worin bisher nichts war, und
       *[other] { $count } Zeilen sind in { $currency }, worin bisher nichts war, und zusammen
    } { $money } wert
odd-many-rejected = { $number ->
        [one] eine von { $read } Zeilen ist abgelehnt
       *[other] { $count } von { $read } Zeilen sind abgelehnt
    }
odd-places-taken = { $number ->
        [one] eine Zeile tritt
       *[other] { $count } Zeilen treten
    } an die Stelle von anderem, das unter derselben Nummer stand, mit anderen { $nouns }, zu anderer Zeit oder mit anderem Betrag
odd-places-taken-money = { $number ->
        [one] eine Zeile tritt
       *[other] { $count } Zeilen treten
    } an die Stelle von anderem, das unter derselben Nummer stand, mit anderen { $nouns }, zu anderer Zeit oder mit anderem Betrag: { $money } fallen weg, { $beside } kommen hinzu
odd-sign-turned = { $count } von { $of } Zeilen, die Bekanntes ersetzen, kehren das Vorzeichen seines Betrags um: { $money } fallen weg, { $beside } kommen hinzu
odd-amounts-multiplied = { $count } von { $of } Zeilen, die Bekanntes ersetzen, haben genau das { $times }-Fache seines Betrags: { $money } fallen weg, { $beside } kommen hinzu
odd-amounts-divided = { $count } von { $of } Zeilen, die Bekanntes ersetzen, haben einen Betrag, der genau das { $times }-Fache war: { $money } fallen weg, { $beside } kommen hinzu
odd-days-swapped = { $count } von { $of } Zeilen, die Bekanntes ersetzen, tragen dasselbe Datum mit vertauschtem Tag und Monat
odd-days-swapped-money = { $count } von { $of } Zeilen, die Bekanntes ersetzen, { $money } wert, tragen dasselbe Datum mit vertauschtem Tag und Monat
odd-other-customers = { $count } von { $of } Zeilen, die Bekanntes ersetzen, stehen nun bei anderen { $nouns } oder ohne, zum selben Zeitpunkt
odd-other-customers-money = { $count } von { $of } Zeilen, die Bekanntes ersetzen, { $money } wert, stehen nun bei anderen { $nouns } oder ohne, zum selben Zeitpunkt und mit demselben Betrag
odd-new-customers = von { $count } { $nouns } dieser Datei ist niemand bekannt, obwohl die Quelle zuvor { $before } brachte, von denen viele wiederkamen: ihre Nummern könnten nun anders geschrieben sein
odd-not-in-file = { $number ->
        [one] eine Zeile vom { $first } bis { $last }, die schon da war, steht nicht in dieser Datei und zählt weiter
       *[other] { $count } Zeilen vom { $first } bis { $last }, die schon da waren, stehen nicht in dieser Datei und zählen weiter
    }
odd-not-in-file-money = { $number ->
        [one] eine Zeile vom { $first } bis { $last }, die schon da war, steht nicht in dieser Datei und zählt weiter
       *[other] { $count } Zeilen vom { $first } bis { $last }, die schon da waren, stehen nicht in dieser Datei und zählen weiter
    }: { $money }
odd-duplicate-rows = { $number ->
        [one] eine von { $of } neuen Zeilen stimmt
       *[other] { $count } von { $of } neuen Zeilen stimmen
    } in { $noun }, Tag und Betrag mit Zeilen überein, die aus dieser Quelle schon da waren, mit anderen Nummern oder Uhrzeiten: Sind es dieselben, zählen { $money } doppelt
odd-duplicates-of-source = { $number ->
        [one] eine von { $of } neuen Zeilen gleicht
       *[other] { $count } von { $of } neuen Zeilen gleichen
    } in { $noun } und Betrag einer Zeile aus „{ $source }“, höchstens fünf Tage entfernt: Sind es dieselben Verkäufe, zählen { $money } doppelt
odd-overlapping-subscriptions = { $number ->
        [one] 1 { $noun } beginnt ein Abonnement, während ein früheres kein Ende hat
       *[other] { $count } { $nouns } beginnen ein Abonnement, während ein früheres kein Ende hat
    }, und { $money } im Monat zählen neben dem neuen: Ist das neue an seine Stelle getreten, braucht das frühere ein Ende
odd-retroactive-price = { $number ->
        [one] ein Abonnement hat vom ersten Tag an einen anderen Preis
       *[other] { $count } Abonnements haben vom ersten Tag an andere Preise
    }, das früheste seit dem { $first }: { $money } im Monat statt { $beside }, auch in vergangenen Monaten; hat der Preis sich später geändert, braucht er eine Zeile, die dann beginnt
odd-spelling-count = { $number ->
        [one] eine Kennung ist auf mehr als eine Weise geschrieben, nur in Groß- und Kleinschreibung, Leerzeichen, führenden Nullen oder Satzzeichen verschieden
       *[other] { $count } Kennungen sind auf mehr als eine Weise geschrieben, nur in Groß- und Kleinschreibung, Leerzeichen, führenden Nullen oder Satzzeichen verschieden
    }

rejects-none = Keine Zeile wurde abgelehnt
rejects-open = { $number ->
        [one] Eine Zeile von Import { $import } ist zu erledigen
       *[other] { $count } Zeilen von Import { $import } sind zu erledigen
    }
rejects-cause = Import { $import }, { $fact } aus { $source }: { $what }. { $mended } nachgeholt, { $dismissed } abgetan, { $open } offen.
rejects-rows = Zeilen, die zu erledigen sind
rejects-place = Wo
rejects-at = { $file }, Zeile { $row }
rejects-value = Wert
rejects-line = Die Zeile, wie sie gelesen wurde
rejects-one = Keine Zeile für uns
rejects-why = Warum sie nicht herein müssen
rejects-why-row = Warum Zeile { $row } nicht herein muss
rejects-dismiss = Abtun
rejects-dismiss-row = Zeile { $row } abtun
rejects-dismiss-all = { $number ->
        [one] Diese Zeile abtun
       *[other] Alle { $count } abtun
    }
rejects-done = Erledigt
rejects-done-about = Ursachen, von denen keine Zeile mehr zu erledigen ist.
rejects-dismissed = Abgetan
rejects-dismissed-about = Zeilen, von denen jemand gesagt hat, dass sie keine sind. Wieder geöffnet sind sie noch einmal zu erledigen.
rejects-said = Import { $import }: { $why } ({ $by }, { $at })
rejects-reopen = Wieder öffnen
rejects-reopen-it = Wieder öffnen, was abgetan wurde mit: { $why }

codes-title = Kürzel der Quellen
codes-about = Was Quellen dazu sagen, warum jemand ging, und für welchen Grund es steht. Solange ein Kürzel keinen hat, zählen Bewegungen damit als noch nicht bekannt.
codes-none = Noch hat keine Quelle ein Kürzel geliefert.
codes-unmapped = { $number ->
        [0] Jedes Kürzel ist einem Grund zugeordnet
        [one] Ein Kürzel ist noch keinem Grund zugeordnet
       *[other] { $count } Kürzel sind noch keinem Grund zugeordnet
    }
codes-map = zuordnen
codes-code = Kürzel
codes-reason = Grund
codes-none-yet = noch keiner
codes-save = Speichern
attributed-found = { $fact }, die jetzt jemandem gehören: { $rows }{ $has_money ->
        [yes] { ", im Wert von " }{ $money }
       *[no] { "" }
    }
attributed-moved = { $fact }, die jetzt zu jemand anderem gehören: { $rows }{ $has_money ->
        [yes] { ", im Wert von " }{ $money }
       *[no] { "" }
    }
attributed-lost = { $fact }, die niemand Bekannten mehr nennen: { $rows }{ $has_money ->
        [yes] { ", im Wert von " }{ $money }
       *[no] { "" }
    }
