# English. Figures come already written for people; $number chooses the form, $noun and $nouns are the company's own words.

default-noun = customer
default-nouns = customers
skip = Skip to content
nav = Main
nav-overview = Overview
nav-ledger = Ledger
nav-why = Why
nav-customers = Customers
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
        [one] { $count } purchase without a customer, { $money }, is not in the ledger.
       *[other] { $count } purchases without a customer, { $money } together, are not in the ledger.
    }
free-apart = { $customers } with only free subscriptions are counted apart.

why-lost = Why { $nouns } left, { $period }
why-lost-about = Of { $all } lost, nobody knows yet why { $unknown } left.
nobody-lost = Nobody was lost.
all-reasons = All reasons
not-yet-known = Not yet known
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
means-customer-noun = What we call one of them.
means-customer-noun-plural = What we call more than one.
means-basis = What a { $noun }'s value is made of: subscriptions, purchases or both.
means-basis-rules = For whom it is made of something else.
means-recurring-months = Months of a subscription that make up its value.
means-lapse-days = Days without a purchase after which a buyer is lost.
means-value-window-days = Days of purchases that make up a buyer's value.
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

refused-not-found = This is not there
refused-question = This cannot be answered
refused-busy = Somebody else is at work; try again
refused-conflict = That does not fit with what is there
refused-fault = Something is broken here
refused-back = Back to the overview

nav-audit = Audit
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
role-admin-may = Lets people in, reads figures and the audit. Sees no customers.
role-analyst-may = Reads figures, sees customers, says why they moved, reads the audit.
role-leader-may = Reads figures, sees customers, says why they moved, signs the definitions, reads the audit.
role-owner-may = Reads figures, sees customers, says why they moved.
role-reader-may = Reads figures. Sees no customers.
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
must-choose-password = has yet to choose an own password

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
explain-about = What a person says stands before what a source says.
explain-movement = Movement
explain-how = How we know
explain-words = In the customer's words

sign = Sign version { $version }
sign-about = A signature says that you count by these definitions.
sign-title = Your title
sign-as = Sign as { $name }
refused-ours = Something here does not work as it should. Whoever looks after Bellwether finds on its console what it is.
refused-not-signed-in = You are not signed in any more
refused-again = Nothing was saved. Sign in again in another tab, come back here, and send it once more: what you wrote is still there when you go back.
refused-singled-out = This cut has segments of so few that it would tell who they are. Your role sees figures, and no customers.
audit-of-a-customer = About a customer; your role sees no customers.
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
scope-see-customers = See customers
scope-explain = Say why customers moved
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
data-unattributed = Without a customer
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
facts-customers = Customers
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
import-unattributed = Without a customer
import-unattributed-worth = Rows without a customer are worth { $money }.
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
