# Levels and kinds of elements
level-country = کشور
level-province = استان
level-county = شهرستان
level-district = بخش
level-rural-district = دهستان
level-city = شهر
level-village = روستا
level-farm = مزرعه
level-place = مکان
level-disputed = مورد اختلاف
