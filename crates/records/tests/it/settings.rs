//! Settings.

use serde_json::json;

use crate::databases::{Base, change};

crate::on_both_databases!(a_setting_holds_its_latest_value_and_the_audit_the_earlier_ones);

async fn a_setting_holds_its_latest_value_and_the_audit_the_earlier_ones(base: Base) {
    let records = base.open().await;
    let settings = records.settings();
    assert_eq!(settings.get("organisation").await.expect("read"), None);
    settings.set("organisation", &json!("Hill & Sons"), &change(1)).await.expect("set");
    settings.set("organisation", &json!("Hill & Sons"), &change(2)).await.expect("unchanged");
    settings.set("organisation", &json!({ "name": "Hill", "units": [1, null] }), &change(3)).await.expect("set");
    let value = settings.get("organisation").await.expect("read").expect("a value");
    assert_eq!(value, json!({ "name": "Hill", "units": [1, null] }));
    assert_eq!(settings.all().await.expect("read").len(), 1);
    let entries = records.audit().after(1, 10).await.expect("read");
    let steps: Vec<_> = entries.iter().map(|entry| (entry.before.as_deref(), entry.after.as_str())).collect();
    assert_eq!(steps[0], (None, r#""Hill & Sons""#));
    assert_eq!((steps.len(), steps[1].0), (2, Some(r#""Hill & Sons""#)));
}
