# English. Figures come already written for people; $number chooses the form, $noun and $nouns are the company's own words.

default-noun = customer
default-nouns = customers
skip = Skip to content
nav = Main
nav-overview = Overview
nav-ledger = Ledger
nav-why = Why
nav-customers = { $Nouns }
nav-cohorts = Cohorts
nav-base = Base
nav-definitions = Definitions
theme = Switch theme
language = Auf Deutsch
sample-notice = A made-up company, shown on this computer only.
by = Period
side = Figures
kind = Movement

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
day = { $day } { $month } { $year }
week-of = week of { $day }
grain-day = Day
grain-week = Week
grain-month = Month
grain-quarter = Quarter
grain-year = Year
grain-fiscal-quarter = Fiscal quarter
grain-fiscal-year = Fiscal year

basis = As of { $day }, by { $policy }, in { $currency }.
policy-version = policy { $version }
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
kind-new = New
kind-won-back = Won back
kind-more = More
kind-less = Less
kind-lost = Lost
kind-currency = Currency
kind-transfer-in = Came from elsewhere
kind-transfer-out = Went elsewhere
kind-restated = Restated
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
unattributed = { $number ->
        [one] { $count } purchase that names no { $noun }, { $money }, is not in the ledger.
       *[other] { $count } purchases that name no { $noun }, { $money } together, are not in the ledger.
    }
free-apart = { $customers } with only free subscriptions are counted apart.

why-lost = Why { $nouns } left, { $period }
why-lost-about = Of { $all } lost, nobody knows yet why { $unknown } left.
nobody-lost = Nobody was lost.
all-reasons = All reasons
not-yet-known = Not yet known
reason-recommended = Was recommended to us
reason-offer = An offer or advertising
reason-needs-grew = Needs more than before
reason-satisfied = Satisfied with us
reason-price = Price
reason-price-rise = Price rise
reason-product = Product or features
reason-service = Service and support
reason-late-delivery = Late delivery or installation
reason-broken-promise = A promise was broken
reason-no-call-back = Promised call back not kept
reason-competitor = Went to a competitor
reason-need-ended = No longer needed
reason-payment = Payment failed
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
reason = Reason
how-known = How we know
how-asked = Asked
how-told = Told
how-inferred = Inferred
in-period = In { $period }
together = Together
ranked = Ranked, { $period }
nothing = Nothing to explain
nobody-moved = Nobody moved so in this period.

bowls = Came and went, { $period }
marble = { $number ->
        [one] Each marble is one { $noun }.
       *[other] Each marble stands for { $count } { $nouns }.
    }
run = The last two years
run-about = What stood at the end of each month.
spark-customers = { $Nouns }
spark-value = Value
stand-still = Merely to stand still
stand-still-said = { $customers } and { $money } must be won in a year like { $from } to { $through } only to end where we are.
concentration = { $money } of { $whole }, { $percent } %, rest on { $few } of { $all }.

all-time = in all the time
on-day = on { $day }
end-of = at the end of { $period }
found = “{ $find }” finds { $said }
in-the-period = in { $period }
behind-active = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } active { $period }, worth { $money }
behind-new = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } new { $period }, worth { $money }
behind-won-back = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } won back { $period }, worth { $money }
behind-more = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } bringing more { $period }, by { $money }
behind-less = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } bringing less { $period }, by { $money }
behind-lost = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } lost { $period }, worth { $money }
behind-currency = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } moved by exchange rates { $period }, by { $money }
behind-transfer-in = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } come from elsewhere { $period }, worth { $money }
behind-transfer-out = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } gone elsewhere { $period }, worth { $money }
behind-restated = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } restated { $period }, by { $money }
behind-sum = Together { $money }.
narrowed-segment = Only { $value }.
narrowed-reason = Reason: { $value }.
customer-name = Name
day-of-movement = Day
moved = { $currency }
value-after = Value after
last-moved = Last moved
worth = Worth in { $currency }
find = Find a name or an id
find-button = Find
nobody-found = Nobody is found by this.
rows-shown = { $first } to { $last } of { $all }
pages = Pages
previous = Previous
next = Next

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
fact-purchases = Purchase
fact-subscriptions = Subscription
fact-touches = Touch
fact-feedback = Feedback
fact-reasons = Reason given
fact-referrals = Recommended to us

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

