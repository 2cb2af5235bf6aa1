# Findings: kinds, severities, what they say
