# Why something could not be done, and on it what to do about it. Without a full stop: the terminal, the pages and the API
# each put these where they stand.

failure-no-movement = '{ $customer }' has no movement '{ $kind }'
    .hint = the page of { $nouns } shows who has, and so does 'bellwether customers --kind'
failure-no-movement-that-day = '{ $customer }' has no movement '{ $kind }' on { $day }
    .hint = the nearest one is of { $known }
failure-names-no-movement = '{ $movement }' names no movement
failure-no-reasons = movements of the kind '{ $kind }' have no reasons
failure-no-reason = there is no reason '{ $reason }'
    .hint = the page Why lists all of them, and so does 'bellwether reason tree'
failure-no-limits = movements of the kind '{ $kind }' go up and down; they have no limits
    .hint = choose new, won_back, more, less or lost
failure-no-customer = no { $noun } '{ $customer }' is known
    .hint = the page of { $nouns } finds them by a part of their name or id
failure-no-company = there is no company in the folder { $folder }
    .hint = make one with 'bellwether init', look at a sample with 'bellwether demo', or name another with --data
failure-nobody-joined = nobody has joined yet
failure-no-facts = there are no purchases, subscriptions or touches yet
    .hint = import some on the Data page, or with 'bellwether import FILE --as purchases'
failure-nothing-yet = there is nothing to tell of yet
failure-no-roles = there is no role among them; tick one at least
failure-no-basis = it is not said what a { $noun } is worth; choose one of the three
failure-counted-already = there are figures by now, which these definitions would change
    .hint = write a new version on the page of definitions, where you see first what it changes
failure-beside-sample = there is a made-up company here, and real figures are never put beside made-up ones
    .hint = remove the made-up company first, on the page 'Sample company' or with 'bellwether sample remove'
failure-sample-there = there is a made-up company already
    .hint = look at it, or remove it with 'bellwether sample remove'
failure-sample-beside-facts = there are facts of your own, and a made-up company is never put beside them
    .hint = 'bellwether demo' shows one in a folder of its own
failure-sample-beside-import = a file is being imported, and a made-up company is never put beside it
    .hint = wait until it is in, or stop it on the Data page
failure-no-sample = there is no made-up company here
    .hint = 'bellwether sample add' brings one, as long as there are no facts
failure-not-agreed-sample = say that you have read what goes before you remove the made-up company
failure-no-invitation = this invitation is over: it was used, another took its place, or a week has passed
    .hint = ask whoever sent it for another one
failure-unread = what was sent cannot be read: { $why }
failure-other-method = this page cannot be opened by its address alone
    .hint = go back to the page before
failure-form-long = a form is no longer than 64 KiB
    .hint = write less into its fields
failure-bad-text = '{ $field }' is empty, or holds a NUL character
    .hint = write a name or a text
failure-too-long = '{ $field }' has more than { $most } characters
    .hint = write it shorter
failure-no-page = there is no such page

failure-no-period = there is no period '{ $period }'
    .hint = the ledger reaches from { $first } to { $last }
failure-names-no-period = '{ $text }' names no period
    .hint = choose one that the form lists
failure-withheld = only those who may see customers may see this: parts of it are about fewer than { $fewest } of them, and would tell who they are
    .hint = ask about the ledger of the whole company, by month, quarter or year
failure-withheld-cut = only those who may see customers may see cuts and reasons: parts of them are about fewer than { $fewest }, and would tell who they are
    .hint = ask about the whole company
failure-withheld-elsewhere = only those who may see customers may look from another day, with earlier knowledge or by other definitions: the difference between two such figures may be about fewer than { $fewest }, and would tell who they are
    .hint = ask without a day, a moment or a policy
failure-withheld-grain = only those who may see customers may see the ledger by '{ $grain }': single periods are about fewer than { $fewest }, and would tell who they are
    .hint = ask by month, quarter or year
failure-nothing-told = there is no period yet that can be told without telling who the customers are
    .hint = it takes a month that is over, in which five customers or more came
failure-no-such-period = there is no such period
    .hint = the ledger reaches from { $first } to { $last }
failure-too-far-ahead = nothing is known of { $day }
    .hint = the latest fact is of { $latest }; look no further ahead than { $furthest }
failure-too-early = there are no facts on or before { $day }
    .hint = the first one is of { $first }, the latest of { $latest }
failure-no-moment = '{ $text }' is not a moment
    .hint = write it as 2026-10-05T12:00, in UTC
failure-cohorts-grain = cohorts are told by month, quarter or year, not by '{ $grain }'
failure-use-grain = use is told by month, quarter or year, not by '{ $grain }'
failure-bridge-grain = versions are compared by month, quarter or year, not by '{ $grain }'
failure-no-attribute = no { $noun } has a known '{ $attribute }'
    .hint = choose level, kind, or an attribute that the facts name
