//! Saved mappings.

use crate::databases::{Base, change};

crate::on_both_databases!(the_latest_mapping_is_reused_and_the_same_text_makes_no_new_version);

async fn the_latest_mapping_is_reused_and_the_same_text_makes_no_new_version(base: Base) {
    let records = base.open().await;
    let mappings = records.mappings();
    assert_eq!(mappings.latest("shop", "purchases").await.expect("read"), None);
    let first = mappings.save("shop", "purchases", "at = 'Date'\n", &change(1)).await.expect("saved");
    let same = mappings.save(" shop ", "purchases", "at = 'Date'\n", &change(2)).await.expect("saved");
    assert_eq!(first, same);
    let second = mappings.save("shop", "purchases", "at = 'Day'\n", &change(3)).await.expect("saved");
    let touches = mappings.save("shop", "touches", "at = 'Date'\n", &change(4)).await.expect("saved");
    let back = mappings.save("shop", "purchases", "at = 'Date'\n", &change(5)).await.expect("saved");
    assert_eq!((first.version, second.version, touches.version, back.version), (1, 2, 1, 3));
    assert_eq!(mappings.latest("shop", "purchases").await.expect("read"), Some(back.clone()));
    assert_eq!(mappings.versions("shop", "purchases").await.expect("read"), [first, second, back.clone()]);
    assert_eq!(mappings.all_latest().await.expect("read"), [touches, back]);
    assert_eq!(records.audit().head().await.expect("head").0, 5, "the tree and four mappings");
}
