SELECT name, value_json FROM settings WHERE name = $1
