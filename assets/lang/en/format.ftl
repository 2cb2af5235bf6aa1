# Numbers with units, dates, codes
format-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
format-households = { $count ->
    [one] { $count } household
   *[other] { $count } households
}
format-square-kilometres = { $value } km²
format-square-metres = { $value } m²
format-kilometres = { $value } km
format-metres = { $value } m
format-centimetres = { $value } cm
format-millimetres = { $value } mm
format-code = Code { $code }
format-between = {" · "}
format-percent = { $value }%
month-1 = Farvardin
month-2 = Ordibehesht
month-3 = Khordad
month-4 = Tir
month-5 = Mordad
month-6 = Shahrivar
month-7 = Mehr
month-8 = Aban
month-9 = Azar
month-10 = Dey
month-11 = Bahman
month-12 = Esfand
