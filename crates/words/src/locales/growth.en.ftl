# English. Figures come already written for people; $number chooses the form, $noun and $nouns are the company's own words.

skip = Skip to content
theme = Switch theme
language = Auf Deutsch
sample-notice = A made-up company, shown on this computer only.
by = Period
side = Figures
week-of = week of { $day }
basis = As of { $day }, by { $policy }, in { $currency }.
what-counts = What counts as what
figure = { $customers }, { $money }
headline-more-worth-more = { $count } more { $number ->
        [one] { $noun }
       *[other] { $nouns }
    } in { $period }, and { $money } more value
headline-more-worth-less = { $count } more { $number ->
        [one] { $noun }
       *[other] { $nouns }
    } in { $period }, but { $money } less value
headline-fewer-worth-more = { $count } fewer { $number ->
        [one] { $noun }
       *[other] { $nouns }
    } in { $period }, but { $money } more value
headline-fewer-worth-less = { $count } fewer { $number ->
        [one] { $noun }
       *[other] { $nouns }
    } in { $period }, and { $money } less value
headline-same-worth-more = As many { $nouns } after { $period } as before, with { $money } more value
headline-same-worth-less = As many { $nouns } after { $period } as before, with { $money } less value
headline-same = As many { $nouns } after { $period } as before, with the same value
opening = Opening
closing = Closing
in = In
step = Step
waterfall-customers = { $Nouns }, { $period }: from opening to closing
waterfall-value = Value, { $period }: from opening to closing
from-to-customers = { $Nouns }: from { $from } to { $to } in { $period }
from-to-value = Value: from { $from } to { $to } in { $period }
unit-customers = In whole { $nouns }.
unit-value = Rounded to whole { $currency }; the table has every cent.
axis-begins = The axis begins at { $value }.
as-table = Show as table
as-csv = Save as CSV
periods-customers = { $Nouns } who came and went
periods-value = Value that came and went
periods-described = From { $from } at { $first } to { $to } at { $last }.
key-came = Came
key-went = Went
key-came-or-more = Came, or bought more
key-went-or-less = Went, or bought less
key-net = All together
key-together = Shown as one
told-together = Shown as one
untold = not told apart
untold-about = A figure for fewer than { $fewest } { $nouns }, or one that a single { $noun } mostly makes up, would tell who they are. Such movements are shown as one sum with others, and such periods as one, until there are enough; the sums still add up.
told-of-whole = You see the whole company by completed month, and figures of no fewer than { $fewest } { $nouns }. Reasons, cuts, cohorts and the base are open to those who may see { $nouns }.
told-of-year = Why they left is told to those who may see { $nouns }.
key-change = Exchange rates, corrections
stayed = Stayed, and brought
more-less = { $more } more, { $less } less
by-level = By level of value
by-kind = By kind
other-reasons = All other reasons
all-periods = Every period
all-periods-about = Opening and all movements add up to the closing, 0 unexplained; each number of { $nouns } leads to their names.
show-all = Show all periods
cut = By { $cut }, { $period }
cut-about = { $Nouns } above, value below; the segments add up to the company.
unfinished = { $period } is not over: counted up to { $day }.
silence = Purchases are known up to { $day } only: of later days it is not known who bought.
silence-lost = Purchases are known up to { $day } only. { $customers } lost since then, { $money }, may have bought all the same: import newer purchases, or say up to which day the source is complete.
unattributed = { $number ->
        [one] { $count } purchase that names no { $noun }, { $money }, is not in the ledger.
       *[other] { $count } purchases that name no { $noun }, { $money } together, are not in the ledger.
    }
free-apart = { $customers } with only free subscriptions are counted apart.
why-lost = Why { $nouns } left, { $period }
why-lost-about = Of { $all } lost, nobody knows yet why { $unknown } left.
all-reasons = All reasons
not-yet-known = Not yet known
why-title-lost = { $number ->
        [one] { $count } { $noun } lost in { $period }, worth { $money }
       *[other] { $count } { $nouns } lost in { $period }, worth { $money }
    }
