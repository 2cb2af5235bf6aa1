# Fields of text and numbers, dates, and the attributes of a unit
field-not-a-number = This is not a number.
field-too-small = It cannot be less than { $least }.
field-too-large = It cannot be more than { $most }.
field-not-whole = It must be a whole number.
field-date-form = A date is written as 1405/09/01.
field-date-no-year = There is no such year.
field-date-no-month = A year has twelve months.
field-date-no-day = This month has { $days } days.
