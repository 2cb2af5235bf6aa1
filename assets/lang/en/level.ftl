# Levels and kinds of elements
level-country = Country
level-province = Province
level-county = County
level-district = District
level-rural-district = Rural district
level-city = City
level-village = Village
level-farm = Farm
level-place = Place
level-disputed = Disputed
