DELETE FROM drafts WHERE key = $1 AND revision = $2
