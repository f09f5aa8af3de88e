# Kontakte, die fällig sind, ohne dass jemand fragt.

contacts = Fällige Kontakte
contacts-about = Geschuldet wird er { $nouns }, die am Tag der Fälligkeit bei uns sind. Er kam, sobald sein Kontakt begann, wie immer der endete. Versäumt: Der Tag ist vorbei, und nichts kam. Was vor dem allerersten Kontakt gekommen sein kann, bleibt weg. Verlängerungen zählen ab dem ersten Tag eines Abonnements, der nach den Definitionen zählt.
contacts-title = { $missed } von { $due } in { $period } fälligen Kontakten wurden versäumt
contacts-title-none = In { $period } war kein Kontakt fällig
contacts-none = Die Journey sagt bei keinem Berührungspunkt, wann er von selbst fällig ist. Schreiben Sie es dazu, etwa für einen Jahresbesuch oder einen Hinweis vor der Verlängerung.
contacts-touchpoint = Berührungspunkt
contacts-in-time = Rechtzeitig
contacts-late = Verspätet
contacts-missed = Versäumt
contacts-missed-by = Versäumte { $nouns }
contacts-due = Fällig bis { $day }
contacts-due-to = Anstehende { $nouns }
contacts-ending = Abonnements, die enden
contacts-ending-about = { $Nouns }, deren letztes Abonnement bis { $day } endet, ohne dass eines folgt, und ihr Wert.
contacts-ending-none = Keine, von denen wir wissen.
contacts-moments = Momente, die durch Zählen kommen
contacts-moments-about = Etwa die hundertste Bestellung oder der dritte Anruf in einem Monat. Alle Käufe eines Tages zählen als einer.
contacts-moment = Moment
contacts-reached = Erreicht
contacts-reached-by = { $Nouns }
contacts-name = Name
contacts-value = Wert
contacts-because-of = Anlass
contacts-due-on = Fällig
contacts-met-on = Kam
contacts-who-in-time = { $what }: rechtzeitig in { $period }
contacts-who-late = { $what }: verspätet in { $period }
contacts-who-missed = { $what }: versäumt in { $period }
contacts-who-due = { $what }: fällig bis { $day }
contacts-who-reached = { $what }: erreicht in { $period }
contacts-who-ending = Abonnements, die bis { $day } enden
contacts-who-about = { $customers }, { $money }. Die { $shown } von { $count } mit dem höchsten Wert.
contacts-rule-after = Innerhalb von { $days } Tagen.
contacts-rule-term = { $days } Tage vor der Verlängerung, alle { $months } Monate.
contacts-rule-end = { $days } Tage vor dem Ende.
contacts-link = Fällige Kontakte
mine-contacts = { $number ->
    [one] Ein Kontakt steht
   *[other] { $count } Kontakte stehen
} bis { $day } bei Ihnen an, { $owner }
mine-due = Fällig bis { $day }: { $customers }, { $money }
mine-due-none = Bis { $day } ist nichts fällig.
mine-missed = Versäumt in { $period }: { $customers }, { $money }
