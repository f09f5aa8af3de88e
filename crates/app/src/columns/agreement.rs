//! Agreeing to the columns of a file, field by field or as a document.

use bellwether_engine::sources::mapping::{Mapping, Question};

use super::answers::{WORD_BY_WORD, is_answered};
use super::choices::ColumnChoices;
use super::look::Look;
use super::view::{ColumnProblem, Columns};
use crate::app::App;
use crate::failure::{Failure, FailureKind};
use crate::file_question::FileQuestion;
use crate::import::answer;
use crate::upload::Upload;

/// The answer that the mapping itself says it.
const IN_MAPPING: &str = "mapping";

impl App {
    /// Agrees to the columns as chosen, on top of what is there. With something wrong or left open nothing is agreed to, and the columns
    /// come back as they were chosen, with what is in the way.
    pub async fn agree_to_columns(
        &self,
        upload: &Upload,
        choices: &ColumnChoices,
    ) -> Result<Result<Upload, Box<Columns>>, Failure> {
        let folder = self.folder(upload);
        let look = self.looked_at(upload, Some(choices)).await.map_err(|failure| failure.without(&folder))?;
        let open = look.questions.iter().find(|question| !is_answered(question, &choices.answers));
        let open = open.map(|open| ColumnProblem { field: None, text: FileQuestion::from(open).text });
        // What was written wrong stands beside its field; anything else may be in the way because of what is asked about.
        let of_field = look.problem.clone().filter(|problem| problem.field.is_some());
        if let Some(problem) = of_field.or(open).or_else(|| look.problem.clone()) {
            return Ok(Err(Box::new(Look { problem: Some(problem), ..look }.told(&folder)?)));
        }
        Ok(Ok(self.agree_to_mapping(upload, &look.mapping.to_toml()?)?))
    }

    /// Agrees to a mapping as a document; `answers` are those to the questions about the file that are open, by their ids. That the document
    /// says it itself is the answer `mapping`. With a question left open, or columns that the file does not have, nothing is agreed to.
    pub async fn agree_to_document(
        &self,
        upload: &Upload,
        toml: &str,
        answers: &[(String, String)],
    ) -> Result<Upload, Failure> {
        let mut mapping = Mapping::from_toml(toml)?;
        let folder = self.folder(upload);
        let questions = match self.looked_at(upload, None).await {
            Ok(look) => look.questions,
            // What cannot be read without the document asks nothing.
            Err(failure) if failure.kind() == FailureKind::Input => Vec::new(),
            Err(failure) => return Err(failure),
        };
        // Beside a document, words are said by their own names alone.
        let named: Vec<(String, String)> = answers.iter().filter(|(_, name)| name != WORD_BY_WORD).cloned().collect();
        let is_said = |question: &&Question| {
            let says = |(id, name): &(String, String)| *id == question.id() && name == IN_MAPPING;
            answers.iter().any(says) || is_answered(question, &named)
        };
        if let Some(open) = questions.iter().find(|question| !is_said(question)) {
            return Err(Failure::input(FileQuestion::from(open).text));
        }
        answer(&mut mapping, &questions, answers);
        self.hold_rows_against(upload, &mapping, answers).await?;
        self.readable_by(upload, &mapping).await.map_err(|failure| failure.without(&folder))?;
        self.agree_to_mapping(upload, &mapping.to_toml()?)
    }

    /// Refuses a mapping by which rows that came in before would count once more, or be taken the place of, unless that was answered.
    async fn hold_rows_against(
        &self,
        upload: &Upload,
        mapping: &Mapping,
        answers: &[(String, String)],
    ) -> Result<(), Failure> {
        let company = self.company().await?;
        let asked = self.asked_about_rows(&company, &[self.place(upload)], mapping).await?;
        let open = asked.into_iter().find(|question| answers.iter().all(|(id, _)| *id != question.id()));
        open.map_or(Ok(()), |question| Err(Failure::input(FileQuestion::from(&question).text)))
    }
}
