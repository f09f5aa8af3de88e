# Contacts that are due though nobody asks.

contacts = Contacts that are due
contacts-about = Owed to { $nouns } who are with us on the day by which it is due. It has come once its touch began, however that ended. Missed: the day is over and nothing came. What may have come before the first touch of all is left out. Renewals are counted from the first day of a subscription that counts by the definitions.
contacts-title = { $missed } of { $due } contacts due in { $period } were missed
contacts-title-none = No contact was due in { $period }
contacts-none = The journey says of no touchpoint when it is due by itself. Write it with the touchpoint, as for a yearly visit or a notice before a renewal.
contacts-touchpoint = Touchpoint
contacts-in-time = In time
contacts-late = Late
contacts-missed = Missed
contacts-missed-by = { $Nouns } missed
contacts-due = Due by { $day }
contacts-due-to = { $Nouns } to meet
contacts-ending = Subscriptions that end
contacts-ending-about = { $Nouns } whose last subscription ends by { $day } with nothing after it, and what they are worth.
contacts-ending-none = None that we know of.
contacts-moments = Moments that come by counting
contacts-moments-about = Such as the hundredth order or the third call in a month. All purchases of one day count as one.
contacts-moment = Moment
contacts-reached = Reached
contacts-reached-by = { $Nouns }
contacts-name = Name
contacts-value = Value
contacts-because-of = Because of
contacts-due-on = Due
contacts-met-on = Came
contacts-who-in-time = { $what }: in time in { $period }
contacts-who-late = { $what }: late in { $period }
contacts-who-missed = { $what }: missed in { $period }
contacts-who-due = { $what }: due by { $day }
contacts-who-reached = { $what }: reached in { $period }
contacts-who-ending = Subscriptions that end by { $day }
contacts-who-about = { $customers }, { $money }. The { $shown } of { $count } whose value is highest.
contacts-rule-after = Within { $days } days.
contacts-rule-term = { $days } days before it renews, every { $months } months.
contacts-rule-end = { $days } days before it ends.
contacts-link = Contacts that are due
mine-contacts = { $number ->
    [one] One contact is
   *[other] { $count } contacts are
} yours to make by { $day }, { $owner }
mine-due = Due by { $day }: { $customers }, { $money }
mine-due-none = Nothing is due by { $day }.
mine-missed = Missed in { $period }: { $customers }, { $money }
