import { residentIdSign } from '@liren/contract/archive/index'
import type { ImportRow, WorkbookImport } from '@liren/contract/capabilities/workbook'
import type { Answer, TestApp } from '../../../test/app.ts'
import { type OutCell, writeWorkbook } from '../../kernel/workbook/write.ts'

/** Rows of a workbook, the head among them, as bytes. */
export async function workbookOf(rows: readonly (readonly OutCell[])[]): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of writeWorkbook({ sheets: [{ name: '数据', rows }] })) pieces.push(piece)
  return Buffer.concat(pieces)
}

let made = 0
/** A number that adds up, of a region that does not exist. */
export function idNumber(born = '19860309'): string {
  const head = `990102${born}${String(++made % 1000).padStart(3, '0')}`
  return head + residentIdSign(head)
}

let keys = 0
export async function upload(
  app: TestApp,
  token: string,
  query: { archive: string; placeId: string; name?: string },
  bytes: Buffer,
): Promise<Answer<WorkbookImport>> {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)]), 'upload.bin')
  const search = new URLSearchParams({ name: '名册.xlsx', ...query })
  const response = await fetch(`${app.origin}/api/workbooks/imports?${search}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': `workbook-key-${String(++keys).padStart(8, '0')}` },
    body: form,
  })
  const text = await response.text()
  const body = JSON.parse(text) as WorkbookImport & { error?: Answer['error'] }
  return { status: response.status, headers: response.headers, body, text, error: body.error }
}

export const importOf = (app: TestApp, token: string, id: string) =>
  app.call<WorkbookImport>('GET', `/api/workbooks/imports/${id}`, { token }).then(({ body }) => body)

export async function rowsOf(app: TestApp, token: string, id: string, state?: string): Promise<ImportRow[]> {
  const items: ImportRow[] = []
  let cursor = ''
  for (;;) {
    const query = new URLSearchParams({ limit: '100', ...(state ? { state } : {}), ...(cursor ? { cursor } : {}) })
    const { body } = await app.call<{ items: ImportRow[]; next?: string }>('GET', `/api/workbooks/imports/${id}/rows?${query}`, { token })
    items.push(...body.items)
    if (body.next === undefined) return items
    cursor = body.next
  }
}

/** Uploads and lets the dry run come to its end. */
export async function dryRun(app: TestApp, token: string, query: Parameters<typeof upload>[2], bytes: Buffer): Promise<WorkbookImport> {
  const answer = await upload(app, token, query, bytes)
  if (answer.status !== 202) throw new Error(answer.text)
  await app.work()
  return importOf(app, token, answer.body.id)
}

export async function apply(app: TestApp, token: string, { id, version }: WorkbookImport): Promise<WorkbookImport> {
  const answer = await app.call('POST', `/api/workbooks/imports/${id}/confirm`, { token, body: { version } })
  if (answer.status !== 202) throw new Error(answer.text)
  await app.work()
  return importOf(app, token, id)
}
