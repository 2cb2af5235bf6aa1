# Numbers with units, dates, codes
format-people = { $count } نفر
format-households = { $count } خانوار
format-square-kilometres = { $value } کیلومتر مربع
format-square-metres = { $value } متر مربع
format-kilometres = { $value } کیلومتر
format-metres = { $value } متر
format-centimetres = { $value } سانتی‌متر
format-millimetres = { $value } میلی‌متر
format-code = کد { $code }
format-percent = { $value }٪
# Between the members of a list. A dot at the middle of the height is a zero beside Persian digits.
format-between = {"؛ "}
month-1 = فروردین
month-2 = اردیبهشت
month-3 = خرداد
month-4 = تیر
month-5 = مرداد
month-6 = شهریور
month-7 = مهر
month-8 = آبان
month-9 = آذر
month-10 = دی
month-11 = بهمن
month-12 = اسفند