why-title-less = { $number ->
        [one] { $count } { $noun } brought less in { $period }, by { $money }
       *[other] { $count } { $nouns } brought less in { $period }, by { $money }
    }
why-title-more = { $number ->
        [one] { $count } { $noun } brought more in { $period }, by { $money }
       *[other] { $count } { $nouns } brought more in { $period }, by { $money }
    }
why-title-won-back = { $number ->
        [one] { $count } { $noun } won back in { $period }, worth { $money }
       *[other] { $count } { $nouns } won back in { $period }, worth { $money }
    }
why-title-new = { $number ->
        [one] { $count } new { $noun } in { $period }, worth { $money }
       *[other] { $count } new { $nouns } in { $period }, worth { $money }
    }
reasons = Reasons
reasons-about = Each movement has one reason, or is not yet known; they add up to the ledger.
in-period = In { $period }
together = Together
ranked = Ranked, { $period }
nothing = Nothing to explain
bowls = Came and went, { $period }
marble = { $number ->
        [one] Each marble is one { $noun }.
       *[other] Each marble stands for { $count } { $nouns }.
    }
run = The last two years
run-about = What stood at the end of each month.
spark-customers = { $Nouns }
spark-value = Value
concentration = { $money } of { $whole }, { $percent } %, rest on { $few } of { $all }.
all-time = in all the time
on-day = on { $day }
end-of = at the end of { $period }
found = “{ $find }” finds { $said }
in-the-period = in { $period }
narrowed-segment = Only { $value }.
narrowed-reason = Reason: { $value }.
customer-name = Name
moved = { $currency }
value-after = Value after
last-moved = Last moved
worth = Worth in { $currency }
find = Find a name or an id
find-button = Find
rows-shown = { $first } to { $last } of { $all }
pages = Pages
previous = Previous
life-active = { $name } is with us, worth { $money }
life-lost = { $name } was lost on { $day }
life-lived = What happened
life-latest = The latest { $shown } of { $all }.
life-value = What moved their value
life-value-about = Worth: what was bought in the value window, which ends with the latest purchase, and subscriptions in force. Less on the day of a purchase is an older one that left the window.
life-no-movement = Nothing has moved their value.
life-nothing = No silo has told of anything yet.
life-known = What we know
life-consents = What they agreed to
life-id = Id
life-stages = Where they are in the journey
life-stage = Stage
life-in-stage = In “{ $stage }” since { $day }.
life-last-met = Last touch
life-touches = Touches
life-broken = Broken promises
life-promise-kept = Promise kept, due { $day }
life-promise-broken = Promise broken, due { $day }
life-promise-open = Promise open, due { $day }
cohorts = Who stayed, by when they joined
cohorts-title = Of { $joined } who ever joined, { $kept } are with us
cohorts-about-customers = { $Nouns } active at the end of the { $grain } in which they joined (0), and of the ones after it. The stronger the colour, the more of them stayed.
cohorts-about-value = Their value in whole { $currency } at the end of the { $grain } in which they joined (0), and of the ones after it. The stronger the colour, the more of it stayed.
joined = Joined
side-customers = { $Nouns }
side-value = Value
base-title = Half of the value rests on { $few } of { $all }
deciles = Tenths by value, best first
deciles-about = Active { $nouns }, a tenth at a time, with their value in { $currency }.
tenth = Tenth
part-of-value = Beside the best tenth
each-from = Smallest in it
stayed-with-less = Brought less, some before they left
tenure = How long they have been with us
years = Years
whole-years = { $number ->
        [0] under 1
       *[other] { $count }
    }
