//! Names of people, firms, towns and streets around Lake Constance.

use crate::dice::Dice;

/// Where the company's customers live and pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Country {
    Germany,
    Austria,
    Switzerland,
}

impl Country {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Germany => "DE",
            Self::Austria => "AT",
            Self::Switzerland => "CH",
        }
    }

    pub(crate) fn currency(self) -> &'static str {
        if self == Self::Switzerland { "CHF" } else { "EUR" }
    }
}

pub(crate) struct Town {
    pub(crate) name: &'static str,
    pub(crate) postcode: &'static str,
    pub(crate) region: &'static str,
    pub(crate) country: Country,
    /// How many of 1,000 customers live there.
    pub(crate) weight: u32,
}

const fn town(name: &'static str, postcode: &'static str, region: &'static str, country: Country, weight: u32) -> Town {
    Town { name, postcode, region, country, weight }
}

pub(crate) static TOWNS: [Town; 24] = [
    town("Konstanz", "78462", "Bodensee", Country::Germany, 118),
    town("Radolfzell", "78315", "Bodensee", Country::Germany, 62),
    town("Singen", "78224", "Hegau", Country::Germany, 78),
    town("Stockach", "78333", "Hegau", Country::Germany, 30),
    town("Überlingen", "88662", "Bodensee", Country::Germany, 54),
    town("Meersburg", "88709", "Bodensee", Country::Germany, 22),
    town("Friedrichshafen", "88045", "Bodensee", Country::Germany, 104),
    town("Markdorf", "88677", "Bodensee", Country::Germany, 32),
    town("Ravensburg", "88212", "Oberschwaben", Country::Germany, 84),
    town("Weingarten", "88250", "Oberschwaben", Country::Germany, 44),
    town("Wangen im Allgäu", "88239", "Allgäu", Country::Germany, 40),
    town("Lindau", "88131", "Allgäu", Country::Germany, 46),
    town("Leutkirch", "88299", "Allgäu", Country::Germany, 28),
    town("Bad Waldsee", "88339", "Oberschwaben", Country::Germany, 28),
    town("Bregenz", "6900", "Vorarlberg", Country::Austria, 48),
    town("Dornbirn", "6850", "Vorarlberg", Country::Austria, 50),
    town("Feldkirch", "6800", "Vorarlberg", Country::Austria, 28),
    town("Hohenems", "6845", "Vorarlberg", Country::Austria, 14),
    town("Kreuzlingen", "8280", "Thurgau", Country::Switzerland, 28),
    town("Romanshorn", "8590", "Thurgau", Country::Switzerland, 14),
    town("Arbon", "9320", "Thurgau", Country::Switzerland, 12),
    town("Rorschach", "9400", "St. Gallen", Country::Switzerland, 10),
    town("St. Gallen", "9000", "St. Gallen", Country::Switzerland, 18),
    town("Gossau", "9200", "St. Gallen", Country::Switzerland, 8),
];

const FIRST: [&str; 96] = [
    "Anna",
    "Thomas",
    "Sabine",
    "Michael",
    "Petra",
    "Andreas",
    "Monika",
    "Stefan",
    "Claudia",
    "Markus",
    "Birgit",
    "Jürgen",
    "Susanne",
    "Klaus",
    "Ursula",
    "Wolfgang",
    "Heike",
    "Peter",
    "Renate",
    "Martin",
    "Gabriele",
    "Frank",
    "Karin",
    "Uwe",
    "Lena",
    "Jonas",
    "Lea",
    "Lukas",
    "Hannah",
    "Felix",
    "Marie",
    "Paul",
    "Laura",
    "Simon",
    "Julia",
    "Tobias",
    "Katharina",
    "Sebastian",
    "Sarah",
    "Matthias",
    "Nina",
    "Daniel",
    "Eva",
    "Florian",
    "Christine",
    "Bernd",
    "Ingrid",
    "Günther",
    "Bärbel",
    "Jörg",
    "Hildegard",
    "Rüdiger",
    "Käthe",
    "Björn",
    "Sören",
    "Zoë",
    "Chloé",
    "René",
    "Éric",
    "Françoise",
    "Giulia",
    "Marco",
    "Chiara",
    "Lorenzo",
    "Antonio",
    "Francesca",
    "Ayşe",
    "Mehmet",
    "Elif",
    "Emre",
    "Fatma",
    "Murat",
    "Agnieszka",
    "Piotr",
    "Małgorzata",
    "Tomasz",
    "Ivana",
    "Dragan",
    "Milica",
    "Goran",
    "Ana",
    "Luka",
    "Elena",
    "Ioan",
    "Maeve",
    "Seán",
    "Emma",
    "Oliver",
    "Olena",
    "Andrij",
    "Nadia",
    "Karim",
    "Reto",
    "Urs",
    "Beat",
    "Vreni",
];

