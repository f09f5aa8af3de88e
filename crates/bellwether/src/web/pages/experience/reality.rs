//! Reality check: which leaders agree to the journey, and whether each stage is consistent and reliable in their eyes.
//!
//! Whoever leads answers for themselves, by the name they are signed in with; whoever thinks again answers again.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::reality::{LeaderAnswer, NewRealityCheck, Reality, RealityQuestion, StageReality};
use bellwether_model::{Act, RealityAnswer};
use bellwether_words::{Message, Words};
use maud::{Markup, html};
use serde::Deserialize;

use crate::telling::encoded;
use crate::web::parts::form::{alert, field};
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;

const PAGE: &str = "/journey/reality";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct AgreementForm {
    version: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct AnswerForm {
    answer: String,
    note: String,
}

pub(in crate::web) async fn page(State(site): State<Arc<Site>>, visit: Visit) -> Result<Markup, Refusal> {
    shown(&site, &visit, None).await
}

pub(in crate::web) async fn agree(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(form): Form<AgreementForm>,
) -> Result<Response, Refusal> {
    let agreed = async {
        let version = form.version.parse().map_err(|_| {
            Failure::usage(bellwether_words::message("failure-no-journey-version").with("version", &form.version))
        })?;
        let name = visit.visitor.signature();
        site.app().agree_to_journey(Some(version), &name, &name).await
    };
    done(&site, &visit, agreed.await.map(drop)).await
}

pub(in crate::web) async fn answer(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(stage): Path<String>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, Refusal> {
    let answered = async {
        let answer = form.answer.parse::<RealityAnswer>().map_err(|error| Failure::usage(error.to_string()))?;
        let leader = visit.visitor.signature();
        let check = NewRealityCheck { stage, leader: leader.clone(), answer, note: form.note };
        site.app().answer_for_stage(&check, &leader).await
    };
    done(&site, &visit, answered.await.map(drop)).await
}

async fn done(site: &Arc<Site>, visit: &Visit, done: Result<(), Failure>) -> Result<Response, Refusal> {
    match done {
        Ok(()) => Ok(Redirect::to(PAGE).into_response()),
        Err(failure) if matches!(failure.kind(), FailureKind::Input | FailureKind::Usage) => {
            Ok((StatusCode::BAD_REQUEST, shown(site, visit, Some(failure.message())).await?).into_response())
        }
        Err(failure) => Err(site.refuse(visit, &failure)),
    }
}

async fn shown(site: &Arc<Site>, visit: &Visit, wrong: Option<&Message>) -> Result<Markup, Refusal> {
    let words = site.words(visit);
    let asked = async {
        match site.app().latest_journey().await? {
            Some(_) => Ok(Some(site.ask(visit, RealityQuestion).await?)),
            None => Ok(None),
        }
    };
    let Some(reality) = asked.await.map_err(|failure: Failure| site.refuse(visit, &failure))? else {
        let title = words.say("journey-none");
        let body = html! { (head(&title, &html! {})) (panel(&words.say("reality"), "", &html! { p { (words.say("reality-none")) } })) };
        return Ok(frame(words, visit, NavigationItem::Journey, &title, &body));
    };
    let (own, may_answer) = (visit.visitor.signature(), visit.visitor.may(Act::Sign));
    let title = title(words, &reality);
    let body = html! {
        (head(&title, &html! { a.btn href="/journey" { (words.say("nav-journey")) } }))
        (alert(words, wrong))
        (agreement(words, &reality, may_answer.then_some(own.as_str())))
        @for stage in &reality.stages { (of_stage(words, stage, may_answer.then_some(own.as_str()))) }
    };
    Ok(frame(words, visit, NavigationItem::Journey, &title, &body))
}

/// Where leaders disagree, or that they do not.
fn title(words: Words<'_>, reality: &Reality) -> String {
    let divided = reality.stages.iter().filter(|stage| stage.do_agree() == Some(false)).count();
    let answered = reality.stages.iter().filter(|stage| !stage.answers.is_empty()).count();
    let all = words.whole(reality.stages.len() as i64);
    match (answered, divided) {
        (0, _) => words.say("reality-title-none"),
        // One answer agrees with itself: that says nothing of leaders agreeing.
        _ if reality.stages.iter().all(|stage| stage.do_agree().is_none()) => {
            words.counting("reality-title-alone", answered as i64, &[("all", &all)])
        }
        (_, 0) => words.counting("reality-title", answered as i64, &[("all", &all)]),
        _ => words.counting("reality-title-divided", divided as i64, &[("all", &all)]),
    }
}

/// Who agrees to which version, and the button to agree.
fn agreement(words: Words<'_>, reality: &Reality, own: Option<&str>) -> Markup {
    let version = reality.version.to_string();
    let has_agreed = |own: &str| reality.agreed.iter().any(|it| it.leader == own && it.version == reality.version);
    panel(
        &words.with("reality-agreed", &[("version", &version)]),
        &words.say("reality-agreed-about"),
        &html! {
            @if reality.agreed.is_empty() { p { (words.say("reality-nobody-agreed")) } } @else {
                ul { @for it in &reality.agreed { li {
                    (words.with("reality-agrees", &[("leader", &it.leader), ("version", &it.version.to_string())])) " "
                    small.muted { (words.moment(it.at)) }
                } } }
            }
            @if let Some(own) = own.filter(|own| !has_agreed(own)) {
                form method="post" action="/journey/agree" {
                    input type="hidden" name="version" value=(version);
                    p { button.btn.main { (words.with("reality-agree", &[("version", &version), ("name", own)])) } }
                }
            }
        },
    )
}

/// What leaders answer for a stage, and the form for one's own answer.
fn of_stage(words: Words<'_>, stage: &StageReality, own: Option<&str>) -> Markup {
    let number = |count: u64| words.whole(count as i64);
    let counted = [("yes", number(stage.yes)), ("no", number(stage.no)), ("depends", number(stage.it_depends))];
    let counted = counted.each_ref().map(|(name, count)| (*name, count.as_str()));
    let told = match stage.do_agree() {
        _ if stage.answers.is_empty() => words.say("reality-unanswered"),
        None => words.say("reality-one"),
        Some(true) => words.with("reality-agree-all", &counted),
        Some(false) => words.with("reality-disagree", &counted),
    };
    panel(
        &stage.name,
        &words.with("journey-owner", &[("owner", &stage.owner)]),
        &html! {
            p { b { (told) } }
            @if !stage.answers.is_empty() { ul.notes { @for it in &stage.answers { li { (answered(words, it)) } } } }
            @if let Some(own) = own { (form(words, stage, own)) }
        },
    )
}

fn answered(words: Words<'_>, answer: &LeaderAnswer) -> Markup {
    html! {
        (answer.leader) ": " b { (words.say(&name(answer.answer))) }
        @if !answer.note.is_empty() { " – " (answer.note) }
        " " small.muted { (words.with("reality-said", &[("version", &answer.version.to_string()), ("moment", &words.moment(answer.at))])) }
    }
}

fn form(words: Words<'_>, stage: &StageReality, own: &str) -> Markup {
    let said = stage.answers.iter().find(|it| it.leader == own);
    let note = said.map(|it| it.note.as_str()).unwrap_or_default();
    let note_id = format!("note-{}", stage.stage);
    html! {
        form method="post" action=(format!("{PAGE}/{}", encoded(&stage.stage))) {
            fieldset {
                legend { (words.with("reality-question", &[("stage", &stage.name)])) }
                @for answer in RealityAnswer::ALL {
                    @let id = format!("{}-{}", stage.stage, answer.name());
                    div.choice.line {
                        input id=(id) name="answer" type="radio" value=(answer.name()) required checked[said.is_some_and(|it| it.answer == answer)];
                        label for=(id) { (words.say(&name(answer))) }
                    }
                }
                (field(words, "reality-note", &note_id, &html! { input.in id=(note_id) name="note" maxlength="500" value=(note); }))
                p { button.btn { (words.with("reality-answer", &[("name", own)])) } }
            }
        }
    }
}

fn name(answer: RealityAnswer) -> String {
    format!("reality-{}", answer.name().replace('_', "-"))
}
