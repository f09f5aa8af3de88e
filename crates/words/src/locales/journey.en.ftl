# The journey: stages, promises, handoffs and measures.

nav-journey = Journey
nav-handoffs = Handoffs
nav-measures = Measures
journey-title = In { $period }, { $broken } of { $all } promises were broken; “{ $touchpoint }” hurt most: { $customers }, { $money }
journey-title-kept = In { $period }, all { $all } promises were kept
journey-title-none = No promise came due in { $period }
journey-none = Nobody has written the journey yet
journey-none-about = Until then, promises are those that touches name themselves, by the name their system gives them.
journey-none-how = An analyst writes it as a file: bellwether journey export > journey.toml, then bellwether journey apply journey.toml. It names the stages in your { $nouns }’ words, one owner each, and what each touchpoint promises.
journey-silo = Run by { $silo }
journey-owner = { $owner } answers for it
journey-no-touchpoints = No touchpoint here tells of itself
touchpoint-kept = { $kept } of { $all } kept
touchpoint-none-due = No promise came due
touchpoint-no-promise = Promises nothing
touchpoint-open = { $count } still open
touchpoint-target = Target { $target }
touchpoint-hurt = { $customers } hurt, { $money }
touchpoint-touches = { $count } { $number ->
        [one] touch
       *[other] touches
    }
