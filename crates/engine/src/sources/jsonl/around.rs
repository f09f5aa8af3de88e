//! What stands around the lists whose elements are rows, as in the answers of APIs: whether they are all there is, and their currency.

use bellwether_model::Currency;

use super::super::Part;
use super::flatten::flatten;
use super::strings::Strings;

/// Bytes around a list that are looked at.
const MOST: usize = 1 << 20;

/// Names of members that say that there is more, by being true.
const MORE: &str = "hasmore hasnext hasnextpage morepages moreresults incompleteresults truncated istruncated more";
/// The same by being false.
const LAST: &str = "endofstream done islast last lastpage islastpage complete iscomplete";
/// Names of members that lead to what follows, where they hold anything; `next` in any part of a name does as well.
const NEXT: &str = "nextpage nexturl nextlink nexttoken nextcursor nextpagetoken nextpageurl nextrecordsurl nextoffset odatanextlink \
                    continuationtoken nextcontinuationtoken lastevaluatedkey";
/// Names of members that say of how many rows these are.
const TOTAL: &str = "total totalcount totalresults totalsize totalrecords totalelements totalitems totalrows totalhits totalentries numfound \
                     count odatacount recordcount resultcount itemcount resultscount totalnumber";
/// Names of members that say of how many pages this is one.
const PAGES: &str = "totalpages pages pagecount pagestotal numpages totalpagecount lastpage pagescount";
/// What else is said of a page, rather than of a thing.
const OF_A_PAGE: &str = "object url links link meta metadata paging pagination page pageinfo perpage pagesize pagenumber offset limit size skip \
                         start cursor previous prev previouspage prevpage beforecursor aftercursor afterurl beforeurl first self status success \
                         ok currency currencycode odatacontext searchcriteria responsemetadata";

/// What stands around the elements of a list, while it is read.
#[derive(Default)]
pub(super) struct Around {
    depth: u32,
    /// Lists at hand, one in the other, whose elements are no rows.
    lists: u32,
    strings: Strings,
    /// The last text at the level of the members, with its quotes.
    text: Vec<u8>,
    /// The member whose value is at hand.
    member: Option<String>,
    /// The text but for what stands in lists.
    kept: Vec<u8>,
}

/// Where what stands around a list stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Border {
    /// The list whose elements are rows begins.
    List,
    /// The object ends.
    End,
}

impl Around {
    /// Takes the next byte outside of the list that `member` is: the border that it is, if any.
    pub(super) fn step(&mut self, byte: u8, member: &str) -> Option<Border> {
        let is_kept = self.lists == 0 && self.kept.len() <= MOST;
        if is_kept {
            self.kept.push(byte);
        }
        if self.strings.step(byte) {
            if self.depth == 1 {
                self.text.push(byte);
            }
            return None;
        }
        match byte {
            b'"' => {
                self.text.clear();
                self.text.push(byte);
            }
            b':' if self.depth == 1 => self.member = serde_json::from_slice(&self.text).ok(),
            b'[' if self.depth == 1 && self.lists == 0 && self.member.as_deref() == Some(member) => {
                if is_kept {
                    self.kept.push(b']');
                }
                return Some(Border::List);
            }
            b'[' => {
                self.lists += 1;
                self.depth += 1;
            }
            b'{' => self.depth += 1,
            b']' | b'}' => {
                self.depth = self.depth.saturating_sub(1);
                if byte == b']' {
                    self.lists = self.lists.saturating_sub(1);
                    if self.lists == 0 && self.kept.len() <= MOST {
                        self.kept.push(b']');
                    }
                }
                if self.depth == 0 {
                    return Some(Border::End);
                }
            }
            _ => {}
        }
        None
    }

    /// The members that are no lists, by dotted names; nothing where they cannot be read.
    fn members(&self) -> Vec<(String, String)> {
        let mut members = Vec::new();
        // What cannot be read says nothing.
        _ = flatten(&self.kept, "object", |path, text| {
            members.extend(text.map(|text| (path.to_owned(), text)));
            Ok(())
        });
        members
    }

