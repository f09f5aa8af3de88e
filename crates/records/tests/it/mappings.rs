//! Saved mappings.

use bellwether_records::{Mapping, VersionDetails};

use crate::databases::{Base, change, mapping};

crate::on_both_databases!(the_latest_mapping_is_reused_and_the_same_text_makes_no_new_version);

async fn the_latest_mapping_is_reused_and_the_same_text_makes_no_new_version(base: Base) {
    let records = base.open().await;
    let save = async |source, fact, toml, number| {
        let saved = mapping(source, fact, toml);
        records.documents().add(&saved, &VersionDetails::default(), &change(number)).await.expect("saved")
    };
    assert_eq!(records.mapping("shop", "purchases").latest().await.expect("read"), None);
    let first = save("shop", "purchases", "at = 'Date'\n", 1).await;
    let again = save(" shop ", "purchases", "at = 'Date'\n", 2).await;
    assert_eq!(first, again);
    let second = save("shop", "purchases", "at = 'Day'\n", 3).await;
    let touches = save("shop to shop", "touches", "at = 'Date'\n", 4).await;
    let back = save("shop", "purchases", "at = 'Date'\n", 5).await;
    assert_eq!((first.version, second.version, touches.version, back.version), (1, 2, 1, 3));
    assert_eq!(touches.value, mapping("shop to shop", "touches", "at = 'Date'\n"));
    assert_eq!(records.mapping(" shop", "purchases").latest().await.expect("read"), Some(back.clone()));
    assert_eq!(records.mapping("shop", "purchases").all().await.expect("read"), [first, second, back.clone()]);
    assert_eq!(records.documents::<Mapping>().latest_of_each().await.expect("read"), [touches, back]);
    let entries = records.audit().after(4, 10).await.expect("read");
    let [last] = entries.as_slice() else { panic!("the tree and four mappings: {entries:?}") };
    assert_eq!((last.what.as_str(), last.subject.as_str()), ("mapping.save", "mapping 3 of shop to purchases"));
    assert!(last.after.starts_with(r#"{"fact":"purchases","saved_at":"#), "{}", last.after);
}