touchpoint-rank = Moment of truth { $rank }
class-at-risk = At risk
class-in-need = In need
class-bond = Bond
class-growth = Growth
unplaced = Touches that no stage knows
unplaced-about = Name them at a touchpoint of the journey, so that somebody answers for them.
unplaced-touchpoint = What they are called
unplaced-touches = Touches
unplaced-kept = Promises kept
unplaced-broken = Promises broken
nameless-touches = { $count } touches name no { $noun }, of whatever touchpoint and period; they are in none of these figures.
touchpoint-title = { $name }: { $kept } of { $all } promises kept in { $period }
touchpoint-title-none = { $name }: no promise came due in { $period }
touchpoint-promise = What is promised
touchpoint-stage = Stage
touchpoint-owner = Who answers for it
touchpoint-time = Half took at most { $median }, nine in ten at most { $p90 }
touchpoint-right = Right first time
touchpoint-right-of = { $right } of { $cases } cases; { $again } met it again
touchpoint-customers = The { $nouns } it hurt in { $period }
touchpoint-customers-about = { $promises } broken promises, { $customers }, { $money }. What they are worth is as of { $day }.
touchpoint-customers-none = Nobody was hurt in { $period }.
touchpoint-due = Due
touchpoint-done = Done
touchpoint-not-done = not yet
touchpoint-silo = Silo
touchpoint-more = The { $shown } worth most of { $all }; the file has all of them.
touchpoint-cost = What a broken promise goes with
touchpoint-cost-told = { $broken } met a broken promise; { $did } of them left within { $days } days, { $money }. Of { $kept } to whom it was kept, { $kept_did } left.
touchpoint-cost-matched = Among those alike in tenure, value and month, { $estimate } of 100 more leave (95 % interval { $low } to { $high }). It is an association; nobody tested it.
touchpoint-cost-fewer = Among those alike in tenure, value and month, { $estimate } of 100 fewer leave (95 % interval { $low } to { $high }). It is an association; nobody tested it.
touchpoint-cost-refused = Those alike in tenure, value and month are not compared: too few of the one side have anybody like them on the other.
touchpoint-cost-outcome = What they did afterwards
touchpoint-cost-left = Left
touchpoint-cost-came-again = Came again
touchpoint-cost-came-again-told = { $broken } met a broken promise; { $did } of them came again within { $days } days. Of { $kept } to whom it was kept, { $kept_did } came again.
touchpoint-cost-came-again-rule = What counts is a further purchase, where purchases make up the value, or a subscription that began, or was renewed at the same amount; only those whose days are over are counted.
touchpoint-cost-came-again-matched = Among those alike in tenure, value and month, { $estimate } of 100 more come again (95 % interval { $low } to { $high }). It is an association; nobody tested it.
touchpoint-cost-came-again-fewer = Among those alike in tenure, value and month, { $estimate } of 100 fewer come again (95 % interval { $low } to { $high }). It is an association; nobody tested it.
touchpoint-cost-bought-more = Bought more
touchpoint-cost-bought-more-told = { $broken } met a broken promise; { $did } of them bought more within { $days } days and gained { $money } in value. Of { $kept } to whom it was kept, { $kept_did } bought more and gained { $kept_money }.
touchpoint-cost-bought-more-rule = Who bought more went up in value more than down, over all those days; only those whose days are over are counted.
touchpoint-cost-bought-more-matched = Among those alike in tenure, value and month, { $estimate } of 100 more buy more (95 % interval { $low } to { $high }). It is an association; nobody tested it.
touchpoint-cost-bought-more-fewer = Among those alike in tenure, value and month, { $estimate } of 100 fewer buy more (95 % interval { $low } to { $high }). It is an association; nobody tested it.
touchpoint-cost-not-active = Left out, since not active when the promise came due: { $count }.
touchpoint-cost-not-over = Left out, since these days are not over yet: { $count }.
touchpoint-cost-noise = The interval holds zero: it may be chance.
cut-by = Cut by
cut-silo = Silo
cut-channel = Channel
cut-weekday = Weekday
cut-source = Source
part-not-known = Not known
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
handoffs-title = In { $period }, work was left to another silo { $left } times; { $late } times it was late, { $dropped } times dropped
handoffs-title-none = In { $period }, no work was left to another silo
handoffs = Handoffs
handoffs-about = The one with the most { $nouns } affected first. Waiting is counted from the end of the one silo’s work to the beginning of the other’s.
handoffs-handoff = Handoff
handoffs-within = Promised
handoffs-left = Left
handoffs-in-time = In time
handoffs-late = Late
handoffs-dropped = Dropped
handoffs-waiting = Waiting
handoffs-median = Half within
handoffs-p90 = Nine in ten
handoffs-unowned = Hours nobody had it
handoffs-affected = { $Nouns } affected
handoffs-unknown = not in the journey
handoffs-worst = worst
measures-title = { $signals } of { $all } measures show a signal; { $miss } will miss their target as they are
measures-title-none = Nothing is measured yet
measures = Measures
measures-about = What a process does by itself is noise and drawn flat. A signal is what it does not do by itself; the target is held against the process, not against one period.
measure-name = Measure
measure-latest = Latest
measure-counted = Counted
measure-limits = Limits
measure-now = Now
measure-target = Target
measure-process = The process as it is
measure-owner = Owner
measure-part = Part
measure-centre = Centre
measure-touches = { $name }: touches
measure-kept = { $name }: promises kept
measure-right-first-time = { $name }: right first time
measure-hours = { $name }: median hours
measure-in-time = { $name }: taken over in time
measure-waiting-hours = { $name }: median hours of waiting
measure-of = { $counted } of { $all }
measure-per-hundred = { $number } per 100
measure-for = { $counted } for { $all } { $nouns }
measure-timed = { $all } timed
measure-title = { $name } in { $period }: { $value }, { $variation }
variation-stable = stable
variation-signal-up = a signal above
variation-signal-down = a signal below
variation-too-few-points = too few points to tell
assurance-will-meet = will meet its target
assurance-will-miss = will miss its target
assurance-hit-or-miss = hit or miss
measure-chart-share = Shares with the limits of a p′ chart, which widen where little is counted.
measure-chart-rate = Touches for every 100 { $nouns } with whom the period began, with the limits of a u′ chart, so that a base that grows is no signal.
measure-chart-hours = Hours with the limits of an XmR chart.
measure-phase = New limits from { $period }: { $reason }
measure-phase-journey = version { $version } of the journey promises something else
measure-target-line = Target
measure-parts = Part by part, the worst first
measure-parts-about = How evenly { $nouns } are served. A part is not worse because one period was: look at its centre and its limits.
hours-short = { $hours } h
minutes-short = { $minutes } min
days-short = { $days } days
seconds-short = { $seconds } s
phase-begin = Reckon the limits anew
phase-begin-about = Only where the process is another one since: new people, another way of working, another system. The reason stands on the chart; that it was said stays on record.
phase-withdraw = Take it back
phase-from = From
phase-reason = What changed
phase-begin-do = Reckon anew
nav-mine = My touchpoints
mine-nobody = Nobody answers for anything that is measured
mine-none = Nothing in the journey is { $owner }’s to answer for
mine-nothing = Nothing needs you today, { $owner }
mine-needed = { $number ->
        [one] One measure needs
       *[other] { $count } measures need
    } you, { $owner }
