-- Held until the transaction ends: sqlx's own lock is let go before that, and the next one would not see the tables yet.
SELECT 1 FROM pg_advisory_xact_lock(7813302116935017331)
