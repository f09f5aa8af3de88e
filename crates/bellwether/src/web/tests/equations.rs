//! Linear equations, decided exactly.

/// A prime, by which numbers are reckoned: what is dependent by whole numbers is dependent by it.
const PRIME: i128 = (1 << 61) - 1;

/// The rows reduced to as many independent ones, each with a one in a column where all others have none; and these columns.
pub(super) fn reduced(mut rows: Vec<Vec<i128>>, width: usize) -> (Vec<Vec<i128>>, Vec<usize>) {
    let mut pivots = Vec::new();
    for column in 0..width {
        let rank = pivots.len();
        let Some(found) = (rank..rows.len()).find(|row| rows[*row][column] != 0) else { continue };
        rows.swap(rank, found);
        let (mut factor, mut base, mut exponent) = (1, rows[rank][column], PRIME - 2);
        while exponent > 0 {
            if exponent % 2 == 1 {
                factor = factor * base % PRIME;
            }
            base = base * base % PRIME;
            exponent /= 2;
        }
        rows[rank].iter_mut().for_each(|cell| *cell = *cell * factor % PRIME);
        let pivot = rows[rank].clone();
        for (at, row) in rows.iter_mut().enumerate() {
            let times = row[column];
            if at != rank && times != 0 {
                row.iter_mut().zip(&pivot).for_each(|(cell, by)| *cell = (*cell - times * by).rem_euclid(PRIME));
            }
        }
        pivots.push(column);
    }
    rows.truncate(pivots.len());
    (rows, pivots)
}

/// The vectors that meet none of the rows, as many as are independent.
pub(super) fn orthogonal(rows: Vec<Vec<i128>>, width: usize) -> Vec<Vec<i128>> {
    let (rows, pivots) = reduced(rows, width);
    let free = (0..width).filter(|column| !pivots.contains(column));
    free.map(|free| {
        let mut vector = vec![0; width];
        vector[free] = 1;
        for (row, pivot) in rows.iter().zip(&pivots) {
            vector[*pivot] = (-row[free]).rem_euclid(PRIME);
        }
        vector
    })
    .collect()
}
