# The map: tools, scale, coordinates
map-name = نقشه
map-name-province = استان { $name }
map-name-county = شهرستان { $name }
map-preparing = آماده‌کردن نقشه
map-moving = در حال جابه‌جایی: مرز { $first } – { $second } · سطح { $level }
map-moving-vertex = در حال جابه‌جایی یک رأس
map-outside = بیرون
map-level-outer = مرز بیرونی
map-level-unknown = نامعلوم
map-impact = اثر این جابه‌جایی
map-impact-counting = در حال سنجش اثر…
map-move-refused = این جابه‌جایی پذیرفته نیست
map-unchanged = { $level } { $name }: بی‌تغییر
map-move-keys = کلیدهای جهت جابه‌جا می‌کنند (با Shift ده برابر)؛ Enter می‌پذیرد و Esc رها می‌کند.
map-vertex = رأس { $number } از { $count }
map-vertex-alone = رأس گزیده