definitions-unsigned = Definitions, version { $version }: nobody has signed them yet
definitions-signed = { $number ->
        [one] Definitions, version { $version }: signed by one leader
       *[other] Definitions, version { $version }: signed by { $count } leaders
    }
policy = Version { $version }
since = In force since { $day }.
definition = Definition
says = Says
said = Said before
called-customer-noun = Customer noun
called-customer-noun-plural = Customer noun, more than one
called-basis = Basis of value
called-basis-rules = Other bases
called-recurring-months = Months of a subscription
called-lapse-days = Lapse days
called-value-window-days = Value window
called-refunds = Refunds
called-return-window-days = Return window
called-free = Free subscriptions
called-paused = Paused subscriptions
called-lost-when = Lost when
called-same-period = Coming and going in one period
called-currency = Currency
called-time-zone = Time zone
called-week-start = Week start
called-fiscal-start-month = Fiscal year start
called-levels = Levels of value
called-reason-window-days = Reason window
choose = choose …
means-customer-noun = What we call one of them.
means-customer-noun-plural = What we call more than one.
means-basis = What a { $noun }'s value is made of: subscriptions, purchases or both.
means-basis-rules = For whom it is made of something else.
means-recurring-months = Months of a subscription that make up its value.
means-lapse-days = Days without a purchase after which a buyer is lost.
means-value-window-days = Days of purchases, up to the latest one, that make up a buyer's value.
means-refunds = What a refund does to a value.
means-return-window-days = Days within which one who returns is won back; later it is new.
means-free = What a subscription without a price does.
means-paused = What a paused subscription is worth.
means-lost-when = When an ending subscription stops counting.
means-same-period = How coming and going in one period is counted.
means-currency = The currency of all figures.
means-time-zone = Where days begin.
means-week-start = The first day of a week.
means-fiscal-start-month = The first month of the fiscal year.
means-levels = Bands of value by which the ledger can be cut.
means-reason-window-days = Days around a movement within which a reason belongs to it.
versions = Versions
versions-about = What changed from one to the next, and who signed.
saved = Saved by { $by }.
since-ever = In force from the beginning.
left-open = left open
level = { $name } from { $money }
basis-rule = { $basis } where { $attribute } is { $value }
nobody-signed = Nobody has signed it.
definitions-next = Write the next version
definitions-write = Definitions, version { $version }: a draft
definitions-draft = What is to count
definitions-draft-about = Nothing changes yet. The next step shows what this would change, before anything is saved.
definitions-from = Holds from
definitions-from-about = Today, if left empty. From that day on all figures of open periods are counted by it, also those of days before.
definitions-note = Why it changes, in a sentence
definitions-try = See what it would change
definitions-leave = Leave everything as it is
definitions-differ = { $number ->
        [0] Version { $version } would change nothing
        [one] Version { $version } would change one definition
       *[other] Version { $version } would change { $count } definitions
    }
definitions-drift = What would be said otherwise
definitions-same = It says the same as the version before.
definitions-effect = What it would change in the figures
definitions-effect-about = Beside version { $version }, over the whole ledger.
definitions-effect-sum = On { $day } the difference would be { $customers } { $nouns } and { $money }, with nothing unexplained.
definitions-other-currency = The figures here stay in the currency of today; with this version all are counted in { $currency }.
definitions-save = Save version { $version }
definitions-again = Change the draft
write-levels = One per line: its name, then the value from which it begins, e.g. large 1500.00
write-basis-rules = One per line, e.g. kind=business: recurring
says-basis-recurring = subscriptions
says-basis-spend = purchases
says-basis-both = subscriptions and purchases
says-recurring-months-1 = one month of them
says-recurring-months-12 = twelve months of them
says-refunds-deducted = it is deducted on its day
says-refunds-ignored = nothing
says-free-active = it makes its { $noun } active
says-free-apart = it is counted apart
says-free-ignored = nothing
says-paused-unchanged = as much as before
says-paused-value-zero = nothing
says-lost-when-subscription-ends = on the day it ends
says-lost-when-billing-cycle-ends = after the billing cycle in which it ends
says-lost-when-at-once = on the day it is cancelled
says-same-period-both-counted = both are counted
says-same-period-ignored = only the difference between the two ends
says-week-start-monday = Monday
says-week-start-sunday = Sunday
says-week-start-saturday = Saturday
bridge = Compare two versions
bridge-these = What this changed in the figures
bridge-title = From { $from } to { $to }: { $customers } { $nouns } and { $money }
bridge-which = Which two
bridge-about = Why two policies give different figures for the same facts.
bridge-from = From
bridge-to = To
bridge-period = Only this period
bridge-compare = Compare
bridge-by-definition = By definition
bridge-unexplained = What each definition adds to the difference; nothing is left unexplained.
bridge-none = They give the same figures.
bridge-differences = Differences
bridge-steps = One by one
bridge-steps-about = { $shown } of { $all }, those of most value first.
bridge-in = Period

