//! The data of country divisions as values: units, borders, settlements, levels, codes, dates.