mine-needs-you = What needs you
mine-needs-you-about = It does worse than by itself, or will miss its target as it is.
mine-quiet = What needs nothing of you
mine-quiet-about = It does what it does by itself, or better. One bad month here is noise. To make it better, the process itself has to change.
mine-owner = Whose page

nav-populations = Populations
populations = Populations
populations-title-none = No populations are written yet
populations-title-one = One population
populations-title = { $count } populations
populations-about = A population is a named rule that says which { $nouns }: by an attribute, what they are worth, when they joined, or what they met and how it went. It is answered as of a day, and most figures can be asked for one.
populations-written = Populations can also be written as a file and taken as their next version; each version stays on record.
population = Population
population-title = { $name }: { $figure }
population-customers = Who belongs to it
population-customer = Who
population-active = Active
population-value = Value
population-joined = Joined
population-not-active = not active
population-first = These are the { $count } worth most; the file has them all.
population-figures = Its figures
population-figures-about = The same pages, counting those alone who belong to it.
population-ledger = Its ledger
populations-edit = Edit populations
population-edit = Edit
populations-edit-title = Write version { $version } of the populations
populations-edit-about = Nothing is saved before you have seen what changes and agreed to it.
populations-edit-none = There are no populations yet.
populations-edit-add = Add a population
populations-edit-leave = Leave them as they are
population-rules = Rules
population-rules-about = Those belong to it of whom all of its rules hold.
population-rule = Rule { $number }: { $kind }
population-rule-kind = A rule that asks for
population-rule-add = Add a rule
population-rule-attribute = an attribute
population-rule-level = the level of value
population-rule-base = whether they are active
population-rule-worth = what they are worth
population-rule-joined = when they joined
population-rule-stage = the stage they are in
population-rule-touchpoint = a touchpoint they met
population-rule-customers = a list of { $nouns }
population-rule-values = Known so far: { $values }.
population-field-name = What people call it
population-field-about = What it is for
population-field-attribute = Attribute
population-field-is = What it may be
population-field-is-about = One a line.
population-field-level = Active, in one of these levels
population-field-level-none = The definitions name no levels of value yet.
population-field-base = How they stand
population-field-worth-from-minor = Active, and worth at least ({ $currency })
population-field-worth-from-minor-about = As in { $example }; empty: no least.
population-field-worth-below-minor = And less than ({ $currency })
population-field-worth-below-minor-about = As in { $example }; empty: no limit.
population-field-joined-from = First day
population-field-joined-from-about = Empty: from the beginning.
population-field-joined-through = Last day
population-field-joined-through-about = Empty: to this day.
population-field-stage = Stage of their latest touch
population-field-touchpoint = Touchpoint
population-field-touchpoint-about = Its id, or what touches are called where the journey does not know them.
population-field-promise = What became of the promise there
population-field-times = At least so often
population-field-times-about = Empty: once.
population-field-within-days = Within so many days up to now
population-field-within-days-about = Empty: ever.
population-field-customers = Their ids
population-field-customers-about = One a line.
population-field-except = Except these: those belong to it of whom the rule does not hold
population-choose = Choose one
population-base-active = active
population-base-lost = lost: they were active, and are no more
population-base-never = never active: only their touches are known
population-promise-any = whatever became of it
population-promise-kept = kept
population-promise-broken = broken
population-promise-open = still open
populations-differ = { $number ->
        [0] Version { $version } of the populations
        [one] Version { $version } would change one population
       *[other] Version { $version } would change { $count } populations
    }
