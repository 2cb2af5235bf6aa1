# Legal verdicts and articles
