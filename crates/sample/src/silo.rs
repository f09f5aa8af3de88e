//! The five silos and the ids each of them gives one and the same customer.
//!
//! Invariant: every id is a one-to-one function of the customer's number up to [`MOST_CUSTOMERS`], so no table of ids is kept.

use crate::sample::MOST_CUSTOMERS;

/// A department of the sample company with a system of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Silo {
    /// Online shop and customer portal.
    Shop,
    /// Plans, invoices and contracts.
    Billing,
    /// Fitters in the field.
    FieldService,
    /// Telephone and e-mail.
    HelpDesk,
    /// Survey tool.
    Surveys,
}

impl Silo {
    /// The source system's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Prime above [`MOST_CUSTOMERS`]: multiplying modulo it scatters numbers without a collision.
const PRIME: u64 = 99_999_989;
const _: () = assert!(MOST_CUSTOMERS < PRIME / 3 - 10_000);

/// Appends `number` in decimal, padded with zeros to `width`.
pub(crate) fn push_number(out: &mut String, number: u64, width: usize) {
    let mut digits = [b'0'; 20];
    let (mut left, mut used) = (number, 0);
    while left > 0 || used < width.min(20) {
        digits[19 - used] = b'0' + (left % 10) as u8;
        left /= 10;
        used += 1;
    }
    out.extend(digits[20 - used..].iter().map(|digit| char::from(*digit)));
}

/// The company-wide id, `C-000001` on.
pub(crate) fn push_customer(out: &mut String, customer: u64) {
    out.push_str("C-");
    push_number(out, customer + 1, 6);
}

/// The eight digits of a billing account, leading zeros kept.
pub(crate) fn push_account(out: &mut String, customer: u64) {
    push_number(out, customer * 3 + 10_007, 8);
}

/// The id `silo` knows a customer by.
pub(crate) fn push_silo_id(out: &mut String, silo: Silo, customer: u64) {
    let scattered = |factor: u64| (customer + 1) * factor % PRIME;
    match silo {
        Silo::Shop => {
            out.push_str("S-");
            push_number(out, scattered(48_271_331), 8);
        }
        Silo::Billing => push_account(out, customer),
        Silo::FieldService => {
            let code = scattered(7_654_321);
            out.push_str(["KN", "RV", "FN", "BR"][(code % 4) as usize]);
            push_number(out, code, 8);
        }
        Silo::HelpDesk => {
            out.push_str("3600");
            push_number(out, scattered(62_089_911), 8);
        }
        Silo::Surveys => {
            // An odd factor modulo 2^48 is one-to-one.
            let code = (customer + 1).wrapping_mul(0x9E37_79B9_7F4B) & 0xFFFF_FFFF_FFFF;
            out.push_str("resp_");
            out.extend((0..12).rev().map(|place| char::from(b"0123456789abcdef"[(code >> (4 * place) & 15) as usize])));
        }
    }
}

/// The second record the help desk keeps of some customers, which nothing links to the first.
pub(crate) fn push_second_desk_id(out: &mut String, customer: u64) {
    out.push_str("HD-");
    push_number(out, (customer + 1) * 29_534_117 % PRIME, 8);
}
