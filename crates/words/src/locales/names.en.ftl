# English. Figures come already written for people; $number chooses the form, $noun and $nouns are the company's own words.

default-noun = customer
default-nouns = customers
nav = Main
nav-overview = Overview
nav-ledger = Ledger
nav-why = Why
nav-customers = { $Nouns }
nav-cohorts = Cohorts
nav-base = Base
nav-definitions = Definitions
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
grain-day = Day
grain-week = Week
grain-month = Month
grain-quarter = Quarter
grain-year = Year
grain-fiscal-quarter = Fiscal quarter
grain-fiscal-year = Fiscal year
kind-new = New
kind-won-back = Won back
kind-more = More
kind-less = Less
kind-lost = Lost
kind-currency = Currency
kind-transfer-in = Came from elsewhere
kind-transfer-out = Went elsewhere
kind-restated = Restated
kind-redefined = Redefined
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
reason = Reason
how-known = How we know
how-asked = Asked
how-told = Told
how-inferred = Inferred
stand-still = Merely to stand still
stand-still-said = { $customers } and { $money } must be won in a year like { $from } to { $through } only to end where we are.
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
behind-redefined = { $number ->
        [one] { $count } { $noun }
       *[other] { $count } { $nouns }
    } redefined { $period }, by { $money }
behind-sum = Together { $money }.
day-of-movement = Day
fact-purchases = Purchase
fact-subscriptions = Subscription
fact-touches = Touch
fact-feedback = Feedback
fact-reasons = Reason given
fact-referrals = Recommended to us
says = Says
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
nav-audit = Audit
facts-ahead = Facts are known up to { $day }; what is dated ahead counts once its day has come.
nav-planning = Planning
percent = { $number }%
nav-settings = Settings
locale-en = English
locale-de = German
measure-closing = There at the end
measure-new = New
measure-won-back = Won back
measure-more = Brought more
measure-less = Brought less, at most
measure-lost = Lost, at most
measure-transfer-in = Moved up or down into the level
measure-transfer-out = Moved out of the level, at most
field-changed-by = who makes the change
field-source = source
field-fact = what the rows are
field-mapping = mapping
field-customer = the { $noun }'s id
field-note = why, in a sentence
field-full-name = first and last name
field-label = what the token is for
field-setting = name of the setting
field-draft = the draft
field-owner = who answers for it
field-investment = what is invested in it
field-measure = the measure
field-phase-reason = what changed
field-level = level of value
field-leader = name of who signs
field-role = title of who signs
noun-phase = phase
noun-target = target
noun-policy = definitions
noun-reason-tree = tree of reasons
noun-journey = journey
noun-business-calendars = business calendars
noun-populations = populations
noun-mapping = mapping
noun-reject = refused row
field-stage = stage
noun-agreement = agreement to the journey
noun-reality-check = answer for a stage
done-agreement-add = Journey agreed to
done-agreement-change = Agreement to the journey changed
done-agreement-withdraw = Agreement to the journey taken back
done-reality-check-add = Answered for a stage
done-reality-check-change = Answer for a stage changed
done-reality-check-withdraw = Answer for a stage taken back
done-phase-add = New limits begun
done-phase-change = New limits changed
done-phase-withdraw = New limits taken back
done-target-add = Target set
done-target-change = Target changed
done-target-withdraw = Target given up
scope-define = Write definitions
scope-plan = Set targets
scope-close = Close the books
nav-people = People
moment = { $day }, { $time } UTC
role = Role
role-admin = Admin
role-analyst = Analyst
role-leader = Leader
role-owner = Owner
role-reader = Reader
role-nobody = visitor
role-admin-may = Lets people in, reads figures and the audit. Alone it sees no { $nouns }.
role-analyst-may = Imports facts, writes the definitions, reads figures, sees { $nouns }, says why they moved, reads the audit.
role-leader-may = Reads figures, sees { $nouns }, says why they moved, writes and signs the definitions, closes the books, sets targets, reads the audit.
role-owner-may = Reads figures, sees { $nouns }, says why they moved.
role-reader-may = Reads figures. Alone it sees no { $nouns }.
done-mapping-save = Mapping saved
done-reject-dismiss = Rejects dismissed
done-reject-change = Dismissal changed
done-reject-reopen = Rejects opened again
done-import-undo = Import undone
done-policy-add = Definitions added
done-policy-sign = Definitions signed
done-records-seal = Records of before sealed as they stood
done-reason-set = Reason set
done-reason-tree-add = Reason tree added
done-journey-add = Journey added
done-calendars-add = Business calendars added
done-populations-add = Populations added
done-setting-set = Setting changed
done-user-add = Person added
done-user-change = Person changed
done-user-invite = Person invited
done-user-password = Password changed
done-period-close = Period closed
done-token-add = Token made
done-token-revoke = Token revoked
scope-read-figures = Read figures
scope-see-customers = See { $nouns }
scope-explain = Say why { $nouns } moved
scope-sign = Sign definitions
scope-read-audit = Read the audit
scope-administer = Administer people
nav-data = Data
facts-customers = { $Nouns }
facts-identities = Identities
facts-purchases = Purchases
facts-subscriptions = Subscriptions
facts-touches = Touches
facts-feedback = Feedback
facts-referrals = Referrals
facts-exchange-rates = Exchange rates
facts-reasons = Reasons
scope-import = Import facts
nav-health = Health
