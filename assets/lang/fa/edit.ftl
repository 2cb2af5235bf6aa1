# Edits, their refusals, undo and redo
refusal-gone = این مورد دیگر در داده نیست.
refusal-no-vertex = در این نقطه هیچ خط مرزی رأس ندارد.
refusal-not-on-earth = این نقطه روی زمین نیست.
refusal-collapse = رأس روی رأس کناری خودش می‌افتد.
refusal-locked = این خط مرز توافق‌شده و قفل است.
refusal-fault-crossing = خط { $units } خودش را می‌بُرد.
refusal-fault-overlap = میان { $units } هم‌پوشانی پدید می‌آید.
refusal-fault-gap = میان { $units } شکاف باز می‌شود.
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
refusal-unclosed = خط محدودهٔ { $unit } در این‌جا خودش را می‌بُرد یا روی خودش می‌افتد؛ نخست آن را درست کنید.
refusal-no-land-left = برای { $unit } هیچ زمینی نمی‌ماند.
refusal-not-two-sides = خط میانه وجود ندارد: گرداگرد این پهنه باید درست دو واحد باشد و هر یک یکپارچه.
refusal-too-narrow = این پهنه باریک‌تر از آن است که خطی در آن بگنجد.
hindrance-nothing-open = هنوز داده‌ای باز نیست.
hindrance-nothing-to-undo = کاری برای واگرد نیست.
hindrance-nothing-to-redo = کاری برای ازنو نیست.
hindrance-nothing-to-save = همه چیز ذخیره شده است.
hindrance-saving = ذخیره در جریان است.
hindrance-reading = پرونده‌ای در حال خواندن است.
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