failure-no-levels = the policy names no levels of value
    .hint = write a version of it that does, on the page of definitions or with 'bellwether policy set'
failure-no-segment = '{ $segment }' is no segment; write ATTRIBUTE=VALUE
failure-many-questions = so many figures are being worked out that nobody more can wait in line
    .hint = try again in a minute
failure-many-requests = you ask for more at once than one person can look at
    .hint = wait until what you asked for is answered
failure-something-new = something new comes in while the figures are put together
    .hint = try again once the import is over

failure-not-over = { $period } is not over: facts are counted up to { $day }
    .hint = close it once facts of all days up to { $last } are imported
failure-not-closed = { $period } is not closed
    .hint = the ledger shows what is, and so does 'bellwether close list'
failure-not-sure = say that the figures are to stay before you close a period
failure-other-figures = the figures are others than those you saw
    .hint = something was imported meanwhile; look at the ledger again, then close
failure-not-restated = only what was restated corrects a closed period
    .hint = ask for the kind restated

failure-folder-taken = the folder { $folder } is not empty
    .hint = name one that is empty or not there yet; nothing was written
failure-no-backup = there is no backup in { $folder }, or it was never finished: its file SHA256SUMS is missing or damaged
    .hint = name the folder of another backup
failure-backup-file-missing = the backup is not whole: { $path } is missing
    .hint = take another backup; nothing was restored
failure-backup-file-damaged = the backup is damaged: { $path } is not what was written
    .hint = take another backup; nothing was restored
failure-backup-file-unknown = the backup is not what was written: { $path } does not belong to it
    .hint = take another backup; nothing was restored
failure-records-missing = the records of the folder { $folder } are missing ({ $place }), though its facts are there
    .hint = restore them from a backup; what people decided and closed stands only there
failure-lake-missing = the facts of the folder { $folder } are missing ({ $place }), though its records are there
    .hint = restore the data folder from a backup
failure-no-policy = the company has agreed on no policy yet
    .hint = run 'bellwether init'
failure-no-version = there is no version { $version } of the policy
    .hint = the page of definitions lists all of them, and so does 'bellwether policy history'
failure-no-journey = nobody has written the journey yet
    .hint = write it first: bellwether journey export > journey.toml, then bellwether journey apply journey.toml
failure-no-letter = the type face on paper has no '{ $letter }', as in “{ $text }”
    .hint = write it in Latin letters and without pictures
failure-journey-overtaken = version { $seen } of the journey is not the latest any more: version { $version } is
    .hint = begin from that one, and write into it what you changed
failure-draft-unread = what was written is no journey: { $why }
    .hint = mend what it names, or begin anew from the latest version
failure-no-stage = the journey has no stage { $stage }
    .hint = it has these: { $known }
failure-no-paper = there is no paper { $paper } for the poster
    .hint = say a3 or a1
failure-no-journey-version = there is no version { $version } of the journey
failure-no-promise = nothing is promised at { $touchpoint }
    .hint = write what is promised there: bellwether journey export > journey.toml, then bellwether journey apply journey.toml
failure-no-population = there is no population { $id }
    .hint = 'bellwether populations list' and the page Populations name them all
failure-populations-overtaken = version { $seen } of the populations is not the latest any more: version { $version } is
    .hint = begin from that one, and write into it what you changed
failure-populations-unread = what was written are no populations: { $why }
    .hint = begin anew from the latest version
failure-population-nameless = a population has no name
    .hint = write what people call it, or remove it
failure-population-nothing = rule { $rule } of the population { $population } names nothing
    .hint = name or choose at least one, or remove the rule
failure-population-number = rule { $rule } of the population { $population } counts '{ $text }'
    .hint = write a whole number from 1 to 65535, in digits alone
failure-population-amount = rule { $rule } of the population { $population } has the amount '{ $text }'
    .hint = write it as { $example }
failure-population-stage = population { $population } asks for the stage { $name }, which the journey does not have
    .hint = its stages are { $known }
failure-population-level = population { $population } asks for the level { $name }, which the policy does not have
    .hint = its levels are { $known }
failure-no-contact = the journey knows no contact that is due and no moment { $id }
    .hint = 'bellwether contacts' names them all
failure-no-who = '{ $who }' names no customers of contacts
    .hint = ask for in_time, late, missed, due, reached or ending
failure-too-far-ahead = { $days } days ahead are too many
    .hint = ask for at most { $most }
failure-no-measure = there is no measure { $id } in the journey
    .hint = 'bellwether measures list' names them all