refused-not-found = This is not there
refused-question = This cannot be answered
refused-busy = Somebody else is at work; try again
refused-conflict = That does not fit with what is there
refused-fault = Something is broken here
refused-mend = Bring in what is missing
refused-back = Back to the overview

nav-audit = Audit
as-picture = As a picture
facts-ahead = Facts are known up to { $day }; what is dated ahead counts once its day has come.
net-within = More and less are netted for each of the { $nouns } within a period: a year shows less of them than its months together.
plan-to-replace-so-far = To be replaced, as in the last twelve months
survival-axis = months: 0
nav-planning = Planning
percent = { $number }%
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
nav-settings = Settings
settings-title = How this is set up
settings-organisation = Organisation
settings-organisation-about = Its name stands on every page and on the board page.
settings-name = Name
settings-language = Language
settings-language-none = as the browser asks, else English
settings-by-admins = An admin can change it.
settings-counting = Words, calendar and money
settings-counting-about = By the definitions, version { $version }. They change by a new version, signed by the leaders.
settings-all-definitions = All definitions
settings-ways = Elsewhere
tongue-en = English
tongue-de = German
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
measure-closing = There at the end
measure-new = New
measure-won-back = Won back
measure-more = Brought more
measure-less = Brought less, at most
measure-lost = Lost, at most
measure-transfer-in = Moved up or down into the level
measure-transfer-out = Moved out of the level, at most
look-elsewhere = Look from another day or by other definitions
look-as-of = Count up to
look-known-at = With what was known on (UTC)
look-policy = Counted by
look-policy-in-force = the definitions in force
look = Look
seen-elsewhere = You look at the past, or by definitions that are not in force.
seen-now = Back to now
closed-then = as it was then
names-lead-to-now = A name leads to all that is known of it now.
narrowed-corrects = Corrections of { $value }.
basis-known = As of { $day }, with what was known on { $moment }, by { $policy }, in { $currency }.
done-target-add = Target set
done-target-change = Target changed
done-target-withdraw = Target given up
scope-define = Write definitions
scope-plan = Set targets
scope-close = Close the books
close-books = Close the books of { $period }
close-books-first = The first close also closes all periods before it, and from then on books are closed by this length alone: { $grain }.
close-books-about = The figures of { $period }, which ended with { $closing }, then stay as they are, for good. What is learnt of it later is booked in an open period, as restated. Nobody can open it again.
close-books-sure = Yes, these figures are to stay.
nav-people = People
moment = { $day }, { $time } UTC
save = Save
show = Show

sign-in = Sign in
sign-in-name = Name to sign in with
sign-in-password = Password
sign-in-wrong = The name or the password is wrong.
sign-in-wait = { $number ->
    [one] Too many attempts. Try again in a minute.
   *[other] Too many attempts. Try again in { $count } minutes.
}
sign-out = Sign out
full-name = First and last name
new-password = New password
current-password = Current password
password-about = At least { $least } characters; a few words that nobody else would put together are best.
password-wrong = That is not the current password.
password-same = That is the current password; choose another one.
account-password = Another password
account-password-about = You are signed out everywhere and sign in again with the new one.
choose-password = Choose a password of your own
choose-password-about = Somebody else chose the one you have. Choose another, sign in with it, and the pages open.
first-run = The first admin
first-run-about = Bellwether wrote a secret on its console when it started. With it, whoever installs Bellwether makes the first admin, who then lets the others in.
first-run-secret = Secret from the console
first-run-wrong = That is not what the console says.
first-run-do = Make the first admin