since = In force since { $day }.
saved = Saved by { $by }.
since-ever = In force from the beginning.
level = { $name } from { $money }
basis-rule = { $basis } where { $attribute } is { $value }
as-picture = As a picture
net-within = More and less are netted for each of the { $nouns } within a period: a year shows less of them than its months together.
plan-to-replace-so-far = To be replaced, as in the last twelve months
survival-axis = months: 0
reasons-over-time-customers = { $kind }, by reason, in { $nouns }
reasons-over-time-value = { $kind }, by reason, in money
limits-customers = { $kind }, in { $nouns }: signal or noise?
limits-value = { $kind }, in money: signal or noise?
limits-about = Between the limits is what happens by itself. What is marked is a signal: something has changed. Only periods that are over.
limits-no-signal = All of it is what happens by itself: no signal. Only periods that are over.
limits-too-few = There are too few periods to tell signal from noise: it takes six that are over.
limits-upper = Upper limit
limits-centre = Mean
limits-lower = Lower limit
limits-ranges = Change from one to the next
limits-ranges-upper = Upper limit of the change
signal = { $span }: { $rule }{ $side }
signal-span = { $first } to { $last }
signal-above = , above
signal-below = , below
signal-1 = beyond the limits
signal-2 = nine in a row on one side of the mean
signal-3 = six in a row that rise or fall
signal-4 = fourteen in a row up and down
signal-5 = two of three far out
signal-6 = four of five well out
signal-7 = fifteen in a row close to the mean
signal-8 = eight in a row away from the mean
signal-short-1 = beyond
signal-short-2 = nine on one side
signal-short-3 = six one way
signal-short-4 = up and down
signal-short-5 = two far out
signal-short-6 = four well out
signal-short-7 = all close
signal-short-8 = all away
survival = How long they stay
survival-about = Of { $joined } who ever joined, { $lost } were lost at some time. Those who joined lately count as long as they have been seen.
survival-half = { $number ->
        [one] Half are lost after one month.
       *[other] Half are lost after { $count } months.
    }
