# The parameters of the checks, by the names they have in files
parameters-title = پارامترهای بررسی
parameters-explained = این اندازه‌ها با پروژه نگهداری می‌شوند، تا هر که آن را باز کند همان یافته‌ها را ببیند. پس از تغییر، بررسی دوباره انجام می‌شود.
parameters-apply = به کار بستن
parameter-default = پیش‌فرض { $value }
parameter-reset = بازگشت به { $value }
parameter-unit-m = متر
parameter-unit-m2 = متر مربع
parameter-unit-deg = درجه
parameter-unit-none = عدد
parameter-sliver-width-m = پهنای باریکه
parameter-match-tolerance-m = رواداری همتایی رأس
parameter-parent-tolerance-m = رواداری مرز واحد مافوق
parameter-spike-angle-deg = زاویهٔ تیزی
parameter-narrow-spike-angle-deg = زاویهٔ تیزی باریک
parameter-minimum-area-m2 = کمترین مساحت
parameter-open-gap-widths = درازای شکاف باز (چند پهنای باریکه)
