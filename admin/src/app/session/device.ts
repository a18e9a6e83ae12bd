const place = 'liren.admin.device'

/** A random name of this browser: a device that is known is not locked out by somebody else's guessing. */
export function deviceKey(): string {
  try {
    const known = localStorage.getItem(place)
    if (known !== null && /^[A-Za-z0-9_-]{22,64}$/.test(known)) return known
  } catch {
    // Storage is refused: the device stays unknown.
  }
  const made = [...crypto.getRandomValues(new Uint8Array(18))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  try {
    localStorage.setItem(place, made)
  } catch {
    // As above.
  }
  return made
}

const first = (agent: string, names: readonly (readonly [mark: string, name: string])[]): string =>
  names.find(([mark]) => agent.includes(mark))?.[1] ?? ''

/** What the person will recognise in the list of sessions: `Chrome · Windows`. */
export function deviceName(agent: string = navigator.userAgent): string {
  const browser = first(agent, [
    ['MicroMessenger', 'WeChat'],
    ['Edg/', 'Edge'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
  ])
  const system = first(agent, [
    ['Android', 'Android'],
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad'],
    ['Mac OS', 'macOS'],
    ['Windows', 'Windows'],
    ['Linux', 'Linux'],
  ])
  return [browser, system].filter((part) => part !== '').join(' · ') || 'Browser'
}
