use super::*;

#[test]
fn every_preset_reads_and_names_in_its_map_only_columns_that_it_knows() {
    for text in layouts::ALL {
        let preset = Preset::read(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let header: Vec<String> =
            preset.known_by.iter().chain(&preset.optional).map(|names| names.first().to_owned()).collect();
        let mapping = preset.mapping(&header).unwrap_or_else(|error| panic!("{}: {error}", preset.name));
        let written: Vec<&Value> =
            ["columns", "attributes"].iter().filter_map(|section| preset.map.get(*section)).collect();
        let targets: usize = written.iter().filter_map(|section| section.as_table()).map(Table::len).sum();
        assert_eq!(mapping.columns.len() + mapping.attributes.len(), targets, "{}", preset.name);
        for section in ["rows", "words", "missing", "time_zones", "types"] {
            for column in preset.map.get(section).and_then(Value::as_table).into_iter().flat_map(Table::keys) {
                assert!(header.contains(column), "{}: [{section}] {column}", preset.name);
            }
        }
        assert!(preset.documentation.starts_with("https://"), "{}", preset.name);
        assert_eq!(recognised(Some(preset.fact), &header).map(|found| &found.name), Some(&preset.name));
    }
    let names: std::collections::BTreeSet<&str> = presets().iter().map(|preset| preset.name.as_str()).collect();
    assert_eq!(names.len(), layouts::ALL.len());
}

#[test]
fn a_layout_is_known_whatever_stands_beside_it_and_not_by_a_part_of_it() {
    for preset in presets() {
        let mut header: Vec<String> =
            preset.columns().iter().map(|column| format!(" {}", column.to_uppercase())).collect();
        header.reverse();
        header.insert(1, "A column of next year".to_owned());
        assert_eq!(recognised(Some(preset.fact), &header).map(|found| &found.name), Some(&preset.name));
        let lacking: Vec<String> = preset.columns().iter().skip(1).map(|column| (*column).to_owned()).collect();
        let found = recognised(Some(preset.fact), &lacking);
        assert!(found.is_none_or(|found| found.name != preset.name), "{}", preset.name);
        assert_eq!(preset.missing(&lacking), preset.columns()[..1]);
    }
}
