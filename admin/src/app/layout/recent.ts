const place = 'liren.admin.recent'
const most = 8

/** Pages that were opened from the search box, newest first. */
export function recentPaths(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '[]')
    return Array.isArray(kept) ? kept.filter((path): path is string => typeof path === 'string').slice(0, most) : []
  } catch {
    return []
  }
}

/** Records are not remembered, only pages: an address may name a person. */
export function rememberPath(path: string): void {
  if (path.includes('?')) return
  try {
    localStorage.setItem(place, JSON.stringify([path, ...recentPaths().filter((known) => known !== path)].slice(0, most)))
  } catch {
    // Nothing is remembered where storage is refused.
  }
}
