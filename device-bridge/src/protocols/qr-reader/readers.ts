import type { Line } from '../../lines/line.ts'
import type { Device } from '../../registry.ts'
import { openTcp } from '../../transport/tcp.ts'
import { readJson } from '../json.ts'
import type { OpenProtocol, ProtocolDeps } from '../protocol.ts'
import { createReader, cutPiece } from './frame.ts'
import type { QrAddress } from './index.ts'
import { endOf, withoutCode } from './shown.ts'

type Reader = Device<QrAddress>
/** A reader says the same code several times a second while it is held before it. */
const sameMs = 3000
const longest = 500

/** Codes that readers have seen, from a line behind a gateway or posted over HTTP. Whether they open anything is decided elsewhere. */
export async function openQrReaders(deps: ProtocolDeps<QrAddress>): Promise<OpenProtocol<QrAddress>> {
  const { clock, devices, http } = deps
  const seen = new Map<string, { readonly text: string; at: number }>()
  const open = new Map<string, { readonly device: Reader; close(): void }>()

  async function hear({ code, address: { door, direction } }: Reader, text: string, line: Line): Promise<void> {
    const last = seen.get(code)
    const isSame = last?.text === text && clock.elapsed() - last.at < sameMs
    seen.set(code, { text, at: clock.elapsed() })
    if (isSame) return line.hear({ signals: [] })
    const where = { ...(door === undefined ? {} : { door }), ...(direction === undefined ? {} : { direction }) }
    await line.hear({ signals: [{ type: 'code.read', values: { ...where, text } }] })
  }

  /** Undefined when it is no code. */
  const codeIn = (bytes: Buffer): string | undefined => {
    const text = bytes.toString('utf8')
    return text !== '' && text.length <= longest && !text.includes('\ufffd') ? text : undefined
  }

  /** Bytes that are no piece, their code taken out already. */
  async function nonsense(kept: Buffer, why: string, line: Line): Promise<void> {
    line.saw('in', kept, { nonsense: why })
    await line.unknown(kept, why)
  }

  async function piece(device: Reader, bytes: Buffer, line: Line): Promise<void> {
    const cut = cutPiece(bytes)
    // The empty line between CR and LF.
    if (cut.ok && cut.kind === 'line' && cut.data.length === 0) return
    const kept = withoutCode(bytes)
    if (!cut.ok) return nonsense(kept, `byte ${cut.at}: ${cut.why}`, line)
    const { ok, data, ...head } = cut
    line.saw('in', kept, { ...head, text: endOf(data.toString('utf8')) })
    if (cut.kind === 'frame' && cut.status !== 0) return line.unknown(kept, `status ${cut.status}`)
    if (cut.kind === 'frame' && cut.data.length === 0) return line.hear({ signals: [] })
    const text = codeIn(cut.data)
    return text === undefined ? line.unknown(kept, 'no text') : hear(device, text, line)
  }

  function dial(device: Reader, host: string, port: number): { close(): void } {
    const stop = new AbortController()
    const line = deps.line({ remote: `${host}:${port}`, device: device.code })
    void (async () => {
      while (!stop.signal.aborted) {
        const reader = createReader()
        let work = Promise.resolve()
        await new Promise<void>((resolve) => {
          const tcp = openTcp(host, port, {
            onOpen: () => undefined,
            onBytes(bytes) {
              for (const one of reader.push(bytes))
                work = work
                  .then(() => ('bad' in one ? nonsense(withoutCode(one.bad), one.why, line) : piece(device, one.frame, line)))
                  .catch((error: Error) => deps.log.warn({ device: device.code, reason: error.message }, 'a code could not be kept'))
            },
            onEnd: () => resolve(),
          })
          stop.signal.addEventListener('abort', () => tcp.close(), { once: true })
        })
        await work
        await clock.sleep(5000, stop.signal).catch(() => undefined)
      }
      await line.end(false)
    })()
    return { close: () => stop.abort() }
  }

  await http.on(
    'POST',
    '/qr/:device/:secret',
    async ({ params, headers, body, line }) => {
      const device = devices.get(params.device ?? '')
      const kept = withoutCode(body)
      if (!device || !devices.admits(device.code, params.secret ?? '', line.remote) || !line.prove(device.code)) {
        line.stranger((params.device ?? '').slice(0, 60), 'a wrong secret, or no reader', kept)
        return { status: 403, body: { error: 'not admitted' } }
      }
      const { field } = device.address
      const text = fieldIn(body, String(headers['content-type'] ?? ''), field)
      line.saw('in', kept, text === undefined ? { without: field } : { field, text: endOf(text) })
      if (text === undefined || codeIn(Buffer.from(text)) === undefined) {
        await line.unknown(kept, `no code under "${field}"`)
        return { status: 400, body: { error: 'no code' } }
      }
      await hear(device, text, line)
      return { status: 200, body: {} }
    },
    { maxBytes: 16 * 1024 },
  )

  function update(): void {
    const wanted = new Map(devices.all().map((device) => [device.code, device]))
    for (const [code, one] of open) {
      if (wanted.get(code) === one.device) continue
      one.close()
      open.delete(code)
    }
    for (const [code, device] of wanted) {
      const { host, port } = device.address
      if (!open.has(code) && host !== undefined && port !== undefined) open.set(code, { device, ...dial(device, host, port) })
    }
  }
  update()

  return {
    ports: { http: http.port ?? 0 },
    devicesChanged: update,
    async close() {
      for (const { close } of open.values()) close()
    },
  }
}

/** Bodies differ from maker to maker: JSON or a form, and the field that holds the code. */
function fieldIn(body: Buffer, type: string, field: string): string | undefined {
  if (type.includes('x-www-form-urlencoded')) return new URLSearchParams(body.toString('utf8')).get(field) ?? undefined
  const json = readJson(body)
  const value =
    json.ok && json.value !== null && typeof json.value === 'object' ? (json.value as Record<string, unknown>)[field] : undefined
  return typeof value === 'string' ? value : undefined
}
