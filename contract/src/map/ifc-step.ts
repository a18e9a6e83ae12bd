/** Where a file cannot be taken further, in one sentence that names the line. */
export class StepFault extends Error {
  readonly line: number
  readonly zh: string
  readonly en: string
  constructor(line: number, zh: string, en: string) {
    super(en)
    this.line = line
    this.zh = `第 ${line} 行：${zh}`
    this.en = `Line ${line}: ${en}`
  }
}

/** `$`, `*`, a text, a number, `.WORD.`, `#12`, `TYPE(value)` or a list of these. */
export type StepValue =
  | { readonly is: 'none' }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'number'; readonly number: number }
  | { readonly is: 'word'; readonly word: string }
  | { readonly is: 'ref'; readonly ref: number }
  | { readonly is: 'list'; readonly list: readonly StepValue[] }

export const refOf = (value: StepValue | undefined): number | undefined => (value?.is === 'ref' ? value.ref : undefined)
export const refsOf = (value: StepValue | undefined): number[] =>
  value?.is === 'list' ? value.list.flatMap((one) => (one.is === 'ref' ? [one.ref] : [])) : []

export interface StepEntity {
  readonly id: number
  readonly type: string
  readonly line: number
  readonly values: readonly StepValue[]
}

export interface StepFile {
  readonly header: readonly StepEntity[]
  /** Only the types that were asked for; everything else was read for its grammar and its references. */
  readonly entities: ReadonlyMap<number, StepEntity>
}

export const mostInstances = 200_000
const deepestList = 16
const longestText = 2000
const none: StepValue = { is: 'none' }

/** Reads the exchange structure of ISO 10303-21 to the letter: what is not written so is refused where it stands. */
export function readStep(source: string, wanted: (type: string) => boolean): StepFile {
  const read = new Reader(source)
  read.mark('ISO-10303-21')
  read.mark('HEADER')
  const header: StepEntity[] = []
  while (!read.ends('ENDSEC')) {
    if (header.length > 20) throw read.fault('文件头有误', 'the header is not valid')
    const line = read.line
    const type = read.name()
    header.push({ id: 0, type, line, values: read.list(0) })
    read.sign(';')
  }
  read.mark('DATA')
  const entities = new Map<number, StepEntity>()
  const known = new Set<number>()
  while (!read.ends('ENDSEC')) {
    const { line } = read.here()
    const id = read.reference()
    if (known.has(id)) throw new StepFault(line, `#${id} 出现了两次`, `#${id} is there twice`)
    if (known.size >= mostInstances)
      throw new StepFault(line, `实例超过 ${mostInstances} 个`, `there are more than ${mostInstances} instances`)
    known.add(id)
    read.sign('=')
    const type = read.name()
    const values = read.list(0)
    read.sign(';')
    if (wanted(type)) entities.set(id, { id, type, line, values })
  }
  read.mark('END-ISO-10303-21')
  read.end()
  for (let i = 0; i < read.refs.length; i += 2) {
    const [to = 0, line = 0] = [read.refs[i], read.refs[i + 1]]
    if (!known.has(to)) throw new StepFault(line, `引用了不存在的 #${to}`, `#${to} is referred to and is not there`)
  }
  return { header, entities }
}

const isSpace = (code: number) => code === 32 || (code >= 9 && code <= 13)
const number = /[+-]?\d+(?:\.\d*(?:[Ee][+-]?\d+)?)?/y
const keyword = /[A-Z][A-Z0-9_-]*/y
const word = /\.[A-Z][A-Z0-9_]*\./y
const binary = /"[0-9A-F]*"/y

class Reader {
  readonly source: string
  /** Each reference with the line that it stands on, one after the other. */
  readonly refs: number[] = []
  line = 1
  private at = 0

  constructor(source: string) {
    this.source = source
  }

  fault(zh: string, en: string): StepFault {
    return this.at >= this.source.length
      ? new StepFault(this.line, '文件不完整', 'the file ends before it is whole')
      : new StepFault(this.line, zh, en)
  }

  /** Past white space and comments, to where the next thing stands. */
  here(): this {
    for (;;) {
      const code = this.source.charCodeAt(this.at)
      if (code === 10) this.line++
      if (isSpace(code)) this.at++
      else if (code === 47 && this.source.charCodeAt(this.at + 1) === 42) {
        const end = this.source.indexOf('*/', this.at + 2)
        if (end < 0) this.at = this.source.length
        if (end < 0) throw this.fault('', '')
        for (let i = this.at; i < end; i++) if (this.source.charCodeAt(i) === 10) this.line++
        this.at = end + 2
      } else return this
    }
  }

  private match(pattern: RegExp): string | undefined {
    this.here()
    pattern.lastIndex = this.at
    const found = pattern.exec(this.source)?.[0]
    if (found !== undefined) this.at += found.length
    return found
  }

  private peek(): string {
    return this.here().source.charAt(this.at)
  }

