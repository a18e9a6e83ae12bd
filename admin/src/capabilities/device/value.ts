import type { Property } from '@liren/contract/thing/model'

/** A value as people read it: with its unit, the word of its option, yes or no. */
export function sayValue(
  property: Property | undefined,
  value: unknown,
  say: (text: { zh: string; en: string }) => string,
  yesNo: readonly [string, string],
): string {
  if (typeof value === 'boolean') return value ? yesNo[0] : yesNo[1]
  if (typeof value === 'number') {
    const rounded = Number.isInteger(value) ? value : Math.round(value * 1000) / 1000
    return `${rounded.toLocaleString()}${property?.unit ? ` ${property.unit}` : ''}`
  }
  const option = property?.options?.find((one) => one.value === value)
  return option ? say(option.text) : String(value)
}

/** `status.2` is the value of part 2 of `status`. */
export function propertyOf(properties: readonly Property[], name: string): { property: Property | undefined; part: string | undefined } {
  const own = properties.find((one) => one.code === name)
  if (own) return { property: own, part: undefined }
  const dot = name.lastIndexOf('.')
  const property = dot < 0 ? undefined : properties.find((one) => one.code === name.slice(0, dot))
  return { property, part: property ? name.slice(dot + 1) : undefined }
}
