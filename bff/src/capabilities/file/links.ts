import type { fileSizes } from '@liren/contract/capabilities/file'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'

type Size = (typeof fileSizes)[number]

export interface FileLink {
  readonly url: string
  readonly thumb: string
}

export interface LinkQuery {
  readonly size: Size
  readonly exp: number
  readonly by: string
  readonly sig: string
}

/** Links end after ten minutes at most. They change every five, so that a list shown again finds its pictures in the browser. */
const stepMs = 5 * 60_000
const label = 'file-link'

const wordOf = (id: string, { size, exp, by }: Omit<LinkQuery, 'sig'>): string => `${id}|${size}|${exp}|${by}`

/**
 * Makes links for this viewer. Whoever calls it has decided that the viewer may see the record that the file
 * belongs to; the link itself opens for whoever holds it, and says for whom it was made.
 */
export function fileLinks(kernel: Kernel, principal: Pick<Principal, 'id'>, now: number): (id: string) => FileLink {
  const exp = Math.floor(now / stepMs) * stepMs + 2 * stepMs
  const by = principal.id
  const link = (id: string, size: Size) => {
    const sig = kernel.sealer.tokenMac(label, wordOf(id, { size, exp, by }))
    return `/api/files/${id}/content?${new URLSearchParams({ size, exp: String(exp), by, sig })}`
  }
  return (id) => ({ url: link(id, 'full'), thumb: link(id, 'thumb') })
}

export const isLinkGood = (kernel: Kernel, id: string, query: LinkQuery, now: number): boolean =>
  now < query.exp && kernel.sealer.tokenIntact(label, wordOf(id, query), query.sig)
