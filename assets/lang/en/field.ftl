# Fields of text and numbers, dates, and the attributes of a unit
