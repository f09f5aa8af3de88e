//! Ways to alter the records past Bellwether, each with what it is called where it is told.

/// A way: the statements, and the name of what they alter.
pub(super) type Way = (&'static str, &'static str);

/// Of a company with two versions of policy and tree, signed, and of everything else that people decide.
pub(super) const WAYS: [Way; 45] = [
    // Definitions.
    (
        r#"UPDATE documents SET body = REPLACE(body, '"lapse_days":90', '"lapse_days":30') WHERE topic = 'policy' AND version = 2"#,
        "policy 2",
    ),
    ("UPDATE documents SET effective_from = effective_from + 400 WHERE topic = 'policy' AND version = 2", "policy 2"),
    (
        "UPDATE documents SET body = (SELECT body FROM documents WHERE topic = 'policy' AND version = 1) WHERE topic = 'policy' AND version = 2",
        "policy 2",
    ),
    ("DELETE FROM documents WHERE topic = 'policy' AND version = 2", "policy 2"),
    (
        "INSERT INTO documents SELECT seq + 9000, topic, key, 3, effective_from, body, note, created_by, created_at FROM documents WHERE topic = 'policy' AND version = 1",
        "document 90",
    ),
    ("UPDATE documents SET body = 'nothing' WHERE topic = 'policy' AND version = 2", "policy 2"),
    // Their signatures.
    ("UPDATE signatures SET leader = 'Bob'", "policy 2, signature"),
    ("UPDATE signatures SET role = 'Chair'", "policy 2, signature"),
    ("DELETE FROM signatures", "policy 2, signature"),
    ("INSERT INTO signatures SELECT document, 'Bob', role, signed_at, seq + 9000 FROM signatures", "signature of Bob"),
    // Reasons, their tree, mappings.
    ("UPDATE movement_reasons SET reason = 'service' WHERE reason = 'price'", "reason of audit entry"),
    ("UPDATE movement_reasons SET customer_id = 'c2'", "reason of audit entry"),
    ("UPDATE movement_reasons SET note = 'never said'", "reason of audit entry"),
    ("DELETE FROM movement_reasons WHERE seq = (SELECT MAX(seq) FROM movement_reasons)", "reason of audit entry"),
    (
        "INSERT INTO movement_reasons SELECT id || 'x', customer_id, day, kind, reason, how_known, note, set_by, set_at, seq + 9000 FROM movement_reasons LIMIT 1",
        "reason of audit entry 90",
    ),
    (
        "UPDATE documents SET body = REPLACE(body, 'Parking', 'Price') WHERE topic = 'reason_tree' AND version = 2",
        "reason tree 2",
    ),
    ("DELETE FROM documents WHERE topic = 'reason_tree' AND version = 2", "reason tree 2"),
    ("UPDATE documents SET body = REPLACE(body, 'amount', 'no') WHERE topic = 'mappings'", "mapping 1 of shop"),
    ("DELETE FROM documents WHERE topic = 'mappings'", "mapping 1 of shop"),
    // Registers.
    (
        r#"UPDATE entries SET body = REPLACE(body, '"customers":60', '"customers":6') WHERE topic = 'targets'"#,
        "target ",
    ),
    ("UPDATE entries SET withdrawn = 1 WHERE topic = 'targets'", "target "),
    ("UPDATE entries SET replaced_by = NULL WHERE topic = 'targets'", "target "),
    ("DELETE FROM entries WHERE topic = 'targets'", "target "),
    (
        "INSERT INTO entries SELECT seq + 9000, topic, id || 'X', body, withdrawn, changed_by, changed_at, NULL FROM entries LIMIT 1",
        "entry 90",
    ),
    ("UPDATE entries SET body = REPLACE(body, 'a total line', 'a test') WHERE topic = 'dismissals'", "dismissal "),
    // Who may come in.
    (r#"UPDATE users SET roles = '["admin"]' WHERE name = 'ben'"#, "user ben"),
    ("UPDATE users SET password = (SELECT password FROM users WHERE name = 'ann') WHERE name = 'ben'", "user ben"),
    ("UPDATE users SET active = 1 - active WHERE name = 'ben'", "user ben"),
    ("UPDATE users SET invitation = 'x', invited_until = 9000000000000000 WHERE name = 'ben'", "user ben"),
    ("DELETE FROM users WHERE name = 'ben'", "user ben"),
    (
        "INSERT INTO users (name, full_name, roles, active, password, password_given, changed_at, seq) SELECT 'eve', full_name, roles, active, password, 0, changed_at, seq FROM users WHERE name = 'ann'",
        "user eve",
    ),
    (r#"UPDATE tokens SET scopes = '["administer"]'"#, "token "),
    ("UPDATE tokens SET ends_at = ends_at + 1", "token "),
    ("UPDATE tokens SET user_name = 'ann'", "token "),
    ("UPDATE tokens SET checksum = checksum || 'x'", "token "),
    // Settings, and what follows from changes.
    (r#"UPDATE settings SET value_json = '"Dale"' WHERE name = 'organisation'"#, "setting organisation"),
    ("DELETE FROM settings WHERE name = 'organisation'", "setting organisation"),
    ("UPDATE topics SET seq = 1 WHERE name = 'policy'", "topic policy"),
    // The audit itself.
    ("UPDATE audit SET changed_by = 'Bob' WHERE seq = 3", "audit entry 3"),
    (
        "UPDATE audit SET after_json = REPLACE(after_json, '60', '61') WHERE seq = (SELECT MIN(seq) FROM audit WHERE what = 'policy.add')",
        "audit entry 2",
    ),
    ("DELETE FROM audit WHERE seq = 4", "audit entry 5"),
    (
        "UPDATE audit SET seq = 9999 WHERE seq = 5; UPDATE audit SET seq = 5 WHERE seq = 4; UPDATE audit SET seq = 4 WHERE seq = 9999",
        "audit entry 4",
    ),
    ("UPDATE audit_head SET entries = entries - 1", "audit entry"),
    (
        "UPDATE movement_reasons SET note = 'x'; UPDATE seals SET checksum = 'x' WHERE row_table = 'movement_reasons'",
        "reason of audit entry",
    ),
    ("DELETE FROM seals WHERE row_table = 'users'", "audit entry"),
];

/// Ways to alter the period in the middle of three that are closed.
pub(super) const OF_A_PERIOD: [&str; 7] = [
    "UPDATE closed_periods SET figures = REPLACE(figures, '1', '2') WHERE seq = MIDDLE",
    "UPDATE closed_periods SET figures = '{}', figures_checksum = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' WHERE seq = MIDDLE",
    "UPDATE closed_periods SET checksum = 'x' WHERE seq = MIDDLE",
    "UPDATE closed_periods SET closed_by = 'Bob' WHERE seq = MIDDLE",
    "UPDATE closed_periods SET policy_version = 2 WHERE seq = MIDDLE",
    "UPDATE closed_periods SET last_import_seq = 0 WHERE seq = MIDDLE",
    "DELETE FROM closed_periods WHERE seq = MIDDLE",
];
