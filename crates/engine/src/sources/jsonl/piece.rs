/// What stands at the place of an object.
pub(in crate::sources) enum Piece<'a> {
    Whole(&'a [u8]),
    /// Only the beginning, as it is longer than the limit.
    TooLong(&'a [u8]),
    /// Nothing: the file ends where the list does not.
    CutOff,
    /// Something that is neither an object nor a list of them, behind the last element; this is how it begins.
    Stray(&'a [u8]),
    /// An object without the list whose elements are the rows, behind the last element.
    WithoutList,
}