  sign(expected: string): void {
    if (this.peek() !== expected) throw this.fault(`此处应为“${expected}”`, `“${expected}” is expected here`)
    this.at++
  }

  name(): string {
    const found = this.match(keyword)
    if (found === undefined) throw this.fault('此处应为类型名', 'a type is expected here')
    return found
  }

  mark(expected: string): void {
    const found = this.match(keyword)
    if (found !== expected)
      throw this.fault(`此处应为 ${expected}；不是 IFC（STEP）文件`, `${expected} is expected here; this is no IFC (STEP) file`)
    this.sign(';')
  }

  ends(expected: string): boolean {
    if (!this.here().source.startsWith(`${expected};`, this.at)) return false
    this.at += expected.length + 1
    return true
  }

  end(): void {
    if (this.here().at < this.source.length) throw this.fault('文件结束之后还有内容', 'there is more behind the end of the file')
  }

  reference(): number {
    this.sign('#')
    const digits = this.match(/\d{1,9}/y)
    if (digits === undefined || Number(digits) === 0) throw this.fault('编号有误', 'this is no number of an instance')
    return Number(digits)
  }

  list(depth: number): readonly StepValue[] {
    if (depth > deepestList) throw this.fault(`括号嵌套超过 ${deepestList} 层`, `lists are nested deeper than ${deepestList}`)
    this.sign('(')
    const out: StepValue[] = []
    if (this.peek() === ')') {
      this.at++
      return out
    }
    for (;;) {
      out.push(this.value(depth))
      const next = this.peek()
      if (next !== ',' && next !== ')') throw this.fault('此处应为“,”或“)”', '“,” or “)” is expected here')
      this.at++
      if (next === ')') return out
    }
  }

  private value(depth: number): StepValue {
    const first = this.peek()
    if (first === '$' || first === '*') {
      this.at++
      return none
    }
    if (first === "'") return { is: 'text', text: this.text() }
    if (first === '(') return { is: 'list', list: this.list(depth + 1) }
    if (first === '#') {
      const { line } = this
      const ref = this.reference()
      this.refs.push(ref, line)
      return { is: 'ref', ref }
    }
    if (first === '.') {
      const found = this.match(word)
      if (found !== undefined) return { is: 'word', word: found.slice(1, -1) }
    } else if (first === '"') {
      if (this.match(binary) !== undefined) return none
    } else if (/[A-Z]/.test(first)) {
      this.name()
      const [inner = none, ...more] = this.list(depth + 1)
      if (more.length === 0) return inner
    } else {
      const found = this.match(number)
      if (found !== undefined) return { is: 'number', number: Number(found) }
    }
    throw this.fault('此处的值无法识别', 'this value cannot be read')
  }

  /** A text of the file: doubled quotes, and characters written as `\X\E9` or `\X2\4E2D\X0\`. */
  private text(): string {
    const from = ++this.at
    for (;;) {
      const end = this.source.indexOf("'", this.at)
      if (end < 0) {
        this.at = this.source.length
        throw this.fault('', '')
      }
      this.at = end + 1
      if (this.source.charCodeAt(this.at) !== 39) break
      this.at++
    }
    const raw = this.source.slice(from, this.at - 1)
    if (raw.length > longestText) throw this.fault(`文字超过 ${longestText} 个字符`, `a text is longer than ${longestText} characters`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
    if (/[\u0000-\u001f]/.test(raw)) throw this.fault('文字中有控制字符', 'there are control characters in a text')
    return raw.includes('\\') ? this.written(raw.replaceAll("''", "'")) : raw.replaceAll("''", "'")
  }

  private written(raw: string): string {
    const pattern = /\\X2\\((?:[0-9A-F]{4})+)\\X0\\|\\X4\\((?:[0-9A-F]{8})+)\\X0\\|\\X\\([0-9A-F]{2})|\\S\\(.)|\\P[A-I]\\|\\\\|\\/g
    return raw.replace(pattern, (all, two?: string, four?: string, one?: string, shifted?: string) => {
      if (two) return codes(two, 4)
      if (four) return codes(four, 8)
      if (one) return codes(one, 2)
      if (shifted) return String.fromCodePoint((shifted.codePointAt(0) ?? 0) + 128)
      if (all === '\\\\') return '\\'
      if (all.length > 1) return ''
      throw this.fault('文字中的转义有误', 'an escape within a text is not valid')
    })
  }
}

const codes = (hex: string, size: number): string =>
  String.fromCharCode(
    ...(hex.match(new RegExp(`.{${size}}`, 'g')) ?? []).flatMap((part) => {
      const point = Number.parseInt(part, 16)
      return point <= 0xffff
        ? [point]
        : point <= 0x10ffff
          ? [...String.fromCodePoint(point)].flatMap((c) => [c.charCodeAt(0), c.charCodeAt(1)])
          : [0xfffd]
    }),
  )
