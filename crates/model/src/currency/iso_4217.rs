//! Which codes are currencies?
//!
//! The codes that ISO 4217 gives to money (its lists one and three, as of November 2026). Old invoices are in currencies that are no longer
//! paid with, so withdrawn ones stay. What no amount of money is written in is left out: metals, the units of the bond market, and the codes
//! for tests and for no currency.
//!
//! Our own list, although there are crates of it: minor units are stored, so neither may a code go nor its digits change when a dependency
//! is brought up to date. A test holds the list against such a crate.

/// What people pay with.
const IN_CIRCULATION: &str = "\
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF \
CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD \
HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL \
LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP \
PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT \
TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// Units of account that contracts and invoices are written in.
const UNITS_OF_ACCOUNT: &str = "BOV CHE CHW CLF COU MXV USN UYI UYW XAD XDR XSU XUA";

/// What people paid with.
const WITHDRAWN: &str = "\
ADP AFA ALK ANG AOK AON AOR ARA ARP ATS AYM AZM BAD BEC BEF BEL BGJ BGK BGL BGN BOP BRB BRC BRE BRN BRR \
BUK BYB BYR CHC CNX CSD CSJ CSK CUC CYP DDM DEM ECS ECV EEK ESA ESB ESP FIM FRF GEK GHC GNE GNS GQE GRD \
GWE GWP HRD HRK IEP ILP ILR ISJ ITL LAJ LSM LTL LTT LUC LUF LUL LVL LVR MAF MGF MLF MRO MTL MTP MVQ MXP \
MZE MZM NIC NLG PEH PEI PES PLZ PTE RHD ROK ROL RUR SDD SDP SIT SKK SLL SRG STD SUR TJR TLE TMM TPE TRL \
UAK UGS UGW USS UYN UYP VEB VEF VNC XEU YDD YUD YUM YUN ZAL ZMK ZRN ZRZ ZWC ZWD ZWL ZWN ZWR";

/// Every code that is or was that of a currency.
pub(super) fn codes() -> impl Iterator<Item = &'static str> {
    [IN_CIRCULATION, UNITS_OF_ACCOUNT, WITHDRAWN].into_iter().flat_map(str::split_whitespace)
}

/// Whether the code, in capitals, is or was that of a currency.
pub(super) fn is_currency(code: [u8; 3]) -> bool {
    [IN_CIRCULATION, UNITS_OF_ACCOUNT, WITHDRAWN].into_iter().any(|list| holds(list, code))
}

/// Whether people pay with it today.
pub(super) fn is_in_circulation(code: [u8; 3]) -> bool {
    holds(IN_CIRCULATION, code)
}

/// How many digits an amount has after the point. A withdrawn currency has two, whatever it had: that is how amounts in it were stored from
/// the first version on, and more digits than it needs lose nothing.
pub(super) fn digits(code: [u8; 3]) -> u32 {
    match &code {
        b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX" | b"UYI"
        | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
        b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
        b"CLF" | b"UYW" => 4,
        _ => 2,
    }
}

fn holds(list: &str, code: [u8; 3]) -> bool {
    list.as_bytes().chunks(4).any(|entry| entry.starts_with(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every code of three capital letters.
    fn codes() -> impl Iterator<Item = [u8; 3]> {
        let letters = b'A'..=b'Z';
        letters.clone().flat_map(move |a| {
            let last = letters.clone();
            letters.clone().flat_map(move |b| last.clone().map(move |c| [a, b, c]))
        })
    }

    fn found(wanted: impl Fn([u8; 3]) -> bool) -> Vec<String> {
        codes().filter(|code| wanted(*code)).map(|code| String::from_utf8_lossy(&code).into_owned()).collect()
    }

    fn published(code: [u8; 3]) -> Option<iso_currency::Currency> {
        iso_currency::Currency::from_code(std::str::from_utf8(&code).expect("letters"))
    }

    #[test]
    fn every_published_currency_with_minor_units_is_known_with_its_digits() {
        let mut checked = 0;
        for code in codes() {
            if let Some(digits_published) = published(code).and_then(iso_currency::Currency::exponent) {
                assert!(is_currency(code), "{code:?}");
                assert_eq!(digits(code), u32::from(digits_published), "{code:?}");
                checked += 1;
            }
        }
        assert!(checked > 165, "{checked}");
    }

    #[test]
    fn what_people_pay_with_is_what_is_published_as_neither_withdrawn_nor_a_fund() {
        let circulates = |code| {
            published(code).is_some_and(|known| {
                let withdrawn = known.is_superseded().is_some() && known != iso_currency::Currency::VES;
                known.exponent().is_some() && !withdrawn && !known.is_fund() && !known.is_special()
            })
        };
        assert_eq!(found(is_in_circulation), found(circulates));
    }

    #[test]
    fn what_has_no_minor_units_is_a_currency_only_where_invoices_are_written_in_it() {
        let without = |code| published(code).is_some_and(|known| known.exponent().is_none());
        assert_eq!(found(|code| without(code) && is_currency(code)), ["XDR", "XSU", "XUA"]);
    }

    #[test]
    fn what_was_paid_with_before_the_euro_is_known_and_has_two_digits() {
        for code in [b"ATS", b"BEF", b"DEM", b"ESP", b"FIM", b"FRF", b"GRD", b"HRK", b"IEP", b"ITL", b"NLG", b"PTE"] {
            assert!(is_currency(*code) && !is_in_circulation(*code));
            assert_eq!(digits(*code), 2);
        }
    }

    #[test]
    fn the_lists_hold_each_code_once() {
        let all = [IN_CIRCULATION, UNITS_OF_ACCOUNT, WITHDRAWN].join(" ");
        let mut listed: Vec<&str> = all.split(' ').collect();
        assert!(listed.iter().all(|code| code.len() == 3), "{listed:?}");
        listed.sort_unstable();
        assert_eq!(found(is_currency), listed);
    }
}
