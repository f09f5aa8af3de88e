//! Closed lists: enums whose names strum derives, in the case of the names in documents.

/// All values of a list as an array, from what [`strum::VariantArray`] derives.
pub(crate) const fn all<T: Copy, const N: usize>(variants: &'static [T]) -> [T; N] {
    match variants.first_chunk() {
        Some(all) => *all,
        None => panic!("a list has as many values as it counts"),
    }
}
