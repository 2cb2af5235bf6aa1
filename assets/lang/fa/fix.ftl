# Putting findings right
fix-title = رفع
fix-planning = در حال سنجش راه‌های رفع…
fix-apply = انجام
fix-editing-is-off = برای انجام آن، ویرایش را روشن کنید.
fix-reason = دلیل
fix-reason-hint = چرا این راه
fix-all = رفع همهٔ آنچه شدنی است…
fix-all-none = هیچ‌یک از این یافته‌ها از نوعی نیست که گروهی رفع شود.
fix-all-title = رفع گروهی { $count } یافته
fix-taker = زمین باریکه‌ها
fix-taker-longest-border = به واحدی که مرز بلندتر دارد
fix-taker-largest = به واحد بزرگ‌تر
fix-taker-middle-line = نیمه‌نیمه بر خط میانه
fix-all-summary = { $fixed } یافته رفع می‌شود، { $left } می‌ماند.
# The mark gives the line its direction, which begins with what is inserted.
fix-all-left = {"\u200F"}{ $kinds }: { $reason }
fix-all-not-bulk = این نوع یکی‌یکی رفع می‌شود
price-title = اثر این راه
price-counted-twice = زمین تداخل برای هر دو واحد شمرده می‌شد و در واحدهای بالاتر دو بار می‌آمد.
price-counted-nowhere = زمین شکاف برای هیچ واحدی شمرده نمی‌شد و در واحدهای بالاتر نیز نمی‌آمد.
price-pending = در حال محاسبهٔ اثر…
price-resolves = برطرف می‌کند: { $kinds }
price-creates = پدید می‌آورد: { $kinds }
fix-brings = به جای این ایراد، ایراد دیگری پدید می‌آورد: { $kinds }
impact-settlements = { $count } آبادی
impact-people = { $count } نفر
impact-people-unknown = جمعیت { $count } آبادی نامعلوم
