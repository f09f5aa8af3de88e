//! What may become part of Bellwether: deny.toml, held against the packages that are built.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::source_text::{root, text};

struct Package {
    name: String,
    version: String,
    license: String,
    origin: Option<String>,
}

/// The packages of this platform, from the lock file.
fn packages() -> Vec<Package> {
    let cargo = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output().expect("cargo");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    let metadata = cargo(&["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host]);
    let metadata: Value = serde_json::from_str(&metadata).expect("JSON");
    let word = |package: &Value, name: &str| package[name].as_str().map(str::to_owned);
    metadata["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .map(|package| Package {
            name: word(package, "name").expect("a name"),
            version: word(package, "version").expect("a version"),
            license: word(package, "license").unwrap_or_default(),
            origin: word(package, "source"),
        })
        .collect()
}

fn rules() -> toml::Table {
    text(Path::new("deny.toml")).parse().expect("deny.toml")
}

fn words(value: &toml::Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(toml::Value::as_str).collect()
}

#[test]
fn what_carries_our_data_comes_once_and_banned_packages_not_at_all() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages() {
        versions.entry(package.name).or_default().insert(package.version);
    }
    let rules = rules();
    let bans = rules["bans"]["deny"].as_array().expect("bans.deny");
    assert!(bans.len() > 5);
    for ban in bans {
        let name = ban["crate"].as_str().expect("a crate's name");
        let once = ban.get("deny-multiple-versions").and_then(toml::Value::as_bool) == Some(true);
        let found = versions.get(name).map_or(0, BTreeSet::len);
        assert!(found <= usize::from(once), "{name} is there in {found} versions: {:?}", versions.get(name));
    }
}

#[test]
fn every_licence_is_permissive() {
    let rules = rules();
    let allowed = words(&rules["licenses"]["allow"]);
    let exceptions = rules["licenses"]["exceptions"].as_array().expect("licenses.exceptions");
    for Package { name, version, license, .. } in packages() {
        let own: Vec<&str> = exceptions
            .iter()
            .filter(|exception| exception["crate"].as_str() == Some(&name))
            .flat_map(|exception| words(&exception["allow"]))
            .collect();
        let expression = spdx::Expression::parse_mode(&license, spdx::ParseMode::LAX)
            .unwrap_or_else(|error| panic!("{name} {version}: the licence '{license}' cannot be read: {error}"));
        let is_allowed = |licence: &spdx::LicenseReq| {
            let licence = licence.to_string();
            allowed.contains(&licence.as_str()) || own.contains(&licence.as_str())
        };
        assert!(
            expression.evaluate(is_allowed),
            "{name} {version} is under '{license}', which deny.toml does not allow"
        );
    }
}

#[test]
fn everything_comes_from_crates_io_or_from_here() {
    let rules = rules();
    let registries = words(&rules["sources"]["allow-registry"]);
    for Package { name, origin, .. } in packages() {
        if let Some(origin) = origin {
            let is_allowed = registries.iter().any(|registry| origin == format!("registry+{registry}"));
            assert!(is_allowed, "{name} comes from {origin}");
        }
    }
}

#[test]
fn a_dist_build_says_how_each_dependency_is_optimised_that_a_release_optimises_less() {
    let config: toml::Table = text(Path::new(".cargo/config.toml")).parse().expect(".cargo/config.toml");
    let named = |profile: &str| config["profile"][profile]["package"].as_table().expect("packages").clone();
    let (release, dist) = (named("release"), named("dist"));
    let built: BTreeSet<String> = packages().into_iter().map(|package| package.name).collect();
    assert!(release.len() > 50);
    for name in release.keys() {
        assert!(dist.contains_key(name), "{name} would stay as slow in dist as it is in a release");
    }
    for name in release.keys().chain(dist.keys()).filter(|name| *name != "*") {
        assert!(built.contains(name), "{name} is no longer part of Bellwether");
    }
}
