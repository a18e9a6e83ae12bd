import { chinaMoment } from '../china-time.ts'
/** One packet in words. Everything beside `cp` stands before it. */
export interface Packet {
  readonly qn?: string | undefined
  readonly st: string
  readonly cn: string
  readonly pw?: string | undefined
  readonly mn: string
  readonly flag: number
  readonly parts?: { readonly total: number; readonly number: number } | undefined
  /** In the order they came; a name may come with several fields: `a34004-Rtd=14,a34004-Flag=N`. */
  readonly content: readonly Field[]
}

export interface Field {
  /** `a34004`, or empty for `DataTime=…`. */
  readonly factor: string
  readonly name: string
  readonly value: string
}

export type Parsed = { readonly ok: true; readonly packet: Packet } | { readonly ok: false; readonly at: number; readonly why: string }

export const wantsAnswer = (packet: Packet): boolean => (packet.flag & 1) === 1

/** Reads a data segment; `at` counts within it. */
export function parseData(data: string): Parsed {
  const open = data.indexOf('CP=&&')
  if (open < 0) return { ok: false, at: data.length, why: 'no CP=&&' }
  const close = data.lastIndexOf('&&')
  if (close < open + 5 || close + 2 !== data.length) return { ok: false, at: data.length, why: 'CP does not end with &&' }
  const head = new Map<string, string>()
  let at = 0
  for (const pair of data.slice(0, open).split(';')) {
    if (pair === '') continue
    const sign = pair.indexOf('=')
    if (sign < 1) return { ok: false, at, why: `"${pair.slice(0, 20)}" is no name with a value` }
    const name = pair.slice(0, sign)
    if (head.has(name)) return { ok: false, at, why: `${name} twice` }
    head.set(name, pair.slice(sign + 1))
    at += pair.length + 1
  }
  for (const name of ['ST', 'CN', 'MN']) if (!head.get(name)) return { ok: false, at: open, why: `${name} is missing` }
  const qn = head.get('QN')
  if (qn !== undefined && chinaMoment(qn) === undefined)
    return { ok: false, at: data.indexOf('QN=') + 3, why: `"${qn}" is no request number` }
  const flag = head.get('Flag') ?? '0'
  if (!/^\d{1,3}$/.test(flag) || Number(flag) > 255) return { ok: false, at: data.indexOf('Flag=') + 5, why: `"${flag}" is no flag` }
  const parts = partsOf(head, Number(flag))
  if (parts === null) return { ok: false, at: Math.max(0, data.indexOf('PNUM=')), why: 'the numbers of a split packet do not fit' }
  const content = parseContent(data.slice(open + 5, close), open + 5)
  if (!content.ok) return content
  const packet = {
    qn,
    st: head.get('ST') as string,
    cn: head.get('CN') as string,
    pw: head.get('PW'),
    mn: head.get('MN') as string,
    flag: Number(flag),
    parts,
    content: content.fields,
  }
  return { ok: true, packet }
}

function partsOf(head: ReadonlyMap<string, string>, flag: number): Packet['parts'] | null {
  if ((flag & 2) === 0) return undefined
  const [total, number] = [Number(head.get('PNUM')), Number(head.get('PNO'))]
  const fits = Number.isInteger(total) && Number.isInteger(number) && number >= 1 && number <= total && total <= 9999
  return fits ? { total, number } : null
}

function parseContent(text: string, from: number): { ok: true; fields: Field[] } | { ok: false; at: number; why: string } {
  const fields: Field[] = []
  const seen = new Set<string>()
  let at = from
  for (const group of text.split(';')) {
    let factor: string | undefined
    for (const pair of group.split(',')) {
      if (pair !== '') {
        const sign = pair.indexOf('=')
        if (sign < 1) return { ok: false, at, why: `"${pair.slice(0, 20)}" is no name with a value` }
        const key = pair.slice(0, sign)
        const dash = key.indexOf('-')
        const own = dash < 0 ? '' : key.slice(0, dash)
        // `Flag=N` after a factor without naming it belongs to nothing we could name.
        if (factor !== undefined && own !== factor)
          return { ok: false, at, why: `${key} stands among the fields of ${factor || 'no factor'}` }
        if (dash < 0 && key === 'Flag') return { ok: false, at, why: 'a Flag that belongs to no factor' }
        if (seen.has(key)) return { ok: false, at, why: `${key} twice` }
        seen.add(key)
        if (dash >= 0) factor = own
        fields.push({ factor: own, name: dash < 0 ? key : key.slice(dash + 1), value: pair.slice(sign + 1) })
      }
      at += pair.length + 1
    }
  }
  return { ok: true, fields }
}

export function encodeData(packet: Omit<Packet, 'flag' | 'parts'> & { readonly flag?: number }): string {
  const head = [
    ...(packet.qn === undefined ? [] : [`QN=${packet.qn}`]),
    `ST=${packet.st}`,
    `CN=${packet.cn}`,
    ...(packet.pw === undefined ? [] : [`PW=${packet.pw}`]),
    `MN=${packet.mn}`,
    `Flag=${packet.flag ?? 4}`,
  ]
  const content = packet.content.map(({ factor, name, value }) => `${factor === '' ? '' : `${factor}-`}${name}=${value}`)
  return `${head.join(';')};CP=&&${content.join(';')}&&`
}

/** A value as the standard writes numbers; what stands for none is none. */
export function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,15}(\.\d{1,10})?$/.test(text) ? Number(text) : undefined
}
