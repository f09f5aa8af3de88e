SELECT version, document FROM policy_versions ORDER BY version
