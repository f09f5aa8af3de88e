# English. Figures come already written for people; $number chooses the form, $noun and $nouns are the company's own words.

policy-version = policy { $version }
nobody-lost = Nobody was lost.
nobody-moved = Nobody moved so in this period.
nobody-found = Nobody is found by this.
next = Next
definitions-unsigned = Definitions, version { $version }: nobody has signed them yet
definitions-signed = { $number ->
        [one] Definitions, version { $version }: signed by one leader
       *[other] Definitions, version { $version }: signed by { $count } leaders
    }
policy = Version { $version }
definition = Definition
said = Said before
choose = choose …
versions = Versions
versions-about = What changed from one to the next, and who signed.
left-open = left open
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
refused-mend = Import what is missing
refused-back = Back to the overview
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
password-about = At least { $least } characters; a few words that nobody else would put together are best.
password-wrong = That is not the current password.
password-same = That is the current password; choose another one.
account-password = Another password
account-password-about = You are signed out everywhere and sign in again with the new one.
choose-password = Choose a password of your own
choose-password-about = Somebody else chose the one you have. Choose another, sign in with it, and the pages open.
first-run = The first person
first-run-about = Bellwether wrote a secret on its console when it started. With it you come in first, and let the others in afterwards.
first-run-secret = Secret from the console
first-run-wrong = That is not what the console says.
first-run-do = Come in
first-run-roles = What you will do here
first-run-roles-about = You let people in, as Admin. Tick what you do besides; alone so far, you need Analyst and Leader. Whoever is Analyst, Leader or Owner sees { $nouns } by name. Later nobody gives themselves a role: another admin does.
refused-not-allowed = This is not open to you
refused-role = This takes one of these roles: { $able }. Yours: { $own }.
refused-role-other = An admin can give you one more.
refused-role-own = Another admin can give you one more; nobody gives one to themselves.
refused-to-data = To the data
people = People
people-title = { $number ->
    [one] One person may sign in
   *[other] { $count } people may sign in
}
people-about = Nobody is ever removed: names in the audit stay somebody's.
people-add = Add a person
people-add-about = You get a link to hand on, by which they choose a password of their own.
people-let-in = Let them in
people-by-password = A first password instead of a link
people-by-password-about = It serves for the first sign-in alone; then they choose their own.
first-password = First password
change-person = Change { $name }
audit = Audit
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
sign = Sign version { $version }
sign-about = A signature says that you count by these definitions.
sign-title = Your title
sign-as = Sign as { $name }
refused-ours = Something here does not work as it should. Whoever looks after Bellwether finds on its console what it is.
refused-not-signed-in = You are not signed in any more
refused-again = Nothing was saved. Sign in again in another tab, come back here, and send it once more: what you wrote is still there when you go back.
audit-of-a-customer = About one of the { $nouns }; your roles see no { $nouns }.
sign-in-make = Make an admin with the secret from the console
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
data-title-systems = { $number ->
        [one] One source
       *[other] { $count } sources
    }
data-title = { $number ->
        [one] One source holds { $rows } facts
       *[other] { $count } sources hold { $rows } facts
    }
data-sources = Sources
data-about = What each system gave, how fresh and how complete it is.
data-none = Nothing has been imported yet.
data-source = Source
data-fact = Facts
data-rows = Rows
data-latest = Latest fact
data-imported = Last import
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
data-rejects-about = Correct them in the file and import it again.
import-begin = Import a file
import-title = Import a file: { $step }
import-steps = Steps
import-step-choose = Choose the file
import-step-columns = Agree on the columns
import-step-try = Try it
import-step-done = Import
import-choose = Which file?
import-choose-about = CSV or TSV (plain, .gz, .zst), JSON, Parquet, XLSX or an event log (XES, OCEL 2.0). Encoding, delimiter, decimal sign and order of day and month are detected; nothing is imported before you agree.
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
import-notes = What was decided, and what was seen
import-say-below = Say it in the columns below
import-in-document = The document answers: { $question }
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
import-importing = Importing the file
import-leave = You may leave this page; it goes on.
import-cancel = Cancel
import-waits = It waits for its turn: files are read one after the other.
import-progress = Progress
import-rows-read = { $number ->
        [one] One row read
       *[other] { $rows } rows read
    }