populations-changes = What changes
populations-changes-about = Nothing of it is saved yet. Who belongs to each is told as of { $day }.
populations-changes-unknown = Nothing of it is saved yet. Who would belong to each can be told once facts are known.
populations-changes-none = They say what the latest version says.
populations-reordered = They are listed in another order.
populations-changes-what = What
populations-changes-now = Now
populations-changes-value-now = Value now
populations-changes-then = It would hold
populations-changes-value-then = Value it would hold
populations-added = new
populations-changed = changed
populations-removed = gone
populations-save = Save as version { $version }
limit-days = { $count } { $number ->
        [one] day
       *[other] days
    }
limit-hours = { $count } { $number ->
        [one] hour
       *[other] hours
    }
limit-minutes = { $count } { $number ->
        [one] minute
       *[other] minutes
    }
limit-working-hours = { $count } working { $number ->
        [one] hour
       *[other] hours
    }
limit-working-minutes = { $count } working { $number ->
        [one] minute
       *[other] minutes
    }
moment-purchases = purchases
moment-counted = No. { $nth } of “{ $of }”
moment-counted-within = No. { $nth } of “{ $of }” within { $count } { $number ->
        [one] day
       *[other] days
    }
stage-goal = What they want to get done
stage-feels = What they feel
stage-needs = What they need
stage-experience = What it is like now
stage-intended = What it is meant to be like
stage-silos = Silos that contribute
stage-processes = Processes that hang on it
poster-of = Poster ({ $paper }, PDF)
poster-title = Our { $noun } journey, with promises and handoffs of { $period }
poster-version = Journey version { $version } by { $who }.
poster-within = Promised within { $time }
poster-between = { $from } to { $to }
poster-left = Left { $count }
poster-none-left = No work was left
nav-part = My part
part-none = Nobody has a part yet
part-none-about = Once the stages of the journey are written down, everybody finds theirs here.
part-choose = Which part of your { $nouns }’ life do you serve?
part-choose-about = You answer for none of its stages by name. Choose where you work, or a stage to look at.
part-where = Where you work
part-other = Look at
part-mine = What I answer for
part-silos = Silos
part-stages = Stages
part-serve = “{ $stage }”
part-serve-several = { $count } stages
part-title = { $part }: { $kept } of { $all } promises kept in { $period }
part-title-none = { $part }: no promise came due in { $period }
part-answer = You answer for it.
part-together = Silos that contribute
part-served = A promise came due for { $customers }, { $money }
part-nobody = Nobody was here this month
part-no-figures = How the promises were kept is told to those who may see { $nouns }.
journey-next = Version { $version } of the journey, by { $who }, holds from { $from } on. Here the journey is shown as it holds on the day of these figures.
journey-edit = Edit
journey-edit-begin = Write the journey
journey-edit-title = Write version { $version } of the journey
journey-edit-about = Nothing is saved before you have seen what changes and agreed to it.
draft-try = See what changes
journey-edit-leave = Leave it as it is
draft-again = Go on editing
journey-edit-add-stage = Add a stage
journey-edit-add-touchpoint = Add a touchpoint
journey-edit-add-handoff = Add a handoff
journey-edit-touchpoints = Touchpoints
journey-edit-moments = { $count } { $number ->
        [one] moment comes
       *[other] moments come
    } here by counting. They stay as they are; they are changed in the file.
