type Where = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly path: string
}

/** Piles fetch their program by FTP; every part of the address has its own short field. */
export function updateFrom(url: string): Where | { readonly problem: string } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol !== 'ftp:') return { problem: 'piles fetch their program by ftp://' }
  const where = {
    host: parsed.hostname,
    port: Number(parsed.port || 21),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    path: decodeURIComponent(parsed.pathname),
  }
  const most = { host: 16, user: 16, password: 16, path: 32 } as const
  const long = Object.entries(most).find(([name, signs]) => where[name as keyof typeof most].length > signs)
  return long ? { problem: `the ${long[0]} of the address has at most ${long[1]} signs` } : where
}
