//! Days that were read before: in the columns of most files the same ones come again and again.

/// So many days are kept.
const PLACES: usize = 1 << 12;
/// So many places are searched for one day.
const NEIGHBOURS: usize = 4;
/// Days are ten bytes long, as in `2024-01-31`.
type Text = [u8; 10];

/// What the texts of days mean, as far as they were kept.
pub(super) struct DayCache<T> {
    kept: Vec<(Text, Option<T>)>,
}

impl<T: Copy> DayCache<T> {
    pub(super) fn new() -> Self {
        Self { kept: vec![([0; 10], None); PLACES + NEIGHBOURS] }
    }

    /// What a text means: as it was kept, or as `read` says.
    pub(super) fn get<E>(&mut self, text: &str, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let Ok(text) = Text::try_from(text.as_bytes()) else { return read() };
        let first = place(text);
        let among = &mut self.kept[first..first + NEIGHBOURS];
        let mut place = 0;
        for (at, (known, meaning)) in among.iter().enumerate() {
            match meaning {
                Some(meaning) if *known == text => return Ok(*meaning),
                Some(_) => {}
                None => {
                    place = at;
                    break;
                }
            }
        }
        let meaning = read()?;
        among[place] = (text, Some(meaning));
        Ok(meaning)
    }
}

/// Every byte of a date varies, so all ten go into the hash; the last two are folded onto the separators.
fn place(text: Text) -> usize {
    let (mut first, mut last) = ([0; 8], [0; 8]);
    first.copy_from_slice(&text[..8]);
    (last[4], last[7]) = (text[8], text[9]);
    let spread = u64::from_le_bytes(first) ^ u64::from_le_bytes(last);
    (spread.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - PLACES.ilog2())) as usize
}

#[cfg(test)]
mod tests {
    use bellwether_model::Day;

    use super::*;

    #[test]
    fn a_day_means_what_it_was_read_as_first_and_is_read_again_once_another_takes_its_place() {
        let mut cache = DayCache::new();
        let days: Vec<String> = (0..40_000).map(|day| Day(day).to_string()).collect();
        for _ in 0..2 {
            for (meaning, text) in (0..).zip(&days) {
                assert_eq!(cache.get(text, || Ok::<_, ()>(meaning)), Ok(meaning), "{text}");
            }
        }
        assert_eq!(cache.get(&days[39_999], || Err(())), Ok(39_999), "it was kept");
        assert_eq!(cache.get("no day", || Err(())), Err(()));
        assert_eq!(cache.get("\0\0\0\0\0\0\0\0\0\0", || Err(())), Err(()), "what was never read has no meaning");
    }

    #[test]
    fn nearly_every_day_of_some_years_is_read_once() {
        let mut cache = DayCache::new();
        let days: Vec<String> = (19_358..20_454).map(|day| Day(day).to_string()).collect();
        let mut reads = 0;
        for text in days.iter().chain(&days).chain(&days) {
            let read = || {
                reads += 1;
                Ok::<_, ()>(0)
            };
            cache.get(text, read).unwrap();
        }
        assert!(reads < days.len() * 101 / 100, "{reads} reads of {} days", days.len());
    }
}
