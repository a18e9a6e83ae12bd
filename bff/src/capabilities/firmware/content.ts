import { buffer } from 'node:stream/consumers'
import type { QueryOf } from '@liren/contract'
import { type firmwareEndpoints, maxFirmwareBytes, packageErrors } from '@liren/contract/capabilities/firmware'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { PrepareContext, RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { receiveFile } from '../../kernel/upload/receive.ts'
import { fileKey, isSigned, knownProduct } from './packages.ts'
import { type PackageRow, packageById } from './row.ts'

export interface Received {
  readonly bytes: Buffer
  /** Its digest: a repeated request must bring the same file. */
  readonly content: string
}

/** Below this much free space nothing more is taken. */
const spareBytes = 256 * 1024 * 1024

/** Reads a package into memory. */
export async function receivePackage(kernel: Kernel, ctx: PrepareContext, productId: string): Promise<Received> {
  await knownProduct(kernel, productId)
  const free = await kernel.files.free()
  if (free !== undefined && free < spareBytes) throw refuseWith(packageErrors, 'firmware.storage-full')
  const bytes = await receiveFile(ctx.koa.req, {
    bytes: maxFirmwareBytes,
    tooLarge: () => refuseWith(packageErrors, 'firmware.too-large'),
  })
  if (bytes.length === 0) throw refuseWith(packageErrors, 'firmware.empty')
  return { bytes, content: kernel.crypto.sm3(bytes).toString('hex') }
}

/** The bytes lie there before the row that names them. */
export async function storePackage(kernel: Kernel, { bytes, content }: Received) {
  await kernel.files.put(fileKey(content), bytes, 'application/octet-stream')
  return { bytes: bytes.length, sm3: content, address: null }
}

const label = 'firmware-link'
const wordOf = (id: string, device: string, exp: number): string => `${id}|${device}|${exp}`

/** Where devices reach the house; without a public address only those on this machine do. */
const originOf = ({ config }: Kernel): string =>
  config.LIREN_PUBLIC_URL ? config.LIREN_PUBLIC_URL.replace(/\/+$/, '') : `http://127.0.0.1:${config.LIREN_PORT}`

/** The address that one device is told, good until its time is over. */
export function addressFor(kernel: Kernel, row: PackageRow, device: string, exp: number): string {
  if (row.address !== null) return row.address
  const sig = kernel.sealer.tokenMac(label, wordOf(row.id, device, exp))
  return `${originOf(kernel)}/api/firmware/packages/${row.id}/content?${new URLSearchParams({ device, exp: String(exp), sig })}`
}

/** Gives a package to whoever holds a good link; what does not match its signature is given to nobody. */
export async function sendPackage(kernel: Kernel, ctx: RequestContext<typeof firmwareEndpoints.content>): Promise<void> {
  const { device, exp, sig }: QueryOf<typeof firmwareEndpoints.content> = ctx.query
  const { id } = ctx.params
  if (ctx.now >= exp || !kernel.sealer.tokenIntact(label, wordOf(id, device, exp), sig))
    throw refuseWith(packageErrors, 'firmware.link-invalid')
  const row = await packageById(kernel, id)
  if (row.withdrawn_at !== null) throw refuseWith(packageErrors, 'firmware.link-invalid')
  const found = row.address === null ? await kernel.files.open(fileKey(row.sm3)) : undefined
  if (!found) throw refuse('not-found')
  const content = await buffer(found.stream)
  if (!isSigned(kernel, row) || kernel.crypto.sm3(content).toString('hex') !== row.sm3) {
    kernel.log.error({ package: id }, 'a package does not match its signature; it is given to nobody')
    throw refuseWith(packageErrors, 'firmware.broken')
  }
  await kernel.audit.write({
    ...{ actorId: device, actorKind: 'device', action: 'firmware.fetched', subject: 'firmware', subjectId: id, placePath: null },
    ...{ result: 'done', ip: ctx.ip, requestId: ctx.requestId, after: { release: row.release_word, bytes: content.length } },
  })
  ctx.koa.status = 200
  ctx.koa.type = 'application/octet-stream'
  ctx.koa.set('content-disposition', `attachment; filename="${row.release_word}.bin"`)
  ctx.koa.set('cache-control', 'no-store')
  ctx.koa.body = content
}
