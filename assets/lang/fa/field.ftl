# Fields of text and numbers, dates, and the attributes of a unit
field-not-a-number = این یک عدد نیست.
field-too-small = کمتر از { $least } نمی‌شود.
field-too-large = بیشتر از { $most } نمی‌شود.
field-not-whole = عدد باید درست باشد.
field-date-form = تاریخ به شکل ۱۴۰۵/۰۹/۰۱ نوشته می‌شود.
field-date-no-year = چنین سالی نیست.
field-date-no-month = سال دوازده ماه دارد.
field-date-no-day = این ماه { $days } روز دارد.
