import type { Kernel } from '../../kernel/kernel.ts'

const label = 'rights-export'
const minutes = 10

/** A link to an export opens for whoever holds it, for ten minutes; the request makes a new one each time it is read. */
export function exportLink(kernel: Kernel, id: string, now: number): string {
  const exp = now + minutes * 60_000
  const sig = kernel.sealer.tokenMac(label, `${id}|${exp}`)
  return `/api/rights/exports/${id}/content?${new URLSearchParams({ exp: String(exp), sig })}`
}

export const isExportLinkGood = (kernel: Kernel, id: string, { exp, sig }: { exp: number; sig: string }, now: number): boolean =>
  now < exp && kernel.sealer.tokenIntact(label, `${id}|${exp}`, sig)
