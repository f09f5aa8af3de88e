# What is asked and told about a file before it is brought in.

question-missing = no column was found for '{ $field }' ({ $target }), which every row needs
question-unfit = '{ $column }' is named like '{ $field }' ({ $target }), but most of its cells cannot be read as one; the first is in row { $row }: '{ $value }'
question-rivals = several columns may be '{ $field }' ({ $target }), and they differ
question-currency = nothing says which currency '{ $column }' is in
    .document = set currency = "EUR" or another at the top
question-dates = '{ $column }' ('{ $value }') can be read day first or month first
question-century = the years in '{ $column }' have two digits, as in '{ $value }'
question-decimal = '{ $column }' ('{ $value }') may have thousands or decimals
question-rows = '{ $column }' says which rows count, and not all of its words are known: { $words }
question-interval = nothing says for how long the price in '{ $column }' is ('{ $value }' in row { $row })
question-quantity = '{ $column }' ('{ $value }' in row { $row }) may be the price of one piece, or of all in its row
question-minor-units = the amounts in '{ $column }' ('{ $value }' in row { $row }) may be in whole units or in hundredths
question-ends = '{ $column }' ('{ $value }' in row { $row }) may be the last day of a subscription, or the first day without it
question-end = '{ $column }' ('{ $value }' in row { $row }) may be the day a subscription ended, or only the day up to which it is paid
question-snapshot = the same { $nouns } come back in '{ $column }' period after period: a row may tell what is paid in that period, or a subscription may begin with it
question-scale = nothing says from where to where the scores in '{ $column }' go ('{ $value }' in row { $row })
question-rates = nothing says which way round the rates in '{ $column }' are ('{ $value }' in row { $row })
question-same-system = { $rows } of { $of } rows of this file came in before as import { $import } from '{ $source }'; is it the same system?
question-other-key = { $rows } of { $of } rows of this file came in before as import { $import } from '{ $source }' and were known by something else than they would be now; are they the same?
question-same-system-sample = { $rows } of the { $of } rows compared came in before as import { $import } from '{ $source }'; is it the same system?
question-other-key-sample = { $rows } of the { $of } rows compared came in before as import { $import } from '{ $source }' and were known by something else than they would be now; are they the same?
question-ids = { $rows } of { $of } rows of this file have an id in '{ $column }' that stood for something else before: '{ $value }' stood for { $was }, and stands for { $is } in this file; do the ids begin anew?
question-ids-sample = about { $rows } of the { $of } rows compared have an id in '{ $column }' that stood for something else before: '{ $value }' stood for { $was }, and stands for { $is } in this file; do the ids begin anew?
question-several-systems = this file has the columns of several systems: { $sources }; which is it of?
question-id-case = ids in '{ $column }' differ only in capital letters, as '{ $value }' in row { $row }

answer-column = it is '{ $column }' nevertheless; rows that cannot be read are rejected
answer-rival = '{ $column }'
answer-day-first = the day comes first
answer-month-first = the month comes first
answer-century = they are the hundred years from { $year }
answer-point = a point stands before decimals
answer-comma = a comma stands before decimals
answer-only-known = only rows with known words count
answer-unknown-count = rows with unknown words count as well
answer-all-count = all rows count
answer-month = it is for one month
answer-quarter = it is for three months
answer-year = it is for a year
answer-each = it is the price of one piece
answer-all-pieces = it is for all pieces in its row
answer-hundredths = they are in hundredths
answer-units = they are in whole units
answer-last-day = it is the last day
answer-first-day-without = it is the first day without
answer-no-end = it is no end
answer-end = it is the end
answer-snapshot-month = each row tells of one month
answer-snapshot-quarter = each row tells of three months
answer-snapshot-year = each row tells of one year
answer-subscriptions = each row is a subscription that goes on
answer-scale = from { $from } to { $to }
answer-units-per-reporting = so many units of the currency are worth one of the reporting currency
answer-reporting-per-unit = one unit of the currency is worth so much in the reporting currency
answer-same-system = it is of '{ $source }'; rows that came in before are known again
answer-another-system = it is of another system; each row counts
answer-ids-month = they begin anew each month or year; rows are known by id and month
answer-ids-day = they begin anew each day or week; rows are known by id and day
answer-no-ids = they mean nothing here; rows are told apart by who, when and how much
answer-own-source = they are of another system or branch, and come in as '{ $source }'
answer-replace = they are corrections, and take the place of what is there
answer-one-id = they are the same
answer-several-ids = they are different

