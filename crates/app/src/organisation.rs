//! What is the organisation called, and which language does it speak where nothing else is asked for?

use bellwether_model::Currency;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::Failure;
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question, Topic};
use bellwether_words::message;

/// The setting that says it.
const SETTING: &str = "organisation";
const LONGEST_NAME: usize = 100;
/// The languages there are texts in, and none.
const LANGUAGES: [&str; 3] = ["", "en", "de"];

/// Whose company it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its name; may be empty.
    #[schema(pattern = "^[^\\x00-\\x1f\\x7f-\\x9f]*$", max_length = 100)]
    pub name: String,
    /// The code of the language for those whose browser asks for none that is there: `en`, `de` or nothing.
    #[schema(pattern = "^(en|de)?$")]
    pub language: String,
}

/// Whose house it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HouseQuestion;

/// Whose house it is: the organisation, and the words of its definitions in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct House {
    /// What the organisation is called, and which language it speaks.
    pub organisation: Organisation,
    /// What it calls one of its customers, and more than one.
    pub noun: String,
    /// What it calls several.
    pub nouns: String,
    /// The currency in which it counts.
    pub currency: Currency,
    /// Whether a made-up company is shown in its place.
    pub shows_sample: bool,
}

/// That of an organisation of which nothing is known.
impl Default for House {
    fn default() -> Self {
        let (noun, nouns) = ("customer".to_owned(), "customers".to_owned());
        Self { organisation: Organisation::default(), noun, nouns, currency: Currency::EUR, shows_sample: false }
    }
}

impl App {
    /// How many changes of the records there were.
    pub async fn changes(&self) -> Result<i64, Failure> {
        Ok(self.own().await?.records.audit().head().await?.0)
    }

    /// What the organisation is called, and which language it speaks.
    pub async fn organisation(&self) -> Result<Organisation, Failure> {
        let said = self.own().await?.records.settings().get(SETTING).await?;
        // Another version may have written less there, or more.
        let text = |field: &str| said.as_ref().and_then(|said| said[field].as_str()).unwrap_or_default().to_owned();
        Ok(Organisation { name: text("name"), language: text("language") })
    }

    /// Says what the organisation is called, and which language it speaks.
    pub async fn set_organisation(&self, organisation: &Organisation, by: &str) -> Result<(), Failure> {
        let name = organisation.name.trim().to_owned();
        if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(Failure::input(message("failure-organisation-name").with("most", LONGEST_NAME)));
        }
        if !LANGUAGES.contains(&organisation.language.as_str()) {
            return Err(Failure::input(message("failure-no-language").with("language", &organisation.language)));
        }
        let said = json!(Organisation { name, language: organisation.language.clone() });
        Ok(self.own().await?.records.settings().set(SETTING, &said, &self.change(by)?).await?)
    }
}

impl Question for HouseQuestion {
    type Answer = House;

    fn weight(answer: &House) -> usize {
        size_of_val(answer) + answer.noun.len() + answer.nouns.len()
    }

    fn rests_on(&self) -> &'static [Input] {
        &[Input::Records(Topic::Policy), Input::Records(Topic::Settings)]
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        Ok(self)
    }

    fn effort(&self) -> Effort {
        Effort::Slight
    }

    async fn answer(&self, app: &App) -> Result<House, Failure> {
        let company = app.company().await?;
        let (policy, shows_sample) = (company.policy.value, company.is_sample);
        let (noun, nouns) = (policy.customer_noun, policy.customer_noun_plural);
        Ok(House { organisation: app.organisation().await?, noun, nouns, currency: policy.currency, shows_sample })
    }
}
