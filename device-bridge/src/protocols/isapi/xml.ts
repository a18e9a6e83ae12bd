/** One element; names are without their prefix, since one device calls the same element differently through a recorder. */
export interface Element {
  readonly name: string
  readonly text: string
  readonly children: readonly Element[]
}

export type XmlRead = { readonly ok: true; readonly root: Element } | { readonly ok: false; readonly at: number; readonly why: string }

const mostDepth = 32
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const unescaped = (text: string): string =>
  text.replace(/&(#\d+|#x[0-9a-fA-F]+|\w+);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })

/** The elements of a small document with their text. Declarations of types and entities are refused: nothing here needs them. */
export function readXml(text: string): XmlRead {
  const at = (index: number): number => Buffer.byteLength(text.slice(0, index))
  const bad = (index: number, why: string): XmlRead => ({ ok: false, at: at(index), why })
  const open: { name: string; text: string; children: Element[] }[] = []
  let root: Element | undefined
  const token =
    /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|<|[^<]+/gy
  while (token.lastIndex < text.length) {
    const from = token.lastIndex
    const found = token.exec(text)
    if (!found) return bad(from, 'not XML')
    const [whole, cdata, isEnd, full, , isEmpty] = found
    if (whole === '<') return bad(from, 'no element, comment or text begins here')
    const top = open.at(-1)
    if (full === undefined) {
      const said = cdata ?? (whole.startsWith('<') ? '' : unescaped(whole))
      if (top) top.text += said
      else if (said.trim() !== '' && said.trim() !== '\ufeff') return bad(from, 'text outside of the document')
      continue
    }
    const name = full.slice(full.indexOf(':') + 1)
    if (isEnd) {
      if (top?.name !== name) return bad(from, `</${full}> closes nothing`)
      open.pop()
      const done: Element = { ...top, text: top.text.trim() }
      const parent = open.at(-1)
      if (parent) parent.children.push(done)
      else root = done
      continue
    }
    if (root && !top) return bad(from, 'a second document')
    if (open.length >= mostDepth) return bad(from, 'nested too deeply')
    const made = { name, text: '', children: [] as Element[] }
    if (!isEmpty) open.push(made)
    else if (top) top.children.push(made)
    else root = made
  }
  if (open.length > 0) return bad(text.length, `<${open.at(-1)?.name}> is not closed`)
  return root ? { ok: true, root } : bad(0, 'no document')
}

/** The text of the first element of this name at any depth. */
export function textIn(element: Element, name: string): string | undefined {
  for (const child of element.children) {
    if (child.name === name) return child.text
    const deeper = textIn(child, name)
    if (deeper !== undefined) return deeper
  }
  return undefined
}
