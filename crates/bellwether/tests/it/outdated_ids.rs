//! Attributes and referrals do not follow an id that leads to somebody else later; that they may belong to others by now is told.

use crate::company::Company;

const ATTRIBUTES: &str = "table = \"customers\"\nsource = \"crm\"\n\n[columns]\ncustomer_id = { via = \"crm\", column = \"account\" }\n\n\
                          [attributes]\nregion = \"region\"\n";
const IDS: &str =
    "table = \"identities\"\nsource = \"crm\"\n\n[columns]\nsource_id = \"account\"\ncustomer_id = \"customer\"\n";

/// What is to be done about outdated ids, as far as doctor tells.
fn told(company: &Company) -> bool {
    company.ask(&["doctor"]).answer.contains("undo import 2 and import its file again")
}

#[test]
fn attributes_whose_ids_lead_to_others_since_are_told_until_they_are_imported_again_or_the_ids_lead_back() {
    let company = Company::of_purchases();
    let import = |file: &str, table: &str, map: &str| {
        company.answer(&["import", file, "--as", table, "--map", map, "--yes"]);
    };
    company.write("attributes.toml", ATTRIBUTES);
    company.write("ids.toml", IDS);
    company.write("ids.csv", "account,customer\nA1,ann\nB2,bob\n");
    import("ids.csv", "identities", "ids.toml");
    company.write("attributes.csv", "account,region\nA1,north\nB2,south\n");
    import("attributes.csv", "customers", "attributes.toml");
    company.write("ids.csv", "account,customer\nA1,ann\nB2,bob\nC3,cy\n");
    import("ids.csv", "identities", "ids.toml");
    assert!(!told(&company), "one more id changes nothing");
    company.write("ids.csv", "account,customer\nA1,bob\nB2,bob\nC3,cy\n");
    import("ids.csv", "identities", "ids.toml");
    assert!(told(&company), "A1 is bob's now");
    company.answer(&["import", "undo", "4", "--yes"]);
    assert!(!told(&company), "A1 is ann's again");
    company.answer(&["import", "undo", "1", "--yes"]);
    company.answer(&["import", "undo", "3", "--yes"]);
    assert!(told(&company), "A1 is nobody's");
    import("ids.csv", "identities", "ids.toml");
    assert!(told(&company), "A1 is bob's now");
    company.answer(&["import", "undo", "2", "--yes"]);
    import("attributes.csv", "customers", "attributes.toml");
    assert!(!told(&company), "imported again");
    let north = company.rows(&["sql", "select customer_id from customers"]);
    assert_eq!(north.len(), 1, "both are bob's: {north:?}");
}
