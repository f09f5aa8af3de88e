INSERT INTO policy_signatures (version, leader, role, signed_at, seq)
VALUES ($1, $2, $3, $4, $5)
