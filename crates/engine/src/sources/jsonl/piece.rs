/// What stands at the place of an object.
pub(super) enum Piece<'a> {
    Whole(&'a [u8]),
    /// Only the beginning, as it is longer than the limit.
    TooLong(&'a [u8]),
    /// Nothing: the file ends where the list does not.
    CutOff,
}
