/** What of a file cannot be taken, in one sentence. */
export class Unreadable extends Error {
  readonly zh: string
  readonly en: string
  constructor(zh: string, en: string) {
    super(en)
    this.zh = zh
    this.en = en
  }
}

/** UTF-8 as the machine reads it; throws at what is none. */
export type Decode = (bytes: Uint8Array) => string
export type Json = Readonly<Record<string, unknown>>
export type GlbRoot = Json
export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const magic = 0x46546c67
const jsonChunk = 0x4e4f534a
const binaryChunk = 0x004e4942
const mostJsonBytes = 2 * 1024 * 1024
const mostEntries = 20_000

/** A list of the file, its entries objects; what is not there is an empty list. */
export function listOf(root: GlbRoot, name: string): readonly Json[] {
  const list = root[name] ?? []
  if (!Array.isArray(list) || list.length > mostEntries || !list.every(isObject))
    throw new Unreadable(`模型文件的 ${name} 有误`, `The list ${name} of the model is not valid`)
  return list as Json[]
}

/** An entry of a list by its number; a number beyond the list is not followed. */
export function entryOf(root: GlbRoot, name: string, index: unknown): Json {
  const entry = typeof index === 'number' && Number.isInteger(index) && index >= 0 ? listOf(root, name)[index] : undefined
  if (!entry) throw new Unreadable(`模型文件引用了不存在的 ${name}`, `The model refers to an entry of ${name} that is not there`)
  return entry
}

/** The header and its chunks: what the file says of itself, and its numbers. */
export function readContainer(bytes: Uint8Array, decode: Decode): { root: GlbRoot; content: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 20 || view.getUint32(0, true) !== magic) throw new Unreadable('不是 glb 文件', 'This is not a glb file')
  if (view.getUint32(4, true) !== 2) throw new Unreadable('只支持 glTF 2.0', 'Only glTF 2.0 is supported')
  if (view.getUint32(8, true) !== bytes.length) throw new Unreadable('模型文件不完整', 'The model is not whole')
  const chunks: { kind: number; bytes: Uint8Array }[] = []
  let at = 12
  while (at < bytes.length) {
    const length = at + 8 <= bytes.length ? view.getUint32(at, true) : -1
    if (length < 0 || length % 4 !== 0 || at + 8 + length > bytes.length || chunks.length === 2)
      throw new Unreadable('模型文件的分块有误', 'The chunks of the model are not valid')
    chunks.push({ kind: view.getUint32(at + 4, true), bytes: bytes.subarray(at + 8, at + 8 + length) })
    at += 8 + length
  }
  const [json, binary] = chunks
  if (json?.kind !== jsonChunk || json.bytes.length > mostJsonBytes || (binary && binary.kind !== binaryChunk))
    throw new Unreadable('模型文件的分块有误', 'The chunks of the model are not valid')
  const root = parsed(json.bytes, decode)
  refuseForeign(root)
  return { root, content: contentOf(root, binary?.bytes ?? new Uint8Array(0)) }
}

function parsed(bytes: Uint8Array, decode: Decode): GlbRoot {
  try {
    const root: unknown = JSON.parse(decode(bytes))
    if (isObject(root)) return root
  } catch {
    // said below
  }
  throw new Unreadable('模型文件的说明不是 JSON', 'What the model says of itself is not JSON')
}

/** A model that needs something from elsewhere, or a way of writing that we do not know, is not whole for us. */
function refuseForeign(root: GlbRoot): void {
  const version = isObject(root.asset) ? root.asset.version : undefined
  if (typeof version !== 'string' || !/^2\.\d+$/.test(version)) throw new Unreadable('只支持 glTF 2.0', 'Only glTF 2.0 is supported')
  const needed = root.extensionsRequired ?? []
  if (!Array.isArray(needed) || needed.length > 0) {
    const names = Array.isArray(needed) ? needed.map(String).join(', ').slice(0, 80) : ''
    throw new Unreadable(
      `模型需要不支持的扩展：${names}；请导出为未压缩的 glb`,
      `The model needs extensions that are not supported: ${names}; export it uncompressed`,
    )
  }
  if ([...listOf(root, 'buffers'), ...listOf(root, 'images')].some(({ uri }) => uri !== undefined))
    throw new Unreadable(
      '模型引用了外部文件；请导出为包含全部内容的 glb',
      'The model refers to other files; export it with everything inside',
    )
}

function contentOf(root: GlbRoot, binary: Uint8Array): Uint8Array {
  const buffers = listOf(root, 'buffers')
  const length = buffers[0]?.byteLength ?? 0
  const fits =
    typeof length === 'number' && Number.isInteger(length) && length >= 0 && length <= binary.length && binary.length - length < 4
  if (buffers.length > 1 || !fits) throw new Unreadable('模型数据与说明的长度不符', 'The data of the model are not as long as it says')
  return binary.subarray(0, length)
}
