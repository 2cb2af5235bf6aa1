# Edits, their refusals, undo and redo
refusal-gone = این مورد دیگر در داده نیست.
refusal-no-vertex = در این نقطه هیچ خط مرزی رأس ندارد.
refusal-not-on-earth = این نقطه روی زمین نیست.
refusal-collapse = رأس روی رأس کناری خودش می‌افتد.
refusal-locked = این خط مرز توافق‌شده و قفل است.
refusal-fault-crossing = خط { $units } خودش را می‌بُرد.
refusal-fault-overlap = میان { $units } هم‌پوشانی پدید می‌آید.
refusal-fault-gap = میان { $units } شکاف باز می‌شود.
refusal-fault-touch = خط { $units } با خودش تماس پیدا می‌کند.
refusal-fault-degenerate = حلقه‌ای از { $units } زمینی در بر نمی‌گیرد.
refusal-fault-nesting = حلقه‌ای از { $units } نادرست در حلقه دیگر قرار می‌گیرد.
refusal-fault-spike = در خط { $units } تیزی پدید می‌آید.
refusal-fault-undersized = چندضلعی‌ای از { $units } از کمترین مساحت کوچک‌تر می‌شود.
refusal-fault-open-gap = میان { $units } شکاف باریکی باز می‌شود که به بیرون راه دارد.
refusal-fault-vertex = رأس روی ضلع { $units } می‌افتد و از آن نیست.
refusal-empty-name = نام نمی‌تواند تهی باشد.
refusal-code-characters = کد از رقم، حرف لاتین و خط تیره ساخته می‌شود.
refusal-code-length = کد آماری این سطح { $expected } رقم دارد، نه { $found } رقم.
refusal-code-taken = این کد از آنِ { $name } است.
refusal-parent-level = واحد مافوق باید { $level } باشد.
refusal-parent-cycle = واحد نمی‌تواند تابع خودش باشد.
refusal-parent-is-land = این واحد خود زمین پوشش است و زیرمجموعهٔ دارای محدوده نمی‌پذیرد.
refusal-more-households = شمار خانوار ({ $households }) از جمعیت ({ $people }) بیشتر است.
refusal-too-many-people = { $people } نفر از جمعیت کشور بیشتر است.
refusal-no-change = چیزی تغییر نمی‌کند.
refusal-at-junction = در این رأس بیش از دو خط به هم می‌رسد.
refusal-unclosed = خط محدودهٔ { $unit } در این‌جا خودش را می‌بُرد یا روی خودش می‌افتد؛ نخست آن را درست کنید.
refusal-no-land-left = برای { $unit } هیچ زمینی نمی‌ماند.
refusal-not-two-sides = خط میانه وجود ندارد: گرداگرد این پهنه باید درست دو واحد باشد و هر یک یکپارچه.
refusal-too-narrow = این پهنه برای خط میانه‌ای که تا یک سانتی‌متر درست باشد بیش از اندازه باریک یا ناهموار است.
fix-give-to = واگذاری به { $unit }
fix-give-to-none = واگذاری به همسایه
fix-middle-line = تقسیم با خط میانه
fix-new-unit = ساختن واحد تازه از آن
fix-allow = مجاز شمردن…
fix-insert-vertex = افزودن رأس به ضلع { $unit }
fix-delete-vertex = حذف رأس
fix-write-once = یک بار نوشتن رأس
fix-merge-into = ادغام در { $unit }
fix-delete-unit = حذف { $unit } و سپردن زیرمجموعه‌اش به دیگری
fix-cut-hole = بریدن آن از { $unit }
fix-delete-polygon = حذف چندضلعی
fix-snap-to = نگه داشتن خط { $unit }
fix-snap-to-middle = کشیدن هر دو خط از میانه
fix-split-parts = جدا کردن در جایی که خودش را می‌بُرد یا لمس می‌کند
fix-close-ring = بستن حلقه
fix-reorder-rings = چیدن پوسته‌ها و حفره‌ها بر پایهٔ جایشان
fix-drop-ring = کنار گذاشتن حلقه
fix-clip = بریدن آنچه بیرون افتاده
fix-rebuild-parent = ساختن دوبارهٔ محدودهٔ { $unit } از واحدهای زیرمجموعه
fix-choose-parent = بردن زیر { $unit }
fix-move-into = جابه‌جا کردن به اندازهٔ { $distance }، تا درون { $unit }
fix-choose-centre = مرکز شدن { $value }
fix-new-code = دادن کد { $value } به { $unit }
fix-normalise = نوشتن به شکل «{ $value }»
fix-longest-border = بلندترین مرز مشترک
fix-largest = بزرگ‌ترین مساحت
no-fix-open-gap = اینکه این‌جا فرورفتگی است یا خطا را کسی باید بگوید که محل را می‌شناسد؛ خودکار اصلاح نمی‌شود.
no-fix-invalid-coordinate = جای درست این رأس در داده نیست.
no-fix-population-sum = اینکه کدام شمارش نادرست است در داده نیست.
no-fix-name = نام درست آن را تنها کسی می‌داند که محل را می‌شناسد.
no-fix-other-record = این خط از آنِ پروندهٔ دیگری است و همان‌جا درست می‌شود.
no-fix-dispute = این را طرف‌های اختلاف حل می‌کنند؛ چیزی خودکار به کسی داده نمی‌شود.
no-fix-agreement = طرف‌ها باید بر این خط مرز توافق کنند.
no-fix-law = قانون در این‌جا تصمیم می‌خواهد، نه اصلاح داده.
hindrance-nothing-open = هنوز داده‌ای باز نیست.
hindrance-nothing-to-undo = کاری برای واگرد نیست.
hindrance-nothing-to-redo = کاری برای ازنو نیست.
hindrance-nothing-to-save = همه چیز ذخیره شده است.
hindrance-saving = ذخیره در جریان است.
hindrance-reading = پرونده‌ای در حال خواندن است.
hindrance-not-checked = داده هنوز در حال بررسی است.
hindrance-no-import = ورودی در انتظار تأیید نیست.
step-move-vertex = جابه‌جایی رأس مرز
step-transfer = { $count ->
    [one] جابه‌جایی زمین میان واحدها
   *[other] جابه‌جایی زمین میان واحدها در { $count } جا
  }
step-match = { $count ->
    [one] افزودن رأس جاافتاده
   *[other] افزودن { $count } رأس جاافتاده
  }
step-remove-repeats = { $count ->
    [one] یکی کردن رأس تکراری
   *[other] یکی کردن { $count } رأس تکراری
  }
step-several = { $count } اصلاح یک‌جا
step-delete-vertex = حذف یک رأس
step-order-rings = مرتب کردن خط محدودهٔ { $units }
step-set = { $field } { $name }: { $value }
editing-is-on = ویرایش روشن است؛ داده را می‌توان تغییر داد.
editing-is-off = ویرایش خاموش است؛ چیزی ناخواسته تغییر نمی‌کند.
history-none = هنوز چیزی تغییر نکرده است. هر ویرایش یک گام در این فهرست می‌شود و می‌توان به آن بازگشت.
history-opened = هنگام باز کردن
history-undone = واگردشده
unsaved-title = تغییرها ذخیره نشده‌اند
unsaved-text = «{ $title }» تغییرهایی دارد که در پروژه نیست. پیش از ادامه ذخیره شود؟
unsaved-save = ذخیره و ادامه
unsaved-discard = دور ریختن تغییرها
