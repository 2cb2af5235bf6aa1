# خطوط مرزی: آنچه از آن‌ها دانسته است، و اینکه تغییرشان چیست
border-between = { $first } – { $second }
border-status = وضعیت
border-decree = تصویب‌نامه
border-source = مأخذ
border-accuracy = دقت
border-drawn = تاریخ ترسیم
border-unverified = تأییدنشده
border-agreed = توافق‌شده
border-disputed = مورد اختلاف
kind-question = این کار
kind-refinement = تدقیق
kind-correction = اصلاح
kind-legal-change = تغییر قانونی
kind-refinement-help = همان مرز، دقیق‌تر کشیده می‌شود: هیچ نقطهٔ مسکونی واحدش عوض نمی‌شود و خط در دقت نقشهٔ خود می‌ماند.
kind-correction-help = آنچه نادرست کشیده یا نوشته شده درست می‌شود.
kind-legal-change-help = تصویب‌نامه‌ای تابعیت را تغییر می‌دهد.
step-of-border = { $what } · مرز { $border }
step-borders = { $field } خط مرز: { $value }
refusal-no-reason-to-unlock = این خط مرز توافق‌شده است. بنویسید چرا قفل آن باز می‌شود.
refusal-no-accuracy = عددی به متر بنویسید: بیش از ۰ و حداکثر ۱۰۰٬۰۰۰.
refusal-no-decree-number = شمارهٔ تصویب‌نامه را بنویسید.
refusal-moves-settlements = { $count ->
    [one] تدقیق هیچ نقطهٔ مسکونی را به واحد دیگر نمی‌برد. { $names } واحدش عوض می‌شود: این کار را اصلاح یا تغییر قانونی بنامید.
   *[other] تدقیق هیچ نقطهٔ مسکونی را به واحد دیگر نمی‌برد. { $count } نقطه واحدشان عوض می‌شود ({ $names }): این کار را اصلاح یا تغییر قانونی بنامید.
}
refusal-leaves-accuracy = تدقیق در دقت خط مرز می‌ماند: { $accuracy }. این خط { $off } دورتر است: آن را اصلاح یا تغییر قانونی بنامید، یا دقت خط مرز را درست کنید.
refusal-no-distance = فاصله‌ای به متر بنویسید: بیش از ۰ و حداکثر ۵۰٬۰۰۰.
step-annex = { $count ->
    [one] الحاق { $name } به { $unit }
   *[other] الحاق { $count } نقطهٔ مسکونی به { $unit }
}
step-place-settlement = جانمایی { $level } { $name }
step-smooth = هموار کردن خط مرز
step-simplify = ساده کردن خط مرز
step-align = انطباق خط مرز بر خطی دیگر
kind-ask = این کار چیست؟
border-extent = گزیده
border-stretch = همین پاره
border-whole = همهٔ خط میان این دو
border-partly-agreed = بخشی توافق‌شده
border-unlock-reason = دلیل
border-unlock = باز کردن قفل
border-agreed-locks = خط مرز توافق‌شده قفل است: هیچ ابزاری جابه‌جایش نمی‌کند.
border-several = چند مقدار
tool-choose-border = روی یک خط مرزی بزنید.
unit-metres = متر
refusal-not-parted = این‌جا خط مرزی جدا نشده است: خطی جز آن نیز به این نقطه می‌رسد، یا خطی در آن پایان نمی‌یابد.
refusal-unlike-borders = آنچه از دو پاره دانسته است یکی نیست: نخست وضعیت، تصویب‌نامه، مأخذ، دقت و تاریخشان را با ابزار خط مرز (B) یکسان کنید.
step-split-border = جدا کردن خط مرز در یک نقطه
step-join-borders = پیوستن دو پارهٔ خط مرز
vertices-split = جدا کردن خط مرز این‌جا
vertices-join = پیوستن خط مرز این‌جا
