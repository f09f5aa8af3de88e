//! The layouts that are known, in the order in which they are listed.

/// The presets as they are written.
pub(super) const ALL: [&str; 4] = [
    include_str!("layouts/shopify_orders.toml"),
    include_str!("layouts/stripe_subscriptions.toml"),
    include_str!("layouts/zendesk_tickets.toml"),
    include_str!("layouts/zendesk_satisfaction.toml"),
];
