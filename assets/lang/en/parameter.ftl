# The parameters of the checks, by the names they have in files
parameters-title = Parameters of the checks
parameters-explained = These measures are kept with the project, so that all who open it see the same findings. The checks run again when they change.
parameters-apply = Apply
parameter-default = Default { $value }
parameter-reset = Back to { $value }
parameter-unit-m = m
parameter-unit-m2 = m²
parameter-unit-deg = °
parameter-unit-none = number
parameter-sliver-width-m = Sliver width
parameter-match-tolerance-m = Match tolerance
parameter-parent-tolerance-m = Parent tolerance
parameter-spike-angle-deg = Spike angle
parameter-narrow-spike-angle-deg = Narrow spike angle
parameter-minimum-area-m2 = Minimum area
parameter-open-gap-widths = Length of an open gap (sliver widths)