failure-no-outcome = '{ $outcome }' is no outcome; name one of: { $names }
failure-no-part = '{ $part }' is nothing that promises are cut by
    .hint = cut them by silo, channel, weekday or source
failure-no-touches = nobody met a touchpoint { $touchpoint } in { $period }
    .hint = look for its name among the promises of all touchpoints
failure-no-touchpoint = nobody ever met a touchpoint { $touchpoint }
    .hint = look for its name among the promises of all touchpoints
failure-days = { $days } is no number of days from { $least } to { $most }
failure-outcome = no moment goes with '{ $outcome }'
    .hint = ask for loss or growth
failure-moment = '{ $kind }' is no kind of moment
    .hint = ask for broken or met
failure-no-definitions = '{ $name }' is neither a version of the policy nor a preset
    .hint = write the number of a version, or one of { $presets }
failure-never-in-force = what holds from { $day } would never be in force: version { $version } holds from { $from }
    .hint = let it hold from { $from } or a later day
failure-kept-by-books = the books are closed through { $period } with { $definition } { $kept }; frozen figures cannot be shown with { $wanted }
    .hint = keep { $kept }, or use a separate data folder for { $wanted }
failure-kept-to-come = version { $version } of the policy changes { $definition } to { $wanted } on { $day }; what is closed with { $kept } now could not be shown then
    .hint = write a version that keeps { $kept } from { $day } on, or close once { $wanted } is in force
failure-overtaken = version { $version } was written since you began; your draft says nothing of it
    .hint = look at it on the page of definitions, and begin your draft again from there
failure-definitions-unread = the definitions cannot be read: { $why }
failure-no-version-changed = the form does not say which version it changes
failure-no-number = { $definition } is '{ $text }'
    .hint = write a whole number, e.g. 180
failure-level-line = '{ $line }' is no level
    .hint = write its name and from which value it begins, e.g. 'large 1500.00'
failure-rule-line = '{ $line }' is no rule
    .hint = write it as 'kind=business: recurring'

failure-no-plan = nothing can be planned for { $period }
    .hint = choose a year from { $first } to { $last }
failure-target-grain = targets are not set for a '{ $grain }'
    .hint = set one for a '{ $year }' or a '{ $quarter }', as this company counts its years
failure-no-level = the policy names no level '{ $level }'
    .hint = its levels are: { $known }
failure-target-currency = the target is in { $currency }, and the company counts in another currency
    .hint = give it up, and set another one
failure-no-count = '{ $text }' is no whole number; { $nouns } are counted in whole numbers
    .hint = write digits alone, e.g. 1200

failure-no-upload = there is no such file on its way in
    .hint = it was imported, given up, or waited for longer than a week; choose it again
failure-no-file = no file was chosen
failure-file-empty = the file is empty
failure-file-broken = the file did not come whole: { $why }
failure-file-long = the file is larger than { $most } MiB
    .hint = send it in parts; importing them one after the other comes to the same
failure-field-long = a field of the form is too long
failure-field-no-text = a field of the form is no text
failure-complete-ahead = no source can be complete up to { $day }, which has not come yet
    .hint = today is { $today }; give the last day that the file covers in full
failure-log-unclear = it is not clear what the columns of { $file } are:
    { $asked }
    .hint = say so in a map file ('bellwether import FILE --as touches --dry-run' shows one to start from), and give it with --map
failure-nothing-to-read = there is nothing to read
failure-other-table = the mapping is for { $table }, but the rows are to be { $fact }
    .hint = leave 'table' as it is, or choose the file again
failure-map-unread = cannot read the mapping { $path }: { $why }
failure-map-of-other-table = the mapping { $path } is for { $table }, but the rows are to be imported as { $fact }
failure-columns-not-agreed = nobody has agreed to the columns yet
failure-being-read = the file is being read by the columns agreed on before
failure-no-rejects = there is no file of rejects '{ $name }'
failure-broke-down = the import broke down; nothing was imported
failure-imported-meanwhile = something was imported or undone since you looked
    .hint = look again at what the undo does, then agree to it
failure-not-agreed-undo = say that you have read what the undo does before you do it
failure-no-import = there is no import '{ $import }'
failure-import-ends-process = Bellwether ended { $times } times while it was reading this file, and does not try it again
    .hint = look on its console for why; then import the file with `bellwether import`, or in smaller parts: what is in already is not counted twice
row-unread = row { $row }, column { $column }: '{ $value }': { $reason }

failure-organisation-name = the name has more than { $most } letters, or more than one line
    .hint = write it as it stands on a letter
failure-no-language = there are no texts in the language '{ $language }'
    .hint = choose en or de, or leave it open
failure-own-password = your own password is not changed here: that takes the current one
    .hint = change it on the page of your account
