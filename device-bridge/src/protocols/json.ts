export type JsonRead = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly at: number; readonly why: string }

/** Reads JSON, or tells the byte at which the text stops being JSON: an engineer looks for the fault there. */
export function readJson(bytes: Buffer): JsonRead {
  const text = bytes.toString('utf8')
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false, at: Math.min(jsonFaultAt(text), bytes.length), why: 'not JSON' }
  }
}

const literals = ['true', 'false', 'null']
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const string = /"(?:[^"\\\p{Cc}]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/uy
const space = /[ \t\n\r]*/y

/** The parser of the language does not always say where; this walks along until it cannot. */
function jsonFaultAt(text: string): number {
  let at = 0
  const open: string[] = []
  const match = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at += found[0].length
    return found !== null
  }
  const bytesSoFar = (): number => Buffer.byteLength(text.slice(0, at))
  let expects: 'value' | 'first-value' | 'key' | 'first-key' | 'after' = 'value'
  for (;;) {
    match(space)
    const next = text[at]
    if (expects === 'after') {
      const inside = open.at(-1)
      if (inside === undefined) return bytesSoFar()
      if (next === ',') expects = inside === '{' ? 'key' : 'value'
      else if (next === (inside === '{' ? '}' : ']')) open.pop()
      else return bytesSoFar()
      at += 1
    } else if (expects === 'key' || expects === 'first-key') {
      if (expects === 'first-key' && next === '}') {
        open.pop()
        at += 1
        expects = 'after'
        continue
      }
      if (!match(string)) return bytesSoFar()
      match(space)
      if (text[at] !== ':') return bytesSoFar()
      at += 1
      expects = 'value'
    } else if (next === '{' || next === '[') {
      open.push(next)
      at += 1
      expects = next === '{' ? 'first-key' : 'first-value'
    } else if (next === ']' && expects === 'first-value') {
      open.pop()
      at += 1
      expects = 'after'
    } else {
      const literal = literals.find((word) => text.startsWith(word, at))
      if (literal) at += literal.length
      else if (!match(string) && !match(number)) return bytesSoFar()
      expects = 'after'
    }
  }
}