import-failed = The import failed: nothing was imported
import-columns-again = Back to the columns
import-tried = Tried: nothing is imported yet
import-done = Imported: import { $number }
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
import-withdrawn = No longer count
import-withdrawn-worth = What counted before and no longer does by this import was worth { $money }.
import-first-rejects = The first rejected rows
import-all-rejects = All rejected rows, to be corrected
import-complete-through = Complete up to (optional)
import-complete-about = The last day that the file covers in full. Figures then reach up to it, even if nothing happened on it.
import-complete = { $source } is complete up to { $day }.
import-now = Import

past-title = Imports
past-about = What was imported, the latest first. An import can be undone, and so can an undo.
past-number = Number
past-what = What
past-at = When
past-came = Came
past-changed = Changed
past-left = Left
past-rejected = Rejected
past-import = { $fact } from { $source }: { $files }
past-attribution = Reassigned by identities
past-attribution-about = { $fact } that name their { $noun } by an id of something else now belong to the { $noun } that id points to. Undo the import of the identities to reverse this.
past-undo = Undo of { $undoes }
past-undone = undone by { $by }
past-undo-it = Undo
past-bring-back = Bring back
past-all = All imports

undo-title = Undo import { $import }?
undo-title-return = Bring import { $import } back?
undo-about = Import { $import }: { $fact } from { $source } ({ $files }). Everything will be as if it had never been and all other imports had.
undo-about-return = Import { $import }: { $fact } from { $source } ({ $files }). It was undone and will count again.
undo-facts = Facts
undo-withdrawn = Leave
undo-replaced = Said again as without it
undo-added = Come back
undo-unchanged = Stay, because another import said the same
undo-customers = { $Nouns } of whom something else is known then
undo-money = Worth { $leaving } leaves, worth { $returning } comes.
undo-built = Built on it since
undo-nothing-built = Nothing was built on it.
undo-closed = { $number ->
        [one] { $periods } was closed since
       *[other] { $periods } were closed since
    }: the closed lines stay, and the difference is booked as restated in an open period
undo-reasons = { $number ->
        [one] one reason was given since for a movement
       *[other] { $count } reasons were given since for movements
    } of these { $nouns }; where the movement is gone, its reason is counted no more
undo-reason = { $customer }, { $day }, { $kind }: { $reason } (by { $by })
undo-signatures = { $number ->
        [one] a version of the definitions was signed
       *[other] { $count } versions of the definitions were signed
    } since, with these figures in view: { $by }
undo-targets = { $number ->
        [one] one target was set
       *[other] { $count } targets were set
    } or changed since, with these figures in view
undo-lookups = { $number ->
        [one] import { $imports } may have found { $nouns } by ids that came with this one
       *[other] imports { $imports } may have found { $nouns } by ids that came with this one
    }; what they brought goes to whom the ids point to then, or to nobody
undo-unkept = import { $import } found { $number ->
        [one] one row
       *[other] { $count } rows
    } unchanged, and it was not kept which: those that this import brought leave, too; import its file again afterwards
undo-agree = I have read what this does
undo-do = Undo import { $import }
undo-do-return = Bring import { $import } back
undo-back = Leave everything as it is
health-title = { $number ->
        [0] Everything is sound
        [one] One thing is to be done
       *[other] { $count } things are to be done
    }
health-checks = Checks
health-about = Looked up just now, by Bellwether { $version }.
health-night = Every stored byte
health-night-about = Read through on { $at }, and again every night at three.
health-night-never = Not read through yet: a server does so every night at three, and for the first time ten minutes after it starts.
health-schedule = Schedule
health-schedule-job = What
health-schedule-last = Last time
health-schedule-next = Next time
schedule-held = held by { $host }, since { $at }
schedule-nobody = no server holds it; one that runs takes it over within a minute
schedule-refresh = bring the figures up to date
schedule-look = read every stored byte
schedule-never = not yet
schedule-running = under way since { $at }
schedule-good = { $at }, done in { $took }
schedule-broken-off = { $at }, broken off: its server ended before it did
schedule-failed = { $at }, failed after { $took }{ $number ->
        [0] { "" }
        [one] { "" }
       *[other] , { $count } times in a row
    }: { $why }
schedule-seconds = { $number } s
schedule-minutes = { $number } min
schedule-hours = { $number } h
schedule-next-server = when a server runs
schedule-next-over = when this is over
schedule-next-now = any moment now
schedule-next-at = { $at }
schedule-next-news = when something is new, at the latest { $at }
health-check = What
health-found = Found
health-advice = To be done
health-good = Nothing
