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
column-source-id-about = The id under which the other system knows the { $noun }
column-rule = Rule
column-rule-about = Why both ids are taken for the same { $noun }
column-probability = Probability
column-probability-about = How likely that is, from 0 to 1

column-purchase-id = Purchase ID
column-purchase-id-about = Names the row, so that it is known again when the file comes anew; leave it out where it repeats
column-at = When
column-at-about = The day or the moment at which it was bought
column-feedback-at-about = The day or the moment at which it was said
column-referrals-at-about = The day or the moment of the referral
column-reasons-at-about = The day or the moment at which the reason was given
column-amount = Amount
column-amount-about = What was paid, in whole units with decimals, as in 482.00; below zero where it was given back
column-amount-minor = Amount in cents
column-amount-minor-about = The same in cents or pence without decimals, as in 48200; one of both is enough
column-currency = Currency
column-currency-about = Its code, as in EUR; where the file has none, the one said below holds
column-exchange-rates-currency-about = The currency that the rate is for
column-product = Product
column-product-about = What was bought
column-silo = Area of the company (silo)
column-silo-about = Who in your company it belongs to: a department, a shop, a brand
column-refund-of = Refund of
column-refund-of-about = The ID of the purchase that is refunded

column-subscription-id = Subscription ID
column-subscription-id-about = Names the subscription, so that it is known again when the file comes anew
column-plan = Plan
column-plan-about = The plan or package subscribed to
column-monthly = Monthly price
column-monthly-about = What is paid for one month, in whole units with decimals
column-monthly-minor = Monthly price in cents
column-monthly-minor-about = The same in cents or pence without decimals; one of both is enough
column-from = Begins
column-from-about = The first day with it
column-to = Ends
column-to-about = The first day without it; empty while it goes on
column-end-reason = Why it ended
column-end-reason-about = As the system says it; reasons are sorted later
column-cancelled-on = Cancelled on
column-cancelled-on-about = The day on which it was cancelled, which may come long before the end
column-billing-months = Billing period in months
column-billing-months-about = How many months one bill covers, as in 12 for yearly
column-status = Active or paused
column-status-about = active or paused; whatever else a system says decides which rows count

column-touch-id = Contact ID
column-touch-id-about = Names the row, so that it is known again when the file comes anew
column-case-id = Case ID
column-case-id-about = Shared by all contacts about one matter
column-touchpoint = Touchpoint
column-touchpoint-about = What kind of contact it was: a call, a delivery, a repair
column-channel = Channel
column-channel-about = How it came about: phone, e-mail, in the shop
column-started-at = Began
column-started-at-about = The day or the moment at which it began
column-promised-by = Promised by
column-promised-by-about = The day or the moment by which it was to be done
column-done-at = Done
column-done-at-about = The day or the moment at which it was done; empty while it is open
column-outcome = Outcome
column-outcome-about = What came of it

column-feedback-id = Response ID
column-feedback-id-about = Names the row, so that it is known again when the file comes anew
column-instrument = Question
column-instrument-about = What was asked, as in nps or csat
column-score = Score
column-score-about = The number given in answer
column-scale-min = Lowest score
column-scale-min-about = Where the scale begins, as in 0
column-scale-max = Highest score
column-scale-max-about = Where the scale ends, as in 10
column-text = In their words
column-text-about = What was written
column-rating-source = Where it was said
column-rating-source-about = A survey, a store, a review page

column-referral-id = Referral ID
column-referral-id-about = Names the row, so that it is known again when the file comes anew
column-from-customer = Referred by
column-from-customer-about = The { $noun } who recommended you
column-to-customer = Referred { $noun }
column-to-customer-about = The { $noun } who came because of it

column-day = Day
column-day-about = The day on which the rate held
column-rate = Rate
column-rate-about = What one unit is worth, or how many units are bought; you are asked which

column-reason-id = Reason ID
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
way-about = Files that were sent and are not imported yet. They are kept for a week.
way-state = How it stands
way-columns-open = The columns are to be agreed on
way-columns-agreed = The columns are agreed on; nothing is imported yet
way-waiting = Waits for its turn
way-running = Being read
way-tried = Tried; nothing is imported yet
way-nothing-new = Finished: all of it was there already
way-failed = Failed; nothing was imported
way-go-on = Go on
way-look = Look at it

report-title = Import { $import }
report-by = { $by }, { $at }
report-mapping = By which columns it was read
past-by = By
past-read = Read
past-reject-file = Rejected rows of import { $import }
