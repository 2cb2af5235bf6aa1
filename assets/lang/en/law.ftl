# Verdicts of the law
law-basis = Article { $article }
law-basis-note = Article { $article }, note { $note }
law-satisfied = The population minimum is met
law-violated = The population minimum is not met
law-needs-cabinet = Below the minimum: needs the approval of the cabinet
law-needs-parliament = Below the minimum: needs an act of parliament
law-grandfathered = Below the minimum: keeps its title, with the duty to conform
law-not-decidable = The population minimum cannot be judged
law-arithmetic = { $people } of { $required } ({ $grade })
law-arithmetic-people = { $people }
law-census = census of { $year }
law-missing-population = the population is missing
law-missing-density = the density grade is missing
law-term-settlements = { $people } in { $count ->
    [one] one settlement
   *[other] { $count } settlements
}
law-term-unit = { $people } in { $unit }
law-term-recorded = { $people } recorded
law-term-less = − { $people } of the city { $unit }
law-unknown-in = unknown in { $unit }
law-what-if = if { $grade }: { $verdict }
law-short-satisfied = met
law-short-violated = not met
law-short-needs-cabinet = cabinet
law-short-needs-parliament = parliament
law-short-grandfathered = keeps its title
law-short-not-decidable = cannot be judged
density-dense = dense
density-medium = medium
density-low = low
density-unset = not recorded
area-low-density = low density
area-remote = remote
area-border = border
area-island = island
area-forest = forest
area-desert = desert
area-deprived = deprived
law-arithmetic-any = { $people } of { $required }
law-missing-households = the households are missing
law-missing-established = the date of establishment is missing
law-unknown = unknown
law-village = { $people } people and { $households } households; { $required } people or { $homes } households are enough
law-village-violated = Not a village by the law's word for one
law-village-not-decidable = It cannot be said whether it is a village by the law's word for one
law-set = Law