const LAST: [&str; 112] = [
    "Müller",
    "Schmid",
    "Weber",
    "Maier",
    "Wagner",
    "Bauer",
    "Keller",
    "Fischer",
    "Schneider",
    "Huber",
    "Frick",
    "Bucher",
    "Baumann",
    "Hofmann",
    "König",
    "Krämer",
    "Löffler",
    "Schäfer",
    "Jäger",
    "Böhm",
    "Röder",
    "Kübler",
    "Gäbele",
    "Größl",
    "Straub",
    "Vogt",
    "Braun",
    "Schwarz",
    "Lang",
    "Koch",
    "Richter",
    "Wolf",
    "Zimmermann",
    "Hartmann",
    "Lehmann",
    "Kaiser",
    "Fuchs",
    "Graf",
    "Roth",
    "Beck",
    "Auer",
    "Stark",
    "Sauter",
    "Allgaier",
    "Rist",
    "Waibel",
    "Bischof",
    "Metzler",
    "Rüegg",
    "Zürcher",
    "Bürgi",
    "Wüthrich",
    "Meier-Ott",
    "Gerber",
    "Brunner",
    "Widmer",
    "Egger",
    "Ammann",
    "Moser",
    "Hämmerle",
    "Rüf",
    "Feurstein",
    "Sinz",
    "Winder",
    "Marte",
    "Nägele",
    "Bösch",
    "Fußenegger",
    "D'Angelo",
    "Rossi",
    "Bianchi",
    "Esposito",
    "De Luca",
    "Ricci",
    "Conti",
    "Dell'Acqua",
    "Yılmaz",
    "Kaya",
    "Demir",
    "Şahin",
    "Çelik",
    "Öztürk",
    "Kowalski",
    "Nowak",
    "Wiśniewska",
    "Zieliński",
    "Wójcik",
    "Jovanović",
    "Petrović",
    "Kovač",
    "Horvat",
    "Marković",
    "Popescu",
    "Ionescu",
    "O'Brien",
    "O'Connor",
    "Fitzgerald",
    "Smith",
    "Kovalenko",
    "Shevchenko",
    "Haddad",
    "Ben Amor",
    "Dubois",
    "Lefèvre",
    "L'Huillier",
    "Garnier",
    "van der Berg",
    "de Vries",
    "Nguyen",
    "Tran",
    "Svensson",
    "Møller",
];

const FIRM_BEFORE: [&str; 16] = [
    "Bäckerei",
    "Metzgerei",
    "Autohaus",
    "Schreinerei",
    "Zahnarztpraxis",
    "Gärtnerei",
    "Malerbetrieb",
    "Weingut",
    "Elektro",
    "Druckerei",
    "Physiotherapie",
    "Spedition",
    "Apotheke",
    "Optik",
    "Obsthof",
    "Fahrschule",
];
const FIRM_AFTER: [&str; 6] = ["GmbH", "KG", "& Söhne GmbH", "OHG", "e.K.", "AG"];
const INNS: [&str; 12] = [
    "Gasthof Zum Löwen",
    "Hotel Seeblick",
    "Pension Alpenrösli",
    "Landgasthof Hirschen",
    "Hotel Drei König",
    "Café Zeitgeist",
    "Ristorante Da Mario",
    "O'Malley's Pub",
    "Berggasthof Höchsten",
    "Hotel Bodanrück",
    "Gästehaus Käthe",
    "Brasserie L'Étoile",
];
const STREETS: [&str; 12] = [
    "Seestraße",
    "Bahnhofstraße",
    "Hauptstraße",
    "Gartenweg",
    "Münsterplatz",
    "Rheingasse",
    "Mühlenweg",
    "Schützenstraße",
    "Lindenallee",
    "Obere Gasse",
    "Kapellenweg",
    "Säntisstraße",
];

