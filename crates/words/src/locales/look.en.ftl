# A look at an import before it is written. Numbers come as people write them; $number chooses the form.
look-title = What it makes
look-tried = What this file would make of the { $fact } that are there, by month. Nothing is written yet.
look-done = What this import made of the { $fact } that were there, by month.
look-unchanged = No month changes.
look-month = Month
look-currency = Currency
look-rows = Rows
look-customers = { $Nouns }
look-worth = Worth
look-now = now
look-after = after
look-before = before
look-no-day = No day
look-all = All
look-odd = What looks odd
look-odd-about = None of it stops the import. Look at each before a figure rests on it.
look-nothing-odd = Nothing looks odd.
look-past-odd = { $number ->
        [one] 1 thing looked odd
       *[other] { $count } things looked odd
    }

odd-one-customer = one { $noun }, '{ $customer }', holds { $rows } of { $of } rows
odd-nobody = '{ $customer }' reads as if it stood for nobody, and holds { $rows } of { $of } rows
odd-several-in-one = { $number ->
        [one] 1 { $noun } reads as several in one
       *[other] { $count } { $nouns } read as several in one
    } ('{ $customer }'), in { $rows } of { $of } rows: each counts as one; name one { $noun } a row
odd-no-customer = { $rows } of { $of } rows name no { $noun }
odd-spelling = { $number ->
        [one] 1 { $noun } is written in more than one way, differing only in case, spaces, leading zeros or punctuation
       *[other] { $count } { $nouns } are written in more than one way, differing only in case, spaces, leading zeros or punctuation
    }: '{ $one }' and '{ $other }'
odd-spelling-sample = at least { $number ->
        [one] 1 { $noun } is written in more than one way, differing only in case, spaces, leading zeros or punctuation
       *[other] { $count } { $nouns } are written in more than one way, differing only in case, spaces, leading zeros or punctuation
    }: '{ $one }' and '{ $other }'
odd-amounts-higher = the middle amount of { $rows } rows is { $money }, { $times } times as much as the { $beside } of the rows before
odd-amounts-lower = the middle amount of { $rows } rows is { $money }, and that of the rows before { $beside }, { $times } times as much
odd-months-higher = between { $first } and { $last } the middle amount of { $rows } rows is { $money }, { $times } times as much as the { $beside } of the other months
odd-months-lower = between { $first } and { $last } the middle amount of { $rows } rows is { $money }, and that of the other months { $beside }, { $times } times as much
odd-one-day = all { $rows } rows are of one day, { $day }
odd-gap = { $number ->
        [one] there is no row in { $first }
       *[other] there is no row in the { $count } months from { $first } to { $last }
    }, where about { $usual } would be usual
odd-stopped = '{ $source }' gives nothing after { $last }, while another source goes on to { $newest }
odd-long-ago = { $number ->
        [one] 1 row is of a day long ago
       *[other] { $count } rows are of days long ago
    }, the first of { $day }
odd-ahead = { $number ->
        [one] 1 row is of a day far ahead
       *[other] { $count } rows are of days far ahead
    }, the last of { $day }
odd-new-currency = { $number ->
        [one] 1 row is
       *[other] { $count } rows are
    } in { $currency }, a currency that nothing was in before, and worth { $money }
odd-many-rejected = { $number ->
        [one] 1 of { $read } rows is refused
       *[other] { $count } of { $read } rows are refused
    }
odd-places-taken = { $number ->
        [one] 1 row takes
       *[other] { $count } rows take
    } the place of something else that stood under the same id, of another { $noun }, another moment or another amount
odd-places-taken-money = { $number ->
        [one] 1 row takes
       *[other] { $count } rows take
    } the place of something else that stood under the same id, of another { $noun }, another moment or another amount: { $money } goes out, { $beside } comes in
