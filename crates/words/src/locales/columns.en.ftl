# What the fields of a row are called, and what each holds.

column-customer-id = { $Noun }
column-customer-id-about = The number, name or e-mail address by which the { $noun } is known
column-as-of = As of
column-as-of-about = The day from which this is so; today if it is left out
column-name = Name
column-name-about = What the { $noun } is called
column-kind = Kind
column-customers-kind-about = Person, company, or whatever kinds of { $nouns } you tell apart
column-feedback-kind-about = aided (a question with answers to choose from), unaided (volunteered) or experiential (asked right after something happened)
column-since = With us since
column-since-about = The first day as one of your { $nouns }, where the purchases do not go back so far
column-attributes = Attributes
column-consents = Consents

column-source-id = Id in the other system
column-source-id-about = By which the other system knows the { $noun }
column-rule = Rule
column-rule-about = Why both ids are taken for the same { $noun }
column-probability = Probability
column-probability-about = How likely that is, from 0 to 1

column-purchase-id = Number of the purchase
column-purchase-id-about = Names the row, so that it is known again when the file comes anew; leave it out where it repeats
column-at = When
column-at-about = The day or the moment at which it was bought
column-feedback-at-about = The day or the moment at which it was said
column-referrals-at-about = The day or the moment of the recommendation
column-reasons-at-about = The day or the moment at which the reason was given
column-amount = Amount
column-amount-about = What was paid, in whole units with decimals, as in 482.00; below zero where it was given back
column-amount-minor = Amount in hundredths
column-amount-minor-about = The same in cents or pence without decimals, as in 48200; one of both is enough
column-currency = Currency
column-currency-about = Its code, as in EUR; where the file has none, the one said below holds
column-exchange-rates-currency-about = Whose worth the row tells
column-product = Product
column-product-about = What was bought
column-silo = Area of the company (silo)
column-silo-about = Who in your company it belongs to: a department, a shop, a brand
column-refund-of = Gives back the purchase
column-refund-of-about = The number of the purchase whose money is given back

column-subscription-id = Number of the subscription
column-subscription-id-about = Names the subscription, so that it is known again when the file comes anew
column-plan = Plan
column-plan-about = What is subscribed to
column-monthly = Price of a month
column-monthly-about = What is paid for one month, in whole units with decimals
column-monthly-minor = Price of a month in hundredths
column-monthly-minor-about = The same in cents or pence without decimals; one of both is enough
column-from = Begins
column-from-about = The first day with it
column-to = Ends
column-to-about = The first day without it; empty while it goes on
column-end-reason = Why it ended
column-end-reason-about = As the system says it; reasons are sorted later
column-cancelled-on = Cancelled on
column-cancelled-on-about = The day on which it was cancelled, which may come long before the end
column-billing-months = Months of a bill
column-billing-months-about = For how many months one bill is, as in 12 for yearly
column-status = Active or paused
column-status-about = active or paused; whatever else a system says decides which rows count

column-touch-id = Number of the contact
column-touch-id-about = Names the row, so that it is known again when the file comes anew
column-case-id = Number of the case
column-case-id-about = What several contacts about one matter share
column-touchpoint = Touchpoint
column-touchpoint-about = What kind of contact it was: a call, a delivery, a repair
column-channel = Channel
column-channel-about = By which way: telephone, e-mail, shop
column-started-at = Began
column-started-at-about = The day or the moment at which it began
column-promised-by = Promised by
column-promised-by-about = The day or the moment by which it was to be done
column-done-at = Done
column-done-at-about = The day or the moment at which it was done; empty while it is open
column-outcome = Outcome
column-outcome-about = What came of it

column-feedback-id = Number of the answer
column-feedback-id-about = Names the row, so that it is known again when the file comes anew
column-instrument = Question
column-instrument-about = What was asked, as in nps or csat
column-score = Score
column-score-about = The number that was answered
column-scale-min = Lowest score
column-scale-min-about = From where the scores go
column-scale-max = Highest score
column-scale-max-about = To where the scores go
column-text = In their words
column-text-about = What was written
column-rating-source = Where it was said
column-rating-source-about = A survey, a store, a review page

