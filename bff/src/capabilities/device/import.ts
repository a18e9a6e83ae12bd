import { device as contract } from '@liren/contract/capabilities/device'
import { AppError } from '../../kernel/errors.ts'
import { parseParts } from '../../kernel/http/validate.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { productsByCode } from '../product/read.ts'
import { CsvError, parseCsv } from './csv.ts'
import { type Create, createDevice, type Writer } from './write.ts'

export interface RowFault {
  readonly row: number
  readonly path: string
  readonly zh: string
  readonly en: string
}

export const mostRows = 2000
const numbers = new Set(['longitude', 'latitude', 'floor'])

type Cells = Record<string, unknown>

/** Heads people write, and what the interface calls them. `product` and `place` are codes and paths, for ids are nobody's words. */
const heads: Readonly<Record<string, string>> = {
  编号: 'code',
  名称: 'name',
  产品: 'product',
  厂商: 'manufacturer',
  型号: 'model',
  序列号: 'serial',
  位置: 'place',
  安装位置: 'spot',
  安装日期: 'installedOn',
  经度: 'longitude',
  纬度: 'latitude',
  楼层: 'floor',
  所属单位: 'owner',
  保修到期: 'warrantyOn',
  网桥: 'bridge',
}

export function readRows(format: 'csv' | 'json', content: string): { rows: Cells[]; faults: RowFault[] } {
  try {
    const rows = format === 'json' ? (JSON.parse(content) as unknown) : parseCsv(content)
    if (!Array.isArray(rows) || rows.some((row) => typeof row !== 'object' || row === null || Array.isArray(row)))
      return { rows: [], faults: [{ row: 0, path: 'content', zh: '应为对象的列表', en: 'Expected a list of objects' }] }
    if (rows.length > mostRows)
      return { rows: [], faults: [{ row: 0, path: 'content', zh: `一次最多 ${mostRows} 行`, en: `At most ${mostRows} rows` }] }
    return { rows: rows.map((row) => named(row as Cells)), faults: [] }
  } catch (error) {
    const at = error instanceof CsvError ? error.row : 0
    return {
      rows: [],
      faults: [{ row: at, path: 'content', zh: '文件无法识别', en: error instanceof Error ? error.message.slice(0, 200) : 'Not readable' }],
    }
  }
}

/** Empty cells say nothing; numbers come as text from a CSV. */
function named(row: Cells): Cells {
  const cells: Cells = {}
  for (const [head, value] of Object.entries(row)) {
    const name = heads[head.trim()] ?? head.trim()
    const text = typeof value === 'string' ? value.trim() : value
    if (text === '' || text === null) continue
    cells[name] = numbers.has(name) && typeof text === 'string' && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
  }
  return cells
}

/** Registers all rows or none. Every fault of every row is told at once. */
export async function importDevices(
  kernel: Kernel,
  { format, content, isDryRun }: { format: 'csv' | 'json'; content: string; isDryRun: boolean },
  origin: 'import' | 'interface',
  writer: Writer,
): Promise<{ rows: number; created: number; faults: RowFault[]; ids: string[] }> {
  const { rows, faults } = readRows(format, content)
  if (faults.length > 0) return { rows: 0, created: 0, faults, ids: [] }
  const { ready, wrong } = await prepare(kernel, rows, writer)
  if (wrong.length > 0 || isDryRun) return { rows: rows.length, created: 0, faults: wrong, ids: [] }
  const ids: string[] = []
  for (const { row, body } of ready)
    ids.push(
      await createDevice(kernel, body, origin, writer).catch((error: unknown) => {
        if (error instanceof AppError) throw new AppError(error.code, error, { ...error, details: { row } })
        throw error
      }),
    )
  return { rows: rows.length, created: ready.length, faults: [], ids }
}

async function prepare(kernel: Kernel, rows: readonly Cells[], { scope, tx }: Writer) {
  const products = await productsByCode(
    kernel,
    rows.map((row) => String(row.product ?? '')),
    tx,
  )
  const places = await placesByPath(
    kernel,
    rows.map((row) => String(row.place ?? '')),
    tx,
  )
  const taken = await takenCodes(
    kernel,
    rows.map((row) => String(row.code ?? '')),
    tx,
  )
  const bridges = await bridgeCodes(kernel, tx)
  const seen = new Set<string>()
  const wrong: RowFault[] = []
  const ready: { row: number; body: Create }[] = []
  for (const [index, { product, place, ...cells }] of rows.entries()) {
    const row = index + 1
    const say = (path: string, zh: string, en: string) => wrong.push({ row, path, zh, en })
    const known = products.get(String(product))
    const at = places.get(String(place))
    if (known?.state !== 'released') say('product', '没有这个已发布的产品', 'No released product has this code')
    if (at === undefined || !scope.places.some((path) => String(place).startsWith(path)))
      say('place', '没有这个位置，或不在您的管理范围', 'No such place, or not yours')
    const code = String(cells.code ?? '')
    if (taken.has(code)) say('code', '编号已被使用', 'This code is taken')
    if (seen.has(code)) say('code', '编号在文件中重复', 'This code stands twice in the file')
    seen.add(code)
    if (cells.bridge !== undefined && !bridges.has(String(cells.bridge))) say('bridge', '没有这个网桥', 'There is no such bridge')
    const body = { ...cells, ...(known ? { productId: known.id } : {}), ...(at ? { placeId: at } : {}) }
    wrong.push(...shapeFaults(body, row, !known || !at))
    ready.push({ row, body: body as Create })
  }
  return { ready, wrong }
}

/** Held against the very schema that a single registration has; what was said above is not said again. */
function shapeFaults(body: Cells, row: number, isIncomplete: boolean): RowFault[] {
  const known = new Set(Object.keys((contract.endpoints.create.body as { shape: object }).shape))
  const strange = Object.keys(body).filter((name) => !known.has(name))
  const faults = strange.map((name) => ({ row, path: name, zh: '没有这一列', en: 'There is no such column' }))
  try {
    parseParts([{ name: 'body', schema: contract.endpoints.create.body, value: body }])
    return faults
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const own = error.faults.map(({ path, zh, en }) => ({ row, path: path.replace(/^body\./, ''), zh, en }))
    return [...faults, ...own.filter((fault) => !(isIncomplete && ['productId', 'placeId'].includes(fault.path)))]
  }
}

async function placesByPath(kernel: Kernel, paths: readonly string[], tx: Writer['tx']): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const wanted = [...new Set(paths)]
  for (let from = 0; from < wanted.length; from += 500) {
    const where = among('path', wanted.slice(from, from + 500))
    const sql = `SELECT id, path FROM places WHERE is_retired = 0 AND ${where.sql}`
    for (const row of await kernel.store.rows<{ id: string; path: string }>(sql, where.params, tx)) found.set(row.path, row.id)
  }
  return found
}

async function takenCodes(kernel: Kernel, codes: readonly string[], tx: Writer['tx']): Promise<Set<string>> {
  const taken = new Set<string>()
  const wanted = [...new Set(codes)]
  for (let from = 0; from < wanted.length; from += 500) {
    const where = among('code', wanted.slice(from, from + 500))
    const statement = { sql: `SELECT code FROM devices WHERE ${where.sql}`, params: where.params }
    for (const row of await unscoped<{ code: string }>(kernel.store, 'a code is one of a kind, wherever it is', statement, tx))
      taken.add(row.code)
  }
  return taken
}

const bridgeCodes = async (kernel: Kernel, tx: Writer['tx']): Promise<Set<string>> =>
  new Set((await kernel.store.rows<{ code: string }>('SELECT code FROM bridges', [], tx)).map((row) => row.code))
