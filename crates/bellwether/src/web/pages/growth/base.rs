//! The base: who makes up the customers of today, and on how few does their value rest?

use bellwether_app::base::{BaseQuestion, Tenure};
use std::sync::Arc;

use axum::extract::{Query, State};

use maud::{Markup, html};

use crate::telling::grid::{Grid, figure};
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::table::scrolled;
use crate::web::parts::viewpoint::{self, ViewpointParameters};
use crate::web::site::Site;
use crate::web::site::visit::Visit;

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(seen): Query<ViewpointParameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let base = async { site.ask(&visit, BaseQuestion { viewpoint: seen.viewpoint()? }).await };
    let base = base.await.map_err(|failure| site.refuse(&visit, &failure))?;
    let words = base.basis.words(site.language(&visit));
    let bar = viewpoint::bar(&site, &visit, words, &base.basis, &seen, ("/base", &[])).await;
    let bar = bar.map_err(|failure| site.refuse(&visit, &failure))?;
    let half = base.concentration.iter().find(|share| share.percent == 50);
    let few = half.map_or(0, |share| share.figure.customers);
    let title =
        words.with("base-title", &[("few", &words.whole(few)), ("all", &words.customers(base.active.customers))]);
    let still = &base.stand_still;
    let mut tenure = Grid::of_figures(words, words.say("years"));
    let years = |of: &Tenure| figure(words, words.counting("whole-years", of.years.into(), &[]), of.figure, false);
    tenure.rows.extend(base.tenure.iter().map(years));
    let body = html! {
        (head(&title, &html! {}))
        (bar)
        div.cols {
            (panel(&words.say("deciles"), &words.with("deciles-about", &[("currency", &words.currency())]), &html! {
                div.scroll tabindex="0" role="group" aria-label=(words.say("deciles")) { table {
                    thead { tr {
                        th.r scope="col" { (words.say("tenth")) }
                        th.r scope="col" { (words.nouns_first()) }
                        th.r scope="col" { (words.currency()) }
                        th scope="col" { (words.say("part-of-value")) }
                        th.r scope="col" { (words.say("each-from")) }
                    } }
                    @let most = base.deciles.iter().map(|decile| decile.figure.minor).max().unwrap_or(1).max(1);
                    tbody { @for decile in &base.deciles { tr {
                        th.r scope="row" { (decile.rank) }
                        td.r { (words.whole(decile.figure.customers)) }
                        td.r { (words.amount(decile.figure.minor)) }
                        td { progress max="100" value=(decile.figure.minor.max(0) * 100 / most) aria-label=(words.amount(decile.figure.minor)) {} }
                        td.r { (words.amount(i128::from(decile.from_minor))) }
                    } } }
                } }
            }))
            div.stack {
                (panel(&words.say("stand-still"), "", &html! {
                    p {
                        (words.with("stand-still-said", &[
                            ("customers", &words.customers(still.to_replace.customers)),
                            ("money", &words.money(still.to_replace.minor)),
                            ("from", &words.day(still.from)),
                            ("through", &words.day(still.through)),
                        ]))
                    }
                    div.scroll tabindex="0" role="group" aria-label=(words.say("stand-still")) { table.prose { tbody {
                        tr { th scope="row" { (words.say("kind-lost")) } td.r { (words.whole(still.lost.customers)) } td.r { (words.money(still.lost.minor)) } }
                        tr { th scope="row" { (words.say("stayed-with-less")) } td.r { (words.whole(still.less.customers)) } td.r { (words.money(still.less.minor)) } }
                    } } }
                }))
                (panel(&words.say("tenure"), "", &html! {
                    (scrolled(&words.say("tenure"), &tenure))
                }))
            }
        }
    };
    Ok(frame(words, &visit, NavigationItem::Base, &title, &body))
}