role = Role
roles = Roles
role-admin = Admin
role-analyst = Analyst
role-leader = Leader
role-owner = Owner
role-reader = Reader
role-nobody = visitor
role-admin-may = Lets people in, reads figures and the audit. Sees no { $nouns }.
role-analyst-may = Brings facts in, writes the definitions, reads figures, sees { $nouns }, says why they moved, reads the audit.
role-leader-may = Reads figures, sees { $nouns }, says why they moved, writes and signs the definitions, closes the books, sets targets, reads the audit.
role-owner-may = Reads figures, sees { $nouns }, says why they moved.
role-reader-may = Reads figures. Sees no { $nouns }.
refused-not-allowed = This is not open to you
refused-role = Your role here is { $role }. An admin can give you another one.

people = People
people-title = { $number ->
    [one] One person may sign in
   *[other] { $count } people may sign in
}
people-about = Nobody is ever removed: names in the audit stay somebody's.
people-add = Add a person
people-add-about = The password you write here serves for the first sign-in; then they choose their own.
change-person = Change { $name }
other-password = New password, if it is to change
may-sign-in = may sign in
not-active = may not sign in
last-signed-in = last signed in { $when }
never-signed-in = has not signed in lately
must-choose-password = has yet to choose a password of their own

audit = Changes
audit-about = The latest first. Each entry seals the one before it, so that none can be altered, removed or slipped in unnoticed.
audit-holds = { $number ->
    [one] One change, and nothing was rewritten
   *[other] { $count } changes, and nothing was rewritten
}
audit-broken = { $number ->
    [one] The records were tampered with in one place
   *[other] The records were tampered with in { $count } places
}
audit-checksum = Checksum over all: { $checksum }. Noted elsewhere, it proves later that nothing was rewritten.
audit-breaches = What does not hold
audit-by = Who
audit-what = What
audit-all = Every kind
audit-number = No.
audit-when = When
audit-before = Before
audit-after = After
audit-document = the document
audit-earlier = Earlier changes
audit-nothing = No change like this.
done-mapping-save = Mapping saved
done-policy-add = Definitions added
done-policy-sign = Definitions signed
done-reason-set = Reason set
done-reason-tree-add = Reason tree added
done-setting-set = Setting changed
done-user-add = Person added
done-user-change = Person changed
done-user-password = Password changed
done-period-close = Period closed

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

sign = Sign version { $version }
sign-about = A signature says that you count by these definitions.
sign-title = Your title
sign-as = Sign as { $name }
refused-ours = Something here does not work as it should. Whoever looks after Bellwether finds on its console what it is.
refused-not-signed-in = You are not signed in any more
refused-again = Nothing was saved. Sign in again in another tab, come back here, and send it once more: what you wrote is still there when you go back.
refused-singled-out = This cut has segments of so few that it would tell who they are. Your role sees figures, and no { $nouns }.
audit-of-a-customer = About one of the { $nouns }; your role sees no { $nouns }.
sign-in-make = Make an admin with the secret from the console
done-token-add = Token made
done-token-revoke = Token revoked
api = The API
api-way-in = The way in
api-way-in-about = Programs show a token, which is made on the page of one's own account. They may do what the token and its person may both do.
tokens = Tokens for programs
tokens-there = Tokens in force
tokens-about = Who has a token may do with it what it is for, as you, until it ends.
tokens-none = There are none.
token-new = Another token
token-label = What it is for
token-scopes = What it may be used for
token-ends = Ends
token-revoke = Revoke
token-revoke-of = Revoke { $label }
token-days = Days it lasts
token-make = Make the token
token-made = The token
token-made-about = Copy it now: it is shown this once and kept nowhere.
scope-read-figures = Read figures
scope-see-customers = See { $nouns }
scope-explain = Say why { $nouns } moved
scope-sign = Sign definitions
scope-read-audit = Read the audit
scope-administer = Administer people
paper-board = The board page, { $period }
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
paper-story-restated = Corrections of closed periods changed it by { $customers } { $nouns } and { $money }.
paper-story-end = It ended with { $closing }.
nav-data = Data
data-title = { $number ->
        [one] One source holds { $rows } facts
       *[other] { $count } sources hold { $rows } facts
    }