    /// The currencies that are named, each with the name of its member.
    pub(super) fn currencies(&self) -> Vec<(String, String)> {
        let is_code = |text: &str| text.len() == 3 && text.to_uppercase().parse::<Currency>().is_ok();
        let is_currency = |name: &str| matches!(plain(name).as_str(), "currency" | "currencycode");
        let mut members = self.members();
        members.retain(|(path, text)| {
            path.matches('.').count() <= 1 && path.rsplit('.').next().is_some_and(is_currency) && is_code(text)
        });
        members
    }

    fn says(&self) -> Says {
        let mut says = Says::default();
        for (path, text) in self.members() {
            let name = plain(path.rsplit('.').next().unwrap_or(&path));
            let is = |list: &str| list.split_ascii_whitespace().any(|known| known == name);
            let told = || format!("{path} = {}", text.chars().take(60).collect::<String>());
            let flag = match text.as_str() {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            };
            match flag {
                Some(flag) if is(MORE) || is(LAST) => {
                    if flag == is(MORE) {
                        says.more.get_or_insert_with(told);
                    } else {
                        says.is_last = true;
                    }
                    continue;
                }
                Some(_) => continue,
                None => {}
            }
            let number = text.parse::<u64>().ok();
            let leads_on = path.split(['.', '_', '-']).any(|part| plain(part) == "next");
            if (is(NEXT) || leads_on) && !matches!(text.as_str(), "" | "0" | "[]" | "{}") {
                says.next.get_or_insert_with(told);
            } else if let (true, Some(number)) = (is(TOTAL), number) {
                says.total = says.total.max(Some((number, told())));
            } else if let (true, Some(number)) = (is(PAGES), number) {
                says.pages = says.pages.max(Some((number, told())));
            }
        }
        says
    }
}

/// What the object around a list says of how much there is.
#[derive(Default)]
struct Says {
    /// That there is more, in so many words.
    more: Option<String>,
    /// That there is no more.
    is_last: bool,
    /// Where what follows is found.
    next: Option<String>,
    /// Of how many rows.
    total: Option<(u64, String)>,
    /// Of how many pages.
    pages: Option<(u64, String)>,
}

/// What lists with these around them, and with so many elements, say of rows that are missing; nothing where nothing says so.
pub(super) fn missing_pages<'a>(answers: impl IntoIterator<Item = &'a (Around, u64)>) -> Option<Part> {
    let answers: Vec<(Says, u64)> = answers.into_iter().map(|(around, rows)| (around.says(), *rows)).collect();
    let rows: u64 = answers.iter().map(|(_, rows)| rows).sum();
    let most = |of: fn(&Says) -> &Option<(u64, String)>, than: u64| {
        let said = answers.iter().filter_map(|(says, _)| of(says).clone()).max();
        said.filter(|(number, _)| *number > than).map(|(_, told)| told)
    };
    let is_end = |says: &Says| says.is_last || (says.more.is_none() && says.next.is_none());
    let more = || match answers.last() {
        Some((last, _)) if !answers.iter().any(|(says, _)| is_end(says)) => {
            last.more.clone().or_else(|| last.next.clone())
        }
        _ => None,
    };
    let says =
        most(|says| &says.total, rows).or_else(|| most(|says| &says.pages, answers.len() as u64)).or_else(more)?;
    Some(Part { rows, says })
}

/// Whether members beside a list of objects say which page it is, and nothing else.
pub(super) fn is_of_a_page(members: &[String]) -> bool {
    members.iter().all(|member| {
        let member = plain(member);
        let mut lists = [MORE, LAST, NEXT, TOTAL, PAGES, OF_A_PAGE].into_iter().flat_map(str::split_ascii_whitespace);
        member == "next" || lists.any(|known| known == member)
    })
}

/// A name without what stands between its words.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}