column-referral-id = Number of the recommendation
column-referral-id-about = Names the row, so that it is known again when the file comes anew
column-from-customer = Who recommended
column-from-customer-about = The { $noun } who recommended you
column-to-customer = Who came
column-to-customer-about = The { $noun } who came of it

column-day = Day
column-day-about = The day on which the rate held
column-rate = Rate
column-rate-about = What one unit is worth, or how many units; which of them is asked

column-reason-id = Number of the reason
column-reason-id-about = Names the row, so that it is known again when the file comes anew
column-code = Reason
column-code-about = Its code in your tree of reasons
column-how-known = How it is known
column-how-known-about = asked, told or inferred

field-unknown-column = the file has no column '{ $column }'
    .hint = choose one of its columns
field-unknown-column-near = the file has no column '{ $column }'; did you mean { $nearest }?
    .hint = write it as it stands in the file, or choose the column from the list
field-unreadable = '{ $expression }' cannot be computed: { $why }
    .hint = correct it, or choose a column
field-no-expression = the expression is not written yet
    .hint = write it beside, or choose a column
field-missing = every row needs this
    .hint = choose the column it stands in
field-no-currency = '{ $currency }' is no currency
    .hint = write its code of three letters, as in EUR
field-word-open = nothing says what '{ $word }' in '{ $column }' says of its rows
    .hint = choose beside the word whether such rows count

import-changing = { $file } from { $source }. You are changing columns; nothing is agreed to yet.
import-problem-below = The file cannot be read by these columns yet: see the field that is marked below.
import-fields = Fields of a row
import-more-fields = More that a row may have
import-needed = needed
import-not-there = — not in this file —
import-expression = an expression …
import-expression-of = Expression for { $field }
import-via = Leads to the { $noun } through { $via }
import-attributes = Attributes
import-look = Show what becomes of the rows
import-unused = Columns that are not used
import-rows-beside = The file's rows, and what becomes of each
import-rows-beside-about = The first rows as they stand in the file; days and times are those of your company.
import-rows-rejected = { $number ->
        [one] One of the first rows cannot be read and is rejected: { $first }
       *[other] { $count } of the first rows cannot be read and are rejected, the first of them: { $first }
    }
import-no-rows = The file has no rows.
import-row = Row { $row }
import-in-file = In the file
import-more-cells = { $number ->
        [one] one cell more
       *[other] { $count } cells more
    }
import-becomes = What becomes of it
import-left-out = Does not count: it is left out, as its words or the condition say.
import-waits-for-answers = It is shown once what is asked above is answered.
import-is-rejected = Rejected.
import-moment = { $day }, { $time }
import-header = Which row names the columns?
import-header-about = Whatever stands above it is left out.
import-header-else = Another row names the columns
import-header-row = The row that names the columns
import-header-none = No row names the columns
import-header-choose = Read it so
import-words = What '{ $column }' says of its rows
import-word-by-word = each word as said here:
import-word = Word
import-word-money = Together
import-word-count = Counts
import-word-leave-out = Left out
import-word-refund = Given back
import-word-empty = (empty)
import-words-else = Another column says which rows count
import-words-of = Its words decide
import-words-none = — none —
import-words-look = Choose “Show what becomes of the rows”, and its words are listed here.

way-title = On their way in
way-about = Files that were sent and are not brought in yet. They are kept for a week.
way-state = How it stands
way-columns-open = The columns are to be agreed on
way-columns-agreed = The columns are agreed on; nothing is brought in yet
way-waiting = Waits for its turn
way-running = Being read
way-tried = Tried; nothing is brought in yet
way-nothing-new = Finished: all of it was there already
way-failed = Did not go through; nothing was brought in
way-go-on = Go on
way-look = Look at it

report-title = Import { $import }
report-by = { $by }, { $at }
report-mapping = By which columns it was read
past-by = By
past-read = Read
past-reject-file = Rejected rows of import { $import }