odd-sign-turned = { $count } of { $of } rows that replace what was known reverse the sign of its amount: { $money } goes out, { $beside } comes in
odd-amounts-multiplied = { $count } of { $of } rows that replace what was known have exactly { $times } times its amount: { $money } goes out, { $beside } comes in
odd-amounts-divided = { $count } of { $of } rows that replace what was known have an amount that was exactly { $times } times as much: { $money } goes out, { $beside } comes in
odd-days-swapped = { $count } of { $of } rows that replace what was known bear the same date with day and month swapped
odd-days-swapped-money = { $count } of { $of } rows that replace what was known, worth { $money }, bear the same date with day and month swapped
odd-other-customers = { $count } of { $of } rows that replace what was known name another { $noun } or none, at the same moment
odd-other-customers-money = { $count } of { $of } rows that replace what was known, worth { $money }, name another { $noun } or none, at the same moment and with the same amount
odd-new-customers = none of the { $count } { $nouns } of this file is known, though the source brought { $before } before of whom many came again: their ids may be written differently now
odd-not-in-file = { $number ->
        [one] 1 row from { $first } to { $last } that came in before is not in this file, and still counts
       *[other] { $count } rows from { $first } to { $last } that came in before are not in this file, and still count
    }
odd-not-in-file-money = { $number ->
        [one] 1 row from { $first } to { $last } that came in before is not in this file, and still counts
       *[other] { $count } rows from { $first } to { $last } that came in before are not in this file, and still count
    }: { $money }
odd-duplicate-rows = { $number ->
        [one] 1 of { $of } new rows has
       *[other] { $count } of { $of } new rows have
    } the same { $noun }, day and amount as rows imported from this source before, but other ids or times: if they are the same, { $money } counts twice
odd-duplicates-of-source = { $number ->
        [one] 1 of { $of } new rows has
       *[other] { $count } of { $of } new rows have
    } the same { $noun } and amount as a row of '{ $source }' at most five days apart: if they are the same sales, { $money } counts twice
odd-overlapping-subscriptions = { $number ->
        [one] 1 { $noun } begins a subscription while an earlier one has no end
       *[other] { $count } { $nouns } begin a subscription while an earlier one has no end
    }, and { $money } a month counts beside the new one: if the new one took its place, the earlier one needs an end
odd-retroactive-price = { $number ->
        [one] 1 subscription has another price from its first day on
       *[other] { $count } subscriptions have other prices from their first days on
    }, the earliest from { $first }: { $money } a month instead of { $beside }, in past months too; if the price changed later, add a row that starts on that day
odd-spelling-count = { $number ->
        [one] 1 id is written in more than one way, differing only in case, spaces, leading zeros or punctuation
       *[other] { $count } ids are written in more than one way, differing only in case, spaces, leading zeros or punctuation
    }

rejects-none = No row was rejected
rejects-open = { $number ->
        [one] 1 row of import { $import } is to be done
       *[other] { $count } rows of import { $import } are to be done
    }
rejects-cause = Import { $import }, { $fact } from { $source }: { $what }. { $mended } mended, { $dismissed } dismissed, { $open } open.
rejects-rows = Rows to be done
rejects-place = Where
rejects-at = { $file }, row { $row }
rejects-value = Value
rejects-line = The row as it was read
rejects-one = No row of ours
rejects-why = Why they need not come in
rejects-why-row = Why row { $row } need not come in
rejects-dismiss = Dismiss
rejects-dismiss-row = Dismiss row { $row }
rejects-dismiss-all = { $number ->
        [one] Dismiss this row
       *[other] Dismiss all { $count }
    }
rejects-done = Done
rejects-done-about = Causes of which no row is left to be done.
rejects-dismissed = Dismissed
rejects-dismissed-about = Rows that somebody said are none. Opened again, they are to be done once more.
rejects-said = Import { $import }: { $why } ({ $by }, { $at })
rejects-reopen = Open again
rejects-reopen-it = Open again what was dismissed as: { $why }

codes-title = Codes of sources
codes-about = What sources say about why somebody left, and the reason each of it stands for. Until a code has one, movements with it count as not yet known.
codes-none = No source has given a code yet.
codes-unmapped = { $number ->
        [0] Every code is mapped to a reason
        [one] 1 code is mapped to no reason yet
       *[other] { $count } codes are mapped to no reason yet
    }
codes-map = map them
codes-code = Code
codes-reason = Reason
codes-none-yet = none yet
codes-save = Save
attributed-found = { $fact } that found their { $noun }: { $rows }{ $has_money ->
        [yes] { ", worth " }{ $money }
       *[no] { "" }
    }
attributed-moved = { $fact } that moved to another { $noun }: { $rows }{ $has_money ->
        [yes] { ", worth " }{ $money }
       *[no] { "" }
    }
attributed-lost = { $fact } that name no known { $noun } any more: { $rows }{ $has_money ->
        [yes] { ", worth " }{ $money }
       *[no] { "" }
    }
