type Value = string | number | boolean

/** A field of a protobuf message: its number, and a whole number or bytes. */
function* fields(bytes: Buffer): Generator<{ number: number; value: number; bytes: Buffer }> {
  let at = 0
  const whole = (): number => {
    let [value, scale] = [0, 1]
    for (;;) {
      const next = bytes[at++] as number
      value += (next & 0x7f) * scale
      if (next < 0x80) return value
      scale *= 128
    }
  }
  while (at < bytes.length) {
    const key = whole()
    const [number, wire] = [Math.floor(key / 8), key % 8]
    if (wire === 0) yield { number, value: whole(), bytes: Buffer.alloc(0) }
    else {
      const length = wire === 2 ? whole() : wire === 1 ? 8 : 4
      yield { number, value: 0, bytes: bytes.subarray(at, at + length) }
      at += length
    }
  }
}

const wholes = (bytes: Buffer): number[] => {
  const out: number[] = []
  for (let at = 0, value = 0, scale = 1; at < bytes.length; at++) {
    const next = bytes[at] as number
    value += (next & 0x7f) * scale
    scale *= 128
    if (next < 0x80) {
      out.push(value)
      value = 0
      scale = 1
    }
  }
  return out
}

function tagValue(bytes: Buffer): Value {
  const [field] = [...fields(bytes)]
  if (!field) throw new Error('a value of a tile is empty')
  if (field.number === 1) return field.bytes.toString()
  if (field.number === 2) return field.bytes.readFloatLE()
  if (field.number === 3) return field.bytes.readDoubleLE()
  if (field.number === 6) return field.value % 2 === 0 ? field.value / 2 : -(field.value + 1) / 2
  return field.number === 7 ? field.value === 1 : field.value
}

/** What a vector tile says of its features, layer by layer, read by the letter of its specification. */
export function readTile(tile: Buffer): Record<string, Record<string, Value>[]> {
  const layers: Record<string, Record<string, Value>[]> = {}
  for (const layer of fields(tile)) {
    const parts = [...fields(layer.bytes)]
    const all = (number: number) => parts.filter((part) => part.number === number).map((part) => part.bytes)
    const [keys, values] = [all(3).map(String), all(4).map(tagValue)]
    layers[String(all(1)[0])] = all(2).map((feature) => {
      const tags = wholes([...fields(feature)].find(({ number }) => number === 2)?.bytes ?? Buffer.alloc(0))
      const pairs = Array.from({ length: tags.length / 2 }, (_, i) => [keys[tags[2 * i] as number], values[tags[2 * i + 1] as number]])
      return Object.fromEntries(pairs) as Record<string, Value>
    })
  }
  return layers
}
