SELECT name, value_json FROM settings ORDER BY name