/// What a customer is called, as places in the lists above.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name {
    first: u8,
    last: u8,
    /// Which way the name is made.
    form: Form,
    number: u8,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Person,
    Couple,
    Firm,
    Inn,
    Manager,
    Owners,
}

impl Name {
    pub(crate) fn person(dice: &mut Dice) -> Self {
        let form = if dice.percent(7) { Form::Couple } else { Form::Person };
        Self::of(dice, form)
    }

    pub(crate) fn landlord(dice: &mut Dice) -> Self {
        let form = [Form::Person, Form::Manager, Form::Owners][dice.weighted(&[60, 22, 18])];
        Self::of(dice, form)
    }

    pub(crate) fn firm(dice: &mut Dice) -> Self {
        let form = if dice.percent(18) { Form::Inn } else { Form::Firm };
        Self::of(dice, form)
    }

    fn of(dice: &mut Dice, form: Form) -> Self {
        // Two draws, the smaller counting: names high in the list are common ones.
        let first = dice.below(FIRST.len() as u32).min(dice.below(FIRST.len() as u32));
        let last = dice.below(LAST.len() as u32).min(dice.below(LAST.len() as u32 + 30));
        Self { first: first as u8, last: last as u8, form, number: dice.below(97) as u8 }
    }

    pub(crate) fn is_company(self) -> bool {
        !matches!(self.form, Form::Person | Form::Couple)
    }

    pub(crate) fn push(self, out: &mut String) {
        let number = usize::from(self.number);
        let (first, last) = (FIRST[usize::from(self.first)], LAST[usize::from(self.last)]);
        let mut join = |parts: &[&str]| parts.iter().for_each(|part| out.push_str(part));
        match self.form {
            Form::Person => join(&[first, " ", last]),
            Form::Couple => join(&[first, " & ", FIRST[(number * 7 + 11) % FIRST.len()], " ", last]),
            Form::Firm => join(&[FIRM_BEFORE[number % 16], " ", last, " ", FIRM_AFTER[number % 6]]),
            Form::Inn => join(&[INNS[number % 12], " ", last]),
            Form::Manager => join(&["Hausverwaltung ", last, " ", FIRM_AFTER[number % 2]]),
            Form::Owners => {
                join(&["WEG ", STREETS[number % 12], " "]);
                super::silo::push_number(out, u64::from(self.number) + 1, 1);
            }
        }
    }

    pub(crate) fn last_name(self) -> &'static str {
        LAST[usize::from(self.last)]
    }
}

/// The same name as somebody heard it on the telephone: umlauts written out, a doubled letter dropped, or the order turned.
pub(crate) fn push_misheard(name: &str, out: &mut String) {
    let start = out.len();
    for letter in name.chars() {
        match letter {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            'é' | 'è' => out.push('e'),
            '\'' => {}
            other => out.push(other),
        }
    }
    if out[start..] != *name {
        return;
    }
    out.truncate(start);
    let mut before = ' ';
    let mut dropped = false;
    for letter in name.chars() {
        if letter == before && !dropped {
            dropped = true;
            continue;
        }
        out.push(letter);
        before = letter;
    }
    if !dropped {
        out.truncate(start);
        match (name.split_once(" & "), name.split_once(' ')) {
            (Some((first, rest)), _) => [first, " und ", rest].iter().for_each(|part| out.push_str(part)),
            (_, Some((first, rest))) => [rest, ", ", first].iter().for_each(|part| out.push_str(part)),
            _ => [name, "e"].iter().for_each(|part| out.push_str(part)),
        }
    }
}
