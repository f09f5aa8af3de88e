//! Attempts to sign in: how many more may be made, and when?

use bellwether_words::{Message, message};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Attempts are counted for so long.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// What is counted at most; then what is past goes, and if need be all.
const MOST_COUNTED: usize = 100_000;

/// Attempts that failed or are under way, by whom and from where.
#[derive(Default)]
pub(in crate::web) struct Attempts(Mutex<HashMap<String, (u32, Timestamp)>>);

/// What is counted, and how often it may happen within a quarter of an hour: one name from one place, one place, one name.
fn counted(name: &str, place: &str) -> [(String, u32); 3] {
    let name = name.trim().to_ascii_lowercase();
    [(format!("{name} from {place}"), 5), (format!("from {place}"), 30), (format!("{name} from anywhere"), 50)]
}

impl Attempts {
    /// Counts an attempt before it is made; else the time to wait.
    pub(in crate::web) fn begin(&self, name: &str, place: &str, now: Timestamp) -> Result<(), SignedDuration> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() > MOST_COUNTED {
            seen.retain(|_, (_, first)| now.duration_since(*first) < WINDOW);
            if seen.len() > MOST_COUNTED {
                seen.clear();
            }
        }
        let counted = counted(name, place);
        for (what, most) in &counted {
            if let Some((count, first)) = seen.get(what) {
                let since = now.duration_since(*first);
                if since < WINDOW && count >= most {
                    return Err(WINDOW - since);
                }
            }
        }
        for (what, _) in counted {
            let (count, first) = seen.entry(what).or_insert((0, now));
            if now.duration_since(*first) >= WINDOW {
                (*count, *first) = (0, now);
            }
            *count += 1;
        }
        Ok(())
    }

    /// Forgets the attempts of a name from a place where it has signed in; that one was none to be counted elsewhere either.
    pub(in crate::web) fn succeeded(&self, name: &str, place: &str) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let [(this_name_here, _), others @ ..] = counted(name, place);
        seen.remove(&this_name_here);
        for (what, _) in others {
            if let Some((count, _)) = seen.get_mut(&what) {
                *count = count.saturating_sub(1);
            }
        }
    }
}

/// Where an attempt comes from; of addresses that one owner holds by the billion, all are one place.
pub(in crate::web) fn place(from: IpAddr) -> String {
    match from.to_canonical() {
        IpAddr::V4(from) => from.to_string(),
        IpAddr::V6(from) => Ipv6Addr::from_bits(from.to_bits() >> 64 << 64).to_string(),
    }
}

/// To somebody who tried so often that they have to wait.
pub(in crate::web) fn too_often(wait: SignedDuration) -> Message {
    message("sign-in-wait").counting((wait.unsigned_abs().as_secs() as usize).div_ceil(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).expect("an instant")
    }

    #[test]
    fn after_five_attempts_a_name_waits_and_other_names_and_places_do_not() {
        let attempts = Attempts::default();
        for second in 0..5 {
            assert_eq!(attempts.begin("ann", "here", at(second)), Ok(()));
        }
        assert_eq!(attempts.begin(" ANN", "here", at(60)), Err(SignedDuration::from_secs(14 * 60)));
        assert_eq!(attempts.begin("ben", "here", at(60)), Ok(()));
        assert_eq!(attempts.begin("ann", "there", at(60)), Ok(()));
        assert_eq!(attempts.begin("ann", "here", at(15 * 60)), Ok(()), "a quarter of an hour later");
    }

    #[test]
    fn one_place_that_tries_many_names_waits() {
        let attempts = Attempts::default();
        let tried = (0..100).filter(|number| attempts.begin(&format!("name{number}"), "here", at(0)).is_ok()).count();
        assert_eq!(tried, 30);
        assert!(attempts.begin("ann", "there", at(0)).is_ok());
    }

    #[test]
    fn who_signs_in_starts_again() {
        let attempts = Attempts::default();
        for _ in 0..4 {
            assert!(attempts.begin("ann", "here", at(0)).is_ok());
        }
        attempts.succeeded("Ann", "here");
        assert!((0..5).all(|_| attempts.begin("ann", "here", at(1)).is_ok()));
    }

    #[test]
    fn who_signs_in_takes_nothing_from_the_others() {
        let attempts = Attempts::default();
        for number in 0..100 {
            let name = format!("name{number}");
            assert!(attempts.begin(&name, "the office", at(0)).is_ok(), "{name}");
            attempts.succeeded(&name, "the office");
        }
    }

    #[test]
    fn a_network_of_addresses_is_one_place() {
        let of = |text: &str| place(text.parse().expect("an address"));
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
    }
}