survival-no-half = More than half were never lost.
survival-there = still there
survival-told = { $share } are there after { $months } months, of { $number } seen so long
survival-at-risk = Seen until then
survival-months = Months since joining
survival-lost = Lost in that month
survival-share = Still there
survival-interval = 95% interval
usage = Used more, used less
usage-title = In { $period }, { $more } used us more and { $less } used us less
usage-about = Active { $nouns } by how often they used us in a period beside the one before, with their value. Only whole periods are told.
usage-channel = Only by this channel
usage-none = No touches are known of two whole periods in a row.
usage-used-more = More
usage-used-less = Less
usage-as-much = As much
usage-joined = Joined
usage-active = Active
plan-title = { $year }: { $customers } and { $money } must come merely to stand still
plan-title-so-far = { $year }: { $customers } and { $money } went in twelve months, and must come merely to stand still
plan-standing-ceiling-met = kept
plan-standing-ceiling-missed = exceeded
plan-title-first = Planning { $year }
plan-losses = What went in { $year }
plan-losses-unfinished = This year is not over; more may go.
plan-losses-none = There is no year before
plan-losses-none-about = Planning begins with a look at what was lost. The ledger does not reach back that far.
plan-losses-why = Why they left
plan-to-replace = To be replaced
plan-so-far = { $year } so far
plan-days = { $over } of { $all } days are over.
plan-not-begun = It has not begun.
plan-replaced = Came or came back: { $customers }; with those who bought more they brought { $money }. In { $before }, { $all } went, and { $all-money } with them and those who brought less.
plan-targets = Targets for { $year }
plan-targets-about = What the leaders set out to reach, in { $nouns } and in money, and who answers for it. What is reached is counted by the ledger.
plan-targets-none = Nobody has set any yet.
plan-target = Target
plan-standing = How it stands
plan-owner = Who answers for it
plan-of = { $reached } of { $target }
plan-open-ended = no target
plan-set-by = Set by { $by }, { $when }
plan-standing-unknown = cannot be told yet
plan-standing-open = not reached yet
plan-standing-holds = holds so far
plan-standing-met = reached
plan-standing-missed = missed
plan-of-level = { $measure }: { $level }
plan-change = Change: { $what }, { $period }
plan-withdraw = Give it up
plan-withdraw-what = Give it up: { $what }
plan-set = Set a target
plan-set-about = Say how many { $nouns }, how much value, or both. Earlier targets stay on record.
plan-what = What is to be reached
plan-level = Level of value
plan-all-levels = all
plan-period = By the end of
plan-value = Value in { $currency }
plan-investment = What is invested in it
look-elsewhere = Look from another day or by other definitions
look-as-of = Count up to
look-known-at = With what was known on (UTC)
look-population = Of the population
look-population-all = all { $nouns }
look-policy = Counted by
look-policy-in-force = the definitions in force
look = Look
seen-elsewhere = You look at the past, or by definitions that are not in force.
seen-now = Back to now
closed-then = as it was then
names-lead-to-now = A name leads to all that is known of it now.
narrowed-corrects = Corrections of { $value }.
basis-known = As of { $day }, with what was known on { $moment }, by { $policy }, in { $currency }.
basis-population = Only { $customers } of the population “{ $name }” are counted.
basis-population-without-books = Closed books are of the whole company, so they are left aside.
basis-without-books = Closed books are left aside: closed periods are told from the facts, too.
close-books = Close the books of { $period }
close-books-first = The first close also closes all periods before it, and from then on books are closed by this length alone: { $grain }.
close-books-about = The figures of { $period }, which ended with { $closing }, then stay as they are, for good. What is learnt of it later is booked in an open period, as restated. Nobody can open it again.
close-books-sure = Yes, these figures are to stay.
save = Save
show = Show
current-password = Current password
roles = Roles
other-password = New password, if it is to change
may-sign-in = may sign in
not-active = may not sign in
last-signed-in = last signed in { $when }
never-signed-in = has not signed in lately
must-choose-password = has yet to choose a password of their own
explain = Say why
queue = Not yet known
queue-about = Those worth most first. What you say counts at once.
queue-open = Say why of those whose reason is not yet known
queue-empty = Nothing waits here: every reason is known.
queue-of = Why { $name } moved
queue-title = { $number ->
        [0] Every reason is known ({ $kind })
        [one] One movement waits for its reason ({ $kind }, { $money })
       *[other] { $count } movements wait for their reason ({ $kind }, { $money })
    }
explain-about = What a person says stands before what a source says.
explain-movement = Movement
explain-how = How we know
explain-words = In the { $noun }'s words
paper-board = The board page, { $period }
paper-sealed = Changes on record: { $entries }, the last one sealed { $seal }.
paper-ledger = The ledger, { $period }
paper-story = { $period } began with { $opening }. New: { $new }. Won back: { $back }. Lost: { $lost }, who took { $lost-money } along. Of those who stayed, { $more } brought { $more-money } more and { $less } brought { $less-money } less.
paper-movements = All movements, { $period }
all-periods-about-paper = Opening and all movements add up to the closing, in { $nouns } and in money, with nothing unexplained.
paper-value = Value that came and went, in whole { $currency }
why-less = Why { $nouns } brought less, { $period }
board-pdf = Board page (PDF)
ledger-pdf = As PDF
paper-before-customers = Above the line those who came, below it those who went; the mark is the difference.
paper-before-value = Above the line what came or grew, below it what went or shrank; the mark is the difference.
paper-story-currency = Exchange rates changed the value by { $money }.
of-change-restated = Of the change, { $customers } { $nouns } and { $money } are corrections of closed periods.
of-change-redefined = Of the change, { $customers } { $nouns } and { $money } come from definitions that changed after the books were closed.
paper-story-end = It ended with { $closing }.
closed = Closed books
closed-about = A closed period keeps its figures. What is learnt of it later is booked in an open one, as restated, and what later definitions make of it as redefined.
closed-by = Closed by
restated-since = Learnt since
restated-nothing = nothing
checksum = Checksum
is-closed = closed
