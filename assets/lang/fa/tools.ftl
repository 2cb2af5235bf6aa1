# کارت ابزار نقشه
tool-new-unit = واحد تازه
tool-receiver = گیرنده
tool-merge-into = ادغام در
tool-accept = پذیرفتن
tool-turn = سوی دیگر خط
tool-place = نقطه
tool-place-hint = طول و عرض، یا زون و x و y
tool-place-wrong = طول و عرض جغرافیایی را به درجه بنویسید، مانند ۴۸٫۵ ۳۳٫۲، یا زون و مختصات UTM را، مانند ۳۹N ۲۶۷۷۸۸ ۳۷۰۹۶۵۰.
tool-choose-leaf = واحدی را برگزینید که زمینی از خود دارد.
tool-choose-unit = واحدی را برگزینید که ادغام می‌شود.
tool-merge-hint = همسایه‌ای را برگزینید که همهٔ این واحد به آن می‌رسد.
tool-redraw-hint = از نقطه‌ای روی خط مرزی آغاز کنید و در نقطه‌ای دیگر از همان خط پایان دهید.
tool-cut-hint = خطی بکشید که از مرز واحد وارد و از مرز آن خارج شود؛ زمین سمت چپ آن به گیرنده می‌رسد.
tool-give-hint = دور زمینی که به گیرنده می‌رسد خط بکشید.
tool-measure-hint = نقطه‌ها را یکی پس از دیگری بزنید.
tool-draw-keys = پایان: دوبار کلیک، کلیک راست یا Enter · بازگرفتن نقطه: Backspace · رها کردن: Esc · نقطه در میان نقشه: Insert · بی چسبیدن: Alt · دنبال کردن مرزها: T
tool-complete-keys = Enter می‌پذیرد · Backspace ادامه می‌دهد · Esc رها می‌کند
tool-too-few-places = نقطه‌های خط هنوز کم است.
tool-name-it = واحد تازه نام می‌خواهد.
tool-length = طول
tool-last-length = آخرین پاره
tool-bearing = آزیموت
tool-area = مساحت
tool-degrees = { $value }°
impact-new = { $level } تازه
tool-on-its-way = سر خط هنوز به مرزی که باید نرسیده است.
impact-come = می‌آید: { $names }{ $more ->
    [0] {""}
   *[other] {" "}و { $more } دیگر
}
impact-leave = می‌رود: { $names }{ $more ->
    [0] {""}
   *[other] {" "}و { $more } دیگر
}
price-not-whole = قاعده‌های کندتر هنوز پرسیده نشده‌اند.
shape-way = قاعده
shape-smooth = هموار کردن
shape-simplify = ساده کردن
shape-align = انطباق
shape-rounds = دفعات
shape-distance = فاصله
shape-align-hint = بر خط‌های لایه‌های مرجع که نشان داده می‌شوند و، اگر هیچ‌کدام نیست، بر محدوده‌های روی پوشش و چندضلعی‌های واحدهای بالاتر که در این فاصله‌اند.
settlement-hint = جایی را که نقطهٔ مسکونی باید باشد بزنید، یا نقطه‌ای را به جای خود بکشید.
settlement-kind = نوع
settlement-name-it = نقطهٔ مسکونی نام می‌خواهد.
group-title = { $count } مورد گزیده
group-not-editing = برای الحاق یا ساختن واحد از آن‌ها ویرایش را روشن کنید (E).
group-mixed = نقطهٔ مسکونی و واحد با هم، یا واحدهایی از چند سطح: کاری نیست که بر همه یکجا شدنی باشد.
group-to = الحاق به
group-make = ساختن { $level } از آن‌ها به نام
vertices-hint = رأسی را بزنید، یا با Ctrl کادر بکشید (Ctrl+Alt: کمند). با Shift همهٔ رأس‌های میان راه و با Ctrl یکی بیشتر گزیده می‌شود. برای جابه‌جایی بکشید، Del پاک می‌کند؛ میانهٔ پاره‌خط را برای رأس تازه بزنید.
vertices-chosen = رأس‌ها
vertices-delete = پاک کردن
vertices-copy = رونوشت به صورت جدول
vertices-other-count = { $typed } نقطه برای { $chosen } رأس: به شمار رأس‌های گزیده لازم است.
snap-junction = گره
snap-vertex = رأس
snap-midpoint = میانهٔ پاره‌خط
snap-edge = پاره‌خط
snap-crossing = تقاطع
panel-references = لایه‌های مرجع
reference-remove = برداشتن از فهرست
reference-show = نمایش { $name }
tool-fold = جمع کردن کارت
tool-unfold = باز کردن کارت
