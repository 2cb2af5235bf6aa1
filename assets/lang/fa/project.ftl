# The project file, saving, recovery
recovery-title = کار ذخیره‌نشده‌ای مانده است
recovery-text = برنامه بار پیش ناگهان بسته شد. تغییرهای «{ $title }» تا { $date } نگه داشته شده است.
recovery-of-project = از پروژهٔ { $file }
recovery-never-saved = هنوز در پروژه‌ای ذخیره نشده بود.
recovery-open = بازیابی
recovery-discard = دور ریختن
recovery-discard-title = کار نگه‌داشته‌شده دور ریخته شود؟
recovery-discard-text = پس از این، آن تغییرها دیگر به دست نمی‌آیند.