journey-edit-handoffs-about = Where work for one of your { $nouns } passes from one silo to another.
journey-edit-when = From when on, and why
journey-edit-kept = Days before keep the version that held then, so that history compares like with like.
journey-edit-from = First day (today where it is empty)
journey-edit-note = Why it changes, in a sentence
draft-nameless = New, without a name
draft-drag = Drag it to its place
draft-up = Up
draft-down = Down
draft-remove = Remove
journey-edit-no-calendar = None: every hour counts
journey-differs = { $number ->
        [0] Version { $version } of the journey would change nothing
        [one] Version { $version } of the journey would change one thing
       *[other] Version { $version } of the journey would change { $count } things
    }
journey-changes = What changes
journey-changes-about = Nothing of it is saved yet.
journey-changes-none = It says what the latest version says.
journey-changes-thing = Of what
journey-changes-change = What
journey-changes-before = Before
journey-changes-after = After
journey-part-stage = Stage
journey-part-touchpoint = Touchpoint
journey-part-moment = Moment
journey-part-handoff = Handoff
journey-part-persona = Persona
journey-added = added
journey-removed = removed
journey-moved = moved
journey-said-nothing = nothing
journey-save = Save as version { $version }
yes = Yes
journey-wording = Words that your { $nouns } would not use
journey-wording-about = You may save it all the same. People read a journey better in the words of those who live through it.
wording-inside-out = “{ $word }” is a word for what you do, not for what they live through
wording-us-and-them = “{ $word }” parts the company into us and them
field-of-name = Name, as they would say it
field-of-owner = Who answers for it
field-of-goal = What they want to get done
field-of-feels = What they feel
field-of-needs = What they need
field-of-experience = What it is like now
field-of-intended-experience = What it is meant to be like
field-of-silos = Silos that contribute
field-of-silos-about = One a line.
field-of-silo = Silo that runs it
field-of-silo-about = As your data call it; left empty, it is no one silo's.
field-of-processes = Processes that hang on it
field-of-class = What it is about
field-of-rank = Place among the moments of truth
field-of-rank-about = A number from 1 to 20; most touchpoints have none.
field-of-touches = What touches of it are called in your data
field-of-touches-about = One a line.
field-of-promise-words = What is promised
field-of-promise-by-promised-moment = It is kept by the moment each was promised
field-of-promise-within = Within which time
field-of-promise-within-about = As in 2d, 4h, 90m, or 8 working h.
field-of-promise-calendar = Business calendar of working hours
field-of-promise-outcomes = How it may end to count as kept
field-of-promise-outcomes-about = One a line; any end will do where none is named.
field-of-target = Share of promises to keep
field-of-target-about = As in 95%.
field-of-due-after = Due by itself after touches of
field-of-due-within-days = Due within so many days after them
field-of-due-before-renewal-days = Or due so many days before a subscription renews or ends
field-of-due-earliest-days = And no earlier than so many days before that
field-of-due-term-months = Subscriptions renew every so many months
field-of-due-term-months-about = Left empty, each ends with its known end.
field-of-from = Silo that hands over
field-of-to = Silo that takes over
field-of-after = Touchpoints after which somebody is to take over
field-of-after-about = Where none is ticked, waiting is told once somebody has taken over.
field-of-within = Within which time it goes on
field-of-dropped-after = After which time it counts as dropped
field-of-calendar = Business calendar of both times
field-of-about = Who they are
field-of-counts = What is counted
field-of-number = With which of them it comes
field-of-within-days = Within so many days
reality = Reality check
reality-none = Once the journey is written, leaders agree to it here, and say of each stage whether it is consistent and reliable.
reality-title-none = No leader has yet said whether the journey’s stages are consistent and reliable
reality-title = { $number ->
        [one] Leaders answered for one of { $all } stages
       *[other] Leaders answered for { $count } of { $all } stages
    }, and nowhere disagree
reality-title-alone = { $number ->
        [one] One of { $all } stages has an answer
       *[other] { $count } of { $all } stages have an answer
    }, none yet from two leaders to compare
reality-title-divided = Leaders disagree about { $number ->
        [one] one of { $all } stages
       *[other] { $count } of { $all } stages
    }
