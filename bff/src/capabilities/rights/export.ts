import { type Text, text } from '@liren/contract'
import { exportDays } from '@liren/contract/capabilities/rights'
import { strToU8, type Zippable, zipSync } from 'fflate'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type PersonalRecord, personalDataOf, type Subject } from '../../kernel/personal.ts'
import { filesAboutUser } from '../person/read.ts'
import { changeRequest, type RightsRequestRow, requestOf } from './row.ts'

interface Section {
  readonly name: string
  readonly text: Text
  readonly records: readonly PersonalRecord[]
}

export async function subjectOf(kernel: Kernel, userId: string): Promise<Subject> {
  return { userId, personIds: (await filesAboutUser(kernel, userId)).map(({ id }) => id) }
}

/** Everything that is kept about somebody, part by part. */
export async function sectionsOf(kernel: Kernel, subject: Subject): Promise<Section[]> {
  const sections: Section[] = []
  for (const { name, text, records } of personalDataOf(kernel)) sections.push({ name, text, records: await records(subject) })
  return sections
}

const place = (row: string) => ({ table: 'rights_requests', column: 'archive', row })
const day = 86_400_000
/** Together no more than this of pictures: the rest can be asked for at the desk. */
const mostBytes = 60 * 1024 * 1024

/** Writes the archive of a request: readable by people and by programs, sealed while it lies with us. Can be run again. */
export async function makeExport(kernel: Kernel, requestId: string): Promise<void> {
  const row = await requestOf(kernel, requestId, undefined)
  if (row.state !== 'making') return
  const subject = await subjectOf(kernel, row.user_id)
  const sections = await sectionsOf(kernel, subject)
  const made = new Date(kernel.clock.now()).toISOString()
  const files: Zippable = {
    'data.json': strToU8(JSON.stringify({ made, sections: sections.map(jsonOf) }, null, 2)),
    'index.html': strToU8(pageOf(made, sections)),
  }
  let room = mostBytes
  for (const id of await fileIds(kernel, subject)) {
    const content = await readAll(kernel, id)
    if (!content || content.length > room) continue
    room -= content.length
    files[`files/${id}`] = [content, { level: 0 }]
  }
  const zip = Buffer.from(zipSync(files))
  const key = `rights/${row.id}.sealed`
  await kernel.files.put(key, Buffer.from(kernel.sealer.seal(zip.toString('base64'), place(row.id))), 'text/plain')
  await kernel.store.tx(async (tx) => {
    const expires = kernel.clock.now() + exportDays * day
    const change = {
      state: 'ready',
      file_key: key,
      bytes: zip.length,
      expires_at: expires,
      open_key: null,
      decided_at: kernel.clock.now(),
    } as const
    await changeRequest(kernel, row, change, tx)
    await appendEvents(kernel, [{ name: 'rights.ready', subject: 'rights', subjectId: row.id, payload: { userId: row.user_id } }], tx)
  })
}

async function fileIds(kernel: Kernel, subject: Subject): Promise<string[]> {
  const ids = await Promise.all(personalDataOf(kernel).map(({ files }) => files?.(subject) ?? []))
  return [...new Set(ids.flat())]
}

async function readAll({ files }: Kernel, id: string): Promise<Uint8Array | undefined> {
  const opened = await files.open(`file/${id}`)
  if (!opened) return undefined
  const parts: Buffer[] = []
  for await (const part of opened.stream) parts.push(part as Buffer)
  return new Uint8Array(Buffer.concat(parts))
}

/** The bytes of an export that is there. */
export async function openExport(kernel: Kernel, row: RightsRequestRow): Promise<Buffer | undefined> {
  if (row.file_key === null) return undefined
  const opened = await kernel.files.open(row.file_key)
  if (!opened) return undefined
  const parts: Buffer[] = []
  for await (const part of opened.stream) parts.push(part as Buffer)
  return Buffer.from(kernel.sealer.open(Buffer.concat(parts).toString(), place(row.id)), 'base64')
}

const jsonOf = ({ name, text, records }: Section) => ({
  name,
  title: text,
  records: records.map((record) => record.map(([label, value]) => ({ label, value }))),
})

const escaped = (value: string): string =>
  value.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign] as string)

const both = ({ zh, en }: Text): string => `${escaped(zh)} <small>${escaped(en)}</small>`

function pageOf(made: string, sections: readonly Section[]): string {
  const title = text('平台保存的我的信息', 'What is kept about me')
  const parts = sections.map(({ text: name, records }) => {
    const tables = records.map(
      (record) => `<table>${record.map(([label, value]) => `<tr><th>${both(label)}</th><td>${escaped(value)}</td></tr>`).join('')}</table>`,
    )
    return `<h2>${both(name)} (${records.length})</h2>${tables.join('') || '<p>没有 / none</p>'}`
  })
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title.zh)}</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:860px;margin:24px auto;padding:0 16px;color:#1b2126}small{color:#5f6a72}
table{width:100%;border-collapse:collapse;margin:0 0 16px}th,td{text-align:left;padding:6px 10px;border:1px solid #d8dde1;vertical-align:top}th{width:34%;font-weight:500;background:#f5f7f8}</style>
<h1>${both(title)}</h1><p>${escaped(made)}</p>${parts.join('')}</html>`
}
