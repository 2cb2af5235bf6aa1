//! Shares whole numbers out by weight, and writes them in Persian digits.

/// Shares `total` among the weights: each gets at least 1 and at most its limit, the rest
/// by largest remainder. The sum is `total`, unless the limits are too low for it or
/// there are more weights than `total`.
pub(super) fn allot(total: usize, weights: &[f64], limits: &[usize]) -> Vec<usize> {
    let mut given = vec![1_usize; weights.len()];
    let mut left = total.saturating_sub(weights.len());
    // Rounds: those that reach their limit leave their rest to the others.
    while left > 0 {
        let open = |index: usize, given: &[usize]| {
            limits
                .get(index)
                .zip(given.get(index))
                .is_some_and(|(limit, has)| has < limit)
        };
        let indices: Vec<usize> = (0..weights.len())
            .filter(|&index| open(index, &given))
            .collect();
        let sum: f64 = indices.iter().filter_map(|&index| weights.get(index)).sum();
        if indices.is_empty() || sum <= 0.0 {
            break;
        }
        let begin = left;
        let mut rests = Vec::with_capacity(indices.len());
        for index in indices {
            let (Some(weight), Some(slot), Some(&limit)) =
                (weights.get(index), given.get_mut(index), limits.get(index))
            else {
                continue;
            };
            let wish = weight / sum * begin as f64;
            let more = (wish as usize).min(limit - *slot).min(left);
            *slot += more;
            left -= more;
            rests.push((wish - wish.floor(), index));
        }
        rests.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        if left < begin && left >= rests.len() {
            continue;
        }
        for (_, index) in rests {
            if left > 0
                && open(index, &given)
                && let Some(slot) = given.get_mut(index)
            {
                *slot += 1;
                left -= 1;
            }
        }
    }
    given
}

/// A number in Persian digits.
pub(super) fn persian(number: usize) -> String {
    number
        .to_string()
        .chars()
        .map(|digit| {
            digit
                .to_digit(10)
                .and_then(|value| char::from_u32(0x6F0 + value))
                .unwrap_or(digit)
        })
        .collect()
}