reality-agreed = Who agrees to version { $version } of the journey
reality-agreed-about = A journey is one company’s only if those who lead it put their names under it. A new version asks for them anew.
reality-nobody-agreed = Nobody yet.
reality-agrees = { $leader } agrees to version { $version }
reality-agree = Agree to version { $version } as { $name }
reality-unanswered = Nobody has answered yet.
reality-one = One leader has answered.
reality-agree-all = They agree: { $yes } yes, { $no } no, { $depends } it depends.
reality-disagree = They disagree: { $yes } yes, { $no } no, { $depends } it depends.
reality-question = Is “{ $stage }” consistent and reliable?
reality-yes = Yes
reality-no = No
reality-it-depends = It depends
reality-note = On what it depends, or why
reality-answer = Answer as { $name }
reality-said = { $moment }, of version { $version }
nav-moments = Early moments
moments-title = { $number ->
        [one] One of { $tried } early moments tried foretells
       *[other] { $count } of { $tried } early moments tried foretell
    } who leaves or grows
moments-title-none = None of { $tried } early moments tried foretells who leaves or grows
moments-title-nobody = Nobody’s first days and what came after them are known yet
moments-about = In the first { $first } days of a life, that of joining included; what became of them in the { $within } days after these. Compared are those who joined in one month, all by buying or all by subscribing, and were about as much worth then. These are associations; nobody tested them.
moments-split = Found among the { $earlier } who joined before { $day }, confirmed among the { $later } who joined later.
moments-outcome = What they go with
moments-all = Both
moments-loss = Leaving
moments-growth = Growth
moments-broken = { $name }: the promise broken
moments-met = { $name }: met
moments-broken-loss = { $met } later joiners met a broken promise; { $came } of them left, { $money }. Of { $others } to whom it was kept, { $others_came } left.
moments-broken-growth = { $met } later joiners met a broken promise; { $came } of them grew, by { $money }. Of { $others } to whom it was kept, { $others_came } grew.
moments-met-loss = { $met } later joiners met it; { $came } of them left, { $money }. Of { $others } who did not, { $others_came } left.
moments-met-growth = { $met } later joiners met it; { $came } of them grew, by { $money }. Of { $others } who did not, { $others_came } grew.
moments-more-loss = { $estimate } of 100 more leave (95 % interval { $low } to { $high }).
moments-fewer-loss = { $estimate } of 100 fewer leave (95 % interval { $low } to { $high }).
moments-more-growth = { $estimate } of 100 more grow (95 % interval { $low } to { $high }).
moments-fewer-growth = { $estimate } of 100 fewer grow (95 % interval { $low } to { $high }).
moments-lead = Half of them at most { $days } days after it.
moments-just-met = { $customers } have just met it and are still there, { $money }
moments-just-met-none = Nobody still there has just met it.
moments-tried = All that was compared
moments-tried-about = The most certain first. By chance alone, something would be confirmed in at most one of twenty companies.
moments-moment = Moment
moments-goes-with = Goes with
moments-state = What became of it
moments-earlier = Earlier joiners
moments-later = Later joiners
moments-difference = Of 100 later ones more
moments-lead-days = Days until then
moments-just = Just met it
moments-side = { $came } of { $met }; others { $others_came } of { $others }
moment-state-confirmed = confirmed
moment-state-found = not confirmed
moment-state-not-found = not beyond chance
moment-state-too-few = too few to compare
moment-state-unlike = nobody like them
moments-nothing = Nothing could be compared: too few have met a touchpoint in their first days, or all of them have.
moments-gone-before = Left out: { $customers } who had left within their first days, { $money }.
moments-not-yet-known = Left out: { $customers } of whom not all these days are over.
moments-before-touches = Left out: { $customers } who joined before any touch is told.
moments-undated = Left out: { $customers } of whom it is not known when they joined.
moments-kept = Not compared where it is about leaving: { $customers } who could not, for what they bought in their first days keeps them longer by the definitions.
moments-link = Early moments that foretell