effect = rows { $rows }, { $nouns } { $customers }
effect-money = rows { $rows }, { $nouns } { $customers }, { $money }
effect-adds = would add rows { $rows }
effect-adds-money = would add rows { $rows } worth { $money }
effect-adds-customers = would add rows { $rows }, { $nouns } { $customers }
effect-adds-customers-money = would add rows { $rows }, { $nouns } { $customers }, { $money }
effect-takes-out = { $effect }, and take out rows { $rows }, { $nouns } { $customers }
effect-takes-out-money = { $effect }, and take out rows { $rows }, { $nouns } { $customers }, { $money }
effect-compared = of the rows compared: { $effect }
effect-left-out = { $effect }, left out { $rows }
effect-rejected = { $effect }, rejected { $rows }

id-meaning = { $customer } on { $day }
id-meaning-money = { $customer } on { $day }, { $money }
id-meaning-nobody = nobody named on { $day }
id-meaning-nobody-money = nobody named on { $day }, { $money }

word-count = '{ $word }' × { $rows }
word-count-money = '{ $word }' × { $rows }, { $money }
word-empty = nothing × { $rows }
word-empty-money = nothing × { $rows }, { $money }
word-counts = { $word }: counts
word-left-out = { $word }: left out
word-refund = { $word }: given back

note-table = what the rows are is a guess ({ $why }); choose another table if it is wrong
note-preset = known layout: { $title }, by its columns { $columns }; it is read as { $documentation } tells
note-other-preset = the columns are those of { $title }, whose rows are { $table }; import them as that unless you know better
note-nameless = the file names no columns; look at the rows before you agree
note-rival = '{ $column }' is taken for '{ $field }' ({ $target }); { $others } may be it as well
note-same-shape = the file has the columns of '{ $source }' and is taken for one of that system; --source NAME says otherwise
note-repeats = '{ $column }' repeats, so it does not name a row; rows are known by what they say (rows { $rows }, the first is row { $row }: '{ $value }')
note-misfits = some cells of '{ $column }' cannot be read as '{ $field }' ({ $target }), and their rows will be rejected (rows { $rows }, the first is row { $row }: '{ $value }')
note-empty = every row needs '{ $field }' ({ $target }), but '{ $column }' is empty in some, which will be rejected (rows { $rows }, the first is row { $row })
note-placeholder = '{ $word }' in '{ $column }' is taken for an empty cell (rows { $rows })
note-nobody = '{ $word }' in '{ $column }' is taken for nobody: such rows name no { $noun } (rows { $rows })
note-spreadsheet-ids = all ids in '{ $column }' end in ".0", as spreadsheets do to numbers; it is taken off
note-rows = '{ $column }' decides which rows count: { $words }
note-refunded = what '{ $refunded }' gave back is taken off '{ $column }'
note-cancelled = rows with a day in '{ $column }' were cancelled and are left out (rows { $rows }, the first is row { $row })
note-zone = times in '{ $column }' are read as { $zone }, which its name says
note-counted = '{ $column }' counts days or seconds: '{ $example }' is { $read }
note-months = '{ $example }' in '{ $column }' is read as the first day of the month
note-century = years of two digits in '{ $column }' are read as { $from } and the ninety-nine years after
note-per-month = '{ $column }' is divided by { $by } to be the price of one month
note-per-month-by = '{ $column }' is divided by the months in '{ $by }' to be the price of one month
note-pieces = the amount is '{ $quantity }' times '{ $price }'
note-last-day = '{ $column }' is the last day of a subscription: the next one of the same { $noun } begins on the day after
note-silent = rows without '{ $column }' are left out: they say nothing
note-unused = '{ $column }' is not used ({ $examples })
note-unused-empty = '{ $column }' is not used: the first rows have nothing in it

failure-file-open = { $number ->
        [one] a question about the file is open; nothing was imported
       *[other] { $number } questions about the file are open; nothing was imported
    }
failure-not-asked = nothing about the file is asked that '{ $question }={ $answer }' answers
    .hint = leave it out to see the questions, or pass the mapping with --map FILE: columns agreed on before are asked about no more