failure-password-length = the password has { $length } characters
    .hint = choose one with { $least } to { $most }; a few words that nobody else would put together are best
failure-token-for-nothing = nothing is chosen that the token may be used for
    .hint = choose one thing at least
failure-role-may-not = none of your roles may '{ $act }', and neither may your tokens
failure-token-days = a token cannot last { $days } days
    .hint = choose 1 to { $most } days; make another one then
failure-target-unseen = it is not said which version of the target was seen
    .hint = name it as `after`, so that nothing is overwritten that somebody else wrote in between
failure-large-amounts = amounts are too large to be added up; the largest are: { $amounts }
    .hint = undo the import with 'bellwether import undo NUMBER' or on the page Data, correct the row where it comes from, and import it again
large-amount = { $currency } { $amount } in { $fact } from { $source }{ $row ->
        [none] { "" }
       *[other] { ", row " }{ $row }
    }{ $customer ->
        [none] { "" }
       *[other] { ", customer " }{ $customer }
    }, import { $import }
failure-no-days = '{ $text }' is no number of days

# What the checks of health find, and on it what to do.
check-folder = data folder
check-records = records
check-files = stored files
check-file = stored file
check-records-file = file of the records
found-files-read = { $files } read to their ends, { $bytes } bytes
found-without-checksums = { $files } files of earlier versions have no checksums: damage in them is not always known
found-damaged = of the table { $table }
found-unexpected = { $path } is named by no commit
found-unexpected-advice = it changes no figure; look where it comes from, then remove it
found-records-read = damaged places: { $damages }
found-damaged-records = restore the records from a backup; { $what }
check-seals = seals
check-schedule = schedule
check-scheduled = schedule: { $job }
found-scheduled = { $last }; next: { $next }
advice-scheduled = it is tried again by itself; if it goes on failing, mend what it says
check-policy = policy
check-ledger = ledger
check-codes = reason codes
check-outdated-ids = customers of { $fact } of { $source }
found-outdated-ids = import { $import } found them by the ids of '{ $system }', some of which may lead to others since
advice-outdated-ids = undo import { $import } and import its file again, so that each row belongs to whom its id names now
check-zone = time zone of { $fact } of { $source }
found-zone = times without a zone of their own are read as of { $zone }; the company counts by { $own }. If that is a mistake, undo the imports of this source, set time_zone = "{ $own }" in its mapping and import again
check-source = { $fact } of { $source }
found-breaches = breaches of their seals: { $breaches }; entries of the audit: { $entries }, the last one sealed { $seal }
found-breach = restore the records from a backup. { $breaches }{ $more ->
        [none] { "" }
       *[other] { "; and " }{ $more }{ " more" }
    }
breach = { $place }: { $what }
found-covered = what was decided is sealed row by row since entry { $entry } of { $day }{ $before ->
        [none] { "" }
       *[other] { ", as it stood then" }
    }; the audit is anchored in the data folder (lake/audit-heads) { $anchored ->
        [none] from the next change on
       *[other] since entry { $anchored }
    }
found-not-covered = not covered: { $entries } entries of before rows were sealed; opened once to be written, the records seal what they hold
found-signed = version { $version }, signed by { $number ->
        [0] nobody
        [one] 1 leader
       *[other] { $count } leaders
    }
found-open-to-others = others on this computer can look into it, where names, raw files and hashes of passwords lie: chmod 700 '{ $folder }'
found-unsigned = let the leaders sign it on the page of definitions, or with 'bellwether policy sign --name NAME --role ROLE'
found-months = months that add up: { $months }; 0 unexplained, as of { $day }
found-cannot-tell = cannot be told
found-mapped = { $mapped } of { $codes } mapped
found-unmapped = map { $codes } in the reason tree
found-facts = { $facts } facts{ $day ->
        [none] { "" }
       *[other] { " up to " }{ $day }
    }, { $unattributed } that name no { $noun }, { $rejected } rows refused{ $gaps ->
        [none] { "" }
       *[other] { "; filled: " }{ $gaps }
    }
found-rejects = correct the rejects and import them again
check-stopped = silent source
check-spelling = ids
found-stopped = find out why its exports stopped: figures after that day lack it
found-spelling = have one of the sources say `ids_ignore_case = true` in its mapping, or correct the ids where they come from
rejects-counts = { $number ->
        [one] 1 rejected
       *[other] { $count } rejected
    }: { $mended } mended, { $dismissed } dismissed, { $open } open
failure-no-reject = import { $import } refused no such rows
    .hint = look at the list of rejects for the causes and rows there are
failure-all-rejected = every row would be rejected; the first is { $reject }
failure-no-reason-of-tree = there is no reason '{ $reason }' in the tree
    .hint = choose one that is there