data-sources = Sources
data-about = What each system gave, how fresh and how complete it is.
data-none = Nothing has been brought in yet.
data-source = Source
data-fact = Facts
data-rows = Rows
data-latest = Latest fact
data-imported = Last brought in
data-unattributed = No { $noun }
data-rejected = Rejected
data-gaps = Complete
data-complete = Complete
data-columns-short = { $number ->
        [one] one column has gaps
       *[other] { $count } columns have gaps
    }
data-gap = { $column }: { $present } of { $rows } rows
data-rejects = Rejected rows
data-rejects-about = Correct them in the file and bring that file in.
facts-customers = { $Nouns }
facts-identities = Identities
facts-purchases = Purchases
facts-subscriptions = Subscriptions
facts-touches = Touches
facts-feedback = Feedback
facts-referrals = Referrals
facts-exchange-rates = Exchange rates
facts-reasons = Reasons
import-begin = Bring a file in
import-title = Bring a file in: { $step }
import-steps = Steps
import-step-choose = Choose the file
import-step-columns = Agree on the columns
import-step-try = Try it
import-step-done = Bring it in
import-choose = Which file?
import-choose-about = CSV or TSV (plain, .gz, .zst), JSONL, Parquet or XLSX. Encoding, delimiter, decimal sign and order of day and month are detected; nothing is brought in before you agree.
import-fact = What its rows are
import-source = System it comes from
import-source-hint = the file's name, if left empty
import-file = File
import-next = Go on
import-columns = Columns
import-guessed = { $file } from { $source }. This is a guess: read it, correct it, and agree.
import-kept = { $file } from { $source }. These are the columns agreed on for this source before.
import-agreed = { $file } from { $source }. You have agreed to these columns.
import-target = What a row has
import-from = Column of the file, or an expression over its columns
import-attribute = another attribute
import-attribute-number = Name of attribute { $number }
import-attribute-from = Column of attribute { $number }
import-currency = Currency of amounts without one
import-dates = Dates such as 02/03/2026
import-decimal = Numbers
import-detected = As detected
import-dates-iso = Year first only
import-dates-day-first = Day first
import-dates-month-first = Month first
import-agree = Agree to the columns
import-as-document = The same as a document
import-mapping = Mapping
import-sample = The first rows as they would be stored
import-sample-about = Columns without a value in any of them are left out.
import-sample-waits = The rows are shown once what is asked above is answered.
import-unreadable = The file cannot be read
import-try = Try the whole file
import-give-up = Give it up
import-trying = Trying the whole file
import-importing = Bringing the file in
import-leave = You may leave this page; it goes on.
import-cancel = Cancel
import-progress = Progress
import-rows-read = { $number ->
        [one] One row read
       *[other] { $rows } rows read
    }
import-failed = It did not go through: nothing was brought in
import-columns-again = Back to the columns
import-tried = Tried: nothing is brought in yet
import-done = Brought in, as import { $number }
import-nothing-new = Nothing new: all of it is there already
import-rows = Rows
import-count = Number
import-read = Read
import-added = Added
import-replaced = Replaced
import-unchanged = Unchanged
import-repeated = Repeated in the file
import-rejected = Rejected
import-unattributed = No { $noun }
import-unattributed-worth = Rows that name no { $noun } are worth { $money }.
import-first-rejects = The first rejected rows
import-all-rejects = All rejected rows, to be corrected
import-now = Bring it in
scope-import = Bring facts in
nav-health = Health
health-title = { $number ->
        [0] Everything is sound
        [one] One thing is to be done
       *[other] { $count } things are to be done
    }
health-checks = Checks
health-about = Looked up just now, by Bellwether { $version }.
health-check = What
health-found = Found
health-advice = To be done
health-good = Nothing
closed = Closed books
closed-about = A closed period keeps its figures. What is learnt of it later is booked in an open one, as restated.
closed-by = Closed by
restated-since = Learnt since
restated-nothing = nothing
checksum = Checksum
is-closed = closed
