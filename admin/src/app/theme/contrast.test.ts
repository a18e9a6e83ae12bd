import { describe, expect, it } from 'vitest'
import { contrast } from './contrast.ts'
import { pairs } from './pairs.ts'
import { dark, light, series } from './tokens.ts'

describe('contrast', () => {
  it('measures the two ends of the scale and a pair known to fall short', () => {
    expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5)
    expect(contrast('#777777', '#777777')).toBe(1)
    expect(contrast('#1677ff', '#FFFFFF')).toBeLessThan(4.5)
  })

  it('refuses a colour that it cannot read', () => {
    expect(() => contrast('teal', '#FFFFFF')).toThrow('#RRGGBB')
  })

  for (const [name, tokens] of [
    ['light', light],
    ['dark', dark],
  ] as const) {
    it(`keeps every pair of the ${name} theme at or above the AA ratio`, () => {
      const short = pairs
        .map(([front, back, least]) => ({ pair: `${front} on ${back}`, ratio: contrast(tokens[front], tokens[back]), least }))
        .filter(({ ratio, least }) => ratio < least)
        .map(({ pair, ratio, least }) => `${pair}: ${ratio.toFixed(2)} < ${least}`)
      expect(short).toEqual([])
    })
  }

  it('keeps chart lines visible on the card they are drawn on', () => {
    expect(series.light.every((colour) => contrast(colour, light.surface) >= 3)).toBe(true)
    expect(series.dark.every((colour) => contrast(colour, dark.surface) >= 3)).toBe(true)
  })
})
