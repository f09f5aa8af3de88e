SELECT version, leader, role, signed_at
FROM policy_signatures
WHERE version = $1
ORDER BY seq
